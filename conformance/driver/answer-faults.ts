/** What is wrong with an answer, by what the contract declares for it. */
import { at, escapePointer, follow } from '../../mock/contract/openapi-document.ts';
import type { Document, Example, Located, Response, Schema } from '../../mock/contract/openapi-document.ts';
import type { CompiledAnswer, CompiledOperation, CompiledContract } from '../../mock/contract/compiled-contract.ts';
import type { Fact } from '../../mock/contract/fill-values.ts';
import type { Evidence, Failure } from '../../specs/generated/vocabulary.ts';
import { loadSources } from '../cited-facts.ts';
import { markedBasis, marksAt, sourcesOf } from '../evidence-marks.ts';
import type { Exchange } from '../exchange.ts';
import { bodyField, headerMissing, headerWrong } from '../symptom.ts';
import type { Symptom } from '../symptom.ts';
import { differences, hasFixedParts } from './fixed-parts.ts';
import type { Difference } from './fixed-parts.ts';
import { parseJson } from './json-values.ts';
import { declaredHeaders, declaredMedia, mediaTypeOf } from './declared-responses.ts';
import { violations } from './answer-schema.ts';
import { countedNoun } from '../counted-noun.ts';

/**
 * Whether a header filled with this fact has to be there; others depend on what has happened before the answer was
 * made.
 */
export function isDue(
  contract: CompiledContract,
  operation: CompiledOperation,
  status: number,
  fact: Fact,
  failure?: Failure,
): boolean {
  switch (fact) {
    case 'request.id':
      return true;
    case 'challenge':
      return (
        status === 401 ||
        (failure === 'insufficient_scope' &&
          operation.requirements.some(({ method }) =>
            method.parts.some((part) => part.in === 'authorization' && part.name === 'bearer'),
          ))
      );
    case 'allow':
      return status === 405;
    case 'location':
      return status >= 300 && status < 400;
    // A limit on how many of something there may be has no end to wait for.
    case 'rate.retry_after':
    case 'rate.retry_date':
    case 'rate.type':
      return status === 429 && (failure ?? 'rate_limited') === 'rate_limited';
    case 'rate.limit':
    case 'rate.remaining':
    case 'rate.reset_epoch':
    case 'rate.reset_after':
    case 'rate.reset_epoch_ms':
    case 'rate.reset_after_ms':
    case 'rate.reset_iso':
    case 'rate.service_limits':
    case 'rate.policies': {
      const limit = operation.rateLimit === undefined ? undefined : contract.rateLimits.get(operation.rateLimit)?.limit;
      return (
        typeof limit === 'number' &&
        (contract.guards[0] === 'rate_limit' || (status < 300 && operation.requirements.length > 0))
      );
    }
    default:
      return false;
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** @param failure that the answer tells of, where it is known */
export function headerFaults(
  contract: CompiledContract,
  operation: CompiledOperation,
  response: Located<Response>,
  { status, answerHeaders }: Exchange,
  failure?: Failure,
): Symptom[] {
  return declaredHeaders(contract.document, response).flatMap(({ name, fact, schema, pointer }) => {
    const basis = markedBasis(contract, pointer);
    const value = answerHeaders[name.toLowerCase()];
    const only = schema?.const ?? (schema?.enum?.length === 1 ? schema.enum[0] : undefined);
    const literal = only === undefined ? undefined : textOf(only);
    if (fact !== undefined)
      return value === undefined && isDue(contract, operation, status, fact, failure)
        ? [headerMissing(name, undefined, basis)]
        : [];
    if (literal === undefined) return [];
    if (value === undefined) return [headerMissing(name, `the header ${name}: ${literal} is missing`, basis)];
    return value.toLowerCase() === literal.toLowerCase()
      ? []
      : [headerWrong(name, `should be ${literal}, and is ${value}`, basis)];
  });
}

/** Who says what a field of a body is: the nearest of the schemas on the way to it that says so. */
function fieldBasis(contract: CompiledContract, schema: Located<Schema>, field: string): Symptom['basis'] {
  let located = follow<Schema>(contract.document, schema);
  let basis = markedBasis(contract, located.pointer);
  for (const step of field.split('/').slice(1)) {
    const [child, place] = /^\d+$/.test(step)
      ? [located.node.items, 'items']
      : [located.node.properties?.[step], `properties/${escapePointer(step)}`];
    if (child === undefined) break;
    located = follow<Schema>(contract.document, { node: child, pointer: `${located.pointer}/${place}` });
    basis = markedBasis(contract, located.pointer) ?? basis;
  }
  return basis;
}

/** Content type and body, by the response's declaration. */
export function bodyFaults(
  contract: CompiledContract,
  response: Located<Response>,
  { method, status, answerHeaders, answerBody }: Exchange,
): Symptom[] {
  const { document } = contract;
  if (method === 'HEAD') return answerBody === '' ? [] : [bodyField('', 'an answer to HEAD has no body')];
  const declared = Object.keys(response.node.content ?? {});
  if (declared.length === 0)
    return answerBody === ''
      ? []
      : [
          bodyField(
            '',
            `an answer with status ${status} has no body here, and this one has ${countedNoun(answerBody.length, 'character')}`,
          ),
        ];
  const type = answerHeaders['content-type'];
  const media = type === undefined ? undefined : declaredMedia(response, type);
  if (media === undefined)
    return [headerWrong('Content-Type', `should be ${declared.join(' or ')}, and is ${type ?? 'absent'}`)];
  if (!mediaTypeOf(type).includes('json')) return [];
  const charset = /;\s*charset="?([^";\s]+)/i.exec(type ?? '')?.[1];
  if (charset !== undefined && charset.toLowerCase() !== 'utf-8')
    return [headerWrong('Content-Type', `should say UTF-8 or no charset (RFC 8259 §8.1), and says ${charset}`)];
  if (media.node.schema === undefined) return [];
  const body = parseJson(answerBody);
  if (body === undefined) return [bodyField('', 'the body is not JSON')];
  const schema = { node: media.node.schema, pointer: `${media.pointer}/schema` };
  return violations(document, schema.pointer, body).map(({ field, text }) =>
    bodyField(field, text, fieldBasis(contract, schema, field)),
  );
}

