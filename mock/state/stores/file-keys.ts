/** The keys of a world's entries in the LMDB file. */
import { hash } from 'node:crypto';

/** Keys hold at most 1,978 bytes, and a client's text may be part of one: longer ones end in their digest. */
const LONGEST = 400;

/** Keys that belong to no sandbox; those of sandboxes start with a digit. */
export const PROCESSES_KEY = 'processes';
export const FORMAT_KEY = 'format';

/** Another one for every change of how keys or values are written. */
export const FORMAT = '1';

/** What every key of a world starts with. The length stands first: no world's name can then reach into another's. */
export function worldPrefix(sandbox: string, world: string): string {
  return `${sandbox.length}:${sandbox}:${world.length}:${world}:`;
}

export function fileKey(prefix: string, key: string): string {
  return prefix + (key.length <= LONGEST ? key : `${key.slice(0, LONGEST)}#${hash('sha256', key, 'base64url')}`);
}
