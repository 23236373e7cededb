/** Signed timestamps that are too old, too new, or no timestamps. */
import { clockNote, instant, span } from '../../state/instant-texts.ts';
import type { Call } from '../../request/call.ts';
import { mistake } from '../mistake.ts';
import type { Mistake } from '../mistake.ts';
import { hint, RESET_CLOCK } from '../words.ts';
import { header, wantedParts } from '../request-values.ts';
import { TIMESTAMP_WORDS, formatOf, secondsOf, writtenTime } from '../../auth/hmac/signature-times.ts';
import { read } from '../../auth/presented-credentials.ts';
import type { CompiledPart } from '../../contract/compiled-contract.ts';
import type { SignatureCredential } from '../../../specs/generated/vocabulary.ts';
import { isSignature, signs } from '../../contract/signature-kinds.ts';

const QUARTER = 900;
const MINUTE = 60;

/** The timestamp that came, and how the contract has it written. */
export function stampOf(call: Call): {
  readonly text: string | undefined;
  readonly credential: SignatureCredential | undefined;
} {
  let found: { readonly text: string | undefined; readonly credential: SignatureCredential | undefined } = {
    text: undefined,
    credential: undefined,
  };
  for (const { method } of call.operation.requirements) {
    const credential = call.world.contract.credentials.get(method.credential);
    if (!isSignature(credential)) continue;
    const text = method.parts.flatMap((part) => (part.part === 'timestamp' ? [valueAt(call, part)] : []))[0];
    if (found.credential === undefined || (found.text === undefined && text !== undefined))
      found = { text, credential };
  }
  return found;
}

function valueAt({ request }: Call, part: CompiledPart): string | undefined {
  const value = read(request, part);
  return typeof value === 'string' ? value : undefined;
}

const timestampOf = (call: Call): string | undefined => stampOf(call).text;

/** Timestamps that are seconds since 1970. */
const isEpoch = (call: Call): boolean => {
  const { credential } = stampOf(call);
  return credential === undefined || formatOf(credential) === 'epoch';
};

const seconds = hint(
  'Whole seconds since 1970:',
  'date +%s          # shell\nMath.floor(Date.now() / 1000)   # JavaScript\nint(time.time())  # Python',
);

const ageOf = (call: Call): number => {
  const { credential, text } = stampOf(call);
  return Math.floor(call.now / 1_000) - ((credential && secondsOf(credential, text)) ?? Number(text));
};

/** When a text in any form that clients write says it is. */
function instantIn(text: string): number | undefined {
  if (/^\d{10}$/.test(text)) return Number(text) * 1_000;
  if (/^\d{13}$/.test(text)) return Number(text);
  const [, date, time] = /^(\d{8})T(\d{6})Z$/.exec(text) ?? [];
  const ms =
    date === undefined
      ? Date.parse(text)
      : Date.parse(date.replace(/(.{4})(..)(..)/, '$1-$2-$3') + time!.replace(/(..)(..)(..)/, 'T$1:$2:$3Z'));
  return Number.isNaN(ms) ? undefined : ms;
}

const moved = ({ world: { clock } }: Call): boolean =>
  clock.moved !== undefined && (clock.frozen || Math.abs(clock.moved.by) >= 1_000);

