/**
 * Text kept in bytes instead of strings: fixed slots in one slab, so that the garbage collector has nothing to visit.
 */
export interface TextSlots {
  readonly bytes: Buffer;
  /** Bytes used in each slot; {@link ABSENT} for no text at all. */
  readonly lengths: Uint16Array;
  readonly width: number;
}

const ABSENT = 0xffff;
const ELLIPSIS = Buffer.from('…');

/** Up to this many characters a loop is faster than a call into the runtime. */
const SHORT = 24;

/** Bytes of UTF-8. */
const LONGEST_CHARACTER = 4;

/** @param width bytes of a slot; longer text is cut, with an ellipsis as its last character */
export function createTextSlots(count: number, width: number): TextSlots {
  return { bytes: Buffer.alloc(count * width), lengths: new Uint16Array(count), width };
}

/** Where the character that begins at or before `end` begins, so that none is cut in two. */
function characterStart(bytes: Buffer, end: number): number {
  let at = end;
  while ((bytes[at]! & 0xc0) === 0x80) at--;
  return at;
}

/** The long way round, for text that is not plain ASCII or does not fit. */
function writeEncoded({ bytes, lengths, width }: TextSlots, index: number, text: string): void {
  const start = index * width;
  // A character takes at most three bytes for each unit of the string, and one at least: more than `width` units never
  // fit.
  const encoded = Buffer.from(text.length > width ? text.slice(0, width + 1) : text);
  if (encoded.length <= width) {
    lengths[index] = encoded.copy(bytes, start);
    return;
  }
  const kept = characterStart(encoded, width - ELLIPSIS.length);
  encoded.copy(bytes, start, 0, kept);
  ELLIPSIS.copy(bytes, start + kept);
  lengths[index] = kept + ELLIPSIS.length;
}

/** Puts a text into a slot; the string itself is not kept. */
export function writeText(slots: TextSlots, index: number, text: string | undefined): void {
  if (text === undefined) {
    slots.lengths[index] = ABSENT;
    return;
  }
  const { bytes, lengths, width } = slots;
  const { length } = text;
  if (length > width) return writeEncoded(slots, index, text);
  const start = index * width;
  if (length > SHORT) {
    const written = bytes.write(text, start, width, 'utf8');
    // A slot that is full to the last character may have had no room for the next.
    if (written + LONGEST_CHARACTER > width) return writeEncoded(slots, index, text);
    lengths[index] = written;
    return;
  }
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return writeEncoded(slots, index, text);
    bytes[start + i] = code;
  }
  lengths[index] = length;
}

export function readText({ bytes, lengths, width }: TextSlots, index: number): string | undefined {
  const length = lengths[index]!;
  const start = index * width;
  return length === ABSENT ? undefined : bytes.toString('utf8', start, start + length);
}
