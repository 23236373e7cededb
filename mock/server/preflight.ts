/**
 * What a browser asks before it lets a page call an operation. @see [Fetch
 * §3.3.2](https://fetch.spec.whatwg.org/#http-requests)
 */
import type { FastifyRequest } from 'fastify';
import { refuse } from '../request/call.ts';
import type { Call, Refusal } from '../request/call.ts';
import { isForScripts } from '../contract/browser-operations.ts';
import type { CompiledOperation, CompiledContract } from '../contract/compiled-contract.ts';
import { preflightReply, withCors } from '../pipeline/cors.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import { refusalReply } from '../pipeline/reply.ts';
import type { Reply } from '../pipeline/reply.ts';
import type { Seams } from '../pipeline/seams.ts';
import { matchPath, pathTemplate } from '../contract/path-template.ts';
import { knownPaths } from './unmatched-requests.ts';

const METHOD = 'access-control-request-method';

export const isPreflight = ({ method, headers }: FastifyRequest): boolean =>
  method === 'OPTIONS' && headers.origin !== undefined && headers[METHOD] !== undefined;

/** Stands in for an operation: nobody counts it. */
export const compilePreflight = (unmatched: CompiledOperation): CompiledOperation => ({
  ...unmatched,
  id: 'preflight',
  pointer: '#/x-cors',
  rateLimit: undefined,
});

function refusal(methods: readonly string[], wanted: string): Refusal {
  if (methods.length === 0)
    return refuse('unknown_path', 'the path must be one of the contract', '#/paths', {
      expected: 'a path of the contract',
      got: 'another',
    });
  const allow = [...new Set(methods)].sort().join(', ');
  return refuse('method_not_allowed', "the method must be one of the path's that pages may call", '#/paths', {
    expected: allow,
    got: wanted,
    facts: { allow },
  });
}

/**
 * Answers preflights without any guard: a browser asks them without a credential, and nobody may be charged for them.
 */
export function preflightPipeline(contract: CompiledContract, { reply }: Seams = {}): Pipeline {
  // `/vouchers/import` is meant before `/vouchers/{code}`.
  const paths = [...knownPaths(contract)].sort(
    (a, b) =>
      a.path.split('{').length - b.path.split('{').length || pathTemplate(b.path).fixed - pathTemplate(a.path).fixed,
  );
  const answer = (call: Call): Reply => {
    const wanted = String(call.request.headers[METHOD]).toUpperCase();
    const there = paths.filter(({ path }) => matchPath(path, call.request.path) !== undefined);
    const found = there.find(({ methods }) => methods.includes(wanted));
    const method =
      wanted === 'HEAD' &&
      !contract.operations.some((operation) => operation.path === found?.path && operation.method === 'HEAD')
        ? 'GET'
        : wanted;
    const operation = contract.operations.find(
      (candidate) => candidate.path === found?.path && candidate.method === method,
    );
    if (found !== undefined && operation !== undefined && isForScripts(operation))
      return preflightReply(call, operation, found.methods);
    return withCors(
      call,
      refusalReply(
        call,
        refusal(
          there.flatMap(({ methods }) => methods),
          wanted,
        ),
      ),
    );
  };
  return (call) => (reply === undefined ? answer(call) : reply(call, answer(call)));
}
