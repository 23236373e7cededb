/** A plain OAuth client for tests: forms, redirects and pages over HTTP, nothing hidden. */
import { createHash } from 'node:crypto';
import { startSandbox } from '../index.ts';
import type { SandboxHandle } from '../index.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The JSON body; empty for anything else. */
  readonly json: Readonly<Record<string, unknown>>;
  /** The query of the Location header; empty without one. */
  readonly location: URLSearchParams;
}

type Parameters = Readonly<Record<string, string>> | string;

export const CALLBACK = 'http://localhost:3000/callback';

/** RFC 7636 appendix B. */
export const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
export const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

const CLASSES: Readonly<Record<string, readonly string[]>> = {
  'engagifii-revenue': ['default'],
  'engagifii-training': ['default'],
  piaxis: ['authentication', 'retrieval'],
  voucherify: ['api_calls'],
};

/** A sandbox of these contracts with its clock stopped, whose quotas are out of the way. */
export async function start(...contracts: readonly string[]): Promise<SandboxHandle> {
  const sandbox = await startSandbox({ contracts, seed: 'oauth', strict: true });
  sandbox.clock.freeze();
  sandbox.clock.set('2030-01-01T00:00:00Z');
  for (const contract of contracts) {
    const unlimited = (CLASSES[contract] ?? []).map((name) => [name, { limit: null, window_seconds: 60 }] as const);
    sandbox.settings.change(contract, { consent: 'headless', rate_limits: Object.fromEntries(unlimited) });
  }
  return sandbox;
}

function parseJson(text: string): Readonly<Record<string, unknown>> {
  return text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
}

export async function send(url: string, init: RequestInit = {}): Promise<Reply> {
  const response = await fetch(url, { redirect: 'manual', ...init });
  const text = await response.text();
  const location = response.headers.get('location');
  const query = location === null ? '' : new URL(location).search;
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: parseJson(text),
    location: new URLSearchParams(query),
  };
}

export function postForm(
  url: string,
  form: Parameters,
  headers: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  return send(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(form).toString(),
  });
}

export function basic(id: string, secret: string): Readonly<Record<string, string>> {
  const pair = `${encodeURIComponent(id)}:${encodeURIComponent(secret)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

export function s256(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

/** Claims of a JWT, unverified. */
export function claims(token: unknown): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
}

/** Sends the same request many times at once, and counts the statuses. */
export async function race(times: number, request: () => Promise<Reply>): Promise<Readonly<Record<number, number>>> {
  const replies = await Promise.all(Array.from({ length: times }, request));
  const counts: Record<number, number> = {};
  for (const { status } of replies) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
