/** What a peer is: another server that does some of the same work. */
import type { Prepared } from '../cases.ts';
import type { Started } from '../servers.ts';

export const WORKS = ['authenticated GET', 'opaque token', 'RS256 token'] as const;
export type Work = (typeof WORKS)[number];

/** One kind of work, asked of a server that runs. */
export interface Exchange {
  /** The next request; all of them ask for the same. */
  readonly request: () => Prepared;
  /** Whether a body is the right answer to it. */
  right(body: string): boolean | Promise<boolean>;
  /** The same without, or with a wrong, credential: it must be refused. Undefined where everyone is welcome. */
  readonly refused: Prepared | undefined;
}

export interface Peer {
  readonly name: string;
  /** How it does the work, for anyone who reads the figures. */
  readonly how: Partial<Readonly<Record<Work, string>>>;
  /** Why it does not do the others. */
  readonly cannot: Partial<Readonly<Record<Work, string>>>;
  /** Starts it as its own documentation says. */
  start(work: Work, core?: number): Promise<Started>;
  /** Lifts what would stop a long run, where that can be lifted. */
  readonly unbound?: (origin: string) => Promise<void>;
  /** @param base URL of the running peer, without a trailing slash */
  exchange(work: Work, base: string): Promise<Exchange>;
}
