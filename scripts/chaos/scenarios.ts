/** Every scenario, in the order in which they are played. */
import { CHANGES } from './changes.ts';
import { CROWDS } from './crowds.ts';
import { DEATHS } from './deaths.ts';
import { FILE_FAULTS } from './file-faults.ts';
import { HISTORIES } from './histories.ts';
import { RACES } from './races.ts';
import { REDIS_FAULTS } from './redis-faults.ts';
import type { Scenario } from './scenario.ts';

export const SCENARIOS: readonly Scenario[] = [
  ...RACES,
  ...CHANGES,
  ...HISTORIES,
  ...CROWDS,
  ...DEATHS,
  ...FILE_FAULTS,
  ...REDIS_FAULTS,
];
