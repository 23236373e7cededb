/**
 * HTTP message signatures: what a request covers, and the text that this makes.
 *
 * @see [RFC 9421](https://www.rfc-editor.org/rfc/rfc9421)
 */
import type { Pair } from '../profile.ts';
import { hostOf, valuesOf } from './canonical-request.ts';

interface Covered {
  readonly method: string;
  /** Absolute, as it is sent. */
  readonly url: string;
  readonly fields: readonly Pair[];
}

/** `"@query-param";name="x"`. */
function identifier(component: string): string {
  const [name = '', ...rest] = component.split(';');
  return [`"${name}"`, ...rest].join(';');
}

/** Components and parameters, as `Signature-Input` has them behind the label. */
export const inputText = (
  components: readonly string[],
  {
    created,
    keyid,
    nonce,
    tag,
  }: { readonly created: number; readonly keyid: string; readonly nonce: string; readonly tag: string | null },
): string =>
  `(${components.map(identifier).join(' ')});created=${created};keyid=${JSON.stringify(keyid)};nonce=${JSON.stringify(nonce)}${tag === null ? '' : `;tag=${JSON.stringify(tag)}`}`;

function valueOf(component: string, { method, url, fields }: Covered): string {
  const scheme = url.startsWith('https:') ? 'https' : 'http';
  const authority = hostOf(url)
    .toLowerCase()
    .replace(scheme === 'https' ? /:443$/ : /:80$/, '');
  const [path = '', query] = url.replace(/^\w+:\/\/[^/?#]+/, '').split('?');
  const target = path === '' ? '/' : path;
  const asked = query === undefined ? '' : `?${query}`;
  const own: Readonly<Record<string, string>> = {
    '@method': method,
    '@scheme': scheme,
    '@authority': authority,
    '@path': target,
    '@query': asked === '' ? '?' : asked,
    '@request-target': target + asked,
    '@target-uri': `${scheme}://${authority}${target}${asked}`,
  };
  const [, parameter] = /^@query-param;name="([^"]+)"$/.exec(component) ?? [];
  if (parameter !== undefined) {
    const pair = (query ?? '').split('&').find((one) => one.split('=', 1)[0] === parameter) ?? '';
    return pair.slice(parameter.length + 1);
  }
  return (
    own[component] ??
    valuesOf(fields, component)
      .map((value) => value.trim())
      .join(', ')
  );
}

export const signatureBase = (request: Covered, components: readonly string[], input: string): string =>
  [...components.map((one) => `${identifier(one)}: ${valueOf(one, request)}`), `"@signature-params": ${input}`].join(
    '\n',
  );
