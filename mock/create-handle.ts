/** Makes the library's handle of a running server's sandbox. */
import type { Awaitable } from './awaitable.ts';
import { LATEST_INSTANT } from './clock.ts';
import type { Clock } from './clock.ts';
import { InputError } from './contract/input-error.ts';
import { suggestion } from './contract/suggest.ts';
import { durationMs, durationSeconds } from './durations.ts';
import type { ClockHandle, SandboxHandle, SettingsChange } from './handle.ts';
import type { Inbox } from './inbox.ts';
import type { Sandbox, Settings, World } from './sandbox.ts';
import type { RunningServer } from './server-options.ts';
import { DEFAULT_SANDBOX } from './world.ts';

const DEFAULT_WAIT_MS = 5_000;

/** As `specs/control.yaml` has it. */
const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;

export function createHandle(server: RunningServer, sandbox: Sandbox): SandboxHandle {
  const worldOf = (contract: string): World => {
    const world = sandbox.worlds.get(contract);
    if (world) return world;
    throw new InputError(`no served contract is called "${contract}"; ${suggestion(contract, [...sandbox.worlds.keys()]) ?? ''}`);
  };
  const close = sandbox.name === DEFAULT_SANDBOX ? (): Promise<void> => server.close() : async (): Promise<void> => { await server.sandboxes.remove(sandbox.name); };
  return {
    control: server.controlUrl,
    url: (contract) => server.contractUrl(worldOf(contract).plan.name, sandbox.name),
    async credentials(contract) {
      const { describeCredentials } = await import('./control/credentials.ts');
      return describeCredentials(worldOf(contract), server.contractUrl(contract, sandbox.name));
    },
    clock: clockHandle(sandbox.clock),
    otp: otpHandle(sandbox.inbox),
    journal: { list: (filter) => atOnce(sandbox.journal.list(filter)), clear: () => sandbox.journal.clear() },
    settings: {
      get: (contract) => worldOf(contract).settings,
      change(contract, change) {
        const laid = inSeconds(change);
        return worldOf(contract).changeSettings((current) => ({ ...current, ...laid }));
      },
    },
    reset: () => sandbox.reset(),
    async open(name) {
      const made = NAME.test(name) ? await server.sandboxes.create(name) : undefined;
      if (made) return createHandle(server, made);
      throw new InputError(NAME.test(name) ? `there is a sandbox "${name}" already` : `"${name}" is no name for a sandbox; write up to 63 lower-case letters, digits and hyphens`);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** What a store answers without waiting; a networked one never does. */
function atOnce<T>(value: Awaitable<T>): T {
  if (!(value instanceof Promise)) return value;
  value.catch(() => undefined);
  throw new InputError('a Redis store answers later: read the inbox with otp.wait() or, like the journal, over the control plane');
}

function clockHandle(clock: Clock): ClockHandle {
  return {
    now: () => clock.now(),
    set(instant) {
      const ms = typeof instant === 'number' ? instant : Date.parse(instant);
      if (!(ms >= 0 && ms <= LATEST_INSTANT)) throw new InputError(`an instant is epoch milliseconds or ISO 8601, such as 2030-01-01T00:00:00Z; this is ${JSON.stringify(instant)}`);
      return clock.set(ms);
    },
    advance: (by) => clock.advance(spanMs(by)),
    freeze: (frozen = true) => clock.freeze(frozen),
  };
}

function otpHandle(inbox: Inbox): SandboxHandle['otp'] {
  return {
    latest: (filter) => atOnce(inbox.latest(filter)),
    list: (filter) => atOnce(inbox.list(filter)),
    wait: (filter = {}, timeout = DEFAULT_WAIT_MS) => inbox.wait(filter, spanMs(timeout)),
  };
}

function inSeconds({ token_lifetime: lifetime, ...change }: SettingsChange): Partial<Settings> {
  if (lifetime === undefined || lifetime === null) return lifetime === null ? { ...change, token_lifetime: null } : change;
  const seconds = durationSeconds(lifetime);
  if (seconds === undefined) throw new InputError(`token_lifetime is seconds, 5m, or PT5M; this is ${JSON.stringify(lifetime)}`);
  return { ...change, token_lifetime: seconds };
}

function spanMs(span: number | string): number {
  const ms = typeof span === 'number' ? span : durationMs(span);
  if (ms === undefined || !Number.isFinite(ms)) throw new InputError(`a duration is milliseconds, 15m, or PT15M; this is ${JSON.stringify(span)}`);
  return ms;
}
