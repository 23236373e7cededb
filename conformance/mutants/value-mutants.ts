/** Values that are not kept as they were sent, or are taken where they are the server's, and lists that are put together wrongly. */
import { isDeepStrictEqual } from 'node:util';
import { chain } from '../../mock/state/awaitable.ts';
import { readBody } from '../../mock/request/parsed-body.ts';
import type { Call } from '../../mock/request/call.ts';
import type { CompiledContract, CompiledOperation } from '../../mock/contract/compiled-contract.ts';
import type { Facts, RecordValue } from '../../mock/contract/fill-values.ts';
import type { Change, Store, Value } from '../../mock/state/stores/store.ts';
import type { Action } from '../../specs/generated/vocabulary.ts';
import { keepsOwn, strangeFields, writes } from '../checks/derived/kept-values.ts';
import type { Manner } from '../checks/derived/support/strange-values.ts';
import type { Mutant } from './mutant.ts';
import { mutants } from './mutant.ts';
import { withCall, withStore } from './wrap/wrap-call.ts';
import { has } from './wrap/breakable-contracts.ts';
import type { Has } from './wrap/breakable-contracts.ts';
import { acting, actingOn, saying } from './wrap/wrap-steps.ts';

/** On so many contracts each of them must be noticed. */
const SPREAD = 3;

type Verb = Extract<Action['type'], `resource.${string}`>;

const WRITES = [
  ['resource.create', 'created'],
  ['resource.update', 'updated'],
] as const;

type Leaf = (value: unknown, name: string) => unknown;

/** Every value of a body but for its names; a list or an object may be changed as a whole. */
function leaves(value: unknown, change: Leaf, name = ''): unknown {
  const changed = change(value, name);
  if (changed !== value) return changed;
  if (Array.isArray(value)) return value.map((one) => leaves(one, change, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, child]) => {
      const inner = leaves(child, change, key);
      return inner === undefined ? [] : [[key, inner]];
    }),
  );
}

const onText =
  (change: (text: string) => unknown): Leaf =>
  (value) =>
    typeof value === 'string' ? change(value) : value;

const onNumber =
  (change: (number: number) => unknown): Leaf =>
  (value) =>
    typeof value === 'number' ? change(value) : value;

/** Names in the objects that the suite sends where a contract leaves the members open. */
const OPEN_NAMES = ['camelCase', 'snake_case', 'Dotted.Name', '$sign', 'zero', '0'];

/** The members of open objects; what the contract names stays. */
const onMembers =
  (change: (members: readonly (readonly [string, unknown])[]) => unknown): Leaf =>
  (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const members = Object.entries(value);
    if (!members.some(([name]) => OPEN_NAMES.includes(name))) return value;
    const changed = change(members);
    return isDeepStrictEqual(changed, value) ? value : changed;
  };

const renamed = (change: (name: string) => string): Leaf =>
  onMembers((members) => Object.fromEntries(members.map(([name, value]) => [change(name), value])));

/** What is kept is not what was sent. */
const keeping = (type: Verb, change: Leaf): Mutant['seams'] =>
  acting(type, (call) => {
    const body = readBody(call);
    return body.state === 'json'
      ? withCall(call, { parsedBody: { ...body, value: leaves(body.value, change) } })
      : call;
  });

/** The operation by which the sample of checks tries a rule of writing. */
const tried = (
  contract: CompiledContract,
  type: Verb,
  fits: (operation: CompiledOperation) => boolean,
): CompiledOperation | undefined =>
  contract.operations.find(
    (operation) => operation.action.type === type && writes(operation, contract) && fits(operation),
  );

/** What the checks send is changed by the loss. */
const loses =
  (type: Verb, manner: Manner, change: Leaf): Has =>
  (contract) => {
    const fieldsOf = (operation: CompiledOperation): object => strangeFields(contract, operation, manner);
    const operation = tried(contract, type, (one) => Object.keys(fieldsOf(one)).length > 0);
    return operation !== undefined && !isDeepStrictEqual(leaves(fieldsOf(operation), change), fieldsOf(operation));
  };

interface Loss {
  readonly id: string;
  /** Whether no shipped contract lets such a value be changed. */
  readonly createdOnly?: true;
  readonly title: string;
  readonly manner: keyof typeof CHECKS;
  readonly change: Leaf;
}

