import { ALLOCATIONS } from './allocations.ts';
import { FASTIFY } from './fastify.ts';
import { FOOTPRINT } from './footprint.ts';
import type { Group } from './group.ts';
import { LARGE_DOCUMENT } from './large-document.ts';
import { LIVE_TOKENS } from './live-tokens.ts';
import { OWN_CONTRACT } from './own-contract.ts';
import { PEERS_GROUP } from './peers.ts';
import { SANDBOXES } from './sandboxes.ts';
import { SIGNING } from './signing.ts';
import { SOAK } from './soak.ts';
import { START_UP } from './start-up.ts';
import { STORES } from './stores.ts';
import { WORKERS } from './workers.ts';

export const GROUPS: readonly Group[] = [
  ALLOCATIONS,
  FASTIFY,
  SIGNING,
  START_UP,
  OWN_CONTRACT,
  LARGE_DOCUMENT,
  PEERS_GROUP,
  FOOTPRINT,
  LIVE_TOKENS,
  SANDBOXES,
  STORES,
  WORKERS,
  SOAK,
];
