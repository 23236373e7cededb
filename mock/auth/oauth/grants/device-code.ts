/**
 * A device polls until a person has decided.
 *
 * @see RFC 8628 §3.4, §3.5
 */
import { chain } from '../../../state/awaitable.ts';
import { refuse } from '../../../request/call.ts';
import { pastEnd, span } from '../../../state/instant-texts.ts';
import { stillThere } from '../../grantor-exists.ts';
import { findDeviceCode, poll } from '../device-codes.ts';
import { issueTokens } from '../issue-tokens.ts';
import { narrowTargets } from '../resource-indicators.ts';
import { givesRefreshToken, invalidGrant, required } from './grant.ts';
import type { DeviceRecord, Poll } from '../device-codes.ts';
import type { Awaitable } from '../../../state/awaitable.ts';
import type { Call, Outcome, Refusal } from '../../../request/call.ts';
import type { Failure } from '../../../../specs/generated/vocabulary.ts';
import type { GrantHandler, GrantRequest } from './grant.ts';

const place = ({ operation }: Call): string => `${operation.pointer}/x-action`;

function findMismatch({ call, bound, party }: GrantRequest, record: DeviceRecord): Refusal | undefined {
  if (record.credential !== bound.name)
    return invalidGrant(call, 'the device code must be for the tokens that this endpoint issues', {
      expected: bound.name,
      got: `a device code for ${record.credential}`,
    });
  if (record.client !== party.id)
    return invalidGrant(call, 'the client must be the one that the device code was given to', {
      expected: record.client,
      got: party.id,
    });
  if (record.state === 'used') return invalidGrant(call, 'a device code must not have been redeemed before');
  if (record.state === 'approved' && !stillThere(call.world, record))
    return invalidGrant(call, 'the client and the person who agreed must still be there');
  if (call.now >= record.expires_at) {
    const late = pastEnd('the device code', record.expires_at, call.now);
    return refuse('expired_device_code', 'the device code must not have expired', place(call), late);
  }
  return undefined;
}

const WAITING: Readonly<Partial<Record<Poll, readonly [failure: Failure, rule: string]>>> = {
  pending: ['authorization_pending', 'a person must have decided'],
  denied: ['access_denied', 'the person must have agreed'],
};

function answerPoll(
  request: GrantRequest,
  record: DeviceRecord,
  audience: readonly string[] | undefined,
  found: Poll,
): Awaitable<Outcome> {
  const { call, bound, party } = request;
  if (found === 'too_fast')
    return {
      refusal: refuse('slow_down', 'a device must wait between two polls', place(call), {
        expected: `${span(record.interval_ms)} between them, and 5 s more after this one`,
        got: `a poll ${span(call.now - (record.polled_at ?? call.now))} after the last`,
      }),
    };
  const waiting = WAITING[found];
  if (waiting !== undefined) return { refusal: refuse(waiting[0], waiting[1], place(call)) };
  if (found === 'used') return { refusal: invalidGrant(call, 'a device code must not have been redeemed before') };
  const { scope, user, family, audience: granted } = record;
  const refresh = givesRefreshToken(bound, 'device_code', scope) ? { scope, audience: granted } : undefined;
  return issueTokens(call, bound, { party, scope, user, family, audience, refresh });
}

export const deviceCode: GrantHandler = {
  grant: 'device_code',
  name: 'urn:ietf:params:oauth:grant-type:device_code',
  parameters: ['device_code'],
  handle(request) {
    const { call, bound, form } = request;
    const code = required(form, 'device_code');
    return chain(findDeviceCode(call, code), (record) => {
      if (record === undefined)
        return {
          refusal: invalidGrant(call, 'the device code must be one that this sandbox gave out', {
            got: 'an unknown device code',
          }),
        };
      const refusal = findMismatch(request, record);
      if (refusal) return { refusal };
      const audience = narrowTargets(call, bound, record.audience, request.targets);
      if (audience !== undefined && 'failure' in audience) return { refusal: audience };
      return chain(poll(call, code), (found) => answerPoll(request, record, audience, found));
    });
  },
};
