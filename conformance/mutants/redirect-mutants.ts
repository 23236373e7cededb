/** Redirect URIs and states that are read as something else than their characters. */
import type { Seams } from '../../mock/pipeline/seams.ts';
import type { Call } from '../../mock/request/call.ts';
import type { Mutant } from './mutant.ts';
import { all, grant, has, token } from './wrap/breakable-contracts.ts';
import { formOf, withForm, withPeople, withQuery } from './wrap/wrap-call.ts';
import { both, headerAs, ofAction, replying } from './wrap/wrap-reply.ts';
import { acting } from './wrap/wrap-steps.ts';

/** What a URI is taken for. */
type Reading = (uri: string) => string;

/** Each part of a URL as `change` makes it, written as it was. */
const parsed =
  (change: (url: URL) => void): Reading =>
  (uri) => {
    if (!URL.canParse(uri)) return uri;
    const url = new URL(uri);
    change(url);
    return url.href;
  };

const READINGS: readonly (readonly [id: string, how: string, reading: Reading])[] = [
  [
    'scheme-case',
    'without regard to the case of the scheme',
    (uri) => uri.replace(/^\w+/, (scheme) => scheme.toLowerCase()),
  ],
  [
    'host-case',
    'without regard to the case of the host',
    (uri) => uri.replace(/^(\w+:\/\/)([^/]+)/, (_, scheme: string, host: string) => scheme + host.toLowerCase()),
  ],
  [
    'default-port',
    'without a default port',
    (uri) => uri.replace(/^(https:\/\/[^/]+):443(?=\/)/, '$1').replace(/^(http:\/\/[^/]+):80(?=\/)/, '$1'),
  ],
  ['parsed', 'as a parser of URLs writes it', parsed(() => undefined)],
  ['host-dot', 'without a dot behind its host', (uri) => uri.replace(/^(\w+:\/\/[^/:]+)\.(?=[:/])/, '$1')],
  [
    'unescaped',
    'with its escapes decoded',
    (uri) => uri.replaceAll(/%([2-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
  ],
  ['slashes', 'with doubled slashes as one', (uri) => uri.replaceAll(/([^:/])\/{2,}/g, '$1/')],
  ['dots', 'with its dot segments resolved', (uri) => uri.replace(/\/x\/(?:\.\.|%2e%2e)\//, '/').replace('/./', '/')],
  ['end-slash', 'without a slash at its end', (uri) => uri.replace(/\/$/, '')],
  ['empty-query', 'without an empty query', (uri) => uri.replace(/\?$/, '')],
  ['query', 'without its query', (uri) => uri.replace(/\?.*$/, '')],
  ['fragment', 'without its fragment', (uri) => uri.replace(/#.*$/, '')],
  ['semicolon', 'without parameters behind a semicolon', (uri) => uri.replace(/;.*$/, '')],
  ['backslashes', 'with backslashes as slashes', (uri) => uri.replaceAll('\\', '/')],
  ['trimmed', 'without white space around it', (uri) => uri.trim()],
  ['no-controls', 'without tabs and line breaks', (uri) => uri.replaceAll(/[\t\n\r]/g, '')],
  ['zero-ended', 'up to its first zero byte', (uri) => uri.split('\0', 1)[0]!],
  ['list', 'up to its first comma', (uri) => uri.split(',', 1)[0]!],
  ['scheme-less', 'with https for a scheme that is missing', (uri) => uri.replace(/^\/\//, 'https://')],
  [
    'this-machine',
    'with one name of this machine for all',
    (uri) => uri.replace('http://127.0.0.1:', 'http://localhost:'),
  ],
  ['this-machine-by-number', 'with [::1] as localhost', (uri) => uri.replace('http://[::1]:', 'http://localhost:')],
];

const registered = (call: Call): readonly string[] =>
  [...call.world.people.clients.values()].flatMap(({ redirect_uris: uris = [] }) => uris);

/** Another client's registered URI will do as well. */
const anyClients: Seams = acting('authorize', (call) =>
  withPeople(call, {
    clients: new Map(
      [...call.world.people.clients].map(
        ([id, client]) =>
          [
            id,
            client.redirect_uris === undefined ? client : { ...client, redirect_uris: [...registered(call)] },
          ] as const,
      ),
    ),
  }),
);

const atAuthorization = (reading: Reading): Seams =>
  acting('authorize', (call) => {
    const given = call.request.query['redirect_uri'];
    if (typeof given !== 'string' || registered(call).includes(given)) return call;
    const read = reading(given);
    return registered(call).includes(read) ? withQuery(call, { redirect_uri: read }) : call;
  });

const atToken = (reading: Reading): Seams =>
  acting('token.issue', (call) => {
    const given = formOf(call)['redirect_uri'];
    return given === undefined ? call : withForm(call, { redirect_uri: reading(given) });
  });

const afterLogout = (reading: Reading): Seams =>
  acting('end_session', (call) => {
    const given = call.request.query['post_logout_redirect_uri'];
    return typeof given === 'string' ? withQuery(call, { post_logout_redirect_uri: reading(given) }) : call;
  });

/** Readings that the token endpoint and the log-out endpoint are tried with as well. */
const ELSEWHERE: readonly string[] = ['host-case', 'parsed', 'unescaped', 'query', 'end-slash', 'trimmed'];

const onWayBack = both(
  ofAction('authorize', 'authorize.decide'),
  (_call, { status }) => status === 302 || status === 303,
);

/** The state of the redirect changed. */
const stateAs = (change: (state: string) => string, fits: (url: URL) => boolean = () => true): Seams =>
  replying(
    onWayBack,
    headerAs('location', (value) => {
      const url = new URL(value);
      const state = url.searchParams.get('state');
      if (state === null || !fits(url)) return value;
      url.searchParams.set('state', change(state));
      return url.href;
    }),
  );

/** What the suite asks that is wrong besides the address. */
const FAULTY: Readonly<Record<'response_type' | 'scope' | 'prompt', (value: unknown) => boolean>> = {
  response_type: (value) => value !== 'code',
  scope: (value) => value === 'no-such-scope',
  prompt: (value) => value === 'none',
};

const isError = (url: URL): boolean => url.searchParams.has('error');

const unescape = (text: string): string =>
  text.replaceAll(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

const STATES: readonly (readonly [id: string, title: string, killedBy: string, seams: Seams])[] = [
  [
    'cut-at-1000',
    'Of a state the first 1000 characters come back.',
    'state-exact',
    stateAs((state) => state.slice(0, 1000)),
  ],
  ['decoded-twice', 'A state is decoded twice.', 'state-exact', stateAs(unescape)],
  [
    'as-number',
    'A state that looks like a number comes back as one.',
    'state-exact',
    stateAs((state) => (/^\d+$/.test(state) ? `${Number(state)}` : state)),
  ],
  [
    'escaped-markup',
    'A state comes back with its markup escaped.',
    'state-exact',
    stateAs((state) => state.replaceAll('&', '&amp;').replaceAll('<', '&lt;')),
  ],
  [
    'json-written-anew',
    'A state of JSON is read and written anew.',
    'state-exact',
    stateAs((state) => (state.startsWith('{') ? JSON.stringify(JSON.parse(state), undefined, 1) : state)),
  ],
  [
    'composed',
    'A state comes back in the composed form of Unicode.',
    'state-forms',
    stateAs((state) => state.normalize('NFC')),
  ],
  [
    'compatible',
    'A state comes back in the compatibility form of Unicode.',
    'state-forms',
    stateAs((state) => state.normalize('NFKC')),
  ],
  [
    'invisible-lost',
    'Invisible characters of a state are lost.',
    'state-forms',
    stateAs((state) => state.replaceAll(/[\u200B\uFEFF]/g, '')),
  ],
  [
    'error-cut',
    'Of a state the first 255 characters come back with an error.',
    'state-error-exact',
    stateAs((state) => state.slice(0, 255), isError),
  ],
  [
    'error-decoded',
    'A state is decoded twice where it comes with an error.',
    'state-error-exact',
    stateAs(unescape, isError),
  ],
  [
    'breaks-replaced',
    'Line breaks of a state become spaces.',
    'state-line-breaks',
    stateAs((state) => state.replaceAll(/[\r\n]+/g, ' ')),
  ],
];

/** The redirect that carries a code. */
const withCode = both(onWayBack, (_call, { headers }) =>
  headers.some(({ name, value }) => name.toLowerCase() === 'location' && /[?&]code=/.test(value)),
);

const kept = (control: string): Seams =>
  replying(withCode, ({ headers }) => ({
    headers: [
      ...headers.filter(({ name }) => name.toLowerCase() !== 'cache-control'),
      { name: 'cache-control', value: control },
    ],
  }));

const KEPT: readonly (readonly [id: string, title: string, seams: Seams])[] = [
  ['for-a-minute', 'The redirect with a code may be kept for a minute.', kept('max-age=60')],
  ['by-anyone', 'The redirect with a code may be kept by shared caches.', kept('public, s-maxage=10')],
  ['for-good', 'The redirect with a code is one for good.', replying(withCode, () => ({ status: 301 }))],
];

export const REDIRECT_VARIANTS: readonly Mutant[] = [
  ...KEPT.map(
    ([id, title, seams]): Mutant => ({
      id: `redirect.kept-${id}`,
      title,
      applies: grant('authorization_code'),
      killedBy: ['oauth.code-redirect-not-kept'],
      spread: 3,
      seams,
    }),
  ),
  {
    id: 'redirect.query-lost',
    title: 'The query of a registered redirect URI is lost on the way back.',
    applies: ({ clients }) =>
      [...clients.values()].some(({ redirect_uris: uris = [] }) => uris.some((uri) => uri.includes('?'))),
    killedBy: ['oauth.code-redirect-query'],
    seams: replying(
      withCode,
      headerAs('location', (value) => {
        const url = new URL(value);
        const own = [...url.searchParams].filter(([name]) => ['code', 'state', 'iss'].includes(name));
        url.search = new URLSearchParams(own).toString();
        return url.href;
      }),
    ),
  },
  {
    id: 'redirect.first-of-several',
    title: 'The browser is sent to the first registered URI, whichever the request names.',
    applies: all(has('authorize'), ({ clients }) =>
      [...clients.values()].some(({ redirect_uris: uris = [] }) => uris.length > 1),
    ),
    killedBy: ['oauth.redirect-registered'],
    spread: 3,
    seams: acting('authorize', (call) => {
      const { client_id: id, redirect_uri: given } = call.request.query;
      const own = call.world.people.clients.get(String(id))?.redirect_uris ?? [];
      return own.includes(String(given)) ? withQuery(call, { redirect_uri: own[0]! }) : call;
    }),
  },
  {
    id: 'redirect.empty-is-first',
    title: 'An empty redirect URI is taken for the first registered one.',
    applies: has('authorize'),
    killedBy: ['oauth.redirect-missing'],
    spread: 3,
    seams: acting('authorize', (call) => {
      const { client_id: id, redirect_uri: given } = call.request.query;
      const [first] = call.world.people.clients.get(String(id))?.redirect_uris ?? [];
      return given === '' && first !== undefined ? withQuery(call, { redirect_uri: first }) : call;
    }),
  },
  ...(['response_type', 'scope', 'prompt'] as const).map(
    (name): Mutant => ({
      id: `redirect.before-${name.replace('_', '-')}`,
      title: `${name} is judged before the redirect URI, and what is wrong with it told there.`,
      applies:
        name === 'prompt'
          ? all(
              has('authorize'),
              token(({ id_token: openid }) => openid !== undefined),
            )
          : has('authorize'),
      killedBy: ['oauth.redirect-other-fault'],
      spread: 3,
      seams: replying(
        (call, { refusal }) =>
          call.operation.action.type === 'authorize' &&
          refusal?.failure === 'invalid_redirect_uri' &&
          FAULTY[name](call.request.query[name]),
        (_reply, call) => ({
          status: 302,
          headers: [{ name: 'Location', value: `${String(call.request.query['redirect_uri'])}?error=invalid_request` }],
          body: '',
        }),
      ),
    }),
  ),
  {
    id: 'redirect.error-in-words',
    title: 'error_description is in words of another language.',
    applies: has('authorize'),
    killedBy: ['value.location*', 'oauth.response-type-missing'],
    spread: 3,
    seams: replying(
      onWayBack,
      headerAs('location', (value) => {
        const url = new URL(value);
        if (isError(url)) url.searchParams.set('error_description', 'ungültig: "scope"');
        return url.href;
      }),
    ),
  },
  {
    id: 'redirect.expires-in-milliseconds',
    title: 'expires_in of a redirect is in milliseconds.',
    applies: ({ operations }) =>
      operations.some(
        ({ action }) => action.type === 'authorize' && action.response_types?.includes('code token') === true,
      ),
    killedBy: ['value.location*', 'oauth.response-type-*'],
    seams: replying(
      onWayBack,
      headerAs('location', (value) => value.replace(/(expires_in=\d+)/, '$1000')),
    ),
  },
  ...READINGS.flatMap(([id, how, reading]): Mutant[] => [
    {
      id: `redirect-read.${id}`,
      title: `A redirect URI is read ${how}.`,
      applies: has('authorize'),
      killedBy: ['oauth.redirect-variants'],
      spread: 3,
      seams: atAuthorization(reading),
    },
    ...(ELSEWHERE.includes(id)
      ? [
          {
            id: `redirect-read.token-${id}`,
            title: `The redirect URI of a token request is read ${how}.`,
            applies: grant('authorization_code'),
            killedBy: ['oauth.code-redirect-variants'],
            spread: 3,
            seams: atToken(reading),
          },
          {
            id: `redirect-read.logout-${id}`,
            title: `The URI to go to after signing out is read ${how}.`,
            applies: has('end_session'),
            killedBy: ['openid.logout-redirect-exact'],
            spread: 3,
            seams: afterLogout(reading),
          },
        ]
      : []),
  ]),
  {
    id: 'redirect-read.of-any-client',
    title: "Another client's registered redirect URI is accepted.",
    applies: ({ clients }) =>
      new Set([...clients.values()].flatMap(({ redirect_uris: uris }) => (uris === undefined ? [] : [uris.join(' ')])))
        .size > 1,
    killedBy: ['oauth.redirect-variants'],
    seams: anyClients,
  },
  ...STATES.map(
    ([id, title, killedBy, seams]): Mutant => ({
      id: `state-read.${id}`,
      title,
      applies: has('authorize'),
      killedBy: [`oauth.${killedBy}`],
      spread: 3,
      seams,
    }),
  ),
];
