/** What looks drawn at random: no alarm for the ways in which servers write secrets, none missed for weak ones. */
import { createHash } from 'node:crypto';
import t from 'tap';
import { weakness } from '../checks/random/look-random.ts';

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const HEX = '0123456789abcdef';

/** As good as random, and the same in each run. */
function source(seed: string): () => Buffer {
  let count = 0;
  return () =>
    createHash('sha512')
      .update(`${seed} ${String(count++)}`)
      .digest();
}

function letters(bytes: () => Buffer, alphabet: string, length: number): string {
  let text = '';
  while (text.length < length)
    for (const byte of bytes()) if (byte < 256 - (256 % alphabet.length)) text += alphabet[byte % alphabet.length]!;
  return text.slice(0, length);
}

type Draw = (bytes: () => Buffer) => string;

function uuid(bytes: () => Buffer): string {
  const hex = bytes().toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${'89ab'[bytes()[0]! % 4]!}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Of 112 bits or more, which is as near to 128 as so few values can tell. */
const STRONG: Readonly<Record<string, Draw>> = {
  '16 bytes in base64url': (bytes) => bytes().subarray(0, 16).toString('base64url'),
  '16 bytes in hexadecimal digits': (bytes) => letters(bytes, HEX, 32),
  'a UUID': uuid,
  '22 letters and digits': (bytes) => letters(bytes, BASE64URL.slice(0, 62), 22),
  '24 capitals': (bytes) => letters(bytes, BASE64URL.slice(0, 26), 24),
  '39 decimal digits': (bytes) => letters(bytes, '0123456789', 39),
  '32 bytes in base64url, with a prefix': (bytes) => `at_live_${bytes().subarray(0, 32).toString('base64url')}`,
};

const WEAK: Readonly<Record<string, Draw>> = {
  '8 bytes in base64url': (bytes) => bytes().subarray(0, 8).toString('base64url'),
  '20 hexadecimal digits': (bytes) => letters(bytes, HEX, 20),
  '12 letters of the same 32': (bytes) => letters(bytes, BASE64URL, 12) + 'x'.repeat(20),
  '43 letters, of which each is one of three': (bytes) => letters(bytes, 'abc', 43),
  'a hash of one of seven': (bytes) =>
    createHash('sha256')
      .update(String(bytes()[0]! % 7))
      .digest('base64url'),
};

const LOOKS = { bits: 104, unique: true };

for (const times of [24, 100]) {
  for (const [name, draw] of Object.entries(STRONG))
    t.test(`${times} times ${name} look random`, (t) => {
      for (let run = 0; run < 200; run++) {
        const bytes = source(`${name} ${run}`);
        t.equal(
          weakness(
            Array.from({ length: times }, () => draw(bytes)),
            LOOKS,
          ),
          undefined,
        );
      }
      t.end();
    });
  for (const [name, draw] of Object.entries(WEAK))
    t.test(`${times} times ${name} do not`, (t) => {
      for (let run = 0; run < 50; run++) {
        const bytes = source(`${name} ${run}`);
        t.match(
          weakness(
            Array.from({ length: times }, () => draw(bytes)),
            LOOKS,
          ),
          /bits only|came before/,
        );
      }
      t.end();
    });
}
