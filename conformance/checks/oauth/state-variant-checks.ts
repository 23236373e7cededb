/** `state` in every spelling, with a code and with an error. */
import { askAuthorization, askCode } from './ask-endpoint.ts';
import { rfc } from './oauth-citation.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Rule } from './oauth-check.ts';
import type { Subject } from './oauth-subject.ts';
import type { Context } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import { missingOnWayBack } from '../../symptom.ts';

const STATE = rfc(
  6749,
  '4.1.2',
  'REQUIRED if the "state" parameter was present in the client authorization request. The exact value received from the client.',
);
const ON_ERROR = rfc(
  6749,
  '4.1.2.1',
  'REQUIRED if a "state" parameter was present in the client authorization request. The exact value received from the client.',
);

/** Every character that a state may have (RFC 6749 appendix A.5). */
const EVERY = Array.from({ length: 0x7f - 0x20 }, (_, i) => String.fromCharCode(0x20 + i)).join('');

/** Within what servers take of a URL: the rest of the request needs its room as well. */
const LONG = `${'0123456789abcdef'.repeat(100)}-end`;

const EXACT: readonly string[] = [
  EVERY,
  LONG,
  // What was encoded once or twice is decoded once.
  '%2520%25%2b+%2B',
  'https://client.example/?code=stolen&state=other#fragment',
  '{"csrf":"aGVsbG8=","to":"/a?b=c&d"}',
  'eyJhbGciOiJub25lIn0.eyJhIjoxfQ.',
  '0',
  'null',
  '007',
];

/** Beyond the grammar, so that a server may refuse them: letters that more than one spelling has, and none. */
const BEYOND: readonly string[] = [
  // Composed, and with a combining accent.
  '\u00E9',
  'e\u0301',
  'ﬁ Å 한글 ½',
  'a\u200Bb\uFEFFc',
  'אבג‏ العربية',
  '👩‍👩‍👧 🏳️‍🌈 𝒳',
];

const BREAKS = 'a\r\nSet-Cookie: suite=1\r\n\r\n<b>';

function expectBack(context: Context, location: URL, exchange: Exchange, state: string): void {
  const got = location.searchParams.getAll('state');
  context.expect.that(
    got.length === 1 && got[0] === state,
    `state ${JSON.stringify(state)}`,
    got.map((value) => JSON.stringify(value)).join(' and ') || 'no state',
    exchange,
    got.length === 0 ? missingOnWayBack('state') : undefined,
  );
}

function returned(subject: Subject): readonly Rule[] {
  const about = subject.authorize?.operation.pointer;
  return [
    {
      id: 'state-exact',
      title:
        'A state comes back character by character: every printable one, long ones, and those that look like something',
      citation: STATE,
      about,
      async run(context: Context) {
        for (const state of EXACT) {
          const { location, exchange } = await askCode(context, subject, { query: { state } });
          expectBack(context, location, exchange, state);
        }
      },
    },
    {
      id: 'state-forms',
      title: 'A state comes back in the very form of Unicode that it was sent in, or is refused',
      citation: STATE,
      about,
      needs: ['consent'],
      async run(context: Context) {
        for (const state of BEYOND) {
          const { location, exchange } = await askAuthorization(context, subject, { state });
          if (location === undefined) {
            context.expect.that(exchange.status === 400, 'a redirect, or 400', `status ${exchange.status}`, exchange);
            continue;
          }
          if (location.searchParams.get('error') !== 'invalid_request') expectBack(context, location, exchange, state);
        }
      },
    },
    {
      id: 'state-error-exact',
      title: 'A state comes back character by character with an error, too',
      citation: ON_ERROR,
      about,
      async run(context: Context) {
        for (const state of [EVERY, LONG, '%2520 %25 %2b+']) {
          const { location, exchange } = await askAuthorization(context, subject, { state, response_type: 'nonsense' });
          context.expect.that(
            location !== undefined,
            'a redirect with the error',
            `status ${exchange.status}`,
            exchange,
          );
          expectBack(context, location, exchange, state);
        }
      },
    },
    {
      id: 'state-line-breaks',
      title: 'Line breaks in a state end no header',
      citation: rfc(9110, '5.5', 'Field values containing CR, LF, or NUL characters are invalid and dangerous'),
      about,
      async run(context: Context) {
        for (const query of [{ state: BREAKS }, { state: BREAKS, response_type: 'nonsense' }]) {
          const { exchange } = await askAuthorization(context, subject, query);
          const { 'set-cookie': cookies = '', location } = exchange.answerHeaders;
          context.expect.that(
            !cookies.includes('suite=1') && !exchange.answerBody.startsWith('<b>'),
            'no header of its own',
            cookies === '' ? 'a body of its own' : 'Set-Cookie: suite=1',
            exchange,
          );
          context.expect.that(exchange.status < 500, 'a redirect or a refusal', `status ${exchange.status}`, exchange);
          if (location !== undefined && URL.canParse(location)) {
            const state = new URL(location).searchParams.get('state');
            context.expect.that(
              state === null || state === BREAKS,
              'the state as it was sent, or none',
              JSON.stringify(state),
              exchange,
            );
          }
        }
      },
    },
  ];
}

export const stateVariants = oauthFamily((subject) => (subject.authorize === undefined ? [] : returned(subject)));
