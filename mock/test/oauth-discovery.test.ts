/** Metadata, and tokens at an API that takes them or leaves them. @see RFC 8414, RFC 6750 §3.1 */
import t from 'tap';
import { postForm, send, start } from './oauth-client.ts';

const sandbox = await start('engagifii-revenue', 'engagifii-training', 'piaxis');
const training = sandbox.url('engagifii-training');
t.teardown(() => sandbox.close());

t.test('metadata names endpoints that exist, below the issuer', async (t) => {
  for (const contract of ['engagifii-revenue', 'engagifii-training', 'piaxis']) {
    const base = sandbox.url(contract);
    const { status, json } = await send(`${base}/.well-known/oauth-authorization-server`);
    t.match(
      { status, json },
      {
        status: 200,
        json: { issuer: base, response_types_supported: ['code'], code_challenge_methods_supported: ['S256', 'plain'] },
      },
    );
    for (const name of ['authorization_endpoint', 'token_endpoint', 'jwks_uri', 'revocation_endpoint'].filter(
      (key) => key in json,
    )) {
      t.ok(String(json[name]).startsWith(`${base}/`));
      t.not((await send(String(json[name]))).status, 404, `${contract}: ${name}`);
    }
    sandbox.settings.change(contract, { hardened: true });
    t.strictSame(
      (await send(`${base}/.well-known/oauth-authorization-server`)).json['code_challenge_methods_supported'],
      ['S256'],
    );
    sandbox.settings.change(contract, { hardened: false });
  }
  const { keys } = (await send(`${training}/.well-known/jwks.json`)).json as {
    keys: readonly Record<string, unknown>[];
  };
  t.match(keys, [{ kty: 'RSA', alg: 'RS256', use: 'sig' }]);
  t.notOk('d' in (keys[0] ?? {}), 'only the public half');
});

t.test('a token that is present must be good', async (t) => {
  const issue = async (client_id: string, client_secret: string): Promise<string> =>
    String(
      (await postForm(`${training}/token`, { grant_type: 'client_credentials', client_id, client_secret })).json[
        'access_token'
      ],
    );
  const awards = (token?: string, tenant = 'org-12345') =>
    send(`${training}/api/v1/Awards/List`, {
      headers: { 'tenant-code': tenant, ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    });
  const token = await issue('training-service', 'secret_sandbox_training_service');
  t.equal((await awards()).status, 200, 'none');
  t.equal((await awards(token)).status, 200);
  t.equal((await awards('gibberish')).status, 401);
  t.equal((await awards(token, 'acme-corp')).status, 403, "another tenant's");
  sandbox.clock.advance('59m');
  sandbox.clock.advance('59s');
  t.equal((await awards(token)).status, 200, 'the second before its end');
  sandbox.clock.advance('1s');
  t.match(await awards(token), {
    status: 401,
    json: { error: 'TOKEN_EXPIRED', details: { expired_at: '2030-01-01T01:00:00Z' } },
  });
});

t.test('what a token may not do, it is told', async (t) => {
  const form = {
    grant_type: 'client_credentials',
    client_id: 'training-awards-reader',
    client_secret: 'secret_sandbox_training_awards_reader',
  };
  const { json } = await postForm(`${training}/token`, form);
  t.equal(json['scope'], 'Awards.Read', 'the default, cut down to what the client may have');
  const headers = {
    'tenant-code': 'org-12345',
    authorization: `Bearer ${String(json['access_token'])}`,
    'content-type': 'application/json',
  };
  const refused = await send(`${training}/api/v1/Awards`, { method: 'POST', headers, body: '{}' });
  t.match(refused, {
    status: 403,
    json: {
      error: 'INSUFFICIENT_PERMISSIONS',
      details: { required_scope: 'Awards.Write', your_scopes: ['Awards.Read'] },
    },
  });
});
