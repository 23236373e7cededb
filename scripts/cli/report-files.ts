/** Files that `--report` names: whether they can be written is found out before a run, not after it. */
import { access, mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileFault } from '../../mock/contract/file-error-words.ts';
import { InputError } from '../../mock/contract/input-error.ts';

/** Makes the folder; what is in the file stays there. @throws {InputError} if it cannot be written */
export async function checkReportFile(file: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    const isNew = await access(file).then(
      () => false,
      () => true,
    );
    await (await open(file, 'a')).close();
    if (isNew) await rm(file);
  } catch (error) {
    throw new InputError(`cannot write the report ${file}: ${fileFault(error, 'write')}`);
  }
}