const CHECKS = { full: 'resource.keeps-values', empty: 'resource.keeps-emptiness' } as const;

const LOSSES: readonly Loss[] = [
  {
    id: 'trimmed',
    title: 'Spaces at the ends of a text are cut off',
    manner: 'full',
    change: onText((text) => text.trim()),
  },
  {
    id: 'composed',
    title: 'Letters are composed anew (NFC)',
    manner: 'full',
    change: onText((text) => text.normalize('NFC')),
  },
  {
    id: 'narrowed',
    title: 'Letters beyond Latin-1 become question marks',
    manner: 'full',
    change: onText((text) => text.replaceAll(/[^\0-\xff]/g, '?')),
  },
  {
    id: 'bmp-only',
    title: 'Signs beyond 16 bits are lost',
    manner: 'full',
    change: onText((text) => text.replaceAll(/[\u{10000}-\u{10ffff}]/gu, '')),
  },
  {
    id: 'markup-escaped',
    title: 'Markup in a text is escaped before it is kept',
    manner: 'full',
    change: onText((text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')),
  },
  {
    id: 'quotes-curled',
    title: 'Apostrophes of a text become curly ones',
    manner: 'full',
    change: onText((text) => text.replaceAll("'", '\u2019')),
  },
  {
    id: 'markup-stripped',
    title: 'Markup is taken out of a text',
    manner: 'full',
    change: onText((text) => text.replaceAll(/<[^>]*>/g, '')),
  },
  {
    id: 'lower-case',
    title: 'Text is kept in lower case',
    manner: 'full',
    change: onText((text) => (/[<]/.test(text) ? text.toLowerCase() : text)),
  },
  {
    id: 'unescaped',
    title: 'A backslash in a text is lost',
    manner: 'full',
    change: onText((text) => text.replaceAll('\\', '')),
  },
  { id: 'whole-number', title: 'Fractions are cut off', manner: 'full', change: onNumber(Math.trunc) },
  {
    id: 'one-digit',
    createdOnly: true,
    title: 'Fractions are rounded to one digit',
    manner: 'full',
    change: onNumber((number) => Math.round(number * 10) / 10),
  },
  {
    id: 'emptiness-dropped',
    createdOnly: true,
    title: 'Empty text is dropped',
    manner: 'empty',
    change: onText((text) => (text === '' ? undefined : text)),
  },
  {
    id: 'list-dropped',
    createdOnly: true,
    title: 'Empty lists are dropped',
    manner: 'empty',
    change: (value) => (Array.isArray(value) && value.length === 0 ? undefined : value),
  },
  {
    id: 'false-as-true',
    title: 'What is false becomes true',
    manner: 'empty',
    change: (value) => (value === false ? true : value),
  },
  {
    id: 'nought-dropped',
    createdOnly: true,
    title: 'Noughts are dropped',
    manner: 'empty',
    change: onNumber((number) => (number === 0 ? undefined : number)),
  },
  {
    id: 'list-once',
    createdOnly: true,
    title: 'A value that is twice in a list is kept once',
    manner: 'full',
    change: (value) => (Array.isArray(value) && new Set(value).size < value.length ? [...new Set(value)] : value),
  },
  ...(
    [
      ['leading-noughts', 'A text of digits loses its leading noughts', (text) => text.replace(/^0+(?=\d+$)/, '')],
      ['word-null', 'The word null becomes nothing', (text) => (text === 'null' ? null : text)],
      ['word-true', 'The word true becomes a truth value', (text) => (text === 'true' ? true : text)],
      ['decimals-cut', 'A text of digits loses the noughts at its end', (text) => text.replace(/(\.\d)0$/, '$1')],
      ['line-ends', 'Line ends are made alike', (text) => text.replaceAll('\r\n', '\n')],
      ['tabs', 'Tabs become spaces', (text) => text.replaceAll('\t', ' ')],
      ['squeezed', 'Several spaces become one', (text) => text.replaceAll(/ {2,}/g, ' ')],
      ['plus-as-space', 'A plus sign becomes a space', (text) => text.replaceAll('+', ' ')],
      ['percent-decoded', 'What is percent-encoded is decoded', (text) => text.replaceAll('%41', 'A')],
      ['compatible', 'Letters are replaced by those that look alike (NFKC)', (text) => text.normalize('NFKC')],
      ['joiners-lost', 'What joins signs is lost', (text) => text.replaceAll('\u200d', '')],
      ['hard-spaces', 'Spaces that do not break become ordinary ones', (text) => text.replaceAll('\u00a0', ' ')],
      ['entities-decoded', 'Character references are decoded', (text) => text.replaceAll('&amp;', '&')],
      ['leap-day', 'The leap day becomes the day after', (text) => text.replace(/-02-29/, '-03-01')],
      [
        'far-day',
        'A day after 2038 becomes the first day of 1970',
        (text) => text.replace(/^2096-02-29/, '1970-01-01'),
      ],
      [
        'email-case',
        'E-mail addresses are kept in lower case',
        (text) => (/^\S+@/.test(text) ? text.toLowerCase() : text),
      ],
      ['email-tag', 'What follows a plus sign in an e-mail address is lost', (text) => text.replace(/\+[^@\s]+@/, '@')],
    ] as const satisfies readonly (readonly [string, string, (text: string) => unknown])[]
  ).map(
    ([id, title, change]): Loss => ({
      id,
      title,
      manner: 'full',
      change: onText(change),
      ...(id.startsWith('email') && { createdOnly: true }),
    }),
  ),
  {
    id: 'cents-cut',
    createdOnly: true,
    title: 'Amounts are counted in whole cents, cut off in binary',
    manner: 'full',
    change: onNumber((number) => Math.trunc(number * 100) / 100),
  },
  ...(
    [
      [
        'members-snake',
        'Names of members are written with underscores',
        renamed((name) => name.replaceAll(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)),
      ],
      [
        'members-camel',
        'Names of members are written with humps',
        renamed((name) => name.replaceAll(/_([a-z])/g, (_, c: string) => c.toUpperCase())),
      ],
      ['members-undotted', 'A dot in the name of a member is lost', renamed((name) => name.replaceAll('.', '_'))],
      ['members-unsigned', 'A dollar sign in the name of a member is lost', renamed((name) => name.replace('$', ''))],
      [
        'members-null',
        'Members without a value are dropped',
        onMembers((members) => Object.fromEntries(members.filter(([, value]) => value !== null))),
      ],
      [
        'members-numbered',
        'An object with numbers for names becomes a list',
        onMembers((members) =>
          members.every(([name], i) => name === `${i}`)
            ? members.map(([, value]) => value)
            : Object.fromEntries(members),
        ),
      ],
      [
        'members-nothing',
        'An empty object becomes an empty list',
        onMembers((members) =>
          Object.fromEntries(members.map(([name, value]) => [name, name === 'nothing' ? [] : value])),
        ),
      ],
    ] as const satisfies readonly (readonly [string, string, Leaf])[]
  ).map(([id, title, change]): Loss => ({ id, title, manner: 'full', change })),
];

const isOwn = (name: string, { readOnly }: { readonly readOnly?: boolean }): boolean =>
  readOnly === true && name !== '';

/** What a body says of the server's own properties. */
function ownIn(call: Call, fits: (name: string, format: string | undefined) => boolean): RecordValue {
  const { operation, world } = call;
  const { action } = operation;
  const body = readBody(call);
  const schema = 'resource' in action ? world.contract.resources.get(action.resource ?? '')?.schema : undefined;
  const value = body.state === 'json' ? (body.value as Record<string, unknown>) : {};
  const inner =
    'body' in action && typeof action.body === 'string'
      ? (value[action.body.slice(1)] as Record<string, unknown>)
      : value;
  return Object.fromEntries(
    Object.entries(schema?.properties ?? {})
      .filter(([name, property]) => isOwn(name, property) && fits(name, property.format) && inner[name] !== undefined)
      .map(([name]) => [name, inner[name]]),
  ) as RecordValue;
}

/** Another record's properties over those of an object; what is none stays as it is. */
const withOwn = (value: unknown, own: RecordValue): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value, ...own } : value;

/** The server's own properties are taken from the body, and kept. */
const taking = (type: Verb, fits: (name: string, format: string | undefined) => boolean): Mutant['seams'] =>
  actingOn(type, (store, call) => storing(store, ownIn(call, fits)));

/** Records are stored with these properties. */
const storing = (store: Store, own: RecordValue): Store => ({
  ...store,
  set: (key, value, options) => store.set(key, key.startsWith('r:') ? (withOwn(value, own) as Value) : value, options),
  swap: <V extends Value, R>(key: string, next: (current: V | undefined) => Change<V, R>) =>
    store.swap<V, R>(key, (current) => {
      const change = next(current);
      if (!key.startsWith('r:') || typeof change.value !== 'object') return change;
      return { value: withOwn(change.value, own) as V, result: withOwn(change.result, own) as R };
    }),
});

const OWN: readonly (readonly [
  id: string,
  title: string,
  fits: (name: string, format: string | undefined) => boolean,
])[] = [
  ['time', 'The time of a record is taken from the client', (_name, format) => format === 'date-time'],
  ['state', 'The state of a record is taken from the client', (name) => /status|state|active|valid/i.test(name)],
  [
    'figure',
    'What the server counts or reckons is taken from the client',
    (name, format) => format === undefined && !/status|state|active|valid|^id$/i.test(name),
  ],
];

const ownsSome =
  (type: Verb, fits: (name: string, format: string | undefined) => boolean): Has =>
  (contract) => {
    const propertiesOf = ({ action }: CompiledOperation) =>
      Object.entries(
        ('resource' in action && contract.resources.get(action.resource ?? '')?.schema.properties) || {},
      ).filter(([name, property]) => isOwn(name, property));
    const operation = tried(contract, type, (one) => keepsOwn(one, contract));
    return operation !== undefined && propertiesOf(operation).some(([name, { format }]) => fits(name, format));
  };

const sortsBy: Has = ({ operations }) =>
  operations.some(
    ({ parameters }) =>
      parameters.some(({ paging }) => paging === 'sort_by') && parameters.some(({ paging }) => paging === 'size'),
  );

const filters: Has = ({ operations }) =>
  operations.some(({ parameters }) => parameters.some(({ paging }) => paging === 'filter'));

/** The first list that is filtered is sorted, too, and several of its records share a value to filter by. */
const sortsShared: Has = ({ operations, resources }) => {
  const list = operations.find(({ parameters }) => parameters.some(({ paging }) => paging === 'filter'));
  const properties =
    list?.action.type === 'resource.list' ? resources.get(list.action.resource)?.schema.properties : undefined;
  return (
    list !== undefined &&
    list.parameters.some(({ paging }) => paging === 'sort_by') &&
    list.parameters.some(({ name, paging }) => {
      const { enum: values, examples } = properties?.[name] ?? {};
      return paging === 'filter' && (values ?? examples) !== undefined;
    })
  );
};

const told = (contract: CompiledContract): boolean =>
  contract.operations.some(
    ({ action, parameters, answers }) =>
      action.type === 'resource.list' &&
      parameters.some(({ paging }) => paging === 'filter') &&
      answers.some((answer) => answer.needs().includes('page.total')),
  );

/** What a list would hold without parameters of a kind. */
const listing = (
  change: (records: readonly RecordValue[], call: Call, facts: Facts) => Partial<Facts>,
): Mutant['seams'] =>
  saying('resource.list', (outcome, call) =>
    outcome.answer?.facts?.records === undefined
      ? outcome
      : {
          answer: {
            ...outcome.answer,
            facts: {
              ...outcome.answer.facts,
              ...change(outcome.answer.facts.records, call, outcome.answer.facts),
            },
          },
        },
  );

/** The call without parameters of a role. */
const unasked = (call: Call, ...roles: readonly string[]): Call => {
  const names = call.operation.parameters.filter(({ paging }) => roles.includes(paging ?? '')).map(({ name }) => name);
  return withCall(call, {
    parameters: Object.fromEntries(Object.entries(call.parameters).filter(([name]) => !names.includes(name))),
  });
};

const given = (call: Call, role: string): string | undefined => {
  const name = call.operation.parameters.find(({ paging }) => paging === role)?.name;
  const value = name === undefined ? undefined : call.parameters[name];
  return typeof value === 'number' || (typeof value === 'string' && value !== '') ? `${value}` : undefined;
};

/** Filters as they were asked for. */
const filtersOf = (call: Call): readonly (readonly [name: string, value: string])[] =>
  call.operation.parameters.flatMap(({ name, paging }) => {
    const value = call.parameters[name];
    return paging === 'filter' && typeof value === 'string' && value !== '' ? [[name, value] as const] : [];
  });

/** Lists filtered in another way than by equality. */
const matching = (fits: (has: string, wanted: string) => boolean): Mutant['seams'] => ({
  action: (type, action) =>
    type === 'resource.list'
      ? (call) => {
          const asked = filtersOf(call);
          if (asked.length === 0) return action(call);
          return chain(action(unasked(call, 'filter')), (outcome) => {
            const facts = outcome.answer?.facts;
            if (facts?.records === undefined) return outcome;
            const records = facts.records.filter((record) =>
              asked.every(([name, wanted]) => typeof record[name] === 'string' && fits(record[name], wanted)),
            );
            return {
              answer: { ...outcome.answer, facts: { ...facts, records, 'page.total': records.length } },
            };
          });
        }
      : action,
});

/** Letters without their accents. */
const bare = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '');

