/** Writes what `--report` asks for, to files that `report-files.ts` has seen before the run. */
import { writeFile } from 'node:fs/promises';
import type { Report } from '../../../conformance/verdict-report.ts';
import { REPORTERS } from '../../../conformance/report/reporter.ts';
import type { Sources } from '../../../conformance/cited-facts.ts';
import { fileFault } from '../../../mock/contract/file-error-words.ts';
import { InputError } from '../../../mock/contract/input-error.ts';
import type { ReportTo } from './verify-options.ts';

export async function writeReports(
  wanted: readonly ReportTo[],
  reports: readonly Report[],
  sources: Sources,
): Promise<void> {
  for (const { format, file } of wanted) {
    const text = REPORTERS[format](reports, sources);
    if (file === '-') process.stdout.write(text);
    else
      await writeFile(file, text).catch((error: unknown) => {
        throw new InputError(`cannot write the report ${file}: ${fileFault(error, 'write')}`);
      });
  }
}
