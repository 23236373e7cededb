/** The target's clock: the sandbox's over its control plane, else this machine's. */
import { NotRun } from '../check.ts';
import type { ClockDriver } from '../context.ts';
import { machineNow } from '../machine.ts';
import type { ControlPlane } from './control.ts';

interface Reading {
  readonly epoch_ms: number;
  readonly frozen: boolean;
}

/** @param mayMove whether the target lets it be moved */
export function createClockDriver(control: ControlPlane | undefined, mayMove = true): ClockDriver {
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

  return {
    async now() {
      if (control === undefined) return machineNow();
      if (known === undefined) keep(await control.call<Reading>('GET', '/clock'));
      const { reading, at } = known!;
      return reading.frozen ? reading.epoch_ms : reading.epoch_ms + machineNow() - at;
    },
    async advance(ms) {
      keep(await movable().call<Reading>('POST', '/clock/advance', { by: `${ms}ms` }));
    },
    async freeze() {
      keep(await movable().call<Reading>('PUT', '/clock', { frozen: true }));
    },
  };
}
