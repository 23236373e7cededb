/** Patterns that take more time the longer a text is, doubling with each letter: nobody could be answered meanwhile. */
import { createContext, runInContext } from 'node:vm';

const LONG = 48;

/** Ages for a pattern that is not of that kind, also on a busy machine; one that is would take days. */
const LONGEST_MS = 500;

/** Texts of one letter, and an end that fits nothing, so that every way to read them is gone through. */
const TEXTS = ['a', 'A', '0', '-', ' ', '/', 'a.', '0.'].map((letters) => `${letters.repeat(LONG)}\u0000`);

const known = new Map<string, boolean>();

export function isSlowPattern(pattern: string): boolean {
  let isSlow = known.get(pattern);
  if (isSlow === undefined) known.set(pattern, (isSlow = tookLong(pattern)));
  return isSlow;
}

function tookLong(pattern: string): boolean {
  // Without a group that is repeated, or two things that are, there are few ways.
  if (!/\)[*+{]|[*+{].*[*+{]/.test(pattern)) return false;
  try {
    // Only a script of its own can be stopped.
    runInContext(
      "texts.forEach((text) => new RegExp(pattern, 'u').test(text))",
      createContext({ pattern, texts: TEXTS }),
      {
        timeout: LONGEST_MS,
      },
    );
    return false;
  } catch {
    return true;
  }
}
