/**
 * `--tls-ca`: real clients trust the sandbox by the lines that its start prints, and do not without them; the suite
 * finds its transport good.
 */
import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import { verify } from '../../conformance/library.ts';
import { InputError } from '../../mock/index.ts';
import { ownAuthority } from '../../mock/test/own-authority.ts';
import { runWith, start } from './command.ts';
import { runWarm } from './warm-command.ts';

t.setTimeout(240_000);

const COMMAND = join(process.cwd(), 'dist/scripts/cli/tollgate.js');
const { NODE_OPTIONS: _hooks, NODE_EXTRA_CA_CERTS: _ca, ...env } = process.env;

/** Why a client cannot be tried; false where it can. */
const needs = (what: string, how: string, command: string, ...args: readonly string[]): string | false =>
  spawnSync(command, args).status === 0 ? false : `needs ${what}; ${how}`;

const PYTHON = 'import urllib.request as r, sys; print(r.urlopen(sys.argv[1]).status)';
const REQUESTS = 'import requests, sys; print(requests.get(sys.argv[1]).status_code)';
const JAVA = `public class Ask { public static void main(String[] args) throws Exception {
  System.out.println(((java.net.HttpURLConnection) new java.net.URL(args[0]).openConnection()).getResponseCode()); } }`;

interface Client {
  readonly name: string;
  /** Which lines of the output it goes by. */
  readonly by: string;
  readonly skip: string | false;
  command(dir: string, url: string): string;
}

const CLIENTS: readonly Client[] = [
  {
    name: "Node's fetch",
    by: 'Node',
    skip: false,
    command: (_, url) =>
      `"${process.execPath}" -e 'fetch("${url}").then((r) => console.log(r.status), (e) => { console.error(e.cause); process.exit(1); })'`,
  },
  {
    name: "Python's urllib",
    by: 'Python',
    skip: needs('python3', 'apt-get install python3', 'python3', '--version'),
    command: (_, url) => `python3 -c '${PYTHON}' ${url}`,
  },
  {
    name: "Python's requests",
    by: 'Python',
    skip: needs('requests for python3', 'apt-get install python3-requests', 'python3', '-c', 'import requests'),
    command: (_, url) => `python3 -c '${REQUESTS}' ${url}`,
  },
  {
    name: 'Java',
    by: 'Java',
    skip: needs(
      'a JDK with keytool',
      'apt-get install default-jdk-headless',
      'sh',
      '-c',
      'command -v keytool && java --version && javac --version',
    ),
    command: (dir, url) => `java ${join(dir, 'Ask.java')} ${url}`,
  },
];

/** Starts it as a person does. @returns its output once it is ready, and what ends it */
async function startForPerson(
  ...args: readonly string[]
): Promise<{ readonly output: string; end(): Promise<unknown> }> {
  const child = spawn(process.execPath, [COMMAND, 'mock', '--port', '0', ...args], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    output += chunk as string;
    if (output.includes('Ctrl-C ends it')) break;
  }
  return {
    output,
    end() {
      const closed = once(child, 'exit');
      child.kill();
      return closed;
    },
  };
}

t.test('clients trust it by the lines that are printed', async (t) => {
  // A folder whose name wants quotes.
  const dir = join(t.testdir({ "it's here": { 'Ask.java': JAVA } }), "it's here");
  const folder = t.testdirName;
  const plain = join(folder, 'plain');
  await promisify(execFile)('cp', ['-r', dir, plain]);
  for (const place of [plain, dir]) {
    const { output, end } = await startForPerson('piaxis', '--tls-ca', join(place, 'ca.pem'));
    t.teardown(end);
    const url = `${/listens on (\S+)/.exec(output)![1]!}/_tollgate/health`;
    /** What is printed for a kind of client, as a shell reads it. */
    const lines = (kind: string): string =>
      new RegExp(`^  ${kind} +(.*)\n(?:   +(.*)\n)?`, 'm').exec(output)!.slice(1).filter(Boolean).join('\n');
    const shell = (text: string): Promise<{ stdout: string }> => promisify(execFile)('sh', ['-c', text], { env });

    const curl = needs('curl', 'apt-get install curl', 'curl', '--version');
    if (curl === false) t.match((await shell(`${lines('curl')} -s`)).stdout, /"status": "ok"/, 'curl, pasted');
    for (const [, line] of output.matchAll(/^ {2}(?:credentials|try) +(curl .*)$/gm)) {
      if (curl === false) t.equal((await shell(`${line!} -s -o /dev/null -w '%{http_code}'`)).stdout, '200', line!);
    }
    for (const { name, by, skip, command } of CLIENTS) {
      if (place === dir && by !== 'Node') continue;
      await t.test(`${name}, ${place === dir ? 'with a path to quote' : 'with a plain path'}`, { skip }, async (t) => {
        t.equal((await shell(`${lines(by)}\n${command(place, url)}`)).stdout.trim().split('\n').at(-1), '200');
        // A virtual machine takes its time: one is enough to see that the lines are right.
        if (by !== 'Java') await t.rejects(shell(command(place, url)), 'not without them');
      });
    }
  }
});

