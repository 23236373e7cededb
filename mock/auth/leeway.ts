/**
 * Whether an instant lies within a leeway after something happened. Without a leeway none does: a request that came
 * before, and was overtaken by what happened, carries an earlier instant.
 */
export const withinLeeway = (now: number, happened: number, leewayMs: number): boolean =>
  leewayMs > 0 && now < happened + leewayMs;
