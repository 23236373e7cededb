/** ID tokens that come back as hints: signed here, for whomever; how old they are does not matter. */
import { issuer } from '../oauth/issuer.ts';
import { decodeJwt, verifyJwt } from '../oauth/signed-jwt.ts';
import { ID_TOKEN_ALGORITHM } from './id-token.ts';
import type { TokenCredential } from '../../../specs/generated/vocabulary.ts';
import type { Call } from '../../request/call.ts';

export interface Hint {
  readonly client: string;
  readonly subject: string;
  readonly sid: string | undefined;
}

/** The token credential that carries an ID token. */
const signing = ({ world }: Call): TokenCredential | undefined =>
  [...world.contract.credentials.values()].find(
    (credential): credential is TokenCredential => credential.kind === 'token' && credential.id_token !== undefined,
  );

/** @returns undefined for what is no ID token of this issuer */
export function readHint(call: Call, token: string): Hint | undefined {
  const credential = signing(call);
  const jwt = decodeJwt(token);
  if (credential?.id_token === undefined || jwt === undefined) return undefined;
  const { iss, aud, sub, sid } = jwt.claims;
  if (jwt.header['alg'] !== ID_TOKEN_ALGORITHM || jwt.header['typ'] !== 'JWT' || iss !== issuer(call, credential))
    return undefined;
  if (!call.world.keys.published(ID_TOKEN_ALGORITHM, call.now).some((key) => verifyJwt(key, jwt))) return undefined;
  if (typeof aud !== 'string' || typeof sub !== 'string' || typeof jwt.claims['auth_time'] !== 'number')
    return undefined;
  return { client: aud, subject: sub, sid: typeof sid === 'string' ? sid : undefined };
}
