/**
 * Closing brackets of YAML that stand no deeper than the key they belong to. The standard wants them deeper
 * (YAML 1.2.2 §8.2.1, "flow in block"), publishers write them so, and most parsers take them.
 */

const FLAW = 'deficient indentation';

export const isDeficient = (error: unknown): boolean => error instanceof Error && error.message.includes(FLAW);

const OPENS = /^\s*(?:- +)*[^\s#][^#]*:\s+(?:&\S+\s+)?[{[](?:[^}\]]*)$/;
const CLOSES = /^\s*[}\]]/;
/** A text in lines of its own follows, in which nothing is a bracket. */
const TEXT = /(?:[:-]|^)\s+(?:&\S+\s+)?[|>][+-]?\d?[+-]?\s*(?:#.*)?$/;

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** The text with each such bracket one column deeper; lines stay where they are. */
export function deepened(text: string): string {
  /** Indentation of the key whose text is passed over. */
  let passed: number | undefined;
  /** Indentations of keys whose brackets are open. */
  let open: number[] = [];
  return text
    .split('\n')
    .map((line) => {
      if (line.trim() === '') return line;
      const indent = indentOf(line);
      if (passed !== undefined && indent > passed) return line;
      passed = TEXT.test(line) ? indent : undefined;
      open = open.filter((one) => one <= indent);
      const closes = open.at(-1) === indent;
      if (closes) open.pop();
      if (OPENS.test(line)) open.push(indent);
      return closes && CLOSES.test(line) ? ` ${line}` : line;
    })
    .join('\n');
}
