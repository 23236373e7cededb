/** `sso.enter`: a person signs on with a link that the integrator made. */
import type { SsoEnterAction } from '../../../specs/generated/vocabulary.ts';
import { hidden, refuse } from '../../request/call.ts';
import type { ActionStep, Call, Refusal } from '../../request/call.ts';
import type { CompiledOperation, CompiledContract } from '../../contract/compiled-contract.ts';
import { ContractError } from '../../contract/contract-problem.ts';
import { contractMs } from '../../contract/durations.ts';
import type { RecordValue } from '../../contract/fill-values.ts';
import { bodyValue } from '../../request/parsed-body.ts';
import { clockNote, span } from '../../state/instant-texts.ts';
import { actionOf, resourceOf } from '../../request/operation-action.ts';
import { sameSecret } from '../secret-digest.ts';
import { findKey, opens } from '../api-keys/key-records.ts';
import type { KeyRecord } from '../api-keys/key-records.ts';
import { readLink } from './sign-on-link.ts';
import type { LinkPayload } from './sign-on-link.ts';
import { upsertRecord } from '../../resources/upsert-record.ts';
import { sessionCookie, setCookie } from '../sessions/session-cookie.ts';
import { openSession } from '../sessions/session-records.ts';
import { textOf } from '../../contract/text-of.ts';

/** How far ahead of the clock a link may have been made: clocks differ. */
const FUTURE_SECONDS = 300;

const bad = (operation: CompiledOperation, rule: string, got: string): Refusal =>
  refuse('invalid_link', rule, `${operation.pointer}/x-action`, { got });

/** Every value that the query or the form gives a parameter. */
function valuesOf(call: Call, name: string): string[] {
  const body = bodyValue(call);
  const form =
    typeof body === 'object' && body !== null && Object.hasOwn(body, name)
      ? (body as Record<string, unknown>)[name]
      : undefined;
  return [call.request.query[name], form]
    .flat()
    .filter((value) => typeof value === 'string' && value !== '') as string[];
}

function encryptionKey({ operation, request, world }: Call): string | undefined {
  for (const { identifier, in: place, name } of operation.identifiers) {
    if (identifier?.kind !== 'developer') continue;
    const id = place === 'query' ? request.query[name] : request.headers[name.toLowerCase()];
    const key = typeof id === 'string' ? world.contract.developers.get(id)?.encryption_key : undefined;
    if (key !== undefined) return key;
  }
  return undefined;
}

type Read = { readonly payload: LinkPayload; readonly refusal?: undefined } | { readonly refusal: Refusal };

function payloadOf(
  call: Call,
  { data_parameter: plain = 'data', encrypted_parameter: encrypted = 'e_data' }: SsoEnterAction,
): Read {
  const { operation } = call;
  const open = valuesOf(call, plain);
  const closed = valuesOf(call, encrypted);
  if (open.length + closed.length !== 1)
    return {
      refusal: bad(
        operation,
        `the link must carry either ${plain} or ${encrypted}, once`,
        `${open.length} ${plain} and ${closed.length} ${encrypted}`,
      ),
    };
  const key = closed.length === 1 ? encryptionKey(call) : undefined;
  if (closed.length === 1 && key === undefined)
    return {
      refusal: bad(
        operation,
        `${encrypted} must name a developer that has an encryption key`,
        'no developer, or one without an encryption key',
      ),
    };
  const payload = readLink((open[0] ?? closed[0])!, key);
  return typeof payload === 'string'
    ? { refusal: bad(operation, 'the link must be hexadecimal of JSON', payload) }
    : { payload };
}

