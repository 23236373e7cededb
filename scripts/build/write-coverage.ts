/**
 * `node dist/scripts/build/write-coverage.js`, after the matrix: writes `reports/COVERAGE.md`, the page of facts and
 * checks.
 */
import { writeFile } from 'node:fs/promises';
import { scriptCommand } from '../../conformance/script-command.ts';
import { coveragePage } from './coverage.ts';

scriptCommand(
  'npm run coverage --',
  'Writes reports/COVERAGE.md: each fact of the documents with its checks. Reads what `npm run mutants` wrote.',
).parse();
await writeFile('reports/COVERAGE.md', await coveragePage());
console.log('Wrote reports/COVERAGE.md.');
