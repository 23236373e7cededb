/** A target made from a base URL alone, with the credentials of the contract's seed. */
import type { CompiledContract } from '../../mock/contract/compiled-contract.ts';
import type { HttpClient } from '../driver/http-client.ts';
import type { Exchange } from '../exchange.ts';
import { isObject, parseJson } from '../driver/json-values.ts';
import type { Target, TargetCredentials } from './target.ts';

/**
 * The seed's people and keys, as a target offers them. Keys of assertions are not among them: a sandbox makes them when
 * it starts.
 */
export function seedCredentials({ seed }: CompiledContract): TargetCredentials {
  const { tenants, developers = [], clients = [], keys = [], users = [] } = seed;
  const clientsThat = (wanted: boolean): TargetCredentials['clients'] =>
    clients
      .filter(({ active = true }) => active === wanted)
      .map(
        ({
          client_id,
          client_secret = null,
          tenant,
          grants,
          scopes,
          redirect_uris = [],
          post_logout_redirect_uris = [],
          allowed_addresses = null,
          token_endpoint_auth_method: method,
          require_pushed_authorization_requests: push,
          response_types,
        }) => ({
          client_id,
          client_secret,
          tenant,
          grants,
          scopes,
          redirect_uris,
          post_logout_redirect_uris,
          allowed_addresses,
          assertion_key: null,
          ...(method !== undefined && { token_endpoint_auth_method: method }),
          ...(response_types !== undefined && { response_types }),
          ...(push !== undefined && { require_pushed_authorization_requests: push }),
        }),
      );
  return {
    tenants: tenants.map(({ id, require_token, webhook_secret }) => ({
      id,
      ...(require_token !== undefined && { require_token }),
      ...(webhook_secret !== undefined && { webhook_secret }),
    })),
    developers: developers.map(({ id, encryption_key }) => ({
      id,
      ...(encryption_key !== undefined && { encryption_key }),
    })),
    clients: clientsThat(true),
    inactiveClients: clientsThat(false),
    keys: keys.map(
      ({
        credential,
        id,
        secret = '',
        tenant,
        role = null,
        scopes = null,
        user = null,
        status = 'active',
        allowed_addresses = null,
      }) => ({ credential, id, secret, tenant, role, scopes, user, status, allowed_addresses }),
    ),
    users: users.map(({ id, tenant, username = null, password = null, domain = null }) => ({
      id,
      tenant,
      username,
      password,
      domain,
    })),
  };
}

/** As long as a target file's default. */
const LONGEST_WAIT_MS = 180_000;

const CONTROL_PATH = '/_tollgate';

/** What a sandbox's control plane says of one contract. */
interface Served {
  readonly control: string;
  readonly baseUrl: string;
}

/**
 * Looks for a sandbox's control plane at the URL's host.
 *
 * @param url of the server, or of the contract on it
 * @returns undefined where there is none that serves the contract
 * @throws {Unreachable} where nothing answers
 */
async function findControl(
  client: HttpClient,
  { name }: CompiledContract,
  url: string,
  timeoutMs: number,
  token: string | undefined,
): Promise<Served | undefined> {
  const control = `${new URL(url).origin}${CONTROL_PATH}`;
  const list = (...headers: readonly (readonly [string, string])[]): Promise<Exchange> =>
    client.send({ method: 'GET', url: `${control}/contracts`, headers, body: undefined }, timeoutMs);
  let answer = await list();
  // It may be anybody's server: who does not ask for a token is shown none.
  if (answer.status === 401 && token !== undefined) answer = await list(['Authorization', `Bearer ${token}`]);
  const { status, answerBody } = answer;
  const body = status === 200 ? parseJson(answerBody) : undefined;
  if (!isObject(body) || !Array.isArray(body.contracts)) return undefined;
  const found = (body.contracts as readonly { name: string; base_url: string }[]).find(
    (contract) => contract.name === name,
  );
  return found && { control, baseUrl: found.base_url };
}

/**
 * @param url the contract's base URL, or the URL of a sandbox that serves it
 * @param token of the sandbox's control plane, if it was started with one
 * @throws {Unreachable} where nothing answers
 */
export async function targetOfUrl(
  client: HttpClient,
  contract: CompiledContract,
  url: string,
  timeoutMs: number,
  token?: string,
): Promise<Target> {
  const given = url.replace(/\/+$/, '');
  const served = await findControl(client, contract, given, timeoutMs, token);
  const isBare = new URL(given).pathname === '/';
  return {
    name: new URL(given).host,
    baseUrl: served !== undefined && isBare ? served.baseUrl : given,
    endpoints: {},
    credentials: seedCredentials(contract),
    control: served?.control,
    controlToken: served && token,
    otp: { kind: served ? 'control' : 'none' },
    consent: { kind: served ? 'headless' : 'form' },
    // Without a control plane it may be anybody's server.
    safety: {
      maxRequests: served ? Number.MAX_SAFE_INTEGER : 2000,
      exhaustRateLimits: served !== undefined,
      destructive: served !== undefined,
      paceMs: 0,
      longestWaitMs: LONGEST_WAIT_MS,
    },
    isMock: served !== undefined,
    timeoutMs,
    tls: { ca: undefined, insecure: false },
  };
}
