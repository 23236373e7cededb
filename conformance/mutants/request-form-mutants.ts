/** Servers that refuse right requests for their form, and take wrong ones for right. */
import type { Seams } from '../../mock/pipeline/seams.ts';
import type { Call } from '../../mock/request/call.ts';
import { jsonPlaces, required, typed } from '../checks/derived/request-forms.ts';
import { isObject, parseJson } from '../driver/json-values.ts';
import type { Mutant } from './mutant.ts';
import { everywhere, has } from './wrap/breakable-contracts.ts';
import type { Has } from './wrap/breakable-contracts.ts';
import { replying } from './wrap/wrap-reply.ts';

const text = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : value?.[0];

const type = ({ request }: Call): string => text(request.headers['content-type']) ?? '';

const body = ({ request }: Call): string => request.rawBody?.toString('utf8') ?? '';

const names = ({ request }: Call): readonly string[] => request.rawHeaders.filter((_, i) => i % 2 === 0);

/** Requests of this form are refused. */
const refusing = (fits: (call: Call) => boolean, status: number): Seams =>
  replying(
    (call, { status: own }) => own < 400 && call.operation.id !== 'unmatched' && fits(call),
    () => ({ status, body: '{"error":"bad request"}', contentType: 'application/json' }),
  );

/** Operations that take JSON, and may be asked again and again. */
const bodied: Has = ({ operations }) =>
  operations.some(
    ({ action: { type: kind }, body: takes, stepUp }) =>
      takes !== undefined &&
      stepUp === undefined &&
      ['resource.update', 'resource.check', 'profile.update', 'session.open'].includes(kind),
  );

/** A body that is tried has a property of this sort. */
const withProperty =
  (find: (known: Parameters<typeof required>[0]) => unknown): Has =>
  (contract) =>
    jsonPlaces(contract).some(({ operation, known }) => operation.stepUp === undefined && find(known) !== undefined);

const withRequired = withProperty(required);
/** A number, so that the records that are made have nothing that could be taken already. */
const withAmount = withProperty((known) => (required(known)?.schema.type === 'number' ? known : undefined));
const withText = withProperty((known) =>
  known.find(({ required: needed, schema }) => needed && schema.type === 'string'),
);
const withNumber = withProperty((known) => typed(known, 'number', 'integer'));

/** A read wants a token or the like in Authorization. */
const inHeader: Has = ({ operations }) =>
  operations.some(
    ({ action: { type: kind }, requirements }) =>
      ['resource.list', 'resource.get', 'profile.get'].includes(kind) &&
      requirements.length > 0 &&
      requirements.every(({ method }) =>
        method.parts.some((part) => part.in === 'authorization' && part.name === 'bearer'),
      ),
  );

