/** Rows as text for a terminal, and as a table of Markdown. */
import { figure, quartiles, verdict, wanted } from './rows.ts';
import type { Row } from './rows.ts';

const shown = ({ value, unit }: Row): string => (value === null ? '–' : figure(value, unit));

/** @returns lines */
export function textTable(rows: readonly Row[]): string[] {
  const cells = rows.map((row) => [
    row.name,
    shown(row),
    quartiles(row),
    wanted(row),
    verdict(row),
    row.against,
    row.note,
  ]);
  const table = [['what', 'figure', 'quartiles', 'wanted', '', 'against', ''], ...cells];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  return table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');

/** What was missed stands out; what a row only tells has nothing to be held to. */
function target(row: Row): string {
  const text = wanted(row);
  const result = verdict(row);
  return result === 'missed' || result === 'unclear' ? `**${text}: ${result}**` : text;
}

/** @returns lines */
export function markdownTable(rows: readonly Row[]): string[] {
  const lines = rows.map((row) => [row.name, row.against, shown(row), quartiles(row), target(row), row.note]);
  return [
    '| what | against | figure | quartiles | wanted | |',
    '|---|---|---|---|---|---|',
    ...lines.map((line) => `| ${line.map(cell).join(' | ')} |`),
  ];
}
