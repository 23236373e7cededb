/** Clients that prove themselves by the certificate that they connect with, and tokens that are bound to it (RFC 8705). */
import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, get } from 'node:https';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeJwt } from 'jose';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import t from 'tap';
import type { Test } from 'tap';
import { Agent, fetch } from 'undici';
import type { RequestInit } from 'undici';
import { CERTIFICATES } from '../explain/mistakes/certificates.ts';
import { ownAuthority, revocationList } from './own-authority.ts';
import { startSandbox } from '../index.ts';
import type { SandboxHandle } from '../index.ts';
import { selfSigned } from '../server/self-signed-certificate.ts';
import type { Certificate } from '../server/self-signed-certificate.ts';

const VIADUCT = fileURLToPath(new URL('../../../mock/test/fixtures/viaduct.yaml', import.meta.url));
const SEED = 'rails';

const sandbox = await startSandbox({ contracts: [VIADUCT], tls: true, strict: true, seed: SEED });
const { clients, keys } = await sandbox.credentials('viaduct');
const certificates = new Map([
  ...clients.map(({ client_id: id, certificate }) => [id, certificate] as const),
  ...keys.map(({ id, certificate }) => [id, certificate] as const),
]);
const of = (id: string): Certificate => certificates.get(id)!;
/** Of nobody's: the sandbox has never seen it. */
const stranger = await selfSigned('stranger.example');

const agents = new Map<Certificate | undefined, Agent>();
function agentFor(certificate: Certificate | undefined): Agent {
  const found = agents.get(certificate);
  if (found !== undefined) return found;
  const made = new Agent({ connect: { ca: sandbox.ca!, ...certificate } });
  agents.set(certificate, made);
  return made;
}
t.teardown(async () => {
  await Promise.all([...agents.values()].map((agent) => agent.close()));
  await sandbox.close();
});

interface Reply {
  readonly status: number;
  readonly challenge: string | null;
  readonly body: Readonly<Record<string, unknown>>;
  /** What the journal has of it. */
  readonly mistake: string | undefined;
  readonly finding: string | undefined;
}

/** @param certificate that the connection is made with; none for undefined */
async function json(
  url: string,
  certificate: Certificate | undefined,
  init: RequestInit = {},
  where: SandboxHandle = sandbox,
): Promise<Reply> {
  const secure = url.startsWith('https:');
  const answer = await fetch(url, { ...init, ...(secure && { dispatcher: agentFor(certificate) }) });
  const entry = where.journal.get(Number(answer.headers.get('x-tollgate-request')));
  return {
    status: answer.status,
    challenge: answer.headers.get('www-authenticate'),
    body: JSON.parse((await answer.text()) || '{}') as Reply['body'],
    mistake: entry?.details?.explanation?.mistake,
    finding: entry?.details?.explanation?.finding,
  };
}

const send = (
  path: string,
  certificate: Certificate | undefined,
  init?: RequestInit,
  where: SandboxHandle = sandbox,
): Promise<Reply> => json(where.url('viaduct') + path, certificate, init, where);

const post = (form: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}): RequestInit => ({
  method: 'POST',
  body: new URLSearchParams(form),
  headers,
});
const GRANT = { grant_type: 'client_credentials' };
const basic = (id: string): Readonly<Record<string, string>> => ({
  authorization: `Basic ${Buffer.from(`${id}:secret_sandbox_${id}`).toString('base64')}`,
});
const ask = (id: string, certificate: Certificate | undefined, path = '/token'): Promise<Reply> =>
  send(path, certificate, post({ ...GRANT, client_id: id }));
const tokenOf = async (id: string, path = '/token'): Promise<string> =>
  String((await ask(id, of(id), path)).body['access_token']);
const use = (token: string, certificate: Certificate | undefined, path = '/line'): Promise<Reply> =>
  send(path, certificate, { headers: { authorization: `Bearer ${token}` } });
const thumbprint = ({ cert }: Certificate): string =>
  createHash('sha256').update(new X509Certificate(cert).raw).digest('base64url');

