/** The difference of two documents as the actions of an overlay. */
import { isJson } from '../import/walk-openapi.ts';
import type { Json } from '../import/walk-openapi.ts';
import type { Action } from './overlay.ts';

/** A key, a position, or a selector as JSONPath writes it. */
type Segment = string | number | { readonly selector: string };

/** `$.paths['/pets/{id}'].get` */
export function jsonPath(path: readonly Segment[]): string {
  return path.reduce<string>((text, segment) => {
    if (typeof segment === 'number') return `${text}[${segment}]`;
    if (typeof segment === 'object') return `${text}[${segment.selector}]`;
    return /^[A-Za-z_]\w*$/.test(segment) ? `${text}.${segment}` : `${text}[${quoted(segment)}]`;
  }, '$');
}

const quoted = (key: string): string =>
  `'${JSON.stringify(key).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;

/** Whether something is there, or may as well be made: what is put into it belongs to the action above. */
function isSection(path: readonly Segment[], key: string): boolean {
  const [first] = path;
  if (path.length === 0) return key === 'components' || key === 'paths';
  if (first === 'components') return path.length === 1;
  return first === 'paths' && path.length === 3 && key === 'responses';
}

const REPLACED = 'Something else comes in its place below.';
const UNUSED = 'Not served, or said elsewhere.';

interface Lists {
  /** Taken away because something else comes in their place. */
  readonly replaced: Action[];
  readonly updates: Action[];
  readonly dropped: Action[];
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** @returns actions that make `after` of `before`: what gives way first, what goes last */
export function overlayActions(before: Json, after: Json): readonly Action[] {
  const lists: Lists = { replaced: [], updates: [], dropped: [] };
  const update = compare(before, after, [], lists);
  if (Object.keys(update).length > 0) lists.updates.unshift({ target: '$', update });
  return [...lists.replaced, ...lists.updates, ...lists.dropped];
}

/** @returns what an update of the node itself has to say; actions for what is below it are put into the lists */
function compare(before: Json, after: Json, path: readonly Segment[], lists: Lists): Json {
  const update: Json = {};
  for (const key of Object.keys(before))
    if (!Object.hasOwn(after, key))
      lists.dropped.push({ target: jsonPath([...path, key]), description: UNUSED, remove: true });
  for (const [key, value] of Object.entries(after)) {
    const old = Object.hasOwn(before, key) ? before[key] : undefined;
    const place = [...path, key];
    if (old !== undefined && same(old, value)) continue;
    if (isJson(old) && isJson(value)) {
      const inner = compare(old, value, place, lists);
      if (Object.keys(inner).length === 0) continue;
      if (isSection(path, key)) update[key] = inner;
      else lists.updates.push({ target: jsonPath(place), update: inner });
    } else if (Array.isArray(old) && Array.isArray(value) && isItemwise(old, value))
      value.forEach((item: unknown, i) => compareItem(old, i, item, place, lists));
    else {
      if (typeof old === 'object' && old !== null)
        lists.replaced.push({ target: jsonPath(place), description: REPLACED, remove: true });
      update[key] = value;
    }
  }
  return update;
}

/** Lists of objects that differ in what their items say, and not in how many there are. */
const isItemwise = (old: readonly unknown[], value: readonly unknown[]): boolean =>
  old.length === value.length && old.every((item, i) => isJson(item) && isJson(value[i]));

function compareItem(old: readonly unknown[], i: number, item: unknown, place: readonly Segment[], lists: Lists): void {
  const inner = [...place, itemSegment(old, i)];
  const update = compare(old[i] as Json, item as Json, inner, lists);
  if (Object.keys(update).length > 0) lists.updates.push({ target: jsonPath(inner), update });
}

/** An item by what it is called, so that others may come before it; by its position where several are called so. */
function itemSegment(items: readonly unknown[], i: number): Segment {
  const { name, in: place, $ref } = items[i] as Json;
  const tests =
    typeof $ref === 'string'
      ? [`@['$ref'] == ${quoted($ref)}`]
      : typeof name === 'string'
        ? [`@.name == ${quoted(name)}`, ...(typeof place === 'string' ? [`@.in == ${quoted(place)}`] : [])]
        : [];
  const twins = items.filter((one) =>
    typeof $ref === 'string'
      ? (one as Json)['$ref'] === $ref
      : (one as Json)['name'] === name && (one as Json)['in'] === place,
  );
  return tests.length === 0 || twins.length > 1 ? i : { selector: `?${tests.join(' && ')}` };
}
