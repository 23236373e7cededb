/** From a request of the suite's driver to a template of a profile. */
import type { RequestParts } from '../../conformance/check-context.ts';
import { factPointers } from '../../conformance/driver/json-values.ts';
import { FORM, urlOf } from '../../conformance/driver/request-parts.ts';
import { declaredResponse } from '../../conformance/driver/declared-responses.ts';
import type { CompiledOperation } from '../../mock/contract/compiled-contract.ts';
import type { Fact } from '../../mock/contract/fill-values.ts';
import type { Template } from '../k6/profile.ts';
import type { ProfileInputs } from './profile-inputs.ts';

/** Where each fact stands in the operation's good JSON answers. */
function factsOf({ contract }: ProfileInputs, operation: CompiledOperation, facts: readonly Fact[]): Template['facts'] {
  const schemas = operation.answers.flatMap(({ status }) =>
    Object.values(declaredResponse(contract, operation, status)?.node.content ?? {}).flatMap(({ schema }) =>
      schema ? [schema] : [],
    ),
  );
  return Object.fromEntries(
    facts.map((fact) => [
      fact,
      [...new Set(schemas.flatMap((schema) => factPointers(contract.document, schema, fact)))],
    ]),
  );
}

/** @param facts that the run has to read from the answer */
export function templateOf(
  inputs: ProfileInputs,
  operation: CompiledOperation,
  parts: RequestParts,
  { facts = [], basic = null }: { readonly facts?: readonly Fact[]; readonly basic?: Template['basic'] } = {},
): Template {
  const type = parts.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  return {
    operation: operation.id,
    method: parts.method,
    url: urlOf(inputs.contract, inputs.target, parts),
    path: inputs.contract.basePath + parts.path,
    headers: parts.headers,
    body: parts.body ?? null,
    encoding: type.startsWith(FORM) ? 'form' : 'json',
    basic,
    good: [...new Set(operation.answers.map(({ status }) => status))],
    quota: operation.rateLimit ?? null,
    facts: factsOf(inputs, operation, facts),
  };
}
