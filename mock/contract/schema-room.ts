/**
 * How much may be made of a schema: a value of one that contains itself ends somewhere, also where it contains itself
 * many times over. The parts of an object share what it may hold, so that a wide one is the shallower.
 */
import { flatten } from './json-schemas.ts';
import type { Document, Schema } from './openapi-document.ts';

/** How many objects, lists and choices a value holds at most of what it need not hold. */
export const ROOM = 1_000;

function isLarge(document: Document, schema: Schema): boolean {
  const { type, properties, items, oneOf, anyOf } = flatten(document, { node: schema, pointer: '#' }).node;
  return (properties ?? items ?? oneOf ?? anyOf) !== undefined || type === 'object' || type === 'array';
}

/** What each of several parts may hold: texts and numbers take nothing. */
export const shareOf = (document: Document, parts: readonly Schema[], room: number): number =>
  room / Math.max(1, parts.filter((part) => isLarge(document, part)).length);
