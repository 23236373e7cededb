/**
 * The suite's own writer of HTTP message signatures.
 *
 * @see [RFC 9421](https://www.rfc-editor.org/rfc/rfc9421)
 */
import type { SignatureCredential } from '../../specs/generated/vocabulary.ts';
import type { RequestParts } from '../check-context.ts';

export interface Covering {
  /** Absolute; path and query letter for letter as they are sent. */
  readonly url: string;
  /** As contracts write them: `@method`, `@query-param;name="x"`, `content-digest`. */
  readonly components: readonly string[];
  /** In order, written as they stand in the field: `created` → `1700000000`, `keyid` → `"a"`. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

/** `"@query-param";name="x"`. */
function identifier(component: string): string {
  const [name = '', ...rest] = component.split(';');
  return [`"${name}"`, ...rest].join(';');
}

/** What a component of a request is. */
function valueOf(component: string, { method, headers }: RequestParts, url: string): string {
  const [, scheme = '', host = '', path = '', query = ''] = /^(https?):\/\/([^/?#]+)([^?#]*)(\?[^#]*)?/.exec(url) ?? [];
  const authority = host.toLowerCase().replace(scheme === 'https' ? /:443$/ : /:80$/, '');
  const target = path === '' ? '/' : path;
  const own: Readonly<Record<string, string>> = {
    '@method': method.toUpperCase(),
    '@scheme': scheme,
    '@authority': authority,
    '@path': target,
    '@query': query === '' ? '?' : query,
    '@request-target': target + query,
    '@target-uri': `${scheme}://${authority}${target}${query}`,
  };
  const known = own[component];
  if (known !== undefined) return known;
  const [, parameter] = /^@query-param;name="([^"]+)"$/.exec(component) ?? [];
  if (parameter !== undefined) return new URLSearchParams(query).getAll(parameter).map(encodeURIComponent).join(', ');
  return headers
    .filter(([name]) => name.toLowerCase() === component)
    .map(([, value]) => value.trim())
    .join(', ');
}

/** Components and parameters, as `Signature-Input` has them behind the label. */
export const inputText = ({ components, parameters }: Covering): string =>
  `(${components.map(identifier).join(' ')})${parameters.map(([name, value]) => `;${name}=${value}`).join('')}`;

export const baseText = (parts: RequestParts, covering: Covering): string =>
  [
    ...covering.components.map((one) => `${identifier(one)}: ${valueOf(one, parts, covering.url)}`),
    `"@signature-params": ${inputText(covering)}`,
  ].join('\n');

export const isMessageSignature = ({ message }: SignatureCredential): boolean => message.includes('signature_base');

/** What is covered where a test wishes nothing else: what must be. */
export const mustCover = ({ components }: SignatureCredential, { body = '' }: RequestParts): readonly string[] =>
  (components?.names ?? []).filter((name) => body !== '' || name !== 'content-digest');
