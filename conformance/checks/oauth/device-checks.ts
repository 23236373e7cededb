/**
 * Devices without a browser: their codes, the page where a person decides, and what a poll is told.
 *
 * @see [RFC 8628](https://www.rfc-editor.org/rfc/rfc8628)
 */
import { runOut } from '../common/run-out.ts';
import { clientsFor, stopOnSecond } from './ask-endpoint.ts';
import { expectAlive, expectRefusal, jsonOf, show } from './judge-answer.ts';
import { rfc } from './oauth-citation.ts';
import { samePlace } from '../common/same-place.ts';
import { clientsAt } from '../../driver/choose-credential.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Rule } from './oauth-check.ts';
import { endpointFor } from './oauth-subject.ts';
import { GRANT_TYPE } from '../../driver/grant-types.ts';
import type { Subject } from './oauth-subject.ts';
import type { Context } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import type { TargetClient } from '../../target/target.ts';
import { contractMs } from '../../../mock/contract/durations.ts';
import type { Failure } from '../../../specs/generated/vocabulary.ts';

const ANSWER = rfc(
  8628,
  '3.2',
  'In response, the authorization server generates a unique device verification code and an end-user code that are valid for a limited time and includes them in the HTTP response body using the "application/json" format',
);
const ASKED = rfc(
  8628,
  '3.1',
  'The client initiates the authorization flow by requesting a set of verification codes from the authorization server by making an HTTP "POST" request to the device authorization endpoint.',
);
const PENDING = rfc(
  8628,
  '3.5',
  "The authorization request is still pending as the end user hasn't yet completed the user-interaction steps",
);
const SLOW = rfc(
  8628,
  '3.5',
  'the authorization request is still pending and polling should continue, but the interval MUST be increased by 5 seconds for this and all subsequent requests.',
);
const DENIED = rfc(8628, '3.5', 'The authorization request was denied.');
const EXPIRED = rfc(8628, '3.5', 'The "device_code" has expired, and the device authorization session has concluded.');
const GRANTED = rfc(
  8628,
  '3.5',
  'If the user has approved the grant, the token endpoint responds with a success response defined in Section 5.1 of [RFC6749]',
);
const REFUSED = rfc(
  6749,
  '5.2',
  'The provided authorization grant (e.g., authorization code, resource owner credentials) or refresh token is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.',
);
const TYPED = rfc(
  8628,
  '6.1',
  'the server should strip dashes and other punctuation that it added for readability (making the inclusion of such punctuation by the user optional).',
);
const FRAMES = rfc(9700, '4.16', 'Authorization servers MUST prevent clickjacking attacks.');

const AT_ONCE = 20;

const NO_PAGE = 'where people type the code of a device is not known';

interface Asked {
  readonly client: TargetClient;
  readonly device_code: string;
  readonly user_code: string;
  readonly exchange: Exchange;
  readonly body: Readonly<Record<string, unknown>>;
}

function deviceClient(context: Context, subject: Subject, other?: TargetClient): TargetClient {
  return (
    clientsFor(context, subject, 'device_code').find(({ client_id }) => client_id !== other?.client_id) ??
    context.notRun(`the target has no${other ? ' other' : ''} client that may use device_code`)
  );
}

/** A request of a device, which a person has to decide about. */
async function askCodes(context: Context, subject: Subject, client = deviceClient(context, subject)): Promise<Asked> {
  if (context.target.control !== undefined) await context.settings({ consent: 'page' });
  const exchange = await context.oauth.post(subject.device!.operation, client, {});
  const body = jsonOf(exchange) ?? {};
  const { device_code, user_code } = body;
  context.expect.that(
    exchange.status === 200 && typeof device_code === 'string' && typeof user_code === 'string',
    '200 with a device_code and a user_code',
    `status ${exchange.status}`,
    exchange,
  );
  return { client, device_code, user_code, exchange, body };
}

const poll = (
  context: Context,
  { client, device_code }: Pick<Asked, 'client' | 'device_code'>,
  atOnce = false,
): Promise<Exchange> => context.oauth.token(client, { grant_type: GRANT_TYPE.device_code, device_code }, { atOnce });

/** What a person does on the page. */
async function decide(
  context: Context,
  subject: Subject,
  user_code: string,
  decision: 'approve' | 'deny' = 'approve',
): Promise<Exchange> {
  const operation = subject.deviceAnswer ?? context.notRun(NO_PAGE);
  return context.send(
    await context.request(operation, {
      body: new URLSearchParams({ user_code, decision }).toString(),
      headers: [['Content-Type', 'application/x-www-form-urlencoded']],
    }),
  );
}

