/** A load run from outside: certificates, targets that are ill, what is shown meanwhile, and Ctrl+C. */
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import t from 'tap';
import { goodTarget } from '../../conformance/test/target-text.ts';
import { startSandbox } from '../../mock/index.ts';
import { selfSigned } from '../../mock/server/self-signed-certificate.ts';
import { createLoadProgress } from '../cli/load/load-progress.ts';
import { begin, run, runWith } from './command.ts';
import { skipWithoutK6 } from './k6.ts';

t.setTimeout(600_000);

const skip = await skipWithoutK6();

/** Whatever moves a terminal's cursor or colours it. */
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/;

t.test('a target is trusted as verify trusts it; one that is not is one line, and no load', { skip }, async (t) => {
  const tls = await selfSigned('127.0.0.1');
  const sandbox = await startSandbox({ contracts: ['piaxis'], tls });
  t.teardown(() => sandbox.close());
  const text = goodTarget(sandbox.url('piaxis'));
  const dir = t.testdir({
    'ca.pem': tls.cert,
    'unknown.yaml': text,
    'named.yaml': `${text}tls: { ca: ca.pem }\n`,
    'any.yaml': `${text}tls: { insecure: true }\n`,
    'plain.yaml': text.replace('https:', 'http:'),
  });
  const load = (name: string, environment = {}) =>
    runWith(environment, 'load', 'authenticated-reads', '--target', join(dir, `${name}.yaml`), '--duration', '1s');
  t.match(await load('unknown'), {
    code: 3,
    stdout: '',
    stderr:
      /^tollgate: the certificate of https:\S+ comes from an authority that is not trusted here .* tls\.ca in the target file.*\n$/,
  });
  t.match(await load('plain'), {
    code: 3,
    stdout: '',
    stderr: /^tollgate: http:\S+ closes the connection without an answer; if it speaks TLS, write https:.*\n$/,
  });
  t.equal(sandbox.journal.list({}).length, 0, 'nothing was sent');
  const cases = [
    ['named', {}],
    ['any', {}],
    ['unknown', { NODE_EXTRA_CA_CERTS: join(dir, 'ca.pem') }],
  ] as const;
  await Promise.all(
    cases.map(async ([name, environment]) => {
      const { code, stdout, stderr } = await load(name, environment);
      t.match({ code, stdout }, { code: 0, stdout: /7 of 7 thresholds hold/ }, `${name}: ${stderr}`);
    }),
  );
});

t.test('a certificate that k6 alone does not trust is one line too', { skip }, async (t) => {
  // Node goes by the common name where there is nothing else; Go does not.
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [{ name: 'basicConstraints', cA: true, critical: true }],
  });
  const sandbox = await startSandbox({ contracts: ['piaxis'], tls: { cert, key }, host: '127.0.0.1' });
  t.teardown(() => sandbox.close());
  const dir = t.testdir({
    'ca.pem': cert,
    'target.yaml': `${goodTarget(sandbox.url('piaxis').replace('127.0.0.1', 'localhost'))}tls: { ca: ca.pem }\n`,
  });
  t.match(await run('load', 'authenticated-reads', '--target', join(dir, 'target.yaml')), {
    code: 3,
    stdout: '',
    stderr: /tollgate: k6 does not trust https:\/\/localhost:\d+\/piaxis: x509: .*\n$/,
  });
});

/** Answers as it is told. @returns its URL */
async function server(answer: (request: IncomingMessage, response: ServerResponse) => unknown): Promise<string> {
  const listening = createServer(answer).listen(0, '127.0.0.1');
  t.teardown(() => {
    listening.closeAllConnections();
    listening.close();
  });
  await new Promise((resolve) => listening.once('listening', resolve));
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
}

