/** The checks of the order in which a request is judged. */
import type { CheckFamily } from '../../check.ts';
import { orders } from './order.ts';

export const order: readonly CheckFamily[] = [orders];
