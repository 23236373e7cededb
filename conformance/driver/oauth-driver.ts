/** OAuth, end to end: tokens asked for, codes fetched, tokens used, revoked and looked into. */
import { randomBytes } from 'node:crypto';
import { CheckFailure } from '../check.ts';
import type { CompiledContract, CompiledOperation } from '../../mock/contract/compiled-contract.ts';
import type { OAuthDriver, TokenSet } from '../check-drivers.ts';
import type { Exchange } from '../exchange.ts';
import type { TargetClient } from '../target/target.ts';
import { authorizeQuery } from './authorize-query.ts';
import { formRequest } from './client-form.ts';
import { GRANT_TYPE } from './grant-types.ts';
import type { Form } from './client-form.ts';
import { cookieHeader, giveConsent } from './consent-driver.ts';
import { answerOf } from '../visit.ts';
import { clientsAt, consentPossible } from './choose-credential.ts';
import { isObject, parseJson } from './json-values.ts';
import { refusedCall } from '../symptom.ts';
import type { DriverCore } from './driver-core.ts';
import { defaultScope } from './oauth-requests.ts';
import { urlOf } from './request-parts.ts';
import { operationForToken } from './token-use.ts';
import { signedWhereWanted } from './sign-request.ts';
import { withOthers } from './obtain-credential.ts';
import { carryAll } from './present-credential.ts';
import { wayBack } from '../values/expected-redirect.ts';

/** What the drivers of all token credentials remember together. */
export interface OAuthMemory {
  /** Code → the verifier of the challenge it was asked for with. */
  readonly verifiers: Map<string, string>;
  /** The same of requests that were pushed, by their `request_uri`. */
  readonly pushed: Map<string, string>;
  /** Access token → what it is known to be. */
  readonly tokens: Map<string, { readonly tenant: string | undefined; readonly scope: string | undefined }>;
  readonly askedBy: WeakMap<Exchange, TargetClient>;
  /** Operation that an answer is of, by its id. */
  readonly askedAt: WeakMap<Exchange, string>;
}

export const createMemory = (): OAuthMemory => ({
  verifiers: new Map(),
  pushed: new Map(),
  tokens: new Map(),
  askedBy: new WeakMap(),
  askedAt: new WeakMap(),
});

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Whether the server, or this client's registration, wants requests pushed. */
export function mustPush(contract: CompiledContract, { action }: CompiledOperation, client: TargetClient): boolean {
  return (
    (action.type === 'authorize' && action.require_pushed_authorization_requests === true) ||
    (client.require_pushed_authorization_requests ??
      contract.clients.get(client.client_id)?.require_pushed_authorization_requests) === true
  );
}

/** What a pushed request stands behind. A bad one is refused when it is pushed: then there is nothing to go on with. */
function requestUriOf({ context }: DriverCore, { answerBody }: Exchange): string {
  const body = parseJson(answerBody);
  const uri = isObject(body) ? text(body['request_uri']) : undefined;
  return uri ?? context.notRun('the request has to be pushed first, and is refused there');
}

