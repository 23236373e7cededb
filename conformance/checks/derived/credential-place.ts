/** A good credential in the wrong place, or more than one. */
import type { CheckFamily } from '../../check.ts';
import type { Context, RequestParts } from '../../check-context.ts';
import type {
  CompiledMethod,
  CompiledOperation,
  CompiledPart,
  CompiledContract,
  CompiledRequirement,
} from '../../../mock/contract/compiled-contract.ts';
import type { Failure } from '../../../specs/generated/vocabulary.ts';
import { allowed, ask, demandingTenant, eachRequirement, mayDemand } from './support/ask-as-caller.ts';
import { failureBasis } from './support/operation-citation.ts';
import { named, perOperation } from './support/check-per-operation.ts';
import type { Case } from './support/check-per-operation.ts';
import {
  andHeader,
  andQuery,
  header,
  partOf,
  schemeWord,
  withCookie,
  withHeader,
  withPart,
  withQuery,
} from './support/change-parts.ts';
import { someOf } from './support/other-spellings.ts';

const guarded = ({ requirements, anonymous }: CompiledOperation): boolean => requirements.length > 0 && !anonymous;

/** What a credential that is not where it belongs may be taken for. */
const MISPLACED: readonly Failure[] = [
  'missing_credentials',
  'credential_not_accepted',
  'invalid_credentials',
  'invalid_token',
  'invalid_session',
  'malformed_credentials',
  'invalid_signature',
];

/** The one header has two names: of the schemes of HTTP authentication, and of a key that stands there by itself. */
const isAuthorization = ({ in: place, name }: CompiledPart): boolean =>
  place === 'authorization' || (place === 'header' && name.toLowerCase() === 'authorization');

/**
 * Where an operation looks for credentials. What stands there is in no wrong place, whichever of its schemes names the
 * place: it is that scheme's credential, good or bad.
 */
function placesOf({ requirements }: CompiledOperation): {
  query(name: string): boolean;
  header(name: string): boolean;
  cookie(name: string): boolean;
  /** @param scheme undefined: nothing but the credential */
  authorization(scheme: string | undefined): boolean;
} {
  const parts = requirements.flatMap(({ method, also = [] }) => [method, ...also.map((other) => other.method)]);
  const named = parts.flatMap((method) => method.parts);
  const has = (place: CompiledPart['in'], name: string): boolean =>
    named.some((part) => part.in === place && part.name.toLowerCase() === name.toLowerCase());
  // A key that is the whole header leaves no text that would be in the wrong place.
  const isWhole = has('header', 'authorization');
  return {
    query: (name) => has('query', name),
    header: (name) => (name.toLowerCase() === 'authorization' ? named.some(isAuthorization) : has('header', name)),
    cookie: (name) => has('cookie', name),
    authorization: (scheme) => isWhole || (scheme !== undefined && has('authorization', scheme)),
  };
}

const without = (parts: RequestParts, { parts: all }: CompiledMethod): RequestParts =>
  all.reduce((request, part) => withPart(request, part, undefined), parts);

/** What a header may be called. @see RFC 9110 §5.1 */
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;

/** The credential's proof moved to places that the operation does not name. */
function moved(
  parts: RequestParts,
  operation: CompiledOperation,
  { method }: CompiledRequirement,
): readonly RequestParts[] {
  const proof = method.parts.find(({ part }) => part === 'secret' || part === 'basic' || part === 'signature');
  const value = proof && partOf(parts, proof);
  if (proof === undefined || value === undefined) return [];
  const rest = withPart(parts, proof, undefined);
  const bare = without(parts, method);
  const { query, header, authorization } = placesOf(operation);
  const places: RequestParts[] = [];
  if (!query('access_token')) places.push(withQuery(bare, 'access_token', value));
  if (proof.in === 'header' && !query(proof.name)) places.push(withQuery(rest, proof.name, value));
  if (proof.in === 'query' && TOKEN.test(proof.name) && !header(proof.name))
    places.push(withHeader(rest, proof.name, value));
  const scheme = proof.in === 'authorization' && proof.name === 'bearer' ? 'basic' : 'bearer';
  if (!authorization(scheme)) places.push(withHeader(bare, 'authorization', `${schemeWord(scheme)} ${value}`));
  if (!authorization(undefined)) places.push(withHeader(bare, 'authorization', value));
  return places;
}

/** Where servers behind a proxy, and careless ones, are known to look besides. */
const BESIDES: readonly (readonly [place: 'cookie' | 'header', name: string, what: 'proof' | 'whole header'])[] = [
  ['cookie', 'access_token', 'proof'],
  ['cookie', 'token', 'proof'],
  ['header', 'Proxy-Authorization', 'whole header'],
  ['header', 'X-Authorization', 'whole header'],
  ['header', 'X-Forwarded-Authorization', 'whole header'],
  ['header', 'X-Access-Token', 'proof'],
  ['header', 'X-Auth-Token', 'proof'],
];

/** What an operation is tried with of these: every third, begun at another one for each. */
const SHARE = 3;

