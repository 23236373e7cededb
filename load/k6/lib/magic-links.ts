/** Links that sign people in. */
import exec from 'k6/execution';
import type { MagicLink } from '../profile.ts';
import type { Answer } from './ask-operation.ts';
import { ask, fault } from './ask-operation.ts';
import { control } from './control-requests.ts';
import { profile } from './run-profile.ts';
import { inTurn } from './scenario-run.ts';
import { unique } from './unique.ts';

/** Seconds that the inbox is waited for. */
const PATIENCE = 10;

/** Digits at the end of a telephone number that tell people apart, and how many iterations of one virtual user. */
const DIGITS = 7;
const ITERATIONS = 10_000;

/** An address that nobody has, in the form of one that somebody has. */
function newAddress(address: string): string {
  if (!/^\+?\d{8,}$/.test(address)) return `${unique()}.${address}`;
  const number = exec.vu.idInTest * ITERATIONS + (exec.vu.iterationInInstance % ITERATIONS);
  return address.slice(0, -DIGITS) + String(number % 10 ** DIGITS).padStart(DIGITS, '0');
}

const cookieOf = (answer: Answer, name: string | null): string | undefined =>
  name === null ? undefined : new RegExp(`(?:^|, )${name}=([^;,]+)`).exec(answer.header('set-cookie') ?? '')?.[1];

function sentTo(address: string): string | undefined {
  const query = `timeout=${PATIENCE}&contract=${encodeURIComponent(profile.contract)}&to=${encodeURIComponent(address)}`;
  return control<{ readonly code: string }>('GET', `/otp/wait?${query}`)?.code;
}

function follow(way: MagicLink, address: string): void {
  const { caller, ask: asks, redeem, use, browser, cookie, gives, dead } = way;
  const asked = ask(asks, { ADDRESS: address }, { caller });
  if (!asked.good) return;
  const token = sentTo(address);
  if (token === undefined) return fault(asks, caller, 'incomplete_answer', `no link came within ${PATIENCE} seconds`);
  const values = { LINK_TOKEN: token, BROWSER: cookieOf(asked, browser) ?? '' };
  const answer = ask(redeem, values, { caller });
  if (!answer.good) return;
  const credential = answer.fact(gives) ?? cookieOf(answer, cookie);
  if (credential === undefined)
    fault(redeem, caller, 'incomplete_answer', 'a good answer without a session or a token');
  else if (use !== null) ask(use, { CREDENTIAL: credential }, { caller });
  ask(redeem, values, { caller, refusal: { statuses: dead, taken: 'a link that was used is taken again' } });
}

/** A link asked for, read and followed, and what it opens; followed again it is refused. Nobody else is sent one there. */
export function followLink(): void {
  const way = inTurn(profile.magicLinks);
  const address = newAddress(way.address);
  const users = `/users/${encodeURIComponent(profile.contract)}`;
  const person = {
    tenant: way.tenant,
    name: 'Somebody',
    ...(way.field === 'username' ? { username: address } : { profile: { [way.field]: address } }),
  };
  const { id } = control<{ readonly id: string }>('POST', users, person)!;
  follow(way, address);
  control('DELETE', `${users}/${encodeURIComponent(id)}`);
}
