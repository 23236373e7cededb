/** What no answer tells, whatever the contract says of it: secrets, the server's insides, and markup of a stranger's. */
import type { CheckFamily } from '../../check.ts';
import type { Context, RequestParts } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import type { CompiledOperation } from '../../../mock/contract/compiled-contract.ts';
import { fillPath } from '../../../mock/contract/path-template.ts';
import type { Fact } from '../../../mock/contract/fill-values.ts';
import { changes } from '../common/find-operations.ts';
import { decodedTexts } from '../common/decoded-texts.ts';
import { letsCachesKeep } from '../common/kept-by-caches.ts';
import { ask, caller } from './support/ask-as-caller.ts';
import { named, perOperation } from './support/check-per-operation.ts';
import type { Case } from './support/check-per-operation.ts';
import { andHeader, withHeader, withQuery } from './support/change-parts.ts';
import { fieldsOf, isForm, withFields } from './support/invalid-bodies.ts';
import { standardBasis } from './support/operation-citation.ts';
import { firstOfKind } from './support/other-spellings.ts';

const MISCONFIGURED = [
  'OWASP API Security 2023, API8',
  'https://owasp.org/API-Security/editions/2023/en/0xa8-security-misconfiguration/',
] as const;
const SCRIPTED = [
  'CWE-79, improper neutralization of input during web page generation',
  'https://cwe.mitre.org/data/definitions/79.html',
] as const;

/** Secrets that the target was given or made, and shows nobody. */
function secretsOf({ target: { credentials } }: Context): readonly string[] {
  return [
    ...credentials.clients.map(({ client_secret }) => client_secret),
    ...credentials.keys.map(({ secret }) => secret),
    ...credentials.users.map(({ password }) => password),
    ...credentials.developers.map(({ encryption_key: key }) => key),
  ].filter((text): text is string => typeof text === 'string' && text.length >= 8);
}

