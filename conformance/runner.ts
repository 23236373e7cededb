/** Runs checks against a target, several at a time, and keeps what came of each. */
import type { CompiledContract } from '../mock/contract/compiled-contract.ts';
import { createAdviceLedger } from './advice.ts';
import type { Advice, AdviceLedger } from './advice.ts';
import { keepRunFacts } from './causes/run-facts.ts';
import type { RunFacts, RunFactsKept } from './causes/run-facts.ts';
import { CheckFailure, NotRun } from './check.ts';
import type { Check, Outcome, Result } from './check.ts';
import { createContext } from './driver/create-context.ts';
import { createControlPlane } from './driver/control-client.ts';
import { createHttpClient } from './driver/http-client.ts';
import { secretsOf } from './driver/listed-credentials.ts';
import { createTransport } from './driver/transport.ts';
import { createTrace } from './driver/trace.ts';
import type { Transport } from './driver/transport.ts';
import { createWorlds, GENEROUS } from './driver/check-world.ts';
import { windowsOf } from './checks/derived/support/read-quota.ts';
import type { QuotaWindow } from './checks/derived/support/read-quota.ts';
import { createLedger } from './values/values-seen.ts';
import type { Ledger } from './values/values-seen.ts';
import type { World, WorldMaker, WorldOptions } from './driver/check-world.ts';
import { knownReason } from './known-failing.ts';
import type { KnownFailing } from './known-failing.ts';
import { after, monotonic, pause } from './machine-clock.ts';
import { movesClock, unmetNeed } from './needs.ts';
import { outcomeOf } from './outcome.ts';
import { createRedaction, secretNames, secretPlaces } from './exchange-redaction.ts';
import type { Target } from './target/target.ts';

export interface RunOptions {
  readonly contract: CompiledContract;
  readonly target: Target;
  /** Default: the target's control plane. */
  readonly worlds?: WorldMaker | undefined;
  readonly checks: readonly Check[];
  /** Checks whose answers are looked at, and whose own ends nobody asked for. */
  readonly unreported?: readonly Check[] | undefined;
  /** Checks at a time. */
  readonly concurrency: number;
  /** Ends the run at the first check that fails: those after it are not run. */
  readonly bail?: boolean | undefined;
  /** Ends the run: checks under way are given up, and those after them are not run. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for one check. */
  readonly timeoutMs: number;
  readonly known: KnownFailing;
  readonly onResult?: ((result: Result) => void) | undefined;
  /** Told how many milliseconds the run will wait, since a quota of the target is used up. */
  readonly onQuota?: ((ms: number) => void) | undefined;
  /** Told of the world that a check was given, by its name. */
  readonly onWorld?: ((check: Check, name: string) => void) | undefined;
}

export interface Run {
  /** In the order of the checks. */
  readonly results: readonly Result[];
  readonly requests: number;
  /** What the operations answered. */
  readonly facts: RunFacts;
  readonly advice: readonly Advice[];
}

interface RunSetup {
  readonly cancelled: Cancelled;
  readonly onWorld: RunOptions['onWorld'];
  readonly answered: RunFactsKept['answered'];
  /** Keeps what each answer says; undefined where no check asks for it. */
  readonly ledger: Ledger | undefined;
  readonly advice: AdviceLedger;
  readonly contract: CompiledContract;
  readonly target: Target;
  readonly transport: Transport;
  openWorld(options: WorldOptions): Promise<World>;
  /** What the contract holds secret, by its names. */
  readonly secrets: { readonly names: readonly string[]; readonly places: ReadonlySet<string> };
}

/** Rejects once the run is cancelled. */
interface Cancelled {
  readonly now: Promise<never>;
  is(): boolean;
}

const CANCELLED = 'the run was cancelled';

function whenCancelled(signal: AbortSignal | undefined): Cancelled {
  const now = new Promise<never>((_, reject) => {
    signal?.addEventListener('abort', () => reject(new NotRun(CANCELLED)), { once: true });
  });
  now.catch(() => undefined);
  return { now, is: () => signal?.aborted === true };
}

const generous = ({ quotas, needs }: Check): boolean => quotas !== 'contract' && !needs.includes('exhaust');

