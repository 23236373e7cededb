/** Gets the browser's part of the authorization code flow done: consent pages, forms, redirects, back to the client. */
import { NotRun } from '../check.ts';
import type { Exchange } from '../exchange.ts';
import { askCommand } from './ask-command.ts';
import { askPerson } from './ask-person.ts';
import { approval } from './consent-form.ts';
import type { FilledForm } from './consent-form.ts';
import type { DriverCore } from './driver-core.ts';
import type { Visit } from '../visit.ts';
import { FORM, formBody } from './request-parts.ts';

/** Pages and redirects between the request and the way back to the client. */
const MOST_HOPS = 8;

/** What a browser was told to keep, by name. */
export type Cookies = Map<string, string>;

/** The header that sends them back; none where there is nothing. */
export const cookieHeader = (cookies: ReadonlyMap<string, string>): readonly (readonly [string, string])[] =>
  cookies.size === 0 ? [] : [['Cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')]];

export function keepCookies(cookies: Cookies, { answerHeaders }: Exchange): void {
  for (const [, name, value] of (answerHeaders['set-cookie'] ?? '').matchAll(
    /(?:^|,\s*)([\w!#$%&'*+.^`|~-]+)=([^;,]*)/g,
  )) {
    if (!['path', 'expires', 'domain', 'max-age', 'samesite'].includes(name!.toLowerCase())) cookies.set(name!, value!);
  }
}

function locationOf({ url, answerHeaders }: Exchange): URL | undefined {
  const { location } = answerHeaders;
  return location !== undefined && URL.canParse(location, url) ? new URL(location, url) : undefined;
}

/** Whether a URL is the client's, or at least carries what is meant for it. */
function isForClient(location: URL, redirectUri: string | undefined): boolean {
  if (redirectUri !== undefined && URL.canParse(redirectUri)) {
    const back = new URL(redirectUri);
    if (location.protocol === back.protocol && location.host === back.host && location.pathname === back.pathname)
      return true;
  }
  return location.searchParams.has('code') || location.searchParams.has('error');
}

/** Whether a redirect leaves the authorization server for the client. */
function isBack(location: URL, redirectUri: string | undefined, from: string): boolean {
  return isForClient(location, redirectUri) || location.origin !== new URL(from).origin;
}

function formOf(core: DriverCore, page: Exchange): FilledForm | undefined {
  const [user] = core.target.credentials.users.filter(({ password }) => password !== null);
  return approval(
    page,
    user
      ? {
          username: user.username ?? '',
          login: user.username ?? '',
          email: user.username ?? '',
          password: user.password ?? '',
        }
      : {},
  );
}

/** A form that goes to the client, and no further page of the server's (OAuth 2.0 Form Post Response Mode). */
const leadsBack = ({ action }: FilledForm, { url }: Exchange, redirectUri: string | undefined): boolean =>
  redirectUri !== undefined &&
  URL.canParse(action, url) &&
  URL.canParse(redirectUri) &&
  new URL(action, url).href === new URL(redirectUri).href;

async function answerForm(core: DriverCore, page: Exchange, form: FilledForm, cookies: Cookies): Promise<Exchange> {
  const url = new URL(form.action, page.url);
  const cookie = cookieHeader(cookies);
  if (form.method === 'POST')
    return core.send({
      method: 'POST',
      url: url.href,
      headers: [['Content-Type', FORM], ...cookie],
      body: formBody(form.fields),
    });
  url.search = formBody(form.fields);
  return core.send({ method: 'GET', url: url.href, headers: cookie, body: undefined });
}

/** An answer that is no verdict on the server is not taken for one, and is not quoted: there may be a code in it. */
async function askOutside(core: DriverCore, page: Exchange, redirectUri: string | undefined): Promise<Visit> {
  const { consent } = core.target;
  const answer =
    consent.kind === 'command'
      ? await askCommand(core, 'capabilities.consent', consent, { AUTHORIZE_URL: page.url })
      : await askPerson(core, `Open this, agree, and paste the address you are sent back to:\n${page.url}\n`, '> ');
  if (!URL.canParse(answer))
    throw new NotRun(
      'consent was answered with something that is no URL; the whole address that the browser is sent back to is needed',
    );
  const location = new URL(answer);
  if (!isForClient(location, redirectUri))
    throw new NotRun(
      `consent was answered with a URL at ${location.host} that is not the redirect URI, and has neither code nor error`,
    );
  return { exchange: page, location, unseen: true };
}

/**
 * Goes on from the first answer of the authorization endpoint until the browser is sent back, or stays.
 *
 * @param cookies of a browser that is used again; default one that is thrown away
 */
export async function giveConsent(
  core: DriverCore,
  first: Exchange,
  redirectUri: string | undefined,
  cookies: Cookies = new Map(),
): Promise<Visit> {
  const { kind } = core.target.consent;
  let exchange = first;
  for (let hop = 0; hop < MOST_HOPS; hop++) {
    keepCookies(cookies, exchange);
    const location = exchange.status >= 300 && exchange.status < 400 ? locationOf(exchange) : undefined;
    if (location && isBack(location, redirectUri, exchange.url)) return { exchange, location };
    if ((location || exchange.status === 200) && (kind === 'command' || kind === 'prompt'))
      return askOutside(core, exchange, redirectUri);
    if (location && kind === 'form') {
      exchange = await core.send({
        method: 'GET',
        url: location.href,
        headers: cookieHeader(cookies),
        body: undefined,
      });
      continue;
    }
    if (kind !== 'form' && kind !== 'headless') return { exchange, location };
    const form = location === undefined ? formOf(core, exchange) : undefined;
    // An error may come so with the status of one.
    if (form !== undefined && leadsBack(form, exchange, redirectUri)) {
      const fields = new URLSearchParams(form.fields);
      if (form.method === 'POST') return { exchange, location: undefined, posted: fields };
      // A browser takes the fields into the address.
      const back = new URL(form.action, exchange.url);
      back.search = fields.toString();
      return { exchange, location: back };
    }
    if (exchange.status !== 200 || form === undefined) return { exchange, location };
    exchange = await answerForm(core, exchange, form, cookies);
  }
  return { exchange, location: undefined };
}
