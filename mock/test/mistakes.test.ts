/**
 * Every mistake that is recognised, made by a request as a person would write it. The answer's own header leads to the
 * explanation, over the control plane.
 */
import { constants, createHash, createHmac, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { TOTP } from 'otpauth';
import t from 'tap';
import { MISTAKES } from '../explain/mistakes.ts';
import { CERTIFICATES } from '../explain/mistakes/certificates.ts';
import { mistakesPage } from '../explain/mistakes-page.ts';
import { startSandbox } from '../index.ts';
import type { SandboxHandle } from '../index.ts';
import { dpopKey, dpopProof, tokenHash } from './dpop-proof.ts';
import { controlClient } from './control-client.ts';
import { rawClient } from './raw-client.ts';
import type { Headers, RawOptions, RawReply } from './raw-client.ts';
import { unlimit } from './guarded.ts';
import { writtenRows } from './written-requests.ts';
import type { Row } from './written-requests.ts';

const LIGHTHOUSE = fileURLToPath(new URL('../../../mock/test/fixtures/lighthouse.yaml', import.meta.url));
const HARBOUR = fileURLToPath(new URL('../../../mock/test/fixtures/harbour.yaml', import.meta.url));
const SEMAPHORE = fileURLToPath(new URL('../../../mock/test/fixtures/semaphore.yaml', import.meta.url));
const BUOY = fileURLToPath(new URL('../../../mock/test/fixtures/buoy.yaml', import.meta.url));
const LANTERN = fileURLToPath(new URL('../../../mock/test/fixtures/lantern.yaml', import.meta.url));
const NAMES = [
  'engagifii-revenue',
  'engagifii-training',
  'voucherify',
  'piaxis',
  'fortis',
  'oauth2',
  'oidc',
  LIGHTHOUSE,
  HARBOUR,
  SEMAPHORE,
  BUOY,
  LANTERN,
];

/** As many links to one address as the rows below ask for. */
const UNLIMITED = { rate_limits: { mailbox: { limit: null, window_seconds: 600 } } } as const;

const sandbox = await startSandbox({ contracts: NAMES, seed: 'mistakes', strict: true, maxIdempotencyKeys: 1 });
t.teardown(() => sandbox.close());
/** Where clocks are moved and quotas are small. */
const other = await sandbox.open('other');
for (const one of [sandbox, other]) {
  for (const name of ['engagifii-revenue', 'engagifii-training', 'voucherify', 'piaxis', 'fortis']) unlimit(one, name);
  one.settings.change('engagifii-revenue', { consent: 'headless' });
}

type Send = (path: string, options?: RawOptions) => Promise<RawReply>;
const client = (contract: string, headers: Headers = {}, at: SandboxHandle = sandbox): Send =>
  rawClient(at.url(contract), headers);

/** Somebody of the watch, who signs in first. */
const watch =
  (username = 'ida', password = 'dogger-watch') =>
  async (path: string, code?: string): Promise<RawReply> => {
    const token = String((await client('buoy')('/watch', { json: { username, password } })).at('/token'));
    const headers = { 'watch-session': token };
    return client('buoy')(path, code === undefined ? { method: 'POST', headers } : { headers, json: { code } });
  };

/** A link that a guest was sent, and the browser that asked for it. */
async function guestLink(
  at = sandbox,
  to = 'ida.holm@lantern.example',
): Promise<{ readonly token: string; readonly go: (token: string, headers?: Headers) => Promise<RawReply> }> {
  at.settings.change('lantern', UNLIMITED);
  const send = client('lantern', { 'user-agent': 'mail-app' }, at);
  const { headers } = await send('/sign-in', { json: { email: to } });
  const cookie = headers['set-cookie']![0]!.split(';')[0]!;
  const token = at.otp.latest({ to })!.code;
  return { token, go: (sent, own = {}) => send(`/sign-in/go?token=${sent}`, { headers: { cookie, ...own } }) };
}

const now = (): number => Math.floor(Date.now() / 1000);
const hex = (text: string | Buffer, key: string | Buffer, hash = 'sha256'): string =>
  createHmac(hash, key).update(text).digest('hex');

// Signatures of id and timestamp.
const USER = '11e95f8ec39de8fbdb0a4f1a';
const RITA = '11e95f8ec39de8fbdb0a4f1b';
const KEY = 'my_user_hash_key';
const signed = (
  sign: (ts: string) => string,
  ts = String(now()),
  headers: Headers = {},
  at = sandbox,
): Promise<RawReply> =>
  client(
    'fortis',
    { 'developer-id': 'fortis-developer', 'user-id': USER, timestamp: ts, 'hash-key': sign(ts), ...headers },
    at,
  )('/v2/transactions');

// Signatures of id, timestamp and body, and of the whole request.
const gauge = (body: string, signedBody: (body: string) => string): Promise<RawReply> => {
  const ts = String(now());
  const signature = createHmac('sha384', 'secret_sandbox_gauge_mole')
    .update(`gauge-mole.${ts}.${signedBody(body)}`)
    .digest('base64url');
  return client('lighthouse', {
    'gauge-id': 'gauge-mole',
    'gauge-timestamp': ts,
    'gauge-signature': signature,
    'content-type': 'application/json',
  })('/tide-readings', { body });
};
// Clients that register themselves.
const SHOP = { redirect_uris: ['https://shop.example/callback'] };
interface Registering {
  readonly form?: boolean;
  readonly token?: string | undefined;
}
const register = (metadata: Readonly<Record<string, unknown>>, options: Registering = {}): Promise<RawReply> => {
  const { form = false } = options;
  const pass = 'token' in options ? options.token : 'pass_of_the_harbour_office';
  return client('lighthouse', pass === undefined ? {} : { authorization: `Bearer ${pass}` })(
    '/oauth/boats',
    form ? { form: metadata as Record<string, string> } : { json: metadata },
  );
};
async function registerTooMany(): Promise<RawReply> {
  for (let i = 0; i < 20; i++) await register(SHOP);
  return register(SHOP);
}

let nonces = 0;
const gate = (
  change: Partial<Record<'method' | 'path' | 'query' | 'digest', string>>,
  query = 'lane=2&gate=1',
  nonce = `n-${++nonces}`,
): Promise<RawReply> => {
  const ts = String(now());
  const body = '{"card":"c1"}';
  const parts = [
    change.method ?? 'POST',
    change.path ?? GATE,
    change.query ?? query,
    change.digest ?? createHash('sha256').update(body).digest('hex'),
    ts,
    nonce,
  ];
  const signature = createHmac('sha512', 'secret_sandbox_gate_north').update(parts.join('\n')).digest('base64');
  return client('lighthouse', {
    'lighthouse-harbour': 'port-haven',
    'terminal-id': 'gate-north',
    'terminal-timestamp': ts,
    'terminal-nonce': nonce,
    'terminal-signature': signature,
    'content-type': 'application/json',
  })(`${GATE}?${query}`, { body });
};
const GATE = '/gate-checks';

// Signatures of canonical requests.
interface Pilot {
  readonly scope?: string;
  readonly key?: (secret: string, scope: string) => Buffer;
  readonly headers?: string;
  readonly names?: string;
  readonly path?: string;
  readonly query?: string;
  /** What stands for the digest of the canonical request. */
  readonly digest?: (request: string) => string;
  readonly link?: { readonly expires: string; readonly age: number };
}
const mac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const derived = (secret: string, scope: string): Buffer => scope.split('/').reduce<Buffer>(mac, Buffer.from(secret));
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const pilot = ({
  scope: texts = 'eu-north-1/berths/aws4_request',
  key = (secret, scope) => derived(`AWS4${secret}`, scope),
  names = 'host;x-amz-date',
  path = '/v1/ships',
  query,
  digest = sha256,
  link,
  ...wish
}: Pilot = {}): Promise<RawReply> => {
  const { host } = new URL(sandbox.url('harbour'));
  const at = `${new Date(Date.now() - (link?.age ?? 0) * 1000).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
  const scope = `${at.slice(0, 8)}/${texts}`;
  const id = `PILOTSANDBOXASTRID/${scope}`;
  const carried = new URLSearchParams(
    link === undefined
      ? { b: '2', a: '1' }
      : { 'X-Amz-Credential': id, 'X-Amz-Date': at, 'X-Amz-Expires': link.expires, 'X-Amz-SignedHeaders': 'host' },
  );
  const sorted = new URLSearchParams([...carried].sort(([a], [b]) => (a < b ? -1 : 1)));
  const listed = link === undefined ? names : 'host';
  const headers = link === undefined ? `host:${host}\nx-amz-date:${at}\n` : `host:${host}\n`;
  const request = ['GET', path, query ?? sorted, wish.headers ?? headers, listed, sha256('')].join('\n');
  const signature = createHmac('sha256', key('secret_sandbox_pilot_astrid', scope))
    .update(['AWS4-HMAC-SHA256', at, scope, digest(request)].join('\n'))
    .digest('hex');
  return link === undefined
    ? client('harbour', {
        'x-amz-date': at,
        authorization: `AWS4-HMAC-SHA256 Credential=${id}, SignedHeaders=${listed}, Signature=${signature}`,
      })(`/ships?${carried.toString()}`)
    : client('harbour')(`/ships?${carried.toString()}&X-Amz-Signature=${signature}`);
};

let tows = 0;
const tow = (
  headers: Headers,
  date = new Date().toUTCString(),
  secret: string | Buffer = Buffer.from('c2VjcmV0X3NhbmRib3hfdHVnX3N0cm9uZw==', 'base64'),
): Promise<RawReply> => {
  const body = '{"ship":"Terna","minutes":20}';
  const nonce = `tow-${++tows}`;
  const md5 = createHash('md5').update(body).digest('base64');
  const message = `POST\n${md5}\n${nonce}\n${date}\ncontent-type:application/json\ntug-draught:3\n\n/v1/tows`;
  const signature = createHmac('sha1', secret).update(message).digest('base64');
  const own = { 'content-type': 'application/json', 'tug-draught': '3', date, 'content-md5': md5 };
  const all: Record<string, string | readonly string[]> = { ...own, ...headers };
  if (all['content-md5'] === '') delete all['content-md5'];
  return client('harbour', {
    ...all,
    authorization: `Tug key="tug-strong", nonce="${nonce}", signature="${signature}"`,
  })('/tows', { body });
};

// HTTP message signatures (RFC 9421).
interface Beacon {
  readonly components?: readonly string[];
  readonly parameters?: string;
  readonly base?: (text: string) => string;
  readonly input?: string;
  readonly secret?: string | Buffer;
}
let beacons = 0;
const beacon = ({
  components = ['@method', '@target-uri'],
  parameters = `;created=${now()}`,
  base = (text) => text,
  input,
  secret = Buffer.from('c2VjcmV0X3NhbmRib3hfYmVhY29uXzE=', 'base64'),
}: Beacon = {}): Promise<RawReply> => {
  const values: Readonly<Record<string, string>> = {
    '@method': 'GET',
    '@target-uri': `${sandbox.url('harbour')}/beacons?light=red`,
  };
  const list = `(${components.map((name) => `"${name}"`).join(' ')})${parameters};keyid="beacon-1";nonce="b${++beacons}";tag="harbour"`;
  const text = [...components.map((name) => `"${name}": ${values[name] ?? ''}`), `"@signature-params": ${list}`].join(
    '\n',
  );
  const signature = createHmac('sha256', secret).update(base(text)).digest('base64');
  return client('harbour', { 'signature-input': input ?? `sig1=${list}`, signature: `sig1=:${signature}:` })(
    '/beacons?light=red',
  );
};

// Key pairs.
const pem = (id: string): string =>
  new RegExp(`id: ${id}\\n[^]*?secret: \\|\\n([^]*?-----END PRIVATE KEY-----)`)
    .exec(readFileSync(SEMAPHORE, 'utf8'))![1]!
    .replaceAll(/^ +/gm, '');
const publicPem = (id: string): string => createPublicKey(pem(id)).export({ type: 'spki', format: 'pem' }).toString();

type Making = (text: Buffer) => Buffer;
const cones = (make: Making, base = (lines: readonly string[]): readonly string[] => lines): Promise<RawReply> => {
  const { host, pathname } = new URL(sandbox.url('semaphore'));
  const components = `("@method" "@path" "@query" "@authority");created=${now()};keyid="cone-1"`;
  const lines = ['"@method": POST', `"@path": ${pathname}/cones`, '"@query": ?point=up', `"@authority": ${host}`];
  const text = [...base(lines), `"@signature-params": ${components}`].join('\n');
  const signature = make(Buffer.from(text)).toString('base64');
  return client('semaphore', { 'signature-input': `a=${components}`, signature: `a=:${signature}:` })(
    '/cones?point=up',
    { method: 'POST' },
  );
};
const ecdsa =
  (id: string, hash = 'sha256', dsaEncoding: 'ieee-p1363' | 'der' = 'ieee-p1363'): Making =>
  (text) =>
    sign(hash, text, { key: pem(id), dsaEncoding });
const masts = (make: Making, alg: string): Promise<RawReply> => {
  const { host, pathname } = new URL(sandbox.url('semaphore'));
  const components = `("@method" "@authority" "@path");created=${now()};keyid="mast-1";alg="${alg}"`;
  const lines = ['"@method": GET', `"@authority": ${host}`, `"@path": ${pathname}/signals`];
  const text = [...lines, `"@signature-params": ${components}`].join('\n');
  const signature = make(Buffer.from(text)).toString('base64');
  return client('semaphore', { 'signature-input': `a=${components}`, signature: `a=:${signature}:` })('/signals');
};
const lanterns = (make: Making): Promise<RawReply> => {
  const body = '{"colour":"red"}';
  const { host } = new URL(sandbox.url('semaphore'));
  const digest = `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
  const components = `("@authority" "content-digest");created=${now()};keyid="lantern-1"`;
  const text = `"@authority": ${host}\n"content-digest": ${digest}\n"@signature-params": ${components}`;
  const signature = make(Buffer.from(text)).toString('base64');
  return client('semaphore', {
    'content-type': 'application/json',
    'content-digest': digest,
    'signature-input': `a=${components}`,
    signature: `a=:${signature}:`,
  })('/lanterns', { body });
};
const pss =
  (saltLength: number, padding: number = constants.RSA_PKCS1_PSS_PADDING): Making =>
  (text) =>
    sign('sha512', text, {
      key: pem('lantern-1'),
      padding,
      ...(padding === constants.RSA_PKCS1_PSS_PADDING && { saltLength }),
    });
const pennants = (
  message: (parts: readonly string[]) => string,
  written: 'base64' | 'hex' = 'base64',
): Promise<RawReply> => {
  const body = '{"colour":"blue"}';
  const ts = String(now());
  const digest = createHash('sha256').update(body).digest('base64');
  const text = Buffer.from(message(['POST', '/v1/pennants', '', ts, digest]));
  return client('semaphore', {
    'content-type': 'application/json',
    'pennant-key': 'pennant-1',
    'pennant-time': ts,
    'pennant-signature': sign('sha256', text, pem('pennant-1')).toString(written),
  })('/pennants', { body });
};

// Tokens.
const WEB = { client_id: 'revenue-web', client_secret: 'secret_sandbox_revenue_web' };
const SERVICE = { client_id: 'revenue-service', client_secret: 'secret_sandbox_revenue_service' };
const CALLBACK = 'http://localhost:3000/callback';
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
const TENANT = { 'tenant-code': 'TENANT123', 'api-version': '1.0' };
const token = (form: Readonly<Record<string, string>>, options: RawOptions = {}, at = sandbox): Promise<RawReply> =>
  client('engagifii-revenue', {}, at)('/oauth/token', { form, ...options });
const issued = async (form: Readonly<Record<string, string>> = {}, at = sandbox): Promise<string> =>
  String((await token({ grant_type: 'client_credentials', ...SERVICE, ...form }, {}, at)).at('/access_token'));
const authorize = (query: Readonly<Record<string, string>> = {}): Promise<RawReply> =>
  client('engagifii-revenue')(
    `/oauth/authorize?${new URLSearchParams({ response_type: 'code', client_id: WEB.client_id, redirect_uri: CALLBACK, state: 's', ...query }).toString()}`,
  );
const signInBy = (query: Readonly<Record<string, string>>): Promise<RawReply> =>
  client('oidc')(
    `/authorize?${new URLSearchParams({ response_type: 'code', client_id: 'web', redirect_uri: CALLBACK, scope: 'openid', nonce: 'n', ...query }).toString()}`,
  );
const codeOf = async (query: Readonly<Record<string, string>> = {}): Promise<string> =>
  new URL(String((await authorize(query)).headers.location)).searchParams.get('code') ?? '';
const redeem = (code: string, form: Readonly<Record<string, string>> = {}): Promise<RawReply> =>
  token({ grant_type: 'authorization_code', code, redirect_uri: CALLBACK, ...WEB, ...form });
const CUSTOMS_REQUEST = {
  response_type: 'code',
  client_id: 'customs-desk',
  redirect_uri: CALLBACK,
  scope: 'bookings.read',
  code_challenge: CHALLENGE,
  code_challenge_method: 'S256',
};
const CUSTOMS = `Basic ${Buffer.from('customs-desk:secret_sandbox_customs_desk').toString('base64')}`;
const harbour = client('lighthouse');
const push = (form: Readonly<Record<string, string>> = {}, at = sandbox): Promise<RawReply> =>
  client('lighthouse', { authorization: CUSTOMS }, at)('/oauth/par', { form: { ...CUSTOMS_REQUEST, ...form } });
/** What was pushed last. */
let last = '';
const pushed = async (form: Readonly<Record<string, string>> = {}, at = sandbox): Promise<string> =>
  (last = String((await push(form, at)).at('/request_uri')));
const visited = (uri: string, by = 'customs-desk', at = sandbox): Promise<RawReply> =>
  client(
    'lighthouse',
    {},
    at,
  )(`/oauth/authorize?${new URLSearchParams({ client_id: by, request_uri: uri }).toString()}`);
const late = (uri: string): Promise<RawReply> => {
  other.clock.advance('90s');
  return visited(uri, 'customs-desk', other);
};
const objectPart = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
/** A request of the cargo desk, signed by it. */
const requestObject = async (claims: object = {}, header: object = {}): Promise<string> => {
  const { clients } = await sandbox.credentials('lighthouse');
  const { assertion_key: jwk } = clients.find(({ client_id }) => client_id === 'cargo-desk')!;
  const { redirect_uri, scope, code_challenge, code_challenge_method, response_type } = CUSTOMS_REQUEST;
  const asked = { response_type, redirect_uri, scope, code_challenge, code_challenge_method };
  const input = `${objectPart({ alg: 'ES256', ...header })}.${objectPart({ client_id: 'cargo-desk', ...asked, ...claims })}`;
  const key = createPrivateKey({ key: { ...jwk } as JsonWebKey, format: 'jwk' });
  const signature = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
};
const objected = (request: string | undefined, uri?: string): Promise<RawReply> =>
  harbour(
    `/oauth/authorize?${new URLSearchParams({ client_id: 'cargo-desk', redirect_uri: CALLBACK, ...(request !== undefined && { request }), ...(uri !== undefined && { request_uri: uri }) }).toString()}`,
  );
const invoice = (headers: Headers, at = sandbox): Promise<RawReply> =>
  client('engagifii-revenue', { ...TENANT, ...headers }, at)('/api/1.0/invoice');
const bearer = (value: string, at = sandbox): Promise<RawReply> => invoice({ authorization: `Bearer ${value}` }, at);
const jwtPart = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const forged = async (header: object, claims: object = {}): Promise<string> => {
  const [head = '', body = '', signature = ''] = (await issued()).split('.');
  const read = (part: string): object => JSON.parse(Buffer.from(part, 'base64url').toString()) as object;
  return [jwtPart({ ...read(head), ...header }), jwtPart({ ...read(body), ...claims }), signature].join('.');
};

/** Tokens for the name and password of a person. */
const logbook = (username: string, password: string): Promise<RawReply> =>
  client('lighthouse', { authorization: `Basic ${btoa('old-logbook:secret_sandbox_old_logbook')}` })('/oauth/token', {
    form: { grant_type: 'password', username, password },
  });

/** Tokens of the harbour's own desk, for whom it names. */
const STORES = 'https://stores.lighthouse.example';
const desk = (form: Readonly<Record<string, string>>): Promise<RawReply> =>
  client('lighthouse', { authorization: `Basic ${btoa('harbour-desk:secret_sandbox_harbour_desk')}` })('/oauth/token', {
    form: { grant_type: 'client_credentials', ...form },
  });

// Proofs of a key.
const tug = dpopKey();
const BERTHS = { form: { grant_type: 'client_credentials', scope: 'berths.read' } };
const TUG = { authorization: `Basic ${Buffer.from('harbour-tug:secret_sandbox_harbour_tug').toString('base64')}` };
const harbourUrl = (path: string): string => `${sandbox.url('lighthouse')}${path}`;
const tugToken = (headers: Headers): Promise<RawReply> =>
  client('lighthouse', { ...TUG, ...headers })('/oauth/token', BERTHS);
const tugProof = (claims: object = {}, header: object = {}, key = tug): Promise<string> =>
  dpopProof(key, 'POST', harbourUrl('/oauth/token'), { ...claims }, { ...header });
const provenToken = async (claims: object = {}, header: object = {}): Promise<RawReply> =>
  tugToken({ dpop: await tugProof(claims, header) });
const boundToken = async (): Promise<string> => String((await provenToken()).at('/access_token'));
/** @param claims of the proof that goes with the token */
async function berths(token: string, claims?: object, scheme = 'DPoP', key = tug): Promise<RawReply> {
  const proof = claims && (await dpopProof(key, 'GET', harbourUrl('/berths'), { ath: tokenHash(token), ...claims }));
  return client('lighthouse', {
    'lighthouse-harbour': 'port-haven',
    authorization: `${scheme} ${token}`,
    ...(proof !== undefined && { dpop: proof }),
  })('/berths');
}

// Keys.
const awards = (headers: Headers): Promise<RawReply> =>
  client('engagifii-training', { 'tenant-code': 'org-12345', ...headers })('/api/v1/Awards/List');
const vouchers = (headers: Headers): Promise<RawReply> => client('voucherify', headers)('/v1/vouchers');
const page = (origin: string | undefined): Promise<RawReply> =>
  client('voucherify', {
    'x-client-application-id': 'voucherify-client',
    'x-client-token': 'pk_test_voucherify_client',
    ...(origin !== undefined && { origin }),
  })('/client/v1/validate?code=BLCKFRDY');
const NILE = { 'api-key': 'pk_test_nile_market' };
const piaxis = (path: string, options: RawOptions = {}, headers: Headers = NILE): Promise<RawReply> =>
  client('piaxis', headers)(path, options);
const LARGE = 'e123e4567-e89b-12d3-a456-426614174000';
const release = (
  verification: string | undefined,
  headers: Headers = NILE,
  body: object = { escrow_id: LARGE },
): Promise<RawReply> =>
  piaxis(
    '/api/escrow/release',
    { json: body, headers: verification === undefined ? {} : { 'x-verification-token': verification } },
    headers,
  );
const askOtp = async (
  body: object = { operation: 'escrow_release', escrow_id: LARGE },
  headers: Headers = NILE,
): Promise<string> =>
  String(
    (await piaxis('/api/auth/request-otp', { json: { phone_number: '+256700000000', ...body } }, headers)).at(
      '/otp_id',
    ),
  );
const otpCode = (id: string): string => sandbox.otp.latest({ otp_id: id })!.code;
const verifyOtp = (id: string, code = otpCode(id), headers: Headers = NILE): Promise<RawReply> =>
  piaxis('/api/auth/verify-otp', { json: { otp_id: id, otp_code: code } }, headers);
const verified = async (body?: object): Promise<string> => {
  const id = await askOtp(body);
  return String((await verifyOtp(id)).at('/verification_token'));
};
const wrongCode = (id: string): string => (otpCode(id) === '000000' ? '000001' : '000000');
const LOGIN = { username: 'myusername', password: 'xxxxxxxx', domain: 'xxxx.sandbox.domain.com' };
const fortis = client('fortis', { 'developer-id': 'fortis-developer' });
const session = async (): Promise<string> => String((await fortis('/v2/token', { json: LOGIN })).at('/token/token'));

const pay = (options: RawOptions, headers: Headers = NILE): Promise<RawReply> =>
  piaxis('/api/payments/create', { method: 'POST', ...options }, headers);
const PAYMENT = { amount: 5000, currency: 'UGX', payment_method: 'mtn' };
const JSON_TYPE = { 'content-type': 'application/json' };

const control = controlClient(sandbox.control);

const basic = (id: string, secret: string): string => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;

/** Asks until the machine's clock has come so far. */
async function again(ask: () => Promise<RawReply>, status: number): Promise<RawReply> {
  for (;;) {
    const reply = await ask();
    if (reply.status === status) return reply;
  }
}

const ROWS: readonly Row[] = [
  // HMAC.
  [
    'hmac-order',
    () => signed((ts) => hex(ts + USER, KEY)),
    /signed timestamp, id in this order, where id, timestamp is wanted/,
  ],
  [
    'hmac-separator',
    () => signed((ts) => hex(`${USER}:${ts}`, KEY)),
    /joined the parts by ":", where nothing is wanted/,
  ],
  ['hmac-newline-at-end', () => signed((ts) => hex(`${USER}${ts}\n`, KEY)), /a newline at the end/],
  [
    'hmac-milliseconds',
    () => signed((ts) => hex(`${USER}${ts}123`, KEY)),
    /in milliseconds, \d{10}123, and sent it in seconds/,
  ],
  ['hmac-other-timestamp', () => signed((ts) => hex(`${USER}${Number(ts) - 1}`, KEY)), /read the clock twice/],
  [
    'hmac-timestamp-form',
    () => signed((ts) => hex(USER + new Date(Number(ts) * 1000).toISOString(), KEY)),
    /as ISO 8601/,
  ],
  ['hmac-other-id', () => signed((ts) => hex(RITA + ts, KEY)), /signed the id 11e95f8ec39de8fbdb0a4f1b/],
  ['hmac-id-case', () => signed((ts) => hex(USER.toUpperCase() + ts, KEY)), /id in upper case/],
  ['hmac-path', () => pilot({ path: '/ships' }), /without its base \/v1, in the canonical request/],
  ['hmac-query', () => pilot({ query: 'b=2&a=1' }), /as it is sent, where it is wanted sorted/],
  [
    'hmac-headers',
    () => pilot({ headers: `host:${new URL(sandbox.url('harbour')).host}\n` }),
    /listed the header field x-amz-date and did not sign it/,
  ],
  [
    'hmac-signature-base',
    () => beacon({ base: (text) => text.split('\n').slice(0, -1).join('\n') }),
    /left the line "@signature-params" out/,
  ],
  [
    'hmac-signature-base',
    () => beacon({ base: (text) => text.replace(sandbox.url('harbour'), 'https://api.harbour.example/v1') }),
    /the real server's URL/,
  ],
  ['hmac-key-not-decoded', () => beacon({ secret: 'c2VjcmV0X3NhbmRib3hfYmVhY29uXzE=' }), /decoded from base64/],
  ['message-signature-unreadable', () => beacon({ input: 'sig1=("@method"' }), /no dictionary/],
  ['message-signature-unreadable', () => beacon({ parameters: '' }), /no created/],
  ['component-none', () => beacon({ components: [] }), /covers nothing of the request: .* It must cover "@method"/],
  ['component-uncovered', () => beacon({ components: ['@method'] }), /must cover "@target-uri"/],
  ['component-unknown', () => beacon({ components: ['@method', '@target-uri', 'x-gone'] }), /covers "x-gone"/],
  [
    'signature-expired',
    () => beacon({ parameters: `;created=${now() - 60};expires=${now() - 30}` }),
    /that time is over/,
  ],
  [
    'signature-ecdsa-format',
    () => cones(ecdsa('cone-1', 'sha256', 'der')),
    /in ASN.1 \(DER\), where its two numbers are wanted/,
  ],
  [
    'signature-alg',
    () => masts((text) => sign(null, text, pem('mast-1')), 'rsa-pss-sha512'),
    /has alg="rsa-pss-sha512"\. .* this one wants alg="ed25519"/,
  ],
  ['signature-hash', () => cones(ecdsa('cone-1', 'sha512')), /signed with SHA512, where SHA256 is wanted/],
  ['signature-other-key', () => cones(ecdsa('cone-2')), /the private key of cone-2/],
  ['signature-other-key', () => cones((text) => sign(null, text, pem('mast-1'))), /mast-1 \(mast_signature\)/],
  [
    'signature-base',
    () => cones(ecdsa('cone-1'), ([method, path, ...rest]) => [path!, method!, ...rest]),
    /in another order than Signature-Input/,
  ],
  [
    'signature-hashed-twice',
    () => cones((text) => ecdsa('cone-1')(createHash('sha256').update(text).digest())),
    /signed the SHA256 of the text, and not the text/,
  ],
  [
    'signature-hmac',
    () => cones((text) => createHmac('sha256', publicPem('cone-1')).update(text).digest()),
    /an HMAC with the text of a key, where ecdsa-p256-sha256 is wanted/,
  ],
  ['signature-salt', () => lanterns(pss(32)), /a salt of 32 bytes, where 64 are wanted/],
  ['signature-salt', () => lanterns(pss(constants.RSA_PSS_SALTLEN_MAX_SIGN)), /a salt of 190 bytes/],
  [
    'signature-padding',
    () => lanterns(pss(0, constants.RSA_PKCS1_PADDING)),
    /RSASSA-PKCS1-v1_5 with SHA512, where RSASSA-PSS with SHA512/,
  ],
  [
    'signature-order',
    () => pennants(([method, path, ...rest]) => [path, method, ...rest].join('\n')),
    /in this order, where method, path/,
  ],
  [
    'signature-message',
    () => pennants(([method, path, ...rest]) => [method, path!.replace('/v1', ''), ...rest].join('\n')),
    /signed the path without its base/,
  ],
  ['signature-encoding', () => pennants((parts) => parts.join('\n'), 'hex'), /wrote the signature in hex/],
  ['signature-unknown', () => pennants(() => 'nothing of the kind'), /by another key pair or of another text/],
  ['hmac-scope', () => pilot({ key: (secret, scope) => derived(secret, scope) }), /without "AWS4" before the secret/],
  ['hmac-scope', () => pilot({ key: (secret) => Buffer.from(secret) }), /derived no key/],
  ['hmac-request-digest', () => pilot({ digest: (request) => request }), /the canonical request itself/],
  ['hmac-newline-at-end', () => pilot({ digest: (request) => sha256(`${request}\n`) }), /white space at its end/],
  ['hmac-key-not-decoded', () => tow({}, undefined, 'c2VjcmV0X3NhbmRib3hfdHVnX3N0cm9uZw=='), /decoded from base64/],
  ['scope-other', () => pilot({ scope: 'us-east-1/berths/aws4_request' }), /us-east-1.*eu-north-1/s],
  ['signed-headers-missing', () => pilot({ names: 'x-amz-date' }), /x-amz-date.*host/s],
  ['expires-range', () => pilot({ link: { expires: '604801', age: 0 } }), /1 to 604800.*604801/s],
  ['signature-expired', () => pilot({ link: { expires: '60', age: 90 } }), /that time is over/],
  [
    'digest-mismatch',
    () => tow({ 'content-md5': createHash('md5').update('{"ship":"Terna","minutes":20}').digest('hex') }),
    /MD5 of the body in hex, where the MD5 of the body in base64/,
  ],
  ['digest-missing', () => tow({ 'content-md5': '' }), /without its digest in Content-MD5/],
  ['timestamp-form', () => tow({}, String(now())), /an HTTP date/],
  ['hmac-method-case', () => gate({ method: 'post' }), /method in lower case/],
  ['hmac-path', () => gate({ path: `/lighthouse${GATE}` }), /the sandbox's own \/lighthouse before it/],
  ['hmac-query', () => gate({ query: 'gate=1&lane=2' }), /parameters in order/],
  ['hmac-body', () => gauge('{ "level_m": 1 }', (body) => JSON.stringify(JSON.parse(body))), /made into JSON anew/],
  ['hmac-missing-part', () => signed((ts) => hex(ts, KEY)), /left id out/],
  ['hmac-extra-part', () => signed((ts) => hex(`GET${USER}${ts}`, KEY)), /signed method too/],
  ['hmac-json', () => signed((ts) => hex(JSON.stringify({ id: USER, timestamp: ts }), KEY)), /as JSON/],
  ['hmac-form', () => signed((ts) => hex(`id=${USER}&timestamp=${ts}`, KEY)), /as form fields/],
  [
    'hmac-other-key',
    () => signed((ts) => hex(USER + ts, 'user_hash_key_sandbox_rita')),
    /with the key of 11e95f8ec39de8fbdb0a4f1b/,
  ],
  ['hmac-key-space', () => signed((ts) => hex(USER + ts, `${KEY}\n`)), /newline at its end/],
  ['hmac-key-quoted', () => signed((ts) => hex(USER + ts, `"${KEY}"`)), /quotation marks/],
  ['hmac-key-case', () => signed((ts) => hex(USER + ts, KEY.toUpperCase())), /key in upper case/],
  [
    'hmac-key-encoded',
    () => signed((ts) => hex(USER + ts, Buffer.from(KEY).toString('base64'))),
    /encoded the key in base64/,
  ],
  ['hmac-key-decoded', () => signed((ts) => hex(USER + ts, Buffer.from(KEY, 'base64'))), /decoded the key from base64/],
  ['hmac-key-empty', () => signed((ts) => hex(USER + ts, '')), /empty key/],
  ['hmac-swapped', () => signed((ts) => hex(KEY, USER + ts)), /swapped key and message/],
  [
    'hmac-no-key',
    () =>
      signed((ts) =>
        createHash('sha256')
          .update(USER + ts)
          .digest('hex'),
      ),
    /no key/,
  ],
  [
    'hmac-concatenated',
    () =>
      signed((ts) =>
        createHash('sha256')
          .update(KEY + USER + ts)
          .digest('hex'),
      ),
    /one behind the other/,
  ],
  ['hmac-algorithm', () => signed((ts) => hex(USER + ts, KEY, 'sha1')), /used HMAC-SHA1/],
  [
    'hmac-encoding',
    () =>
      signed((ts) =>
        createHmac('sha256', KEY)
          .update(USER + ts)
          .digest('base64'),
      ),
    /digest in base64/,
  ],
  ['hmac-upper-case', () => signed((ts) => hex(USER + ts, KEY).toUpperCase()), /digest in upper case/],
  ['hmac-wrapped', () => signed((ts) => `0x${hex(USER + ts, KEY)}`), /something around the digest/],
  ['hmac-wrapped', () => signed((ts) => `sha256=${hex(USER + ts, KEY)}`), /something around the digest/],
  [
    'hmac-old-key',
    async () => {
      await control('POST', `/keys/fortis/user_hash/${RITA}/regenerate`);
      return signed((ts) => hex(RITA + ts, 'user_hash_key_sandbox_rita'), undefined, { 'user-id': RITA });
    },
    /before it was regenerated/,
  ],
  ['hmac-unknown', () => signed((ts) => hex(USER + ts, 'a key from elsewhere')), /another key or another text/],
  [
    'timestamp-missing',
    () =>
      client('fortis', { 'developer-id': 'fortis-developer', 'user-id': USER, 'hash-key': hex(USER, KEY) })(
        '/v2/transactions',
      ),
    /without its timestamp/,
  ],
  ['timestamp-milliseconds', () => signed((ts) => hex(USER + ts, KEY), String(Date.now())), /is in milliseconds/],
  ['timestamp-finer', () => signed((ts) => hex(USER + ts, KEY), `${Date.now()}000`), /microseconds/],
  ['timestamp-fraction', () => signed((ts) => hex(USER + ts, KEY), `${now()}.5`), /has a fraction/],
  ['timestamp-date', () => signed((ts) => hex(USER + ts, KEY), new Date().toISOString()), /is a date/],
  ['timestamp-time-zone', () => signed((ts) => hex(USER + ts, KEY), String(now() - 3 * 3600)), /3 h behind/],
  ['timestamp-stale', () => signed((ts) => hex(USER + ts, KEY), String(now() - 1_234)), /made for each request/],
  ['timestamp-ahead', () => signed((ts) => hex(USER + ts, KEY), String(now() + 500)), /8 min .*ahead/],
  [
    'signature-replayed',
    async () => {
      const nonce = 'once';
      await gate({}, 'lane=2&gate=1', nonce);
      return gate({}, 'lane=2&gate=1', nonce);
    },
    /used before/,
  ],

  // Headers.
  [
    'header-underscore',
    () => vouchers({ x_app_id: 'voucherify-app-primary', x_app_token: 'secret_sandbox_voucherify_primary' }),
    /x_app_id/,
  ],
  [
    'header-misspelt',
    () => vouchers({ 'x-app-idd': 'voucherify-app-primary', 'x-app-token': 'secret_sandbox_voucherify_primary' }),
    /x-app-idd/,
  ],
  [
    'header-without-prefix',
    () => vouchers({ 'app-id': 'voucherify-app-primary', 'app-token': 'secret_sandbox_voucherify_primary' }),
    /x-app-id/,
  ],
  [
    'header-in-query',
    () =>
      client('engagifii-training', { 'x-api-key': 'key_sandbox_northfield_bridge' })(
        '/api/v1/Awards/List?tenant-code=org-12345',
      ),
    /stands in the URL/,
  ],
  [
    'header-in-body',
    () =>
      client('engagifii-training', { 'x-api-key': 'key_sandbox_northfield_bridge' })('/api/v1/Awards', {
        json: { 'tenant-code': 'org-12345' },
      }),
    /stands in the body/,
  ],
  ['header-empty', () => client('engagifii-training', { 'tenant-code': '' })('/api/v1/Awards/List'), /there and empty/],
  [
    'token-in-query',
    async () => client('engagifii-revenue', TENANT)(`/api/1.0/invoice?access_token=${await issued()}`),
    /RFC 6750/,
  ],
  [
    'token-in-body',
    async () => client('engagifii-revenue', TENANT)('/api/1.0/invoice', { json: { access_token: await issued() } }),
    /stands in the body as access_token/,
  ],
  [
    'token-in-cookie',
    () => client('engagifii-revenue', { ...TENANT, cookie: 'session_token=abcdef123456' })('/api/1.0/invoice'),
    /cookie session_token/,
  ],

  // The token endpoint.
  [
    'form-as-json',
    () => client('engagifii-revenue')('/oauth/token', { json: { grant_type: 'client_credentials', ...SERVICE } }),
    /take a form/,
  ],
  [
    'form-without-type',
    () =>
      client('engagifii-revenue', { 'content-type': 'text/plain' })('/oauth/token', {
        body: 'grant_type=client_credentials&client_id=revenue-service',
      }),
    /Content-Type is text\/plain/,
  ],
  [
    'fields-in-url',
    () =>
      client('engagifii-revenue')('/oauth/token?grant_type=client_credentials&client_id=revenue-service', {
        method: 'POST',
      }),
    /stand in the URL/,
  ],
  [
    'client-secret-in-url',
    () =>
      client('engagifii-revenue')(`/oauth/token?client_secret=${SERVICE.client_secret}`, {
        form: { grant_type: 'client_credentials', client_id: SERVICE.client_id },
      }),
    /logs and histories/,
  ],
  ['dpop-proof-missing', () => tugToken({}), /no DPoP header/],
  [
    'dpop-proof-twice',
    async () => tugToken({ dpop: `${await tugProof()}, ${await tugProof()}` }),
    /two DPoP headers, or one with two proofs/,
  ],
  ['dpop-url', () => provenToken({ htu: 'https://proxy.example/oauth/token' }), /htu https:\/\/proxy.example/],
  ['dpop-method', () => provenToken({ htm: 'GET' }), /htm GET/],
  ['dpop-clock', () => provenToken({ iat: now() - 3600 }), /not made just now .* 1 h ago/],
  [
    'dpop-replayed',
    async () => {
      const dpop = await tugProof();
      await tugToken({ dpop });
      return tugToken({ dpop });
    },
    /used before/,
  ],
  ['dpop-token-hash', async () => berths(await boundToken(), { ath: undefined }), /no ath/],
  ['dpop-private-key', () => provenToken({}, { jwk: tug.privateJwk }), /has it now/],
  ['dpop-proof-malformed', () => provenToken({}, { typ: 'JWT' }), /typ of a DPoP proof must be dpop\+jwt/],
  [
    'dpop-nonce',
    async () =>
      client('oauth2', { dpop: await dpopProof(tug, 'POST', `${sandbox.url('oauth2')}/token`) })('/token', {
        form: { grant_type: 'client_credentials', client_id: 'service', client_secret: 'secret_sandbox_service' },
      }),
    /has no nonce/,
  ],
  [
    'dpop-token-as-bearer',
    async () => berths(await boundToken(), undefined, 'Bearer'),
    /works with proofs of this key/,
  ],
  [
    'bearer-token-as-dpop',
    async () => {
      const desk = `Basic ${Buffer.from('berth-board:secret_sandbox_berth_board').toString('base64')}`;
      const reply = await client('lighthouse', { authorization: desk })('/oauth/token', BERTHS);
      return berths(String(reply.at('/access_token')), {});
    },
    /bound to no key/,
  ],
  ['dpop-other-key', async () => berths(await boundToken(), {}, 'DPoP', dpopKey()), /works with this key alone/],
  ['token-request-empty', () => client('engagifii-revenue')('/oauth/token', { method: 'POST' }), /body is empty/],
  [
    'grant-type-missing',
    () => token({ grantType: 'client_credentials', ...SERVICE }),
    /grant_type is missing; there is one called grantType/,
  ],
  [
    'grant-type-misspelt',
    () => token({ grant_type: 'client_credential', ...SERVICE }),
    /client_credentials was probably meant/,
  ],
  [
    'grant-type-not-offered',
    () => token({ grant_type: 'password', ...SERVICE, username: 'ada', password: 'x' }),
    /does not have the grant password/,
  ],
  [
    'grant-type-not-offered',
    () => client('piaxis')('/api/oauth/token', { form: { grant_type: 'refresh_token', refresh_token: 'x' } }),
    /does not have the grant refresh_token, which is taken at POST \/api\/oauth\/refresh/,
  ],
  [
    'grant-type-missing',
    () => client('oauth2')('/token?grant_type=client_credentials', { form: { scope: 'profile' } }),
    /grant_type is missing in the body; it stands in the URL/,
  ],
  [
    'parameter-repeated',
    () =>
      client('engagifii-revenue', { 'content-type': 'application/x-www-form-urlencoded' })('/oauth/token', {
        body: 'grant_type=client_credentials&grant_type=client_credentials&client_id=revenue-service',
      }),
    /came twice/,
  ],
  [
    'parameter-misspelt',
    () => token({ grant_type: 'authorization_code', authorization_code: 'abc', ...WEB }),
    /code is wanted; what came is called authorization_code/,
  ],
  ['parameter-missing', () => token({ grant_type: 'refresh_token', ...WEB }), /refresh_token is missing/],
  [
    'client-authenticated-twice',
    () =>
      token(
        { grant_type: 'client_credentials', ...SERVICE },
        { headers: { authorization: basic(SERVICE.client_id, SERVICE.client_secret) } },
      ),
    /authenticates twice/,
  ],
  [
    'client-way-not-taken',
    () =>
      token({
        grant_type: 'client_credentials',
        client_id: SERVICE.client_id,
        client_assertion: 'a.b.c',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      }),
    /authenticates by client_assertion \(private_key_jwt or client_secret_jwt\)/,
  ],
  [
    'client-ids-swapped',
    () =>
      token({ grant_type: 'client_credentials', client_id: SERVICE.client_secret, client_secret: SERVICE.client_id }),
    /swapped/,
  ],
  [
    'client-of-other-contract',
    () =>
      token({
        grant_type: 'client_credentials',
        client_id: 'training-service',
        client_secret: 'secret_sandbox_training_service',
      }),
    /a client of engagifii-training/,
  ],
  [
    'key-as-client',
    () => token({ grant_type: 'client_credentials', client_id: 'pk_test_abc123', client_secret: 'sk_sandbox_xyz789' }),
    /the token endpoint wants a client/,
  ],
  [
    'client-id-misspelt',
    () =>
      token({ grant_type: 'client_credentials', client_id: 'revenue-servise', client_secret: SERVICE.client_secret }),
    /revenue-service was probably meant/,
  ],
  [
    'client-unknown',
    () => token({ grant_type: 'client_credentials', client_id: '3f0c2a9e71b84d55', client_secret: 'hunter2hunter2' }),
    /No client of this contract/,
  ],
  [
    'client-secret-space',
    () =>
      token({
        grant_type: 'client_credentials',
        client_id: SERVICE.client_id,
        client_secret: `${SERVICE.client_secret}\n`,
      }),
    /white space or quotation marks/,
  ],
  [
    'client-secret-encoded',
    () =>
      token({
        grant_type: 'client_credentials',
        client_id: SERVICE.client_id,
        client_secret: Buffer.from(SERVICE.client_secret).toString('base64'),
      }),
    /came in base64/,
  ],
  [
    'client-secret-of-other',
    () => token({ grant_type: 'client_credentials', client_id: SERVICE.client_id, client_secret: WEB.client_secret }),
    /the client secret of revenue-web/,
  ],
  [
    'client-secret-wrong',
    () =>
      token({
        grant_type: 'client_credentials',
        client_id: SERVICE.client_id,
        client_secret: 'secret_of_the_real_one',
      }),
    /its secret is another one/,
  ],
  [
    'client-secret-missing',
    () => token({ grant_type: 'client_credentials', client_id: SERVICE.client_id }),
    /has a secret, and none came/,
  ],
  ['client-missing', () => token({ grant_type: 'client_credentials' }), /which client asks/],
  [
    'client-inactive',
    () =>
      token({
        grant_type: 'client_credentials',
        client_id: 'revenue-retired',
        client_secret: 'secret_sandbox_revenue_retired',
      }),
    /switched off/,
  ],
  [
    'grant-of-other-client',
    () => token({ grant_type: 'client_credentials', ...WEB }),
    /may use authorization_code and refresh_token, not client_credentials/,
  ],
  [
    'code-used',
    async () => {
      const code = await codeOf();
      await redeem(code);
      return redeem(code);
    },
    /redeemed before/,
  ],
  [
    'code-expired',
    async () => {
      const code = await codeOf();
      sandbox.clock.advance('2m');
      const reply = await redeem(code);
      await control('DELETE', '/clock');
      return reply;
    },
    /expired 1 min|expired 60/,
  ],
  [
    'code-of-other-client',
    async () =>
      redeem(await codeOf(), { client_id: 'revenue-web-456', client_secret: 'secret_sandbox_revenue_web_456' }),
    /given to revenue-web; revenue-web-456/,
  ],
  [
    'redirect-uri-not-repeated',
    async () => redeem(await codeOf(), { redirect_uri: `${CALLBACK}/` }),
    /not that of the authorization request/,
  ],
  [
    'pkce-verifier-missing',
    async () => redeem(await codeOf({ code_challenge: CHALLENGE, code_challenge_method: 'S256' })),
    /without its code_verifier/,
  ],
  [
    'pkce-without-challenge',
    async () => redeem(await codeOf(), { code_verifier: VERIFIER }),
    /without a code_challenge/,
  ],
  [
    'pkce-challenge-as-verifier',
    async () =>
      redeem(await codeOf({ code_challenge: CHALLENGE, code_challenge_method: 'S256' }), { code_verifier: CHALLENGE }),
    /is the code_challenge/,
  ],
  [
    'pkce-encoding',
    async () =>
      redeem(
        await codeOf({
          code_challenge: createHash('sha256').update(VERIFIER).digest('hex'),
          code_challenge_method: 'plain',
        }),
        { code_verifier: VERIFIER },
      ),
    /in hex/,
  ],
  [
    'pkce-method',
    async () => redeem(await codeOf({ code_challenge: CHALLENGE }), { code_verifier: VERIFIER }),
    /did not say so/,
  ],
  [
    'pkce-other-verifier',
    async () =>
      redeem(await codeOf({ code_challenge: CHALLENGE, code_challenge_method: 'S256' }), {
        code_verifier: 'x'.repeat(43),
      }),
    /not the one that this code/,
  ],
  ['token-as-code', async () => redeem(await issued()), /code holds an access token/],
  ['code-encoded', () => redeem('abc%2Fdef%3D'), /encoded twice/],
  ['password-of-nobody', () => logbook('astrid', 'harbour-light'), /not the one of astrid/],
  ['password-of-nobody', () => logbook('finn', 'leading-lights'), /finn is a person of skerry-point/],
  ['password-of-nobody', () => logbook('olaf', 'x'), /has the username "olaf"/],
  ['code-unknown', () => redeem('SplxlOBeZQQYbYS6WxSbIA'), /not given out by this sandbox/],
  [
    'access-token-as-refresh-token',
    async () =>
      token({
        grant_type: 'refresh_token',
        refresh_token: String((await redeem(await codeOf())).at('/access_token')),
        ...WEB,
      }),
    /is an access token/,
  ],
  [
    'refresh-token-used',
    async () => {
      const refresh = String((await redeem(await codeOf())).at('/refresh_token'));
      await token({ grant_type: 'refresh_token', refresh_token: refresh, ...WEB });
      return token({ grant_type: 'refresh_token', refresh_token: refresh, ...WEB });
    },
    /works once/,
  ],
  [
    'refresh-token-revoked',
    async () => {
      const refresh = String((await redeem(await codeOf())).at('/refresh_token'));
      await client('engagifii-revenue')('/oauth/revoke', { form: { token: refresh, ...WEB } });
      return token({ grant_type: 'refresh_token', refresh_token: refresh, ...WEB });
    },
    /is dead/,
  ],
  [
    'refresh-token-expired',
    async () => {
      const refresh = String((await redeem(await codeOf())).at('/refresh_token'));
      sandbox.clock.advance('721h');
      const reply = await token({ grant_type: 'refresh_token', refresh_token: refresh, ...WEB });
      await control('DELETE', '/clock');
      return reply;
    },
    /expired 1 h/,
  ],
  [
    'refresh-token-of-other-client',
    async () =>
      token({
        grant_type: 'refresh_token',
        refresh_token: String((await redeem(await codeOf())).at('/refresh_token')),
        client_id: 'revenue-web-456',
        client_secret: 'secret_sandbox_revenue_web_456',
      }),
    /issued to revenue-web/,
  ],
  [
    'refresh-token-unknown',
    () => token({ grant_type: 'refresh_token', refresh_token: 'tGzv3JOkF0XG5Qx2TlKWIA', ...WEB }),
    /not given out by this sandbox/,
  ],
  [
    'assertion-claim',
    () =>
      token({
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        assertion: `${jwtPart({ alg: 'ES256' })}.${jwtPart({ iss: 'revenue-partner', sub: 'revenue-partner', aud: 'https://example.com', exp: now() + 60 })}.AAAA`,
      }),
    /It says iss revenue-partner/,
  ],
  [
    'assertion-unreadable',
    () => token({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: 'no-jwt' }),
    /no JWT/,
  ],
  [
    'scope-separator',
    () => token({ grant_type: 'client_credentials', ...SERVICE, scope: 'revenue.api.read,revenue.api.write' }),
    /separated by ,/,
  ],
  [
    'scope-misspelt',
    () => token({ grant_type: 'client_credentials', ...SERVICE, scope: 'revenue.api.raed' }),
    /revenue.api.read was probably meant/,
  ],
  [
    'scope-not-granted',
    () =>
      token({
        grant_type: 'client_credentials',
        client_id: 'revenue-reader',
        client_secret: 'secret_sandbox_revenue_reader',
        scope: 'revenue.api.write',
      }),
    /revenue-reader may not have revenue.api.write/,
  ],
  [
    'scope-unknown',
    () => token({ grant_type: 'client_credentials', ...SERVICE, scope: 'openid' }),
    /every scope asked for must exist: openid/i,
  ],

  // Credentials.
  ['credential-empty', () => invoice({ authorization: 'Bearer ' }), /nothing more/],
  ['credential-placeholder', () => bearer('<YOUR_TOKEN>'), /a placeholder/],
  ['bearer-twice', async () => bearer(`Bearer ${await issued()}`), /Bearer Bearer/],
  ['credential-masked', () => awards({ 'x-api-key': 'key_sandbox_...dge' }), /with a part left out/],
  ['credential-masked', () => awards({ 'x-api-key': 'key_sandbox_*****' }), /with a part left out/],
  [
    'credential-twice',
    () => awards({ 'x-api-key': 'key_sandbox_northfield_bridge, key_sandbox_northfield_bridge' }),
    /two headers of that name were joined/,
  ],
  ...(
    [
      ['\u{feff}key_sandbox_northfield_bridge', /U\+FEFF/],
      ['key_sandbox_\u{200b}northfield_bridge', /U\+200B/],
      ['“key_sandbox_northfield_bridge”', /U\+201C/],
      ['key_sandb\u{43e}x_northfield_bridge', /U\+043E/],
    ] as const
  ).map(
    ([key, what]) =>
      [
        'credential-foreign-character',
        () => awards({ 'x-api-key': Buffer.from(key).toString('latin1') }),
        what,
      ] as const,
  ),
  ['credential-quoted', async () => bearer(`"${await issued()}"`), /in quotation marks/],
  [
    'credential-space',
    () => vouchers({ 'x-app-id': 'voucherify-app-primary', 'x-app-token': 'secret_sandbox_ voucherify_primary' }),
    /white space around or inside/,
  ],
  [
    'credential-percent-encoded',
    () => awards({ 'x-api-key': 'key%5Fsandbox%5Fnorthfield%5Fbridge' }),
    /percent-encoded/,
  ],
  [
    'credential-base64',
    () => awards({ 'x-api-key': Buffer.from('key_sandbox_northfield_bridge').toString('base64') }),
    /in base64/,
  ],
  [
    'token-answer-sent-whole',
    async () => bearer(JSON.stringify({ access_token: await issued(), token_type: 'Bearer' })),
    /whole answer/,
  ],
  ['credential-case', () => awards({ 'x-api-key': 'KEY_SANDBOX_NORTHFIELD_BRIDGE' }), /another case/],
  [
    'credential-prefixed',
    () => awards({ 'x-api-key': 'Bearer key_sandbox_northfield_bridge' }),
    /with its name before it/,
  ],
  [
    'credential-prefixed',
    () => awards({ 'x-api-key': 'api-key=key_sandbox_northfield_bridge' }),
    /with its name before it/,
  ],
  [
    'basic-not-encoded',
    () => fortis('/v2/contacts', { headers: { authorization: `Basic ${USER}:user_api_key_sandbox_john` } }),
    /plain text/,
  ],
  [
    'basic-swapped',
    () =>
      token(
        { grant_type: 'client_credentials' },
        { headers: { authorization: basic(SERVICE.client_secret, SERVICE.client_id) } },
      ),
    /swapped/,
  ],
  [
    'key-secret-wrong',
    () => vouchers({ 'x-app-id': 'voucherify-app-primary', 'x-app-token': 'one_of_the_real_project' }),
    /The key voucherify-app-primary is known; its secret is another one: 23 characters came where it has 33\./,
  ],
  [
    'key-halves-swapped',
    () => vouchers({ 'x-app-id': 'secret_sandbox_voucherify_primary', 'x-app-token': 'voucherify-app-primary' }),
    /swapped/,
  ],
  ['client-secret-as-credential', () => bearer(SERVICE.client_secret), /the client secret of revenue-service/],
  ['client-id-as-credential', () => bearer(SERVICE.client_id), /the client id revenue-service/],
  [
    'refresh-token-as-access-token',
    async () => bearer(String((await redeem(await codeOf())).at('/refresh_token'))),
    /a refresh token of revenue-web/,
  ],
  ['code-as-token', async () => bearer(await codeOf()), /an authorization code of revenue-web/],
  [
    'otp-id-as-credential',
    async () => piaxis('/api/profile', {}, { 'api-key': await askOtp() }),
    /the id of a one-time password/,
  ],
  [
    'verification-token-as-credential',
    async () => piaxis('/api/profile', {}, { 'api-key': await verified() }),
    /beside the credential/,
  ],
  [
    'session-token-as-bearer',
    async () => fortis('/v2/contacts', { headers: { authorization: `Bearer ${await session()}` } }),
    /a session token of/,
  ],
  [
    'api-key-as-token',
    () =>
      client('engagifii-training', { 'tenant-code': 'org-12345' })('/api/v1/Awards/List', {
        headers: { authorization: 'Bearer key_sandbox_northfield_bridge' },
      }),
    /as a bearer token/,
  ],
  ['key-id-as-token', () => bearer('pk_test_abc123'), /proves nothing/],
  [
    'access-token-as-key',
    async () => invoice({ 'x-api-key': 'pk_test_abc123', 'x-api-secret': await issued() }),
    /an access token of revenue-service/,
  ],
  ['user-id-as-credential', () => bearer('user-ada'), /the user id user-ada/],
  [
    'credential-of-other-contract',
    () => awards({ 'x-api-key': 'pk_test_nile_market' }),
    /of piaxis; this request went to engagifii-training/,
  ],
  ['credential-of-other-sandbox', async () => bearer(await issued({}, other)), /of the sandbox "other"/],
  [
    'old-key-secret',
    async () => {
      await control('POST', '/keys/voucherify/application_key/voucherify-app-braze/regenerate');
      return vouchers({ 'x-app-id': 'voucherify-app-braze', 'x-app-token': 'secret_sandbox_voucherify_braze' });
    },
    /before it was regenerated/,
  ],
  [
    'secret-of-other-key',
    () => vouchers({ 'x-app-id': 'voucherify-app-primary', 'x-app-token': 'secret_sandbox_voucherify_viewer' }),
    /must be of one key/,
  ],
  ['key-blocked', () => awards({ 'x-api-key': 'key_sandbox_northfield_blocked' }), /right, and blocked/],
  [
    'key-deleted',
    async () => {
      await control('DELETE', '/keys/engagifii-training/api_key/secure-bridge');
      return awards({ 'x-api-key': 'key_sandbox_secure_bridge' });
    },
    /was deleted at/,
  ],
  [
    'key-of-other-kind',
    () =>
      client('voucherify', { 'x-app-id': 'voucherify-client', 'x-app-token': 'pk_test_voucherify_client' })(
        '/v1/vouchers',
      ),
    /this operation takes/,
  ],
  ['credential-misspelt', () => awards({ 'x-api-key': 'key_sandbox_nortfield_bridge' }), /differs from character 17/],
  [
    'authorization-without-scheme',
    async () => invoice({ authorization: await issued() }),
    /holds the credential alone/,
  ],
  [
    'authorization-other-scheme',
    async () => invoice({ authorization: `Token ${await issued()}` }),
    /of the scheme Token; Bearer is wanted/,
  ],
  ['half-a-credential', () => invoice({ 'x-api-key': 'pk_test_abc123' }), /x-api-secret is missing/],
  [
    'credential-repeated',
    () =>
      client('engagifii-revenue', { ...TENANT, authorization: ['Bearer a.b.c', 'Bearer d.e.f'] })('/api/1.0/invoice'),
    /came twice/,
  ],
  [
    'two-credentials',
    async () =>
      invoice({
        authorization: `Bearer ${await issued()}`,
        'x-api-key': 'pk_test_abc123',
        'x-api-secret': 'sk_sandbox_xyz789',
      }),
    /Two credentials came/,
  ],
  [
    'credential-not-taken',
    () =>
      client('voucherify', {
        'x-client-application-id': 'voucherify-client',
        'x-client-token': 'a-key-from-elsewhere',
        origin: 'https://yourdomain.com',
      })('/v1/vouchers'),
    /this operation takes/,
  ],
  [
    'token-of-a-provider',
    () =>
      bearer(`${jwtPart({ alg: 'RS256' })}.${jwtPart({ iss: 'https://login.example.com', sub: '1' })}.c2lnbmF0dXJl`),
    /is of https:\/\/login.example.com/,
  ],
  ['no-credential', () => invoice({}), /nothing that could be a credential/],
  [
    'credential-unknown',
    () =>
      vouchers({
        'x-app-id': 'c70a6f00-cf91-4756-9df5-47628850002b',
        'x-app-token': '3266b9f8-e246-4f79-bdf0-833929b1380c',
      }),
    /no credential of this sandbox/,
  ],

  // Tokens.
  [
    'token-expired-by-moved-clock',
    async () => {
      const own = await issued({}, other);
      other.clock.advance('61m');
      return bearer(own, other);
    },
    /it lived 1 h\. Somebody moved the sandbox's clock: it is 1 h 1 min ahead of this machine's/,
  ],
  [
    'token-expired',
    async () => {
      await control('PATCH', '/settings/engagifii-revenue', { token_lifetime: 1 });
      const own = await issued();
      await control('PATCH', '/settings/engagifii-revenue', { token_lifetime: null });
      return again(() => bearer(own), 401);
    },
    /expired .* ago; it lived 1 s/,
  ],
  [
    'token-revoked',
    async () => {
      const own = await issued();
      await client('engagifii-revenue')('/oauth/revoke', { form: { token: own, ...SERVICE } });
      return bearer(own);
    },
    /is dead/,
  ],
  ['token-cut', async () => bearer((await issued()).slice(0, 60)), /of its 3 parts/],
  ['token-unsigned', async () => bearer(await forged({ alg: 'none' })), /"alg": "none"/],
  ['token-other-algorithm', async () => bearer(await forged({ alg: 'HS256' })), /signed with RS256/],
  ['token-other-key', async () => bearer(await forged({ kid: 'another' })), /names the key "another"/],
  ['token-changed', async () => bearer(await forged({}, { sub: 'somebody-else' })), /changed after it was signed/],
  [
    'token-forgotten',
    async () => {
      const own = await issued();
      await sandbox.reset();
      for (const name of ['engagifii-revenue', 'engagifii-training', 'voucherify', 'piaxis', 'fortis'])
        unlimit(sandbox, name);
      sandbox.settings.change('engagifii-revenue', { consent: 'headless' });
      return bearer(own);
    },
    /before a restart or a reset/,
  ],
  [
    'token-unknown',
    () => bearer('mF_9.B5f-4.1JqM'),
    /^The token was not given out by this sandbox: text of 15 characters\.$/,
  ],

  // Identifiers.
  ['tenant-missing', () => client('engagifii-training')('/api/v1/Awards/List'), /does not say which tenant/],
  ['tenant-case', () => awards({ 'tenant-code': 'ORG-12345' }), /is called org-12345; letters' case counts/],
  ['tenant-space', () => awards({ 'tenant-code': '"org-12345"' }), /quotation marks or white space/],
  ['tenant-by-name', () => awards({ 'tenant-code': 'Acme Corporation' }), /the name of the tenant acme-corp/],
  ['tenant-of-other-contract', () => awards({ 'tenant-code': 'TENANT123' }), /a tenant of engagifii-revenue/],
  ['client-as-tenant', () => awards({ 'tenant-code': 'training-service' }), /holds the client id training-service/],
  ['tenant-unknown', () => awards({ 'tenant-code': 'org-99999-nowhere' }), /No tenant is called org-99999-nowhere/],
  [
    'tenant-of-other-credential',
    () => awards({ 'tenant-code': 'acme-corp', 'x-api-key': 'key_sandbox_northfield_bridge' }),
    /belongs to org-12345; the request is for acme-corp/,
  ],
  [
    'identifier-twice',
    () => client('engagifii-training', { 'tenant-code': ['org-12345', 'acme-corp'] })('/api/v1/Awards/List'),
    /Two different values/,
  ],
  [
    'version-missing',
    () => client('engagifii-revenue', { 'tenant-code': 'TENANT123' })('/api/1.0/invoice'),
    /which version/,
  ],
  ['version-form', () => invoice({ 'api-version': 'v1' }), /is written 1.0; what came is v1/],
  ['version-unknown', () => invoice({ 'api-version': '2.0' }), /no version 2.0/],
  ['developer-missing', () => client('fortis')('/v2/contacts'), /which developer/],
  [
    'developer-unknown',
    () => client('fortis', { 'developer-id': 'abc123' })('/v2/contacts'),
    /No developer is called abc123/,
  ],
  ['origin-missing', () => page(undefined), /for web pages/],
  ['origin-null', () => page('null'), /no origin/],
  ['origin-not-listed', () => page('https://elsewhere.example.org'), /is not on the list/],

  ['origin-subdomain', () => page('https://www.yourdomain.com'), /yourdomain.com is on the list/],

  // Permissions.
  [
    'credential-for-more',
    () => pay({ json: { ...PAYMENT, payment_method: 'piaxis_external' } }),
    /needs another credential/,
  ],
  [
    'scope-missing',
    async () => {
      const own = String(
        (
          await token({
            grant_type: 'client_credentials',
            client_id: 'revenue-reader',
            client_secret: 'secret_sandbox_revenue_reader',
          })
        ).at('/access_token'),
      );
      return client('engagifii-revenue', { ...TENANT, authorization: `Bearer ${own}` })('/api/1.0/invoice', {
        json: {},
      });
    },
    /lacks revenue.api.write; it has revenue.api.read/,
  ],
  [
    'role-missing',
    () => vouchers({ 'x-app-id': 'voucherify-app-viewer', 'x-app-token': 'secret_sandbox_voucherify_viewer' }),
    /role or scopes are "viewer"/,
  ],
  [
    'address-not-listed',
    () => vouchers({ 'x-app-id': 'voucherify-app-office', 'x-app-token': 'secret_sandbox_voucherify_office' }),
    /from 203.0.113.0\/24 only/,
  ],

  // Resource servers that a token is for.
  [
    'resource-no-uri',
    () => {
      sandbox.clock.advance('2m'); // sign-ins have a quota
      return desk({ resource: 'stores' });
    },
    /an absolute URI/,
  ],
  ['resource-unknown', () => desk({ audience: 'https://stores.lighthouse.exmaple' }), /No token is given out for/],
  [
    'resource-unknown',
    () =>
      harbour(
        `/oauth/authorize?${new URLSearchParams({ ...CUSTOMS_REQUEST, client_id: 'skipper-app', resource: 'urn:none' }).toString()}`,
      ),
    /No token is given out for/,
  ],
  [
    'resource-widened',
    async () => {
      sandbox.clock.advance('2m');
      const first = await desk({ resource: STORES });
      const refresh_token = String(first.at('/refresh_token'));
      return desk({ grant_type: 'refresh_token', refresh_token, resource: 'https://api.lighthouse.example' });
    },
    /was given for other resource servers/,
  ],
  [
    'token-for-another-api',
    async () =>
      client('lighthouse', {
        authorization: `Bearer ${String((await desk({ audience: STORES })).at('/access_token'))}`,
      })('/berths'),
    /The token is good, but not here/,
  ],

  // Redirect URIs.
  ['request-uri-used', async () => (await visited(await pushed()), visited(last)), /used before/],
  ['request-uri-of-other-client', async () => visited(await pushed(), 'harbour-desk'), /Another client/],
  ['request-uri-unknown', () => visited('urn:ietf:params:oauth:request_uri:none'), /Nobody was given/],
  ['request-uri-expired', async () => late(await pushed({}, other)), /has expired; the contract says PT90S/],
  ['request-uri-pushed', () => push({ request_uri: 'https://yourapp.com/request' }), /itself/],
  ['response-type', () => authorize({ response_type: 'id_token' }), /it can be code\./],
  ['response-type-of-client', () => signInBy({ client_id: 'web-away', response_type: 'id_token' }), /may for code/],
  ['response-mode', () => signInBy({ response_mode: 'jwt' }), /query or fragment or form_post/],
  ['response-mode', () => signInBy({ response_type: 'id_token', response_mode: 'query' }), /servers and logs/],
  ['nonce-missing', () => signInBy({ response_type: 'id_token', nonce: '' }), /only its nonce/],
  ['pushed-response-type', () => push({ response_type: 'token' }), /can be code\./],
  [
    'request-not-pushed',
    () => harbour(`/oauth/authorize?${new URLSearchParams(CUSTOMS_REQUEST).toString()}`),
    /pushed requests only/,
  ],
  ['request-object-not-jwt', () => objected('nonsense'), /three parts/],
  [
    'request-object-signature',
    () => objected(`${objectPart({ alg: 'none' })}.${objectPart({})}.`),
    /alg none is never/,
  ],
  ['request-object-type', async () => objected(await requestObject({}, { typ: 'at+jwt' })), /something else/],
  ['request-object-client', async () => objected(await requestObject({ client_id: undefined })), /must be there/],
  [
    'request-object-audience',
    async () => objected(await requestObject({ aud: 'https://a.example' })),
    /another issuer/,
  ],
  ['request-object-expired', async () => objected(await requestObject({ exp: 1 })), /do not fit the sandbox's clock/],
  ['request-object-nested', async () => objected(await requestObject({ request: 'x' })), /neither request nor/],
  ['request-by-reference', () => objected(undefined, 'https://yourapp.com/request.jwt'), /fetches no request objects/],
  [
    'acr-unmet',
    () =>
      client('oidc')(
        `/authorize?${new URLSearchParams({ client_id: 'web', response_type: 'code', scope: 'openid', redirect_uri: CALLBACK, claims: '{"id_token":{"acr":{"essential":true,"values":["gold"]}}}' }).toString()}`,
      ),
    /demands an acr .* the contract has "0"/,
  ],
  [
    'authorization-parameter-unfit',
    () => authorize({ redirect_uri: CALLBACK, code_challenge_method: 'S256' }),
    /code_challenge_method is "S256": it must come with a code_challenge\.$/,
  ],
  [
    'authorization-request-wrong',
    () =>
      client('oidc')(
        `/authorize?${new URLSearchParams({ client_id: 'web', response_type: 'code', scope: 'openid', redirect_uri: CALLBACK, prompt: 'none login' }).toString()}`,
      ),
    /sent back with the error invalid_request: prompt none stands alone\.$/,
  ],
  ['redirect-slash', () => authorize({ redirect_uri: `${CALLBACK}/` }), /slash at its end/],
  ['redirect-scheme', () => authorize({ redirect_uri: 'http://yourapp.com/callback' }), /its scheme/],
  ['redirect-port', () => authorize({ redirect_uri: 'http://localhost:8080/callback' }), /its port/],
  [
    'redirect-loopback',
    () => authorize({ redirect_uri: 'http://127.0.0.1:3000/callback' }),
    /localhost and 127.0.0.1 are two/,
  ],
  ['redirect-query', () => authorize({ redirect_uri: `${CALLBACK}?next=/home` }), /its query/],
  ['redirect-case', () => authorize({ redirect_uri: 'http://localhost:3000/Callback' }), /case/],
  ['redirect-path', () => authorize({ redirect_uri: 'http://localhost:3000/auth/done' }), /its path/],
  ['redirect-www', () => authorize({ redirect_uri: 'https://www.yourapp.com/callback' }), /subdomain/],
  ['redirect-fragment', () => authorize({ redirect_uri: 'https://other.example/#/callback' }), /no fragment/],
  ['redirect-encoded-twice', () => authorize({ redirect_uri: encodeURIComponent(CALLBACK) }), /encoded twice/],
  [
    'logout-redirect-unregistered',
    () => client('oidc')('/logout?client_id=web&post_logout_redirect_uri=http://localhost:5173/'),
    /none of those registered with web: .* They are apart from its redirect URIs/,
  ],
  [
    'logout-redirect-unregistered',
    () => client('oidc')('/logout?post_logout_redirect_uri=http://localhost:3000/'),
    /does not say whose URI http:\/\/localhost:3000\/ is/,
  ],
  ['redirect-missing', () => authorize({ redirect_uri: '' }), /is missing/],
  [
    'redirect-unregistered',
    () => authorize({ redirect_uri: 'https://app.example.net/oauth/back' }),
    /none of those registered with revenue-web/,
  ],

  // Clients that register themselves.
  [
    'registration-form',
    () => register({ redirect_uris: 'https://shop.example/callback' }, { form: true }),
    /came as a form/,
  ],
  ['registration-redirect', () => register({ redirect_uris: ['https://shop.example/#/callback'] }), /fragment/],
  ['registration-unfit', () => register({ ...SHOP, grant_types: ['password_free'] }), /grant type password_free/],
  ['registration-full', registerTooMany, /There are 20 clients/],
  ['registration-no-token', () => register(SHOP, { token: undefined }), /without the initial access token/],
  ['registration-other-token', () => register(SHOP, { token: 'of_somebody' }), /initial access token/],

  // One-time passwords, sessions, links.
  ['otp-code-as-verification', async () => release(otpCode(await askOtp())), /the code itself/],
  [
    'verification-in-body',
    async () => release(undefined, NILE, { escrow_id: LARGE, verification_token: await verified() }),
    /goes into a header/,
  ],
  ['verification-missing', () => release(undefined), /no verification token came/],
  [
    'verification-for-other-operation',
    async () => release(await verified({ operation: 'account_settings' })),
    /which this operation is not/,
  ],
  [
    'verification-for-other-resource',
    async () => release(await verified({ operation: 'escrow_release', escrow_id: 'another-escrow' })),
    /is for another-escrow/,
  ],
  [
    'verification-of-other-tenant',
    async () => {
      const own = await verified({ operation: 'bulk_disbursement' });
      return piaxis(
        '/api/disbursements/create',
        { json: {}, headers: { 'x-verification-token': own } },
        { 'api-key': 'pk_test_kampala_motors' },
      );
    },
    /one of 096b723a/,
  ],
  ['verification-unknown', () => release('vt_made_up_by_me'), /not given out/],
  [
    'verification-expired',
    async () => {
      const own = await verified();
      sandbox.clock.advance('20m');
      const reply = await release(own);
      await control('DELETE', '/clock');
      return reply;
    },
    /expired/,
  ],
  [
    'verification-used',
    async () => {
      const own = await verified();
      await release(own);
      return release(own);
    },
    /that was used at/,
  ],
  ['record-in-other-state', async () => release(await verified()), /is wanted, and it is released/],
  [
    'otp-wrong',
    async () => {
      const id = await askOtp();
      return verifyOtp(id, wrongCode(id));
    },
    /4 tries are left/,
  ],
  [
    'otp-used',
    async () => {
      const id = await askOtp();
      await verifyOtp(id);
      return verifyOtp(id);
    },
    /was used before/,
  ],
  [
    'otp-superseded',
    async () => {
      const id = await askOtp();
      await askOtp();
      return verifyOtp(id);
    },
    /newer one replaced/,
  ],
  [
    'otp-of-other-tenant',
    async () => {
      const id = await askOtp();
      return verifyOtp(id, otpCode(id), { 'api-key': 'pk_test_kampala_motors' });
    },
    /a password of/,
  ],
  ['otp-unknown', () => verifyOtp('otp_made_up', '123456'), /No password has that id/],
  [
    'otp-expired',
    async () => {
      const id = await askOtp();
      const code = otpCode(id);
      sandbox.clock.advance('10m');
      const reply = await verifyOtp(id, code);
      await control('DELETE', '/clock');
      return reply;
    },
    /expired/,
  ],
  [
    'otp-locked',
    async () => {
      const id = await askOtp();
      for (let i = 0; i < 5; i++) await verifyOtp(id, wrongCode(id));
      return verifyOtp(id);
    },
    /after 5 wrong tries/,
  ],
  [
    'session-closed',
    async () => {
      const own = await session();
      await fortis(`/v2/token/${own}`, { method: 'DELETE', headers: { 'access-token': own } });
      return fortis('/v2/contacts', { headers: { 'access-token': own } });
    },
    /was closed at/,
  ],
  [
    'session-expired',
    async () => {
      const own = await session();
      sandbox.clock.advance('16m');
      const reply = await fortis('/v2/contacts', { headers: { 'access-token': own } });
      await control('DELETE', '/clock');
      return reply;
    },
    /the session expired/,
  ],
  [
    'session-unknown',
    async () => fortis('/v2/token/abcdefabcdef', { method: 'DELETE', headers: { 'access-token': await session() } }),
    /No session has that token/,
  ],
  [
    'login-other-domain',
    () => fortis('/v2/token', { json: { ...LOGIN, domain: 'other.example.com' } }),
    /There is a user/,
  ],
  [
    'login-unknown',
    () => fortis('/v2/token', { json: { ...LOGIN, username: 'me@example.com' } }),
    /real accounts do not work here/,
  ],
  [
    'link-expired',
    () =>
      client('fortis')(
        `/v2/contactsso?developer-id=fortis-developer&data=${Buffer.from(JSON.stringify({ timestamp: now() - 100_000, user_id: USER, user_api_key: 'user_api_key_sandbox_john', location_id: '11e8aaaa0000000000000001', contact_api_id: 'crm-1' })).toString('hex')}`,
      ),
    /expired/,
  ],
  ['link-unreadable', () => client('fortis')('/v2/contactsso?developer-id=fortis-developer&data=nothex'), /./],

  // Paths, methods, bodies.
  ['path-with-contract-twice', () => piaxis('/piaxis/api/profile'), /has piaxis in it twice/],
  ['path-double-slash', () => piaxis('//api/profile'), /two slashes/],
  ['path-case', () => piaxis('/API/Profile'), /case counts/],
  ['path-without-version', () => piaxis('/profile'), /lacks its prefix/],
  ['path-plural', () => client('fortis', { 'developer-id': 'fortis-developer' })('/v2/contact'), /singular and plural/],
  ['path-of-other-contract', () => piaxis('/v1/vouchers'), /a path of voucherify/],
  ['path-misspelt', () => piaxis('/api/acount/settings'), /was probably meant/],
  ['path-unknown', () => piaxis('/graphql'), /has no \/graphql/],
  ['path-unknown', () => piaxis(''), /has no \/ in its contract/],
  ['method-other', () => piaxis('/api/auth/verify-otp'), /takes POST, not GET/],
  [
    'json-as-form',
    () => pay({ body: JSON.stringify(PAYMENT), headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
    /curl -d/,
  ],
  [
    'json-as-text',
    () => pay({ body: JSON.stringify(PAYMENT), headers: { 'content-type': 'text/plain' } }),
    /its Content-Type is text\/plain/,
  ],
  ['form-where-json', () => pay({ form: { amount: '5000', currency: 'UGX' } }), /takes JSON/],
  ['json-single-quotes', () => pay({ body: "{'amount': 5000}", headers: JSON_TYPE }), /single quotes/],
  [
    'json-trailing-comma',
    () => pay({ body: '{"amount": 5000,}', headers: JSON_TYPE }),
    /comma before a closing bracket/,
  ],
  ['json-typographic-quotes', () => pay({ body: '{“amount”: 5000}', headers: JSON_TYPE }), /typographic/],
  [
    'body-compressed',
    () => pay({ body: gzipSync(JSON.stringify(PAYMENT)), headers: { ...JSON_TYPE, 'content-encoding': 'gzip' } }),
    /compressed \(gzip\)/,
  ],
  [
    'body-utf-16',
    () => pay({ body: Buffer.from(JSON.stringify(PAYMENT), 'utf16le'), headers: JSON_TYPE }),
    /in UTF-16/,
  ],
  ['json-unquoted', () => pay({ body: '{amount:5000}', headers: JSON_TYPE }), /not in quotation marks/],
  [
    'json-encoded-twice',
    () => pay({ body: JSON.stringify(JSON.stringify(PAYMENT)), headers: JSON_TYPE }),
    /encoded twice/,
  ],
  ['body-object-object', () => pay({ body: '[object Object]', headers: JSON_TYPE }), /object Object/],
  ['json-cut', () => pay({ body: '{"amount": 5000, "curr', headers: JSON_TYPE }), /no JSON from/],
  ['body-missing', () => pay({ headers: JSON_TYPE }), /none came/],
  ['body-number-as-text', () => pay({ json: { ...PAYMENT, amount: '5000' } }), /amount is text; a number is wanted/],
  [
    'body-field-misspelt',
    () => pay({ json: { amount: 5000, currency: 'UGX', paymentMethod: 'mtn' } }),
    /payment_method is wanted; what came is called paymentMethod/,
  ],
  ['body-field-missing', () => pay({ json: { amount: 5000 } }), /lacks currency/],
  ['body-field-unfit', () => pay({ json: { ...PAYMENT, currency: 'SHELLS' } }), /currency/i],
  [
    'media-type-other',
    () => pay({ body: '<pay/>', headers: { 'content-type': 'application/xml' } }),
    /Content-Type is application\/xml/,
  ],
  [
    'body-too-large',
    () => pay({ body: JSON.stringify({ ...PAYMENT, note: 'x'.repeat(1_100_000) }), headers: JSON_TYPE }),
    /at most 1048576 bytes/,
  ],
  [
    'parameter-unfit',
    () =>
      client('fortis', {
        'developer-id': 'fortis-developer',
        'user-id': USER,
        'user-api-key': 'user_api_key_sandbox_john',
      })('/v2/contacts?page_size=many'),
    /page_size/,
  ],
  [
    'quota-used-up',
    async () => {
      other.settings.change('piaxis', { rate_limits: { retrieval: { limit: 1, window_seconds: 60 } } });
      const send = client('piaxis', NILE, other);
      await send('/api/profile');
      return send('/api/profile');
    },
    /at most 1 request per 60 s/i,
  ],
  ['authenticator-missing', () => watch('timo', 'baltic-watch')('/watch/fob/code', '123456'), /no such authenticator/],
  ['authenticator-code-wrong', () => watch()('/watch/fob/code', '000000'), /none that the authenticator shows/],
  [
    'authenticator-code-used',
    async () => {
      const send = watch();
      const secret = String((await send('/watch/app')).at('/secret'));
      const code = new TOTP({ secret, digits: 8, algorithm: 'SHA256', period: 30 }).generate();
      await send('/watch/app/code', code);
      return send('/watch/app/code', code);
    },
    /The code was used before/,
  ],
  [
    'authenticator-locked',
    async () => {
      for (let i = 0; i < 3; i++) await watch()('/watch/fob/code', '000000');
      return watch()('/watch/fob/code', '000000');
    },
    /until its lock-out is over/,
  ],
  [
    'cookie-repeated',
    () => client('buoy', { cookie: 'logger_key=buoy_test_north; logger_key=buoy_test_south' })('/buoys'),
    /logger_key is there 2 times, with different values/,
  ],
  [
    'requests-at-once',
    async () => {
      other.settings.change('buoy', { latency_ms: 100 });
      const send = client('buoy', { cookie: 'logger_key=buoy_test_north' }, other);
      const replies = await Promise.all([1, 2, 3].map(() => send('/soundings/snd_0001')));
      other.settings.change('buoy', { latency_ms: 0 });
      return replies.find(({ status }) => status === 429)!;
    },
    /At most 2 requests at once may be under way/,
  ],
  [
    'idempotency-key-reused',
    async () => {
      await pay({ json: PAYMENT, headers: { 'idempotency-key': 'one' } });
      return pay({ json: { ...PAYMENT, amount: 6000 }, headers: { 'idempotency-key': 'one' } });
    },
    /stands for the request that used the key first/,
  ],
  [
    'sandbox-full',
    () => pay({ json: PAYMENT, headers: { 'idempotency-key': 'two' } }),
    /takes at most 1 .*idempotency keys.*--max-idempotency-keys/,
  ],
  [
    'record-deleted',
    async () => {
      const own = client('fortis', {
        'developer-id': 'fortis-developer',
        'user-id': USER,
        'user-api-key': 'user_api_key_sandbox_john',
      });
      const made = await own('/v2/contacts', {
        json: { contact: { location_id: '11e8aaaa0000000000000001', first_name: 'Jane', last_name: 'Smith' } },
      });
      const path = `/v2/contacts/${String(made.at('/contact/id'))}`;
      await own(path, { method: 'DELETE' });
      return own(path);
    },
    /was deleted/,
  ],
  [
    'record-of-nobody',
    () =>
      client('fortis', {
        'developer-id': 'fortis-developer',
        'user-id': USER,
        'user-api-key': 'user_api_key_sandbox_john',
      })('/v2/contacts/11e8aaaa00000000000000ff'),
    /no such record/,
  ],
  [
    'magic-link-html-escaped',
    () => client('lantern')('/sign-in/go?lang=en&amp;token=abc'),
    /"&amp;" of the HTML was sent as it stands/,
  ],
  ['magic-link-token-missing', () => client('lantern')('/sign-in/go'), /No token came/],
  [
    'magic-link-scanned',
    async () => {
      const { token, go } = await guestLink();
      await go(token, { 'user-agent': 'mail-scanner/1.0' });
      return go(token);
    },
    /after it was sent, by GET of mail-scanner\/1\.0: another client than this one/,
  ],
  [
    'magic-link-used',
    async () => {
      const send = client('lantern');
      await send('/keepers/sign-in', { json: { phone: '+4520000001' } });
      const { code } = sandbox.otp.latest({ to: '+4520000001' })!;
      await send('/keepers/session', { json: { token: code } });
      return send('/keepers/session', { json: { token: code } });
    },
    /a link that was used at 20/,
  ],
  [
    'magic-link-replaced',
    async () => {
      const { token, go } = await guestLink();
      await guestLink();
      return go(token);
    },
    /that a newer one, sent at 20.*, replaced/,
  ],
  [
    'magic-link-expired',
    async () => {
      const { token, go } = await guestLink(other);
      other.clock.advance('15m');
      const reply = await go(token);
      other.clock.advance('-15m');
      return reply;
    },
    /the link expired .*ago/,
  ],
  [
    'magic-link-other-browser',
    async () => {
      const { token } = await guestLink();
      return client('lantern')(`/sign-in/go?token=${token}`);
    },
    /this is a browser without the cookie lantern_browser/,
  ],
  [
    'magic-link-of-another',
    async () => {
      const { token } = await guestLink();
      return client('lantern')('/keepers/session', { json: { token } });
    },
    /a link that askForLink sent, which is not for this request/,
  ],
  [
    'magic-link-of-nobody',
    async () => {
      const { token, go } = await guestLink(sandbox, 'timo.saar@lantern.example');
      await control('DELETE', '/users/lantern/timo');
      return go(token);
    },
    /a link of timo, who was deleted/,
  ],
  [
    'magic-link-damaged',
    async () => {
      const { token, go } = await guestLink();
      return go(`3D${token}`);
    },
    /without decoding quoted-printable/,
  ],
  [
    'magic-link-from-elsewhere',
    async () => {
      const { token } = await guestLink(other);
      const { go } = await guestLink();
      return go(token);
    },
    /a link that ida was sent, of lantern in the sandbox other/,
  ],
  [
    'magic-link-cut-short',
    async () => {
      const { token, go } = await guestLink();
      return go(token.slice(0, 30));
    },
    /has 30 characters; those of links here have 43/,
  ],
  ['magic-link-unknown', async () => (await guestLink()).go('x'.repeat(43)), /No link has that token/],
  [
    'magic-link-client',
    async () => {
      await client('lantern')('/keepers/sign-in', { json: { phone: '+4520000001' } });
      const { code } = sandbox.otp.latest({ to: '+4520000001' })!;
      return client('lantern')('/keepers/token', { json: { token: code, app: 'north-desk' } });
    },
    /A client that has a secret or a key cannot be named alone: \/app of the body is client north-desk, which has one/,
  ],
  [
    'magic-link-too-often',
    async () => {
      sandbox.settings.change('lantern', { rate_limits: { mailbox: { limit: 1, window_seconds: 600 } } });
      const ask = () => client('lantern')('/keepers/sign-in', { json: { phone: '+4520000002' } });
      await ask();
      const reply = await ask();
      sandbox.settings.change('lantern', UNLIMITED);
      return reply;
    },
    /At most 1 request for one address per 600 s, whoever asks and whether anybody has it; one more;/,
  ],
  [
    'magic-link-for-nobody',
    () => client('lantern')('/keepers/sign-in', { json: { phone: '+4599999999' } }),
    /Nobody has that address: the address must be the phone of a user/,
  ],
  [
    'timestamp-moved-clock',
    () => signed((ts) => hex(USER + ts, KEY), String(now()), {}, other),
    /is this machine's time; the sandbox's clock was moved at/,
  ],
  ...writtenRows(sandbox),
];

const MADE_IN_OTHER = [
  'magic-link-expired',
  'request-uri-expired',
  'token-expired-by-moved-clock',
  'timestamp-moved-clock',
  'quota-used-up',
  'requests-at-once',
];

/** Secrets that the requests above carry. */
const SECRETS =
  /my_user_hash_key|secret_sandbox_|c2VjcmV0|5ec4e7|key_sandbox_|sk_sandbox_|pk_test_voucherify_client\b|eyJ[\w-]+\.[\w-]+\.[\w-]+/;

t.test('each mistake is told from every other, and the answer leads to its explanation', async (t) => {
  for (const [name, make, finding] of ROWS) {
    const reply = await make();
    const id = reply.headers['x-tollgate-request'];
    const inOther = MADE_IN_OTHER.includes(name);
    const { body } = await control('GET', `/journal/${String(id)}${inOther ? '?sandbox=other' : ''}`);
    const { refusal } = body as {
      refusal?: {
        failure: string;
        rule: string;
        got?: string;
        explanation?: { mistake?: string; finding: string; next: unknown[] };
      };
    };
    const explanation = refusal?.explanation;
    if (!t.equal(explanation?.mistake, name, name))
      t.comment(`${reply.status} ${reply.text.slice(0, 200)} ${JSON.stringify(refusal)}`);
    t.match(explanation?.finding, finding, `${name}: ${explanation?.finding ?? 'nothing'}`);
    t.ok((explanation?.next.length ?? 0) > 0, `${name} says what to do next`);
    // What a document says is public, its sample keys too.
    const shown = JSON.stringify(body, (key, value: unknown) => (key === 'citations' ? undefined : value));
    t.equal(SECRETS.exec(shown)?.[0], undefined, `${name} shows no secret`);
  }
});

t.test('every mistake has its request', (t) => {
  // Those about certificates need TLS: mutual-tls.test.ts makes them.
  const made = new Set([...ROWS.map(([name]) => name), ...CERTIFICATES.map(({ name }) => name)]);
  t.strictSame(
    MISTAKES.map(({ name }) => name).filter((name) => !made.has(name)),
    [],
  );
  t.equal(new Set(MISTAKES.map(({ name }) => name)).size, MISTAKES.length, 'each is there once');
  t.ok(MISTAKES.length >= 80, String(MISTAKES.length));
  t.end();
});

t.test('the page of all of them is the list', (t) => {
  t.equal(readFileSync(new URL('../../../docs/mistakes.md', import.meta.url), 'utf8'), mistakesPage(MISTAKES));
  t.end();
});

t.test('the journal is filtered, exported, and leaves its number out where it is told to', async (t) => {
  await control('DELETE', '/journal');
  // After a hundred answers in a row it keeps the details of ten a second.
  await sleep(1_000);
  const from = new Date().toISOString();
  await piaxis('/api/profile');
  const refused = await awards({ 'x-api-key': 'key_sandbox_northfield_blocked' });
  const used = await invoice({
    'x-api-key': 'pk_test_abc123',
    'x-api-secret': 'sk_sandbox_xyz789',
    'x-request-id': 'mine',
  });
  await token({ grant_type: 'client_credentials', ...SERVICE });
  type Entry = { id: number; operation?: string; guards?: object; caller?: string };
  const list = async (query: string): Promise<readonly Entry[]> =>
    (await control('GET', `/journal?${query}`)).body['entries'] as readonly Entry[];
  const ids = async (query: string): Promise<readonly string[]> => (await list(query)).map(({ id }) => String(id));
  const own = (reply: RawReply): string => String(reply.headers['x-tollgate-request']);
  t.strictSame(await ids('credential=api_key&order=oldest'), [own(refused)]);
  t.strictSame(await ids('rule=blocked_key'), [own(refused)]);
  t.strictSame(await ids('rule=key-blocked'), [own(refused)], 'by the name of the mistake');
  t.strictSame(await ids('rule=must not be blocked'), [own(refused)], 'by words of the rule');
  t.strictSame(await ids('credential=api_key_pair'), [own(used)]);
  t.equal((await ids(`since=${from}`)).length, 4);
  t.equal((await ids(`until=${from}&since=${from}`)).length, 0);
  const newest = await ids('limit=2');
  t.ok(Number(newest[0]) > Number(newest[1]), 'newest first');
  t.strictSame(await ids('limit=2&order=oldest'), newest.toReversed());
  t.match((await list('credential=api_key'))[0]?.guards, { refused: 'authentication' });
  t.match((await list('credential=api_key_pair'))[0], { caller: 'pk_test_abc123', guards: { passed: [/./] } });

  const { body } = await control('GET', '/journal/har');
  const { log } = body as unknown as {
    log: {
      version: string;
      entries: { request: { url: string }; response: { status: number; content: { text?: string } } }[];
    };
  };
  t.equal(log.version, '1.2');
  t.strictSame(
    log.entries.map(({ response }) => response.status),
    [200, 401, 200, 200],
    'oldest first',
  );
  t.match(log.entries[3]?.response.content.text, '"access_token":"[redacted]"');
  t.equal(SECRETS.exec(JSON.stringify(log))?.[0], undefined, 'no secret in the archive');

  const shop = await page('https://yourdomain.com');
  t.match(shop.headers['access-control-expose-headers'], /x-tollgate-request$/, 'a page may read it');
  sandbox.settings.change('piaxis', { explain_header: false });
  t.notOk((await piaxis('/api/profile')).headers['x-tollgate-request'], 'a setting leaves it out');
  sandbox.settings.change('piaxis', { explain_header: true });
  t.ok((await piaxis('/api/profile')).headers['x-tollgate-request']);
  await using quiet = await startSandbox({ contracts: ['piaxis'], explainHeader: false });
  t.notOk((await client('piaxis', NILE, quiet)('/api/profile')).headers['x-tollgate-request'], 'and so does an option');
});

t.test('of a flood only so many requests keep their details', async (t) => {
  await using busy = await startSandbox({ contracts: ['piaxis'] });
  unlimit(busy, 'piaxis');
  const send = client('piaxis', NILE, busy);
  for (let i = 0; i < 300; i += 50) await Promise.all(Array.from({ length: 50 }, () => send('/api/profile')));
  const kept = busy.journal.list().filter(({ id }) => busy.journal.get(id)?.details !== undefined).length;
  t.ok(kept >= 100 && kept < 250, String(kept));
  t.equal(busy.journal.list().length, 300, 'all of them are in the journal');
  await send('/api/profile', { headers: { 'api-key': 'wrong' } });
  t.equal(busy.journal.get(301)?.details?.explanation?.mistake, 'credential-unknown', 'a refused one keeps its own');
});
