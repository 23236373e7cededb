/**
 * Makes of somebody's document one that can be served: without keys that are foreign here, with schemas that validators
 * read, and with one way to say what OpenAPI lets be said in several. What cannot be served is taken out and told.
 */
import { closest, distance } from 'fastest-levenshtein';
import { METHODS, at } from '../openapi-document.ts';
import { readVocabulary } from '../lint/vocabulary-schema.ts';
import { newerKeys } from './newer-keys.ts';
import { mendSchema } from './mend-schema.ts';
import { copyOf, isJson, resolved, walk } from './walk-openapi.ts';
import type { Json, Kind } from './walk-openapi.ts';

export interface Plain {
  readonly document: Json;
  /** What was left out, in sentences. */
  readonly notes: readonly string[];
  /** Keys that are nearly one of the vocabulary's. */
  readonly warnings: readonly string[];
}

/** Deeper chains of references than this are circles. */
const HOPS = 32;

/**
 * @param document is changed in place
 * @param foreign whether other tools' keys are dropped; those that are called as ours always are
 */
export function makePlain(document: Json, foreign: 'drop' | 'keep'): Plain {
  const notes: string[] = [];
  const warnings = new Set<string>();
  const patterns: string[] = [];
  const callbacks: string[] = [];
  const keys = vocabularyKeys();
  document['openapi'] = '3.1.0';
  document['jsonSchemaDialect'] = 'https://json-schema.org/draft/2020-12/schema';
  document['info'] = isJson(document['info']) ? document['info'] : {};
  const info = document['info'] as Json;
  info['title'] = typeof info['title'] === 'string' && info['title'] !== '' ? info['title'] : 'Untitled API';
  info['version'] = String((info['version'] as string | number | undefined) ?? '1');
  if (!isJson(document['paths'])) document['paths'] = {};
  const newer = newerKeys();
  walk((kind, node, pointer) => {
    newer.drop(document, kind, node, pointer);
    dropForeign(keys, warnings, node, pointer, foreign);
    mendReference(document, kind, node, pointer, notes);
    if (kind === 'Schema' && !mendSchema(node)) patterns.push(pointer);
    if (kind === 'MediaType' || kind === 'Parameter' || kind === 'Header')
      if (!isJson(node['schema']) && typeof node['schema'] !== 'boolean') delete node['schema'];
    if (kind === 'MediaType') mendExamples(document, node);
    if (kind === 'Response' || kind === 'RequestBody') mendMediaTypes(kind, node);
    if (kind === 'PathItem') mendParameters(document, node);
    if (kind === 'Operation') {
      if (isJson(node['callbacks'])) callbacks.push(...Object.keys(node['callbacks']));
      mendParameters(document, node);
      mendStatuses(document, node);
    }
  }, document);
  notes.push(...newer.told());
  dropUnservable(document['paths'] as Json, notes);
  const webhooks = Object.keys(isJson(document['webhooks']) ? document['webhooks'] : {});
  if (patterns.length > 0)
    notes.push(
      `patterns that are not checked, since they take no text that was tried or too long: ${shortened(patterns)}`,
    );
  if (webhooks.length > 0) notes.push(`webhooks are not sent until "x-webhook" says when: ${shortened(webhooks)}`);
  if (callbacks.length > 0) notes.push(`callbacks are not sent: ${shortened(callbacks)}`);
  return { document, notes, warnings: [...warnings] };
}

/** The first of several, and how many more there are. */
const shortened = ([first = '', ...more]: readonly string[]): string =>
  more.length === 0 ? first : `${first} and ${more.length} more`;

function vocabularyKeys(): readonly string[] {
  const vocabulary = readVocabulary();
  return [
    ...new Set(
      (
        ['root', 'security-scheme', 'parameter', 'operation', 'response', 'example', 'header', 'schema'] as const
      ).flatMap((slot) => vocabulary.keys(slot)),
    ),
  ];
}

function dropForeign(
  keys: readonly string[],
  warnings: Set<string>,
  node: Json,
  pointer: string,
  foreign: 'drop' | 'keep',
): void {
  for (const key of Object.keys(node)) {
    if (!key.startsWith('x-')) continue;
    if (foreign === 'drop' || keys.includes(key)) delete node[key];
    const near = misspelt(key, keys);
    if (near !== undefined) warnings.add(`${pointer}: "${key}" is ignored; did you mean "${near}"?`);
  }
}

/** The key of the vocabulary that a foreign one is a slip of: of somebody else's keys most are not. */
function misspelt(key: string, keys: readonly string[]): string | undefined {
  const near = closest(key, keys);
  const far = distance(key, near);
  return far > 0 && far <= (key.length > 8 ? 2 : 1) ? near : undefined;
}

function mendReference(document: Json, kind: Kind, node: Json, pointer: string, notes: string[]): void {
  const first = node['$ref'];
  if (typeof first !== 'string') {
    delete node['$ref'];
    return;
  }
  let current: unknown = node;
  for (let hops = 0; isJson(current) && typeof current['$ref'] === 'string'; hops++) {
    const reference: string = current['$ref'];
    current = hops < HOPS && reference.startsWith('#') ? at(document, reference) : undefined;
  }
  if (isJson(current) || (kind === 'Schema' && typeof current === 'boolean')) return;
  notes.push(`${pointer}: nothing stands at ${first}, so anything is taken for it`);
  delete node['$ref'];
  if (kind === 'Response') node['description'] ??= 'Not described.';
  if (kind === 'RequestBody') node['content'] ??= {};
}

