/** Small integers for texts of which there are few: names of contracts, operations, methods and rules. */
export interface Interner {
  /** The text's number; 0 for none. */
  number(text: string | undefined): number;
  text(number: number): string | undefined;
  /** The text's number if it has one already; looking up gives none out. */
  find(text: string): number | undefined;
}

/** What is said in place of a text that came after the table was full. */
const BEYOND = '(not kept)';

/** @param capacity how many texts have a number; bounded, so that no client can make it grow without end */
export function createInterner(capacity: number): Interner {
  const texts: (string | undefined)[] = [undefined, BEYOND];
  const numbers = new Map<string, number>([[BEYOND, 1]]);
  return {
    number(text) {
      if (text === undefined) return 0;
      const known = numbers.get(text);
      if (known !== undefined) return known;
      if (texts.length > capacity) return 1;
      numbers.set(text, texts.length);
      return texts.push(text) - 1;
    },
    text: (number) => texts[number],
    find: (text) => numbers.get(text),
  };
}