const REFUSED: readonly (readonly [
  id: string,
  title: string,
  fits: (call: Call) => boolean,
  status: number,
  applies: Has,
])[] = [
  ['charset', 'A Content-Type with a charset is refused.', (call) => type(call).includes(';'), 415, bodied],
  ['charset-case', 'A charset in capitals is refused.', (call) => /charset=[A-Z]/.test(type(call)), 415, bodied],
  ['charset-quoted', 'A charset in quotation marks is refused.', (call) => type(call).includes('"'), 415, bodied],
  ['white-space', 'White space before JSON is refused.', (call) => /^\s/.test(body(call)), 400, bodied],
  [
    'cookie',
    'A cookie that nobody knows is refused.',
    ({ request }) => text(request.headers['cookie'])?.includes('consent="') === true,
    400,
    everywhere,
  ],
  [
    'condition',
    'Any If-None-Match is answered with 304.',
    ({ request }) => request.headers['if-none-match'] !== undefined,
    304,
    everywhere,
  ],
  [
    'range',
    'A range of a unit that nobody knows cannot be satisfied.',
    ({ request }) => request.headers['range'] !== undefined,
    416,
    has('resource.list'),
  ],
  [
    'encoding',
    'Who would have nothing encoded gets nothing.',
    ({ request }) => text(request.headers['accept-encoding'])?.startsWith('identity') === true,
    406,
    everywhere,
  ],
  ['type-case', 'A Content-Type in capitals is refused.', (call) => /^[A-Z]/.test(type(call)), 415, bodied],
  [
    'header-capitals',
    'Names of headers in capitals are not understood.',
    (call) =>
      names(call).includes('CONTENT-TYPE') ||
      names(call).includes('AUTHORIZATION') ||
      names(call).some((name) => /^[A-Z]+(-[A-Z]+)*$/.test(name) && /KEY|TOKEN|ID$/.test(name)),
    400,
    everywhere,
  ],
  [
    'accept-any',
    'Accept: */* is not understood.',
    ({ request }) => text(request.headers['accept']) === '*/*',
    406,
    has('resource.list'),
  ],
  [
    'accept-browser',
    'A browser gets nothing that is not HTML.',
    ({ request }) => text(request.headers['accept'])?.startsWith('text/html') === true,
    406,
    has('resource.list'),
  ],
  [
    'accept-whole-type',
    'Accept: application/* is not understood.',
    ({ request }) => text(request.headers['accept']) === 'application/*',
    406,
    has('resource.list'),
  ],
  [
    'accept-capitals',
    'An Accept in capitals is not understood.',
    ({ request }) => text(request.headers['accept'])?.startsWith('APPLICATION') === true,
    406,
    has('resource.list'),
  ],
  [
    'preference',
    'A preference that nobody knows is refused.',
    ({ request }) => request.headers['prefer'] !== undefined,
    400,
    everywhere,
  ],
  [
    'scripted',
    'A request with X-Requested-With is refused.',
    ({ request }) => request.headers['x-requested-with'] !== undefined,
    403,
    everywhere,
  ],
  [
    'chunked',
    'Bodies in chunks are refused.',
    ({ request }) => request.headers['transfer-encoding'] !== undefined,
    411,
    bodied,
  ],
  ['expect', 'Expect: 100-continue is refused.', ({ request }) => request.headers['expect'] !== undefined, 417, bodied],
  [
    'unknown-header',
    'A header that nobody knows is refused.',
    ({ request }) => request.headers['x-unknown'] !== undefined,
    400,
    everywhere,
  ],
  [
    'language',
    'Another language than English is not acceptable.',
    ({ request }) => text(request.headers['accept-language'])?.startsWith('sw') === true,
    406,
    everywhere,
  ],
  [
    'proxied',
    'A request that came by way of a proxy is refused.',
    ({ request }) => request.headers['via'] !== undefined,
    400,
    everywhere,
  ],
  [
    'forwarded',
    'A request with X-Forwarded-For is refused.',
    ({ request }) => request.headers['x-forwarded-for'] !== undefined,
    400,
    everywhere,
  ],
  [
    'scheme-spaced',
    'Two spaces behind the word of a scheme are refused.',
    ({ request }) => /^\w+ {2}/.test(text(request.headers['authorization']) ?? ''),
    401,
    inHeader,
  ],
  ['indented', 'JSON must stand in one line.', (call) => body(call).includes('\n'), 400, bodied],
  ['escapes', 'Escapes in JSON are not understood.', (call) => /\\u00/.test(body(call)), 400, bodied],
];

/** What a lenient reader makes of a body that cannot be read, or of a value that does not fit. */
type Reading = (text: string, call: Call) => unknown;

/** The body is read another way before anybody looks at it. */
const reading = (read: Reading): Seams => ({
  identify: (identify) => (call) => {
    if (type(call).includes('json') && call.operation.body !== undefined) {
      const value = read(body(call), call);
      if (value !== undefined) call.parsedBody = { state: 'json', value };
    }
    return identify(call);
  },
});

const mended =
  (change: (text: string) => string): Reading =>
  (given) =>
    parseJson(given) === undefined ? parseJson(change(given)) : undefined;

const inside =
  (path: readonly string[]): Reading =>
  (given) => {
    const whole = parseJson(given);
    const inner = path.reduce<unknown>(
      (value, name) => (isObject(value) ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined),
      whole,
    );
    return isObject(whole) && isObject(inner)
      ? { ...Object.fromEntries(Object.entries(whole).filter(([name]) => name !== path[0])), ...inner }
      : undefined;
  };

/** Texts that look like something else are taken for it. */
const coerced =
  (fits: RegExp): Reading =>
  (given) => {
    const value = parseJson(given);
    return isObject(value)
      ? Object.fromEntries(
          Object.entries(value).map(([name, one]) => [
            name,
            typeof one === 'string' && fits.test(one) ? (parseJson(one) ?? one) : one,
          ]),
        )
      : undefined;
  };

/** Every value within a body of JSON, read another way. */
function everyValue(value: unknown, change: (value: unknown) => unknown): unknown {
  const changed = change(value);
  return isObject(changed)
    ? Object.fromEntries(Object.entries(changed).map(([name, one]) => [name, everyValue(one, change)]))
    : changed;
}

const isTextInList = (value: unknown): value is readonly [string] =>
  Array.isArray(value) && value.length === 1 && typeof value[0] === 'string';

const foldedNames: Reading = (given, { operation, world }) => {
  const value = parseJson(given);
  if (!isObject(value)) return undefined;
  const known = new Set<string>();
  const look = (node: unknown): void => {
    if (!isObject(node)) return;
    if (isObject(node['properties'])) for (const name of Object.keys(node['properties'])) known.add(name);
    for (const child of Object.values(node)) if (isObject(child)) look(child);
  };
  look(world.contract.document.components?.schemas);
  look(operation.pointer);
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      known.has(name) ? name : ([...known].find((other) => other.toLowerCase() === name.toLowerCase()) ?? name),
      one,
    ]),
  );
};

