/** What answers say of the caller's quota. */
import type { CheckFamily } from '../../check.ts';
import type { Context, Expect } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import type { CompiledOperation } from '../../../mock/contract/compiled-contract.ts';
import { changes } from '../common/find-operations.ts';
import { anyAllowed, caller } from './support/ask-as-caller.ts';
import { elementBasis } from './support/operation-citation.ts';
import type { Basis } from './support/operation-citation.ts';
import type { CompiledContract } from '../../../mock/contract/compiled-contract.ts';
import { named, perOperation } from './support/check-per-operation.ts';
import type { Case } from './support/check-per-operation.ts';
import {
  countedBefore,
  figureIn,
  figures,
  headerOf,
  lasting,
  RATE_FACTS,
  remainingHeader,
  rateHeader,
  remainingIn,
  windowsOf,
  withinWindow,
} from './support/read-quota.ts';

const limited = (operation: CompiledOperation, contract: CompiledContract): boolean =>
  operation.rateLimit !== undefined && figures(contract, operation.rateLimit) !== undefined;

const tells = (operation: CompiledOperation, contract: CompiledContract): boolean =>
  limited(operation, contract) && remainingHeader(operation) !== undefined;

const basis = (operation: CompiledOperation, contract: CompiledContract): Basis =>
  elementBasis(contract, operation, `#/x-rate-limits/${operation.rateLimit!}`);

/** Figures are there, fit together, and fit the clock. */
async function judge(context: Context, operation: CompiledOperation, exchange: Exchange): Promise<void> {
  const { clock, contract } = context;
  const expect: Expect = context.expect;
  for (const fact of RATE_FACTS) {
    const name = headerOf(operation, fact);
    if (name !== undefined)
      expect.header(exchange, name, (value) => value !== undefined && /^\d+$/.test(value), 'a whole number');
  }
  const limit = figureIn(operation, exchange, 'rate.limit');
  const remaining = figureIn(operation, exchange, 'rate.remaining');
  const reset = figureIn(operation, exchange, 'rate.reset_epoch');
  const after = figureIn(operation, exchange, 'rate.reset_after');
  const { limit: declared } = figures(contract, operation.rateLimit!)!;
  const windowMs = windowsOf(contract, operation.rateLimit!).at(-1)!.windowMs;
  if (limit !== undefined)
    expect.that(limit === declared || !context.target.isMock, `a limit of ${declared}`, `${limit}`, exchange);
  if (limit !== undefined && remaining !== undefined)
    expect.that(
      remaining < limit,
      `less remaining than the limit of ${limit}, since this request counts`,
      `${remaining}`,
      exchange,
    );
  // A real server's own date is nearer to its clock than this machine's is.
  const own = context.target.control === undefined ? Date.parse(exchange.answerHeaders['date'] ?? '') : NaN;
  const now = Math.floor((Number.isNaN(own) ? await clock.now() : own) / 1000);
  const tolerance = Number.isNaN(own) ? 1 : 2;
  if (reset !== undefined)
    expect.that(
      reset >= now - tolerance && reset <= now + windowMs / 1000 + tolerance,
      `a reset within the window from now (${now})`,
      `${reset}`,
      exchange,
    );
  if (reset !== undefined && after !== undefined)
    expect.that(
      Math.abs(reset - now - after) <= tolerance,
      `a reset at now + ${after} s, within ${tolerance} s`,
      `${reset - now} s from now`,
      exchange,
    );
}

const isCalled = ({ action: { type } }: CompiledOperation): boolean =>
  !type.startsWith('authorize') && !type.startsWith('token.') && type !== 'sso.enter' && type !== 'key.regenerate';

const present: Case = {
  id: 'rate-limit.headers',
  title: (operation) => `${named(operation)} tells the caller's quota, rightly`,
  needs: changes,
  applies: (operation, contract) => tells(operation, contract) && isCalled(operation),
  quotas: 'contract',
  basis,
  async run(context: Context, operation) {
    await judge(context, operation, await context.send(await anyAllowed(context, operation)));
  },
};

const onRefusals: Case = {
  id: 'rate-limit.headers-on-refusals',
  title: (operation) => `${named(operation)} tells the caller's quota when it refuses, too`,
  applies: (operation, contract) =>
    tells(operation, contract) &&
    !operation.anonymous &&
    countedBefore(contract, 'authentication') &&
    (['rate.remaining', 'rate.service_limits'] as const).some(
      (fact) => rateHeader(operation.refusals.get('missing_credentials') ?? { headers: [] }, fact) !== undefined,
    ),
  quotas: 'contract',
  basis,
  async run(context: Context, operation) {
    const answer = await context.send(await context.request(operation));
    context.expect.status(
      answer,
      operation.refusals.get('missing_credentials')!.status,
      'nobody is allowed to call it without a credential',
      { operation, failure: 'missing_credentials' },
    );
    await judge(context, operation, answer);
  },
};

const counts: Case = {
  id: 'rate-limit.counts',
  title: (operation) => `every call of ${named(operation)} takes one from what remains`,
  needs: changes,
  applies: (operation, contract) => tells(operation, contract) && isCalled(operation),
  quotas: 'contract',
  basis,
  async run(context: Context, operation) {
    const { authenticate } = await caller(context, operation, lasting(operation));
    if (context.target.control !== undefined) await context.clock.freeze();
    const { before, after, limit, still, answer } = await withinWindow(context, async () => {
      const first = await context.send(await authenticate());
      const second = await context.send(await authenticate());
      return {
        before: remainingIn(context, operation, first),
        after: remainingIn(context, operation, second),
        limit: figureIn(operation, first, 'rate.limit'),
        still: figureIn(operation, second, 'rate.limit'),
        answer: second,
      };
    });
    context.expect.that(after === before - 1, `${before - 1} remaining`, `${after}`, answer);
    context.expect.that(
      limit === still,
      `the same limit as before, ${limit ?? 'which was not said'}`,
      still === undefined ? 'no limit said' : `${still}`,
      answer,
    );
  },
};

export const rateLimitHeaders: CheckFamily = (suite) =>
  [present, onRefusals, counts].flatMap((rule) => perOperation(suite, rule));
