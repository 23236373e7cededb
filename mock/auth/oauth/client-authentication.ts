/**
 * Who asks at the token, revocation and introspection endpoints.
 *
 * @see RFC 6749 §2.3, §3.2.1, §5.2; RFC 8705 §2
 */
import { contractMs } from '../../contract/durations.ts';
import { sameSecret } from '../secret-digest.ts';
import { tokenCredential } from './bound-credential.ts';
import { certificateFault, isCertificateWay } from '../certificates/client-certificate.ts';
import type { CertificateWay } from '../certificates/client-certificate.ts';
import { ASSERTION_TYPE, assertionFault, hasKeys, readAssertion } from './client-assertion.ts';
import { isRefusal, operationsWith } from './found-or-refused.ts';
import { baseUrl, endpointUrl, issuer } from './issuer.ts';
import type { AssertionWay } from './client-assertion.ts';
import type { DecodedJwt } from './signed-jwt.ts';
import { chain } from '../../state/awaitable.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import type { CompiledContract, CompiledOperation } from '../../contract/compiled-contract.ts';
import { hidden, refuse } from '../../request/call.ts';
import { basicChallenge, parseBasic } from './http-basic.ts';
import { field, lackOf } from './endpoint-form.ts';
import type { Confirmation } from './confirmation.ts';
import type { BasicPair } from './http-basic.ts';
import type { Form } from './endpoint-form.ts';
import type {
  AuthorizePushAction,
  ClientAuthentication,
  DeviceAuthorizeAction,
  Grant,
  SeedClient,
  TokenIntrospectAction,
  TokenIssueAction,
  TokenRevokeAction,
} from '../../../specs/generated/vocabulary.ts';
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
  /** Keys that this request proves to be the party's: what it gets is bound to them. */
  readonly cnf?: Confirmation | undefined;
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

const isAssertionWay = (way: ClientAuthentication): way is AssertionWay =>
  way === 'private_key_jwt' || way === 'client_secret_jwt';

/** Ways of authenticating that a body may carry: how each is told, and whether the endpoint takes it. */
function waysInBody(
  form: Form,
  methods: readonly ClientAuthentication[],
): readonly { readonly name: string; readonly taken: boolean }[] {
  return [
    ...(field(form, 'client_secret') === undefined
      ? []
      : [{ name: BY_FORM, taken: methods.includes('client_secret_post') }]),
    ...(field(form, 'client_assertion') === undefined
      ? []
      : [{ name: BY_ASSERTION, taken: methods.some(isAssertionWay) }]),
  ];
}

export type ClientAuthenticator = (call: Call, form: Form) => Awaitable<Party | Refusal>;

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

/** Who asks is known by then: anyone who does not prove it learns nothing of the client. */
export function requireActive({ world }: Call, party: Party, pointer: string): Refusal | undefined {
  return isActive(world, party)
    ? undefined
    : refuse('inactive_client', 'the client must be active', `${pointer}/x-action`, {
        got: `client ${party.id}, inactive`,
      });
}