const byText =
  (field: string, down: boolean) =>
  (a: RecordValue, b: RecordValue): number =>
    (String(a[field]) < String(b[field]) ? -1 : String(a[field]) > String(b[field]) ? 1 : 0) * (down ? -1 : 1);

const LISTS: readonly Mutant[] = [
  ...mutants(sortsBy, [
    {
      id: 'page.sort-page-alone',
      title: 'Each page is sorted by itself.',
      spread: SPREAD,
      killedBy: ['paging.sort-pages'],
      seams: {
        action: (type, action) =>
          type !== 'resource.list'
            ? action
            : (call) => {
                const field = given(call, 'sort_by')?.replace(/^-/, '');
                return field === undefined
                  ? action(call)
                  : chain(action(unasked(call, 'sort_by', 'sort_order')), (outcome) => {
                      const facts = outcome.answer?.facts;
                      if (facts?.records === undefined) return outcome;
                      const records = facts.records.toSorted(byText(field, false));
                      return { answer: { ...outcome.answer, facts: { ...facts, records } } };
                    });
              },
      },
    },
    {
      id: 'page.sort-second-page',
      title: 'The order asked for is kept on the first page alone.',
      spread: SPREAD,
      killedBy: ['paging.sort-pages'],
      seams: acting('resource.list', (call) =>
        Number(given(call, 'page') ?? 1) > 1 ? unasked(call, 'sort_by', 'sort_order') : call,
      ),
    },
    {
      id: 'page.sort-drops-last',
      title: 'A sorted list lacks its last record.',
      spread: SPREAD,
      killedBy: ['paging.sort-pages'],
      seams: listing((records, call, facts) =>
        given(call, 'sort_by') !== undefined && facts['page.has_next'] === false
          ? { records: records.slice(0, -1) }
          : {},
      ),
    },
  ]),
  ...mutants(
    ({ operations }) =>
      operations.some(
        ({ parameters }) =>
          parameters.some(({ paging }) => paging === 'sort_order') &&
          parameters.some(({ paging }) => paging === 'sort_by'),
      ),
    [
      {
        id: 'page.sort-up-only',
        title: 'A list that should come down comes up.',
        spread: 2,
        killedBy: ['paging.sort-pages'],
        seams: acting('resource.list', (call) =>
          given(call, 'sort_by') === undefined ? call : unasked(call, 'sort_order'),
        ),
      },
    ],
  ),
  ...mutants(
    ({ operations }) =>
      operations.some(
        ({ parameters, answers }) =>
          parameters.some(({ paging }) => paging === 'size') &&
          answers.some((answer) => answer.needs().includes('page.has_next')),
      ),
    [
      {
        id: 'page.next-if-full',
        title: 'After every full page another is promised.',
        spread: SPREAD,
        killedBy: ['paging.complete', 'paging.figures', 'value.page.has_next'],
        seams: listing((records, call) =>
          records.length > 0 && records.length === Number(given(call, 'size')) ? { 'page.has_next': true } : {},
        ),
      },
    ],
  ),
  ...mutants(has('resource.list'), [
    {
      id: 'page.empty-is-null',
      title: 'A list without records is none.',
      applies: ({ operations }) =>
        operations.some(({ parameters }) => parameters.some(({ paging }) => paging === 'page')),
      spread: SPREAD,
      killedBy: ['paging.beyond'],
      seams: {
        reply: (call, reply) =>
          call.operation.action.type === 'resource.list' && reply.body !== undefined
            ? { ...reply, body: reply.body.replace(/^\[\]$|(?<=:)\[\]/, 'null') }
            : reply,
      },
    },
  ]),
  ...mutants(filters, [
    {
      id: 'page.filter-prefix',
      title: 'A filter takes what begins with its value.',
      spread: SPREAD,
      killedBy: ['paging.filter-exact'],
      seams: matching((has, wanted) => has.startsWith(wanted)),
    },
    {
      id: 'page.filter-contains',
      title: 'A filter takes what contains its value.',
      spread: SPREAD,
      killedBy: ['paging.filter-exact'],
      seams: matching((has, wanted) => has.includes(wanted)),
    },
    {
      id: 'page.filter-case',
      title: 'A filter does not heed case.',
      spread: SPREAD,
      killedBy: ['paging.filter-exact'],
      seams: matching((has, wanted) => has.toLowerCase() === wanted.toLowerCase()),
    },
    {
      id: 'page.filter-pattern',
      title: 'A filter is a pattern: a star stands for anything.',
      spread: SPREAD,
      killedBy: ['paging.filter-exact'],
      seams: matching((has, wanted) => wanted === '*' || has === wanted),
    },
    {
      id: 'page.filter-like',
      title: 'A filter goes into a LIKE: a per cent sign stands for anything.',
      spread: SPREAD,
      killedBy: ['paging.filter-exact'],
      seams: matching((has, wanted) => (wanted.endsWith('%') ? has.startsWith(wanted.slice(0, -1)) : has === wanted)),
    },
    {
      id: 'page.filter-padded',
      title: 'A filter does not heed spaces at its end.',
      spread: SPREAD,
      killedBy: ['paging.filter-exact'],
      seams: matching((has, wanted) => has.trimEnd() === wanted.trimEnd()),
    },
    {
      id: 'page.filter-accents',
      title: 'A filter does not heed accents.',
      spread: SPREAD,
      killedBy: ['paging.filter-exact'],
      seams: matching((has, wanted) => bare(has) === bare(wanted)),
    },
    {
      id: 'page.filter-any-of',
      title: 'A filter with a comma is two.',
      spread: SPREAD,
      killedBy: ['paging.filter-exact'],
      seams: matching((has, wanted) => wanted.split(',').includes(has)),
    },
    {
      id: 'page.filter-any-letter',
      title: 'A filter goes into a LIKE: a low line stands for any letter.',
      spread: SPREAD,
      killedBy: ['paging.filter-exact'],
      seams: matching((has, wanted) => (wanted.startsWith('_') ? has.slice(1) === wanted.slice(1) : has === wanted)),
    },
    {
      id: 'page.filter-first-page',
      title: 'A filter holds on the first page alone.',
      applies: ({ operations }) =>
        operations.some(
          ({ parameters }) =>
            parameters.some(({ paging }) => paging === 'filter') && parameters.some(({ paging }) => paging === 'page'),
        ),
      spread: SPREAD,
      killedBy: ['paging.filter-whole'],
      seams: acting('resource.list', (call) => (Number(given(call, 'page') ?? 1) > 1 ? unasked(call, 'filter') : call)),
    },
    {
      id: 'page.filter-unsorted',
      title: 'A list that is filtered is not sorted.',
      applies: sortsShared,
      spread: 2,
      killedBy: ['paging.filter-whole'],
      seams: acting('resource.list', (call) =>
        filtersOf(call).length > 0 ? unasked(call, 'sort_by', 'sort_order') : call,
      ),
    },
    {
      id: 'page.sorted-unfiltered',
      title: 'A list that is sorted is not filtered.',
      applies: sortsShared,
      spread: 2,
      killedBy: ['paging.filter-whole'],
      seams: acting('resource.list', (call) => (given(call, 'sort_by') === undefined ? call : unasked(call, 'filter'))),
    },
    {
      id: 'page.filter-last-missing',
      title: 'The last of the records that fit a filter is missing.',
      spread: SPREAD,
      killedBy: ['paging.filter-whole'],
      seams: listing((records, call) => (filtersOf(call).length > 0 ? { records: records.slice(0, -1) } : {})),
    },
    {
      id: 'page.filter-last-ignored',
      title: 'Of several filters the first alone counts.',
      applies: ({ operations }) => {
        const list = operations.find(({ parameters }) => parameters.some(({ paging }) => paging === 'filter'));
        return list !== undefined && list.parameters.filter(({ paging }) => paging === 'filter').length > 2;
      },
      killedBy: ['paging.filter-whole'],
      seams: acting('resource.list', (call) => {
        const [, ...others] = filtersOf(call).map(([name]) => name);
        return withCall(call, {
          parameters: Object.fromEntries(Object.entries(call.parameters).filter(([name]) => !others.includes(name))),
        });
      }),
    },
  ]),
  ...mutants(told, [
    {
      id: 'page.filter-total-of-all',
      title: 'The total of a filtered list counts the records that do not fit, too.',
      spread: SPREAD,
      killedBy: ['paging.filter-whole'],
      seams: listing((_records, call, facts) =>
        filtersOf(call).length > 0 ? { 'page.total': Number(facts['page.total']) + 3 } : {},
      ),
    },
  ]),
];

