/** Nothing of the vocabulary is there for nobody: each key and each value is used by a contract that is served and tested. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import t from 'tap';
import { parse } from 'yaml';
import { builtInNames } from '../contract/built-in.ts';

interface Schema {
  readonly $ref?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
}

interface Vocabulary {
  readonly $id: string;
  readonly 'x-slots': Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly $defs: Readonly<Record<string, Schema>>;
}

/** What no contract uses, and why it is there all the same. */
const UNUSED: Readonly<Record<string, string>> = {
  '#/$defs/AuthorizeAction/properties/pkce=required': 'contracts ask for S256 where they ask for PKCE; a hardened variant of one asks for this',
  '#/$defs/AuthorizeAction/properties/hardened/properties/pkce=off': 'a hardened variant that is laxer is allowed, and of no use',
  '#/$defs/AuthorizeAction/properties/hardened/properties/pkce=optional': 'the same',
  '#/$defs/HmacCredential/properties/hardened/properties/replay=allow': 'the same',
};

const vocabulary = JSON.parse(readFileSync('specs/vocabulary.schema.json', 'utf8')) as Vocabulary;
const ajv = new Ajv2020({ strict: false, schemas: [vocabulary] });
const keys: Readonly<Record<string, string>> = Object.assign({}, ...Object.values(vocabulary['x-slots'])) as Record<string, string>;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
const children = (schema: Schema, at: string): (readonly [Schema, string])[] => [
  ...Object.entries(schema.properties ?? {}).map(([name, property]) => [property, `${at}/properties/${name}`] as const),
  ...(schema.oneOf ?? []).map((branch, i) => [branch, `${at}/oneOf/${i}`] as const),
  ...(schema.items ? [[schema.items, `${at}/items`] as const] : []),
  ...(isObject(schema.additionalProperties) ? [[schema.additionalProperties, `${at}/additionalProperties`] as const] : []),
];

/** JSON pointers of every property, and of every value that a property can be given by name. */
function* namesOf(schema: Schema, at: string): Generator<string> {
  for (const name of Object.keys(schema.properties ?? {})) yield `${at}/properties/${name}`;
  for (const value of [...(schema.enum ?? []), ...(schema.const === undefined ? [] : [schema.const])]) yield `${at}=${String(value)}`;
  for (const [child, pointer] of children(schema, at)) yield* namesOf(child, pointer);
}

/** Marks what a value makes use of. */
function mark(used: Set<string>, value: unknown, schema: Schema, at: string): void {
  if (schema.$ref?.startsWith('#/$defs/')) mark(used, value, vocabulary.$defs[schema.$ref.slice('#/$defs/'.length)]!, schema.$ref);
  if (schema.const !== undefined || schema.enum) used.add(`${at}=${String(value)}`);
  for (const [i, branch] of (schema.oneOf ?? []).entries()) {
    if (ajv.validate(`${vocabulary.$id}${at}/oneOf/${i}`, value)) mark(used, value, branch, `${at}/oneOf/${i}`);
  }
  if (schema.items && Array.isArray(value)) for (const item of value) mark(used, item, schema.items, `${at}/items`);
  if (!isObject(value)) return;
  for (const [name, inner] of Object.entries(value)) {
    const property = schema.properties?.[name];
    if (property) {
      used.add(`${at}/properties/${name}`);
      mark(used, inner, property, `${at}/properties/${name}`);
    } else if (isObject(schema.additionalProperties)) {
      mark(used, inner, schema.additionalProperties, `${at}/additionalProperties`);
    }
  }
}

/** Finds every key of the vocabulary, wherever it stands. */
function visit(used: Set<string>, value: unknown): void {
  if (Array.isArray(value)) for (const item of value) visit(used, item);
  if (!isObject(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    const name = keys[key];
    if (name !== undefined) {
      used.add(key);
      mark(used, inner, vocabulary.$defs[name]!, `#/$defs/${name}`);
    }
    visit(used, inner);
  }
}

const used = new Set<string>();
for (const file of [...builtInNames().map((name) => `specs/${name}.yaml`), 'mock/test/fixtures/lighthouse.yaml']) visit(used, parse(readFileSync(file, 'utf8'), { maxAliasCount: -1, merge: true }));

t.test('every key and every value is used by one of six contracts', (t) => {
  const all = [...Object.keys(keys), ...Object.entries(vocabulary.$defs).flatMap(([name, schema]) => [...namesOf(schema, `#/$defs/${name}`)])];
  t.ok(all.length > 400, `${all.length} names`);
  t.strictSame(all.filter((name) => !used.has(name)).sort(), Object.keys(UNUSED).sort());
  t.end();
});
