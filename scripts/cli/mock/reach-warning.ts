/** What to know before other machines can reach the sandbox. */
import { isIP } from 'node:net';
import type { MockOptions } from './start-mock.ts';

/** Whether only this machine reaches what listens there. @see RFC 6761 §6.3 on localhost */
const isLoopback = (host: string): boolean =>
  host === 'localhost' ||
  host.endsWith('.localhost') ||
  host === '::1' ||
  (isIP(host) === 4 && host.startsWith('127.'));

/** @returns undefined where nobody else can reach it */
export function reachWarning({ host, controlToken }: Pick<MockOptions, 'host' | 'controlToken'>): string | undefined {
  if (isLoopback(host)) return undefined;
  const control =
    controlToken === undefined
      ? 'The control plane answers this machine only; --control-token opens it to others.'
      : 'The control plane answers everyone who has the control token.';
  return `other machines can reach the contracts, whose credentials are public (--host ${host}). ${control}`;
}