/** Only what stands in the document can be answered. */
function mendExamples(document: Json, media: Json): void {
  const { examples } = media;
  if (examples === undefined) return;
  if (!isJson(examples)) {
    delete media['examples'];
    return;
  }
  for (const [name, example] of Object.entries(examples)) {
    const target = resolved(document, example);
    if (!isJson(target) || target['value'] === undefined) delete examples[name];
  }
  if (Object.keys(examples).length === 0) delete media['examples'];
  else if (media['example'] !== undefined) delete media['examples'];
}

/** What a range of media types stands for where one must be named. */
const RANGES: Readonly<Record<string, string>> = {
  '*/*': 'application/json',
  'application/*': 'application/json',
  'text/*': 'text/plain',
  'image/*': 'image/png',
  'audio/*': 'audio/mpeg',
  'video/*': 'video/mp4',
};

function mendMediaTypes(kind: Kind, node: Json): void {
  const { content } = node;
  if (content === undefined) return;
  const mended: Json = {};
  for (const [key, media] of Object.entries(isJson(content) ? content : {})) {
    const type = key.split(';')[0]!.trim().toLowerCase();
    const name = kind === 'Response' ? (RANGES[type] ?? type) : type;
    if (/^[^/\s]+\/[^/\s]+$/.test(name)) mended[name] ??= media;
  }
  node['content'] = mended;
}

/** Headers that OpenAPI says elsewhere, whose parameters "shall be ignored". @see OpenAPI 3.1 §4.8.12 */
const IGNORED = ['accept', 'content-type', 'authorization'];

function mendParameters(document: Json, node: Json): void {
  const { parameters } = node;
  if (parameters === undefined) return;
  const seen = new Set<string>();
  const kept = (Array.isArray(parameters) ? (parameters as unknown[]) : []).filter((parameter) => {
    const target: unknown = resolved(document, parameter);
    if (!isJson(target) || typeof target['name'] !== 'string') return false;
    const { name, in: place } = target;
    if (!['path', 'query', 'header', 'cookie'].includes(place as string)) return false;
    if (place === 'header' && IGNORED.includes(name.toLowerCase())) return false;
    const key = `${place as string}:${name}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  if (kept.length > 0) node['parameters'] = kept;
  else delete node['parameters'];
}

/** Answers that have no body, whatever a document shows. @see RFC 9110 §15.3.5, §15.3.6 and §15.4.5 */
const BODILESS = ['204', '205', '304'];

function withoutContent(document: Json, response: Json): Json {
  const target = resolved(document, response);
  if (!isJson(target) || target['content'] === undefined) return response;
  const { content: _content, ...rest } = target;
  return rest;
}

/** Stands where a document has no success at all. */
export const UNDESCRIBED = 'Done. The document does not say what is answered.';

/**
 * An operation has a success of its own; what is said of a range of statuses is said of the usual one. What is sent
 * before an answer (1XX, RFC 9110 §15.2) is none.
 */
function mendStatuses(document: Json, operation: Json): void {
  const declared = isJson(operation['responses']) ? operation['responses'] : {};
  const responses: Json = {};
  for (const [status, response] of Object.entries(declared))
    if (/^([2-5]\d\d|[2-5]XX|default)$/i.test(status) && isJson(response))
      responses[/^\dxx$/i.test(status) ? status.toUpperCase() : status.toLowerCase()] = BODILESS.includes(status)
        ? withoutContent(document, response)
        : response;
  const statuses = Object.keys(responses);
  if (!statuses.some((status) => /^[23]\d\d$/.test(status))) {
    const range = responses['2XX'] ?? responses['3XX'];
    const success = range ?? (statuses.length <= 1 ? responses['default'] : undefined);
    if (success === undefined) responses['204'] = { description: UNDESCRIBED };
    else responses[responses['2XX'] === undefined && range !== undefined ? '302' : '200'] = copyOf(success);
    // `default` is then no refusal.
    if (success !== undefined && range === undefined) delete responses['default'];
  }
  delete responses['2XX'];
  delete responses['3XX'];
  operation['responses'] = responses;
}

const SAME_PATH = 'another path differs in nothing but the names of its parameters';

/** Paths that no request can be routed by. */
function dropUnservable(paths: Json, notes: string[]): void {
  const routes = new Map<string, Set<string>>();
  for (const [path, item] of Object.entries(paths)) {
    const route = path.replaceAll(/\{[^{}]*\}/g, '{}').replace(/(.)\/$/, '$1');
    const taken = routes.get(route) ?? new Set<string>();
    const methods = isJson(item) ? METHODS.filter((method) => isJson(item[method])) : [];
    const twice = methods.filter((method) => taken.has(method));
    const why = !isJson(item)
      ? 'it holds nothing'
      : !path.startsWith('/')
        ? 'a path begins with a slash'
        : /[?#]/.test(path)
          ? 'a path has neither query nor fragment'
          : methods.length > 0 && twice.length === methods.length
            ? SAME_PATH
            : undefined;
    if (why === undefined) {
      routes.set(route, new Set([...taken, ...methods]));
      for (const method of twice) {
        notes.push(`${method.toUpperCase()} ${path} is not served: ${SAME_PATH}`);
        delete (item as Json)[method];
      }
      continue;
    }
    if (!path.startsWith('x-')) notes.push(`${path} is not served: ${why}`);
    delete paths[path];
  }
  for (const item of Object.values(paths))
    for (const key of Object.keys(item as Json))
      if ((METHODS as readonly string[]).includes(key) && !isJson((item as Json)[key])) delete (item as Json)[key];
}
