/**
 * Proof Key for Code Exchange.
 *
 * @see [RFC 7636](https://www.rfc-editor.org/rfc/rfc7636)
 */
import {
  askAuthorization,
  askCode,
  CHALLENGE,
  NO_CHALLENGE,
  PLAIN_CHALLENGE,
  redeem,
  s256,
  S256_CHALLENGE,
  VERIFIER,
} from './ask-endpoint.ts';
import type { Fields } from './ask-endpoint.ts';
import { rfc } from './oauth-citation.ts';
import type { Sentence } from './oauth-citation.ts';
import { expectRefusal, redirectedError } from './judge-answer.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Rule } from './oauth-check.ts';
import { endpointFor } from './oauth-subject.ts';
import type { Subject } from './oauth-subject.ts';
import type { Failure } from '../../../specs/generated/vocabulary.ts';
import type { Context } from '../../check-context.ts';

const VECTOR = rfc(
  7636,
  'appendix-B',
  'The client uses output of a suitable random number generator to create a 32-octet sequence.',
);
const EQUAL = rfc(
  7636,
  '4.6',
  'If the values are not equal, an error response indicating "invalid_grant" as described in Section 5.2 of [RFC6749] MUST be returned.',
);
const PLAIN = rfc(
  7636,
  '4.6',
  'If the "code_challenge_method" from Section 4.3 was "plain", they are compared directly',
);
const ENFORCED = rfc(
  9700,
  '2.1.1',
  'If a client sends a valid PKCE code_challenge parameter in the authorization request, the authorization server MUST enforce the correct usage of code_verifier at the token endpoint.',
);
const DOWNGRADE = rfc(
  9700,
  '2.1.1',
  'Authorization servers MUST mitigate PKCE downgrade attacks by ensuring that a token request containing a code_verifier parameter is accepted only if a code_challenge parameter was present in the authorization request',
);
const SHAPE = rfc(7636, '4.1', 'with a minimum length of 43 characters and a maximum length of 128 characters');
const REQUIRED = rfc(
  7636,
  '4.4.1',
  'the authorization endpoint MUST return the authorization error response with the "error" value set to "invalid_request"',
);

interface Case {
  readonly id: string;
  readonly title: string;
  readonly citation: Sentence;
  readonly query: Fields;
  /** Verifiers tried one after the other; each must be refused. */
  readonly verifiers: readonly (string | undefined)[];
  readonly why: string;
}

const OTHER_VERIFIER = 'a-verifier-that-somebody-else-made-up-0123456789';

const REFUSED: readonly Case[] = [
  {
    id: 'pkce-wrong-verifier',
    title: 'A code is refused with another verifier',
    citation: EQUAL,
    query: S256_CHALLENGE,
    verifiers: [OTHER_VERIFIER, VERIFIER.slice(0, -1) + 'X'],
    why: 'the verifier does not belong to the challenge',
  },
  {
    id: 'pkce-missing-verifier',
    title: 'A code that was asked with a challenge is refused without its verifier',
    citation: ENFORCED,
    query: S256_CHALLENGE,
    verifiers: [undefined, ''],
    why: 'the verifier is missing',
  },
  {
    id: 'pkce-challenge-as-verifier',
    title: 'The challenge itself does not pass for the verifier',
    citation: EQUAL,
    query: S256_CHALLENGE,
    verifiers: [CHALLENGE],
    why: 'anyone who saw the authorization request has the challenge',
  },
];

const MALFORMED: Case = {
  id: 'pkce-malformed-verifier',
  title: 'A verifier that is too short, too long or of other characters is refused',
  citation: SHAPE,
  query: {},
  verifiers: ['short', 'a'.repeat(42), 'a'.repeat(129), `${'a'.repeat(43)}!`],
  why: 'a verifier is 43 to 128 unreserved characters',
};

/** A code that was asked for with this query is refused with this verifier. */
async function expectVerifierRefused(
  context: Context,
  subject: Subject,
  query: Fields,
  code_verifier: string | undefined,
  failure: Failure | readonly Failure[],
  why: string,
): Promise<void> {
  const code = await askCode(context, subject, { query });
  const answer = await redeem(context, subject, code, { code_verifier });
  expectRefusal(context, answer, endpointFor(subject, 'authorization_code').operation, failure, why);
}

