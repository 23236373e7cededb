/** What an operation's action wants in a valid request, beyond the parameters and example body of its contract. */
import { randomBytes, randomInt } from 'node:crypto';
import type { CompiledOperation } from '../../mock/contract/compiled-contract.ts';
import { thresholdOf } from '../../mock/contract/threshold.ts';
import { linkKeys, usableKeys } from './choose-credential.ts';
import type { Draft, Who } from './action-request-parts.ts';
import { exampleBody, exampleParameter } from './contract-examples.ts';
import { valueAt, withValue } from './json-values.ts';
import type { JsonObject } from './json-values.ts';
import type { Kit } from './driver-parts.ts';
import { oauthRequest } from './oauth-requests.ts';
import { otpRequestBody } from './otp-driver.ts';
import { existingRecord, recordId } from './existing-records.ts';
import { parentParameters } from './parent-records.ts';
import { factOf } from './declared-responses.ts';
import { linkRequest, loginRequest } from './session-requests.ts';

const bodyOf = (kit: Kit, operation: CompiledOperation): unknown => exampleBody(kit.contract, operation)?.value;

/** A value like the example's that nobody had yet. */
function fresh<T>(example: T): T extends number ? number : string;
function fresh(example: unknown): string | number {
  if (typeof example === 'number') return randomInt(1_000_000, 2_147_483_647);
  return `${typeof example === 'string' ? example : 'suite'}${randomBytes(4).toString('hex')}`;
}

async function createDraft(kit: Kit, operation: CompiledOperation, { tenant }: Who): Promise<Draft> {
  const { action } = operation;
  if (action.type !== 'resource.create') throw new Error(`${operation.id} creates nothing`);
  const resource = kit.contract.resources.get(action.resource);
  const parameters: Record<string, string> = {};
  let body = bodyOf(kit, operation);
  if (resource && resource.schema.properties?.[resource.id]?.readOnly !== true) {
    const own = operation.parameters.find(({ in: place, name }) => place === 'path' && name === resource.id);
    const pointer = `${action.body ?? ''}/${resource.id}`;
    if (own) parameters[own.name] = fresh(exampleParameter(kit.contract, own));
    if (valueAt(body, pointer) !== undefined)
      body = withValue(body, pointer, parameters[resource.id] ?? fresh(valueAt(body, pointer)));
  }
  for (const [place, name] of Object.entries(action.references ?? {})) {
    const id = recordId(kit, name, await existingRecord(kit, name, { tenant }));
    if (id === undefined) continue;
    if (place.startsWith('{')) parameters[place.slice(1, -1)] = id;
    else body = withValue(body, place, id);
  }
  return { parameters, body };
}

async function recordDraft(kit: Kit, operation: CompiledOperation, { tenant }: Who): Promise<Draft> {
  const { action, stepUp } = operation;
  if (!('resource' in action) || typeof action.resource !== 'string')
    throw new Error(`${operation.id} is about no record`);
  const transition = action.type === 'resource.transition' ? action : undefined;
  const amount = stepUp?.amount;
  const isInState = (record: JsonObject): boolean =>
    transition === undefined ||
    record[transition.field] === undefined ||
    transition.from.includes(record[transition.field] as string);
  const isCheap = (record: JsonObject): boolean =>
    amount?.record === undefined || !(Number(record[amount.record.field]) >= thresholdOf(amount, record));
  const wish = { tenant, own: action.type !== 'resource.get' };
  const record =
    (await existingRecord(kit, action.resource, { ...wish, fits: (one) => isInState(one) && isCheap(one) })) ??
    (await existingRecord(kit, action.resource, { ...wish, fits: isInState }));
  if (record === undefined && transition !== undefined)
    kit.context.notRun(`no ${action.resource} of the target is ${transition.from.join(' or ')}, and none can be made`);
  const id = recordId(kit, action.resource, record);
  const pathParameter = 'path_parameter' in action ? action.path_parameter : undefined;
  const body = bodyOf(kit, operation);
  const idField = kit.contract.resources.get(action.resource)?.id ?? '';
  const inBody = `${('body' in action ? action.body : undefined) ?? ''}/${idField}`;
  // A body that names the record as well names the same one.
  const pointer =
    ('id' in action ? action.id : undefined) ?? (valueAt(body, inBody) === undefined ? undefined : inBody);
  return {
    parameters: pathParameter === undefined || id === undefined ? {} : { [pathParameter]: id },
    body: pointer === undefined || id === undefined ? body : withValue(body, pointer, record?.[idField] ?? id),
    record,
  };
}

