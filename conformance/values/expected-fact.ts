/** What a fact of an answer must be, computed from what was asked and learnt: none of it is the sandbox's own code. */
import type { Action } from '../../specs/generated/vocabulary.ts';
import { contractMs } from '../../mock/contract/durations.ts';
import type { Fact } from '../../mock/contract/fill-values.ts';
import { pathParameter } from '../checks/derived/support/change-parts.ts';
import { fieldsOf } from '../checks/derived/support/invalid-bodies.ts';
import { isObject, parseJson, valueAt } from '../driver/json-values.ts';
import { authenticatorOf } from '../driver/authenticator-code.ts';
import { jwkThumbprint } from '../driver/dpop-proof.ts';
import { covers, permits } from '../driver/scope-coverage.ts';
import { parseJwt } from '../checks/oauth/read-jwt.ts';
import { idTokenFault } from './id-token-faults.ts';
import { faultyNames, lastName } from './field-names.ts';
import { nearerItem, rateItems } from '../checks/derived/support/rate-limit-field.ts';
import type { RateItem } from '../checks/derived/support/rate-limit-field.ts';
import type { QuotaWindow } from '../checks/derived/support/read-quota.ts';
import type { FactRead, Reading } from './read-fields.ts';
import { idempotencyKey, UNMATCHED } from './answer-context.ts';
import type { ObservedAnswer, Span } from './answer-context.ts';
import { asker, grantOf } from './read-token-request.ts';
import { whoCalls } from './requesting-caller.ts';
import type { Who } from './requesting-caller.ts';

/** In words, what a value should be; `true` where it is; undefined where nobody can say. */
export type Verdict = string | true | undefined;

type Judge = (read: FactRead, observed: ObservedAnswer, reading: Reading) => Verdict | Promise<Verdict>;

const SECOND = 1000;

const is = (holds: boolean, words: string): Verdict => holds || words;

const equals = (value: unknown, wanted: string | number | boolean | undefined): Verdict =>
  wanted === undefined ? undefined : is(value === wanted, JSON.stringify(wanted));

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const iso = (ms: number): string => new Date(ms).toISOString();

/** Epoch milliseconds, of a text or of seconds. */
function instant(value: unknown): number | undefined {
  const ms = typeof value === 'number' ? value * SECOND : typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isNaN(ms) ? undefined : ms;
}

/** Instants are told in whole seconds, cut or rounded. */
export function within(value: unknown, { from, to }: Span, what: string): Verdict {
  const ms = instant(value);
  return is(
    ms !== undefined && ms >= from - SECOND && ms <= to + SECOND,
    `${what}, ${iso(from)}${to - from < SECOND ? '' : ` to ${iso(to)}`}`,
  );
}

const later = ({ from, to }: Span, ms: number): Span => ({ from: from + ms, to: to + ms });

/** A value that comes once: not with any answer of the check before. */
function once({ memory }: ObservedAnswer, fact: string, value: string): boolean {
  const seen = memory.once.get(fact) ?? new Set<string>();
  memory.once.set(fact, seen);
  return seen.size < seen.add(value).size;
}

const unique: Judge = ({ fact, value }, observed) =>
  is(isText(value) && once(observed, fact, value), 'a value of its own, which no answer had before');

/** Whether the request repeats an earlier one by its idempotency key, so that the answer may be the earlier one's. */
export function isReplay({ operation, request, memory, exchange: { status } }: ObservedAnswer): boolean {
  if (status >= 400) return false;
  const key = idempotencyKey(operation, request);
  return key !== undefined && (memory.keys.get(key) ?? 0) > 1;
}

function requestId({ place, value }: FactRead, observed: ObservedAnswer, { facts }: Reading): Verdict {
  if (isReplay(observed)) return undefined;
  const header = facts.find((one) => one.fact === 'request.id' && one.place.startsWith('header '));
  if (!place.startsWith('header ') && header !== undefined)
    return is(value === header.value, `the id in the answer's header, ${JSON.stringify(header.value)}`);
  const name = header?.place.slice('header '.length);
  const sent =
    name === undefined ? undefined : observed.request.headers.find(([given]) => given.toLowerCase() === name)?.[1];
  if (sent !== undefined) return undefined;
  return is(isText(value) && once(observed, 'request.id', value), 'an id of its own, which no answer had before');
}

/**
 * The windows of the request's quota; of a request that matches no operation those of every class, since nobody says
 * where it counts. Undefined where nobody knows.
 */
function windowsOf(observed: ObservedAnswer): readonly QuotaWindow[] | undefined {
  const {
    contract,
    operation: { id, rateLimit: name, action },
  } = observed;
  const perAddress = action.type === 'link.request' ? action.per_address : undefined;
  const own = [name, perAddress].filter((one) => one !== undefined);
  const all = (id === UNMATCHED ? [...contract.rateLimits.keys()] : own).map(observed.windowsOf);
  return all.includes(undefined) ? undefined : all.flatMap((windows) => windows ?? []);
}

/** Milliseconds of the longest of them. */
function longestOf(observed: ObservedAnswer): number | undefined {
  const windows = windowsOf(observed);
  return windows === undefined || windows.length === 0
    ? undefined
    : Math.max(...windows.map(({ windowMs }) => windowMs));
}

