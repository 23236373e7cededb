/** Whether a directory holds a file store that this version can use, and its engine is there. */
import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { InputError } from '../../contract/input-error.ts';
import type { Examined } from './examine-file-store.ts';
import { FORMAT } from './file-keys.ts';

const EXAMINE = fileURLToPath(new URL('examine-file-store.js', import.meta.url));

const START_ANEW = 'name another directory, or delete this one and start without what it held';

async function examine(directory: string): Promise<Examined | undefined> {
  const { NODE_OPTIONS: _hooks, ...env } = process.env;
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [EXAMINE, directory], { env });
    return JSON.parse(stdout) as Examined;
  } catch {
    return undefined;
  }
}

/** It is a fourth of an install, and few need it: npm leaves an optional peer out. */
function checkEngine(): void {
  try {
    import.meta.resolve('lmdb');
  } catch {
    throw new InputError(
      '--store file: keeps its state by the package lmdb, which is not installed; run "npm install lmdb" (beside a global Tollgate: "npm install --global lmdb")',
    );
  }
}

/** @throws {InputError} where its engine is not there, and for a store that is damaged or that another version wrote */
export async function checkFileStore(directory: string): Promise<void> {
  checkEngine();
  const { size } = await stat(join(directory, 'data.mdb')).catch(() => ({ size: 0 }));
  if (size === 0) return;
  const examined = await examine(directory);
  if (examined === undefined)
    throw new InputError(
      `--store file: the state in "${directory}" is damaged, and none of it can be read; ${START_ANEW}`,
    );
  const { format, entries, damaged } = examined;
  if (format !== FORMAT)
    throw new InputError(
      `--store file: the state in "${directory}" was written by another version of Tollgate (format ${format ?? 'unknown'}; this version's is ${FORMAT}); ${START_ANEW}`,
    );
  if (damaged > 0)
    throw new InputError(
      `--store file: ${damaged} of the ${entries} entries in "${directory}" are damaged; ${START_ANEW}`,
    );
}
