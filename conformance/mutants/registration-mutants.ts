/** Clients that register as anything, and registrations that anybody manages. */
import type { Registration } from '../../mock/auth/registration/registrations.ts';
import type { Call } from '../../mock/request/call.ts';
import { digest } from '../../mock/auth/secret-digest.ts';
import { readBody } from '../../mock/request/parsed-body.ts';
import { mutants } from './mutant.ts';
import type { Mutant } from './mutant.ts';
import { withCall, withWorld } from './wrap/wrap-call.ts';
import { all, has } from './wrap/breakable-contracts.ts';
import type { Has } from './wrap/breakable-contracts.ts';
import { bodyAs, both, ofAction, replying, succeeded, without } from './wrap/wrap-reply.ts';
import { acting, actingOn, wording } from './wrap/wrap-steps.ts';
import { notTaking, seeing } from './wrap/wrap-store.ts';

type Members = Record<string, unknown>;

/** The endpoint sees other metadata. */
const sent = (
  at: 'client.register' | 'client.manage',
  change: (metadata: Members, call: Call) => Members,
): ReturnType<typeof acting> =>
  acting(at, (call) => {
    const body = readBody(call);
    return body.state === 'json' && typeof body.value === 'object' && body.value !== null
      ? withCall(call, { parsedBody: { state: 'json', value: change(body.value as Members, call) } })
      : call;
  });

const answering = (at: 'client.register' | 'client.manage', change: (body: Members) => Members) =>
  replying(both(ofAction(at), succeeded), bodyAs(change));

const omit = (name: string) => (body: Members) =>
  Object.fromEntries(Object.entries(body).filter(([member]) => member !== name));