/** The first of two values that is no object: validation never sees the other. */
const firstGood: Reading = (given) => {
  const twice = /^\{"([^"]+)":(.+?),"\1":/.exec(given);
  if (twice === null) return undefined;
  const [, name = '', one = ''] = twice;
  const value = parseJson(given);
  return isObject(value) && isObject(value[name]) ? { ...value, [name]: parseJson(one) } : undefined;
};

const READ: readonly (readonly [id: string, title: string, read: Reading, applies?: Has])[] = [
  [
    'last-comma',
    'A comma behind the last member of JSON is passed over.',
    mended((given) => given.replace(/,\}$/, '}')),
  ],
  ['not-a-number', 'NaN in JSON is taken for 1.', mended((given) => given.replace(/:NaN\b/g, ':1')), withNumber],
  [
    'zeros',
    'Zeros before a number in JSON are passed over.',
    mended((given) => given.replaceAll(/:0+(?=[1-9])/g, ':')),
    withNumber,
  ],
  ['utf-16', 'JSON in UTF-16 is read.', mended((given) => given.replaceAll('\0', ''))],
  ['comments', 'Comments in JSON are passed over.', mended((given) => given.replace(/^\/\*.*?\*\//, ''))],
  ['behind-the-end', 'What stands behind the end of JSON is passed over.', mended((given) => given.replace(/ x$/, ''))],
  ['first-of-two', 'Of two bodies in one the first is read.', mended((given) => given.slice(0, given.length / 2))],
  ['single-quotes', 'Single quotes are taken for JSON.', mended((given) => given.replaceAll("'", '"'))],
  [
    'only-member',
    'A list of one is taken for what it holds.',
    (given) => {
      const value = parseJson(given);
      return Array.isArray(value) ? (value[0] as unknown) : undefined;
    },
  ],
  [
    'text-of-json',
    'A text of JSON is taken for JSON.',
    (given) => {
      const value = parseJson(given);
      return typeof value === 'string' ? parseJson(value) : undefined;
    },
  ],
  [
    'null',
    'A body of null is taken for one that is empty.',
    (given) => (given === 'null' ? {} : undefined),
    (contract) => jsonPlaces(contract).some(({ known }) => known.length > 0 && required(known) === undefined),
  ],
  [
    'lists-of-one',
    'A list of one text is taken for the text.',
    (given) => everyValue(parseJson(given), (one) => (isTextInList(one) ? one[0] : one)),
    withText,
  ],
  [
    'numbers-as-texts',
    'A number is taken for the text of its digits.',
    (given) => everyValue(parseJson(given), (one) => (typeof one === 'number' ? String(one) : one)),
    has('otp.verify'),
  ],
  ['proto', 'What stands in __proto__ is inherited.', inside(['__proto__']), withRequired],
  [
    'prototype',
    'What stands in constructor.prototype is inherited.',
    inside(['constructor', 'prototype']),
    withRequired,
  ],
  ['numbers', 'Texts of digits are taken for numbers.', coerced(/^\d+$/), withNumber],
  ['names-folded', 'Names of members are read without regard to case.', foldedNames, withRequired],
  ['twice', 'Of two members with one name the right one is taken.', firstGood, withAmount],
];

const ANSWERED: readonly (readonly [id: string, title: string, seams: Seams])[] = [
  [
    'page-for-browsers',
    'Who would rather have HTML gets HTML.',
    replying(
      ({ request }, { status }) => status < 300 && text(request.headers['accept'])?.startsWith('text/html') === true,
      ({ body = '' }) => ({ body: `<pre>${body}</pre>`, contentType: 'text/html' }),
    ),
  ],
  [
    'encoded-though-refused',
    'Who names gzip to refuse it gets gzip.',
    replying(
      ({ request }, { status }) => status < 300 && text(request.headers['accept-encoding'])?.includes('gzip') === true,
      ({ headers }) => ({ headers: [...headers, { name: 'content-encoding', value: 'gzip' }] }),
    ),
  ],
];

export const REQUEST_FORMS: readonly Mutant[] = [
  ...ANSWERED.map(
    ([id, title, seams]): Mutant => ({
      id: `form.${id}`,
      title,
      applies: has('resource.list'),
      killedBy: ['request.right-stays-right'],
      spread: 3,
      seams,
    }),
  ),
  ...REFUSED.map(
    ([id, title, fits, status, applies]): Mutant => ({
      id: `form.${id}-refused`,
      title,
      applies,
      killedBy: ['request.right-stays-right'],
      spread: 3,
      seams: refusing(fits, status),
    }),
  ),
  ...READ.map(
    ([id, title, read, applies = has('resource.create')]): Mutant => ({
      id: `form.${id}-read`,
      title,
      applies,
      killedBy: ['request.wrong-stays-wrong'],
      spread: 3,
      seams: reading(read),
    }),
  ),
];
