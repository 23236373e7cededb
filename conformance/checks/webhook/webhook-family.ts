/** Webhooks: what they tell, and how often. */
import type { CheckFamily } from '../../check.ts';
import { webhooks } from './delivered-events.ts';

export const webhook: readonly CheckFamily[] = [webhooks];
