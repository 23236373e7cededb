/**
 * Adds up the results of test runs, says which assertions failed and why, and closes with one line, `N passed, N
 * failed, N skipped`, which counts assertions.
 *
 * `node dist/scripts/ci/totals.js results.tap…`; exits 1 if anything failed, or if nothing ran.
 */
import { existsSync, readFileSync } from 'node:fs';
import { Parser } from 'tap-parser';
import { stringify } from 'yaml';
import { scriptCommand } from '../../conformance/script-command.ts';

interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}

interface Assertion {
  readonly ok: boolean;
  readonly skip?: string | boolean;
  readonly todo?: string | boolean;
  /** The file and the tests around it. */
  readonly fullname?: string;
  readonly name: string;
  readonly diag?: unknown;
}

/** How much of a failure's details is printed, in characters. */
const DETAILS = 2000;

/** What a person needs who has nothing but this output. */
function describe({ fullname, name, diag }: Assertion): string {
  const details = diag === undefined ? '' : stringify(diag).slice(0, DETAILS).replace(/^/gm, '    ');
  return `not ok: ${fullname ?? ''} > ${name}\n${details}`;
}

function addUp(totals: Totals, text: string): void {
  for (const [event, result] of Parser.parse(text, { flat: true })) {
    if (event !== 'assert') continue;
    const assertion = result as Assertion;
    if (assertion.skip || assertion.todo) totals.skipped++;
    else if (assertion.ok) totals.passed++;
    else {
      totals.failed++;
      console.log(describe(assertion));
    }
  }
}

const totals: Totals = { passed: 0, failed: 0, skipped: 0 };
const { args: files } = scriptCommand(
  'node dist/scripts/ci/totals.js',
  'Adds up the results of test runs, and says what failed.',
)
  .argument('<file...>', 'results as TAP')
  .parse();
for (const file of files) {
  if (existsSync(file)) addUp(totals, readFileSync(file, 'utf8'));
  else {
    // What should have written it ended before it began, and has said why.
    totals.failed++;
    console.log(`not ok: ${file} was not written: that run ended before its first test`);
  }
}
if (totals.failed > 0 || totals.passed === 0) process.exitCode = 1;
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
