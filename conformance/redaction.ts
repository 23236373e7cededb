/** Keeps secrets out of reports: whatever a run sent or was given as a secret is taken out when an exchange is kept. */
import type { Exchange } from './exchange.ts';

const REDACTED = '[redacted]';

/** Shorter values would take out half of every text. */
const SHORTEST = 6;

const SENSITIVE_HEADERS = new Set(['authorization', 'cookie', 'set-cookie']);

/** What looks like a JWT is a secret whoever made it. */
const JWT = /\beyJ[\w-]{6,}\.[\w-]+(?:\.[\w-]*)?/g;

export interface Redaction {
  /** From now on `value` is a secret, percent-encoded too. */
  add(value: string): void;
  text(text: string): string;
  exchange(exchange: Exchange): Exchange;
}

export function createRedaction(): Redaction {
  const secrets = new Set<string>();
  const text = (given: string): string => {
    let out = given.replace(JWT, REDACTED);
    for (const secret of secrets) if (out.includes(secret)) out = out.replaceAll(secret, REDACTED);
    return out;
  };
  const header = ([name, value]: readonly [string, string]): readonly [string, string] =>
    [name, SENSITIVE_HEADERS.has(name.toLowerCase()) ? value.replace(/^(\S+=|\w+ )?.*$/s, `$1${REDACTED}`) : text(value)];
  return {
    add(value) {
      if (value.length < SHORTEST) return;
      secrets.add(value);
      secrets.add(encodeURIComponent(value));
    },
    text,
    exchange: (exchange) => ({
      ...exchange,
      url: text(exchange.url),
      headers: exchange.headers.map(header),
      body: exchange.body === undefined ? undefined : text(exchange.body),
      answerHeaders: Object.fromEntries(Object.entries(exchange.answerHeaders).map(header)),
      answerBody: text(exchange.answerBody),
    }),
  };
}
