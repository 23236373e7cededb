/** Colours, where a person looks at a terminal that has them. @see [NO_COLOR](https://no-color.org) */
import { NO_PAINT } from '../../../conformance/report/cause-text.ts';
import type { Paint } from '../../../conformance/report/cause-text.ts';

const CODES = { bold: 1, dim: 2, must: 31, should: 33, may: 36 } as const;

const styled = (code: number, text: string): string => `\u001b[${code}m${text}\u001b[0m`;

const COLOURS: Paint = {
  bold: (text) => styled(CODES.bold, text),
  dim: (text) => styled(CODES.dim, text),
  level: (level, text) => styled(CODES[level], text),
};

/** @param wanted false for `--no-color` */
export const paintFor = (stream: { readonly isTTY?: boolean }, wanted: boolean): Paint =>
  wanted && stream.isTTY === true && (process.env['NO_COLOR'] ?? '') === '' ? COLOURS : NO_PAINT;