const texts = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const REGISTRATION: readonly Mutant[] = mutants(has('client.register'), [
  {
    id: 'register.fragment-cut',
    title: 'A redirect URI with a fragment is registered without it.',
    killedBy: ['oauth.register-redirect'],
    seams: sent('client.register', (body) => ({
      ...body,
      ...('redirect_uris' in body && {
        redirect_uris: texts(body['redirect_uris']).map((uri) => String(uri).replace(/#.*/, '')),
      }),
    })),
  },
  {
    id: 'register.redirect-wording',
    title: 'A redirect URI that cannot be one is invalid_client_metadata.',
    killedBy: ['oauth.register-redirect'],
    seams: wording('unfit_redirect_uri', 'invalid_client_metadata'),
  },
  {
    id: 'register.no-redirect',
    title: 'A client of the authorization code flow need not register a redirect URI.',
    killedBy: ['oauth.register-no-redirect'],
    seams: sent('client.register', (body) => ({ redirect_uris: ['https://any.example/'], ...body })),
  },
  {
    id: 'register.grants-dropped',
    title: 'Grants that there are not are left out, and nobody is told.',
    killedBy: ['oauth.register-grant'],
    seams: sent('client.register', (body) => ({
      ...body,
      ...(Array.isArray(body['grant_types']) && {
        grant_types: body['grant_types'].filter((name) => !String(name).startsWith('urn:suite')),
      }),
    })),
  },
  {
    id: 'register.way-default',
    title: 'A client that cannot authenticate so is registered for HTTP Basic.',
    killedBy: ['oauth.register-grant'],
    seams: sent('client.register', (body) =>
      body['token_endpoint_auth_method'] === 'suite_none' ? omit('token_endpoint_auth_method')(body) : body,
    ),
  },
  {
    id: 'register.response-types-ignored',
    title: 'response_types are not looked at.',
    killedBy: ['oauth.register-grant'],
    seams: sent('client.register', omit('response_types')),
  },
  {
    id: 'register.both-keys',
    title: 'Of keys by value and by reference the second is ignored.',
    killedBy: ['oauth.register-keys'],
    seams: sent('client.register', (body) => ('jwks' in body ? omit('jwks_uri')(omit('jwks')(body)) : body)),
  },
  {
    id: 'register.types-ignored',
    title: 'Members of another type are ignored.',
    killedBy: ['oauth.register-types'],
    seams: sent('client.register', (body) =>
      Object.fromEntries(Object.entries(body).filter(([, value]) => typeof value !== 'number')),
    ),
  },
  {
    id: 'register.unknown-refused',
    title: 'A member that the server does not know is refused.',
    killedBy: ['oauth.register-unknown'],
    seams: sent('client.register', (body) => ('suite_member' in body ? { client_name: 7 } : body)),
  },
  {
    id: 'register.default-public',
    title: 'A client that says nothing of it is registered as a public one.',
    killedBy: ['oauth.register-defaults', 'oauth.register-secret'],
    seams: sent('client.register', (body) => ({ token_endpoint_auth_method: 'none', ...body })),
  },
  {
    id: 'register.public-secret',
    title: 'A public client gets a secret.',
    killedBy: ['oauth.register-secret'],
    seams: answering('client.register', (body) => ({ client_secret: 'a_secret_for_nothing', ...body })),
  },
  {
    id: 'register.short-secret',
    title: 'The secret is short.',
    killedBy: ['oauth.register-secret'],
    seams: answering('client.register', (body) => ({
      ...body,
      ...(typeof body['client_secret'] === 'string' && { client_secret: body['client_secret'].slice(0, 6) }),
    })),
  },
  {
    id: 'register.secret-expired',
    title: 'The secret is said to have ended when it began.',
    killedBy: ['oauth.register-secret'],
    seams: answering('client.register', (body) => ({ ...body, client_secret_expires_at: 1 })),
  },
  {
    id: 'register.not-told',
    title: 'The answer does not say what was registered.',
    killedBy: ['oauth.register'],
    seams: answering('client.register', omit('redirect_uris')),
  },
  {
    id: 'register.in-milliseconds',
    title: 'client_id_issued_at is in milliseconds.',
    killedBy: ['oauth.register'],
    seams: answering('client.register', (body) => ({
      ...body,
      client_id_issued_at: Number(body['client_id_issued_at']) * 1_000,
    })),
  },
  {
    id: 'register.cached',
    title: 'A cache may keep the secret.',
    killedBy: ['oauth.register'],
    seams: replying(both(ofAction('client.register'), succeeded), without('cache-control')),
  },
  {
    id: 'register.of-no-use',
    title: 'The client that is told is not there.',
    killedBy: ['oauth.register-used'],
    seams: answering('client.register', (body) => ({ ...body, client_id: `${String(body['client_id'])}0` })),
  },
  {
    id: 'metadata.registration-hidden',
    title: 'The metadata do not say where clients register.',
    killedBy: ['oauth.metadata-endpoints'],
    seams: replying(ofAction('metadata'), bodyAs(omit('registration_endpoint'))),
  },
]);

/** The endpoint sees the registration with the token that the request has. */
const anyToken = actingOn('client.manage', (store, call) =>
  seeing<Registration>('registration:', (registration) => ({
    ...registration,
    token_digest: digestOfToken(call) ?? registration.token_digest,
  }))(store),
);

function digestOfToken({ request }: Call): string | undefined {
  const token = /^bearer +(\S+)$/i.exec(String(request.headers.authorization))?.[1];
  return token === undefined ? undefined : digest(token);
}

export const MANAGEMENT: readonly Mutant[] = mutants(all(has('client.register'), has('client.manage')), [
  {
    id: 'registration.any-token',
    title: 'Any token manages any registration.',
    killedBy: ['oauth.registration-token'],
    seams: anyToken,
  },
  {
    id: 'registration.update-kept',
    title: 'A replacement changes only what it names.',
    killedBy: ['oauth.registration-update'],
    seams: sent('client.manage', (body, call) => {
      const [id = ''] = Object.values(call.request.params);
      const uris = call.world.people.clients.get(id)?.grants.includes('refresh_token');
      return { ...(uris === true && { grant_types: ['authorization_code', 'refresh_token'] }), ...body };
    }),
  },
  {
    id: 'registration.update-lost',
    title: 'A replacement is answered, and nothing changes.',
    killedBy: ['oauth.registration-update'],
    seams: acting('client.manage', (call) =>
      call.request.method === 'PUT' ? withWorld(call, { changePeople: () => undefined }) : call,
    ),
  },
  {
    id: 'registration.update-new-secret',
    title: 'A replacement comes with another secret.',
    killedBy: ['oauth.registration-update'],
    seams: replying(
      (call, reply) =>
        ofAction('client.manage')(call, reply) && call.request.method === 'PUT' && succeeded(call, reply),
      bodyAs((body) => ({ ...body, client_secret: 'another_secret_of_forty_letters_and_more' })),
    ),
  },
  {
    id: 'registration.update-any-id',
    title: 'A replacement may name another client, or none.',
    killedBy: ['oauth.registration-update-id'],
    seams: sent('client.manage', (body, { request }) => ({ ...body, client_id: Object.values(request.params)[0] })),
  },
  {
    id: 'registration.update-any-secret',
    title: 'A secret in a replacement is not looked at.',
    killedBy: ['oauth.registration-update-secret'],
    seams: sent('client.manage', omit('client_secret')),
  },
  {
    id: 'registration.update-unjudged',
    title: 'Redirect URIs of a replacement are cut to fit.',
    killedBy: ['oauth.registration-update-judged'],
    seams: sent('client.manage', (body) => ({
      ...body,
      redirect_uris: texts(body['redirect_uris']).map((uri) => String(uri).replace(/#.*/, '')),
    })),
  },
  {
    id: 'registration.not-deleted',
    title: 'A registration that was ended is answered 204, and stays.',
    killedBy: ['oauth.registration-delete'],
    seams: acting('client.manage', (call) =>
      call.request.method === 'DELETE'
        ? withWorld(call, { changePeople: () => undefined, store: notTaking('registration:')(call.world.store) })
        : call,
    ),
  },
  {
    id: 'registration.other-uri',
    title: 'registration_client_uri leads elsewhere.',
    killedBy: ['oauth.registration-read'],
    seams: answering('client.register', (body) => ({
      ...body,
      registration_client_uri: `${String(body['registration_client_uri'])}/`,
    })),
  },
  {
    id: 'registration.other-token',
    title: 'Reading tells a token that is not in force.',
    killedBy: ['oauth.registration-read'],
    seams: answering('client.manage', (body) => ({ ...body, registration_access_token: 'a_token_that_nobody_knows' })),
  },
]);

const dpop: Has = ({ credentials }) =>
  [...credentials.values()].some((one) => one.kind === 'token' && one.dpop !== undefined);

/** No built-in contract both registers clients and takes proofs. */
export const REGISTERED_PROOFS: readonly Mutant[] = mutants(all(has('client.register'), dpop), [
  {
    id: 'register.proofs-forgotten',
    title: 'A client that registers to send proofs gets tokens without.',
    killedBy: ['oauth.register-dpop'],
    seams: sent('client.register', omit('dpop_bound_access_tokens')),
  },
]);
