/** Client addresses and the CIDR lists they are held against. */
import { BlockList, isIP } from 'node:net';

const lists = new WeakMap<readonly string[], BlockList>();

function compile(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (isIP(address) === 0) continue;
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

/** An IPv4 address in IPv6 clothes (`::ffff:203.0.113.9`) is the IPv4 address. */
const bare = (address: string): string =>
  address.startsWith('::ffff:') && isIP(address.slice(7)) === 4 ? address.slice(7) : address;

/** @param ranges CIDR ranges or single addresses */
export function addressAllowed(ranges: readonly string[], address: string): boolean {
  let list = lists.get(ranges);
  if (list === undefined) {
    list = compile(ranges);
    lists.set(ranges, list);
  }
  const plain = bare(address);
  return list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
}

const LOOPBACK = ['127.0.0.0/8', '::1'];

/**
 * The client's address. A peer on this machine is taken for a proxy, and believed: the nearest address in
 * `X-Forwarded-For` that is not on this machine is the client. Anyone else's header is ignored.
 */
export function clientAddress(peer: string | undefined, forwardedFor: string | readonly string[] | undefined): string {
  const address = peer ?? '';
  if (forwardedFor === undefined || isIP(address) === 0 || !addressAllowed(LOOPBACK, address)) return bare(address);
  const hops = String(forwardedFor)
    .split(',')
    .map((hop) => hop.trim())
    .reverse();
  return bare(hops.find((hop) => isIP(hop) !== 0 && !addressAllowed(LOOPBACK, hop)) ?? address);
}
