/**
 * Manifests for the k6-operator: a ConfigMap with the same scripts and profile that a run on one machine has, and a TestRun that
 * shares the load out among pods. Credentials come from a Secret, by reference.
 *
 * @see https://grafana.com/docs/k6/latest/set-up/set-up-distributed-k6/usage/configure-testrun-crd/
 */
import { readFileSync } from 'node:fs';
import { stringify } from 'yaml';
import type { BuiltProfile } from './build-profile.ts';
import { scriptFiles } from './scripts.ts';

export interface ManifestOptions {
  readonly built: BuiltProfile;
  /** `TOLLGATE_LOAD_…` of the script. */
  readonly settings: Readonly<Record<string, string>>;
  readonly parallelism: number;
  /** Name of the Secret. */
  readonly secret: string;
  readonly namespace: string | undefined;
  /** Default: the operator's own. */
  readonly image: string | undefined;
}

/** Where the ConfigMap is mounted. */
const FOLDER = '/load';
const PROFILE = 'profile.json';
const LONGEST_NAME = 63;

const objectName = (contract: string, scenario: string): string =>
  `tollgate-${contract}-${scenario}`.toLowerCase().replaceAll(/[^a-z0-9-]+/g, '-').slice(0, LONGEST_NAME).replaceAll(/^-+|-+$/g, '');

/** Keys of a ConfigMap have no slashes; paths get theirs back where it is mounted. */
const keyOf = (name: string): string => name.replaceAll('/', '.');

interface Item {
  readonly key: string;
  readonly path: string;
}

function configMap(name: string, namespace: string | undefined, { profile }: BuiltProfile): { readonly manifest: object; readonly items: readonly Item[] } {
  const files = [...scriptFiles(profile.scenario).map(({ name: path, file }) => ({ path, text: readFileSync(file, 'utf8') })), { path: PROFILE, text: JSON.stringify(profile) }];
  return {
    manifest: {
      apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...(namespace !== undefined && { namespace }) },
      data: Object.fromEntries(files.map(({ path, text }) => [keyOf(path), text])),
    },
    items: files.map(({ path }) => ({ key: keyOf(path), path })),
  };
}

/** The two manifests as objects. */
export function manifests({ built, settings, parallelism, secret, namespace, image }: ManifestOptions): readonly object[] {
  const { profile, secrets } = built;
  const name = objectName(profile.contract, profile.scenario);
  const { manifest, items } = configMap(name, namespace, built);
  // The initializer reads the script too, to find out what it wants.
  const pod = {
    ...(image !== undefined && { image }),
    env: [
      { name: 'TOLLGATE_LOAD_PROFILE', value: `${FOLDER}/${PROFILE}` },
      ...Object.entries(settings).map(([key, value]) => ({ name: key, value })),
      { name: 'K6_NO_USAGE_REPORT', value: 'true' },
      ...secrets.map(({ name: key }) => ({ name: key, valueFrom: { secretKeyRef: { name: secret, key } } })),
    ],
    volumes: [{ name: 'load', configMap: { name, items } }],
    volumeMounts: [{ name: 'load', mountPath: FOLDER, readOnly: true }],
  };
  // Who counts what a quota lets in has to see all of it.
  const pods = profile.edge === null ? parallelism : 1;
  const testRun = {
    apiVersion: 'k6.io/v1alpha1', kind: 'TestRun', metadata: { name, ...(namespace !== undefined && { namespace }) },
    spec: { parallelism: pods, script: { localFile: `${FOLDER}/${profile.scenario}.ts` }, initializer: pod, runner: pod },
  };
  return [manifest, testRun];
}

/** The manifests as YAML, with what the Secret has to hold. */
export function manifestText(options: ManifestOptions): string {
  const { secret, built: { profile, secrets } } = options;
  const head = [
    `# ${profile.title}: ${profile.scenario}, for the k6-operator (https://github.com/grafana/k6-operator).`,
    ...(secrets.length === 0 ? ['# It needs no credentials.'] : [
      `# The credentials are in the Secret "${secret}", one key each:`,
      ...secrets.map(({ name, what }) => `#   ${name}  ${what}`),
    ]),
  ];
  return `${head.join('\n')}\n${manifests(options).map((manifest) => stringify(manifest, { aliasDuplicateObjects: false, lineWidth: 0 })).join('---\n')}`;
}
