/** Finding facts and records in answers, and comparing answers value by value. */
import type { CompiledOperation, CompiledContract } from '../../../mock/contract/compiled-contract.ts';
import type { Fact } from '../../../mock/contract/fill-values.ts';
import { isObject, objectsWith, parseJson } from '../../driver/json-values.ts';
import type { JsonObject } from '../../driver/json-values.ts';
import { factOf } from '../../driver/declared-responses.ts';
import type { Exchange } from '../../exchange.ts';

/** @returns undefined for what is not JSON, or not there */
export const parsed = (text: string | undefined): unknown =>
  text === undefined || text === '' ? undefined : parseJson(text);

/** What an operation's good answer says for a fact, as text: where the contract's schema puts it. */
export const filled = (
  contract: CompiledContract,
  operation: CompiledOperation,
  fact: Fact,
  { answerBody }: Exchange,
): string | undefined => factOf(contract, operation, fact, answerBody);

/** The record of a resource in an operation's answer: the first object that carries its id. */
export const recordIn = (
  { resources }: CompiledContract,
  resource: string,
  { answerBody }: Exchange,
): JsonObject | undefined => objectsWith(parsed(answerBody), resources.get(resource)?.id ?? '')[0];

/** The records in a list's answer: the first array in it. */
export function recordsIn(answerBody: string): readonly JsonObject[] {
  const find = (value: unknown): readonly JsonObject[] | undefined => {
    if (Array.isArray(value)) return value.filter(isObject);
    return isObject(value)
      ? Object.values(value)
          .map(find)
          .find((found) => found !== undefined)
      : undefined;
  };
  return find(parsed(answerBody)) ?? [];
}

/** Every leaf of a body with its path. */
export function leaves(value: unknown, path = ''): ReadonlyMap<string, string> {
  if (typeof value !== 'object' || value === null)
    return new Map([[path, value === undefined ? '' : JSON.stringify(value)]]);
  return new Map(Object.entries(value).flatMap(([key, child]) => [...leaves(child, `${path}/${key}`)]));
}
