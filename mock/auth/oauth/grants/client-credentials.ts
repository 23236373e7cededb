/**
 * A client asks for itself.
 *
 * @see RFC 6749 §4.4
 */
import { issueTokens } from '../issue-tokens.ts';
import { field } from '../endpoint-form.ts';
import { resolveScope } from '../scope-rules.ts';
import { givesRefreshToken, invalidScope } from './grant.ts';
import type { GrantHandler } from './grant.ts';

export const clientCredentials: GrantHandler = {
  grant: 'client_credentials',
  name: 'client_credentials',
  parameters: [],
  handle({ call, bound, form, party }) {
    const verdict = resolveScope(bound.scopes, field(form, 'scope'), party.scopes);
    if (verdict.problem !== undefined) return { refusal: invalidScope(call, verdict.problem, verdict.got) };
    const { scope } = verdict;
    const refreshable = givesRefreshToken(bound, 'client_credentials');
    return issueTokens(call, bound, {
      party,
      scope,
      user: null,
      family: refreshable ? call.world.ids.uuid() : null,
      refresh: refreshable ? { scope } : undefined,
    });
  },
};