async function closeDraft(kit: Kit, operation: CompiledOperation, { tenant }: Who): Promise<Draft> {
  const { action } = operation;
  if (action.type !== 'session.close') throw new Error(`${operation.id} closes no session`);
  const open = kit.context.operation(
    'session.open',
    (other) => other.action.type === 'session.open' && other.action.credential === action.credential,
  );
  const { answerBody } = await kit.context.send((await loginDraft(kit, open, { tenant })).whole!);
  return {
    parameters: { [action.path_parameter]: factOf(kit.contract, open, 'session.token', answerBody) ?? '' },
    body: undefined,
  };
}

async function loginDraft(kit: Kit, operation: CompiledOperation, { tenant }: Who): Promise<Draft> {
  const users = kit.target.credentials.users.filter(({ password }) => password !== null);
  const user =
    users.find((one) => one.tenant === tenant) ??
    users[0] ??
    kit.context.notRun('the target names no user with a password');
  return { parameters: {}, body: undefined, whole: await loginRequest(kit, operation, user) };
}

async function linkDraft(kit: Kit, operation: CompiledOperation, { tenant }: Who): Promise<Draft> {
  const keys = linkKeys(kit, operation);
  const key =
    keys.find((one) => one.tenant === tenant) ??
    keys[0] ??
    kit.context.notRun('the target has no key that a sign-on link may name');
  return { parameters: {}, body: undefined, whole: await linkRequest(kit, operation, key) };
}

/** The key whose secret is replaced: one that the call is not made with, where there is one. */
function regenerateDraft(kit: Kit, operation: CompiledOperation, { tenant, presentation }: Who): Draft {
  const { action } = operation;
  if (action.type !== 'key.regenerate') throw new Error(`${operation.id} regenerates no key`);
  const keys = usableKeys(kit.target, action.credential).filter((key) => key.tenant === tenant);
  const own = presentation?.key?.id ?? presentation?.user?.id;
  const key = keys.find(({ id }) => id === own) ?? keys[0] ?? kit.context.notRun('the target has no key to regenerate');
  return { parameters: { [action.path_parameter]: key.id }, body: bodyOf(kit, operation) };
}

async function verifyDraft(kit: Kit, operation: CompiledOperation, { tenant }: Who): Promise<Draft> {
  const { action } = operation;
  if (action.type !== 'otp.verify') throw new Error(`${operation.id} verifies no password`);
  const asks = kit.context.operation('otp.request');
  const body = await otpRequestBody(kit, asks, tenant);
  const at = asks.action.type === 'otp.request' ? asks.action : undefined;
  const resource = at?.resource === undefined ? undefined : valueAt(body, at.resource);
  const { id, to } = await kit.context.otp.request(
    String(valueAt(body, at?.operation ?? '')),
    typeof resource === 'string' ? resource : undefined,
    { tenant },
  );
  const code = await kit.context.otp.read(id, to);
  return { parameters: {}, body: withValue(withValue(bodyOf(kit, operation) ?? {}, action.id, id), action.code, code) };
}

async function otpDraft(kit: Kit, operation: CompiledOperation, { tenant }: Who): Promise<Draft> {
  return { parameters: {}, body: await otpRequestBody(kit, operation, tenant) };
}

async function oauthDraft(kit: Kit, operation: CompiledOperation, who: Who): Promise<Draft> {
  return { parameters: {}, body: undefined, whole: await oauthRequest(kit, operation, who) };
}

/** Drafts a request that the operation's action will carry out. */
export async function draftRequest(kit: Kit, operation: CompiledOperation, who: Who): Promise<Draft> {
  const above = await parentParameters(kit, operation, who.tenant);
  const draft = await actionDraft(kit, operation, who);
  return { ...draft, parameters: { ...above, ...draft.parameters } };
}

function actionDraft(kit: Kit, operation: CompiledOperation, who: Who): Promise<Draft> | Draft {
  const { type } = operation.action;
  switch (type) {
    case 'resource.create':
      return createDraft(kit, operation, who);
    case 'resource.get':
    case 'resource.update':
    case 'resource.delete':
    case 'resource.transition':
      return recordDraft(kit, operation, who);
    case 'session.open':
      return loginDraft(kit, operation, who);
    case 'session.close':
      return closeDraft(kit, operation, who);
    case 'sso.enter':
      return linkDraft(kit, operation, who);
    case 'key.regenerate':
      return regenerateDraft(kit, operation, who);
    case 'otp.request':
      return otpDraft(kit, operation, who);
    case 'otp.verify':
      return verifyDraft(kit, operation, who);
    case 'authorize':
    case 'authorize.decide':
    case 'token.issue':
    case 'token.revoke':
    case 'token.introspect':
      return oauthDraft(kit, operation, who);
    default:
      return { parameters: {}, body: bodyOf(kit, operation) };
  }
}
