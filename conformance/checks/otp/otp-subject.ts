/** One-time passwords of a contract: who asks, who verifies, and which operations want them. */
import { contractMs } from '../../../mock/contract/durations.ts';
import type { CompiledOperation, CompiledContract } from '../../../mock/contract/compiled-contract.ts';
import { at, escapePointer } from '../../../mock/contract/openapi-document.ts';
import { besideAmount, thresholdOf } from '../../../mock/contract/threshold.ts';
import type { StepUp, StepUpAmount } from '../../../specs/generated/vocabulary.ts';
import type { Context, CredentialOptions, RequestParts } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import { actions } from '../common/find-operations.ts';
import { stepUpSubjectOf } from './step-up-subject.ts';
import type { StepUpSubject } from './step-up-subject.ts';
import type { WithAction } from '../common/find-operations.ts';
import { filled, parsed, recordIn } from '../common/compare-answers-json.ts';
import { withValue } from '../../driver/json-values.ts';
import { stepUpResource } from '../../driver/step-up-request.ts';
import { validRequest, withHeader } from '../common/change-request.ts';

export interface Subject extends StepUpSubject {
  readonly ask: WithAction<'otp.request'>;
  readonly verify: WithAction<'otp.verify'>;
  readonly lifetimeMs: number;
}

export function subjectOf(contract: CompiledContract): Subject | undefined {
  const [ask] = actions(contract, 'otp.request');
  const [verify] = actions(contract, 'otp.verify');
  const subject = stepUpSubjectOf(contract);
  if (ask === undefined || verify === undefined || subject === undefined) return undefined;
  return { ...subject, ask, verify, lifetimeMs: contractMs(ask.action.lifetime) };
}

/** A right code made wrong. */
export const wrongCode = (code: string): string => code.slice(0, -1) + String((Number(code.at(-1)) + 1) % 10);

export interface Password {
  readonly id: string;
  readonly code: string;
}

/** Requests a password for a binding, and reads it. */
export async function passwordFor(
  context: Context,
  operation: string,
  resource: string | undefined,
): Promise<Password> {
  const { id, to } = await context.otp.request(operation, resource);
  return { id, code: await context.otp.read(id, to) };
}

/** What a password can be asked for, where nothing but the password matters. */
export async function anyPassword(context: Context, { stepUps }: Subject): Promise<Password> {
  const [plain] = stepUps.filter(({ stepUp }) => stepUp.resource === undefined);
  if (plain !== undefined) return passwordFor(context, plain.stepUp.operation, undefined);
  const [first] = stepUps;
  if (first === undefined) return context.notRun('no operation wants a one-time password');
  return passwordFor(context, first.stepUp.operation, 'any-resource');
}

/** A verification by somebody of another tenant, or as the options say. */
export async function verifyRequest(
  context: Context,
  { verify }: Subject,
  { id, code }: Password,
  options: CredentialOptions = {},
): Promise<RequestParts> {
  const body = withValue(withValue({}, verify.action.id, id), verify.action.code, code);
  return validRequest(context, verify, { ...options, parts: { body: JSON.stringify(body) } });
}

/** Trades a password; the verification token. */
export async function trade(context: Context, { contract, verify }: Subject, { id, code }: Password): Promise<string> {
  const exchange = await context.otp.verify(id, code);
  context.expect.success(exchange, verify);
  const token = filled(contract, verify, 'otp.verification_token', exchange);
  context.expect.that(
    typeof token === 'string' && token !== '',
    'a verification token in the answer',
    typeof token,
    exchange,
  );
  context.secret(token);
  return token;
}

/** A call that wants a verification: its body, and what it is about. */
export interface Guarded {
  readonly operation: CompiledOperation & { readonly stepUp: StepUp };
  readonly body: unknown;
  /** The resource that the verification must be bound to, where there is one. */
  readonly resource: string | undefined;
}

