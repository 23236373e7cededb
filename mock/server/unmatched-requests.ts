/** Requests that match no operation: counted like any other, and answered as the contract says. */
import type { CompiledOperation, CompiledContract } from '../contract/compiled-contract.ts';
import { METHODS } from '../contract/openapi-document.ts';
import type { Call, Refusal } from '../request/call.ts';
import { matchPath } from '../contract/path-template.ts';
import { refuse } from '../request/call.ts';

export interface KnownPath {
  readonly path: string;
  readonly methods: readonly string[];
}

/** Every path of a contract once, with the methods that it has. */
export function knownPaths(contract: CompiledContract): readonly KnownPath[] {
  return [...new Set(contract.operations.map(({ path }) => path))].map((path) => {
    const methods = contract.operations.filter((operation) => operation.path === path).map(({ method }) => method);
    return {
      path,
      methods: methods.includes('GET') && !methods.includes('HEAD') ? [...methods, 'HEAD'] : methods,
    };
  });
}

export interface Unmatched {
  /** Stands in for an operation. */
  readonly operation: CompiledOperation;
  /** Why the request has no operation. */
  refusal(call: Call): Refusal;
}

export function compileUnmatched(contract: CompiledContract): Unmatched {
  const paths = knownPaths(contract);
  const limited = contract.operations
    .find(({ refusals }) => refusals.has('rate_limited'))
    ?.refusals.get('rate_limited');
  const unavailable = contract.operations
    .find(({ refusals }) => refusals.has('unavailable'))
    ?.refusals.get('unavailable');
  const counted = contract.document['x-unmatched']?.rate_limit ?? 'default';
  const operation: CompiledOperation = {
    id: 'unmatched',
    method: METHODS[0].toUpperCase(),
    path: '',
    pointer: '#/x-unmatched',
    action: { type: 'page', title: '' },
    requirements: [],
    anonymous: true,
    identifiers: [],
    parameters: [],
    idempotency: undefined,
    body: undefined,
    contentType: undefined,
    rateLimit: limited !== undefined && contract.rateLimits.has(counted) ? counted : undefined,
    stepUp: undefined,
    answers: [],
    refusals: new Map([
      ['unknown_path', contract.unmatched.unknown_path],
      ['method_not_allowed', contract.unmatched.method_not_allowed],
      ...(limited ? ([['rate_limited', limited]] as const) : []),
      ...(unavailable ? ([['unavailable', unavailable]] as const) : []),
    ]),
  };
  return {
    operation,
    refusal({ request }) {
      const known = paths.filter(({ path }) => matchPath(path, request.path) !== undefined);
      const allow = [...new Set(known.flatMap(({ methods }) => methods))].sort().join(', ');
      // A path that looks like the contract's and has no route holds an escape that cannot be decoded, or is far too
      // long.
      return known.length === 0 || known.some(({ methods }) => methods.includes(request.method))
        ? refuse('unknown_path', 'the path must be one of the contract', '#/paths')
        : refuse('method_not_allowed', "the method must be one of the path's", '#/paths', {
            expected: allow,
            got: request.method,
            facts: { allow },
          });
    },
  };
}
