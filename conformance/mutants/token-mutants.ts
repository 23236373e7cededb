/** Access tokens that are taken although they are no good. */
import { findToken } from '../../mock/auth/oauth/token-records.ts';
import type { TokenRecord } from '../../mock/auth/oauth/token-records.ts';
import { chain } from '../../mock/state/awaitable.ts';
import type { Call } from '../../mock/request/call.ts';
import { mutants } from './mutant.ts';
import { withHeaders } from './wrap/wrap-call.ts';
import {
  all,
  any,
  credential,
  has,
  identifier,
  keyAsClient,
  roles,
  scoped,
  token,
} from './wrap/breakable-contracts.ts';
import { credentialsAs, rewritten } from './wrap/wrap-document.ts';
import { bodyAs, both, ofAction, replying, succeeded } from './wrap/wrap-reply.ts';
import {
  excusing,
  identifying,
  identifyingBy,
  lettingThrough,
  onAction,
  onGuard,
  recognizing,
} from './wrap/wrap-steps.ts';
import { forgetting, inStore, seeing, TOKENS_KEPT } from './wrap/wrap-store.ts';

const LATEST = 4_102_444_800;

const shifted = (seconds: number) =>
  seeing<TokenRecord>(TOKENS_KEPT, (record) =>
    record.use === 'access' ? { ...record, expires_at: record.expires_at + seconds } : record,
  );

const alive = seeing<TokenRecord>(TOKENS_KEPT, (record) => ({ ...record, revoked: false, used: false }));

const familiesAlive = seeing('family:', () => undefined);

const bearer = ({ request }: Call): string | undefined => {
  const { authorization } = request.headers;
  return typeof authorization === 'string' && /^bearer /i.test(authorization)
    ? authorization.slice(7).trim()
    : undefined;
};

/** Whether so many answers fitted before in this world that no client of few would see it. */
function manyBefore(): (call: Call) => boolean {
  const counts = new WeakMap<object, number>();
  return ({ world: { clock } }) => {
    const count = (counts.get(clock) ?? 0) + 1;
    counts.set(clock, count);
    return count > 100;
  };
}

/** The latest token of each world: what an implementation that believes anything takes a caller for. */
const latest = new WeakMap<object, string>();

const remembering = onAction(
  'token.issue',
  (action) => (call) =>
    chain(action(call), (outcome) => {
      const issued = outcome.answer?.facts?.['token.access_token'];
      if (typeof issued === 'string') latest.set(call.world.clock, issued);
      return outcome;
    }),
);

