/**
 * Sends an answer that is complete: Fastify would look at each header, the content type and the body anew, at every
 * request, which costs as much as all rules together.
 */
import type { OutgoingHttpHeaders } from 'node:http';
import type { FastifyReply } from 'fastify';

const COOKIE = 'set-cookie';

/** Of a header that is there already the new value counts; cookies are added up. */
export function put(headers: OutgoingHttpHeaders, name: string, value: string): void {
  const before = headers[name];
  headers[name] = name !== COOKIE || before === undefined ? value : [before as string | string[], value].flat();
}

/** Types that are sent as they are, but for JSON's character set where they name none. */
const PLAIN = /^[a-z\d.+-]+\/[a-z\d.+-]+(; charset=utf-8)?$/;

/** By media type; contracts and pages have few. */
const types = new Map<string, string | undefined>();

function readType(type: string): string | undefined {
  const plain = PLAIN.exec(type);
  if (plain === null) return undefined;
  return type.includes('json') && plain[1] === undefined ? `${type}; charset=utf-8` : type;
}

/** The Content-Type header for a body of this type; undefined for one that Fastify is left to write. */
export function contentTypeHeader(type: string): string | undefined {
  if (types.has(type)) return types.get(type);
  const header = readType(type);
  types.set(type, header);
  return header;
}

/** @param headers by name in lower case, without the length */
export function sendWhole(reply: FastifyReply, status: number, headers: OutgoingHttpHeaders, body: string): void {
  const { raw } = reply;
  headers['content-length'] = Buffer.byteLength(body);
  raw.writeHead(status, headers);
  // Not before: what cannot be written is answered as an error.
  reply.hijack();
  raw.end(body);
}