/** @returns a header's text as the number it is */
const whole = (value: unknown): number =>
  typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : typeof value === 'number' ? value : NaN;

function rateLimit({ value }: FactRead, observed: ObservedAnswer): Verdict {
  const limits = (observed.target.isMock ? windowsOf(observed) : undefined)?.map(({ limit }) => limit);
  return limits === undefined || limits.length === 0
    ? is(whole(value) >= 0, 'a whole number')
    : is(limits.includes(whole(value)), `the limit of a quota: ${[...new Set(limits)].join(' or ')}`);
}

const siblings = ({ facts }: Reading, fact: Fact): unknown => facts.find((one) => one.fact === fact)?.value;

/** What is left is less with every request: the same caller is not told the same twice before the window ends. */
function repeats(
  value: unknown,
  {
    contract,
    target,
    operation: { rateLimit, identifiers },
    request: { headers, path, query },
    exchange: { status },
    memory,
  }: ObservedAnswer,
  reading: Reading,
): boolean {
  const reset = siblings(reading, 'rate.reset_epoch');
  // Anyone who is not recognised is counted with others: a key that is blocked is one caller no more.
  if (
    !target.isMock ||
    status === 401 ||
    rateLimit === undefined ||
    reset === undefined ||
    whole(value) === 0 ||
    contract.rateLimits.get(rateLimit)?.algorithm !== 'fixed_window'
  )
    return false;
  const caller = JSON.stringify([
    headers.filter(([name]) => !/^content-/i.test(name)),
    identifiers.length === 0 ? [] : [path, query],
  ]);
  const key = `${rateLimit} ${String(siblings(reading, 'rate.limit'))} ${JSON.stringify(reset)} ${caller}`;
  const seen = memory.once.get(key) ?? new Set<string>();
  memory.once.set(key, seen);
  return seen.size === seen.add(JSON.stringify(value)).size;
}

function rateRemaining({ value }: FactRead, observed: ObservedAnswer, reading: Reading): Verdict {
  const limit = whole(siblings(reading, 'rate.limit'));
  if (repeats(value, observed, reading)) return 'less than an earlier answer told the same caller in this window';
  return is(
    whole(value) >= 0 && !(whole(value) > Math.max(0, limit - 1)),
    Number.isNaN(limit) ? 'a whole number' : `a number below the limit of ${limit}, since this request counts`,
  );
}

async function rateReset({ fact, value }: FactRead, observed: ObservedAnswer, reading: Reading): Promise<Verdict> {
  const windowMs = longestOf(observed);
  if (windowMs === undefined) return undefined;
  if (fact === 'rate.reset_after')
    return is(whole(value) >= 0 && whole(value) <= windowMs / SECOND, `0 to ${windowMs / SECOND} seconds`);
  if (fact === 'rate.reset_after_ms')
    return is(
      whole(value) >= 0 && whole(value) <= windowMs && !inSeconds(whole(value), windowMs, reading),
      `0 to ${windowMs} milliseconds, as much as other headers say`,
    );
  const told = fact === 'rate.reset_iso' ? value : whole(value) / (fact === 'rate.reset_epoch_ms' ? SECOND : 1);
  if (fact === 'rate.reset_iso' && !(typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)))
    return 'an ISO 8601 instant';
  const at = await observed.at();
  const after = waitTold(reading);
  if (after !== undefined)
    return within(told, later(at, after), `the time of the answer and ${after / SECOND} seconds`);
  return within(told, { from: at.from, to: at.to + windowMs }, 'the end of the window');
}

/** The window that the field RateLimit has the least left of. */
function nearestTold(reading: Reading): RateItem | undefined {
  const items = rateItems(siblings(reading, 'rate.service_limits') as string | undefined);
  return items?.reduce(nearerItem);
}

/** How long until the quota is there again, as the answer says it elsewhere: in milliseconds, or in whole seconds. */
function waitTold(reading: Reading): number | undefined {
  const ms = whole(siblings(reading, 'rate.reset_after_ms'));
  if (!Number.isNaN(ms)) return ms;
  const seconds = whole(siblings(reading, 'rate.reset_after'));
  return Number.isNaN(seconds) ? undefined : seconds * SECOND;
}

/** Whether what should be milliseconds is less than the seconds that are told beside it. */
function inSeconds(ms: number, windowMs: number, reading: Reading): boolean {
  const seconds = whole(siblings(reading, 'rate.reset_after'));
  const beside = Number.isNaN(seconds) ? nearestTold(reading)?.t : seconds;
  return beside !== undefined && windowMs >= SECOND && Math.abs(ms - beside * SECOND) > SECOND;
}

function listedWindows(
  value: unknown,
  observed: ObservedAnswer,
): { readonly items: readonly RateItem[]; readonly windows: readonly QuotaWindow[] | undefined } | string {
  const items = typeof value === 'string' ? rateItems(value) : undefined;
  if (items === undefined) return 'a list of texts with whole numbers as parameters';
  const windows = observed.target.isMock ? windowsOf(observed) : undefined;
  if (windows === undefined || observed.operation.id === UNMATCHED) return { items, windows: undefined };
  const names = windows.map(({ type }) => `"${type}"`).join(', ');
  const same = items.length === windows.length && items.every(({ name }, i) => name === windows[i]!.type);
  return same ? { items, windows } : `one entry for each window: ${names}`;
}

