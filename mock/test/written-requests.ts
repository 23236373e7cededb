/**
 * Requests as shells, languages and people write them: a variable that was not filled in, bytes as Python prints them, a
 * line copied with its end. Each with the mistake that is to be recognised.
 */
import { createHash, createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import type { SandboxHandle } from '../index.ts';
import { rawClient } from './raw-client.ts';
import type { Headers, RawOptions, RawReply } from './raw-client.ts';

export type Row = readonly [mistake: string, made: () => Promise<RawReply>, finding: RegExp];

const now = (): number => Math.floor(Date.now() / 1000);
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const sha = (value: string | Buffer): Buffer => createHash('sha256').update(value).digest();
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const rebuilt = (token: string): string =>
  token
    .split('.')
    .map((one) => Buffer.from(one, 'base64url').toString('base64'))
    .join('.');

/** @param other where the quota of piaxis and its like is lifted */
export function writtenRows(sandbox: SandboxHandle): readonly Row[] {
  const client = (contract: string, headers: Headers = {}): ReturnType<typeof rawClient> =>
    rawClient(sandbox.url(contract), headers);

  // Signatures.
  const [user, key] = ['11e95f8ec39de8fbdb0a4f1a', 'my_user_hash_key'];
  const mac = (text: string | Buffer, by: string | Buffer = key): string =>
    createHmac('sha256', by).update(text).digest('hex');
  const signed = (make: (ts: string) => string, headers: Headers = {}): Promise<RawReply> => {
    const timestamp = String(now());
    const hash = { 'hash-key': make(timestamp), timestamp };
    return client('fortis', { 'developer-id': 'fortis-developer', 'user-id': user, ...hash, ...headers })(
      '/v2/transactions',
    );
  };
  const wide = (text: string): Buffer => Buffer.from(text, 'utf16le');

  // Tokens of the revenue contract.
  const WEB = { client_id: 'revenue-web', client_secret: 'secret_sandbox_revenue_web' };
  const SERVICE = { client_id: 'revenue-service', client_secret: 'secret_sandbox_revenue_service' };
  const CALLBACK = 'http://localhost:3000/callback';
  const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
  const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
  const revenue = client('engagifii-revenue');
  const ask = (form: Readonly<Record<string, string>>, options: RawOptions = {}): Promise<RawReply> =>
    revenue('/oauth/token', { form, ...options });
  const text = (body: string, type = 'application/x-www-form-urlencoded'): Promise<RawReply> =>
    revenue('/oauth/token', { body, headers: { 'content-type': type } });
  const service = (form: Readonly<Record<string, string>> = {}): Promise<RawReply> =>
    ask({ grant_type: 'client_credentials', ...SERVICE, ...form });
  const issued = async (): Promise<string> => String((await service()).at('/access_token'));
  const authorize = (query: Readonly<Record<string, string>>): Promise<RawReply> => {
    const all = { response_type: 'code', client_id: WEB.client_id, redirect_uri: CALLBACK, state: 's', ...query };
    return revenue(`/oauth/authorize?${new URLSearchParams(all).toString()}`);
  };
  const code = async (query: Readonly<Record<string, string>> = {}): Promise<string> => {
    sandbox.settings.change('engagifii-revenue', { consent: 'headless' });
    return new URL(String((await authorize(query)).headers.location)).searchParams.get('code')!;
  };
  const redeem = (sent: string, form: Readonly<Record<string, string>> = {}): Promise<RawReply> =>
    ask({ grant_type: 'authorization_code', redirect_uri: CALLBACK, code: sent, ...WEB, ...form });
  const refreshed = async (change: (token: string) => string): Promise<RawReply> => {
    const token = String((await redeem(await code())).at('/refresh_token'));
    return ask({ grant_type: 'refresh_token', refresh_token: change(token), ...WEB });
  };
  const invoice = (headers: Headers, path = '/api/1.0/invoice'): Promise<RawReply> =>
    client('engagifii-revenue', { 'tenant-code': 'TENANT123', 'api-version': '1.0', ...headers })(path);
  const authorized = async (make: (token: string) => string): Promise<RawReply> =>
    invoice({ authorization: make(await issued()) });
  const claimsOf = async (): Promise<string> => (await issued()).split('.')[1]!;
  const byHmac = async (secret: string): Promise<RawReply> => {
    const input = `${part({ alg: 'HS256', typ: 'JWT' })}.${await claimsOf()}`;
    return invoice({
      authorization: `Bearer ${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`,
    });
  };
  const publicPem = async (): Promise<string> => {
    const { keys } = JSON.parse((await client('oidc')('/jwks')).text) as { keys: JsonWebKey[] };
    return createPublicKey({ key: keys[0]!, format: 'jwk' }).export({ type: 'spki', format: 'pem' }).toString();
  };
  const asBasic = (value: string): Promise<RawReply> =>
    ask({ grant_type: 'client_credentials' }, { headers: { authorization: value } });
  const pair = `${SERVICE.client_id}:${SERVICE.client_secret}`;

  // Assertions.
  const own = async (id: string): Promise<KeyObject> => {
    const { clients } = await sandbox.credentials('oauth2');
    const jwk = clients.find(({ client_id }) => client_id === id)?.assertion_key;
    return createPrivateKey({ key: { ...jwk } as JsonWebKey, format: 'jwk' });
  };
  const assertion = async (
    claims: object = {},
    {
      header = {},
      der = false,
      by,
    }: { readonly header?: object; readonly der?: boolean; readonly by?: KeyObject } = {},
  ): Promise<string> => {
    const endpoint = `${sandbox.url('oauth2')}/token`;
    const all = {
      iss: 'service-jwt',
      sub: 'service-jwt',
      aud: endpoint,
      exp: now() + 60,
      jti: `${Math.random()}`,
      ...claims,
    };
    const input = `${part({ alg: 'ES256', ...header })}.${part(all)}`;
    const signing = {
      key: by ?? (await own('service-jwt')),
      dsaEncoding: der ? ('der' as const) : ('ieee-p1363' as const),
    };
    return `${input}.${sign('sha256', Buffer.from(input), signing).toString('base64url')}`;
  };
  const TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
  const asserted = (
    jwt: string,
    form: Readonly<Record<string, string>> = { client_assertion_type: TYPE },
  ): Promise<RawReply> =>
    client('oauth2')('/token', { form: { grant_type: 'client_credentials', client_assertion: jwt, ...form } });
  const plainlySigned = async (): Promise<string> => {
    const [head, body] = (await assertion()).split('.') as [string, string];
    const plain = [head, body].map((one) => Buffer.from(one, 'base64url').toString()).join('.');
    const signing = { key: await own('service-jwt'), dsaEncoding: 'ieee-p1363' as const };
    return `${head}.${body}.${sign('sha256', Buffer.from(plain), signing).toString('base64url')}`;
  };
  const hmacAssertion = async (): Promise<string> => {
    const [, body] = (await assertion()).split('.') as [string, string];
    const input = `${part({ alg: 'HS256' })}.${body}`;
    const pem = createPublicKey(await own('service-jwt')).export({ type: 'spki', format: 'pem' });
    return `${input}.${createHmac('sha256', pem).update(input).digest('base64url')}`;
  };

  // Signing in and out.
  const oidc = client('oidc');
  const signIn = (query: Readonly<Record<string, string>>): Promise<RawReply> => {
    const all = {
      response_type: 'code',
      client_id: 'web',
      redirect_uri: CALLBACK,
      scope: 'openid',
      state: 's',
      ...query,
    };
    return oidc(`/authorize?${new URLSearchParams(all).toString()}`);
  };
  const signedIn = async (field: string): Promise<string> => {
    sandbox.settings.change('oidc', { consent: 'headless' });
    const sent = new URL(String((await signIn({})).headers.location)).searchParams.get('code')!;
    const web = { client_id: 'web', client_secret: 'secret_sandbox_web' };
    const form = { grant_type: 'authorization_code', code: sent, redirect_uri: CALLBACK, ...web };
    return String((await oidc('/token', { form })).at(`/${field}`));
  };

  // A guest, by a cookie.
  const guest = async (): Promise<string> => {
    sandbox.settings.change('lantern', { rate_limits: { mailbox: { limit: null, window_seconds: 600 } } });
    const to = 'ida.holm@lantern.example';
    const { headers } = await client('lantern')('/sign-in', { json: { email: to } });
    const cookie = headers['set-cookie']![0]!.split(';')[0]!;
    const { code: sent } = sandbox.otp.latest({ to })!;
    const { headers: given } = await client('lantern')(`/sign-in/go?token=${sent}`, { headers: { cookie } });
    return given['set-cookie']!.find((one) => one.startsWith('lantern_guest='))!.split(';')[0]!;
  };
  const me = (headers: Headers): Promise<RawReply> => client('lantern', headers)('/me');

  // Keys.
  const NILE = 'pk_test_nile_market';
  const piaxis = (path: string, headers: Headers = { 'api-key': NILE }, options: RawOptions = {}): Promise<RawReply> =>
    client('piaxis', headers)(path, options);
  const profile = (value: string): Promise<RawReply> => piaxis('/api/profile', { 'api-key': value });
  const pay = (body: string, type = 'application/json'): Promise<RawReply> =>
    piaxis('/api/payments/create', { 'api-key': NILE, 'content-type': type }, { body, method: 'POST' });
  const multipart = (fields: Readonly<Record<string, string>>): string =>
    `${Object.entries(fields)
      .map(([name, value]) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
      .join('')}--x--\r\n`;

  return [
    // Not filled in.
    [
      'header-unfilled',
      () => invoice({ 'tenant-code': 'undefined', authorization: 'Bearer x' }),
      /tenant-code holds "undefined": a variable that is not set/,
    ],
    [
      'header-unfilled',
      () => signed(() => '<hmac.HMAC object at 0x7f2b41d0>'),
      /hash-key holds .*an object that was turned into text/,
    ],
    [
      'header-unfilled',
      () => invoice({ 'api-version': '{{version}}', authorization: 'Bearer x' }),
      /a template that was not filled in/,
    ],
    ['path-unfilled', () => piaxis('/api/payments/%5Bobject%20Object%5D'), /The path holds "\[object Object\]"/],
    ['path-unfilled', () => piaxis('/api/payments/{payment_id}'), /a placeholder of a document/],
    ['path-unfilled', () => piaxis('/undefined/api/profile'), /The path holds "undefined"/],
    [
      'query-unfilled',
      () => authorize({ client_id: '$CLIENT_ID' }),
      /client_id holds "\$CLIENT_ID": a variable that was not expanded/,
    ],
    ['form-unfilled', () => service({ client_secret: 'process.env.CLIENT_SECRET' }), /code between quotation marks/],
    [
      'form-unfilled',
      () => asBasic(`Basic ${base64('undefined:undefined')}`),
      /user name of HTTP Basic holds "undefined"/,
    ],
    [
      'body-unfilled',
      () => pay('{"amount":"{{amount}}","currency":"UGX","payment_method":"mtn"}'),
      /amount holds "\{\{amount\}\}"/,
    ],
    ['json-unfilled', () => pay('{"amount": NaN, "currency": "UGX"}'), /the word NaN in it/],
    ['json-unfilled', () => pay('{"amount": {{amount}}}'), /\{\{amount\}\} in it: a template/],
    ['json-unfilled', () => pay('undefined'), /the word undefined/],
    ['credential-placeholder', () => profile('%!s(*string=0xc000012)'), /what Go's fmt writes/],
    ['credential-placeholder', () => profile('${{ secrets.API_KEY }}'), /a template that was not filled in/],
    ['credential-placeholder', () => profile('YOUR_API_KEY'), /a placeholder of a document/],

    // Signatures.
    [
      'hmac-json',
      () => signed((ts) => mac(JSON.stringify({ userId: user, timestamp: Number(ts) }))),
      /signed the parts as JSON/,
    ],
    [
      'hmac-json',
      () => signed((ts) => mac(`{"user_id": "${user}", "timestamp": "${ts}"}`)),
      /signed the parts as JSON/,
    ],
    ['hmac-form', () => signed((ts) => mac(`user-id:${user}\ntimestamp:${ts}`)), /signed the parts with their names/],
    ['hmac-bytes-as-text', () => signed((ts) => mac(`b'${user}'${ts}`)), /bytes as Python prints them/],
    [
      'hmac-bytes-as-text',
      () => signed((ts) => mac(user + ts, `b'${key}'`)),
      /a key that is bytes as Python prints them/,
    ],
    ['hmac-wrapped', () => signed((ts) => `b'${mac(user + ts)}'`), /the signature is the digest alone/],
    ['hmac-wrapped', () => signed((ts) => `SHA2-256(stdin)= ${mac(user + ts)}`), /the signature is the digest alone/],
    ['hmac-wrapped', () => signed((ts) => `${mac(user + ts)}  -`), /the signature is the digest alone/],
    [
      'hmac-encoding',
      () => signed((ts) => `[${[...Buffer.from(mac(user + ts), 'hex')].join(' ')}]`),
      /as a list of numbers/,
    ],
    [
      'hmac-encoding',
      () =>
        signed((ts) =>
          mac(user + ts)
            .match(/../g)!
            .join('-'),
        ),
      /with a sign between its bytes/,
    ],
    ['hmac-part-quoted', () => signed((ts) => mac(`${user}"${ts}"`)), /signed quotation marks too/],
    ['hmac-utf-16', () => signed((ts) => mac(wide(user + ts))), /signed the text in UTF-16/],
    ['hmac-utf-16', () => signed((ts) => mac(wide(user + ts), wide(key))), /text and key in UTF-16/],
    ['hmac-utf-16', () => signed((ts) => mac(user + ts, `\u{feff}${key}`)), /byte order mark before it/],
    ['hmac-message-encoded', () => signed((ts) => mac(sha(user + ts).toString('hex'))), /hashed the text with SHA256/],
    [
      'hmac-message-encoded',
      () => signed((ts) => mac(Buffer.concat([Buffer.from(user, 'hex'), Buffer.from(ts)]))),
      /decoded id from hex/,
    ],
    ['hmac-unfilled', () => signed((ts) => mac(`undefined${ts}`)), /signed the text "undefined"/],
    ['hmac-unfilled', () => signed(() => mac('$USER_ID$TIMESTAMP')), /"\$USER_ID"/],
    ['hmac-key-named', () => signed((ts) => mac(user + ts, `HASH_KEY=${key}`)), /its name before it, "HASH_KEY=…"/],
    ['hmac-key-unfilled', () => signed((ts) => mac(user + ts, '${HASH_KEY}')), /"\$\{HASH_KEY\}"/],
    ['hmac-key-cut', () => signed((ts) => mac(user + ts, key.slice(0, -1))), /without its last character/],
    ['hmac-key-hashed', () => signed((ts) => mac(user + ts, sha(key))), /hashed the key with SHA256/],
    ['hmac-twice', () => signed((ts) => mac(mac(user + ts))), /signed the signature once more/],
    ['hmac-truncated', () => signed((ts) => mac(user + ts).slice(0, 40)), /40 of the 64 characters/],
    ['hmac-key-sent', () => signed(() => key), /the signature is the key of/],
    [
      'timestamp-no-number',
      () => signed((ts) => mac(user + ts), { timestamp: `"${now()}"` }),
      /digits alone are wanted/,
    ],

    // Tokens and keys.
    ['credential-bytes-as-text', () => authorized((token) => `Bearer b'${token}'`), /as Python prints bytes/],
    ['credential-bracketed', () => authorized((token) => `Bearer <${token}>`), /with brackets around it/],
    ['credential-bracketed', () => profile(`('${NILE}',)`), /with brackets around it/],
    ['credential-with-more', () => authorized((token) => `Bearer ${token}"}`), /something behind it/],
    ['credential-with-more', () => profile(`${NILE} # nile`), /something behind it/],
    ['credential-named', () => profile(`PIAXIS_SECRET=${NILE}`), /a line of a \.env file/],
    ['credential-hex', () => profile(Buffer.from(NILE).toString('hex')), /in hex/],
    [
      'authorization-joined',
      () => authorized((token) => `Bearer ${token}, Bearer ${token}`),
      /two headers were joined/,
    ],
    ['token-base64', () => authorized((token) => `Bearer ${rebuilt(token)}`), /base64url without padding/],
    ['authorization-punctuated', () => authorized((token) => `Bearer: ${token}`), /":" behind its scheme/],
    [
      'authorization-named-twice',
      () => authorized((token) => `Authorization: Bearer ${token}`),
      /the name is there twice/,
    ],
    ['authorization-glued', () => authorized((token) => `Bearer${token}`), /no space behind Bearer/],
    ['key-in-authorization', () => piaxis('/api/profile', { authorization: `ApiKey ${NILE}` }), /a header of its own/],
    [
      'key-in-authorization',
      () => piaxis('/api/profile', { authorization: `Basic ${base64(`${NILE}:`)}` }),
      /a header of its own/,
    ],
    [
      'authorization-misspelt',
      async () => invoice({ authentication: `Bearer ${await issued()}` }),
      /called Authorization; what came is called authentication/,
    ],
    [
      'id-token-as-access-token',
      async () => oidc('/userinfo', { headers: { authorization: `Bearer ${await signedIn('id_token')}` } }),
      /What came is an ID token/,
    ],
    ['token-signed-by-hmac', async () => byHmac(await publicPem()), /with the sandbox's public key as the secret/],
    ['token-signed-by-hmac', () => byHmac(SERVICE.client_secret), /client secret of revenue-service/],
    [
      'token-unsigned',
      async () => invoice({ authorization: `Bearer ${part({ alg: 'none' })}.${await claimsOf()}.` }),
      /"alg": "none"/,
    ],
    [
      'token-start-missing',
      () => authorized((token) => `Bearer ${token.slice(4)}`),
      /without its beginning|another case/,
    ],
    ['token-start-missing', () => authorized((token) => `Bearer ${token.toLowerCase()}`), /another case/],
    ['token-end-missing', () => authorized((token) => `Bearer ${token.slice(0, -40)}`), /226 of its 256 bytes/],

    // Cookies.
    ['cookie-missing', () => me({}), /The cookie lantern_guest did not come; no cookie did/],
    ['cookie-missing', () => me({ cookie: 'theme=dark' }), /only theme/],
    ['cookie-as-set-cookie', async () => me({ 'set-cookie': [await guest()] }), /sends it back as Cookie/],
    ['cookie-encoded', async () => me({ cookie: encodeURIComponent(await guest()) }), /percent-encoded/],
    ['cookie-separator', async () => me({ cookie: `theme=dark, ${await guest()}` }), /separated by a comma/],
    [
      'cookie-named',
      async () => me({ cookie: (await guest()).replace('lantern_guest', 'session') }),
      /what came is called session/,
    ],
    [
      'cookie-in-header',
      async () => me({ lantern_guest: (await guest()).split('=')[1]! }),
      /what came is a header of that name/,
    ],
    [
      'cookie-unfilled',
      () => me({ cookie: 'lantern_guest=undefined' }),
      /holds "undefined": a variable that is not set/,
    ],
    ['cookie-unknown', async () => me({ cookie: (await guest()).slice(0, -4) }), /holds no session that is open here/],

    // Assertions.
    ['client-assertion-type', async () => asserted(await assertion(), {}), /client_assertion_type is missing/],
    [
      'client-assertion-other-client-id',
      async () => asserted(await assertion(), { client_assertion_type: TYPE, client_id: 'web' }),
      /they must be one/,
    ],
    ['client-assertion-form', async () => asserted(rebuilt(await assertion())), /base64url without padding/],
    ['client-assertion-form', async () => asserted(`${await assertion()}==`), /base64url without padding/],
    ['client-assertion-form', async () => asserted(`"${await assertion()}"`), /quotation marks around it/],
    [
      'client-assertion-unsigned',
      async () => asserted(`${part({ alg: 'none' })}.${(await assertion()).split('.')[1]!}.`),
      /"alg": "none"/,
    ],
    ['client-assertion-public-key', async () => asserted(await hmacAssertion()), /made with the public key/],
    ['client-assertion-der', async () => asserted(await assertion({}, { der: true })), /in DER/],
    ['client-assertion-input', async () => asserted(await plainlySigned()), /over the plain JSON/],
    [
      'client-assertion-other-key',
      async () => asserted(await assertion({}, { by: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey })),
      /signed with another key/,
    ],
    [
      'client-assertion-milliseconds',
      async () => asserted(await assertion({ exp: Date.now() + 60_000 })),
      /exp of the assertion is in milliseconds/,
    ],
    [
      'client-assertion-text-time',
      async () => asserted(await assertion({ exp: String(now() + 60) })),
      /exp of the assertion is the text/,
    ],
    [
      'client-assertion-audience',
      async () => asserted(await assertion({ aud: 'https://real.example/token' })),
      /The assertion is for https:\/\/real\.example\/token/,
    ],
    [
      'client-assertion-used',
      async () => {
        const one = await assertion();
        await asserted(one);
        return asserted(one);
      },
      /used before/,
    ],
    ['client-assertion-client', async () => asserted(await assertion({ iss: 'me' })), /iss of the assertion is "me"/],
    ['client-assertion-claim', async () => asserted(await assertion({ jti: undefined })), /must have a jti/],

    // The token endpoint.
    [
      'client-field-named',
      () => ask({ grant_type: 'client_credentials', clientId: SERVICE.client_id, clientSecret: SERVICE.client_secret }),
      /what came is called clientId/,
    ],
    [
      'client-named-twice',
      () =>
        ask(
          { grant_type: 'client_credentials', client_id: WEB.client_id },
          { headers: { authorization: `Basic ${base64(pair)}` } },
        ),
      /nobody can tell who asks/,
    ],
    ['client-basic-form', () => asBasic(`Basic ${pair}`), /plain text/],
    ['client-basic-form', () => asBasic(`Basic ${base64(base64(pair))}`), /base64 twice/],
    ['client-basic-form', () => asBasic(base64(pair)), /without the scheme Basic/],
    ['client-basic-form', () => asBasic(`Bearer ${SERVICE.client_secret}`), /client secret as a bearer token/],
    [
      'client-damaged',
      () => service({ client_secret: `CLIENT_SECRET=${SERVICE.client_secret}` }),
      /the name of its variable before it/,
    ],
    ['client-damaged', () => service({ client_secret: `\u{200b}${SERVICE.client_secret}` }), /nobody sees/],
    ['client-damaged', () => service({ client_secret: 'secret_sand************' }), /dots or stars/],
    [
      'client-without-secret',
      () =>
        client('oauth2')('/token', {
          form: { grant_type: 'client_credentials', client_id: 'service-jwt', client_secret: 'x' },
        }),
      /has no secret/,
    ],
    ['client-secret-missing', () => asBasic(`Basic ${base64(`${SERVICE.client_id}:`)}`), /has a secret, and none came/],
    [
      'multipart-form',
      () => text(multipart({ grant_type: 'client_credentials', ...SERVICE }), 'multipart/form-data; boundary=x'),
      /as FormData and curl -F send it; a form in/,
    ],
    ['form-object', () => text('[object Object]'), /is the text "\[object Object\]"/],
    ['form-ampersand', () => text('grant_type=client_credentials&amp;client_id=revenue-service'), /"&amp;"/],
    ['form-lines', () => text('grant_type=client_credentials\nclient_id=revenue-service'), /a line of its own/],
    [
      'form-encoded-whole',
      () => text(encodeURIComponent('grant_type=client_credentials&client_id=revenue-service')),
      /whole form is percent-encoded/,
    ],
    ['scope-list', () => service({ scope: 'revenue.api.read+revenue.api.full' }), /"\+" came where a space should/],
    ['scope-list', () => service({ scope: '["revenue.api.read"]' }), /The scopes are a list/],
    [
      'code-with-more',
      async () => redeem(`${CALLBACK}?code=${await code()}&state=s`),
      /the whole address of the callback/,
    ],
    ['code-with-more', async () => redeem(`${await code()}#_=_`), /parameters behind it/],
    ['refresh-token-with-more', () => refreshed((token) => `"${token}"`), /quotation marks around it/],
    [
      'code-as-refresh-token',
      async () => ask({ grant_type: 'refresh_token', refresh_token: await code(), ...WEB }),
      /refresh_token holds an authorization code/,
    ],
    [
      'device-user-code',
      async () => {
        const { at } = await client('oauth2')('/device_authorization', { form: { client_id: 'tv' } });
        const form = { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', client_id: 'tv' };
        return client('oauth2')('/token', { form: { ...form, device_code: String(at('/user_code')) } });
      },
      /looks like the user_code/,
    ],
    [
      'pkce-swapped',
      async () =>
        redeem(await code({ code_challenge: VERIFIER, code_challenge_method: 'S256' }), { code_verifier: CHALLENGE }),
      /changed places/,
    ],
    [
      'pkce-verifier-bytes',
      async () =>
        redeem(
          await code({
            code_challenge: sha(Buffer.from(VERIFIER, 'base64url')).toString('base64url'),
            code_challenge_method: 'S256',
          }),
          { code_verifier: VERIFIER },
        ),
      /made of the random bytes/,
    ],
    [
      'pkce-verifier-form',
      async () =>
        redeem(await code({ code_challenge: CHALLENGE, code_challenge_method: 'S256' }), {
          code_verifier: `"${VERIFIER}"`,
        }),
      /quotation marks or white space around it/,
    ],

    // The authorization endpoint.
    [
      'authorization-parameter-named',
      () =>
        revenue(
          `/oauth/authorize?response_type=code&clientId=revenue-web&redirect_uri=${encodeURIComponent(CALLBACK)}`,
        ),
      /called client_id; what came is called clientId/,
    ],
    [
      'authorization-parameter-named',
      () => revenue('/oauth/authorize?response_type=code&amp;client_id=revenue-web'),
      /as HTML writes it/,
    ],
    [
      'pkce-method-misspelt',
      () => authorize({ code_challenge: CHALLENGE, code_challenge_method: 's256' }),
      /a capital S/,
    ],
    [
      'pkce-challenge-form',
      () => authorize({ code_challenge: sha(VERIFIER).toString('base64'), code_challenge_method: 'S256' }),
      /in base64, with padding/,
    ],
    ['authorization-parameter-unfit', () => signIn({ prompt: 'noone' }), /prompt is "noone": it must be none/],
    [
      'id-token-hint-other',
      async () => oidc(`/logout?id_token_hint=${await signedIn('access_token')}`),
      /id_token_hint holds an access token of web/,
    ],
    [
      'logout-redirect-unregistered',
      async () =>
        oidc(
          `/logout?${new URLSearchParams({ id_token_hint: await signedIn('id_token'), post_logout_redirect_uri: 'http://localhost:4000/' }).toString()}`,
        ),
      /none of those registered with web: .* They are apart from its redirect URIs/,
    ],

    // Bodies and paths.
    [
      'multipart-form',
      () => pay(multipart({ amount: '5000' }), 'multipart/form-data; boundary=x'),
      /application\/json is wanted/,
    ],
    ['body-file-name', () => pay('@payment.json'), /the name of a file/],
    ['json-bytes-as-text', () => pay(`b'{"amount": 5000}'`), /bytes as Python prints them/],
    ['json-comment', () => pay('{\n  "amount": 5000 // UGX\n}'), /a comment in it/],
    ['json-line-break', () => pay('{"amount": 5000, "currency": "UG\nX"}'), /a line break or a tab/],
    ['json-quotes-inside', () => pay('{"amount": 5000, "currency": “UGX”}'), /typographic quotation marks/],
    [
      'body-wrapped',
      () => pay('{"data":{"amount":5000,"currency":"UGX","payment_method":"mtn"}}'),
      /inside data; they stand at the top/,
    ],
    ['body-in-list', () => pay('[{"amount":5000}]'), /The body is a list/],
    ['path-whole-url', () => piaxis(`/${sandbox.url('piaxis')}/api/profile`), /joined to a base URL/],
    ['path-encoded', () => piaxis('/api/profile%3Fx=1'), /percent-encoded as a whole/],
    ['path-extension', () => piaxis('/api/profile.json'), /the extension of a file/],
    ['path-value-missing', () => piaxis('/api/payments/'), /A value of \/api\/payments\/\{payment_id\} is empty/],
  ];
}
