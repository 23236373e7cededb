/** One POST to a receiver: to an address that was checked, within a time, following no redirect, reading little. */
import { request as requestHttp } from 'node:http';
import type { ClientRequest } from 'node:http';
import { request as requestHttps } from 'node:https';
import { after, monotonic } from '../state/clock.ts';
import type { Located } from './allowed-receivers.ts';

export interface Posted {
  readonly status: number | null;
  readonly error: string | null;
  readonly duration: number;
  /** Why it was not sent. */
  readonly refusal?: string | undefined;
}

/** Bytes read of an answer, whose status is all that counts. */
const MOST_READ = 65_536;

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there',
  ECONNRESET: 'the connection was broken off',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  EPIPE: 'the connection was broken off',
};

const reasonOf = (error: Error & { readonly code?: string }): string => WORDS[error.code ?? ''] ?? error.message;

function judged(status: number): string | null {
  if (status >= 200 && status < 300) return null;
  return status >= 300 && status < 400 ? `answered ${status}; redirects are not followed` : `answered ${status}`;
}

export interface Post {
  readonly url: string;
  readonly body: string;
  /** Default JSON. */
  readonly contentType?: string | undefined;
  /** Beside those that every post has. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Milliseconds. */
  readonly timeout: number;
  readonly locate: (url: URL) => Promise<Located>;
  /** Ends it early. */
  readonly signal: AbortSignal;
}

export function post({
  url: text,
  body,
  contentType = 'application/json',
  headers,
  timeout,
  locate,
  signal,
}: Post): Promise<Posted> {
  const begin = monotonic();
  if (!URL.canParse(text)) return Promise.resolve({ status: null, error: null, duration: 0, refusal: 'it is no URL' });
  const url = new URL(text);
  return new Promise((resolve) => {
    let request: ClientRequest | undefined;
    let done = false;
    const settle = (posted: Omit<Posted, 'duration'>): void => {
      if (done) return;
      done = true;
      resolve({ ...posted, duration: monotonic() - begin });
    };
    const fail = (error: string): void => settle({ status: null, error });
    const giveUp = (why: string): void => {
      fail(why);
      request?.destroy();
    };
    const stop = after(timeout, () => giveUp(`no answer within ${timeout / 1_000} s`));
    const end = (): void => giveUp('the sandbox was stopped');
    signal.addEventListener('abort', end, { once: true });
    const close = (): void => {
      stop();
      signal.removeEventListener('abort', end);
    };
    const send = (addresses: readonly { readonly address: string; readonly family: number }[]): void => {
      const [first] = addresses;
      if (first === undefined) return fail('no address was found');
      request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
        method: 'POST',
        agent: false,
        headers: {
          'content-type': contentType,
          'content-length': Buffer.byteLength(body),
          'user-agent': 'Tollgate-Webhooks',
          accept: '*/*',
          ...headers,
        },
        // The address that was checked, and not what a name server says the second time.
        lookup: (_name, options, callback) =>
          options.all ? callback(null, [...addresses]) : callback(null, first.address, first.family),
      });
      request.on('response', (response) => {
        const { statusCode: status = 0 } = response;
        settle({ status, error: judged(status) });
        let read = 0;
        response.on('data', (chunk: Buffer) => {
          read += chunk.length;
          if (read > MOST_READ) request?.destroy();
        });
        response.on('error', () => undefined);
      });
      request.on('error', (error) => fail(reasonOf(error)));
      request.on('close', () => {
        fail('the connection was broken off');
        close();
      });
      request.end(body);
    };
    locate(url).then(
      (located) => {
        if (done) return close();
        if ('addresses' in located) return send(located.addresses);
        close();
        return 'refusal' in located
          ? settle({ status: null, error: null, refusal: located.refusal })
          : fail(located.error);
      },
      (error: unknown) => {
        close();
        fail(reasonOf(error as Error));
      },
    );
  });
}