/** An own property that a client names by another spelling, or in the query. */
const takingAs = (type: Verb, read: (call: Call, name: string, inner: RecordValue) => unknown): Mutant['seams'] =>
  acting(type, (call) => {
    const body = readBody(call);
    const { action } = call.operation;
    const schema = 'resource' in action ? call.world.contract.resources.get(action.resource ?? '')?.schema : undefined;
    if (body.state !== 'json') return call;
    const value = body.value as Record<string, unknown>;
    const wrapper = 'body' in action && typeof action.body === 'string' ? action.body.slice(1) : undefined;
    const inner = (wrapper === undefined ? value : value[wrapper]) as RecordValue;
    const own = Object.entries(schema?.properties ?? {}).flatMap(([name, property]) => {
      const taken = isOwn(name, property) ? read(call, name, inner) : undefined;
      return taken === undefined ? [] : [[name, taken] as const];
    });
    return withStore(call, (store) => storing(store, Object.fromEntries(own) as RecordValue));
  });

const SPELLED: readonly (readonly [string, string, (call: Call, name: string, inner: RecordValue) => unknown])[] = [
  ['upper-case', 'in capitals', (_call, name, inner) => inner[name.toUpperCase()]],
  ['query', 'in the query', (call, name) => call.request.query[name]],
];

