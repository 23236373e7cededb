/** Writes that lose to one another, or both win, when they come at the same moment. */
import { chain } from '../../mock/state/awaitable.ts';
import type { Seams } from '../../mock/pipeline/seams.ts';
import type { Store, Value } from '../../mock/state/stores/store.ts';
import { after } from '../machine-clock.ts';
import { endsInParameter } from '../../mock/contract/path-template.ts';
import type { Action } from '../../specs/generated/vocabulary.ts';
import type { Mutant } from './mutant.ts';
import { mutants } from './mutant.ts';
import { has } from './wrap/breakable-contracts.ts';
import type { Has } from './wrap/breakable-contracts.ts';
import { bodyAs, both, ofAction, replying, succeeded } from './wrap/wrap-reply.ts';
import { actingOn } from './wrap/wrap-steps.ts';
import { racing } from './wrap/wrap-store.ts';

const SPREAD = 3;

const TURNS = 20;

async function aMoment(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await new Promise<void>((resolve) => void after(1, resolve));
}

/** Entries below a prefix are written over one another: what one reads, another writes meanwhile. */
const counting =
  (prefix: string, wrap: (key: string) => string = (key) => key): ((store: Store) => Store) =>
  (store) => ({
    ...store,
    incr: (key, by, lastsMs) =>
      key.startsWith(prefix) && by > 0
        ? (async () => {
            const { value } = await store.incr(wrap(key), 0);
            await aMoment();
            const now = await store.incr(wrap(key), 0);
            return store.incr(wrap(key), value + by - now.value, lastsMs);
          })()
        : store.incr(key, by, lastsMs),
  });

/** Whether an entry is there is looked at first, and written a moment later. */
const absentFirst =
  (prefix: string): ((store: Store) => Store) =>
  (store) => ({
    ...store,
    set: (key, value, options) =>
      key.startsWith(prefix) && options?.ifAbsent === true
        ? chain(store.get(key), async (there) => {
            if (there !== undefined) return false;
            await aMoment();
            return store.set(key, value);
          })
        : store.set(key, value, options),
  });

const named: Has = ({ operations, resources }) =>
  operations.some(
    ({ action, path }) =>
      action.type === 'resource.create' && endsInParameter(path, resources.get(action.resource)?.id ?? ''),
  );

const listed: Has = ({ operations }) =>
  operations.some(
    ({ action }) =>
      action.type === 'resource.create' &&
      operations.some(({ action: other }) => other.type === 'resource.list' && other.resource === action.resource),
  );

/** An id that is made of the second, so that all of one moment have it. */
const bySecond = (type: Action['type'], name: RegExp): Seams =>
  replying(
    both(ofAction(type), succeeded),
    bodyAs((body, call) =>
      JSON.parse(
        JSON.stringify(body, (key, value: unknown) =>
          name.test(key) && typeof value === 'string' ? `at-${Math.floor(call.now / 1000)}` : value,
        ),
      ),
    ),
  );

/** Changes of a record are made of what stood when the request came. */
const stale = (type: Action['type']): Seams => actingOn(type, racing('r:'));

export const RACES: readonly Mutant[] = [
  ...mutants(has('resource.update'), [
    {
      id: 'race.updates-lost',
      title: 'Of two changes at once the later takes back the earlier.',
      spread: 2,
      killedBy: ['race.updates'],
      seams: stale('resource.update'),
    },
  ]),
  ...mutants(has('resource.delete'), [
    {
      id: 'race.deleted-twice',
      title: 'A record is deleted by all who ask at once.',
      spread: 2,
      killedBy: ['race.once'],
      seams: stale('resource.delete'),
    },
  ]),
  ...mutants(has('resource.transition'), [
    {
      id: 'race.moved-twice',
      title: 'A record is moved on by all who ask at once.',
      killedBy: ['race.once'],
      seams: stale('resource.transition'),
    },
    {
      id: 'race.moved-both-ways',
      title: 'Two moves at once lead a record to two ends.',
      killedBy: ['race.one-end'],
      seams: stale('resource.transition'),
    },
  ]),
  ...mutants(named, [
    {
      id: 'race.name-taken-twice',
      title: 'Several records are made by one identifier at once.',
      killedBy: ['race.natural-key'],
      seams: actingOn('resource.create', absentFirst('r:')),
    },
  ]),
  ...mutants(listed, [
    {
      id: 'race.position-shared',
      title: 'Records that are made at once take one place in the list.',
      spread: SPREAD,
      killedBy: ['race.creates'],
      seams: actingOn('resource.create', counting('n:')),
    },
  ]),
  ...mutants(has('resource.create'), [
    {
      id: 'race.id-of-the-second',
      title: 'Records of one second have one id.',
      spread: SPREAD,
      killedBy: ['race.creates'],
      seams: bySecond('resource.create', /^(?:id|code|.*_id)$/),
    },
    {
      id: 'race.created-lost',
      title: 'Of records that are made at once the last alone is kept.',
      spread: SPREAD,
      applies: ({ operations }) =>
        operations.some(
          ({ action }) =>
            action.type === 'resource.get' &&
            operations.some(
              ({ action: other }) => other.type === 'resource.create' && other.resource === action.resource,
            ),
        ),
      killedBy: ['race.creates'],
      seams: {
        store(store) {
          let latest: object | undefined;
          return {
            ...store,
            set: (key, value, options) =>
              key.startsWith('r:') && options?.ifAbsent === true && options.expiresAt === undefined
                ? (async () => {
                    const mine = {};
                    latest = mine;
                    await aMoment();
                    return latest === mine ? store.set(key, value, options) : true;
                  })()
                : store.set(key, value as Value, options),
          };
        },
      },
    },
  ]),
  ...mutants(has('session.open'), [
    {
      id: 'race.session-shared',
      title: 'Logins of one second share a session.',
      killedBy: ['race.sessions'],
      seams: bySecond('session.open', /^(?:id|token)$/),
    },
  ]),
];
