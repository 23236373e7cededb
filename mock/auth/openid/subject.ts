/**
 * The `sub` by which a client knows a person.
 *
 * @see OpenID Connect Core §8: the same for all, or another for each sector
 */
import { createHash } from 'node:crypto';
import type { IdToken, SeedClient, TokenCredential } from '../../../specs/generated/vocabulary.ts';
import * as records from '../oauth/token-records.ts';
import type { TokenRecord } from '../oauth/token-records.ts';
import type { World } from '../../sandboxes/sandbox.ts';

/** Clients of one host are one sector (§8.1); the host of the first redirect URI, where there are several. */
function sectorOf({ redirect_uris: [uri] = [], client_id }: SeedClient): string {
  if (uri === undefined || !URL.canParse(uri)) return client_id;
  const { hostname, protocol } = new URL(uri);
  return hostname === '' ? protocol : hostname;
}

export function subjectOf(
  world: World,
  { subject_types: [first = 'public'] = [] }: IdToken,
  clientId: string,
  user: string,
): string {
  const client = world.people.clients.get(clientId);
  if (client === undefined || (client.subject_type ?? first) === 'public') return user;
  return createHash('sha256')
    .update(JSON.stringify([sectorOf(client), user, world.sandbox.seed, 'pairwise']))
    .digest('base64url');
}

/** Whom an access token speaks for, by the name that its client knows: a pairwise `sub` is told nowhere as another (§8.1). */
export const tokenSubject = (world: World, { id_token: openid }: TokenCredential, record: TokenRecord): string =>
  openid === undefined || record.user === null
    ? records.subjectOf(record)
    : subjectOf(world, openid, record.client, record.user);
