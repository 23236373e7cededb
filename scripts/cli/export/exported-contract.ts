/** A contract as a collection of requests: what every format writes down in its own way. */
import type { components } from '../../../specs/generated/control.ts';

export type Pairs = readonly (readonly [name: string, value: string])[];

/** A signature that a few lines of script can make. */
export interface SigningRecipe {
  readonly algorithm: 'sha1' | 'sha256' | 'sha512';
  readonly encoding: 'hex' | 'base64';
  readonly unit: 'seconds' | 'milliseconds';
  readonly separator: string;
  readonly message: readonly (string | { readonly text: string })[];
  /** Names of the variables that hold the key. */
  readonly id: string;
  readonly secret: string;
  /** Whether a nonce is sent. */
  readonly hasNonce: boolean;
}

/** Texts may hold variables, as `{{NAME}}`. */
export interface ExportedRequest {
  readonly id: string;
  readonly name: string;
  /** What it is for, and what must be done before it can be sent. */
  readonly description: string;
  readonly method: string;
  /** Below the contract's base URL; encoded. */
  readonly path: string;
  readonly query: Pairs;
  readonly headers: Pairs;
  readonly basic: { readonly id: string; readonly secret: string } | undefined;
  readonly body: { readonly type: string; readonly text: string } | undefined;
  /** What its answer is good for: where the token stands in it, and the variable that later requests take it from. */
  readonly keeps: { readonly variable: string; readonly fields: readonly string[] } | undefined;
  readonly signing: SigningRecipe | undefined;
  /** What a file without scripts has to say of a signature. */
  readonly signedBy: string | undefined;
}

export interface ExportedContract {
  readonly name: string;
  readonly title: string;
  /** Name of the variable of the base URL. */
  readonly base: string;
  readonly sheet: components['schemas']['CredentialSheet'];
  readonly variables: ReadonlyMap<string, string>;
  /** Tokens come first, and what ends something last. */
  readonly requests: readonly ExportedRequest[];
}

export const isForm = (type: string): boolean => type.startsWith('application/x-www-form-urlencoded');

export const isJson = (type: string): boolean => /[/+]json\b/.test(type);

/** The token of `Authorization: Bearer …`, and the other headers. */
export function bearerOf(headers: Pairs): { readonly token: string | undefined; readonly others: Pairs } {
  const found = headers.find(([name, value]) => name.toLowerCase() === 'authorization' && /^Bearer /.test(value));
  return { token: found?.[1].slice('Bearer '.length), others: headers.filter((one) => one !== found) };
}

export const queryText = (query: Pairs): string =>
  query.length === 0 ? '' : `?${query.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&')}`;

/** Variables stay as they are. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replaceAll(/%7B%7B(\w+)%7D%7D/g, (_, name: string) => `{{${name}}}`);
