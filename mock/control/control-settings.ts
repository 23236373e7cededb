/** The control plane's operations on settings: how a contract behaves in a sandbox, such as its quotas. */
import type { components } from '../../specs/generated/control.ts';
import { contractMs, durationMs, durationSeconds } from '../contract/durations.ts';
import { planNames } from '../contract/price-plan-names.ts';
import { DEFAULT_SETTINGS } from '../sandboxes/sandbox.ts';
import type { Settings, World } from '../sandboxes/sandbox.ts';
import { findWorld } from './find-or-refuse.ts';
import type { Handler } from './handler.ts';
import { Problem } from './control-problem.ts';
import { unknownName } from './unknown-name.ts';

type Change = components['schemas']['SettingsChange'];
type Quotas = Settings['rate_limits'];

const MS_PER_SECOND = 1_000;

/** As `specs/control.yaml` has it. */
const LONGEST_SECONDS = 3_153_600_000;

/**
 * @throws Problem 400 for a duration that is none, or out of bounds; the schema has only seen its form
 */
export function secondsOf(field: string, span: number | string): number {
  const seconds = durationSeconds(span);
  if (seconds !== undefined && seconds <= LONGEST_SECONDS) return seconds;
  throw new Problem(
    400,
    `The body's field "${field}" must be from 0.001 to ${LONGEST_SECONDS} seconds; it is ${JSON.stringify(span)}`,
  );
}

const isNone = (span: number | string): boolean => (typeof span === 'number' ? span : durationMs(span)) === 0;

/** The window in force for a class: the settings', the price plan's, the contract's. */
function windowSeconds(
  { contract }: World,
  settings: Readonly<Settings>,
  name: string,
  planName: string | null,
): number {
  const { window, plans } = contract.rateLimits.get(name)!;
  const inForce = planName ?? contract.seed.plan;
  return (
    settings.rate_limits[name]?.window_seconds ??
    contractMs((inForce === undefined ? undefined : plans?.[inForce])?.window ?? window) / MS_PER_SECOND
  );
}

/** @throws Problem 400 for a class that the contract does not have */
function quotas(
  world: World,
  current: Readonly<Settings>,
  change: NonNullable<Change['rate_limits']>,
  planName: string | null,
): Quotas {
  const next = new Map(Object.entries(current.rate_limits));
  for (const [name, quota] of Object.entries(change)) {
    if (!world.contract.rateLimits.has(name))
      throw unknownName('class of rate limit', name, [...world.contract.rateLimits.keys()], 400);
    if (quota === null) next.delete(name);
    else {
      const span = quota.window_seconds;
      next.set(name, {
        limit: quota.limit,
        window_seconds:
          span === undefined
            ? windowSeconds(world, current, name, planName)
            : secondsOf(`rate_limits.${name}.window_seconds`, span),
      });
    }
  }
  return Object.fromEntries(next);
}

/** The settings with a change laid over them; null puts a field back. */
function changed(world: World, current: Readonly<Settings>, { rate_limits, ...body }: Change): Settings {
  const { token_lifetime: lifetime, reuse_leeway: leeway } = body;
  const change = {
    ...body,
    ...(typeof lifetime === 'string' || typeof lifetime === 'number'
      ? { token_lifetime: secondsOf('token_lifetime', lifetime) }
      : {}),
    ...(typeof leeway === 'string' || typeof leeway === 'number'
      ? { reuse_leeway: isNone(leeway) ? 0 : secondsOf('reuse_leeway', leeway) }
      : {}),
  };
  const fields = Object.entries(change).map(([name, value]) => [
    name,
    value ?? DEFAULT_SETTINGS[name as keyof Settings],
  ]);
  const next: Settings = { ...current, ...(Object.fromEntries(fields) as Partial<Settings>) };
  if (next.plan !== null && !planNames(world.contract).includes(next.plan))
    throw unknownName('plan', next.plan, planNames(world.contract), 400);
  if (rate_limits === undefined) return next;
  return { ...next, rate_limits: rate_limits === null ? {} : quotas(world, current, rate_limits, next.plan) };
}

/** Keys and faults have operations of their own. */
const shown = ({
  signing_key_ends: _,
  faults: __,
  ...settings
}: Readonly<Settings>): Omit<Settings, 'signing_key_ends' | 'faults'> => settings;

export const getSettings: Handler<'getSettings'> = ({ sandbox, path }) => ({
  status: 200,
  body: shown({ ...DEFAULT_SETTINGS, ...findWorld(sandbox, path.contract).settings }),
});

export const changeSettings: Handler<'changeSettings'> = async ({ sandbox, path, body }) => {
  const world = findWorld(sandbox, path.contract);
  return { status: 200, body: shown(await world.changeSettings((current) => changed(world, current, body))) };
};
