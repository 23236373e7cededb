/** The order of judgement. */
import type { CheckFamily } from '../../check.ts';
import { orders } from './order.ts';

export const order: readonly CheckFamily[] = [orders];
