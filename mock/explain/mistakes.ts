/** Every mistake that is recognised, the telling ones first. */
import type { Mistake } from './mistake.ts';
import { HMAC } from './mistakes/hmac.ts';

export const MISTAKES: readonly Mistake[] = [...HMAC];
