/** Forms posted to the token, revocation and introspection endpoints, with the client's authentication. */
import type { ClientAuthentication } from '../../specs/generated/vocabulary.ts';
import type { CompiledOperation } from '../../mock/contract/compiled-contract.ts';
import type { RequestParts } from '../check-context.ts';
import type { TargetClient } from '../target/target.ts';
import { keyOf } from './key-clients.ts';
import type { DriverCore } from './driver-core.ts';
import { formBody } from './request-parts.ts';
import type { Pairs } from './request-parts.ts';
import { carryAll } from './present-credential.ts';

export type Form = Readonly<Record<string, string | readonly string[] | undefined>>;

export type Authentication = 'post' | 'basic' | 'none';

const WIRE: Readonly<Partial<Record<ClientAuthentication, Authentication>>> = {
  client_secret_post: 'post',
  client_secret_basic: 'basic',
  none: 'none',
  tls_client_auth: 'none',
  self_signed_tls_client_auth: 'none',
};

/** The way that the client is registered with, else the one that the contract names first and the client can go. */
export function authenticationOf(core: DriverCore, operation: CompiledOperation, client: TargetClient): Authentication {
  const methods = 'client_authentication' in operation.action ? operation.action.client_authentication : [];
  const registered =
    client.token_endpoint_auth_method ?? core.contract.clients.get(client.client_id)?.token_endpoint_auth_method;
  const own = methods.find((method) => method === registered);
  if (own !== undefined && WIRE[own] !== undefined) return WIRE[own];
  const ways = methods.flatMap((method) => WIRE[method] ?? []);
  return (
    (client.client_secret === null ? ways.find((way) => way === 'none') : ways.find((way) => way !== 'none')) ?? 'none'
  );
}

/**
 * @see [RFC 6749 §2.3.1](https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1): both halves are form-urlencoded first
 */
export function basicHeader(id: string, secret: string): readonly [string, string] {
  const encode = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);
  return ['Authorization', `Basic ${Buffer.from(`${encode(id)}:${encode(secret)}`).toString('base64')}`];
}

/** A form posted to an endpoint that authenticates clients. Fields of the form come after, and over, the client's. */
export async function formRequest(
  core: DriverCore,
  operation: CompiledOperation,
  client: TargetClient | undefined,
  form: Form,
  options: {
    readonly authenticate?: Authentication;
    readonly headers?: Pairs;
    readonly certificate?: RequestParts['certificate'];
  } = {},
): Promise<RequestParts> {
  const methods = 'client_authentication' in operation.action ? operation.action.client_authentication : [];
  const headers: (readonly [string, string])[] = [];
  let fields: Form = {};
  const key = client && keyOf(client);
  if (client && methods.includes('security')) {
    const requirement =
      operation.requirements.find(({ method }) => method.credential === key?.credential) ?? operation.requirements[0];
    if (requirement && options.authenticate !== 'none')
      headers.push(
        ...carryAll(core.contract, requirement.method, { id: client.client_id, secret: client.client_secret ?? '' })
          .headers,
      );
  } else if (client) {
    const way = options.authenticate ?? authenticationOf(core, operation, client);
    if (way === 'basic') headers.push(basicHeader(client.client_id, client.client_secret ?? ''));
    else fields = { client_id: client.client_id, ...(way === 'post' && { client_secret: client.client_secret ?? '' }) };
  }
  const parts = await core.context.request(operation, { body: formBody({ ...fields, ...form }) });
  // One that is given is what the check wants; null is none.
  const certificate = options.certificate === undefined ? client?.certificate : options.certificate;
  return {
    ...parts,
    headers: [...parts.headers, ...headers, ...(options.headers ?? [])],
    ...(certificate !== undefined && { certificate }),
  };
}
