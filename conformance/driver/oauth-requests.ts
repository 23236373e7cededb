/** Valid requests of the OAuth endpoints: who asks, and for what. */
import type { CompiledOperation } from '../../mock/contract/compiled-contract.ts';
import type { TokenSet } from '../check-drivers.ts';
import type { RequestParts } from '../check-context.ts';
import type { TargetClient } from '../target/target.ts';
import { authorizeQuery } from './authorize-query.ts';
import { formRequest } from './client-form.ts';
import type { Form } from './client-form.ts';
import { approval } from './consent-form.ts';
import { clientsAt, consentPossible } from './choose-credential.ts';
import type { Who } from './action-request-parts.ts';
import { keyOf } from './key-clients.ts';
import { isObject, parseJson } from './json-values.ts';
import type { DriverCore } from './driver-core.ts';
import { formBody } from './request-parts.ts';

/** A client of the endpoint for a grant, of the caller's tenant if there is one. */
function clientFor(
  core: DriverCore,
  operation: CompiledOperation,
  grant: string,
  { tenant, presentation }: Who,
): TargetClient | undefined {
  const clients = clientsAt(core, operation, grant);
  return (
    clients.find((one) => presentation?.key !== undefined && keyOf(one)?.id === presentation.key.id) ??
    clients.find((one) => one.tenant === tenant) ??
    clients[0]
  );
}

/** Tokens of a client, however it may get some. */
async function tokensFor(
  core: DriverCore,
  credential: string,
  operation: CompiledOperation,
  who: Who,
): Promise<{ readonly client: TargetClient; readonly tokens: TokenSet } | undefined> {
  const oauth = core.context.oauth.of(credential);
  for (const issue of core.contract.operations) {
    const { action } = issue;
    if (action.type !== 'token.issue' || action.credential !== credential) continue;
    for (const grant of ['client_credentials', 'authorization_code'] as const) {
      if (!action.grants.includes(grant) || (grant === 'authorization_code' && !consentPossible(core, credential)))
        continue;
      const client = clientFor(core, issue, grant, who);
      // The endpoint that is asked must be able to authenticate the same client.
      if (
        client === undefined ||
        (operation.action.type !== 'token.issue' &&
          !clientsAt(core, operation, grant).some(({ client_id }) => client_id === client.client_id))
      )
        continue;
      return {
        client,
        tokens:
          grant === 'client_credentials'
            ? await oauth.clientCredentials(client)
            : await oauth.authorizationCode(client),
      };
    }
  }
  return undefined;
}

async function issueRequest(core: DriverCore, operation: CompiledOperation, who: Who): Promise<RequestParts> {
  const { action } = operation;
  if (action.type !== 'token.issue') throw new Error(`${operation.id} issues no tokens`);
  const security = action.client_authentication.includes('security');
  const send = (client: TargetClient, form: Form): Promise<RequestParts> =>
    formRequest(core, operation, client, form, security ? { authenticate: 'none' } : {});
  if (action.grants.includes('client_credentials')) {
    const client = clientFor(core, operation, 'client_credentials', who);
    if (client)
      return send(client, {
        grant_type: 'client_credentials',
        scope: action.required_parameters?.includes('scope')
          ? defaultScope(core, action.credential, client)
          : undefined,
      });
  }
  const oauth = core.context.oauth.of(action.credential);
  if (action.grants.includes('authorization_code') && consentPossible(core, action.credential)) {
    const client = clientFor(core, operation, 'authorization_code', who);
    if (client) {
      const { code, redirectUri, verifier } = await oauth.code(client);
      return send(client, {
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        code_verifier: verifier,
      });
    }
  }
  if (action.grants.includes('refresh_token') && consentPossible(core, action.credential)) {
    const client = clientFor(core, operation, 'refresh_token', who);
    if (client)
      return send(client, {
        grant_type: 'refresh_token',
        refresh_token: (await oauth.authorizationCode(client)).refresh_token,
      });
  }
  return core.context.notRun(`the target has no client that can get a token at ${operation.id}`);
}

/** All that a client may ask for, by umbrella scopes where there are some. */
export function defaultScope(
  { contract }: Pick<DriverCore, 'contract'>,
  credentialName: string,
  { scopes }: TargetClient,
): string {
  const credential = contract.credentials.get(credentialName);
  const umbrellas =
    credential?.kind === 'token'
      ? Object.keys(credential.scope_implies ?? {}).filter((scope) => scopes.includes(scope))
      : [];
  return (umbrellas.length > 0 ? umbrellas : scopes).join(' ');
}

