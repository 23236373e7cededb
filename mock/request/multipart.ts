/**
 * `multipart/form-data`, of a body that is there whole.
 *
 * @see [RFC 7578](https://www.rfc-editor.org/rfc/rfc7578)
 */

const CRLF = '\r\n';

function parameter(header: string | undefined, name: string): string | undefined {
  const [, quoted, plain] =
    new RegExp(`[;\\s]${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]+))`, 'i').exec(header ?? '') ?? [];
  return quoted?.replaceAll(/\\(.)/g, '$1') ?? plain;
}

/** Texts of the parts by name; of one that came more than once a list. @returns undefined if it is not well-formed */
export function parseMultipart(bytes: Buffer, contentType: string): Record<string, string | string[]> | undefined {
  const boundary = parameter(contentType, 'boundary');
  if (boundary === undefined) return undefined;
  // One character a byte, so that no place moves; names and texts are read as UTF-8 below.
  const pieces = (CRLF + bytes.toString('latin1')).split(`${CRLF}--${boundary}`);
  if (pieces.length < 2 || !pieces.at(-1)!.startsWith('--')) return undefined;
  const fields: Record<string, string | string[]> = Object.create(null) as Record<string, string | string[]>;
  for (const piece of pieces.slice(1, -1)) {
    const end = piece.indexOf(CRLF + CRLF);
    if (end === -1) return undefined;
    const disposition = piece
      .slice(0, end)
      .split(CRLF)
      .find((line) => /^content-disposition:/i.test(line));
    const name = parameter(disposition, 'name');
    if (name === undefined) return undefined;
    const key = Buffer.from(name, 'latin1').toString('utf8');
    const text = Buffer.from(piece.slice(end + 4), 'latin1').toString('utf8');
    const there = fields[key];
    fields[key] = there === undefined ? text : [...[there].flat(), text];
  }
  return fields;
}
