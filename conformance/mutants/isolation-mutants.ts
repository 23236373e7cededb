/** Tenants that see each other, and records that do not behave. */
import { chain } from '../../mock/state/awaitable.ts';
import type { Awaitable } from '../../mock/state/awaitable.ts';
import type { ActionStep, Call, Outcome } from '../../mock/request/call.ts';
import { at } from '../../mock/contract/openapi-document.ts';
import type { Schema } from '../../mock/contract/openapi-document.ts';
import type { CompiledContract } from '../../mock/contract/compiled-contract.ts';
import type { RecordValue } from '../../mock/contract/fill-values.ts';
import type { Action } from '../../specs/generated/vocabulary.ts';
import { mutants } from './mutant.ts';
import { withCall } from './wrap/wrap-call.ts';
import { all, has, tells } from './wrap/breakable-contracts.ts';
import type { Has } from './wrap/breakable-contracts.ts';
import { actionsAs, rewritten } from './wrap/wrap-document.ts';
import type { Writable } from './wrap/wrap-document.ts';
import { bodyAs, both, ofAction, replying, succeeded } from './wrap/wrap-reply.ts';
import { acting, lettingThrough, onAction, saying, telling } from './wrap/wrap-steps.ts';

export const tenants: Has = (contract) =>
  contract.tenants.size > 1 && [...contract.resources.values()].some(({ partition }) => partition !== 'none');

const others = (call: Call): readonly string[] =>
  [...call.world.people.tenants.keys()].filter((id) => id !== call.tenant);

/** What is not found is looked for at the other tenants. */
export const elsewhere = (type: Action['type']) =>
  onAction(type, (action) => (call) => {
    const look = (at: readonly string[], first: Outcome): Awaitable<Outcome> => {
      const [tenant, ...rest] = at;
      if (
        tenant === undefined ||
        first.refusal === undefined ||
        !['not_found', 'deleted'].includes(first.refusal.failure)
      )
        return first;
      return chain(action(withCall(call, { tenant })), (outcome) => (outcome.refusal ? look(rest, first) : outcome));
    };
    return chain(action(call), (outcome) => look(others(call), outcome));
  });

const missed = new WeakMap<object, Map<string, Outcome>>();

/** What was not found once is not looked for again. */
const missedForGood = onAction('resource.get', (action) => (call) => {
  const known = missed.get(call.world.clock) ?? new Map<string, Outcome>();
  missed.set(call.world.clock, known);
  const key = `${call.tenant} ${call.request.path}`;
  return (
    known.get(key) ??
    chain(action(call), (outcome) => {
      if (outcome.refusal?.failure === 'not_found') known.set(key, outcome);
      return outcome;
    })
  );
});

/** Everybody's records in one list. */
const together =
  (action: ActionStep): ActionStep =>
  async (call) => {
    const all = await Promise.all([call.tenant, ...others(call)].map((tenant) => action(withCall(call, { tenant }))));
    const [own] = all;
    if (own?.answer === undefined) return own!;
    const records = all.flatMap(({ answer }) => answer?.facts?.records ?? []);
    return { answer: { ...own.answer, facts: { ...own.answer.facts, records } } };
  };

/** Everybody's records, where the request has a parameter with this role. */
const togetherWith = (role: 'filter' | 'sort_by') =>
  onAction('resource.list', (action) => async (call) => {
    const names = call.operation.parameters.filter(({ paging }) => paging === role).map(({ name }) => name);
    return names.some((name) => call.parameters[name] !== undefined) ? together(action)(call) : action(call);
  });

const lists =
  (role: 'filter' | 'sort_by'): Has =>
  ({ operations }) =>
    operations.some(
      ({ action, parameters }) => action.type === 'resource.list' && parameters.some(({ paging }) => paging === role),
    );

const pages: Has = ({ operations }) =>
  operations.some(({ parameters }) => parameters.some(({ paging }) => paging === 'page'));

