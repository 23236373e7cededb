/**
 * Every operation against every credential of less than full rights: what they may do comes from the contract, who has
 * it from here.
 */
import { readFileSync } from 'node:fs';
import t from 'tap';
import type { Test } from 'tap';
import { at } from '../contract/openapi-document.ts';
import type { Document, Operation, SecurityScheme } from '../contract/openapi-document.ts';
import { clientOf, GUARDED, NAMES, startFrozen, unlimit } from './guarded.ts';
import type { Name } from './guarded.ts';
import type { Headers } from './raw-client.ts';

const sandbox = await startFrozen(NAMES);
t.teardown(() => sandbox.close());
for (const name of NAMES) {
  unlimit(sandbox, name);
  sandbox.settings.change(name, { consent: 'headless' });
}

interface Guardedness {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** By credential: the scopes or permissions that it must have. */
  readonly wanted: ReadonlyMap<string, readonly string[]>;
}

function operationsOf(contract: Name): readonly Guardedness[] {
  const document = JSON.parse(
    readFileSync(new URL(`../../specs/${contract}.json`, import.meta.url), 'utf8'),
  ) as Document;
  const credentialOf = (scheme: string): string =>
    (at(document, `#/components/securitySchemes/${scheme}`) as SecurityScheme)['x-verify']!.credential!;
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, operation]: [string, Operation]) => {
      if (!operation.operationId) return [];
      const wanted = (operation.security ?? []).flatMap((requirement) =>
        Object.entries(requirement).map(([scheme, scopes]) => [credentialOf(scheme), scopes] as const),
      );
      return [
        {
          id: operation.operationId,
          method: method.toUpperCase(),
          path: path.replaceAll(/\{[^}]+\}/g, 'none'),
          wanted: new Map(wanted),
        },
      ];
    }),
  );
}

const REFUSALS = new Set([
  'insufficient_scope',
  'insufficient_role',
  'missing_credentials',
  'invalid_credentials',
  'invalid_token',
]);

/** @param may whether anyone who carries the headers may do what needs a scope */
async function judge(
  t: Test,
  contract: Name,
  who: string,
  credential: string,
  headers: Headers,
  may: (scope: string) => boolean,
): Promise<void> {
  const send = clientOf(sandbox, contract, {});
  let checked = 0;
  for (const { id, method, path, wanted } of operationsOf(contract)) {
    const scopes = wanted.get(credential);
    if (scopes === undefined) continue;
    const reply = await send(path, {
      method,
      headers,
      ...(method === 'GET' || method === 'DELETE' ? {} : { json: {} }),
    });
    const failure = sandbox.journal.list({ limit: 1 })[0]?.refusal?.failure;
    const refused = failure !== undefined && REFUSALS.has(failure) ? failure : undefined;
    if (scopes.every(may)) t.equal(refused, undefined, `${who} may ${id} (${reply.status})`);
    // Anyone who lacks the scope may also be the wrong one to ask: a token of a person, where the tenant itself must
    // have agreed.
    else
      t.match(
        { status: reply.status, failure },
        { status: 403, failure: /^(?:insufficient_|credential_required$)/ },
        `${who} may not ${id}`,
      );
    checked++;
  }
  t.ok(checked > 0, `${credential} is taken somewhere in ${contract}`);
}

const anyOf =
  (...scopes: readonly string[]) =>
  (scope: string): boolean =>
    scopes.includes(scope);
const bearer = (token: unknown): Headers => ({ authorization: `Bearer ${String(token)}` });

