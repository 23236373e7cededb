/** Keys whose end, renewal or secrecy is not kept. */
import { chain } from '../../mock/state/awaitable.ts';
import type { KeyRecord } from '../../mock/auth/api-keys/key-records.ts';
import type { TokenRecord } from '../../mock/auth/oauth/token-records.ts';
import type { Change, Value } from '../../mock/state/stores/store.ts';
import { mutants } from './mutant.ts';
import { withStore } from './wrap/wrap-call.ts';
import { credential, has, keyAsClient, roles } from './wrap/breakable-contracts.ts';
import type { Has } from './wrap/breakable-contracts.ts';
import { actionsAs, credentialsAs, rewritten } from './wrap/wrap-document.ts';
import { actingOn, excusing, identifyingBy } from './wrap/wrap-steps.ts';
import { inStore, seeing, TOKENS_KEPT } from './wrap/wrap-store.ts';

const visibility = (
  change: (rule: { otherwise: string; primary_first?: string; never_hidden_on_plans?: string[] }) => void,
) =>
  rewritten((document) => {
    for (const one of Object.values(document['x-credentials'] ?? {}))
      if ('visibility' in one && one.visibility) change(one.visibility);
  });

const rules = ({
  credentials,
}: {
  readonly credentials: ReadonlyMap<string, object>;
}): readonly { otherwise?: string; primary_first?: string; never_hidden_on_plans?: readonly string[] }[] =>
  [...credentials.values()].flatMap((one) => ('visibility' in one && one.visibility ? [one.visibility] : []));

const visible: Has = (contract) => rules(contract).length > 0;

const once: Has = (contract) => rules(contract).some(({ otherwise }) => otherwise === 'once');

const chooses: Has = ({ operations }) =>
  operations.some(({ action }) => action.type === 'key.regenerate' && action.secret !== undefined);

const primary: Has = (contract) => rules(contract).some(({ primary_first: first }) => first !== undefined);

const planned: Has = (contract) =>
  rules(contract).some(({ never_hidden_on_plans: contracts = [] }) => contracts.length > 0);

const timed: Has = (contract) => rules(contract).some(({ otherwise }) => otherwise?.startsWith('PT') === true);

const overlapping: Has = ({ credentials }) =>
  [...credentials.values()].some((one) => 'rotation' in one && one.rotation !== undefined);

type Previous = NonNullable<KeyRecord['previous']>;

/** The old secret is kept otherwise than it was asked for. */
const previous = (change: (old: Previous) => Previous | null) =>
  inStore(
    seeing<KeyRecord>('key:', (record) =>
      record.previous === null ? record : { ...record, previous: change(record.previous) },
    ),
  );