const made = new Set<string | undefined>();
const refusedFor = (t: Test, reply: Reply, error: string, mistake: string, finding: RegExp, why: string): void => {
  made.add(reply.mistake);
  t.match(reply, { body: { error }, mistake, finding }, why);
};

t.test('each client is known by its own certificate, and by no other', async (t) => {
  const ways = ['dispatch', 'signal', 'points', 'relay', 'inspector', 'gauge'];
  for (const id of ways) {
    t.match(await ask(id, of(id)), { status: 200, body: { token_type: 'Bearer' } }, id);
    const none = await ask(id, undefined);
    t.equal(none.status, 401, `${id} without a certificate`);
    refusedFor(t, none, 'invalid_client', 'certificate-missing', /showed no certificate/, id);
    const another = ways.find((other) => other !== id)!;
    for (const [whose, certificate] of [
      [another, of(another)],
      ['a stranger', stranger],
    ] as const) {
      const reply = await ask(id, certificate);
      t.match(reply, { status: 401, body: { error: 'invalid_client' } }, `${id} with the certificate of ${whose}`);
      t.match(
        reply.body['error_description'],
        /a client that is unknown, or another secret or certificate than its own/,
        'nothing is told of which it is',
      );
    }
  }
  const unknown = await ask('nobody', of('dispatch'));
  t.match(unknown.body, (await ask('dispatch', stranger)).body, 'nor whether there is such a client');
  const subject = /the connection has a certificate of CN=gauge/i;
  refusedFor(t, await ask('dispatch', of('gauge')), 'invalid_client', 'certificate-authority', subject, 'authority');
  refusedFor(
    t,
    await ask('signal', of('dispatch')),
    'invalid_client',
    'certificate-name',
    /CN=dispatch,OU=Rail\\, freight,O=Upper Line,C=SE; the client registered tls_client_auth_san_dns signal\.lower/,
    'name',
  );
  refusedFor(
    t,
    await ask('gauge', stranger),
    'invalid_client',
    'certificate-key',
    /CN=localhost.*none that this client registered/,
    'key',
  );
});

t.test('the certificates of the sandbox are those of its seed, whichever process made them', async (t) => {
  await using twin = await startSandbox({ contracts: [VIADUCT], tls: true, seed: SEED });
  const sheet = await twin.credentials('viaduct');
  const key = ({ certificate }: (typeof sheet.clients)[number]): string | undefined => certificate?.key;
  t.strictSame(sheet.clients.map(key), clients.map(key));
  t.equal(clients.filter((client) => key(client) !== undefined).length, 8);
});

t.test('a token is bound to the certificate that it was asked for with', async (t) => {
  const token = await tokenOf('dispatch');
  const bound = { 'x5t#S256': thumbprint(of('dispatch')) };
  t.strictSame(decodeJwt(token)['cnf'], bound);
  t.match(await use(token, of('dispatch')), { status: 200, body: { id: 'upper-line' } });
  const none = await use(token, undefined);
  t.match(none, { status: 401, challenge: /^Bearer .*error="invalid_token"/ });
  refusedFor(t, none, 'invalid_token', 'certificate-token', /showed none/, 'no certificate');
  refusedFor(t, await use(token, of('signal')), 'invalid_token', 'certificate-token', /another certificate/, 'another');
  const told = await send('/introspect', of('gauge'), post({ client_id: 'gauge', token }));
  t.match(told.body, { active: true, client_id: 'dispatch', cnf: bound });

  const free = await send('/token', undefined, post(GRANT, basic('office')));
  t.equal(decodeJwt(String(free.body['access_token']))['cnf'], undefined);
  for (const certificate of [undefined, stranger])
    t.equal((await use(String(free.body['access_token']), certificate)).status, 200, 'bound to none');
  const connected = await send('/token', stranger, post(GRANT, basic('office')));
  const own = String(connected.body['access_token']);
  t.equal((await use(own, stranger)).status, 200, 'a client with a secret has its tokens bound to any certificate');
  t.equal((await use(own, undefined)).status, 401);

  const must = await send('/token', undefined, post(GRANT, basic('bureau')));
  t.equal(must.status, 400);
  refusedFor(t, must, 'invalid_request', 'certificate-missing', /showed no certificate/, 'one that must');
  t.equal((await send('/token', of('bureau'), post(GRANT, basic('bureau')))).status, 200);

  const track = await tokenOf('gauge', '/track/token');
  t.equal((await use(track, of('gauge'), '/track')).status, 200);
  t.equal((await use(track, stranger, '/track')).status, 401);
  t.match((await send('/track/introspect', of('gauge'), post({ client_id: 'gauge', token: track }))).body, {
    active: true,
    cnf: { 'x5t#S256': thumbprint(of('gauge')) },
  });
  t.equal((await send('/introspect', undefined, post({ client_id: 'gauge', token }))).status, 401, 'asks without one');
});

