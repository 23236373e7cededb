/**
 * Makes `dist/specs/<name>.json` of every `specs/<name>.yaml`: linted, bundled, and quick to read at start-up.
 *
 * `node dist/scripts/build/contracts.js`; fails when a contract has an error.
 */
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { bundle } from '#openapi-parser';
import { parse } from 'yaml';
import { scriptCommand } from '../../conformance/script-command.ts';
import { formatFinding } from '../../mock/contract/lint/lint-finding.ts';
import { examineContract } from '../../mock/contract/lint/lint-contract.ts';

const SPECS = 'specs';
const OUT = join('dist', SPECS);

/** Tollgate's own API: no contract of a provider, and so without the vocabulary. */
const OWN = 'control';

async function build(file: string, name: string): Promise<unknown> {
  if (name === OWN) return bundle(file);
  const { findings, document } = await examineContract(file);
  for (const finding of findings) console.error(formatFinding(finding));
  if (findings.some(({ level }) => level === 'error')) process.exitCode = 1;
  return document;
}

scriptCommand(
  'node dist/scripts/build/contracts.js',
  `Lints the contracts of ${SPECS}/ and bundles them into ${OUT}/.`,
).parse();
await mkdir(OUT, { recursive: true });
const names = (await readdir(SPECS))
  .filter((file) => file.endsWith('.yaml') && !file.startsWith('sources.'))
  .map((file) => basename(file, '.yaml'))
  .sort();
// A built file is a built-in contract: none may outlive its source.
for (const file of await readdir(OUT))
  if (file.endsWith('.json') && !names.includes(basename(file, '.json'))) await rm(join(OUT, file));
for (const name of names) {
  const document = await build(resolve(SPECS, `${name}.yaml`), name);
  if (document !== undefined) await writeFile(join(OUT, `${name}.json`), JSON.stringify(document));
}
// The conformance suite quotes the facts.
await mkdir(join('dist', 'conformance'), { recursive: true });
await writeFile(
  join('dist', 'conformance', 'sources.json'),
  JSON.stringify(parse(await readFile(join(SPECS, 'sources.yaml'), 'utf8'))),
);
console.log(`Built ${names.join(', ')} into ${OUT}.`);
