/** The vocabulary's schema, made ready to judge the `x-` keys of a contract. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as AjvModule from 'ajv/dist/2020.js';
import type { AnySchemaObject, Options, ValidateFunction } from 'ajv/dist/2020.js';
import { preparedValidators } from '../prepared-validators.ts';

export type Slot =
  | 'root'
  | 'security-scheme'
  | 'parameter'
  | 'operation'
  | 'response'
  | 'example'
  | 'header'
  | 'schema'
  | 'anywhere';

type Definition = AnySchemaObject & {
  oneOf?: readonly { $ref?: string }[];
  required?: readonly string[];
  properties?: Record<string, AnySchemaObject>;
};

export interface VocabularySchema {
  readonly $id: string;
  readonly 'x-slots': Readonly<Record<Slot, Readonly<Record<string, string>>>>;
  readonly $defs: Record<string, Definition>;
}

export interface Vocabulary {
  /** Every key that may stand in a slot. */
  keys(slot: Slot): readonly string[];
  /** Slots in which a key may stand. */
  slotsOf(key: string): readonly Slot[];
  /** The validator of a key's values. @returns undefined if the key may not stand there */
  validator(slot: Slot, key: string): ValidateFunction | undefined;
}

let vocabulary: Vocabulary | undefined;

/** Made once: compiling its schemas takes longer than most contracts. */
export const readVocabulary = (): Vocabulary => (vocabulary ??= makeVocabulary());

/** As it is, but for what `discriminate` adds. */
export function readVocabularySchema(): VocabularySchema {
  const file = new URL('../../../../specs/vocabulary.schema.json', import.meta.url);
  const schema = JSON.parse(readFileSync(file, 'utf8')) as VocabularySchema;
  for (const definition of Object.values(schema.$defs)) discriminate(schema.$defs, definition);
  return schema;
}

/** `x-slots` is ours, and `discriminator` is OpenAPI's: strict mode knows neither. */
export const VOCABULARY_OPTIONS: Options = { allErrors: true, strict: false, verbose: true, discriminator: true };

/** The reference of a definition's schema. */
export const definitionReference = ({ $id }: VocabularySchema, name: string): string => `${$id}#/$defs/${name}`;

function compiledNow(schema: VocabularySchema): (reference: string) => ValidateFunction | undefined {
  const { Ajv2020 } = createRequire(import.meta.url)('ajv/dist/2020.js') as typeof AjvModule;
  const ajv = new Ajv2020(VOCABULARY_OPTIONS).addSchema(schema);
  return (reference) => ajv.getSchema(reference);
}

/** Whoever asks for keys alone needs none. */
function validatorsOf(schema: VocabularySchema): (reference: string) => ValidateFunction | undefined {
  const prepared = preparedValidators('vocabulary', schema);
  return prepared === undefined ? compiledNow(schema) : (reference) => prepared[reference];
}

function makeVocabulary(): Vocabulary {
  const schema = readVocabularySchema();
  let validatorOf: ReturnType<typeof validatorsOf> | undefined;
  const slots = schema['x-slots'];
  const names = Object.keys(slots) as Slot[];
  return {
    keys: (slot) => Object.keys({ ...slots[slot], ...slots.anywhere }),
    slotsOf: (key) => names.filter((slot) => Object.hasOwn(slots[slot], key)),
    validator(slot, key) {
      const name = slots[slot][key] ?? slots.anywhere[key];
      return name === undefined ? undefined : (validatorOf ??= validatorsOf(schema))(definitionReference(schema, name));
    },
  };
}

/**
 * Where the branches of a choice are told apart by one property, Ajv is told which, so that it judges the one branch
 * that was meant rather than complaining of all of them. `x-tags` keeps the property's values for suggestions.
 */
function discriminate(definitions: Record<string, Definition>, definition: Definition): void {
  const branches = definition.oneOf?.map(({ $ref }) => definitions[$ref?.split('/').pop() ?? '']);
  const tag = ['type', 'kind'].find((name) =>
    branches?.every((branch) => branch?.required?.includes(name) && branch.properties?.[name]),
  );
  if (tag === undefined) return;
  const tags = branches?.flatMap(
    (branch) =>
      (branch?.properties?.[tag]?.['enum'] ?? branch?.properties?.[tag]?.['const'] ?? []) as string | string[],
  );
  Object.assign(definition, { type: 'object', required: [tag], discriminator: { propertyName: tag }, 'x-tags': tags });
}
