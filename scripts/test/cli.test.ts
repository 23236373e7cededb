/** The command line, through its front door. */
import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { get } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { promisify } from 'node:util';
import t from 'tap';
import type { Test } from 'tap';
import { fileFault } from '../../mock/contract/file-error-words.ts';
import { selfSigned } from '../../mock/server/self-signed-certificate.ts';
import { BOOKSHOP, COMMAND, run, runWith, start } from './command.ts';
import type { Ended } from './command.ts';
import { runWarm } from './warm-command.ts';
import { plainly } from './plainly.ts';

/** Any built-in contract: it starts quicker than one that has to be linted. */
const BUILT_IN = 'voucherify';

const KEY = { 'x-shop-key': 'sandbox-north-till' };
const bookshop = await readFile(BOOKSHOP, 'utf8');

/** Ends with 2, one line on stderr that fits, nothing on stdout, and no stack trace. */
function isRefusal(t: Test, { code, signal, stdout, stderr }: Ended, line: RegExp): void {
  t.strictSame({ code, signal }, { code: 2, signal: null });
  t.equal(stdout, '', 'nothing on stdout');
  t.match(stderr, line);
  t.equal(stderr.trimEnd().split('\n').length, 1, `one line: ${stderr}`);
}

t.test('help is there for the command and its subcommands', async (t) => {
  const pages: readonly (readonly [args: readonly string[], words: readonly RegExp[]])[] = [
    [['--help'], [/^Usage: tollgate /, /\bmock \[options\]/, /\blint \[options\]/, /Examples:/, /Exit codes:/]],
    [
      ['mock', '--help'],
      [
        /--port <port>[^-]*4010/,
        /--host/,
        /--root/,
        /--seed/,
        /--strict/,
        /--tls/,
        /--cert/,
        /--key/,
        /--json/,
        /--log/,
        /--control-token/,
        /--store <where>/,
        /--workers <count>/,
        /Examples:/,
      ],
    ],
    [
      ['lint', '--help'],
      [/<contract\.\.\.>/, /--json/, /file:line:column/],
    ],
    [['help', 'mock'], [/^Usage: tollgate mock/]],
  ];
  for (const [args, words] of pages) {
    const { code, stdout, stderr } = await runWarm(...args);
    t.equal(code, 0, args.join(' '));
    t.equal(stderr, '');
    for (const word of words) t.match(stdout, word);
  }
});

