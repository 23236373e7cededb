/** Tenants that learn of each other by the way round. */
import { chain } from '../../mock/state/awaitable.ts';
import type { Call, Outcome } from '../../mock/request/call.ts';
import type { Facts, RecordValue } from '../../mock/contract/fill-values.ts';
import { endsInParameter } from '../../mock/contract/path-template.ts';
import type { Action } from '../../specs/generated/vocabulary.ts';
import { elsewhere, tenants } from './isolation-mutants.ts';
import type { Mutant } from './mutant.ts';
import { mutants } from './mutant.ts';
import { withCall } from './wrap/wrap-call.ts';
import { all, has, tells } from './wrap/breakable-contracts.ts';
import type { Has } from './wrap/breakable-contracts.ts';
import { bodyAs, replying } from './wrap/wrap-reply.ts';
import { onAction } from './wrap/wrap-steps.ts';
import { inStore, rekeyed } from './wrap/wrap-store.ts';

const SPREAD = 3;

const others = (call: Call): readonly string[] =>
  [...call.world.people.tenants.keys()].filter((id) => id !== call.tenant);

type Found = Facts & { readonly records?: readonly RecordValue[] };

/** A list is made of the lists of all tenants, the caller's own first. */
const listing = (join: (own: Found, all: readonly Found[], call: Call) => Partial<Facts>): Mutant['seams'] =>
  onAction('resource.list', (action) => async (call): Promise<Outcome> => {
    const own = await action(call);
    const facts = own.answer?.facts;
    if (facts === undefined) return own;
    const outcomes = await Promise.all(others(call).map((tenant) => action(withCall(call, { tenant }))));
    const all = outcomes.flatMap(({ answer }) => (answer?.facts === undefined ? [] : [answer.facts as Found]));
    return { answer: { ...own.answer, facts: { ...facts, ...join(facts as Found, all, call) } as Facts } };
  });

const asksBy = (call: Call, ...roles: readonly string[]): boolean =>
  call.operation.parameters.some(
    ({ name, paging }) =>
      roles.includes(paging ?? '') && call.parameters[name] !== undefined && call.parameters[name] !== '',
  );

const recordsOf = (all: readonly Found[]): readonly RecordValue[] => all.flatMap(({ records = [] }) => records);

const makesListed: Has = ({ operations, resources }) =>
  operations.some(
    ({ action, parameters }) =>
      action.type === 'resource.list' &&
      resources.get(action.resource)?.partition !== 'none' &&
      parameters.some(({ paging }) => paging === 'size') &&
      operations.some(({ action: other }) => other.type === 'resource.create' && other.resource === action.resource),
  );

/** The first list of the contract, by which the sample tries them, has a parameter with this role and records that can be made. */
const listsBy =
  (role: string): Has =>
  ({ operations }) =>
    operations.some(
      ({ action, parameters }) =>
        action.type === 'resource.list' &&
        parameters.some(({ paging }) => paging === role) &&
        operations.some(({ action: other }) => other.type === 'resource.create' && other.resource === action.resource),
    );

/** A refusal of a record tells whether another tenant has it. */
const betraying = (type: Action['type'], change: (body: Record<string, unknown>) => unknown): Mutant['seams'] => {
  const betrayed = new WeakSet<object>();
  return {
    ...onAction(
      type,
      (action) => (call) =>
        chain(action(call), async (outcome) => {
          if (outcome.refusal === undefined || !['not_found', 'deleted'].includes(outcome.refusal.failure))
            return outcome;
          for (const tenant of others(call)) {
            const other = await lookedUp(call, tenant);
            if (other) betrayed.add(call.request.headers);
          }
          return outcome;
        }),
    ),
    ...replying(
      (call) => betrayed.has(call.request.headers),
      bodyAs((body) => change(body)),
    ),
  };
};

/** Whether a tenant has the record that a call names. */
async function lookedUp({ world, operation, request }: Call, tenant: string): Promise<boolean> {
  const { action } = operation;
  const resource = 'resource' in action ? world.contract.resources.get(action.resource ?? '') : undefined;
  const id =
    'path_parameter' in action && action.path_parameter !== undefined
      ? request.params[action.path_parameter]
      : undefined;
  if (resource === undefined || id === undefined) return false;
  return (await world.store.get(`r:${resource.name}:${tenant.length}:${tenant}:${id}`)) !== undefined;
}

const reaching =
  (type: Action['type']): Has =>
  ({ operations, resources }) =>
    operations.some(
      ({ action, stepUp }) =>
        action.type === type &&
        stepUp === undefined &&
        'path_parameter' in action &&
        'resource' in action &&
        resources.get(action.resource ?? '')?.partition !== 'none' &&
        operations.some(({ action: other }) => other.type === 'resource.create' && other.resource === action.resource),
    );

const checksOwn: Has = ({ operations, resources }) =>
  operations.some(
    ({ action }) => action.type === 'resource.check' && resources.get(action.resource)?.id === action.field,
  );

const namesOwn: Has = ({ operations, resources }) =>
  operations.some(
    ({ action, path }) =>
      action.type === 'resource.create' && endsInParameter(path, resources.get(action.resource)?.id ?? ''),
  );

