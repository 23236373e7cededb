/**
 * Signs a browser out, and sends it back to the client that asked.
 *
 * @see OpenID Connect RP-Initiated Logout 1.0 §2, §3
 */
import { refuse } from '../../request/call.ts';
import { chain } from '../../state/awaitable.ts';
import { parameter } from '../oauth/authorization-checks.ts';
import { tokenCredential } from '../oauth/bound-credential.ts';
import { repeatedInQuery } from '../oauth/endpoint-form.ts';
import { fromForm } from '../oauth/form-as-query.ts';
import { actionOf, isRefusal, refused } from '../oauth/found-or-refused.ts';
import { registering } from '../oauth/redirect-advice.ts';
import { redirectLocation } from '../oauth/redirect-response.ts';
import { digest } from '../secret-digest.ts';
import { tellClients } from './back-channel-logout.ts';
import { framesOf, framesPage } from './front-channel-logout.ts';
import { readHint } from './id-token-hint.ts';
import type { Hint } from './id-token-hint.ts';
import { endLogin, findLogin, noLoginCookie } from './login-sessions.ts';
import type { OpenSession } from './login-sessions.ts';
import { logoutPage, signedOutPage } from './logout-page.ts';
import { subjectOf } from './subject.ts';
import type { TokenCredential } from '../../../specs/generated/vocabulary.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import type { ActionStep, Call, Outcome, Refusal } from '../../request/call.ts';
import type { CompiledOperation, CompiledContract } from '../../contract/compiled-contract.ts';

/** Where the browser goes then; null for a page that says so. */
type Back = { readonly uri: string; readonly state: string | null } | null;

interface Endpoint {
  readonly operation: CompiledOperation;
  readonly credential: TokenCredential;
  /** Whether the page's form can be posted. */
  readonly asks: boolean;
}

/** What waits for a person's word. */
type Pending = { readonly back: Back };

const LIFETIME_MS = 600_000;

const pendingKey = (id: string): string => `logout:${digest(id)}`;

/** @param frames what the browser has to load before it goes */
function leave(
  call: Call,
  back: Back,
  signedIn: boolean,
  cookies: Readonly<Record<string, string>>,
  frames: readonly string[] = [],
): Outcome {
  const location =
    back === null || back.state === null
      ? (back?.uri ?? null)
      : redirectLocation({ redirect_uri: back.uri, state: null, iss: null }, { state: back.state });
  if (location === null || frames.length > 0) {
    const page = frames.length > 0 ? framesPage(frames, location) : signedOutPage(signedIn);
    return { answer: { status: 200, ...page, headers: { ...page.headers, ...cookies } } };
  }
  return {
    answer: { status: call.request.method === 'POST' ? 303 : 302, facts: { location }, headers: cookies },
  };
}

function end(call: Call, { credential }: Endpoint, opened: OpenSession | undefined, back: Back): Awaitable<Outcome> {
  return chain(opened === undefined ? undefined : endLogin(call, opened.secret), (ended) => {
    if (ended !== undefined) tellClients(call, credential, ended);
    const frames = ended === undefined ? [] : framesOf(call, credential, ended);
    return leave(call, back, false, noLoginCookie(call), frames);
  });
}

