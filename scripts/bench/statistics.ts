/** Medians, quartiles and percentiles. All are of something: an empty list gives NaN. */

/** @param share from 0 to 1; between two values it lies in proportion */
function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] ?? NaN;
  return low + (place - below) * ((sorted[below + 1] ?? low) - low);
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** @param share from 0 to 1: 0.99 is the value that 99 of 100 do not exceed */
export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}

/** How far the rounds of a figure lie apart: half of them are between the quartiles. */
export interface Spread {
  readonly median: number;
  readonly q1: number;
  readonly q3: number;
  readonly rounds: number;
}

export const spreadOf = (values: readonly number[]): Spread => ({
  median: median(values),
  q1: quantile(values, 0.25),
  q3: quantile(values, 0.75),
  rounds: values.length,
});

/** What lies between the quartiles, as a share of the median. */
export const width = ({ median: middle, q1, q3 }: Spread): number => (q3 - q1) / Math.abs(middle);

/** Of the quartiles' distance, over the root of the rounds: medians that are further apart differ, in 95 of 100 cases. */
const NOTCH = 1.58;

/**
 * How far a median may be off by chance.
 *
 * @see McGill, Tukey, Larsen: Variations of Box Plots (1978), §7
 */
export const chance = ({ q1, q3, rounds }: Spread): number => (NOTCH * (q3 - q1)) / Math.sqrt(rounds);
