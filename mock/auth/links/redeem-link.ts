/**
 * `link.redeem`: signs in whoever comes with the token of a link.
 *
 * @see [RFC 9110 §9.2.1](https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1)
 */
import type { LinkRedeemAction } from '../../../specs/generated/vocabulary.ts';
import type { CompiledContract, CompiledOperation } from '../../contract/compiled-contract.ts';
import { at } from '../../contract/openapi-document.ts';
import { textOf } from '../../contract/text-of.ts';
import { hidden, refuse } from '../../request/call.ts';
import type { ActionStep, Answer, Call, Outcome, Refusal } from '../../request/call.ts';
import { cookieValues } from '../../request/cookies.ts';
import { actionOf } from '../../request/operation-action.ts';
import { bodyValue } from '../../request/parsed-body.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import { instant, pastEnd, span } from '../../state/instant-texts.ts';
import { stillThere } from '../grantor-exists.ts';
import { sameSecret, digest } from '../secret-digest.ts';
import { sessionCookie, setCookie } from '../sessions/session-cookie.ts';
import { sessionFacts } from '../sessions/session-facts.ts';
import { openSession } from '../sessions/session-records.ts';
import { bindLinkTokens } from './link-tokens.ts';
import type { LinkTokens } from './link-tokens.ts';
import { linkKey, newestLinkKey, REMEMBERED_MS } from './link-records.ts';
import type { LinkRecord, NewestLink } from './link-records.ts';

const UNKNOWN = 'an unknown token';

/** Characters of a client's name that are kept. */
const LONGEST_AGENT = 120;

/** What the redemption needs to know of the operation that sends its links. */
interface Bound {
  readonly action: LinkRedeemAction;
  readonly newestOnly: boolean;
  /** The cookie of the browser that asked. */
  readonly browserCookie: string | undefined;
  /** The cookie that the session is set in. */
  readonly cookie: string | undefined;
  /** Where tokens are issued, and no session opened. */
  readonly tokens: LinkTokens | undefined;
}

function bind(operation: CompiledOperation, contract: CompiledContract): Bound {
  const action = actionOf(operation, 'link.redeem');
  const sends = contract.operations.find(({ id }) => id === action.request)?.action;
  if (sends?.type !== 'link.request') throw new Error(`${action.request} sends no links`);
  const { newest_only: newestOnly = true, browser_cookie: browserCookie } = sends;
  return {
    action,
    newestOnly,
    browserCookie,
    cookie: sessionCookie(contract, action.credential),
    tokens: bindLinkTokens(contract, action),
  };
}

const bad = ({ operation }: Call, rule: string, got: string): Refusal =>
  refuse('invalid_link', rule, `${operation.pointer}/x-action`, { expected: 'the token of a link that was sent', got });

/** The token; a refusal where it comes not once. */
function tokenOf(call: Call, { token_parameter: parameter, token: pointer }: LinkRedeemAction): string | Refusal {
  const found =
    parameter === undefined ? [at(bodyValue(call), pointer ?? '')].flat() : [call.request.query[parameter]].flat();
  const tokens = found.map(textOf).filter((token) => token !== undefined && token !== '');
  return tokens.length === 1
    ? tokens[0]!
    : bad(call, 'the token must come once', tokens.length === 0 ? 'no token' : `${tokens.length} tokens`);
}

/** Whose browser it is, by the cookies that it brings. */
function strange(call: Call, { browserCookie }: Bound, { browser }: LinkRecord): string | undefined {
  if (browser === null || browserCookie === undefined) return undefined;
  const brought = cookieValues(call.request, browserCookie);
  if (brought.length === 0) return `a browser without the cookie ${browserCookie}`;
  return brought.some((value) => sameSecret(browser, digest(value)))
    ? undefined
    : `a browser with another ${browserCookie}`;
}

/** What is wrong with a link that is there, whatever happens to it meanwhile. */
function foreign(call: Call, { action }: Bound, record: LinkRecord): Refusal | undefined {
  if (record.request !== action.request)
    return bad(call, `the link must be one that ${action.request} sent`, `a link that ${record.request} sent`);
  if (call.tenant !== undefined && call.tenant !== record.tenant)
    return hidden(
      bad(call, "the link must be of the caller's tenant", `a link of ${record.tenant}`),
      UNKNOWN,
      'the token of a link that was sent',
    );
  return stillThere(call.world, { ...record, client: null })
    ? undefined
    : bad(call, 'the user must still be there', `a link of ${record.user}, who was deleted`);
}

