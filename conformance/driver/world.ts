/** Where one check runs: a sandbox made for it where the target has a control plane, else the target as it is. */
import { randomBytes } from 'node:crypto';
import type { Plan } from '../../mock/contract/plan.ts';
import type { Target, TargetCredentials } from '../target/target.ts';
import type { ControlPlane } from './control.ts';
import { credentialsFrom } from './sheet.ts';
import type { CredentialSheet } from './sheet.ts';

export interface World {
  readonly target: Target;
  readonly control: ControlPlane | undefined;
  /** Forgets it. */
  close(): Promise<void>;
}

export interface WorldOptions {
  /** Whether the contract's own quotas are in force; else they are raised, so that a long scenario does not run into them. */
  readonly quotas: 'contract' | 'generous';
}

/** More requests than any check sends. */
const GENEROUS = 1_000_000;

function settingsFor({ rateLimits }: Plan, { consent }: Target, { quotas }: WorldOptions): Record<string, unknown> | undefined {
  const limited = quotas === 'generous' ? [...rateLimits].filter(([, { limit }]) => limit !== null) : [];
  const change = {
    ...(consent.kind === 'headless' && { consent: 'headless' }),
    ...(limited.length > 0 && { rate_limits: Object.fromEntries(limited.map(([name]) => [name, { limit: GENEROUS }])) }),
  };
  return Object.keys(change).length === 0 ? undefined : change;
}

/** Makes worlds. Those of one run are alike, so their credentials are read once. */
export function createWorlds(plan: Plan, target: Target, control: ControlPlane | undefined): (options: WorldOptions) => Promise<World> {
  if (control === undefined) return () => Promise.resolve({ target, control, close: () => Promise.resolve() });
  const contract = encodeURIComponent(plan.name);
  let credentials: Promise<TargetCredentials> | undefined;
  return async (options) => {
    const name = `suite-${randomBytes(8).toString('hex')}`;
    const { base_urls: urls } = await control.call<{ readonly base_urls: Readonly<Record<string, string>> }>('POST', '/sandboxes', { name });
    const own = control.of(name);
    credentials ??= own.call<CredentialSheet>('GET', `/credentials/${contract}`).then((sheet) => credentialsFrom(sheet, plan.seed));
    const settings = settingsFor(plan, target, options);
    const [known] = await Promise.all([credentials, settings && own.call('PATCH', `/settings/${contract}`, settings)]);
    const baseUrl = urls[plan.name];
    if (baseUrl === undefined) throw new Error(`the control plane serves no contract called ${plan.name}`);
    return {
      target: { ...target, baseUrl, credentials: known },
      control: own,
      close: () => control.call<undefined>('DELETE', `/sandboxes/${name}`),
    };
  };
}
