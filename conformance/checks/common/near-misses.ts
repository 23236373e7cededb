/**
 * Texts that are almost a secret. Whoever takes one of them compares too little of it, or makes another text of it
 * before comparing: a secret is its characters and nothing else.
 */
import type { CompiledOperation } from '../../../mock/contract/compiled-contract.ts';
import type { Failure } from '../../../specs/generated/vocabulary.ts';
import type { Context } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';

export interface NearMiss {
  /** Stands after "the secret". */
  readonly how: string;
  readonly text: string;
  /** Does the same to another secret. */
  readonly change: (secret: string) => string;
}

/** What the place of a secret can carry. */
export type Carrier =
  /** A field of a form, of JSON, of HTTP Basic: any text. */
  | 'any'
  /** A header by itself: spaces at its ends belong to HTTP, and line breaks end it. */
  | 'header'
  /** A cookie, or one value among others in a header: quotation marks and commas have a meaning there. */
  | 'cookie'
  /** A query parameter. */
  | 'query';

const FULL_WIDTH = 0xfee0;

/** The first letter or digit as its full-width twin, which compatibility forms of Unicode (NFKC) make equal. */
const fullWidth = (secret: string): string =>
  secret.replace(/[!-~]/, (letter) => String.fromCodePoint(letter.charCodeAt(0) + FULL_WIDTH));

const swapped = (letter: string): string =>
  letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();

/** What UTF-8 makes of a text, as the bytes of a header. */
const asBytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

const escaped = (secret: string): string =>
  `%${secret.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}${secret.slice(1)}`;

const otherAlphabet = (secret: string): string =>
  secret.replaceAll(/[-_+/]/g, (letter) => ({ '-': '+', _: '/', '+': '-', '/': '_' })[letter]!);

/** Three parts with dots between them: of its signature more than one spelling may have the same bytes. */
const isJwt = (secret: string): boolean => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(secret);

/** Which may be read as a number. */
const isDigits = (secret: string): boolean => /^\d+$/.test(secret);

const half = (secret: string): string => secret.slice(0, Math.ceil(secret.length / 2));

const TRICKS: readonly (readonly [
  how: string,
  change: (secret: string) => string,
  carriers?: readonly Carrier[],
  fits?: (secret: string) => boolean,
])[] = [
  ['without its last character', (secret) => secret.slice(0, -1)],
  ['with another character behind it', (secret) => `${secret}x`],
  ['in the other case', (secret) => secret.replaceAll(/[a-zA-Z]/g, swapped)],
  ['with one letter in the other case', (secret) => secret.replace(/[a-zA-Z](?=[^a-zA-Z]*$)/, swapped)],
  ['without its first character', (secret) => secret.slice(1)],
  ['cut in half', half],
  ['twice', (secret) => `${secret}${secret}`],
  ['with a space within', (secret) => `${half(secret)} ${secret.slice(half(secret).length)}`],
  ['with a space behind it', (secret) => `${secret} `, ['any', 'query']],
  ['with a space before it', (secret) => ` ${secret}`, ['any', 'query']],
  ['with a line break behind it', (secret) => `${secret}\n`, ['any', 'query']],
  ['with a zero byte and more behind it', (secret) => `${secret}\0x`, ['any', 'query']],
  ['with a full-width letter', fullWidth, ['any', 'query']],
  ['with a full-width letter', (secret) => asBytes(fullWidth(secret)), ['header']],
  ['with its first character percent-encoded', escaped, ['any', 'header']],
  ['with a no-break space behind it', (secret) => `${secret}\u00a0`, ['any', 'header', 'query']],
  ['with an encoded zero byte and more behind it', (secret) => `${secret}%00x`],
  ['in quotation marks', (secret) => `"${secret}"`, ['any', 'header', 'query']],
  ['after the name of a scheme', (secret) => `Bearer ${secret}`, ['any', 'header', 'query']],
  ['after a name', (secret) => `key=${secret}`],
  ['with padding', (secret) => `${secret}=`, undefined, (secret) => !isJwt(secret)],
  ['in the other alphabet of base64', otherAlphabet, undefined, (secret) => !isJwt(secret)],
  ['with a dot behind it', (secret) => `${secret}.`],
  ['with one more part', (secret) => `${secret}.x`],
  ['with a colon and more behind it', (secret) => `${secret}:x`],
  ['with a semicolon and more behind it', (secret) => `${secret};x`, ['any', 'header', 'query']],
  ['with a number sign and more behind it', (secret) => `${secret}#x`],
  ['with a plus sign before it', (secret) => `+${secret}`, ['any', 'query'], isDigits],
  ['with a point and a nought behind it', (secret) => `${secret}.0`, ['any', 'query'], isDigits],
  ['as the first of a list', (secret) => `${secret},x`, ['any', 'header', 'query']],
  ['as the last of a list', (secret) => `x,${secret}`, ['any', 'header', 'query']],
  ['with a wildcard for its second half', (secret) => `${half(secret)}%`],
  ['with an asterisk for its second half', (secret) => `${half(secret)}*`],
  ['nothing but the wildcard of a database', () => '%'],
  ['nothing but an asterisk', () => '*'],
];

/** Every near miss of a secret that its place can carry, each once. */
export function nearMisses(secret: string, carrier: Carrier): readonly NearMiss[] {
  const seen = new Set([secret, '']);
  return TRICKS.flatMap(([how, change, carriers, fits = () => true]) => {
    if (carriers?.includes(carrier) === false || !fits(secret)) return [];
    const text = change(secret);
    if (seen.has(text)) return [];
    seen.add(text);
    return [{ how, text, change }];
  });
}

/** Wrong tries in a row after which a target without a control plane might lock an account. */
const FEW = 4;

/**
 * Tries near misses of a secret one after the other. A target without a control plane might lock out whoever is wrong too
 * often: it is tried a few times, or where it may be changed as often as the right secret is taken in between.
 *
 * @param right tries the right secret; whether it is taken
 */
export async function tryEach(
  context: Context,
  all: readonly NearMiss[],
  wrong: (near: NearMiss) => Promise<void>,
  right: () => Promise<boolean>,
): Promise<void> {
  const { control, safety } = context.target;
  const tries = control === undefined && !safety.destructive ? all.slice(0, FEW) : all;
  for (const [i, near] of tries.entries()) {
    if (control === undefined && i > 0 && i % FEW === 0 && !(await right()))
      return context.notRun(
        `the target refuses the right secret after ${i} wrong ones: the other ${tries.length - i} are not tried`,
      );
    await wrong(near);
  }
}

/** Refused, with one of these failures; how another server words the refusal of a text that odd is its own affair. */
export function expectRefused(
  context: Context,
  exchange: Exchange,
  operation: CompiledOperation,
  failures: readonly Failure[],
  how: string,
): void {
  const why = `the secret is ${how}`;
  if (context.target.isMock) context.expect.failure(exchange, operation, failures, why);
  else
    context.expect.that(
      exchange.status >= 400 && exchange.status < 500 && exchange.status !== 429,
      `a refusal (4xx): ${why}`,
      `status ${exchange.status}`,
      exchange,
    );
}
