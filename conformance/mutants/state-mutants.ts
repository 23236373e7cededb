/** What has ended, and is not known to have ended somewhere. */
import { chain } from '../../mock/state/awaitable.ts';
import type { KeyRecord } from '../../mock/auth/api-keys/key-records.ts';
import type { Binding } from '../../mock/auth/otp/otp-records.ts';
import type { Call } from '../../mock/request/call.ts';
import type { Seams } from '../../mock/pipeline/seams.ts';
import type { Change, Store, Value } from '../../mock/state/stores/store.ts';
import type { Action } from '../../specs/generated/vocabulary.ts';
import type { Mutant } from './mutant.ts';
import { mutants } from './mutant.ts';
import { withStore } from './wrap/wrap-call.ts';
import { all, credential, has, stepUp } from './wrap/breakable-contracts.ts';
import type { Has } from './wrap/breakable-contracts.ts';
import { actionsAs } from './wrap/wrap-document.ts';
import { onAction, onGuard } from './wrap/wrap-steps.ts';
import { seeing } from './wrap/wrap-store.ts';

const SPREAD = 3;

type Type = Action['type'];

/** Keys are used for this, by whoever must show one. */
const keyedFor =
  (type: Type): Has =>
  ({ operations }) =>
    operations.some(
      ({ action, requirements, anonymous }) =>
        action.type === type &&
        !anonymous &&
        requirements.some(({ method }) => method.kind === 'api_key' || method.kind === 'key_pair'),
    );

/** Who calls an operation of this type is found out from another store. */
const foundFor = (type: Type, wrap: (store: Store) => Store): Seams => ({
  identify: (identify, operation) =>
    operation.action.type === type ? (call) => identify(withStore(call, wrap)) : identify,
});

const alive = seeing<KeyRecord>('key:', (record) => ({ ...record, status: 'active' }));

/** The first secrets of keys, however often they were renewed, and what lone keys are found by. */
const firstSecrets = (type: Type): Seams => {
  const first = new WeakMap<object, Map<string, string>>();
  const hashes = new WeakMap<object, Map<string, Value>>();
  return {
    store(store) {
      const own = new Map<string, string>();
      const found = new Map<string, Value>();
      const kept: Store = {
        ...store,
        set(key, value, options) {
          if (key.startsWith('key:') && !own.has(key)) own.set(key, (value as unknown as KeyRecord).secret);
          if (key.startsWith('keyhash:')) found.set(key, value);
          return store.set(key, value, options);
        },
      };
      first.set(kept, own);
      hashes.set(kept, found);
      return kept;
    },
    ...foundFor(type, (store) => ({
      ...store,
      get: <V extends Value>(key: string) =>
        chain(store.get<V>(key), (value): V | undefined => {
          if (key.startsWith('keyhash:')) return value ?? (hashes.get(store)?.get(key) as V | undefined);
          const secret = key.startsWith('key:') ? first.get(store)?.get(key) : undefined;
          return value === undefined || secret === undefined
            ? value
            : ({ ...(value as object), secret } as unknown as V);
        }),
    })),
  };
};

const WHERE: readonly (readonly [Type, string])[] = [
  ['resource.list', 'lists'],
  ['resource.get', 'reads of one record'],
  ['resource.create', 'new records'],
  ['resource.update', 'changes'],
  ['resource.delete', 'deletions'],
  ['resource.check', 'checks of a record'],
  ['resource.transition', 'moves of a record'],
  ['profile.get', 'profiles'],
  ['profile.update', 'changes of a profile'],
  ['otp.request', 'one-time passwords'],
  ['otp.verify', 'verifications'],
  ['token.issue', 'new tokens'],
  ['token.introspect', 'introspection'],
  ['token.revoke', 'revocation'],
];

/** Records that were deleted are seen as they were. */
const undead: Seams['store'] = (store) => {
  const last = new Map<string, Value>();
  return {
    ...store,
    swap: <V extends Value, R>(key: string, next: (current: V | undefined) => Change<V, R>) =>
      store.swap<V, R>(key, (current) => {
        if (key.startsWith('r:') && typeof current === 'object') last.set(key, current);
        return next(current);
      }),
    get: <V extends Value>(key: string) =>
      chain(store.get<V>(key), (value) =>
        key.startsWith('alive:') ? ((last.get(key.slice('alive:'.length)) ?? value) as V | undefined) : value,
      ),
  };
};

/** An action of this type sees them so. */
const haunted = (type: Type): Seams => ({
  store: undead,
  ...onAction(
    type,
    (action) => (call) =>
      action(
        withStore(call, (store) => ({
          ...store,
          get: <V extends Value>(key: string) =>
            chain(store.get<V>(key), (value) =>
              key.startsWith('r:') && (value as unknown) === 'deleted' ? store.get<V>(`alive:${key}`) : value,
            ),
          swap: <V extends Value, R>(key: string, next: (current: V | undefined) => Change<V, R>) =>
            chain(key.startsWith('r:') ? store.get<V>(`alive:${key}`) : undefined, (before) =>
              store.swap<V, R>(key, (current) =>
                next((current as unknown) === 'deleted' && before !== undefined ? before : current),
              ),
            ),
        })),
      ),
  ),
});

