/** What an operation's action wants in a valid request, beyond the parameters and example body of its contract. */
import { randomBytes, randomInt } from 'node:crypto';
import type { CompiledOperation } from '../../mock/contract/compiled-contract.ts';
import { thresholdOf } from '../../mock/contract/threshold.ts';
import { linkKeys, usableKeys } from './choose-credential.ts';
import type { ActionRequest, Who } from './action-request-parts.ts';
import { authenticatorCode, authenticatorOf, periodOf } from './authenticator-code.ts';
import { exampleBody, exampleParameter } from './contract-examples.ts';
import { valueAt, withValue } from './json-values.ts';
import type { JsonObject } from './json-values.ts';
import type { DriverCore } from './driver-core.ts';
import { oauthRequest } from './oauth-requests.ts';
import { otpRequestBody } from './otp-driver.ts';
import { addressOf, sendingOf } from './link-driver.ts';
import { managingAny, registering } from './registration-requests.ts';
import { existingRecord, recordId } from './existing-records.ts';
import { parentParameters } from './parent-records.ts';
import { factOf } from './declared-responses.ts';
import { linkRequest, loginRequest } from './session-requests.ts';

const bodyOf = (core: DriverCore, operation: CompiledOperation): unknown =>
  exampleBody(core.contract, operation)?.value;

/** A value like the example's that nobody had yet. */
function fresh<T>(example: T): T extends number ? number : string;
function fresh(example: unknown): string | number {
  if (typeof example === 'number') return randomInt(1_000_000, 2_147_483_647);
  return `${typeof example === 'string' ? example : 'suite'}${randomBytes(4).toString('hex')}`;
}

async function createActionRequest(
  core: DriverCore,
  operation: CompiledOperation,
  { tenant }: Who,
): Promise<ActionRequest> {
  const { action } = operation;
  if (action.type !== 'resource.create') throw new Error(`${operation.id} creates nothing`);
  const resource = core.contract.resources.get(action.resource);
  const parameters: Record<string, string> = {};
  let body = bodyOf(core, operation);
  if (resource && resource.schema.properties?.[resource.id]?.readOnly !== true) {
    const own = operation.parameters.find(({ in: place, name }) => place === 'path' && name === resource.id);
    const pointer = `${action.body ?? ''}/${resource.id}`;
    if (own) parameters[own.name] = fresh(exampleParameter(core.contract, own));
    if (valueAt(body, pointer) !== undefined)
      body = withValue(body, pointer, parameters[resource.id] ?? fresh(valueAt(body, pointer)));
  }
  for (const [place, name] of Object.entries(action.references ?? {})) {
    const id = recordId(core, name, await existingRecord(core, name, { tenant }));
    if (id === undefined) continue;
    if (place.startsWith('{')) parameters[place.slice(1, -1)] = id;
    else body = withValue(body, place, id);
  }
  return { parameters, body };
}

