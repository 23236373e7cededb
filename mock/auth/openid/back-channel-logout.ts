/**
 * Tells the clients of a session that it has ended.
 *
 * @see OpenID Connect Back-Channel Logout §2.4, §2.5
 */
import { chain } from '../../state/awaitable.ts';
import { issuer } from '../oauth/issuer.ts';
import { signJwt } from '../oauth/signed-jwt.ts';
import { ID_TOKEN_ALGORITHM } from './id-token.ts';
import type { LoginSession } from './login-sessions.ts';
import { subjectOf } from './subject.ts';
import type { TokenCredential } from '../../../specs/generated/vocabulary.ts';
import type { Call } from '../../request/call.ts';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

/** Seconds that a logout token is good for: a client takes it at once or not at all. */
const LIFETIME = 120;

/** Nobody waits for it: a client that does not answer keeps nobody signed in, and is asked again. */
export function tellClients(call: Call, credential: TokenCredential, { clients, user, sid }: LoginSession): void {
  const { world, now } = call;
  const { id_token: openid } = credential;
  const { webhooks } = world;
  if (openid === undefined || webhooks === undefined) return;
  const issuedAt = Math.floor(now / 1000);
  for (const id of clients) {
    const client = world.people.clients.get(id);
    const url = client?.backchannel_logout_uri;
    if (client === undefined || url === undefined) continue;
    const jti = world.ids.uuid();
    const token = signJwt(
      world.keys.get(ID_TOKEN_ALGORITHM),
      {
        iss: issuer(call, credential),
        sub: subjectOf(world, openid, id, user),
        aud: id,
        iat: issuedAt,
        exp: issuedAt + LIFETIME,
        jti,
        sid,
        events: { [EVENT]: {} },
      },
      'logout+jwt',
    );
    void Promise.resolve(
      chain(token, (text) =>
        webhooks.loggedOut({ client: id, tenant: client.tenant, url, id: jti, token: text, time: now }),
      ),
    ).catch(() => undefined);
  }
}
