/** HTTPS targets: an authority that is named, one that is not, and servers whose transport is wrong. */
import { writeFileSync } from 'node:fs';
import { createServer as createPlainServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import t from 'tap';
import { selfSigned } from '../../mock/server/self-signed-certificate.ts';
import { runWarm as run } from '../../scripts/test/warm-command.ts';
import { loadCompiled } from '../load-for-suite.ts';
import { writeTarget } from './written-target.ts';

t.setTimeout(120_000);

const SAFETY = { pace: '0ms', longest_wait: '100ms' };

const certificate = await selfSigned('localhost');

for (const name of ['oauth2', 'piaxis']) {
  t.test(`${name} over HTTPS`, async (t) => {
    await using written = await writeTarget(await loadCompiled(name), { tls: certificate });
    const file = (more: object): string => written.file({ capabilities: { consent: 'form' }, safety: SAFETY, ...more });
    const dir = t.testdir({
      'ca.pem': certificate.cert,
      'trusted.yaml': file({ tls: { ca: 'ca.pem' } }),
      'unknown.yaml': file({}),
      'any.yaml': file({ tls: { insecure: true } }),
    });
    const verify = (target: string, ...args: readonly string[]): ReturnType<typeof run> =>
      run('verify', '--target', join(dir, target), ...args);

    const trusted = await verify('trusted.yaml');
    t.equal(trusted.code, 0, trusted.stdout);
    t.match(trusted.stdout, /[1-9]\d+ passed, 0 failed/);
    t.notMatch(trusted.stdout, /needs a target that speaks HTTPS/);
    // What is wrong with a certificate does not depend on the contract.
    if (name !== 'oauth2') return;
    t.match(await verify('unknown.yaml'), {
      code: 3,
      stdout: '',
      stderr:
        /^tollgate: the certificate of https:\S+ comes from an authority that is not trusted here \(DEPTH_ZERO_SELF_SIGNED_CERT\); name .*tls\.ca .*\n$/,
    });
    t.match(await run('doctor', '--target', join(dir, 'unknown.yaml')), {
      code: 1,
      stdout: /your configuration, base_url: the certificate .* not trusted.*\n.*tls\.ca/,
    });
    t.match(await verify('any.yaml', '--only', 'transport'), {
      code: 1,
      stdout: / 1 failed[^]* MUST [^]*got {7}DEPTH_ZERO_SELF_SIGNED_CERT[^]*checks {4}transport\.certificate\b/,
    });
  });
}

t.test('a token in a redirect', async (t) => {
  await using written = await writeTarget(await loadCompiled('oauth2'), {
    seams: {
      reply: (_call, reply) => ({
        ...reply,
        headers: reply.headers.map((header) =>
          header.name.toLowerCase() === 'location'
            ? { ...header, value: `${header.value}#access_token=leaked` }
            : header,
        ),
      }),
    },
  });
  const dir = t.testdir({ 'target.yaml': written.file({ capabilities: { consent: 'form' }, safety: SAFETY }) });
  t.match(await run('verify', '--target', join(dir, 'target.yaml'), '--only', 'transport'), {
    code: 1,
    stdout: / MUST [^]*got {7}access_token[^]*checks {4}transport\.no-token-in-redirect/,
  });
});

interface Plain {
  readonly what: string;
  readonly answer: RequestListener;
  readonly code: number;
  readonly said: RegExp;
  /** The doctor's words. */
  readonly told: RegExp;
}

const PLAIN: readonly Plain[] = [
  {
    what: 'redirects',
    answer: ({ url = '' }, answer) => answer.writeHead(308, { Location: `https://localhost${url}` }).end(),
    code: 0,
    said: /1 passed, 0 failed/,
    told: /ok {7}plain HTTP at \S+ is turned away: status 308 to https:/,
  },
  {
    what: 'refuses',
    answer: (_, answer) => answer.writeHead(403, { 'Content-Type': 'text/plain' }).end('HTTPS only'),
    code: 0,
    said: /1 passed, 0 failed/,
    told: /ok {7}plain HTTP at \S+ is turned away: status 403\n/,
  },
  {
    what: 'serves',
    answer: (_, answer) => answer.writeHead(200).end('hello'),
    code: 1,
    said: / MUST [^]*got {7}status 200[^]*checks {4}transport\.plain-http/,
    told: /note {5}your server, tls\.plain_http: plain HTTP is served: GET http:\S+ gets status 200\n/,
  },
  {
    what: 'redirects to itself',
    answer: ({ url = '' }, answer) => answer.writeHead(302, { Location: `http://localhost${url}` }).end(),
    code: 1,
    said: /got {7}status 302 to http:/,
    told: /note {5}your server, tls\.plain_http: .* gets status 302 to http:/,
  },
];

t.test('beside HTTPS, a server of plain HTTP', async (t) => {
  await using written = await writeTarget(await loadCompiled('piaxis'), { tls: certificate });
  const dir = t.testdir({ 'ca.pem': certificate.cert });
  const ask = (name: string, tls: object): ((...command: readonly string[]) => ReturnType<typeof run>) => {
    writeFileSync(join(dir, name), written.file({ safety: SAFETY, tls: { ca: 'ca.pem', ...tls } }));
    return (command = '', ...more) => run(command, '--target', join(dir, name), ...more);
  };
  const verify = (name: string, tls: object): ReturnType<typeof run> =>
    ask(name, tls)('verify', '--only', 'transport.plain-http');
  const doctor = (name: string, tls: object): ReturnType<typeof run> => ask(name, tls)('doctor');
  await Promise.all(
    PLAIN.map(async ({ what, answer, code, said, told }) => {
      const server = createPlainServer(answer);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      t.match(
        await verify(`${what}.yaml`, { plain_http: `http://127.0.0.1:${port}/piaxis` }),
        { code, stdout: said },
        `that ${what}`,
      );
      t.match(
        await doctor(`${what}.yaml`, { plain_http: `http://127.0.0.1:${port}/piaxis` }),
        { code: 0, stdout: told },
        `the doctor of one that ${what}`,
      );
      server.close();
      server.closeAllConnections();
    }),
  );
  await using plain = await writeTarget(await loadCompiled('piaxis'));
  t.match(
    await verify('api.yaml', { plain_http: plain.sandbox.url('piaxis') }),
    { code: 1, stdout: /got {7}the answer that https gives: status 401, application\/json/ },
    'that serves the same API',
  );
  t.match(
    await verify('nothing.yaml', { plain_http: 'http://127.0.0.1:9/piaxis' }),
    { code: 0, stdout: /1 passed, 0 failed/ },
    'where nothing listens',
  );
  t.match(
    await verify('unsaid.yaml', {}),
    { code: 0, stdout: /Not run, 1: nothing says where the plain HTTP of \S+:\d+ would be \(tls\.plain_http\)/ },
    'that nobody named',
  );
  t.match(await doctor('api.yaml', { plain_http: plain.sandbox.url('piaxis') }), {
    code: 0,
    stdout: /plain HTTP is served: .* gets the answer that https gives/,
  });
  t.match(await doctor('nothing.yaml', { plain_http: 'http://127.0.0.1:9/piaxis' }), {
    code: 0,
    stdout: /ok {7}nothing answers at 127\.0\.0\.1:9, where plain HTTP would be\n/,
  });
  t.match(await doctor('nobody.yaml', { plain_http: 'http://no-such-host.invalid' }), {
    code: 1,
    stdout: /problem {2}your configuration, tls\.plain_http: there is no host called no-such-host\.invalid\n/,
  });
  t.match(await doctor('secure.yaml', { plain_http: written.sandbox.url('piaxis').replace('https:', 'http:') }), {
    code: 1,
    stdout: /problem {2}your configuration, tls\.plain_http: \S+:\d+ speaks TLS\n/,
  });
  t.match(await verify('wrong.yaml', { plain_http: 'https://127.0.0.1:1' }), {
    code: 2,
    stderr: /"tls\.plain_http" is "https:.* \(write a URL that starts with http:/,
  });
});

for (const [what, versions, code, said] of [
  [
    'a server that takes TLS 1.1, too',
    { minVersion: 'TLSv1' },
    1,
    /got {7}a connection with TLSv1[^]*checks {4}transport\.tls-version/,
  ],
  [
    'a server that knows TLS 1.1 at most',
    { minVersion: 'TLSv1', maxVersion: 'TLSv1.1' },
    3,
    /speaks no TLS of version 1\.2 or later/,
  ],
] as const) {
  t.test(what, async (t) => {
    const server = createServer({ ...certificate, ...versions, ciphers: 'DEFAULT@SECLEVEL=0' }, (_, answer) =>
      answer.writeHead(404).end(),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.teardown(() => server.close());
    const dir = t.testdir({
      'target.yaml': `contract: piaxis\nbase_url: https://127.0.0.1:${(server.address() as AddressInfo).port}\ntls: { insecure: true }\n`,
    });
    const ended = await run('verify', '--target', join(dir, 'target.yaml'), '--only', 'transport.tls-version');
    t.equal(ended.code, code);
    t.match(ended.stdout + ended.stderr, said);
  });
}