/** The credential's proof where the contract has none. */
function besides(
  parts: RequestParts,
  operation: CompiledOperation,
  { method }: CompiledRequirement,
  turn: number,
): readonly RequestParts[] {
  const proof = method.parts.find(({ part }) => part === 'secret' || part === 'basic' || part === 'signature');
  const value = proof && partOf(parts, proof);
  if (proof === undefined || value === undefined) return [];
  const bare = without(parts, method);
  const whole = header(parts, 'authorization') ?? `Bearer ${value}`;
  const { cookie, header: isNamed } = placesOf(operation);
  return someOf(BESIDES, SHARE, turn)
    .filter(([place, name]) => !(place === 'cookie' ? cookie(name) : isNamed(name)))
    .map(([place, name, what]) => {
      const told = what === 'proof' ? value : whole;
      return place === 'cookie' ? withCookie(bare, name, told) : withHeader(bare, name, told);
    });
}

const misplaced: Case = {
  id: 'credential.misplaced',
  title: (operation) => `${named(operation)} refuses a good credential in a place that the contract does not name`,
  applies: (operation, contract) => guarded(operation) || mayDemand(operation, contract),
  basis: (operation, contract) => failureBasis(contract, operation, ...MISPLACED),
  async run(context: Context, operation) {
    // Where credentials are optional, one in the wrong place is none: only a tenant that demands one shows it.
    const tenant = operation.anonymous
      ? (demandingTenant(context) ?? context.notRun('no tenant of the target demands a credential'))
      : undefined;
    let tried = 0;
    const turn = context.contract.operations.indexOf(operation);
    await eachRequirement(operation, async (requirement) => {
      const { parts } = await allowed(context, operation, { requirement, ...(tenant !== undefined && { tenant }) });
      for (const request of [
        ...moved(parts, operation, requirement),
        ...besides(parts, operation, requirement, turn),
      ]) {
        context.expect.failure(await ask(context, request), operation, MISPLACED);
        tried++;
      }
    });
    if (tried === 0) context.notRun('the contract names every place that is tried');
  },
};

const TWICE: readonly Failure[] = ['multiple_credentials', 'malformed_credentials'];

/** A key in a cookie. */
const inCookies = ({ method: { kind, parts } }: CompiledRequirement): boolean =>
  (kind === 'api_key' || kind === 'key_pair') && parts.some((part) => part.in === 'cookie');

const repeats = (requirement: CompiledRequirement): boolean =>
  inCookies(requirement) || requirement.method.parts.some((part) => part.in === 'authorization' || part.in === 'query');

/** The same header again, or the same query parameter with another value. */
function repeated(parts: RequestParts, part: CompiledPart): RequestParts | undefined {
  const value = partOf(parts, part);
  if (value === undefined) return undefined;
  if (part.in === 'authorization') return andHeader(parts, ['authorization', `${schemeWord(part.name)} ${value}`]);
  if (part.in === 'cookie') return andCookies(parts, `${part.name}=${value}0`);
  return part.in === 'query' ? andQuery(parts, [part.name, `${value}0`]) : undefined;
}

/** Cookies before and after those that are there: whole, in one header. */
const andCookies = (parts: RequestParts, after: string, before?: string): RequestParts =>
  withHeader(
    parts,
    'cookie',
    [before, ...parts.headers.filter(([name]) => name.toLowerCase() === 'cookie').map(([, cookies]) => cookies), after]
      .filter((one) => one !== undefined)
      .join('; '),
  );

const COOKIES = { standard: 'RFC 6265 §4.1.1', url: 'https://www.rfc-editor.org/rfc/rfc6265#section-4.1.1' } as const;

const cookieAmongOthers: Case = {
  id: 'credential.cookie-among-others',
  title: (operation) => `${named(operation)} finds the key's cookie among others, by its whole name as it is written`,
  applies: ({ requirements }) => requirements.some(inCookies),
  basis: () => ({ evidence: 'assumed', citation: COOKIES }),
  async run(context: Context, operation) {
    await eachRequirement(
      operation,
      async (requirement) => {
        const { parts } = await allowed(context, operation, { requirement });
        for (const part of requirement.method.parts.filter((one) => one.in === 'cookie')) {
          const { name } = part;
          const among = andCookies(parts, `${name}_2=other; last="x"`, `x_${name}=other; theme=dark`);
          context.expect.success(await ask(context, among), operation);
          if (operation.anonymous) continue;
          const value = partOf(parts, part);
          const other = withCookie(parts, name, undefined);
          const upper = name.toUpperCase() === name ? name.toLowerCase() : name.toUpperCase();
          for (const wrong of [`x_${name}`, upper])
            context.expect.failure(await ask(context, andCookies(other, `${wrong}=${value}`)), operation, MISPLACED);
        }
      },
      inCookies,
    );
  },
};

