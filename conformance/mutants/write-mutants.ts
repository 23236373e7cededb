/** Writes that are refused and done all the same, lists that lag behind them, and readers who are given each other's answers. */
import { chain } from '../../mock/state/awaitable.ts';
import { readBody } from '../../mock/request/parsed-body.ts';
import type { Call, Outcome } from '../../mock/request/call.ts';
import type { RecordValue } from '../../mock/contract/fill-values.ts';
import type { Action } from '../../specs/generated/vocabulary.ts';
import { pause } from '../machine-clock.ts';
import { verb } from '../checks/derived/support/make-records.ts';
import type { ResourceVerb } from '../checks/derived/support/make-records.ts';
import { mutants } from './mutant.ts';
import type { Mutant } from './mutant.ts';
import { tenants } from './isolation-mutants.ts';
import { all } from './wrap/breakable-contracts.ts';
import type { Has } from './wrap/breakable-contracts.ts';
import { withCall } from './wrap/wrap-call.ts';
import { onAction } from './wrap/wrap-steps.ts';

const SPREAD = 2;

/** What a broken server remembers of a world. */
function memory<T>(fresh: () => T): (call: Call) => T {
  const worlds = new WeakMap<object, T>();
  return (call) => {
    const { store } = call.world;
    const known = worlds.get(store) ?? fresh();
    worlds.set(store, known);
    return known;
  };
}

const resourceIn = ({ action }: Call['operation']): string =>
  'resource' in action && typeof action.resource === 'string' ? action.resource : '';

const idIn = (call: Call, record: RecordValue | undefined): string =>
  String(record?.[call.world.contract.resources.get(resourceIn(call.operation))?.id ?? 'id'] ?? '');

/** The contract has an operation of this type, and these others of its resource. */
const withOthers =
  (type: Action['type'], ...others: readonly ResourceVerb[]): Has =>
  (contract) =>
    contract.operations.some(
      (operation) =>
        operation.action.type === type &&
        others.every((other) => verb(contract, resourceIn(operation), other) !== undefined),
    );

const WRITES = ['resource.create', 'resource.update', 'resource.delete'] as const;

/** Another tenant's write is refused, and done. */
const doneElsewhere = (type: Action['type']): Mutant['seams'] =>
  onAction(type, (action) => async (call): Promise<Outcome> => {
    const outcome = await action(call);
    if (outcome.refusal?.failure !== 'not_found') return outcome;
    for (const tenant of call.world.people.tenants.keys())
      if (tenant !== call.tenant) await action(withCall(call, { tenant }));
    return outcome;
  });

/** The fields of a body that fit are written before the one that does not is found. */
function halfWritten(): Mutant['seams'] {
  return {
    guard: (name, guard, operation) =>
      name !== 'validation' || operation.action.type !== 'resource.update'
        ? guard
        : (call) =>
            chain(guard(call), (refusal) => {
              if (refusal !== undefined) refusedUpdates(call).add(call.request.path);
              return refusal;
            }),
    action: (type, action) =>
      type !== 'resource.get'
        ? action
        : (call) =>
            chain(action(call), (outcome) => {
              const record = outcome.answer?.facts?.record;
              if (record === undefined || refusedUpdates(call).size === 0) return outcome;
              const [name] =
                Object.entries(record).find(([, value]) => typeof value === 'string' && value !== idIn(call, record)) ??
                [];
              return name === undefined
                ? outcome
                : {
                    answer: {
                      ...outcome.answer,
                      facts: { ...outcome.answer?.facts, record: { ...record, [name]: 'half' } },
                    },
                  };
            }),
  };
}
const refusedUpdates = memory(() => new Set<string>());

/** A record is made, and then found to be wrong. */
function madeThenRefused(): Mutant['seams'] {
  const refused = memory(() => new Map<string, number>());
  return {
    guard: (name, guard, operation) =>
      name !== 'validation' || operation.action.type !== 'resource.create'
        ? guard
        : (call) =>
            chain(guard(call), (refusal) => {
              const resource = resourceIn(operation);
              const sent = readBody(call).state === 'json';
              if (refusal !== undefined && sent) refused(call).set(resource, (refused(call).get(resource) ?? 0) + 1);
              return refusal;
            }),
    ...onAction(
      'resource.list',
      (action, operation) => (call) =>
        chain(action(call), (outcome) => {
          const facts = outcome.answer?.facts;
          const [first] = facts?.records ?? [];
          const id = call.world.contract.resources.get(resourceIn(operation))?.id;
          if (first === undefined || id === undefined || !refused(call).has(resourceIn(operation))) return outcome;
          const ghost = { ...first, [id]: `${String(first[id])}-ghost` };
          return { answer: { ...outcome.answer, facts: { ...facts, records: [...facts!.records!, ghost] } } };
        }),
    ),
  };
}

/** After a write of one kind each list, asked for as before, is answered from memory once. */
function remembered(write: (typeof WRITES)[number]): Mutant['seams'] {
  const lists = memory(() => new Map<string, { readonly outcome: Outcome; fresh: boolean }>());
  return {
    action: (type, action) => {
      if (type === write)
        return (call) =>
          chain(action(call), (outcome) => {
            if (outcome.refusal === undefined) for (const entry of lists(call).values()) entry.fresh = false;
            return outcome;
          });
      if (type !== 'resource.list') return action;
      return (call) => {
        const key = `${call.tenant ?? ''} ${call.request.path}?${call.request.queryString}`;
        const known = lists(call).get(key);
        if (known !== undefined && !known.fresh) {
          lists(call).delete(key);
          return known.outcome;
        }
        return chain(action(call), (outcome) => {
          lists(call).set(key, { outcome, fresh: true });
          return outcome;
        });
      };
    },
  };
}