const paged = (change: (facts: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>) =>
  saying('resource.list', (outcome) =>
    outcome.answer === undefined
      ? outcome
      : { answer: { ...outcome.answer, facts: { ...outcome.answer.facts, ...change(outcome.answer.facts ?? {}) } } },
  );

/** The query parameter with this role is not read. */
const unread = (role: 'page' | 'size' | 'filter' | 'sort_by') =>
  acting('resource.list', (call) => {
    const names = call.operation.parameters.filter(({ paging }) => paging === role).map(({ name }) => name);
    return withCall(call, {
      parameters: Object.fromEntries(Object.entries(call.parameters).filter(([name]) => !names.includes(name))),
    });
  });

const reads: Has = ({ operations }) =>
  operations.some(({ action }) => ['resource.list', 'resource.get'].includes(action.type));

export const ISOLATION = mutants(tenants, [
  {
    id: 'isolation.list',
    title: "A list shows every tenant's records.",
    applies: has('resource.list'),
    killedBy: ['isolation.list'],
    seams: onAction('resource.list', together),
  },
  {
    id: 'isolation.list-in-order',
    title: "A list that is put in order shows every tenant's records.",
    applies: lists('sort_by'),
    killedBy: ['paging.sort'],
    seams: togetherWith('sort_by'),
  },
  {
    id: 'isolation.list-filtered',
    title: "A list that is filtered shows every tenant's records.",
    applies: lists('filter'),
    killedBy: ['paging.filter'],
    seams: togetherWith('filter'),
  },
  {
    id: 'isolation.get',
    title: 'A record is read by another tenant.',
    applies: has('resource.get'),
    killedBy: ['isolation.record'],
    seams: elsewhere('resource.get'),
  },
  {
    id: 'isolation.update',
    title: 'A record is changed by another tenant.',
    applies: has('resource.update'),
    killedBy: ['isolation.record'],
    seams: elsewhere('resource.update'),
  },
  {
    id: 'isolation.delete',
    title: 'A record is deleted by another tenant.',
    applies: has('resource.delete'),
    killedBy: ['isolation.record'],
    seams: elsewhere('resource.delete'),
  },
  {
    id: 'isolation.transition',
    title: 'A record is moved on by another tenant.',
    applies: has('resource.transition'),
    killedBy: ['isolation.record'],
    seams: elsewhere('resource.transition'),
  },
  {
    id: 'isolation.reference',
    title: "A new record may refer to another tenant's.",
    applies: ({ operations }) =>
      operations.some(({ action }) => action.type === 'resource.create' && action.references !== undefined),
    killedBy: ['isolation.reference', 'isolation.record'],
    seams: elsewhere('resource.create'),
  },
]);

export const RECORDS = mutants(reads, [
  {
    id: 'record.created-not-kept',
    title: 'A new record is answered and not kept.',
    applies: all(has('resource.create'), has('resource.get')),
    killedBy: ['resource.created-is-fetched'],
    seams: onAction('resource.create', (action) => (call) => action(withCall(call, { tenant: 'nobody' }))),
  },
  {
    id: 'record.missed-for-good',
    title: 'A record that was asked for before it was made is never found.',
    applies: all(has('resource.create'), has('resource.get')),
    killedBy: ['resource.missed-then-made'],
    spread: 3,
    seams: missedForGood,
  },
  {
    id: 'record.deleted-kept',
    title: 'A deleted record is still there.',
    applies: has('resource.delete'),
    killedBy: ['resource.deleted-is-gone'],
    seams: onAction('resource.delete', () => () => ({ answer: {} })),
  },
  {
    id: 'record.update-lost',
    title: 'A change is answered and not kept.',
    applies: has('resource.update'),
    killedBy: ['resource.changed-stays-changed'],
    seams: onAction(
      'resource.update',
      (action) => (call) =>
        action(
          withCall(call, {
            world: {
              ...call.world,
              store: {
                ...call.world.store,
                swap: (key, change) => chain(call.world.store.get(key), (value) => change(value as never).result),
              },
            },
          }),
        ),
    ),
  },
  {
    id: 'record.another',
    title: 'Whatever record is asked for, the first one comes.',
    applies: all(has('resource.get'), has('resource.list')),
    killedBy: ['resource.created-is-fetched'],
    seams: replying(
      both(ofAction('resource.get'), succeeded),
      bodyAs((body) => shuffled(body)),
    ),
  },
  {
    id: 'record.unknown-as-empty',
    title: 'A record that is not there is answered 200 with an empty body.',
    applies: has('resource.get'),
    killedBy: ['resource.unknown'],
    seams: replying(
      (_call, { refusal }) => refusal?.failure === 'not_found',
      () => ({ status: 200, body: '{}' }),
    ),
  },
  {
    id: 'record.moved-twice',
    title: 'A record that was moved on can be moved on again.',
    applies: has('resource.transition'),
    killedBy: ['resource.moved-once'],
    seams: actionsAs('resource.transition', (action) => void action.from.push(action.to, 'reversed', 'released')),
  },
  {
    id: 'record.reference-unchecked',
    title: 'A record may refer to one that is not there.',
    applies: ({ operations }) =>
      operations.some(({ action }) => action.type === 'resource.create' && action.references !== undefined),
    killedBy: ['resource.reference'],
    seams: actionsAs('resource.create', (action) => delete action.references),
  },
  {
    id: 'record.credential-unchecked',
    title: 'What needs a credential of its own is given to any.',
    applies: ({ operations }) =>
      operations.some(({ action }) => action.type === 'resource.create' && action.credential_for !== undefined),
    killedBy: ['credential-for.refused'],
    seams: actionsAs('resource.create', (action) => delete action.credential_for),
  },
  {
    id: 'page.overlap',
    title: 'The second page begins with the last record of the first.',
    applies: pages,
    killedBy: ['paging.complete'],
    seams: onAction(
      'resource.list',
      (action) => (call) =>
        chain(action(call), (outcome) => {
          const facts = outcome.answer?.facts;
          const last = before.get(call.world.clock);
          if (facts?.records !== undefined) before.set(call.world.clock, facts.records.at(-1));
          if (facts === undefined || facts['page.number'] === 1 || last === undefined) return outcome;
          return {
            answer: {
              ...outcome.answer,
              facts: { ...facts, records: [last as never, ...(facts.records ?? []).slice(0, -1)] },
            },
          };
        }),
    ),
  },
  {
    id: 'page.ignored',
    title: 'Every page is the first one.',
    applies: pages,
    killedBy: ['paging.complete'],
    seams: unread('page'),
  },
  {
    id: 'page.size-ignored',
    title: 'The size of a page cannot be chosen.',
    applies: pages,
    killedBy: ['paging.size'],
    seams: unread('size'),
  },
  {
    id: 'parameter.alias-ignored',
    title: 'Another name of a parameter is taken, and does nothing.',
    applies: ({ operations }) =>
      operations.some(({ parameters }) => parameters.some(({ alias }) => alias !== undefined)),
    killedBy: ['parameter.alias'],
    seams: acting('resource.list', (call) => {
      const unread = new Set(
        call.operation.parameters.flatMap(({ name, alias }) =>
          alias !== undefined && call.request.query[alias] === undefined && call.request.query[name] !== undefined
            ? [alias]
            : [],
        ),
      );
      return withCall(call, {
        parameters: Object.fromEntries(Object.entries(call.parameters).filter(([name]) => !unread.has(name))),
      });
    }),
  },
  {
    id: 'parameter.alias-first',
    title: 'Where a parameter comes under both its names, the other one counts.',
    applies: ({ operations }) =>
      operations.some(({ parameters }) =>
        parameters.some(({ alias, paging }) => alias !== undefined && paging === 'size'),
      ),
    killedBy: ['parameter.alias'],
    seams: acting('resource.list', (call) => {
      const other = Object.fromEntries(
        call.operation.parameters.flatMap(({ name, alias }) =>
          alias !== undefined && call.parameters[name] !== undefined ? [[alias, call.parameters[name]]] : [],
        ),
      );
      return withCall(call, { parameters: { ...call.parameters, ...other } });
    }),
  },
  {
    id: 'page.size-one-more',
    title: 'A page holds one record more than was asked for.',
    applies: pages,
    killedBy: ['paging.size'],
    seams: acting('resource.list', (call) => {
      const size = call.operation.parameters.find(({ paging }) => paging === 'size')?.name;
      return size === undefined || call.parameters[size] === undefined
        ? call
        : withCall(call, { parameters: { ...call.parameters, [size]: Number(call.parameters[size]) + 1 } });
    }),
  },
  {
    id: 'page.total-wrong',
    title: 'The total counts one record too many.',
    applies: tells('resource.list', 'page.total'),
    killedBy: ['paging.complete', 'paging.figures'],
    seams: paged((facts) => ({ 'page.total': Number(facts['page.total']) + 1 })),
  },
  {
    id: 'page.next-wrong',
    title: 'The last page says that there is another.',
    applies: tells('resource.list', 'page.has_next'),
    killedBy: ['paging.figures'],
    seams: paged(() => ({ 'page.has_next': true })),
  },
  {
    id: 'page.sort-ignored',
    title: 'The order asked for is passed over.',
    applies: ({ operations }) =>
      operations.some(({ parameters }) => parameters.some(({ paging }) => paging === 'sort_by')),
    killedBy: ['paging.sort'],
    seams: unread('sort_by'),
  },
  {
    id: 'page.filter-ignored',
    title: 'Filters are passed over.',
    applies: ({ operations }) =>
      operations.some(({ parameters }) => parameters.some(({ paging }) => paging === 'filter')),
    killedBy: ['paging.filter'],
    seams: unread('filter'),
  },
  {
    id: 'body.unchecked',
    title: 'A body that does not fit the contract is accepted.',
    applies: has('resource.create', 'resource.update'),
    killedBy: ['body.missing-property', 'body.wrong-type', 'body.outside'],
    seams: lettingThrough('validation', ['invalid_body']),
  },
  {
    id: 'parameter.unchecked',
    title: 'A parameter that does not fit the contract is accepted.',
    killedBy: ['parameter.outside', 'parameter.missing'],
    applies: ({ operations }) =>
      operations.some(
        ({ parameters, action }) => action.type.startsWith('resource.') && parameters.some((one) => one.in === 'query'),
      ),
    seams: lettingThrough('validation', ['invalid_parameter']),
  },
]);

/** The last record of the latest page, by the clock of its world. */
const before = new WeakMap<object, unknown>();

/** Another identifier wherever there is one. */
function shuffled(body: Record<string, unknown>): unknown {
  return JSON.parse(
    JSON.stringify(body, (name, value: unknown) =>
      /^(?:id|code)$|_id$/.test(name) && typeof value === 'string' ? value.split('').reverse().join('') : value,
    ),
  );
}

/** Each property that is stored and shown masked. */
const masks = (change: (property: Writable<Schema>) => void) =>
  rewritten((document) => {
    for (const schema of Object.values(document.components?.schemas ?? {})) {
      for (const property of Object.values(schema.properties ?? {}))
        if (property['x-masked'] !== undefined) change(property);
    }
  });

/** The same property of what was sent. */
const asSent = (
  record: Readonly<Record<string, unknown>>,
  { parsedBody }: Call,
  names: readonly string[],
): Readonly<Record<string, unknown>> => {
  const sent = parsedBody?.state === 'json' ? JSON.stringify(parsedBody.value) : '';
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [
      name,
      (names.includes(name) && new RegExp(`"${name}":"([^"]*)"`).exec(sent)?.[1]) || value,
    ]),
  );
};