export const VALUES: readonly Mutant[] = [
  ...WRITES.flatMap(([type, place]) =>
    mutants(
      (contract) => tried(contract, type, (one) => keepsOwn(one, contract)) !== undefined,
      SPELLED.map(([id, where, read]) => ({
        id: `value.${place}-own-${id}`,
        title: `What is the server's own is taken ${where}, when a record is ${place}.`,
        spread: SPREAD,
        killedBy: ['resource.server-owned'],
        seams: takingAs(type, read),
      })),
    ),
  ),
  ...WRITES.flatMap(([type, place]) =>
    mutants(
      has(type),
      LOSSES.filter(({ createdOnly }) => type === 'resource.create' || createdOnly === undefined).map(
        ({ id, title, manner, change }) => ({
          id: `value.${place}-${id}`,
          title: `${title}, of a record that is ${place}.`,
          spread: SPREAD,
          applies: loses(type, manner, change),
          killedBy: [CHECKS[manner]],
          seams: keeping(type, change),
        }),
      ),
    ),
  ),
  ...WRITES.flatMap(([type, place]) =>
    mutants(
      has(type),
      OWN.filter(([id]) => type === 'resource.create' || id !== 'state').map(([id, title, fits]) => ({
        id: `value.${place}-own-${id}`,
        title: `${title}, when it is ${place}.`,
        spread: SPREAD,
        applies: ownsSome(type, fits),
        killedBy: ['resource.server-owned'],
        seams: taking(type, fits),
      })),
    ),
  ),
  ...LISTS,
];
