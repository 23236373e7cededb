/** What the command line says, as a script reads it. */
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileFault } from '../../../mock/contract/file-error-words.ts';
import { InputError } from '../../../mock/contract/input-error.ts';
import type { LoadFormat, LoadOptions, LoadReport } from './load-options.ts';

export type ReportFiles = Readonly<Partial<Record<LoadFormat, string>>>;

/** Absolute, and fit to be written: found out before the run, not after it. */
export async function reportFiles(reports: readonly LoadReport[]): Promise<ReportFiles> {
  const files: Partial<Record<LoadFormat, string>> = {};
  for (const { format, file } of reports) {
    const path = resolve(file);
    try {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, '');
    } catch (error) {
      throw new InputError(`cannot write the report ${file}: ${fileFault(error, 'write')}`);
    }
    files[format] = path;
  }
  return files;
}

/** Takes away the reports that nobody wrote. @returns which these were */
export async function dropEmpty(files: ReportFiles): Promise<readonly LoadFormat[]> {
  const dropped: LoadFormat[] = [];
  for (const [format, file] of Object.entries(files) as [LoadFormat, string][]) {
    // A device is no file to be taken away.
    const found = await stat(file).catch(() => undefined);
    if (found?.isFile() !== true || found.size > 0) continue;
    await rm(file);
    dropped.push(format);
  }
  return dropped;
}

export function settingsOf(
  { profile, rate, duration, p95 }: Pick<LoadOptions, 'profile' | 'rate' | 'duration' | 'p95'>,
  { json, junit }: ReportFiles = {},
): Record<string, string> {
  return {
    TOLLGATE_LOAD_SHAPE: profile,
    ...(rate !== undefined && { TOLLGATE_LOAD_RATE: `${rate}` }),
    ...(duration !== undefined && { TOLLGATE_LOAD_SECONDS: `${duration / 1000}` }),
    ...(p95 !== undefined && { TOLLGATE_LOAD_P95: `${p95}` }),
    ...(json !== undefined && { TOLLGATE_LOAD_JSON: json }),
    ...(junit !== undefined && { TOLLGATE_LOAD_JUNIT: junit }),
  };
}
