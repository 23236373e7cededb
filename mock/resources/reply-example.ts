/** `reply`: the contract's own example, or what its schema makes of it, with nothing remembered. */
import type { ActionStep, Outcome } from '../request/call.ts';

const SAME: Outcome = { answer: { facts: {} } };

export const replyExample = (): ActionStep => () => SAME;
