/** Gets the credential that was chosen, ready to be presented. */
import { CheckFailure } from '../check.ts';
import type { Presentation } from '../check-context.ts';
import type { CredentialPlan } from './choose-credential.ts';
import type { Kit } from './driver-parts.ts';
import { carryAll } from './present-credential.ts';
import type { PartValues } from './present-credential.ts';
import { factOf } from './declared-responses.ts';
import { linkRequest, loginRequest } from './session-requests.ts';

async function keyValues(kit: Kit, { requirement, key }: CredentialPlan & { by: 'key' }): Promise<PartValues> {
  if (requirement.method.kind !== 'hmac') return { id: key.id, secret: key.secret };
  const seconds = Math.floor((await kit.context.clock.now()) / 1000);
  return { id: key.id, timestamp: `${seconds}` };
}

/** Logs in; the session's token. */
async function login(kit: Kit, { requirement, user }: CredentialPlan & { by: 'login' }): Promise<string> {
  const { credential } = requirement.method;
  const operation = kit.context.operation('session.open', ({ action }) => action.type === 'session.open' && action.credential === credential);
  const exchange = await kit.context.send(await loginRequest(kit, operation, user));
  const token = factOf(kit.plan, operation, 'session.token', exchange.answerBody);
  if (exchange.status >= 300 || token === undefined) throw new CheckFailure({ expected: 'a session for a good login', got: `status ${exchange.status} and no session token`, exchange });
  return token;
}

/** Enters by a sign-on link; the session cookie's value. */
async function enter(kit: Kit, { requirement, operation, key }: CredentialPlan & { by: 'link' }): Promise<string> {
  const exchange = await kit.context.send(await linkRequest(kit, operation, key));
  const name = requirement.method.parts[0]!.name;
  const [, value] = new RegExp(`(?:^|[,;]\\s*)${name}=([^;,]+)`).exec(exchange.answerHeaders['set-cookie'] ?? '') ?? [];
  if (value === undefined) throw new CheckFailure({ expected: `a cookie ${name} for a good sign-on link`, got: `status ${exchange.status} and no such cookie`, exchange });
  return value;
}

async function tokenOf(kit: Kit, { requirement, client, grant, scope }: CredentialPlan & { by: 'token' }): Promise<string> {
  const oauth = kit.context.oauth.of(requirement.method.credential);
  const { access_token } = grant === 'client_credentials' ? await oauth.clientCredentials(client, scope) : await oauth.authorizationCode(client, scope, { as: requirement.method.consentOf === 'tenant' ? client.tenant : undefined });
  return access_token;
}

async function secretOf(kit: Kit, plan: CredentialPlan & { by: 'token' | 'login' | 'link' }): Promise<string> {
  const token = plan.by === 'token' ? await tokenOf(kit, plan) : plan.by === 'login' ? await login(kit, plan) : await enter(kit, plan);
  kit.secret(token);
  return token;
}

export async function obtain(kit: Kit, plan: CredentialPlan): Promise<Presentation> {
  const { requirement, tenant } = plan;
  if (plan.by === 'key') return { requirement, tenant, key: plan.key, ...carryAll(kit.plan, requirement.method, await keyValues(kit, plan)) };
  const token = await secretOf(kit, plan);
  const carried = carryAll(kit.plan, requirement.method, { secret: token });
  return {
    requirement, tenant, token, ...carried,
    ...(plan.by === 'token' && { client: plan.client }),
    ...(plan.by === 'login' && { user: plan.user }),
    ...(plan.by === 'link' && { key: plan.key }),
  };
}