function serviceLimits({ value }: FactRead, observed: ObservedAnswer, reading: Reading): Verdict {
  const found = listedWindows(value, observed);
  if (typeof found === 'string') return found;
  const { items, windows } = found;
  if (items.some(({ r }) => r === undefined)) return 'r, what remains, for each window';
  const wrong = items.find(({ r, t = 0 }, i) => {
    const window = windows?.[i];
    // Of a refused request a window that had room for it keeps all that it had.
    const most = observed.exchange.status === 429 ? window?.limit : Math.max(0, (window?.limit ?? 0) - 1);
    return window !== undefined && (r! > most! || t * SECOND > window.windowMs + SECOND - 1);
  });
  if (wrong !== undefined) return `less than the limit of "${wrong.name}" remaining, and an end within its window`;
  const least = whole(siblings(reading, 'rate.remaining'));
  const after = waitTold(reading);
  const nearest = nearestTold(reading)!;
  if (!Number.isNaN(least) && nearest.r !== least) return `${least} remaining, as another header says`;
  return is(
    after === undefined || items.some(({ t }) => t === undefined || Math.abs(t * SECOND - after) <= SECOND),
    `the end that another header tells, in ${(after ?? 0) / SECOND} s`,
  );
}

function policies({ value }: FactRead, observed: ObservedAnswer): Verdict {
  const found = listedWindows(value, observed);
  if (typeof found === 'string') return found;
  const { items, windows } = found;
  if (items.some(({ q }) => q === undefined)) return 'q, the quota, for each window';
  const wanted = windows?.map(
    ({ type, limit, windowMs }) => `"${type}";q=${limit};w=${Math.max(1, Math.ceil(windowMs / SECOND))}`,
  );
  const told = items.map(({ name, q, w }) => `"${name}";q=${q};w=${w}`);
  return wanted === undefined ? true : is(told.join() === wanted.join(), wanted.join(', '));
}

function retryAfter({ value }: FactRead, observed: ObservedAnswer, reading: Reading): Verdict {
  const windowMs = longestOf(observed);
  // Where calls are left, something else than the quota is used up: a wait may be longer than its window.
  const left = nearestTold(reading)?.r ?? whole(siblings(reading, 'rate.remaining'));
  const otherwise = observed.exchange.status !== 429 || left > 0;
  if (otherwise || windowMs === undefined) return is(whole(value) >= 1, 'a second or more');
  return is(whole(value) >= 1 && whole(value) <= windowMs / SECOND, `1 to ${windowMs / SECOND} seconds`);
}

const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;

async function retryDate({ value }: FactRead, observed: ObservedAnswer, reading: Reading): Promise<Verdict> {
  if (typeof value !== 'string' || !HTTP_DATE.test(value)) return 'a date as HTTP has them';
  const { from, to } = await observed.at();
  const ms = Date.parse(value);
  const after = waitTold(reading);
  const windowMs = longestOf(observed);
  const left = nearestTold(reading)?.r ?? whole(siblings(reading, 'rate.remaining'));
  if (after !== undefined && !(left > 0))
    return is(
      ms >= from + after - SECOND && ms <= to + after + 2 * SECOND,
      `the end that another header tells, in ${after / SECOND} s`,
    );
  return is(ms > from - SECOND && ms <= to + (windowMs ?? Infinity) + SECOND, 'a time within the window');
}

const words = (value: unknown): readonly string[] | undefined =>
  typeof value === 'string' ? value.split(' ') : Array.isArray(value) && value.every(isText) ? value : undefined;

const may = (
  { contract }: ObservedAnswer,
  { requirement: { method } }: Who,
  granted: readonly string[],
  wanted: readonly string[],
): boolean =>
  method.kind === 'token'
    ? covers(contract.credentials.get(method.credential), granted, wanted)
    : permits(granted, wanted);

function requiredScope({ value }: FactRead, observed: ObservedAnswer): Verdict {
  const who = whoCalls(observed, observed.operation, observed.request);
  const requirements = who === undefined ? observed.operation.requirements : [who.requirement];
  const named = words(value);
  const wanted = [...new Set(requirements.flatMap(({ scopes }) => scopes))].join(' or ');
  if (wanted === '') return undefined;
  const would =
    named !== undefined &&
    named.length > 0 &&
    requirements.some(
      (requirement) =>
        requirement.scopes.length > 0 &&
        may(observed, { requirement, tenant: undefined, scopes: undefined }, named, requirement.scopes),
    );
  if (!would) return `a scope that would do: ${wanted}`;
  return is(who?.scopes === undefined || !may(observed, who, who.scopes, named), 'a scope that the caller lacks');
}

const sorted = (scopes: readonly string[]): string => [...new Set(scopes)].sort().join(' ');