// A timestamp stands for the whole second in which the link was made, so ages are counted in whole seconds.
function ageRefusal(
  { operation, now, world }: Call,
  { timestamp, lifetime }: SsoEnterAction,
  payload: LinkPayload,
): Refusal | undefined {
  const made = Object.hasOwn(payload, timestamp) ? payload[timestamp] : undefined;
  const seconds =
    typeof made === 'number' || (typeof made === 'string' && /^\d{1,15}$/.test(made)) ? Number(made) : NaN;
  if (!Number.isSafeInteger(seconds))
    return bad(operation, `${timestamp} must be whole epoch seconds`, 'another value');
  const age = Math.floor(now / 1000) - seconds;
  if (-age > FUTURE_SECONDS)
    return bad(
      operation,
      `${timestamp} must not be more than ${FUTURE_SECONDS} s ahead of the clock`,
      `${-age} s ahead${clockNote(world.clock)}`,
    );
  const oldest = contractMs(lifetime) / 1000;
  return age > oldest
    ? refuse('expired_link', 'the link must not be older than its lifetime', `${operation.pointer}/x-action/lifetime`, {
        expected: `a link of at most ${oldest} s`,
        got: `a link of ${age} s, which expired ${span((age - oldest) * 1000)} ago${clockNote(world.clock)}`,
      })
    : undefined;
}

/** @returns the key, or what is wrong with what stands for it */
async function keyOf(
  { world, now }: Call,
  credential: string,
  { user, user_key: userKey }: SsoEnterAction,
  payload: LinkPayload,
): Promise<KeyRecord | string> {
  const id = payload[user];
  const secret = payload[userKey];
  if (typeof id !== 'string' || typeof secret !== 'string')
    return `no text for ${typeof id === 'string' ? userKey : user}`;
  const key = await findKey(world, credential, id);
  const same = key === undefined ? sameSecret('', secret) : opens(key, secret, now);
  if (key === undefined) return 'an id that no key has';
  if (!same) return 'a key with another secret';
  return key.status === 'active' ? key : `a key that is ${key.status}`;
}

/** The person's name, put together from the copied fields that are names; else what the record is known by. */
function personOf(record: RecordValue, { copy, match }: SsoEnterAction): string {
  const names = copy
    .filter((field) => field.endsWith('name'))
    .map((field) => record[field])
    .filter((value) => typeof value === 'string');
  return names.length > 0 ? names.join(' ') : (textOf(record[match]) ?? '');
}

/** The key credential that links are checked with, and the cookie that carries the session. */
function bind(
  operation: CompiledOperation,
  contract: CompiledContract,
  { key_credential: named, session }: SsoEnterAction,
): { credential: string; cookie: string } {
  const credential = named ?? [...contract.credentials].find(([, { kind }]) => kind === 'key_pair')?.[0];
  const cookie = sessionCookie(contract, session);
  if (credential !== undefined && cookie !== undefined) return { credential, cookie };
  throw new ContractError(contract.name, [
    {
      rule: 'sso',
      pointer: `${operation.pointer}/x-action`,
      message:
        cookie === undefined
          ? `no operation takes the session ${session} from a cookie`
          : 'there is no key_pair credential to check links with',
      suggestion:
        cookie === undefined
          ? `list a security scheme of type apiKey, in: cookie, with x-verify: { credential: ${session} }`
          : 'name one with key_credential',
    },
  ]);
}

export function ssoEnter(operation: CompiledOperation, contract: CompiledContract): ActionStep {
  const action = actionOf(operation, 'sso.enter');
  const resource = resourceOf(contract, operation, action.resource);
  const { credential, cookie } = bind(operation, contract, action);
  return async (call) => {
    const { mount } = call;
    const read = payloadOf(call, action);
    if (read.refusal) return read;
    const { payload } = read;
    const late = ageRefusal(call, action, payload);
    if (late) return { refusal: late };
    const key = await keyOf(call, credential, action, payload);
    if (typeof key === 'string') {
      // The answer must not tell anyone who guesses which half was right.
      return {
        refusal: hidden(
          bad(operation, `${action.user} and ${action.user_key} must be those of an active key`, key),
          'an id and a secret that no active key has',
        ),
      };
    }
    const record = await upsertRecord(call, resource, key.tenant, action.match, action.copy, payload);
    if (record === undefined)
      return { refusal: bad(operation, `${action.match} must say whom the link is for`, 'nothing') };
    const { token } = await openSession(call, action.session, key.user ?? key.id, key.tenant, personOf(record, action));
    return {
      answer: {
        facts: { location: `${mount}${action.redirect}`, record, 'session.token': token },
        headers: { 'set-cookie': setCookie(call, cookie, token) },
      },
    };
  };
}
