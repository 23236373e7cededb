/**
 * Who asks at the token, revocation and introspection endpoints.
 *
 * @see RFC 6749 §2.3, §3.2.1, §5.2
 */
import { sameSecret } from '../secret-digest.ts';
import { hidden, refuse } from '../../request/call.ts';
import { basicChallenge, parseBasic } from './http-basic.ts';
import { field, lackOf } from './endpoint-form.ts';
import type { BasicPair } from './http-basic.ts';
import type { Form } from './endpoint-form.ts';
import type { ClientAuthentication, Grant, SeedClient } from '../../../specs/generated/vocabulary.ts';
import type { Call, Refusal } from '../../request/call.ts';
import type { World } from '../../sandboxes/sandbox.ts';

/** An authenticated client, or the key that stands for one. */
export interface Party {
  readonly id: string;
  readonly tenant: string;
  /** Credential of the key that asks; null for clients. */
  readonly keyCredential: string | null;
  /** Scopes it may ask for; undefined for every scope there is. */
  readonly scopes: readonly string[] | undefined;
  /** Grants it may use; undefined for all of the endpoint's. */
  readonly grants: readonly Grant[] | undefined;
}

const isBearer = (header: string): boolean => /^bearer /i.test(header);

/** Schemes that may be named: an Authorization header without one may be a secret through and through. */
const SCHEMES = ['Basic', 'Bearer', 'Digest', 'DPoP', 'HMAC', 'Mutual', 'Negotiate', 'Token'];

const BY_BASIC = 'HTTP Basic (client_secret_basic)';
const BY_FORM = 'client_secret in the body (client_secret_post)';
const BY_ASSERTION = 'client_assertion (private_key_jwt or client_secret_jwt)';

/** What an Authorization header is, in words that hold no secret. */
function headerWords(header: string): string {
  const [scheme = ''] = header.split(' ', 1);
  const known = SCHEMES.find((name) => name.toLowerCase() === scheme.toLowerCase());
  if (known === 'Basic') return BY_BASIC;
  return known === undefined
    ? 'an Authorization header of another scheme'
    : `an Authorization header of the scheme ${known}`;
}

/** A way of authenticating that came in the body, though the endpoint does not take it. */
function untaken(form: Form, methods: readonly ClientAuthentication[]): string | undefined {
  if (field(form, 'client_assertion') !== undefined) return BY_ASSERTION;
  return field(form, 'client_secret') !== undefined && !methods.includes('client_secret_post') ? BY_FORM : undefined;
}

export type ClientAuthenticator = (call: Call, form: Form) => Party | Refusal;

export function clientParty(client: SeedClient): Party {
  return {
    id: client.client_id,
    tenant: client.tenant,
    keyCredential: null,
    scopes: client.scopes,
    grants: client.grants,
  };
}

/** Whether a client is switched on; a key that stands for one has a status of its own. */
export function isActive({ people }: World, { id, keyCredential }: Pick<Party, 'id' | 'keyCredential'>): boolean {
  return keyCredential !== null || people.clients.get(id)?.active !== false;
}

/** Whether the request tries to authenticate a client at all. */
export function presentsClient(call: Call, form: Form): boolean {
  return (
    call.request.headers['authorization'] !== undefined ||
    field(form, 'client_secret') !== undefined ||
    field(form, 'client_assertion') !== undefined
  );
}

function keyParty(call: Call): Party | undefined {
  if (call.identification.state !== 'good') return undefined;
  const { caller } = call.identification;
  return {
    id: caller.key?.id ?? caller.id,
    tenant: caller.tenant,
    keyCredential: caller.key?.credential ?? null,
    scopes: caller.key?.scopes ?? undefined,
    grants: undefined,
  };
}

