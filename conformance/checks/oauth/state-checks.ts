/** Parameters that come back with an authorization code: `state`, byte for byte, and `iss`. */
import { askAuthorization, askCode } from './ask-endpoint.ts';
import { rfc } from './oauth-citation.ts';
import { redirectedError } from './judge-answer.ts';
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
const EMPTY = rfc(
  6749,
  '3.1',
  'Parameters sent without a value MUST be treated as if they were omitted from the request.',
);
const ISS = rfc(
  9207,
  '2',
  'In authorization responses to the client, including error responses, an authorization server supporting this specification MUST indicate its identity by including the iss parameter in the response.',
);

const STATES: readonly (readonly [id: string, what: string, state: string])[] = [
  ['plain', 'letters and digits', 'af0ifjsldkj'],
  ['space', 'spaces, at its ends as well,', ' a  b '],
  ['plus', 'a plus sign', 'a+b'],
  ['percent', 'percent signs', '100% %20 %2B'],
  ['reserved', 'ampersands, equals signs and quotes', 'a&b=c&code=stolen;"\'<>'],
  ['fragment', 'a number sign and slashes', '#/a?b'],
  ['long', 'five hundred characters', 'x'.repeat(500)],
];

/** A parameter that comes back to the client once, with this value. */
function expectReturned(
  context: Context,
  { location, exchange }: { readonly location: URL; readonly exchange: Exchange },
  name: string,
  wanted: string,
  expected: string,
): void {
  const got = location.searchParams.getAll(name);
  context.expect.that(
    got.length === 1 && got[0] === wanted,
    expected,
    got.length === 0 ? `no ${name}` : got.map((value) => `${name} ${JSON.stringify(value)}`).join(' and '),
    exchange,
    got.length === 0 ? missingOnWayBack(name) : undefined,
  );
}

function roundTrip(subject: Subject, [id, what, state]: (typeof STATES)[number]): Rule {
  return {
    id: `state-${id}`,
    title: `A state with ${what} comes back as it was sent`,
    citation: STATE,
    about: subject.authorize?.operation.pointer,
    async run(context: Context) {
      const back = await askCode(context, subject, { query: { state } });
      expectReturned(context, back, 'state', state, `state ${JSON.stringify(state)}`);
    },
  };
}

/** The grammar of `state` (RFC 6749 appendix A.5) has printable ASCII alone: a server may refuse what is beyond it. */
function beyondGrammar(subject: Subject): Rule {
  const state = 'Zürich 東京 🦊';
  return {
    id: 'state-unicode',
    title: 'A state with letters of other alphabets comes back as it was sent, or is refused',
    citation: STATE,
    about: subject.authorize?.operation.pointer,
    needs: ['consent'],
    async run(context: Context) {
      const { location, exchange } = await askAuthorization(context, subject, { state });
      if (location?.searchParams.get('error') === 'invalid_request') return;
      if (location === undefined) {
        context.expect.that(exchange.status === 400, 'a redirect, or 400', `status ${exchange.status}`, exchange);
        return;
      }
      expectReturned(context, { location, exchange }, 'state', state, `state ${JSON.stringify(state)}`);
    },
  };
}

/** The issuer, as the contract says or the metadata does. */
async function expectedIssuer(context: Context, subject: Subject): Promise<string> {
  if (subject.credential.issuer !== undefined) return subject.credential.issuer;
  if (subject.metadata === undefined) return context.notRun('neither contract nor metadata says who the issuer is');
  const exchange = await context.call(subject.metadata.operation);
  return (JSON.parse(exchange.answerBody) as { issuer: string }).issuer;
}

function iss(subject: Subject): Rule[] {
  const about = subject.authorize?.operation.pointer;
  const check = async (
    context: Context,
    back: { readonly location: URL; readonly exchange: Exchange },
  ): Promise<void> => {
    const wanted = await expectedIssuer(context, subject);
    expectReturned(context, back, 'iss', wanted, `iss=${wanted}`);
  };
  return [
    {
      id: 'iss',
      title: 'The answer to an authorization request says who it is from',
      citation: ISS,
      about,
      async run(context: Context) {
        await check(context, await askCode(context, subject));
      },
    },
    {
      id: 'iss-error',
      title: 'An error of the authorization endpoint says who it is from',
      citation: ISS,
      about,
      async run(context: Context) {
        const answer = await askAuthorization(context, subject, { response_type: 'nonsense' });
        await check(context, {
          location: redirectedError(context, answer, 'unsupported_response_type', 'only code is offered'),
          exchange: answer.exchange,
        });
      },
    },
  ];
}

export const states = oauthFamily((subject) => {
  const { authorize } = subject;
  if (authorize === undefined) return [];
  return [
    ...STATES.map((each) => roundTrip(subject, each)),
    beyondGrammar(subject),
    ...(authorize.action.iss === true ? iss(subject) : []),
    {
      id: 'state-absent',
      title: 'A request without state, or with an empty one, is answered without it',
      citation: EMPTY,
      about: authorize.operation.pointer,
      needs: ['consent'],
      async run(context: Context) {
        for (const state of [undefined, '']) {
          const { exchange, location } = await askAuthorization(context, subject, { state });
          context.expect.that(
            location?.searchParams.has('code') === true,
            'a redirect with a code',
            `status ${exchange.status}`,
            exchange,
          );
          context.expect.that(
            !location.searchParams.has('state'),
            'no state',
            `state ${JSON.stringify(location.searchParams.get('state'))}`,
            exchange,
          );
        }
      },
    },
  ];
});
