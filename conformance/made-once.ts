/** What follows from a thing that stays as it is (a document, an operation, a response): made when it is first asked for. */
export function madeOnce<K extends object, V>(known: WeakMap<K, V>, of: K, make: () => V): V {
  let value = known.get(of);
  if (value === undefined) known.set(of, (value = make()));
  return value;
}
