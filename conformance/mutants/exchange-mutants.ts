/** Tokens that are traded for more than they are worth. */
import type { TokenRecord } from '../../mock/auth/oauth/token-records.ts';
import type { Call } from '../../mock/request/call.ts';
import { mutants } from './mutant.ts';
import { all, grant, has, token } from './wrap/breakable-contracts.ts';
import { formOf, withForm } from './wrap/wrap-call.ts';
import { acting, actingOn, saying, telling } from './wrap/wrap-steps.ts';
import { keeping, seeing, TOKENS_KEPT } from './wrap/wrap-store.ts';

const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
const LATEST = 4_102_444_800;

const trades = (call: Call): boolean => formOf(call)['grant_type']?.endsWith('token-exchange') === true;

/** The token that is traded is seen otherwise. */
const seen = (change: (record: TokenRecord, call: Call) => Partial<TokenRecord>) =>
  actingOn('token.issue', (store, call) =>
    trades(call)
      ? seeing<TokenRecord>(TOKENS_KEPT, (record) => ({ ...record, ...change(record, call) }))(store)
      : store,
  );

/** The form of a token exchange is taken for another one. */
const asking = (change: (form: Readonly<Record<string, string>>) => Readonly<Record<string, string | undefined>>) =>
  acting('token.issue', (call) => (trades(call) ? withForm(call, change(formOf(call))) : call));

export const EXCHANGES = mutants(grant('token_exchange'), [
  {
    id: 'exchange.no-kind',
    title: 'The answer to a token exchange does not say what kind of token it has.',
    killedBy: ['oauth.exchange'],
    seams: telling('token.issue', (facts) => ({ ...facts, 'token.issued_token_type': undefined })),
  },
  {
    id: 'exchange.other-kind',
    title: 'The answer to a token exchange says that its token is a refresh token.',
    killedBy: ['oauth.exchange', 'value.token.issued_token_type*'],
    seams: telling('token.issue', (facts) =>
      facts['token.issued_token_type'] === undefined
        ? facts
        : { ...facts, 'token.issued_token_type': 'urn:ietf:params:oauth:token-type:refresh_token' },
    ),
  },
  {
    id: 'exchange.scope-widened',
    title: 'A traded token may have more scope than the first one.',
    killedBy: ['oauth.exchange-scope'],
    seams: seen((_record, { world }) => ({
      scope: [...new Set([...world.people.clients.values()].flatMap(({ scopes }) => scopes))].join(' '),
    })),
  },
  {
    id: 'exchange.target-ignored',
    title: 'A token is given out for any audience.',
    killedBy: ['oauth.exchange-target'],
    seams: asking(() => ({ audience: undefined, resource: undefined })),
  },
  {
    id: 'exchange.own-key-unproved',
    title: "A client's own token is traded without the key that it is bound to.",
    applies: token(({ dpop }) => dpop !== undefined),
    killedBy: ['oauth.exchange-own-key'],
    seams: seen(() => ({ cnf: undefined })),
  },
  {
    id: 'exchange.expired-accepted',
    title: 'A token that has expired can be traded.',
    killedBy: ['oauth.exchange-expired'],
    seams: seen(() => ({ expires_at: LATEST })),
  },
  {
    id: 'exchange.revoked-accepted',
    title: 'A token that was revoked can be traded.',
    applies: all(grant('token_exchange'), has('token.revoke')),
    killedBy: ['oauth.exchange-revoked'],
    seams: seen(() => ({ revoked: false })),
  },
  {
    id: 'exchange.bad-as-grant',
    title: 'A token that cannot be traded is invalid_grant.',
    killedBy: ['oauth.exchange-unknown'],
    seams: saying('token.issue', (outcome, call) =>
      trades(call) && outcome.refusal?.failure === 'invalid_request'
        ? { refusal: { ...outcome.refusal, failure: 'invalid_grant' } }
        : outcome,
    ),
  },
  {
    id: 'exchange.kind-guessed',
    title: 'The kind of the token that is traded need not be said.',
    killedBy: ['oauth.exchange-missing'],
    seams: asking(({ subject_token_type: kind = ACCESS_TOKEN }) => ({ subject_token_type: kind })),
  },
  {
    id: 'exchange.kind-ignored',
    title: 'The kind of the token that is traded is not looked at.',
    killedBy: ['oauth.exchange-type'],
    seams: asking(({ subject_token_type: kind }) =>
      kind === undefined ? {} : { subject_token_type: ACCESS_TOKEN, requested_token_type: undefined },
    ),
  },
  {
    id: 'exchange.actor-ignored',
    title: 'The token of who acts is not looked at.',
    killedBy: ['oauth.exchange-actor'],
    seams: asking(() => ({ actor_token: undefined, actor_token_type: undefined })),
  },
  {
    id: 'exchange.subject-lost',
    title: 'A traded token speaks for who traded it.',
    applies: all(grant('token_exchange'), has('token.introspect')),
    killedBy: ['oauth.exchange-subject'],
    seams: actingOn('token.issue', (store, call) =>
      trades(call)
        ? keeping<TokenRecord>(TOKENS_KEPT, ({ subject: _, ...record }, options) => [record, options])(store)
        : store,
    ),
  },
]);
