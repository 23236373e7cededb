/** Sessions opened by a login: one for each caller and virtual user. */
import type { Template } from '../profile.ts';
import { ask, fault } from './ask-operation.ts';
import { userOf } from './run-profile.ts';

const open = new Map<string, string>();

/** Logs in. */
export function login(caller: string, template: Template): string | undefined {
  const answer = ask(template, {}, { caller: userOf(caller) });
  const token = answer.good ? answer.fact('session.token') : undefined;
  if (answer.good && token === undefined)
    fault(template, caller, 'incomplete_answer', 'a good login without a session token');
  return token;
}

export function sessionOf(caller: string, template: Template): string | undefined {
  const token = open.get(caller) ?? login(caller, template);
  if (token !== undefined) open.set(caller, token);
  return token;
}

/** The next call logs in again. */
export const close = (caller: string): void => void open.delete(caller);
