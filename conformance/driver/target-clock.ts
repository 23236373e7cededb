/** The target's clock: the sandbox's over its control plane, else this machine's. */
import { NotRun } from '../check.ts';
import type { ClockDriver } from '../check-drivers.ts';
import { machineNow } from '../machine-clock.ts';
import type { ControlPlane } from './control-client.ts';
import type { DriverCore } from './driver-core.ts';

/** Servers tell ends in whole seconds, and may round up. */
const ROUNDING_MS = 1_000;

interface Reading {
  readonly epoch_ms: number;
  readonly frozen: boolean;
}

export function createClockDriver({
  control,
  target: { clock: mayMove = true, safety },
  clockReading,
  wait,
  rest,
}: Pick<DriverCore, 'control' | 'target' | 'clockReading' | 'wait' | 'rest'>): ClockDriver {
  const canMove = control !== undefined && mayMove;
  /** Asked for once; from then on the clock is known, since only this driver moves it. */
  let known:
    | {
        readonly reading: Reading /** When it was asked for, and when the answer was here. */;
        readonly asked: number;
        readonly at: number;
      }
    | undefined = clockReading && {
    reading: { epoch_ms: clockReading.epochMs, frozen: false },
    asked: clockReading.machineMs,
    at: clockReading.machineMs,
  };

  const movable = (): ControlPlane => {
    if (control === undefined) throw new NotRun("the target's clock cannot be moved: it has no control plane");
    if (!mayMove) throw new NotRun('the target does not let its clock be moved (capabilities.clock)');
    return control;
  };
  const keep = async (call: () => Promise<Reading>): Promise<void> => {
    const asked = machineNow();
    known = { reading: await call(), asked, at: machineNow() };
  };

  const moved: (() => void)[] = [];
  const move = async (call: () => Promise<Reading>): Promise<void> => {
    await keep(call);
    for (const told of moved) told();
  };

  const advance = async (ms: number): Promise<void> =>
    move(() => movable().call<Reading>('POST', '/clock/advance', { by: `${ms}ms` }));
  const bounds = async (): Promise<{ readonly earliest: number; readonly latest: number }> => {
    const now = machineNow();
    if (control === undefined) return { earliest: now, latest: now };
    if (known === undefined) await keep(() => control.call<Reading>('GET', '/clock'));
    const {
      reading: { epoch_ms: epoch, frozen },
      asked,
      at,
    } = known!;
    return frozen
      ? { earliest: epoch, latest: epoch }
      : { earliest: epoch + machineNow() - at, latest: epoch + machineNow() - asked };
  };

  const seconds = (ms: number): string => `${Math.ceil(ms / 1000)} s`;
  const within = (ms: number): void => {
    if (!canMove && ms > safety.longestWaitMs)
      throw new NotRun(`needs a wait of ${seconds(ms)}; safety.longest_wait is ${seconds(safety.longestWaitMs)}`);
  };

  return {
    advance,
    async wait(ms) {
      if (canMove) return advance(ms);
      within(ms);
      return wait(ms);
    },
    movable: canMove,
    within,
    async pass(ms) {
      if (canMove) return advance(ms);
      within(ms);
      return rest(ms + ROUNDING_MS);
    },
    bounds,
    now: async () => (await bounds()).earliest,
    onMove: (told) => void moved.push(told),
    freeze: async () => move(() => movable().call<Reading>('PUT', '/clock', { frozen: true })),
  };
}
