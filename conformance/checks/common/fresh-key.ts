/** Idempotency keys of a check's own: a real target remembers those of the checks and runs before. */
import { randomUUID } from 'node:crypto';

export const freshKey = (): string => randomUUID();
