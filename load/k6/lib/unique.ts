/** Values unique to an iteration. */
import exec from 'k6/execution';
import { now } from './k6-clock.ts';

let count = 0;

/** Letters and digits; different in every run, virtual user and call. */
export const unique = (): string => `${now().toString(36)}v${exec.vu.idInTest}c${count++}`;
