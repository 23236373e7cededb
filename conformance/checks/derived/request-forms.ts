/** A right request stays right in every form that HTTP and JSON give it, and a wrong one stays wrong. */
import type { CheckFamily } from '../../check.ts';
import type { Context, RequestParts } from '../../check-context.ts';
import { declaredMedia, declaredResponse } from '../../driver/declared-responses.ts';
import type { Exchange } from '../../exchange.ts';
import { judgesOwnRequest } from '../../../mock/contract/reachable-failures.ts';
import type { CompiledContract, CompiledOperation } from '../../../mock/contract/compiled-contract.ts';
import { changes } from '../common/find-operations.ts';
import type { Json } from './support/answer-records.ts';
import { ask, caller } from './support/ask-as-caller.ts';
import type { Caller } from './support/ask-as-caller.ts';
import { named, perOperation } from './support/check-per-operation.ts';
import type { Case } from './support/check-per-operation.ts';
import { andHeader, header, withHeader } from './support/change-parts.ts';
import { valueAt } from '../../driver/json-values.ts';
import { bodySchema, fieldsOf, isForm, properties, withField } from './support/invalid-bodies.ts';
import type { Property } from './support/invalid-bodies.ts';
import { failureBasis, standardBasis } from './support/operation-citation.ts';
import { firstOfKind } from './support/other-spellings.ts';

const HTTP = [
  'RFC 9110 §5.1, §8.3, §10.1.1, §11.4, §12.5.1, §13.1; RFC 9112 §3.2.2, §7.1',
  'https://www.rfc-editor.org/rfc/rfc9110',
] as const;

type Change = (parts: RequestParts) => RequestParts | undefined;

const JSON_TYPE = /^application\/(?:[\w.]+\+)?json$/i;

const withType =
  (change: (type: string) => string): Change =>
  (parts) => {
    const type = header(parts, 'content-type');
    return type === undefined || type.includes(';') ? undefined : withHeader(parts, 'content-type', change(type));
  };

const withText =
  (change: (value: unknown, text: string) => string): Change =>
  (parts) => {
    const { body } = parts;
    if (body === undefined || !JSON_TYPE.test(header(parts, 'content-type') ?? '')) return undefined;
    try {
      return { ...parts, body: change(JSON.parse(body), body) };
    } catch {
      return undefined;
    }
  };

const hasBody =
  (change: (parts: RequestParts) => RequestParts): Change =>
  (parts) =>
    parts.body === undefined || parts.body === '' ? undefined : change(parts);

/** Of the schemes in which one text follows the word. */
const withTwoSpaces: Change = (parts) => {
  const value = header(parts, 'authorization') ?? '';
  return /^(?:Basic|Bearer|DPoP) \S+$/i.test(value)
    ? withHeader(parts, 'authorization', value.replace(' ', '  '))
    : undefined;
};

const reversed = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).reverse())
    : value;

/** Every letter of the texts as its escape: the same JSON. */
const escaped = (text: string): string =>
  text.replaceAll(/"(?:[^"\\]|\\.)*"/g, (whole) =>
    whole.replaceAll(/(?<!\\)[a-z](?![0-9a-f]{4})/g, (letter, at: number) =>
      at === 1 ? `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}` : letter,
    ),
  );

/** Before the credential is added: a signature is made over what is sent. */
const BEFORE: readonly (readonly [how: string, change: Change])[] = [
  ['with a charset in its Content-Type', withType((type) => `${type}; charset=utf-8`)],
  ['with a charset in capitals, and no space', withType((type) => `${type};charset=UTF-8`)],
  ['with a charset in quotation marks', withType((type) => `${type}; charset="utf-8"`)],
  ['with its Content-Type in another case', withType((type) => type.replace(/^\w/, (letter) => letter.toUpperCase()))],
  ['as indented JSON', withText((value) => `${JSON.stringify(value, undefined, 2)}\n`)],
  ['with white space around its JSON', withText((_value, text) => `\r\n\t ${text} `)],
  ['with the members of its JSON in another order', withText((value) => JSON.stringify(reversed(value)))],
  ['with escaped letters in its JSON', withText((_value, text) => escaped(text))],
];