export const HMAC_TIMES: readonly Mistake[] = [
  mistake('timestamp-milliseconds', 'sent the timestamp in milliseconds', ['future_timestamp'], ({ call }) =>
    isEpoch(call) && timestampOf(call)?.length === 13
      ? {
          finding: `The timestamp ${timestampOf(call)!} is in milliseconds; seconds are wanted, in the header and in what is signed.`,
          next: [seconds],
        }
      : undefined,
  ),
  mistake(
    'timestamp-finer',
    'sent the timestamp in microseconds or nanoseconds',
    ['future_timestamp', 'malformed_credentials'],
    ({ call }) =>
      isEpoch(call) && /^\d{16,19}$/.test(timestampOf(call) ?? '')
        ? { finding: 'The timestamp is in microseconds or nanoseconds; seconds are wanted.', next: [seconds] }
        : undefined,
  ),
  mistake('timestamp-fraction', 'sent the timestamp with a fraction', ['malformed_credentials'], ({ call }) =>
    isEpoch(call) && /^\d+[.,]\d+$/.test(timestampOf(call) ?? '')
      ? { finding: `The timestamp ${timestampOf(call)!} has a fraction; whole seconds are wanted.`, next: [seconds] }
      : undefined,
  ),
  mistake('timestamp-date', 'sent the timestamp as a date', ['malformed_credentials'], ({ call }) => {
    const text = timestampOf(call) ?? '';
    return isEpoch(call) && /\d[-/:]\d|[a-z]{3}/i.test(text) && !Number.isNaN(Date.parse(text))
      ? {
          finding: `The timestamp is a date, ${text}; seconds since 1970 are wanted: ${Math.floor(Date.parse(text) / 1_000)}.`,
          next: [seconds],
        }
      : undefined;
  }),
  mistake('timestamp-no-number', 'sent the timestamp with signs in it', ['malformed_credentials'], ({ call }) => {
    const text = timestampOf(call) ?? '';
    return isEpoch(call) && text !== '' && !/^\d+$/.test(text)
      ? {
          finding: `The timestamp is ${JSON.stringify(text.slice(0, 40))}; digits alone are wanted, without quotation marks, sign or separator.`,
          next: [seconds],
        }
      : undefined;
  }),
  mistake('timestamp-form', 'sent the timestamp in another form', ['malformed_credentials'], ({ call }) => {
    const { text, credential } = stampOf(call);
    if (text === undefined || credential === undefined || isEpoch(call) || secondsOf(credential, text) !== undefined)
      return undefined;
    const format = formatOf(credential);
    const at = instantIn(text);
    return {
      finding: `The timestamp ${text.slice(0, 40)} is in another form; wanted is ${TIMESTAMP_WORDS[format]}.`,
      next: [
        at === undefined
          ? hint('Now, in that form:', writtenTime(format, Math.floor(call.now / 1_000)))
          : hint('The same time in that form:', writtenTime(format, Math.floor(at / 1_000))),
      ],
    };
  }),
  mistake('timestamp-missing', 'left the timestamp out', ['malformed_credentials'], ({ call }) =>
    isEpoch(call) &&
    wantedParts(call).some(({ part }) => part === 'timestamp') &&
    timestampOf(call) === undefined &&
    call.operation.requirements.every(
      ({ method }) =>
        !signs(method) ||
        method.parts.some(({ part, name }) => part === 'signature' && header(call, name) !== undefined),
    )
      ? { finding: 'A signature came without its timestamp, which is part of what is signed.', next: [seconds] }
      : undefined,
  ),
  mistake(
    'timestamp-moved-clock',
    "signed with this machine's time after the sandbox's clock was moved",
    ['stale_timestamp', 'future_timestamp'],
    ({ call }) =>
      moved(call) && Math.abs(ageOf(call) * 1_000 - (call.world.clock.moved?.by ?? 0)) < MINUTE * 1_000
        ? {
            finding: `The timestamp is this machine's time${clockNote(call.world.clock)}.`,
            next: [
              hint('Put the clock back:', RESET_CLOCK),
              hint(
                "Or sign with the sandbox's time:",
                `curl ${call.request.origin}/_tollgate/clock   # now: ${instant(call.now)}`,
              ),
            ],
          }
        : undefined,
  ),
  mistake('timestamp-time-zone', 'took local time for UTC', ['stale_timestamp', 'future_timestamp'], ({ call }) => {
    const age = ageOf(call);
    const off = Math.abs(age) % QUARTER;
    return Math.abs(age) >= QUARTER && Math.abs(age) <= 14 * 3_600 && (off < 20 || QUARTER - off < 5)
      ? {
          finding: `The timestamp is ${span(Math.round(age / QUARTER) * QUARTER * 1_000)} ${age < 0 ? 'ahead' : 'behind'}, a whole number of quarter hours: local time was taken for UTC.`,
          next: [seconds],
        }
      : undefined;
  }),
  mistake('timestamp-stale', 'sent a signature that is too old', ['stale_timestamp'], ({ call, note }) => ({
    finding: `The timestamp is ${span(ageOf(call) * 1_000)} old: ${note.got ?? 'too old'}. A signature is made for each request, and not kept.`,
    next: [hint('Sign again right before you send, and check the clock of the machine that signs:', 'date -u')],
  })),
  mistake('timestamp-ahead', 'sent a signature from the future', ['future_timestamp'], ({ call, note }) => ({
    finding: `The timestamp is ${span(-ageOf(call) * 1_000)} ahead: ${note.got ?? 'too new'}.`,
    next: [hint('Check the clock of the machine that signs:', 'date -u'), seconds],
  })),
  mistake('signature-replayed', 'sent one signature twice', ['replayed_signature'], () => ({
    finding: 'This signature or nonce was used before; each request needs one of its own.',
    next: [hint('Sign each request anew, retries too, with a new timestamp or nonce.')],
  })),
];
