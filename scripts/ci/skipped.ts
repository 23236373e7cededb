/** What tests left out because a program is missing, as they tell it to anyone who runs them all. */
import { readFile } from 'node:fs/promises';

/** The environment variable that names the file in which tests tell it, one line of JSON each. */
export const SKIPPED_FILE = 'TOLLGATE_TESTS_SKIPPED';

export interface Skipped {
  readonly program: string;
  /** How to get it. */
  readonly get: string;
  /** The file of the test. */
  readonly test: string;
}

export async function readSkipped(file: string): Promise<readonly Skipped[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Skipped);
}

/** Each program once: what it is needed for, and how to get it. */
export function skippedText(skipped: readonly Skipped[]): string {
  const programs = [...new Set(skipped.map(({ program }) => program))].sort();
  return programs
    .map((program) => {
      const of = skipped.filter((one) => one.program === program);
      const tests = [...new Set(of.map(({ test }) => test.replace(/^dist\//, '').replace(/\.test\.js$/, '')))].sort();
      return `Skipped without ${program}: tests in ${tests.join(', ')}.\n  To run them: ${of[0]!.get}\n`;
    })
    .join('');
}
