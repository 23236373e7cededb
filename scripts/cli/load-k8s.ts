/** `tollgate load --k8s`: manifests instead of a run. */
import { writeFile } from 'node:fs/promises';
import { loadTarget } from '../../conformance/target/load.ts';
import { loadPlan } from '../../conformance/verify.ts';
import { InputError } from '../../mock/contract/input-error.ts';
import { buildProfile } from '../load/build-profile.ts';
import { manifestText } from '../load/k8s.ts';
import { checkLeave, isLoopback } from '../load/safety.ts';
import { NotApplicable } from '../load/scene.ts';
import type { LoadOptions } from './load-options.ts';
import { settingsOf } from './load-settings.ts';

/** Credentials need not be known where manifests are made: a name stands for each, and the cluster has the values. */
const WITHOUT_SECRETS = new Proxy(process.env, { get: (environment, name) => (typeof name === 'string' ? (environment[name] ?? `value-of-${name}`) : undefined) });

export async function printManifests(contract: string | undefined, scenario: string, options: LoadOptions): Promise<void> {
  const { target: file, parallelism, secret, namespace, image, output, yesIMayLoadThisHost: leave = false } = options;
  if (file === undefined) throw new InputError('--k8s needs a --target that the cluster can reach; a sandbox started for this run is not');
  const loaded = await loadTarget(file, WITHOUT_SECRETS);
  const named = contract ?? loaded.contract;
  if (named === undefined) throw new InputError(`${file} names no contract; add "contract: <name>" to it, or name one on the command line`);
  const plan = await loadPlan(named);
  const target = loaded.target(plan);
  if (isLoopback(target.baseUrl)) throw new InputError(`in a cluster ${new URL(target.baseUrl).host} is the pod itself; give the target file a base_url that pods can reach`);
  checkLeave(target, leave);
  try {
    // A control plane is for a run that has a sandbox to itself; pods share the target with whoever else calls it.
    const built = await buildProfile({ plan, target: { ...target, control: undefined }, scenario, generous: false });
    const text = manifestText({ built, settings: settingsOf(options), parallelism: Math.ceil(parallelism), secret, namespace, image });
    if (output === undefined) process.stdout.write(text);
    else await writeFile(output, text);
  } catch (error) {
    throw error instanceof NotApplicable ? new InputError(`${scenario} does not apply to ${plan.name} in a cluster: ${error.message}`) : error;
  }
}
