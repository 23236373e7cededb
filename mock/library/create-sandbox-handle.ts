/** Makes the library's handle of a running server's sandbox. */
import { heldUntil } from '../state/clock.ts';
import type { Awaitable } from '../state/awaitable.ts';
import { LATEST_INSTANT } from '../state/clock.ts';
import type { Clock } from '../state/clock.ts';
import { InputError } from '../contract/input-error.ts';
import { suggestion } from '../contract/did-you-mean.ts';
import { durationMs, durationSeconds } from '../contract/durations.ts';
import type { ClockHandle, SandboxHandle, SettingsChange } from './sandbox-handle.ts';
import { checkJournalFilter, checkMessageFilter, checkSettings } from './handle-options.ts';
import type { Inbox } from '../journal/otp-inbox.ts';
import { checkArgument, flag, shown, text } from '../contract/check-options.ts';
import type { Sandbox, Settings, World } from '../sandboxes/sandbox.ts';
import type { RunningServer } from '../server/server-options.ts';
import { DEFAULT_SANDBOX } from '../sandboxes/create-world.ts';

const DEFAULT_WAIT_MS = 5_000;

/** As `specs/control.yaml` has it. */
const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** `Date.parse` takes much else: "5" is a day in May 2001 to it. */
const ISO_DATE = /^\d{4}-\d\d-\d\d(?:[Tt ]|$)/;

/** A timer waits no longer: two to the power of 31 milliseconds, in whole days. */
const LONGEST_WAIT_MS = 24 * 24 * 60 * 60 * 1_000;

const CONTRACT = text('the name of a contract that is served');
const OPENED = text('up to 63 lower-case letters, digits and hyphens');

export function createHandle(server: RunningServer, sandbox: Sandbox, ca?: string): SandboxHandle {
  const served = [...sandbox.worlds.keys()];
  const worldOf = (contract: string): World => {
    checkArgument('the sandbox', 'a contract', contract, CONTRACT);
    const world = sandbox.worlds.get(contract);
    if (world) return world;
    throw new InputError(`no served contract is called "${contract}"; ${suggestion(contract, served) ?? ''}`);
  };
  const close =
    sandbox.name === DEFAULT_SANDBOX
      ? (): Promise<void> => heldUntil(server.close())
      : async (): Promise<void> => {
          await heldUntil(server.sandboxes.remove(sandbox.name));
        };
  return {
    control: server.controlUrl,
    ca,
    url: (contract) => server.contractUrl(worldOf(contract).contract.name, sandbox.name),
    async credentials(contract) {
      const { describeCredentials } = await import('../control/control-credentials.ts');
      return describeCredentials(worldOf(contract), server.contractUrl(contract, sandbox.name));
    },
    clock: clockHandle(sandbox.clock),
    otp: otpHandle(sandbox.inbox, served),
    journal: {
      list(filter = {}) {
        checkJournalFilter('journal.list', filter, served);
        return atOnce(sandbox.journal.list(filter));
      },
      get: (id) => atOnce(sandbox.journal.find(Number(id))),
      clear: () => sandbox.journal.clear(),
    },
    settings: {
      get: (contract) => worldOf(contract).settings,
      change(contract, change) {
        const world = worldOf(contract);
        checkSettings(world, change);
        const laid = inSeconds(change);
        return world.changeSettings((current) => ({ ...current, ...laid }));
      },
    },
    reset: () => sandbox.reset(),
    async open(name) {
      checkArgument('sandbox.open', 'a name', name, OPENED);
      if (!NAME.test(name))
        throw new InputError(
          `"${name}" is no name for a sandbox; write up to 63 lower-case letters, digits and hyphens`,
        );
      const made = await server.sandboxes.create(name);
      const opened = typeof made === 'object' ? await server.sandboxes.get(name) : undefined;
      if (opened !== undefined) return createHandle(server, opened, ca);
      throw new InputError(
        made !== 'full'
          ? `there is a sandbox "${name}" already`
          : `there are ${server.sandboxes.most} sandboxes already; close one that is no longer needed, or start with a higher maxSandboxes`,
      );
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** What a store answers without waiting; a networked one never does. */
function atOnce<T>(value: Awaitable<T>): T {
  if (!(value instanceof Promise)) return value;
  value.catch(() => undefined);
  throw new InputError(
    'a Redis store answers later: read the inbox with otp.wait() or, like the journal, over the control plane',
  );
}

function clockHandle(clock: Clock): ClockHandle {
  return {
    now: () => clock.now(),
    set(instant) {
      const ms = instantMs(instant);
      if (!(ms >= 0 && ms <= LATEST_INSTANT))
        throw new InputError(
          `clock.set: an instant is epoch milliseconds or ISO 8601, such as 2030-01-01T00:00:00Z, of the years 1970 to 9999; this is ${shown(instant)}`,
        );
      return clock.set(ms);
    },
    advance: (by) => clock.advance(spanMs('clock.advance', by)),
    freeze(frozen = true) {
      checkArgument('clock.freeze', 'frozen', frozen, flag);
      return clock.freeze(frozen);
    },
  };
}

function otpHandle(inbox: Inbox, served: readonly string[]): SandboxHandle['otp'] {
  return {
    latest(filter = {}) {
      checkMessageFilter('otp.latest', filter, served);
      return atOnce(inbox.latest(filter));
    },
    list(filter = {}) {
      checkMessageFilter('otp.list', filter, served);
      return atOnce(inbox.list(filter));
    },
    async wait(filter = {}, timeout = DEFAULT_WAIT_MS) {
      checkMessageFilter('otp.wait', filter, served);
      const ms = spanMs('otp.wait', timeout);
      if (ms < 0 || ms > LONGEST_WAIT_MS)
        throw new InputError(`otp.wait: the timeout must be from 0 to 24 days; this is ${shown(timeout)}`);
      return heldUntil(inbox.wait(filter, ms));
    },
  };
}

/** A checked change as settings are kept: lifetimes in seconds, nothing that is not there. */
function inSeconds({ token_lifetime: lifetime, reuse_leeway: leeway, ...change }: SettingsChange): Partial<Settings> {
  const given = Object.fromEntries(
    Object.entries<unknown>(change).filter(([, value]) => value !== undefined),
  ) as typeof change;
  return {
    ...given,
    ...(lifetime !== undefined && { token_lifetime: lifetime === null ? null : durationSeconds(lifetime)! }),
    ...(leeway !== undefined && { reuse_leeway: leeway === null ? null : (durationSeconds(leeway) ?? 0) }),
  };
}

/** @returns NaN for what is no instant */
function instantMs(instant: unknown): number {
  if (typeof instant === 'number') return instant;
  return typeof instant === 'string' && ISO_DATE.test(instant) ? Date.parse(instant) : NaN;
}

/** @param where the function that was called */
function spanMs(where: string, span: unknown): number {
  const ms = typeof span === 'number' ? span : typeof span === 'string' ? durationMs(span) : undefined;
  if (ms === undefined || !Number.isFinite(ms))
    throw new InputError(`${where}: a duration is milliseconds, 15m, or PT15M; this is ${shown(span)}`);
  return ms;
}
