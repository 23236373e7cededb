/**
 * The way of a request: who calls is found out, each guard judges in the contract's order, the action acts, the reply is
 * made. Each part may give its result now or later; {@link chainWith} and the loop of {@link run} alone tell which.
 */
import type { Guard } from '../../specs/generated/vocabulary.ts';
import { chain, chainWith } from '../state/awaitable.ts';
import type { Awaitable } from '../state/awaitable.ts';
import { actionFor } from './actions.ts';
import { identify } from './identify-caller.ts';
import { slideSession } from '../auth/sessions/sliding-session.ts';
import { stepUpGuard, takeVerification } from './guards/step-up-guard.ts';
import type { ActionStep, Call, GuardStep, Identification, Outcome, Refusal } from '../request/call.ts';
import type { CompiledOperation, CompiledContract } from '../contract/compiled-contract.ts';
import { withCors } from './cors.ts';
import { playFaults } from './play-faults.ts';
import { authenticationGuard } from './guards/authentication-guard.ts';
import { identifierGuard } from './guards/identifier-guard.ts';
import { permissionGuard } from './guards/permission-guard.ts';
import { countWhile, rateLimitGuard } from './guards/rate-limit-guard.ts';
import { validationGuard } from './guards/validation-guard.ts';
import { claim, settle } from './idempotency.ts';
import type { Claim, RememberedAnswer } from './idempotency.ts';
import { recipientLimit } from './recipient-limit.ts';
import { answerReply, refusalReply } from './reply.ts';
import { givingPlacesBack } from './requests-in-flight.ts';
import type { Reply } from './reply.ts';
import type { Identify, Seams } from './seams.ts';
import type { Seen } from '../state/stores/store.ts';
import { signs } from '../contract/signature-kinds.ts';

/** A step ends the request with a reply, or lets it go on. */
type Step = (call: Call) => Awaitable<Reply | undefined>;

/** A step and what the journal calls it. */
interface NamedStep {
  readonly name: string;
  readonly step: Step;
}

/** The steps of an operation, and of each of them the names up to it. */
interface Way {
  readonly steps: readonly Step[];
  readonly names: readonly string[];
}

const wayOf = (named: readonly NamedStep[]): Way => ({
  steps: named.map(({ step }) => step),
  names: named.map((_, i) =>
    named
      .slice(0, i + 1)
      .map(({ name }) => name)
      .join(' '),
  ),
});

export interface Pipeline {
  /** @param identified who calls, where that was looked up before */
  (call: Call, identified?: Awaitable<Identification>): Awaitable<Reply>;
  /**
   * Finds out who calls, where that changes nothing: it may be done with a clock that proves to have moved, and again.
   */
  readonly identify?: Identify | undefined;
  /**
   * Asks the store, in one round, whether what told who calls still stands, and if so for all that does not depend on more:
   * the quota is counted, and what the action will read is read.
   *
   * @param call whose caller is known by what the store was last seen to hold
   * @returns whether it stands; if not, nothing was done
   */
  readonly ahead?: ((call: Call, seen: readonly Seen[]) => Promise<boolean>) | undefined;
}

const GUARDS: Readonly<Record<Guard, { readonly guard: GuardStep; applies(operation: CompiledOperation): boolean }>> = {
  rate_limit: { guard: rateLimitGuard, applies: ({ rateLimit }) => rateLimit !== undefined },
  identifier: { guard: identifierGuard, applies: ({ identifiers }) => identifiers.length > 0 },
  authentication: { guard: authenticationGuard, applies: ({ requirements }) => requirements.length > 0 },
  permission: { guard: permissionGuard, applies: ({ requirements }) => requirements.length > 0 },
  step_up: { guard: stepUpGuard, applies: ({ stepUp }) => stepUp !== undefined },
  validation: {
    guard: validationGuard,
    applies: ({ parameters, body, contentType }) =>
      parameters.length > 0 || body !== undefined || contentType !== undefined,
  },
};

function refuseReply(call: Call, refusal: Refusal): Awaitable<Reply> {
  const reply = refusalReply(call, refusal);
  return call.claim === undefined ? reply : chain(settle(call, call.claim, undefined), () => reply);
}

const refuseIfAny = (call: Call, refusal: Refusal | undefined): Awaitable<Reply | undefined> =>
  refusal && refuseReply(call, refusal);

const guardStep =
  (guard: GuardStep): Step =>
  (call) =>
    chainWith(call, guard(call), refuseIfAny);

const replayReply = (call: Call, { status, body, location }: RememberedAnswer): Reply =>
  answerReply(call, { status, body, ...(location !== null && { facts: { location } }) });

function claimed(call: Call, result: Claim): Reply | undefined {
  switch (result.state) {
    case 'free':
      return undefined;
    case 'claimed':
      call.claim = result.key;
      return undefined;
    case 'replay':
      return replayReply(call, result.answer);
    case 'refused':
      return refusalReply(call, result.refusal);
  }
}

const claimStep: Step = (call) => chainWith(call, claim(call), claimed);

/**
 * Guards in the contract's order. An idempotency key is looked up as soon as the caller is known to be allowed: a
 * repeated request must get its first answer even though the verification token it carries is used up by now.
 */
