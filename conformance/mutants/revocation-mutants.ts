/** Revocation and introspection that do too little, too much, or tell too much. */
import { chain } from '../../mock/state/awaitable.ts';
import { revokeFamily } from '../../mock/auth/oauth/token-families.ts';
import { findToken } from '../../mock/auth/oauth/token-records.ts';
import type { TokenRecord } from '../../mock/auth/oauth/token-records.ts';
import { refuse } from '../../mock/request/call.ts';
import type { Call } from '../../mock/request/call.ts';
import type { Seams } from '../../mock/pipeline/seams.ts';
import type { Store } from '../../mock/state/stores/store.ts';
import { mutants } from './mutant.ts';
import { clientOf, formOf, partyOf, withForm, withHeaders } from './wrap/wrap-call.ts';
import { clientSecrets, has, refreshable } from './wrap/breakable-contracts.ts';
import { actionsAs } from './wrap/wrap-document.ts';
import { bodyAs, both, ofAction, refusedWith, replying, succeeded } from './wrap/wrap-reply.ts';
import { actingOn, answering, insisting, onAction, saying, telling } from './wrap/wrap-steps.ts';
import { forgetting, isToken, seeing, TOKENS_KEPT } from './wrap/wrap-store.ts';

const tokenOf = (call: Call): string => {
  const { action } = call.operation;
  return formOf(call)['parameter' in action ? (action.parameter ?? 'token') : 'token'] ?? '';
};

const token = (
  type: 'token.revoke' | 'token.introspect',
  change: (record: TokenRecord, call: Call) => Partial<TokenRecord>,
) =>
  actingOn(type, (store, call) =>
    seeing<TokenRecord>(TOKENS_KEPT, (record) => ({ ...record, ...change(record, call) }))(store),
  );

const LATEST = 4_102_444_800;

/** Revocation that acts on one kind of token alone. */
const sparing = (use: TokenRecord['use']) =>
  onAction(
    'token.revoke',
    (action) => (call) =>
      chain(findToken(call.world, tokenOf(call)), (record) => (record?.use === use ? { answer: {} } : action(call))),
  );

/** Whatever a client presents is taken for its secret. */
const asClient = (call: Call): Call | undefined => {
  const id = clientOf(call);
  const secret = call.world.people.clients.get(id ?? '')?.client_secret;
  return secret === undefined
    ? undefined
    : withForm(withHeaders(call, { authorization: undefined }), { client_id: id, client_secret: secret });
};

const unknownTold = ({
  operations,
}: {
  readonly operations: readonly { readonly action: { readonly type: string; readonly unknown?: unknown } }[];
}): boolean => operations.some(({ action }) => action.type === 'token.revoke' && action.unknown === 'refuse');

/** Store keys of the tokens of each client, by store. */
const issued = new WeakMap<Store, Map<string, Set<string>>>();

/** A store that knows which tokens each client has. */
const listing: Seams = {
  store(store) {
    const byClient = new Map<string, Set<string>>();
    const listed: Store = {
      ...store,
      set(key, value, options) {
        if (isToken(key)) {
          const { client } = value as TokenRecord;
          byClient.set(client, (byClient.get(client) ?? new Set()).add(key));
        }
        return store.set(key, value, options);
      },
    };
    issued.set(listed, byClient);
    return listed;
  },
};