/** Whom the request is from, and where the browser is to go; refused where that is not registered, to the character. */
function readRequest(
  call: Call,
  { operation }: Endpoint,
): { readonly hint: Hint | undefined; readonly client: string | undefined; readonly back: Back } | Refusal {
  const place = `${operation.pointer}/x-action`;
  const [repeated] = repeatedInQuery(call);
  if (repeated !== undefined)
    return refuse('invalid_request', 'no parameter may come more than once', place, {
      got: `${repeated} more than once`,
    });
  const text = parameter(call, 'id_token_hint');
  const hint = text === undefined ? undefined : readHint(call, text);
  if (text !== undefined && hint === undefined)
    return refuse('invalid_request', 'id_token_hint must be an ID token that was issued here', place, {
      got: 'something else',
    });
  const named = parameter(call, 'client_id');
  if (named !== undefined && hint !== undefined && named !== hint.client)
    return refuse('invalid_request', 'client_id must be the client of id_token_hint', place, {
      expected: hint.client,
      got: named,
    });
  const id = hint?.client ?? named;
  const client = id === undefined ? undefined : call.world.people.clients.get(id);
  if (id !== undefined && client === undefined)
    return refuse('invalid_request', 'the client must exist', place, { got: id });
  const uri = parameter(call, 'post_logout_redirect_uri');
  if (uri === undefined) return { hint, client: client?.name ?? id, back: null };
  const registered = client?.post_logout_redirect_uris ?? [];
  if (!registered.includes(uri))
    return {
      ...refuse(
        'invalid_redirect_uri',
        'post_logout_redirect_uri must be, to the character, one that the client registered',
        '#/x-seed/clients',
        {
          expected:
            client === undefined ? 'an id_token_hint or a client_id, which say whose it is' : registered.join(' or '),
          got: uri,
        },
      ),
      ...(client !== undefined && { advice: registering(call, client, uri, 'post_logout_redirect_uris') }),
    };
  return { hint, client: client?.name ?? id, back: { uri, state: parameter(call, 'state') ?? null } };
}

/** Whether the hint is of the very session of this browser, or at least of its person. */
function isOf(call: Call, { credential }: Endpoint, { client, subject, sid }: Hint, { session }: OpenSession): boolean {
  const { id_token: openid } = credential;
  if (sid !== undefined) return sid === session.sid;
  return openid !== undefined && subjectOf(call.world, openid, client, session.user) === subject;
}

function ask(
  call: Call,
  { operation }: Endpoint,
  { session }: OpenSession,
  client: string | undefined,
  back: Back,
): Awaitable<Outcome> {
  const { world, mount, now } = call;
  const id = world.ids.make({ alphabet: 'base64url', length: 43 });
  const pending: Pending = { back };
  return chain(world.store.set(pendingKey(id), pending, { expiresAt: now + LIFETIME_MS }), () => ({
    answer: {
      status: 200,
      ...logoutPage({
        user: world.people.users.get(session.user)?.name ?? session.user,
        client,
        transaction: id,
        action: mount + operation.path,
      }),
    },
  }));
}

/** The page was answered. */
function decide(call: Call, endpoint: Endpoint, id: string): Awaitable<Outcome> {
  return chain(call.world.store.take<Pending>(pendingKey(id)), (pending) => {
    if (pending === undefined)
      return refused(
        refuse(
          'invalid_request',
          'the page must have been shown, in the last ten minutes, and not been answered yet',
          `${endpoint.operation.pointer}/x-action`,
          { got: 'another transaction' },
        ),
      );
    if (parameter(call, 'decision') !== 'approve') return leave(call, null, true, {});
    return chain(findLogin(call), (opened) => end(call, endpoint, opened, pending.back));
  });
}

function endSessionRequest(call: Call, endpoint: Endpoint): Awaitable<Outcome> {
  const id = call.request.method === 'POST' ? parameter(call, 'transaction') : undefined;
  if (id !== undefined) return decide(call, endpoint, id);
  const request = readRequest(call, endpoint);
  if ('failure' in request) return refused(request);
  const { hint, client, back } = request;
  return chain(findLogin(call), (opened) => {
    const sure =
      opened === undefined ||
      call.world.settings.consent === 'headless' ||
      !endpoint.asks ||
      (hint !== undefined && isOf(call, endpoint, hint, opened));
    return sure ? end(call, endpoint, opened, back) : ask(call, endpoint, opened, client, back);
  });
}

export function endSession(operation: CompiledOperation, contract: CompiledContract): ActionStep {
  const { credential } = actionOf(operation, 'end_session');
  const endpoint: Endpoint = {
    operation,
    credential: tokenCredential(contract, credential),
    asks: contract.operations.some(
      ({ action, method, path }) => action.type === 'end_session' && method === 'POST' && path === operation.path,
    ),
  };
  return (call) => {
    const asked = fromForm(call);
    return isRefusal(asked) ? refused(asked) : endSessionRequest(asked, endpoint);
  };
}
