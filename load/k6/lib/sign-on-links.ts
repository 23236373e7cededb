/** Sign-on links, plain and encrypted. */
import type { SignOn } from '../profile.ts';
import { bytesOf, fromHex, hexOf } from './bytes.ts';
import { IN_JSON, fill } from './fill-placeholders.ts';

const BLOCK = 16;

/** Of this virtual user: a key is read once. */
const keys = new Map<string, Promise<unknown>>();

function keyOf(placeholder: string): Promise<unknown> {
  let key = keys.get(placeholder);
  if (key === undefined)
    keys.set(
      placeholder,
      (key = crypto.subtle.importKey('raw', fromHex(fill(placeholder, {})), { name: 'AES-CBC' }, false, ['encrypt'])),
    );
  return key;
}

/**
 * The link's data in hexadecimal: JSON, or IV ‖ AES-256-CBC of it with PKCS#7 padding.
 *
 * @param at epoch seconds, by the target's clock: when it is made
 */
export async function linkData({ link, encryption }: SignOn, person: string, at: number): Promise<string> {
  const text = fill(link, { PERSON: person, MADE_AT: `${at}` }, IN_JSON);
  if (encryption === null) return hexOf(bytesOf(text));
  const iv = crypto.getRandomValues(new Uint8Array(BLOCK));
  return (
    hexOf(iv) + hexOf(await crypto.subtle.encrypt({ name: 'AES-CBC', iv }, await keyOf(encryption), bytesOf(text)))
  );
}
