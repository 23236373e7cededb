/** The checks of webhooks. */
import type { CheckFamily } from '../../check.ts';
import { signedWebhooks } from './signed-webhooks.ts';
import { webhooks } from './delivered-events.ts';

export const webhook: readonly CheckFamily[] = [webhooks, signedWebhooks];