/** The consent page's form, approved. */
async function decideRequest(core: DriverCore, operation: CompiledOperation): Promise<RequestParts> {
  const { context, contract } = core;
  const authorize =
    contract.operations.find(({ action, path }) => action.type === 'authorize' && path === operation.path) ??
    context.operation('authorize');
  if (authorize.action.type !== 'authorize') throw new Error(`${authorize.id} does not authorize`);
  if (core.control !== undefined) await context.settings({ consent: 'page' });
  const page = await context.send({ ...(await context.request(authorize)), body: undefined });
  if (core.control !== undefined && core.target.consent.kind === 'headless')
    await context.settings({ consent: 'headless' });
  const form = approval(page);
  if (form === undefined) return context.notRun('the authorization endpoint shows no consent form');
  return context.request(operation, { body: formBody(form.fields) });
}

/** Any client that may use the grant of devices. */
function deviceClient(core: DriverCore): TargetClient {
  const found = core.contract.operations.flatMap((operation) => clientsAt(core, operation, 'device_code'));
  return found[0] ?? core.context.notRun('the target has no client that may use device_code');
}

/** A code of a device that nobody has decided about: asked for, or approved. */
async function devicePageRequest(core: DriverCore, operation: CompiledOperation): Promise<RequestParts> {
  const { context } = core;
  const authorize = context.operation('device.authorize');
  if (core.control !== undefined) await context.settings({ consent: 'page' });
  const exchange = await context.send(await formRequest(core, authorize, deviceClient(core), {}));
  if (core.control !== undefined && core.target.consent.kind === 'headless')
    await context.settings({ consent: 'headless' });
  const body = parseJson(exchange.answerBody);
  const user_code = isObject(body) && typeof body['user_code'] === 'string' ? body['user_code'] : undefined;
  if (user_code === undefined) return context.notRun('the device authorization endpoint gives no user code');
  return operation.method === 'GET'
    ? context.request(operation, { body: undefined, query: [['user_code', user_code]] })
    : context.request(operation, { body: formBody({ user_code, decision: 'approve' }) });
}

/** An authorization request as it is pushed. */
async function pushRequest(core: DriverCore, operation: CompiledOperation): Promise<RequestParts> {
  const { action } = operation;
  if (action.type !== 'authorize.push') throw new Error(`${operation.id} takes no pushed requests`);
  const authorize = core.context.operation(
    'authorize',
    (other) => other.action.type === 'authorize' && other.action.credential === action.credential,
  );
  const client =
    clientsAt(core, operation, 'authorization_code').find(({ redirect_uris }) => redirect_uris.length > 0) ??
    core.context.notRun('the target has no client that may push an authorization request');
  const { query } = authorizeQuery(core, authorize, client, {});
  return formRequest(core, operation, client, Object.fromEntries(query));
}

async function authorizeRequest(core: DriverCore, operation: CompiledOperation): Promise<RequestParts> {
  const { action } = operation;
  if (action.type !== 'authorize') throw new Error(`${operation.id} does not authorize`);
  const client = core.context.oauth.of(action.credential).client('authorization_code', { redirects: true });
  const { query } = authorizeQuery(core, operation, client, {});
  if (operation.method === 'POST')
    return core.context.request(operation, { body: formBody(Object.fromEntries(query)) });
  const parts = await core.context.request(operation, { body: undefined });
  return { ...parts, query: [...parts.query, ...query] };
}

/** A valid request of any OAuth endpoint. Where keys authenticate, anyone who sends it presents one. */
export async function oauthRequest(core: DriverCore, operation: CompiledOperation, who: Who): Promise<RequestParts> {
  const { action } = operation;
  switch (action.type) {
    case 'authorize':
      return authorizeRequest(core, operation);
    case 'authorize.push':
      return pushRequest(core, operation);
    case 'authorize.decide':
      return decideRequest(core, operation);
    case 'device.authorize': {
      const client = deviceClient(core);
      return formRequest(core, operation, client, {});
    }
    case 'device.verify':
      return devicePageRequest(core, operation);
    case 'token.issue':
      return issueRequest(core, operation, who);
    case 'token.revoke':
    case 'token.introspect': {
      const found = await tokensFor(core, action.credential, operation, who);
      if (found === undefined)
        return core.context.notRun(`the target has no client that can ask ${operation.id} about a token`);
      const security = action.client_authentication.includes('security');
      return formRequest(
        core,
        operation,
        found.client,
        { [action.parameter ?? 'token']: found.tokens.access_token },
        security ? { authenticate: 'none' } : {},
      );
    }
    default:
      throw new Error(`${operation.id} is no OAuth endpoint`);
  }
}
