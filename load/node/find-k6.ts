/** Finds k6: on PATH, else in a cache of ours. */
import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '../../mock/contract/cache-folder.ts';
import { InputError } from '../../mock/contract/input-error.ts';

/** What is built where there is none. */
export const K6_VERSION = 'v2.2.0';

/** The first that runs TypeScript without being asked to. */
const LEAST_MAJOR = 1;

const exec = promisify(execFile);

/** Where a k6 of ours stands, whether it is there or not. */
export function cachedK6(): string {
  return join(cacheFolder(), `k6-${K6_VERSION}`, process.platform === 'win32' ? 'k6.exe' : 'k6');
}

/** Whether this is a k6 that can run our scripts. */
async function runs(file: string): Promise<boolean> {
  try {
    const { stdout } = await exec(file, ['version'], { timeout: 60_000 });
    return Number(/k6(?:\.exe)? v(\d+)\./.exec(stdout)?.[1] ?? 0) >= LEAST_MAJOR;
  } catch {
    return false;
  }
}

/** @returns undefined where there is none that is new enough */
export async function findK6(): Promise<string | undefined> {
  if (await runs('k6')) return 'k6';
  const cached = cachedK6();
  const isThere = await access(cached, constants.X_OK).then(
    () => true,
    () => false,
  );
  return isThere && (await runs(cached)) ? cached : undefined;
}

const NO_K6 = `k6 is not installed: run "tollgate load --setup" (builds ${K6_VERSION} once, with Go 1.25 or newer), or install it from https://grafana.com/docs/k6/latest/set-up/install-k6/`;

/** @throws {InputError} where there is none that is new enough */
export async function needK6(): Promise<string> {
  const found = await findK6();
  if (found === undefined) throw new InputError(NO_K6);
  return found;
}
