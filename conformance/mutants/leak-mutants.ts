/** Answers that tell secrets or the server's insides, or that strangers' pages and caches may read. */
import { listKeys } from '../../mock/auth/api-keys/key-records.ts';
import type { Reply } from '../../mock/pipeline/reply.ts';
import type { Seams } from '../../mock/pipeline/seams.ts';
import type { Call } from '../../mock/request/call.ts';
import { chain } from '../../mock/state/awaitable.ts';
import type { Action } from '../../specs/generated/vocabulary.ts';
import type { Mutant } from './mutant.ts';
import { clientSecrets, credential, everywhere, has } from './wrap/breakable-contracts.ts';
import type { Has } from './wrap/breakable-contracts.ts';
import { formOf } from './wrap/wrap-call.ts';
import { ofAction, replying } from './wrap/wrap-reply.ts';

type Fits = (call: Call, reply: Reply) => boolean;

const isRefused: Fits = (_call, { refusal }) => refusal !== undefined;
const isGood: Fits = (_call, { refusal }) => refusal === undefined;
const isPage: Fits = (_call, { contentType }) => contentType?.includes('html') === true;
const isJson: Fits = (_call, { contentType }) => contentType?.includes('json') === true;
const both =
  (...all: readonly Fits[]): Fits =>
  (call, reply) =>
    all.every((fits) => fits(call, reply));

const withHeaders = (reply: Reply, ...headers: readonly (readonly [string, string | undefined])[]): Partial<Reply> => ({
  headers: [
    ...reply.headers.filter(({ name }) => !headers.some(([other]) => other === name.toLowerCase())),
    ...headers.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }])),
  ],
});

/** A member more in the JSON of these answers. */
const told = (fits: Fits, text: (call: Call) => string): Seams =>
  replying(both(isJson, fits), ({ body }, call) => {
    const value = JSON.parse(body ?? 'null') as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { body: JSON.stringify({ ...value, debug: text(call) }) }
      : {};
  });

const secretOf = ({ world }: Call): string =>
  [...world.people.clients.values()].find(({ client_secret: secret }) => secret !== undefined)?.client_secret ??
  world.contract.seed.keys?.find(({ secret }) => secret !== undefined)?.secret ??
  '';

const hasSecret: Has = ({ clients, seed }) =>
  [...clients.values()].some(({ client_secret: secret }) => secret !== undefined) || (seed.keys ?? []).length > 0;

/** One of the keys, as the sandbox keeps it. */
const keyInHeader: Seams = {
  reply: (call, reply) =>
    chain(listKeys(call.world), (keys) => ({ ...reply, ...withHeaders(reply, ['x-debug-key', keys[0]?.secret]) })),
};

const STACK =
  'TypeError: x is undefined\n    at handle (/srv/app/routes/main.js:12:7)\n    at next (/srv/app/server.js:4:2)';

const origin = ({ request }: Call): string | undefined => {
  const value = request.headers.origin;
  return typeof value === 'string' ? value : undefined;
};