/** Turns at the target, for those checks that can wait: whoever waits lends its own. */
interface Turns {
  take(): Promise<void>;
  give(): void;
}

function createTurns(count: number): Turns {
  let free = count;
  const queue: (() => void)[] = [];
  return {
    take: () =>
      new Promise((resolve) => {
        if (free === 0) queue.push(resolve);
        else {
          free--;
          resolve();
        }
      }),
    give() {
      const next = queue.shift();
      if (next === undefined) free++;
      else next();
    },
  };
}

interface Deadline {
  readonly over: Promise<never>;
  isOver(): boolean;
  /** Gives the check more time: what it waits for a quota or a pace is not its own. */
  extend(ms: number): void;
  /** Stops the time, until it is to go on. */
  hold(): void;
  goOn(): void;
  cancel(): void;
}

const ENDED = 'the run was to end at the first failure (--bail)';

/** Rejects once the time is over; the check's later requests are refused, so that it comes to an end too. */
function deadline(ms: number): Deadline {
  let extra = 0;
  let past = false;
  let held = 0;
  let left = ms;
  let since = 0;
  let cancel = (): void => undefined;
  let arm = (_time: number): void => undefined;
  const over = new Promise<never>((_, reject) => {
    arm = (time) => {
      since = monotonic();
      left = time;
      cancel = after(time, () => {
        if (extra > 0) {
          const more = extra;
          extra = 0;
          arm(more);
          return;
        }
        past = true;
        reject(new Error(`the check took longer than ${ms} ms`));
      });
    };
    arm(ms);
  });
  // A sandbox that takes long to be made may use the time up before anyone waits for its end.
  over.catch(() => undefined);
  return {
    over,
    isOver: () => past,
    extend: (more) => {
      extra += more;
    },
    hold() {
      if (held++ > 0) return;
      cancel();
      left = Math.max(0, left - (monotonic() - since));
    },
    goOn() {
      if (--held === 0) arm(left);
    },
    cancel: () => cancel(),
  };
}

/** The windows that a check meets: the contract's own, or one that no check uses up. */
const windowsMet =
  (contract: CompiledContract, check: Check, control: boolean) =>
  (name: string): readonly QuotaWindow[] => {
    const own = windowsOf(contract, name);
    return control && generous(check) ? own.slice(0, 1).map((window) => ({ ...window, limit: GENEROUS })) : own;
  };

async function runCheck(
  { cancelled, onWorld, answered, ledger, advice, contract, target, transport, openWorld, secrets }: RunSetup,
  check: Check,
  timeoutMs: number,
  turns?: Turns,
): Promise<Outcome> {
  const unmet = unmetNeed(check.needs, target);
  if (unmet !== undefined) return { state: 'not_run', reason: unmet };
  const redaction = createRedaction(secrets.names, secrets.places);
  const trace = createTrace(answered);
  const { over, isOver, extend, hold, goOn, cancel } = deadline(timeoutMs);
  let world: World | undefined;
  const ends: (() => Promise<void>)[] = [];
  let outcome: Outcome = { state: 'passed' };
  try {
    world = await openWorld({ quotas: generous(check) ? 'generous' : 'contract' });
    onWorld?.(check, world.name);
    for (const secret of secretsOf(world.target.credentials)) redaction.add(secret, target.variables?.get(secret));
    const context = createContext({
      contract,
      target: world.target,
      control: world.control && trace.watched(world.control),
      clockReading: world.clock,
      trace,
      secret: redaction.add,
      async send(request, options) {
        if (isOver() || cancelled.is()) throw new Error('the check has no time left');
        const exchange = await transport.send(request, { ...options, onWait: extend });
        trace.sent(exchange);
        return exchange;
      },
      burst(request, count) {
        if (isOver() || cancelled.is()) throw new Error('the check has no time left');
        return transport.burst(request, count);
      },
      allow: extend,
      watch: ledger && {
        windowsOf: windowsMet(contract, check, world.control !== undefined),
        onValue: (aspect, operation, _place, finding) => ledger.note(aspect, operation, finding, redaction),
      },
      advise: advice.note(redaction),
      aside: transport.aside,
      atEnd: (work) => ends.push(work),
      wait(ms) {
        extend(ms);
        return pause(ms);
      },
      async rest(ms) {
        hold();
        turns?.give();
        await pause(ms);
        await turns?.take();
        goOn();
      },
    });
    await Promise.race([check.run(context), over, cancelled.now]);
  } catch (error) {
    outcome = outcomeOf(
      check,
      error instanceof CheckFailure ? new CheckFailure(trace.explained(error.finding)) : error,
      redaction,
    );
  }
  cancel();
  try {
    for (const end of ends) await end();
  } catch (error) {
    outcome = outcomeOf(check, error, redaction);
  }
  await world?.close().catch(() => undefined);
  return outcome;
}

