/** What k6 has beside what its types declare. */
declare const console: { warn(text: string): void };

declare class TextEncoder {
  encode(text: string): { readonly buffer: ArrayBuffer };
}

/** WebCrypto, as far as it is used. Keys are handed on unread. */
declare const crypto: {
  getRandomValues(bytes: Uint8Array): Uint8Array;
  readonly subtle: {
    importKey(
      format: 'jwk' | 'raw',
      key: object,
      algorithm: object,
      extractable: boolean,
      usages: readonly string[],
    ): Promise<unknown>;
    sign(algorithm: object, key: unknown, data: ArrayBuffer): Promise<ArrayBuffer>;
    encrypt(algorithm: object, key: unknown, data: ArrayBuffer): Promise<ArrayBuffer>;
  };
};