function grantedScopes({ value }: FactRead, observed: ObservedAnswer): Verdict {
  const own = whoCalls(observed, observed.operation, observed.request)?.scopes;
  if (own === undefined) return undefined;
  const stated = words(value);
  return is(stated !== undefined && sorted(stated) === sorted(own), `the caller's own: ${sorted(own)}`);
}

function expiredAt({ value }: FactRead, observed: ObservedAnswer): Verdict {
  const issued = whoCalls(observed, observed.operation, observed.request)?.issued;
  if (issued?.lifetime === undefined) return undefined;
  return within(value, later(issued.at, issued.lifetime * SECOND), "the token's own end");
}

const violation =
  (judge: (value: string, observed: ObservedAnswer) => Verdict): Judge =>
  ({ value }, observed) =>
    isText(value) ? judge(value, observed) : 'a text';

const field: Judge = ({ value }, observed) => {
  if (typeof value !== 'string') return 'a text';
  const names = faultyNames(observed);
  // A body that is not there at all has no name, nor has one that is no object, or that is wrong as a whole.
  if (value === '') return is(!isObject(fieldsOf(observed.request)) || names.has(''), 'the name of a field');
  return is(names.has(lastName(value)), `a field that does not fit (${[...names].join(', ')})`);
};

function violations({ value }: FactRead, observed: ObservedAnswer): Verdict {
  if (Array.isArray(value)) return is(value.length > 0, 'at least one entry');
  if (!isObject(value)) return 'a list of what does not fit';
  const names = faultyNames(observed);
  const stated = Object.entries(value);
  return is(
    stated.length > 0 &&
      stated.every(
        ([name, messages]) =>
          names.has(lastName(name)) && Array.isArray(messages) && messages.length > 0 && messages.every(isText),
      ),
    `messages under the names of fields that do not fit (${[...names].join(', ')})`,
  );
}

const ERRORS: Readonly<Record<number, readonly string[]>> = {
  400: ['invalid_request'],
  401: ['invalid_token', 'invalid_dpop_proof', 'use_dpop_nonce'],
  403: ['insufficient_scope'],
};

/** RFC 6750 §3.1: which error comes with which status, and the scope that would do. */
function challenge({ value, ...read }: FactRead, observed: ObservedAnswer): Verdict {
  if (!isText(value)) return 'a challenge';
  const {
    operation,
    exchange: { status },
  } = observed;
  if ('client_authentication' in operation.action) return undefined;
  const schemes = operation.requirements.flatMap(({ method }) =>
    method.parts.filter((part) => part.in === 'authorization').map(({ name }) => name),
  );
  const scheme = value.split(' ', 1)[0]!.toLowerCase();
  const takesDpop = operation.requirements.some(({ method }) =>
    method.parts.some(({ otherName }) => otherName === 'dpop'),
  );
  if (schemes.length > 0 && !schemes.includes(scheme) && !(takesDpop && scheme === 'dpop'))
    return `a challenge for ${[...new Set(schemes)].join(' or ')}`;
  const error = /\berror="([^"]*)"/.exec(value)?.[1];
  if (error !== undefined && ERRORS[status]?.includes(error) === false)
    return `error="${ERRORS[status].join('" or "')}" with status ${status}`;
  const scope = /\bscope="([^"]*)"/.exec(value)?.[1];
  return scope === undefined ? true : requiredScope({ ...read, value: scope }, observed);
}

/** The thumbprint of the key that a token request proves. @see RFC 7638 */
export function provenKey({ request: { headers } }: Pick<ObservedAnswer, 'request'>): string | undefined {
  const proof = headers.find(([name]) => name.toLowerCase() === 'dpop')?.[1];
  const jwk = proof === undefined ? undefined : parseJwt(proof)?.header['jwk'];
  return isObject(jwk) ? jwkThumbprint(jwk) : undefined;
}

/** Whether its answers give out access tokens. */
const issues = ({ type }: Action): boolean => type === 'token.issue' || type === 'link.redeem';

async function idToken({ value }: FactRead, observed: ObservedAnswer, reading: Reading): Promise<Verdict> {
  const fields = fieldsOf(observed.request);
  const accessToken = siblings(reading, 'token.access_token');
  const fault = idTokenFault(String(value), {
    client: asker(observed),
    accessToken: typeof accessToken === 'string' ? accessToken : undefined,
    at: await observed.at(),
    first: observed.memory.signedIn.get(String(fields?.['refresh_token'])),
    isMock: observed.target.isMock,
  });
  return fault === undefined ? true : `an ID token with ${fault}`;
}

/** Of the token that an answer gives, or is about. */
function tokenType({ value }: FactRead, observed: ObservedAnswer): Verdict {
  const { contract, operation } = observed;
  const { action } = operation;
  const credential = 'credential' in action ? contract.credentials.get(action.credential) : undefined;
  // A server may know nothing of proofs.
  const bound = credential?.kind === 'token' && credential.dpop !== undefined;
  const jkt = action.type === 'token.issue' ? provenKey(observed) : tokenAsked(observed)?.jkt;
  const wanted = bound && jkt !== undefined ? 'DPoP' : 'Bearer';
  return is(typeof value === 'string' && value.toLowerCase() === wanted.toLowerCase(), JSON.stringify(wanted));
}

