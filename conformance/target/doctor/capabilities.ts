/** Counts the checks that cannot run because the target file does not offer what they need. */
import type { CompiledContract } from '../../../mock/contract/compiled-contract.ts';
import type { Need } from '../../check.ts';
import { suggestion } from '../../../mock/contract/did-you-mean.ts';
import { assumedFamilies, familiesFor, isAssumedOf } from '../../assumed.ts';
import { unmetNeed } from '../../needs.ts';
import { allChecks } from '../../all-checks.ts';
import type { Target } from '../target.ts';
import type { DoctorFinding } from './doctor-finding.ts';

interface Lack {
  readonly where: string;
  readonly message: string;
  readonly change: string;
}

const LACKS: Readonly<Record<Need, Lack>> = {
  control: {
    where: 'capabilities.control',
    message: 'there is no control plane',
    change: 'nothing, unless the target has one: give its URL',
  },
  clock: {
    where: 'capabilities.clock',
    message: 'the clock cannot be moved',
    change: 'nothing, unless the target has a control plane that can',
  },
  wait: {
    where: 'safety.longest_wait',
    message: 'nothing is waited for',
    change: 'give a duration such as 3m: tokens, codes and passwords that end sooner are then waited for',
  },
  keys: {
    where: 'capabilities.control',
    message: 'keys cannot be made, blocked and deleted',
    change: 'nothing, unless the target has a control plane',
  },
  otp: {
    where: 'capabilities.otp',
    message: 'one-time passwords, and links that sign in, cannot be read',
    change: 'say how: { command: … }, { fixed: … } (passwords alone) or prompt',
  },
  consent: {
    where: 'capabilities.consent',
    message: 'nobody gives consent',
    change: 'say how: headless, form, { command: … } or prompt',
  },
  dead_key: {
    where: 'credentials.keys',
    message: 'no key is listed that is deleted, and no old secret of one that has another now',
    change: 'list one with status: deleted, and an old secret with status: replaced',
  },
  consent_page: {
    where: 'capabilities.consent',
    message: 'no consent page is filled in',
    change: 'give form, if the server shows a page whose form can be answered without a login of its own',
  },
  second_tenant: {
    where: 'credentials.tenants',
    message: 'there are no credentials of a second tenant',
    change: 'list a second tenant, and a key or client of it',
  },
  second_client: {
    where: 'credentials.clients',
    message: 'there is no second client',
    change: 'list another client of the same grants',
  },
  exhaust: {
    where: 'safety.exhaust_rate_limits',
    message: 'quotas may not be used up',
    change: 'set it to true if the target is yours to exhaust',
  },
  destructive: {
    where: 'safety.destructive',
    message: 'nothing may be changed or deleted',
    change: 'set it to true on a test system',
  },
  blocked_key: {
    where: 'credentials.keys',
    message: 'no key is said to be blocked',
    change: 'block a key of the target, and list it with "status: blocked"',
  },
  renew_keys: {
    where: 'safety.renew_keys',
    message: 'secrets of keys may not be replaced',
    change: 'set it to true on a test system: each key gets its secret back',
  },
  tls: {
    where: 'base_url',
    message: 'the target does not speak HTTPS',
    change: 'give its https:// address, if it has one',
  },
};

/** Families in "assume" in which nothing is assumed: a run refuses them. */
export function assumeFindings(contract: CompiledContract, { assume = [] }: Target): readonly DoctorFinding[] {
  const there = assumedFamilies(allChecks(contract));
  return assume
    .filter((family) => !there.includes(family))
    .map((family) => ({
      whose: 'configuration',
      level: 'problem',
      where: 'assume',
      message: `no check of a family "${family}" is assumed`,
      change: suggestion(family, there) ?? 'take it out: this contract assumes nothing',
    }));
}

export function capabilityFindings(contract: CompiledContract, target: Target): readonly DoctorFinding[] {
  const families = familiesFor(target);
  const checks = allChecks(contract).filter(
    (check) => target.isMock || check.evidence !== 'assumed' || isAssumedOf(families, check),
  );
  return (Object.keys(LACKS) as Need[]).flatMap((need): DoctorFinding[] => {
    const costs =
      unmetNeed([need], target) === undefined ? 0 : checks.filter(({ needs }) => needs.includes(need)).length;
    return costs === 0 ? [] : [{ whose: 'configuration', level: 'note', costs, ...LACKS[need] }];
  });
}
