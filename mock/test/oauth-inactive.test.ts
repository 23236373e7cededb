/** Clients that are switched off, and clients whose tokens for assertions have a lifetime of their own. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importJWK, SignJWT } from 'jose';
import t from 'tap';
import { postForm } from './oauth-client.ts';
import type { Reply } from './oauth-client.ts';
import { revenue } from './oauth-revenue.ts';
import { startSandbox } from '../index.ts';
import type { SandboxHandle } from '../index.ts';

const RETIRED = { client_id: 'revenue-retired', client_secret: 'secret_sandbox_revenue_retired' };
const INVALID_GRANT = {
  error: 'invalid_grant',
  error_description:
    'The provided authorization grant is invalid, expired, revoked, or does not match the redirection URI',
};

const lastRefusal = (sandbox: SandboxHandle): unknown => sandbox.journal.list({ refused: true }).at(-1)?.refusal;

t.test('an inactive client gets no token by any grant, and is told so only if it proves who it is', async (t) => {
  await using sandbox = await startSandbox({ contracts: ['engagifii-revenue'], seed: 1, strict: true });
  const api = revenue(sandbox);
  const forms: readonly Readonly<Record<string, string>>[] = [
    { grant_type: 'client_credentials' },
    { grant_type: 'authorization_code', code: 'any', redirect_uri: 'https://yourapp.com/callback' },
    { grant_type: 'refresh_token', refresh_token: 'any' },
  ];
  for (const form of forms) {
    const { status, json } = await api.token({ ...form, ...RETIRED });
    t.strictSame([status, json], [400, INVALID_GRANT], form['grant_type']!);
    t.match(lastRefusal(sandbox), {
      failure: 'inactive_client',
      rule: 'the client must be active',
      got: 'client revenue-retired, inactive',
    });
  }
  for (const wrong of [{ client_secret: 'wrong' }, { client_secret: '' }]) {
    t.match(await api.token({ grant_type: 'client_credentials', ...RETIRED, ...wrong }), {
      status: 401,
      json: { error: 'invalid_client' },
    });
  }
  const asked = await api.authorize({ client_id: RETIRED.client_id, redirect_uri: 'https://yourapp.com/callback' });
  t.match([asked.status, asked.location.get('error'), asked.location.get('code')], [302, 'unauthorized_client', null]);
  t.equal((await api.revoke({ ...RETIRED, token: 'any' })).status, 200, 'it may still throw tokens away');
  const sheet = await sandbox.credentials('engagifii-revenue');
  t.strictSame(
    sheet.clients.filter(({ active }) => !active).map(({ client_id }) => client_id),
    ['revenue-retired'],
  );
  t.notMatch(sheet.example, /retired/);
});

t.test(
  'tokens and codes of a client that is switched off are dead, and good again when it is switched on',
  async (t) => {
    const dir = t.testdir();
    const contract = join(dir, 'engagifii-revenue.yaml');
    const text = await readFile('specs/engagifii-revenue.yaml', 'utf8');
    const WEB = '    - client_id: revenue-web\n';
    t.ok(text.includes(WEB));
    const start = async (active: boolean): Promise<SandboxHandle> => {
      await writeFile(contract, text.replace(WEB, `${WEB}      active: ${active}\n`));
      return startSandbox({ contracts: [contract], seed: 1, store: `file:${join(dir, 'store')}` });
    };
    let code: string;
    let tokens: Reply['json'];
    {
      await using sandbox = await start(true);
      const api = revenue(sandbox);
      sandbox.settings.change('engagifii-revenue', { consent: 'headless' });
      tokens = (await api.redeem(await api.code())).json;
      code = await api.code();
      t.equal(await api.call(tokens['access_token']), 200);
    }
    {
      await using sandbox = await start(false);
      const api = revenue(sandbox);
      t.equal(await api.call(tokens['access_token']), 401);
      t.match(lastRefusal(sandbox), { failure: 'revoked_token', rule: 'the client of the token must be active' });
      t.match(await api.refresh(tokens['refresh_token']), { status: 400, json: INVALID_GRANT });
      t.match(await api.redeem(code), { status: 400, json: INVALID_GRANT });
    }
    await using sandbox = await start(true);
    t.equal(await revenue(sandbox).call(tokens['access_token']), 200, 'a refused try used nothing up');
    t.equal((await revenue(sandbox).refresh(tokens['refresh_token'])).status, 200);
  },
);

t.test("the figure for assertions is the client's own, and no other grant's", async (t) => {
  await using sandbox = await startSandbox({ contracts: ['engagifii-revenue'], seed: 1 });
  const api = revenue(sandbox);
  const partner = (await sandbox.credentials('engagifii-revenue')).clients.find(
    ({ client_id }) => client_id === 'revenue-partner',
  )!;
  t.equal(partner.jwt_bearer_lifetime, 'PT10M');
  const { client_id: iss, client_secret, assertion_key } = partner;
  const now = Math.floor(sandbox.clock.now() / 1000);
  const assertion = await new SignJWT({
    iss,
    sub: iss,
    aud: `${api.base}/oauth/token`,
    iat: now,
    exp: now + 60,
    jti: 'one',
  })
    .setProtectedHeader({ alg: 'ES256' })
    .sign(await importJWK({ ...assertion_key! }, 'ES256'));
  const forAssertion = await postForm(`${api.base}/oauth/token`, {
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion,
  });
  t.match(forAssertion, { status: 200, json: { expires_in: 600 } });
  const own = await api.token({
    grant_type: 'client_credentials',
    client_id: iss,
    client_secret: client_secret!,
    scope: 'revenue.api.read',
  });
  t.match(own, { status: 200, json: { expires_in: 3600 } });
  // Ends are whole seconds.
  sandbox.clock.advance('598s');
  t.equal(await api.call(forAssertion.json['access_token']), 200);
  sandbox.clock.advance('3s');
  t.equal(await api.call(forAssertion.json['access_token']), 401);
  t.equal(await api.call(own.json['access_token']), 200);
});
