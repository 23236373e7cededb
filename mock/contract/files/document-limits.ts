/** What a document may cost before anything is done with it: a small file can hold more than a machine can read. */
import { InputError } from '../input-error.ts';
import { METHODS } from '../openapi-document.ts';

export const MOST_BYTES = 32 * 1024 * 1024;
/** As deep as the YAML parser goes. */
const DEEPEST = 100;
const MOST_OPERATIONS = 10_000;

/** What aliases may add: as many values as every document may, and tenfold what is written out. */
const ALIASES = { free: 100_000, times: 10 } as const;

/** @throws {InputError} */
export function checkBytes(file: string, bytes: number): void {
  if (bytes <= MOST_BYTES) return;
  throw new InputError(
    `${file} has ${Math.ceil(bytes / 1024 / 1024)} MB, and a document may have ${MOST_BYTES / 1024 / 1024} MB at most; take out what is not served, or the copies that $ref would save`,
  );
}

export const tooDeep = (file: string): InputError =>
  new InputError(
    `${file} is nested more than ${DEEPEST} levels deep; name the inner parts in components, and refer to them`,
  );

interface Extent {
  /** Values, counting what an alias repeats each time. */
  readonly values: number;
  readonly height: number;
}

/**
 * @param file as people know it
 * @param parsed a parsed YAML or JSON document, in which aliases are one object in several places
 * @throws {InputError} if it is too deep, or grows too large when its aliases are written out, or has too many
 *   operations
 */
export function checkExtent(file: string, parsed: unknown): void {
  const known = new Map<object, Extent>();
  const open = new Set<object>();
  const measure = (node: unknown, depth: number): Extent => {
    if (typeof node !== 'object' || node === null) return { values: 1, height: 0 };
    const found = known.get(node);
    if (found !== undefined) return found;
    if (open.has(node))
      throw new InputError(`${file} has an alias (*) inside of what it stands for (&); refer to it with $ref instead`);
    if (depth > DEEPEST) throw tooDeep(file);
    open.add(node);
    let [values, height] = [1, 0];
    for (const child of Object.values(node)) {
      const extent = measure(child, depth + 1);
      values += extent.values;
      height = Math.max(height, extent.height + 1);
    }
    open.delete(node);
    const extent = { values, height };
    known.set(node, extent);
    return extent;
  };
  const { values, height } = measure(parsed, 0);
  if (height > DEEPEST) throw tooDeep(file);
  if (values > ALIASES.free + ALIASES.times * written(known))
    throw new InputError(
      `${file} grows to ${values > 1e9 ? 'more than a thousand million' : values.toLocaleString('en')} values when its aliases (*) are written out; use fewer of them, or $ref`,
    );
  const operations = countOperations(parsed);
  if (operations > MOST_OPERATIONS)
    throw new InputError(
      `${file} has ${operations} operations, and a document may have ${MOST_OPERATIONS} at most; serve a part of it`,
    );
}

/** Values as they stand in the file: what several aliases repeat counts once. */
function written(known: ReadonlyMap<object, Extent>): number {
  let count = 1;
  for (const node of known.keys()) count += Object.keys(node).length;
  return count;
}

function countOperations(parsed: unknown): number {
  const { paths } = (parsed ?? {}) as { paths?: unknown };
  if (typeof paths !== 'object' || paths === null) return 0;
  let count = 0;
  for (const item of Object.values(paths) as unknown[])
    if (typeof item === 'object' && item !== null)
      for (const method of METHODS) if (Object.hasOwn(item, method)) count++;
  return count;
}