/** @param methods how a client may authenticate here */
export function clientAuthenticator(
  methods: readonly ClientAuthentication[],
  pointer: string,
  realm: string,
): ClientAuthenticator {
  const place = `${pointer}/x-action/client_authentication`;
  const challenge = basicChallenge(realm);
  const takesBasic = methods.includes('client_secret_basic');
  const expected = `client authentication by ${methods.join(' or ')}`;

  /** A client that used HTTP Basic is told so (RFC 6749 §5.2), and every 401 names a scheme (RFC 9110 §15.5.2). */
  const invalidClient = (rule: string, got: string): Refusal =>
    refuse('invalid_client', rule, place, { expected, got, facts: { challenge } });

  /** Who guesses must not learn from the answer whether there is such a client, or only its secret was wrong. */
  const unproven = (rule: string, got: string): Refusal =>
    hidden(invalidClient(rule, got), 'a client that is unknown, or a wrong secret');

  /** An id that nobody has is not told: it may be a secret that came in the wrong place. */
  const unknownClient = (): Refusal => unproven('the client must exist', 'an unknown client_id');

  const notTaken = (got: string): Refusal =>
    invalidClient('the way of authentication must be one that this endpoint takes', got);

  /** A client that registered one way of authenticating uses that one. */
  const asRegistered = (client: SeedClient, way: ClientAuthentication): Party | Refusal => {
    const { token_endpoint_auth_method: registered = way, client_id: id } = client;
    return registered === way
      ? clientParty(client)
      : refuse('invalid_client', 'the client must authenticate in the way it registered', place, {
          expected: registered,
          got: `client ${id} by ${way}`,
          facts: { challenge },
        });
  };

  const known = (call: Call, { id, secret }: BasicPair, way: ClientAuthentication): Party | Refusal => {
    const client = call.world.people.clients.get(id);
    const matches = sameSecret(secret, client?.client_secret ?? '');
    if (client === undefined) return unknownClient();
    if (client.client_secret === undefined || !matches)
      return unproven(
        "the secret must be the client's",
        client.client_secret === undefined ? `client ${id}, which has no secret` : `client ${id} with another secret`,
      );
    return asRegistered(client, way);
  };

  const byHeader = (call: Call, form: Form, header: string): Party | Refusal => {
    if (field(form, 'client_secret') !== undefined) {
      return refuse('invalid_request', 'a client must authenticate in one way only', place, {
        expected: 'one of the two',
        got: `${headerWords(header)} and ${BY_FORM}`,
      });
    }
    if (!takesBasic || !/^basic/i.test(header)) return notTaken(headerWords(header));
    const pair = parseBasic(header);
    if (pair === undefined)
      return invalidClient(
        'HTTP Basic must carry id and secret, form-urlencoded',
        'HTTP Basic that is not well-formed',
      );
    const named = field(form, 'client_id');
    if (named !== undefined && named !== pair.id) {
      return refuse('invalid_request', 'header and body must name the same client', place, {
        expected: 'one client_id',
        got: 'two',
      });
    }
    return known(call, pair, 'client_secret_basic');
  };

  const byName = (call: Call, id: string): Party | Refusal => {
    const client = call.world.people.clients.get(id);
    if (client === undefined) return unknownClient();
    if (client.client_secret !== undefined)
      return unproven('a client that has a secret must send it', `client ${id} without a secret`);
    return clientParty(client);
  };

  /** A public client has nothing to authenticate with: what it sends besides is ignored, as any parameter is. */
  const isPublic = ({ world }: Call, id: string): boolean => {
    const client = world.people.clients.get(id);
    return methods.includes('none') && client !== undefined && client.client_secret === undefined;
  };

  const byForm = (call: Call, form: Form): Party | Refusal => {
    const id = field(form, 'client_id');
    const secret = methods.includes('client_secret_post') ? field(form, 'client_secret') : undefined;
    if (id !== undefined && secret !== undefined) return known(call, { id, secret }, 'client_secret_post');
    const other = untaken(form, methods);
    if (other !== undefined && !(id !== undefined && isPublic(call, id))) return notTaken(other);
    if (id !== undefined && methods.includes('none')) return byName(call, id);
    if (id === undefined && methods.every((method) => method === 'none')) {
      return refuse('invalid_request', 'a public client must say who it is', place, {
        expected: 'client_id',
        got: lackOf(call, 'client_id'),
      });
    }
    return invalidClient(
      'the client must authenticate',
      id === undefined ? lackOf(call, 'client_id') : 'a client_id without a secret',
    );
  };

  if (methods.includes('security')) {
    return (call) => keyParty(call) ?? invalidClient('a key of the operation must stand for the client', 'no key');
  }
  return (call, form) => {
    const header = call.request.headers['authorization'];
    // A Bearer token authenticates no client: one that stands on every request of a client comes here too, beside its
    // secret.
    const alsoBySecret = methods.includes('client_secret_post') && field(form, 'client_secret') !== undefined;
    return typeof header === 'string' && !(alsoBySecret && isBearer(header))
      ? byHeader(call, form, header)
      : byForm(call, form);
  };
}