t.test('the file is the certificate, and another start writes it anew', async (t) => {
  const file = join(t.testdir({}), 'ca.pem');
  const first = await start('piaxis', '--tls-ca', file);
  t.match(JSON.parse(first.line), { url: /^https:/, ca: file });
  const before = await readFile(file, 'utf8');
  await first.end();
  const second = await start(
    'piaxis',
    '--tls-ca',
    file,
    '--workers',
    '2',
    '--store',
    `file:${t.testdirName}/state`,
    '--port-per-contract',
  );
  t.teardown(() => second.end());
  t.not(await readFile(file, 'utf8'), before);
  const { status, stdout } = spawnSync(
    'sh',
    [
      '-c',
      `"${process.execPath}" -e 'fetch("${second.contracts['piaxis']!}/_tollgate/health").then(async (r) => console.log(r.headers.get("strict-transport-security"), (await r.json()).status))'`,
    ],
    { env: { ...env, NODE_EXTRA_CA_CERTS: file }, encoding: 'utf8' },
  );
  t.match({ status, stdout }, { status: 0, stdout: /^max-age=60 ok\n$/ });
});

t.test('what cannot be written is one line', async (t) => {
  const dir = t.testdir({ 'precious.pem': 'a bundle', folder: {} });
  for (const [args, wanted] of [
    [
      ['--tls-ca', join(dir, 'precious.pem')],
      /^tollgate: --tls-ca \S+ is there already and holds something else than a sandbox's certificate; name a file that may be written\n$/,
    ],
    [['--tls-ca', join(dir, 'none/ca.pem')], /^tollgate: cannot write --tls-ca \S+: there is no such folder\n$/],
    [['--tls-ca', join(dir, 'folder')], /^tollgate: cannot write --tls-ca \S+: it is a folder; name a file in it\n$/],
    [
      ['--tls-ca', join(dir, 'ca.pem'), '--cert', 'a', '--key', 'b'],
      /^tollgate: --tls-ca is for the certificate that is made at start; .*\n$/,
    ],
  ] as const) {
    t.match(await runWarm('mock', 'piaxis', '--port', '0', ...args), { code: 2, stdout: '', stderr: wanted });
  }
  t.equal(await readFile(join(dir, 'precious.pem'), 'utf8'), 'a bundle');
});

const BANK = {
  openapi: '3.1.0',
  info: { title: 'Bank', version: '1' },
  security: [{ Mutual: [] }],
  paths: {
    '/accounts': {
      get: {
        responses: {
          200: {
            description: 'All.',
            content: { 'application/json': { schema: { type: 'array' }, example: [{ iban: 'SE1' }] } },
          },
          403: {
            description: 'Not you.',
            content: { 'application/json': { schema: { type: 'object' }, example: { code: 'forbidden' } } },
          },
        },
      },
    },
  },
  components: { securitySchemes: { Mutual: { type: 'mutualTLS' } } },
};

