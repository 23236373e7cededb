/** Turns what Ajv says of a value into what a person can act on. */
import type { ErrorObject } from 'ajv/dist/2020.js';
import { nearest } from '../did-you-mean.ts';

export interface Explanation {
  /** Keys and indices from the judged value down to what is wrong. */
  readonly path: readonly string[];
  readonly message: string;
  readonly suggestion: string | undefined;
}

export function explain(errors: readonly ErrorObject[]): readonly Explanation[] {
  const kept = errors.filter((error) => !isEcho(error, errors));
  const explanations = mergeChoices(kept).map(explainOne);
  const seen = new Set<string>();
  return explanations.filter(({ path, message }) => {
    const text = `${path.join('/')} ${message}`;
    return !seen.has(text) && seen.add(text);
  });
}

/** A choice fails because its branches do: an error of a branch says more than "must match exactly one schema". */
function isEcho(error: ErrorObject, errors: readonly ErrorObject[]): boolean {
  const others = errors.filter((other) => other !== error);
  const inside = others.some((other) => other.instancePath.startsWith(`${error.instancePath}/`));
  const here = others.filter((other) => other.instancePath === error.instancePath);
  if (error.keyword === 'oneOf' || error.keyword === 'anyOf') return inside || here.length > 0;
  if (!here.some((other) => other.keyword === 'oneOf')) return false;
  if (inside) return ['type', 'enum', 'const', 'pattern'].includes(error.keyword);
  return (
    error.keyword === 'type' &&
    here.some(
      (other) => ['enum', 'const', 'pattern'].includes(other.keyword) && other.parentSchema !== error.parentSchema,
    )
  );
}

/** Several `enum` and `const` errors of one value are one list of what it may be. */
function mergeChoices(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const merged: ErrorObject[] = [];
  for (const error of errors) {
    const twin = merged.find(
      (other) => isChoice(other) && isChoice(error) && other.instancePath === error.instancePath,
    );
    if (twin === undefined)
      merged.push(isChoice(error) ? { ...error, keyword: 'enum', params: { allowedValues: allowed(error) } } : error);
    else twin.params = { allowedValues: [...allowed(twin), ...allowed(error)] };
  }
  return merged;
}

const isChoice = ({ keyword }: ErrorObject): boolean => keyword === 'enum' || keyword === 'const';

function allowed({ params }: ErrorObject): readonly unknown[] {
  const { allowedValues, allowedValue } = params as { allowedValues?: readonly unknown[]; allowedValue?: unknown };
  return allowedValues ?? [allowedValue];
}

const text = (value: unknown): string => (typeof value === 'string' ? `"${value}"` : JSON.stringify(value));

const oneLine = (words: string): string => words.replaceAll(/\s+/g, ' ').trim();

function explainOne(error: ErrorObject): Explanation {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  const { params, parentSchema } = error;
  const say = (message: string, suggestion?: string, below: readonly string[] = []): Explanation => ({
    path: [...path, ...below],
    message,
    suggestion,
  });
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = String(params['additionalProperty']);
      const keys = Object.keys((parentSchema?.['properties'] ?? {}) as object);
      return say(`"${key}" is not a key that can stand here`, didYouMean(key, keys), [key]);
    }
    case 'required':
      return say(`"${String(params['missingProperty'])}" is missing`, `add "${String(params['missingProperty'])}"`);
    case 'enum':
      return say(
        `${text(error.data)} is not a value that can stand here`,
        didYouMean(String(error.data), allowed(error).map(String)),
      );
    case 'discriminator': {
      const tag = String(params['tag']);
      const value: unknown = params['tagValue'];
      if (value === undefined) return say(`"${tag}" is missing`, `add "${tag}"`);
      return say(
        `${text(value)} is not a ${tag} there is`,
        didYouMean(typeof value === 'string' ? value : '', (parentSchema?.['x-tags'] ?? []) as readonly string[]),
        [tag],
      );
    }
    case 'type':
      return say(`${text(error.data)} is not of type ${[params['type'] as string | string[]].flat().join(' or ')}`);
    case 'pattern': {
      const meaning = parentSchema?.['description'] as string | undefined;
      return say(
        `${text(error.data)} does not have the form that is wanted`,
        meaning === undefined ? `it must match ${String(params['pattern'])}` : oneLine(meaning),
      );
    }
    default:
      return say(error.message ?? error.keyword);
  }
}

/** Longer lists say less than the vocabulary's own page. */
const MOST_LISTED = 12;

function didYouMean(word: string, candidates: readonly string[]): string | undefined {
  const near = nearest(word, candidates);
  if (near !== undefined) return `did you mean "${near}"?`;
  return `it can be ${candidates.slice(0, MOST_LISTED).join(', ')}${candidates.length > MOST_LISTED ? `, and ${candidates.length - MOST_LISTED} more` : ''}`;
}