const TOLD: readonly (readonly [id: string, title: string, seams: Seams, applies?: Has])[] = [
  ['secret-in-refusal', 'Refusals tell a secret of the seed.', told(isRefused, secretOf), hasSecret],
  ['secret-in-answer', 'Good answers tell a secret of the seed.', told(isGood, secretOf), hasSecret],
  [
    'secret-in-base64',
    'Good answers tell a secret in base64.',
    told(isGood, (call) => Buffer.from(`client:${secretOf(call)}`).toString('base64')),
    hasSecret,
  ],
  [
    'secret-percent-encoded',
    'Refusals tell a secret, percent-encoded.',
    told(isRefused, (call) => secretOf(call).replaceAll(/./g, (letter) => `%${letter.charCodeAt(0).toString(16)}`)),
    hasSecret,
  ],
  [
    'statement-in-header',
    'A header of every answer tells what the database was asked.',
    replying(
      () => true,
      (reply) => withHeaders(reply, ['server-timing', 'db;desc="SELECT id FROM keys WHERE secret = ?";dur=3']),
    ),
  ],
  [
    'exception-in-header',
    'A header of refusals tells the name of an exception.',
    replying(isRefused, (reply) => withHeaders(reply, ['x-exception', 'java.lang.NullPointerException'])),
  ],
  [
    'warning-on-page',
    'Pages begin with a warning of the interpreter.',
    replying(isPage, ({ body }) => ({
      body: `<b>Warning</b>: Undefined array key "state" in <b>/srv/authorize.php</b> on line <b>31</b>${body ?? ''}`,
    })),
    has('authorize'),
  ],
  ['key-in-header', 'A header of every answer tells a key.', keyInHeader, ({ seed }) => (seed.keys ?? []).length > 0],
  ['stack-in-refusal', 'Refusals tell the stack of the program.', told(isRefused, () => STACK)],
  [
    'stack-as-text',
    'A body that cannot be read is answered with the stack of the program.',
    replying(
      (_call, { refusal }) => refusal?.failure === 'malformed_body',
      () => ({ body: STACK, contentType: 'text/plain' }),
    ),
    has('resource.create', 'session.open'),
  ],
  [
    'python-trace',
    'Refusals tell where a Python program fell.',
    told(isRefused, () => 'Traceback (most recent call last):\n  File "/srv/app.py", line 7'),
  ],
  ['sql-words', 'Refusals tell what the database said.', told(isRefused, () => 'syntax error at or near "OR"')],
  [
    'paths',
    'Refusals tell where the packages of the program are.',
    told(isRefused, () => 'require stack: /srv/node_modules/express/index.js'),
  ],
];

const OPENED: readonly (readonly [id: string, title: string, change: (reply: Reply, call: Call) => Partial<Reply>])[] =
  [
    [
      'cors-reflected',
      "Every page may read answers with the person's cookies: its origin comes back.",
      (reply, call) =>
        withHeaders(reply, ['access-control-allow-origin', origin(call)], ['access-control-allow-credentials', 'true']),
    ],
    [
      'cors-null',
      'Pages without an origin may read answers with cookies.',
      (reply, call) =>
        origin(call) === 'null'
          ? withHeaders(reply, ['access-control-allow-origin', 'null'], ['access-control-allow-credentials', 'true'])
          : {},
    ],
    [
      'cors-star',
      'All pages may read answers, with credentials.',
      (reply) => withHeaders(reply, ['access-control-allow-origin', '*'], ['access-control-allow-credentials', 'true']),
    ],
    [
      'cookie-for-scripts',
      'A cookie may be read by scripts.',
      (reply) => withHeaders(reply, ['set-cookie', 'sid=1; Path=/; SameSite=Lax']),
    ],
    [
      'cookie-from-anywhere',
      'A cookie is sent from any site.',
      (reply) => withHeaders(reply, ['set-cookie', 'sid=1; Path=/; HttpOnly']),
    ],
    [
      'public-cache',
      'Answers may be kept by shared caches.',
      (reply) => withHeaders(reply, ['cache-control', 'public, max-age=3600']),
    ],
    [
      'shared-cache',
      'Answers may be kept by shared caches alone.',
      (reply) => withHeaders(reply, ['cache-control', 's-maxage=600']),
    ],
  ];

