/**
 * Authorization requests that were pushed: each stands behind a URI that its client alone can use, once.
 *
 * @see RFC 9126 §2.2, §4, §7.1
 */
import { digest } from '../secret-digest.ts';
import { rememberSpent, spentText } from '../spent-credentials.ts';
import { chain } from '../../state/awaitable.ts';
import { pastEnd } from '../../state/instant-texts.ts';
import { refuse } from '../../request/call.ts';
import { withParameters } from './form-as-query.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import type { Call, Incoming, Refusal } from '../../request/call.ts';

const PREFIX = 'urn:ietf:params:oauth:request_uri:';
/** How long past its end one is remembered, so that it is refused as expired and not as unknown. */
const REMEMBERED_MS = 24 * 3_600_000;

export type PushedRequest = {
  readonly client: string;
  /** The token credential that is asked for. */
  readonly credential: string;
  readonly parameters: Incoming['query'];
  /** Whether they came in a signed request object. */
  readonly signed: boolean;
  /** Epoch milliseconds. */
  readonly expires_at: number;
};

const pushedKey = (uri: string): string => `pushed:${digest(uri)}`;

/** @returns its URI, which nobody can guess */
export function keepPushed(
  call: Call,
  request: Omit<PushedRequest, 'expires_at'>,
  lifetimeMs: number,
): Awaitable<string> {
  const { ids, store } = call.world;
  const uri = PREFIX + ids.make({ alphabet: 'base64url', length: 43 });
  const expiresAt = call.now + lifetimeMs;
  return chain(
    store.set<PushedRequest>(
      pushedKey(uri),
      { ...request, expires_at: expiresAt },
      { expiresAt: expiresAt + REMEMBERED_MS },
    ),
    () => uri,
  );
}

const unusable = ({ operation }: Call, got: string, expected?: string): Refusal =>
  refuse(
    'invalid_request_uri',
    'request_uri must be one that this client was given, that is not used yet, and has not expired',
    `${operation.pointer}/x-action`,
    { expected, got },
  );

/** Of many callers one gets it; who has no right to it does not use it up. */
function take(call: Call, uri: string, client: string, credential: string): Awaitable<PushedRequest | Refusal> {
  const { world, now } = call;
  const key = pushedKey(uri);
  const gone = (): Awaitable<Refusal> =>
    chain(spentText(world, key, client, now), (spent) =>
      unusable(call, spent === undefined ? 'an unknown request_uri' : `a request_uri that was used ${spent}`),
    );
  return chain(world.store.get<PushedRequest>(key), (found): Awaitable<PushedRequest | Refusal> => {
    if (found === undefined) return gone();
    if (found.client !== client) return unusable(call, 'a request_uri of another client');
    if (found.credential !== credential) return unusable(call, 'a request_uri for other tokens');
    if (now >= found.expires_at) {
      const { expected, got } = pastEnd('the request_uri', found.expires_at, now);
      return unusable(call, got, expected);
    }
    return chain(world.store.take<PushedRequest>(key), (taken) =>
      taken === undefined ? gone() : chain(rememberSpent(world, key, client, now), () => taken),
    );
  });
}

/** What an authorization request asks, and how it came. */
export interface ReadRequest {
  readonly call: Call;
  readonly pushed: boolean;
  readonly signed: boolean;
}

/** The parameters behind a `request_uri`: those beside it do not count (RFC 9101 §6.3); undefined for any other URI. */
export function readPushed(
  call: Call,
  uri: string | undefined,
  client: string,
  credential: string,
): Awaitable<ReadRequest | Refusal> | undefined {
  if (uri?.startsWith(PREFIX) !== true) return undefined;
  return chain(take(call, uri, client, credential), (found) =>
    'failure' in found ? found : { call: withParameters(call, found.parameters), pushed: true, signed: found.signed },
  );
}
