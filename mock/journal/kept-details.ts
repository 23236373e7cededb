/**
 * Headers, bodies and explanations are kept of the newest requests only, and not of a flood: what a person or a test
 * sends is kept whole, and a load test pays nothing for what nobody will read.
 */
import { createAllowance } from './allowance.ts';
import type { Details, KeptMessage } from './journal.ts';

/** Requests whose details are kept at once. */
const MOST = 1_000;

/** Characters of a URL. */
const LONGEST_URL = 8_192;

/**
 * So many requests may come in a row, and so many each second after them; of refused ones more, since they are what people
 * ask about.
 */
const ANSWERED = { burst: 100, eachSecond: 10 };
const REFUSED = { burst: 1_000, eachSecond: 50 };

/**
 * @param bytes that there is room for
 * @param part of what a journal in memory keeps: details cost a store far away more
 * @returns whether the request that comes now is one whose details are kept
 */
export function createDetailsBudget(bytes: number, part = 1): (at: number, refused: boolean) => boolean {
  if (bytes === 0) return () => false;
  const answered = createAllowance(ANSWERED.burst * part, ANSWERED.eachSecond * part);
  const refusedOnes = createAllowance(REFUSED.burst * part, REFUSED.eachSecond * part);
  return (at, refused) => (refused ? refusedOnes : answered)(at);
}

export interface DetailsRing {
  /** @param url whole, where the entry has only its beginning */
  add(id: number, details: Details, url?: string): void;
  get(id: number): Details | undefined;
  urlOf(id: number): string | undefined;
  clear(): void;
}

const sizeOf = ({ headers, body }: KeptMessage): number =>
  headers.reduce((sum, [name, value]) => sum + name.length + value.length, body?.length ?? 0);

/** @param most how many characters are kept */
export function createDetailsRing(most: number): DetailsRing {
  const kept = new Map<
    number,
    { readonly details: Details; readonly size: number; readonly url: string | undefined }
  >();
  let characters = 0;
  return {
    add(id, details, whole) {
      const url = whole?.slice(0, LONGEST_URL);
      const size = sizeOf(details.request) + sizeOf(details.answer) + (url?.length ?? 0);
      kept.set(id, { details, size, url });
      characters += size;
      for (const [oldest, one] of kept) {
        if (kept.size <= MOST && characters <= most) break;
        kept.delete(oldest);
        characters -= one.size;
      }
    },
    get: (id) => kept.get(id)?.details,
    urlOf: (id) => kept.get(id)?.url,
    clear() {
      kept.clear();
      characters = 0;
    },
  };
}
