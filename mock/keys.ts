/** The keys that sign a world's tokens. */
import { createECDH, createPrivateKey, createPublicKey } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import { seedBytes } from './ids.ts';
import rsaKey from './signing-key.json' with { type: 'json' };

export interface SigningKey {
  readonly algorithm: 'RS256' | 'ES256' | 'HS256';
  readonly kid: string;
  /** Signs; for HS256 it also verifies. */
  readonly key: KeyObject | Buffer;
  readonly publicKey: KeyObject | Buffer;
  /** As it stands in the JWK Set; undefined for HS256, whose key nobody publishes. */
  readonly jwk: JsonWebKey | undefined;
}

export interface SigningKeys {
  get(algorithm: SigningKey['algorithm']): SigningKey;
}