t.test('client libraries connect with certificates, through discovery', async (t) => {
  const base = sandbox.url('viaduct');
  const issuer = new URL(base);
  const through =
    (certificate: Certificate) =>
    (url: string, init: object): Promise<Response> =>
      fetch(url, { ...init, dispatcher: agentFor(certificate) });
  const custom = { [oauth.customFetch]: through(of('signal')) };
  const found = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...custom });
  const as = await oauth.processDiscoveryResponse(issuer, found);
  t.match(as, {
    token_endpoint_auth_methods_supported: ['tls_client_auth', 'self_signed_tls_client_auth', 'client_secret_basic'],
    tls_client_certificate_bound_access_tokens: true,
    mtls_endpoint_aliases: { token_endpoint: `${base}/token`, introspection_endpoint: `${base}/introspect` },
  });
  const client: oauth.Client = { client_id: 'signal', use_mtls_endpoint_aliases: true };
  const answer = await oauth.clientCredentialsGrantRequest(as, client, oauth.TlsClientAuth(), {}, custom);
  const { access_token: token } = await oauth.processClientCredentialsResponse(as, client, answer);
  const line = await oauth.protectedResourceRequest(token, 'GET', new URL(`${base}/line`), undefined, null, custom);
  t.match(await line.json(), { id: 'lower-line' });
  const told = await oauth.introspectionRequest(as, client, oauth.TlsClientAuth(), token, custom);
  t.match(await oauth.processIntrospectionResponse(as, client, told), {
    active: true,
    cnf: { 'x5t#S256': thumbprint(of('signal')) },
  });

  const config = await openid.discovery(issuer, 'gauge', { use_mtls_endpoint_aliases: true }, openid.TlsClientAuth(), {
    algorithm: 'oauth2',
    [openid.customFetch]: through(of('gauge')),
  });
  const { access_token: own } = await openid.clientCredentialsGrant(config);
  const back = await openid.fetchProtectedResource(config, own, new URL(`${base}/line`), 'GET');
  t.equal(back.status, 200);
});

