/**
 * `node dist/scripts/build/write-coverage.js`, after the matrix: writes `reports/COVERAGE.md`, the page of facts and
 * checks.
 */
import { writeFile } from 'node:fs/promises';
import { coveragePage } from './coverage.ts';

await writeFile('reports/COVERAGE.md', await coveragePage());
console.log('Wrote reports/COVERAGE.md.');
