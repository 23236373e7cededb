/**
 * Manifests for the k6-operator: a ConfigMap with the same scripts and profile that a run on one machine has, and a
 * TestRun that shares the load out among pods. Credentials come from a Secret, by reference.
 *
 * @see https://grafana.com/docs/k6/latest/set-up/set-up-distributed-k6/usage/configure-testrun-crd/
 */
import { readFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { InputError } from '../../mock/contract/input-error.ts';
import type { BuiltProfile } from './build-profile.ts';
import { manifestHead } from './k8s-head.ts';
import { scriptFiles } from './k6-scripts.ts';

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
  /** PEM of an authority that the target's certificate is from, beside those of the image. */
  readonly ca: string | undefined;
}

/** Where the ConfigMap is mounted. */
const FOLDER = '/load';
const PROFILE = 'profile.json';
const AUTHORITY = 'authority.pem';
/** Of a DNS label (RFC 1035). */
const LONGEST_LABEL = 63;
/** The longest of what the operator adds to the name of a TestRun, for its jobs and services. */
const LONGEST_SUFFIX = '-service-1000';
const MOST_BYTES = 1_048_576;

const objectName = (contract: string, scenario: string): string =>
  `tollgate-${contract}-${scenario}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, '-')
    .slice(0, LONGEST_LABEL - LONGEST_SUFFIX.length)
    .replaceAll(/^-+|-+$/g, '');

/** Keys of a ConfigMap have no slashes; paths get theirs back where it is mounted. */
const keyOf = (name: string): string => name.replaceAll('/', '.');

interface Item {
  readonly key: string;
  readonly path: string;
}

function configMap(
  name: string,
  { built: { profile }, namespace, ca }: ManifestOptions,
): { readonly manifest: object; readonly items: readonly Item[] } {
  const files = [
    ...scriptFiles(profile.scenario).map(({ name: path, file }) => ({ path, text: readFileSync(file, 'utf8') })),
    { path: PROFILE, text: JSON.stringify(profile) },
    ...(ca === undefined ? [] : [{ path: AUTHORITY, text: ca }]),
  ];
  const bytes = files.reduce((sum, { path, text }) => sum + Buffer.byteLength(path) + Buffer.byteLength(text), 0);
  if (bytes > MOST_BYTES)
    throw new InputError(
      `scripts and profile of ${profile.contract} take ${bytes} bytes, and a ConfigMap holds ${MOST_BYTES}: give the target file fewer tenants and credentials`,
    );
  return {
    manifest: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, ...(namespace !== undefined && { namespace }) },
      data: Object.fromEntries(files.map(({ path, text }) => [keyOf(path), text])),
    },
    items: files.map(({ path }) => ({ key: keyOf(path), path })),
  };
}

/** Who counts what a quota lets in has to see all of it. */
const podsOf = ({ built: { profile }, parallelism }: ManifestOptions): number =>
  profile.edges.length === 0 ? parallelism : 1;

/** The two manifests as objects. */
export function manifests(options: ManifestOptions): readonly object[] {
  const {
    built: { profile, secrets },
    settings,
    secret,
    namespace,
    image,
    ca,
  } = options;
  const name = objectName(profile.contract, profile.scenario);
  const { manifest, items } = configMap(name, options);
  const pods = podsOf(options);
  const env = [
    { name: 'TOLLGATE_LOAD_PROFILE', value: `${FOLDER}/${PROFILE}` },
    { name: 'TOLLGATE_LOAD_PODS', value: `${pods}` },
    ...Object.entries(settings).map(([key, value]) => ({ name: key, value })),
    { name: 'K6_NO_USAGE_REPORT', value: 'true' },
  ];
  // The initializer reads the script, to find out how many virtual users it wants. The operator writes its variables on
  // k6's command line there, so it gets no secret; it calls nobody, and needs none.
  const initializer = {
    ...(image !== undefined && { image }),
    env,
    volumes: [{ name: 'load', configMap: { name, items } }],
    volumeMounts: [{ name: 'load', mountPath: FOLDER, readOnly: true }],
  };
  const runner = {
    ...initializer,
    env: [
      ...env,
      // Go goes on reading the image's folder of authorities beside this file.
      ...(ca === undefined ? [] : [{ name: 'SSL_CERT_FILE', value: `${FOLDER}/${AUTHORITY}` }]),
      ...secrets.map(({ name: key }) => ({ name: key, valueFrom: { secretKeyRef: { name: secret, key } } })),
    ],
  };
  const testRun = {
    apiVersion: 'k6.io/v1alpha1',
    kind: 'TestRun',
    metadata: { name, ...(namespace !== undefined && { namespace }) },
    spec: { parallelism: pods, script: { localFile: `${FOLDER}/${profile.scenario}.ts` }, initializer, runner },
  };
  return [manifest, testRun];
}

/**
 * The manifests as YAML, below what has to be known to use them. @throws {InputError} if they do not fit a ConfigMap
 */
export function manifestText(options: ManifestOptions): string {
  const { built, secret, namespace, parallelism } = options;
  const { contract, scenario } = built.profile;
  const head = manifestHead({
    built,
    secret,
    namespace,
    name: objectName(contract, scenario),
    pods: podsOf(options),
    wanted: parallelism,
  });
  return `${head}\n${manifests(options)
    .map((manifest) => stringify(manifest, { aliasDuplicateObjects: false, lineWidth: 0 }))
    .join('---\n')}`;
}
