/**
 * Tokens: one for each caller and virtual user, renewed before it expires. Module state belongs to one virtual user.
 */
import crypto from 'k6/crypto';
import { b64encode } from 'k6/encoding';
import type { Template, TokenSource } from '../profile.ts';
import { ask, fault } from './ask-operation.ts';
import type { Answer } from './ask-operation.ts';
import { now } from './k6-clock.ts';
import type { PlaceholderValues } from './fill-placeholders.ts';
import { renewed } from './metrics.ts';
import { clientOf } from './run-profile.ts';
import { unique } from './unique.ts';

export interface Tokens {
  readonly access: string;
  readonly refresh: string | null;
  /** Seconds. */
  readonly lifetime: number;
}

interface Held extends Tokens {
  readonly renewAt: number;
}

/** The documents' sample client takes a new token a minute before the end; of a short life it is half of it. */
const MARGIN_SECONDS = 60;
const MARGIN_SHARE = 0.5;

const held = new Map<string, Held>();

function read(template: Template, caller: string, answer: Answer, lifetimeSeconds: number): Tokens | undefined {
  if (!answer.good) return undefined;
  const access = answer.fact('token.access_token');
  if (access === undefined) {
    fault(template, caller, 'incomplete_answer', 'a good answer without an access token');
    return undefined;
  }
  return {
    access,
    refresh: answer.fact('token.refresh_token') ?? null,
    lifetime: Number(answer.fact('token.expires_in') ?? lifetimeSeconds),
  };
}

/** A code, by way of the authorization endpoint. */
function codePlaceholders(authorize: Template, caller: string): PlaceholderValues | undefined {
  const verifier = b64encode(crypto.randomBytes(32), 'rawurl');
  const state = unique();
  const answer = ask(
    authorize,
    { STATE: state, CHALLENGE: crypto.sha256(verifier, 'base64rawurl') },
    { caller: clientOf(caller), also: [302, 303] },
  );
  if (!answer.good) return undefined;
  const [, code] = /[?&]code=([^&#]+)/.exec(answer.header('location') ?? '') ?? [];
  if (code === undefined) {
    fault(authorize, caller, 'incomplete_answer', `status ${answer.status} without a code: is consent headless?`);
    return undefined;
  }
  return { CODE: decodeURIComponent(code), VERIFIER: verifier };
}

/** New tokens, from the beginning. */
export function issue(
  caller: string,
  { authorize, issue: template, lifetimeSeconds }: TokenSource,
): Tokens | undefined {
  const placeholders = authorize === null ? {} : codePlaceholders(authorize, caller);
  return (
    placeholders && read(template, caller, ask(template, placeholders, { caller: clientOf(caller) }), lifetimeSeconds)
  );
}

/** New tokens for a refresh token. Where the answer carries none, the old one goes on. */
export function refresh(
  caller: string,
  { refresh: template, lifetimeSeconds }: TokenSource,
  token: string,
): Tokens | undefined {
  if (template === null) return undefined;
  const tokens = read(
    template,
    caller,
    ask(template, { REFRESH_TOKEN: token }, { caller: clientOf(caller) }),
    lifetimeSeconds,
  );
  return tokens && { ...tokens, refresh: tokens.refresh ?? token };
}

/** The virtual user's token of a caller. Undefined where none can be had. */
export function tokenOf(caller: string, source: TokenSource): string | undefined {
  const old = held.get(caller);
  if (old !== undefined && now() < old.renewAt) return old.access;
  const next = (old?.refresh ? refresh(caller, source, old.refresh) : undefined) ?? issue(caller, source);
  if (next === undefined) return undefined;
  if (old !== undefined) renewed.add(1, { credential: caller });
  held.set(caller, {
    ...next,
    renewAt: now() + (next.lifetime - Math.min(MARGIN_SECONDS, next.lifetime * MARGIN_SHARE)) * 1000,
  });
  return next.access;
}

/** The next call takes a new one. */
export const drop = (caller: string): void => void held.delete(caller);
