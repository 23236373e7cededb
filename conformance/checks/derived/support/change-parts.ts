/** Changing single parts of a request. */
import type { RequestParts } from '../../../check-context.ts';
import type { CompiledOperation, CompiledPart } from '../../../../mock/contract/compiled-contract.ts';
import { asUserName, isUserName } from '../../../driver/present-credential.ts';
import { readComposite, withParameter } from '../../../driver/composite-header.ts';
import { fillPath, matchPath } from '../../../../mock/contract/path-template.ts';
import type { Identifier } from '../../../../specs/generated/vocabulary.ts';

type Pair = readonly [name: string, value: string];

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

export const header = ({ headers }: RequestParts, name: string): string | undefined =>
  headers.find(([given]) => same(given, name))?.[1];

export function withHeader(parts: RequestParts, name: string, value: string | undefined): RequestParts {
  const rest = parts.headers.filter(([given]) => !same(given, name));
  return { ...parts, headers: value === undefined ? rest : [...rest, [name, value]] };
}

export function withQuery(parts: RequestParts, name: string, value: string | undefined): RequestParts {
  const rest = parts.query.filter(([given]) => given !== name);
  return { ...parts, query: value === undefined ? rest : [...rest, [name, value]] };
}

/** A header once more, beside those that are there. */
export const andHeader = (parts: RequestParts, ...pairs: readonly Pair[]): RequestParts => ({
  ...parts,
  headers: [...parts.headers, ...pairs],
});

export const andQuery = (parts: RequestParts, ...pairs: readonly Pair[]): RequestParts => ({
  ...parts,
  query: [...parts.query, ...pairs],
});

/** What a request presents as one part of a credential. */
export function partOf(parts: RequestParts, part: CompiledPart): string | undefined {
  const { in: place, name } = part;
  switch (place) {
    case 'query':
      return parts.query.find(([given]) => given === name)?.[1];
    case 'header':
      return header(parts, name);
    case 'cookie':
      return parts.headers
        .filter(([given]) => same(given, 'cookie'))
        .flatMap(([, cookies]) => cookies.split(';'))
        .map((pair) => pair.trim().split('='))
        .find(([given]) => given === name)?.[1];
    case 'authorization': {
      if (part.parameter !== undefined)
        return readComposite(header(parts, 'authorization'), name)?.pairs.find(
          ([given]) => given === part.parameter,
        )?.[1];
      const value = header(parts, 'authorization')?.slice(name.length + 1);
      return value !== undefined && isUserName(part)
        ? Buffer.from(value, 'base64').toString('utf8').replace(/:$/, '')
        : value;
    }
  }
}

export const schemeWord = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** One cookie in place of another of its name; others stay. */
export function withCookie(parts: RequestParts, name: string, value: string | undefined): RequestParts {
  const others = parts.headers
    .filter(([given]) => same(given, 'cookie'))
    .flatMap(([, cookies]) => cookies.split(/;\s*/))
    .filter((pair) => pair.split('=', 1)[0] !== name);
  const all = value === undefined ? others : [...others, `${name}=${value}`];
  return withHeader(parts, 'cookie', all.length === 0 ? undefined : all.join('; '));
}

export function withPart(parts: RequestParts, part: CompiledPart, value: string | undefined): RequestParts {
  const { in: place, name } = part;
  switch (place) {
    case 'query':
      return withQuery(parts, name, value);
    case 'header':
      return withHeader(parts, name, value);
    case 'cookie':
      return withCookie(parts, name, value);
    case 'authorization':
      if (part.parameter !== undefined) {
        const place = { scheme: name, quoted: part.quoted ?? false };
        return withHeader(
          parts,
          'authorization',
          withParameter(header(parts, 'authorization'), place, part.parameter, value),
        );
      }
      return withHeader(
        parts,
        'authorization',
        value === undefined ? undefined : `${schemeWord(name)} ${isUserName(part) ? asUserName(value) : value}`,
      );
  }
}

/** Gives an identifier everywhere it may stand, or (undefined) nowhere. */
export function withIdentifier(
  parts: RequestParts,
  { identifiers }: CompiledOperation,
  kind: Identifier['kind'],
  value: string | undefined,
): RequestParts {
  const places = identifiers.filter(({ identifier }) => identifier?.kind === kind);
  return places.reduce((request, { in: place, name }, i) => {
    const given = i === 0 ? value : undefined;
    return place === 'query' ? withQuery(request, name, given) : withHeader(request, name, given);
  }, parts);
}

/** The path with one parameter filled in anew. */
export function withPathParameter(
  parts: RequestParts,
  { path }: CompiledOperation,
  name: string,
  value: string,
): RequestParts {
  const given = matchPath(path, parts.path) ?? {};
  return { ...parts, path: fillPath(path, (one) => (one === name ? value : (given[one] ?? `{${one}}`))) };
}

export const pathParameter = ({ path }: RequestParts, operation: CompiledOperation, name: string): string | undefined =>
  matchPath(operation.path, path)?.[name];

/** Another value of the same shape: every letter and digit is moved on by one, punctuation stays. */
export const altered = (value: string): string =>
  value.replaceAll(/[0-9a-zA-Z]/g, (letter) =>
    letter === '9'
      ? '0'
      : letter === 'z'
        ? 'a'
        : letter === 'Z'
          ? 'A'
          : letter === 'f'
            ? 'a'
            : letter === 'F'
              ? 'A'
              : String.fromCharCode(letter.charCodeAt(0) + 1),
  );

/** Of a signature in a dictionary (RFC 9651) its bytes, and not the label before them. */
export const alteredProof = (value: string): string =>
  /^[\w*.-]+=:[^:]*:$/.test(value) ? value.replace(/:.*/, altered) : altered(value);

/** `acme-corp` → `ACME-CORP`, or the other way round. */
export const otherCase = (value: string): string =>
  value === value.toUpperCase() ? value.toLowerCase() : value.toUpperCase();
