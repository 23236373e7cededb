/**
 * Applies the actions of an overlay, in their order: each sees what those before it did.
 *
 * @see https://spec.openapis.org/overlay/v1.1.0.html#action-object
 */
import { exec } from '#jsonpath';
import { InputError } from '../input-error.ts';
import { isJson } from '../import/walk-openapi.ts';
import type { Json } from '../import/walk-openapi.ts';
import type { Action } from './overlay.ts';

/** Keys and positions from the root. */
export type Path = readonly (string | number)[];

export interface Applied {
  /** Where each action found its targets: none, where what it is for is not in the document. */
  readonly targets: readonly (readonly Path[])[];
  /** Why an action could not be applied where it found its target, by its position. */
  readonly misfits: ReadonlyMap<number, string>;
}

/** Each change of everything may double the next one's work. */
const MOST_TARGETS = 200_000;

/** The library's paths have keys as a normalised path writes them. */
const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const plainKey = (key: string): string =>
  key.replaceAll(/\\(?:u([\da-f]{4})|(.))/gi, (_, code: string | undefined, one: string | undefined) =>
    code === undefined ? (ESCAPES[one!] ?? one!) : String.fromCharCode(Number.parseInt(code, 16)),
  );

interface Found {
  readonly path: Path;
  readonly value: unknown;
}

function find(document: Json, jsonPath: string): Found[] {
  const found: Found[] = [];
  exec(document as Parameters<typeof exec>[0], jsonPath, (value, path) =>
    found.push({ path: path.map((key) => (typeof key === 'number' ? key : plainKey(key))), value }),
  );
  return found;
}

/**
 * @param document is changed in place
 * @throws {InputError} if the actions would change more than any document has
 */
export function applyOverlay(document: Json, actions: readonly Action[]): Applied {
  const misfits = new Map<number, string>();
  let count = 0;
  const targets = actions.map((action, i) => {
    const found = find(document, action.target);
    count += found.length;
    if (count > MOST_TARGETS)
      throw new InputError(`the overlay changes more than ${MOST_TARGETS} places; name fewer by narrower targets`);
    const value = action.copy === undefined ? action.update : find(document, action.copy)[0]?.value;
    if (action.remove === true) for (const { path } of removable(found)) remove(document, path);
    else if (value === undefined) misfits.set(i, `nothing stands at ${action.copy!}`);
    else
      for (const { path, value: node } of found) {
        const misfit = update(document, path, node, value);
        if (misfit !== undefined) misfits.set(i, misfit);
      }
    return found.map(({ path }) => path);
  });
  return { targets, misfits };
}

/** Items of a list from its end, so that each is still where it was found. */
const removable = (found: readonly Found[]): readonly Found[] => [...found].reverse();

const parentOf = (document: Json, path: Path): unknown =>
  path.slice(0, -1).reduce<unknown>((node, key) => (node as Json | undefined)?.[key], document);

function remove(document: Json, path: Path): void {
  const key = path.at(-1);
  const parent = parentOf(document, path);
  if (key === undefined) for (const each of Object.keys(document)) Reflect.deleteProperty(document, each);
  else if (Array.isArray(parent)) parent.splice(key as number, 1);
  else if (isJson(parent)) Reflect.deleteProperty(parent, key);
}

/** @returns why it does not fit; undefined if it does */
function update(document: Json, path: Path, node: unknown, value: unknown): string | undefined {
  if (Array.isArray(node)) node.push(...copied((Array.isArray(value) ? value : [value]) as unknown[]));
  else if (isJson(node)) {
    if (!isJson(value)) return 'the target is an object, and the update is none';
    merge(node, value);
  } else {
    const parent = parentOf(document, path);
    if (isJson(value) || Array.isArray(value)) return 'the target is a plain value, and the update is none';
    if (Array.isArray(parent) || isJson(parent)) (parent as Json)[path.at(-1)!] = value;
  }
  return undefined;
}

const copied = <T>(value: T): T => structuredClone(value);

/** Objects are merged, lists are joined, everything else is replaced. */
function merge(node: Json, value: Json): void {
  for (const [key, change] of Object.entries(value)) {
    const before = Object.hasOwn(node, key) ? node[key] : undefined;
    if (isJson(before) && isJson(change)) merge(before, change);
    else if (Array.isArray(before) && Array.isArray(change)) before.push(...copied(change as unknown[]));
    else
      Object.defineProperty(node, key, { value: copied(change), writable: true, enumerable: true, configurable: true });
  }
}