/** What is wrong with its state. @param newest undefined where older links live on */
function ended(call: Call, bound: Bound, key: string, record: LinkRecord, newest: NewestLink | undefined) {
  const { operation, now } = call;
  const pointer = `${operation.pointer}/x-action`;
  if (record.used !== null) {
    const expected = 'a link that nobody used';
    const when = `a link that was used at ${instant(record.used.at)}, ${span(now - record.used.at)} ago`;
    const got = `${when} and ${span(record.used.at - record.sent_at)} after it was sent, by ${record.used.agent}`;
    // The journal says by whose client; the answer does not.
    return hidden(refuse('used_link', 'a link works once', pointer, { expected, got }), when, expected);
  }
  if (newest !== undefined && newest.key !== key)
    return bad(
      call,
      'the link must be the newest of its user',
      `a link of ${instant(record.sent_at)} that a newer one, sent at ${instant(newest.sent_at)}, replaced`,
    );
  if (now >= record.expires_at)
    return refuse(
      'expired_link',
      'the link must not have expired',
      pointer,
      pastEnd('the link', record.expires_at, now),
    );
  const browser = strange(call, bound, record);
  return browser === undefined
    ? undefined
    : bad(call, 'the link must be used in the browser that asked for it', browser);
}

/** Who asks, in the words of its client. */
function agentOf({ request }: Call): string {
  const agent = textOf(request.headers['user-agent']) ?? '';
  return `${request.method} of ${agent === '' ? 'a client without a name' : agent.slice(0, LONGEST_AGENT)}`;
}

/** Looks at the link and uses it up in one step: of two who come at once one is signed in. */
function use(
  call: Call,
  bound: Bound,
  key: string,
  newest: NewestLink | undefined,
): Awaitable<LinkRecord | Refusal | undefined> {
  return call.world.store.swap<LinkRecord, LinkRecord | Refusal | undefined>(key, (record) => {
    if (record === undefined) return { result: undefined };
    const refusal = ended(call, bound, key, record, newest);
    // HEAD is safe: it asks what GET would answer, and does nothing.
    if (refusal !== undefined || call.request.method === 'HEAD') return { result: refusal ?? record };
    const value = { ...record, used: { at: call.now, agent: agentOf(call) } };
    return { value, expiresAt: record.expires_at + REMEMBERED_MS, result: value };
  });
}

async function signedIn(call: Call, { action, cookie }: Bound, { user: id, tenant }: LinkRecord): Promise<Answer> {
  const location = action.redirect?.startsWith('/') === true ? call.mount + action.redirect : action.redirect;
  const where = location === undefined ? {} : { location };
  if (call.request.method === 'HEAD') return { facts: where };
  const opened = await openSession(call, action.credential, id, tenant);
  const user = call.world.people.users.get(id)!;
  return {
    facts: { ...sessionFacts(call.world.contract, user, opened), ...where },
    ...(cookie !== undefined && { headers: { 'set-cookie': setCookie(call, cookie, opened.token) } }),
  };
}

export function linkRedeem(operation: CompiledOperation, contract: CompiledContract): ActionStep {
  const bound = bind(operation, contract);
  return async (call): Promise<Outcome> => {
    const { store } = call.world;
    const token = tokenOf(call, bound.action);
    if (typeof token !== 'string') return { refusal: token };
    const key = linkKey(token);
    const found = await store.get<LinkRecord>(key);
    const unknown = bad(call, 'the token must be that of a link that was sent', UNKNOWN);
    if (found === undefined) return { refusal: unknown };
    const refusal = foreign(call, bound, found);
    if (refusal !== undefined) return { refusal };
    const holder = bound.tokens?.holder(call, found);
    if (holder !== undefined && 'failure' in holder) return { refusal: holder };
    const newest = bound.newestOnly ? await store.get<NewestLink>(newestLinkKey(found)) : undefined;
    const used = await use(call, bound, key, newest);
    if (used === undefined) return { refusal: unknown };
    if ('failure' in used) return { refusal: used };
    return bound.tokens !== undefined && holder !== undefined
      ? bound.tokens.issue(call, holder, used)
      : { answer: await signedIn(call, bound, used) };
  };
}
