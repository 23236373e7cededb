/**
 * Compiles the schemas of the vocabulary and of target files into `dist/validators/`, from where they are read at once.
 *
 * `node dist/scripts/build/validators.js`
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { AnySchemaObject, Options } from 'ajv/dist/2020.js';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { scriptCommand } from '../../conformance/script-command.ts';
import targetSchema from '../../conformance/target/target.schema.json' with { type: 'json' };
import { TARGET_OPTIONS } from '../../conformance/target/validate-target-file.ts';
import {
  VOCABULARY_OPTIONS,
  definitionReference,
  readVocabularySchema,
} from '../../mock/contract/lint/vocabulary-schema.ts';
import { schemaDigest } from '../../mock/contract/prepared-validators.ts';

const DIR = 'dist/validators';

/** @param references of the schemas that are judged by, within `schema` */
function write(name: string, schema: AnySchemaObject, options: Options, references: readonly string[]): void {
  const ajv = new Ajv2020({ ...options, code: { source: true } }).addSchema(schema);
  // Names of exports are identifiers; references are none.
  const names = Object.fromEntries(references.map((reference, i) => [`validator${i}`, reference]));
  const listed = references.map((reference, i) => `${JSON.stringify(reference)}: exports.validator${i}`);
  writeFileSync(
    join(DIR, `${name}.cjs`),
    `${standaloneCode.default(ajv, names)}
exports.digest = ${JSON.stringify(schemaDigest(schema))};
exports.validators = { ${listed.join(', ')} };
`,
  );
}

scriptCommand(
  'node dist/scripts/build/validators.js',
  `Compiles the schemas of the vocabulary and of target files into ${DIR}/.`,
).parse();
mkdirSync(DIR, { recursive: true });
const vocabulary = readVocabularySchema();
const used = new Set(Object.values(vocabulary['x-slots']).flatMap((keys) => Object.values(keys)));
write(
  'vocabulary',
  vocabulary,
  VOCABULARY_OPTIONS,
  [...used].map((name) => definitionReference(vocabulary, name)),
);
write('target', targetSchema, TARGET_OPTIONS, [targetSchema.$id]);
