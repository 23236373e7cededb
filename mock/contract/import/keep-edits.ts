/** Lays a person's edits of an earlier import over a new one: the vocabulary is theirs, the rest is the document's. */
import { parse } from 'yaml';
import { escapePointer } from '../openapi-document.ts';
import type { Document } from '../openapi-document.ts';
import { isJson } from './walk-openapi.ts';
import type { Json } from './walk-openapi.ts';

export interface Kept {
  readonly document: Document;
  /** Pointers to what was edited and is kept. */
  readonly kept: readonly string[];
  /** Pointers to what was edited, or is of an older document, and is not. */
  readonly replaced: readonly string[];
}

/** @param before text of the file that the earlier import was written to */
export function keepEdits(document: Document, before: string | undefined): Kept {
  const earlier: unknown = before === undefined ? undefined : parse(before);
  if (!isJson(earlier)) return { document, kept: [], replaced: [] };
  const kept: string[] = [];
  const replaced: string[] = [];
  const merged = merge(document as unknown as Json, earlier, '#', kept, replaced);
  return { document: merged as unknown as Document, kept, replaced };
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function merge(fresh: Json, earlier: Json, pointer: string, kept: string[], replaced: string[]): Json {
  const merged: Json = { ...fresh };
  for (const [key, value] of Object.entries(earlier)) {
    const place = `${pointer}/${escapePointer(key)}`;
    if (same(value, fresh[key])) continue;
    if (key.startsWith('x-')) {
      merged[key] = value;
      kept.push(place);
    } else if (isJson(value) && isJson(fresh[key])) merged[key] = merge(fresh[key], value, place, kept, replaced);
    else if (fresh[key] === undefined && hasVocabulary(value)) {
      merged[key] = value;
      kept.push(place);
    } else replaced.push(place);
  }
  return merged;
}

/** Whether a person wrote something of the vocabulary into a part that the document does not have. */
function hasVocabulary(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasVocabulary);
  return isJson(value) && Object.entries(value).some(([key, child]) => key.startsWith('x-') || hasVocabulary(child));
}
