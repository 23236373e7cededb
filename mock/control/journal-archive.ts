/** The journal as an HTTP archive. @see [HAR 1.2](http://www.softwareishard.com/blog/har-12-spec/) */
import type { JournalEntry, KeptMessage } from '../journal/journal.ts';
import { instant } from '../state/instant-texts.ts';
import { describeWhole } from './describe-entry.ts';

const pairs = (entries: Iterable<readonly [string, string]>): readonly { name: string; value: string }[] =>
  [...entries].map(([name, value]) => ({ name, value }));

const typeOf = ({ headers }: KeptMessage): string =>
  headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';

/** @param origin scheme, host and port of the server. @returns undefined where headers and bodies are gone */
export function archived(entry: JournalEntry, origin: string): Record<string, unknown> | undefined {
  if (entry.details === undefined) return undefined;
  const { request, answer } = entry.details;
  const url = `${origin}${entry.url}`;
  const { request: _, answer: __, ...described } = describeWhole(entry);
  return {
    startedDateTime: instant(entry.time),
    time: entry.duration,
    request: {
      method: entry.method,
      url,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: pairs(request.headers),
      queryString: URL.canParse(url) ? pairs(new URL(url).searchParams) : [],
      headersSize: -1,
      bodySize: request.bytes,
      ...(request.body !== undefined && { postData: { mimeType: typeOf(request), params: [], text: request.body } }),
    },
    response: {
      status: entry.status,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: pairs(answer.headers),
      content: {
        size: answer.bytes,
        mimeType: typeOf(answer),
        ...(answer.body !== undefined && { text: answer.body }),
      },
      redirectURL: answer.headers.find(([name]) => name.toLowerCase() === 'location')?.[1] ?? '',
      headersSize: -1,
      bodySize: answer.bytes,
    },
    cache: {},
    timings: { send: 0, wait: entry.duration, receive: 0 },
    _tollgate: described,
  };
}
