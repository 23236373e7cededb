/**
 * A client hands over the name and password of a person, who is not asked: an old grant, that documents still declare.
 *
 * @see RFC 6749 §4.3; RFC 9700 §2.4 says that it must not be used
 */
import { field } from '../endpoint-form.ts';
import { issueTokens } from '../issue-tokens.ts';
import { grantedTargets } from '../resource-indicators.ts';
import { resolveScope } from '../scope-rules.ts';
import { signIn } from '../../sessions/sign-in.ts';
import { givesRefreshToken, invalidGrant, invalidScope, required } from './grant.ts';
import type { GrantHandler } from './grant.ts';

export const password: GrantHandler = {
  grant: 'password',
  name: 'password',
  parameters: ['username', 'password'],
  handle({ call, bound, form, party, targets }) {
    const people = [...call.world.people.users.values()].filter(({ tenant }) => tenant === party.tenant);
    const given = new Map(['username', 'password'].map((name) => [name, required(form, name)]));
    const user = signIn(people, given);
    if (user === undefined)
      return { refusal: invalidGrant(call, "username and password must be those of a person of the client's tenant") };
    const verdict = resolveScope(bound.scopes, field(form, 'scope'), party.scopes);
    if (verdict.problem !== undefined) return { refusal: invalidScope(call, verdict.problem, verdict.got) };
    const { scope } = verdict;
    const audience = grantedTargets(targets);
    const refreshable = givesRefreshToken(bound, 'password', scope);
    return issueTokens(call, bound, {
      party,
      grant: 'password',
      scope,
      user: user.id,
      audience,
      family: refreshable ? call.world.ids.uuid() : null,
      refresh: refreshable ? { scope, audience } : undefined,
    });
  },
};
