/** Authorization codes and their proof keys: used twice, late, or by somebody else. */
import type { CodeRecord } from '../../mock/auth/oauth/authorization-codes.ts';
import type { Call } from '../../mock/request/call.ts';
import { mutants } from './mutant.ts';
import { clientOf, formOf, withForm, withQuery, withStore } from './wrap/wrap-call.ts';
import { all, clients, grant, token } from './wrap/breakable-contracts.ts';
import { actionsAs } from './wrap/wrap-document.ts';
import { acting, actingOn } from './wrap/wrap-steps.ts';
import { forgetting, inStore, racing, seeing } from './wrap/wrap-store.ts';

const LATEST = 4_102_444_800_000;

/** The token endpoint sees another record of the code. */
const code = (change: (record: CodeRecord, call: Call) => Partial<CodeRecord>) =>
  actingOn('token.issue', (store, call) =>
    seeing<CodeRecord>('code:', (record) => ({ ...record, ...change(record, call) }))(store),
  );

const hidingFamilies = (call: Call): Call =>
  withStore(
    call,
    seeing('family:', () => undefined),
  );

const given = (call: Call, name: string): boolean => formOf(call)[name] !== undefined;

/** The redemption of a code that was asked for without a redirect_uri. */
const namingNone = (call: Call): Call =>
  withStore(
    withForm(call, { redirect_uri: undefined }),
    seeing<CodeRecord>('code:', (record) => ({ ...record, redirect_named: false })),
  );

