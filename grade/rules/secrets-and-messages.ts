/** Rules about one-time passwords, signatures, bodies and webhooks. */
import { broken, byFault, held, notSeen } from '../rule.ts';
import type { Rule } from '../rule.ts';
import { ONE_TIME_PASSWORDS, SIGNATURES, WEBHOOKS } from '../subjects.ts';
import type { Delivery, Exchange } from '../session.ts';
import {
  bearers,
  follows,
  isAction,
  isCall,
  isGood,
  isTokenRequest,
  nextTry,
  sameRequest,
  seconds,
  text,
} from '../tokens.ts';
import { signs } from '../../mock/contract/signature-kinds.ts';

/** A person mistypes a code; a program that goes on is guessing. */
const MOST_WRONG = 2;

const otp: Rule = {
  id: 'otp.not-guessed',
  title: 'One-time passwords are typed, not tried',
  level: 'must',
  about: ONE_TIME_PASSWORDS,
  citation: { standard: 'RFC 4226 §7.3', url: 'https://www.rfc-editor.org/rfc/rfc4226#section-7.3' },
  judge({ exchanges }) {
    const tries = exchanges.filter((one) => isAction(one, 'otp.verify'));
    const wrong = tries.filter(({ failure }) => failure === 'invalid_otp' || failure === 'otp_locked');
    const ids = new Set(wrong.map(({ sent }) => text(sent.fields['otp_id'])));
    for (const id of ids) {
      const of = wrong.filter(({ sent }) => text(sent.fields['otp_id']) === id);
      if (of.length > MOST_WRONG)
        return broken(
          `${of.length} wrong codes were tried for one password`,
          of,
          'Ask the person again, and send a new password after two mistakes.',
        );
    }
    return tries.length === 0
      ? notSeen('no one-time password was verified')
      : held('at most two wrong codes for one password');
  },
};

const MS = 1_000;

/** Older than this, a signature was made for an earlier request, or by a clock that is wrong. */
const FRESH_MS = 60 * MS;

/** When a request says it was signed: milliseconds, by the contract's part of that name. */
function signedAt({ contract, sent }: Exchange): number | undefined {
  for (const { kind, parts } of contract.methods) {
    if (!signs({ kind })) continue;
    const part = parts.find((one) => one.part === 'timestamp' && one.in === 'header');
    const value = part === undefined ? undefined : sent.headers[part.name];
    if (value === undefined || value === '') continue;
    const number = Number(value);
    const at = Number.isFinite(number) ? (number > 1e11 ? number : number * MS) : Date.parse(value);
    if (Number.isFinite(at)) return at;
  }
  return undefined;
}

const hmac: Rule = {
  id: 'signature.fresh',
  title: 'Each signed request carries the time at which it was signed',
  level: 'must',
  about: SIGNATURES,
  citation: { standard: 'RFC 9421 §7.2.2', url: 'https://www.rfc-editor.org/rfc/rfc9421#section-7.2.2' },
  advice: [['fortis.8', 'expire every 15 minutes']],
  judge({ exchanges }) {
    const stale = exchanges.filter(
      ({ failure }) =>
        failure === 'stale_timestamp' || failure === 'future_timestamp' || failure === 'replayed_signature',
    );
    const moved = (one: Exchange): boolean => Math.abs(one.ahead) > MS;
    const refused = stale.filter((one) => !moved(one));
    if (refused.length > 0)
      return broken(
        `${refused.length === 1 ? 'a signature was' : `${refused.length} signatures were`} refused for the time of signing`,
        refused,
        "Take the time when the request is sent, in the provider's unit, and sign each request anew.",
      );
    const signed = exchanges.flatMap((exchange) => {
      const at = signedAt(exchange);
      return at === undefined || moved(exchange) ? [] : [{ exchange, age: exchange.at - at }];
    });
    const old = signed.filter(({ age }) => Math.abs(age) > FRESH_MS);
    if (old.length > 0)
      return broken(
        `a signature was ${seconds(old[0]!.age)} old when it came`,
        old.map(({ exchange }) => exchange),
        'Sign each request anew, just before it is sent.',
      );
    return signed.length === 0
      ? notSeen('no signed request with a timestamp came')
      : held(`the oldest was ${seconds(Math.max(0, ...signed.map(({ age }) => age)))} old`);
  },
};

