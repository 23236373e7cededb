/**
 * A service trades a token that it was sent for one of its own, with which it calls on.
 *
 * @see RFC 8693 §2.1, §2.2; RFC 8705 §3 and RFC 9449 §7 on tokens that are bound
 */
import { chain } from '../../../state/awaitable.ts';
import { refuse } from '../../../request/call.ts';
import { field, lackOf } from '../endpoint-form.ts';
import { isRefusal } from '../found-or-refused.ts';
import { issueTokens } from '../issue-tokens.ts';
import { grantedTargets, readTargets, refuseTarget } from '../resource-indicators.ts';
import { resolveScope } from '../scope-rules.ts';
import { effectiveScopes, scopeList } from '../scopes.ts';
import { subjectOf } from '../token-records.ts';
import { verifyToken } from '../verify-token.ts';
import { invalidScope, required } from './grant.ts';
import type { TokenRecord } from '../token-records.ts';
import type { Awaitable } from '../../../state/awaitable.ts';
import type { Outcome, Refusal } from '../../../request/call.ts';
import type { GrantHandler, GrantRequest } from './grant.ts';

const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
const JWT = 'urn:ietf:params:oauth:token-type:jwt';

/** A bad subject or actor token is invalid_request, and not invalid_grant (RFC 8693 §2.2.2). */
function bad({ call }: GrantRequest, rule: string, expected?: string, got?: string): Refusal {
  return refuse('invalid_request', rule, `${call.operation.pointer}/x-action`, { expected, got });
}

const typesOf = ({ bound }: GrantRequest): readonly string[] =>
  bound.credential.format === 'jwt' ? [ACCESS_TOKEN, JWT] : [ACCESS_TOKEN];

/** What is wrong with a parameter that says what kind a token is. */
function typeFault(request: GrantRequest, name: string): Refusal | undefined {
  const { call, form } = request;
  const types = typesOf(request);
  const given = field(form, name);
  if (given !== undefined && types.includes(given)) return undefined;
  const rule = `${name} must be a kind of token that this endpoint takes`;
  return bad(request, rule, types.join(' or '), given === undefined ? lackOf(call, name) : given);
}

/** What the request asks for beyond what the tokens say. */
function askedFault(request: GrantRequest): Refusal | undefined {
  const { call, bound, form } = request;
  const asked = readTargets(call, bound, form, ['audience', 'resource']);
  if ('rule' in asked) return refuseTarget(call, asked);
  if (field(form, 'requested_token_type') !== undefined) {
    const fault = typeFault(request, 'requested_token_type');
    if (fault) return fault;
  }
  const actor = field(form, 'actor_token') !== undefined;
  if (actor) return typeFault(request, 'actor_token_type');
  return field(form, 'actor_token_type') === undefined
    ? undefined
    : bad(request, 'actor_token_type must come with an actor_token', 'both, or neither', 'no actor_token');
}

/**
 * A token of the client's own that is bound is of no use without its key, and trading it would make one of use. What was
 * sent to a service is bound to somebody else's key, which the service cannot prove.
 */
function bindingFault(
  request: GrantRequest,
  name: string,
  { client, key_credential, cnf }: TokenRecord,
): Refusal | undefined {
  const { party } = request;
  if (cnf === undefined || client !== party.id || key_credential !== party.keyCredential) return undefined;
  for (const [member, what, none] of [
    ['jkt', 'a DPoP proof with the thumbprint', 'no proof'],
    ['x5t#S256', 'a connection with the certificate of the thumbprint', 'no certificate'],
  ] as const) {
    const wanted = cnf[member];
    const got = party.cnf?.[member];
    if (wanted !== undefined && wanted !== got)
      return bad(
        request,
        `${name} must come with the key that it is bound to`,
        `${what} ${wanted}`,
        got === undefined ? none : `one with ${got}`,
      );
  }
  return undefined;
}

/** A live access token of the contract, of the client's own tenant. */
function readToken(request: GrantRequest, name: string): Awaitable<TokenRecord | Refusal> {
  const { call, bound, form, party } = request;
  return chain(verifyToken(call, bound.name, required(form, name)), (verdict): TokenRecord | Refusal => {
    if (isRefusal(verdict))
      return bad(request, `${name} must be good: ${verdict.note.rule}`, verdict.note.expected, verdict.note.got);
    const { record } = verdict;
    return record.tenant === party.tenant
      ? (bindingFault(request, name, record) ?? record)
      : bad(request, `${name} must be of the client's own tenant`, party.tenant, record.tenant);
  });
}

function exchange(request: GrantRequest, subject: TokenRecord, actor: TokenRecord | undefined): Awaitable<Outcome> {
  const { call, bound, form, party } = request;
  const had = scopeList(subject.scope);
  const may = party.scopes === undefined ? had : effectiveScopes(bound.credential, had, party.scopes);
  const requested = field(form, 'scope') ?? (may.length > 0 ? may.join(' ') : undefined);
  const verdict = resolveScope(bound.scopes, requested, may);
  if (verdict.problem !== undefined) return { refusal: invalidScope(call, verdict.problem, verdict.got) };
  return chain(
    issueTokens(call, bound, {
      party,
      scope: verdict.scope,
      // Whoever the first token speaks for, the new one does; it dies with the same authorization.
      user: subject.user,
      subject: subject.user === null ? subjectOf(subject) : undefined,
      family: subject.family,
      actor: actor && subjectOf(actor),
      // Who names nobody gets no token for others than the first one was for.
      audience: grantedTargets(request.targets) ?? subject.audience,
      refresh: undefined,
    }),
    (outcome): Outcome =>
      outcome.answer === undefined
        ? outcome
        : {
            answer: {
              ...outcome.answer,
              facts: {
                ...outcome.answer.facts,
                'token.issued_token_type': field(form, 'requested_token_type') ?? ACCESS_TOKEN,
              },
            },
          },
  );
}

export const tokenExchange: GrantHandler = {
  grant: 'token_exchange',
  name: 'urn:ietf:params:oauth:grant-type:token-exchange',
  parameters: ['subject_token', 'subject_token_type'],
  handle(request) {
    const fault = typeFault(request, 'subject_token_type') ?? askedFault(request);
    if (fault) return { refusal: fault };
    return chain(readToken(request, 'subject_token'), (subject): Awaitable<Outcome> => {
      if (isRefusal(subject)) return { refusal: subject };
      if (field(request.form, 'actor_token') === undefined) return exchange(request, subject, undefined);
      return chain(readToken(request, 'actor_token'), (actor) =>
        isRefusal(actor) ? { refusal: actor } : exchange(request, subject, actor),
      );
    });
  },
};
