/**
 * Adds up the results of test runs and closes with one line, `N passed, N failed, N skipped`, which counts assertions.
 *
 * `node dist/scripts/ci/totals.js results.tap…`; exits 1 if anything failed, or if nothing ran.
 */
import { readFileSync } from 'node:fs';
import { Parser } from 'tap-parser';

interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}

function addUp(totals: Totals, text: string): void {
  for (const [event, result] of Parser.parse(text, { flat: true })) {
    if (event !== 'assert') continue;
    const { ok, skip, todo } = result as { ok: boolean; skip?: string | boolean; todo?: string | boolean };
    if (skip || todo) totals.skipped++;
    else if (ok) totals.passed++;
    else totals.failed++;
  }
}

const totals: Totals = { passed: 0, failed: 0, skipped: 0 };
for (const file of process.argv.slice(2)) addUp(totals, readFileSync(file, 'utf8'));
if (totals.failed > 0 || totals.passed === 0) process.exitCode = 1;
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
