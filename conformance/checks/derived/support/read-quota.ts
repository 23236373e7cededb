/** Reading the state of a quota from an answer, by the headers that the contract names for it. */
import type { Context, CredentialOptions } from '../../../check-context.ts';
import type { Exchange } from '../../../exchange.ts';
import type {
  CompiledAnswer,
  CompiledOperation,
  CompiledContract,
} from '../../../../mock/contract/compiled-contract.ts';
import { madeOnce } from '../../../made-once.ts';
import { headerMissing, headerWrong } from '../../../symptom.ts';
import { contractMs } from '../../../../mock/contract/durations.ts';
import type { Fact } from '../../../../mock/contract/fill-values.ts';
import type { Guard } from '../../../../specs/generated/vocabulary.ts';
import { exampleBody } from '../../../driver/contract-examples.ts';
import { needsStepUp } from '../../../driver/step-up-request.ts';
import { easiest } from '../../common/find-operations.ts';
import { nearerItem, rateItems } from './rate-limit-field.ts';
import { declaredHeaders, declaredResponse } from '../../../driver/declared-responses.ts';

export interface Figures {
  readonly limit: number;
  readonly windowMs: number;
}

/** A window of a class, by the name that headers have for it. */
export interface QuotaWindow extends Figures {
  readonly type: string;
}

const windows = new WeakMap<CompiledContract, Map<string, readonly QuotaWindow[]>>();

/** The windows of a class, on the price plan in force, the shortest first; none for no limit. */
export function windowsOf(contract: CompiledContract, name: string): readonly QuotaWindow[] {
  const known = madeOnce(windows, contract, () => new Map<string, readonly QuotaWindow[]>());
  let found = known.get(name);
  if (found === undefined) known.set(name, (found = findWindows(contract, name)));
  return found;
}

function findWindows(contract: CompiledContract, name: string): readonly QuotaWindow[] {
  const rule = contract.rateLimits.get(name);
  const inForce = (contract.seed.plan === undefined ? undefined : rule?.plans?.[contract.seed.plan]) ?? rule;
  if (rule === undefined || inForce === undefined || inForce.limit === null) return [];
  const { limit, window, also = [] } = inForce;
  return [{ type: rule.type ?? name, limit, window }, ...also].map((one) => ({
    type: one.type,
    limit: one.limit,
    windowMs: contractMs(one.window),
  }));
}

/** What the contract says of a class's shortest window, the one that a burst of requests fills; undefined for no limit. */
export const figures = (contract: CompiledContract, name: string): Figures | undefined => windowsOf(contract, name)[0];

/** How much closer together calls may arrive than they were sent, in a sliding window. */
export function leewayOf(contract: CompiledContract, name: string): number {
  const { leeway, algorithm } = contract.rateLimits.get(name)!;
  return leeway === undefined || algorithm !== 'sliding_window'
    ? 0
    : Math.min(contractMs(leeway), figures(contract, name)!.windowMs / 2);
}

/** What remained of a quota before something was done, and what after it. */
export interface Remaining {
  readonly before: number;
  readonly after: number;
  readonly answer: Exchange;
}

/**
 * Measures within one window: on a clock that does not stand still, once more where a window ended meanwhile, so that
 * more remained after than before.
 */
export async function withinWindow<R extends Remaining>({ target }: Context, measure: () => Promise<R>): Promise<R> {
  const found = await measure();
  return target.control === undefined && found.after > found.before ? measure() : found;
}

export const rateHeader = ({ headers }: Pick<CompiledAnswer, 'headers'>, fact: Fact): string | undefined =>
  headers.find(({ value }) => 'fact' in value && value.fact === fact)?.name.toLowerCase();

export const RATE_FACTS = [
  'rate.limit',
  'rate.remaining',
  'rate.reset_epoch',
  'rate.reset_after',
  'rate.reset_epoch_ms',
  'rate.reset_after_ms',
] as const;

export type RateFact = (typeof RATE_FACTS)[number];

/** The header of an operation's good answer that carries a fact. */
export const headerOf = ({ answers }: CompiledOperation, fact: Fact): string | undefined =>
  answers.map((answer) => rateHeader(answer, fact)).find((name) => name !== undefined);

/** The header that tells what remains: one of its own, or the field RateLimit. */
export const remainingHeader = (operation: CompiledOperation): string | undefined =>
  headerOf(operation, 'rate.remaining') ?? headerOf(operation, 'rate.service_limits');

