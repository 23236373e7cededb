/** Text and bytes, as WebCrypto takes them. */

/** UTF-8. */
export const bytesOf = (text: string): ArrayBuffer => new TextEncoder().encode(text).buffer;

export const hexOf = (bytes: ArrayBuffer | Uint8Array): string =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

export const fromHex = (text: string): ArrayBuffer =>
  Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)).buffer;
