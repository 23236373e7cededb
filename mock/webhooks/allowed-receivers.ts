/**
 * Whom webhooks may be sent to: this machine and private networks, and those whom the sandbox was started for.
 */
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { addressAllowed } from '../request/ip-allow-list.ts';

/**
 * Loopback and private networks: RFC 1122 §3.2.1.3, RFC 1918, RFC 4193. Link-local is not among them: clouds keep
 * secrets there.
 */
const NEAR = ['127.0.0.0/8', '::1', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'];

/** Names that nobody has (RFC 2606, RFC 6761): not worth asking a name server. */
const NOBODY = /(?:^|\.)(?:example|invalid|test|example\.(?:com|net|org))$/;

export interface Address {
  readonly address: string;
  readonly family: number;
}

/** `addresses` to connect to; or why it must not be, or cannot be. */
export type Located =
  | { readonly addresses: readonly Address[] }
  | { readonly refusal: string }
  | { readonly error: string };

/** `*`, a name, `.example.com` for every name below one, an address or a CIDR range. */
export const isHostRule = (text: string): boolean =>
  text === '*' || /^\.?[a-z0-9-]+(?:\.[a-z0-9-]+)*$/i.test(text) || isIP(text.split('/', 1)[0]!) !== 0;

const isRange = (rule: string): boolean => isIP(rule.split('/', 1)[0]!) !== 0;

function nameAllowed(name: string, rules: readonly string[]): boolean {
  return rules.some(
    (rule) =>
      rule === '*' || rule.toLowerCase() === name || (rule.startsWith('.') && name.endsWith(rule.toLowerCase())),
  );
}

const far = (what: string): string =>
  `${what} is neither on this machine nor in a private network; start the sandbox with --webhook-hosts to allow it`;

/** @param rules see {@link isHostRule} */
export function createHosts(rules: readonly string[]): (url: URL) => Promise<Located> {
  const ranges = [...NEAR, ...rules.filter(isRange)];
  const fits = (address: string): boolean => addressAllowed(ranges, address) || rules.includes('*');
  return async ({ protocol, hostname, username, password }) => {
    if (protocol !== 'http:' && protocol !== 'https:') return { refusal: `${protocol} is not HTTP` };
    if (username !== '' || password !== '') return { refusal: 'a user name or a password in a URL is not sent' };
    const name = hostname.replace(/^\[|\]$/g, '').toLowerCase();
    const family = isIP(name);
    if (family !== 0) return fits(name) ? { addresses: [{ address: name, family }] } : { refusal: far(name) };
    const named = nameAllowed(name, rules);
    if (NOBODY.test(name) && !named) return { refusal: `${name} is a name that nobody has` };
    let found: readonly Address[];
    try {
      found = await lookup(name, { all: true });
    } catch {
      return { error: `no address was found for ${name}` };
    }
    // Every one: of two addresses, a receiver's choice of the second must not open what the first does not.
    const strange = named ? undefined : found.find(({ address }) => !fits(address));
    return strange === undefined ? { addresses: found } : { refusal: far(`${name} (${strange.address})`) };
  };
}