export function requireGrant({ grants }: Party, grant: Grant, pointer: string): Refusal | undefined {
  return grants === undefined || grants.includes(grant)
    ? undefined
    : refuse('unauthorized_client', 'the client must be allowed to use this grant', `${pointer}/x-action`, {
        expected: grants.join(' or '),
        got: grant,
      });
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

/** What the header says, where it is the name of an algorithm. */
const algorithmOf = ({ header: { alg } }: DecodedJwt): string =>
  typeof alg === 'string' && /^[A-Za-z0-9-]{1,16}$/.test(alg) ? alg : 'of another kind';

/** Default of `assertion_lifetime`. */
const LONGEST_ASSERTION = 'PT1H';

/** @param action of the endpoint that clients authenticate at */
export function clientAuthenticator(
  operation: CompiledOperation,
  contract: CompiledContract,
  action: AuthorizePushAction | DeviceAuthorizeAction | TokenIssueAction | TokenRevokeAction | TokenIntrospectAction,
): ClientAuthenticator {
  const { client_authentication: methods } = action;
  const { pointer } = operation;
  const credential = tokenCredential(contract, action.credential);
  const longestMs = contractMs(credential.assertion_lifetime ?? LONGEST_ASSERTION);
  const tokenEndpoints = operationsWith(contract.operations, 'token.issue').filter(
    (other) => other.action.credential === action.credential,
  );
  const place = `${pointer}/x-action/client_authentication`;
  const challenge = basicChallenge(contract.title);
  const takesBasic = methods.includes('client_secret_basic');
  const expected = `client authentication by ${methods.join(' or ')}`;

  /** A client that used HTTP Basic is told so (RFC 6749 §5.2), and every 401 names a scheme (RFC 9110 §15.5.2). */
  const invalidClient = (rule: string, got: string): Refusal =>
    refuse('invalid_client', rule, place, { expected, got, facts: { challenge } });

  const unprovenWords = methods.some(isCertificateWay)
    ? 'a client that is unknown, or another secret or certificate than its own'
    : 'a client that is unknown, or a wrong secret';

  /** Who guesses must not learn from the answer whether there is such a client, or only its secret was wrong. */
  const unproven = (rule: string, got: string): Refusal => hidden(invalidClient(rule, got), unprovenWords);

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

  /** Which client connects so; nobody learns from the answer whether there is one of that id. */
  const byCertificate = (call: Call, client: SeedClient, way: CertificateWay): Awaitable<Party | Refusal> => {
    if (!methods.includes(way)) return notTaken(`client ${client.client_id} by ${way}`);
    return chain(certificateFault(call, client, way), (fault): Party | Refusal => {
      if (fault === undefined) return clientParty(client);
      const { rule, expected: wanted, got, unproven: hide } = fault;
      const refusal = refuse('invalid_client', rule, place, {
        expected: wanted ?? expected,
        got,
        facts: { challenge },
      });
      return hide ? hidden(refusal, unprovenWords) : refusal;
    });
  };

  const byName = (call: Call, id: string): Party | Refusal => {
    const client = call.world.people.clients.get(id);
    if (client === undefined) return unknownClient();
    if (client.client_secret !== undefined)
      return unproven('a client that has a secret must send it', `client ${id} without a secret`);
    if (hasKeys(client) && methods.includes('private_key_jwt'))
      return unproven('a client that has a key must sign with it', `client ${id} without an assertion`);
    return asRegistered(client, 'none');
  };

  /** A client that has a secret, or may use it, and keys, may go either way unless it registered one. */
  const byAssertion = (call: Call, form: Form, assertion: string): Awaitable<Party | Refusal> => {
    const type = field(form, 'client_assertion_type');
    if (type !== ASSERTION_TYPE)
      return invalidClient(
        `client_assertion_type must be ${ASSERTION_TYPE}`,
        type === undefined ? lackOf(call, 'client_assertion_type') : 'another client_assertion_type',
      );
    const read = readAssertion(assertion);
    if (read === undefined)
      return invalidClient(
        'client_assertion must be a JWT with iss',
        'a client_assertion that is no JWT, or without iss',
      );
    const client = call.world.people.clients.get(read.client);
    if (client === undefined) return unproven('iss of the assertion must be a client', 'an iss that is no client');
    const named = field(form, 'client_id');
    if (named !== undefined && named !== client.client_id)
      return invalidClient('client_id must be the client of the assertion', 'two clients');
    if (!methods.includes(read.way)) return notTaken(`${read.way} (alg ${algorithmOf(read.jwt)})`);
    const registered = asRegistered(client, read.way);
    if (isRefusal(registered)) return registered;
    const audiences = [
      ...new Set([
        issuer(call, credential),
        baseUrl(call),
        ...tokenEndpoints.map((endpoint) => endpointUrl(call, endpoint.operation)),
        endpointUrl(call, operation),
      ]),
    ];
    return assertionFault(call, client, assertion, read, { audiences, longestMs }).then((fault) => {
      if (fault === undefined) return registered;
      if (fault.unproven) return unproven(fault.rule, fault.got ?? '');
      return refuse('invalid_client', fault.rule, place, {
        expected: fault.expected,
        got: fault.got,
        facts: { challenge },
      });
    });
  };

  /** A public client has nothing to authenticate with: what it sends besides is ignored, as any parameter is. */
  const isPublic = ({ world }: Call, id: string): boolean => {
    const client = world.people.clients.get(id);
    return (
      methods.includes('none') &&
      client !== undefined &&
      client.client_secret === undefined &&
      !isCertificateWay(client.token_endpoint_auth_method)
    );
  };

  const byForm = (call: Call, form: Form): Awaitable<Party | Refusal> => {
    const id = field(form, 'client_id');
    const secret = methods.includes('client_secret_post') ? field(form, 'client_secret') : undefined;
    if (id !== undefined && secret !== undefined) return known(call, { id, secret }, 'client_secret_post');
    const other = waysInBody(form, methods).find(({ taken }) => !taken);
    if (other !== undefined && !(id !== undefined && isPublic(call, id))) return notTaken(other.name);
    const client = id === undefined ? undefined : call.world.people.clients.get(id);
    const way = client?.token_endpoint_auth_method;
    if (client !== undefined && isCertificateWay(way)) return byCertificate(call, client, way);
    if (id !== undefined && methods.includes('none')) return byName(call, id);
    if (id !== undefined && client === undefined && methods.some(isCertificateWay)) return unknownClient();
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
    const inBody = waysInBody(form, methods);
    // A Bearer token authenticates no client: one that stands on every request of a client comes here too, beside its
    // secret.
    const byBody = inBody.some(({ taken }) => taken) && typeof header === 'string' && isBearer(header);
    const counts = typeof header === 'string' && !byBody;
    const ways = [...(counts ? [headerWords(header)] : []), ...inBody.map(({ name }) => name)];
    if (ways.length > 1)
      return refuse('invalid_request', 'a client must authenticate in one way only', place, {
        expected: 'one of the two',
        got: ways.join(' and '),
      });
    if (counts) return byHeader(call, form, header);
    const assertion = methods.some(isAssertionWay) ? field(form, 'client_assertion') : undefined;
    return assertion === undefined ? byForm(call, form) : byAssertion(call, form, assertion);
  };
}