/** A token by way of the code, for clients that act for a user. */
async function byCode(contract: 'piaxis' | 'fortis', scope: string): Promise<Headers> {
  const merchant = '096b723a-45c5-4957-94d7-747835136265';
  const { authorize, token, asks, proves } =
    contract === 'piaxis'
      ? {
          authorize: '/api/authorize',
          token: '/api/oauth/token',
          asks: { merchant_id: merchant },
          proves: { client_id: merchant },
        }
      : {
          authorize: '/oauth/authorize',
          token: '/oauth/token',
          asks: { client_id: 'fortis-app' },
          proves: { client_id: 'fortis-app', client_secret: 'secret_sandbox_fortis_app' },
        };
  const redirect_uri = 'http://localhost:3000/callback';
  const send = clientOf(sandbox, contract, {});
  const { headers } = await send(
    `${authorize}?${new URLSearchParams({ response_type: 'code', redirect_uri, scope, state: 's', ...asks }).toString()}`,
  );
  const code = new URL(headers.location ?? 'about:blank').searchParams.get('code') ?? '';
  return bearer(
    (await send(token, { form: { grant_type: 'authorization_code', code, redirect_uri, ...proves } })).at(
      '/access_token',
    ),
  );
}

t.test('Revenue', async (t) => {
  const identifiers = { 'tenant-code': 'TENANT123', 'api-version': '1.0' };
  const send = clientOf(sandbox, 'engagifii-revenue', identifiers);
  const [read, write] = ['revenue.api.read', 'revenue.api.write'];
  for (const [scope, may] of [
    [read, anyOf(read)],
    [write, anyOf(write)],
    [`${read} ${write}`, anyOf(read, write)],
    ['revenue.api.full', anyOf(read, write)],
  ] as const) {
    const reply = await send('/oauth/token', {
      form: {
        grant_type: 'client_credentials',
        client_id: 'revenue-service',
        client_secret: 'secret_sandbox_revenue_service',
        scope,
      },
    });
    await judge(
      t,
      'engagifii-revenue',
      scope,
      'access_token',
      { ...identifiers, ...bearer(reply.at('/access_token')) },
      may,
    );
  }
  const reader = { ...identifiers, 'x-api-key': 'pk_test_reader123', 'x-api-secret': 'sk_sandbox_reader789' };
  await judge(t, 'engagifii-revenue', 'the reading pair', 'api_key_pair', reader, anyOf(read));
  t.equal((await send('/api/1.0/invoice', { json: {}, headers: reader })).at('/required_scope'), write);
});

t.test('Training', async (t) => {
  const tenant = { 'tenant-code': 'org-12345' };
  const send = clientOf(sandbox, 'engagifii-training', {});
  const all = ['Awards.Read', 'Awards.Write', 'Registrations.Write'];
  const issue = async (client: string, scope: string): Promise<Headers> => ({
    ...tenant,
    ...bearer(
      (
        await send('/token', {
          form: {
            grant_type: 'client_credentials',
            client_id: client,
            client_secret: `secret_sandbox_${client.replaceAll('-', '_')}`,
            scope,
          },
        })
      ).at('/access_token'),
    ),
  });
  const pace = (): void => void sandbox.clock.advance('1s');
  for (const scope of all)
    await judge(
      t,
      'engagifii-training',
      scope,
      'access_token',
      await issue('training-service', scope),
      anyOf(scope),
    ).then(pace);
  await judge(
    t,
    'engagifii-training',
    'AccreditationAPI',
    'access_token',
    await issue('training-service', 'AccreditationAPI'),
    anyOf(...all),
  );
  const widget = await issue('training-awards-reader', 'Awards.Read');
  await judge(t, 'engagifii-training', 'the widget', 'access_token', widget, anyOf('Awards.Read'));
  await judge(
    t,
    'engagifii-training',
    'the display',
    'api_key',
    { ...tenant, 'x-api-key': 'key_sandbox_northfield_reader' },
    anyOf('Awards.Read'),
  );
  const refused = await send('/api/v1/Awards', { json: {}, headers: widget });
  t.strictSame(refused.at('/details'), { required_scope: 'Awards.Write', your_scopes: ['Awards.Read'] });
});

