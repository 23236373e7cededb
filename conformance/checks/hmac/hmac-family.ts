/** The checks of signed requests: by HMAC, and by key pairs. */
import type { CheckFamily } from '../../check.ts';
import { canonicalRequests } from './canonical-request.ts';
import { keyPairs } from './key-pair.ts';
import { messageSignatures } from './message-signature.ts';
import { signingKeys } from './signing-key-life.ts';
import { places } from './places.ts';
import { replays } from './replay.ts';
import { signatures } from './signature.ts';
import { vectors } from './vector.ts';
import { windows } from './timestamp-window.ts';

export const hmac: readonly CheckFamily[] = [
  signatures,
  canonicalRequests,
  messageSignatures,
  keyPairs,
  windows,
  replays,
  places,
  signingKeys,
  vectors,
];
