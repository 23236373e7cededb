/** Registrations of clients: a fresh one, and requests that manage it. */
import { fillPath } from '../../mock/contract/path-template.ts';
import type { CompiledContract, CompiledOperation } from '../../mock/contract/compiled-contract.ts';
import type { Context, RequestParts } from '../check-context.ts';
import type { Exchange } from '../exchange.ts';
import { isObject, parseJson } from './json-values.ts';

type Members = Readonly<Record<string, unknown>>;

export const JSON_HEADERS = [['Content-Type', 'application/json']] as const;

export const REDIRECT_URI = 'https://registered.example/callback';

export const METADATA = { client_name: 'Suite', redirect_uris: [REDIRECT_URI] } as const;

type Sender = Pick<Context, 'send' | 'request' | 'notRun' | 'secret' | 'target'>;

/** The contract's registration endpoint. */
export const registrationOf = ({ operations }: CompiledContract): CompiledOperation | undefined =>
  operations.find(({ action }) => action.type === 'client.register');

/** The initial access token of the contract: another server's is not known. */
const initialToken = ({ action }: CompiledOperation): string | undefined =>
  action.type === 'client.register' ? action.initial_access_token : undefined;

export function bearerHeaders(token: string | undefined): RequestParts['headers'] {
  return token === undefined ? [] : [['Authorization', `Bearer ${token}`]];
}

/** @param token default the contract's own, where it wants one */
export const registering = (
  context: Sender,
  operation: CompiledOperation,
  metadata: unknown = METADATA,
  token = initialToken(operation),
): Promise<RequestParts> =>
  context.request(operation, {
    headers: [...JSON_HEADERS, ...bearerHeaders(token)],
    body: JSON.stringify(metadata),
  });

export async function sendRegistration(
  context: Sender,
  operation: CompiledOperation,
  metadata: unknown,
  token?: string,
): Promise<Exchange> {
  const exchange = await context.send(await registering(context, operation, metadata, token));
  const body = parseJson(exchange.answerBody);
  if (isObject(body))
    for (const name of ['client_secret', 'registration_access_token'])
      if (typeof body[name] === 'string') context.secret(body[name]);
  if (!context.target.isMock && (exchange.status === 401 || exchange.status === 403))
    context.notRun('the server lets nobody register without an initial access token');
  return exchange;
}

export interface Registered {
  readonly exchange: Exchange;
  readonly body: Members;
}

export async function registerClient(
  context: Sender,
  operation: CompiledOperation,
  metadata: Members = METADATA,
): Promise<Registered> {
  const exchange = await sendRegistration(context, operation, metadata);
  const body = parseJson(exchange.answerBody);
  return { exchange, body: isObject(body) ? body : {} };
}

/** A request that manages a registration, as its answer says to. */
export async function managing(
  context: Sender,
  operation: CompiledOperation,
  { body: { client_id: id, registration_access_token: token } }: Registered,
  {
    as = typeof token === 'string' ? token : undefined,
    put,
  }: { readonly as?: string | undefined; readonly put?: unknown } = {},
): Promise<RequestParts> {
  return context.request(operation, {
    path: fillPath(operation.path, () => String(id)),
    headers: [...(put === undefined ? [] : JSON_HEADERS), ...bearerHeaders(as)],
    body: put === undefined ? undefined : JSON.stringify(put),
  });
}

/** A valid one, of a client that registers for it. */
export async function managingAny(
  context: Sender,
  contract: CompiledContract,
  operation: CompiledOperation,
): Promise<RequestParts> {
  const registration = registrationOf(contract) ?? context.notRun('the contract registers no clients');
  const registered = await registerClient(context, registration);
  const put = { ...METADATA, client_id: registered.body['client_id'] };
  return managing(context, operation, registered, operation.method === 'PUT' ? { put } : {});
}
