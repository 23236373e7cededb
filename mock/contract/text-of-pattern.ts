/**
 * Texts that a regular expression most likely takes, made without chance: the first alternative of each choice, and of
 * each class a plain letter or digit. Who asks tries them: assertions and references back are not looked at.
 */

/** Letters first: a text of digits alone may be taken for a number. */
const LETTERS = Array.from('aA01bB-_./:+@# ');
for (let code = 0x21; code < 0x7f; code++) LETTERS.push(String.fromCharCode(code));
LETTERS.push('é', '名');

/** More of one thing than this nobody wants to see. */
const MOST = 256;
const LONGEST = 4096;

const chosen = new Map<string, string>();

/** A letter that one class or escape takes. */
function letterOf(source: string): string {
  let letter = chosen.get(source);
  if (letter === undefined) {
    const takes = new RegExp(`^(?:${source})$`, 'u');
    letter = LETTERS.find((one) => takes.test(one)) ?? '';
    chosen.set(source, letter);
  }
  return letter;
}

interface Reader {
  readonly pattern: string;
  /** How often what may be repeated is, beyond the least. */
  readonly more: number;
  at: number;
}

/** Reads alternatives up to the end of their group, and gives the text of the first. */
function alternatives(reader: Reader): string {
  const first = sequence(reader);
  while (reader.pattern[reader.at] === '|') {
    reader.at++;
    sequence(reader);
  }
  return first;
}

function sequence(reader: Reader): string {
  let text = '';
  while (reader.at < reader.pattern.length && !'|)'.includes(reader.pattern[reader.at]!)) {
    const one = atom(reader);
    text += one.repeat(count(reader));
    if (text.length > LONGEST) throw new RangeError('nobody wants to see this text');
  }
  return text;
}

function atom(reader: Reader): string {
  const { pattern } = reader;
  const rest = pattern.slice(reader.at);
  const take = (source: string): string => {
    reader.at += source.length;
    return source;
  };
  const [group] = /^\((\?(:|<?[=!]|<[^>]+>))?/.exec(rest) ?? [];
  if (group !== undefined) {
    take(group);
    const text = alternatives(reader);
    reader.at++;
    return /[=!]$/.test(group) ? '' : text;
  }
  if (/^[\^$]/.test(rest) || /^\\[bB]/.test(rest)) {
    take(rest[0] === '\\' ? rest.slice(0, 2) : rest[0]!);
    return '';
  }
  const [source = rest[0]!] =
    /^\[(?:\\.|[^\]\\])*\]|^\\(?:u\{[^}]*\}|u[\dA-Fa-f]{4}|x[\dA-Fa-f]{2}|[pP]\{[^}]*\}|c[A-Za-z]|[^])/u.exec(rest) ??
    [];
  take(source);
  return source === '.' || source.length > 1 ? letterOf(source) : source;
}

/** How often the atom before stands there. */
function count(reader: Reader): number {
  const [whole, sign, least, comma, most] =
    /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/.exec(reader.pattern.slice(reader.at)) ?? [];
  if (whole === undefined) return 1;
  reader.at += whole.length;
  const low = sign === undefined ? Number(least) : sign === '+' ? 1 : 0;
  const high =
    sign === undefined ? (comma === '' ? low : most === '' ? Infinity : Number(most)) : sign === '?' ? 1 : Infinity;
  return Math.min(high, low + reader.more, MOST);
}

/** @returns some texts, the shortest first */
export function textsOfPattern(pattern: string, minLength = 0): string[] {
  const made = (more: number): string => alternatives({ pattern, more, at: 0 });
  try {
    return [...new Set([0, 1, 2, 4, 8, 12, 16, 32, minLength].map(made))].sort((a, b) => a.length - b.length);
  } catch {
    return [];
  }
}
