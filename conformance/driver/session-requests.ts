/** Requests that open sessions: by name and password, or by a sign-on link. */
import type { CompiledOperation } from '../../mock/contract/compiled-contract.ts';
import type { RequestParts } from '../check-context.ts';
import type { TargetKey, TargetUser } from '../target/target.ts';
import { withValue } from './json-values.ts';
import type { JsonObject } from './json-values.ts';
import type { DriverCore } from './driver-core.ts';
import { formBody } from './request-parts.ts';
import { exampleBody } from './contract-examples.ts';

/** A login of this user: every field that the contract asks for. */
export async function loginRequest(
  core: DriverCore,
  operation: CompiledOperation,
  user: TargetUser,
): Promise<RequestParts> {
  const { action } = operation;
  if (action.type !== 'session.open') throw new Error(`${operation.id} opens no session`);
  let body = exampleBody(core.contract, operation)?.value;
  for (const [field, pointer] of Object.entries(action.login))
    body = withValue(body, pointer, (user as unknown as JsonObject)[field] ?? undefined);
  return core.context.request(operation, {
    body: JSON.stringify(withValue(body, action.password, user.password ?? '')),
  });
}

/** What a sign-on link says: who enters, with whose key, when; what is copied gets made-up values. */
export async function linkPayload(
  core: DriverCore,
  operation: CompiledOperation,
  key: TargetKey,
): Promise<Record<string, unknown>> {
  const { action } = operation;
  if (action.type !== 'sso.enter') throw new Error(`${operation.id} takes no links`);
  const seconds = Math.floor((await core.context.clock.now()) / 1000);
  const copied = [...new Set([action.match, ...action.copy])].map((field) => [
    field,
    field.includes('location') ? key.tenant : `suite-${field}`,
  ]);
  return {
    ...(Object.fromEntries(copied) as Record<string, string>),
    [action.timestamp]: seconds,
    [action.user]: key.id,
    [action.user_key]: key.secret,
  };
}

/** Entering by a plain link. */
export async function linkRequest(
  core: DriverCore,
  operation: CompiledOperation,
  key: TargetKey,
): Promise<RequestParts> {
  const { action } = operation;
  const name = action.type === 'sso.enter' ? (action.data_parameter ?? 'data') : 'data';
  const data = Buffer.from(JSON.stringify(await linkPayload(core, operation, key))).toString('hex');
  core.secret(data);
  if (operation.body) return core.context.request(operation, { body: formBody({ [name]: data }) });
  const parts = await core.context.request(operation, { body: undefined });
  return { ...parts, query: [...parts.query, [name, data]] };
}
