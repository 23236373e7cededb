/** Files that `--report` names: whether they can be written is found out before a run, not after it. */
import { mkdir, open, realpath, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileFault } from '../../mock/contract/file-error-words.ts';
import { InputError } from '../../mock/contract/input-error.ts';

/**
 * Makes the folder, and removes the report of an earlier run: what is there afterwards is of this one. @throws
 * {InputError} if it cannot be written
 */
export async function checkReportFile(file: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await (await open(file, 'a')).close();
    // A device or a pipe is nobody's report.
    if ((await stat(file)).isFile()) await rm(await realpath(file));
  } catch (error) {
    throw new InputError(`cannot write the report ${file}: ${fileFault(error, 'write')}`);
  }
}
