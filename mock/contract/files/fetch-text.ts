/** Reads a document from a URL: one that is as large as a file may be, and no other place that the server names. */
import { InputError } from '../input-error.ts';
import { MOST_BYTES, checkBytes } from './document-limits.ts';

const FETCH_MS = 10_000;

export interface FetchedText {
  readonly body: string;
  /** What the server says that it is. */
  readonly type?: string | undefined;
}

/** What the codes of a failed request mean to who named the URL. */
const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the server ended the connection',
  UND_ERR_SOCKET: 'the server ended the connection',
  ENOTFOUND: 'this machine does not know that host',
  EAI_AGAIN: 'this machine does not know that host',
  EHOSTUNREACH: 'that host cannot be reached',
  HPE_INVALID_CONSTANT: 'what listens there does not speak HTTP',
  EPROTO: 'what listens there does not speak TLS; try http://',
  ERR_SSL_WRONG_VERSION_NUMBER: 'what listens there does not speak TLS; try http://',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'what listens there does not speak TLS; try http://',
};

/** @throws {InputError} that says why there is no document */
export async function fetchText(url: string): Promise<FetchedText> {
  try {
    // A redirect could lead where nobody allowed.
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(FETCH_MS) });
    const { status, headers, body } = response;
    if (status >= 300 && status < 400)
      throw new InputError(`it leads to ${headers.get('location') ?? 'another place'}, and redirects are not followed`);
    if (!response.ok) throw new InputError(`the server answers ${status}`);
    checkBytes('it', Number(headers.get('content-length') ?? 0));
    const text = body === null ? '' : await whole(body);
    const type = headers.get('content-type') ?? undefined;
    if (/^\s*<(!doctype|html)/i.test(text)) throw new InputError('it is a page (HTML), and no OpenAPI document');
    return { body: text, type };
  } catch (error) {
    throw new InputError(`cannot read ${url}: ${reasonOf(error as Error)}`);
  }
}

/** Given up as soon as it is too large, whatever the server said. */
async function whole(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) checkBytes('it', bytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function reasonOf(error: Error): string {
  if (error instanceof InputError) return error.message;
  if (error.name === 'TimeoutError') return `there is no whole answer within ${FETCH_MS / 1_000} s`;
  const { code = '', message } = (error.cause ?? error) as NodeJS.ErrnoException;
  if (/CERT|SELF_SIGNED|UNABLE_TO/.test(code))
    return `its certificate is not trusted (${code}); NODE_EXTRA_CA_CERTS names the file of one to trust`;
  return WORDS[code] ?? message.split('\n', 1)[0]!;
}
