/** `tollgate load --k8s`: manifests instead of a run. */
import { writeFile } from 'node:fs/promises';
import { Unreachable } from '../../../conformance/driver/unreachable.ts';
import { discover } from '../../../conformance/target/discover.ts';
import type { Discovered } from '../../../conformance/target/discover.ts';
import { loadTarget } from '../../../conformance/target/load-target.ts';
import type { Target } from '../../../conformance/target/target.ts';
import { loadCompiled } from '../../../conformance/verify.ts';
import { fileFault } from '../../../mock/contract/file-error-words.ts';
import { InputError } from '../../../mock/contract/input-error.ts';
import type { CompiledContract } from '../../../mock/contract/compiled-contract.ts';
import { buildProfile } from '../../../load/node/build-profile.ts';
import { unsignedLine } from '../../../load/node/hmac-recipe.ts';
import { leftOutLine } from '../../../load/node/left-out.ts';
import { manifestText } from '../../../load/node/k8s-manifests.ts';
import { urlsOf } from '../../../load/node/origins.ts';
import { checkLeave, isLoopback } from '../../../load/node/load-permission.ts';
import { NotApplicable } from '../../../load/node/profile-inputs.ts';
import { reading } from '../allow-refs-option.ts';
import type { LoadOptions } from './load-options.ts';
import { settingsOf } from './load-settings.ts';

const UNSET = 'unset-variable-';
const UNSET_NAMES = new RegExp(`${UNSET}(\\w+)`, 'g');

/** Secrets need not be known where manifests are made: a name stands for each, and the cluster has the values. */
const WITHOUT_SECRETS = new Proxy(process.env, {
  get: (environment, name) => (typeof name === 'string' ? (environment[name] ?? UNSET + name) : undefined),
});

/** What is no secret stands in the manifests as it is, so it has to be known. */
function checkKnown(text: string): void {
  const names = [...new Set([...text.matchAll(UNSET_NAMES)].map(([, name]) => name!))];
  if (names.length > 0)
    throw new InputError(
      `the target file takes something that is no secret from ${names.join(', ')}, and ${names.length === 1 ? 'that variable is' : 'those variables are'} not set; set ${names.length === 1 ? 'it' : 'them'}: it stands in the manifests`,
    );
}

/** Options of a run on this machine, which mean nothing in a cluster. */
function checkOptions({ report, tokenLifetime, target }: LoadOptions): string {
  if (target === undefined)
    throw new InputError('--k8s needs a --target that the cluster can reach; a sandbox started for this run is not');
  if (report.length > 0)
    throw new InputError(
      '--report is for a run on this machine; in a cluster each pod has its summary in its log, and k6 sends figures where "--out" says (spec.arguments of the TestRun)',
    );
  if (tokenLifetime !== undefined)
    throw new InputError('--token-lifetime is set over a control plane, which pods do not use');
  return target;
}

/**
 * As on one machine, a server of a standard is asked where its endpoints are; not where they are named and only the
 * cluster reaches it.
 */
async function located(compiled: CompiledContract, target: Target): Promise<Pick<Discovered, 'contract' | 'target'>> {
  return discover(compiled, target).catch((error: unknown): Pick<Discovered, 'contract' | 'target'> => {
    if (!(error instanceof Unreachable)) throw error;
    if (Object.keys(target.endpoints).length > 0) return { contract: compiled, target };
    throw new Unreachable(
      `${error.message}; to write manifests without asking it, name its endpoints in the target file`,
    );
  });
}

export async function printManifests(
  contract: string | undefined,
  scenario: string,
  options: LoadOptions,
): Promise<void> {
  const { parallelism, secret, namespace, image, output, yesIMayLoadThisHost: leave = false } = options;
  const file = checkOptions(options);
  const loaded = await loadTarget(file, WITHOUT_SECRETS);
  const named = contract ?? loaded.contract;
  if (named === undefined)
    throw new InputError(`${file} names no contract; add "contract: <name>" to it, or name one on the command line`);
  const given = await loadCompiled(named, reading(options));
  // A control plane is for a run that has a sandbox to itself; pods share the target with anyone else who calls it.
  const alone = { ...loaded.target(given), control: undefined };
  checkKnown(urlsOf(alone).join(' '));
  const near = urlsOf(alone).find(isLoopback);
  if (near !== undefined)
    throw new InputError(
      `in a cluster ${new URL(near).host} is the pod itself; give the target file a URL that pods can reach`,
    );
  checkLeave(alone, leave);
  const { contract: compiled, target } = await located(given, alone);
  try {
    const built = await buildProfile({ contract: compiled, target, scenario, generous: false });
    if (built.leftOut.length > 0) console.error(leftOutLine(built.leftOut));
    if (built.unsigned.length > 0) console.error(unsignedLine(built.unsigned));
    checkKnown(JSON.stringify(built.profile));
    const text = manifestText({
      built,
      settings: settingsOf(options),
      parallelism,
      secret,
      namespace,
      image,
      ca: target.tls?.ca,
    });
    if (output === undefined) process.stdout.write(text);
    else
      await writeFile(output, text).catch((error: unknown) => {
        throw new InputError(`cannot write ${output}: ${fileFault(error, 'write')}`);
      });
  } catch (error) {
    throw error instanceof NotApplicable
      ? new InputError(`${scenario} does not apply to ${compiled.name} in a cluster: ${error.message}`)
      : error;
  }
}
