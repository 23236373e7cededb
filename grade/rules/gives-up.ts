/** Rules about clients that give up at once where another try would have helped. */
import { broken, byFault, held, notSeen } from '../rule.ts';
import type { Rule } from '../rule.ts';
import type { Exchange, Session } from '../session.ts';
import { follows, isCall, isTokenRequest, issueOf, seconds } from '../tokens.ts';
import { BUSY, keyOf, waitOf } from '../tries.ts';

export const RETRY_AFTER: Rule['citation'] = {
  standard: 'RFC 9110 §10.2.3',
  url: 'https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3',
  quote:
    'Servers send the "Retry-After" header field to indicate how long the user agent ought to wait before making a follow-up request.',
};

const IDEMPOTENT = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'];

/** A code and an assertion may be used up by a request whose answer was lost. */
const REPEATABLE_GRANTS = ['client_credentials', 'refresh_token', 'password'];

const isOfClient = (exchange: Exchange): boolean => isCall(exchange) || isTokenRequest(exchange);

/** Whether doing it twice does no harm. */
const isRepeatable = (exchange: Exchange): boolean =>
  IDEMPOTENT.includes(exchange.method) ||
  keyOf(exchange) !== undefined ||
  (isTokenRequest(exchange) && REPEATABLE_GRANTS.includes(issueOf(exchange).grant));

/** A later request of its kind: a client may sign anew, or ask with a new nonce. */
const isTriedAgain = (failed: Exchange, { exchanges }: Session): boolean =>
  exchanges.some(
    (other) =>
      follows(other, failed) &&
      other.contract === failed.contract &&
      other.method === failed.method &&
      other.path === failed.path,
  );

const afterWhat = ({ status, fault }: Exchange): string =>
  status === 0
    ? 'the connection ended without an answer'
    : BUSY.includes(status)
      ? `the answer was ${status}`
      : fault?.did.includes('middle of the body') === true
        ? 'the answer broke off in its middle'
        : `the answer ${status} was lost`;

function judgeTries(
  failed: readonly Exchange[],
  session: Session,
  unseen: ReturnType<typeof notSeen>,
  mend: (first: Exchange) => string,
): ReturnType<Rule['judge']> {
  const given = failed.filter((one) => !isTriedAgain(one, session));
  const [first] = given;
  if (first !== undefined && session.ended)
    return broken(`${afterWhat(first)}, and the call was never made again`, given, mend(first));
  const again = failed.length - given.length;
  return again > 0 ? held(`${again} ${again === 1 ? 'call was' : 'calls were'} made again`) : unseen;
}

export const afterRefusal: Rule = {
  id: 'retry.after-refusal',
  title: 'A call that was refused for now (429, 503) is made again',
  level: 'should',
  citation: RETRY_AFTER,
  advice: [
    ['revenue.21', 'X-RateLimit-Reset-After'],
    ['training.12', 'retry-after'],
    ['piaxis.15', 'Retry-After'],
    ['piaxis.e7', 'implement backoff'],
  ],
  judge: (session) =>
    judgeTries(
      session.exchanges.filter(
        (one) => isOfClient(one) && BUSY.includes(one.status) && (one.fault?.lost !== true || isRepeatable(one)),
      ),
      session,
      notSeen('no call was answered 429 or 503', { plan: 'limits', ...byFault({ status: 429, next: 1 }) }),
      (first) => {
        const wait = waitOf(first);
        return wait === undefined
          ? `Retry after a ${first.status}: wait a little, longer each time, and give up after a few tries.`
          : `Retry after a ${first.status}: wait as long as Retry-After says (here ${seconds(wait)}), then make the call again.`;
      },
    ),
};

export const afterLoss: Rule = {
  id: 'retry.after-lost-answer',
  title: 'A call whose answer was lost is made again where that does no harm',
  level: 'should',
  citation: {
    standard: 'RFC 9110 §9.2.2',
    url: 'https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2',
    quote:
      "Idempotent methods are distinguished because the request can be repeated automatically if a communication failure occurs before the client is able to read the server's response.",
  },
  judge: (session) =>
    judgeTries(
      // A connection that no fault ended was ended by the client itself.
      session.exchanges.filter(
        (one) => isOfClient(one) && one.fault?.lost === true && !BUSY.includes(one.status) && isRepeatable(one),
      ),
      session,
      notSeen('no answer to a call that can be repeated was lost', {
        plan: 'outage',
        ...byFault({ drop: true, next: 1 }),
      }),
      () =>
        'Retry when the connection breaks off or the body ends early: read the whole body inside the try, wait a little, and make the call again.',
    ),
};