/** Of what is on the wire alone. */
const AFTER: readonly (readonly [how: string, change: Change])[] = [
  [
    'with the names of its headers in capitals',
    (parts) => ({ ...parts, headers: parts.headers.map(([name, value]) => [name.toUpperCase(), value] as const) }),
  ],
  [
    'with the names of its headers in small letters',
    (parts) => ({ ...parts, headers: parts.headers.map(([name, value]) => [name.toLowerCase(), value] as const) }),
  ],
  ['with Accept: */*', (parts) => withHeader(parts, 'Accept', '*/*')],
  [
    'with the Accept of a browser',
    (parts) => withHeader(parts, 'Accept', 'text/html, application/json;q=0.9, */*;q=0.8'),
  ],
  // A server may disregard any Accept, but not read this one as one that leaves JSON out.
  ['with an Accept of a whole type', (parts) => withHeader(parts, 'Accept', 'application/*')],
  ['with an Accept in capitals', (parts) => withHeader(parts, 'Accept', 'APPLICATION/JSON, text/html;q=0')],
  ['without Accept', (parts) => withHeader(parts, 'Accept', undefined)],
  [
    'with cookies that the contract does not have',
    (parts) =>
      header(parts, 'cookie') === undefined ? withHeader(parts, 'Cookie', '_ga=GA1.1.1; consent="yes"') : undefined,
  ],
  [
    'with conditions that do not hold',
    (parts) =>
      parts.method === 'GET'
        ? andHeader(parts, ['If-None-Match', '"never-given"'], ['If-Modified-Since', 'Thu, 01 Jan 1970 00:00:00 GMT'])
        : undefined,
  ],
  [
    // RFC 9110 §14.2: such a unit is to be ignored.
    'with a Range of a unit that nobody knows',
    (parts) => (parts.method === 'GET' ? withHeader(parts, 'Range', 'suites=0-1') : undefined),
  ],
  [
    'with Accept-Encoding for what is not encoded',
    (parts) => withHeader(parts, 'Accept-Encoding', 'identity, gzip;q=0, br;q=0'),
  ],
  ['in chunks', hasBody((parts) => withHeader(parts, 'Transfer-Encoding', 'chunked'))],
  ['with Expect: 100-continue', hasBody((parts) => withHeader(parts, 'Expect', '100-continue'))],
  [
    'with headers that the contract does not have',
    (parts) =>
      andHeader(
        parts,
        ['X-Unknown', 'a, b'],
        ['traceparent', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'],
        ['Accept-Language', 'sw, en;q=0.5'],
        ['Prefer', 'suite-unknown'],
        ['Priority', 'u=1, i'],
        ['X-Requested-With', 'XMLHttpRequest'],
      ),
  ],
  [
    'with what proxies add',
    (parts) =>
      andHeader(
        parts,
        ['Via', '1.1 proxy.example'],
        ['X-Forwarded-For', '127.0.0.1'],
        ['X-Forwarded-Proto', 'https'],
        ['X-Forwarded-Port', '443'],
      ),
  ],
  ['with an absolute URL as its target', (parts) => ({ ...parts, absolute: true as const })],
  ['with two spaces behind the word of its scheme', withTwoSpaces],
];

/** To be asked of them again and again. */
const REPEATABLE = [
  'resource.list',
  'resource.get',
  'resource.check',
  'resource.update',
  'profile.get',
  'profile.update',
  'session.open',
];

/** As the contract declares it, and encoded in no way that was not asked for. */
function expectForm(
  context: Context,
  operation: CompiledOperation,
  parts: RequestParts,
  exchange: Exchange,
  how: string,
): void {
  const response = declaredResponse(context.contract, operation, exchange.status);
  const type = exchange.answerHeaders['content-type'];
  const isDeclared =
    response?.node.content === undefined || type === undefined || declaredMedia(response, type) !== undefined;
  context.expect.that(isDeclared, `an answer of a type that the contract declares, ${how}`, type ?? '', exchange);
  const { 'content-encoding': encoding = 'identity' } = exchange.answerHeaders;
  const refused = header(parts, 'accept-encoding')?.includes(`${encoding};q=0`) === true;
  context.expect.that(!refused, 'an answer that is not encoded', `Content-Encoding: ${encoding}`, exchange);
}

const right: Case = {
  id: 'request.right-stays-right',
  title: (operation) => `${named(operation)} takes a right request in every form that HTTP and JSON give it`,
  needs: changes,
  applies: (operation, contract) =>
    firstOfKind(contract, ({ action, stepUp }) => REPEATABLE.includes(action.type) && stepUp === undefined, 1).includes(
      operation,
    ),
  basis: (operation, contract) => standardBasis(contract, operation, ...HTTP),
  async run(context: Context, operation) {
    const { request, authenticate } = await caller(context, operation);
    // Of a record, perhaps, that nobody could find or make there.
    if (!context.target.isMock) context.expect.success(await ask(context, await authenticate(request)), operation);
    for (const [how, change, isBefore] of [
      ...BEFORE.map((each) => [...each, true] as const),
      ...AFTER.map((each) => [...each, false] as const),
    ]) {
      const parts = isBefore ? change(request) : change(await authenticate(request));
      if (parts === undefined) continue;
      const exchange = await ask(context, isBefore ? await authenticate(parts) : parts);
      context.expect.that(
        exchange.status < 400,
        `a good answer: the request is right, ${how}`,
        `status ${exchange.status}`,
        exchange,
        `a right request is refused ${how}`,
      );
      context.expect.success(exchange, operation);
      expectForm(context, operation, parts, exchange, how);
    }
  },
};

const takesJson = ({ body, action }: CompiledOperation): boolean =>
  body !== undefined && !judgesOwnRequest(action) && [...body.content.keys()].some((type) => JSON_TYPE.test(type));

/** The operations whose bodies are tried, with what is known of those. */
export const jsonPlaces = (
  contract: CompiledContract,
): readonly { readonly operation: CompiledOperation; readonly known: readonly Property[] }[] =>
  firstOfKind(contract, takesJson, 2).map((operation) => {
    const schema = bodySchema(contract, operation);
    return { operation, known: schema ? properties(contract, schema) : [] };
  });

interface Wrong {
  readonly how: string;
  readonly body: string;
}

export const required = (known: readonly Property[]): Property | undefined =>
  known.find(({ required: needed, path }) => needed && path.length === 1);

export const typed = (known: readonly Property[], ...types: readonly string[]): Property | undefined =>
  known.find(({ schema: { type }, path }) => path.length === 1 && typeof type === 'string' && types.includes(type));

/** A property of one of these types: of the body itself, or one within it that the request has. */
const sent = (fields: Json, known: readonly Property[], ...types: readonly string[]): Property | undefined =>
  typed(known, ...types) ??
  known.find(
    ({ schema: { type }, path }) =>
      typeof type === 'string' && types.includes(type) && valueAt(fields, `/${path.join('/')}`) !== undefined,
  );

/** A member with a word that JSON does not have. */
const withLiteral = (fields: Json, { path }: Property, word: string): string =>
  JSON.stringify(withField(fields, path, MARK)).replace(JSON.stringify(MARK), word);

const MARK = '\u0001literal';

/**
 * Bodies that are almost right.
 *
 * @param isObject whether the contract says that the body is an object: a schema without a type takes anything else
 */
function wrongBodies(fields: Json, known: readonly Property[], isObject: boolean): readonly Wrong[] {
  const text = JSON.stringify(fields);
  const all: Wrong[] = [
    { how: 'with a comma behind its last member', body: `${text.slice(0, -1)},}` },
    { how: 'with a comment', body: `/* suite */${text}` },
    { how: 'with something behind its end', body: `${text} x` },
    { how: 'twice', body: `${text}${text}` },
    ...(isObject
      ? [
          { how: 'in a list', body: `[${text}]` },
          { how: 'null', body: 'null' },
          { how: 'as a text', body: JSON.stringify(text) },
        ]
      : []),
    { how: 'with single quotes', body: text.replaceAll('"', "'") },
  ];
  const needed = required(known);
  if (needed !== undefined) {
    const [name = ''] = needed.path;
    const value = fields[name];
    const rest = JSON.stringify(withField(fields, needed.path, undefined)).slice(1);
    const more = rest === '}' ? '}' : `,${rest}`;
    const inner = JSON.stringify({ [name]: value });
    all.push(
      { how: `with ${name} in __proto__`, body: `{"__proto__":${inner}${more}` },
      { how: `with ${name} in constructor.prototype`, body: `{"constructor":{"prototype":${inner}}${more}` },
      {
        how: `with ${name} under a name in another case`,
        body: `{"${name.toUpperCase() === name ? name.toLowerCase() : name.toUpperCase()}":${JSON.stringify(value)}${more}`,
      },
    );
  }
  for (const { path, schema } of known) {
    const written = valueAt(fields, `/${path.join('/')}`);
    if (schema.type !== 'string' || typeof written !== 'string') continue;
    const name = path.join('.');
    const digits = /^[1-9]\d{0,14}$/.test(written);
    all.push(
      { how: `with ${name} in a list`, body: JSON.stringify(withField(fields, path, [written])) },
      ...(digits
        ? [{ how: `with ${name} as a number`, body: JSON.stringify(withField(fields, path, Number(written))) }]
        : []),
    );
    if (digits) break;
  }
  if (/^[\0-\x7f]*$/.test(text)) all.push({ how: 'in UTF-16', body: text.replaceAll(/[^]/g, '$&\0') });
  const number = sent(fields, known, 'number', 'integer');
  if (number !== undefined)
    all.push(
      { how: `with ${number.path.join('.')} as a text`, body: JSON.stringify(withField(fields, number.path, '1')) },
      { how: `with ${number.path.join('.')} as NaN`, body: withLiteral(fields, number, 'NaN') },
      { how: `with a zero before ${number.path.join('.')}`, body: withLiteral(fields, number, '01') },
    );
  const flag = typed(known, 'boolean');
  if (flag !== undefined)
    all.push({ how: `with ${flag.path[0]!} as a text`, body: JSON.stringify(withField(fields, flag.path, 'true')) });
  // What has nothing to be quoted stays as it is.
  return all.filter(({ body }) => body !== text);
}

/** So many one-time passwords are asked for at most. */
const TRIES = 5;

/** With digits that can be written as a number, too: a password that begins with a nought cannot, and another is asked for. */
async function numberedCaller(context: Context, operation: CompiledOperation): Promise<Caller> {
  const begins = ({ request }: Caller): boolean =>
    Object.values(fieldsOf(request) ?? {}).some((value) => typeof value === 'string' && /^0\d+$/.test(value));
  let who = await caller(context, operation);
  for (let i = 1; i < TRIES && context.target.control !== undefined && begins(who); i++)
    who = await caller(context, operation);
  return who;
}

const wrong: Case = {
  id: 'request.wrong-stays-wrong',
  title: (operation) => `${named(operation)} refuses what is almost JSON, and almost the body that it takes`,
  applies: (operation, contract) => jsonPlaces(contract).some((place) => place.operation === operation),
  basis: (operation, contract) => failureBasis(contract, operation, 'invalid_body', 'malformed_body'),
  async run(context: Context, operation) {
    const who = await numberedCaller(context, operation);
    const fields = fieldsOf(who.request);
    if (fields === undefined || isForm(who.request)) return context.notRun('the request has no body of JSON');
    const { known } = jsonPlaces(context.contract).find((place) => place.operation === operation)!;
    const missed = required(known);
    const isObject = bodySchema(context.contract, operation)?.type === 'object';
    for (const { how, body } of wrongBodies(fields, known, isObject)) {
      const exchange = await who.ask({ ...who.request, body });
      context.expect.that(
        exchange.status >= 400 && exchange.status < 500,
        `a refusal (4xx): the body is ${how}`,
        `status ${exchange.status}`,
        exchange,
      );
    }
    if (missed === undefined) return;
    // Whichever of two values counts, one of the two orders has the wrong one.
    const [name = ''] = missed.path;
    const rest = JSON.stringify(withField(fields, missed.path, undefined)).slice(1);
    const more = rest === '}' ? '}' : `,${rest}`;
    const [good, bad] = [JSON.stringify(fields[name]), '{"not":"this"}'];
    if (Array.isArray(missed.schema.type) || missed.schema.type === undefined || missed.schema.type === 'object')
      return;
    const answers = [];
    for (const [one, two] of [
      [bad, good],
      [good, bad],
    ])
      answers.push(await who.ask({ ...who.request, body: `{"${name}":${one},"${name}":${two}${more}` }));
    const taken = answers.filter(({ status }) => status < 400);
    context.expect.that(
      taken.length < 2 && answers.every(({ status }) => status < 500),
      `a refusal of ${name} twice, at least where the wrong one of the two counts`,
      answers.map(({ status }) => status).join(' and '),
      taken[0] ?? answers[0],
    );
  },
};

export const requestForms: CheckFamily = (suite) => [right, wrong].flatMap((rule) => perOperation(suite, rule));