t.test('a client brings a certificate of its own, which ends when it says', async (t) => {
  await using world = await sandbox.open('own');
  const change = (body: object): Promise<Reply> =>
    json(`${sandbox.control}/clients/viaduct/gauge?sandbox=own`, undefined, {
      method: 'PATCH',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
  const jwk = new X509Certificate(stranger.cert).publicKey.export({ format: 'jwk' });
  t.match(await change({ certificate_key: null, jwks: { keys: [jwk] } }), { status: 200 });
  const own = (certificate: Certificate | undefined): Promise<Reply> =>
    send('/token', certificate, post({ ...GRANT, client_id: 'gauge' }), world);
  t.equal((await own(stranger)).status, 200);
  t.equal((await own(of('gauge'))).status, 401, 'the one before is its no more');
  world.clock.advance('P2Y');
  refusedFor(t, await own(stranger), 'invalid_client', 'certificate-time', /not valid now/, 'two years later');

  const flawed: readonly (readonly [body: object, detail: RegExp])[] = [
    [{ tls_client_auth_san_dns: 'a.example' }, /is for clients that authenticate by tls_client_auth/],
    [{ token_endpoint_auth_method: 'tls_client_auth', jwks: null }, /registers one of tls_client_auth_subject_dn/],
    [{ jwks: null }, /needs jwks or jwks_uri/],
    [{ client_secret: 'x' }, /has no client_secret/],
    [
      { token_endpoint_auth_method: 'tls_client_auth', tls_client_auth_subject_dn: 'nobody' },
      /must be a name such as CN=app/,
    ],
    [{ token_endpoint_auth_method: 'tls_client_auth', tls_client_auth_san_ip: 'a.example' }, /must be an IP address/],
  ];
  for (const [body, detail] of flawed) t.match(await change(body), { status: 400, body: { detail } });
});

t.test('without TLS the start says what is lacking, and so does every refusal', async (t) => {
  const lines: string[] = [];
  await using plain = await startSandbox({ contracts: [VIADUCT], seed: SEED, tell: (line) => lines.push(line) });
  t.match(lines, [/^clients of viaduct connect with certificates, which need TLS; .*give the option tls$/]);
  const token = await tokenOf('dispatch');
  t.type(token, 'string');
  const reply = await send('/token', undefined, post({ ...GRANT, client_id: 'dispatch' }), plain);
  refusedFor(t, reply, 'invalid_client', 'certificate-missing', /plain HTTP/, 'plain');
  const { body } = await send('/.well-known/oauth-authorization-server', undefined, {}, plain);
  t.equal(body['mtls_endpoint_aliases'], undefined, 'there is no place where certificates are asked for');
});

t.test('a refresh token of a public client is bound too', async (t) => {
  const contract = readFileSync('specs/oauth2.yaml', 'utf8').replace(
    /\n {4}dpop:/,
    '\n    certificate_bound: optional$&',
  );
  const file = join(t.testdir({ 'bound.yaml': contract }), 'bound.yaml');
  const { cert, key } = await selfSigned();
  await using bound = await startSandbox({ contracts: [file], tls: { cert, key } });
  bound.settings.change('bound', { consent: 'headless' });
  const own = new Map(
    [stranger, of('gauge'), undefined].map((one) => [one, new Agent({ connect: { ca: cert, ...one } })]),
  );
  const at = async (url: string, certificate: Certificate | undefined, init: RequestInit = {}) =>
    fetch(url, { ...init, redirect: 'manual', dispatcher: own.get(certificate)! });
  const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: 'app',
    redirect_uri: 'http://localhost:3000/callback',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const sent = await at(`${bound.url('bound')}/authorize?${query.toString()}`, undefined);
  const code = new URL(sent.headers.get('location')!).searchParams.get('code')!;
  const token = async (form: Readonly<Record<string, string>>, certificate: Certificate | undefined) => {
    const answer = await at(`${bound.url('bound')}/token`, certificate, post({ client_id: 'app', ...form }));
    return { answer, body: (await answer.json()) as Readonly<Record<string, unknown>> };
  };
  const redirect_uri = 'http://localhost:3000/callback';
  const first = await token(
    { grant_type: 'authorization_code', code, redirect_uri, code_verifier: verifier },
    stranger,
  );
  const refresh = { grant_type: 'refresh_token', refresh_token: String(first.body['refresh_token']) };
  for (const certificate of [undefined, of('gauge')]) {
    const { answer, body } = await token(refresh, certificate);
    t.match(body, { error: 'invalid_grant' });
    const entry = bound.journal.get(Number(answer.headers.get('x-tollgate-request')));
    made.add(entry?.details?.explanation?.mistake);
  }
  t.match((await token(refresh, stranger)).body, { token_type: 'Bearer' });
  await Promise.all([...own.values()].map((agent) => agent.close()));
});

const GATES = ['upper-gate', 'lower-gate', 'far-gate', 'gate-keeper'] as const;

t.test('a key is known by the certificate of its connection, whose name it registered', async (t) => {
  const lines = ['upper-line', 'lower-line', 'lower-line', 'upper-line'];
  for (const [i, id] of GATES.entries())
    t.match(await send('/gate', of(id)), { status: 200, body: { id: lines[i] } }, id);
  const refused = async (id: string, certificate: Certificate | undefined, mistake: string, finding: RegExp) => {
    const reply = await send('/gate', certificate);
    t.match(reply, { status: 401, challenge: /^ClientCertificate realm=/ }, id);
    refusedFor(t, reply, 'invalid_certificate', mistake, finding, id);
  };
  await refused('nobody', undefined, 'certificate-missing', /showed no certificate/);
  await refused('a stranger', stranger, 'certificate-authority', /CN=localhost, which no authority issued/);
  await refused('a client of the same authority', of('dispatch'), 'certificate-name', /no key is registered/);
  t.match(await send('/gate', of('old-gate')), { status: 401 }, 'a blocked one');
  t.match(await send('/gate', of('upper-lamp')), { status: 403, body: { error: 'insufficient_scope' } }, 'a role');
});

t.test(
  'beside a token the certificate must be of the same tenant; where either will do, the token counts',
  async (t) => {
    const bearer = async (id: string): Promise<RequestInit> => ({
      headers: {
        authorization: `Bearer ${String((await send('/token', undefined, post(GRANT, basic(id)))).body['access_token'])}`,
      },
    });
    const office = await bearer('office');
    t.match(await send('/gate/log', of('upper-gate'), office), { status: 200, body: { id: 'upper-line' } });
    t.match(await send('/gate/log', of('lower-gate'), office), { status: 403, body: { error: 'other_line' } });
    const none = await send('/gate/log', undefined, office);
    refusedFor(t, none, 'invalid_certificate', 'certificate-missing', /showed no certificate/, 'the token alone');
    t.match(await send('/gate/log', of('upper-gate')), { status: 401 }, 'the certificate alone');
    t.match(await send('/gate/state', of('lower-gate')), { status: 200, body: { id: 'lower-line' } });
    t.match(await send('/gate/state', undefined, office), { status: 200, body: { id: 'upper-line' } });
    t.match(await send('/gate/state', of('lower-gate'), office), { status: 200, body: { id: 'upper-line' } }, 'both');
    t.match(await send('/gate/state', of('lower-gate'), { headers: { authorization: 'Bearer nothing' } }), {
      status: 401,
    });
  },
);

t.test('the control plane makes keys with certificates, and revokes those that it replaces', async (t) => {
  await using world = await sandbox.open('gates');
  const control = (method: string, path: string, body?: object): Promise<Reply> =>
    json(`${sandbox.control}/keys/viaduct${path}?sandbox=gates`, undefined, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
  const gate = (certificate: unknown): Promise<Reply> => send('/gate', certificate as Certificate, {}, world);
  const asked = { credential: 'gate_certificate', tenant: 'lower-line' };
  const made = await control('POST', '', { ...asked, id: 'new"gate",1' });
  t.match(made, {
    status: 201,
    body: { secret: null, secret_hidden: false, certificate_name: { subject_dn: /^CN=new/ } },
  });
  t.match(await gate(made.body['certificate']), { status: 200, body: { id: 'lower-line' } });
  const named = await control('POST', '', { ...asked, id: 'named', certificate: { san_dns: 'Other.Gate.example' } });
  t.match(await gate(named.body['certificate']), { status: 200 });
  const flawed: readonly (readonly [body: object, detail: RegExp])[] = [
    [{ id: 'twin', certificate: { san_dns: 'other.gate.EXAMPLE' } }, /"named" of gate_certificate has that name/],
    [{ certificate: { subject_dn: 'nobody' } }, /must be a name such as CN=app/],
    [{ certificate: { san_ip: 'a.example' } }, /must be an IP address/],
    [{ public_key: stranger.cert }, /is a certificate, and not a key pair/],
  ];
  for (const [body, detail] of flawed)
    t.match(await control('POST', '', { ...asked, ...body }), { status: 400, body: { detail } });
  const renewed = await control('POST', '/gate_certificate/named/regenerate', { overlap: 'PT10M' });
  for (const [who, { body }] of Object.entries({ before: named, after: renewed }))
    t.equal((await gate(body['certificate'])).status, 200, `${who}, while both go on`);
  world.clock.advance('PT10M');
  t.equal((await gate(renewed.body['certificate'])).status, 200);
  const old = await gate(named.body['certificate']);
  t.equal(old.status, 401);
  refusedFor(
    t,
    old,
    'invalid_certificate',
    'certificate-replaced',
    /the certificate that named has now/,
    'the old one',
  );
  t.equal((await control('DELETE', '/gate_certificate/named')).status, 204);
  t.equal((await gate(renewed.body['certificate'])).status, 401, 'a deleted one');
  const again = await control('POST', '', { ...asked, id: 'heir', certificate: { san_dns: 'other.gate.example' } });
  t.equal((await gate(again.body['certificate'])).status, 200, 'its name is free again');
  world.clock.advance('P90Y');
  refusedFor(
    t,
    await gate(again.body['certificate']),
    'invalid_certificate',
    'certificate-time',
    /not valid now/,
    'late',
  );
});

/** Certificates of one's own: an authority, one below it, and what they issue. */
const house = await ownAuthority();

t.test('an authority of one’s own is trusted, over intermediate certificates too, and no more than that', async (t) => {
  const { root, between, chained, direct, forged, server, late } = house;
  await using own = await startSandbox({ contracts: [VIADUCT], tls: true, seed: SEED, tlsClientCa: root.cert });
  const control = (path: string, method: string, body: object): Promise<Reply> =>
    json(`${own.control}${path}`, undefined, {
      method,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
  for (const one of [undefined, ...Object.values(house)]) {
    await agents.get(one)?.close();
    agents.set(one, new Agent({ connect: { ca: own.ca!, ...one } }));
  }
  t.teardown(() => void agents.delete(undefined));
  const gate = (certificate: Certificate): Promise<Reply> => send('/gate', certificate, {}, own);
  const asked = { credential: 'gate_certificate', tenant: 'upper-line' };
  await control('/keys/viaduct', 'POST', {
    ...asked,
    id: 'partner',
    certificate: { subject_dn: 'CN=partner,O=Example' },
  });
  await control('/keys/viaduct', 'POST', { ...asked, id: 'host', certificate: { san_dns: 'partner.example' } });
  t.match(await gate(chained), { status: 200, body: { id: 'upper-line' } });
  // This agent resumes its sessions, which must not forget what the client sent.
  const resuming = new HttpsAgent({ ca: own.ca!, ...chained, maxCachedSessions: 10 });
  for (const time of ['first', 'again', 'once more']) {
    const [answer] = (await once(get(`${own.url('viaduct')}/gate`, { agent: resuming }), 'response')) as [
      IncomingMessage,
    ];
    answer.resume();
    await once(answer, 'end');
    t.equal(answer.statusCode, 200, time);
  }
  t.equal((await gate(direct)).status, 200, 'by a host name, from the root itself');
  const alone = await gate(house.alone);
  refusedFor(t, alone, 'invalid_certificate', 'certificate-authority', /CN=partner/, 'without what is between');
  refusedFor(
    t,
    await gate(forged),
    'invalid_certificate',
    'certificate-authority',
    /CN=partner/,
    'another root of the name',
  );
  refusedFor(
    t,
    await gate(server),
    'invalid_certificate',
    'certificate-purpose',
    /most often it is a server/,
    'a server',
  );
  refusedFor(t, await gate(late), 'invalid_certificate', 'certificate-time', /not valid now/, 'an expired one');
  t.equal((await gate(between)).status, 401, 'an authority is no client');

  // Clients of an authorization server, too.
  await control('/clients/viaduct', 'POST', {
    client_id: 'partner',
    tenant: 'upper-line',
    grants: ['client_credentials'],
    scopes: ['trains.read'],
    token_endpoint_auth_method: 'tls_client_auth',
    tls_client_auth_subject_dn: 'CN=partner,O=Example',
  });
  const token = (certificate: Certificate): Promise<Reply> =>
    send('/token', certificate, post({ ...GRANT, client_id: 'partner' }), own);
  t.match(await token(chained), { status: 200, body: { token_type: 'Bearer' } });
  for (const certificate of [direct, forged, late]) t.equal((await token(certificate)).status, 401);
});

t.test(
  'what an authority revoked is refused: a certificate, all below one, and tokens that are bound to them',
  async (t) => {
    const { root, between, chained, second, direct } = house;
    const partner = { credential: 'gate_certificate', tenant: 'upper-line' };
    const started = async (tlsClientCrl: string): Promise<SandboxHandle> => {
      const own = await startSandbox({
        contracts: [VIADUCT],
        tls: true,
        seed: SEED,
        tlsClientCa: root.cert + between.cert,
        tlsClientCrl,
      });
      const control = (path: string, body: object): Promise<Reply> =>
        json(`${own.control}${path}`, undefined, {
          method: 'POST',
          body: JSON.stringify(body),
          headers: { 'content-type': 'application/json' },
        });
      for (const one of [undefined, ...Object.values(house)]) {
        await agents.get(one)?.close();
        agents.set(one, new Agent({ connect: { ca: own.ca!, ...one } }));
      }
      const byName = { subject_dn: 'CN=partner,O=Example' };
      await control('/keys/viaduct', { ...partner, id: 'partner', certificate: byName });
      await control('/keys/viaduct', { ...partner, id: 'host', certificate: { san_dns: 'partner.example' } });
      await control('/clients/viaduct', {
        client_id: 'partner',
        tenant: 'upper-line',
        grants: ['client_credentials'],
        scopes: ['trains.read'],
        token_endpoint_auth_method: 'tls_client_auth',
        tls_client_auth_subject_dn: byName.subject_dn,
      });
      return own;
    };
    t.teardown(() => void agents.delete(undefined));
    const asked = post({ ...GRANT, client_id: 'partner' });
    {
      await using own = await started((await revocationList(root)) + (await revocationList(between, chained)));
      const revoked = await send('/gate', chained, {}, own);
      refusedFor(
        t,
        revoked,
        'invalid_certificate',
        'certificate-revoked',
        /serial number [\dA-F]+ is on the list/,
        'own',
      );
      t.equal((await send('/token', chained, asked, own)).status, 401, 'a client of an authorization server');
      t.equal((await send('/gate', second, {}, own)).status, 200, 'another certificate of the same name');
      t.equal((await send('/gate', direct, {}, own)).status, 200, 'of the other authority');
      t.equal((await send('/token', second, asked, own)).status, 200);
      const given = await send('/token', chained, post(GRANT, basic('office')), own);
      const authorization = `Bearer ${String(given.body['access_token'])}`;
      const bound = await send('/line', chained, { headers: { authorization } }, own);
      refusedFor(t, bound, 'invalid_token', 'certificate-revoked', /CN=partner/, 'a token that is bound to it');
    }
    {
      await using own = await started(await revocationList(root, between));
      const below = await send('/gate', second, {}, own);
      refusedFor(t, below, 'invalid_certificate', 'certificate-revoked', /below a certificate of CN=Between/, 'below');
      t.equal((await send('/gate', direct, {}, own)).status, 200);
    }
  },
);

t.test('a list that cannot be one is told in one line', async (t) => {
  const { root, between, chained } = house;
  const start = (tlsClientCrl: string, tlsClientCa?: string): Promise<SandboxHandle> =>
    startSandbox({
      contracts: [VIADUCT],
      tls: true,
      seed: SEED,
      tlsClientCrl,
      tell: () => undefined,
      ...(tlsClientCa !== undefined && { tlsClientCa }),
    });
  const good = await revocationList(root, between);
  const wrong: readonly (readonly [text: string, message: RegExp, ca?: string])[] = [
    [chained.cert, /tlsClientCrl has no revocation list in PEM; name/, root.cert],
    [
      '-----BEGIN X509 CRL-----\nnonsense\n-----END X509 CRL-----\n',
      /revocation list 1 of tlsClientCrl cannot be read/,
      root.cert,
    ],
    [
      await revocationList(house.impostor, between),
      /list 1 of tlsClientCrl \(CN=Root of Example\) is signed by none/,
      root.cert,
    ],
    [good + (await revocationList(between)), /list 2 of tlsClientCrl \(CN=Between\) is signed by none/, root.cert],
    [good, /tlsClientCrl needs tlsClientCa/],
  ];
  for (const [text, message, ca] of wrong) await t.rejects(start(text, ca), message);
});

t.test('lint tells keys that cannot be known by their certificates', async (t) => {
  const text = readFileSync(VIADUCT, 'utf8');
  const wrong: readonly (readonly [from: string, to: string, message: RegExp])[] = [
    ["certificate: { san_ip: '2001:db8::8' }", 'certificate: { san_ip: far }', /san_ip must be an IP address/],
    [
      'san_email: keeper@upper.example',
      'san_dns: GATE.lower.example',
      /"lower-gate" and "gate-keeper" .* have one name/,
    ],
    ['id: upper-gate,', 'id: upper-gate, secret: x,', /known by its certificate, which the sandbox makes/],
    [
      '      type: mutualTLS\n',
      '      type: http\n      scheme: bearer\n',
      /a scheme of type http carries no certificate/,
    ],
    [
      'credential: track_token }\n  schemas',
      'credential: gate_certificate }\n  schemas',
      /of type http carries no certificate/,
    ],
    [
      '{ credential: gate_certificate }',
      '{ credential: track_token }',
      /mutualTLS carries no credential of kind token/,
    ],
    ['{ credential: gate_certificate }', '{ credential: gate_certificate, part: id }', /a certificate has no parts/],
  ];
  for (const [i, [from, to, message]] of wrong.entries()) {
    t.ok(text.includes(from), from);
    const file = join(t.testdir({ [`viaduct-${i}.yaml`]: text.replace(from, to) }), `viaduct-${i}.yaml`);
    await t.rejects(startSandbox({ contracts: [file], tls: true }), message);
  }
});

t.test('an authority that cannot be one is told in one line', async (t) => {
  const { root, chained } = house;
  const start = (tlsClientCa: string, tls = true): Promise<SandboxHandle> =>
    startSandbox({ contracts: [VIADUCT], tls, seed: SEED, tlsClientCa, tell: () => undefined });
  const wrong: readonly (readonly [text: string, message: RegExp, tls?: boolean])[] = [
    ['nothing', /tlsClientCa has no certificate in PEM; name/],
    [root.key, /has no certificate in PEM, but a private key/],
    [chained.cert, /certificate 1 of tlsClientCa \(O=Example, CN=partner\) is no authority's/],
    [
      '-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n',
      /certificate 1 of tlsClientCa cannot be read/,
    ],
    [root.cert, /needs tls/, false],
  ];
  for (const [text, message, tls] of wrong) await t.rejects(start(text, tls), message);
  const lines: string[] = [];
  const tell = (line: string): void => void lines.push(line);
  await using unused = await startSandbox({ contracts: ['piaxis'], tls: true, tlsClientCa: root.cert, tell });
  t.match(lines, [/^no contract that is served looks at clients' certificates/]);
  t.ok(unused.ca);
});

t.test('every mistake about certificates was made', (t) => {
  const names = CERTIFICATES.map(({ name }) => name);
  t.strictSame(
    names.filter((name) => !made.has(name)),
    [],
  );
  t.end();
});
