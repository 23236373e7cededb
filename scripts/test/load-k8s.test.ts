/** `tollgate load --k8s`: manifests that the operator takes, with the scripts that run, and without secrets. */
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020.js';
import t from 'tap';
import { parse, parseAllDocuments } from 'yaml';
import { goodTarget } from '../../conformance/test/target-text.ts';
import { startSandbox } from '../../mock/index.ts';
import { findK6 } from '../load/k6.ts';
import { run } from './command.ts';
import { skipWithoutK6 } from './k6.ts';

t.setTimeout(300_000);

const skip = await skipWithoutK6();

const SCHEMA = new URL('../../../scripts/test/fixtures/testrun.schema.json', import.meta.url);
const SECRET = 'pk_test_nile_market';

interface ConfigMap {
  readonly kind: 'ConfigMap';
  readonly metadata: { readonly name: string };
  readonly data: Readonly<Record<string, string>>;
}

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef: { readonly name: string; readonly key: string } };
}

interface TestRun {
  readonly kind: 'TestRun';
  readonly spec: { readonly parallelism: number; readonly script: { readonly localFile: string }; readonly runner: { readonly env: readonly Variable[]; readonly volumes: readonly [{ readonly configMap: { readonly items: readonly { readonly key: string; readonly path: string }[] } }] } };
}

const target = (url: string): string => goodTarget(url).replace(SECRET, '${NILE_KEY}').replace('safety: { pace: 0ms }', 'safety: { load_allowed: true, destructive: true, exhaust_rate_limits: true }');

/** What Kubernetes refuses or drops without a word: fields that the definition does not have. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return 'properties' in copy && !('additionalProperties' in copy) && !('x-kubernetes-preserve-unknown-fields' in copy) ? { ...copy, additionalProperties: false } : copy;
}

async function schemas(): Promise<Record<string, object>> {
  const own = { own: JSON.parse(await readFile(SCHEMA, 'utf8')) as object };
  const crd = process.env['TOLLGATE_TESTRUN_CRD'];
  if (crd === undefined) return own;
  const { spec } = parse(await readFile(crd, 'utf8')) as { spec: { versions: { name: string; schema: { openAPIV3Schema: { properties: object } } }[] } };
  const { openAPIV3Schema: schema } = spec.versions.find(({ name }) => name === 'v1alpha1')!.schema;
  return { ...own, definition: closed({ ...schema, properties: { ...schema.properties, metadata: { type: 'object', additionalProperties: true } } }) as object };
}

t.test('manifests fit the definition of TestRun, and name secrets without telling them', async (t) => {
  const dir = t.testdir({ 'target.yaml': target('https://api.load.invalid/piaxis') });
  const validators = Object.entries(await schemas()).map(([name, schema]) => ({ name, validate: new Ajv2020({ strict: false, validateFormats: false }).compile(schema) }));
  for (const scenario of ['authenticated-reads', 'idempotent-retry', 'mixed-soak', 'rate-limit-edge', 'spike']) {
    const { code, stdout, stderr } = await run('load', scenario, '--target', join(dir, 'target.yaml'), '--k8s', '--profile', 'average', '--parallelism', '3', '--secret', 'nile', '--namespace', 'load');
    t.equal(code, 0, stderr);
    const [config, testRun] = parseAllDocuments(stdout).map((document) => document.toJS() as unknown) as [ConfigMap, TestRun];
    for (const { name, validate } of validators) t.ok(validate(testRun), `${scenario}, ${name}: ${JSON.stringify(validate.errors)}`);
    t.equal(testRun.spec.parallelism, scenario === 'rate-limit-edge' ? 1 : 3);
    const { env, volumes } = testRun.spec.runner;
    t.strictSame(volumes[0].configMap.items.map(({ key }) => key).sort(), Object.keys(config.data).sort(), 'all that is in the ConfigMap is mounted');
    t.ok(JSON.stringify(config.data).length < 1_000_000, 'a ConfigMap holds a mebibyte at most');
    t.match(env.find(({ valueFrom }) => valueFrom !== undefined), { name: 'TOLLGATE_MERCHANT_KEY_NILE_MARKET', valueFrom: { secretKeyRef: { name: 'nile', key: 'TOLLGATE_MERCHANT_KEY_NILE_MARKET' } } });
    t.match(stdout, /^# .*\n# The credentials are in the Secret "nile"/);
    t.notMatch(stdout, SECRET);
  }
});

t.test('what a cluster cannot do is refused', async (t) => {
  const dir = t.testdir({ 'near.yaml': target('http://127.0.0.1:1'), 'far.yaml': target('https://api.load.invalid').replace('load_allowed: true', 'load_allowed: false') });
  const file = (name: string): string => join(dir, `${name}.yaml`);
  t.match(await run('load', 'piaxis', 'spike', '--mock', '--k8s'), { code: 2, stderr: /needs a --target that the cluster can reach/ });
  t.match(await run('load', 'spike', '--target', file('near'), '--k8s'), { code: 2, stderr: /127\.0\.0\.1:1 is the pod itself/ });
  t.match(await run('load', 'spike', '--target', file('far'), '--k8s'), { code: 2, stderr: /is not this machine/ });
  t.match(await run('load', 'otp-step-up', '--target', file('far'), '--k8s', '--yes-i-may-load-this-host'), { code: 2, stderr: /does not apply to piaxis in a cluster: k6 reads one-time passwords/ });
});

t.test('a pod can run what its ConfigMap and Secret hold', { skip }, async (t) => {
  const sandbox = await startSandbox({ contracts: ['piaxis'] });
  t.teardown(() => sandbox.close());
  const dir = t.testdir({ 'target.yaml': target('http://pods.load.invalid') });
  const { stdout } = await run('load', 'spike', '--target', join(dir, 'target.yaml'), '--k8s', '--duration', '2s');
  const [config, testRun] = parseAllDocuments(stdout).map((document) => document.toJS() as unknown) as [ConfigMap, TestRun];
  const { env, volumes } = testRun.spec.runner;
  for (const { key, path } of volumes[0].configMap.items) {
    const file = join(dir, 'pod', path);
    await mkdir(dirname(file), { recursive: true });
    // The cluster's host is this sandbox here.
    await writeFile(file, config.data[key]!.replaceAll('http://pods.load.invalid', sandbox.url('piaxis')));
  }
  const inPod = (text: string): string => text.replace(/^\/load\//, `${join(dir, 'pod')}/`);
  const { NODE_OPTIONS: _hooks, ...outer } = process.env;
  const variables = Object.fromEntries(env.map(({ name, value }) => [name, value === undefined ? SECRET : inPod(value)]));
  const { stdout: said } = await promisify(execFile)((await findK6())!, ['run', '--quiet', inPod(testRun.spec.script.localFile)], { env: { ...outer, ...variables } });
  t.match(said, /piaxis spike \(smoke\)[^]*getProfile +[1-9][^]*thresholds hold/);
});