const cookieAsWritten: Case = {
  id: 'credential.cookie-as-written',
  title: (operation) =>
    `${named(operation)} takes the key's cookie in quotation marks, percent-encoded, or twice the same`,
  level: 'may',
  // A key that gave itself a new secret is another one.
  applies: ({ requirements, action }) => action.type !== 'key.regenerate' && requirements.some(inCookies),
  basis: () => ({ evidence: 'assumed', citation: COOKIES }),
  async run(context: Context, operation) {
    await eachRequirement(
      operation,
      async (requirement) => {
        const { parts } = await allowed(context, operation, { requirement });
        for (const part of requirement.method.parts.filter((one) => one.in === 'cookie')) {
          const value = partOf(parts, part)!;
          const first = `%${value.charCodeAt(0).toString(16).toUpperCase()}`;
          for (const written of [`"${value}"`, `${first}${value.slice(1)}`, `${value}; ${part.name}=${value}`])
            context.expect.success(await ask(context, withCookie(parts, part.name, written)), operation);
        }
      },
      inCookies,
    );
  },
};

const twice: Case = {
  id: 'credential.twice',
  title: (operation) => `${named(operation)} refuses a credential that is there twice`,
  applies: ({ requirements }) => requirements.some(repeats),
  basis: (operation, contract) => failureBasis(contract, operation, ...TWICE),
  async run(context: Context, operation) {
    await eachRequirement(
      operation,
      async (requirement) => {
        const { parts } = await allowed(context, operation, { requirement });
        for (const part of requirement.method.parts) {
          const request = repeated(parts, part);
          if (request) context.expect.failure(await ask(context, request), operation, TWICE);
        }
      },
      repeats,
    );
  },
};

/** Whether two ways stand in each other's place, so that a request has room for one of them only. */
const clash = (a: CompiledMethod, b: CompiledMethod): boolean =>
  b.parts.some((part) =>
    a.parts.some((other) => other.in === part.in && (part.in === 'authorization' || other.name === part.name)),
  );

/** Two credentials, not one told twice: each pair once, however many ways there are to present them. */
function rivals({ requirements }: CompiledOperation): readonly (readonly [CompiledRequirement, CompiledRequirement])[] {
  const pairs = new Map<string, readonly [CompiledRequirement, CompiledRequirement]>();
  // A certificate is the connection's, and no choice of the request.
  const carried = requirements.filter(({ method }) => method.kind !== 'certificate');
  carried.forEach((a, i) => {
    for (const b of carried.slice(i + 1)) {
      const names = `${a.method.credential} ${b.method.credential}`;
      if (a.method.credential !== b.method.credential && !pairs.has(names) && !clash(a.method, b.method))
        pairs.set(names, [a, b]);
    }
  });
  return [...pairs.values()];
}

async function both(
  context: Context,
  operation: CompiledOperation,
  [a, b]: readonly [CompiledRequirement, CompiledRequirement],
): Promise<RequestParts> {
  const { parts, presentation } = await allowed(context, operation, { requirement: a });
  return context.present(parts, await context.credential(operation, { requirement: b, tenant: presentation.tenant }));
}

const two: Case = {
  id: 'credential.two-methods',
  title: (operation) => `${named(operation)} refuses two methods of authentication in one request`,
  applies: (operation) => rivals(operation).length > 0,
  basis: (operation, contract) => failureBasis(contract, operation, 'multiple_credentials'),
  async run(context: Context, operation) {
    for (const pair of rivals(operation))
      context.expect.failure(
        await ask(context, await both(context, operation, pair)),
        operation,
        'multiple_credentials',
      );
  },
};

/** Credentials of the contract that this operation does not take, each with an operation that does. */
function foreign(
  operation: CompiledOperation,
  contract: CompiledContract,
): readonly (readonly [CompiledOperation, CompiledRequirement])[] {
  const own = new Set(operation.requirements.map(({ method }) => method.credential));
  const found = new Map<string, readonly [CompiledOperation, CompiledRequirement]>();
  for (const other of contract.operations) {
    for (const requirement of other.requirements)
      if (!own.has(requirement.method.credential) && requirement.method.kind !== 'certificate')
        found.set(requirement.method.credential, [other, requirement]);
  }
  return [...found.values()];
}

const notAccepted: Case = {
  id: 'credential.not-accepted',
  title: (operation) => `${named(operation)} refuses a good credential of a kind that it does not take`,
  applies: (operation, contract) => guarded(operation) && foreign(operation, contract).length > 0,
  basis: (operation, contract) => failureBasis(contract, operation, 'credential_not_accepted'),
  async run(context: Context, operation) {
    for (const [other, requirement] of foreign(operation, context.contract)) {
      const { parts } = await allowed(context, other, { requirement });
      const request = requirement.method.parts.reduce(
        (built, part) => withPart(built, part, partOf(parts, part)),
        await context.request(operation),
      );
      context.expect.failure(await ask(context, request), operation, MISPLACED);
    }
  },
};

export const credentialPlace: CheckFamily = (suite) =>
  [misplaced, twice, cookieAmongOthers, cookieAsWritten, two, notAccepted].flatMap((rule) => perOperation(suite, rule));
