/** Refresh tokens that are good too often, too long, for too much or for too many. */
import type { TokenRecord } from '../../mock/auth/oauth/token-records.ts';
import type { Call } from '../../mock/request/call.ts';
import { mutants } from './mutant.ts';
import { clientOf, formOf, withForm } from './wrap/wrap-call.ts';
import { all, clients, has, refreshable, rotation } from './wrap/breakable-contracts.ts';
import { credentialsAs } from './wrap/wrap-document.ts';
import { acting, actingOn, telling } from './wrap/wrap-steps.ts';
import { forgetting, inStore, keeping, racing, seeing, TOKENS_KEPT } from './wrap/wrap-store.ts';

const LATEST = 4_102_444_800;

/** The token endpoint sees another record of the token that is presented. */
const refresh = (change: (record: TokenRecord, call: Call) => Partial<TokenRecord>) =>
  actingOn('token.issue', (store, call) =>
    seeing<TokenRecord>(TOKENS_KEPT, (record) => ({ ...record, ...change(record, call) }))(store),
  );

const isRefresh = (call: Call): boolean => formOf(call)['grant_type'] === 'refresh_token';

export const REFRESH = mutants(refreshable, [
  {
    id: 'refresh.other-client',
    title: 'A refresh token is good for any client.',
    applies: clients(2, 'refresh_token'),
    killedBy: ['oauth.refresh-of-another-client'],
    seams: refresh((record, call) => ({ client: clientOf(call) ?? record.client })),
  },
  {
    id: 'refresh.not-rotated',
    title: 'A refresh gives the same refresh token again.',
    applies: rotation,
    killedBy: ['oauth.refresh-rotates'],
    seams: credentialsAs('token', ({ refresh: rules }) => void (rules && (rules.rotate = false))),
  },
  {
    id: 'refresh.old-accepted',
    title: 'A rotated refresh token stays good.',
    applies: rotation,
    killedBy: ['oauth.refresh-reuse'],
    seams: refresh(() => ({ used: false })),
  },
  {
    id: 'refresh.reuse-keeps-family',
    title: 'Reuse of a rotated refresh token is refused, and its family lives on.',
    applies: rotation,
    killedBy: ['oauth.refresh-reuse-kills-family'],
    seams: actingOn('token.issue', forgetting('family:')),
  },
  {
    id: 'refresh.expired-accepted',
    title: 'Refresh tokens never expire.',
    killedBy: ['oauth.refresh-lifetime'],
    seams: refresh(() => ({ expires_at: LATEST })),
  },
  {
    id: 'refresh.scope-widened',
    title: 'A refresh may ask for more scope than was granted.',
    killedBy: ['oauth.refresh-scope-widened'],
    seams: refresh((_record, call) => ({
      scope: [...new Set([...call.world.people.clients.values()].flatMap(({ scopes }) => scopes))].join(' '),
    })),
  },
  {
    id: 'refresh.scope-ignored',
    title: 'A refresh for less scope gives all of it.',
    killedBy: ['oauth.refresh-scope-narrowed'],
    seams: acting('token.issue', (call) => (isRefresh(call) ? withForm(call, { scope: undefined }) : call)),
  },
  {
    id: 'refresh.scope-narrowed-for-good',
    title: 'A refresh for less scope narrows the refresh token too.',
    applies: rotation,
    killedBy: ['oauth.refresh-scope-restored'],
    seams: actingOn('token.issue', (store, call) =>
      keeping<TokenRecord>(TOKENS_KEPT, (record, options) => [
        { ...record, scope: isRefresh(call) ? (formOf(call)['scope'] ?? record.scope) : record.scope },
        options,
      ])(store),
    ),
  },
  {
    id: 'refresh.access-accepted',
    title: 'An access token is taken for a refresh token.',
    killedBy: ['oauth.access-as-refresh'],
    seams: refresh((record) => ({ use: 'refresh', family: record.family ?? 'none' })),
  },
  {
    id: 'refresh.no-new-token',
    title: 'A refresh answers without a refresh token, and the old one is used up.',
    applies: rotation,
    killedBy: ['oauth.refresh-rotates', 'oauth.refresh'],
    seams: telling('token.issue', (facts, call) =>
      isRefresh(call) ? { ...facts, 'token.refresh_token': undefined } : facts,
    ),
  },
  {
    id: 'refresh.revoked-accepted',
    title: 'A revoked refresh token is accepted.',
    applies: has('token.revoke'),
    killedBy: ['oauth.revoke-refresh'],
    seams: actingOn('token.issue', (store) =>
      seeing(
        'family:',
        () => undefined,
      )(seeing<TokenRecord>(TOKENS_KEPT, (record) => ({ ...record, revoked: false }))(store)),
    ),
  },
  {
    id: 'refresh.race',
    title: 'Of two refreshes with one token at the same moment both succeed.',
    applies: rotation,
    killedBy: ['oauth.refresh-race'],
    seams: inStore(racing(TOKENS_KEPT)),
  },
  {
    id: 'refresh.forgotten',
    title: 'Refresh tokens are given out and then not known.',
    killedBy: ['oauth.refresh'],
    seams: inStore(
      keeping<TokenRecord>(TOKENS_KEPT, (record, options) =>
        record.use === 'refresh' ? undefined : [record, options],
      ),
    ),
  },
  {
    id: 'refresh.other-scope',
    title: 'A refresh gives a token without any scope of the first.',
    applies: all(refreshable),
    killedBy: ['oauth.refresh-scope-kept'],
    seams: refresh((record, call) =>
      isRefresh(call) ? { scope: record.scope.split(' ').slice(0, -1).join(' ') } : {},
    ),
  },
]);
