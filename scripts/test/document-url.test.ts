/** A document at a URL of this machine, such as the one that a framework makes of its own routes. */
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { BOOKSHOP, runWith, start } from './command.ts';
import { runWarm as run } from './warm-command.ts';
import { createServer as createHttpsServer } from 'node:https';
import { selfSigned } from '../../mock/server/self-signed-certificate.ts';

const LONG = { timeout: 120_000 };

const answer = (schema: object): object => ({ description: 'Done', content: { 'application/json': { schema } } });
const DOCUMENT = {
  openapi: '3.0.3',
  info: { title: 'Things', version: '1' },
  paths: { '/things': { get: { responses: { 200: answer({ $ref: 'schemas/thing.json' }) } } } },
};
const THING = { type: 'object', required: ['name'], properties: { name: { type: 'string', example: 'Ada' } } };

async function serving(t: Test, listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Where nothing listens. */
async function nobody(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

t.test('mock, lint, verify, import and load take a URL, and what it refers to below it', LONG, async (t) => {
  const url = await serving(t, (request, response) => {
    const found: Readonly<Record<string, string>> = {
      '/api/openapi.json': JSON.stringify(DOCUMENT),
      '/api/schemas/thing.json': JSON.stringify(THING),
      '/api/bookshop.yaml': readFileSync(BOOKSHOP, 'utf8'),
    };
    const text = found[request.url ?? ''];
    response.writeHead(text === undefined ? 404 : 200).end(text);
  });
  const document = `${url}/api/openapi.json`;
  const server = await start(document, `${url}/api/bookshop.yaml`);
  t.strictSame(Object.keys(server.contracts), ['openapi', 'bookshop']);
  t.strictSame(await (await fetch(`${server.contracts['openapi']!}/things`)).json(), { name: 'Ada' });
  await server.end();
  t.match(await run('lint', document), { code: 0, stdout: new RegExp(`${document}:1:`) });
  t.match(await run('lint', `${url}/api/bookshop.yaml`), { code: 0 });
  t.match(await run('verify', document, '--mock'), { code: 0, stdout: /passed, 0 failed/ });
  t.match(await run('import', document), { code: 0, stdout: /x-action:/ });
  t.match(await run('init', document, '-o', '-'), { code: 0 });
  t.match(await run('load', document, '--list'), { code: 0 });
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-url-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const written = join(folder, 'o.yaml');
  t.match((await run('import', document, '--overlay', '-o', written)).stdout, `--allow-refs ${document}`);
  t.match(await run('lint', written), { code: 1, stdout: /reference-reach/ });
  t.match(await run('lint', written, '--allow-refs', `${url}/api`), { code: 0 });
});

t.test('what cannot be read is said in one line', LONG, async (t) => {
  const elsewhere = await serving(t, (_request, response) => void response.end(JSON.stringify(DOCUMENT)));
  const url = await serving(t, (request, response) => {
    if (request.url === '/page.json') response.setHeader('content-type', 'text/html').end('<!doctype html><p>Sign in');
    else if (request.url === '/moved.json') response.writeHead(302, { location: `${elsewhere}/x.json` }).end();
    else if (request.url === '/hangs.json') response.writeHead(200).write('{"openapi":');
    else if (request.url === '/endless.json') {
      const chunk = ' '.repeat(1024 * 1024);
      const more = (): void => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', more);
      more();
    } else if (request.url === '/outward.json')
      response.end(JSON.stringify({ ...DOCUMENT, paths: { '/a': { $ref: `${elsewhere}/x.json#/paths/~1things` } } }));
    else response.writeHead(404).end();
  });
  const cases: readonly (readonly [string, RegExp])[] = [
    [`${url}/nowhere.json`, /^tollgate: cannot read http:\S+nowhere\.json: the server answers 404\n$/],
    [`${url}/page.json`, /^tollgate: cannot read http:\S+: it is a page \(HTML\), and no OpenAPI document\n$/],
    [
      `${url}/moved.json`,
      /^tollgate: cannot read http:\S+: it leads to http:\S+x\.json, and redirects are not followed\n$/,
    ],
    [`${url}/hangs.json`, /^tollgate: cannot read http:\S+: there is no whole answer within 10 s\n$/],
    [
      `${url}/endless.json`,
      /^tollgate: cannot read http:\S+: it has 3\d MB, and a document may have 32 MB at most[^\n]*\n$/,
    ],
    [`${url}/outward.json`, /^tollgate: [^\n]*nothing is fetched unless you allow it[^\n]*\n$/],
    [`${await nobody()}/x.json`, /^tollgate: cannot read http:\S+: nothing listens there\n$/],
    ['ftp://127.0.0.1/x.json', /^tollgate: cannot read ftp:\S+: only http and https URLs are read\n$/],
    [
      'https://api.example.com/v1/x.json',
      /^tollgate: cannot read https:\S+: it is not on this machine; allow it with --allow-refs https:\/\/api\.example\.com\/v1\/\n$/,
    ],
    ['http://127.0.0.1.example.com/x.json', /it is not on this machine/],
    [
      `${url.replace('http:', 'https:')}/x.json`,
      /^tollgate: cannot read https:\S+: what listens there does not speak TLS; try http:\/\/\n$/,
    ],
  ];
  const ended = await Promise.all(cases.map(([place]) => run('mock', place, '--port', '0')));
  cases.forEach(([, wanted], i) => t.match(ended[i], { code: 2, stdout: '', stderr: wanted }));
  t.match((await run('lint', `${url}/nowhere.json`)).stderr, /the server answers 404/);
});

t.test('over https, with the certificate that Node is told to trust', LONG, async (t) => {
  const { cert, key } = await selfSigned('localhost');
  const server = createHttpsServer({ cert, key }, (_request, response) => void response.end(readFileSync(BOOKSHOP)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-url-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'ca.pem'), cert);
  const url = `https://localhost:${(server.address() as AddressInfo).port}/bookshop.yaml`;
  t.match(await run('lint', url), {
    code: 2,
    stderr: /its certificate is not trusted \(\w+\); NODE_EXTRA_CA_CERTS names/,
  });
  t.match(await runWith({ NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') }, 'lint', url), { code: 0 });
});