/** @param name of the token credential; by default the first that some operation issues */
export function createOAuth(core: DriverCore, memory: OAuthMemory, name?: string): OAuthDriver {
  const { contract } = core;
  const issued = contract.operations.find(({ action }) => action.type === 'token.issue')?.action;
  const credential = name ?? (issued?.type === 'token.issue' ? issued.credential : '');
  const isOurs = ({ action }: CompiledOperation): boolean => 'credential' in action && action.credential === credential;
  const tokenOperations = (): CompiledOperation[] =>
    contract.operations.filter((operation) => operation.action.type === 'token.issue' && isOurs(operation));
  const grantsOf = ({ action }: CompiledOperation): readonly string[] =>
    action.type === 'token.issue' ? action.grants : [];

  /** The endpoint for a grant type on the wire; where none has it, the one with the most grants. */
  function tokenOperation(grantType: string | undefined): CompiledOperation {
    const grant = Object.entries(GRANT_TYPE).find(([, name]) => name === grantType)?.[0];
    const all = tokenOperations();
    const [most] = [...all].sort((a, b) => grantsOf(b).length - grantsOf(a).length);
    return (
      all.find((operation) => grant !== undefined && grantsOf(operation).includes(grant)) ??
      most ??
      core.context.notRun('the contract has no token endpoint')
    );
  }

  async function ask(
    operation: CompiledOperation,
    client: TargetClient | undefined,
    form: Form,
    options?: Parameters<OAuthDriver['token']>[2],
  ): Promise<Exchange> {
    const { atOnce = false, ...how } = options ?? {};
    const parts = await formRequest(core, operation, client, form, how);
    const exchange = await core.context.send(parts, atOnce ? { atOnce } : {});
    if (client) memory.askedBy.set(exchange, client);
    memory.askedAt.set(exchange, operation.id);
    return exchange;
  }

  const about =
    (type: 'token.revoke' | 'token.introspect') =>
    async (client: TargetClient, token: string, form: Form = {}): Promise<Exchange> => {
      const operation = core.context.operation(type, isOurs);
      const parameter = 'parameter' in operation.action ? (operation.action.parameter ?? 'token') : 'token';
      return ask(operation, client, { [parameter]: token, ...form });
    };

  function remember(tokens: TokenSet): TokenSet {
    const client = memory.askedBy.get(tokens.exchange);
    memory.tokens.set(tokens.access_token, { tenant: client?.tenant, scope: tokens.scope });
    core.secret(tokens.access_token);
    if (tokens.refresh_token !== undefined) core.secret(tokens.refresh_token);
    return tokens;
  }

  const oauth: OAuthDriver = {
    of: (other) => (other === credential ? oauth : createOAuth(core, memory, other)),

    client(grant, { other, redirects = false } = {}) {
      const fits = tokenOperations()
        .filter((operation) => grantsOf(operation).includes(grant))
        .flatMap((operation) => clientsAt(core, operation, grant))
        .filter(
          ({ client_id, redirect_uris, response_types: types }) =>
            client_id !== other?.client_id &&
            (!redirects || redirect_uris.length > 0) &&
            (grant !== 'authorization_code' || types?.includes('code') !== false),
        );
      return (
        fits.find(({ tenant }) => tenant === other?.tenant) ??
        fits[0] ??
        core.context.notRun(`the target has no${other ? ' other' : ''} client that may use ${grant} from here`)
      );
    },

    async token(client, form, options) {
      const type = [form['grant_type']].flat()[0];
      const code = text(form['code']);
      const verifier = code === undefined || 'code_verifier' in form ? undefined : memory.verifiers.get(code);
      return ask(
        tokenOperation(type),
        client,
        verifier === undefined ? form : { ...form, code_verifier: verifier },
        options,
      );
    },

    async burst(client, form, count) {
      const operation = tokenOperation([form['grant_type']].flat()[0]);
      return core.context.burst(await formRequest(core, operation, client, form), count);
    },

    post: ask,

    tokens(exchange) {
      const body = parseJson(exchange.answerBody);
      const access = isObject(body) ? text(body['access_token']) : undefined;
      if (exchange.status !== 200 || !isObject(body) || access === undefined)
        throw new CheckFailure({
          expected: 'a token answer: 200 with an access_token',
          got: `status ${exchange.status}${access === undefined ? ' and no access_token' : ''}`,
          exchange,
          symptoms: [
            refusedCall(memory.askedAt.get(exchange) ?? '', undefined, exchange.status, `status ${exchange.status}`),
          ],
          preparation: true,
        });
      const expires = body['expires_in'];
      return remember({
        access_token: access,
        refresh_token: text(body['refresh_token']),
        scope: text(body['scope']),
        expires_in: typeof expires === 'number' ? expires : undefined,
        exchange,
      });
    },

    async clientCredentials(client, scope) {
      const [action] = tokenOperations()
        .filter((operation) => grantsOf(operation).includes('client_credentials'))
        .map((operation) => operation.action);
      // What a server gives where nobody asks for anything is its own choice: there, the client's scopes are asked for.
      const required =
        core.target.metadata !== undefined ||
        (action?.type === 'token.issue' && action.required_parameters?.includes('scope'));
      return oauth.tokens(
        await oauth.token(client, {
          grant_type: 'client_credentials',
          scope: scope ?? (required ? defaultScope(core, credential, client) : undefined),
        }),
      );
    },

    async push(client, query, headers = []) {
      const operation = core.context.operation('authorize.push', isOurs);
      const authorize = core.context.operation('authorize', isOurs);
      const asked = authorizeQuery(core, authorize, client, query);
      const pairs = signedWhereWanted(core, authorize, client, asked.query);
      const names = [...new Set(pairs.map(([name]) => name))];
      const form = Object.fromEntries(
        names.map((name) => [name, pairs.flatMap(([field, value]) => (field === name ? [value] : []))]),
      );
      const exchange = await ask(operation, client, form, { headers });
      const body = parseJson(exchange.answerBody);
      const uri = isObject(body) ? text(body['request_uri']) : undefined;
      if (uri !== undefined && asked.verifier !== undefined) memory.pushed.set(uri, asked.verifier);
      return exchange;
    },

    async authorize(client, given, { cookies } = {}) {
      const operation = core.context.operation('authorize', isOurs);
      const query =
        mustPush(contract, operation, client) && given['request_uri'] === undefined
          ? { request_uri: requestUriOf(core, await oauth.push(client, given)) }
          : given;
      const { query: asked, verifier = memory.pushed.get(text(query['request_uri']) ?? '') } = authorizeQuery(
        core,
        operation,
        client,
        query,
      );
      const pairs = signedWhereWanted(core, operation, client, asked);
      const parts = await core.context.request(operation, { body: undefined, query: pairs });
      const redirectUri = pairs.find(([field]) => field === 'redirect_uri')?.[1];
      const sent = cookies === undefined ? parts : { ...parts, headers: [...parts.headers, ...cookieHeader(cookies)] };
      const visit = await giveConsent(core, await core.context.send(sent), redirectUri, cookies);
      const told = answerOf(visit);
      const code = told.get('code');
      for (const secret of [code, told.get('access_token'), told.get('id_token')])
        if (secret !== null && secret !== '') core.secret(secret);
      const back = wayBack(contract, core.target, operation, pairs, visit);
      if (back) core.watch?.onValue('location', operation.id, 'header location', back.finding);
      if (code && verifier !== undefined) memory.verifiers.set(code, verifier);
      return visit;
    },

    follow: (exchange, redirectUri, { cookies } = {}) => giveConsent(core, exchange, redirectUri, cookies),

    async code(client, query = {}, options) {
      if (!consentPossible(core, credential)) core.context.notRun('the target does not say how consent is given');
      const state = query['state'] ?? randomBytes(8).toString('hex');
      const { exchange, location } = await oauth.authorize(client, { state, ...query }, options);
      const code = location?.searchParams.get('code');
      if (!location || !code)
        throw new CheckFailure({
          expected: 'a redirect to the client with a code',
          got: location
            ? `a redirect with error ${location.searchParams.get('error') ?? 'nothing'}`
            : `status ${exchange.status} and no redirect`,
          exchange,
          symptoms: [
            refusedCall(
              core.context.operation('authorize', isOurs).id,
              undefined,
              exchange.status,
              location ? `error ${location.searchParams.get('error') ?? 'nothing'}` : `status ${exchange.status}`,
            ),
          ],
          preparation: true,
        });
      return {
        exchange,
        code,
        state,
        location,
        redirectUri: query['redirect_uri'] ?? client.redirect_uris[0] ?? '',
        verifier: memory.verifiers.get(code),
      };
    },

    async authorizationCode(client, scope, { as } = {}) {
      const { code, redirectUri } = await oauth.code(client, {
        ...(scope !== undefined && { scope }),
        ...(as !== undefined && { login_hint: as }),
      });
      return oauth.tokens(
        await oauth.token(client, { grant_type: 'authorization_code', code, redirect_uri: redirectUri }),
      );
    },

    refresh: (client, refreshToken, form = {}) =>
      oauth.token(client, { grant_type: 'refresh_token', refresh_token: refreshToken, ...form }),
    revoke: about('token.revoke'),
    introspect: about('token.introspect'),

    urlOf: ({ method, path }) =>
      urlOf(contract, core.target, { method, path, query: [], headers: [], body: undefined }),

    operationOf: (exchange) => contract.operations.find(({ id }) => id === memory.askedAt.get(exchange)),

    async useToken(token, tenant, change) {
      const known = memory.tokens.get(token);
      const { operation, requirement } = operationForToken(core, credential, known?.scope);
      const whose =
        tenant ??
        known?.tenant ??
        clientsAt(core, tokenOperation(undefined), grantsOf(tokenOperation(undefined))[0] ?? '')[0]?.tenant;
      const parts = await core.context.request(operation, {}, whose === undefined ? {} : { tenant: whose });
      const presentation = {
        requirement,
        tenant: whose ?? '',
        token,
        ...carryAll(contract, requirement.method, { secret: token }),
      };
      const whole = core.context.present(parts, await withOthers(core, operation, presentation));
      const exchange = await core.context.send(
        change === undefined ? whole : await change(whole, urlOf(contract, core.target, whole)),
      );
      memory.askedAt.set(exchange, operation.id);
      return exchange;
    },
  };
  return oauth;
}
