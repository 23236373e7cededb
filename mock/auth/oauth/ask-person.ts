/**
 * From a good authorization request to its answer: who is it, do they agree, and back to the client.
 *
 * @see RFC 6749 §4.1.1, §4.1.2; OpenID Connect Core §3.1.2.3, §3.1.2.4
 */
import { chain } from '../../state/awaitable.ts';
import { contractMs } from '../../contract/durations.ts';
import { hasAgreed, rememberAgreed } from '../openid/agreements.ts';
import { findLogin, joinLogin, loginCookie, openLogin } from '../openid/login-sessions.ts';
import type { LoginSession, OpenSession } from '../openid/login-sessions.ts';
import { loginPage } from '../openid/login-page.ts';
import { subjectOf } from '../openid/subject.ts';
import type { Prompting } from '../openid/authentication-request.ts';
import { bindCredential } from './bound-credential.ts';
import type { BoundCredential } from './bound-credential.ts';
import type { Authorization } from './authorization-codes.ts';
import { consentPage } from './consent-page.ts';
import type { Party } from './consent-page.ts';
import { frontChannelAnswer } from './front-channel-answer.ts';
import { actionOf, operationsWith } from './found-or-refused.ts';
import { partiesOf } from './parties.ts';
import { openTransaction } from './pending-authorizations.ts';
import type { Page } from '../html-page.ts';
import { redirect, redirectError } from './redirect-response.ts';
import type { ReturnAddress } from './redirect-response.ts';
import { scopeList } from './scopes.ts';
import type { AuthorizeAction } from '../../../specs/generated/vocabulary.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import type { Call, Outcome } from '../../request/call.ts';
import type { CompiledOperation, CompiledContract } from '../../contract/compiled-contract.ts';

/** An authorization endpoint. */
export interface Endpoint {
  readonly operation: CompiledOperation;
  readonly action: AuthorizeAction;
  readonly bound: BoundCredential;
  readonly codeLifetimeMs: number;
  /** How long a browser stays signed in; undefined where every request asks anew. */
  readonly sessionMs: number | undefined;
  /** Path below the mount that the pages post to; undefined where the contract has no such operation. */
  readonly decidePath: string | undefined;
  /** Whether requests may be pushed. */
  readonly pushes: boolean;
  /** Whether the contract has an answer for a page; without it nobody can be asked. */
  readonly hasPage: boolean;
}

/** An authorization request that is good, and where its answer goes. */
export interface Asked {
  readonly authorization: Authorization;
  readonly back: ReturnAddress;
}

/** After a GET, or after a form. */
type Status = 302 | 303;

type Headers = Readonly<Record<string, string>>;

export function endpointOf(operation: CompiledOperation, contract: CompiledContract): Endpoint {
  const action = actionOf(operation, 'authorize');
  const decisions = operationsWith(contract.operations, 'authorize.decide');
  return {
    operation,
    action,
    bound: bindCredential(contract, action.credential),
    codeLifetimeMs: contractMs(action.code_lifetime),
    sessionMs: action.login_session === undefined ? undefined : contractMs(action.login_session),
    decidePath: (decisions.find((decision) => decision.operation.path === operation.path) ?? decisions[0])?.operation
      .path,
    pushes: operationsWith(contract.operations, 'authorize.push').some(
      (push) => push.action.credential === action.credential,
    ),
    hasPage: operation.answers.some(({ status }) => status === 200),
  };
}

const withHeaders = (outcome: Outcome, headers: Headers): Outcome =>
  outcome.answer === undefined
    ? outcome
    : { answer: { ...outcome.answer, headers: { ...outcome.answer.headers, ...headers } } };

const shown = (page: Page, headers: Headers = {}): Outcome => ({
  answer: { status: 200, ...page, headers: { ...page.headers, ...headers } },
});

const signedInFirst = (parties: readonly Party[], id: string): readonly Party[] =>
  [...parties].sort((a, b) => Number(b.id === id) - Number(a.id === id));

const isHeadless = (call: Call, { action, decidePath, hasPage }: Endpoint): boolean => {
  const { consent } = call.world.settings;
  const mode = consent === 'contract' ? (action.consent ?? 'page') : consent;
  return mode === 'headless' || decidePath === undefined || !hasPage;
};

const nameOf = ({ world: { people } }: Call, { client, tenant }: Authorization) => ({
  client: people.clients.get(client)?.name ?? client,
  tenant: people.tenants.get(tenant)?.name ?? tenant,
});

/** @param parties who may be signed in; one where that is known */
function showConsent(
  call: Call,
  endpoint: Endpoint,
  { authorization, back }: Asked,
  parties: readonly Party[],
  headers?: Headers,
): Awaitable<Outcome> {
  const { bound, operation, decidePath } = endpoint;
  const { known } = bound.scopes;
  return chain(
    openTransaction(call, { operation: operation.id, authorization, back, stage: 'consent' }),
    (transaction) =>
      shown(
        consentPage({
          ...nameOf(call, authorization),
          redirectUri: authorization.redirect_uri,
          scopes: scopeList(authorization.scope).map((name) => ({ name, description: known.get(name) ?? '' })),
          parties,
          transaction,
          action: call.mount + (decidePath ?? ''),
        }),
        headers,
      ),
  );
}

