/** Links that people are sent to sign in, for a person that each iteration makes anew. */
import { subjectsOf } from '../../conformance/checks/link/link-subject.ts';
import type { Subject } from '../../conformance/checks/link/link-subject.ts';
import { exampleBody } from '../../conformance/driver/contract-examples.ts';
import { withValue } from '../../conformance/driver/json-values.ts';
import { addressOf, publicClient } from '../../conformance/driver/link-driver.ts';
import { carryAll } from '../../conformance/driver/present-credential.ts';
import type { TargetUser } from '../../conformance/target/target.ts';
import type { MagicLink, Template } from '../k6/profile.ts';
import { labelOf, refusedWith } from './profile-calls.ts';
import { NotApplicable } from './profile-inputs.ts';
import type { ProfileInputs } from './profile-inputs.ts';
import { templateOf } from './request-template.ts';

/** What the link opens; null where the contract has no such operation. */
async function useOf({ contract, context, ...inputs }: ProfileInputs, { use }: Subject): Promise<Template | null> {
  if (use === undefined) return null;
  const parts = await context.request(use.operation, { body: undefined });
  const carried = carryAll(contract, use.requirement.method, { secret: '__CREDENTIAL__' });
  return templateOf({ contract, context, ...inputs }, use.operation, {
    ...parts,
    headers: [...parts.headers, ...carried.headers],
    query: [...parts.query, ...carried.query],
  });
}

async function linkOf(inputs: ProfileInputs, subject: Subject, user: TargetUser): Promise<MagicLink> {
  const { contract, context } = inputs;
  const { sends, takes, use, gives } = subject;
  const { address: pointer, user_field: field = 'username', browser_cookie: browser = null } = sends.action;
  const body = withValue(exampleBody(contract, sends)?.value ?? {}, pointer, '__ADDRESS__');
  const handed = {
    message: { token: '__LINK_TOKEN__', link: undefined, to: '' },
    cookies: browser === null ? '' : `${browser}=__BROWSER__`,
    user,
  };
  return {
    caller: labelOf(takes.action.credential, user.tenant),
    tenant: user.tenant,
    field,
    address: addressOf(contract, sends, user)!,
    ask: templateOf(inputs, sends, await context.request(sends, { body: JSON.stringify(body) })),
    redeem: templateOf(inputs, takes, await context.links.redemption(takes, handed), { facts: [gives] }),
    gives,
    browser,
    cookie: use?.requirement.method.parts.find((part) => part.in === 'cookie')?.name ?? null,
    use: await useOf(inputs, subject),
    dead: refusedWith(takes, 'used_link', 'invalid_link'),
  };
}

/** One for each tenant that has somebody who can be sent a link, and for each operation that takes one. */
export async function magicLinks(inputs: ProfileInputs): Promise<MagicLink[]> {
  const { contract, target } = inputs;
  const found: MagicLink[] = [];
  for (const subject of subjectsOf(contract)) {
    const { sends, takes } = subject;
    const tenants = new Set<string>();
    for (const user of target.credentials.users) {
      const apart = takes.action.client === undefined || publicClient(target, ({ tenant }) => tenant === user.tenant);
      if (tenants.has(user.tenant) || !apart || addressOf(contract, sends, user) === undefined) continue;
      tenants.add(user.tenant);
      found.push(await linkOf(inputs, subject, user));
    }
  }
  return found;
}

/** @throws {NotApplicable} where the contract or the target has none */
export async function drivenLinks(inputs: ProfileInputs): Promise<readonly MagicLink[]> {
  const { target } = inputs;
  const found = await magicLinks(inputs);
  if (found.length === 0)
    throw new NotApplicable('the contract sends no links that sign people in, or the target has nobody to send one to');
  if (target.otp.kind !== 'control' || target.control === undefined)
    throw new NotApplicable(
      'k6 makes people, and reads the links that they are sent, over a control plane, and the target offers none (capabilities.otp)',
    );
  return found;
}
