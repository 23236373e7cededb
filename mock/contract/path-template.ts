/**
 * Paths of a contract as templates: `/things/{thing-id}`, `/things/{id}:cancel`, `/Things('{id}')`. A parameter stands
 * within one segment, and several may share one.
 */

interface Segment {
  /** As in the contract. */
  readonly text: string;
  readonly names: readonly string[];
  /** Undefined where the segment is fixed text, or nothing but one parameter. */
  readonly pattern: RegExp | undefined;
}

export interface PathTemplate {
  readonly segments: readonly Segment[];
  /** How much of it is fixed text: of two templates that fit a path, the one with more is meant. */
  readonly fixed: number;
}

const PARAMETER = /\{([^/{}]+)\}/g;

function segmentOf(text: string): Segment {
  const names = [...text.matchAll(PARAMETER)].map(([, name]) => name!);
  if (names.length === 0 || text === `{${names[0]!}}`) return { text, names, pattern: undefined };
  const literals = text.split(PARAMETER).filter((_, i) => i % 2 === 0);
  const source = literals.map((literal) => literal.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)).join('(.+)');
  return { text, names, pattern: new RegExp(`^${source}$`, 's') };
}

const templates = new Map<string, PathTemplate>();

/** A slash at the end is not part of it: a request is served with it and without. */
const withoutSlash = (path: string): string => path.replace(/(?!^)\/$/, '');

export function pathTemplate(path: string): PathTemplate {
  let found = templates.get(path);
  if (found === undefined) {
    found = {
      segments: withoutSlash(path).split('/').slice(1).map(segmentOf),
      fixed: path.replaceAll(PARAMETER, '').length,
    };
    templates.set(path, found);
  }
  return found;
}

export function decoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Puts what stands in a segment's places into `values`. @param text decoded @returns false if it does not fit */
export function matchSegment(
  { text: template, names, pattern }: Segment,
  text: string,
  values: Record<string, string>,
): boolean {
  if (pattern === undefined) {
    if (names.length === 0) return template === text;
    values[names[0]!] = text;
    return text !== '';
  }
  const found = pattern.exec(text);
  if (found === null) return false;
  for (let i = 0; i < names.length; i++) values[names[i]!] = found[i + 1]!;
  return true;
}

/**
 * @param path as sent, without the query
 * @returns what stands in the template's places, decoded; undefined if the path is not the template's
 */
export function matchPath(template: string, path: string): Readonly<Record<string, string>> | undefined {
  const { segments } = pathTemplate(template);
  const sent = withoutSlash(path).split('/').slice(1);
  if (sent.length !== segments.length) return undefined;
  const values: Record<string, string> = {};
  return segments.every((segment, i) => matchSegment(segment, decoded(sent[i]!), values)) ? values : undefined;
}

/** @param value what stands in a parameter's place, encoded here */
export const fillPath = (template: string, value: (name: string) => string): string =>
  template.replaceAll(PARAMETER, (_, name: string) => encodeURIComponent(value(name)));

/** Whether a path's last part is this parameter: `POST /vouchers/{code}` names what it makes. */
export const endsInParameter = (template: string, name: string): boolean => template.endsWith(`{${name}}`);
