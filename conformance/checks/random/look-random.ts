/** Whether secrets that were given out one after the other look as if they were drawn at random. */

/** What many secrets have in common at their beginning or end says nothing of any of them. */
function middleOf(values: readonly string[]): readonly string[] {
  const [first = ''] = values;
  const shortest = Math.min(...values.map(({ length }) => length));
  let start = 0;
  while (start < shortest && values.every((value) => value[start] === first[start])) start++;
  let end = 0;
  while (end < shortest - start && values.every((value) => value.at(-1 - end) === first.at(-1 - end))) end++;
  return values.map((value) => value.slice(start, value.length - end));
}

/** How many letters an alphabet has of which `draws` draws showed `seen` different ones: at most `most`. */
function lettersOf(seen: number, draws: number, most: number): number {
  const shown = (letters: number): number => letters * (1 - (1 - 1 / letters) ** draws);
  let [low, high] = [seen, Math.max(most, seen)];
  if (shown(high) <= seen) return high;
  while (high - low > 0.01) {
    const middle = (low + high) / 2;
    if (shown(middle) < seen) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * Bits that the values seem to have been drawn with, place by place. Two dozen values show a third of 64 letters in each
 * place: how many there are follows from how many were seen, up to the letters of all places.
 */
export function bitsSeen(values: readonly string[]): number {
  const shortest = Math.min(...values.map(({ length }) => length));
  const alphabet = new Set(values.flatMap((value) => value.slice(0, shortest).split(''))).size;
  let bits = 0;
  for (let i = 0; i < shortest; i++)
    bits += Math.log2(lettersOf(new Set(values.map((value) => value[i])).size, values.length, alphabet));
  return bits;
}

/** Whether nearly each is greater than the one before, as text or as a number. */
function ascends(values: readonly string[]): boolean {
  const grows = (greater: (a: string, b: string) => boolean): boolean => {
    const up = values.slice(1).filter((value, i) => greater(value, values[i]!)).length;
    return up >= (values.length - 1) * 0.9 || up <= (values.length - 1) * 0.1;
  };
  return grows((a, b) => (a.length === b.length ? a > b : a.length > b.length));
}

/** Whether one is made of the one before by the same step each time. */
function steps(values: readonly string[]): boolean {
  if (!values.every((value) => /^[0-9a-f]+$/i.test(value))) return false;
  const size = 16n ** BigInt(Math.max(...values.map(({ length }) => length)));
  const numbers = values.map((value) => BigInt(`0x${value}`));
  const differences = numbers.slice(1).map((number, i) => (((number - numbers[i]!) % size) + size) % size);
  return new Set(differences).size <= 2;
}

export interface Looks {
  /** Bits that a value must differ by, of those that are drawn. */
  readonly bits: number;
  /** Whether values are long enough never to come twice. */
  readonly unique: boolean;
}

/** @returns what is wrong, in words; undefined where nothing is */
export function weakness(values: readonly string[], { bits, unique }: Looks): string | undefined {
  const different = new Set(values).size;
  if (unique && different < values.length) return `${values.length - different} of ${values.length} that came before`;
  const middles = middleOf(values);
  if (ascends(middles)) return 'each after the one before, in order';
  if (steps(middles)) return 'each a fixed step after the one before';
  const seen = Math.floor(bitsSeen(values));
  return seen < bits ? `${values.length} that differ by ${seen} bits only` : undefined;
}
