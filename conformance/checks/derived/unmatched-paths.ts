/** Paths that are not there, and methods that a path does not have. */
import type { Check, CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import type { CompiledOperation, CompiledContract } from '../../../mock/contract/compiled-contract.ts';
import { METHODS } from '../../../mock/contract/openapi-document.ts';
import { matchPath } from '../../../mock/contract/path-template.ts';
import { isMadeUp } from '../../evidence-marks.ts';
import { anyAllowed, ask } from './support/ask-as-caller.ts';
import { withHeader } from './support/change-parts.ts';
import { rootBasis, standardBasis } from './support/operation-citation.ts';
import type { Basis } from './support/operation-citation.ts';
import { firstOfKind } from './support/other-spellings.ts';

/** An operation whose refusals are those of requests that match none. */
const unmatched = (contract: CompiledContract, operation: CompiledOperation): CompiledOperation => ({
  ...operation,
  refusals: new Map([
    ['unknown_path', contract.unmatched.unknown_path],
    ['method_not_allowed', contract.unmatched.method_not_allowed],
  ]),
});

/** The path, or one below it that no template of the contract takes: longer than any of them, if it must be. */
function unknown({ operations }: CompiledContract, path: string): string {
  let tried = path;
  while (operations.some((operation) => matchPath(operation.path, tried) !== undefined)) tried += '/below';
  return tried;
}

const unknownPath = (contract: CompiledContract, operation: CompiledOperation): Check => ({
  id: 'unmatched.unknown-path',
  title: 'a path that the contract does not have is not found',
  level: 'must',
  ...rootBasis(contract, contract.unmatched.unknown_path.pointer),
  needs: [],
  async run(context: Context) {
    const parts = await anyAllowed(context, operation);
    for (const wanted of ['/no/such/path', `${parts.path}/no-such-thing/below`]) {
      const path = unknown(contract, wanted);
      context.expect.failure(
        await ask(context, { method: 'GET', path, query: [], headers: parts.headers, body: undefined }),
        unmatched(contract, operation),
        'unknown_path',
      );
    }
  },
});

const TRACE = ['RFC 9110 §9.3.8', 'https://www.rfc-editor.org/rfc/rfc9110#section-9.3.8'] as const;

/** Nothing else would say so. */
const TRACED = 'traced-7f3a9c';

const traced = (contract: CompiledContract, operation: CompiledOperation): Check => ({
  id: `unmatched.trace:${operation.id}`,
  title: `${operation.path} sends nobody his request back (TRACE)`,
  level: 'must',
  ...standardBasis(contract, operation, ...TRACE),
  needs: [],
  async run(context: Context) {
    const parts = await anyAllowed(context, operation);
    const marked = withHeader({ ...parts, method: 'TRACE', body: undefined }, 'X-Suite-Trace', TRACED);
    const exchange = await ask(context, marked);
    // Some servers do the same whatever the method is; what matters is that nothing of the request comes back.
    context.expect.that(
      !exchange.answerBody.includes(TRACED),
      'an answer without the headers of the request, which proxies may have added to',
      `the request itself, with status ${exchange.status}`,
      exchange,
    );
  },
});

/** Methods that fetch nothing special: no OPTIONS (CORS), TRACE or HEAD. */
const TRIED = METHODS.map((method) => method.toUpperCase()).filter((method) =>
  ['GET', 'PUT', 'POST', 'DELETE', 'PATCH'].includes(method),
);

const ALLOW: Basis = {
  evidence: 'standard',
  citation: {
    standard: 'RFC 9110 §15.5.6',
    url: 'https://www.rfc-editor.org/rfc/rfc9110#section-15.5.6',
  },
};

const wrongMethod = (contract: CompiledContract, operation: CompiledOperation, basis: Basis): Check => ({
  id: `unmatched.wrong-method:${operation.id}`,
  title: `${operation.path} answers a method that it does not have with those that it has (Allow)`,
  level: 'must',
  ...basis,
  needs: [],
  async run(context: Context) {
    const parts = await anyAllowed(context, operation);
    const there = contract.operations
      // `/v1/vouchers/import` fits `/v1/vouchers/{code}` as well.
      .filter(({ path }) => matchPath(path, parts.path) !== undefined || path === operation.path)
      .map(({ method }) => method);
    for (const method of TRIED.filter((name) => !there.includes(name))) {
      const answer = await ask(context, {
        ...parts,
        method,
        body: undefined,
        headers: parts.headers.filter(([name]) => name.toLowerCase() !== 'content-type'),
      });
      // Only 405 has to name the methods; a server may as well say that it has nothing there (RFC 9110 §15.5.5).
      if (answer.status === 404 && !context.target.isMock && basis.evidence === 'standard') continue;
      context.expect.failure(answer, unmatched(contract, operation), 'method_not_allowed');
      context.expect.header(
        answer,
        'allow',
        (value) => {
          const names = value?.split(',').map((name) => name.trim()) ?? [];
          return there.every((name) => names.includes(name)) && !names.includes(method);
        },
        `Allow with ${there.join(', ')}, without ${method}`,
      );
    }
  },
});

export const unmatchedRequests: CheckFamily = ({ contract }) => {
  const [first] = contract.operations;
  if (first === undefined) return [];
  const paths = contract.operations.filter(
    ({ path }, i) => contract.operations.findIndex((other) => other.path === path) === i,
  );
  const list = contract.operations.find(({ action }) => action.type === 'resource.list') ?? first;
  const basis = isMadeUp(contract, unmatched(contract, first), 'method_not_allowed')
    ? ALLOW
    : rootBasis(contract, contract.unmatched.method_not_allowed.pointer);
  return [
    unknownPath(contract, list),
    ...paths.map((operation) => wrongMethod(contract, operation, basis)),
    ...firstOfKind(contract, (operation) => paths.includes(operation), 1).map((operation) =>
      traced(contract, operation),
    ),
  ];
};
