/** Tokens, codes, passwords and sessions are drawn at random: no counter, no clock, and enough bits. */
import type { Check, CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import type { CompiledContract } from '../../../mock/contract/compiled-contract.ts';
import { NIST_OTP, basisOf } from '../common/contract-citation.ts';
import { rule } from '../common/scenario-check.ts';
import { codeTokens, askCode } from '../oauth/ask-endpoint.ts';
import { oauthFamily } from '../oauth/oauth-check.ts';
import type { Rule } from '../oauth/oauth-check.ts';
import { rfc } from '../oauth/oauth-citation.ts';
import { anyPassword, subjectOf, trade } from '../otp/otp-subject.ts';
import { openSession, subjectsOf } from '../session/session-subject.ts';
import { sentLink, subjectsOf as linksOf } from '../link/link-subject.ts';
import { enter, linkOf, subjectsOf as entriesOf } from '../sso/sso-subject.ts';
import { weakness } from './look-random.ts';
import type { Looks } from './look-random.ts';

/** Of what costs the target a signature or more. */
const FEW = 24;
const MANY = 100;
const TOO_OFTEN = `nobody is asked ${FEW} times for what was sent to them`;
/** A target that nobody resets is spared. */
const SPARING = 24;

/** 128 bits, of which so few values show a little less. */
const TOKEN: Looks = { bits: 104, unique: true };
/** OWASP asks for 64 bits. */
const SESSION: Looks = { bits: 56, unique: true };

const SESSIONS = {
  standard: 'OWASP ASVS 4.0.3, 3.2.2',
  url: 'https://owasp.org/www-project-application-security-verification-standard/',
} as const;

async function drawn(
  context: Context,
  what: string,
  looks: Looks,
  times: number,
  draw: () => Promise<string>,
): Promise<void> {
  const values: string[] = [];
  const wanted = context.target.control === undefined ? Math.min(times, SPARING) : times;
  for (let i = 0; i < wanted; i++) {
    const value = await draw();
    context.secret(value);
    values.push(value);
  }
  const found = weakness(values, looks);
  context.expect.that(
    found === undefined,
    `${what} that nobody can guess from others`,
    found ?? '',
    undefined,
    `${what} can be guessed`,
  );
}

const GUESSING = rfc(
  6749,
  '10.10',
  'The probability of an attacker guessing generated tokens (and other credentials not intended for handling by end-users) MUST be less than or equal to 2^(-128) and SHOULD be less than or equal to 2^(-160).',
);

/** What is signed need not be drawn. */
const isSigned = (token: string): boolean => token.split('.').length === 3;

const opaque = (context: Context, token: string): string =>
  isSigned(token) ? context.notRun('what is signed need not be drawn') : token;

const ofOAuth = oauthFamily((subject) => {
  const { credential, grants } = subject;
  const own = grants.has('client_credentials');
  const rules: Rule[] = [];
  if (credential.format !== 'jwt' && (own || grants.has('authorization_code')))
    rules.push({
      id: 'access-tokens',
      title: `No access token can be guessed from ${own ? MANY : FEW} others`,
      citation: GUESSING,
      run: (context: Context) =>
        drawn(context, 'access tokens', TOKEN, own ? MANY : FEW, async () => {
          const { access_token: token } = own
            ? await context.oauth.clientCredentials(context.oauth.client('client_credentials'))
            : await codeTokens(context, subject);
          return opaque(context, token);
        }),
    });
  if (!grants.has('authorization_code')) return rules;
  return [
    ...rules,
    {
      id: 'codes',
      title: `No authorization code can be guessed from ${FEW} others`,
      citation: GUESSING,
      needs: ['consent'],
      run: (context: Context) =>
        drawn(context, 'authorization codes', TOKEN, FEW, async () =>
          opaque(context, (await askCode(context, subject)).code),
        ),
    },
    ...(credential.refresh?.grants.includes('authorization_code') === true && credential.refresh.format !== 'jwt'
      ? [
          {
            id: 'refresh-tokens',
            title: `No refresh token can be guessed from ${FEW} others`,
            citation: GUESSING,
            needs: ['consent'] as const,
            run: (context: Context) =>
              drawn(context, 'refresh tokens', TOKEN, FEW, async () => {
                const { refresh_token: token } = await codeTokens(context, subject);
                return opaque(context, token ?? context.notRun('the client gets no refresh token'));
              }),
          },
        ]
      : []),
  ];
}, 'random');

/** Each digit of a password takes many values, and none leads to the next. */
const passwordLooks = (digits: number): Looks => ({ bits: digits * 2.8, unique: false });

function ofPasswords(contract: CompiledContract): readonly Check[] {
  const subject = subjectOf(contract);
  if (subject === undefined) return [];
  const { ask, verify } = subject;
  const known = basisOf(contract, ask.pointer, { evidence: 'assumed', standard: NIST_OTP });
  return [
    rule({
      id: `random.passwords:${ask.id}`,
      title: `No one-time password can be guessed from ${MANY} others`,
      ...known,
      needs: ['otp'],
      async run(context: Context) {
        const { kind } = context.target.otp;
        if (kind === 'fixed') return context.notRun('the target file says that every password is the same one');
        if (kind === 'prompt') return context.notRun(TOO_OFTEN);
        const digits = (await anyPassword(context, subject)).code.length;
        await drawn(
          context,
          'one-time passwords',
          passwordLooks(digits),
          MANY,
          async () => (await anyPassword(context, subject)).code,
        );
      },
    }),
    rule({
      id: `random.verifications:${verify.id}`,
      title: `No verification token can be guessed from ${FEW} others`,
      ...known,
      needs: ['otp'],
      run: (context: Context) =>
        context.target.otp.kind === 'prompt'
          ? context.notRun(TOO_OFTEN)
          : drawn(context, 'verification tokens', SESSION, FEW, async () =>
              trade(context, subject, await anyPassword(context, subject)),
            ),
    }),
  ];
}

const ofSessions = (contract: CompiledContract): readonly Check[] =>
  subjectsOf(contract).map((subject) =>
    rule({
      id: `random.sessions:${subject.open.id}`,
      title: `No session token can be guessed from ${MANY} others`,
      ...basisOf(contract, subject.open.pointer, { evidence: 'standard', standard: SESSIONS }),
      run: (context: Context) => drawn(context, 'session tokens', SESSION, MANY, () => openSession(context, subject)),
    }),
  );

const ofLinks = (contract: CompiledContract): readonly Check[] =>
  linksOf(contract).map((subject) =>
    rule({
      id: `random.links:${subject.takes.id}`,
      title: `No link's token can be guessed from ${FEW} others`,
      ...basisOf(contract, subject.sends.pointer, { evidence: 'assumed', standard: SESSIONS }),
      needs: ['otp'],
      run: (context: Context) =>
        context.target.otp.kind === 'prompt'
          ? context.notRun(TOO_OFTEN)
          : drawn(
              context,
              'tokens of links',
              SESSION,
              FEW,
              async () => (await sentLink(context, subject)).message.token,
            ),
    }),
  );

const COOKIE = /^([^=;]+)=([^;]+)/;

/** A page that a link opens is known again by a cookie; one that the visitor brought along is not taken for it. */
const ofVisits = (contract: CompiledContract): readonly Check[] =>
  entriesOf(contract).flatMap((subject) => {
    const known = basisOf(contract, subject.operation.pointer, { evidence: 'assumed', standard: SESSIONS });
    const cookieOf = async (context: Context): Promise<readonly [string, string]> => {
      const answer = await enter(context, subject, await linkOf(context, subject));
      const [, name, value] = COOKIE.exec(answer.answerHeaders['set-cookie'] ?? '') ?? [];
      if (name === undefined || value === undefined) return context.notRun('the visit sets no cookie');
      return [name, value];
    };
    return [
      rule({
        id: `random.cookies:${subject.operation.id}`,
        title: `No visitor's cookie can be guessed from ${FEW} others`,
        ...known,
        needs: ['destructive'],
        run: (context: Context) =>
          drawn(context, 'cookies of visits', SESSION, FEW, async () => (await cookieOf(context))[1]),
      }),
    ];
  });

export const secretsDrawn: CheckFamily = (suite) => [
  ...ofOAuth(suite),
  ...ofPasswords(suite.contract),
  ...ofSessions(suite.contract),
  ...ofVisits(suite.contract),
  ...ofLinks(suite.contract),
];
