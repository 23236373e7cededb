/** Rules about when tokens are got, renewed, used up and given back. */
import { broken, byFault, held, notSeen } from '../rule.ts';
import type { Rule } from '../rule.ts';
import { TOKENS } from '../subjects.ts';
import type { CompiledContract } from '../../mock/contract/compiled-contract.ts';
import type { Exchange, Session } from '../session.ts';
import {
  bearers,
  follows,
  isAction,
  isCall,
  isGood,
  isTokenRequest,
  issueOf,
  issuesOf,
  nextTry,
  seconds,
} from '../tokens.ts';
import type { Issue } from '../tokens.ts';

/** Clocks that were moved between two exchanges tell the client nothing. */
const JUMP_MS = 1_000;
const isJumped = (a: Exchange, b: Exchange): boolean => Math.abs(a.ahead - b.ahead) > JUMP_MS;

/** The token that took another one's place: the next that the same client got by the same way, or by a refresh. */
const successor = (issue: Issue, issues: readonly Issue[]): Issue | undefined =>
  issues.find(
    (other) =>
      follows(other.exchange, issue.exchange) &&
      other.client === issue.client &&
      (other.grant === issue.grant || other.grant === 'refresh_token') &&
      (other.scope === issue.scope || other.traded !== undefined),
  );

const refreshedEarly: Rule = {
  id: 'token.renewed-in-time',
  title: 'A token is renewed before it expires, not after the API has refused it',
  level: 'should',
  about: TOKENS,
  citation: {
    standard: 'RFC 6749 §5.1',
    url: 'https://www.rfc-editor.org/rfc/rfc6749#section-5.1',
    quote: 'The lifetime in seconds of the access token.',
  },
  advice: [['revenue.28', 'expires in less than 5 minutes']],
  judge(session) {
    const issues = issuesOf(session);
    const late = session.exchanges.filter((call) => {
      if (call.failure !== 'expired_token') return false;
      const issue = issues.find(({ access }) => access !== undefined && bearers(call).includes(access));
      // A client can only go by its own clock.
      return issue !== undefined && !isJumped(issue.exchange, call) && call.at >= issue.expires;
    });
    if (late.length > 0)
      return broken(
        `${late.length === 1 ? 'a call was' : `${late.length} calls were`} made with a token that had expired by its own expires_in`,
        late,
        'Remember when the token came, and renew it some time before expires_in has passed.',
      );
    const margins = issues.flatMap((issue) => {
      const next = successor(issue, issues);
      const left = next === undefined ? Infinity : issue.expires - next.exchange.at;
      return Number.isFinite(left) && left >= 0 && left < (issue.expires - issue.exchange.end) / 2 ? [left] : [];
    });
    return margins.length === 0
      ? notSeen('no token came near its end; let the client work for longer than a token lives', {
          plan: 'expiries',
          by: 'PATCH /_tollgate/settings/{contract} with a short token_lifetime',
          does: { method: 'PATCH', path: '/settings/{contract}', body: { token_lifetime: '10s' } },
        })
      : held(`renewed ${seconds(Math.min(...margins))} before the end at the latest`);
  },
};

const oneRefresh: Rule = {
  id: 'token.one-refresh-at-a-time',
  title: 'One token is asked for at a time, whatever number of calls wait for it',
  level: 'must',
  about: TOKENS,
  citation: {
    standard: 'RFC 9700 §4.14.2',
    url: 'https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2',
  },
  judge({ exchanges }) {
    const asked = exchanges.filter((exchange) => isTokenRequest(exchange) && exchange.kept);
    for (const [i, first] of asked.entries())
      for (const second of asked.slice(i + 1)) {
        const [a, b] = [issueOf(first), issueOf(second)];
        const isTogether = second.at < first.end;
        const isSame = a.client === b.client && a.grant === b.grant;
        const isSameRefresh = a.traded !== undefined && a.traded === b.traded;
        if (isSame && isTogether && (isSameRefresh || (a.grant === 'client_credentials' && a.scope === b.scope)))
          return broken(
            isSameRefresh
              ? 'one refresh token was traded in twice at once'
              : 'two tokens of one kind were asked for at once',
            [first, second],
            'Let every call that finds no good token wait for one and the same token request.',
          );
      }
    const calls = exchanges.filter(isCall);
    const isShared = asked.some((request) =>
      calls.some((one, i) => one.at >= request.end && calls.slice(i + 1).some((other) => other.at < one.end)),
    );
    return isShared
      ? held('calls that were made at once shared one token request')
      : notSeen('no two calls were under way at once around a token request; let the client make several at once');
  },
};