const masksOf = ({ resources }: CompiledContract): readonly string[] =>
  [...resources.values()].flatMap(({ schema }) =>
    Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
      property['x-masked'] === undefined ? [] : [name],
    ),
  );

export const STORED_SECRETS = mutants(
  (contract) => masksOf(contract).length > 0,
  [
    {
      id: 'secret.stored-whole',
      title: 'A secret that is given to be kept is shown whole.',
      killedBy: ['secret.stored-not-shown'],
      seams: masks((property) => delete property['x-masked']),
    },
    {
      id: 'secret.stored-longer',
      title: 'More of a stored secret is shown than the contract says.',
      killedBy: ['secret.stored-not-shown'],
      seams: masks((property) => void (property['x-masked']!.shown += 3)),
    },
    {
      id: 'secret.stored-hidden',
      title: 'Of a stored secret nothing is shown, so that nobody knows which it is.',
      killedBy: ['secret.stored-end-shown'],
      seams: masks((property) => void (property['x-masked']!.shown = 0)),
    },
    {
      id: 'secret.stored-echoed',
      title: 'The answer to a new record repeats the secret in it.',
      killedBy: ['secret.stored-not-shown'],
      seams: telling('resource.create', (facts, call) =>
        facts.record === undefined
          ? facts
          : { ...facts, record: asSent(facts.record, call, masksOf(call.world.contract)) as typeof facts.record },
      ),
    },
  ],
);

