/** Finds keys of a document that look like misspelt keys of the vocabulary or of OpenAPI. */
import { distance } from 'fastest-levenshtein';

/** In shorter words a letter more, less or other makes another word too easily: `x-id` and `x-in`. */
const SHORT = 5;

/** Whether one key is written like the other but for a slip: case, hyphens, the order of letters, or one letter. */
export function isSlipOf(key: string, known: string): boolean {
  const [a, b] = [bare(key), bare(known)];
  if (a === b) return true;
  const far = distance(a, b);
  if (far === 1) return b.length >= SHORT || (b.length === SHORT - 1 && a.length !== b.length);
  return far === 2 && a.length === b.length && sorted(a) === sorted(b);
}

const bare = (key: string): string => key.slice(2).toLowerCase().replaceAll(/[-_]/g, '');

const sorted = (word: string): string => Array.from(word).sort().join('');
