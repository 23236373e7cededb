/** Tokens for a client itself, with no person behind them: of the scope that it asks for and may have. */
import { field } from '../endpoint-form.ts';
import { issueTokens } from '../issue-tokens.ts';
import { grantedTargets } from '../resource-indicators.ts';
import { resolveScope } from '../scope-rules.ts';
import { givesRefreshToken, invalidScope } from './grant.ts';
import type { Awaitable } from '../../../state/awaitable.ts';
import type { Outcome } from '../../../request/call.ts';
import type { GrantRequest } from './grant.ts';

export function issueToClient(
  { call, bound, form, party, targets }: GrantRequest,
  grant: 'client_credentials' | 'jwt_bearer',
): Awaitable<Outcome> {
  const verdict = resolveScope(bound.scopes, field(form, 'scope'), party.scopes);
  if (verdict.problem !== undefined) return { refusal: invalidScope(call, verdict.problem, verdict.got) };
  const { scope } = verdict;
  const audience = grantedTargets(targets);
  const refreshable = givesRefreshToken(bound, grant, scope);
  return issueTokens(call, bound, {
    party,
    grant,
    scope,
    user: null,
    audience,
    family: refreshable ? call.world.ids.uuid() : null,
    refresh: refreshable ? { scope, audience } : undefined,
  });
}
