/** The query of an authorization request. */
import { createHash, randomBytes } from 'node:crypto';
import type { CompiledOperation } from '../../mock/contract/compiled-contract.ts';
import type { TargetClient } from '../target/target.ts';
import type { DriverCore } from './driver-core.ts';
import type { Form } from './client-form.ts';
import type { Pairs } from './request-parts.ts';

/** @see [RFC 7636 §4.2](https://www.rfc-editor.org/rfc/rfc7636#section-4.2) */
export function createChallenge(): { readonly verifier: string; readonly challenge: string } {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

const pairsOf = (fields: Form): Pairs =>
  Object.entries(fields).flatMap(([field, value]) =>
    value === undefined ? [] : [value].flat().map((one) => [field, one] as const),
  );

/** The scope that refresh tokens take; undefined where they take none. */
function refreshScope({ contract }: DriverCore, name: string): string | undefined {
  const credential = contract.credentials.get(name);
  return credential?.kind === 'token' ? credential.refresh?.scope : undefined;
}

/** What a browser would be sent to the authorization endpoint with; `client_id` is whatever the contract calls it. */
export function authorizeQuery(
  core: DriverCore,
  { action }: CompiledOperation,
  client: TargetClient,
  given: Form,
): { readonly query: Pairs; readonly verifier: string | undefined } {
  if (action.type !== 'authorize') throw new Error('not an authorization endpoint');
  const { client_parameter: name = 'client_id', pkce, credential } = action;
  // What was pushed is not said again.
  if (given['request_uri'] !== undefined)
    return {
      query: pairsOf({ [name]: 'client_id' in given ? given['client_id'] : client.client_id, ...given }),
      verifier: undefined,
    };
  // A contract of standards knows neither a server's default scope nor whether it wants a challenge of public clients
  // (RFC 6749 §3.3 lets it refuse a request without scope, RFC 9700 §2.1.1 one without challenge): there, both are
  // sent.
  const unknown = core.target.metadata !== undefined;
  const wanted = pkce.startsWith('required') || (unknown && pkce !== 'off' && client.client_secret === null);
  const scope = unknown && client.scopes.length > 0 ? client.scopes.join(' ') : undefined;
  const pair =
    wanted && !('code_challenge' in given) && !('code_challenge_method' in given) ? createChallenge() : undefined;
  const { client_id, ...others } = given;
  const offline = refreshScope(core, credential);
  const asked = [given['scope'] ?? scope].flat()[0]?.split(' ') ?? [];
  const fields: Form = {
    response_type: 'code',
    [name]: 'client_id' in given ? client_id : client.client_id,
    redirect_uri: client.redirect_uris[0],
    ...(scope !== undefined && { scope }),
    // A provider may leave the scope for refresh tokens out where nobody is asked for consent (OpenID Connect Core §11).
    ...(offline !== undefined && asked.includes(offline) && { prompt: 'consent' }),
    ...(pair && { code_challenge: pair.challenge, code_challenge_method: 'S256' }),
    ...others,
  };
  return { query: pairsOf(fields), verifier: pair?.verifier };
}
