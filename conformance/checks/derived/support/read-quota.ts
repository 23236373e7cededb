/** Reading the state of a quota from an answer, by the headers that the contract names for it. */
import type { Context, CredentialOptions } from '../../../check-context.ts';
import type { Exchange } from '../../../exchange.ts';
import type {
  CompiledAnswer,
  CompiledOperation,
  CompiledContract,
} from '../../../../mock/contract/compiled-contract.ts';
import { headerMissing, headerWrong } from '../../../symptom.ts';
import { contractMs } from '../../../../mock/contract/durations.ts';
import type { Fact } from '../../../../mock/contract/fill-values.ts';
import { exampleBody } from '../../../driver/contract-examples.ts';
import { needsStepUp } from '../../../driver/step-up-request.ts';
import { easiest } from '../../common/find-operations.ts';
import { declaredHeaders, declaredResponse } from '../../../driver/declared-responses.ts';

export interface Figures {
  readonly limit: number;
  readonly windowMs: number;
}

/** What the contract says of a class, on the price plan in force; undefined for no limit. */
export function figures(contract: CompiledContract, name: string): Figures | undefined {
  const rule = contract.rateLimits.get(name);
  const inForce = (contract.seed.plan === undefined ? undefined : rule?.plans?.[contract.seed.plan]) ?? rule;
  return inForce === undefined || inForce.limit === null
    ? undefined
    : { limit: inForce.limit, windowMs: contractMs(inForce.window) };
}

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

export const RATE_FACTS = ['rate.limit', 'rate.remaining', 'rate.reset_epoch', 'rate.reset_after'] as const;

export type RateFact = (typeof RATE_FACTS)[number];

/** The header of an operation's good answer that carries a figure. */
export const headerOf = ({ answers }: CompiledOperation, fact: RateFact): string | undefined =>
  answers.map((answer) => rateHeader(answer, fact)).find((name) => name !== undefined);

export function figureIn(
  operation: CompiledOperation,
  { answerHeaders }: Exchange,
  fact: RateFact,
): number | undefined {
  const name = headerOf(operation, fact);
  const value = name === undefined ? undefined : answerHeaders[name];
  return value === undefined || !/^\d+$/.test(value) ? undefined : Number(value);
}

/**
 * What an answer says remains of the quota. An answer that does not say it, or says something else than a number, fails
 * the check: what follows counts with it.
 */
export function remainingIn(context: Context, operation: CompiledOperation, exchange: Exchange): number {
  const name = written(context.contract, operation, 'rate.remaining');
  const value = exchange.answerHeaders[name.toLowerCase()];
  const figure = figureIn(operation, exchange, 'rate.remaining');
  context.expect.that(
    figure !== undefined,
    `${name} with a whole number`,
    value === undefined ? `no ${name} header` : `${name}: ${value}`,
    exchange,
    value === undefined ? headerMissing(name) : headerWrong(name, value),
  );
  return figure;
}

/** A header's name as the contract writes it. */
function written(contract: CompiledContract, operation: CompiledOperation, fact: RateFact): string {
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

/** By which credential: one that outlives windows, where there is one. */
export function lasting({ requirements }: CompiledOperation): CredentialOptions | undefined {
  const requirement = requirements.find(({ method }) => method.kind !== 'token' && method.kind !== 'session');
  return requirement && { requirement };
}
