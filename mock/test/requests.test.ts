/**
 * Requests that are not what they should be, each refused as its provider would: unknown paths, methods, content types,
 * bodies.
 */
import t from 'tap';
import type { Test } from 'tap';
import { clientOf, GUARDED, lastFailure, NAMES, startFrozen, unlimit } from './guarded.ts';
import type { Name } from './guarded.ts';
import { rawClient } from './raw-client.ts';
import type { Headers, RawReply } from './raw-client.ts';

const sandbox = await startFrozen(NAMES);
for (const name of NAMES) unlimit(sandbox, name);
t.teardown(() => sandbox.close());

const TOO_LARGE = 1_048_577;
const JSON_TYPE = { 'content-type': 'application/json' };
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' };

/** Whether a refusal is worded in the provider's own way. */
const SHAPES: Readonly<Record<Name, (reply: RawReply) => boolean>> = {
  'engagifii-revenue': (reply) =>
    /^[A-Z_]+$/.test(String(reply.at('/error/code'))) &&
    typeof reply.at('/error/requestId') === 'string' &&
    reply.at('/error/timestamp') === '2030-01-01T00:00:00Z' &&
    typeof reply.at('/error/documentation') === 'string',
  'engagifii-training': (reply) =>
    /^[A-Z_]+$/.test(String(reply.at('/error'))) &&
    reply.at('/statusCode') === reply.status &&
    reply.at('/timestamp') === '2030-01-01T00:00:00Z',
  voucherify: (reply) =>
    reply.at('/code') === reply.status &&
    /^[a-z_]+$/.test(String(reply.at('/key'))) &&
    typeof reply.at('/message') === 'string',
  piaxis: (reply) =>
    /^[A-Z_]+$/.test(String(reply.at('/error/code'))) &&
    reply.at('/error/details/timestamp') === '2030-01-01T00:00:00Z' &&
    reply.at('/error/details/request_id') === reply.headers['x-request-id'],
  fortis: (reply) =>
    reply.status === 422
      ? typeof reply.at('/errors') === 'object'
      : reply.at('/status') === reply.status && reply.at('/code') === 0 && typeof reply.at('/name') === 'string',
};

interface Paths {
  /** Methods of the path of `write`. */
  readonly allow: string;
  readonly record: string;
  readonly token: string;
  /** Status of a body that does not fit. */
  readonly unfit: number;
}

const PATHS: Readonly<Record<Name, Paths>> = {
  'engagifii-revenue': { allow: 'GET, HEAD, POST', record: '/api/1.0/invoice/', token: '/oauth/token', unfit: 400 },
  'engagifii-training': { allow: 'POST', record: '/api/v1/Awards/', token: '/token', unfit: 400 },
  voucherify: { allow: 'GET, HEAD, POST', record: '/v1/campaigns/', token: '/v1/oauth/token', unfit: 400 },
  // GET asks for the payment whose id is `create`.
  piaxis: { allow: 'GET, HEAD, POST', record: '/api/payments/', token: '/api/oauth/token', unfit: 400 },
  fortis: { allow: 'GET, HEAD, POST', record: '/v2/contacts/', token: '/oauth/token', unfit: 422 },
};