/** Of a token that can be read it is what stands there. */
function audience({ value }: FactRead, { operation: { action }, request }: ObservedAnswer): Verdict {
  const asked = action.type === 'token.introspect' ? fieldsOf(request)?.[action.parameter ?? 'token'] : undefined;
  const claims = typeof asked === 'string' ? parseJwt(asked)?.claims : undefined;
  return claims?.['aud'] === undefined
    ? is([value].flat().every(isText), 'a text, or several')
    : is(JSON.stringify(value) === JSON.stringify(claims['aud']), `aud of the token, ${JSON.stringify(claims['aud'])}`);
}

function confirmation({ value }: FactRead, observed: ObservedAnswer): Verdict {
  const token = tokenAsked(observed);
  if (token === undefined) return undefined;
  const { jkt, x5t } = token;
  if (jkt === undefined && x5t === undefined) return 'nothing, since the token is bound to no key';
  const wanted = { ...(x5t !== undefined && { 'x5t#S256': x5t }), ...(jkt !== undefined && { jkt }) };
  return is(
    isObject(value) && Object.entries(wanted).every(([name, thumbprint]) => value[name] === thumbprint),
    `what the token is bound to, ${JSON.stringify(wanted)}`,
  );
}

/** @see [RFC 7523 §2.1](https://www.rfc-editor.org/rfc/rfc7523#section-2.1) */
const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** Seconds that a token of this answer lives by the contract. */
function lifetimeOf(observed: ObservedAnswer): number | undefined {
  const {
    contract,
    operation: { action },
    request,
  } = observed;
  const credential =
    'credential' in action && typeof action.credential === 'string'
      ? contract.credentials.get(action.credential)
      : undefined;
  if (credential?.kind !== 'token' || !observed.lifetimes) return undefined;
  const { token_lifetime: own, jwt_bearer_lifetime: forAssertions } = contract.clients.get(asker(observed) ?? '') ?? {};
  const asserted = fieldsOf(request)?.['grant_type'] === JWT_BEARER;
  return contractMs((asserted ? forAssertions : undefined) ?? own ?? credential.lifetime) / SECOND;
}

async function expiresIn({ value }: FactRead, observed: ObservedAnswer): Promise<Verdict> {
  const {
    target,
    operation: { action },
  } = observed;
  const known = tokenAsked(observed);
  if (known?.lifetime !== undefined) {
    const [now, end] = [await observed.at(), later(known.at, known.lifetime * SECOND)];
    return is(
      whole(value) >= Math.floor((end.from - now.to) / SECOND) &&
        whole(value) <= Math.ceil((end.to - now.from) / SECOND) &&
        (!target.isMock || whole(value) <= known.lifetime),
      `the seconds until the token's own end, ${iso(end.from)}`,
    );
  }
  if (!issues(action)) return is(whole(value) >= 0, 'a whole number of seconds');
  const wanted = lifetimeOf(observed);
  return target.isMock && wanted !== undefined
    ? equals(value, wanted)
    : is(whole(value) > 0, 'a positive whole number of seconds');
}

async function expiresAt({ value }: FactRead, observed: ObservedAnswer, reading: Reading): Promise<Verdict> {
  const known = tokenAsked(observed);
  if (known?.lifetime !== undefined)
    return within(value, later(known.at, known.lifetime * SECOND), "the token's own end");
  if (!issues(observed.operation.action)) return undefined;
  const seconds = whole(siblings(reading, 'token.expires_in'));
  if (Number.isNaN(seconds)) return undefined;
  return within(value, later(await observed.at(), seconds * SECOND), `the time of issue and expires_in (${seconds} s)`);
}

/** The token that the request asks about, where the check has seen it given out. */
function tokenAsked({
  operation: { action },
  request,
  memory,
}: ObservedAnswer): ReturnType<ObservedAnswer['memory']['issued']['get']> {
  if (action.type !== 'token.introspect') return undefined;
  const value = fieldsOf(request)?.[action.parameter ?? 'token'];
  return typeof value === 'string' ? memory.issued.get(value) : undefined;
}

function scopeGranted({ value }: FactRead, observed: ObservedAnswer): Verdict {
  const stated = words(value);
  if (stated === undefined) return 'scopes with spaces between them';
  const known = tokenAsked(observed);
  if (known?.scopes !== undefined)
    return is(sorted(stated) === sorted(known.scopes), `the token's own: ${sorted(known.scopes)}`);
  // A server may give more or less than was asked for, and a default where nothing was (RFC 6749 §3.3).
  if (!observed.target.isMock) return is(stated.every(isText), 'scopes with spaces between them');
  const { asked, possible } = grantOf(observed);
  // What a code grants was asked for at the authorization endpoint; a scope beside it counts for nothing.
  const isOfCode = fieldsOf(observed.request)?.['grant_type'] === 'authorization_code';
  if (asked !== undefined && !isOfCode)
    return is(sorted(stated) === sorted(asked), `what was asked for: ${sorted(asked)}`);
  return possible === undefined
    ? undefined
    : is(stated.length > 0 && stated.every((scope) => possible(scope)), 'scopes that the client may have');
}