function showLogin(
  call: Call,
  { operation, decidePath }: Endpoint,
  { authorization, back }: Asked,
  parties: readonly Party[],
  consent: boolean,
): Awaitable<Outcome> {
  const stage = consent ? 'login and consent' : 'login';
  return chain(openTransaction(call, { operation: operation.id, authorization, back, stage }), (transaction) =>
    shown(loginPage({ ...nameOf(call, authorization), parties, transaction, action: call.mount + (decidePath ?? '') })),
  );
}

/** Gives what was asked for, and remembers which client got it in which session. */
export function giveCode(
  call: Call,
  { action, bound, codeLifetimeMs }: Endpoint,
  { authorization, back }: Asked,
  status: Status,
  opened?: OpenSession,
  headers?: Headers,
): Awaitable<Outcome> {
  return chain(opened === undefined ? undefined : joinLogin(call, opened, authorization.client), () =>
    chain(
      frontChannelAnswer(call, bound, authorization, { lifetimeMs: codeLifetimeMs, format: action.code_format }),
      (given) => withHeaders(redirect(status, back, given), headers ?? {}),
    ),
  );
}

const signedIn = (authorization: Authorization, { user, auth_time, sid }: LoginSession): Authorization => ({
  ...authorization,
  user,
  signed_in: { auth_time, sid },
});

/** Whoever is signed in agrees, or has agreed before, or is asked. */
export function goOnAs(
  call: Call,
  endpoint: Endpoint,
  { authorization: asked, back }: Asked,
  opened: OpenSession,
  { consent, none }: Pick<Prompting, 'consent' | 'none'>,
  status: Status,
  headers?: Headers,
): Awaitable<Outcome> {
  const authorization = signedIn(asked, opened.session);
  const good = { authorization, back };
  if (isHeadless(call, endpoint)) return giveCode(call, endpoint, good, status, opened, headers);
  return chain(consent ? false : hasAgreed(call, authorization), (agreed) => {
    if (agreed) return giveCode(call, endpoint, good, status, opened, headers);
    if (none)
      return redirectError(
        status,
        back,
        { error: 'consent_required', description: 'The person has not agreed to this yet.' },
        endpoint.operation.pointer,
      );
    const { user, tenant } = authorization;
    const parties = partiesOf(call.world, tenant, endpoint.action).filter(({ id }) => id === user);
    return showConsent(call, endpoint, good, parties, headers);
  });
}

export const agreed = (call: Call, authorization: Authorization): Awaitable<unknown> =>
  authorization.signed_in === undefined ? undefined : rememberAgreed(call, authorization);

function askInSession(
  call: Call,
  endpoint: Endpoint,
  asked: Asked,
  prompting: Prompting,
  sessionMs: number,
): Awaitable<Outcome> {
  const { authorization, back } = asked;
  const { client, tenant } = authorization;
  const { id_token: openid } = endpoint.bound.credential;
  const { subject, maxAge, login } = prompting;
  const isMeant = (user: string): boolean =>
    subject === undefined || openid === undefined || subjectOf(call.world, openid, client, user) === subject;
  const parties = partiesOf(call.world, tenant, endpoint.action).filter(({ id }) => isMeant(id));
  const isFresh = ({ auth_time }: LoginSession): boolean =>
    !login && maxAge !== 0 && (maxAge === undefined || Math.floor(call.now / 1000) - auth_time <= maxAge);
  return chain(findLogin(call), (found) => {
    if (found !== undefined && isFresh(found.session) && parties.some(({ id }) => id === found.session.user))
      return goOnAs(call, endpoint, asked, found, prompting, 302);
    if (prompting.none || parties.length === 0)
      return redirectError(
        302,
        back,
        { error: 'login_required', description: 'The person has to sign in first.' },
        endpoint.operation.pointer,
      );
    const sorted = signedInFirst(parties, authorization.user);
    if (!isHeadless(call, endpoint)) return showLogin(call, endpoint, asked, sorted, prompting.consent);
    return chain(openLogin(call, { tenant, user: sorted[0]!.id }, sessionMs), (opened) =>
      goOnAs(call, endpoint, asked, opened, prompting, 302, loginCookie(call, opened)),
    );
  });
}

/** Asks a person, or where the contract or a setting says so, takes their consent for granted. */
export function askPerson(call: Call, endpoint: Endpoint, asked: Asked, prompting: Prompting): Awaitable<Outcome> {
  const { sessionMs, action } = endpoint;
  if (sessionMs !== undefined) return askInSession(call, endpoint, asked, prompting, sessionMs);
  if (isHeadless(call, endpoint)) return giveCode(call, endpoint, asked, 302);
  const { tenant, user } = asked.authorization;
  return showConsent(call, endpoint, asked, signedInFirst(partiesOf(call.world, tenant, action), user));
}
