/**
 * Whether a file store has room for one more transaction: asked before each, since the engine (lmdb 3.5.6) describes a
 * write that failed in a buffer that is too short for the description, which damages the memory of the process.
 */
import { statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';

const MB = 1_048_576;
/** Bytes that stay free: more than one transaction takes. */
const RESERVE = 4 * MB;
/** With so many reserves free, so many transactions pass without a look. */
const AMPLE = 64;

/** Bytes that a file of this process may have; Infinity without a limit. @see getrlimit(2), RLIMIT_FSIZE */
function largestFile(): number {
  const { userLimits } = process.report.getReport() as { userLimits?: { file_size_blocks?: { soft: unknown } } };
  const soft = userLimits?.file_size_blocks?.soft;
  return typeof soft === 'number' ? soft : Infinity;
}

/** Bytes free on the disk of a directory; Infinity where the system does not tell. */
function freeOn(directory: string): number {
  try {
    const { bavail, bfree, bsize } = statfsSync(directory);
    // What is kept for root on a disk that is full is root's to use.
    return (process.getuid?.() === 0 ? bfree : bavail) * bsize;
  } catch {
    return Infinity;
  }
}

/** @returns tells why no transaction may begin; undefined when one may */
export function createRoom(directory: string): () => string | undefined {
  const largest = largestFile();
  const file = join(directory, 'data.mdb');
  let unasked = 0;
  return () => {
    if (unasked > 0) {
      unasked--;
      return undefined;
    }
    const free = freeOn(directory);
    if (free < RESERVE) return `less than ${RESERVE / MB} MB are free on the disk of ${directory}`;
    const left = largest === Infinity ? Infinity : largest - statSync(file).size;
    if (left < RESERVE)
      return `${file} has all but ${RESERVE / MB} MB of what a file of this process may have (ulimit -f)`;
    if (Math.min(free, left) >= RESERVE * AMPLE) unasked = AMPLE;
    return undefined;
  };
}
