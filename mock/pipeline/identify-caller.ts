/**
 * Finds out who calls, without judging it: quotas are counted by the caller before anything is refused, so this runs
 * before the first guard and its verdict waits for the authentication guard.
 */
import type { Failure } from '../../specs/generated/vocabulary.ts';
import { chain } from '../state/awaitable.ts';
import type { Awaitable } from '../state/awaitable.ts';
import { gather } from '../state/gather.ts';
import { refuse } from '../request/call.ts';
import type { Call, Caller, Identification, Refusal } from '../request/call.ts';
import type { CompiledMethod, CompiledRequirement } from '../contract/compiled-contract.ts';
import { noCertificate } from '../auth/certificates/no-certificate.ts';
import { verifyCertificate } from '../auth/certificates/verify-certificate.ts';
import { signatureParts, verifySignature } from '../auth/hmac/verify-signature.ts';
import { keyCaller, verifyApiKey } from '../auth/api-keys/verify-api-key.ts';
import type { KeyRecord } from '../auth/api-keys/key-records.ts';
import { scopeList } from '../auth/oauth/scopes.ts';
import { audienceRefusal } from '../auth/oauth/resource-indicators.ts';
import { bindingRefusal } from '../auth/oauth/token-binding.ts';
import { verifyToken } from '../auth/oauth/verify-token.ts';
import { judgesOwnRequest } from '../contract/reachable-failures.ts';
import { present, repeatsAuthorization } from '../auth/presented-credentials.ts';
import type { Presented } from '../auth/presented-credentials.ts';
import { verifySession } from '../auth/sessions/sliding-session.ts';
import type { TokenRecord } from '../auth/oauth/token-records.ts';
import { isSignature } from '../contract/signature-kinds.ts';

type Verdict = Caller | Refusal;

const isRefusal = (value: object): value is Refusal => 'failure' in value;

function tokenCaller(
  call: Call,
  record: TokenRecord,
  key: KeyRecord | undefined,
  method: CompiledMethod,
  requirement: CompiledRequirement | undefined,
): Caller {
  const { people } = call.world;
  const client = people.clients.get(record.client);
  return {
    credential: method.credential,
    id: record.client,
    tenant: record.tenant,
    method,
    requirement,
    key,
    token: record,
    client,
    user: record.user === null ? undefined : people.users.get(record.user),
    scopes: scopeList(record.scope),
    // A token inherits the permissions and the address list of the key that acquired it.
    allowedAddresses: key ? (key.allowed_addresses ?? undefined) : client?.allowed_addresses,
  };
}

/**
 * What a credential that cannot be read is refused as: where a contract has no words for that, it is one that nobody
 * knows.
 */
const unreadable = ({ operation }: Call, kind: Presented['method']['kind']): Failure =>
  operation.refusals.has('malformed_credentials')
    ? 'malformed_credentials'
    : kind === 'session'
      ? 'invalid_session'
      : 'invalid_token';

function verify(call: Call, presented: Presented, requirement: CompiledRequirement | undefined): Awaitable<Verdict> {
  const { method, flaw, secret } = presented;
  if (flaw !== undefined)
    return refuse(
      unreadable(call, method.kind),
      'every part of the credential must be there, once and readable',
      method.pointer,
      { got: flaw },
    );
  switch (method.kind) {
    case 'api_key':
    case 'key_pair':
      return verifyApiKey(call, presented, requirement);
    case 'token':
      return chain(
        verifyToken(call, method.credential, secret!),
        (result): Awaitable<Verdict> =>
          isRefusal(result)
            ? result
            : chain(
                audienceRefusal(call, method.credential, result.record) ??
                  bindingRefusal(call, method.credential, secret!, result.record),
                (refusal): Verdict => refusal ?? tokenCaller(call, result.record, result.key, method, requirement),
              ),
      );
    case 'session':
      return chain(verifySession(call, method.credential, secret!), (result): Verdict => {
        if (isRefusal(result)) return result;
        const { record, storeKey } = result;
        return {
          credential: method.credential,
          id: record.user,
          tenant: record.tenant,
          method,
          requirement,
          user: call.world.people.users.get(record.user),
          scopes: undefined,
          allowedAddresses: undefined,
          session: storeKey,
        };
      });
    case 'certificate':
      return verifyCertificate(call, presented, requirement);
    case 'hmac':
    case 'signature': {
      const credential = call.world.contract.credentials.get(method.credential);
      if (!isSignature(credential)) throw new Error(`${method.credential} signs nothing`);
      return chain(
        verifySignature(call, credential, signatureParts(presented)),
        (result): Verdict => (isRefusal(result) ? result : keyCaller(call, result.key, method, requirement)),
      );
    }
  }
}

/** Failures of a credential that nobody knows; any other tells more, since it is about one that was found. */
const UNKNOWN: readonly Failure[] = [
  'invalid_token',
  'invalid_session',
  'invalid_credentials',
  'malformed_credentials',
];

/**
 * Tries one presented credential after the other; the first good one counts, else the most telling refusal: a bearer
 * token may be of two kinds, and one that expired is merely unknown as the other kind.
 */
/** Verifies what one requirement wants: the caller's credential, then those that it must come with. */
function verifyAll(call: Call, { presented, requirement, others }: Candidate): Awaitable<Verdict> {
  const verdict = verify(call, presented, requirement);
  if (others === undefined) return verdict;
  return chain(verdict, (caller): Awaitable<Verdict> => {
    if (isRefusal(caller)) return caller;
    return chain(
      gather(others.map((other) => verify(call, other.presented, other.requirement))),
      (verdicts): Verdict => {
        const also: Caller[] = [];
        for (const one of verdicts) {
          if (isRefusal(one)) return one;
          also.push(one);
        }
        return { ...caller, also };
      },
    );
  });
}