const unknownFields: Rule = {
  id: 'json.unknown-fields-ignored',
  title: 'A field that the client does not know is passed over',
  level: 'must',
  citation: {
    standard: 'RFC 6749 §5.1',
    url: 'https://www.rfc-editor.org/rfc/rfc6749#section-5.1',
    quote: 'The client MUST ignore unrecognized value names in the response.',
  },
  judge(session) {
    const { exchanges, ended } = session;
    const odd = exchanges.filter(
      (one) => one.fault?.did.includes('unknown field') === true && isGood(one) && one.status < 300,
    );
    for (const answer of odd) {
      const again = nextTry(answer, session);
      const isStumbling = again !== undefined && again.fault?.did.includes('unknown field') !== true;
      const later = exchanges.filter((one) => follows(one, answer));
      const given = answer.given.map(([, mark]) => mark);
      const isUsed = given.length === 0 || later.some((one) => bearers(one).some((mark) => given.includes(mark)));
      if (isTokenRequest(answer) && !isUsed && (later.length > 0 || ended))
        return broken(
          'a token that came with an unknown field was never used',
          [answer, ...later.slice(0, 1)],
          'Read the fields that are needed, and leave the others alone.',
        );
      if (isCall(answer) && isStumbling && answer.method !== 'GET')
        return broken(
          'a write that succeeded was made again: its answer had an unknown field',
          [answer, again],
          'Read the fields that are needed, and leave the others alone.',
        );
      if (ended && later.length === 0 && exchanges.length > 1)
        return broken(
          'the client stopped at an answer with an unknown field',
          [answer],
          'Read the fields that are needed, and leave the others alone.',
        );
    }
    return odd.length === 0
      ? notSeen('no answer with an unknown field was played', {
          plan: 'answers',
          ...byFault({ unknown_field: true, next: 1 }),
        })
      : held('the client went on');
  },
};

type Attempt = Delivery['attempts'][number];

const attemptsOf = (
  deliveries: readonly Delivery[],
  ...as: readonly NonNullable<Attempt['as']>[]
): readonly Attempt[] =>
  deliveries.flatMap(({ attempts }) => attempts.filter((one) => one.as !== undefined && as.includes(one.as)));

const isTaken = ({ status = 0 }: Attempt): boolean => status >= 200 && status < 300;

const webhookSignatures: Rule = {
  id: 'webhook.signature-checked',
  title: 'A webhook whose signature is wrong is refused',
  level: 'must',
  about: WEBHOOKS,
  citation: {
    standard: 'Standard Webhooks',
    url: 'https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md',
  },
  judge({ deliveries }) {
    const forged = attemptsOf(deliveries, 'tampered', 'unsigned', 'wrong_secret').filter(
      ({ status }) => status !== undefined,
    );
    const taken = forged.filter(isTaken);
    if (taken.length > 0)
      return broken(
        `a delivery that was ${taken[0]!.as!.replace('wrong_secret', 'signed with another secret')} was answered ${taken[0]!.status ?? ''}`,
        [],
        'Verify the signature over the bytes as they came, before anything is read, and answer 401 where it is wrong.',
      );
    return forged.length === 0
      ? notSeen('no forged delivery was sent', {
          plan: { step: '{ after_requests: 5, webhook: tampered }' },
          by: 'POST /_tollgate/webhooks/{contract}/{delivery}/redeliver with as: tampered',
          does: { method: 'GET', path: '/webhooks' },
        })
      : held(`${forged.length} forged ${forged.length === 1 ? 'delivery was' : 'deliveries were'} refused`);
  },
};

const WINDOW_MS = 5 * MS;

const webhookTwice: Rule = {
  id: 'webhook.handled-once',
  title: 'A webhook that comes twice is acted on once',
  level: 'must',
  about: WEBHOOKS,
  citation: {
    standard: 'Standard Webhooks',
    url: 'https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md',
  },
  judge({ deliveries, exchanges }) {
    let seen = false;
    for (const { attempts } of deliveries) {
      const good = attempts.filter(
        ({ as, status }) => (as === undefined || as === 'again' || as === 'duplicate') && status !== undefined,
      );
      const [first, second] = good.filter(isTaken);
      if (first === undefined || second === undefined) continue;
      const actsAfter = (attempt: Attempt): readonly Exchange[] => {
        const at = Date.parse(attempt.at);
        return exchanges.filter(
          (one) =>
            one.method !== 'GET' && isCall(one) && one.at + one.ahead >= at && one.at + one.ahead < at + WINDOW_MS,
        );
      };
      const then = actsAfter(second);
      const twice = actsAfter(first).find((one) => then.some((other) => other !== one && sameRequest(one, other)));
      if (twice !== undefined)
        return broken(
          'a delivery that came again led to the same write again',
          [twice, then.find((other) => other !== twice && sameRequest(twice, other))!],
          'Remember the ids of the events that were handled, and answer a known one with 200 and nothing else.',
        );
      if (actsAfter(first).length > 0) seen = true;
    }
    return seen
      ? held('the second delivery led to nothing')
      : notSeen('no delivery that the client acts on was sent twice', {
          plan: { step: '{ after_requests: 5, webhook: again }' },
          by: 'POST /_tollgate/webhooks/{contract}/{delivery}/redeliver',
          does: { method: 'GET', path: '/webhooks' },
        });
  },
};

export const SECRETS_AND_MESSAGES: readonly Rule[] = [otp, hmac, unknownFields, webhookSignatures, webhookTwice];
