/**
 * The fields RateLimit and RateLimit-Policy, read: lists of texts with whole numbers as parameters.
 *
 * @see [RateLimit header fields for HTTP](https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers)
 * @see [RFC 9651 §3.1](https://www.rfc-editor.org/rfc/rfc9651#section-3.1)
 */

/** One window, as a field tells it: `q` and `w` of the policy, `r` and `t` of what is left. */
export interface RateItem {
  readonly name: string;
  readonly q?: number;
  readonly w?: number;
  readonly r?: number;
  readonly t?: number;
}

const NAMES: readonly string[] = ['q', 'w', 'r', 't'];

/** A text, and whatever parameters follow it; then a comma, or the end. */
const ITEM =
  /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"((?:; *[a-z*][a-z0-9_.*-]*(?:=[^;,"]*|="[^"]*")?)*) *(?:, *|$)/;

/** @returns undefined for what is no such field */
export function rateItems(value: string | undefined): readonly RateItem[] | undefined {
  if (value === undefined) return undefined;
  const items: RateItem[] = [];
  let rest = value.trim();
  while (rest !== '') {
    const found = ITEM.exec(rest);
    if (found === null) return undefined;
    const [whole, text, parameters] = found as unknown as readonly [string, string, string];
    const numbers: Record<string, number> = {};
    for (const part of parameters.split(';').slice(1)) {
      const [name = '', number = ''] = part.trim().split('=', 2);
      if (!NAMES.includes(name)) continue;
      if (!/^\d{1,15}$/.test(number)) return undefined;
      numbers[name] = Number(number);
    }
    items.push({ name: text.replaceAll(/\\(.)/g, '$1'), ...numbers });
    rest = rest.slice(whole.length);
  }
  return items.length === 0 ? undefined : items;
}

/** Of two windows the one that has less left, or with as much left the one that has to be waited for longer. */
export function nearerItem(one: RateItem, other: RateItem): RateItem {
  const [r, least] = [other.r ?? Infinity, one.r ?? Infinity];
  return r < least || (r === least && (other.t ?? 0) > (one.t ?? 0)) ? other : one;
}
