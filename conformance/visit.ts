/** Where a browser ends that was sent to an authorization endpoint, and what the client is told by that. */
import type { Exchange } from './exchange.ts';

export interface Visit {
  readonly exchange: Exchange;
  /** Where the browser is sent back to; undefined where it stays. */
  readonly location: URL | undefined;
  /** Whether somebody else's browser was sent back: then the exchange is the one before consent. */
  readonly unseen?: boolean;
  /** What the browser would post to the client, where the answer is a form. */
  readonly posted?: URLSearchParams;
}

/** What the client is told: by a form, in the fragment, or in the query. */
export const answerOf = ({ location, posted }: Pick<Visit, 'location' | 'posted'>): URLSearchParams =>
  posted ??
  (location === undefined || location.hash === ''
    ? (location?.searchParams ?? new URLSearchParams())
    : new URLSearchParams(location.hash.slice(1)));
