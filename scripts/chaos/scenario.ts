/** A scenario is data and one function: what it does, what has to hold, and where. */
import type { RedisServer } from '../../mock/test/redis-server.ts';
import type { Circumstances, Running } from '../test/command.ts';
import type { Client } from '../test/workers-client.ts';
import type { Scope } from './scope.ts';

export const PLACES = ['memory', 'file', 'redis', 'cluster'] as const;

/** Where a sandbox keeps its state: one process's memory, or what four share. */
export type Place = (typeof PLACES)[number];

export const KINDS = ['race', 'change', 'history', 'death', 'file', 'redis', 'crowd'] as const;

export interface Served {
  readonly running: Running;
  readonly client: Client;
}

/** What a scenario has to work with. */
export interface Ground extends Scope {
  readonly place: Place;
  /** For how long a load goes on. */
  readonly seconds: number;
  /** Requests at once. */
  readonly racers: number;
  /** The place's sandbox, as after its start and without quotas: it has served other scenarios before. */
  shared(): Promise<Served>;
  /** A sandbox of the scenario's own, with more options. What one scenario starts one after the other has one store. */
  start(...options: readonly string[]): Promise<Served>;
  startIn(circumstances: Circumstances, ...options: readonly string[]): Promise<Served>;
  /** A new directory, which is gone afterwards. */
  directory(): Promise<string>;
  /** A Redis of its own. */
  redis(...options: readonly string[]): Promise<RedisServer>;
}

export interface Scenario {
  readonly name: string;
  readonly kind: (typeof KINDS)[number];
  readonly places: readonly Place[];
  readonly done: string;
  readonly holds: string;
  /** @returns what was seen @throws {Broken} if it did not hold, {Skip} if this machine cannot try it */
  readonly run: (ground: Ground) => Promise<string>;
}

/** This machine cannot try it. */
export class Skip extends Error {}
