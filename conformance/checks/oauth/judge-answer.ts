/** Judgements that the OAuth checks share: refused, redirected with an error, token alive or dead. */
import type { Context, Expect } from '../../check-context.ts';
import { wordingEvidence } from '../../evidence-marks.ts';
import type { Exchange } from '../../exchange.ts';
import type { TargetClient } from '../../target/target.ts';
import type { CompiledOperation, CompiledContract } from '../../../mock/contract/compiled-contract.ts';
import type { Failure } from '../../../specs/generated/vocabulary.ts';

/** Codes that the standards register; a contract that uses them says what it says in everybody's words. */
const REGISTERED = new Set([
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
  'invalid_target',
  'invalid_dpop_proof',
  'use_dpop_nonce',
  'unsupported_response_type',
  'authorization_pending',
  'slow_down',
  'expired_token',
  'access_denied',
]);

/** A value as a finding shows it. */
export const show = (value: unknown): string => (value === undefined ? 'none' : JSON.stringify(value));

/** A JSON object; undefined for anything else. */
export function jsonOf({ answerBody }: Exchange): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(answerBody);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The `error` that the contract answers a failure with, where it is a registered one. */
function registeredCode(operation: CompiledOperation, failure: Failure): string | undefined {
  const text = operation.refusals.get(failure)?.render?.({});
  if (text === undefined || !text.startsWith('{')) return undefined;
  const { error } = JSON.parse(text) as { error?: unknown };
  return typeof error === 'string' && REGISTERED.has(error) ? error : undefined;
}

/** Whether the provider itself words this refusal, so that its wording may be asked of a real target. */
function isWorded(contract: CompiledContract, operation: CompiledOperation, failure: Failure): boolean {
  const evidence = wordingEvidence(contract, operation, failure);
  return evidence === 'documented' || evidence === 'sample' || evidence === 'public';
}

/** Statuses that RFC 6749 §5.2 leaves a server: 401 for a client that failed is a MAY unless it used HTTP. */
const statusesFor = (code: string): readonly number[] => (code === 'invalid_client' ? [400, 401] : [400]);

/**
 * An OAuth endpoint refuses with one of these failures: with the registered code where the contract has one, else as
 * the contract words it. The contract's own wording is asked of the sandbox, and of others where the provider documents
 * it.
 */
export function expectRefusal(
  context: Context,
  exchange: Exchange,
  operation: CompiledOperation,
  failure: Failure | readonly Failure[],
  why: string,
): void {
  const failures = typeof failure === 'string' ? [failure] : failure;
  const expect: Expect = context.expect;
  const body = jsonOf(exchange);
  expect.that(body?.['access_token'] === undefined, `no token: ${why}`, 'a token', exchange);
  const codes = failures.flatMap((each) => registeredCode(operation, each) ?? []);
  const registered = codes.length === failures.length;
  if (registered) {
    expect.that(
      codes.includes(String(body?.['error'])),
      `error ${[...new Set(codes)].join(' or ')}: ${why}`,
      `status ${exchange.status}, error ${JSON.stringify(body?.['error'])}`,
      exchange,
    );
  }
  if (registered && !context.target.isMock && !failures.some((each) => isWorded(context.contract, operation, each)))
    expect.status(exchange, codes.flatMap(statusesFor), why);
  else expect.failure(exchange, operation, failures);
}

function deadStatuses(contract: CompiledContract): readonly number[] {
  const failures: readonly Failure[] = ['invalid_token', 'revoked_token', 'expired_token'];
  const statuses = contract.operations
    .filter(({ requirements }) => requirements.some(({ method }) => method.kind === 'token'))
    .flatMap(({ refusals }) => failures.map((failure) => refusals.get(failure)?.status));
  return [...new Set(statuses.filter((status) => status !== undefined))];
}

export async function expectAlive(
  context: Context,
  token: string,
  client: TargetClient,
  why: string,
): Promise<Exchange> {
  const exchange = await context.oauth.useToken(token, client.tenant);
  context.expect.that(exchange.status < 400, `the token is accepted: ${why}`, `status ${exchange.status}`, exchange);
  return exchange;
}

/** @param taken what is wrong where the token is taken, if other checks show the same */
export async function expectDead(
  context: Context,
  token: string,
  client: TargetClient,
  why: string,
  taken?: string,
): Promise<Exchange> {
  const exchange = await context.oauth.useToken(token, client.tenant);
  const wanted = deadStatuses(context.contract);
  context.expect.that(
    wanted.includes(exchange.status),
    `status ${wanted.join(' or ')}: ${why}`,
    `status ${exchange.status}`,
    exchange,
    exchange.status < 300 ? taken : undefined,
  );
  return exchange;
}

/**
 * A scope is refused. Where nobody documents so, a target may grant less instead (RFC 6749 §3.3), and has to say so.
 *
 * @param scope what must not be granted
 */
export function expectScopeRefused(
  context: Context,
  exchange: Exchange,
  operation: CompiledOperation,
  scope: string,
  why: string,
): void {
  const body = jsonOf(exchange);
  if (
    context.target.isMock ||
    isWorded(context.contract, operation, 'invalid_scope') ||
    body?.['access_token'] === undefined
  ) {
    expectRefusal(context, exchange, operation, 'invalid_scope', why);
    return;
  }
  const granted = body['scope'];
  context.expect.that(
    typeof granted === 'string' && scope.split(' ').some((each) => !granted.split(' ').includes(each)),
    `a refusal, or less than ${scope} and to be told so: ${why}`,
    `scope ${JSON.stringify(granted)}`,
    exchange,
  );
}

/** An answer of the authorization endpoint: the error that came back to the client. */
export function redirectedError(
  context: Context,
  { exchange, location }: { readonly exchange: Exchange; readonly location: URL | undefined },
  error: string,
  why: string,
): URL {
  const expect: Expect = context.expect;
  expect.that(
    location !== undefined,
    `a redirect with error=${error}: ${why}`,
    `status ${exchange.status} without a redirect`,
    exchange,
  );
  expect.that(!location.searchParams.has('code'), `no code: ${why}`, 'a redirect with a code', exchange);
  expect.that(
    location.searchParams.get('error') === error,
    `error=${error}: ${why}`,
    `error=${location.searchParams.get('error') ?? '(none)'}`,
    exchange,
  );
  return location;
}