/** Credentials that are given out for a while, and can be got anew: a key or a signature cannot. */
const hasToken = ({ came, contract }: Exchange): boolean =>
  came.some(([name]) => ['token', 'session'].includes(contract.credentials.get(name)?.kind ?? ''));

const OF_TOKENS: readonly (string | undefined)[] = ['expired_token', 'revoked_token', 'invalid_token'];

/** A refusal that a plan plays, whatever it is called, is one of a token where the call had one. */
const isRefusedToken = (call: Exchange): boolean =>
  call.status === 401 && (call.fault?.effect === false ? hasToken(call) : OF_TOKENS.includes(call.failure));

const retryAfter401: Rule = {
  id: 'token.one-retry-after-401',
  title: 'After a 401 the token is renewed and the call made once more, not again and again',
  level: 'must',
  about: TOKENS,
  citation: {
    standard: 'RFC 6750 §3.1',
    url: 'https://www.rfc-editor.org/rfc/rfc6750#section-3.1',
    quote: 'The client MAY request a new access token and retry the protected resource request.',
  },
  advice: [['revenue.28', 'Refresh token and retry']],
  judge(session) {
    const refused = session.exchanges.filter((call) => isCall(call) && isRefusedToken(call));
    for (const call of refused) {
      const again = nextTry(call, session);
      if (again === undefined) continue;
      const isSameToken = bearers(again).some((mark) => bearers(call).includes(mark));
      if (isSameToken && call.kept && again.kept)
        return broken(
          'a call was made again with the very token that was refused',
          [call, again],
          'Ask for a new token first; if that is refused too, stop and say so.',
        );
      const third = isRefusedToken(again) ? nextTry(again, session) : undefined;
      if (third !== undefined)
        return broken(
          'a call that was refused twice was made a third time',
          [call, again, third],
          'Try once with a new token, then stop: something else is wrong.',
        );
    }
    const retried = refused.filter((call) => nextTry(call, session) !== undefined);
    const [given] = refused.filter((call) => nextTry(call, session) === undefined && issuesOf(session).length > 0);
    if (given !== undefined && retried.length === 0 && session.ended && isRenewable(session, given))
      return broken(
        'a call that was refused for its token was never made again',
        [given],
        'Renew the token and make the call once more: a token may end early.',
      );
    return retried.length > 0
      ? held(`${retried.length === 1 ? 'a call' : `${retried.length} calls`} got through with a new token`)
      : notSeen(
          refused.length > 0
            ? 'no call that was refused for its token was made again'
            : 'no call was refused for its token',
          { plan: 'expiries', ...byFault({ status: 401, next: 1 }) },
        );
  },
};

/** Whether the refused token was one that the client itself had got. */
const isRenewable = (session: Session, call: Exchange): boolean =>
  issuesOf(session).some(({ access }) => access !== undefined && bearers(call).includes(access));

