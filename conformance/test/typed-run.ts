/** The words of a `tollgate verify` of a few checks, and the report that it leaves. */
import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Written } from './written-target.ts';

export interface Asked {
  readonly capabilities: object;
  readonly only: readonly string[];
}

export interface TypedRun {
  readonly args: readonly string[];
  /** Once it has ended: by a check's id, its state, or the reason for it. */
  states(): Promise<Record<string, string>>;
}

let files = 0;

/** @param folder for the target file and the report */
export function typeRun(folder: string, written: Written, { capabilities, only }: Asked): TypedRun {
  const number = files++;
  const file = join(folder, `${number}.yaml`);
  const report = join(folder, `${number}.json`);
  writeFileSync(
    file,
    written.file({ capabilities, safety: { pace: '0ms', destructive: true, longest_wait: '100ms' } }),
  );
  return {
    args: ['verify', '--target', file, '--report', `json=${report}`, ...only.flatMap((id) => ['--only', id])],
    async states() {
      const {
        reports: [{ results }],
      } = JSON.parse(await readFile(report, 'utf8')) as {
        reports: [{ results: { id: string; state: string; reason?: string }[] }];
      };
      return Object.fromEntries(results.map(({ id, state, reason }) => [id.split(':')[0]!, reason ?? state]));
    },
  };
}
