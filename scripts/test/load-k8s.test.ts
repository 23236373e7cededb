/** `tollgate load --k8s`: manifests that the operator takes, with the scripts that run, and without secrets. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import t from 'tap';
import { parse } from 'yaml';
import { goodTarget } from '../../conformance/test/target-text.ts';
import { startSandbox } from '../../mock/index.ts';
import { selfSigned } from '../../mock/server/self-signed-certificate.ts';
import { skipWithoutK6 } from './k6.ts';
import { layOut, readManifests } from './pod.ts';
import type { Pods } from './pod.ts';
import { runWarm as run } from './warm-command.ts';

t.setTimeout(300_000);

const skip = await skipWithoutK6();

const SCHEMA = new URL('../../../scripts/test/fixtures/testrun.schema.json', import.meta.url);
const SECRET = 'pk_test_nile_market';
const SECRETS = { TOLLGATE_MERCHANT_KEY_NILE_MARKET: SECRET };

const target = (url: string): string =>
  goodTarget(url)
    .replace(SECRET, '${NILE_KEY}')
    .replace('safety: { pace: 0ms }', 'safety: { load_allowed: true, destructive: true, exhaust_rate_limits: true }');

const STANDARD = `contract: oauth2
base_url: https://issuer.load.invalid
credentials: { tenants: [{ id: t }], clients: [{ client_id: c, client_secret: "\${UNSET}", tenant: t, grants: [client_credentials], scopes: [a] }] }
safety: { load_allowed: true }
`;

/** What Kubernetes refuses or drops without a word: fields that the definition does not have. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return 'properties' in copy && !('additionalProperties' in copy) && !('x-kubernetes-preserve-unknown-fields' in copy)
    ? { ...copy, additionalProperties: false }
    : copy;
}

async function schemas(): Promise<Record<string, object>> {
  const own = { own: JSON.parse(await readFile(SCHEMA, 'utf8')) as object };
  const crd = process.env['TOLLGATE_TESTRUN_CRD'];
  if (crd === undefined) return own;
  const { spec } = parse(await readFile(crd, 'utf8')) as {
    spec: { versions: { name: string; schema: { openAPIV3Schema: { properties: object } } }[] };
  };
  const { openAPIV3Schema: schema } = spec.versions.find(({ name }) => name === 'v1alpha1')!.schema;
  return {
    ...own,
    definition: closed({
      ...schema,
      properties: { ...schema.properties, metadata: { type: 'object', additionalProperties: true } },
    }) as object,
  };
}

t.test('manifests fit the definition of TestRun, and name secrets without telling them', async (t) => {
  const dir = t.testdir({ 'target.yaml': target('https://api.load.invalid/piaxis') });
  const validators = Object.entries(await schemas()).map(([name, schema]) => ({
    name,
    validate: new Ajv2020({ strict: false, validateFormats: false }).compile(schema),
  }));
  for (const scenario of ['authenticated-reads', 'idempotent-retry', 'mixed-soak', 'rate-limit-edge', 'spike']) {
    const { code, stdout, stderr } = await run(
      'load',
      scenario,
      '--target',
      join(dir, 'target.yaml'),
      '--k8s',
      '--profile',
      'average',
      '--parallelism',
      '3',
      '--secret',
      'nile',
      '--namespace',
      'load',
    );
    t.equal(code, 0, stderr);
    const [config, testRun] = readManifests(stdout);
    for (const { name, validate } of validators)
      t.ok(validate(testRun), `${scenario}, ${name}: ${JSON.stringify(validate.errors)}`);
    t.equal(testRun.spec.parallelism, scenario === 'rate-limit-edge' ? 1 : 3);
    const { env, volumes } = testRun.spec.runner;
    t.strictSame(
      volumes[0].configMap.items.map(({ key }) => key).sort(),
      Object.keys(config.data).sort(),
      'all that is in the ConfigMap is mounted',
    );
    t.ok(JSON.stringify(config.data).length < 1_000_000, 'a ConfigMap holds a mebibyte at most');
    t.match(
      env.find(({ valueFrom }) => valueFrom !== undefined),
      {
        name: 'TOLLGATE_MERCHANT_KEY_NILE_MARKET',
        valueFrom: { secretKeyRef: { name: 'nile', key: 'TOLLGATE_MERCHANT_KEY_NILE_MARKET' } },
      },
    );
    t.match(stdout, /^# .*\n# The credentials are in the Secret "nile"/);
    t.notMatch(stdout, SECRET);
    t.match(
      stdout,
      scenario === 'rate-limit-edge' ? /\n# One pod, whatever --parallelism says: / : /\n# 3 pods share the rate; /,
    );
    t.match(stdout, / kubectl -n load apply --server-side /);
    t.notOk(
      testRun.spec.initializer.env.some(({ valueFrom }) => valueFrom !== undefined),
      'the operator would write it on a command line',
    );
    // The operator adds to the name what makes its services and jobs.
    t.ok(`${testRun.metadata.name}-service-1000`.length <= 63);
  }
});

t.test('what a cluster cannot do is refused', async (t) => {
  const far = target('https://api.load.invalid');
  const dir = t.testdir({
    'near.yaml': target('http://127.0.0.1:1'),
    'beside.yaml': `${far}endpoints: { getProfile: "http://localhost:1/profile" }\n`,
    'far.yaml': far.replace('load_allowed: true', 'load_allowed: false'),
    'unknown.yaml': far.replace('id: nile-market', 'id: ${MERCHANT}'),
    'good.yaml': far,
    'standard.yaml': STANDARD,
    'named.yaml': `${STANDARD}endpoints: { issueToken: "https://issuer.load.invalid/t" }\n`,
  });
  const at = (name: string): readonly string[] => ['--target', join(dir, `${name}.yaml`), '--k8s'];
  const cases: readonly (readonly [args: readonly string[], line: RegExp])[] = [
    [['piaxis', 'spike', '--mock', '--k8s'], /needs a --target that the cluster can reach/],
    [['spike', ...at('near')], /127\.0\.0\.1:1 is the pod itself/],
    [['spike', ...at('beside')], /localhost:1 is the pod itself/],
    [['spike', ...at('far')], /is not this machine/],
    [['spike', ...at('unknown')], /takes something that is no secret from MERCHANT, and that variable is not set/],
    [['otp-step-up', ...at('good')], /does not apply to piaxis in a cluster: k6 reads one-time passwords/],
    [['spike', ...at('good'), '--report', 'html=x.html'], /each pod has its summary in its log/],
    [['spike', ...at('good'), '--token-lifetime', '9s'], /which pods do not use/],
    [['spike', ...at('good'), '--parallelism', '2.5'], /a whole number from 1 to 1000/],
    [
      ['spike', ...at('good'), '--output', join(dir, 'nowhere', 'x.yaml')],
      /cannot write .*x\.yaml: there is no such folder/,
    ],
  ];
  await Promise.all(
    cases.map(async ([args, line]) => t.match(await run('load', ...args), { code: 2, stderr: line }, args.join(' '))),
  );
  // A server of the standards says itself where its endpoints are, if it can be asked.
  t.match(await run('load', 'token-issue', ...at('standard')), {
    code: 3,
    stderr: /load\.invalid: .*; to write manifests without asking it, name its endpoints/,
  });
  t.match(await run('load', 'token-issue', ...at('named')), {
    code: 0,
    stdout: /"url":"https:\/\/issuer\.load\.invalid\/t"/,
  });
});

t.test('a pod can run what its ConfigMap and Secret hold, with the authority of the target', { skip }, async (t) => {
  const tls = await selfSigned('127.0.0.1');
  const sandbox = await startSandbox({ contracts: ['piaxis'], tls });
  t.teardown(() => sandbox.close());
  const dir = t.testdir({
    'target.yaml': `${target('https://pods.load.invalid')}tls: { ca: ca.pem }\n`,
    'ca.pem': tls.cert,
    many: {},
    one: {},
  });
  const pods = async (count: number, name: string): Promise<Pods> => {
    const { stdout } = await run(
      'load',
      'spike',
      '--target',
      join(dir, 'target.yaml'),
      '--k8s',
      '--duration',
      '2s',
      '--parallelism',
      `${count}`,
    );
    return layOut(join(dir, name), stdout, ['https://pods.load.invalid', sandbox.url('piaxis')], SECRETS);
  };
  t.ok((await (await pods(40, 'many')).initialize()) >= 40, 'the operator refuses more pods than virtual users');
  t.match(await (await pods(1, 'one')).run(1), {
    code: 0,
    stdout: /piaxis spike \(smoke\)[^]*getProfile +[1-9][^]*thresholds hold/,
  });
});

t.test('pods share a run out: together they do what one machine does', { skip }, async (t) => {
  const sandbox = await startSandbox({ contracts: ['piaxis'] });
  t.teardown(() => sandbox.close());
  sandbox.settings.change('piaxis', { consent: 'headless' });
  const dir = t.testdir({
    'target.yaml': target('http://pods.load.invalid').replace('consent: form', 'consent: headless'),
    'refresh-storm': {},
    'idempotent-retry': {},
  });
  const asked = (operation: string): number => sandbox.journal.list({ operation, limit: 10_000 }).length;
  const load = async (scenario: string, ...more: readonly string[]): Promise<readonly string[]> => {
    const { stdout, stderr } = await run(
      'load',
      scenario,
      '--target',
      join(dir, 'target.yaml'),
      '--k8s',
      '--parallelism',
      '2',
      ...more,
    );
    t.equal(stderr, '');
    const pods = await layOut(
      join(dir, scenario),
      stdout,
      ['http://pods.load.invalid', sandbox.url('piaxis')],
      SECRETS,
    );
    const ended = await Promise.all([pods.run(1), pods.run(2)]);
    for (const { code, stdout: said, stderr: log } of ended) t.equal(code, 0, said + log);
    return ended.map(({ stdout: said }) => said);
  };
  await load('refresh-storm', '--rate', '10');
  t.strictSame([asked('issueToken'), asked('refreshToken')], [10, 10], 'each token is taken once, and refreshed once');
  const before = asked('createPayment');
  const retried = await load('idempotent-retry', '--rate', '10', '--duration', '2s');
  const counted = retried.map((text) => Number(/(\d+) iterations/.exec(text)![1]));
  t.ok(
    counted.every((count) => count > 0),
    `each has some of it: ${counted.join()}`,
  );
  t.ok(asked('createPayment') > before, 'and the sandbox has seen it');
});
