/** The clock of the k6 scripts: the only reader of this machine's time there. */

/** Epoch milliseconds. */
export const now = (): number => Date.now();
