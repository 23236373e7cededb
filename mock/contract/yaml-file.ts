/** A YAML file of a user's own beside the contract, such as a target or a plan: read to an end, within a document's limits. */
import { LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { checkBytes, checkExtent, tooDeep } from './files/document-limits.ts';

export interface YamlFile {
  readonly document: Document;
  /** As JSON; undefined where the file is no YAML. */
  readonly value: unknown;
  /** What is no YAML, one line each. */
  readonly errors: readonly { readonly offset: number; readonly message: string }[];
  /** From 1. */
  lineAt(offset: number): { readonly line: number; readonly column: number };
}

/** What the parser says where it recurses too deep. */
const DEEP = /call stack/;

/**
 * @param file as the user named it
 * @throws {InputError} for one that is too large or too deep, or grows too large when its aliases are written out
 */
export function readYamlText(text: string, file: string): YamlFile {
  checkBytes(file, Buffer.byteLength(text));
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const errors = document.errors.map(({ pos, message }) => ({ offset: pos[0], message: message.split('\n')[0]! }));
  if (errors.some(({ message }) => DEEP.test(message))) throw tooDeep(file);
  // An alias stays the object that it stands for, so that even a bomb is small until its extent is known.
  const value: unknown = errors.length > 0 ? undefined : document.toJS({ maxAliasCount: -1 });
  checkExtent(file, value);
  return {
    document,
    value,
    errors,
    lineAt(offset) {
      const { line, col } = lines.linePos(offset);
      return { line: Math.max(line, 1), column: Math.max(col, 1) };
    },
  };
}
