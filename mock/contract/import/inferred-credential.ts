/** A credential that an imported document asks for. */
import { isJson } from './walk-openapi.ts';
import type { Json } from './walk-openapi.ts';

export interface InferredCredential {
  /** Its name in `x-credentials`. */
  readonly name: string;
  readonly kind: 'api_key' | 'key_pair' | 'certificate' | 'token' | 'session';
  /** The security schemes that carry it. */
  readonly schemes: readonly string[];
  /** The sets of scopes that operations ask for, each once. */
  readonly scopeSets: readonly (readonly string[])[];
  /** The flows of an `oauth2` scheme. */
  readonly flows: Json;
  /** Whether its endpoints are found by a discovery document (`openIdConnect`). */
  readonly isDiscovered: boolean;
}

/** What tokens are granted where a document has no scopes: a grant is of something. */
export const USUAL_SCOPE = 'access';

/** All scopes that a credential's flows and operations name. */
export function scopesOf({ flows, scopeSets }: InferredCredential): readonly string[] {
  const declared = Object.values(flows).flatMap((flow) =>
    isJson(flow) && isJson(flow['scopes']) ? Object.keys(flow['scopes']) : [],
  );
  return [...new Set([...declared, ...scopeSets.flat()])];
}