t.test(
  "the client's request id comes back as it was sent, where it fits; where there is none, one is made",
  async (t) => {
    const { read, good } = GUARDED['engagifii-revenue'];
    const send = clientOf(sandbox, 'engagifii-revenue', {});
    const answered = async (
      id: string | undefined,
      path: string = read,
      headers: Headers = good,
    ): Promise<readonly [number, string]> => {
      const reply = await send(path, { headers: { ...headers, ...(id !== undefined && { 'x-request-id': id }) } });
      return [reply.status, String(reply.headers['x-request-id'])];
    };
    for (const id of [
      '5b0f6c3e-8f5d-4a3b-9c1e-2d7a6f4e8b90',
      'not a uuid',
      'x',
      'x'.repeat(128),
      `!"#$%&'()*+,-./:;<=>?@[\\]^_{|}~`,
      'trace=1; span=2, "q"',
    ]) {
      t.strictSame(await answered(id), [200, id]);
      t.strictSame(await answered(id, '/api/1.0/invoice/INV-000000'), [404, id], 'on a refusal too');
      t.strictSame(await answered(id, read, {}), [400, id], 'before anybody is known');
      t.strictSame(await answered(id, '/nothing/here'), [404, id], 'where there is nothing');
    }
    t.equal(sandbox.journal.list({ limit: 1 })[0]?.request_id, 'trace=1; span=2, "q"');
    await answered('y'.repeat(128));
    t.equal(sandbox.journal.list({ limit: 1 })[0]?.request_id, 'y'.repeat(128), 'whole in the journal');
    const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
    for (const [id, status] of [
      [undefined, 200],
      ['', 200],
      ['x'.repeat(129), 400],
      ['caf\u00e9', 400],
      ['tab\there', 400],
    ] as const) {
      const [got, made] = await answered(id);
      t.equal(got, status, id ?? 'none');
      t.match(made, uuid, id ?? 'none');
    }
    t.not((await answered(undefined))[1], (await answered(undefined))[1], 'another one each time');
    const body = await send('/api/1.0/invoice/INV-000000', { headers: { ...good, 'x-request-id': 'in the body' } });
    t.equal(body.at('/error/requestId'), 'in the body');
  },
);

