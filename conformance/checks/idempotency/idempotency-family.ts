/** The checks of idempotency keys. */
import type { CheckFamily } from '../../check.ts';
import { idempotentCallers } from './callers.ts';

export const idempotency: readonly CheckFamily[] = [idempotentCallers];
