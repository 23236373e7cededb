/** Two answers to one probe, side by side. */
import type { Traits } from './traits.ts';

export interface Difference {
  readonly aspect: 'status' | 'header' | 'error code' | 'body';
  /** Which header, or where in the body. */
  readonly at: string;
  /** Of the first target. */
  readonly one: string;
  /** Of the other. */
  readonly other: string;
}

/** Stands for what one of them does not have. */
export const ABSENT = '(none)';

export function compareTraits(one: Traits, other: Traits): readonly Difference[] {
  const differences: Difference[] = [];
  const note = (aspect: Difference['aspect'], at: string, a: string | undefined, b: string | undefined): void => {
    if (a !== b) differences.push({ aspect, at, one: a ?? ABSENT, other: b ?? ABSENT });
  };
  note('status', '', `${one.status}`, `${other.status}`);
  for (const name of union(Object.keys(one.headers), Object.keys(other.headers)))
    note('header', name, one.headers[name], other.headers[name]);
  note('error code', '', one.errorCode, other.errorCode);
  // Bodies of answers that mean different things differ as a matter of course.
  return one.status === other.status ? [...differences, ...bodies(one.shape, other.shape)] : differences;
}

function bodies(one: Traits['shape'], other: Traits['shape']): Difference[] {
  if (one === undefined || other === undefined)
    return one === other
      ? []
      : [{ aspect: 'body', at: '', one: one ? 'JSON' : 'no JSON', other: other ? 'JSON' : 'no JSON' }];
  const differ = union([...one.keys()], [...other.keys()]).filter((path) => {
    const [a, b] = [one.get(path), other.get(path)];
    if (a === b || (a !== undefined && b !== undefined && (a === 'null' || b === 'null'))) return false;
    // What is below something absent, null or empty is not a difference of its own.
    const parents = ancestors(path);
    return !parents.some((parent) => isBlank(one, parent) || isBlank(other, parent));
  });
  return differ.map((path) => ({
    aspect: 'body',
    at: path,
    one: one.get(path) ?? ABSENT,
    other: other.get(path) ?? ABSENT,
  }));
}

function isBlank(shape: ReadonlyMap<string, string>, path: string): boolean {
  const type = shape.get(path);
  return type === undefined || type === 'null' || (type === 'array' && !shape.has(`${path}[]`));
}

/** `a.b[].c` → `a`, `a.b`, `a.b[]`; the body itself is no ancestor. */
function ancestors(path: string): string[] {
  const steps = path.split(/(?=\.)|(?=\[\])/);
  return steps.slice(0, -1).map((_, i) => steps.slice(0, i + 1).join(''));
}

const union = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])].sort();
