/** What the clients of the tests are given, and the little that they share: everything else is plain fetch. */
import { createHash, randomBytes } from 'node:crypto';

export interface Env {
  /** Base URL of the contract. */
  readonly base: string;
  /** Client that gets tokens for itself, and one that people agree to. */
  readonly service: { readonly id: string; readonly secret: string };
  readonly web: { readonly id: string; readonly secret: string; readonly redirect: string };
  /** The client's own clock, in milliseconds; it goes on when the client waits. */
  now(): number;
  wait(ms: number): Promise<void>;
  /** What the person reads on their phone. */
  otp(): Promise<string>;
  /** Makes the provider send the newest webhook again, in this manner. */
  redeliver(as?: string): Promise<void>;
  /** Tells the provider where webhooks go, and what answers them. */
  receive(answer: (body: string) => Promise<number> | number): Promise<void>;
  play(fault: object): Promise<void>;
  blockKey(credential: string, id: string): Promise<void>;
}

export interface BadClient {
  /** The one rule that it breaks. */
  readonly breaks: string;
  readonly contract?: string;
  /** Played to it. */
  readonly faults?: readonly object[];
  readonly settings?: object;
  /** Whether it is judged as one that has ended. */
  readonly ended?: true;
  /** Whether it goes by this machine's clock; the others' waits take no time. */
  readonly machine?: true;
  run(env: Env): Promise<unknown>;
}

export type Json = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly status: number;
  readonly json: Json;
  readonly location: URLSearchParams;
}

/** As fetch, with the body read. @returns status 0 where there was no answer */
export async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
  try {
    const response = await fetch(url, { redirect: 'manual', ...init });
    const text = await response.text();
    const location = response.headers.get('location');
    return {
      status: response.status,
      json: text.startsWith('{') ? (JSON.parse(text) as Json) : {},
      location: new URLSearchParams(location === null ? '' : new URL(location).search),
    };
  } catch {
    return { status: 0, json: {}, location: new URLSearchParams() };
  }
}

export const post = (url: string, fields: Readonly<Record<string, string>>): Promise<Answer> =>
  ask(url, { method: 'POST', body: new URLSearchParams(fields) });

const READ = 'revenue.api.read';

/** Client credentials, with no scope but the one that reading takes. */
export const serviceToken = async (
  { base, service }: Env,
  more: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const fields = {
    grant_type: 'client_credentials',
    client_id: service.id,
    client_secret: service.secret,
    scope: READ,
  };
  return String((await post(`${base}/oauth/token`, { ...fields, ...more })).json['access_token']);
};

export const invoices = ({ base }: Env, token: string, query = ''): Promise<Answer> =>
  ask(`${base}/api/1.0/invoice${query}`, {
    headers: { authorization: `Bearer ${token}`, 'api-version': '1.0', 'tenant-code': 'TENANT123' },
  });

/** A write with the key and secret of an integration. */
export const newInvoice = ({ base }: Env, headers: Readonly<Record<string, string>>, total = 480): Promise<Answer> =>
  ask(`${base}/api/1.0/invoice`, {
    method: 'POST',
    headers: {
      'api-version': '1.0',
      'tenant-code': 'TENANT123',
      'x-api-key': 'pk_test_abc123',
      'x-api-secret': 'sk_sandbox_xyz789',
      'content-type': 'application/json',
      ...headers,
    },
    body: JSON.stringify({
      customerName: 'Maria Delgado',
      customerEmail: 'maria@example.com',
      dueDate: '2030-01-15',
      totalAmount: total,
    }),
  });

export const random = (): string => randomBytes(32).toString('base64url');

export const s256 = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

export interface SignIn {
  readonly verifier: string;
  readonly state: string;
  readonly answer: Answer;
}

/** @param change parameters in place of the right ones; undefined leaves one out */
export async function signIn(
  { base, web }: Env,
  change: Readonly<Record<string, string | undefined>> = {},
): Promise<SignIn> {
  const [verifier, state] = [random(), random()];
  const asked: Readonly<Record<string, string | undefined>> = {
    response_type: 'code',
    client_id: web.id,
    redirect_uri: web.redirect,
    scope: READ,
    state,
    code_challenge: s256(verifier),
    code_challenge_method: 'S256',
    ...change,
  };
  const sent = Object.entries(asked).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return { verifier, state, answer: await ask(`${base}/oauth/authorize?${new URLSearchParams(sent).toString()}`) };
}

export const redeem = (
  { base, web }: Env,
  { verifier, answer }: SignIn,
  more: Readonly<Record<string, string>> = {},
): Promise<Answer> =>
  post(`${base}/oauth/token`, {
    grant_type: 'authorization_code',
    client_id: web.id,
    client_secret: web.secret,
    redirect_uri: web.redirect,
    code: answer.location.get('code') ?? '',
    code_verifier: verifier,
    ...more,
  });

export const refresh = ({ base, web }: Env, token: unknown): Promise<Answer> =>
  post(`${base}/oauth/token`, {
    grant_type: 'refresh_token',
    client_id: web.id,
    client_secret: web.secret,
    refresh_token: String(token),
  });

export const revoke = ({ base, web }: Env, token: unknown, as = web): Promise<Answer> =>
  post(`${base}/oauth/revoke`, { token: String(token), client_id: as.id, client_secret: as.secret });
