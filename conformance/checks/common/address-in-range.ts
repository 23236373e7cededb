/** An IP address inside a CIDR range: its seventh, which the ranges of contracts are wide enough for. */
export function addressIn(range: string): string {
  const [network = ''] = range.split('/');
  return network.replace(/\d+$/, (last) => String(Number(last) + 7));
}

const BITS = 32;

const numberOf = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

const addressOf = (number: number): string =>
  [24, 16, 8, 0].map((bits) => Math.floor(number / 2 ** bits) % 256).join('.');

/** The first and last addresses of an IPv4 range, and those just before and behind it; undefined for IPv6. */
export function edgesOf(
  range: string,
): { readonly inside: readonly string[]; readonly outside: readonly string[] } | undefined {
  const [network = '', bits = `${BITS}`] = range.split('/');
  if (!/^\d+(\.\d+){3}$/.test(network)) return undefined;
  const size = 2 ** (BITS - Number(bits));
  const first = Math.floor(numberOf(network) / size) * size;
  return {
    inside: [addressOf(first), addressOf(first + size - 1)],
    outside: [addressOf(first - 1), addressOf(first + size)],
  };
}
