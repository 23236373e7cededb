/** What a link gives where a contract says tokens: an access token for an app that only says its name. */
import type { LinkRedeemAction } from '../../../specs/generated/vocabulary.ts';
import type { CompiledContract } from '../../contract/compiled-contract.ts';
import { at } from '../../contract/openapi-document.ts';
import { textOf } from '../../contract/text-of.ts';
import { hidden, refuse } from '../../request/call.ts';
import type { Call, Outcome, Refusal } from '../../request/call.ts';
import { bodyValue } from '../../request/parsed-body.ts';
import { chain } from '../../state/awaitable.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import { bindCredential } from '../oauth/bound-credential.ts';
import type { BoundCredential } from '../oauth/bound-credential.ts';
import { clientParty, requireActive } from '../oauth/client-authentication.ts';
import type { Party } from '../oauth/client-authentication.ts';
import { givesRefreshToken, invalidScope } from '../oauth/grants/grant.ts';
import { issueTokens } from '../oauth/issue-tokens.ts';
import { isPublicClient } from '../oauth/public-client.ts';
import { resolveScope } from '../oauth/scope-rules.ts';
import { userFields } from '../sessions/sign-in.ts';
import type { LinkRecord } from './link-records.ts';

/** Who gets the tokens, and of which scope. */
export interface Holder {
  readonly party: Party;
  readonly scope: string;
}

export interface LinkTokens {
  /** The client that the body names; a refusal before the link is touched. */
  holder(call: Call, record: LinkRecord): Holder | Refusal;
  issue(call: Call, holder: Holder, record: LinkRecord): Awaitable<Outcome>;
}

function holderOf(call: Call, { client: pointer = '' }: LinkRedeemAction, bound: BoundCredential, tenant: string) {
  const { people } = call.world;
  const place = `${call.operation.pointer}/x-action/client`;
  const id = textOf(at(bodyValue(call), pointer)) ?? '';
  const client = people.clients.get(id);
  const expected = "a public client of the person's tenant";
  const unfit = (rule: string, got: string): Refusal => refuse('invalid_client', rule, place, { expected, got });
  if (client === undefined) return unfit('the client must exist', id === '' ? 'no client' : 'an id that no client has');
  if (!isPublicClient(client))
    return unfit('a client that has a secret or a key cannot be named alone', `client ${id}, which has one`);
  const party = clientParty(client);
  const inactive = requireActive(call, party, call.operation.pointer);
  if (inactive !== undefined) return inactive;
  if (client.tenant !== tenant)
    return hidden(
      unfit("the client must be of the person's tenant", `client ${id} of ${client.tenant}; the link is of ${tenant}`),
      'a client of another tenant',
      expected,
    );
  const verdict = resolveScope(bound.scopes, undefined, party.scopes);
  return verdict.problem === undefined
    ? { party, scope: verdict.scope }
    : invalidScope(call, verdict.problem, verdict.got);
}

export function bindLinkTokens(contract: CompiledContract, action: LinkRedeemAction): LinkTokens | undefined {
  if (contract.credentials.get(action.credential)?.kind !== 'token') return undefined;
  const bound = bindCredential(contract, action.credential);
  return {
    holder: (call, { tenant }) => holderOf(call, action, bound, tenant),
    issue(call, { party, scope }, { user }) {
      const refreshable = givesRefreshToken(bound, 'link', scope);
      const issued = issueTokens(call, bound, {
        party,
        scope,
        user,
        family: refreshable ? call.world.ids.uuid() : null,
        refresh: refreshable ? { scope } : undefined,
      });
      return chain(issued, (outcome): Outcome => {
        if (outcome.answer === undefined) return outcome;
        const fields = userFields(call.world.people.users.get(user)!);
        return { answer: { ...outcome.answer, facts: { ...outcome.answer.facts, fields } } };
      });
    },
  };
}
