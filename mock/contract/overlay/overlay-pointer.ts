/** Which part of an overlay put something where it is. */
import { isJson } from '../import/walk-openapi.ts';
import { escapePointer } from '../openapi-document.ts';
import type { Applied, Path } from './apply-overlay.ts';
import type { Action } from './overlay.ts';

/** The keys of a pointer. */
export const pathOfPointer = (pointer: string): readonly string[] =>
  pointer
    .replace(/^#?\/?/, '')
    .split('/')
    .filter((token) => token !== '')
    .map((token) => decodeURIComponent(token).replaceAll('~1', '/').replaceAll('~0', '~'));

/** How many of some keys lead somewhere. */
export function depthOf(node: unknown, keys: readonly string[]): number {
  let [current, depth] = [node, 0];
  for (const key of keys) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) break;
    current = (current as Record<string, unknown>)[key];
    depth++;
  }
  return depth;
}

/**
 * @param pointer into the document that the overlay was applied to
 * @returns pointer into the overlay, and how many of the pointer's keys it accounts for; undefined where nothing there
 *   is of the overlay
 */
export function inOverlay(
  pointer: string,
  actions: readonly Action[],
  { targets }: Pick<Applied, 'targets'>,
): { readonly pointer: string; readonly depth: number } | undefined {
  const keys = pathOfPointer(pointer);
  let best: { pointer: string; depth: number } | undefined;
  actions.forEach(({ update }, i) => {
    if (!isJson(update)) return;
    for (const target of targets[i]!) {
      if (!leadsTo(target, keys)) continue;
      const rest = keys.slice(target.length);
      const within = depthOf(update, rest);
      if (within === 0 || (best !== undefined && best.depth > target.length + within)) continue;
      best = {
        pointer: `#/actions/${i}/update${rest
          .slice(0, within)
          .map((key) => `/${escapePointer(key)}`)
          .join('')}`,
        depth: target.length + within,
      };
    }
  });
  return best;
}

const leadsTo = (target: Path, keys: readonly string[]): boolean =>
  target.length <= keys.length && target.every((key, i) => String(key) === keys[i]);