/** The window that the fields RateLimit and RateLimit-Policy have the least left of. */
function nearestIn(operation: CompiledOperation, { answerHeaders }: Exchange): Partial<Record<Fact, number>> {
  const field = headerOf(operation, 'rate.service_limits');
  const items = field === undefined ? undefined : rateItems(answerHeaders[field]);
  const [first, ...others] = items ?? [];
  if (first === undefined) return {};
  const least = others.reduce(nearerItem, first);
  const policies = headerOf(operation, 'rate.policies');
  const policy = rateItems(policies === undefined ? undefined : answerHeaders[policies])?.find(
    ({ name }) => name === least.name,
  );
  return {
    ...(least.r !== undefined && { 'rate.remaining': least.r }),
    ...(least.t !== undefined && { 'rate.reset_after': least.t }),
    ...(policy?.q !== undefined && { 'rate.limit': policy.q }),
  };
}

export function figureIn(operation: CompiledOperation, exchange: Exchange, fact: RateFact): number | undefined {
  const name = headerOf(operation, fact);
  if (name === undefined) return nearestIn(operation, exchange)[fact];
  const value = exchange.answerHeaders[name];
  return value === undefined || !/^\d+$/.test(value) ? undefined : Number(value);
}

/**
 * Milliseconds that a refusal says to wait (`Retry-After`, as seconds or as a date); NaN where it says nothing. A date is
 * reckoned from the target's clock.
 */
export async function waitIn({ clock, target }: Context, { answerHeaders }: Exchange): Promise<number> {
  const value = answerHeaders['retry-after'] ?? '';
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const own = target.control === undefined ? Date.parse(answerHeaders['date'] ?? '') : NaN;
  return Date.parse(value) - (Number.isNaN(own) ? await clock.now() : own);
}

/** What a date may add to a wait, since it is told in whole seconds. */
export const roundingOf = ({ answerHeaders }: Exchange): number =>
  /^\d*$/.test(answerHeaders['retry-after'] ?? '') ? 0 : 1000;

/**
 * What an answer says remains of the quota. An answer that does not say it, or says something else than a number, fails
 * the check: what follows counts with it.
 */
export function remainingIn(context: Context, operation: CompiledOperation, exchange: Exchange): number {
  const fact = headerOf(operation, 'rate.remaining') === undefined ? 'rate.service_limits' : 'rate.remaining';
  const name = written(context.contract, operation, fact);
  const value = exchange.answerHeaders[name.toLowerCase()];
  const figure = figureIn(operation, exchange, 'rate.remaining');
  context.expect.that(
    figure !== undefined,
    fact === 'rate.remaining' ? `${name} with a whole number` : `${name} with what remains (r) of each window`,
    value === undefined ? `no ${name} header` : `${name}: ${value}`,
    exchange,
    value === undefined ? headerMissing(name) : headerWrong(name, value),
  );
  return figure;
}

/** A header's name as the contract writes it. */
function written(contract: CompiledContract, operation: CompiledOperation, fact: Fact): string {
  const declared = operation.answers.flatMap(({ status }) => {
    const response = declaredResponse(contract, operation, status);
    return response === undefined ? [] : declaredHeaders(contract.document, response);
  });
  return declared.find((header) => header.fact === fact)?.name ?? headerOf(operation, fact) ?? fact;
}

/**
 * The operation by which a class is tried: one that is easily called, and by a key where it can be, since keys outlive
 * windows.
 */
export function operationOf(contract: CompiledContract, name: string): CompiledOperation | undefined {
  const members = contract.operations.filter((operation) => {
    const {
      rateLimit,
      action: { type },
    } = operation;
    // A small amount may need no second factor.
    return (
      rateLimit === name &&
      !type.startsWith('authorize') &&
      type !== 'sso.enter' &&
      !needsStepUp(operation, { parameters: {}, body: exampleBody(contract, operation)?.value })
    );
  });
  return easiest(members.filter(({ requirements }) => requirements.length > 0)) ?? easiest(members);
}

/** Whether a request is counted before this guard judges it. */
export const countedBefore = ({ guards }: CompiledContract, guard: Guard): boolean =>
  guards.indexOf('rate_limit') < guards.indexOf(guard);

/** By which credential: one that outlives windows, where there is one. */
export function lasting({ requirements }: CompiledOperation): CredentialOptions | undefined {
  const requirement = requirements.find(({ method }) => method.kind !== 'token' && method.kind !== 'session');
  return requirement && { requirement };
}
