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

/** Milliseconds that a client may take to answer. */
const TIMEOUT = 5_000;

/** Nobody waits for it: a client that does not answer keeps nobody signed in. */
export function tellClients(call: Call, credential: TokenCredential, { clients, user, sid }: LoginSession): void {
  const { world, now } = call;
  const { id_token: openid } = credential;
  const { courier } = world;
  if (openid === undefined || courier === undefined) return;
  const issuedAt = Math.floor(now / 1000);
  for (const id of clients) {
    const uri = world.people.clients.get(id)?.backchannel_logout_uri;
    if (uri === undefined) continue;
    const token = signJwt(
      world.keys.get(ID_TOKEN_ALGORITHM),
      {
        iss: issuer(call, credential),
        sub: subjectOf(world, openid, id, user),
        aud: id,
        iat: issuedAt,
        exp: issuedAt + LIFETIME,
        jti: world.ids.uuid(),
        sid,
        events: { [EVENT]: {} },
      },
      'logout+jwt',
    );
    void Promise.resolve(
      chain(token, (logout_token) =>
        courier.run(async () => {
          await courier.post(
            uri,
            new URLSearchParams({ logout_token }).toString(),
            TIMEOUT,
            'application/x-www-form-urlencoded',
          );
        }),
      ),
    ).catch(() => undefined);
  }
}
