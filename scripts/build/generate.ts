/**
 * Writes the TypeScript types of every contract and of the vocabulary into `specs/generated/`, the vocabulary's page
 * and the page of messages. Fails when a fact has neither a check nor a reason why none can be made.
 *
 * `node dist/scripts/build/generate.js` writes; with `--check` it only compares, and fails when a file is stale.
 */
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import type { OpenAPI3 } from 'openapi-typescript';
import { parse } from 'yaml';
import { scriptCommand } from '../../conformance/script-command.ts';
import { factsWithoutChecks } from './coverage.ts';
import { mistakesPage } from '../../mock/explain/mistakes-page.ts';
import { MISTAKES } from '../../mock/explain/mistakes.ts';
import { messagesPage } from './messages.ts';
import { vocabularyPage } from './vocabulary-page.ts';

const SPECS = 'specs';
const OUT = join(SPECS, 'generated');

/** The vocabulary is a JSON Schema; dressed as an OpenAPI document its `$defs` become named types. */
function vocabularyAsOpenApi(text: string): OpenAPI3 {
  const schema = JSON.parse(text.replaceAll('#/$defs/', '#/components/schemas/')) as { $defs: Record<string, object> };
  return {
    openapi: '3.1.0',
    info: { title: 'Tollgate vocabulary', version: '1' },
    paths: {},
    components: { schemas: schema.$defs },
  } as OpenAPI3;
}

async function render(document: OpenAPI3, source: string, rootTypes: boolean): Promise<string> {
  const ast = await openapiTS(document, {
    immutable: true,
    defaultNonNullable: false,
    alphabetize: false,
    rootTypes,
    rootTypesNoSchemaPrefix: true,
  });
  return `// Generated from specs/${source} by \`npm run generate\`. Do not edit.\n\n${astToString(ast)}`;
}

const { check = false } = scriptCommand(
  'node dist/scripts/build/generate.js',
  'Writes the types of contracts and vocabulary, and the pages of the vocabulary, of messages and of mistakes.',
)
  .option('--check', 'write nothing; fail if a file is not what would be written')
  .parse()
  .opts<{ readonly check?: true }>();
const outputs: { path: string; text: string }[] = [];
for (const name of (await readdir(SPECS)).sort()) {
  const text = () => readFile(join(SPECS, name), 'utf8');
  if (name === 'vocabulary.schema.json') {
    outputs.push({
      path: join(OUT, 'vocabulary.ts'),
      text: await render(vocabularyAsOpenApi(await text()), name, true),
    });
    outputs.push({ path: join(SPECS, 'VOCABULARY.md'), text: vocabularyPage(await text()) });
  } else if (name.endsWith('.yaml') && name !== 'sources.yaml') {
    outputs.push({
      path: join(OUT, `${basename(name, '.yaml')}.ts`),
      text: await render(parse(await text(), { maxAliasCount: -1 }) as OpenAPI3, name, false),
    });
  }
}

const complaints = await factsWithoutChecks();
outputs.push({ path: 'docs/messages.md', text: await messagesPage() });
outputs.push({ path: 'docs/mistakes.md', text: mistakesPage(MISTAKES) });

const stale: string[] = [];
for (const { path, text } of outputs) {
  const old = await readFile(path, 'utf8').catch(() => '');
  if (old === text) continue;
  stale.push(path);
  if (!check) await writeFile(path, text);
}
for (const complaint of complaints) console.error(complaint);
if (complaints.length > 0) process.exitCode = 1;
if (check && stale.length > 0) {
  console.error(`Generated files are stale: ${stale.join(', ')}. Run \`npm run generate\` and commit the result.`);
  process.exitCode = 1;
} else {
  console.log(stale.length === 0 ? 'Generated files are up to date.' : `Wrote ${stale.join(', ')}.`);
}
