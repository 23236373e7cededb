/** Asks a server with `fetch`: to prepare it, and to see that it does the work before it is measured. */
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import type { JSONWebKeySet } from 'jose';
import type { Prepared } from '../cases.ts';
import type { Exchange } from './peer.ts';

const FORM = 'application/x-www-form-urlencoded';

export async function ask(
  base: string,
  { method, path, headers, body }: Prepared,
): Promise<{ readonly status: number; readonly body: string }> {
  const response = await fetch(base + path, { method, headers, ...(body !== undefined && { body }) });
  return { status: response.status, body: await response.text() };
}

export const form = (
  path: string,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Prepared => ({
  method: 'POST',
  path,
  headers: { 'content-type': FORM, ...headers },
  body: new URLSearchParams(fields).toString(),
});

interface TokenAnswer {
  readonly access_token?: unknown;
  readonly token_type?: unknown;
}

/** The token in a token endpoint's answer (RFC 6749 §5.1); undefined if it is no such answer. */
export function tokenIn(body: string): string | undefined {
  const { access_token, token_type } = JSON.parse(body) as TokenAnswer;
  return typeof access_token === 'string' && String(token_type).toLowerCase() === 'bearer' ? access_token : undefined;
}

export const isOpaque = (body: string): boolean => /^[^.]{20,}$/.test(tokenIn(body) ?? '');

/** Whether the answer carries an RS256 token that one of the published keys signed. */
export async function isSigned(body: string, jwks: string): Promise<boolean> {
  const token = tokenIn(body);
  if (token === undefined || decodeProtectedHeader(token).alg !== 'RS256') return false;
  const keys = (await (await fetch(jwks)).json()) as JSONWebKeySet;
  return jwtVerify(token, createLocalJWKSet(keys)).then(
    () => true,
    () => false,
  );
}

const isRefusal = (status: number): boolean => status >= 400 && status < 500;

/** @throws Error unless the server does the work, and refuses to do it for nobody */
export async function checkExchange(name: string, base: string, { request, right, refused }: Exchange): Promise<void> {
  const { status, body } = await ask(base, request());
  if (status !== 200 || !(await right(body))) throw new Error(`${name} does not do the work: ${status} ${body}`);
  if (refused === undefined) return;
  const without = await ask(base, refused);
  if (!isRefusal(without.status))
    throw new Error(`${name} does the work for anyone: ${without.status} ${without.body}`);
}