for (const name of NAMES) {
  const { read, write } = GUARDED[name];
  const { allow, record, token, unfit } = PATHS[name];
  const send = clientOf(sandbox, name);
  const refused = (t: Test, reply: RawReply, status: number, what: string): void => {
    t.equal(reply.status, status, what);
    t.match(reply.headers['content-type'], /^application\/json/, what);
    t.ok(SHAPES[name](reply), `${what}: ${reply.text}`);
  };

  t.test(`${name}: paths and methods`, async (t) => {
    for (const path of [
      '/nothing/here',
      '',
      '/',
      `${read}/x/y/z`,
      `/${read}`,
      read.toUpperCase(),
      '/%zz',
      `${record}%zz`,
      `${record}%ff`,
      `${record}${'x'.repeat(5_000)}`,
      '/..%2f..%2fetc/passwd',
    ]) {
      refused(t, await send(path), 404, path.slice(0, 40));
      t.match(lastFailure(sandbox), /^(unknown_path|not_found)$/, path.slice(0, 40));
    }
    for (const id of [
      'no-such-id',
      '%20',
      '%F0%9F%90%8E',
      'a%2Fb',
      'a%3Fb',
      '..%5c..',
      "'%20OR%201=1",
      '__proto__',
      '%00',
    ]) {
      refused(t, await send(record + id), 404, id);
      t.equal(lastFailure(sandbox), 'not_found', id);
    }
    for (const method of ['PATCH', 'OPTIONS', 'DELETE', 'PUT']) {
      const reply = await send(write.path, { method });
      refused(t, reply, 405, method);
      t.equal(reply.headers.allow, allow, method);
    }
    refused(t, await send(token), 405, 'the token endpoint takes POST only (RFC 6749 §3.2)');
  });

  t.test(`${name}: a path with broken escapes is explained as any other, and its query holds no secret`, async (t) => {
    const secret = 'secret_of_nobody_in_particular';
    const names = ['api-key', 'user-api-key', 'access_token', 'client_secret', 'X-App-Token'];
    await send(`/%zz?${names.map((query) => `${query}=${secret}`).join('&')}`);
    const [entry] = sandbox.journal.list({ refused: true, limit: 1 });
    const kept = await (await fetch(`${sandbox.control}/journal/${entry?.id ?? ''}`)).text();
    const told = { url: /%zz/, refusal: { explanation: { finding: String } }, request: { headers: Array } };
    t.match(JSON.parse(kept), told, kept);
    t.notMatch(kept, secret);
  });

  t.test(`${name}: HEAD is GET without a body`, async (t) => {
    const [get, head] = [await send(read), await send(read, { method: 'HEAD' })];
    t.match(
      { status: head.status, text: head.text, type: head.headers['content-type'] },
      { status: get.status, text: '', type: get.headers['content-type'] },
    );
    t.match(await send('/nothing', { method: 'HEAD' }), { status: 404, text: '' });
    t.match(
      await send(read, {
        method: 'HEAD',
        headers: Object.fromEntries(
          Object.keys(GUARDED[name].good)
            .filter((header) => /secret|token|key/.test(header))
            .map((header) => [header, 'wrong']),
        ),
      }),
      { status: 401, text: '' },
    );
  });

  t.test(`${name}: bodies`, async (t) => {
    const post = (body: string | Buffer | undefined, type?: string, path = write.path): Promise<RawReply> =>
      send(path, {
        method: 'POST',
        ...(body !== undefined && { body }),
        headers: type === undefined ? {} : { 'content-type': type },
      });
    const good = JSON.stringify(write.json);
    for (const type of [
      'application/json',
      'APPLICATION/JSON',
      'application/json; charset=utf-8',
      'application/json;charset=UTF-8',
      ' application/json ',
    ])
      t.equal((await post(good, type)).status, write.created, type);
    for (const type of [
      'text/plain',
      'application/xml',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/jsonp',
      'json',
      '*/*',
      undefined,
    ]) {
      refused(t, await post(good, type), 415, String(type));
      t.equal(lastFailure(sandbox), 'unsupported_media_type');
    }
    for (const text of [
      '{',
      '{"a":1,}',
      "{'a':1}",
      'NaN',
      '{"a":1}{"b":2}',
      '<json/>',
      '{"__proto__":{"admin":true}}',
      '{"constructor":{"prototype":{}}}',
      '\u0000',
    ]) {
      refused(t, await post(text, 'application/json'), 400, text);
      t.equal(lastFailure(sandbox), 'malformed_body', text);
    }
    // Where no document shows what is in a body, nothing has to be.
    const empty = name.startsWith('engagifii') ? [] : [' {} '];
    for (const text of ['null', '[]', '1', '"text"', '[{}]', ...empty]) {
      refused(t, await post(text, 'application/json'), unfit, text);
      t.equal(lastFailure(sandbox), 'invalid_body', text);
    }
    refused(t, await post(undefined), unfit, 'no body');
    refused(t, await post('', 'application/json'), unfit, 'an empty body');
    refused(t, await post(`"${'x'.repeat(TOO_LARGE - 2)}"`, 'application/json'), 413, 'a byte too many');
    t.equal(lastFailure(sandbox), 'payload_too_large');
    t.not((await post(`"${'x'.repeat(TOO_LARGE - 3)}"`, 'application/json')).status, 413, 'the most there may be');
    t.equal(
      (await post(JSON.stringify({ ...(write.json as object), note: 'žluťoučký 😀 \u2028' }), 'application/json'))
        .status,
      write.created,
      'Unicode, and a field nobody knows',
    );
  });

  t.test(`${name}: what nobody asked for is ignored`, async (t) => {
    const plain = await send(read);
    t.equal(plain.status, 200);
    for (const query of [
      '?unknown=1',
      '?status=nonsense&unknown=%F0%9F%90%8E',
      '?a[]=1&a[]=2',
      '?__proto__=1',
      '?=',
      '?&&',
      '?x=%zz',
    ]) {
      t.equal((await send(read + query)).status, 200, query);
    }
    const withBody = await send(read, { method: 'GET', body: '{"broken', headers: { ...JSON_TYPE } });
    t.equal(withBody.status, 200, 'a body on GET');
  });

  t.test(`${name}: the token endpoint speaks OAuth`, async (t) => {
    const standard =
      name === 'voucherify'
        ? (reply: RawReply) => SHAPES.voucherify(reply)
        : (reply: RawReply) =>
            typeof reply.at('/error') === 'string' && typeof reply.at('/error_description') === 'string';
    const post = (body: string, headers: object = FORM_TYPE): Promise<RawReply> =>
      send(token, { body, headers: { ...headers } });
    for (const [body, status, headers] of [
      ['grant_type=client_credentials&grant_type=client_credentials', 400, FORM_TYPE],
      ['scope=a&scope=b&grant_type=client_credentials', 400, FORM_TYPE],
      ['grant_type=%zz', 400, FORM_TYPE],
      ['grant_type=%ff', 400, FORM_TYPE],
      ['', 400, FORM_TYPE],
      ['grant_type=', 400, FORM_TYPE],
      ['=', 400, FORM_TYPE],
      ['{"grant_type":"client_credentials"}', 415, JSON_TYPE],
      ['grant_type=client_credentials', 415, { 'content-type': 'text/plain' }],
      ['grant_type=made_up', 400, FORM_TYPE],
      [`grant_type=${'x'.repeat(TOO_LARGE)}`, 413, FORM_TYPE],
    ] as const) {
      const reply = await post(body, headers);
      t.equal(reply.status, status, body.slice(0, 60));
      t.ok(standard(reply), reply.text);
    }
  });
}