const unescape = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll(/&quot;|&#34;/g, '"')
    .replaceAll(/&#39;|&apos;/g, "'")
    .replaceAll('&amp;', '&');

const sent = ({ request }: Call): string => `${request.path}?${request.queryString}`;

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
};

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const MARKUP: readonly (readonly [id: string, title: string, seams: Seams, applies?: Has])[] = [
  [
    'page-unescaped',
    'Pages show what a request brings without escaping it.',
    replying(isPage, ({ body }) => ({ body: body && unescape(body) })),
    has('authorize'),
  ],
  [
    'apostrophe-in-attribute',
    'Pages show what a request brings in an attribute between apostrophes, and escape no apostrophe.',
    replying(isPage, ({ body = '' }, call) => ({ body: `${body}<input value='${escaped(decoded(sent(call)))}'>` })),
    has('authorize'),
  ],
  [
    'quotes-in-script',
    'Pages hand a script what a request brings, and escape no quotation mark.',
    replying(isPage, ({ body = '' }, call) => ({
      body: `${body}<script>var asked="${decoded(sent(call)).replaceAll('<', '\\x3c')}"</script>`,
    })),
    has('authorize'),
  ],
  [
    'refusal-page',
    'Refusals are pages that show the address as it was sent.',
    replying(isRefused, (_reply, call) => ({ contentType: 'text/html', body: `<p>Cannot ${decoded(sent(call))}</p>` })),
  ],
  [
    'not-found-page',
    'The page for a path that is not there shows it as it was sent.',
    replying(
      ({ operation }) => operation.id === 'unmatched',
      (_reply, call) => ({
        contentType: 'text/html',
        body: `<p>No ${decoded(call.request.path).replaceAll('/', ' ')}</p>`,
      }),
    ),
  ],
];

/** The defect is everywhere: a few operations show it. */
const REACH = 6;

const planted =
  (killedBy: string) =>
  ([id, title, seams, applies = everywhere]: readonly [string, string, Seams, Has?]): Mutant => ({
    id: `leak.${id}`,
    title,
    applies,
    killedBy: [killedBy],
    spread: 3,
    reach: REACH,
    seams,
  });

const basicOf = ({ request }: Call): string | undefined =>
  /^Basic +(.+)$/i.exec(String(request.headers.authorization ?? ''))?.[1];

/** What a caller proved itself by, in the answer that lets it in. */
const REPEATED: readonly (readonly [id: string, title: string, seams: Seams, applies?: Has])[] = [
  [
    'token-in-link',
    'The link to the next page carries the token of whoever asked.',
    replying(
      both(isGood, ({ request }) => request.headers.authorization !== undefined),
      (reply, { request }) =>
        withHeaders(reply, [
          'link',
          `</next?access_token=${String(request.headers.authorization).replace(/^\w+ +/, '')}>; rel="next"`,
        ]),
    ),
    credential('token'),
  ],
  [
    'client-secret-told',
    'With its token a client gets its own secret back.',
    told(
      both(isGood, ofAction('token.issue')),
      (call) =>
        formOf(call)['client_secret'] ??
        Buffer.from(basicOf(call) ?? '', 'base64')
          .toString('utf8')
          .split(':')
          .slice(1)
          .join(':'),
    ),
    clientSecrets,
  ],
];

const withHeader = (name: string, value: (call: Call) => string | undefined) => (reply: Reply, call: Call) =>
  withHeaders(reply, [name, value(call)]);

/** The good answers of an action, with such a Cache-Control. */
const kept = (action: Action['type'], control: string): Seams =>
  replying(
    both(isGood, ofAction(action)),
    withHeader('cache-control', () => control),
  );

/** What a cache may keep for a while. */
const KEPT: readonly (readonly [id: string, title: string, seams: Seams, applies?: Has])[] = [
  [
    'token-kept',
    'The caller may keep the answer that gives a token.',
    kept('token.issue', 'private, max-age=300'),
    has('token.issue'),
  ],
  [
    'session-kept',
    'The caller may keep the answer that gives a session.',
    kept('session.open', 'max-age=60'),
    has('session.open'),
  ],
  [
    'verification-kept',
    'Any cache may keep the answer that gives a verification.',
    kept('otp.verify', 'public'),
    has('otp.verify'),
  ],
  [
    'key-kept',
    'The caller may keep the answer that gives a new secret.',
    kept('key.regenerate', 'immutable'),
    has('key.regenerate'),
  ],
];

export const LEAKS: readonly Mutant[] = [
  ...KEPT.map(planted('leak.kept')),
  ...REPEATED.map(planted('secret.proof-not-echoed')),
  ...TOLD.map(planted('leak.answers')),
  ...OPENED.map(([id, title, change]) => planted('leak.answers')([id, title, replying(() => true, change)])),
  ...MARKUP.map(planted('leak.markup')),
];
