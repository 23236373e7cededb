/** Calls that make a record, and those of them that may be repeated with an idempotency key. */
import { needsStepUp } from '../../conformance/driver/step-up-request.ts';
import { exampleBody } from '../../conformance/driver/contract-examples.ts';
import { valueAt, withValue } from '../../conformance/driver/json-values.ts';
import type { CompiledOperation } from '../../mock/contract/compiled-contract.ts';
import type { Call } from '../k6/profile.ts';
import { callsOf } from './profile-calls.ts';
import type { CredentialKind } from './profile-calls.ts';
import type { ProfileInputs } from './profile-inputs.ts';

const MOST_OPERATIONS = 3;

/** The example body, with an id that nobody had yet where clients choose ids. */
function freshBody({ contract }: ProfileInputs, operation: CompiledOperation): unknown {
  const { action } = operation;
  const body = exampleBody(contract, operation)?.value;
  const resource = action.type === 'resource.create' ? contract.resources.get(action.resource) : undefined;
  if (
    action.type !== 'resource.create' ||
    resource === undefined ||
    resource.schema.properties?.[resource.id]?.readOnly === true
  )
    return body;
  const pointer = `${action.body ?? ''}/${resource.id}`;
  const example = valueAt(body, pointer);
  return typeof example === 'string' ? withValue(body, pointer, `${example}__FRESH__`) : body;
}

/** Whether the example asks for another credential than a key. */
function wantsOther({ action }: CompiledOperation, body: unknown): boolean {
  const rules = action.type === 'resource.create' ? (action.credential_for ?? {}) : {};
  return Object.entries(rules).some(([pointer, credentials]) =>
    Object.hasOwn(credentials, String(valueAt(body, pointer))),
  );
}

/** It needs no other record, no second factor and no place in the path. */
function isPlain(operation: CompiledOperation, body: unknown): boolean {
  const { action, path } = operation;
  return (
    action.type === 'resource.create' &&
    action.references === undefined &&
    !path.includes('{') &&
    body !== undefined &&
    !needsStepUp(operation, { parameters: {}, body }) &&
    !wantsOther(operation, body)
  );
}

const KINDS: readonly CredentialKind[] = ['key', 'token', 'session', 'hmac'];

export async function creates(inputs: ProfileInputs): Promise<Call[]> {
  return collect(inputs, () => true);
}

/** With a key, so that the same request sent again makes nothing new. */
export async function retried(inputs: ProfileInputs): Promise<Call[]> {
  return collect(inputs, ({ idempotency }) => idempotency?.in === 'header');
}

async function collect(inputs: ProfileInputs, fits: (operation: CompiledOperation) => boolean): Promise<Call[]> {
  const calls: Call[][] = [];
  for (const operation of inputs.contract.operations.filter(fits)) {
    const body = freshBody(inputs, operation);
    if (!isPlain(operation, body)) continue;
    const headers =
      operation.idempotency === undefined ? [] : [[operation.idempotency.name, '__IDEMPOTENCY_KEY__'] as const];
    const found = await callsOf(inputs, operation, { kinds: KINDS, parts: { body: JSON.stringify(body) }, headers });
    if (found.length > 0 && calls.length < MOST_OPERATIONS) calls.push(found);
  }
  return calls.flat();
}
