/** The sandbox of one check: made for it where the target has a control plane, else the target as it is. */
import { randomBytes } from 'node:crypto';
import { contractMs } from '../../mock/contract/durations.ts';
import type { CompiledContract } from '../../mock/contract/compiled-contract.ts';
import type { Target, TargetCredentials } from '../target/target.ts';
import type { ControlPlane } from './control-client.ts';
import { credentialsFrom } from './listed-credentials.ts';
import type { CredentialSheet } from './listed-credentials.ts';

/** What a clock showed, and what this machine's did at that moment; both in epoch milliseconds. */
export interface ClockReading {
  readonly epochMs: number;
  readonly machineMs: number;
}

export interface World {
  /** Of the sandbox made for it; empty for a target without. */
  readonly name: string;
  readonly target: Target;
  readonly control: ControlPlane | undefined;
  /** Of its clock, which goes, where whoever made it looked: nobody has to ask for it. */
  readonly clock?: ClockReading | undefined;
  /** Forgets it. */
  close(): Promise<void>;
}

export interface WorldOptions {
  /**
   * Whether the contract's own quotas are in force; else they are raised, so that a long scenario does not run into
   * them.
   */
  readonly quotas: 'contract' | 'generous';
}

/** What is changed in a world before its check runs. */
export interface WorldSettings {
  readonly consent?: 'headless';
  readonly rate_limits?: Readonly<Record<string, { readonly limit: number; readonly window_seconds: number }>>;
}

/** Makes sandboxes: over the control plane, or nearer where the sandbox runs in this process. */
export interface WorldMaker {
  make(name: string, settings: WorldSettings): Promise<MadeWorld>;
}

export interface MadeWorld {
  readonly baseUrl: string;
  readonly clock?: ClockReading;
  close(): Promise<void>;
}

/** More requests than any check sends. */
export const GENEROUS = 1_000_000;

function settingsFor(
  { rateLimits, seed }: CompiledContract,
  { consent }: Target,
  { quotas }: WorldOptions,
): WorldSettings {
  // Who tries how much a caller may ask would be refused over what one address is sent.
  const limited = [...rateLimits].filter(
    ([, { limit, key }]) => limit !== null && (quotas === 'generous' || key.includes('recipient')),
  );
  const raised = limited.map(([name, { window, plans }]) => {
    const inForce = seed.plan === undefined ? undefined : plans?.[seed.plan];
    return [name, { limit: GENEROUS, window_seconds: contractMs(inForce?.window ?? window) / 1000 }] as const;
  });
  return {
    ...(consent.kind === 'headless' && { consent: 'headless' }),
    ...(raised.length > 0 && { rate_limits: Object.fromEntries(raised) }),
  };
}

function overControlPlane(contract: string, control: ControlPlane): WorldMaker {
  return {
    async make(name, settings) {
      const { base_urls: urls } = await control.call<{ readonly base_urls: Readonly<Record<string, string>> }>(
        'POST',
        '/sandboxes',
        { name },
      );
      if (Object.keys(settings).length > 0)
        await control.of(name).call('PATCH', `/settings/${encodeURIComponent(contract)}`, settings);
      const baseUrl = urls[contract];
      if (baseUrl === undefined) throw new Error(`the control plane serves no contract called ${contract}`);
      return { baseUrl, close: () => control.call<undefined>('DELETE', `/sandboxes/${name}`) };
    },
  };
}

/** Whether a URL is of a check's own sandbox, which is gone once the check has ended. */
export const isOfWorld = (url: string): boolean => /\/~suite-[0-9a-f]{16}\//.test(url);

/** Makes worlds. Those of one run are alike, so their credentials are read once. */
export function createWorlds(
  contract: CompiledContract,
  target: Target,
  control: ControlPlane | undefined,
  given?: WorldMaker,
): (options: WorldOptions) => Promise<World> {
  if (control === undefined)
    return () => Promise.resolve({ name: '', target, control, close: () => Promise.resolve() });
  const maker = given ?? overControlPlane(contract.name, control);
  let credentials: Promise<TargetCredentials> | undefined;
  return async (options) => {
    const name = `suite-${randomBytes(8).toString('hex')}`;
    const { baseUrl, clock, close } = await maker.make(name, settingsFor(contract, target, options));
    const own = control.of(name);
    credentials ??= own
      .call<CredentialSheet>('GET', `/credentials/${encodeURIComponent(contract.name)}`)
      .then((sheet) => credentialsFrom(sheet, contract.seed));
    return { name, target: { ...target, baseUrl, credentials: await credentials }, control: own, clock, close };
  };
}
