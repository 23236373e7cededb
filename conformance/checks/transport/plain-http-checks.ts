/** Plain HTTP is turned away: nothing listens, or it refuses what HTTPS serves, or it redirects to HTTPS. */
import type { CompiledOperation } from '../../../mock/contract/compiled-contract.ts';
import type { Context, RequestParts } from '../../check-context.ts';
import { urlOf } from '../../driver/request-parts.ts';
import { mediaType, overPlainHttp } from './probe.ts';
import { hosts, transport } from './transport-check.ts';

const OAUTH_TLS = { standard: 'RFC 6749 §1.6', url: 'https://www.rfc-editor.org/rfc/rfc6749#section-1.6' } as const;

/** Where a URL of the target stands over plain HTTP; undefined where nobody says. */
function plainUrl({ target }: Context, url: string): string | undefined {
  const plain = target.tls?.plainHttp;
  if (plain !== undefined && url.startsWith(target.baseUrl)) return plain + url.slice(target.baseUrl.length);
  return new URL(url).port === '' ? url.replace(/^https:/, 'http:') : undefined;
}

/** A request to a host, with no credential: of an operation that wants one and only reads, if there is any. */
function requestAt({ contract, target }: Context, host: string): RequestParts | undefined {
  const rank = ({ method, anonymous }: CompiledOperation): number => (anonymous ? 2 : 0) + (method === 'GET' ? 0 : 1);
  const inOrder = [...contract.operations].sort((a, b) => rank(a) - rank(b));
  const requests = inOrder.map(
    ({ method, path }): RequestParts => ({
      method,
      path: path.replaceAll(/\{[^/{}]+\}/g, 'none'),
      query: [],
      headers: [],
      body: undefined,
    }),
  );
  return requests.find((parts) => new URL(urlOf(contract, target, parts)).host === host);
}

export interface PlainHttp {
  /** `GET http://…` */
  readonly request: string;
  /** Whether what HTTPS serves is to be had without it. */
  readonly served: boolean;
  /** What came of the request, in words. */
  readonly answer: string;
}

/** @returns undefined if the host could not be asked, because nobody says where its plain HTTP would be */
export async function askPlainly(context: Context, host: string): Promise<PlainHttp | undefined> {
  const parts = requestAt(context, host);
  const url = parts && plainUrl(context, urlOf(context.contract, context.target, parts));
  if (parts === undefined || url === undefined) return undefined;
  const request = `${parts.method} ${url}`;
  const answer = await overPlainHttp(parts.method, url);
  if (answer === undefined) return { request, served: false, answer: 'no answer' };
  const { status, location, type } = answer;
  const said = `status ${status}${location === undefined ? '' : ` to ${location}`}`;
  if (status >= 300 && status < 400 && location?.startsWith('https://') === true)
    return { request, served: false, answer: said };
  if (status < 400 || status >= 500) return { request, served: true, answer: said };
  // Without a credential the API refuses, too: what is looked for refuses plain HTTP, not the caller.
  const secure = await context.send(parts);
  const isSame = secure.status === status && mediaType(secure.answerHeaders['content-type']) === type;
  return {
    request,
    served: isSame,
    answer: isSame ? `the answer that https gives: status ${status}${type === '' ? '' : `, ${type}`}` : said,
  };
}

export const plain = transport({
  id: 'transport.plain-http',
  title: 'plain HTTP is refused, or redirected to HTTPS',
  citation: OAUTH_TLS,
  async run(context: Context) {
    const unknown: string[] = [];
    for (const { host } of hosts(context)) {
      const found = await askPlainly(context, host);
      if (found === undefined) unknown.push(host);
      else context.expect.that(!found.served, `${found.request} to be refused, or redirected to https`, found.answer);
    }
    if (unknown.length > 0)
      context.notRun(`nothing says where the plain HTTP of ${unknown.join(' and ')} would be (tls.plain_http)`);
  },
});
