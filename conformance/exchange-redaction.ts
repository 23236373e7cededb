/**
 * Keeps secrets out of reports: whatever a run sent or was given as a secret is taken out when an exchange is kept, and
 * so is what an answer holds that nobody asked for, by its name.
 */
import type { CompiledPart, CompiledContract } from '../mock/contract/compiled-contract.ts';
import type { Exchange } from './exchange.ts';

const REDACTED = '[redacted]';

/** Shorter values would take out half of every text. */
const SHORTEST = 6;

const SENSITIVE_HEADERS = new Set(['authorization', 'cookie', 'set-cookie']);

/** As one-time passwords are: 000000 is no secret within 1000000. */
const DIGITS = /^\d+$/;

const standingAlone = (digits: string): RegExp => new RegExp(`(?<!\\d)${digits}(?!\\d)`, 'g');

/** What looks like a JWT is a secret, no matter who made it. */
const JWT = /\beyJ[\w-]{6,}\.[\w-]+(?:\.[\w-]*)?/g;

/** What OAuth calls its secrets in answers and in redirects; `code` is left out of bodies, where it names errors. */
const OAUTH_SECRETS = ['access_token', 'refresh_token', 'id_token', 'client_secret', 'assertion'] as const;

/**
 * What requests to OAuth's endpoints hold that is secret, whole or spoiled: a secret without its last letter is nearly
 * one.
 */
const FORM_SECRETS: ReadonlySet<string> = new Set([...OAUTH_SECRETS, 'code', 'code_verifier', 'password', 'token']);

/** What a credential proves itself with; anyone who reads a signature can send it until its window is over. */
const PROOFS: ReadonlySet<string> = new Set<CompiledPart['part']>(['secret', 'signature']);

/** Headers and query parameters that carry such a thing, in small letters. */
export const secretPlaces = ({ methods }: CompiledContract): ReadonlySet<string> =>
  new Set(
    methods
      .flatMap(({ parts }) => parts)
      .filter(({ part }) => PROOFS.has(part))
      .map(({ name }) => name.toLowerCase()),
  );

/** Names of properties that a contract marks as secret (`format: password`). */
export function secretNames(document: unknown): readonly string[] {
  if (typeof document !== 'object' || document === null) return [];
  return Object.entries(document).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null && 'format' in value && value.format === 'password'
      ? [name]
      : secretNames(value),
  );
}

type Named = readonly [name: string, value: string];

/** The strings that stand under such a name. */
function named(value: unknown, names: ReadonlySet<string>): readonly Named[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) =>
    typeof inner === 'string' ? (names.has(name) ? [[name, inner] as const] : []) : named(inner, names),
  );
}

function inJson(body: string, names: ReadonlySet<string>): readonly Named[] {
  try {
    return named(JSON.parse(body), names);
  } catch {
    return [];
  }
}

/** What a redirect hands over, in its query or its fragment. */
function inRedirect(location: string | undefined): readonly Named[] {
  if (location === undefined || !URL.canParse(location)) return [];
  const { searchParams, hash } = new URL(location);
  return ['code', ...OAUTH_SECRETS].flatMap((name) => [
    ...searchParams.getAll(name).map((value) => [name, value] as const),
    ...new URLSearchParams(hash.slice(1)).getAll(name).map((value) => [name, value] as const),
  ]);
}

/** Puts the values of these parameters out of a query or a form. */
const withoutValues = (
  text: string,
  isSecret: (name: string) => boolean,
  placeholderOf: (value: string) => string,
): string =>
  text.replaceAll(/(^|[?&])([^=&#?{}"]+)=([^&#]*)/g, (whole, before: string, name: string, value: string) =>
    isSecret(name) ? `${before}${name}=${placeholderOf(value)}` : whole,
  );

export interface Redaction {
  /**
   * From now on `value` is a secret, percent-encoded too.
   *
   * @param name of a variable that stands for it, so that a request can be sent again: `${NAME}`
   */
  add(value: string, name?: string): void;
  text(text: string): string;
  exchange(exchange: Exchange): Exchange;
}

/**
 * @param names of properties that are secret, beside those of OAuth
 * @param places headers and query parameters that are, in small letters
 */
export function createRedaction(names: readonly string[] = [], places: ReadonlySet<string> = new Set()): Redaction {
  /** Each with what is shown in its place. */
  const secrets = new Map<string, string>();
  const taken = new Map<string, number>();
  const secretIn = new Set([...names.filter((name) => name !== 'code'), ...OAUTH_SECRETS]);
  const add = (value: string, name?: string): void => {
    if (value.length < SHORTEST) return;
    const shown = secrets.get(value);
    if (shown !== undefined && (name === undefined || shown !== REDACTED)) return;
    const placeholder = name === undefined ? REDACTED : `\${${name}}`;
    secrets.set(value, placeholder);
    secrets.set(encodeURIComponent(value), placeholder);
  };
  /** `ACCESS_TOKEN`, and `ACCESS_TOKEN_2` for the second of the name. */
  const addNamed = (value: string, property: string): void => {
    if ((secrets.get(value) ?? REDACTED) !== REDACTED) return;
    const name = property
      .replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_')
      .replaceAll(/\W+/g, '_')
      .toUpperCase();
    const count = (taken.get(name) ?? 0) + 1;
    taken.set(name, count);
    add(value, count === 1 ? name : `${name}_${count}`);
  };
  /** What stands for a value that is a whole secret. */
  const placeholderOf = (value: string): string => secrets.get(value) ?? REDACTED;
  const text = (given: string): string => {
    let out = given;
    // The longest first: one secret may be the beginning of another.
    for (const [secret, shown] of [...secrets].sort(([a], [b]) => b.length - a.length))
      if (out.includes(secret)) out = out.replaceAll(DIGITS.test(secret) ? standingAlone(secret) : secret, shown);
    return out.replace(JWT, REDACTED);
  };
  const header = ([name, value]: readonly [string, string]): readonly [string, string] => [
    name,
    places.has(name.toLowerCase())
      ? placeholderOf(value)
      : SENSITIVE_HEADERS.has(name.toLowerCase())
        ? value.replace(
            /^(\S+=|\w+ )?(.*)$/s,
            (_whole, before: string | undefined, rest: string) => `${before ?? ''}${placeholderOf(rest)}`,
          )
        : text(value),
  ];
  return {
    add,
    text,
    exchange(exchange) {
      for (const [name, value] of [
        ...inJson(exchange.body ?? '', secretIn),
        ...inJson(exchange.answerBody, secretIn),
        ...inRedirect(exchange.answerHeaders['location']),
      ])
        addNamed(value, name);
      return {
        ...exchange,
        url: text(withoutValues(exchange.url, (name) => places.has(name.toLowerCase()), placeholderOf)),
        headers: exchange.headers.map(header),
        body:
          exchange.body === undefined
            ? undefined
            : text(withoutValues(exchange.body, (name) => FORM_SECRETS.has(name), placeholderOf)),
        answerHeaders: Object.fromEntries(Object.entries(exchange.answerHeaders).map(header)),
        answerBody: text(exchange.answerBody),
      };
    },
  };
}
