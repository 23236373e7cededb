/** Clients that authenticate by a JWT which is not good. */
import { createHmac, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { assertionKey } from '../../mock/auth/oauth/assertion-keys.ts';
import { baseUrl } from '../../mock/auth/oauth/issuer.ts';
import { decodeJwt } from '../../mock/auth/oauth/signed-jwt.ts';
import type { DecodedJwt } from '../../mock/auth/oauth/signed-jwt.ts';
import type { Call } from '../../mock/request/call.ts';
import type { Seams } from '../../mock/pipeline/seams.ts';
import { mutants } from './mutant.ts';
import type { Has } from './wrap/breakable-contracts.ts';
import { formOf, withForm, withHeaders } from './wrap/wrap-call.ts';
import { acting, actingOn, insisting } from './wrap/wrap-steps.ts';
import { forgetting } from './wrap/wrap-store.ts';

const signing: Has = ({ operations }) =>
  operations.some(
    ({ action }) =>
      action.type === 'token.issue' &&
      action.client_authentication.some((way) => way === 'private_key_jwt' || way === 'client_secret_jwt'),
  );

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The assertion that the client would have made, in the way that this one was made. */
function signedAnew(call: Call, client: string, { header, claims }: Pick<DecodedJwt, 'header' | 'claims'>): string {
  if (header['alg'] === 'HS256') {
    const input = `${part(header)}.${part(claims)}`;
    const secret = call.world.people.clients.get(client)?.client_secret ?? '';
    return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
  }
  const input = `${part({ ...header, alg: 'ES256' })}.${part(claims)}`;
  const key = createPrivateKey({ key: assertionKey(call.world, client).privateJwk, format: 'jwk' });
  return `${input}.${sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

const isTime = (value: unknown): value is number => typeof value === 'number';

/** A refused assertion is mended and tried once more. */
const mending = (
  change: (assertion: DecodedJwt, call: Call) => { readonly header?: object; readonly claims?: object } | undefined,
): Seams =>
  insisting('token.issue', ['invalid_client'], (call) => {
    const assertion = decodeJwt(formOf(call)['client_assertion'] ?? '');
    const mended = assertion && change(assertion, call);
    if (mended === undefined || assertion === undefined) return undefined;
    const claims = { ...assertion.claims, ...mended.claims };
    const client = String((claims as DecodedJwt['claims'])['iss']);
    return withForm(call, {
      client_assertion: signedAnew(call, client, { header: { ...assertion.header, ...mended.header }, claims }),
    });
  });

const claim = (name: string, right: (call: Call, claims: DecodedJwt['claims']) => unknown): Seams =>
  mending(({ claims, header }, call) =>
    header['alg'] === 'ES256' || header['alg'] === 'HS256' ? { claims: { [name]: right(call, claims) } } : undefined,
  );

const seconds = ({ now }: Call): number => Math.floor(now / 1000);

/** The checks of both ways. */
const both = (id: string): readonly string[] => [`oauth.client-key${id}`, `oauth.client-mac${id}`];

/** Signed by HMAC with the public key in some form, or with nothing that is secret. */
function isConfused({ header, input, signature, claims }: DecodedJwt, call: Call): boolean {
  if (header['alg'] !== 'HS256') return false;
  const client = String(claims['iss']);
  const { d: _, alg: __, ...jwk } = assertionKey(call.world, client).privateJwk;
  const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
  return [publicKey.export({ type: 'spki', format: 'pem' }).toString(), JSON.stringify(jwk), client, ''].some(
    (secret) => createHmac('sha256', secret).update(input).digest().equals(signature),
  );
}

export const CLIENT_ASSERTIONS = mutants(signing, [
  {
    id: 'client-jwt.refused',
    title: 'No JWT authenticates a client.',
    killedBy: both(''),
    seams: acting('token.issue', (call) => withForm(call, { client_assertion: undefined })),
  },
  {
    id: 'client-jwt.audience-ignored',
    title: 'A client is authenticated by a JWT for another server.',
    killedBy: both('-aud'),
    seams: claim('aud', baseUrl),
  },
  {
    id: 'client-jwt.subject-ignored',
    title: 'A client is authenticated by a JWT about somebody else.',
    killedBy: both('-sub'),
    seams: claim('sub', (_call, { iss }) => iss),
  },
  {
    id: 'client-jwt.issuer-ignored',
    title: 'A client is authenticated by a JWT of an unknown issuer.',
    killedBy: both('-iss'),
    seams: claim('iss', (_call, { sub }) => sub),
  },
  {
    id: 'client-jwt.expired-accepted',
    title: 'A client is authenticated by a JWT that has expired.',
    killedBy: both('-expired'),
    seams: claim('exp', (call, { exp }) => (isTime(exp) && exp <= seconds(call) ? seconds(call) + 60 : exp)),
  },
  {
    id: 'client-jwt.second-too-old',
    title: 'A client is authenticated by a JWT in the second of its exp.',
    killedBy: both('-edge'),
    seams: claim('exp', (call, { exp }) => (exp === seconds(call) ? seconds(call) + 60 : exp)),
  },
  {
    id: 'client-jwt.endless-accepted',
    title: 'A client is authenticated by a JWT without an end.',
    killedBy: both('-no-exp'),
    seams: claim('exp', (call, { exp }) => exp ?? seconds(call) + 60),
  },
  {
    id: 'client-jwt.far-accepted',
    title: 'A client is authenticated by a JWT that is good for ever.',
    killedBy: both('-exp-far'),
    seams: claim('exp', (call, { exp }) => (isTime(exp) && exp > seconds(call) + 60 ? seconds(call) + 60 : exp)),
  },
  {
    id: 'client-jwt.nameless-accepted',
    title: 'A client is authenticated by a JWT that has no jti.',
    killedBy: both('-no-jti'),
    seams: claim('jti', (call, { jti }) => (jti === undefined || jti === '' ? call.world.ids.uuid() : jti)),
  },
  {
    id: 'client-jwt.replayed',
    title: 'A JWT authenticates its client as often as it is sent.',
    killedBy: both('-once'),
    seams: actingOn('token.issue', forgetting('assertion:')),
  },
  {
    id: 'client-jwt.signature-ignored',
    title: 'The signature of the JWT that authenticates a client is not checked.',
    killedBy: both('-forged'),
    seams: mending(({ header }) => (String(header['alg']).toLowerCase() === 'none' ? undefined : {})),
  },
  {
    id: 'client-jwt.none-accepted',
    title: 'A client is authenticated by a JWT that is not signed (alg none).',
    killedBy: both('-none'),
    seams: mending(({ header }) =>
      String(header['alg']).toLowerCase() === 'none' ? { header: { alg: 'ES256' } } : undefined,
    ),
  },
  {
    id: 'client-jwt.confusion-accepted',
    title: 'A client is authenticated by an HMAC with its public key, or with its name.',
    killedBy: ['oauth.client-key-confused'],
    seams: mending((assertion, call) => (isConfused(assertion, call) ? { header: { alg: 'ES256' } } : undefined)),
  },
  {
    id: 'client-jwt.type-ignored',
    title: 'client_assertion_type is not looked at.',
    killedBy: both('-type'),
    seams: acting('token.issue', (call) =>
      formOf(call)['client_assertion'] === undefined
        ? call
        : withForm(call, { client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' }),
    ),
  },
  {
    id: 'client-jwt.twice-accepted',
    title: 'A client may authenticate by a JWT and by HTTP Basic at once.',
    killedBy: both('-twice'),
    seams: acting('token.issue', (call) =>
      formOf(call)['client_assertion'] === undefined ? call : withHeaders(call, { authorization: undefined }),
    ),
  },
  {
    id: 'client-jwt.contradiction-accepted',
    title: 'The client_id beside a JWT is not looked at.',
    killedBy: both('-contradicted'),
    seams: acting('token.issue', (call) =>
      formOf(call)['client_assertion'] === undefined ? call : withForm(call, { client_id: undefined }),
    ),
  },
]);