export const ISOLATION_BEYOND: readonly Mutant[] = [
  ...mutants(all(tenants, makesListed), [
    {
      id: 'isolation.second-page',
      title: "After the first page other tenants' records come.",
      spread: SPREAD,
      killedBy: ['isolation.figures'],
      seams: listing((own, all, call) =>
        Number(own['page.number'] ?? 1) > 1 || asksBy(call, 'cursor')
          ? { records: [...(own.records ?? []), ...recordsOf(all)] as never }
          : {},
      ),
    },
    {
      id: 'isolation.empty-page',
      title: 'A page that would be empty is filled with what others have.',
      spread: SPREAD,
      killedBy: ['isolation.figures', 'isolation.filters'],
      seams: listing((own, all) => ((own.records ?? []).length === 0 ? { records: recordsOf(all) as never } : {})),
    },
  ]),
  ...mutants(all(tenants, makesListed, tells('resource.list', 'page.total')), [
    {
      id: 'isolation.total-of-all',
      title: 'The total counts the records of every tenant.',
      spread: SPREAD,
      killedBy: ['isolation.figures'],
      seams: listing((own, all) => ({
        'page.total': all.reduce((sum, one) => sum + Number(one['page.total'] ?? 0), Number(own['page.total'] ?? 0)),
      })),
    },
  ]),
  ...(['filter', 'sort_by'] as const).flatMap((role) =>
    mutants(all(tenants, listsBy(role)), [
      {
        id: `isolation.${role === 'filter' ? 'filter' : 'order'}-finds-others`,
        title:
          role === 'filter'
            ? 'A filter that no own record fits finds those of others.'
            : 'An ordered list ends with what others have.',
        spread: role === 'filter' ? 2 : SPREAD,
        // One filter by a state finds own records for each of its values.
        applies: ({ operations }) =>
          role === 'sort_by' ||
          (
            operations.find(({ parameters }) => parameters.some(({ paging }) => paging === 'filter'))?.parameters ?? []
          ).filter(({ paging }) => paging === 'filter').length > 1,
        killedBy: ['isolation.filters'],
        seams: listing((own, all, call) =>
          asksBy(call, role) && (role === 'sort_by' || (own.records ?? []).length === 0)
            ? { records: [...(own.records ?? []), ...recordsOf(all)] as never }
            : {},
        ),
      },
    ]),
  ),
  ...mutants(all(tenants, listsBy('filter'), tells('resource.list', 'page.total')), [
    {
      id: 'isolation.filter-counts-others',
      title: 'The total of a filtered list counts what others have.',
      spread: 2,
      killedBy: ['isolation.filters'],
      seams: listing((own, all, call) =>
        asksBy(call, 'filter')
          ? {
              'page.total': all.reduce(
                (sum, one) => sum + Number(one['page.total'] ?? 0),
                Number(own['page.total'] ?? 0),
              ),
            }
          : {},
      ),
    },
  ]),
  ...(['resource.get', 'resource.update', 'resource.delete'] as const).flatMap((type) =>
    mutants(all(tenants, reaching(type)), [
      {
        id: `isolation.betrayed-${type}`,
        title: `The refusal of ${type} says that the record is another tenant's.`,
        spread: SPREAD,
        killedBy: ['isolation.refusal'],
        seams: betraying(type, (body) => ({ ...body, hint: 'it belongs to another account' })),
      },
    ]),
  ),
  ...mutants(all(tenants, checksOwn), [
    {
      id: 'isolation.check',
      title: "Another tenant's record is found good.",
      killedBy: ['isolation.check'],
      seams: checkedElsewhere(),
    },
  ]),
  ...mutants(all(tenants, namesOwn), [
    {
      id: 'isolation.names-of-all',
      title: 'An identifier that another tenant has is taken.',
      killedBy: ['isolation.names'],
      seams: inStore(rekeyed('r:', (key) => key.replace(/^(r:[^:]+):\d+:[^:]*:/, '$1:1:-:'))),
    },
  ]),
  ...mutants(all(tenants, has('profile.get')), [
    {
      id: 'isolation.profile',
      title: 'Everybody sees the profile that was asked for first.',
      spread: 2,
      killedBy: ['isolation.profile'],
      seams: (() => {
        const first = new WeakMap<object, Outcome>();
        return onAction(
          'profile.get',
          (action) => (call) =>
            chain(action(call), (outcome) => {
              const known = first.get(call.world.clock);
              if (known === undefined) first.set(call.world.clock, outcome);
              return known ?? outcome;
            }),
        );
      })(),
    },
  ]),
];

/** A check that does not find the record good looks for it at the other tenants. */
function checkedElsewhere(): Mutant['seams'] {
  const found = elsewhere('resource.check');
  return {
    ...found,
    ...onAction('resource.check', (action) => async (call) => {
      const own = await action(call);
      if (own.answer?.facts?.['verdict.valid'] === true) return own;
      for (const tenant of others(call)) {
        const other = await action(withCall(call, { tenant }));
        if (other.answer?.facts?.['verdict.valid'] === true) return other;
      }
      return own;
    }),
  };
}