const notReused: Rule = {
  id: 'token.dead-not-reused',
  title: 'A token that was traded in, revoked or refused for good is not used again',
  level: 'must',
  about: TOKENS,
  citation: {
    standard: 'RFC 6749 §6',
    url: 'https://www.rfc-editor.org/rfc/rfc6749#section-6',
    quote:
      'The authorization server MAY issue a new refresh token, in which case the client MUST discard the old refresh token and replace it with the new refresh token.',
  },
  advice: [['training.8', 'refreshToken = data.refresh_token']],
  judge({ exchanges }) {
    const ended = new Map<string, { readonly by: Exchange; readonly how: string }>();
    const ways: string[] = [];
    let blocked: Exchange | undefined;
    for (const exchange of exchanges) {
      const dead = exchange.came.map(([, mark]) => ended.get(mark)).find((one) => one !== undefined);
      if (dead !== undefined && follows(exchange, dead.by) && !isAction(exchange, 'token.introspect'))
        return broken(
          `a token that had been ${dead.how} was used again`,
          [dead.by, exchange],
          'Forget a token at the moment that it is replaced or given back, in every place that keeps it.',
        );
      if (exchange.failure === 'blocked_key') {
        if (blocked !== undefined)
          return broken(
            'a key that had been refused as blocked was used again',
            [blocked, exchange],
            'Stop at the first such refusal, and load the key anew.',
          );
        blocked = exchange;
      }
      if (!isGood(exchange)) continue;
      const { traded, refresh } = issueOf(exchange);
      if (isTokenRequest(exchange) && traded !== undefined && refresh !== undefined && refresh !== traded) {
        ended.set(traded, { by: exchange, how: 'traded in for another' });
        ways.push('traded in');
      }
      if (isAction(exchange, 'token.revoke'))
        for (const [name, mark] of exchange.came)
          if (name === 'token' || name === 'access_token' || name === 'refresh_token') {
            ended.set(mark, { by: exchange, how: 'revoked' });
            ways.push('revoked');
          }
    }
    return ways.length === 0
      ? notSeen('no token was traded in or revoked; let the client refresh a token, or sign out')
      : held(`${ways.length} ${ways.length === 1 ? 'token was' : 'tokens were'} given up and not seen again`);
  },
};

const revokedAtEnd: Rule = {
  id: 'token.revoked-at-the-end',
  title: 'Tokens are revoked when they are no longer needed',
  level: 'should',
  about: TOKENS,
  citation: {
    standard: 'RFC 7009 §1',
    url: 'https://www.rfc-editor.org/rfc/rfc7009#section-1',
    quote:
      'A revocation request will invalidate the actual token and, if applicable, other tokens based on the same authorization grant and the authorization grant itself.',
  },
  advice: [
    ['voucherify.10', 'can be revoked'],
    ['revenue.11', '/oauth/revoke'],
  ],
  judge(session) {
    const issues = issuesOf(session).filter(({ exchange: { contract } }) =>
      contract.operations.some(({ action }) => action.type === 'token.revoke'),
    );
    if (issues.length === 0) return notSeen('no token was got from a provider that takes tokens back');
    const revocations = session.exchanges.filter((one) => isAction(one, 'token.revoke') && isGood(one));
    const last = issues.at(-1)!;
    const isBack = revocations.some((one) =>
      one.came.some(([, mark]) => mark === last.access || mark === last.refresh),
    );
    if (isBack) return held('the last token was given back');
    return session.ended
      ? broken('the client ended without giving its last token back', [last.exchange], revokeAdvice(last))
      : notSeen('the client has not ended yet; say so with --ended, or run it with tollgate exercise');
  },
};

/** The request that gives a token back, as this provider takes it. */
function revokeAdvice({ exchange: { contract }, refresh }: Issue): string {
  const { method, path, action } = contract.operations.find((one) => one.action.type === 'token.revoke')!;
  const parameter = action.type === 'token.revoke' ? (action.parameter ?? 'token') : 'token';
  return `When the work is done or the person signs out, send ${method} ${path} with ${parameter}=<the ${refresh === undefined ? 'access' : 'refresh'} token> and the client's own credentials.`;
}

/** With so much of its life left, a token need not be renewed. */
const FRESH = 0.5;
/** Libraries renew so long before the end: a token that lives no longer is asked for before each call, by good clients too. */
const MARGIN_MS = 60_000;

