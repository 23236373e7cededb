/** Gets the credential that was chosen, ready to be presented. */
import { CheckFailure } from '../check.ts';
import type { Presentation } from '../check-context.ts';
import type { CompiledOperation } from '../../mock/contract/compiled-contract.ts';
import { chooseCredential } from './choose-credential.ts';
import type { WantedCredential } from './choose-credential.ts';
import { refusedCall } from '../symptom.ts';
import type { DriverCore } from './driver-core.ts';
import { carryAll, expiryOf } from './present-credential.ts';
import type { PartValues } from './present-credential.ts';
import { sentId, timestampOf } from './sign-message.ts';
import { factOf } from './declared-responses.ts';
import { cookiesOf, sendingOf } from './link-driver.ts';
import { linkRequest, loginRequest } from './session-requests.ts';
import { isSignature, signs } from '../../mock/contract/signature-kinds.ts';

async function keyValues(
  core: DriverCore,
  { requirement, key }: WantedCredential & { by: 'key' },
): Promise<PartValues> {
  if (!signs(requirement.method)) return { id: key.id, secret: key.secret };
  const credential = core.contract.credentials.get(requirement.method.credential);
  if (!isSignature(credential)) throw new Error(`${requirement.method.credential} signs nothing`);
  const timestamp = timestampOf(credential, Math.floor((await core.context.clock.now()) / 1000));
  return {
    id: sentId(credential, key.id, timestamp),
    timestamp,
    ...(credential.expires && { expires: expiryOf(credential)! }),
  };
}

/** What carries a key's parts. The time of a signature that has no place of its own is remembered. */
async function keyCarried(
  core: DriverCore,
  wanted: WantedCredential & { by: 'key' },
): Promise<Pick<Presentation, 'headers' | 'query' | 'signedAt'>> {
  const values = await keyValues(core, wanted);
  return {
    ...carryAll(core.contract, wanted.requirement.method, values),
    ...(values.timestamp !== undefined && { signedAt: values.timestamp }),
  };
}

/** Logs in; the session's token. */
async function login(core: DriverCore, { requirement, user }: WantedCredential & { by: 'login' }): Promise<string> {
  const { credential } = requirement.method;
  const operation = core.context.operation(
    'session.open',
    ({ action }) => action.type === 'session.open' && action.credential === credential,
  );
  const exchange = await core.context.send(await loginRequest(core, operation, user));
  const token = factOf(core.contract, operation, 'session.token', exchange.answerBody);
  if (exchange.status >= 300 || token === undefined)
    throw new CheckFailure({
      expected: 'a session for a good login',
      got: `status ${exchange.status} and no session token`,
      exchange,
      symptoms: [refusedCall(operation.id, undefined, exchange.status, `status ${exchange.status}`)],
      preparation: true,
    });
  return token;
}

/** Enters by a sign-on link; the session cookie's value. */
async function enter(
  core: DriverCore,
  { requirement, operation, key }: WantedCredential & { by: 'link' },
): Promise<string> {
  const exchange = await core.context.send(await linkRequest(core, operation, key));
  const name = requirement.method.parts[0]!.name;
  const [, value] = new RegExp(`(?:^|[,;]\\s*)${name}=([^;,]+)`).exec(exchange.answerHeaders['set-cookie'] ?? '') ?? [];
  if (value === undefined)
    throw new CheckFailure({
      expected: `a cookie ${name} for a good sign-on link`,
      got: `status ${exchange.status} and no such cookie`,
      exchange,
      symptoms: [refusedCall(operation.id, undefined, exchange.status, `status ${exchange.status}`)],
      preparation: true,
    });
  return value;
}