/** A record that was changed stands at the end of its list. */
function changedLast(): Mutant['seams'] {
  const changed = memory(() => new Set<string>());
  return {
    action: (type, action) =>
      type === 'resource.update'
        ? (call) =>
            chain(action(call), (outcome) => {
              changed(call).add(idIn(call, outcome.answer?.facts?.record));
              return outcome;
            })
        : type !== 'resource.list'
          ? action
          : (call) =>
              chain(action(call), (outcome) => {
                const facts = outcome.answer?.facts;
                if (facts?.records === undefined) return outcome;
                const moved = (record: RecordValue): boolean => changed(call).has(idIn(call, record));
                const records = [...facts.records.filter((one) => !moved(one)), ...facts.records.filter(moved)];
                return { answer: { ...outcome.answer, facts: { ...facts, records } } };
              }),
  };
}

/** A transition that is refused stamps the record again. */
function stampedAgain(): Mutant['seams'] {
  const stamped = memory(() => new Set<string>());
  return {
    action: (type, action, operation) =>
      type === 'resource.transition'
        ? (call) =>
            chain(action(call), (outcome) => {
              if (outcome.refusal?.failure === 'conflict') stamped(call).add(stampOf(operation.action));
              return outcome;
            })
        : type !== 'resource.get'
          ? action
          : (call) =>
              chain(action(call), (outcome) => {
                const facts = outcome.answer?.facts;
                const [name] = [...stamped(call)].filter((one) => typeof facts?.record?.[one] === 'string');
                return name === undefined
                  ? outcome
                  : {
                      answer: {
                        ...outcome.answer,
                        facts: { ...facts, record: { ...facts!.record, [name]: '2001-02-03T04:05:06Z' } },
                      },
                    };
              }),
  };
}
const stampOf = (action: Action): string => (action.type === 'resource.transition' ? (action.stamp ?? '') : '');

/** Who reads a list while it is being read gets that answer, whoever it was for. */
function joined(): Mutant['seams'] {
  const reading = memory(() => new Map<string, Promise<Outcome>>());
  return onAction('resource.list', (action) => (call) => {
    const key = `${call.request.path}?${call.request.queryString}`;
    const known = reading(call).get(key);
    if (known !== undefined) return known;
    const read = (async () => {
      await pause(5);
      reading(call).delete(key);
      return action(call);
    })();
    reading(call).set(key, read);
    return read;
  });
}

const listedBy =
  (type: (typeof WRITES)[number]): Has =>
  (contract) =>
    withOthers(type, 'list', 'create', 'get')(contract);

export const REFUSED_WRITES: readonly Mutant[] = [
  ...mutants(all(tenants, withOthers('resource.update', 'get')), [
    {
      id: 'write.update-done-elsewhere',
      title: "Another tenant's record is not found, and changed.",
      spread: SPREAD,
      killedBy: ['isolation.record'],
      seams: doneElsewhere('resource.update'),
    },
  ]),
  ...mutants(withOthers('resource.update', 'get', 'create'), [
    {
      id: 'write.update-half',
      title: 'Of a body that is refused the fields that fit are kept.',
      spread: SPREAD,
      killedBy: ['resource.refused-changes-nothing'],
      seams: halfWritten(),
    },
  ]),
  ...mutants(withOthers('resource.create', 'list'), [
    {
      id: 'write.create-refused-late',
      title: 'A record whose body is refused is in the list.',
      spread: SPREAD,
      killedBy: ['resource.refused-makes-nothing'],
      seams: madeThenRefused(),
    },
  ]),
  ...WRITES.flatMap((type) =>
    mutants(listedBy(type), [
      {
        id: `write.${type.slice('resource.'.length)}-listed-late`,
        title: `A list that was read before a ${type} is read once more as it was.`,
        spread: SPREAD,
        killedBy: ['resource.created-is-listed', 'resource.changed-stays-changed', 'resource.deleted-is-gone'],
        seams: remembered(type),
      },
    ]),
  ),
  ...mutants(withOthers('resource.update', 'list', 'get', 'create'), [
    {
      id: 'write.changed-last',
      title: 'A record that was changed stands at the end of its list.',
      spread: SPREAD,
      killedBy: ['resource.changed-stays-changed'],
      seams: changedLast(),
    },
  ]),
  ...mutants(
    ({ operations }) => operations.some(({ action, stepUp }) => stampOf(action) !== '' && stepUp === undefined),
    [
      {
        id: 'write.stamped-again',
        title: 'A transition that is refused says a new time of the first.',
        spread: SPREAD,
        killedBy: ['resource.moved-once'],
        seams: stampedAgain(),
      },
    ],
  ),
  ...mutants(all(tenants, withOthers('resource.list')), [
    {
      id: 'isolation.joined-reads',
      title: 'Who reads a list while another tenant does gets what the other gets.',
      spread: SPREAD,
      killedBy: ['isolation.list'],
      seams: joined(),
    },
  ]),
];