export const TOKENS = mutants(credential('token'), [
  {
    id: 'token.expired-accepted',
    title: 'Access tokens are good for ever.',
    killedBy: ['credential.expired', 'oauth.token-expires'],
    seams: identifyingBy(seeing<TokenRecord>(TOKENS_KEPT, (record) => ({ ...record, expires_at: LATEST }))),
  },
  {
    id: 'token.second-too-long',
    title: 'Access tokens are good in the very second in which they end.',
    killedBy: ['credential.expired', 'oauth.token-expires'],
    seams: identifyingBy(shifted(1)),
  },
  {
    id: 'token.second-too-short',
    title: 'Access tokens end a second early.',
    killedBy: ['oauth.token-expires'],
    seams: identifyingBy(shifted(-1)),
  },
  {
    id: 'token.half-life',
    title: 'Access tokens live half as long as is said.',
    killedBy: ['oauth.token-expires'],
    seams: identifyingBy(
      seeing<TokenRecord>(TOKENS_KEPT, (record) => ({
        ...record,
        expires_at: Math.floor((record.expires_at + record.issued_at) / 2),
      })),
    ),
  },
  {
    id: 'token.revoked-accepted',
    title: 'Revoked tokens are accepted.',
    applies: has('token.revoke'),
    killedBy: ['credential.revoked', 'oauth.revoke-access'],
    seams: identifyingBy((store) => familiesAlive(alive(store))),
  },
  {
    id: 'token.family-forgotten',
    title: 'Access tokens outlive the authorization that was revoked.',
    applies: token(({ refresh }) => refresh !== undefined),
    killedBy: ['oauth.code-replay-revokes', 'oauth.revoke-cascade'],
    seams: identifyingBy(familiesAlive),
  },
  {
    id: 'token.refresh-as-access',
    title: 'A refresh token is taken for an access token.',
    applies: token(({ refresh }) => refresh !== undefined),
    killedBy: ['oauth.refresh-as-access'],
    seams: identifyingBy(seeing<TokenRecord>(TOKENS_KEPT, (record) => ({ ...record, use: 'access' }))),
  },
  {
    id: 'token.anything-accepted',
    title: 'Any text after Bearer is taken for the token issued last.',
    killedBy: ['credential.wrong'],
    seams: {
      ...remembering,
      ...excusing(['invalid_token', 'revoked_token', 'expired_token'], (call) => {
        const token = latest.get(call.world.clock);
        return token === undefined ? undefined : withHeaders(call, { authorization: `Bearer ${token}` });
      }),
    },
  },
  {
    id: 'token.trimmed',
    title: 'Only the first forty characters of a token are compared.',
    killedBy: ['credential.near-miss'],
    seams: {
      ...remembering,
      ...excusing(['invalid_token'], (call) => {
        const token = latest.get(call.world.clock);
        return token?.slice(0, 40) === bearer(call)?.slice(0, 40)
          ? withHeaders(call, { authorization: `Bearer ${token}` })
          : undefined;
      }),
    },
  },
  {
    id: 'token.scheme-case',
    title: 'The scheme Bearer is understood in this spelling only.',
    killedBy: ['scheme.case'],
    seams: identifying((call) =>
      /^bearer/i.test(String(call.request.headers.authorization ?? '')) &&
      !String(call.request.headers.authorization).startsWith('Bearer')
        ? withHeaders(call, { authorization: undefined })
        : call,
    ),
  },
  {
    id: 'token.scheme-small',
    title: 'The scheme Bearer is not understood in small letters.',
    killedBy: ['scheme.case'],
    spread: 2,
    seams: identifying((call) =>
      String(call.request.headers.authorization ?? '').startsWith('bearer ')
        ? withHeaders(call, { authorization: undefined })
        : call,
    ),
  },
  {
    id: 'token.in-query',
    title: 'An access token in the query is accepted.',
    killedBy: ['credential.misplaced'],
    seams: identifying((call) =>
      typeof call.request.query['access_token'] === 'string'
        ? withHeaders(call, { authorization: `Bearer ${call.request.query['access_token']}` })
        : call,
    ),
  },
  {
    id: 'scope.ignored',
    title: 'Scopes are not looked at.',
    applies: scoped,
    killedBy: ['scope.missing'],
    seams: lettingThrough('permission', ['insufficient_scope']),
  },
  {
    id: 'scope.umbrella-ignored',
    title: 'A scope that contains others grants only itself.',
    applies: token(({ scope_implies: implies }) => implies !== undefined),
    killedBy: ['oauth.scope-umbrella-*'],
    seams: onGuard(
      'permission',
      (guard) => (call) =>
        chain(guard(call), (refusal) => {
          if (refusal !== undefined || call.identification.state !== 'good') return refusal;
          const { token: record, requirement } = call.identification.caller;
          const lacking =
            record !== undefined && requirement?.scopes.some((scope) => !record.scope.split(' ').includes(scope));
          return lacking === true
            ? { failure: 'insufficient_scope', note: { failure: 'insufficient_scope', rule: '', pointer: '' } }
            : undefined;
        }),
    ),
  },
  {
    id: 'scope.excluded-granted',
    title: 'An umbrella scope grants what the contract takes out of it.',
    applies: token(({ scope_implies: implies = {} }) =>
      Object.values(implies)
        .flat()
        .some((scope) => scope.startsWith('!')),
    ),
    killedBy: ['oauth.scope-excluded-*'],
    seams: credentialsAs('token', ({ scope_implies: implies = {} }) => {
      for (const [umbrella, scopes] of Object.entries(implies))
        implies[umbrella] = scopes.filter((scope) => !scope.startsWith('!'));
    }),
  },
  {
    id: 'token.optional-bad-ignored',
    title: 'Where credentials are optional, a bad one is taken for none.',
    applies: ({ operations }) => operations.some(({ anonymous, requirements }) => anonymous && requirements.length > 0),
    killedBy: ['credential.wrong', 'credential.malformed'],
    seams: recognizing((found, { operation }) =>
      found.state === 'bad' && operation.anonymous ? { state: 'none' } : found,
    ),
  },
  {
    id: 'token.demand-ignored',
    title: 'A tenant that demands a credential is served without one.',
    applies: ({ tenants }) => [...tenants.values()].some(({ require_token: demanded }) => demanded === true),
    killedBy: ['credential.demanded'],
    seams: rewritten((document) => {
      for (const tenant of document['x-seed']?.tenants ?? []) delete tenant.require_token;
    }),
  },
  {
    id: 'token.role-not-inherited',
    title: "A token may do what its key's role may not.",
    applies: all(keyAsClient, roles),
    killedBy: ['keys.token-role'],
    seams: lettingThrough(
      'permission',
      ['insufficient_role'],
      (call) => call.identification.state === 'good' && call.identification.caller.token !== undefined,
    ),
  },
  {
    id: 'token.addresses-not-inherited',
    title: 'A token may be used where its key may not.',
    applies: all(keyAsClient, ({ seed }) =>
      (seed.keys ?? []).some(({ allowed_addresses: list }) => list !== undefined),
    ),
    killedBy: ['keys.token-address'],
    seams: lettingThrough(
      'permission',
      ['address_not_allowed'],
      (call) => call.identification.state === 'good' && call.identification.caller.token !== undefined,
    ),
  },
  {
    id: 'token.tenant-ignored',
    title: "A token of one tenant is good at another's.",
    applies: identifier('tenant'),
    killedBy: ['credential.other-tenant'],
    seams: lettingThrough(
      'permission',
      ['tenant_mismatch'],
      (call) => call.identification.state === 'good' && call.identification.caller.token !== undefined,
    ),
  },
  {
    id: 'token.live-limit-missing',
    title: 'A tenant may have any number of live tokens.',
    applies: token(({ max_live: most }) => most !== undefined),
    killedBy: ['oauth.quota-exact'],
    seams: credentialsAs('token', (one) => delete one.max_live),
  },
  {
    id: 'token.many-are-empty',
    title: 'Of many tokens that are asked for, those after the first hundred are none: 200 without a token.',
    applies: token(({ max_live: most }) => most !== undefined),
    killedBy: ['oauth.quota-exact'],
    seams: replying(both(ofAction('token.issue'), succeeded, manyBefore()), () => ({ body: '{}' })),
  },
  {
    id: 'token.many-are-one',
    title: 'Of many tokens that are asked for, those after the first hundred are one and the same.',
    applies: token(({ max_live: most }) => most !== undefined),
    killedBy: ['oauth.quota-exact'],
    seams: replying(
      both(ofAction('token.issue'), succeeded, manyBefore()),
      bodyAs((body) => ({ ...body, access_token: 'one-for-all-of-them' })),
    ),
  },
  {
    id: 'token.same-for-all',
    title: 'Two tokens issued in one second are the same token.',
    applies: any(has('token.issue')),
    killedBy: ['oauth.tokens-differ'],
    seams: {
      ...onAction(
        'token.issue',
        (action) => (call) =>
          chain(action(call), (outcome) => {
            const facts = outcome.answer?.facts;
            const previous = latest.get(call.world.clock);
            if (facts === undefined || typeof facts['token.access_token'] !== 'string') return outcome;
            return chain(previous === undefined ? undefined : findToken(call.world, previous), (record) => {
              if (
                previous !== undefined &&
                record?.client === facts['token.client_id'] &&
                record?.scope === facts['token.scope']
              )
                return { answer: { ...outcome.answer, facts: { ...facts, 'token.access_token': previous } } };
              latest.set(call.world.clock, String(facts['token.access_token']));
              return outcome;
            });
          }),
      ),
    },
  },
  {
    id: 'token.forgotten',
    title: 'Tokens are issued and then not known.',
    killedBy: ['answer.success'],
    applies: has('token.issue'),
    seams: inStore(forgetting(TOKENS_KEPT)),
  },
]);
