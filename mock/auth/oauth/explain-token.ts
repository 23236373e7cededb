/** Says precisely what is wrong with a token that the sandbox does not know. Slow, and only for refusals. */
import { refuse } from '../../request/call.ts';
import { issuer } from './issuer.ts';
import { decodeJwt, verifyJwt } from './signed-jwt.ts';
import { expired } from './token-state.ts';
import type { DecodedJwt } from './signed-jwt.ts';
import type { TokenCredential } from '../../../specs/generated/vocabulary.ts';
import type { Call, Refusal } from '../../request/call.ts';
import { characters } from '../../contract/characters.ts';

const shown = (value: unknown): string =>
  typeof value === 'string' ? value.slice(0, 200) : `a value of type ${typeof value}`;

function explainJwt(call: Call, name: string, credential: TokenCredential, jwt: DecodedJwt): Refusal {
  const invalid = (rule: string, expected?: string, got?: string): Refusal =>
    refuse('invalid_token', rule, `#/x-credentials/${name}`, { expected, got });
  const algorithm = credential.algorithm ?? 'RS256';
  const { alg, kid } = jwt.header;
  const { iss, exp } = jwt.claims;
  if (typeof alg === 'string' && alg.toLowerCase() === 'none')
    return invalid('the token must be signed', algorithm, 'alg none');
  if (alg !== algorithm)
    return invalid('the token must be signed with the algorithm of the contract', algorithm, `alg ${shown(alg)}`);
  const key = call.world.keys.get(algorithm);
  if (!call.world.keys.published(algorithm, call.now).some((one) => verifyJwt(one, jwt))) {
    if (kid !== key.kid)
      return invalid(
        "the token must be signed with the sandbox's key",
        `kid ${key.kid}`,
        kid === undefined ? 'no kid' : `kid ${shown(kid)}`,
      );
    return invalid(
      'the signature must match header and claims',
      undefined,
      'a token whose header, claims or signature were changed',
    );
  }
  const expectedIssuer = issuer(call, credential);
  if (iss !== undefined && iss !== expectedIssuer)
    return invalid('the token must be from this issuer', expectedIssuer, `iss ${shown(iss)}`);
  if (jwt.claims['token_use'] === 'refresh')
    return invalid('the token must be an access token', undefined, 'a refresh token');
  if (typeof exp === 'number' && call.now >= exp * 1000) return expired(call, name, exp);
  return invalid(
    'the token must be one that this sandbox issued and remembers',
    undefined,
    'a well-signed token of another sandbox, or from before a reset',
  );
}

export function explainUnknownToken(call: Call, name: string, credential: TokenCredential, token: string): Refusal {
  const jwt = decodeJwt(token);
  if (credential.format === 'jwt' && jwt !== undefined) return explainJwt(call, name, credential, jwt);
  const rule =
    credential.format === 'jwt' ? 'the token must be a JWT' : 'the token must be one that this sandbox issued';
  const got = `${jwt === undefined ? 'text' : 'a JWT'} of ${characters(token)}`;
  return refuse('invalid_token', rule, `#/x-credentials/${name}`, { got });
}