const clientId: Judge = ({ value }, observed) =>
  equals(value, observed.operation.action.type === 'token.introspect' ? tokenAsked(observed)?.holder : asker(observed));

const active: Judge = ({ value }, observed) =>
  tokenAsked(observed) === undefined
    ? is(value === false, 'false, since the token was never given out')
    : is(typeof value === 'boolean', 'true or false');

const issuedAt: Judge = async ({ value }, observed) => {
  const known = tokenAsked(observed);
  return within(value, known?.at ?? (await observed.at()), 'the time of issue');
};

/** Who a token speaks for: its client, where no user has agreed to it. */
const subject: Judge = ({ value }, observed) => {
  const known = tokenAsked(observed);
  return known?.own === true ? equals(value, known.subject ?? known.holder) : is(isText(value), 'a text');
};

const issuer: Judge = ({ value }, { contract, target, operation: { action } }) => {
  const stated = target.metadata?.['issuer'];
  const credential =
    'credential' in action && typeof action.credential === 'string'
      ? contract.credentials.get(action.credential)
      : undefined;
  const own = (credential?.kind === 'token' ? credential.issuer : undefined) ?? target.baseUrl;
  return is(
    isText(value) && (stated === undefined ? !target.isMock || value === own : value === stated),
    `the issuer, ${JSON.stringify(stated ?? own)}`,
  );
};

const otpSeconds =
  (
    which: 'lifetime' | 'verification_lifetime',
    ...types: readonly ('otp.request' | 'otp.verify' | 'authenticator.verify' | 'link.request')[]
  ): Judge =>
  ({ value }, { operation: { action } }) => {
    const duration = (types as readonly string[]).includes(action.type)
      ? (action as Readonly<Record<string, unknown>>)[which]
      : undefined;
    return typeof duration === 'string' ? equals(value, contractMs(duration) / SECOND) : undefined;
  };

/** What an app reads from it is what the contract says (Key URI format). */
function authenticatorUri(
  { value }: FactRead,
  { contract, operation: { action } }: ObservedAnswer,
  reading: Reading,
): Verdict {
  if (action.type !== 'authenticator.enroll') return undefined;
  const { kind, digits, algorithm = 'sha1', period = 'PT30S' } = authenticatorOf(contract, action.authenticator);
  const uri = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  if (uri?.protocol !== 'otpauth:' || uri.host !== kind) return `a URI that starts with otpauth://${kind}/`;
  const told = (name: string): string => uri.searchParams.get(name) ?? '';
  const secret = siblings(reading, 'authenticator.secret');
  const wanted: Readonly<Record<string, string>> = {
    ...(typeof secret === 'string' && { secret }),
    digits: String(digits),
    algorithm: algorithm.toUpperCase(),
    ...(kind === 'totp' ? { period: String(contractMs(period) / SECOND) } : { counter: '0' }),
  };
  const wrong = Object.keys(wanted).find((name) => told(name) !== wanted[name]);
  return wrong === undefined
    ? true
    : `a URI with ${wrong}=${wrong === 'secret' ? 'the secret of the same answer' : wanted[wrong]}`;
}

function idleMinutes({ value }: FactRead, { contract, operation: { action } }: ObservedAnswer): Verdict {
  const credential =
    'credential' in action && typeof action.credential === 'string'
      ? contract.credentials.get(action.credential)
      : undefined;
  return credential?.kind === 'session' ? equals(value, contractMs(credential.idle) / 60_000) : undefined;
}

const inFuture: Judge = async ({ value }, observed) => {
  const { from } = await observed.at();
  return is((instant(value) ?? 0) > from, `a time after the answer's, ${iso(from)}`);
};

const paging = ({ operation: { parameters } }: ObservedAnswer, role: string) =>
  parameters.find(({ paging: own, alias }) => own === role && alias === undefined);

/** What a parameter was given, under its own name or, where it has one, another. */
function given({ operation: { parameters }, request: { query } }: ObservedAnswer, name: string): string | undefined {
  const names = [name, ...parameters.flatMap(({ alias, name: other }) => (alias === name ? [other] : []))];
  return names.map((one) => query.find(([sent]) => sent === one)?.[1]).find((value) => value !== undefined);
}

/** A whole number of a list's request, or the contract's default. */
function asked(observed: ObservedAnswer, role: 'page' | 'size'): number | undefined {
  const parameter = paging(observed, role);
  if (parameter === undefined) return undefined;
  const sent = given(observed, parameter.name);
  const value = sent === undefined ? parameter.schema.default : /^\d+$/.test(sent) ? Number(sent) : undefined;
  if (typeof value !== 'number') return undefined;
  return parameter.schema.maximum === undefined ? value : Math.min(value, parameter.schema.maximum);
}

/** A list that takes no page, size or cursor shows all that there is. */
const isWhole = (observed: ObservedAnswer): boolean =>
  observed.target.isMock &&
  observed.operation.action.type === 'resource.list' &&
  (['page', 'size', 'cursor'] as const).every((role) => paging(observed, role) === undefined);

const listedRecords = ({ records }: Reading): number => records.filter(({ listed }) => listed).length;

