/** What stands above the manifests: what to do with them, and what pods cannot do together. */
import type { BuiltProfile } from './build-profile.ts';

export interface HeadOptions {
  readonly built: BuiltProfile;
  /** Of the Secret. */
  readonly secret: string;
  readonly namespace: string | undefined;
  /** Of the TestRun. */
  readonly name: string;
  /** That run. */
  readonly pods: number;
  /** That were asked for. */
  readonly wanted: number;
}

function secretLines({ built: { secrets }, secret }: HeadOptions, kubectl: string): string[] {
  if (secrets.length === 0) return ['It needs no credentials.'];
  return [
    `The credentials are in the Secret "${secret}", one key each:`,
    ...secrets.map(({ name, what }) => `  ${name}  ${what}`),
    'Made of a file with a line NAME=value for each, so that no value stands on a command line:',
    `  ${kubectl} create secret generic ${secret} --from-env-file=<file>`,
  ];
}

function podLines({ built: { profile }, pods, wanted }: HeadOptions): string[] {
  if (pods < wanted)
    return ['One pod, whatever --parallelism says: who counts what a quota lets in has to see all of it.'];
  if (pods === 1) return [];
  return [
    `${pods} pods share the rate; each judges its own part, and no figure is summed up. They begin when each of them is ready, not at one moment.`,
    ...(profile.scenario === 'refresh-storm'
      ? ['Each takes its own share of the tokens first; the storm is as many as there are pods, side by side.']
      : []),
  ];
}

export function manifestHead(options: HeadOptions): string {
  const {
    built: {
      profile: { title, scenario },
    },
    namespace,
    name,
  } = options;
  const kubectl = `kubectl${namespace === undefined ? '' : ` -n ${namespace}`}`;
  return [
    `${title}: ${scenario}, for the k6-operator (https://github.com/grafana/k6-operator).`,
    ...secretLines(options, kubectl),
    ...podLines(options),
    'To run it, read what came of it (a pod whose thresholds break has failed), and clear it away, which has to be done before the next run:',
    `  ${kubectl} apply --server-side -f <this file>`,
    `  ${kubectl} get pods -l k6_cr=${name},runner=true`,
    `  ${kubectl} logs -l k6_cr=${name},runner=true --tail=-1`,
    `  ${kubectl} delete testrun ${name}`,
  ]
    .map((line) => `# ${line}`)
    .join('\n');
}
