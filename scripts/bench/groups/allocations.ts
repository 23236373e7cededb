/** Bytes that a request allocates, beside what it allocated when that was last written down. */
import { countAllocations, LARGEST_LOSS, readCounts } from '../allocations.ts';
import type { Group } from './group.ts';

export const ALLOCATIONS: Group = {
  name: 'allocations',
  cases: [],
  async run() {
    const [before, now] = [await readCounts(), await countAllocations()];
    return Object.entries(now).map(([name, bytes]) => ({
      group: ALLOCATIONS.name,
      name: `${name}: bytes allocated for a request`,
      against: 'bare Fastify route, same bytes',
      value: bytes,
      unit: 'bytes',
      target: Math.round((before[name] ?? Infinity) * (1 + LARGEST_LOSS)),
      better: 'lower',
      note: 'beyond those of the bare route, before anything is optimized; held by a test',
    }));
  },
};