function firstGood(call: Call, candidates: readonly Candidate[], i = 0, told?: Refusal): Awaitable<Identification> {
  return chain(verifyAll(call, candidates[i]!), (verdict): Awaitable<Identification> => {
    if (!isRefusal(verdict)) return { state: 'good', caller: verdict };
    const refusal = told === undefined || UNKNOWN.includes(told.failure) ? verdict : told;
    return i + 1 < candidates.length
      ? firstGood(call, candidates, i + 1, refusal)
      : { state: 'bad', refusal, credential: candidates[i]!.presented.method.credential };
  });
}

interface Candidate {
  readonly presented: Presented;
  readonly requirement: CompiledRequirement | undefined;
  /** The other credentials that the requirement wants. */
  readonly others?: readonly Candidate[];
}

/** What a request carries of a requirement; undefined if nothing. */
function candidateOf(call: Call, requirement: CompiledRequirement): Candidate | undefined {
  const { method, also } = requirement;
  const presented = present(call, method);
  if (also === undefined) return presented && { presented, requirement };
  const others = also.map((other) => ({ presented: present(call, other.method), requirement: other }));
  const all = [{ presented, requirement }, ...others];
  const found = all.find((one) => one.presented !== undefined)?.presented;
  if (found === undefined) return undefined;
  const missing = all.find((one) => one.presented === undefined);
  if (missing !== undefined) {
    const lacks = missing.requirement.method;
    const flaw = lacks.kind === 'certificate' ? noCertificate(call) : `no ${lacks.credential}`;
    return { presented: { ...found, flaw }, requirement };
  }
  return { presented: presented!, requirement, others: others as readonly Candidate[] };
}

const proof = ({ secret, signature, id }: Presented): string => `${id ?? ''}\n${secret ?? ''}\n${signature ?? ''}`;

/** A key may be the whole `Authorization` header, beside schemes that stand there: the header is one credential. */
const isAuthorization = ({ method: { parts } }: Presented): boolean =>
  parts.every(({ in: place, name }) => place === 'authorization' || (place === 'header' && name === 'authorization'));

/** Whether two presented credentials are one told twice: the same values, or the same header read two ways. */
function agree(a: Presented, b: Presented): boolean {
  if (a.method.credential === b.method.credential) return proof(a) === proof(b);
  if (isAuthorization(a) && isAuthorization(b)) return true;
  return (
    a.method.parts.length === b.method.parts.length &&
    a.method.parts.every((part, i) => part.in === b.method.parts[i]!.in && part.name === b.method.parts[i]!.name)
  );
}

const NONE: Identification = { state: 'none' };

export function identify(call: Call): Awaitable<Identification> {
  const { operation, request } = call;
  if (operation.requirements.length === 0) return NONE;
  const carried: Candidate[] = [];
  let certified: Candidate[] | undefined;
  for (const requirement of operation.requirements) {
    const candidate = candidateOf(call, requirement);
    if (candidate === undefined) continue;
    if (candidate.presented.method.kind === 'certificate') (certified ??= []).push(candidate);
    else carried.push(candidate);
  }
  // A connection's certificate is no choice of this request: what the request carries comes first.
  const candidates = carried.length > 0 ? carried : (certified ?? carried);
  if (candidates.length === 0) return unaccepted(call);
  if (candidates.length === 1 && !repeatsAuthorization(request)) return firstGood(call, candidates);
  const complete = candidates.filter(({ presented }) => presented.flaw === undefined);
  const rest = complete.length > 0 ? complete : candidates;
  if (repeatsAuthorization(request) || rest.some(({ presented }) => !agree(rest[0]!.presented, presented))) {
    return {
      state: 'bad',
      refusal: refuse('multiple_credentials', 'a request must carry one credential, once', operation.pointer, {
        expected: 'one credential',
        got: candidates.map(({ presented }) => presented.method.credential).join(' and '),
      }),
    };
  }
  return firstGood(call, rest);
}

/**
 * An Authorization header that is none of those that an operation may be sent is not taken for no credential at all.
 */
function unusable({ operation, request }: Call): Identification {
  const { anonymous, requirements, action } = operation;
  const reads = requirements.some(({ method }) => method.parts.some((part) => part.in === 'authorization'));
  if (!anonymous || !reads || request.headers.authorization === undefined || judgesOwnRequest(action)) return NONE;
  return {
    state: 'bad',
    refusal: refuse(
      'malformed_credentials',
      'a credential must be one that can be read, also where none is needed',
      `${operation.pointer}/security`,
      { expected: 'a credential, or no Authorization header', got: 'an Authorization header of another scheme' },
    ),
  };
}

/** No credential that the operation takes: says so if there is one that it does not take. */
function unaccepted(call: Call): Identification {
  const { operation, world } = call;
  for (const method of world.contract.methods) {
    if (method.kind === 'certificate' || operation.requirements.some((requirement) => requirement.method === method))
      continue;
    const presented = present(call, method);
    if (presented === undefined) continue;
    return {
      state: 'bad',
      refusal: refuse(
        'credential_not_accepted',
        'the credential must be of a kind that this operation takes',
        `${operation.pointer}/security`,
        {
          expected: [...new Set(operation.requirements.map((requirement) => requirement.method.credential))].join(
            ' or ',
          ),
          got: method.credential,
        },
      ),
    };
  }
  return unusable(call);
}