const deletesToo =
  (type: Type): Has =>
  ({ operations }) =>
    operations.some(({ action }) => {
      if (action.type !== type) return false;
      const names =
        action.type === 'resource.create'
          ? Object.values(action.references ?? {})
          : 'resource' in action
            ? [action.resource]
            : [];
      return operations.some(({ action: other }) => other.type === 'resource.delete' && names.includes(other.resource));
    });

const moves: Has = ({ operations }) =>
  operations.filter(({ action }) => action.type === 'resource.transition').length > 1;

/** The binding of a verification as the step-up guard reads it. */
const bound = (change: (binding: Binding, call: Call) => Partial<Binding>): Seams =>
  onGuard(
    'step_up',
    (guard) => (call) =>
      guard(
        withStore(
          call,
          seeing<Binding>('verification:', (binding) => ({ ...binding, ...change(binding, call) })),
        ),
      ),
  );

const firstTo = ({ operations }: { readonly operations: readonly { readonly action: Action }[] }): string =>
  operations.flatMap(({ action }) => (action.type === 'resource.transition' ? [action.to] : []))[0] ?? '';

export const STATES: readonly Mutant[] = [
  ...WHERE.flatMap(([type, what]) =>
    mutants(all(credential('api_key', 'key_pair'), keyedFor(type)), [
      {
        id: `state.deleted-key-${type}`,
        title: `A deleted key still serves for ${what}.`,
        spread: SPREAD,
        killedBy: ['state.key-deleted'],
        seams: foundFor(type, alive),
      },
      {
        id: `state.old-secret-${type}`,
        title: `The secret that a key had first still serves for ${what}.`,
        spread: SPREAD,
        killedBy: ['state.key-renewed'],
        seams: firstSecrets(type),
      },
    ]),
  ),
  ...(['resource.get', 'resource.update', 'resource.create'] as const).flatMap((type) =>
    mutants(all(has('resource.delete'), deletesToo(type)), [
      {
        id: `state.deleted-record-${type}`,
        title:
          type === 'resource.create'
            ? 'A new record may refer to a deleted one.'
            : `A deleted record is there for ${type}.`,
        spread: 2,
        killedBy: ['state.deleted-record', 'state.deleted-reference'],
        seams: haunted(type),
      },
    ]),
  ),
  ...mutants(all(has('resource.check'), deletesToo('resource.check')), [
    {
      id: 'state.deleted-record-checked',
      title: 'A deleted record is found good.',
      killedBy: ['state.deleted-checked'],
      seams: haunted('resource.check'),
    },
  ]),
  ...mutants(moves, [
    {
      id: 'state.moved-and-moved-away',
      title: 'What one move has ended, another moves on.',
      killedBy: ['state.moved-away'],
      seams: actionsAs('resource.transition', (action) => void action.from.push('released', 'reversed')),
    },
    {
      id: 'state.moved-away-by-last',
      title: 'The last of the moves heeds no state.',
      killedBy: ['state.moved-away'],
      seams: {
        document(document) {
          const first = firstTo({
            operations: Object.values(document.paths ?? {}).flatMap((item) =>
              Object.values(item).flatMap((node) =>
                typeof node === 'object' && node !== null && 'x-action' in node
                  ? [{ action: (node as { 'x-action': Action })['x-action'] }]
                  : [],
              ),
            ),
          });
          return actionsAs('resource.transition', (action) => {
            if (action.to !== first) action.from.push(first);
          }).document!(document);
        },
      },
    },
  ]),
  ...mutants(stepUp, [
    {
      id: 'state.verification-of-nothing',
      title: 'A verification that names no record is good for every one.',
      killedBy: ['state.verification-of-nothing'],
      seams: bound((binding, call) =>
        binding.resource === null && call.operation.stepUp?.resource !== undefined
          ? { resource: bodyResource(call) }
          : {},
      ),
    },
    {
      id: 'state.verification-of-a-record',
      title: 'A verification of a record is good for what has none.',
      killedBy: ['state.verification-of-a-record'],
      seams: bound((_binding, call) => (call.operation.stepUp?.resource === undefined ? { resource: null } : {})),
    },
  ]),
];

/** The record that a guarded request names. */
function bodyResource(call: Call): string | null {
  const place = call.operation.stepUp?.resource;
  const body = call.parsedBody?.state === 'json' ? (call.parsedBody.value as Record<string, unknown>) : {};
  const value = place === undefined ? undefined : body[place.slice(1)];
  return typeof value === 'string' ? value : null;
}
