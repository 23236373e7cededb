/** Which signatures a script of an API client can make, and the script. */
import type { CompiledContract, CompiledMethod } from '../../../mock/contract/compiled-contract.ts';
import type { Pairs, SigningRecipe } from './exported-contract.ts';

const SIMPLE_PARTS = ['id', 'timestamp', 'nonce', 'method', 'body'];

const PRESENTED: Readonly<Record<string, string>> = {
  timestamp: '{{timestamp}}',
  nonce: '{{nonce}}',
  signature: '{{signature}}',
};

/** @returns undefined where it takes more than joining a few values */
export function signingRecipe(
  contract: CompiledContract,
  { credential: name, parts }: CompiledMethod,
  key: { readonly id: string; readonly secret: string },
): { readonly recipe: SigningRecipe; readonly placed: { readonly query: Pairs; readonly headers: Pairs } } | undefined {
  const credential = contract.credentials.get(name);
  if (credential?.kind !== 'hmac') return undefined;
  const { algorithm, encoding, message, separator = '', timestamp_format: format = 'epoch' } = credential;
  const isSimple =
    (algorithm === 'sha1' || algorithm === 'sha256' || algorithm === 'sha512') &&
    (encoding === 'hex' || encoding === 'base64') &&
    (format === 'epoch' || format === 'milliseconds') &&
    (credential.secret_encoding ?? 'utf8') === 'utf8' &&
    credential.scope === undefined &&
    credential.digest?.header === undefined &&
    message.every((part) => typeof part !== 'string' || SIMPLE_PARTS.includes(part)) &&
    parts.every(
      ({ part, in: place }) => (place === 'header' || place === 'query') && (part === 'id' || part in PRESENTED),
    );
  if (!isSimple) return undefined;
  const values = (where: 'query' | 'header'): Pairs =>
    parts.flatMap(({ part, in: place, name: field }) =>
      place === where ? [[field, part === 'id' ? `{{${key.id}}}` : PRESENTED[part]!] as const] : [],
    );
  return {
    recipe: {
      algorithm,
      encoding,
      unit: format === 'epoch' ? 'seconds' : 'milliseconds',
      separator,
      message,
      ...key,
      hasNonce: parts.some(({ part }) => part === 'nonce'),
    },
    placed: { query: values('query'), headers: values('header') },
  };
}

const HASHES = { sha1: 'HmacSHA1', sha256: 'HmacSHA256', sha512: 'HmacSHA512' } as const;

/** How a client's scripts read and set things. */
export interface ScriptWords {
  readonly before: readonly string[];
  readonly get: (variable: string) => string;
  readonly set: (variable: string) => string;
  readonly method: string;
  /** Undefined where a script does not see the body as it is sent. */
  readonly body: string | undefined;
}

/** @returns undefined where these scripts cannot make it */
export function signingScript(
  { algorithm, encoding, unit, separator, message, id, secret, hasNonce }: SigningRecipe,
  { before, get, set, method, body }: ScriptWords,
): readonly string[] | undefined {
  if (message.includes('body') && body === undefined) return undefined;
  const words: Readonly<Record<string, string>> = { id: get(id), timestamp: 'timestamp', nonce: 'nonce', method };
  const joined = message
    .map((part) => (typeof part !== 'string' ? JSON.stringify(part.text) : part === 'body' ? body! : words[part]!))
    .join(', ');
  return [
    ...before,
    `const timestamp = String(${unit === 'seconds' ? 'Math.floor(Date.now() / 1000)' : 'Date.now()'});`,
    ...(hasNonce ? ['const nonce = CryptoJS.lib.WordArray.random(16).toString();'] : []),
    `const message = [${joined}].join(${JSON.stringify(separator)});`,
    `const signature = CryptoJS.${HASHES[algorithm]}(message, ${get(secret)}).toString(CryptoJS.enc.${encoding === 'hex' ? 'Hex' : 'Base64'});`,
    ...['timestamp', ...(hasNonce ? ['nonce'] : []), 'signature'].map(set),
  ];
}
