/** Suggests the name that a misspelt one was probably meant to be. */
import { closest, distance } from 'fastest-levenshtein';

/**
 * The candidate a misspelt word most likely stands for.
 *
 * @returns undefined if none is near: a suggestion that is far off is worse than none
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0) return undefined;
  const best = closest(word.toLowerCase(), candidates);
  const far = Math.max(2, Math.floor(word.length / 3));
  return distance(word.toLowerCase(), best.toLowerCase()) <= far ? best : undefined;
}

/** "did you mean …?" where a candidate is near, else a list of what there is. */
export function suggestion(word: string, candidates: readonly string[]): string | undefined {
  const near = nearest(word, candidates);
  if (near !== undefined) return `did you mean "${near}"?`;
  return candidates.length === 0 ? undefined : `there is ${candidates.join(', ')}`;
}
