/** Reads durations of contracts and options: `PT15M`, `15m`. */
import parseDuration from 'parse-duration';

/**
 * Milliseconds of an ISO 8601 duration (`PT15M`) or a short one (`15m`, `1h30m`, `-5m`).
 *
 * @returns undefined if the text is neither
 */
export function durationMs(text: string): number | undefined {
  const ms = parseDuration(text.trim());
  return ms === null || !Number.isFinite(ms) ? undefined : ms;
}

/**
 * Seconds given as a number, or as a duration such as `PT5M`. @returns undefined for what is neither, and for less than
 * a millisecond
 */
export function durationSeconds(span: number | string): number | undefined {
  const seconds = typeof span === 'number' ? span : (durationMs(span) ?? NaN) / 1000;
  return seconds >= 0.001 && Number.isFinite(seconds) ? seconds : undefined;
}

/** As {@link durationMs}, for durations of a contract, which the vocabulary's schema has already checked. */
export function contractMs(duration: string): number {
  const ms = durationMs(duration);
  if (ms === undefined) throw new Error(`not a duration: ${duration}`);
  return ms;
}
