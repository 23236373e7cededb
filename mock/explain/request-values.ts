/** A refused request read leniently: what it carries, wherever it carries it. */
import { parseForm } from '../request/form-fields.ts';
import { mediaType } from '../request/media-type.ts';
import type { Call } from '../request/call.ts';
import type { CompiledOperation, CompiledPart } from '../contract/compiled-contract.ts';

/** The one value of a header; undefined where there is none. */
export function header({ request }: Call, name: string): string | undefined {
  const value = request.headers[name.toLowerCase()];
  return typeof value === 'string' ? value : value?.[0];
}

export interface Authorization {
  /** As it was written; empty where there is no space in the header. */
  readonly scheme: string;
  readonly value: string;
  readonly whole: string;
}

export function authorization(call: Call): Authorization | undefined {
  const whole = header(call, 'authorization');
  if (whole === undefined) return undefined;
  const [, scheme = '', value = whole] = /^(\S+)\s+(.*)$/s.exec(whole) ?? [];
  return { scheme, value, whole };
}

/** How the bytes of the body are meant, whatever the header says. */
export type Form = 'none' | 'json' | 'form' | 'text';

export function bodyForm({ request }: Call): Form {
  const text = request.rawBody?.toString('utf8', 0, 65_536).trim() ?? '';
  if (text === '') return 'none';
  if (/^[{[]/.test(text)) return 'json';
  return /^[\w.%+[\]-]+=/.test(text) ? 'form' : 'text';
}

const texts = (value: unknown): Record<string, string> =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value).flatMap(([name, inner]) =>
          typeof inner === 'string' || typeof inner === 'number' ? [[name, String(inner)]] : [],
        ),
      )
    : {};

/** The body's fields, whether it is JSON or a form and whatever it is called. */
export function bodyFields(call: Call): Readonly<Record<string, string>> {
  const { rawBody } = call.request;
  if (rawBody === undefined) return {};
  if (bodyForm(call) === 'json') {
    try {
      return texts(JSON.parse(rawBody.toString()));
    } catch {
      return {};
    }
  }
  return bodyForm(call) === 'form' ? texts(parseForm(rawBody)?.fields) : {};
}

export const contentType = ({ request }: Call): string | undefined => mediaType(request.headers['content-type']);

/** What an operation wants is asked for every value of a request, and is the same each time. */
function once<T>(find: (operation: CompiledOperation) => T): (call: Call) => T {
  const found = new WeakMap<CompiledOperation, T>();
  return ({ operation }) => {
    let known = found.get(operation);
    if (known === undefined) found.set(operation, (known = find(operation)));
    return known;
  };
}

const partsOf = ({ requirements }: CompiledOperation): readonly CompiledPart[] => [
  ...new Map(
    requirements
      .flatMap(({ method, also = [] }) => [method, ...also.map((other) => other.method)])
      .flatMap(({ parts }) => parts)
      .map((part) => [`${part.in} ${part.name} ${part.part}`, part] as const),
  ).values(),
];

/** The parts that this operation takes a credential by. */
export const wantedParts = once(partsOf);

/** Names of headers that this operation reads, in lower case. */
export const wantedHeaders = once((operation): readonly string[] => [
  ...new Set([
    ...partsOf(operation).flatMap((part) => (part.in === 'header' ? [part.name] : [])),
    ...operation.identifiers.filter(({ in: place }) => place === 'header').map(({ name }) => name.toLowerCase()),
    ...operation.parameters.filter(({ in: place }) => place === 'header').map(({ name }) => name.toLowerCase()),
    ...(operation.stepUp === undefined ? [] : [operation.stepUp.header.toLowerCase()]),
  ]),
]);

export interface Offered {
  /** Where it stands, in words: `the header x-api-key`. */
  readonly where: string;
  readonly value: string;
}

/** Everything that may be meant as a credential, the likeliest first. */
export function offered(call: Call): readonly Offered[] {
  const { request } = call;
  const found: Offered[] = [];
  const auth = authorization(call);
  if (auth !== undefined) {
    found.push({ where: 'the Authorization header', value: auth.value });
    if (auth.scheme.toLowerCase() === 'basic') {
      const [id = '', ...secret] = Buffer.from(auth.value, 'base64').toString().split(':');
      found.push({ where: 'the user name of HTTP Basic', value: id });
      if (secret.length > 0) found.push({ where: 'the password of HTTP Basic', value: secret.join(':') });
    }
  }
  const looksMeant = (name: string): boolean =>
    /key|token|secret|auth|client|app|session|credential|user-id|hash/i.test(name);
  for (const [name, value] of Object.entries(request.headers))
    if (
      name !== 'authorization' &&
      typeof value === 'string' &&
      (looksMeant(name) || wantedHeaders(call).includes(name))
    )
      found.push({ where: `the header ${name}`, value });
  for (const [name, value] of Object.entries(request.query))
    if (typeof value === 'string' && looksMeant(name)) found.push({ where: `the query's ${name}`, value });
  for (const [name, value] of Object.entries(bodyFields(call)))
    if (looksMeant(name)) found.push({ where: `the body's ${name}`, value });
  return found.filter(({ value }) => value !== '');
}
