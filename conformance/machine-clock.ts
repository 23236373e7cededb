/**
 * The one place of the suite that reads the machine's time and sets timers. A target's time is read through its clock
 * driver.
 */

/** Epoch milliseconds of this machine. */
export function machineNow(): number {
  return Date.now();
}

/** Milliseconds on a clock that never goes back. */
export function monotonic(): number {
  return performance.now();
}

/** Resolves once `ms` have passed. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Calls `then` once `ms` have passed, unless the function returned is called before. */
export function after(ms: number, then: () => void): () => void {
  const timer = setTimeout(then, ms);
  return () => clearTimeout(timer);
}
