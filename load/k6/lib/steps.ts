/** The steps that iterations of scenarios are made of. */
import type { Begun } from './scenario-run.ts';
import { inTurn, make } from './scenario-run.ts';
import type { Template } from '../profile.ts';
import { LIFETIME_SECONDS, assertionOf } from './sign-assertions.ts';
import { ask, fault } from './ask-operation.ts';
import type { Answer } from './ask-operation.ts';
import { now } from './k6-clock.ts';
import { control } from './control-requests.ts';
import { fill } from './fill-placeholders.ts';
import { linkData } from './sign-on-links.ts';
import { refusedRightly } from './metrics.ts';
import { clientOf, profile } from './run-profile.ts';
import { issue, tokenOf } from './keep-tokens.ts';
import { unique } from './unique.ts';

/** A new token for one client after the other. */
export function takeToken(): void {
  const caller = inTurn(profile.tokens);
  issue(caller, profile.callers[caller]!.token!);
}

export const read = (begun: Begun): void => void make(inTurn(profile.reads), begun);

export const readSigned = (begun: Begun): void => void make(inTurn(profile.signed), begun);

export const readKept = (begun: Begun): void => void make(inTurn(profile.kept), begun);

const newKeys = (): Readonly<Record<'FRESH' | 'IDEMPOTENCY_KEY', string>> => ({
  FRESH: unique(),
  IDEMPOTENCY_KEY: unique(),
});

export const create = (begun: Begun): void => void make(inTurn(profile.creates), begun, newKeys());

/** More than one repetition, since a memory may last for one only. */
const REPETITIONS = 2;

/** The same request again: the same answer, and so no second record. */
export function retry(begun: Begun): void {
  const call = inTurn(profile.retried);
  const placeholders = newKeys();
  const first = make(call, begun, placeholders);
  for (let i = 0; i < REPETITIONS && first?.good === true; i++) {
    const again: Answer | undefined = make(call, begun, placeholders);
    if (again?.good === true && (again.status !== first.status || again.text !== first.text))
      fault(
        call,
        call.caller,
        'not_the_same',
        `repetition ${i + 1} of a request with the same idempotency key is answered otherwise`,
      );
  }
}

/** Seconds that the inbox is waited for. */
const PATIENCE = 10;

function passwordOf(id: string): string | undefined {
  if (profile.otp!.code !== null) return fill(profile.otp!.code, {});
  return control<{ readonly code: string }>(
    'GET',
    `/otp/wait?timeout=${PATIENCE}&contract=${encodeURIComponent(profile.contract)}&otp_id=${encodeURIComponent(id)}`,
  )?.code;
}

/** A one-time password asked for, read, verified, and what it opens. */
export function stepUp(begun: Begun): void {
  const { request, verify, act } = profile.otp!;
  const asked = make(request, begun);
  if (asked?.good !== true) return;
  const id = asked.fact('otp.id');
  const code = id === undefined ? undefined : passwordOf(id);
  if (id === undefined || code === undefined)
    return fault(
      request,
      request.caller,
      'incomplete_answer',
      id === undefined
        ? 'a good answer without the id of the one-time password'
        : `no one-time password came within ${PATIENCE} seconds`,
    );
  const verified = make(verify, begun, { OTP_ID: id, OTP_CODE: code });
  if (verified?.good !== true) return;
  const verification = verified.fact('otp.verification_token');
  if (verification === undefined)
    return fault(verify, verify.caller, 'incomplete_answer', 'a good answer without a verification token');
  make(act, begun, { VERIFICATION: verification, ...newKeys() });
}

/** Epoch seconds, by the target's clock. */
const targetTime = ({ ahead }: Begun): number => Math.floor((now() + ahead) / 1000);

/** A token for an assertion that was signed this moment, and its use; an expired assertion gets none. */
export async function takeByAssertion(begun: Begun): Promise<void> {
  const { caller, recipe, issue: template, dead, read: call } = inTurn(profile.assertions);
  const answer = ask(template, { ASSERTION: await assertionOf(recipe, targetTime(begun)) }, { caller });
  const token = answer.fact('token.access_token');
  if (answer.good && token === undefined)
    fault(template, caller, 'incomplete_answer', 'a good answer without an access token');
  if (token !== undefined && call !== null) ask(call, { CREDENTIAL: token }, { caller: call.caller });
  const old = await assertionOf(recipe, targetTime(begun) - 2 * LIFETIME_SECONDS);
  ask(template, { ASSERTION: old }, { caller, refusal: { statuses: dead, taken: 'an expired assertion is accepted' } });
}

/** Asks what a token is; counts an answer that is not true. */
function expectActive(template: Template, caller: string, token: string, active: boolean, taken: string): void {
  const answer = ask(template, { TOKEN: token }, { caller: clientOf(caller) });
  if (!answer.good) return;
  const said = answer.fact('token.active');
  if (said === `${active}`) {
    if (!active) refusedRightly.add(1, { operation: template.operation });
  } else if (active)
    fault(
      template,
      caller,
      'wrong_answer',
      `a live token is said to be ${said === 'false' ? 'dead' : 'neither alive nor dead'}`,
    );
  else fault(template, caller, 'still_alive', taken);
}

/** A new token that is used, revoked, and good for nothing from then on. */
export function endToken(): void {
  const { caller, revoke, read: call, introspect } = inTurn(profile.revocations);
  const token = issue(caller, profile.callers[caller]!.token!)?.access;
  if (token === undefined) return;
  if (call !== null) ask(call, { CREDENTIAL: token }, { caller });
  if (!ask(revoke, { TOKEN: token }, { caller: clientOf(caller) }).good) return;
  if (call !== null)
    ask(call, { CREDENTIAL: token }, { caller, refusal: { statuses: call.dead, taken: 'a revoked token is taken' } });
  if (introspect !== null) expectActive(introspect, caller, token, false, 'a revoked token is said to be alive');
}

/** A live token is said to be alive; one that nobody was given is not. */
export function inspect(): void {
  const { caller, introspect } = inTurn(profile.introspections);
  const token = tokenOf(caller, profile.callers[caller]!.token!);
  if (token === undefined) return;
  expectActive(introspect, caller, token, true, '');
  expectActive(introspect, caller, unique(), false, 'a token that nobody was given is said to be alive');
}

/** A link made this moment signs a person on, who sees the page behind it; a link past its lifetime does not. */
export async function signOn(begun: Begun): Promise<void> {
  const way = inTurn(profile.signOns);
  const { caller, enter, page, cookie, lifetimeSeconds, dead } = way;
  const person = unique();
  const answer = ask(enter, { LINK: await linkData(way, person, targetTime(begun)) }, { caller });
  if (answer.good) {
    const [, value] = new RegExp(`(?:^|, )${cookie}=([^;,]+)`).exec(answer.header('set-cookie') ?? '') ?? [];
    if (value === undefined) fault(enter, caller, 'incomplete_answer', `a good answer without the cookie ${cookie}`);
    else if (page !== null) ask(page, { COOKIE: value }, { caller });
  }
  const old = await linkData(way, person, targetTime(begun) - lifetimeSeconds - 1);
  ask(enter, { LINK: old }, { caller, refusal: { statuses: dead, taken: 'a link past its lifetime is taken' } });
}
