/** A number with its noun, as a person reads it: `1 check`, `2,000 checks`. */
export const countedNoun = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
