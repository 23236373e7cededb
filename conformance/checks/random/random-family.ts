/** What must not be guessed. */
import type { CheckFamily } from '../../check.ts';
import { secretsDrawn } from './secrets-drawn.ts';
import { sessionFixation } from './session-fixation.ts';

export const random: readonly CheckFamily[] = [secretsDrawn, sessionFixation];