/** A value of the field that a contract has thresholds by, and the threshold. */
export interface Tier {
  readonly field: string;
  readonly value: string;
  readonly atLeast: number;
}

export const tiersOf = ({ stepUp: { amount } }: CompiledOperation & { readonly stepUp: StepUp }): readonly Tier[] =>
  Object.entries(amount?.by?.at_least ?? {}).map(([value, atLeast]) => ({ field: amount!.by!.field, value, atLeast }));

/** The object that holds the amount, with the amount this much under its threshold. */
function priced(beside: unknown, name: string, amount: StepUpAmount, under: number, tier: Tier | undefined): unknown {
  const own = tier === undefined ? beside : withValue(beside, `/${escapePointer(tier.field)}`, tier.value);
  return withValue(own, `/${name}`, (tier?.atLeast ?? thresholdOf(amount, own)) - under);
}

/** A new record of a resource whose amount is this much under its threshold; its id. */
async function recordWith(
  context: Context,
  { contract }: Pick<StepUpSubject, 'contract'>,
  amount: StepUpAmount,
  under: number,
  tier: Tier | undefined,
): Promise<string> {
  const { resource, field } = amount.record!;
  const create =
    actions(contract, 'resource.create').find(
      ({ action, stepUp }) => action.resource === resource && stepUp === undefined,
    ) ?? context.notRun(`no operation makes a ${resource} of a chosen amount`);
  const request = await context.request(create);
  const place = create.action.body ?? '';
  const example = parsed(request.body);
  const body = withValue(example, place, priced(at(example, place), escapePointer(field), amount, under, tier));
  const exchange = await context.send(await validRequest(context, create, { parts: { body: JSON.stringify(body) } }));
  context.expect.success(exchange, create);
  const id = recordIn(contract, resource, exchange)?.[contract.resources.get(resource)!.id];
  context.expect.that(typeof id === 'string', `the new ${resource} with its id`, exchange.answerBody, exchange);
  return id;
}

/**
 * A call whose amount is this much under the threshold; where no amount decides, just a call.
 *
 * @param tier the value by which the threshold is chosen; default the example's
 */
export async function guardedCall(
  context: Context,
  subject: Pick<StepUpSubject, 'contract'>,
  operation: CompiledOperation & { readonly stepUp: StepUp },
  under = 0,
  tier?: Tier,
): Promise<Guarded> {
  const { stepUp } = operation;
  const example = parsed((await context.request(operation)).body) ?? {};
  const { amount } = stepUp;
  const about = (body: unknown): Guarded => ({ operation, body, resource: stepUpResource(operation, body) });
  if (amount?.body !== undefined) {
    const place = besideAmount(amount.body);
    return about(
      withValue(example, place, priced(at(example, place), amount.body.slice(place.length + 1), amount, under, tier)),
    );
  }
  if (amount?.record !== undefined)
    return about(withValue(example, amount.record.id, await recordWith(context, subject, amount, under, tier)));
  return about(example);
}

/** The same call about another resource, which may be one that is not there. */
export function aboutAnother({ operation, body, resource }: Guarded): Guarded {
  const other = `${resource ?? ''}0`;
  return { operation, body: withValue(body, operation.stepUp.resource ?? '', other), resource: other };
}

/** The call's request, with a verification token or without. */
export async function guardedRequest(
  context: Context,
  { operation, body }: Guarded,
  token: string | undefined,
  options: CredentialOptions = {},
): Promise<RequestParts> {
  const parts = await validRequest(context, operation, { ...options, parts: { body: JSON.stringify(body) } });
  return withHeader(parts, operation.stepUp.header, token);
}

export const sendGuarded = async (
  context: Context,
  guarded: Guarded,
  token: string | undefined,
  options?: CredentialOptions,
): Promise<Exchange> => context.send(await guardedRequest(context, guarded, token, options));

export const verificationFor = (context: Context, { operation, resource }: Guarded): Promise<string> =>
  context.otp.verification(operation.stepUp.operation, resource);
