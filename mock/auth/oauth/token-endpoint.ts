/**
 * The token endpoint.
 *
 * @see RFC 6749 §3.2, §5
 */
import { certificateThumbprint } from '../certificates/client-certificate.ts';
import { noCertificate } from '../certificates/no-certificate.ts';
import { refuse } from '../../request/call.ts';
import { chain } from '../../state/awaitable.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import { bindCredential } from './bound-credential.ts';
import { clientAuthenticator, presentsClient, requireActive, requireGrant } from './client-authentication.ts';
import { field, lackOf, readForm, refuseMalformed } from './endpoint-form.ts';
import { checkProof, proofHeader } from './dpop-proof.ts';
import { readTargets, refuseTarget, targetParameters } from './resource-indicators.ts';
import { GRANTS } from './grants/grants.ts';
import { actionOf, isRefusal, operationsWith, refused } from './found-or-refused.ts';
import type { BoundCredential } from './bound-credential.ts';
import type { ClientAuthenticator, Party } from './client-authentication.ts';
import type { Form } from './endpoint-form.ts';
import type { GrantHandler } from './grants/grant.ts';
import type { TokenIssueAction } from '../../../specs/generated/vocabulary.ts';
import type { ActionStep, Call, Outcome, Refusal } from '../../request/call.ts';
import type { CompiledOperation, CompiledContract } from '../../contract/compiled-contract.ts';

interface Endpoint {
  readonly pointer: string;
  readonly action: TokenIssueAction;
  readonly bound: BoundCredential;
  readonly authenticate: ClientAuthenticator;
  /** By the value of `grant_type`. */
  readonly grants: ReadonlyMap<string, GrantHandler>;
  /** Where the contract's other token endpoints take a grant, by the value of `grant_type`. */
  readonly elsewhere: ReadonlyMap<string, string>;
}

/** What the steps have found so far. */
interface TokenRequest {
  readonly call: Call;
  readonly endpoint: Endpoint;
  readonly form: Form;
  handler: GrantHandler | undefined;
  party: Party | undefined;
  targets: readonly string[];
}

type Step = (request: TokenRequest) => Awaitable<Refusal | undefined>;

function refuseMalformedRequest({ call, form, endpoint }: TokenRequest): Refusal | undefined {
  return refuseMalformed(call, form, targetParameters(endpoint.bound.credential));
}

function requireSupportedGrant(request: TokenRequest): Refusal | undefined {
  const { call, form, endpoint } = request;
  const name = field(form, 'grant_type');
  request.handler = name === undefined ? undefined : endpoint.grants.get(name);
  if (request.handler) return undefined;
  const expected = [...endpoint.grants.keys()].join(' or ');
  if (name === undefined)
    return refuse('invalid_request', 'grant_type must say what kind of grant this is', endpoint.pointer, {
      expected,
      got: lackOf(call, 'grant_type'),
    });
  const other = endpoint.elsewhere.get(name);
  return refuse(
    'unsupported_grant_type',
    'grant_type must be one that this endpoint takes',
    `${endpoint.pointer}/x-action/grants`,
    { expected, got: other === undefined ? name : `${name}, which is taken at ${other}` },
  );
}

function requireGrantParameters({ call, endpoint, form, handler }: TokenRequest): Refusal | undefined {
  const lacks = (name: string): boolean => field(form, name) === undefined;
  const missing = handler?.parameters.find(lacks) ?? endpoint.action.required_parameters?.find(lacks);
  return missing === undefined
    ? undefined
    : refuse('invalid_request', `${missing} must be there, and not be empty`, endpoint.pointer, {
        expected: missing,
        got: lackOf(call, missing),
      });
}

function authenticateClient(request: TokenRequest): Awaitable<Refusal | undefined> {
  const { call, endpoint, form, handler } = request;
  const identifies = handler?.identify !== undefined && !presentsClient(call, form);
  return chain(identifies ? handler.identify(call, form) : endpoint.authenticate(call, form), (found) => {
    if (isRefusal(found)) return found;
    request.party = found;
    return undefined;
  });
}

const requireActiveClient: Step = ({ call, endpoint, party }) => party && requireActive(call, party, endpoint.pointer);

const requireGrantOfClient: Step = ({ endpoint, handler, party }) =>
  handler && party && requireGrant(party, handler.grant, endpoint.pointer);

/** @see RFC 8707 §2.2 */
const requireTargets: Step = (request) => {
  const { call, endpoint, form } = request;
  const asked = readTargets(call, endpoint.bound, form);
  if ('rule' in asked) return refuseTarget(call, asked);
  request.targets = asked;
  return undefined;
};