export const CODES = mutants(grant('authorization_code'), [
  {
    id: 'code.reused',
    title: 'An authorization code can be used again and again.',
    killedBy: ['oauth.code-replay'],
    seams: code(() => ({ used: false })),
  },
  {
    id: 'code.reuse-keeps-tokens',
    title: 'A second use of a code is refused, and the tokens of the first live on.',
    killedBy: ['oauth.code-replay-revokes'],
    seams: actingOn('token.issue', forgetting('family:')),
  },
  {
    id: 'code.reuse-keeps-refresh',
    title: 'A second use of a code kills its access token alone; the refresh token lives on.',
    applies: all(
      grant('refresh_token'),
      token(({ refresh }) => refresh?.grants.includes('authorization_code') ?? false),
    ),
    killedBy: ['oauth.code-replay-revokes'],
    seams: acting('token.issue', (call) =>
      formOf(call)['grant_type'] === 'refresh_token' ? hidingFamilies(call) : call,
    ),
  },
  {
    id: 'code.expired-accepted',
    title: 'Authorization codes never expire.',
    killedBy: ['oauth.code-lifetime', 'oauth.code-short-lived'],
    seams: code(() => ({ expires_at: LATEST })),
  },
  {
    id: 'code.lives-an-hour',
    title: 'Authorization codes live for an hour.',
    killedBy: ['oauth.code-short-lived'],
    seams: actionsAs('authorize', (action) => void (action.code_lifetime = 'PT1H')),
  },
  {
    id: 'code.second-too-long',
    title: 'A code is good in the very second in which it ends.',
    killedBy: ['oauth.code-lifetime'],
    seams: code((record) => ({ expires_at: record.expires_at + 1_000 })),
  },
  {
    id: 'code.second-too-short',
    title: 'A code ends a second early.',
    killedBy: ['oauth.code-lifetime'],
    seams: code((record) => ({ expires_at: record.expires_at - 1_000 })),
  },
  {
    id: 'code.other-client',
    title: 'A code is redeemed by any client.',
    applies: clients(2, 'authorization_code'),
    killedBy: ['oauth.code-of-another-client'],
    seams: code((record, call) => ({ client: clientOf(call) ?? record.client })),
  },
  {
    id: 'code.redirect-ignored',
    title: 'The redirect_uri of the redemption is not compared.',
    killedBy: ['oauth.code-redirect-uri'],
    seams: code((_record, call) =>
      given(call, 'redirect_uri') ? { redirect_uri: formOf(call)['redirect_uri']! } : {},
    ),
  },
  {
    id: 'code.redirect-left-out',
    title: 'A redemption may leave out the redirect_uri that the authorization request named.',
    killedBy: ['oauth.code-redirect-uri-missing'],
    seams: code((_record, call) => (given(call, 'redirect_uri') ? {} : { redirect_named: false })),
  },
  {
    id: 'code.redirect-empty',
    title: 'An empty redirect_uri at the redemption passes for the one that the authorization request named.',
    killedBy: ['oauth.code-redirect-uri-missing'],
    spread: 3,
    seams: acting('token.issue', (call) => (formOf(call)['redirect_uri'] === '' ? namingNone(call) : call)),
  },
  {
    id: 'code.redirect-prefix',
    title: 'The redirect_uri of the redemption may be longer than that of the request.',
    killedBy: ['oauth.code-redirect-uri'],
    seams: code((record, call) =>
      formOf(call)['redirect_uri']?.startsWith(record.redirect_uri)
        ? { redirect_uri: formOf(call)['redirect_uri']! }
        : {},
    ),
  },
  {
    id: 'code.race',
    title: 'Of two redemptions of one code at the same moment both succeed.',
    killedBy: ['oauth.code-race'],
    seams: inStore(racing('code:')),
  },
  {
    id: 'pkce.verifier-ignored',
    title: 'A code is redeemed whatever its code_verifier.',
    killedBy: ['oauth.pkce-wrong-verifier'],
    seams: code(() => ({ pkce: 'off' })),
  },
  {
    id: 'pkce.verifier-left-out',
    title: 'A code with a challenge is redeemed without a code_verifier.',
    killedBy: ['oauth.pkce-missing-verifier'],
    seams: code((_record, call) => (given(call, 'code_verifier') ? {} : { pkce: 'off' })),
  },
  {
    id: 'pkce.verifier-not-compared',
    title: 'Any code_verifier redeems a challenge.',
    killedBy: ['oauth.pkce-wrong-verifier'],
    seams: code((record, call) => (record.challenge !== null && given(call, 'code_verifier') ? { pkce: 'off' } : {})),
  },
  {
    id: 'pkce.downgrade',
    title: 'A code_verifier is accepted although no challenge was sent.',
    killedBy: ['oauth.pkce-verifier-without-challenge'],
    seams: code((record) => (record.challenge === null ? { pkce: 'off' } : {})),
  },
  {
    id: 'pkce.s256-as-plain',
    title: 'An S256 challenge is compared as a plain one.',
    killedBy: ['oauth.pkce-s256'],
    seams: code(({ challenge }) => (challenge === null ? {} : { challenge: { ...challenge, method: 'plain' } })),
  },
  {
    id: 'pkce.challenge-as-verifier',
    title: 'The challenge itself is accepted as the verifier.',
    killedBy: ['oauth.pkce-challenge-as-verifier'],
    seams: code(({ challenge }, call) =>
      challenge !== null && formOf(call)['code_verifier'] === challenge.value ? { pkce: 'off' } : {},
    ),
  },
  {
    id: 'pkce.challenge-forgotten',
    title: 'The authorization endpoint does not keep the challenge.',
    killedBy: ['oauth.pkce-s256', 'oauth.pkce-missing-verifier'],
    seams: acting('authorize', (call) =>
      withQuery(call, { code_challenge: undefined, code_challenge_method: undefined }),
    ),
  },
  {
    id: 'pkce.unknown-method',
    title: 'An unknown code_challenge_method is taken for plain.',
    killedBy: ['oauth.challenge-method-unknown'],
    seams: acting('authorize', (call) =>
      ['S256', 'plain', undefined].includes(call.request.query['code_challenge_method'] as string | undefined)
        ? call
        : withQuery(call, { code_challenge_method: 'plain' }),
    ),
  },
]);
