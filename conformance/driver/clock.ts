/** The target's clock: the sandbox's over its control plane, else this machine's. */
import { NotRun } from '../check.ts';
import type { ClockDriver } from '../context-drivers.ts';
import { machineNow } from '../machine.ts';
import type { ControlPlane } from './control.ts';
import type { Kit } from './kit.ts';

interface Reading {
  readonly epoch_ms: number;
  readonly frozen: boolean;
}

export function createClockDriver({ control, target: { clock: mayMove = true, safety }, wait }: Pick<Kit, 'control' | 'target' | 'wait'>): ClockDriver {
  /** Asked for once; from then on the clock is known, since only this driver moves it. */
  let known: { readonly reading: Reading; readonly at: number } | undefined;

  const movable = (): ControlPlane => {
    if (control === undefined) throw new NotRun("the target's clock cannot be moved: it has no control plane");
    if (!mayMove) throw new NotRun("the target does not let its clock be moved (capabilities.clock)");
    return control;
  };
  const keep = (reading: Reading): void => {
    known = { reading, at: machineNow() };
  };

  const advance = async (ms: number): Promise<void> => keep(await movable().call<Reading>('POST', '/clock/advance', { by: `${ms}ms` }));

  return {
    advance,
    async wait(ms) {
      if (control !== undefined && mayMove) return advance(ms);
      if (ms > safety.longestWaitMs) throw new NotRun(`needs to wait for ${Math.ceil(ms / 1000)} s, which is longer than a run waits (safety.longest_wait)`);
      return wait(ms);
    },
    async now() {
      if (control === undefined) return machineNow();
      if (known === undefined) keep(await control.call<Reading>('GET', '/clock'));
      const { reading, at } = known!;
      return reading.frozen ? reading.epoch_ms : reading.epoch_ms + machineNow() - at;
    },
    async freeze() {
      keep(await movable().call<Reading>('PUT', '/clock', { frozen: true }));
    },
  };
}
