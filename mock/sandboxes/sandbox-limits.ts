/** How many sandboxes there may be, and how long one stays that nobody asks. */
import { monotonic } from '../state/clock.ts';

export interface SandboxLimits {
  /** Sandboxes at once, beside `default`. */
  readonly most: number;
  /** Milliseconds of the machine's time without a request after which one may end. */
  readonly idleMs: number;
}

/** A sandbox of all built-in contracts takes some tens of kilobytes until it is used. */
export const DEFAULT_LIMITS: SandboxLimits = { most: 10_000, idleMs: 86_400_000 };

/** Why a sandbox was not made. */
export type NotMade = 'taken' | 'full';

export interface IdleSandboxes {
  /** The sandbox is used now. */
  used(name: string): void;
  forget(name: string): void;
  /** Those that nobody asked for long enough, the longest first. */
  idle(): readonly string[];
}

export function createIdleSandboxes({ idleMs }: SandboxLimits): IdleSandboxes {
  // In the order of their last use: whoever is used goes to the end.
  const lastUse = new Map<string, number>();
  return {
    used(name) {
      lastUse.delete(name);
      lastUse.set(name, monotonic());
    },
    forget: (name) => void lastUse.delete(name),
    idle() {
      const names: string[] = [];
      const before = monotonic() - idleMs;
      for (const [name, at] of lastUse) {
        if (at > before) break;
        names.push(name);
      }
      return names;
    },
  };
}