/** Comes last: a client that has to send another proof asks the same again, and nothing may be used up. */
function requireProof(request: TokenRequest): Awaitable<Refusal | undefined> {
  const { call, endpoint, party } = request;
  const { name, credential } = endpoint.bound;
  const { dpop } = credential;
  if (dpop === undefined || party === undefined) return undefined;
  const proof = proofHeader(call);
  if (proof !== undefined)
    return checkProof(call, name, dpop, proof).then((found) => {
      if (typeof found !== 'string') return found;
      request.party = { ...party, cnf: { ...party.cnf, jkt: found } };
      return undefined;
    });
  const { dpop_bound_access_tokens: always = false } = call.world.people.clients.get(party.id) ?? {};
  return always || dpop.required === true
    ? refuse('invalid_dpop_proof', 'a token request must carry a DPoP proof', `#/x-credentials/${name}/dpop`, {
        expected: 'a DPoP header',
        got: 'none',
      })
    : undefined;
}

/** Binds what is given to the certificate that the client connects with (RFC 8705 §3). */
function bindToCertificate(request: TokenRequest): Refusal | undefined {
  const { call, endpoint, party } = request;
  const { name, credential } = endpoint.bound;
  if (credential.certificate_bound === undefined || party === undefined) return undefined;
  const { certificate } = call.request;
  if (certificate !== undefined) {
    request.party = { ...party, cnf: { ...party.cnf, 'x5t#S256': certificateThumbprint(certificate) } };
    return undefined;
  }
  const { tls_client_certificate_bound_access_tokens: always = false } = call.world.people.clients.get(party.id) ?? {};
  return always || credential.certificate_bound === 'required'
    ? refuse(
        'invalid_request',
        'a token request must come over a connection with a certificate, which the token is bound to',
        `#/x-credentials/${name}/certificate_bound`,
        { expected: 'a connection with a certificate', got: noCertificate(call) },
      )
    : undefined;
}

/** In the order of RFC 6749: the request's shape, then who asks, then what for. */
const STEPS: readonly Step[] = [
  refuseMalformedRequest,
  requireSupportedGrant,
  authenticateClient,
  requireActiveClient,
  requireGrantOfClient,
  requireGrantParameters,
  requireTargets,
  bindToCertificate,
  requireProof,
];

/** Grants of the contract's other token endpoints; those for the same tokens are named first. */
function grantsElsewhere(
  operation: CompiledOperation,
  { operations }: CompiledContract,
  credential: string,
): ReadonlyMap<string, string> {
  const others = operationsWith(operations, 'token.issue').filter((other) => other.operation !== operation);
  const near = others.filter(({ action }) => action.credential === credential);
  const places = new Map<string, string>();
  for (const { operation: other, action } of [...near, ...others])
    for (const grant of action.grants) {
      const { name } = GRANTS[grant];
      if (!places.has(name)) places.set(name, `${other.method.toUpperCase()} ${other.path}`);
    }
  return places;
}

/** Apart from the loop, in which a closure would cost every step one. */
const judgeLater = (request: TokenRequest, refusal: Promise<Refusal | undefined>, from: number): Promise<Outcome> =>
  refusal.then((found) => (found ? refused(found) : judge(request, from)));

/** Each step in turn, then the grant. */
function judge(request: TokenRequest, from = 0): Awaitable<Outcome> {
  for (let i = from; i < STEPS.length; i++) {
    const refusal = STEPS[i]!(request);
    if (refusal instanceof Promise) return judgeLater(request, refusal, i + 1);
    if (refusal) return refused(refusal);
  }
  const { call, endpoint, form, handler, party, targets } = request;
  if (!handler || !party) throw new Error(`${call.operation.id}: the steps found neither grant nor client`);
  return handler.handle({ call, bound: endpoint.bound, form, party, targets });
}

export function tokenIssue(operation: CompiledOperation, contract: CompiledContract): ActionStep {
  const action = actionOf(operation, 'token.issue');
  const { pointer } = operation;
  const endpoint: Endpoint = {
    pointer,
    action,
    bound: bindCredential(contract, action.credential),
    authenticate: clientAuthenticator(operation, contract, action),
    grants: new Map(action.grants.map((grant) => [GRANTS[grant].name, GRANTS[grant]])),
    elsewhere: grantsElsewhere(operation, contract, action.credential),
  };
  return (call) => {
    const form = readForm(call);
    if (isRefusal(form)) return refused(form);
    const request: TokenRequest = { call, endpoint, form, handler: undefined, party: undefined, targets: [] };
    return judge(request);
  };
}
