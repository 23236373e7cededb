/** A finding's part in a cause. */
import type { Finding, Result } from '../check.ts';
import type { Symptom } from '../symptom.ts';

export interface Member {
  readonly result: Result;
  readonly finding: Finding;
  readonly symptom: Symptom | undefined;
}