t.test('guards come in their order: identifier, credential, permission, then the request', async (t) => {
  const judge = async (
    name: Name,
    path: string,
    cases: readonly (readonly [headers: Headers, failure: string])[],
  ): Promise<void> => {
    const send = clientOf(sandbox, name, JSON_TYPE);
    for (const [headers, failure] of cases) {
      await send(path, { body: '{', headers });
      t.equal(lastFailure(sandbox), failure, `${name} ${JSON.stringify(headers)}`);
    }
  };
  const ids = { 'tenant-code': 'TENANT123', 'api-version': '1.0' };
  const pair = { ...ids, 'x-api-key': 'pk_test_reader123', 'x-api-secret': 'sk_sandbox_reader789' };
  await judge('engagifii-revenue', '/api/1.0/invoice', [
    [{}, 'missing_tenant'],
    [{ 'tenant-code': 'TENANT123' }, 'missing_version'],
    [ids, 'missing_credentials'],
    [{ ...pair, 'x-api-secret': 'x' }, 'invalid_credentials'],
    [{ ...pair, 'tenant-code': 'TENANT456' }, 'tenant_mismatch'],
    [pair, 'insufficient_role'],
    [GUARDED['engagifii-revenue'].good, 'malformed_body'],
  ]);
  const developer = { 'developer-id': 'fortis-developer' };
  const rita = { 'user-id': '11e95f8ec39de8fbdb0a4f1b', 'user-api-key': 'user_api_key_sandbox_rita' };
  await judge('fortis', '/v2/contacts', [
    [rita, 'missing_developer'],
    [developer, 'missing_credentials'],
    [{ ...developer, ...rita }, 'insufficient_role'],
    [GUARDED.fortis.good, 'malformed_body'],
  ]);
  const viewer = { 'x-app-id': 'voucherify-app-viewer', 'x-app-token': 'secret_sandbox_voucherify_viewer' };
  await judge('voucherify', '/v1/vouchers', [
    [{}, 'missing_credentials'],
    [viewer, 'insufficient_role'],
    [GUARDED.voucherify.good, 'malformed_body'],
  ]);
  await judge('engagifii-training', '/api/v1/Awards', [
    [{ authorization: 'Bearer x' }, 'missing_tenant'],
    [{ 'tenant-code': 'org-12345', authorization: 'Bearer x' }, 'invalid_token'],
    [{ 'tenant-code': 'org-12345', 'x-api-key': 'key_sandbox_northfield_reader' }, 'insufficient_role'],
    [{ 'tenant-code': 'org-12345' }, 'missing_credentials'],
    [{ 'tenant-code': 'org-12345', 'x-api-key': 'key_sandbox_northfield_bridge' }, 'malformed_body'],
  ]);
  await judge('piaxis', '/api/disbursements/create', [
    [{}, 'missing_credentials'],
    [GUARDED.piaxis.good, 'otp_required'],
  ]);
});

t.test('Voucherify takes a body on its GET validation for nothing', async (t) => {
  const send = rawClient(sandbox.url('voucherify'), {
    'x-client-application-id': 'voucherify-client',
    'x-client-token': 'pk_test_voucherify_client',
    origin: 'https://yourdomain.com',
  });
  for (const body of ['{"code":"other"}', 'nonsense', 'a=b']) {
    const reply = await send('/client/v1/validate?code=BLCKFRDY', { method: 'GET', body, headers: JSON_TYPE });
    t.match({ status: reply.status, code: reply.at('/code') }, { status: 200, code: 'BLCKFRDY' });
  }
  t.equal((await send('/client/v1/validate', { headers: JSON_TYPE })).status, 400);
});
