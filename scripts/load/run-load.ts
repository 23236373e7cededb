/** One load run: a world at the target, a profile, k6. */
import { createControlPlane } from '../../conformance/driver/control.ts';
import { createHttpClient } from '../../conformance/driver/http.ts';
import { createWorlds } from '../../conformance/driver/world.ts';
import type { World } from '../../conformance/driver/world.ts';
import type { Target } from '../../conformance/target/target.ts';
import { InputError } from '../../mock/contract/input-error.ts';
import type { Plan } from '../../mock/contract/plan.ts';
import { buildProfile } from './build-profile.ts';
import type { BuiltProfile } from './build-profile.ts';
import { runK6 } from './run-k6.ts';
import type { K6Ended } from './run-k6.ts';
import { NotApplicable } from './scene.ts';

export interface LoadRun {
  readonly plan: Plan;
  readonly target: Target;
  readonly scenario: string;
  readonly k6: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly html: string | undefined;
  /** Seconds that tokens live, at a target with a control plane. */
  readonly tokenLifetime: number | undefined;
}

const EDGE = 'rate-limit-edge';

/** The settings of a world that this run is about. */
async function prepare({ plan, scenario, tokenLifetime }: LoadRun, { control }: World, { profile }: BuiltProfile): Promise<void> {
  const path = `/settings/${encodeURIComponent(plan.name)}`;
  if (tokenLifetime !== undefined) {
    if (control === undefined) throw new InputError('--token-lifetime is set over a control plane, and the target has none');
    await control.call('PATCH', path, { token_lifetime: tokenLifetime });
  }
  if (scenario !== EDGE || profile.edge === null || control === undefined) return;
  const { quota } = profile.edge;
  const { limit, windowSeconds } = profile.quotas[quota]!;
  await control.call('PATCH', path, { rate_limits: { [quota]: { limit, window_seconds: windowSeconds } } });
}

/**
 * @throws {InputError} where the scenario does not apply
 * @throws {Unreachable} where the target does not answer
 */
export async function runLoad(run: LoadRun): Promise<K6Ended> {
  const { plan, target, scenario, k6, settings, html } = run;
  const client = createHttpClient(target.tls);
  try {
    await client.send({ method: 'GET', url: `${target.baseUrl}/`, headers: [], body: undefined }, target.timeoutMs);
    const plane = target.control === undefined ? undefined : createControlPlane(target.control, (request) => client.send(request, target.timeoutMs));
    const world = await createWorlds(plan, target, plane)({ quotas: scenario === EDGE ? 'contract' : 'generous' });
    try {
      const built = await buildProfile({ plan, target: world.target, scenario, sandbox: world.control?.sandbox, generous: world.control !== undefined && scenario !== EDGE });
      await prepare(run, world, built);
      return await runK6({ k6, ...built, settings, html, ca: target.tls?.ca });
    } catch (error) {
      throw error instanceof NotApplicable ? new InputError(`${scenario} does not apply to ${plan.name}: ${error.message}`) : error;
    } finally {
      await world.close();
    }
  } finally {
    client.close();
  }
}
