/** Compiles an operation's responses: its answers, and for each failure the refusal that the contract words it as. */
import type { Failure, FailureRef } from '../../../specs/generated/vocabulary.ts';
import { FAILURES } from '../failures.ts';
import { isResponseKey, statusUnder } from '../response-keys.ts';
import { concreteType, isJsonType } from '../media-types.ts';
import { escapePointer, follow } from '../openapi-document.ts';
import type { Document, Header, Located, MediaType, Response } from '../openapi-document.ts';
import type { CompiledAnswer, CompiledHeader } from '../compiled-contract.ts';
import type { ContractProblem } from '../contract-problem.ts';
import { refusalValue } from './refusal-words.ts';
import { compileBody } from './render-example.ts';
import type { CompiledBody } from './render-example.ts';

const failuresOf = (reference: FailureRef | undefined): readonly Failure[] =>
  reference === undefined ? [] : typeof reference === 'string' ? [reference] : reference;

function compileHeaders(document: Document, { node, pointer }: Located<Response>): CompiledHeader[] {
  return Object.entries(node.headers ?? {}).flatMap(([declared, reference]): CompiledHeader[] => {
    const header = follow<Header>(document, {
      node: reference,
      pointer: `${pointer}/headers/${escapePointer(declared)}`,
    }).node;
    // As it goes on the wire: the server would change it again for each answer.
    const name = declared.toLowerCase();
    const fact = header['x-fill'];
    if (fact !== undefined) return [{ name, value: { fact } }];
    const schema = header.schema && follow(document, { node: header.schema, pointer }).node;
    const literal = schema?.const ?? (schema?.enum?.length === 1 ? schema.enum[0] : undefined);
    return literal === undefined ? [] : [{ name, value: { literal: `${literal as string | number}` } }];
  });
}

interface Variant {
  readonly failures: readonly Failure[];
  readonly answer: CompiledAnswer;
}

type Base = Pick<CompiledAnswer, 'status' | 'headers'>;

/** What an answer names: the contract's words where they say all, a range's most likely type where not. */
function contentTypeOf(key: string): string {
  const type = concreteType(key);
  if (isJsonType(type) || type === 'text/html') return `${type}; charset=utf-8`;
  return key.includes('*') ? type : key;
}

/** The body is compiled when it is first answered: most refusals of most operations never are. */
function lazyAnswer(base: Base, type: string, pointer: string, compile: () => CompiledBody): CompiledAnswer {
  let compiled: CompiledBody | undefined;
  const body = (): CompiledBody => (compiled ??= compile());
  return {
    ...base,
    contentType: contentTypeOf(type),
    pointer,
    render: (facts) => body().render(facts),
    needs: () => body().facts,
  };
}

/** Where no example has the words of a refusal. */
const wordsOf = (document: Document, { status }: Base, { schema }: MediaType): unknown =>
  status < 400 || schema === undefined ? undefined : refusalValue(document, schema, status);

function mediaVariants(document: Document, base: Base, type: string, media: MediaType, pointer: string): Variant[] {
  const schema = media.schema && { node: media.schema, pointer: `${pointer}/schema` };
  const variant = (failures: readonly Failure[], example: unknown, place: string): Variant => ({
    failures,
    answer: lazyAnswer(base, type, place, () =>
      isJsonType(type)
        ? compileBody(document, schema, example ?? wordsOf(document, base, media))
        : { render: () => (typeof example === 'string' ? example : ''), facts: [] },
    ),
  });
  const examples = Object.entries(media.examples ?? {}).map(([name, reference]) =>
    follow(document, { node: reference, pointer: `${pointer}/examples/${escapePointer(name)}` }),
  );
  const refusals = examples
    .filter(({ node }) => node['x-failure'] !== undefined)
    .map(({ node, pointer: place }) => variant(failuresOf(node['x-failure']), node.value, place));
  const plain = examples.find(({ node }) => node['x-failure'] === undefined);
  return refusals.length > 0 && plain === undefined && media.example === undefined
    ? refusals
    : [variant([], media.example ?? plain?.node.value, pointer), ...refusals];
}

const jsonFirst = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  Number(isJsonType(b)) - Number(isJsonType(a));

/** Responses are shared between operations by reference: each is compiled once a document. */
const compiledResponses = new WeakMap<Document, Map<string, readonly Variant[]>>();

/** Every answer of one response object. */
export function compileResponse(document: Document, status: number, located: Located<Response>): readonly Variant[] {
  const { node, pointer } = follow(document, located);
  const known = compiledResponses.get(document) ?? new Map<string, readonly Variant[]>();
  compiledResponses.set(document, known);
  const key = `${status} ${pointer}`;
  const found = known.get(key);
  if (found) return found;
  const headers = compileHeaders(document, { node, pointer });
  const own = failuresOf(node['x-failure']);
  const [type, media] = Object.entries(node.content ?? {}).sort(jsonFirst)[0] ?? [];
  const variants =
    type === undefined || media === undefined
      ? [
          {
            failures: own,
            answer: { status, headers, pointer, contentType: undefined, render: undefined, needs: () => [] },
          },
        ]
      : mediaVariants(document, { status, headers }, type, media, `${pointer}/content/${escapePointer(type)}`).map(
          (variant) => (variant.failures.length === 0 ? { ...variant, failures: own } : variant),
        );
  known.set(key, variants);
  return variants;
}

export interface CompiledResponses {
  readonly answers: readonly CompiledAnswer[];
  readonly refusals: ReadonlyMap<Failure, CompiledAnswer>;
}

/** The example for a failure, or for the nearest broader one. */
function nearest(named: ReadonlyMap<Failure, CompiledAnswer>, failure: Failure): CompiledAnswer | undefined {
  for (let current: Failure | undefined = failure; current !== undefined; current = FAILURES[current].broader) {
    const answer = named.get(current);
    if (answer) return answer;
  }
  return undefined;
}

const hasGood = (responses: Readonly<Record<string, Response>>): boolean =>
  Object.keys(responses).some((key) => /^[23]/.test(key));

/** @param good the status of a good answer under `2XX` or `default` */
export function compileResponses(
  document: Document,
  responses: Readonly<Record<string, Response>>,
  pointer: string,
  problems: ContractProblem[],
  good: number,
): CompiledResponses {
  const answers: CompiledAnswer[] = [];
  const named = new Map<Failure, CompiledAnswer>();
  for (const [status, node] of Object.entries(responses)) {
    if (!isResponseKey(status)) continue;
    const place = { node, pointer: `${pointer}/responses/${status}` };
    for (const { failures, answer } of compileResponse(document, statusUnder(status, undefined, good), place)) {
      // What is not said to be a refusal under `default` is what a good answer looks like only where nothing else is.
      if (failures.length === 0 && /^[23]/.test(`${answer.status}`) && (status !== 'default' || !hasGood(responses)))
        answers.push(answer);
      for (const failure of failures) {
        const other = named.get(failure);
        if (other)
          problems.push({
            rule: 'ambiguous-failure',
            pointer: answer.pointer,
            message: `${failure} has another example at ${other.pointer}`,
            suggestion: 'keep x-failure on one of the two',
          });
        named.set(failure, { ...answer, status: statusUnder(status, failure, good) });
      }
    }
  }
  const refusals = new Map<Failure, CompiledAnswer>();
  for (const failure of Object.keys(FAILURES) as Failure[]) {
    const answer = nearest(named, failure);
    if (answer) refusals.set(failure, answer);
  }
  return { answers: answers.sort((a, b) => a.status - b.status), refusals };
}