t.test('Training: leaving a token out gives no more than a token that may only read', async (t) => {
  const send = clientOf(sandbox, 'engagifii-training', { 'tenant-code': 'org-12345' });
  sandbox.clock.advance('1s');
  t.equal((await send('/api/v1/Awards/List')).status, 200);
  const { json, path } = GUARDED['engagifii-training'].write;
  for (const [at, body] of [
    [path, json],
    ['/api/v1/registration/ClassRegistration', { classId: '6f0a4b7d-1c2e-4d58-9a3b-8e7f5c6d1a20', firstName: 'Nora' }],
  ] as const) {
    const nobody = await send(at, { json: body });
    t.match([nobody.status, nobody.at('/error')], [401, 'INVALID_TOKEN'], at);
    t.match(nobody.headers['www-authenticate'], /^Bearer/);
    const reader = await send(at, { json: body, headers: { 'x-api-key': 'key_sandbox_northfield_reader' } });
    t.match([reader.status, reader.at('/error')], [403, 'INSUFFICIENT_PERMISSIONS']);
  }
});

t.test('Voucherify: scopes by area, side by side; a token can do no more than its key', async (t) => {
  const origin = { origin: 'https://yourdomain.com' };
  const send = clientOf(sandbox, 'voucherify', {});
  const keys = (name: string): Headers => ({
    ...origin,
    'x-app-id': `voucherify-app-${name}`,
    'x-app-token': `secret_sandbox_voucherify_${name}`,
  });
  const issue = async (key: string, scope: string): Promise<Headers> => ({
    ...origin,
    ...bearer(
      (await send('/v1/oauth/token', { headers: keys(key), form: { grant_type: 'client_credentials', scope } })).at(
        '/access_token',
      ),
    ),
  });
  const client = (scope: string): boolean => scope.startsWith('client_');
  const areas = new Set(operationsOf('voucherify').flatMap(({ wanted }) => wanted.get('access_token') ?? []));
  // All of the server side, tried below; some operations want nothing less.
  areas.delete('api');
  t.ok(areas.size > 10);
  for (const scope of areas)
    await judge(t, 'voucherify', scope, 'access_token', await issue('primary', scope), anyOf(scope));
  await judge(t, 'voucherify', 'api', 'access_token', await issue('primary', 'api'), (scope) => !client(scope));
  await judge(t, 'voucherify', 'client_api', 'access_token', await issue('primary', 'client_api'), client);
  const viewer = anyOf('campaigns', 'validations', 'qualifications', 'promotions');
  const merchant = anyOf('vouchers', 'validations', 'redemptions', 'qualifications');
  await judge(t, 'voucherify', 'a viewer', 'application_key', keys('viewer'), viewer);
  await judge(t, 'voucherify', 'a merchant', 'application_key', keys('braze'), merchant);
  await judge(t, 'voucherify', "a viewer's api token", 'access_token', await issue('viewer', 'api'), viewer);
  await judge(
    t,
    'voucherify',
    "a merchant's vouchers token",
    'access_token',
    await issue('braze', 'vouchers campaigns'),
    anyOf('vouchers'),
  );
  t.equal((await send('/v1/vouchers', { headers: keys('viewer') })).at('/key'), 'missing_required_permission');
});

t.test('Piaxis', async (t) => {
  for (const scope of ['payments:create', 'payments:read', 'escrow:create', 'escrow:manage', 'profile:read'])
    await judge(t, 'piaxis', scope, 'access_token', await byCode('piaxis', scope), anyOf(scope));
  await judge(t, 'piaxis', 'the merchant', 'merchant_key', { 'api-key': 'pk_test_nile_market' }, () => true);
});

t.test('Fortis', async (t) => {
  const developer = { 'developer-id': 'fortis-developer' };
  const scopes = new Set(operationsOf('fortis').flatMap(({ wanted }) => wanted.get('oauth_token') ?? []));
  t.ok(scopes.size > 10);
  for (const scope of scopes)
    await judge(t, 'fortis', scope, 'oauth_token', { ...developer, ...(await byCode('fortis', scope)) }, anyOf(scope));
  const rita = { ...developer, 'user-id': '11e95f8ec39de8fbdb0a4f1b', 'user-api-key': 'user_api_key_sandbox_rita' };
  await judge(
    t,
    'fortis',
    'Rita',
    'user_key',
    rita,
    anyOf(
      'v2.contacts.get',
      'v2.accountvaults.get',
      'v2.transactions.get',
      'v2.salestax.get',
      'v2.routeraccountvault.get',
    ),
  );
});