t.test(
  "a document's mutualTLS is served: curl connects with files of the sandbox's, and with certificates of one's own",
  async (t) => {
    const house = await ownAuthority();
    const dir = t.testdir({
      'bank.json': JSON.stringify(BANK),
      'client-ca.pem': house.root.cert,
      'own.pem': house.chained.cert,
      'own.key': house.chained.key,
      files: {},
    });
    const file = (name: string): string => join(dir, name);
    const plain = await start(file('bank.json'));
    t.match(
      plain.stderr(),
      /^tollgate: clients of bank connect with certificates, which need TLS; .*: start with --tls\n$/,
    );
    await plain.end();
    const server = await start(file('bank.json'), '--tls-ca', file('ca.pem'), '--tls-client-ca', file('client-ca.pem'));
    t.teardown(() => server.end());
    t.equal(server.stderr(), '');
    const trusting = { NODE_EXTRA_CA_CERTS: file('ca.pem') };
    const asked = ['--url', server.url, '--certificates', file('files')];
    const written = await runWith(trusting, 'creds', 'bank', ...asked);
    t.match(written, { code: 0, stdout: /acme-mutual\.pem \S+acme-mutual\.key\n.*globex-mutual\.pem/ });
    t.equal((await stat(file('files/acme-mutual.key'))).mode & 0o077, 0, 'the key is for its owner alone');
    t.match(await runWith(trusting, 'creds', 'bank', '--url', server.url), {
      stdout: /acme-mutual +\(certificate\)[\s\S]*mutual +the certificate of the connection/,
    });
    const key = {
      credential: 'mutual',
      tenant: 'acme',
      id: 'own',
      certificate: { subject_dn: 'CN=partner,O=Example' },
    };
    const curl = (...args: readonly string[]): string =>
      spawnSync('curl', ['-s', '-w', '%{http_code}', '--cacert', file('ca.pem'), ...args], { encoding: 'utf8' }).stdout;
    if (needs('curl', '', 'curl', '--version') !== false) return;
    const url = `${server.contracts['bank']!}/accounts`;
    const by = (cert: string, its: string): string => curl('--cert', file(cert), '--key', file(its), url);
    t.equal(by('files/acme-mutual.pem', 'files/acme-mutual.key'), '[{"iban":"SE1"}]200');
    t.equal(curl(url), '{"code":"forbidden"}403', "without one, the document's own words");
    t.equal(by('own.pem', 'own.key'), '{"code":"forbidden"}403', 'no key has that name yet');
    t.match(
      curl('-H', 'Content-Type: application/json', '-d', JSON.stringify(key), `${server.control}/keys/bank`),
      /201$/,
    );
    t.equal(by('own.pem', 'own.key'), '[{"iban":"SE1"}]200');
  },
);

t.test(
  'tollgate mock --tls-client-crl: what openssl revoked, curl cannot use',
  {
    skip:
      needs('openssl', 'apt-get install openssl', 'openssl', 'version') ||
      needs('curl', 'apt-get install curl', 'curl', '--version'),
  },
  async (t) => {
    const dir = t.testdir({
      'bank.json': JSON.stringify(BANK),
      'index.txt': '',
      'ca.cnf': [
        '[ca]',
        'default_ca = own',
        '[own]',
        'database = index.txt',
        'default_md = sha256',
        'default_crl_days = 30',
        '[req]',
        'distinguished_name = name',
        '[name]',
        '[authority]',
        'basicConstraints = critical, CA:TRUE',
        '[client]',
        'extendedKeyUsage = clientAuth',
        '',
      ].join('\n'),
    });
    const file = (name: string): string => join(dir, name);
    const openssl = (...args: readonly string[]): void => {
      const { status, stderr } = spawnSync('openssl', args, { cwd: dir, encoding: 'utf8' });
      t.equal(status, 0, stderr);
    };
    const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-config', 'ca.cnf', '-days', '30'];
    const by = ['-CA', 'root.pem', '-CAkey', 'root.key', '-extensions', 'client'];
    openssl(
      'req',
      '-x509',
      ...made,
      '-extensions',
      'authority',
      '-subj',
      '/CN=Root',
      '-keyout',
      'root.key',
      '-out',
      'root.pem',
    );
    for (const [name, serial] of [
      ['first', '0x00f1'],
      ['second', '0x00f2'],
    ] as const)
      openssl(
        'req',
        '-x509',
        ...made,
        ...by,
        '-set_serial',
        serial,
        '-subj',
        '/CN=partner',
        '-keyout',
        `${name}.key`,
        '-out',
        `${name}.pem`,
      );
    const listing = ['ca', '-config', 'ca.cnf', '-cert', 'root.pem', '-keyfile', 'root.key'];
    openssl(...listing, '-revoke', 'first.pem');
    openssl(...listing, '-gencrl', '-out', 'list.pem');
    const server = await start(
      file('bank.json'),
      '--tls-ca',
      file('ca.pem'),
      '--tls-client-ca',
      file('root.pem'),
      '--tls-client-crl',
      file('list.pem'),
    );
    t.teardown(() => server.end());
    t.equal(server.stderr(), '');
    const curl = (...args: readonly string[]): string =>
      spawnSync('curl', ['-s', '-w', '%{http_code}', '--cacert', file('ca.pem'), ...args], { encoding: 'utf8' }).stdout;
    const key = { credential: 'mutual', tenant: 'acme', id: 'own', certificate: { subject_dn: 'CN=partner' } };
    const asked = ['-H', 'Content-Type: application/json', '-d', JSON.stringify(key)];
    t.match(curl(...asked, `${server.control}/keys/bank`), /201$/);
    const url = `${server.contracts['bank']!}/accounts`;
    const as = (name: string): string => curl('--cert', file(`${name}.pem`), '--key', file(`${name}.key`), url);
    t.equal(as('second'), '[{"iban":"SE1"}]200');
    t.equal(as('first'), '{"code":"forbidden"}403');
    const explained = await runWith({ NODE_EXTRA_CA_CERTS: file('ca.pem') }, 'explain', '--url', server.url);
    t.match(explained.stdout, /a certificate of CN=partner, whose serial number F1 is on the list/);
  },
);

