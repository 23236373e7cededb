/**
 * Somebody else's fuzzer over every contract that ships, with all its checks and right credentials.
 *
 * @see https://schemathesis.readthedocs.io
 */
import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import { parse } from 'yaml';
import { builtInNames } from '../../mock/contract/built-in-contracts.ts';
import { cacheFolder } from '../../mock/contract/cache-folder.ts';
import { startSandbox } from '../../mock/index.ts';
import { GUARDED } from '../../mock/test/guarded.ts';
import type { Name } from '../../mock/test/guarded.ts';
import { CALLBACK, CHALLENGE, postForm, send, VERIFIER } from '../../mock/test/oauth-client.ts';
import { skipWithout } from './programs.ts';

t.setTimeout(600_000);

/** Why something that is found stays as it is: in these contracts at these operations. */
interface Accepted {
  readonly finding: string;
  readonly reason: string;
  readonly at: Readonly<Record<string, readonly string[]>>;
}

interface Report {
  readonly complete: boolean;
  readonly operations: { readonly total: number; readonly tested: number; readonly errored: number };
  readonly failures: readonly {
    readonly type: string;
    readonly title: string;
    readonly operations: readonly string[];
  }[];
}

const ACCEPTED = parse(readFileSync('scripts/test/schemathesis.yaml', 'utf8')) as readonly Accepted[];
const EXAMPLES = '3';

const { NODE_OPTIONS: _hooks, ...environment } = process.env;
const packages = [process.env['PYTHONPATH'], join(cacheFolder(), 'schemathesis')].filter((dir) => dir !== undefined);
const env = { ...environment, PYTHONPATH: packages.join(delimiter) };
const skip = skipWithout(
  'schemathesis for python3',
  spawnSync('python3', ['-c', 'import schemathesis'], { env }).status === 0,
);

/** A token of the web client's, for contracts whose only credential it is. */
async function bearer(base: string): Promise<Readonly<Record<string, string>>> {
  const asked = new URLSearchParams({
    response_type: 'code',
    client_id: 'web',
    redirect_uri: CALLBACK,
    scope: 'openid profile',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
  });
  const { location } = await send(`${base}/authorize?${asked.toString()}`);
  const { json } = await postForm(`${base}/token`, {
    grant_type: 'authorization_code',
    code: location.get('code') ?? '',
    redirect_uri: CALLBACK,
    code_verifier: VERIFIER,
    client_id: 'web',
    client_secret: 'secret_sandbox_web',
  });
  if (typeof json['access_token'] !== 'string') throw new Error(`no token: ${JSON.stringify(json)}`);
  return { authorization: `Bearer ${json['access_token']}` };
}

t.test('Schemathesis', { skip }, async (t) => {
  const names = builtInNames();
  const sandbox = await startSandbox({ contracts: names, strict: true, seed: 'schemathesis' });
  t.teardown(() => sandbox.close());
  sandbox.clock.freeze();
  sandbox.clock.set('2030-01-01T00:00:00Z');
  const directory = t.testdir({});
  const met = new Set<Accepted>();
  for (const name of names) {
    const document = resolve('dist/specs', `${name}.json`);
    const { 'x-rate-limits': quotas = {} } = JSON.parse(readFileSync(document, 'utf8')) as {
      readonly 'x-rate-limits'?: object;
    };
    const unlimited = Object.keys(quotas).map((quota) => [quota, { limit: null, window_seconds: 60 }] as const);
    sandbox.settings.change(name, { consent: 'headless', rate_limits: Object.fromEntries(unlimited) });
    const base = sandbox.url(name);
    const headers = Object.entries(name in GUARDED ? GUARDED[name as Name].good : await bearer(base));
    const report = join(directory, `${name}.json`);
    const ended = await promisify(execFile)(
      'python3',
      [
        ...['-m', 'schemathesis.cli', 'run', document, '--url', base, '--no-color'],
        ...[
          '--checks',
          'all',
          '--phases',
          'examples,fuzzing',
          '--max-examples',
          EXAMPLES,
          '--generation-deterministic',
        ],
        ...['--generation-with-security-parameters', 'false', '--no-shrink', '--continue-on-failure'],
        ...['--report', 'json', '--report-json-path', report],
        ...headers.flatMap(([header, value]) => ['-H', `${header}: ${String(value)}`]),
      ],
      { env, maxBuffer: 2 ** 26, cwd: directory },
    ).catch((error: unknown) => error as { readonly stdout: string; readonly stderr: string });
    const { complete, operations, failures } = JSON.parse(readFileSync(report, 'utf8')) as Report;
    t.match({ complete, errored: operations.errored }, { complete: true, errored: 0 }, `${name} ${ended.stderr}`);
    t.ok(operations.tested > 0 && operations.tested === operations.total, `${name}: all of its operations`);
    const unlisted = failures.flatMap(({ type, title, operations: at }) =>
      at
        .filter((operation) => {
          const reasons = ACCEPTED.filter((one) => one.finding === type && one.at[name]?.includes(operation));
          for (const one of reasons) met.add(one);
          return reasons.length === 0;
        })
        .map((operation) => `${type} (${title}) at ${operation}`),
    );
    t.equal(unlisted.join('\n'), '', `${name}: nothing but what scripts/test/schemathesis.yaml lists`);
    // With a line of curl for each.
    if (unlisted.length > 0)
      t.comment(
        ended.stdout
          .slice(ended.stdout.indexOf('= FAILURES ='))
          .split('\n')
          .filter((line) => line !== '')
          .join('\n'),
      );
  }
  t.strictSame(
    ACCEPTED.filter((one) => !met.has(one)).map(({ finding, reason }) => `${finding}: ${reason}`),
    [],
    'everything that is listed is still found',
  );
});
