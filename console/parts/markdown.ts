/**
 * The Markdown that contracts are written in, as far as descriptions go: paragraphs, headings, lists, tables and code. A
 * library would be as large as the rest of the page, and would make HTML of text that a stranger may have written.
 *
 * @see https://spec.openapis.org/oas/v3.1.1.html#rich-text-formatting
 */

export type Block =
  | { readonly kind: 'text'; readonly text: string; readonly isHeading: boolean }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'list'; readonly isNumbered: boolean; readonly items: readonly (readonly Block[])[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };

export type Span =
  | { readonly kind: 'text' | 'code' | 'strong'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string };

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const HEADING = /^ {0,3}#{1,6} +(.*?)[ #]*$/;
const ITEM = /^( {0,3})([-*+]|\d{1,9}[.)])( +)(?=\S)/;
const DASHES = /^ *\|?( *:?-+:? *\|)+( *:?-+:? *)?$/;
const SPAN = /(`+)(.+?)\1|\*\*(\S(?:.*?\S)?)\*\*|\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)/g;

const isBlank = (line: string): boolean => line.trim() === '';

/** A pipe behind a backslash is part of a cell. */
const cellsOf = (line: string): readonly string[] =>
  line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll(String.raw`\|`, '|'));

const isTable = (line: string, next: string | undefined): boolean =>
  line.includes('|') && next !== undefined && DASHES.test(next);

/** How many of the lines belong together, from the first on. */
function reach(lines: readonly string[], goesOn: (line: string, i: number) => boolean): number {
  let end = 1;
  while (end < lines.length && goesOn(lines[end]!, end)) end += 1;
  return end;
}

const startsBlock = (line: string, next: string | undefined): boolean =>
  FENCE.test(line) || HEADING.test(line) || ITEM.test(line) || isTable(line, next);

/** The items of the list that begins with the first line, and how many lines it has. */
function listOf(lines: readonly string[]): { readonly items: readonly (readonly Block[])[]; readonly end: number } {
  const items: (readonly Block[])[] = [];
  let at = 0;
  for (let match = ITEM.exec(lines[0]!); match !== null; match = at < lines.length ? ITEM.exec(lines[at]!) : null) {
    const width = match[0].length;
    const rest = lines.slice(at);
    const isInside = (line: string): boolean => line.length - line.trimStart().length >= width;
    const end = reach(
      rest,
      (line, i) =>
        isInside(line) ||
        // A blank line ends the item where what follows is not part of it.
        (isBlank(line)
          ? rest[i + 1] !== undefined && isInside(rest[i + 1]!)
          : !ITEM.test(line) && !isBlank(rest[i - 1]!)),
    );
    items.push(blocksOf(rest.slice(0, end).map((line, i) => (i === 0 || isInside(line) ? line.slice(width) : line))));
    at += end;
    while (at < lines.length - 1 && isBlank(lines[at]!) && ITEM.test(lines[at + 1]!)) at += 1;
  }
  return { items, end: at };
}

function blocksOf(lines: readonly string[]): readonly Block[] {
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length; ) {
    const rest = lines.slice(at);
    const [line, next] = rest as [string, string | undefined];
    const fence = FENCE.exec(line);
    const heading = HEADING.exec(line);
    if (isBlank(line)) at += 1;
    else if (fence !== null) {
      const end = reach(rest, (one) => !one.trimStart().startsWith(fence[1]!));
      blocks.push({ kind: 'code', text: rest.slice(1, end).join('\n') });
      at += end + 1;
    } else if (heading !== null) {
      blocks.push({ kind: 'text', text: heading[1]!, isHeading: true });
      at += 1;
    } else if (isTable(line, next)) {
      const end = reach(rest, (one) => one.includes('|'));
      blocks.push({ kind: 'table', head: cellsOf(line), rows: rest.slice(2, end).map(cellsOf) });
      at += end;
    } else if (ITEM.test(line)) {
      const { items, end } = listOf(rest);
      blocks.push({ kind: 'list', isNumbered: /^ *\d/.test(line), items });
      at += end;
    } else {
      const end = reach(rest, (one, i) => !isBlank(one) && !startsBlock(one, rest[i + 1]));
      blocks.push({ kind: 'text', text: rest.slice(0, end).join(' '), isHeading: false });
      at += end;
    }
  }
  return blocks;
}

export const readBlocks = (text: string): readonly Block[] => blocksOf(text.trim().split(/\r?\n/));

/** The parts of a line. */
export function readSpans(text: string): readonly Span[] {
  const line = text.replaceAll(/\s+/g, ' ');
  const spans: Span[] = [];
  let at = 0;
  for (const match of line.matchAll(SPAN)) {
    const [whole, , code, strong, label, url] = match;
    if (match.index > at) spans.push({ kind: 'text', text: line.slice(at, match.index) });
    if (code !== undefined) spans.push({ kind: 'code', text: code });
    else if (strong !== undefined) spans.push({ kind: 'strong', text: strong });
    else spans.push({ kind: 'link', text: label!, url: url! });
    at = match.index + whole.length;
  }
  return at < line.length ? [...spans, { kind: 'text', text: line.slice(at) }] : spans;
}