/** Marks of a failure that was sent as it fell: stack traces, paths of the server, the words of its database. */
const INSIDES: readonly RegExp[] = [
  /^\s*at .+\(?.+:\d+:\d+\)?$/m,
  /\\n\s+at [^"]+:\d+:\d+/,
  /node_modules\//,
  /Traceback \(most recent call last\)/,
  /\bFile "[^"]+", line \d+/,
  /\bat [\w.$]+\([\w]+\.java:\d+\)/,
  /goroutine \d+ \[running\]/,
  /\bSQLSTATE\b|syntax error at or near|You have an error in your SQL syntax/,
  /\bSystem\.\w+Exception\b/,
  /\b(?:[a-z]+\.){2,}[A-Z]\w*(?:Exception|Error)\b/,
  /\bSELECT\b[^;"<]{1,200}\bFROM\b|\bINSERT INTO \w|\bDELETE FROM \w|\bUPDATE \w+ SET\b/,
  /<b>(?:Warning|Notice|Deprecated|Fatal error)<\/b>:|\bin \/\S+\.php\b/,
  /\/_profiler\/|\/var\/www\/|\/usr\/src\/app\//,
];

const ATTACKER = 'https://attacker.example';

/** What a page of a stranger's may read with the person's cookies. */
function corsFault({ headers, answerHeaders }: Exchange): string | undefined {
  const allowed = answerHeaders['access-control-allow-origin'];
  const credentials = answerHeaders['access-control-allow-credentials']?.toLowerCase() === 'true';
  const origin = headers.find(([name]) => name.toLowerCase() === 'origin')?.[1];
  return credentials && (allowed === '*' || (allowed !== undefined && allowed === origin))
    ? `Access-Control-Allow-Origin: ${allowed} with credentials`
    : undefined;
}

const cookiesOf = ({ answerHeaders }: Exchange): readonly string[] =>
  (answerHeaders['set-cookie'] ?? '').split(/, (?=[\w-]+=)/).filter((cookie) => cookie !== '');

function cookieFault(exchange: Exchange): string | undefined {
  for (const cookie of cookiesOf(exchange)) {
    const [pair = '', ...attributes] = cookie.split(';').map((part) => part.trim());
    const names = attributes.map((attribute) => attribute.split('=', 1)[0]!.toLowerCase());
    const name = pair.split('=', 1)[0]!;
    if (!names.includes('httponly')) return `the cookie ${name} without HttpOnly`;
    if (!names.includes('samesite')) return `the cookie ${name} without SameSite`;
    if (exchange.url.startsWith('https:') && !names.includes('secure')) return `the cookie ${name} without Secure`;
  }
  return undefined;
}

/** Kept by caches that others share. */
function cacheFault({ answerHeaders, headers }: Exchange): string | undefined {
  const control = answerHeaders['cache-control'] ?? '';
  const isPersonal = headers.some(([name]) => /authorization|key|secret|token|cookie/i.test(name));
  return isPersonal && /\bpublic\b|\bs-maxage=[1-9]/i.test(control) ? `Cache-Control: ${control}` : undefined;
}

function expectNothingTold(context: Context, operation: CompiledOperation, exchange: Exchange): void {
  const { answerBody, answerHeaders } = exchange;
  const plain = [answerBody, ...Object.values(answerHeaders)];
  const texts = [...plain, ...plain.flatMap(decodedTexts)];
  const { type } = operation.action;
  // What makes or shows a secret is for that; whatever else does is not.
  const showsSecrets = (type.startsWith('key.') || type.startsWith('client.')) && exchange.status < 300;
  const told = showsSecrets
    ? undefined
    : secretsOf(context).find((secret) => texts.some((text) => text.includes(secret)));
  context.expect.that(
    told === undefined,
    'no secret in the answer',
    'one of the secrets that the target has',
    exchange,
  );
  const inside = INSIDES.flatMap((pattern) => plain.map((text) => pattern.exec(text)?.[0])).find(
    (found) => found !== undefined,
  );
  context.expect.that(
    inside === undefined,
    'nothing of how the server is built in the answer',
    (inside ?? '').trim().slice(0, 60),
    exchange,
    'an answer shows the insides of the server',
  );
  const fault = corsFault(exchange) ?? cookieFault(exchange) ?? cacheFault(exchange);
  context.expect.that(
    fault === undefined,
    'no page of a stranger, no script and no shared cache that may read the answer',
    fault ?? '',
    exchange,
  );
}

/** Requests that go wrong in one way each, and a good one where that changes nothing. */
async function provocations(context: Context, operation: CompiledOperation): Promise<readonly RequestParts[]> {
  const { request, authenticate } = await caller(context, operation);
  const from = (parts: RequestParts, origin: string): RequestParts =>
    operation.identifiers.some(({ identifier }) => identifier?.kind === 'origin')
      ? parts
      : withHeader(parts, 'Origin', origin);
  const good = await authenticate(from(request, ATTACKER));
  const { body } = request;
  const broken = [
    ...(body === undefined
      ? []
      : [
          { ...request, body: `${body.slice(0, -1)}\0` },
          { ...request, body: '[[[{"a":' },
        ]),
  ];
  // A server may pass over what it does not know, and then do as it is asked: what changes something is asked by nobody.
  const asking = [withQuery(request, 'page', "0' OR 1=1 --"), withQuery(request, '__proto__[x]', '%00')].map((parts) =>
    from(parts, ATTACKER),
  );
  const changesNothing = operation.method === 'GET';
  return [
    ...(changesNothing ? [good] : []),
    from(request, 'null'),
    withHeader(from(request, ATTACKER), 'authorization', 'Bearer %00.%00.%00'),
    ...(await Promise.all(broken.map((parts) => authenticate(from(parts, ATTACKER))))),
    ...(changesNothing ? await Promise.all(asking.map(authenticate)) : asking),
  ];
}

const told: Case = {
  id: 'leak.answers',
  title: (operation) =>
    `no answer of ${named(operation)} tells a secret or the server's insides, or is open to strangers' pages and caches`,
  applies: (operation, contract) => firstOfKind(contract, () => true, 2).includes(operation),
  basis: (operation, contract) => standardBasis(contract, operation, ...MISCONFIGURED),
  async run(context: Context, operation) {
    for (const parts of await provocations(context, operation))
      expectNothingTold(context, operation, await ask(context, parts));
  },
};

const UNCACHED = [
  'RFC 6749 §5.1, RFC 9111 §5.2.2.5',
  'https://www.rfc-editor.org/rfc/rfc9111#section-5.2.2.5',
] as const;

/** What its holder proves something by. */
const PROOFS: readonly Fact[] = [
  'token.access_token',
  'token.refresh_token',
  'session.token',
  'device.device_code',
  'pushed.request_uri',
  'otp.verification_token',
  'key.secret',
  'authenticator.secret',
];

const uncached: Case = {
  id: 'leak.kept',
  title: (operation) => `no cache may keep the answer of ${named(operation)}, which gives a credential`,
  needs: changes,
  applies: (operation, contract) =>
    firstOfKind(
      contract,
      ({ answers }) =>
        answers.some((answer) => answer.status < 300 && answer.needs().some((fact) => PROOFS.includes(fact))),
      1,
    ).includes(operation),
  basis: (operation, contract) => standardBasis(contract, operation, ...UNCACHED),
  async run(context: Context, operation) {
    const exchange = await (await caller(context, operation)).ask();
    const kept = letsCachesKeep(exchange);
    context.expect.that(
      kept === undefined,
      'nothing in the answer that lets a cache keep it, and with it a credential',
      kept ?? '',
      exchange,
      'a cache may keep an answer that gives a credential',
    );
  },
};

const TAG = '<svg onload=suite7f3>';
const MARKUP = `"'>${TAG}`;

/** The same request with markup in one of its places each. */
function marked(parts: RequestParts, { path, parameters }: CompiledOperation): readonly RequestParts[] {
  const names = parameters.filter(({ in: place }) => place === 'query').map(({ name }) => name);
  const fields = fieldsOf(parts);
  return [
    ...[...new Set([...names, ...parts.query.map(([name]) => name), 'undeclared'])].map((name) =>
      withQuery(parts, name, MARKUP),
    ),
    ...(path.includes('{') ? [{ ...parts, path: fillPath(path, () => MARKUP) }] : []),
    ...(fields === undefined || !isForm(parts)
      ? []
      : Object.keys(fields).map((name) => withFields(parts, { ...fields, [name]: MARKUP }))),
    andHeader(parts, ['X-Request-Id', TAG.replace(/[<>]/g, '')], ['Referer', `https://a.example/?${TAG}`]),
  ];
}

/** The mark in an attribute that its apostrophe ends, or in a script whose text its quotes end. */
const ESCAPES: readonly (readonly [where: string, pattern: RegExp])[] = [
  [
    'an attribute',
    /=\s*'[^'<>]*(?:"|&quot;|&#34;|&#x22;)'(?:>|&gt;|&#62;|&#x3e;)(?:<|&lt;|&#60;|&#x3c;)svg onload=suite7f3/i,
  ],
  [
    'a script',
    /<script\b[^>]*>(?:(?!<\/script)[^])*[^\\]"'(?:>|\\x3e|\\u003e|&gt;)(?:<|\\x3c|\\u003c|&lt;)svg onload=suite7f3/i,
  ],
];

/** In an answer that a browser takes for a page, markup of the request's is text. */
function expectNoMarkup(context: Context, exchange: Exchange): void {
  const type = exchange.answerHeaders['content-type'];
  const isPage = type === undefined || /html|svg|xml/i.test(type);
  context.expect.that(
    !isPage || !exchange.answerBody.includes(TAG),
    'no markup of the request on the page',
    `${TAG} as it was sent, in ${type ?? 'an answer without Content-Type'}`,
    exchange,
    'a page shows markup of the request as its own',
  );
  const [where] = ESCAPES.find(([, pattern]) => isPage && pattern.test(exchange.answerBody)) ?? [];
  context.expect.that(
    where === undefined,
    'no quotation mark of the request that ends what it stands in',
    `one that ends ${where ?? ''}`,
    exchange,
    'a page shows markup of the request as its own',
  );
}

const showsPages = ({ answers, refusals, action: { type } }: CompiledOperation): boolean =>
  type === 'authorize' ||
  [...answers, ...refusals.values()].some(({ contentType }) => contentType?.includes('html') === true);

const markup: Case = {
  id: 'leak.markup',
  title: (operation) => `${named(operation)} shows markup that a request brings as text, wherever it stands`,
  applies: (operation, contract) => showsPages(operation) || firstOfKind(contract, () => true, 1).includes(operation),
  basis: (operation, contract) => standardBasis(contract, operation, ...SCRIPTED),
  async run(context: Context, operation) {
    const parts = await context.request(operation);
    for (const request of marked(parts, operation)) expectNoMarkup(context, await ask(context, request));
    expectNoMarkup(
      context,
      await ask(context, { ...parts, method: 'GET', body: undefined, path: `/${TAG.replaceAll(' ', '/')}` }),
    );
  },
};

export const leak: CheckFamily = (suite) => [told, uncached, markup].flatMap((rule) => perOperation(suite, rule));