function refused(subject: Subject, { id, title, citation, query, verifiers, why }: Case): Rule {
  return {
    id,
    title,
    citation,
    about: subject.authorize?.operation.pointer,
    async run(context: Context) {
      for (const code_verifier of verifiers) {
        const challenge =
          id === MALFORMED.id ? { code_challenge: s256(code_verifier ?? ''), code_challenge_method: 'S256' } : query;
        const failures = citation === EQUAL ? 'invalid_grant' : (['invalid_grant', 'invalid_request'] as const);
        await expectVerifierRefused(context, subject, challenge, code_verifier, failures, why);
      }
    },
  };
}

/** A target may do without plain challenges (RFC 9700 §2.1.1 prefers S256). */
async function expectPlainTaken(context: Context, subject: Subject): Promise<void> {
  if (context.target.isMock) return;
  const { location } = await askAuthorization(context, subject, PLAIN_CHALLENGE);
  if (location?.searchParams.get('error') === 'invalid_request')
    context.notRun(`${subject.contract.title}: the target takes no plain challenges`);
}

function plain(subject: Subject): Rule[] {
  const about = subject.authorize?.operation.pointer;
  return [
    {
      id: 'pkce-plain',
      title: 'A plain challenge is its own verifier, named so or not',
      citation: PLAIN,
      about,
      async run(context: Context) {
        await expectPlainTaken(context, subject);
        for (const query of [PLAIN_CHALLENGE, { code_challenge: VERIFIER }]) {
          const code = await askCode(context, subject, { query });
          context.oauth.tokens(await redeem(context, subject, code, { code_verifier: VERIFIER }));
        }
        await expectVerifierRefused(
          context,
          subject,
          PLAIN_CHALLENGE,
          OTHER_VERIFIER,
          'invalid_grant',
          'the verifier is not the challenge',
        );
      },
    },
    {
      id: 'pkce-plain-not-hashed',
      title: 'A plain challenge is not compared with the hash of the verifier',
      citation: PLAIN,
      about,
      async run(context: Context) {
        await expectPlainTaken(context, subject);
        await expectVerifierRefused(
          context,
          subject,
          { code_challenge: CHALLENGE, code_challenge_method: 'plain' },
          VERIFIER,
          'invalid_grant',
          'the challenge was said to be plain',
        );
      },
    },
    {
      id: 'pkce-verifier-without-challenge',
      title: 'A verifier for a code that was asked without a challenge is refused',
      citation: DOWNGRADE,
      about,
      async run(context: Context) {
        await expectVerifierRefused(
          context,
          subject,
          {},
          VERIFIER,
          ['invalid_grant', 'invalid_request'],
          'the code was asked without a challenge',
        );
      },
    },
  ];
}

function demanded(subject: Subject, mode: string): Rule[] {
  const about = subject.authorize?.operation.pointer;
  const ask = (id: string, title: string, query: Fields, why: string): Rule => ({
    id,
    title,
    citation: REQUIRED,
    about,
    async run(context: Context) {
      redirectedError(context, await askAuthorization(context, subject, query), 'invalid_request', why);
    },
  });
  const rules = [
    ask(
      'pkce-required',
      'An authorization request without a challenge is invalid_request',
      NO_CHALLENGE,
      'a challenge is required',
    ),
  ];
  if (mode === 'required_s256')
    rules.push(
      ask(
        'pkce-plain-refused',
        'A plain challenge is invalid_request where S256 is required',
        PLAIN_CHALLENGE,
        'only S256 is taken',
      ),
    );
  return rules;
}

export const pkce = oauthFamily((subject) => {
  const { authorize } = subject;
  if (authorize === undefined || authorize.action.pkce === 'off') return [];
  const mode = authorize.action.pkce;
  return [
    {
      id: 'pkce-s256',
      title: 'The verifier of RFC 7636 appendix B belongs to its challenge',
      citation: VECTOR,
      about: authorize.operation.pointer,
      async run(context: Context) {
        const code = await askCode(context, subject, { query: S256_CHALLENGE });
        context.oauth.tokens(await redeem(context, subject, code, { code_verifier: VERIFIER }));
      },
    },
    ...REFUSED.map((each) => refused(subject, each)),
    refused(subject, MALFORMED),
    ...(mode === 'required_s256' ? [] : plain(subject)),
    ...(mode === 'optional' ? [] : demanded(subject, mode)),
  ];
});
