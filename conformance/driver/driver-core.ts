/** What every part of the driver builds on within one check: contract, target, and ways to send. */
import type { QuotaWindow } from '../checks/derived/support/read-quota.ts';
import type { CompiledContract } from '../../mock/contract/compiled-contract.ts';
import type { OnAdvice } from '../advice.ts';
import type { Context } from '../check-context.ts';
import type { Exchange } from '../exchange.ts';
import type { Target } from '../target/target.ts';
import type { BurstAnswer } from './burst.ts';
import type { ClockReading } from './check-world.ts';
import type { ControlPlane } from './control-client.ts';
import type { HttpRequest } from './http-client.ts';
import type { OnValue } from '../values/on-value.ts';
import type { Trace } from './trace.ts';

export interface Watching {
  /** The windows of a class of quotas that are in force when the check begins. */
  readonly windowsOf: (name: string) => readonly QuotaWindow[];
  readonly onValue: OnValue;
}

export interface DriverCore {
  readonly contract: CompiledContract;
  /** The check's own world, where the target has worlds. */
  readonly target: Target;
  readonly control: ControlPlane | undefined;
  /** Of the target's clock, if somebody looked at it before. */
  readonly clockReading?: ClockReading | undefined;
  /** Sends below no base URL: consent pages and redirects stand where they stand. */
  send(
    request: HttpRequest,
    options?: { readonly impatient?: boolean | undefined; readonly atOnce?: boolean | undefined },
  ): Promise<Exchange>;
  /** Sends a request many times at once. @returns the answers */
  burst(request: HttpRequest, count: number): Promise<readonly BurstAnswer[]>;
  /** Resolves once `ms` have passed, which the check is not charged with. */
  wait(ms: number): Promise<void>;
  /** The same, while other checks run. */
  rest(ms: number): Promise<void>;
  /** Gives the check more time, or (below 0) takes some back that it did not need: what others take is not its own. */
  allow(ms: number): void;
  /** Keeps a value out of every report. */
  secret(value: string): void;
  /** Keeps what happened, for the person who has to mend what a check found. */
  readonly trace?: Trace | undefined;
  /** Looks at the values of every answer. */
  readonly watch?: Watching | undefined;
  /** Keeps what is said of a target without blaming it. */
  readonly advise?: OnAdvice | undefined;
  /** Reaches the target even when the check may send no more: to put in order what it changed. */
  readonly aside?: ((request: HttpRequest) => Promise<Exchange>) | undefined;
  /** Does this when the check has ended, however it did. */
  readonly atEnd?: ((work: () => Promise<void>) => void) | undefined;
  /** Paths with a value that is only the contract's example, and the parameter's name. */
  readonly guessed: Map<string, string>;
  /** Whole once the driver is put together; its parts use each other through it. */
  readonly context: Context;
}
