/** `Authorization` headers that carry several parts of a credential: `Scheme Key=a, Signature="b"`. */

export interface Composite {
  readonly scheme: string;
  readonly pairs: readonly (readonly [name: string, value: string])[];
}

/** What a header says; undefined where it is no such list of the scheme. */
export function readComposite(header: string | undefined, scheme: string): Composite | undefined {
  const space = header?.indexOf(' ') ?? -1;
  if (header === undefined || space === -1 || header.slice(0, space).toLowerCase() !== scheme.toLowerCase())
    return undefined;
  const pairs = header
    .slice(space + 1)
    .split(/,\s*/)
    .filter((text) => text.includes('='))
    .map((text): [string, string] => {
      const equals = text.indexOf('=');
      return [text.slice(0, equals), text.slice(equals + 1).replace(/^"(.*)"$/, '$1')];
    });
  return { scheme: header.slice(0, space), pairs };
}

export const writeComposite = ({ scheme, pairs }: Composite, quoted: boolean): string =>
  `${scheme} ${pairs.map(([name, value]) => (quoted ? `${name}="${value}"` : `${name}=${value}`)).join(', ')}`;

/** With one parameter given anew, or without it; undefined where nothing is left. */
export function withParameter(
  header: string | undefined,
  { scheme, quoted }: { readonly scheme: string; readonly quoted: boolean },
  name: string,
  value: string | undefined,
): string | undefined {
  const found = readComposite(header, scheme) ?? { scheme, pairs: [] };
  const at = found.pairs.findIndex(([other]) => other === name);
  const pairs =
    value === undefined
      ? found.pairs.filter((_, i) => i !== at)
      : at === -1
        ? [...found.pairs, [name, value] as const]
        : found.pairs.with(at, [name, value]);
  return pairs.length === 0 ? undefined : writeComposite({ ...found, pairs }, quoted);
}
