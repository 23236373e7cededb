/** Credentials in cookies that did not come, or came otherwise than a browser sends them. */
import type { Failure } from '../../../specs/generated/vocabulary.ts';
import { clockNote } from '../../state/instant-texts.ts';
import type { Call } from '../../request/call.ts';
import { whoseValue } from '../known-values.ts';
import { mistake } from '../mistake.ts';
import type { Found, Mistake, Refused } from '../mistake.ts';
import { placeholderIn } from '../placeholders.ts';
import { authorization, header, wantedParts } from '../request-values.ts';
import { creds, hint } from '../words.ts';

const MISSING: readonly Failure[] = ['missing_credentials', 'malformed_credentials', 'credential_not_accepted'];
const UNKNOWN: readonly Failure[] = ['invalid_session', 'invalid_credentials', 'unknown_session', 'expired_session'];

const keeping = hint(
  'Let the client keep cookies as a browser does:',
  "curl -c jar -b jar …\nfetch(url, { credentials: 'include' })   # in a page; Node's fetch keeps none\nrequests.Session()                       # Python",
);

/** The cookies of a request, leniently: as they were written. */
const cookiesOf = (call: Call): readonly (readonly [name: string, value: string])[] =>
  (header(call, 'cookie') ?? '').split(';').flatMap((pair) => {
    const [, name, value] = /^\s*([^=\s]+)=(.*)$/s.exec(pair) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });

/** @param found asked with the name of the cookie that the operation reads */
const ofCookie = (
  name: string,
  what: string,
  failures: readonly Failure[],
  found: (cookie: string, refused: Refused) => Found | undefined | Promise<Found | undefined>,
): Mistake =>
  mistake(name, what, failures, (refused) => {
    const part = wantedParts(refused.call).find((one) => one.in === 'cookie');
    return part && found(part.name, refused);
  });

const valueOf = (call: Call, cookie: string): string | undefined =>
  cookiesOf(call).find(([name]) => name === cookie)?.[1];

export const COOKIES: readonly Mistake[] = [
  ofCookie('cookie-as-set-cookie', 'sent the cookie back as Set-Cookie', MISSING, (cookie, { call }) =>
    header(call, 'set-cookie') === undefined
      ? undefined
      : {
          finding: `The request has a header Set-Cookie: with that a server sets a cookie. A client sends it back as Cookie (RFC 6265 §4.2).`,
          next: [hint('Send name and value alone:', `Cookie: ${cookie}=<value>`), keeping],
        },
  ),
  ofCookie('cookie-encoded', 'percent-encoded the whole cookie', MISSING, (cookie, { call }) =>
    header(call, 'cookie')?.includes(`${cookie}%3D`) === true
      ? {
          finding: `The header Cookie is percent-encoded, with its "=": so no cookie is called ${cookie}.`,
          next: [hint('Send:', `Cookie: ${cookie}=<value>`)],
        }
      : undefined,
  ),
  ofCookie('cookie-separator', 'separated cookies by commas', MISSING, (cookie, { call }) =>
    (header(call, 'cookie') ?? '')
      .split(',')
      .slice(1)
      .some((part) => part.trimStart().startsWith(`${cookie}=`))
      ? {
          finding: 'The cookies are separated by a comma; a semicolon and a space go between them (RFC 6265 §4.2.1).',
          next: [hint('Send:', `Cookie: <other>=<value>; ${cookie}=<value>`)],
        }
      : undefined,
  ),
  ofCookie('cookie-named', 'sent the right cookie under another name', MISSING, async (cookie, refused) => {
    for (const [name, value] of cookiesOf(refused.call))
      if (name !== cookie && (await whoseValue(refused, value)) !== undefined)
        return {
          finding: `The cookie is called ${cookie}; what came is called ${name}.`,
          next: [hint('Send it under the name that it was set with:', `Cookie: ${cookie}=<the same>`)],
        };
    return undefined;
  }),
  ofCookie('cookie-in-header', 'sent the cookie in a header of its name', MISSING, (cookie, { call }) =>
    header(call, cookie) === undefined && header(call, `x-${cookie}`) === undefined
      ? undefined
      : {
          finding: `${cookie} is a cookie here; what came is a header of that name.`,
          next: [hint('Send:', `Cookie: ${cookie}=<the same>`)],
        },
  ),
  ofCookie('cookie-unfilled', 'sent a cookie whose value was not filled in', UNKNOWN, (cookie, { call }) => {
    const value = valueOf(call, cookie);
    const found = value === undefined ? undefined : placeholderIn(value);
    return found === undefined
      ? undefined
      : {
          finding: `The cookie ${cookie} holds ${JSON.stringify(value!.slice(0, 60))}: ${found.words}.`,
          next: [found.next],
        };
  }),
  ofCookie(
    'cookie-unknown',
    'sent a cookie that nobody was given, or whose session ended',
    ['invalid_session'],
    (cookie, { call }) =>
      valueOf(call, cookie) === undefined
        ? undefined
        : {
            finding: `The cookie ${cookie} holds no session that is open here: it was cut, or the session was closed, ended, or is from before a reset${clockNote(call.world.clock)}.`,
            next: [
              hint('Sign in again, and keep the cookie of the answer as it is.'),
              hint("If somebody moved the sandbox's clock:", 'tollgate clock reset'),
            ],
          },
  ),
  ofCookie(
    'cookie-missing',
    'sent no cookie to an operation that reads one',
    ['missing_credentials'],
    (cookie, { call }) => {
      if (authorization(call) !== undefined || valueOf(call, cookie) !== undefined) return undefined;
      if (!wantedParts(call).every((part) => part.in === 'cookie')) return undefined;
      const others = cookiesOf(call).map(([name]) => name);
      return {
        finding: `The cookie ${cookie} did not come${others.length === 0 ? '; no cookie did' : `, only ${others.slice(0, 5).join(', ')}`}. A client sends one back to the host and path that it was set for, over https only if it is Secure, and from a page of another site only with SameSite=None.`,
        next: [keeping, hint('By hand:', `Cookie: ${cookie}=<value of Set-Cookie>`), creds(call)],
      };
    },
  ),
];