export const KEY_LIFE = mutants(credential('api_key', 'key_pair'), [
  {
    id: 'key.tokens-outlive',
    title: 'Tokens go on for an hour after their key ended.',
    applies: keyAsClient,
    killedBy: ['oauth.key-blocked', 'oauth.key-deleted'],
    seams: credentialsAs('token', (one) => void (one.dies_with_key = 'PT1H')),
  },
  {
    id: 'key.tokens-outlive-a-second',
    title: 'Tokens go on for a second too long after their key ended.',
    applies: keyAsClient,
    killedBy: ['oauth.key-blocked', 'oauth.key-deleted'],
    seams: credentialsAs('token', (one) => void (one.dies_with_key = 'PT61S')),
  },
  {
    id: 'key.tokens-die-on-renewal',
    title: 'Tokens die when their key gets a new secret.',
    applies: keyAsClient,
    killedBy: ['oauth.key-regenerated'],
    seams: identifyingBy((store, call) =>
      seeing<KeyRecord>('key:', (record) =>
        call.request.headers.authorization !== undefined && record.regenerated ? undefined : record,
      )(store),
    ),
  },
  {
    id: 'key.blocked-issues',
    title: 'A blocked key still acquires tokens.',
    applies: keyAsClient,
    killedBy: ['oauth.key-blocked-no-token'],
    seams: {
      identify: (identify, operation) =>
        operation.action.type !== 'token.issue'
          ? identify
          : (call) =>
              identifyingBy(seeing<KeyRecord>('key:', (record) => ({ ...record, status: 'active' }))).identify!(
                identify,
                operation,
              )(call),
    },
  },
  {
    id: 'key.old-secret-accepted',
    title: 'The old secret of a renewed key stays good.',
    applies: has('key.regenerate'),
    killedBy: ['keys.renew'],
    seams: {
      store: (store) => ({
        ...store,
        swap: <V extends Value, R>(key: string, change: (current: V | undefined) => Change<V, R>) => {
          let before: V | undefined;
          const changed = store.swap<V, R>(key, (current) => {
            const made = change(current);
            const isRenewed = key.startsWith('key:') && (made.value as KeyRecord | undefined)?.regenerated === true;
            before = isRenewed && (current as KeyRecord | undefined)?.regenerated === false ? current : undefined;
            return made;
          });
          return chain(changed, (result) =>
            before === undefined ? result : chain(store.set(`old-${key}`, before), () => result),
          );
        },
      }),
      ...excusing(['invalid_credentials'], (call) =>
        withStore(call, (store) => ({
          ...store,
          get: <V extends Value>(key: string) =>
            key.startsWith('key:')
              ? chain(store.get<V>(`old-${key}`), (old) => old ?? store.get<V>(key))
              : store.get<V>(key),
        })),
      ),
    },
  },
  {
    id: 'key.renewal-without-effect',
    title: 'A renewed key answers with a secret that is not good.',
    applies: has('key.regenerate'),
    killedBy: ['keys.renew'],
    seams: actingOn('key.regenerate', (store) => ({
      ...store,
      set: () => true,
      swap: (key, change) => chain(store.get(key), (current) => change(current as never).result),
    })),
  },
  {
    id: 'key.choice-ignored',
    title: 'A secret that the caller chose is replaced by another.',
    applies: chooses,
    killedBy: ['keys.renew'],
    seams: actionsAs('key.regenerate', (action) => delete action.secret),
  },
  {
    id: 'key.no-overlap',
    title: 'The old secret of a renewed key dies at once, whatever overlap was chosen.',
    applies: overlapping,
    killedBy: ['keys.overlap'],
    seams: previous(() => null),
  },
  {
    id: 'key.overlap-endless',
    title: 'The old secret of a renewed key goes on after the overlap.',
    applies: overlapping,
    killedBy: ['keys.overlap'],
    seams: previous((old) => ({ ...old, until: Number.MAX_SAFE_INTEGER })),
  },
  {
    id: 'key.overlap-a-second-short',
    title: 'The overlap ends a second early.',
    applies: overlapping,
    killedBy: ['keys.overlap'],
    seams: previous((old) => ({ ...old, until: old.until - 1_000 })),
  },
  {
    id: 'key.overlap-by-default',
    title: 'An old secret goes on for an hour where nobody asked for it.',
    applies: credential('api_key', 'key_pair'),
    killedBy: ['keys.regenerate'],
    seams: rewritten((document) => {
      for (const one of Object.values(document['x-credentials'] ?? {}))
        if (one.kind === 'api_key' || one.kind === 'key_pair') one.rotation = { ...one.rotation, overlap: 'PT1H' };
    }),
  },
  {
    id: 'key.secret-always-shown',
    title: "A key's secret is shown for ever.",
    applies: visible,
    killedBy: ['keys.shown-once', 'keys.shown', 'keys.shown-regenerated'],
    seams: rewritten((document) => {
      for (const one of Object.values(document['x-credentials'] ?? {})) if ('visibility' in one) delete one.visibility;
    }),
  },
  {
    id: 'key.secret-shown-longer',
    title: "A key's secret is shown a minute too long.",
    applies: timed,
    killedBy: ['keys.shown', 'keys.shown-regenerated'],
    seams: visibility((rule) => void (rule.otherwise = 'PT16M')),
  },
  {
    id: 'key.primary-shown-longer',
    title: "The primary key's first secret is shown for a day too long.",
    applies: primary,
    killedBy: ['keys.shown-primary'],
    seams: visibility((rule) => void (rule.primary_first = 'P15D')),
  },
  {
    id: 'key.secret-hidden-at-once',
    title: "A key's secret is shown in the answer that made it alone.",
    applies: timed,
    killedBy: ['keys.shown'],
    seams: visibility((rule) => void (rule.otherwise = 'once')),
  },
  {
    id: 'key.secret-shown-again',
    title: "A key's secret that is to be shown once can be looked up later.",
    applies: once,
    killedBy: ['keys.shown-once'],
    seams: visibility((rule) => void (rule.otherwise = 'PT15M')),
  },
  {
    id: 'key.secret-hidden-on-every-plan',
    title: 'Secrets are hidden on price plans where they never are.',
    applies: planned,
    killedBy: ['keys.never-hidden-*'],
    seams: visibility((rule) => void delete rule.never_hidden_on_plans),
  },
  {
    id: 'key.role-permits-nothing',
    title: 'No role permits anything.',
    applies: roles,
    killedBy: ['keys.role-permits'],
    seams: rewritten((document) => {
      for (const one of Object.values(document['x-credentials'] ?? {}))
        if ('roles' in one && one.roles)
          one.roles = Object.fromEntries(Object.keys(one.roles).map((role) => [role, ['nothing']]));
    }),
  },
  {
    id: 'key.role-lost',
    title: 'Tokens do not know the key that acquired them.',
    applies: keyAsClient,
    killedBy: ['oauth.key-blocked'],
    seams: inStore(seeing<TokenRecord>(TOKENS_KEPT, (record) => ({ ...record, key_credential: null }))),
  },
]);
