/**
 * What is kept of a client that registered itself besides the client: the token by which it manages that, as a hash.
 */
import { digest, sameSecret } from '../secret-digest.ts';
import { lineage } from '../grantor-exists.ts';
import { chain } from '../../state/awaitable.ts';
import { repeatsAuthorization } from '../presented-credentials.ts';
import { hidden, refuse } from '../../request/call.ts';
import { baseUrl } from '../oauth/issuer.ts';
import { metadataOf } from './client-metadata.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import type { Call, Outcome, Refusal } from '../../request/call.ts';
import type { CompiledOperation } from '../../contract/compiled-contract.ts';
import type { World } from '../../sandboxes/sandbox.ts';
import type { SeedClient } from '../../../specs/generated/vocabulary.ts';

export type Registration = {
  readonly token_digest: string;
  /** Epoch seconds. */
  readonly issued_at: number;
  /** Tells the client from later ones of the same id. */
  readonly lineage: string;
};

const key = (id: string): string => `registration:${digest(id)}`;

const lineageOf = (world: World, { client_id, tenant }: SeedClient): string | undefined =>
  lineage(world, { client: client_id, tenant, user: null });

export function keepRegistration({ world, now }: Call, client: SeedClient, token: string): Awaitable<Registration> {
  const registration: Registration = {
    token_digest: digest(token),
    issued_at: Math.floor(now / 1000),
    lineage: lineageOf(world, client) ?? '',
  };
  return chain(world.store.set(key(client.client_id), registration), () => registration);
}

export const forgetRegistration = ({ world }: Call, id: string): Awaitable<unknown> => world.store.take(key(id));

/** The token of an `Authorization: Bearer` header. */
export function bearer(call: Call): string | Refusal {
  const { pointer } = call.operation;
  const { authorization } = call.request.headers;
  if (authorization === undefined)
    return refuse('missing_credentials', 'the request must carry a token as Authorization: Bearer', pointer, {
      got: 'no Authorization header',
    });
  const token = /^bearer +(\S+)$/i.exec(String(authorization))?.[1];
  return token === undefined || repeatsAuthorization(call.request)
    ? refuse('invalid_token', 'the Authorization header must be Bearer and one token', pointer, {
        got: 'something else',
      })
    : token;
}

/** The client whose registration a token manages. What there is not is refused in the same words as a wrong token. */
export function findRegistration(
  call: Call,
  id: string,
): Awaitable<{ readonly client: SeedClient; readonly token: string; readonly registration: Registration } | Refusal> {
  const { world, operation } = call;
  const token = bearer(call);
  if (typeof token !== 'string') return token;
  return chain(world.store.get<Registration>(key(id)), (registration) => {
    const client = world.people.clients.get(id);
    const wrong = (got: string): Refusal =>
      hidden(
        refuse('invalid_token', 'the token must be the one that the client got when it registered', operation.pointer, {
          got,
        }),
        'another token',
      );
    if (client === undefined) return wrong('the id of no client');
    if (registration === undefined || registration.lineage !== lineageOf(world, client))
      return wrong('the id of a client that did not register itself');
    return sameSecret(registration.token_digest, digest(token))
      ? { client, token, registration }
      : wrong('another token');
  });
}

/** Where the registration is managed. */
export const managedAt = (call: Call, { path }: CompiledOperation, id: string): string =>
  baseUrl(call) + path.replace(/\{[^}]+\}/, encodeURIComponent(id));

export interface Managed {
  readonly token: string;
  readonly operation: CompiledOperation;
}

/** The client information response (RFC 7591 §3.2.1, RFC 7592 §3). @param managed how; undefined where it cannot be */
export function informationOf(
  call: Call,
  status: number,
  client: SeedClient,
  { issued_at }: Registration,
  managed: Managed | undefined,
): Outcome {
  const body = {
    ...metadataOf(call.world.contract, client),
    client_id_issued_at: issued_at,
    ...(managed !== undefined && {
      registration_access_token: managed.token,
      registration_client_uri: managedAt(call, managed.operation, client.client_id),
    }),
  };
  return { answer: { status, body: JSON.stringify(body), contentType: 'application/json' } };
}
