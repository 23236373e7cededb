/** Manifests laid out as a pod of the k6-operator has them, and what it does with them. */
import { execFile } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { findK6 } from '../../load/node/find-k6.ts';

export interface ConfigMap {
  readonly kind: 'ConfigMap';
  readonly metadata: { readonly name: string };
  readonly data: Readonly<Record<string, string>>;
}

export interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef: { readonly name: string; readonly key: string } };
}

interface PodSpec {
  readonly env: readonly Variable[];
  readonly volumes: readonly [
    { readonly configMap: { readonly items: readonly { readonly key: string; readonly path: string }[] } },
  ];
}

export interface TestRun {
  readonly kind: 'TestRun';
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly parallelism: number;
    readonly script: { readonly localFile: string };
    readonly initializer: PodSpec;
    readonly runner: PodSpec;
  };
}

export function readManifests(text: string): readonly [ConfigMap, TestRun] {
  return parseAllDocuments(text).map((document) => document.toJS() as unknown) as unknown as readonly [
    ConfigMap,
    TestRun,
  ];
}

export interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Pods {
  /**
   * `k6 archive` and `k6 inspect`, as the operator's initializer calls them. @returns virtual users that the run wants
   */
  initialize(): Promise<number>;
  /** `k6 run` with the share of the pod; from 1. */
  run(pod: number): Promise<Said>;
}

const { NODE_OPTIONS: _hooks, ...outer } = process.env;

/**
 * @param dir an empty folder
 * @param swap what stands in for the cluster's host → what is there
 * @param secrets what the Secret holds
 */
export async function layOut(
  dir: string,
  text: string,
  swap: readonly [cluster: string, here: string],
  secrets: Readonly<Record<string, string>>,
): Promise<Pods> {
  const [config, { spec }] = readManifests(text);
  const k6 = (await findK6())!;
  const { items } = spec.runner.volumes[0].configMap;
  for (const { key, path } of items) {
    const file = join(dir, '..data', path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, config.data[key]!.replaceAll(...swap));
  }
  // Volumes of ConfigMaps are links, one for each first part of a path.
  for (const first of new Set(items.map(({ path }) => path.split('/')[0]!)))
    await symlink(join('..data', first), join(dir, first));
  const here = (path: string): string => path.replace(/^\/load\//, `${dir}/`);
  const variables = (env: readonly Variable[]): Record<string, string> =>
    Object.fromEntries(env.map(({ name, value }) => [name, value === undefined ? secrets[name]! : here(value)]));
  const exec = (args: readonly string[], env: readonly Variable[]): Promise<Said> =>
    promisify(execFile)(k6, args, { env: { ...outer, ...variables(env) } }).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      (error: unknown) => error as Said,
    );
  const script = here(spec.script.localFile);
  return {
    async initialize() {
      const archive = join(dir, 'archived.tar');
      const given = Object.entries(variables(spec.initializer.env)).flatMap(([name, value]) => [
        '-e',
        `${name}=${value}`,
      ]);
      const archived = await exec(['archive', script, ...given, '-O', archive], spec.initializer.env);
      if (archived.code !== 0) throw new Error(archived.stderr);
      const { stdout } = await exec(['inspect', '--execution-requirements', archive], spec.initializer.env);
      return (JSON.parse(stdout) as { maxVUs: number }).maxVUs;
    },
    run(pod) {
      const pods = spec.parallelism;
      const part = (i: number): string => (i === 0 ? '0' : i === pods ? '1' : `${i}/${pods}`);
      const sequence = Array.from({ length: pods + 1 }, (_, i) => part(i)).join(',');
      const segment =
        pods === 1
          ? []
          : [`--execution-segment=${part(pod - 1)}:${part(pod)}`, `--execution-segment-sequence=${sequence}`];
      return exec(['run', '--quiet', ...segment, script, '--address', ''], spec.runner.env);
    },
  };
}
