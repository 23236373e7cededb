/** An IP address inside a CIDR range: its seventh, which the ranges of contracts are wide enough for. */
export function addressIn(range: string): string {
  const [network = ''] = range.split('/');
  return network.replace(/\d+$/, (last) => String(Number(last) + 7));
}
