/**
 * Secrets that clients hand over for keeping: masked before they are kept, so that no answer, store or log can tell
 * them.
 */
import type { Schema } from '../contract/openapi-document.ts';

const MASK = '********';

/** What is kept of a property's value: of a masked one its end. What is no text is kept as it is. */
export function masked({ 'x-masked': rule }: Schema, value: unknown): unknown {
  if (rule === undefined || typeof value !== 'string') return value;
  const characters = Array.from(value);
  return characters.length < 2 * rule.shown ? MASK : MASK + characters.slice(characters.length - rule.shown).join('');
}
