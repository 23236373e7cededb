/** A target file as it was written: its values with the environment filled in, and the line on which each stands. */
import { isMap, isPair, isScalar, isSeq } from 'yaml';
import type { Document, Node } from 'yaml';
import { readYamlText } from '../../mock/contract/yaml-file.ts';
import type { TargetProblem } from './target-problem.ts';

export type Path = readonly (string | number)[];

export interface TargetText {
  /** As JSON; undefined where the file is no YAML. */
  readonly value: unknown;
  readonly problems: readonly TargetProblem[];
  /** Values that are an environment variable's, whole, each with its name. */
  readonly variables: ReadonlyMap<string, string>;
  /** A problem at a path; `key` points at the key, not at its value. */
  problem(rule: TargetProblem['rule'], path: Path, message: string, suggestion?: string, key?: boolean): TargetProblem;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** `${NAME}`, or an escaped `$${`. */
const VARIABLE = /\$\$\{|\$\{([^}]*)\}/g;

const NAME = /^[A-Za-z_]\w*$/;

const given = (value: string | undefined): string | undefined => (value === '' ? undefined : value);

/**
 * @param file as the user named it, for problems
 * @throws {InputError} for one that is too large, too deep, or a bomb of aliases
 */
export function readTargetText(text: string, file: string, environment: Environment): TargetText {
  const { document, value: written, errors, lineAt: at } = readYamlText(text, file);
  const problem: TargetText['problem'] = (rule, path, message, suggestion, key = false) => ({
    rule,
    pointer: `#${path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')}`,
    file,
    ...at(offsetOf(document, path, key)),
    message,
    suggestion,
  });
  if (errors.length > 0) {
    const problems = errors.map(
      ({ offset, message }): TargetProblem => ({
        rule: 'syntax',
        pointer: '#',
        file,
        ...at(offset),
        message,
      }),
    );
    return { value: undefined, problems, variables: new Map(), problem };
  }
  const problems: TargetProblem[] = [];
  const told = new Set<string>();
  const variables = new Map<string, string>();
  const value = fillIn(written, [], (path, name) => {
    const found = environment[name];
    if (found !== undefined) variables.set(found, name);
    // One line a variable, however often it is used.
    if (told.has(name)) return given(found);
    told.add(name);
    if (!NAME.test(name))
      problems.push(
        problem(
          'environment',
          path,
          `"\${${name}}" names no environment variable`,
          'write ${NAME}, or $${ for a plain ${',
        ),
      );
    else if (found === undefined)
      problems.push(
        problem(
          'environment',
          path,
          `the environment variable ${name} is not set`,
          `set it before the run: export ${name}=…`,
        ),
      );
    else if (found === '')
      problems.push(
        problem('environment', path, `the environment variable ${name} is empty`, `give it a value: export ${name}=…`),
      );
    return given(found);
  });
  return { value, problems, variables, problem };
}

/** Where a path's value stands, or its key; of what is missing, where the nearest thing around it stands. */
function offsetOf(document: Document, path: Path, key: boolean): number {
  let node: unknown = document.contents;
  let offset = document.contents?.range?.[0] ?? 0;
  for (const [depth, step] of path.entries()) {
    const last = depth === path.length - 1;
    const pair = isMap(node)
      ? node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === step)
      : undefined;
    const next: unknown = pair?.value ?? (isSeq(node) ? node.items[Number(step)] : undefined);
    const place =
      (pair !== undefined && (key || !last || next === null) ? (pair.key as Node) : (next as Node | undefined)) ??
      (pair?.key as Node | undefined);
    if (place === undefined) break;
    offset = place.range?.[0] ?? offset;
    node = next;
  }
  return offset;
}

/** What a missing variable leaves in a value, so that its other rules do not complain of the same thing again. */
export const UNSET = '(not set)';

function fillIn(value: unknown, path: Path, look: (path: Path, name: string) => string | undefined): unknown {
  if (typeof value === 'string')
    return value.replace(VARIABLE, (_whole, name: string | undefined) =>
      name === undefined ? '${' : (look(path, name) ?? UNSET),
    );
  if (Array.isArray(value)) return value.map((item: unknown, i) => fillIn(item, [...path, i], look));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillIn(item, [...path, key], look)]));
}
