/** One load run: prepares the target's sandbox, builds the profile, runs k6. */
import { createControlPlane } from '../../conformance/driver/control-client.ts';
import { createHttpClient } from '../../conformance/driver/http-client.ts';
import { createWorlds } from '../../conformance/driver/check-world.ts';
import type { World } from '../../conformance/driver/check-world.ts';
import { Unreachable } from '../../conformance/driver/unreachable.ts';
import type { Target } from '../../conformance/target/target.ts';
import { InputError } from '../../mock/contract/input-error.ts';
import type { CompiledContract } from '../../mock/contract/compiled-contract.ts';
import { buildProfile } from './build-profile.ts';
import type { BuiltProfile } from './build-profile.ts';
import { runK6 } from './run-k6.ts';
import type { K6Ended, Watched } from './run-k6.ts';
import { oneForEachOrigin } from './origins.ts';
import { NotApplicable } from './profile-inputs.ts';
import { trustedAuthorities } from './k6-trust.ts';

export interface LoadRun {
  readonly contract: CompiledContract;
  readonly target: Target;
  readonly scenario: string;
  /** Finds k6, once everything else is known to be right. @throws {InputError} where there is none */
  readonly findK6: () => Promise<string>;
  readonly settings: Readonly<Record<string, string>>;
  readonly html: string | undefined;
  /** Seconds that tokens live, at a target with a control plane. */
  readonly tokenLifetime: number | undefined;
  /** Told about once a second how far it is. */
  readonly watch: (watched: Watched) => void;
  /** k6 is about to be started. */
  readonly onStart: (built: Pick<BuiltProfile, 'leftOut' | 'unsigned'>) => void;
  /** A signal was passed on to k6. */
  readonly onStop: () => void;
}

const EDGE = 'rate-limit-edge';

/** The settings of a world that this run is about. */
async function prepare(
  { contract, tokenLifetime }: LoadRun,
  { control }: World,
  { profile }: BuiltProfile,
): Promise<void> {
  const path = `/settings/${encodeURIComponent(contract.name)}`;
  if (tokenLifetime !== undefined) {
    if (control === undefined)
      throw new InputError('--token-lifetime is set over a control plane, and the target has none');
    await control.call('PATCH', path, { token_lifetime: tokenLifetime });
  }
  const lent = profile.edges.filter((edge) => edge.lent);
  if (lent.length === 0 || control === undefined) return;
  await control.call('PATCH', path, {
    rate_limits: Object.fromEntries(
      lent.map(({ quota }) => [
        quota,
        { limit: profile.quotas[quota]!.limit, window_seconds: profile.quotas[quota]!.windowSeconds },
      ]),
    ),
  });
}

/** Go reads no file of authorities on these systems. */
const WITHOUT_FILE: Readonly<Partial<Record<NodeJS.Platform, string>>> = { darwin: 'macOS', win32: 'Windows' };

function hint({ tls }: Target): string {
  const system = WITHOUT_FILE[process.platform];
  return system === undefined || tls?.ca === undefined
    ? ''
    : `; on ${system} k6 takes the system's authorities only: add the one of tls.ca to them, or write tls.insecure: true in the target file`;
}

/**
 * @throws {InputError} where the scenario does not apply
 * @throws {Unreachable} where the target does not answer
 */
export async function runLoad(run: LoadRun): Promise<K6Ended> {
  const { contract, target, scenario, settings, html, watch, onStart, onStop } = run;
  const origins = oneForEachOrigin(target);
  const client = createHttpClient(target.tls);
  try {
    for (const url of origins)
      await client.send({ method: 'GET', url: `${url}/`, headers: [], body: undefined }, target.timeoutMs);
    const plane =
      target.control === undefined
        ? undefined
        : createControlPlane(target.control, (request) => client.send(request, target.timeoutMs), target.controlToken);
    const world = await createWorlds(contract, target, plane)({ quotas: scenario === EDGE ? 'contract' : 'generous' });
    try {
      const built = await buildProfile({
        contract,
        target: world.target,
        scenario,
        sandbox: world.control?.sandbox,
        generous: world.control !== undefined && scenario !== EDGE,
      });
      await prepare(run, world, built);
      const authorities = origins.some((url) => url.startsWith('https:'))
        ? await trustedAuthorities(target.tls?.ca)
        : undefined;
      const k6 = await run.findK6();
      onStart(built);
      const ended = await runK6({ k6, ...built, settings, html, authorities, watch, onStop });
      const unreachable = ended.unreachable();
      if (unreachable !== undefined) throw new Unreachable(`${unreachable}${hint(target)}`);
      return ended;
    } catch (error) {
      throw error instanceof NotApplicable
        ? new InputError(`${scenario} does not apply to ${contract.name}: ${error.message}`)
        : error;
    } finally {
      await world.close();
    }
  } finally {
    client.close();
  }
}
