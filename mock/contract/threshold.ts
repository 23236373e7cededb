/** From which amount a call needs a verified one-time password. */
import type { StepUpAmount } from '../../specs/generated/vocabulary.ts';

/**
 * @param beside the object that holds the amount: the contract may have a threshold for each value of another field of
 *   it
 * @param set the control plane's: one figure for all, or figures by the value of that field
 */
export function thresholdOf(
  { at_least: usual, by }: StepUpAmount,
  beside: unknown,
  set: number | Readonly<Record<string, number>> | null = null,
): number {
  if (typeof set === 'number') return set;
  const value =
    by === undefined || typeof beside !== 'object' || beside === null
      ? undefined
      : (beside as Readonly<Record<string, unknown>>)[by.field];
  if (typeof value !== 'string') return usual;
  const own =
    set !== null && Object.hasOwn(set, value)
      ? set[value]
      : by !== undefined && Object.hasOwn(by.at_least, value)
        ? by.at_least[value]
        : undefined;
  return own ?? usual;
}

/** Where the object stands that holds the amount, as a pointer into the body. */
export const besideAmount = (pointer: string): string => pointer.slice(0, Math.max(pointer.lastIndexOf('/'), 0));
