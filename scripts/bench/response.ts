/** Where an HTTP/1.1 response ends, in the bytes that came so far. */

const HEAD_END = Buffer.from('\r\n\r\n');
const LINE_END = '\r\n';

/** @returns the length of the chunked body that begins at `start`, with its end; 0 if it is not whole yet */
function chunkedLength(buffer: Buffer, start: number): number {
  for (let at = start; ; ) {
    const line = buffer.indexOf(LINE_END, at);
    if (line === -1) return 0;
    const size = Number.parseInt(buffer.toString('latin1', at, line), 16);
    // Nobody here sends trailers: a last chunk is followed by an empty line.
    at = line + LINE_END.length + size + LINE_END.length;
    if (at > buffer.length) return 0;
    if (size === 0) return at - start;
  }
}

export interface Framing {
  /** Of the whole response. */
  readonly length: number;
  readonly bodyStart: number;
}

/** @returns undefined while the first response in the buffer is not whole */
export function firstResponse(buffer: Buffer): Framing | undefined {
  const head = buffer.indexOf(HEAD_END);
  if (head === -1) return undefined;
  const bodyStart = head + HEAD_END.length;
  const text = buffer.toString('latin1', 0, head);
  if (/transfer-encoding: *chunked/i.test(text)) {
    const body = chunkedLength(buffer, bodyStart);
    return body === 0 ? undefined : { length: bodyStart + body, bodyStart };
  }
  const length = bodyStart + Number(/content-length: *(\d+)/i.exec(text)?.[1] ?? 0);
  return buffer.length < length ? undefined : { length, bodyStart };
}