export const REVOCATION = mutants(has('token.revoke'), [
  {
    id: 'revoke.nothing',
    title: 'Revocation answers well and does nothing.',
    killedBy: ['oauth.revoke-access'],
    seams: onAction('token.revoke', () => () => ({ answer: {} })),
  },
  {
    id: 'revoke.access-spared',
    title: 'Revoking an access token does nothing.',
    killedBy: ['oauth.revoke-access'],
    seams: sparing('access'),
  },
  {
    id: 'revoke.refresh-spared',
    title: 'Revoking a refresh token does nothing.',
    applies: refreshable,
    killedBy: ['oauth.revoke-refresh'],
    seams: sparing('refresh'),
  },
  {
    id: 'revoke.no-cascade',
    title: 'Revoking a refresh token leaves its access tokens alive.',
    applies: refreshable,
    killedBy: ['oauth.revoke-cascade'],
    seams: actingOn('token.revoke', forgetting('family:')),
  },
  {
    id: 'revoke.too-much',
    title: 'Revoking one token revokes every token of the client.',
    killedBy: ['oauth.revoke-one'],
    seams: {
      ...listing,
      ...saying('token.revoke', async (outcome, call) => {
        const party = partyOf(call);
        for (const key of outcome.answer === undefined ? [] : (issued.get(call.world.store)?.get(party ?? '') ?? [])) {
          await call.world.store.swap<TokenRecord, boolean>(key, (record) =>
            record === undefined ? { result: false } : { value: { ...record, revoked: true }, result: true },
          );
        }
        return outcome;
      }),
    },
  },
  {
    id: 'revoke.family-with-access',
    title: 'Revoking an access token revokes its refresh token too.',
    applies: refreshable,
    killedBy: ['oauth.revoke-access-spares-refresh'],
    seams: onAction(
      'token.revoke',
      (action) => (call) =>
        chain(findToken(call.world, tokenOf(call)), (record) =>
          chain(action(call), (outcome) =>
            outcome.answer === undefined || record?.family == null
              ? outcome
              : chain(revokeFamily(call.world, record.family), () => outcome),
          ),
        ),
    ),
  },
  {
    id: 'revoke.other-client',
    title: "A client may revoke another's tokens.",
    killedBy: ['oauth.revoke-of-another-client'],
    seams: token('token.revoke', (record, call) => ({ client: partyOf(call) ?? record.client })),
  },
  {
    id: 'revoke.unknown-refused',
    title: 'Revoking an unknown token is an error.',
    applies: (contract) => !unknownTold(contract),
    killedBy: ['oauth.revoke-unknown'],
    seams: onAction(
      'token.revoke',
      (action) => (call) =>
        chain(findToken(call.world, tokenOf(call)), (record) =>
          record === undefined && tokenOf(call) !== ''
            ? { refusal: refuse('invalid_request', '', call.operation.pointer) }
            : action(call),
        ),
    ),
  },
  {
    id: 'revoke.unknown-accepted',
    title: 'Revoking an unknown token succeeds.',
    applies: unknownTold,
    killedBy: ['oauth.revoke-unknown'],
    seams: actionsAs('token.revoke', (action) => void (action.unknown = 'ok')),
  },
  {
    id: 'revoke.hint-believed',
    title: 'A wrong token_type_hint keeps the token alive.',
    applies: refreshable,
    killedBy: ['oauth.revoke-hint'],
    seams: onAction(
      'token.revoke',
      (action) => (call) =>
        chain(findToken(call.world, tokenOf(call)), (record) => {
          const hint = formOf(call)['token_type_hint'];
          return hint !== undefined && record !== undefined && hint !== `${record.use}_token`
            ? { answer: {} }
            : action(call);
        }),
    ),
  },
  {
    id: 'revoke.hint-unknown-refused',
    title: 'An unknown token_type_hint is refused.',
    applies: refreshable,
    killedBy: ['oauth.revoke-hint'],
    seams: saying('token.revoke', (outcome, call) =>
      ['access_token', 'refresh_token', undefined].includes(formOf(call)['token_type_hint'])
        ? outcome
        : { refusal: refuse('invalid_request', '', call.operation.pointer) },
    ),
  },
  {
    id: 'revoke.anybody',
    title: 'Anyone who names a client may revoke its tokens.',
    applies: clientSecrets,
    killedBy: ['oauth.revoke-wrong-client'],
    seams: insisting('token.revoke', ['invalid_client'], asClient),
  },
  {
    id: 'revoke.nothing-named',
    title: 'A revocation that names no token succeeds.',
    killedBy: ['oauth.revoke-missing'],
    seams: answering('token.revoke', ['missing_token_parameter']),
  },
]);