/** Signs in by a link that the person is sent; the session's token, from the answer or its cookie. */
async function followMessage(
  core: DriverCore,
  { requirement, operation, user, client }: WantedCredential & { by: 'message' },
): Promise<string> {
  const { links } = core.context;
  const link = await links.send(sendingOf(core, operation), user);
  const exchange = await core.context.send(
    await links.redemption(operation, { ...link, ...(client !== undefined && { client }) }),
  );
  const cookie = requirement.method.parts.find((part) => part.in === 'cookie')?.name;
  const token =
    factOf(core.contract, operation, 'session.token', exchange.answerBody) ??
    factOf(core.contract, operation, 'token.access_token', exchange.answerBody) ??
    cookiesOf(exchange)
      .split('; ')
      .find((pair) => pair.startsWith(`${cookie}=`))
      ?.slice(cookie!.length + 1);
  if (exchange.status >= 400 || token === undefined)
    throw new CheckFailure({
      expected: 'a session for a good link',
      got: `status ${exchange.status} and no session`,
      exchange,
      symptoms: [refusedCall(operation.id, undefined, exchange.status, `status ${exchange.status}`)],
      preparation: true,
    });
  return token;
}

interface Obtained {
  readonly token: string;
  readonly lifetimeMs?: number | undefined;
}

async function tokenOf(
  core: DriverCore,
  { requirement, client, grant, scope }: WantedCredential & { by: 'token' },
): Promise<Obtained> {
  const oauth = core.context.oauth.of(requirement.method.credential);
  const { access_token, expires_in } =
    grant === 'client_credentials'
      ? await oauth.clientCredentials(client, scope)
      : await oauth.authorizationCode(client, scope, {
          as: requirement.method.consentOf === 'tenant' ? client.tenant : undefined,
        });
  return { token: access_token, lifetimeMs: expires_in === undefined ? undefined : expires_in * 1000 };
}

function sessionToken(
  core: DriverCore,
  wanted: WantedCredential & { by: 'login' | 'link' | 'message' },
): Promise<string> {
  if (wanted.by === 'message') return followMessage(core, wanted);
  return wanted.by === 'login' ? login(core, wanted) : enter(core, wanted);
}

async function secretOf(
  core: DriverCore,
  wanted: WantedCredential & { by: 'token' | 'login' | 'link' | 'message' },
): Promise<Obtained> {
  const obtained = wanted.by === 'token' ? await tokenOf(core, wanted) : { token: await sessionToken(core, wanted) };
  core.secret(obtained.token);
  return obtained;
}

export async function obtain(core: DriverCore, wanted: WantedCredential): Promise<Presentation> {
  return together(core, await obtainOne(core, wanted), wanted.also ?? []);
}

async function together(
  core: DriverCore,
  presentation: Presentation,
  others: readonly WantedCredential[],
): Promise<Presentation> {
  let { headers, query, certificate } = presentation;
  for (const other of others) {
    const carried = await obtainOne(core, other);
    headers = [...headers, ...carried.headers];
    query = [...query, ...carried.query];
    certificate ??= carried.certificate;
  }
  return { ...presentation, headers, query, ...(certificate !== undefined && { certificate }) };
}

/** A credential that was had otherwise, with those that its requirement wants besides. */
export function withOthers(
  core: DriverCore,
  operation: CompiledOperation,
  presentation: Presentation,
): Promise<Presentation> {
  const { requirement, tenant } = presentation;
  const others = (requirement.also ?? []).flatMap(
    (other) => chooseCredential(core, operation, { requirement: other, tenant }) ?? [],
  );
  return together(core, presentation, others);
}

async function obtainOne(core: DriverCore, wanted: WantedCredential): Promise<Presentation> {
  const { requirement, tenant } = wanted;
  if (wanted.by === 'key')
    return {
      requirement,
      tenant,
      key: wanted.key,
      ...(wanted.key.certificate !== undefined && { certificate: wanted.key.certificate }),
      ...(await keyCarried(core, wanted)),
    };
  const { token, lifetimeMs } = await secretOf(core, wanted);
  const carried = carryAll(core.contract, requirement.method, { secret: token });
  return {
    requirement,
    tenant,
    token,
    ...(lifetimeMs !== undefined && { lifetimeMs }),
    ...carried,
    ...(wanted.by === 'token' && { client: wanted.client }),
    ...((wanted.by === 'login' || wanted.by === 'message') && { user: wanted.user }),
    ...(wanted.by === 'link' && { key: wanted.key }),
  };
}