const pageCount: Judge = ({ value }, _scene, reading) => {
  const [total, size] = [siblings(reading, 'page.total'), siblings(reading, 'page.size')];
  return typeof total === 'number' && typeof size === 'number' ? equals(value, Math.ceil(total / size)) : undefined;
};

const pageTotal: Judge = ({ value }, observed, reading) => {
  const [shown, page, size] = [listedRecords(reading), asked(observed, 'page') ?? 1, asked(observed, 'size')];
  if (typeof value !== 'number') return 'a whole number';
  if (isWhole(observed)) return equals(value, shown);
  if (size === undefined) return is(value >= shown, `${shown} or more`);
  // A page that is not full is the last one.
  if (shown > 0 && shown < size && paging(observed, 'cursor') === undefined)
    return equals(value, (page - 1) * size + shown);
  return is(value >= shown, `${shown} or more`);
};

const hasNext: Judge = ({ value }, observed, reading) => {
  if (isWhole(observed)) return equals(value, false);
  const [page, size, total] = [asked(observed, 'page'), asked(observed, 'size'), siblings(reading, 'page.total')];
  if (page === undefined || size === undefined || typeof total !== 'number') {
    return size !== undefined && listedRecords(reading) < size
      ? equals(value, false)
      : is(typeof value === 'boolean', 'true or false');
  }
  return equals(value, page * size < total);
};

const hasPrevious: Judge = ({ value }, observed) => {
  const page = asked(observed, 'page');
  return page === undefined ? is(typeof value === 'boolean', 'true or false') : equals(value, page > 1);
};

const verdict: Judge = ({ value }, _scene, reading) => {
  const reason = reading.facts.find(({ fact }) => fact === 'verdict.reason');
  return is(typeof value === 'boolean' && (reason === undefined || !value), 'true without a reason, or false');
};

/** The amount that a request for a verdict names. */
function amountAsked({ operation: { action }, request }: ObservedAnswer): number | undefined {
  const place = action.type === 'resource.check' ? action.discount?.amount : undefined;
  if (place === undefined) return undefined;
  const parameter = /^\{(.+)\}$/.exec(place)?.[1];
  const value =
    parameter === undefined
      ? valueAt(fieldsOf(request) ?? {}, place)
      : Number(request.query.find(([name]) => name === parameter)?.[1] ?? NaN);
  return typeof value === 'number' && !Number.isNaN(value) ? value : undefined;
}

const amount: Judge = ({ value }, observed) => equals(value, amountAsked(observed));

const discount: Judge = ({ value }, observed) => {
  const asked = amountAsked(observed);
  return asked === undefined
    ? undefined
    : is(typeof value === 'number' && value >= 0 && value <= asked, `0 to the amount, ${asked}`);
};

const total: Judge = ({ value }, observed, reading) => {
  const [asked, taken] = [amountAsked(observed), siblings(reading, 'verdict.discount')];
  return asked === undefined || typeof taken !== 'number' ? undefined : equals(value, asked - taken);
};

const tenant: Judge = ({ value }, observed) => {
  const own = whoCalls(observed, observed.operation, observed.request)?.tenant;
  return own === undefined || observed.request.path === '' ? undefined : equals(value, own);
};

const keyId: Judge = ({ value }, observed) => {
  const { action } = observed.operation;
  return action.type === 'key.regenerate'
    ? equals(value, pathParameter(observed.request, observed.operation, action.path_parameter))
    : undefined;
};

/** The secret that the caller chose, where the operation lets it. */
function chosenSecret({ operation: { action }, request }: ObservedAnswer): unknown {
  return action.type === 'key.regenerate' && action.secret !== undefined
    ? valueAt(parseJson(request.body ?? ''), action.secret)
    : undefined;
}

function keySecret(read: FactRead, observed: ObservedAnswer, reading: Reading): Verdict | Promise<Verdict> {
  const chosen = chosenSecret(observed);
  if (typeof chosen === 'string') return equals(read.value, chosen);
  return observed.target.credentials.keys.some(({ secret }) => secret === read.value)
    ? 'a new secret'
    : unique(read, observed, reading);
}

/** Seconds of the pushed authorization request endpoint, as its contract has them. */
const pushedSeconds: Judge = ({ value }, { target, operation: { action } }) => {
  if (action.type !== 'authorize.push') return undefined;
  return target.isMock
    ? equals(value, contractMs(action.lifetime) / SECOND)
    : is(whole(value) > 0, 'a positive whole number of seconds');
};

/** Seconds of the device authorization endpoint, as its contract has them. */
const deviceSeconds =
  (field: 'lifetime' | 'interval'): Judge =>
  ({ value }, { target, operation: { action } }) => {
    const duration = action.type === 'device.authorize' ? (action[field] ?? 'PT5S') : undefined;
    if (duration === undefined) return undefined;
    return target.isMock
      ? equals(value, contractMs(duration) / SECOND)
      : is(whole(value) > 0, 'a positive whole number of seconds');
  };

const during =
  (what: string): Judge =>
  async ({ value }, observed) =>
    isReplay(observed) ? undefined : within(value, await observed.at(), what);