t.test('an ill target is told in words that a stranger understands', { skip }, async (t) => {
  const dir = t.testdir();
  const load = async (name: string, url: string, timeout = '30s') => {
    const file = join(dir, `${name}.yaml`);
    await writeFile(file, `${goodTarget(url)}timeout: ${timeout}\n`);
    return run('load', 'authenticated-reads', '--target', file, '--rate', '20', '--duration', '1s');
  };
  let asked = 0;
  const [silent, wrong, broken, hung] = await Promise.all([
    load('silent', await server(() => undefined), '1s'),
    load('wrong', await server((_, response) => response.writeHead(404).end('<h1>Not found</h1>'))),
    load(
      'broken',
      await server((_, response) =>
        response.writeHead(500, { 'Content-Type': 'application/json' }).end('{"error":"boom"}'),
      ),
    ),
    // It answers for a while, then no more.
    load(
      'hung',
      await server((_, response) => {
        if (asked++ < 10) response.writeHead(200).end('{}');
      }),
      '5s',
    ),
  ]);
  t.match(silent, { code: 3, stdout: '', stderr: /timed out: no answer within 1000 ms\n$/ });
  t.equal(wrong.stderr, 'loading piaxis authenticated-reads\n');
  t.match(wrong, {
    code: 99,
    stdout: /not one request succeeded: see whether base_url \(http:\S+\) and the credentials are right/,
  });
  t.match(wrong.stdout, /client error: getProfile, merchant_key of nile-market, status 404 \(\d+ virtual users?\)/);
  t.match(broken, {
    code: 99,
    stdout:
      /failed: \d+ server error, first \d+\.\d s into the run .*\n[^]*server error: getProfile, .* status 500: boom/,
  });
  t.match(hung, {
    code: 99,
    stdout: /failed: \d+ timeout, first \d+\.\d s into the run .*\n[^]*timeout: getProfile, .*request timeout/,
  });
  t.notMatch(hung.stdout, /not one request succeeded/);
  for (const { stdout, stderr } of [wrong, broken, hung])
    t.notMatch(stdout + stderr, CONTROL, 'nothing for terminals where there is none');
});

t.test(
  'told to end, it ends k6 in good order: the summary and the reports are there, and nothing goes on',
  { skip },
  async (t) => {
    const sandbox = await startSandbox({ contracts: ['piaxis'] });
    t.teardown(() => sandbox.close());
    const dir = t.testdir({ 'target.yaml': goodTarget(sandbox.url('piaxis')) });
    for (const [signal, code] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const) {
      const reports = (['html', 'json'] as const).flatMap((format) => [
        '--report',
        `${format}=${join(dir, `${signal}.${format}`)}`,
      ]);
      const load = begin(
        'load',
        'authenticated-reads',
        '--target',
        join(dir, 'target.yaml'),
        '--duration',
        '10m',
        ...reports,
      );
      sandbox.journal.clear();
      const MOST_LOOKS = 1200;
      for (let i = 0; i < MOST_LOOKS && sandbox.journal.list({}).length < 5; i++)
        await new Promise((resolve) => setTimeout(resolve, 50));
      const ended = await load.end(signal);
      t.match(ended, {
        code,
        stdout: new RegExp(
          `piaxis authenticated-reads \\(smoke\\)[^]*7 of 7 thresholds hold\\n[^]*  stopped by ${signal}: the figures are of what was done until then\\n$`,
        ),
      });
      t.match(ended.stderr, /^loading piaxis authenticated-reads\nstopping\n$/);
      const { requests } = JSON.parse(await readFile(join(dir, `${signal}.json`), 'utf8')) as { requests: number };
      t.ok(requests > 0, `${requests} requests`);
      t.match(
        await readFile(join(dir, `${signal}.html`), 'utf8'),
        /<html[^]*<\/html>/,
        'a whole page, with charts or without',
      );
      const after = sandbox.journal.list({}).length;
      await new Promise((resolve) => setTimeout(resolve, 500));
      t.equal(sandbox.journal.list({}).length, after, 'k6 is gone');
    }
  },
);

t.test('at a terminal one line changes, no wider than it; elsewhere a line comes each minute', (t) => {
  const shown = (isTTY: boolean, columns: number): string[] => {
    const written: string[] = [];
    const progress = createLoadProgress({
      isTTY,
      columns,
      write: (text: string) => written.push(text) > 0,
    } as unknown as NodeJS.WriteStream);
    progress.start('piaxis', 'mixed-soak');
    for (const elapsed of [1, 59, 61, 62, 121])
      progress.watch({ elapsed, total: 600, iterations: elapsed * 50, failures: elapsed === 1 ? 0 : 1 });
    progress.end();
    return written;
  };
  const wide = shown(true, 80);
  t.equal(wide[2], '\r\u001b[K  9 %  59 of 600 s, 2,950 iterations, 1 failure  piaxis mixed-soak');
  t.equal(wide.at(-1), '\r\u001b[K', 'and it goes away');
  t.ok(shown(true, 30).every((text) => text.replace('\r\u001b[K', '').length < 30 || !text.startsWith('\r')));
  t.strictSame(shown(false, 80), [
    'loading piaxis mixed-soak\n',
    '61 of 600 s, 3,050 iterations, 1 failure\n',
    '121 of 600 s, 6,050 iterations, 1 failure\n',
  ]);
  t.end();
});
