/** `--strict`: an answer that breaks its contract is the sandbox's own bug, and is shown as one. */
import type { FastifyReply } from 'fastify';
import { at } from '../contract/openapi-document.ts';
import type { CompiledContract } from '../contract/compiled-contract.ts';
import { validatorsOf } from '../request/validators.ts';
import type { Reply } from '../pipeline/reply.ts';
import { sendProblem } from './server-problems.ts';

export interface Breach {
  readonly detail: string;
  send(reply: FastifyReply): FastifyReply;
}

/** JSON pointer of the schema that a reply's body must fit; undefined where the contract has none. */
function schemaPointer(
  contract: CompiledContract,
  { contentType: sent, answer: { pointer, contentType } }: Reply,
): string | undefined {
  if (contentType === undefined || !contentType.includes('json') || sent?.includes('json') !== true) return undefined;
  // The answer's place is its media type, or one of the examples there.
  const media = pointer.replace(/\/examples\/[^/]+$/, '');
  return at(contract.document, `${media}/schema`) === undefined ? undefined : `${media}/schema`;
}

/** @returns undefined if the reply keeps to its contract */
export function breachOf(contract: CompiledContract, reply: Reply): Breach | undefined {
  const pointer = schemaPointer(contract, reply);
  const found = pointer === undefined ? [] : validatorsOf(contract).at(pointer, JSON.parse(reply.body ?? 'null'));
  const missing = reply.answer.headers
    .filter(({ value }) => 'literal' in value)
    .filter(({ name }) => !reply.headers.some((sent) => sent.name === name));
  if (found.length === 0 && missing.length === 0) return undefined;
  const detail = `The sandbox made an answer that breaks the contract ${contract.name} at ${pointer ?? reply.answer.pointer}: ${[
    ...found.map(({ field, message }) => `${field === '' ? 'the body' : field} ${message}`),
    ...missing.map(({ name }) => `the header ${name} is missing`),
  ].join('; ')}. This is a bug of the sandbox or of the contract, not of the client.`;
  return { detail, send: (target) => sendProblem(target, 500, 'The answer breaks its contract', detail) };
}
