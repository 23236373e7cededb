/**
 * Tells the clients of a session that it has ended, by way of the person's browser: a page with a frame for each.
 *
 * @see OpenID Connect Front-Channel Logout §2, §3
 */
import { issuer } from '../oauth/issuer.ts';
import { escapeHtml, page } from '../html-page.ts';
import type { Page } from '../html-page.ts';
import type { LoginSession } from './login-sessions.ts';
import type { TokenCredential } from '../../../specs/generated/vocabulary.ts';
import type { Call } from '../../request/call.ts';

/** What the browser has to load: of each client that was signed in to and has a place for it. */
export function framesOf(call: Call, credential: TokenCredential, { clients, sid }: LoginSession): readonly string[] {
  const { people } = call.world;
  return clients.flatMap((id) => {
    const uri = people.clients.get(id)?.frontchannel_logout_uri;
    if (uri === undefined) return [];
    const frame = new URL(uri);
    // A client without use for them ignores them (§2).
    frame.searchParams.set('iss', issuer(call, credential));
    frame.searchParams.set('sid', sid);
    return [frame.href];
  });
}

/**
 * The page goes on once its frames are loaded: that is when a browser begins to count the seconds of `Refresh`.
 *
 * @param back where to; null to stay
 */
export function framesPage(frames: readonly string[], back: string | null): Page {
  const shown = page(
    'You are signed out',
    `<p>${back === null ? 'You can close this page.' : `<a href="${escapeHtml(back)}">Go on</a>`}</p>
${frames.map((frame) => `<iframe src="${escapeHtml(frame)}" title="Signing out" hidden></iframe>`).join('\n')}`,
  );
  const sites = [...new Set(frames.map((frame) => new URL(frame).origin))].join(' ');
  const policy = shown.headers['Content-Security-Policy'] ?? '';
  return {
    ...shown,
    headers: {
      ...shown.headers,
      'Content-Security-Policy': `${policy}; frame-src ${sites}`,
      ...(back !== null && { Refresh: `0;url=${back}` }),
    },
  };
}