async function recordActionRequest(
  core: DriverCore,
  operation: CompiledOperation,
  { tenant }: Who,
): Promise<ActionRequest> {
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
    (await existingRecord(core, action.resource, { ...wish, fits: (one) => isInState(one) && isCheap(one) })) ??
    (await existingRecord(core, action.resource, { ...wish, fits: isInState }));
  if (record === undefined && transition !== undefined)
    core.context.notRun(`no ${action.resource} of the target is ${transition.from.join(' or ')}, and none can be made`);
  const id = recordId(core, action.resource, record);
  const pathParameter = 'path_parameter' in action ? action.path_parameter : undefined;
  const body = bodyOf(core, operation);
  const idField = core.contract.resources.get(action.resource)?.id ?? '';
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

async function closeActionRequest(
  core: DriverCore,
  operation: CompiledOperation,
  { tenant }: Who,
): Promise<ActionRequest> {
  const { action } = operation;
  if (action.type !== 'session.close') throw new Error(`${operation.id} closes no session`);
  const open = core.context.operation(
    'session.open',
    (other) => other.action.type === 'session.open' && other.action.credential === action.credential,
  );
  const { answerBody } = await core.context.send((await loginActionRequest(core, open, { tenant })).whole!);
  return {
    parameters: { [action.path_parameter]: factOf(core.contract, open, 'session.token', answerBody) ?? '' },
    body: undefined,
  };
}

async function loginActionRequest(
  core: DriverCore,
  operation: CompiledOperation,
  { tenant }: Who,
): Promise<ActionRequest> {
  const users = core.target.credentials.users.filter(({ password }) => password !== null);
  const user =
    users.find((one) => one.tenant === tenant) ??
    users[0] ??
    core.context.notRun('the target names no user with a password');
  return { parameters: {}, body: undefined, whole: await loginRequest(core, operation, user) };
}

async function linkActionRequest(
  core: DriverCore,
  operation: CompiledOperation,
  { tenant }: Who,
): Promise<ActionRequest> {
  const keys = linkKeys(core, operation);
  const key =
    keys.find((one) => one.tenant === tenant) ??
    keys[0] ??
    core.context.notRun('the target has no key that a sign-on link may name');
  return { parameters: {}, body: undefined, whole: await linkRequest(core, operation, key) };
}

/** A link of somebody's, handed over. */
async function messageActionRequest(
  core: DriverCore,
  operation: CompiledOperation,
  { tenant }: Who,
): Promise<ActionRequest> {
  const sends = sendingOf(core, operation);
  const users = core.target.credentials.users.filter((user) => addressOf(core.contract, sends, user) !== undefined);
  const user =
    users.find((one) => one.tenant === tenant) ??
    users[0] ??
    core.context.notRun('the target has no user who can be sent a link');
  const { links } = core.context;
  return {
    parameters: {},
    body: undefined,
    whole: await links.redemption(operation, await links.send(sends, user)),
  };
}

/** The key whose secret is replaced: one that the call is not made with, where there is one. */
function regenerateActionRequest(
  core: DriverCore,
  operation: CompiledOperation,
  { tenant, presentation }: Who,
): ActionRequest {
  const { action } = operation;
  if (action.type !== 'key.regenerate') throw new Error(`${operation.id} regenerates no key`);
  const keys = usableKeys(core.target, action.credential).filter((key) => key.tenant === tenant);
  const own = presentation?.key?.id ?? presentation?.user?.id;
  const key =
    keys.find(({ id }) => id === own) ?? keys[0] ?? core.context.notRun('the target has no key to regenerate');
  return { parameters: { [action.path_parameter]: key.id }, body: bodyOf(core, operation) };
}

async function verifyActionRequest(
  core: DriverCore,
  operation: CompiledOperation,
  { tenant }: Who,
): Promise<ActionRequest> {
  const { action } = operation;
  if (action.type !== 'otp.verify') throw new Error(`${operation.id} verifies no password`);
  const asks = core.context.operation('otp.request');
  const body = await otpRequestBody(core, asks, tenant);
  const at = asks.action.type === 'otp.request' ? asks.action : undefined;
  const resource = at?.resource === undefined ? undefined : valueAt(body, at.resource);
  const { id, to } = await core.context.otp.request(
    String(valueAt(body, at?.operation ?? '')),
    typeof resource === 'string' ? resource : undefined,
    { tenant },
  );
  const code = await core.context.otp.read(id, to);
  return {
    parameters: {},
    body: withValue(withValue(bodyOf(core, operation) ?? {}, action.id, id), action.code, code),
  };
}

/** A new secret, and the code that it makes now: the one that somebody has enrolled is nobody else's to know. */
async function codeActionRequest(
  core: DriverCore,
  operation: CompiledOperation,
  { tenant }: Who,
): Promise<ActionRequest> {
  const { action } = operation;
  if (action.type !== 'authenticator.verify') throw new Error(`${operation.id} verifies no authenticator`);
  const enrolls = core.context.operation(
    'authenticator.enroll',
    (other) => other.action.type === 'authenticator.enroll' && other.action.authenticator === action.authenticator,
  );
  const { answerBody } = await core.context.call(enrolls, { tenant });
  const secret = factOf(core.contract, enrolls, 'authenticator.secret', answerBody) ?? '';
  core.secret(secret);
  const rule = authenticatorOf(core.contract, action.authenticator);
  const moving = rule.kind === 'hotp' ? 0 : periodOf(rule, await core.context.clock.now());
  return {
    parameters: {},
    body: withValue(bodyOf(core, operation) ?? {}, action.code, authenticatorCode(rule, secret, moving)),
  };
}

async function otpActionRequest(
  core: DriverCore,
  operation: CompiledOperation,
  { tenant }: Who,
): Promise<ActionRequest> {
  return { parameters: {}, body: await otpRequestBody(core, operation, tenant) };
}

async function oauthActionRequest(core: DriverCore, operation: CompiledOperation, who: Who): Promise<ActionRequest> {
  return { parameters: {}, body: undefined, whole: await oauthRequest(core, operation, who) };
}

async function registrationRequest(core: DriverCore, operation: CompiledOperation): Promise<ActionRequest> {
  const whole =
    operation.action.type === 'client.register'
      ? await registering(core.context, operation)
      : await managingAny(core.context, core.contract, operation);
  return { parameters: {}, body: undefined, whole };
}

/** A request that the operation's action will carry out. */
export async function actionRequest(core: DriverCore, operation: CompiledOperation, who: Who): Promise<ActionRequest> {
  const above = await parentParameters(core, operation, who.tenant);
  const request = await ownRequest(core, operation, who);
  return { ...request, parameters: { ...above, ...request.parameters } };
}

function ownRequest(core: DriverCore, operation: CompiledOperation, who: Who): Promise<ActionRequest> | ActionRequest {
  const { type } = operation.action;
  switch (type) {
    case 'resource.create':
      return createActionRequest(core, operation, who);
    case 'resource.get':
    case 'resource.update':
    case 'resource.delete':
    case 'resource.transition':
      return recordActionRequest(core, operation, who);
    case 'session.open':
      return loginActionRequest(core, operation, who);
    case 'session.close':
      return closeActionRequest(core, operation, who);
    case 'link.redeem':
      return messageActionRequest(core, operation, who);
    case 'sso.enter':
      return linkActionRequest(core, operation, who);
    case 'key.regenerate':
      return regenerateActionRequest(core, operation, who);
    case 'otp.request':
      return otpActionRequest(core, operation, who);
    case 'otp.verify':
      return verifyActionRequest(core, operation, who);
    case 'authenticator.verify':
      return codeActionRequest(core, operation, who);
    case 'authorize':
    case 'authorize.push':
    case 'authorize.decide':
    case 'device.authorize':
    case 'device.verify':
    case 'token.issue':
    case 'token.revoke':
    case 'token.introspect':
      return oauthActionRequest(core, operation, who);
    case 'client.register':
    case 'client.manage':
      return registrationRequest(core, operation);
    default:
      return { parameters: {}, body: bodyOf(core, operation) };
  }
}