/** The same, of somebody who decides on the contract's own page: how another is answered, nobody knows. */
async function askPerson(context: Context, subject: Subject): Promise<Asked> {
  const asked = await askCodes(context, subject);
  const { devicePage: page } = subject;
  const uri = asked.body['verification_uri'];
  const isKnown = context.target.control !== undefined || page === undefined;
  if (!isKnown && (typeof uri !== 'string' || !samePlace(uri, context.oauth.urlOf(page))))
    return context.notRun(`people type the code at a page that is not ${page.method} ${page.path}`);
  return asked;
}

async function approved(context: Context, subject: Subject): Promise<Asked> {
  const asked = await askPerson(context, subject);
  const answer = await decide(context, subject, asked.user_code);
  context.expect.that(answer.status === 200, 'a page that says so', `status ${answer.status}`, answer);
  return asked;
}

/** Milliseconds for which the codes are good: as the contract has it, or on another's clock as the server says. */
function lifeOf({ clock }: Context, { device }: Subject, { body }: Asked): number {
  const stated = body['expires_in'];
  return clock.movable || typeof stated !== 'number' ? contractMs(device!.action.lifetime) : stated * 1000;
}

function codesRules(subject: Subject): Rule[] {
  const { operation, action } = subject.device!;
  const about = operation.pointer;
  return [
    {
      id: 'device-codes',
      title: 'A device gets a code to poll with, one to show, where to show it, and how long both are good',
      citation: ANSWER,
      about,
      async run(context: Context) {
        const { body, exchange, device_code, user_code } = await askCodes(context, subject);
        const { verification_uri: uri, verification_uri_complete: complete, expires_in, interval = 5 } = body;
        const expect: Context['expect'] = context.expect;
        expect.that(typeof uri === 'string' && URL.canParse(uri), 'a verification_uri', show(uri), exchange);
        expect.that(typeof expires_in === 'number' && expires_in > 0, 'expires_in above 0', show(expires_in), exchange);
        expect.that(typeof interval === 'number' && interval > 0, 'an interval above 0', show(interval), exchange);
        expect.that(
          complete === undefined || (typeof complete === 'string' && URL.canParse(complete)),
          'a verification_uri_complete that is a URL',
          show(complete),
          exchange,
        );
        expect.that(
          !device_code.includes(user_code),
          'a device_code without the user_code in it',
          'both in one',
          exchange,
        );
        const other = await askCodes(context, subject);
        expect.that(
          other.device_code !== device_code && other.user_code !== user_code,
          'other codes for another request',
          'the same again',
          other.exchange,
        );
      },
    },
    {
      id: 'device-figures',
      title: 'The codes of a device live, and wait between polls, as long as the contract says',
      citation: ANSWER,
      about,
      evidence: 'assumed',
      async run(context: Context) {
        const { body, exchange } = await askCodes(context, subject);
        const wanted = [contractMs(action.lifetime), contractMs(action.interval ?? 'PT5S')].map((ms) => ms / 1000);
        context.expect.that(
          body['expires_in'] === wanted[0] && (body['interval'] ?? 5) === wanted[1],
          `expires_in ${wanted[0]} and interval ${wanted[1]}`,
          `${show(body['expires_in'])} and ${show(body['interval'])}`,
          exchange,
        );
      },
    },
    {
      id: 'device-client-unknown',
      title: 'A device of an unknown client gets no codes',
      citation: ASKED,
      about,
      async run(context: Context) {
        const stranger = { ...deviceClient(context, subject), client_id: 'nobody-by-this-name' };
        const answer = await context.oauth.post(operation, stranger, {});
        expectRefusal(context, answer, operation, 'invalid_client', 'nobody knows this client');
      },
    },
    {
      id: 'device-scope-unknown',
      title: 'A device that asks for a scope that does not exist gets no codes',
      citation: ASKED,
      about,
      // RFC 6749 §3.3 lets a server ignore what it does not know.
      evidence: 'assumed',
      async run(context: Context) {
        const answer = await context.oauth.post(operation, deviceClient(context, subject), {
          scope: 'no-such-scope-anywhere',
        });
        expectRefusal(context, answer, operation, 'invalid_scope', 'there is no such scope');
      },
    },
    {
      id: 'device-client-other-grants',
      title: 'A client that is not registered for devices gets no codes',
      citation: rfc(6749, '5.2', 'The authenticated client is not authorized to use this authorization grant type.'),
      about,
      async run(context: Context) {
        // One that could authenticate here, if it were registered for devices.
        const client =
          [...subject.grants]
            .flatMap((grant) => clientsAt(context, operation, grant))
            .find(({ grants }) => !grants.includes('device_code')) ??
          context.notRun('every client that can authenticate here may use device_code');
        expectRefusal(
          context,
          await context.oauth.post(operation, client, {}),
          operation,
          context.target.isMock ? 'unauthorized_client' : ['unauthorized_client', 'invalid_grant', 'invalid_client'],
          'the client is not registered for device_code',
        );
      },
    },
  ];
}

