/** Where what can be made again is kept. @see https://specifications.freedesktop.org/basedir-spec/latest/ */
import { homedir } from 'node:os';
import { join } from 'node:path';

/** `XDG_CACHE_HOME`, or `.cache` in the home folder; a relative path where the system names no home. */
export function cacheFolder(): string {
  const { XDG_CACHE_HOME: cache } = process.env;
  return join(cache === undefined || cache === '' ? join(homedir(), '.cache') : cache, 'tollgate');
}
