/** Paths as OpenAPI writes them: parameters of any name, within segments, slashes at the end, base paths of servers. */
import { createHmac } from 'node:crypto';
import t from 'tap';
import { THING, THING_EXAMPLE, answer, listOf, operation, ref, serve, verified } from './openapi-contract.ts';

const one = { responses: { '200': answer(ref('Thing'), THING_EXAMPLE) } };

const get = (id: string, parameter: string) => ({
  ...operation(id, { type: 'resource.get', resource: 'thing', path_parameter: parameter }, one),
  parameters: [{ name: parameter, in: 'path', required: true, schema: { type: 'string' } }],
});

const list = operation(
  'listThings',
  { type: 'resource.list', resource: 'thing' },
  { responses: { '200': listOf('Thing', THING_EXAMPLE) } },
);

const firstId = async (api: (path: string) => Promise<{ at(pointer: string): unknown }>, path = '/things') =>
  (await api(path)).at('/0/id') as string;

t.test('parameters with hyphens and dots, within segments, and beside one another', async (t) => {
  const served = await serve(t, {
    schemas: { Thing: THING },
    paths: {
      '/things': { get: list },
      '/things/{thing-id}': { get: get('getThing', 'thing-id') },
      '/dotted/{thing.id}': { get: get('getDotted', 'thing.id') },
      '/things/{thing-id}:show': { get: get('showThing', 'thing-id') },
      "/Things('{id}')": { get: get('getQuoted', 'id') },
      '/things/{thing-id}:cancel': {
        post: {
          ...operation('cancelThing', { type: 'resource.delete', resource: 'thing', path_parameter: 'thing-id' }),
          parameters: [{ name: 'thing-id', in: 'path', required: true, schema: { type: 'string' } }],
          responses: {
            ...(operation('', {})['responses'] as object),
            '204': { description: 'Gone.' },
          },
        },
      },
    },
  });
  const { api } = served;
  const id = await firstId(api);
  for (const path of [
    `/things/${id}`,
    `/dotted/${id}`,
    `/things/${id}:show`,
    `/Things('${id}')`,
    `/Things(%27${id}%27)`,
  ])
    t.match(await api(path), { status: 200, body: { id } }, path);
  t.equal((await api('/things/none')).status, 404);
  t.equal((await api(`/things/${id}:cancel`, { method: 'DELETE' })).headers.get('allow'), 'GET, HEAD, POST');
  t.equal((await api(`/Things(${id})`)).status, 404, 'without the quotes it is another path');
  t.equal((await api(`/things/${id}:cancel`, { method: 'POST' })).status, 204);
  t.equal((await api(`/things/${id}`)).status, 404, 'cancelled');
  await verified(t, served);
});

t.test('a slash at the end', async (t) => {
  const served = await serve(t, { schemas: { Thing: THING }, paths: { '/things/': { get: list } } });
  for (const path of ['/things/', '/things']) t.equal((await served.api(path)).status, 200, path);
  t.equal((await served.api('/things/', { method: 'DELETE' })).status, 405);
  await verified(t, served);
});

t.test('the base path of servers', async (t) => {
  const signed = {
    type: 'apiKey',
    in: 'header',
  };
  const part = (name: string, what: string) => ({ ...signed, name, 'x-verify': { credential: 'signer', part: what } });
  const served = await serve(t, {
    schemas: { Thing: THING },
    credentials: {
      signer: {
        kind: 'hmac',
        algorithm: 'sha256',
        encoding: 'hex',
        message: ['method', 'path', 'timestamp'],
        separator: '|',
        window: 'PT5M',
      },
    },
    securitySchemes: {
      Id: part('X-Id', 'id'),
      At: part('X-At', 'timestamp'),
      Signature: part('X-Signature', 'signature'),
    },
    seed: {
      keys: [
        { credential: 'key', id: 'key-north', secret: 'sandbox-north-secret', tenant: 'north' },
        { credential: 'key', id: 'key-south', secret: 'sandbox-south-secret', tenant: 'south' },
        { credential: 'signer', id: 'signer-north', secret: 'sandbox-north-signing', tenant: 'north' },
        { credential: 'signer', id: 'signer-south', secret: 'sandbox-south-signing', tenant: 'south' },
      ],
    },
    root: {
      servers: [
        {
          url: 'https://{region}.small.test/api/{version}/',
          variables: { region: { default: 'eu' }, version: { default: 'v1' } },
        },
        { url: '/api/v2' },
      ],
    },
    paths: {
      '/things': { get: list },
      '/signed': { get: { ...list, operationId: 'listSigned', security: [{ Id: [], At: [], Signature: [] }] } },
    },
  });
  const { api, bare } = served;
  for (const path of ['/things', '/api/v1/things', '/api/v2/things', '/api/v1/things?x=1'])
    t.equal((await api(path)).status, 200, path);
  for (const path of ['/api/v3/things', '/api/v1things', '/api/v1', '/api/v1/api/v1/things'])
    t.equal((await api(path)).status, 404, path);
  const ask = (path: string, signedPath: string) => {
    const at = `${Math.floor(Date.now() / 1000)}`;
    const signature = createHmac('sha256', 'sandbox-north-signing').update(`GET|${signedPath}|${at}`).digest('hex');
    return bare(path, { headers: { 'x-id': 'signer-north', 'x-at': at, 'x-signature': signature } });
  };
  t.equal((await ask('/api/v1/signed', '/api/v1/signed')).status, 200);
  t.equal((await ask('/signed', '/api/v1/signed')).status, 200, 'the first server, where none is named');
  t.equal((await ask('/api/v2/signed', '/api/v2/signed')).status, 200);
  t.equal((await ask('/signed', '/signed')).status, 401);
  t.equal((await ask('/api/v2/signed', '/api/v1/signed')).status, 401);
  await verified(t, served);
});

t.test('a base path that the paths themselves begin with', async (t) => {
  const { api } = await serve(t, {
    schemas: { Thing: THING },
    root: { servers: [{ url: 'https://api.small.test/v1' }] },
    paths: { '/v1/things': { get: list } },
  });
  t.equal((await api('/v1/things')).status, 200);
  t.equal((await api('/things')).status, 404);
});
