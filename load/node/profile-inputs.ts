/**
 * What the parts of a profile are made from: the contract, the target without secrets, and the suite's driver, which
 * asks nothing here.
 */
import { createContext } from '../../conformance/driver/create-context.ts';
import type { Kit } from '../../conformance/driver/driver-parts.ts';
import type { Target } from '../../conformance/target/target.ts';
import type { CompiledContract } from '../../mock/contract/compiled-contract.ts';
import type { Caller } from '../k6/profile.ts';

export interface Scene extends Kit {
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
  throw new Error('a profile is made without asking the target');
}

export function createScene(contract: CompiledContract, target: Target): Scene {
  const outside = {
    contract,
    target,
    control: undefined,
    send: asksNothing,
    burst: asksNothing,
    secret: (): void => undefined,
    wait: (): Promise<void> => Promise.resolve(),
    allow: (): void => undefined,
  };
  return { ...outside, context: createContext(outside), callers: new Map() };
}
