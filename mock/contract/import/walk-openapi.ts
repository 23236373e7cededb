/** How to go through an OpenAPI 3.1 document: which of an object's keys lead to objects of which kind. */
import { at, escapePointer } from '../openapi-document.ts';

export type Kind =
  | 'Root'
  | 'Plain'
  | 'Components'
  | 'PathItem'
  | 'Operation'
  | 'Parameter'
  | 'Header'
  | 'RequestBody'
  | 'MediaType'
  | 'Encoding'
  | 'Response'
  | 'Example'
  | 'Link'
  | 'Callback'
  | 'Schema'
  | 'SecurityScheme'
  | 'Flows';

export type Json = Record<string, unknown>;

/** A copy whose every part is its own, also where the original has one object in two places. */
export const copyOf = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

type Child = Kind | readonly ['map' | 'list', Kind];

const OPERATIONS = Object.fromEntries(
  ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'].map((method) => [method, 'Operation']),
) as Readonly<Record<string, Child>>;

const PARAMETER: Readonly<Record<string, Child>> = {
  schema: 'Schema',
  content: ['map', 'MediaType'],
  examples: ['map', 'Example'],
};

/** @see https://spec.openapis.org/oas/v3.1.1.html#schema-0 */
const CHILDREN: Readonly<Record<Kind, Readonly<Record<string, Child>>>> = {
  Root: {
    info: 'Plain',
    servers: ['list', 'Plain'],
    tags: ['list', 'Plain'],
    externalDocs: 'Plain',
    paths: ['map', 'PathItem'],
    webhooks: ['map', 'PathItem'],
    components: 'Components',
  },
  Plain: { contact: 'Plain', license: 'Plain', variables: ['map', 'Plain'], externalDocs: 'Plain' },
  Components: {
    schemas: ['map', 'Schema'],
    responses: ['map', 'Response'],
    parameters: ['map', 'Parameter'],
    examples: ['map', 'Example'],
    requestBodies: ['map', 'RequestBody'],
    headers: ['map', 'Header'],
    securitySchemes: ['map', 'SecurityScheme'],
    links: ['map', 'Link'],
    callbacks: ['map', 'Callback'],
    pathItems: ['map', 'PathItem'],
  },
  PathItem: { ...OPERATIONS, parameters: ['list', 'Parameter'], servers: ['list', 'Plain'] },
  Operation: {
    parameters: ['list', 'Parameter'],
    requestBody: 'RequestBody',
    responses: ['map', 'Response'],
    callbacks: ['map', 'Callback'],
    servers: ['list', 'Plain'],
    externalDocs: 'Plain',
  },
  Parameter: PARAMETER,
  Header: PARAMETER,
  RequestBody: { content: ['map', 'MediaType'] },
  MediaType: { schema: 'Schema', examples: ['map', 'Example'], encoding: ['map', 'Encoding'] },
  Encoding: { headers: ['map', 'Header'] },
  Response: { headers: ['map', 'Header'], content: ['map', 'MediaType'], links: ['map', 'Link'] },
  Example: {},
  Link: { server: 'Plain' },
  Callback: {},
  Schema: {
    properties: ['map', 'Schema'],
    patternProperties: ['map', 'Schema'],
    dependentSchemas: ['map', 'Schema'],
    $defs: ['map', 'Schema'],
    items: 'Schema',
    contains: 'Schema',
    additionalProperties: 'Schema',
    unevaluatedProperties: 'Schema',
    unevaluatedItems: 'Schema',
    propertyNames: 'Schema',
    not: 'Schema',
    if: 'Schema',
    then: 'Schema',
    else: 'Schema',
    prefixItems: ['list', 'Schema'],
    allOf: ['list', 'Schema'],
    anyOf: ['list', 'Schema'],
    oneOf: ['list', 'Schema'],
    externalDocs: 'Plain',
    xml: 'Plain',
    discriminator: 'Plain',
  },
  SecurityScheme: { flows: 'Flows' },
  Flows: { implicit: 'Plain', password: 'Plain', clientCredentials: 'Plain', authorizationCode: 'Plain' },
};

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a node's `$ref` leads to; a node without one as it is. */
export const resolved = (document: Json, node: unknown): unknown =>
  isJson(node) && typeof node['$ref'] === 'string' ? at(document, node['$ref']) : node;

/** The values of a media type's `examples`, in their order; undefined for one without. */
export const shownValues = (document: Json, media: Json): unknown[] =>
  Object.values(isJson(media['examples']) ? media['examples'] : {}).map((node) => {
    const example = resolved(document, node);
    return isJson(example) ? example['value'] : undefined;
  });

/** Told of each object before what it holds. */
export type Visit = (kind: Kind, node: Json, pointer: string) => void;

/** Visits every object of a document; what a visit takes away is not entered. */
export function walk(visit: Visit, node: unknown, kind: Kind = 'Root', pointer = '#'): void {
  if (!isJson(node)) return;
  visit(kind, node, pointer);
  if (kind === 'Callback') {
    for (const [key, item] of Object.entries(node)) walk(visit, item, 'PathItem', `${pointer}/${escapePointer(key)}`);
    return;
  }
  for (const [key, child] of Object.entries(CHILDREN[kind])) {
    const value = node[key];
    if (value === undefined) continue;
    const place = `${pointer}/${key}`;
    if (typeof child === 'string') walk(visit, value, child, place);
    else if (Array.isArray(value)) {
      if (child[0] === 'list') value.forEach((item, i) => walk(visit, item, child[1], `${place}/${i}`));
    } else if (isJson(value)) {
      for (const [name, item] of Object.entries(value)) walk(visit, item, child[1], `${place}/${escapePointer(name)}`);
    }
  }
}