export const INTROSPECTION = mutants(has('token.introspect'), [
  {
    id: 'introspect.always-active',
    title: 'Every token is said to be active.',
    killedBy: ['oauth.introspect-unknown'],
    seams: replying(
      both(ofAction('token.introspect'), succeeded),
      bodyAs((body) => ({ ...body, active: true })),
    ),
  },
  {
    id: 'introspect.never-active',
    title: 'No token is said to be active.',
    killedBy: ['oauth.introspect-active'],
    seams: replying(
      both(ofAction('token.introspect'), succeeded),
      bodyAs(() => ({ active: false })),
    ),
  },
  {
    id: 'introspect.revoked-active',
    title: 'A revoked token is said to be active.',
    applies: has('token.revoke'),
    killedBy: ['oauth.introspect-revoked'],
    seams: token('token.introspect', () => ({ revoked: false, family: null })),
  },
  {
    id: 'introspect.expired-active',
    title: 'An expired token is said to be active.',
    killedBy: ['oauth.introspect-expired'],
    seams: token('token.introspect', () => ({ expires_at: LATEST })),
  },
  {
    id: 'introspect.dead-described',
    title: 'What a dead token was is told.',
    killedBy: ['oauth.introspect-says-no-more'],
    seams: onAction(
      'token.introspect',
      (action) => (call) =>
        chain(action(call), (outcome) => {
          if (outcome.answer?.facts?.['token.active'] !== false) return outcome;
          return chain(findToken(call.world, tokenOf(call)), (record) =>
            record === undefined
              ? outcome
              : {
                  answer: {
                    ...outcome.answer,
                    facts: { 'token.active': false, 'token.scope': record.scope, 'token.client_id': record.client },
                  },
                },
          );
        }),
    ),
  },
  {
    id: 'introspect.other-tenant',
    title: "Another tenant's tokens are described.",
    killedBy: ['oauth.introspect-of-another-tenant'],
    applies: ({ tenants }) => tenants.size > 1,
    seams: token('token.introspect', (record, call) => ({
      tenant:
        call.identification.state === 'good'
          ? call.identification.caller.tenant
          : (call.world.people.clients.get(clientOf(call) ?? '')?.tenant ?? record.tenant),
    })),
  },
  {
    id: 'introspect.hint-obeyed',
    title: 'Introspection looks among the tokens of the type that the hint names, and nowhere else.',
    killedBy: ['oauth.introspect-hint'],
    spread: 3,
    seams: telling('token.introspect', (facts, call) =>
      formOf(call)['token_type_hint'] === 'refresh_token' ? { 'token.active': false } : facts,
    ),
  },
  {
    id: 'introspect.hint-unknown-refused',
    title: 'A hint that nobody knows makes a token inactive.',
    killedBy: ['oauth.introspect-hint'],
    spread: 3,
    seams: telling('token.introspect', (facts, call) =>
      formOf(call)['token_type_hint'] === 'no_such_type' ? { 'token.active': false } : facts,
    ),
  },
  {
    id: 'introspect.not-yet',
    title: 'An active token is said to be good from next minute on.',
    killedBy: ['oauth.introspect-active'],
    spread: 3,
    seams: replying(
      both(ofAction('token.introspect'), succeeded),
      bodyAs((body) => (body['active'] === true ? { ...body, nbf: LATEST } : body)),
    ),
  },
  {
    id: 'introspect.nothing-named',
    title: 'An introspection that names no token is answered.',
    killedBy: ['oauth.introspect-missing'],
    seams: answering('token.introspect', ['missing_token_parameter'], { facts: { 'token.active': false } }),
  },
  {
    id: 'introspect.anybody',
    title: 'Anyone who names a client may introspect.',
    applies: clientSecrets,
    killedBy: ['oauth.introspect-wrong-client'],
    seams: insisting('token.introspect', ['invalid_client'], asClient),
  },
  {
    id: 'introspect.scope-wrong',
    title: 'Introspection tells another scope than was granted.',
    killedBy: ['oauth.introspect-active'],
    seams: telling('token.introspect', (facts) => ({
      ...facts,
      ...(facts['token.active'] === true && { 'token.scope': 'everything' }),
    })),
  },
  {
    id: 'introspect.unknown-as-error',
    title: 'An unknown token is answered 401.',
    killedBy: ['oauth.introspect-unknown'],
    seams: replying(
      (call, reply) => ofAction('token.introspect')(call, reply) && reply.body?.includes('"active":false') === true,
      () => ({ status: 401 }),
    ),
  },
  {
    id: 'introspect.client-wrong',
    title: 'Introspection names another client.',
    killedBy: ['oauth.introspect-active'],
    seams: telling('token.introspect', (facts) => ({
      ...facts,
      ...(facts['token.active'] === true && { 'token.client_id': 'somebody' }),
    })),
  },
]);

export const OAUTH_REFUSALS = mutants(has('token.issue'), [
  {
    id: 'grant.invalid-as-401',
    title: 'A refused grant is answered 401.',
    killedBy: ['oauth.code-unknown'],
    applies: ({ operations }) => operations.some(({ refusals }) => refusals.get('invalid_grant')?.status === 400),
    seams: replying(refusedWith('invalid_grant'), () => ({ status: 401 })),
  },
  {
    id: 'scope.invalid-as-403',
    title: 'A refused scope is answered 403.',
    killedBy: ['oauth.scope-unknown'],
    applies: ({ operations }) => operations.some(({ refusals }) => refusals.get('invalid_scope')?.status === 400),
    seams: replying(refusedWith('invalid_scope'), () => ({ status: 403 })),
  },
]);