t.test("--version is the package's", async (t) => {
  const { version } = JSON.parse(await readFile(new URL('../../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  t.strictSame(await run('--version'), { code: 0, signal: null, stdout: `${version}\n`, stderr: '' });
});

t.test('a word that is no contract is told as one, whatever it was given to', async (t) => {
  const said = /^tollgate: no contract is called "piaxi"; did you mean "piaxis"\?/;
  const cases: readonly (readonly string[])[] = [
    ['mock', 'piaxi'],
    ['verify', 'piaxi', '--mock'],
    ['verify', 'piaxi', '--list'],
    ['init', 'piaxi'],
    ['lint', 'piaxi'],
    ['diff', '--target', 'mock', '--contract', 'piaxi'],
    ['load', 'piaxi', '--mock'],
    ['load', 'piaxi'],
    ['load', 'piaxi', 'spike', '--mock'],
    ['load', 'piaxi', '--list'],
  ];
  await Promise.all(cases.map(async (args) => isRefusal(t, await runWarm(...args), said)));
});

/** Prints the URL of each module that is loaded, on standard error. */
const HOOKS = `import { register } from 'node:module';
register('data:text/javascript,' + encodeURIComponent(\`
import { writeSync } from 'node:fs';
export const load = (url, context, next) => {
  if (url.startsWith('file:')) writeSync(2, url + '\\\\n');
  return next(url, context);
};\`));`;

t.test('a command loads the modules of what it does, and no others', async (t) => {
  const loaded = async (...args: readonly string[]): Promise<string[]> => {
    const { code, stderr } = await runWith(
      { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(HOOKS)}` },
      ...args,
    );
    t.equal(code, 0, args.join(' '));
    return stderr
      .trim()
      .split('\n')
      .map((url) => /(?:\/dist\/|\/node_modules\/)(.*)$/.exec(url)?.[1] ?? url)
      .sort();
  };
  const cli = (...names: readonly string[]): string[] => names.map((name) => `scripts/cli/${name}.js`);
  const version = ['mock/control/package-version.js', ...cli('tollgate')];
  const help = [
    'commander/esm.mjs',
    'commander/index.js',
    'mock/contract/file-error-words.js',
    ...version,
    ...cli('command-exit', 'commands', 'config/config-options', 'mock/garbage-collection', 'program'),
  ].sort();
  t.strictSame(await loaded('--version'), version);
  t.strictSame(await loaded('--help'), help);
  for (const name of ['mock', 'init', 'doctor'])
    t.strictSame(
      (await loaded(name, '--help')).filter((file) => !help.includes(file)),
      // What its options are read with.
      [
        ...(name === 'mock'
          ? [
              'mock/contract/durations.js',
              'mock/state/bounds.js',
              'parse-duration/index.js',
              'parse-duration/locale/en.js',
            ]
          : []),
        ...cli('allow-refs-option', name),
      ].sort(),
      name,
    );
  for (const name of ['lint', 'verify', 'load', 'diff']) {
    const more = (await loaded('help', name)).filter((file) => !help.includes(file));
    t.ok(more.includes(`scripts/cli/${name}.js`));
    t.strictSame(
      more.filter((file) =>
        /^(ajv|fastify|yaml|conformance\/(?!report\/outcome-words|counted-noun)|load\/node)/.test(file),
      ),
      [],
      `${name}: nothing that only a run needs`,
    );
    t.ok(more.length <= 10, `${name}: ${more.join()}`);
  }
});

t.test('who reads the output may stop, as head does', async (t) => {
  const [program, words] = plainly([
    'sh',
    '-c',
    `node '${COMMAND}' verify --help | head -n 1; node '${COMMAND}' verify piaxis --list --all | head -n 1`,
  ]);
  const { stdout, stderr } = await promisify(execFile)(program, words);
  t.match(stdout, /^Usage: tollgate verify .*\n\S+\n$/);
  t.equal(stderr, '');
});

t.test('what cannot be parsed is usage', async (t) => {
  const cases: readonly (readonly [args: readonly string[], said: RegExp])[] = [
    [[], /Usage: tollgate/],
    [
      ['mokc'],
      /^tollgate: there is no command "mokc"; did you mean "mock"\? \(commands: mock, verify, init, doctor, diff, lint, import, load, explain, logs, clock, otp, reset, creds, env, keys, clients, faults, grade, exercise, export, completion; .*\)\n$/,
    ],
    [
      ['telemetry'],
      /^tollgate: there is no command "telemetry" \(commands: mock, verify, init, doctor, diff, lint, import, load, explain, logs, clock, otp, reset, creds, env, keys, clients, faults, grade, exercise, export, completion; .*\)\n$/,
    ],
    [['help', 'lintt'], /^tollgate: there is no command "lintt"; did you mean "lint"\?/],
    [['--prot'], /^tollgate: unknown option '--prot'; "tollgate --help" says what there is\n$/],
    [
      ['mock', '--prot', '1'],
      /^tollgate: unknown option '--prot' \(Did you mean --port\?\); "tollgate mock --help" says what there is\n$/,
    ],
    [['load', '--target'], /^tollgate: option .* argument missing; "tollgate load --help" says what there is\n$/],
    [['doctor'], /required option .*; "tollgate doctor --help" says what there is\n$/],
    [['init', 'a', 'b'], /too many arguments .*; "tollgate init --help" says what there is\n$/],
    [
      ['verify', '--level', 'mus'],
      /"mus" is no level; did you mean "must"\? .*; "tollgate verify --help" says what there is\n$/,
    ],
    [['verify', '--mock', '--evidence', 'pubic'], /did you mean "public"\?/],
    [['load', '--profile', 'soakk'], /did you mean "soak"\?/],
    [['load', '--report', 'htm=x'], /"htm" is no report format; did you mean "html"\?/],
    [['load', '--report', 'html=-'], /standard output has the summary already; name a file/],
    [['load', '--report', 'html=x', '--report', 'html=y'], /there is one html report of a run/],
    [['verify', '--report', 'juni=x'], /"juni" is no report format; did you mean "junit"\?/],
    [['verify', 'piaxis', '--mock', '--all'], /--all says how --list prints the checks; add --list\n$/],
    [['verify', 'piaxis', '--mock', '--json'], /add --list, or write --report json=FILE for a report of the run\n$/],
    [
      ['verify', 'piaxis', '--mock', '--brief', '--only-cause', '1'],
      /tells everything of its cause; leave --brief out\n$/,
    ],
    [
      ['verify', 'piaxis', '--mock', '--only', 'oauth.stat'],
      /no check fits "oauth\.stat"; did you mean "oauth\.stat\*"\?/,
    ],
    [['mock', '--port', '65536'], /a port is a whole number from 0 to 65535/],
    [['mock', '--port', '4e3'], /a port is a whole number/],
    [['mock', '--workers', '0'], /a number of processes is a whole number from 1 to 64/],
    [
      ['mock', '--workers', '2'],
      /--workers 2 needs a store that processes can share: add --store file:DIRECTORY or --store redis:/,
    ],
    [['mock', '--store', 'postgres:x'], /a store is memory, file:DIRECTORY, redis:/],
    [['lint'], /missing required argument 'contract'/],
  ];
  await Promise.all(
    cases.map(async ([args, said]) => {
      const { code, stderr } = await runWarm(...args);
      t.equal(code, 2, args.join(' '));
      t.match(stderr, said);
    }),
  );
});

t.test('what the system says of files is told in words', async (t) => {
  const dir = t.testdir({ 'plain.txt': 'text', 'old.yaml': 'old: 1', folder: {}, loop: t.fixture('symlink', 'loop') });
  const at = (name: string): string => join(dir, name);
  const long = at('n'.repeat(300));
  const cases: readonly (readonly [args: readonly string[], said: RegExp])[] = [
    [['verify', 'piaxis', '--mock', '--known-failing', 'nope.yaml'], /cannot read nope\.yaml: there is no such file$/],
    [['verify', 'piaxis', '--mock', '--known-failing', dir], /it is a folder, not a file$/],
    [['verify', '--target', at('none.yaml')], /there is no such file; "tollgate init <contract>" writes one$/],
    [['verify', '--target', dir], /cannot read the target file .*: it is a folder, not a file$/],
    [['doctor', '--target', at('loop')], /its symbolic links lead in a circle$/],
    [['lint', at('plain.txt/x.yaml')], /a part of the path is a file, not a folder$/],
    [['lint', `${long}.yaml`], /the name is too long$/],
    [['mock', at('loop')], /its symbolic links lead in a circle$/],
    [['mock', '--cert', dir, '--key', dir], /cannot read --cert .*: it is a folder, not a file$/],
    [
      ['mock', '--store', `file:${at('plain.txt')}`],
      /cannot keep state in ".*": a file stands where a folder has to be$/,
    ],
    [['init', 'piaxis', '--output', at('none/x.yaml')], /cannot write .*: there is no such folder$/],
    [['init', 'piaxis', '--force', '--output', at('folder')], /cannot write .*: it is a folder, not a file$/],
    [
      ['verify', 'piaxis', '--mock', '--report', `html=${at('folder')}`],
      /cannot write the report .*: it is a folder, not a file$/,
    ],
    [
      ['verify', 'piaxis', '--mock', '--report', `html=${at('plain.txt/x.html')}`],
      /cannot write the report .*: a file stands where a folder has to be$/,
    ],
    [
      ['load', 'piaxis', 'spike', '--mock', '--report', `html=${at('folder')}`],
      /cannot write the report .*: it is a folder, not a file$/,
    ],
    [
      ['load', 'piaxis', 'spike', '--mock', '--report', `json=${long}`],
      /cannot write the report .*: the name is too long$/,
    ],
  ];
  await Promise.all(
    cases.map(async ([args, said]) => {
      const ended = await runWarm(...args);
      isRefusal(t, { ...ended, stderr: ended.stderr.trimEnd() }, said);
      t.notMatch(ended.stderr, /\bE[A-Z]{4,}\b|checking/, 'no code of the system, and before the run');
    }),
  );
  t.equal(
    fileFault(Object.assign(new Error(), { code: 'EACCES' }), 'read'),
    'the system does not permit it; see who owns it and who may use it',
  );
});

t.test('what cannot be served is one line and exit code 2', async (t) => {
  const dir = t.testdir({
    'broken.yaml': bookshop.replace('x-action:', 'x-actoin:'),
    'no.pem': 'no certificate',
    '---.yaml': bookshop,
    one: { 'bookshop.yaml': bookshop },
    two: { 'bookshop.yaml': bookshop },
  });
  const file = (name: string): string => join(dir, name);
  const cases: readonly (readonly [args: readonly string[], line: RegExp])[] = [
    [['piaxsi'], /^tollgate: no contract is called "piaxsi"; did you mean "piaxis"\? \(built in: .*piaxis/],
    [[file('none.yaml')], /^tollgate: cannot read .*none\.yaml: there is no such file/],
    [[dir], /^tollgate: .* is not a file/],
    [
      [file('broken.yaml')],
      /broken\.yaml:\d+:\d+ missing-action GET \/books has no "x-action" \(it has "x-actoin": did you mean "x-action"\?\)/,
    ],
    [[file('---.yaml')], /gives no name to serve it under/],
    [[file('one/bookshop.yaml'), file('two/bookshop.yaml')], /two contracts are called "bookshop"; rename/],
    [[BUILT_IN, '--root', 'vucherify'], /no served contract is called "vucherify".*did you mean "voucherify"\?/],
    [
      [BUILT_IN, '--public-url', 'auth.example'],
      /"auth\.example" cannot be the public URL: write http:\/\/ or https:\/\//,
    ],
    [[BUILT_IN, '--cert', file('no.pem')], /--cert needs --key too/],
    [
      [BUILT_IN, '--cert', file('none.pem'), '--key', file('no.pem')],
      /cannot read --cert .*none\.pem: there is no such file/,
    ],
    [[BUILT_IN, '--cert', file('no.pem'), '--key', file('no.pem')], /are not a PEM certificate and its private key/],
    [[BUILT_IN, '--host', '192.0.2.1'], /cannot listen on 192\.0\.2\.1.*no such address/],
  ];
  await Promise.all(
    cases.map(async ([args, line]) => isRefusal(t, await runWarm('mock', '--port', '0', ...args), line)),
  );
});

t.test('a taken port is one line and exit code 2', async (t) => {
  const first = await start(BUILT_IN);
  t.teardown(() => first.end());
  isRefusal(
    t,
    await run('mock', BUILT_IN, '--port', new URL(first.url).port),
    /^tollgate: cannot listen on 127\.0\.0\.1:\d+: the port is taken/,
  );
});

t.test('--json prints exactly one line, for every built-in contract by default', async (t) => {
  const server = await start();
  t.teardown(() => server.end());
  const names = ['engagifii-revenue', 'engagifii-training', 'fortis', 'oauth2', 'oidc', 'piaxis', 'voucherify'];
  t.match(server.url, /^http:\/\/127\.0\.0\.1:\d+$/);
  t.strictSame(JSON.parse(server.line), {
    ready: true,
    url: server.url,
    contracts: Object.fromEntries(names.map((name) => [name, `${server.url}/${name}`])),
    control: `${server.url}/_tollgate`,
  });
  const health = await fetch(`${server.control}/health`);
  t.equal(health.status, 200);
  const { stdout } = await server.end();
  t.equal(stdout, `${server.line}\n`);
});

t.test("a contract of one's own is served below its file's name, and at / with --root", async (t) => {
  const dir = t.testdir({ 'My Book_Shop.v2.yaml': bookshop });
  const server = await start(join(dir, 'My Book_Shop.v2.yaml'));
  t.teardown(() => server.end());
  t.strictSame(server.contracts, { 'my-book-shop-v2': `${server.url}/my-book-shop-v2` });
  t.equal((await fetch(`${server.contracts['my-book-shop-v2']!}/books`, { headers: KEY })).status, 200);
  const root = await start(BOOKSHOP, '--root', 'bookshop');
  t.teardown(() => root.end());
  t.equal((await fetch(`${root.url}/books`, { headers: KEY })).status, 200);
  t.equal((await fetch(`${root.contracts['bookshop']!}/books`)).status, 401);
});

t.test('the same seed gives the same world', async (t) => {
  const books = async (...args: readonly string[]): Promise<string> => {
    const server = await start(BOOKSHOP, ...args);
    const text = await (await fetch(`${server.contracts['bookshop']!}/books`, { headers: KEY })).text();
    await server.end();
    return text;
  };
  const [first, again, other] = await Promise.all([books(), books('--seed', '1'), books('--seed', 'other')]);
  t.equal(first, again);
  t.not(first, other);
});

t.test('SIGTERM and SIGINT end it with 0, open connections or not', async (t) => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const server = await start(BUILT_IN, '--strict');
    await fetch(server.contracts[BUILT_IN]!);
    const { stdout: _line, ...end } = await server.end(signal);
    t.strictSame(end, { code: 0, signal: null, stderr: '' });
  }
});

t.test('--log prints a line for each request on stderr, without its secrets', async (t) => {
  const server = await start(BOOKSHOP, '--log');
  await fetch(`${server.contracts['bookshop']!}/books?access_token=hidden-in-the-query`, { headers: KEY });
  const { stderr } = await server.end();
  t.match(stderr, /GET .*\/books/);
  t.notMatch(stderr, /hidden-in-the-query|sandbox-north-till/);
});

t.test(
  'refusals are told on stderr, the first of a minute each, and never a secret or a command to a terminal',
  async (t) => {
    const told = async (...args: readonly string[]): Promise<readonly string[]> => {
      const child = spawn(process.execPath, [COMMAND, 'mock', BOOKSHOP, '--port', '0', ...args]);
      t.teardown(() => child.kill());
      let [out, err] = ['', ''];
      child.stderr.setEncoding('utf8').on('data', (chunk: string) => (err += chunk));
      const url = await new Promise<string>((resolve) =>
        child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
          out += chunk;
          if (out.endsWith('Ctrl-C ends it.\n')) resolve(/base URL +(\S+)/.exec(out)![1]!);
        }),
      );
      const origin = new URL(url).origin;
      t.match(out, `Refused? npx tollgate explain --url ${origin} says why`, 'with the port that it has');
      t.equal((await fetch(`${url}/books`, { headers: KEY })).status, 200);
      const wrong = { authorization: 'Bearer hidden-in-the-header', 'x-api-key': 'sk_hidden_key\u009b31m' };
      for (let i = 0; i < 25; i++) await (await fetch(`${url}/books?access_token=hidden`, { headers: wrong })).text();
      child.kill();
      await once(child, 'close');
      return err.split('\n').slice(0, -1);
    };
    const lines = await told();
    t.equal(lines.length, 20);
    for (const line of lines)
      t.match(line, /^GET \/bookshop\/books\S* (401|429) \d+\.\dms {2}(missing_credentials|rate_limited): [A-Z].*\.$/);
    t.match(lines[0], /An access token goes into the Authorization header/);
    t.notMatch(lines.join(''), /hidden|\p{Cc}/u);
    t.strictSame(await told('--no-log'), []);
  },
);

t.test('--control-token asks for the token', async (t) => {
  const server = await start(BUILT_IN, '--control-token', 'sesame');
  t.teardown(() => server.end());
  t.equal((await fetch(`${server.control}/clock`)).status, 401);
  t.equal((await fetch(`${server.control}/clock`, { headers: { authorization: 'Bearer sesame' } })).status, 200);
});

/** GET over HTTPS, trusting only the given certificate. */
function getTrusting(url: string, ca: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) =>
    get(url, { ca, agent: false }, (response) => resolve(response.resume())).on('error', reject),
  );
}

/** The certificate that a server shows, in PEM. */
function shownCertificate(url: string): Promise<string> {
  const { port, hostname: host } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ port: Number(port), host, rejectUnauthorized: false }, () => {
      resolve(
        `-----BEGIN CERTIFICATE-----\n${socket.getPeerCertificate().raw.toString('base64')}\n-----END CERTIFICATE-----\n`,
      );
      socket.end();
    }).on('error', reject);
  });
}

t.test('an address that others can reach is warned of', async (t) => {
  for (const [options, said] of [
    [
      ['--host', '0.0.0.0'],
      /^tollgate: other machines can reach .* \(--host 0\.0\.0\.0\)\. .* this machine only; --control-token .*\n$/,
    ],
    [['--host', '::', '--control-token', 'secret-of-ours'], /^tollgate: other machines .* has the control token\.\n$/],
    [['--host', 'localhost'], /^$/],
    [['--host', '127.0.0.2'], /^$/],
  ] as const) {
    const server = await start('oauth2', ...options);
    await server.end();
    t.match(server.stderr(), said, options.join(' '));
  }
});

t.test('--tls speaks HTTPS with a certificate that is good for localhost', async (t) => {
  const server = await start(BUILT_IN, '--tls');
  t.teardown(() => server.end());
  t.match(server.url, /^https:/);
  const ca = await shownCertificate(server.url);
  for (const url of [server.url, server.url.replace('127.0.0.1', 'localhost')]) {
    t.equal((await getTrusting(`${url}/_tollgate/health`, ca)).statusCode, 200, url);
  }
});

t.test("--cert and --key bring one's own certificate", async (t) => {
  const { cert, key } = await selfSigned('localhost');
  const dir = t.testdir({ 'cert.pem': cert, 'key.pem': key });
  const server = await start(BUILT_IN, '--cert', join(dir, 'cert.pem'), '--key', join(dir, 'key.pem'));
  t.teardown(() => server.end());
  t.equal((await getTrusting(`${server.url}/_tollgate/health`, cert)).statusCode, 200);
});

t.test(
  'tollgate lint prints findings by rule, a summary, and says with its exit code whether there are errors',
  async (t) => {
    const dir = t.testdir({ 'broken.yaml': bookshop.replace('x-action:', 'x-actoin:') });
    const broken = join(dir, 'broken.yaml');
    t.strictSame(await run('lint', BOOKSHOP), {
      code: 0,
      signal: null,
      stdout: `${BOOKSHOP}: no findings\n`,
      stderr: '',
    });
    const text = await runWarm('lint', broken, BOOKSHOP);
    t.equal(text.code, 1);
    t.match(
      text.stdout,
      /^error missing-action: 1 finding\n {2}\S+broken\.yaml:\d+:\d+ GET \/books has no "x-action" .*\n\nwarning misspelt-key: 1 finding\n {2}\S+broken\.yaml:53:7 "x-actoin" .*\(did you mean "x-action"\?\)\n\n2 contracts: 1 error, 1 warning, 0 notes\n$/,
    );
    const json = await runWarm('lint', '--json', broken);
    t.equal(json.code, 1);
    t.match(JSON.parse(json.stdout), [
      { level: 'error', rule: 'missing-action' },
      { level: 'warning', rule: 'misspelt-key', line: 53, column: 7, suggestion: 'did you mean "x-action"?' },
    ]);
    t.equal((await runWarm('lint', 'piaxis')).code, 0, 'a built-in contract');
    isRefusal(t, await runWarm('lint', join(dir, 'none.yaml')), /there is no such file/);
  },
);

t.test('bash completes commands, contracts, options and their choices as the command has them', async (t) => {
  const { code, stdout } = await run('completion', 'bash');
  t.equal(code, 0);
  const asked = [
    ['com'],
    ['mock', 'pia'],
    ['mock', '--port-'],
    ['grade', '--time', ''],
    ['completion', 'z'],
    ['help', 'expl'],
    ['export', 'b'],
    ['export', 'http', 'pia'],
    ['keys', 'reg'],
    ['verify', '--level', 's'],
    ['verify', '--evidence', ''],
    ['verify', '--report', 'j'],
    ['mock', '--port', 'no-such-file'],
  ];
  const script = [
    stdout,
    ...asked.map(
      (words) =>
        `COMP_WORDS=(tollgate ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _tollgate; echo "\${COMPREPLY[*]}"`,
    ),
  ].join('\n');
  const { stdout: told, stderr } = spawnSync('bash', ['-c', script], { cwd: t.testdir(), encoding: 'utf8' });
  t.equal(stderr, '');
  t.strictSame(told.trimEnd().split('\n'), [
    'completion',
    'piaxis',
    '--port-per-contract',
    'machine sandbox',
    'zsh',
    'explain',
    'bruno',
    'piaxis',
    'regenerate',
    'should',
    'documented sample public standard assumed',
    'junit= json=',
  ]);
  const fish = await run('completion', 'fish');
  t.match(fish.stdout, /^complete -c tollgate -n '__fish_seen_subcommand_from logs' -s f -l follow -d '/m);
  for (const line of [
    / export' -a 'postman bruno http env .*piaxis/m,
    / verify' -l level -r -f -a 'must should may' -d /m,
    / grade' -l report -r -f -a 'json= md= html= /m,
  ])
    t.match(fish.stdout, line);
  const zsh = await run('completion', 'zsh');
  t.match(zsh.stdout, /^#compdef tollgate\n[^]*'mock:Serve contracts[^]*\ncompdef _tollgate tollgate\n$/);
  isRefusal(t, await run('completion', 'zhs'), /^tollgate: "zhs" is no shell [^]*did you mean "zsh"/);
});
