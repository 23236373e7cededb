/** `link.request`: sends a link to sign in with to the address that a user has. */
import type { IdFormat, LinkRequestAction, SeedUser } from '../../../specs/generated/vocabulary.ts';
import type { CompiledOperation } from '../../contract/compiled-contract.ts';
import { contractMs } from '../../contract/durations.ts';
import { at } from '../../contract/openapi-document.ts';
import { textOf } from '../../contract/text-of.ts';
import { refuse } from '../../request/call.ts';
import type { ActionStep, Call } from '../../request/call.ts';
import { actionOf } from '../../request/operation-action.ts';
import { bodyValue } from '../../request/parsed-body.ts';
import { isoSeconds } from '../../state/clock.ts';
import { lineage } from '../grantor-exists.ts';
import { digest } from '../secret-digest.ts';
import { setCookie } from '../sessions/session-cookie.ts';
import { addressField, addressOf, comparable, linkKey, newestLinkKey, REMEMBERED_MS } from './link-records.ts';
import type { LinkRecord, NewestLink } from './link-records.ts';

const TOKEN: IdFormat = { alphabet: 'base64url', length: 43 };

function personAt({ world, tenant }: Call, address: string, field: string): SeedUser | undefined {
  const wanted = comparable(address);
  return [...world.people.users.values()].find((user) => {
    const own = addressOf(user, field);
    return own !== undefined && comparable(own) === wanted && (tenant === undefined || user.tenant === tenant);
  });
}

/** The link as it stands in the message. A path is one of the contract's own. */
function linkWith({ request, mount }: Call, template: string, token: string): string {
  const link = template.replaceAll('{token}', encodeURIComponent(token));
  return link.startsWith('/') ? request.origin + mount + link : link;
}

async function send(call: Call, action: LinkRequestAction, user: SeedUser, browser: string | null): Promise<void> {
  const { world, now, operation } = call;
  const token = world.ids.make(action.id_format ?? TOKEN);
  const born = lineage(world, { client: null, tenant: user.tenant, user: user.id });
  const record: LinkRecord = {
    request: operation.id,
    user: user.id,
    tenant: user.tenant,
    ...(born && { lineage: born }),
    browser: browser === null ? null : digest(browser),
    sent_at: now,
    expires_at: now + contractMs(action.lifetime),
    used: null,
  };
  const options = { expiresAt: record.expires_at + REMEMBERED_MS };
  const key = linkKey(token);
  await world.store.set(key, record, options);
  await world.store.set<NewestLink>(newestLinkKey(record), { key, sent_at: now }, options);
  await world.sandbox.inbox.deliver({
    contract: world.contract.name,
    to: addressOf(user, addressField(action))!,
    code: token,
    link: linkWith(call, action.link, token),
    otp_id: world.ids.make({ prefix: 'link_', alphabet: 'base62', length: 20 }),
    operation: operation.id,
    resource: null,
    sent_at: isoSeconds(now),
    expires_at: isoSeconds(record.expires_at),
  });
}

export function linkRequest(operation: CompiledOperation): ActionStep {
  const action = actionOf(operation, 'link.request');
  const facts = { 'link.expires_in': contractMs(action.lifetime) / 1000 };
  return async (call) => {
    const address = textOf(at(bodyValue(call), action.address)) ?? '';
    const user = personAt(call, address, addressField(action));
    if (user === undefined && action.unknown === 'refuse')
      return {
        refusal: refuse(
          'unknown_user',
          `the address must be the ${addressField(action)} of a user`,
          `${operation.pointer}/x-action/unknown`,
          { expected: "a seeded user's address", got: 'an address that nobody has' },
        ),
      };
    const { browser_cookie: name } = action;
    // Whoever asks for a stranger's link gets a cookie as well: its absence would tell.
    const browser = name === undefined ? null : call.world.ids.make(TOKEN);
    if (user !== undefined) await send(call, action, user, browser);
    return {
      answer: {
        facts,
        ...(name !== undefined && browser !== null && { headers: { 'set-cookie': setCookie(call, name, browser) } }),
      },
    };
  };
}