function pollRules(subject: Subject): Rule[] {
  const { operation } = endpointFor(subject, 'device_code');
  const { action } = subject.device!;
  const intervalMs = contractMs(action.interval ?? 'PT5S');
  const about = operation.pointer;
  const refuse = (context: Context, exchange: Exchange, failure: Failure | readonly Failure[], why: string): void =>
    expectRefusal(context, exchange, operation, failure, why);
  return [
    {
      id: 'device-pending',
      title: 'A poll before anybody decided is authorization_pending',
      citation: PENDING,
      about,
      async run(context: Context) {
        refuse(
          context,
          await poll(context, await askCodes(context, subject)),
          'authorization_pending',
          'nobody decided',
        );
      },
    },
    {
      id: 'device-slow-down',
      title: 'A device that polls too fast is told to slow down, and waits five seconds more from then on',
      citation: SLOW,
      about,
      evidence: 'assumed',
      needs: ['wait'],
      async run(context: Context) {
        const { clock } = context;
        const longest = intervalMs + 10_000;
        clock.within(longest);
        await stopOnSecond(context);
        const asked = await askCodes(context, subject);
        /** Short of a span by as little as the clock lets one be: where it goes by itself, by all or half of it. */
        const early = (ms: number, real: number): Promise<void> => clock.wait(clock.movable ? ms - 1 : real);
        refuse(context, await poll(context, asked), 'authorization_pending', 'nobody decided');
        await clock.pass(intervalMs);
        refuse(context, await poll(context, asked), 'authorization_pending', 'the device waited');
        await early(intervalMs, 0);
        refuse(context, await poll(context, asked), 'slow_down', 'the device did not wait');
        await early(intervalMs + 5_000, intervalMs / 2);
        refuse(context, await poll(context, asked), 'slow_down', 'the device must wait five seconds more by now');
        await clock.pass(longest);
        refuse(context, await poll(context, asked), 'authorization_pending', 'the device waited ten seconds more');
      },
    },
    {
      id: 'device-expired',
      title: 'A device code is good until the millisecond before its end, and expired_token at it',
      citation: EXPIRED,
      about,
      needs: ['wait'],
      async run(context: Context) {
        await stopOnSecond(context);
        const asked = await askCodes(context, subject);
        await runOut(context, lifeOf(context, subject, asked), {
          margin: 1,
          before: async () =>
            refuse(context, await poll(context, asked), 'authorization_pending', 'the code is good still'),
          end: async () => refuse(context, await poll(context, asked), 'expired_device_code', 'the code has expired'),
        });
      },
    },
    {
      id: 'device-unknown',
      title: 'A device code that nobody was given is invalid_grant',
      citation: REFUSED,
      about,
      async run(context: Context) {
        const client = deviceClient(context, subject);
        const answer = await poll(context, { client, device_code: 'a-device-code-nobody-was-given' });
        refuse(context, answer, 'invalid_grant', 'nobody was given this code');
      },
    },
    {
      id: 'device-missing',
      title: 'A poll without a device code is invalid_request',
      citation: rfc(
        8628,
        '3.4',
        'REQUIRED. The device verification code, "device_code" from the device authorization response',
      ),
      about,
      async run(context: Context) {
        const client = deviceClient(context, subject);
        for (const device_code of [undefined, ''])
          refuse(
            context,
            await context.oauth.token(client, { grant_type: GRANT_TYPE.device_code, device_code }),
            'invalid_request',
            'device_code is missing',
          );
      },
    },
    {
      id: 'device-other-client',
      title: 'A device code is good for the client it was given to, and for no other',
      citation: REFUSED,
      about,
      needs: ['consent_page', 'second_client'],
      async run(context: Context) {
        const asked = await approved(context, subject);
        const other = deviceClient(context, subject, asked.client);
        refuse(
          context,
          await poll(context, { ...asked, client: other }),
          'invalid_grant',
          "the code is another client's",
        );
        context.oauth.tokens(await poll(context, asked));
      },
    },
    {
      id: 'device-approved',
      title: 'Once a person approved, a poll gives a token that works, and no second one',
      citation: GRANTED,
      about,
      needs: ['consent_page'],
      async run(context: Context) {
        const asked = await approved(context, subject);
        const { access_token } = context.oauth.tokens(await poll(context, asked));
        await expectAlive(context, access_token, asked.client, 'a person approved');
        refuse(context, await poll(context, asked), 'invalid_grant', 'the code was redeemed before');
      },
    },
    {
      id: 'device-denied',
      title: 'Once a person denied, a poll is access_denied',
      citation: DENIED,
      about,
      needs: ['consent_page'],
      async run(context: Context) {
        const asked = await askPerson(context, subject);
        await decide(context, subject, asked.user_code, 'deny');
        refuse(context, await poll(context, asked), 'access_denied', 'a person denied');
      },
    },
    {
      id: 'device-race',
      title: `Of ${AT_ONCE} simultaneous polls after the approval one gives tokens`,
      citation: GRANTED,
      about,
      needs: ['consent_page'],
      async run(context: Context) {
        const asked = await approved(context, subject);
        const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => poll(context, asked, true)));
        const won = answers.filter((answer) => typeof jsonOf(answer)?.['access_token'] === 'string');
        context.expect.that(won.length === 1, 'tokens once', `${won.length} times`, won[1] ?? answers[0]);
      },
    },
  ];
}

