/** Whether a target may be loaded: this machine always, another only with permission. */
import { isIP } from 'node:net';
import { InputError } from '../../mock/contract/input-error.ts';
import type { Target } from '../../conformance/target/target.ts';
import { urlsOf } from './origins.ts';

export function isLoopback(url: string): boolean {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '::1' ||
    (isIP(host) === 4 && host.startsWith('127.'))
  );
}

/** @throws {InputError} for a host that is not this machine, without leave */
export function checkLeave(target: Target, given: boolean): void {
  if (given || target.safety.loadAllowed === true) return;
  const remote = urlsOf(target).find((url) => !isLoopback(url));
  if (remote === undefined) return;
  throw new InputError(
    `${new URL(remote).host} is not this machine: to load it, give --yes-i-may-load-this-host, or "safety: { load_allowed: true }" in the target file`,
  );
}