const noNeedless: Rule = {
  id: 'token.not-asked-for-needlessly',
  title: 'A token is used for as long as it lives, not asked for before each call',
  level: 'should',
  about: TOKENS,
  citation: {
    standard: 'RFC 6749 §1.4',
    url: 'https://www.rfc-editor.org/rfc/rfc6749#section-1.4',
    quote: 'Access tokens are credentials used to access protected resources.',
  },
  advice: [['revenue.28', 'tokenExpiry - 60000']],
  judge(session) {
    const issues = issuesOf(session);
    const needless = issues.flatMap((issue) => {
      const next = successor(issue, issues);
      if (next === undefined || next.grant === 'authorization_code') return [];
      const life = issue.expires - issue.exchange.end;
      const left = issue.expires - next.exchange.at;
      if (!(left > life * FRESH) || life <= MARGIN_MS || !Number.isFinite(life)) return [];
      const isEnded = session.exchanges.some(
        (one) =>
          one.at <= next.exchange.at &&
          issue.access !== undefined &&
          one.came.some(([, mark]) => mark === issue.access) &&
          (isRefusedToken(one) || one.status === 403 || isAction(one, 'token.revoke')),
      );
      return isEnded || isJumped(issue.exchange, next.exchange) ? [] : [next.exchange];
    });
    const AT_LEAST = 2;
    if (needless.length >= AT_LEAST)
      return broken(
        `${needless.length} tokens were asked for while the one before had more than half of its life left`,
        needless,
        'Keep the token, and ask for another when it nears its end.',
      );
    const isShared = issues.some(
      ({ access }) =>
        access !== undefined &&
        session.exchanges.filter((one) => isCall(one) && bearers(one).includes(access)).length > 1,
    );
    if (isShared) return held('a token served several calls');
    const isShort = issues.every(({ expires, exchange }) => expires - exchange.end <= MARGIN_MS);
    return notSeen(
      isShort && issues.length > 0
        ? 'no token lived longer than the minute by which many clients renew early; --plan calm has some that do'
        : 'no token was used for a second call; let the client make several',
    );
  },
};

const leastScope: Rule = {
  id: 'token.least-scope',
  title: 'A token is asked for with the scopes that its calls need, and no others',
  level: 'should',
  about: TOKENS,
  citation: {
    standard: 'RFC 9700 §2.3',
    url: 'https://www.rfc-editor.org/rfc/rfc9700#section-2.3',
    quote:
      'The privileges associated with an access token SHOULD be restricted to the minimum required for the particular application or use case.',
  },
  advice: [['piaxis.4', 'Requested permissions']],
  judge(session) {
    let seen = 0;
    const asked = session.exchanges.filter(
      (one) => isAction(one, 'authorize', 'authorize.push', 'token.issue') && typeof scopeAsked(one) === 'string',
    );
    for (const contract of new Set(asked.map((one) => one.contract))) {
      const wanted = asked.filter((one) => one.contract === contract);
      const calls = session.exchanges.filter((one) => one.contract === contract && isCall(one) && isGood(one));
      const alternatives = calls.flatMap(({ operation, credential }) =>
        operation!.requirements.filter(({ method }) => method.credential === credential).map(({ scopes }) => scopes),
      );
      if (alternatives.length === 0) continue;
      seen++;
      const needed = new Set(alternatives.flat());
      const more = [...new Set(wanted.flatMap((one) => (scopeAsked(one) ?? '').split(/\s+/)))].filter(
        (scope) => scope !== '' && !NO_ACCESS.has(scope) && !isNeeded(contract, scope, needed),
      );
      if (more.length > 0 && needed.size > 0)
        return broken(
          `${more.join(' and ')} ${more.length === 1 ? 'was' : 'were'} asked for, and no call needed ${more.length === 1 ? 'it' : 'them'}: ${[...needed].join(' ')} would have done`,
          wanted.slice(0, 1),
          `Ask for scope=${[...needed].join(' ')}.`,
        );
    }
    return seen === 0
      ? notSeen('no scope was asked for by name and then used; name the scopes in the request for a token')
      : held('every scope that was asked for was needed');
  },
};

/** An umbrella is needed where all that stands below it is; one over a pattern stands over what nobody can list. */
function isNeeded({ credentials }: CompiledContract, scope: string, needed: ReadonlySet<string>): boolean {
  if (needed.has(scope)) return true;
  for (const credential of credentials.values()) {
    const below = credential.kind === 'token' ? credential.scope_implies?.[scope] : undefined;
    if (below !== undefined) return below.every((one) => /[*!]/.test(one) || needed.has(one));
  }
  return false;
}

/** They say who somebody is, or how long a token may live; no call needs them. */
const NO_ACCESS = new Set(['openid', 'offline_access', 'profile', 'email', 'phone', 'address']);

const scopeAsked = ({ sent, query }: Exchange): string | undefined => {
  const scope = sent.fields['scope'] ?? query['scope'];
  return typeof scope === 'string' ? scope : undefined;
};

export const TOKEN_LIFE: readonly Rule[] = [
  refreshedEarly,
  oneRefresh,
  retryAfter401,
  notReused,
  revokedAtEnd,
  noNeedless,
  leastScope,
];
