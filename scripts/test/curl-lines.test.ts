/** What a person pastes. */
import { exec, execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t from 'tap';
import type * as Tap from 'tap';
import type { Exchange } from '../../conformance/exchange.ts';
import { curlLine } from '../../conformance/report/reproduce.ts';
import { compileContract } from '../../mock/contract/compile/compile-contract.ts';
import { exampleRequest } from '../../mock/contract/examples/curl-example.ts';
import { loadContracts } from '../../mock/contract/load-contracts.ts';
import { startServer } from '../../mock/server/server.ts';
import { readyText } from '../cli/mock/ready-text.ts';
import { isThere, skipWithout } from './programs.ts';

t.test(
  'the curl lines that a person is shown work when pasted',
  { skip: skipWithout('curl', isThere('curl')) },
  async (t) => {
    const server = await startServer({ contracts: await loadContracts([]) });
    t.teardown(() => server.close());
    const text = readyText(server, { selfSigned: false });
    const lines = [...text.matchAll(/^ {2}(?:credentials|try) +(curl .*)$/gm)].map(([, line]) => line!);
    t.equal(lines.length, 2 * server.contracts.size);
    for (const line of lines)
      t.equal((await promisify(exec)(`${line} -s -o /dev/null -w '%{http_code}'`)).stdout, '200', line);
  },
);

/** What shells, curl, URLs and forms give a meaning of their own. */
const AWKWARD = `@p%41s:w rd'"$HOME\`id\`!&*?{}[]#~\\+=%zz,(x)<y>|^`;

const bookshop = await readFile(
  fileURLToPath(new URL('../../../scripts/test/fixtures/bookshop.yaml', import.meta.url)),
  'utf8',
);
const oauth2 = await readFile(fileURLToPath(new URL('../../../specs/oauth2.yaml', import.meta.url)), 'utf8');

const asText = (value: string): string => JSON.stringify(value);

const SCHEME = '      in: header\n      name: X-Shop-Key\n';
const APIKEY = `      type: apiKey\n${SCHEME}`;
const withSecret = (text: string, secret: string): string =>
  text.replace('secret: sandbox-north-till', `secret: ${asText(secret)}`);

/** Each: a contract whose example carries an awkward secret in a place of its own. */
const PLACES: readonly (readonly [place: string, contract: string])[] = [
  ['a header', withSecret(bookshop, AWKWARD)],
  ['the query', withSecret(bookshop, AWKWARD).replace(SCHEME, '      in: query\n      name: shop[key]\n')],
  ['a cookie', withSecret(bookshop, AWKWARD).replace(SCHEME, '      in: cookie\n      name: shop_key\n')],
  ['Bearer', withSecret(bookshop, AWKWARD).replace(APIKEY, '      type: http\n      scheme: bearer\n')],
  [
    'Basic',
    withSecret(bookshop, AWKWARD)
      .replace('kind: api_key', 'kind: key_pair')
      .replace(APIKEY, '      type: http\n      scheme: basic\n'),
  ],
  ['the Basic of a client', oauth2.replaceAll('secret_sandbox_service\n', `${asText(AWKWARD)}\n`)],
  [
    'the form of a client',
    oauth2
      .replaceAll('secret_sandbox_service\n', `${asText(AWKWARD)}\n`)
      .replaceAll(
        'client_authentication: [client_secret_basic, client_secret_post',
        'client_authentication: [client_secret_post, client_secret_basic',
      ),
  ],
];

for (const [place, contract] of PLACES)
  t.test(
    `a curl line with an awkward secret in ${place} works when pasted`,
    { skip: skipWithout('curl', isThere('curl')) },
    async (t) => {
      t.ok(contract.includes(asText(AWKWARD)), 'the contract carries the secret');
      const dir = t.testdir({ 'shop.yaml': contract });
      const loaded = await loadContracts([join(dir, 'shop.yaml')]);
      const server = await startServer({ contracts: loaded });
      t.teardown(() => server.close());
      const [compiled] = server.contracts.values();
      const line = exampleRequest(compiled!, server.contractUrl('shop'));
      const answer = await inBash(line);
      t.equal(answer, '200', line);
      const changed = line.replace('rd', 'dr');
      t.not(changed, line);
      t.match(await inBash(changed), /^4\d\d$/, 'and another secret does not');
    },
  );

const inBash = async (line: string): Promise<string> =>
  (await promisify(execFile)('bash', ['-c', `${line} -s -o /dev/null -w '%{http_code}'`])).stdout;

/** A server that remembers what came. */
async function echo(t: Tap.Test): Promise<{ readonly url: string; readonly seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      seen.push({ method, url, headers, body: Buffer.concat(chunks).toString('utf8') });
      response.end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

t.test(
  'required parameters stand in the line beside the key, whatever their place',
  { skip: skipWithout('curl', isThere('curl')) },
  async (t) => {
    const parameters = [
      '{ name: session, in: cookie, required: true, schema: { type: string, minLength: 9 } }',
      '{ name: "tags[]", in: query, required: true, schema: { type: string, default: "a&b c" } }',
      '{ name: X-Empty, in: header, required: true, schema: { type: string, const: "" } }',
    ];
    const contract = withSecret(bookshop, AWKWARD)
      .replace(SCHEME, '      in: cookie\n      name: shop_key\n')
      .replace('      parameters:\n', `      parameters:\n${parameters.map((line) => `        - ${line}\n`).join('')}`);
    const [loaded] = await loadContracts([join(t.testdir({ 'shop.yaml': contract }), 'shop.yaml')]);
    const { url, seen } = await echo(t);
    await inBash(exampleRequest(compileContract('shop', loaded!.document), url));
    t.equal(seen[0]?.headers.cookie, `session=examplexx; shop_key=${AWKWARD}`);
    t.equal(new URL(seen[0]?.url ?? '', url).searchParams.get('tags[]'), 'a&b c');
    t.equal(seen[0]?.headers['x-empty'], '');
  },
);

t.test(
  'the line that repeats an exchange of a run sends the same',
  { skip: skipWithout('curl', isThere('curl')) },
  async (t) => {
    const { url, seen } = await echo(t);
    const exchange = (path: string, headers: [string, string][], body?: string): Exchange =>
      ({ method: 'POST', url: `${url}${path}`, headers, body }) as unknown as Exchange;
    await inBash(
      curlLine(
        exchange(
          '/a/../b?x[]={1}',
          [
            ['x-key', AWKWARD],
            ['x-empty', ''],
          ],
          '@/etc/hostname',
        ),
      ),
    );
    t.match(seen[0], { method: 'POST', url: '/a/../b?x[]={1}', body: '@/etc/hostname' });
    t.equal(seen[0]?.headers['x-key'], AWKWARD);
    t.equal(seen[0]?.headers['x-empty'], '');
    t.equal(seen[0]?.headers['content-type'], undefined, 'curl adds none of its own');
  },
);