export async function runChecks({
  contract,
  target,
  worlds,
  checks,
  unreported = [],
  concurrency,
  bail = false,
  signal,
  timeoutMs,
  known,
  onResult,
  onQuota,
  onWorld,
}: RunOptions): Promise<Run> {
  const client = createHttpClient(target.tls, target.timeoutMs);
  const { safety, control } = target;
  const transport = createTransport(client, {
    maxRequests: safety.maxRequests,
    paceMs: safety.paceMs,
    timeoutMs: target.timeoutMs,
    patient: control === undefined,
    longestWaitMs: safety.longestWaitMs,
    onQuota,
  });
  const plane = control === undefined ? undefined : createControlPlane(control, transport.aside, target.controlToken);
  const ledger = checks.some(({ watches }) => watches === true) ? createLedger() : undefined;
  const { facts, answered } = keepRunFacts();
  const cancelled = whenCancelled(signal);
  const advice = createAdviceLedger(contract);
  const setup: RunSetup = {
    cancelled,
    onWorld,
    answered,
    ledger,
    advice,
    contract,
    target,
    transport,
    openWorld: createWorlds(contract, target, plane, worlds),
    secrets: { names: secretNames(contract.document), places: secretPlaces(contract) },
  };
  const results: Result[] = [];
  let next = 0;
  let ended = false;

  const places = new Map(checks.map((check, i) => [check, i]));
  const keep = (check: Check, outcome: Outcome, duration: number): void => {
    const place = places.get(check);
    if (place === undefined) return;
    const reason = knownReason(known, check);
    results[place] = { check, outcome, duration, ...(reason !== undefined && { known: reason }) };
    onResult?.(results[place]);
  };
  const asking = [...checks, ...unreported].filter(({ watches }) => watches !== true);
  // What waits for real comes last, and all at once: many waits then take as long as the longest.
  const rests = ({ needs }: Check): boolean => needs.includes('wait') && !movesClock(target);
  // What a key is taken from others for comes after them, and alone.
  const borrows = ({ needs }: Check): boolean => needs.includes('renew_keys') && control === undefined;
  const queue = asking.filter((check) => !rests(check) && !borrows(check));
  const atATime = Math.max(1, concurrency);
  const turns = createTurns(atATime);

  async function runOne(check: Check, lent?: Turns): Promise<void> {
    if (cancelled.is()) return keep(check, { state: 'not_run', reason: CANCELLED }, 0);
    if (ended) return keep(check, { state: 'not_run', reason: ENDED }, 0);
    const started = monotonic();
    const outcome = await runCheck(setup, check, timeoutMs, lent);
    keep(check, outcome, monotonic() - started);
    ended ||= bail && outcome.state === 'failed' && knownReason(known, check) === undefined;
  }

  async function takeTurn(check: Check): Promise<void> {
    await turns.take();
    await runOne(check, turns).finally(turns.give);
  }

  async function work(): Promise<void> {
    for (let i = next++; i < queue.length; i = next++) {
      await runOne(queue[i]!);
    }
  }

  try {
    await Promise.all(Array.from({ length: Math.min(atATime, queue.length) }, work));
    await Promise.all(asking.filter((check) => rests(check) && !borrows(check)).map(takeTurn));
    for (const check of asking.filter(borrows)) await runOne(check);
    for (const check of checks) if (check.watches === true && ledger) keep(check, ledger.outcome(check), 0);
    return { results, requests: transport.count(), facts, advice: advice.all() };
  } finally {
    client.close();
  }
}
