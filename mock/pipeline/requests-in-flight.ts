/**
 * How many requests of a caller are under way at once. A place is taken when the quota's guard judges the request, and
 * given back with the answer, before the client has it: who waits for each answer never takes two.
 *
 * @see [RFC 6585 §4](https://www.rfc-editor.org/rfc/rfc6585#section-4)
 */
import { refuse } from '../request/call.ts';
import type { Call, Identification, Place, Refusal } from '../request/call.ts';
import { chain } from '../state/awaitable.ts';
import type { Awaitable } from '../state/awaitable.ts';
import { machineTime } from '../state/clock.ts';
import type { Reply } from './reply.ts';

/** Whose place, and until when it is kept: epoch milliseconds of the machine's time. */
type Taken = readonly [id: string, until: number];

/**
 * No answer takes as long. A process that died gives nothing back, and its places end by the machine's time: the
 * sandbox's clock may stand still.
 */
const KEPT_MS = 120_000;

const ID = { alphabet: 'base62', length: 12 } as const;

const SECOND = 1000;

/** @returns the refusal of one that is too many */
export function takePlace(
  call: Call,
  caller: string,
  name: string,
  most: number,
  type: string,
): Awaitable<Refusal | undefined> {
  const { world, now } = call;
  const place: Place = { key: `flight:${caller}`, id: world.ids.make(ID) };
  const admitted = world.store.swap<readonly Taken[], boolean>(place.key, (taken = []) => {
    const at = machineTime();
    const live = taken.filter(([, until]) => until > at);
    return live.length < most
      ? { value: [...live, [place.id, at + KEPT_MS]], result: true }
      : { value: live, result: false };
  });
  return chain(admitted, (isIn) => {
    if (isIn) {
      call.place = place;
      return undefined;
    }
    return refuse(
      'rate_limited',
      'a caller must not have more requests under way than its class lets it',
      `#/x-rate-limits/${name}/in_flight`,
      {
        expected: `at most ${most} ${most === 1 ? 'request' : 'requests'} at once`,
        got: 'one more',
        facts: {
          'rate.retry_after': 1,
          'rate.retry_date': new Date(Math.ceil(now / SECOND + 1) * SECOND).toUTCString(),
          'rate.type': type,
        },
      },
    );
  });
}

/** A place that cannot be given back now ends by itself. */
function giveBack(call: Call): Awaitable<void> {
  const { place, world } = call;
  if (place === undefined) return undefined;
  call.place = undefined;
  const given = world.store.swap<readonly Taken[], undefined>(place.key, (taken = []) => ({
    value: taken.filter(([id]) => id !== place.id),
    result: undefined,
  }));
  return given instanceof Promise ? given.catch(() => undefined) : given;
}

/** @param identified who calls, where that was looked up before */
type Answering = (call: Call, identified?: Awaitable<Identification>) => Awaitable<Reply>;

/** The pipeline of an operation that counts the requests under way. */
export const givingPlacesBack =
  (pipeline: Answering): Answering =>
  (call, identified) => {
    const stop = call.request.whenGone(() => void giveBack(call));
    const end = (): Awaitable<void> => {
      stop();
      return giveBack(call);
    };
    let reply: Awaitable<Reply>;
    try {
      reply = pipeline(call, identified);
    } catch (error) {
      return chain(end(), () => {
        throw error;
      });
    }
    return reply instanceof Promise
      ? reply.then(
          (later) => chain(end(), () => later),
          (error: unknown) =>
            chain(end(), () => {
              throw error;
            }),
        )
      : chain(end(), () => reply);
  };
