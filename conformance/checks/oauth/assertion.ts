/** Assertions of the JWT bearer grant, made with a client's own key. */
import { assemble, privateKeyOf, signKey } from './read-jwt.ts';
import type { Part } from './read-jwt.ts';
import { endpointFor } from './oauth-subject.ts';
import type { Subject } from './oauth-subject.ts';
import type { Context } from '../../check-context.ts';
import type { TargetClient } from '../../target/target.ts';
import type { KeyObject } from 'node:crypto';
import type { Grant } from '../../../specs/generated/vocabulary.ts';

/** Seconds for which an assertion is made where its end has to be waited for. */
const SHORT = 3;

/** The `exp` of an assertion whose end is looked at, in epoch seconds. */
export const endOf = async ({ clock }: Context, exp: number): Promise<number> =>
  clock.movable ? exp : Math.floor((await clock.now()) / 1000) + SHORT;

export interface AssertionParts {
  readonly client: TargetClient;
  readonly key: KeyObject;
  readonly header: Part;
  readonly claims: Part;
}

/** Claims in JWTs that say they are not signed, in every spelling. */
export const unsigned = ({ header, claims }: Pick<AssertionParts, 'header' | 'claims'>): readonly string[] =>
  ['none', 'None', 'NONE'].map((alg) => assemble({ header: { ...header, alg }, claims, signature: '' }));

export const NO_JWTS = ['not-a-jwt', 'a.b.c', 'a.b'];

/** Where the token endpoint is: what an assertion is for. */
export function tokenUrl({ target }: Context, subject: Subject, grant: Grant = 'jwt_bearer'): string {
  const { operation } = endpointFor(subject, grant);
  return target.endpoints[operation.id] ?? target.baseUrl + operation.path;
}

/** What a right assertion is made of. */
export async function assertionParts(context: Context, subject: Subject): Promise<AssertionParts> {
  const client =
    context.target.credentials.clients.find(
      ({ grants, assertion_key, allowed_addresses }) =>
        grants.includes('jwt_bearer') && assertion_key !== null && allowed_addresses === null,
    ) ?? context.notRun('no client of the target has a key for assertions');
  const jwk = client.assertion_key ?? context.notRun('no client of the target has a key for assertions');
  const now = Math.floor((await context.clock.now()) / 1000);
  return {
    client,
    key: privateKeyOf(jwk),
    header: { alg: jwk['alg'] ?? 'ES256', typ: 'JWT' },
    claims: {
      iss: client.client_id,
      sub: client.client_id,
      aud: tokenUrl(context, subject),
      iat: now,
      exp: now + 300,
      jti: `assertion-${now}-${context.contract.name}`,
    },
  };
}

export async function assertionFor(
  context: Context,
  subject: Subject,
): Promise<{ readonly client: TargetClient; readonly assertion: string }> {
  const { client, key, header, claims } = await assertionParts(context, subject);
  return { client, assertion: signKey(header, claims, key) };
}