function pageRules(subject: Subject): Rule[] {
  const about = subject.deviceAnswer!.pointer;
  const common = { about, needs: ['consent_page'], evidence: 'assumed' } as const;
  const { operation } = endpointFor(subject, 'device_code');
  const refuseAnswer = (context: Context, answer: Exchange, why: string): void =>
    context.expect.that(
      answer.status >= 400 && answer.status < 500,
      `a refusal, since ${why}`,
      `status ${answer.status}`,
      answer,
    );
  return [
    {
      ...common,
      id: 'device-code-unknown',
      title: 'A code that no device shows is refused on the page',
      citation: ANSWER,
      async run(context: Context) {
        await askPerson(context, subject);
        refuseAnswer(context, await decide(context, subject, 'BBBB-BBBB'), 'no device shows this code');
      },
    },
    {
      ...common,
      id: 'device-code-once',
      title: 'A user code is answered once: what a person decided stays',
      citation: DENIED,
      async run(context: Context) {
        const asked = await askPerson(context, subject);
        await decide(context, subject, asked.user_code, 'deny');
        refuseAnswer(context, await decide(context, subject, asked.user_code), 'the code was answered before');
        expectRefusal(context, await poll(context, asked), operation, 'access_denied', 'a person denied');
      },
    },
    {
      ...common,
      id: 'device-code-typed',
      title: 'A user code may be typed in small letters and without its hyphen',
      citation: TYPED,
      async run(context: Context) {
        const asked = await askPerson(context, subject);
        await decide(context, subject, asked.user_code.toLowerCase().replaceAll(/[^a-z0-9]/g, ''));
        context.oauth.tokens(await poll(context, asked));
      },
    },
    {
      ...common,
      id: 'device-code-expired',
      title: 'A user code cannot be answered at its end',
      citation: EXPIRED,
      needs: ['consent_page', 'wait'],
      async run(context: Context) {
        await stopOnSecond(context);
        const asked = await askPerson(context, subject);
        await context.clock.pass(lifeOf(context, subject, asked));
        const { user_code } = asked;
        refuseAnswer(context, await decide(context, subject, user_code), 'the code has expired');
      },
    },
    {
      ...common,
      id: 'device-page',
      title: 'The page of a user code names the client, and cannot be framed',
      citation: FRAMES,
      async run(context: Context) {
        const { user_code, client } = await askPerson(context, subject);
        const operation = subject.devicePage ?? context.notRun(NO_PAGE);
        const page = await context.send(
          await context.request(operation, { body: undefined, query: [['user_code', user_code]] }),
        );
        const name = context.contract.clients.get(client.client_id)?.name ?? client.client_id;
        context.expect.that(
          page.status === 200 && page.answerBody.includes(name),
          `a page that names ${name}`,
          `status ${page.status}`,
          page,
        );
        const { 'x-frame-options': frames = '', 'content-security-policy': policy = '' } = page.answerHeaders;
        context.expect.that(
          /^(?:deny|sameorigin)$/i.test(frames) || /frame-ancestors '(?:none|self)'/.test(policy),
          'X-Frame-Options, or frame-ancestors in the Content-Security-Policy',
          'neither',
          page,
        );
      },
    },
  ];
}

export const devices = oauthFamily((subject) => {
  if (subject.device === undefined || !subject.grants.has('device_code')) return [];
  return [
    ...codesRules(subject),
    ...pollRules(subject),
    ...(subject.deviceAnswer === undefined ? [] : pageRules(subject)),
  ];
});
