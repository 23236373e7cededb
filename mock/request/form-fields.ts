/**
 * `application/x-www-form-urlencoded` and query strings.
 *
 * @see [URL Standard §5.1](https://url.spec.whatwg.org/#urlencoded-parsing)
 */
import { parse } from 'fast-querystring';
import type { Texts } from '../contract/value-encoding.ts';

/** A percent sign that does not start an escape, or escapes that are not UTF-8. */
function isMalformed(text: string): boolean {
  if (!text.includes('%')) return false;
  try {
    decodeURIComponent(text);
    return false;
  } catch {
    return true;
  }
}

/** Parameters by name; a repeated one is a list. */
export function parseQuery(text: string): Record<string, string | string[]> {
  return parse(text) as Record<string, string | string[]>;
}

export interface Form {
  /** The first value of each field. */
  readonly fields: Readonly<Record<string, string>>;
  /** Names that came more than once. */
  readonly repeated: readonly string[];
  /** All values; of a repeated field a list. */
  readonly texts: Texts;
}

/** @returns undefined if an escape is broken */
export function parseForm(bytes: Buffer): Form | undefined {
  const text = bytes.toString('utf8');
  if (isMalformed(text)) return undefined;
  return formOf(parseQuery(text));
}

export function formOf(texts: Readonly<Record<string, string | readonly string[]>>): Form {
  const fields: Record<string, string> = Object.create(null) as Record<string, string>;
  const repeated: string[] = [];
  for (const name in texts) {
    const value = texts[name]!;
    if (typeof value === 'string') fields[name] = value;
    else {
      fields[name] = value[0]!;
      repeated.push(name);
    }
  }
  return { fields, repeated, texts };
}
