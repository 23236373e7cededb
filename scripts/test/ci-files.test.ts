/**
 * What stands ready for other people's machines: the GitHub action, the image and the compose file. Nothing here can
 * run a container, so what they would run is taken out of the files and run as it stands.
 */
import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import type { Test } from 'tap';
import { parse } from 'yaml';
import { hasRedis, startRedis } from '../../mock/test/redis-server.ts';
import { COMMAND, start, startWith } from './command.ts';
import { isThere, skipWithout } from './programs.ts';

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const read = <T>(file: string): T => parse(readFileSync(file, 'utf8')) as T;

const ACTION = read<{
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: {
    readonly steps: readonly { readonly env: Readonly<Record<string, string>>; readonly run: string }[];
  };
}>('action.yml');

/** Runs the action's script as GitHub does: inputs in its environment, files for what it tells. */
async function act(
  t: Test,
  inputs: Readonly<Record<string, string>>,
  secrets: Readonly<Record<string, string>>,
): Promise<Ran & { readonly summary: string; readonly output: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-action-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin/npx'), `#!/bin/sh\nshift 3\nexec '${process.execPath}' '${COMMAND}' "$@"\n`);
  chmodSync(join(folder, 'bin/npx'), 0o755);
  for (const file of ['summary', 'output']) writeFileSync(join(folder, file), '');
  const [step] = ACTION.runs.steps;
  const given = (name: string): string => inputs[name] ?? ACTION.inputs[name]!.default;
  const environment = Object.fromEntries(
    Object.entries(step!.env).map(([name, text]) => [
      name,
      text.replace(/\$\{\{ inputs\.(\w+) \}\}/, (_, input: string) => given(input)),
    ]),
  );
  const ran = await promisify(execFile)('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step!.run], {
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      PATH: `${join(folder, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`,
      RUNNER_TEMP: folder,
      GITHUB_STEP_SUMMARY: join(folder, 'summary'),
      GITHUB_OUTPUT: join(folder, 'output'),
      ...environment,
      ...secrets,
    },
  }).then(
    ({ stdout, stderr }): Ran => ({ code: 0, stdout, stderr }),
    (error: unknown) => error as Ran,
  );
  const told = (file: string): string => readFileSync(join(folder, file), 'utf8');
  return { ...ran, summary: told('summary'), output: told('output') };
}

const sandbox = await start('engagifii-training');
t.teardown(() => sandbox.end());

const TARGET = `contract: engagifii-training
base_url: ${sandbox.contracts['engagifii-training']!}
credentials:
  tenants: [{ id: org-12345 }]
  keys: [{ credential: api_key, id: bridge, secret: "\${TRAINING_KEY}", tenant: org-12345 }]
safety: { pace: 0ms }
`;

t.test('the action tells what is right and what is wrong, and fails as the suite does', async (t) => {
  const target = join(t.testdir({ 'target.yaml': TARGET }), 'target.yaml');
  const args = '--only credential.absent --only answer.success:listAwards';
  const good = await act(t, { target, args }, { TRAINING_KEY: 'key_sandbox_northfield_bridge' });
  t.equal(good.code, 0, good.stdout + good.stderr);
  t.match(good.summary, /[1-9]\d* passed/);
  const sarif = /^sarif=(.+)$/m.exec(good.output)?.[1];
  t.match(JSON.parse(readFileSync(sarif!, 'utf8')), { version: '2.1.0' });
  const bad = await act(t, { target, args }, { TRAINING_KEY: 'another' });
  t.equal(bad.code, 1, bad.stdout + bad.stderr);
  t.match(bad.stdout, /^::error file=/m, 'an annotation');
  t.match(bad.summary, /[1-9]\d* failed/);
  const nowhere = await act(t, { target: 'nowhere.yaml' }, {});
  t.equal(nowhere.code, 2);
  t.equal(nowhere.summary + nowhere.output, '', 'nothing to tell');
});

t.test('what an input holds is not run', async (t) => {
  const folder = t.testdir({});
  const mark = join(folder, 'mark');
  const { code } = await act(t, { target: `$(touch ${mark})`, args: `; touch ${mark} \`touch ${mark}\`` }, {});
  t.not(code, 0);
  t.throws(() => readFileSync(mark), { code: 'ENOENT' });
});

/** The words of an instruction that is written as a list. */
const wordsOf = (instruction: string): readonly string[] =>
  JSON.parse(new RegExp(`^${instruction} (\\[.*\\])$`, 'm').exec(readFileSync('Dockerfile', 'utf8'))![1]!) as string[];

/** The health check's program, for a port. */
const isHealthy = (port: string): boolean => {
  const [, ...words] = wordsOf(' {2}CMD');
  return (
    spawnSync(
      process.execPath,
      words.map((word) => word.replace(':4010/', `:${port}/`)),
    ).status === 0
  );
};

t.test('the image serves, and knows whether it is healthy', async (t) => {
  t.strictSame(wordsOf('ENTRYPOINT'), ['tollgate']);
  const [command, ...options] = wordsOf('CMD');
  t.equal(command, 'mock');
  const running = await start(...options);
  const { port } = new URL(running.url);
  t.ok(isHealthy(port));
  t.equal((await running.end()).code, 0, 'it ends when it is told to');
  t.notOk(isHealthy(port));
});

t.test('the compose file serves from two processes over Redis, and opens the control plane to the token', async (t) => {
  if (!hasRedis(t)) return;
  const { url } = await startRedis(t);
  const { services } = read<{
    services: Readonly<Record<string, { command: readonly string[]; environment?: Readonly<Record<string, string>> }>>;
  }>('compose.yaml');
  const [, ...options] = services['tollgate']!.command;
  t.strictSame(Object.keys(services['tollgate']!.environment ?? {}), ['TOLLGATE_CONTROL_TOKEN']);
  const running = await startWith(
    { TOLLGATE_CONTROL_TOKEN: 'control-token-of-the-test' },
    ...options.map((word) => word.replace('redis://redis:6379', url)),
  );
  t.teardown(() => running.end());
  const { port } = new URL(running.control);
  const asked = (authorization: string): Promise<Response> =>
    fetch(`http://127.0.0.1:${port}/_tollgate/clock`, { headers: { authorization } });
  t.equal((await asked('Bearer control-token-of-the-test')).status, 200);
  t.equal((await asked('Bearer another')).status, 401);
});

t.test('hadolint has nothing to say', { skip: skipWithout('hadolint', isThere('hadolint')) }, (t) => {
  const { status, stdout } = spawnSync('hadolint', ['Dockerfile'], { encoding: 'utf8' });
  t.strictSame([status, stdout], [0, '']);
  const broken = join(t.testdir({}), 'Dockerfile');
  writeFileSync(broken, 'FROM node:latest\nRUN cd /tmp\n');
  t.not(spawnSync('hadolint', [broken]).status, 0, 'and would have something to say');
  t.end();
});