type RefusalNode = Example & { readonly 'x-evidence'?: string };

/** The node that words a refusal: an example, or a response without a body. */
export const refusalNode = ({ document }: CompiledContract, { pointer }: CompiledAnswer): RefusalNode =>
  at(document, pointer) ?? {};

/** Typesetting makes other apostrophes of them. */
const plainly = (text: string): string => text.replaceAll('’', "'");

/**
 * What people read, not programs: a text of several words. A server may word it as it likes, unless a document quotes
 * it. A contract that cites nothing is its own document.
 */
function isFreelyWorded(contract: CompiledContract, { pointer }: CompiledAnswer, wanted: unknown): boolean {
  if (typeof wanted !== 'string' || !/\S\s+\S/.test(wanted)) return false;
  const { facts } = loadSources();
  const claims = sourcesOf(marksAt(contract, pointer)).flatMap((source) => facts[source]?.claims ?? []);
  return claims.length > 0 && !claims.some(({ quote }) => quote !== undefined && plainly(quote).includes(wanted));
}

/** An answer beside the words that the contract has for a refusal; undefined where it cannot be held against them. */
function besideWords(
  { document }: CompiledContract,
  response: Located<Response>,
  example: unknown,
  { answerHeaders, answerBody }: Exchange,
): readonly [Document, Located<Schema> | undefined, unknown, unknown] | undefined {
  const media = declaredMedia(response, answerHeaders['content-type'] ?? '');
  if (media === undefined || example === undefined || !mediaTypeOf(answerHeaders['content-type']).includes('json'))
    return undefined;
  const schema = media.node.schema;
  return [document, schema && { node: schema, pointer: `${media.pointer}/schema` }, example, parseJson(answerBody)];
}

/** Whether an answer has the words that the contract has for a refusal, as far as it can be held against them. */
export function isWorded(
  contract: CompiledContract,
  response: Located<Response>,
  refusal: CompiledAnswer,
  exchange: Exchange,
): boolean {
  const beside = besideWords(contract, response, refusalNode(contract, refusal).value, exchange);
  return beside === undefined || hasFixedParts(...beside);
}

/** How an answer differs from the words that the contract has for a refusal. */
export function wordingFaults(
  contract: CompiledContract,
  response: Located<Response>,
  refusal: CompiledAnswer,
  exchange: Exchange,
): Symptom[] {
  return wordingDifferences(contract, response, refusal, exchange).map(({ place, text }) => bodyField(place, text));
}

function wordingDifferences(
  contract: CompiledContract,
  response: Located<Response>,
  refusal: CompiledAnswer,
  exchange: Exchange,
): readonly Difference[] {
  const beside = besideWords(contract, response, refusalNode(contract, refusal).value, exchange);
  return beside === undefined ? [] : differences(...beside);
}

/** Whose words a contract has: the provider's, or, in a contract without marks, its author's. */
const ANYBODYS: readonly (string | undefined)[] = ['standard', 'assumed'] satisfies Evidence[];

/**
 * The same at a real target, which may have words of its own: codes bind where the provider shows them, texts only where
 * a document quotes them. What else differs is advice. Words that the contract has for want of any are not even that: a
 * standard leaves them to the server, and an assumption is ours.
 */
export function realWording(
  contract: CompiledContract,
  response: Located<Response>,
  refusal: CompiledAnswer,
  exchange: Exchange,
): { readonly faults: readonly Symptom[]; readonly advice: readonly Difference[] } {
  const evidence = refusalNode(contract, refusal)['x-evidence'];
  const found = ANYBODYS.includes(evidence) ? [] : wordingDifferences(contract, response, refusal, exchange);
  const binds = ({ wanted }: Difference): boolean =>
    evidence !== undefined && !isFreelyWorded(contract, refusal, wanted);
  return {
    faults: found.filter(binds).map(({ place, text }) => bodyField(place, text)),
    advice: found.filter((difference) => !binds(difference)),
  };
}
