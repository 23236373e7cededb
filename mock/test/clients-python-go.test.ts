/**
 * Clients in other languages, with the library that is used there and its defaults: Authlib in Python,
 * `golang.org/x/oauth2` and `coreos/go-oidc` in Go.
 */
import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t from 'tap';
import { cacheFolder } from '../contract/cache-folder.ts';
import { startSandbox } from '../index.ts';
import { skipWithout } from '../../scripts/test/programs.ts';

t.setTimeout(300_000);

const FIXTURES = fileURLToPath(new URL('../../../mock/test/fixtures/', import.meta.url));
const GO_CLIENT = join(FIXTURES, 'go_client');
const { NODE_OPTIONS: _hooks, ...environment } = process.env;

/** CI installs Python's packages into a folder of the cache. */
const packages = [process.env['PYTHONPATH'], join(cacheFolder(), 'python')].filter((dir) => dir !== undefined);
const env = { ...environment, PYTHONPATH: packages.join(delimiter) };

const noAuthlib = skipWithout(
  'authlib for python3',
  spawnSync('python3', ['-c', 'import authlib, joserfc, requests'], { env }).status === 0,
);
/** Downloads the modules where they are not there yet. */
const noGo = skipWithout('go', spawnSync('go', ['mod', 'download'], { cwd: GO_CLIENT }).status === 0);

async function python(file: string, input: object): Promise<Readonly<Record<string, unknown>>> {
  const child = spawn('python3', [join(FIXTURES, file)], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(input));
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'close') as Promise<[number]>]);
  if (code !== 0) throw new Error(`${file} ended with ${code}`);
  return JSON.parse(output) as Record<string, unknown>;
}

t.test('clients in other languages', { skip: noAuthlib !== false && noGo !== false ? noAuthlib : false }, async (t) => {
  const sandbox = await startSandbox({ contracts: ['oauth2', 'oidc'], strict: true });
  t.teardown(() => sandbox.close());
  for (const name of ['oauth2', 'oidc']) await sandbox.settings.change(name, { consent: 'headless' });
  const [oauth2, oidc] = [sandbox.url('oauth2'), sandbox.url('oidc')];

  const inPython = t.test('Authlib', { skip: noAuthlib }, async (t) => {
    const { clients } = await sandbox.credentials('oauth2');
    const key = clients.find(({ client_id }) => client_id === 'service-jwt')!.assertion_key;
    const openid = { sub: 'user-alice', name: 'Alice Moreau', renewed: true };
    t.strictSame(await python('authlib_client.py', { oauth2, oidc, key }), {
      client_secret_basic: ['openid', 'home'],
      client_secret_post: ['openid', 'home'],
      wrong_secret: ['OAuthError', 'invalid_client'],
      private_key_jwt: 'home',
      'state:web': ['MismatchingStateException', 'mismatching_state'],
      'openid:web': openid,
      'verifier:web': ['OAuthError', 'invalid_grant'],
      'state:app': ['MismatchingStateException', 'mismatching_state'],
      'openid:app': openid,
      'verifier:app': ['OAuthError', 'invalid_grant'],
    });
  });

  const inGo = t.test('golang.org/x/oauth2 and go-oidc', { skip: noGo }, async (t) => {
    const program = join(t.testdir({}), 'client');
    // As k6 is built, so that what of Go itself was compiled for it is there.
    await promisify(execFile)('go', ['build', '-trimpath', '-ldflags=-s -w', '-o', program, '.'], { cwd: GO_CLIENT });
    const { stdout } = await promisify(execFile)(program, [oauth2, oidc], { env });
    const openid = {
      state: 's-1',
      nonce: 'n-1',
      sub: 'user-alice',
      at_hash: '<nil>',
      userinfo: 'user-alice',
      renewed: true,
      twice: 'invalid_grant',
    };
    t.strictSame(JSON.parse(stdout), {
      'service:auto': 'home',
      'service:form': 'home',
      'service:header': 'home',
      wrong_secret: 'invalid_client',
      device: 'user-alice',
      web: openid,
      app: openid,
    });
  });
  await Promise.all([inPython, inGo]);
});
