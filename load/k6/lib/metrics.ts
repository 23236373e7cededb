/**
 * What is counted beside k6's own metrics. Tags: `operation`, `kind` of failure, `credential` (a label, never a
 * secret).
 */
import { Counter, Rate, Trend } from 'k6/metrics';

/** Share of requests that went wrong; an expected 429 has not. */
export const failed = new Rate('tollgate_failed');
export const failures = new Counter('tollgate_failures');
/** Epoch milliseconds of each failure, by kind: the least says since when. */
export const failedAt = new Trend('tollgate_failed_at');
/** Refusals over a quota, where this run offers more than the quota lets in, and where it does not. */
export const limited = new Counter('tollgate_429_expected');
export const limitedUnexpectedly = new Counter('tollgate_429_unexpected');
/** Refusals of what had to be refused: dead tokens, old links, assertions past their end. */
export const refusedRightly = new Counter('tollgate_refused_expected');
/** Epoch milliseconds of each unexpected 401: the least says since when. */
export const refusedAt = new Trend('tollgate_401_at');
/** Tokens got before the old ones expired. */
export const renewed = new Counter('tollgate_renewed');
/** Requests offered to a quota, let in, and rules broken by it; tagged by its `quota`. */
export const offered = new Counter('tollgate_edge_offered');
export const admitted = new Counter('tollgate_edge_admitted');
export const edgeFaults = new Counter('tollgate_edge_faults');

/** Why a request, or what it stands for, went wrong. */
export const KINDS = [
  'unauthorized',
  'forbidden',
  'unexpected_429',
  'client_error',
  'server_error',
  'unexpected_status',
  'timeout',
  'connection',
  'incomplete_answer',
  'wrong_answer',
  'not_the_same',
  'still_alive',
  'quota',
  'script',
] as const;

export type Kind = (typeof KINDS)[number];