t.test('a list of revoked certificates that cannot be one is one line', async (t) => {
  const { root, chained } = await ownAuthority();
  const dir = t.testdir({ 'root.pem': root.cert, 'leaf.pem': chained.cert });
  const trying = (...args: readonly string[]) => runWarm('mock', 'piaxis', '--port', '0', ...args);
  const trusted = ['--tls', '--tls-client-ca', join(dir, 'root.pem')];
  for (const [args, wanted] of [
    [['--tls', '--tls-client-crl', join(dir, 'leaf.pem')], /^tollgate: --tls-client-crl needs --tls-client-ca: .*\n$/],
    [
      [...trusted, '--tls-client-crl', join(dir, 'none.pem')],
      /^tollgate: cannot read --tls-client-crl \S+: there is .*\n$/,
    ],
    [
      [...trusted, '--tls-client-crl', join(dir, 'leaf.pem')],
      /^tollgate: --tls-client-crl \S+ has no revocation .*\n$/,
    ],
  ] as const)
    t.match(await trying(...args), { code: 2, stdout: '', stderr: wanted });
});

t.test('an authority for clients that cannot be one is one line', async (t) => {
  const { root, chained } = await ownAuthority();
  const dir = t.testdir({ 'root.pem': root.cert, 'leaf.pem': chained.cert, 'key.pem': root.key, 'text.pem': 'text' });
  const trying = (file: string, ...args: readonly string[]) =>
    runWarm('mock', 'piaxis', '--port', '0', '--tls-client-ca', join(dir, file), ...args);
  for (const [file, args, wanted] of [
    ['root.pem', [], /^tollgate: --tls-client-ca needs TLS: add --tls, --tls-ca FILE, or --cert and --key\n$/],
    ['none.pem', ['--tls'], /^tollgate: cannot read --tls-client-ca \S+none\.pem: there is no such file\n$/],
    ['text.pem', ['--tls'], /^tollgate: --tls-client-ca \S+ has no certificate in PEM; .*\n$/],
    ['key.pem', ['--tls'], /^tollgate: --tls-client-ca \S+ has no certificate in PEM, but a private key; .*\n$/],
    ['leaf.pem', ['--tls'], /^tollgate: certificate 1 of --tls-client-ca \S+ \(O=Example, CN=partner\) is no .*\n$/],
  ] as const)
    t.match(await trying(file, ...args), { code: 2, stdout: '', stderr: wanted }, file);
});

t.test('plain HTTP has no Strict-Transport-Security', async (t) => {
  const server = await start('piaxis');
  t.teardown(() => server.end());
  t.equal((await fetch(`${server.control}/health`)).headers.get('strict-transport-security'), null);
});

t.test('verify --mock --tls runs the transport checks, and all pass', async (t) => {
  const { stdout } = await runWarm('verify', '--list', '--json', 'piaxis', '--only', 'transport');
  const ids = (JSON.parse(stdout) as readonly { readonly id: string }[]).map(({ id }) => id);
  t.ok(ids.length >= 6, ids.join(', '));
  const checked = await runWarm(
    'verify',
    'piaxis',
    'oauth2',
    '--mock',
    '--tls',
    '--only',
    'transport',
    '--only',
    'oauth.code*',
  );
  t.match(checked, { code: 0, stdout: /[1-9]\d+ passed, 0 failed/ }, checked.stdout);
  t.notMatch(checked.stdout, /noted|warned [1-9]/);
  t.strictSame(
    checked.stdout.match(/^Not run.*$/gm),
    ['Not run, 1: no client of the target has a redirect URI with a query'],
    'piaxis documents none',
  );
  t.match(
    (await runWarm('verify', 'piaxis', '--mock', '--only', 'transport')).stdout,
    /needs a target that speaks HTTPS/,
    'without it they are not run',
  );
  t.match(await runWarm('verify', 'piaxis', '--tls', '--base-url', 'http://127.0.0.1:9'), {
    code: 2,
    stderr: /^tollgate: --tls is for --mock; .*\n$/,
  });
  const report = await verify({ contract: 'piaxis', target: 'mock', tls: true, only: ['transport'] });
  t.strictSame(
    report.results.map(({ check, outcome }) => [check.id, outcome.state]),
    ids.map((id) => [id, 'passed']),
  );
  await t.rejects(
    verify({
      contract: 'piaxis',
      tls: true,
      target: {
        ...(await import('../../conformance/target/from-seed.ts')),
        baseUrl: 'https://127.0.0.1:9',
        credentials: {},
        safety: {},
      } as never,
    }),
    InputError,
  );
});
