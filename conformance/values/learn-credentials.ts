/** Keeps what an answer gave out: tokens and sessions, for whom and for how long. */
import { contractMs } from '../../mock/contract/durations.ts';
import { fieldsOf } from '../checks/derived/support/invalid-bodies.ts';
import { parseJwt } from '../checks/oauth/read-jwt.ts';
import { certificateThumbprint } from '../driver/client-certificate.ts';
import { provenKey } from './expected-fact.ts';
import type { Reading } from './read-fields.ts';
import type { Issued, Memory, ObservedAnswer } from './answer-context.ts';
import { asker } from './read-token-request.ts';

const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

export async function learn(observed: ObservedAnswer, { facts }: Reading): Promise<void> {
  const {
    contract,
    operation: { action },
    request,
    memory,
    exchange: { status },
  } = observed;
  if (action.type === 'profile.update') memory.profiles = 'changed';
  if (status >= 300) return;
  const stated = (fact: string): unknown => facts.find((one) => one.fact === fact)?.value;
  if (action.type === 'token.issue') {
    const token = stated('token.access_token');
    const scope = stated('token.scope');
    keepSignIn(observed, stated('token.refresh_token'), stated('token.id_token'));
    if (typeof token !== 'string') return;
    const credential = contract.credentials.get(action.credential);
    const lifetime =
      number(stated('token.expires_in')) ??
      (credential?.kind === 'token' ? contractMs(credential.lifetime) / 1000 : undefined);
    memory.issued.set(token, {
      credential: action.credential,
      scopes: typeof scope === 'string' ? scope.split(' ') : undefined,
      at: await observed.at(),
      lifetime,
      idleMs: undefined,
      holder: asker(observed),
      jkt: String(stated('token.token_type')).toLowerCase() === 'dpop' ? provenKey(observed) : undefined,
      x5t:
        credential?.kind === 'token' && credential.certificate_bound !== undefined && request.certificate
          ? certificateThumbprint(request.certificate)
          : undefined,
      ...speaker(memory, fieldsOf(request)),
    });
  }
  if (action.type === 'session.open') {
    const token = stated('session.token');
    const credential = contract.credentials.get(action.credential);
    if (typeof token !== 'string' || credential?.kind !== 'session') return;
    memory.issued.set(token, {
      credential: action.credential,
      scopes: undefined,
      at: await observed.at(),
      lifetime: undefined,
      idleMs: contractMs(credential.idle),
      holder: userOf(observed),
      own: true,
    });
  }
}

/** A refresh token leads back to the sign-in that it came with; so does each that takes its place. */
function keepSignIn({ memory, request }: ObservedAnswer, refreshToken: unknown, idToken: unknown): void {
  if (typeof refreshToken !== 'string') return;
  const first =
    memory.signedIn.get(String(fieldsOf(request)?.['refresh_token'])) ??
    (typeof idToken === 'string' ? parseJwt(idToken)?.claims : undefined);
  if (first !== undefined) memory.signedIn.set(refreshToken, first);
}

/** Whom a token speaks for: its client, unless a person agreed; one that was traded, for whom the first does. */
function speaker(
  memory: Memory,
  fields: Readonly<Record<string, unknown>> | undefined,
): Pick<Issued, 'own' | 'subject'> {
  const traded = fields?.['subject_token'];
  if (typeof traded !== 'string') return { own: fields?.['grant_type'] === 'client_credentials' };
  const first = memory.issued.get(traded);
  return { own: first?.own ?? false, subject: first?.subject ?? first?.holder };
}

/** The user whose name and password a login carries. */
export function userOf({ operation: { action }, request, target }: ObservedAnswer): string | undefined {
  if (action.type !== 'session.open') return undefined;
  const sent = request.body ?? '';
  return target.credentials.users.find(
    ({ password, username }) =>
      password !== null &&
      username !== null &&
      sent.includes(JSON.stringify(password)) &&
      sent.includes(JSON.stringify(username)),
  )?.id;
}