function guardsOf(contract: CompiledContract, operation: CompiledOperation, seams: Seams): readonly NamedStep[] {
  const allowed = Math.max(contract.guards.indexOf('authentication'), contract.guards.indexOf('permission'));
  return contract.guards.flatMap((name, i) => {
    const { guard, applies } = GUARDS[name];
    const step = applies(operation) ? [{ name, step: guardStep(seams.guard?.(name, guard, operation) ?? guard) }] : [];
    return i === allowed && operation.idempotency ? [...step, { name: 'idempotency', step: claimStep }] : step;
  });
}

function finish(call: Call, outcome: Outcome): Awaitable<Reply> {
  if (outcome.refusal) return refuseReply(call, outcome.refusal);
  const { identification, claim: key } = call;
  const reply = answerReply(call, outcome.answer);
  const session = identification.state === 'good' ? identification.caller.session : undefined;
  if (session === undefined && key === undefined) return reply;
  return chain(session === undefined ? undefined : slideSession(call, session), () => {
    if (key === undefined) return reply;
    const location = reply.headers.find(({ name }) => name === 'location')?.value ?? null;
    return chain(settle(call, key, { status: reply.status, body: reply.body ?? '', location }), () => reply);
  });
}

const actionStep =
  (action: ActionStep): Step =>
  (call) =>
    chainWith(call, action(call), finish);

/** Apart from the loop, in which a closure would cost every step one. */
const runLater = (call: Call, way: Way, reply: Promise<Reply | undefined>, from: number): Promise<Reply> =>
  reply.then((later) => later ?? run(call, way, from));

/** Every step until one replies; the last one does. */
function run(call: Call, way: Way, from = 0): Awaitable<Reply> {
  const { steps, names } = way;
  for (let i = from; i < steps.length; i++) {
    call.steps = names[i];
    const reply = steps[i]!(call);
    if (reply instanceof Promise) return runLater(call, way, reply, i + 1);
    if (reply !== undefined) return reply;
  }
  throw new Error(`${call.operation.id}: no step replied`);
}

/** The reply as late as the sandbox is set to answer; at once where nobody waits for it any more. */
const after = ({ world: { clock }, request }: Call, ms: number, reply: Reply): Promise<Reply> =>
  new Promise((resolve) => {
    const settle = (): void => {
      cancel();
      stop();
      resolve(reply);
    };
    const cancel = clock.at(clock.now() + ms, settle);
    const stop = request.whenGone(settle);
  });

/** A signature's nonce and a proof are used up by looking at them; every other credential is only looked up. */
const identifiesByReading = ({ credentials }: CompiledContract, { requirements }: CompiledOperation): boolean =>
  requirements.length > 0 &&
  requirements.every(({ method }) => {
    const credential = credentials.get(method.credential);
    return !signs(method) && !(credential?.kind === 'token' && credential.dpop !== undefined);
  });

/** Binds an operation's steps once. */
export function createPipeline(
  contract: CompiledContract,
  operation: CompiledOperation,
  ownAction: ActionStep = actionFor(operation, contract),
  seams: Seams = {},
): Pipeline {
  const action = seams.action?.(operation.action.type, ownAction, operation) ?? ownAction;
  const perRecipient = recipientLimit(operation);
  const way = wayOf([
    ...guardsOf(contract, operation, seams),
    ...(operation.stepUp === undefined ? [] : [{ name: 'verification', step: guardStep(takeVerification) }]),
    ...(perRecipient === undefined ? [] : [{ name: 'rate_limit', step: guardStep(perRecipient) }]),
    { name: 'action', step: actionStep(action) },
  ]);
  const identifyCaller: Identify =
    operation.requirements.length === 0
      ? (call) => call.identification
      : (seams.identify?.(identify, operation) ?? identify);
  const judge = (call: Call, identification: Identification): Awaitable<Reply> => {
    call.identification = identification;
    return run(call, way);
  };
  const judgeLater = (call: Call, identification: Identification): Awaitable<Reply> => {
    call.identification = identification;
    action.ahead?.(call);
    return run(call, way);
  };
  const send = (call: Call, reply: Reply): Awaitable<Reply> => {
    const sent = withCors(call, reply);
    const { latency_ms: latency } = call.world.settings;
    const late = latency > 0 && reply.refusal === undefined ? after(call, latency, sent) : sent;
    return seams.reply === undefined ? late : chain(late, (ready) => seams.reply!(call, ready));
  };
  const answer: Pipeline = (call, identified) => {
    const found = identified ?? identifyCaller(call);
    return chainWith(call, chainWith(call, found, found instanceof Promise ? judgeLater : judge), send);
  };
  const peek = identifiesByReading(contract, operation) ? identify : undefined;
  const pipeline: Pipeline = (call, identified) => {
    const { faults } = call.world.settings;
    return faults === undefined || faults.length === 0
      ? answer(call, identified)
      : playFaults(call, faults, identified ?? peek, () => answer(call, identified));
  };
  // Nothing may be counted before a guard that stands before the quota's has let the request pass.
  const countsFirst = way.names[0] === 'rate_limit' && seams.guard === undefined;
  const ahead = (call: Call, seen: readonly Seen[]): Promise<boolean> => {
    const stands = countsFirst ? countWhile(call, seen) : call.world.store.lastSeen!.still(seen);
    action.ahead?.(call);
    return stands;
  };
  const counts = contract.rateLimits.get(operation.rateLimit ?? '')?.in_flight !== undefined;
  return Object.assign(counts ? givingPlacesBack(pipeline) : pipeline, {
    identify: seams.identify === undefined ? peek : undefined,
    ahead,
  });
}