export const ORACLE: Readonly<Partial<Record<Fact, Judge>>> = {
  status: ({ value }, { exchange: { status } }) => equals(value, status),
  'request.id': requestId,
  'answer.id': (read, observed, reading) => (isReplay(observed) ? undefined : unique(read, observed, reading)),
  'clock.iso': during('the time of the answer'),
  'clock.epoch': during('the time of the answer'),
  challenge: challenge,
  'rate.limit': rateLimit,
  'rate.remaining': rateRemaining,
  'rate.reset_epoch': rateReset,
  'rate.reset_after': rateReset,
  'rate.reset_epoch_ms': rateReset,
  'rate.reset_after_ms': rateReset,
  'rate.reset_iso': rateReset,
  'rate.service_limits': serviceLimits,
  'rate.policies': policies,
  'rate.retry_after': retryAfter,
  'rate.retry_date': retryDate,
  'rate.type': ({ value }, observed) => {
    const types = windowsOf(observed)?.map(({ type }) => type) ?? [];
    return types.length === 0 ? undefined : is(types.includes(String(value)), types.join(' or '));
  },
  'failure.required_scope': requiredScope,
  'failure.granted_scopes': grantedScopes,
  'failure.expired_at': expiredAt,
  'failure.violations': violations,
  'failure.violations_by_field': violations,
  'failure.detail': violation(() => true),
  'violation.field': field,
  'violation.message': violation(() => true),
  'violation.code': violation((value) => is(/^[\w.-]+$/.test(value), 'a word for programs')),
  'token.access_token': (read, observed, reading) =>
    issues(observed.operation.action)
      ? observed.target.isMock
        ? unique(read, observed, reading)
        : is(isText(read.value), 'a text')
      : is(
          tokenAsked(observed) !== undefined &&
            observed.request.body?.includes(encodeURIComponent(String(read.value))) === true,
          'the token that was asked about',
        ),
  'token.id_token': idToken,
  'token.token_type': tokenType,
  'token.expires_in': expiresIn,
  'token.expires_at': expiresAt,
  'token.refresh_token': ({ value }, _scene, reading) =>
    is(isText(value) && value !== siblings(reading, 'token.access_token'), 'a token other than the access token'),
  'token.scope': scopeGranted,
  'token.client_id': clientId,
  'token.issued_token_type': ({ value }, { request }) =>
    is(
      value === (fieldsOf(request)?.['requested_token_type'] ?? 'urn:ietf:params:oauth:token-type:access_token'),
      'the kind of token that was asked for, or an access token',
    ),
  'token.active': active,
  'token.issued_at': issuedAt,
  'token.subject': subject,
  'token.issuer': issuer,
  'token.audience': audience,
  'token.confirmation': confirmation,
  'dpop.nonce': ({ value }) =>
    is(isText(value) && /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(value), 'a nonce (RFC 9449 §8.1)'),
  'session.token': unique,
  'session.id': ({ value }, _scene, reading) =>
    is(isText(value) && value !== siblings(reading, 'session.token'), 'an id that is not the token'),
  'session.idle_minutes': idleMinutes,
  'session.opened_at': during('the time of the answer'),
  'session.password_expires_at': inFuture,
  'pushed.request_uri': unique,
  'pushed.expires_in': pushedSeconds,
  'device.device_code': unique,
  'device.user_code': unique,
  'device.verification_uri': ({ value }) => is(isText(value) && URL.canParse(value), 'a URL'),
  'device.verification_uri_complete': ({ value }, _scene, reading) =>
    is(
      isText(value) &&
        value ===
          `${String(siblings(reading, 'device.verification_uri'))}?user_code=${String(siblings(reading, 'device.user_code'))}`,
      'verification_uri with the user code in its query',
    ),
  'device.expires_in': deviceSeconds('lifetime'),
  'device.interval': deviceSeconds('interval'),
  'otp.id': unique,
  'otp.expires_in': otpSeconds('lifetime', 'otp.request'),
  'link.expires_in': otpSeconds('lifetime', 'link.request'),
  'otp.verification_token': unique,
  'otp.verification_expires_in': otpSeconds('verification_lifetime', 'otp.verify', 'authenticator.verify'),
  'authenticator.secret': ({ value }, observed) =>
    is(
      isText(value) && /^[A-Z2-7]{26,}$/.test(value) && once(observed, 'authenticator.secret', value),
      '128 bits or more in base32, which no answer had before',
    ),
  'authenticator.uri': authenticatorUri,
  'key.id': keyId,
  'key.secret': keySecret,
  'page.number': ({ value }, observed) => equals(value, asked(observed, 'page')),
  'page.size': ({ value }, observed) => equals(value, asked(observed, 'size')),
  'page.total': pageTotal,
  'page.count': pageCount,
  'page.has_next': hasNext,
  'page.has_previous': hasPrevious,
  'page.returned': ({ value }, _scene, reading) => equals(value, listedRecords(reading)),
  'verdict.valid': verdict,
  'verdict.reason': violation(() => true),
  'verdict.amount': amount,
  'verdict.discount': discount,
  'verdict.total': total,
  'tenant.id': tenant,
};
