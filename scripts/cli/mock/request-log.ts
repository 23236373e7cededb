/** What a running sandbox says of the requests that come: all of them, or those that it refuses. */
import { after } from '../../../mock/state/clock.ts';
import type { RequestLog } from '../../../mock/server/server-options.ts';
import { plain } from '../running/entry-text.ts';

/** Refusals that are told in a minute: who tries something out sees each, and a load test floods nobody. */
const MOST = 20;
const MINUTE = 60_000;

export const everyRequest =
  (print: (line: string) => void): RequestLog =>
  (line) =>
    print(plain(line));

/** The first refusals of each minute, and how many more there were. */
export function refusedRequests(print: (line: string) => void): RequestLog {
  let told = 0;
  let more = 0;
  const end = (): void => {
    told = 0;
    if (more > 0)
      print(
        `${more} more ${more === 1 ? 'request was' : 'requests were'} refused in that minute: tollgate logs --refused`,
      );
    more = 0;
  };
  return (line, refused) => {
    if (!refused) return;
    if (told === 0) after(MINUTE, end);
    if (told < MOST) {
      told++;
      print(plain(line));
    } else more++;
  };
}
