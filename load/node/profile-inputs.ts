/**
 * What the parts of a profile are made from: the contract, the target without secrets, and the suite's driver, which
 * asks nothing here.
 */
import { createContext } from '../../conformance/driver/create-context.ts';
import type { DriverCore } from '../../conformance/driver/driver-core.ts';
import type { Target } from '../../conformance/target/target.ts';
import type { CompiledContract } from '../../mock/contract/compiled-contract.ts';
import type { Caller } from '../k6/profile.ts';

export interface ProfileInputs extends DriverCore {
  /** The caller in the profile, by label; filled as calls are made. */
  readonly callers: Map<string, Caller>;
}

/** Thrown where a scenario cannot be had of a contract or a target; the message says why. */
export class NotApplicable extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'NotApplicable';
  }
}

function asksNothing(): never {
  throw new NotApplicable('its requests name something that the target would have to be asked for first');
}

export function createProfileInputs(contract: CompiledContract, target: Target): ProfileInputs {
  const outside = {
    contract,
    target,
    control: undefined,
    guessed: new Map(),
    send: asksNothing,
    burst: asksNothing,
    secret: (): void => undefined,
    wait: (): Promise<void> => Promise.resolve(),
    rest: (): Promise<void> => Promise.resolve(),
    allow: (): void => undefined,
  };
  return { ...outside, context: createContext(outside), callers: new Map() };
}
