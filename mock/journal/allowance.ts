/** How often something dear may be done: so many times in a row, and so many each second after them. */
export function createAllowance(burst: number, eachSecond: number): (at: number) => boolean {
  let left = burst;
  let last = 0;
  return (at) => {
    left = Math.min(burst, left + ((at - last) * eachSecond) / 1_000);
    last = at;
    if (left < 1) return false;
    left--;
    return true;
  };
}
