/** The only reader of this machine's time in these scripts. */

/** Epoch milliseconds. */
export const now = (): number => Date.now();
