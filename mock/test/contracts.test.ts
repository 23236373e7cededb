/** The contracts as good OpenAPI: tools that know nothing of the vocabulary take them as they are. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { validate } from '@readme/openapi-parser';
import { createLogger } from '@stoplight/prism-core';
import { getHttpOperationsFromSpec } from '@stoplight/prism-http';
import { createServer } from '@stoplight/prism-http-server';
import openapiTS, { astToString } from 'openapi-typescript';
import t from 'tap';
import type { Test } from 'tap';
import { builtInNames } from '../contract/built-in-contracts.ts';
import { lintContract } from '../contract/lint/lint-contract.ts';
import { startSandbox } from '../index.ts';
import { plainly } from '../../scripts/test/plainly.ts';

interface Call {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One call that succeeds, for each contract. */
const CALLS: Readonly<Record<string, Call>> = {
  'engagifii-revenue': {
    path: '/api/1.0/invoice',
    headers: {
      'X-API-Key': 'pk_test_abc123',
      'X-API-Secret': 'sk_sandbox_xyz789',
      'tenant-code': 'TENANT123',
      'api-version': '1.0',
    },
  },
  'engagifii-training': {
    path: '/api/v1/Awards/List',
    headers: { 'tenant-code': 'org-12345', 'X-API-Key': 'key_sandbox_northfield_bridge' },
  },
  fortis: {
    path: '/v2/contacts',
    headers: {
      'developer-id': 'fortis-developer',
      'user-id': '11e95f8ec39de8fbdb0a4f1a',
      'user-api-key': 'user_api_key_sandbox_john',
    },
  },
  buoy: { path: '/soundings' },
  lighthouse: { path: '/berths' },
  oauth2: { path: '/.well-known/oauth-authorization-server' },
  oidc: { path: '/.well-known/openid-configuration' },
  piaxis: { path: '/api/escrow/e123e4567-e89b-12d3-a456-426614174000', headers: { 'api-key': 'pk_test_nile_market' } },
  voucherify: {
    path: '/v1/vouchers',
    headers: { 'X-App-Id': 'voucherify-app-primary', 'X-App-Token': 'secret_sandbox_voucherify_primary' },
  },
};

const FIXTURE = 'mock/test/fixtures/lighthouse.yaml';
const CONTRACTS = [
  ...builtInNames().map((name) => ({ name, file: `specs/${name}.yaml` })),
  { name: 'lighthouse', file: FIXTURE },
  { name: 'buoy', file: 'mock/test/fixtures/buoy.yaml' },
];

/** The tools speak to nobody. */
const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', NO_COLOR: '1' };

function launch(tool: string, ...args: readonly string[]) {
  const [program, words] = plainly([process.execPath, join('node_modules', '.bin', tool), ...args]);
  return spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'], env });
}

const logger = createLogger('test', { level: 'silent' });

/**
 * Starts Prism's server on a free port, in this process: its command takes seconds to load, for each contract again.
 *
 * @param upstream of a proxy; without it, Prism makes the answers
 * @returns its base URL
 */
async function prism(t: Test, file: string, upstream?: string): Promise<string> {
  const shared = {
    validateRequest: true,
    validateResponse: true,
    checkSecurity: true,
    errors: false,
    upstreamProxy: undefined,
    mock: { dynamic: false as const },
  };
  const server = createServer(await getHttpOperationsFromSpec(file), {
    cors: true,
    config:
      upstream === undefined
        ? { ...shared, isProxy: false }
        : { ...shared, isProxy: true, upstream: new URL(upstream) },
    components: { logger },
  });
  t.teardown(() => server.close());
  return server.listen(0, '127.0.0.1');
}

t.test('there is a call for each contract', (t) => {
  t.strictSame(Object.keys(CALLS).sort(), CONTRACTS.map(({ name }) => name).sort());
  t.end();
});

for (const { name, file } of CONTRACTS) {
  t.test(`${name} is clean`, async (t) => {
    const { valid, ...rest } = await validate(file, { dereference: { circular: 'ignore' } });
    t.ok(valid, JSON.stringify(rest));
    t.strictSame(await lintContract(join(process.cwd(), file)), []);
  });

  t.test(`${name} gives types`, async (t) => {
    const types = astToString(await openapiTS(new URL(`file://${join(process.cwd(), file)}`), { silent: true }));
    t.match(types, 'export interface operations');
  });
}

// Prism's proxy has its say of the built-in contracts, request by request, in the conformance suite's test.
t.test('Prism mocks each, and its proxy finds nothing to say of the fixture', { timeout: 290_000 }, async (t) => {
  for (const { name, file } of CONTRACTS) {
    await t.test(`${name}: mock`, async (t) => {
      const { path, headers = {} } = CALLS[name]!;
      const url = await prism(t, file);
      const mocked = await fetch(url + path, { headers });
      t.equal(mocked.status, 200, await mocked.text());
    });
  }
  await t.test('lighthouse: proxy', async (t) => {
    const sandbox = await startSandbox({ contracts: [FIXTURE] });
    t.teardown(() => sandbox.close());
    const passed = await fetch((await prism(t, FIXTURE, sandbox.url('lighthouse'))) + CALLS['lighthouse']!.path);
    t.equal(passed.status, 200);
    t.equal(passed.headers.get('sl-violations'), null);
    const broken = await fetch((await prism(t, FIXTURE, `${sandbox.control}/health?`)) + CALLS['lighthouse']!.path);
    t.match(
      broken.headers.get('sl-violations'),
      'response',
      'and would have something to say of an answer that breaks its contract',
    );
  });
});

t.test('a docs renderer takes them', { timeout: 290_000 }, async (t) => {
  const out = join(t.testdir(), 'docs.html');
  const child = launch('redocly', 'build-docs', FIXTURE, '-o', out);
  const [code] = (await once(child, 'close')) as [number];
  t.equal(code, 0);
  t.match(await readFile(out, 'utf8'), 'Lighthouse Harbour API');
});
