/** Writes what `--report` asks for. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Report } from '../../conformance/report.ts';
import { REPORTERS } from '../../conformance/report/reporter.ts';
import type { Sources } from '../../conformance/sources.ts';
import { InputError } from '../../mock/contract/input-error.ts';
import type { ReportTo } from './verify-options.ts';

export async function writeReports(wanted: readonly ReportTo[], reports: readonly Report[], sources: Sources): Promise<void> {
  for (const { format, file } of wanted) {
    const text = REPORTERS[format](reports, sources);
    if (file === '-') process.stdout.write(text);
    else await write(file, text);
  }
}

async function write(file: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  } catch (error) {
    throw new InputError(`cannot write the report ${file}: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`);
  }
}