const discounts: Has = ({ operations }) =>
  operations.some(({ action }) => action.type === 'resource.check' && action.discount !== undefined);

/** What is taken off is worked out in another way. */
const takingOff = (
  change: (
    amount: number,
    discount: number,
    call: Call,
    record: RecordValue | undefined,
  ) => { readonly discount: number; readonly total: number },
) =>
  telling('resource.check', (facts, call) => {
    const [amount, discount] = [facts['verdict.amount'], facts['verdict.discount']];
    if (typeof amount !== 'number' || typeof discount !== 'number') return facts;
    const changed = change(amount, discount, call, facts.record);
    return { ...facts, 'verdict.discount': changed.discount, 'verdict.total': changed.total };
  });

export const DISCOUNTS = mutants(discounts, [
  {
    id: 'verdict.discount-constant',
    title: 'A check takes off the same, whatever the amount.',
    killedBy: ['verdict.discount'],
    seams: takingOff((amount) => ({ discount: 100, total: amount - 100 })),
  },
  {
    id: 'verdict.discount-beyond',
    title: 'A check takes off more than the amount.',
    applies: ({ operations }) =>
      operations.some(({ action }) => action.type === 'resource.check' && action.discount?.fixed !== undefined),
    killedBy: ['verdict.discount'],
    seams: takingOff((amount, discount, { operation: { action } }, record) => {
      const fixed =
        action.type === 'resource.check' && action.discount?.fixed !== undefined
          ? at(record, action.discount.fixed)
          : undefined;
      return typeof fixed === 'number'
        ? { discount: fixed, total: amount - fixed }
        : { discount, total: amount - discount };
    }),
  },
  {
    id: 'verdict.discount-not-taken',
    title: 'A check tells the discount and does not take it off.',
    killedBy: ['verdict.discount'],
    seams: takingOff((amount, discount) => ({ discount, total: amount })),
  },
]);
