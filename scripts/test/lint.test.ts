/** What the linter says of broken contracts: each case breaks the bookshop's contract in one place. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import type { Finding } from '../../mock/contract/lint/lint-finding.ts';
import { formatFinding } from '../../mock/contract/lint/lint-finding.ts';
import { lintContract } from '../../mock/contract/lint/lint-contract.ts';
import { rehearse } from '../../mock/rehearsal/rehearse-contract.ts';

const BOOKSHOP = fileURLToPath(new URL('../../../scripts/test/fixtures/bookshop.yaml', import.meta.url));
const text = await readFile(BOOKSHOP, 'utf8');

interface Want {
  /** Text found on the line that the finding must name; the first line that holds it. */
  readonly line: string;
  /** Default error. */
  readonly level?: Finding['level'];
  readonly rule: string;
  readonly message: RegExp;
  readonly suggestion?: RegExp;
}

const BOOK = '    Book:\n      type: object\n      x-resource:\n        name: book\n        id: isbn\n        count: 3';
const SHELF =
  '    Shelf: { type: object, x-resource: { name: shelf, id: no, count: 1 }, properties: { no: { type: string } } }\n';

/** What is broken, the text that is replaced, what replaces it, and what is to be said of it. */
const CASES: readonly (readonly [name: string, from: string, to: string, want: Want])[] = [
  [
    'a misspelt key of the vocabulary',
    'x-action:',
    'x-actoin:',
    {
      line: 'x-actoin',
      level: 'warning',
      rule: 'misspelt-key',
      message: /"x-actoin" is not a key of the vocabulary on an operation, and is ignored/,
      suggestion: /did you mean "x-action"\?/,
    },
  ],
  [
    'a key in the wrong slot',
    '      x-verify:',
    '      x-paging: size\n      x-verify:',
    {
      line: 'x-paging: size',
      level: 'warning',
      rule: 'misplaced-key',
      message: /"x-paging" says nothing on a security scheme/,
      suggestion: /it can stand on a parameter/,
    },
  ],
  [
    'an unknown value',
    'algorithm: fixed_window',
    'algorithm: fixed_windows',
    {
      line: 'fixed_windows',
      rule: 'vocabulary',
      message: /x-rate-limits: default\.algorithm: "fixed_windows" is not a value/,
      suggestion: /did you mean "fixed_window"\?/,
    },
  ],
  [
    'an unknown key of a value',
    '    kind: api_key',
    '    kind: api_key\n    rolls: {}',
    {
      line: 'rolls',
      rule: 'vocabulary',
      message: /x-credentials: shop_key\.rolls: "rolls" is not a key/,
      suggestion: /did you mean "roles"\?/,
    },
  ],
  [
    'an unknown kind of credential',
    '    kind: api_key',
    '    kind: apikey',
    {
      line: 'kind: apikey',
      rule: 'vocabulary',
      message: /"apikey" is not a kind there is/,
      suggestion: /did you mean "api_key"\?/,
    },
  ],
  [
    'a missing key of a value',
    '        id: isbn\n',
    '',
    { line: 'x-resource', rule: 'vocabulary', message: /"id" is missing/, suggestion: /add "id"/ },
  ],
  [
    'an unknown failure',
    'x-failure: rate_limited',
    'x-failure: rate_limitd',
    {
      line: 'rate_limitd',
      rule: 'vocabulary',
      message: /"rate_limitd" is not a value/,
      suggestion: /did you mean "rate_limited"\?/,
    },
  ],
  [
    'a duration in words',
    'window: PT60S',
    'window: 60 seconds',
    {
      line: '60 seconds',
      rule: 'vocabulary',
      message: /"60 seconds" does not have the form/,
      suggestion: /ISO 8601 duration/,
    },
  ],
  [
    'a faker method that is none',
    'commerce.productName',
    'commerce.productNames',
    {
      line: 'productNames',
      rule: 'vocabulary',
      message: /faker has no method "commerce.productNames"/,
      suggestion: /did you mean "commerce.productName"\?/,
    },
  ],
  [
    'an unknown type of schema',
    '      type: object\n      x-resource',
    '      type: objekt\n      x-resource',
    { line: 'objekt', rule: 'struct', message: /"type"/, suggestion: /did you mean "object"\?/ },
  ],
  [
    'a reference to nothing',
    "'#/components/responses/Refused'",
    "'#/components/responses/Refsed'",
    {
      line: 'Refsed',
      rule: 'no-unresolved-refs',
      message: /nothing stands at/,
      suggestion: /did you mean "#\/components\/responses\/Refused"\?/,
    },
  ],
  [
    'an example that breaks its schema',
    '                    error: slow down',
    '                    error: 7',
    {
      line: 'limited:',
      rule: 'answer',
      message: /the 429 answer \(rate_limited\) breaks its schema: error must be string/,
      suggestion: /mend the example/,
    },
  ],
  [
    'an unknown security scheme',
    '- ShopKey: [books]',
    '- ShopKeys: [books]',
    { line: 'ShopKeys', rule: 'security-defined', message: /ShopKeys/ },
  ],
  [
    'an unknown credential',
    'credential: shop_key\n  schemas',
    'credential: shop_keys\n  schemas',
    {
      line: 'credential: shop_keys',
      rule: 'unknown-name',
      message: /there is no credential "shop_keys"/,
      suggestion: /did you mean "shop_key"\?/,
    },
  ],
  [
    'an unknown resource',
    'resource: book\n',
    'resource: books\n',
    {
      line: 'resource: books',
      rule: 'unknown-name',
      message: /there is no resource "books"/,
      suggestion: /did you mean "book"\?/,
    },
  ],
  [
    'an unknown class of rate limit',
    '      operationId: listBooks',
    '      operationId: listBooks\n      x-rate-limit: defalt',
    {
      line: 'defalt',
      rule: 'unknown-name',
      message: /there is no class in x-rate-limits called "defalt"/,
      suggestion: /did you mean "default"\?/,
    },
  ],
  [
    'a seeded key of an unknown tenant',
    'tenant: south',
    'tenant: sout',
    {
      line: 'tenant: sout',
      rule: 'unknown-name',
      message: /there is no tenant "sout"/,
      suggestion: /did you mean "south"\?/,
    },
  ],
  [
    'a seeded key of an unknown role',
    'role: clerk',
    'role: clark',
    {
      line: 'role: clark',
      rule: 'unknown-name',
      message: /there is no role "clark"/,
      suggestion: /did you mean "clerk"\?/,
    },
  ],
  [
    'an id property that is none',
    '        id: isbn',
    '        id: isbm',
    { line: 'id: isbm', rule: 'unknown-name', message: /"isbm"/, suggestion: /did you mean "isbn"\?/ },
  ],
  [
    'another name of a parameter that is none',
    '          x-paging: page\n',
    '          x-paging: page\n        - { name: p, in: query, schema: { type: integer, minimum: 1 }, x-alias: pag }\n',
    {
      line: 'x-alias: pag',
      rule: 'unknown-name',
      message: /there is no other query parameter called "pag"/,
      suggestion: /did you mean "page"\?/,
    },
  ],
  [
    'another name with another schema',
    '          x-paging: page\n',
    '          x-paging: page\n        - { name: p, in: query, schema: { type: string }, x-alias: page }\n',
    {
      line: 'x-alias: page',
      rule: 'parameter',
      message: /"p" takes other values than "page"/,
      suggestion: /the schema of "page"/,
    },
  ],
  [
    'another name with a rule of its own',
    '          x-paging: page\n',
    '          x-paging: page\n        - { name: p, in: query, schema: { type: integer, minimum: 1 }, x-alias: page, x-paging: page }\n',
    {
      line: 'x-alias: page',
      rule: 'parameter',
      message: /"p" is another name of "page"/,
      suggestion: /leave x-paging out/,
    },
  ],
  [
    'another name of a header',
    '          x-paging: page\n',
    '          x-paging: page\n        - { name: p, in: header, schema: { type: integer, minimum: 1 }, x-alias: page }\n',
    { line: 'x-alias: page', rule: 'parameter', message: /"p" is a header parameter/ },
  ],
  [
    'a leeway where no window slides',
    'algorithm: fixed_window',
    'algorithm: fixed_window\n    leeway: PT1S',
    { line: 'leeway: PT1S', rule: 'rate-limit', message: /a fixed window has no leeway/, suggestion: /sliding_window/ },
  ],
  [
    'a leeway as long as the window',
    'algorithm: fixed_window',
    'algorithm: sliding_window\n    leeway: PT31S',
    { line: 'leeway: PT31S', rule: 'rate-limit', message: /more than half of the window/ },
  ],
  [
    'a longer window that the shorter one never lets fill',
    'algorithm: fixed_window',
    'algorithm: fixed_window\n    also: [{ type: hour, limit: 600, window: PT1H }]',
    {
      line: 'also:',
      rule: 'rate-limit',
      message: /never the full one: 600 in PT1H beside 5 in the one before/,
      suggestion: /shortest to the longest/,
    },
  ],
  [
    'a longer window that is shorter',
    'algorithm: fixed_window',
    'algorithm: fixed_window\n    also: [{ type: second, limit: 6, window: PT1S }]',
    { line: 'also:', rule: 'rate-limit', message: /never the full one/ },
  ],
  [
    'two windows of one name',
    'algorithm: fixed_window',
    'algorithm: fixed_window\n    also: [{ type: default, limit: 6, window: PT1H }]',
    { line: 'also:', rule: 'rate-limit', message: /called "default"/, suggestion: /a type of its own/ },
  ],
  [
    'longer windows of no limit',
    'limit: 5\n    window: PT60S',
    'limit: null\n    window: PT60S\n    also: [{ type: hour, limit: 6, window: PT1H }]',
    { line: 'also:', rule: 'rate-limit', message: /without a limit has no longer windows/ },
  ],
  [
    'an authenticator that nothing enrolls',
    '      x-action:\n        type: resource.list',
    '      x-action: { type: authenticator.verify, authenticator: app, code: /code, verification_lifetime: PT5M }\n      x-nothing:\n        type: resource.list',
    { line: 'authenticator.verify', rule: 'unknown-name', message: /authenticator "app"/ },
  ],
  [
    'a counting authenticator with a period',
    'x-rate-limits:',
    'x-authenticators:\n  fob: { kind: hotp, digits: 6, period: PT30S, attempts: 3, lockout: PT1H }\nx-rate-limits:',
    { line: 'fob:', rule: 'authenticator', message: /kind hotp has no period/, suggestion: /leave period out/ },
  ],
  [
    'a leeway for refresh tokens that do not rotate',
    'x-rate-limits:',
    '  pass:\n    kind: token\n    format: opaque\n    lifetime: PT1H\n    refresh: { grants: [], rotate: false, reuse_leeway: PT5S }\nx-rate-limits:',
    { line: 'reuse_leeway', rule: 'refresh', message: /never used up/, suggestion: /rotate: true/ },
  ],
  [
    'a grant of devices that no operation gives codes for',
    '      x-action:\n        type: resource.list',
    '      x-action: { type: token.issue, credential: shop_key, grants: [device_code], client_authentication: [none] }\n      x-nothing:\n        type: resource.list',
    {
      line: 'device_code',
      rule: 'action',
      message: /no operation gives out device codes/,
      suggestion: /device\.authorize/,
    },
  ],
  [
    'a grant of passwords that nobody has',
    '      x-action:\n        type: resource.list',
    '      x-action: { type: token.issue, credential: shop_key, grants: [password], client_authentication: [none] }\n      x-nothing:\n        type: resource.list',
    { line: 'password', rule: 'action', message: /no seeded user has both/, suggestion: /x-seed\.users/ },
  ],
  [
    'a token exchange that does not say what it gave',
    '      x-action:\n        type: resource.list',
    '      x-action: { type: token.issue, credential: shop_key, grants: [token_exchange], client_authentication: [none] }\n      x-nothing:\n        type: resource.list',
    {
      line: 'token_exchange',
      level: 'warning',
      rule: 'empty-fill',
      message: /what kind of token/,
      suggestion: /issued_token_type/,
    },
  ],
  [
    'pushed requests that no authorization endpoint takes',
    '      x-action:\n        type: resource.list',
    '      x-action: { type: authorize.push, credential: shop_key, client_authentication: [none], lifetime: PT1M }\n      x-nothing:\n        type: resource.list',
    { line: 'authorize.push', rule: 'action', message: /no authorization endpoint takes what is pushed/ },
  ],
  [
    'requests that must be pushed, and cannot be',
    '      x-action:\n        type: resource.list',
    '      x-action: { type: authorize, credential: shop_key, code_lifetime: PT1M, pkce: optional, consent: headless, require_pushed_authorization_requests: true }\n      x-nothing:\n        type: resource.list',
    {
      line: 'require_pushed',
      rule: 'action',
      message: /must be pushed, and no operation takes them/,
      suggestion: /authorize\.push/,
    },
  ],
  [
    'device codes that nothing takes',
    '      x-action:\n        type: resource.list',
    '      x-action: { type: device.authorize, credential: shop_key, client_authentication: [none], lifetime: PT10M }\n      x-nothing:\n        type: resource.list',
    { line: 'device.authorize', rule: 'action', message: /no token endpoint takes the device codes/ },
  ],
  [
    'an access token by profile without its claims',
    'x-rate-limits:',
    '  pass:\n    kind: token\n    format: jwt\n    lifetime: PT1H\n    typ: at+jwt\n    claims: [iss, exp, sub, client_id]\nx-rate-limits:',
    { line: 'typ: at+jwt', rule: 'token', message: /lacks aud, iat/, suggestion: /claims/ },
  ],
  [
    'a type of a token that is no JWT',
    'x-rate-limits:',
    '  pass:\n    kind: token\n    format: opaque\n    lifetime: PT1H\n    typ: at+jwt\nx-rate-limits:',
    { line: 'typ: at+jwt', rule: 'token', message: /no header/ },
  ],
  [
    'a key set that is not on this machine',
    '  keys:\n    - credential: shop_key',
    '  clients:\n    - { client_id: c, client_secret: s, tenant: north, grants: [], scopes: [], jwks_uri: https://keys.example/jwks.json }\n  keys:\n    - credential: shop_key',
    { line: 'jwks_uri', rule: 'client', message: /not on this machine/, suggestion: /loopback/ },
  ],
  [
    'a client that signs and has no key',
    '  keys:\n    - credential: shop_key',
    '  clients:\n    - { client_id: c, tenant: north, grants: [], scopes: [], token_endpoint_auth_method: private_key_jwt }\n  keys:\n    - credential: shop_key',
    { line: 'private_key_jwt', rule: 'client', message: /has no key to sign with/ },
  ],
  [
    'a mask where nothing is kept',
    '      type: object\n      x-resource',
    '      type: object\n      x-masked: { shown: 4 }\n      x-resource',
    {
      line: 'x-masked',
      rule: 'masked',
      message: /no property of a resource/,
      suggestion: /the schema with x-resource/,
    },
  ],
  [
    'a parent that is no resource',
    '        count: 3',
    '        count: 3\n        parent: { resource: boook, path_parameter: shelf }',
    { line: 'boook', rule: 'unknown-name', message: /no resource called "boook"/, suggestion: /"book"/ },
  ],
  [
    'a resource below itself',
    '        count: 3',
    '        count: 3\n        parent: { resource: book, path_parameter: shelf }',
    { line: 'resource: book, path', rule: 'parent', message: /"book" is below itself/ },
  ],
  [
    'a parent that the path does not name',
    BOOK,
    `${SHELF}${BOOK}\n        parent: { resource: shelf, path_parameter: shelf }`,
    {
      line: 'x-action',
      rule: 'parent',
      message: /does not say below which record its "book" is: it has no \{shelf\}/,
      suggestion: /put \{shelf\} into the path/,
    },
  ],
  [
    'a parent of another partition',
    BOOK,
    `${SHELF}${BOOK}\n        partition: none\n        parent: { resource: shelf, path_parameter: shelf }`,
    { line: 'parent:', rule: 'parent', message: /"book" and its parent "shelf" are of different partitions/ },
  ],
  [
    'no action',
    '      x-action:\n        type: resource.list\n        resource: book\n',
    '',
    { line: '    get:', rule: 'missing-action', message: /GET \/books has no "x-action"/ },
  ],
  [
    'no seed',
    text.slice(text.indexOf('x-seed:'), text.indexOf('paths:')),
    '',
    { line: 'openapi: 3.1.0', rule: 'missing-key', message: /"x-seed"/ },
  ],
  [
    'no example of an answer',
    text.slice(text.indexOf('              example:'), text.indexOf("        '400'")),
    '',
    { line: 'application/json', rule: 'missing-example', message: /the 200 answer has no example/ },
  ],
  [
    'no example of a failure',
    '                  x-failure: insufficient_scope\n',
    '',
    { line: '      responses:', rule: 'missing-failure', message: /listBooks can fail with insufficient_(scope|role)/ },
  ],
  ['no YAML', 'title: Bookshop', 'title: [Bookshop', { line: "version: '1'", rule: 'syntax', message: /./ }],
  [
    'a key given twice',
    "  version: '1'",
    "  version: '1'\n  version: '2'",
    { line: "version: '2'", rule: 'syntax', message: /duplicated mapping key/ },
  ],
  [
    'another version of OpenAPI',
    'openapi: 3.1.0',
    'openapi: 3.0.3',
    {
      line: '3.0.3',
      rule: 'openapi-version',
      message: /this is OpenAPI 3\.0\.3, and a contract is OpenAPI 3\.1/,
      suggestion: /"tollgate import .*bookshop\.yaml -o my-api\.yaml"/,
    },
  ],
];

t.test('the contract that the cases break is clean', async (t) => {
  t.strictSame(await lintContract(BOOKSHOP, { rehearse }), []);
});

for (const [name, from, to, want] of CASES) {
  t.test(name, async (t) => {
    t.ok(text.includes(from), 'the case replaces something');
    const broken = text.replace(from, to);
    const dir = t.testdir({ 'bookshop.yaml': broken });
    const findings = await lintContract(join(dir, 'bookshop.yaml'), { rehearse });
    const line = broken.split('\n').findIndex((content) => content.includes(want.line)) + 1;
    const fits = (finding: Finding): boolean =>
      finding.level === (want.level ?? 'error') &&
      finding.rule === want.rule &&
      finding.line === line &&
      want.message.test(finding.message) &&
      (want.suggestion === undefined || want.suggestion.test(finding.suggestion ?? ''));
    const found = findings.find(fits);
    t.ok(
      found,
      `line ${line}, ${want.rule}, ${String(want.message)} is among: ${findings.map(formatFinding).join(' | ')}`,
    );
    t.ok(
      findings.every(({ message, suggestion = '' }) => !/\n/.test(message + suggestion)),
      'each finding is one line',
    );
  });
}

const specs = (name: string): string => fileURLToPath(new URL(`../../../specs/${name}.yaml`, import.meta.url));

/**
 * Seed entries that nothing would read, in contracts that have such entries: what is replaced, and what is to be said
 * of it.
 */
const SEEDS: readonly (readonly [name: string, contract: string, from: string | RegExp, to: string, want: Want])[] = [
  [
    'a profile field that no answer has',
    'piaxis',
    '        email: sarah.nakato@',
    '        emial: sarah.nakato@',
    {
      level: 'warning',
      line: 'emial:',
      rule: 'unknown-name',
      message: /there is no field that a profile is answered with called "emial"/,
      suggestion: /did you mean "email"\?/,
    },
  ],
  [
    "a user's profile field that no answer has",
    'piaxis',
    '        kyc_status: verified\n        member_since',
    '        kyc_stats: verified\n        member_since',
    {
      level: 'warning',
      line: 'kyc_stats:',
      rule: 'unknown-name',
      message: /called "kyc_stats"/,
      suggestion: /did you mean "kyc_status"\?/,
    },
  ],
  [
    'a property that a seeded client does not have',
    'piaxis',
    '      name: Nile Market checkout',
    '      title: Nile Market checkout',
    { line: 'title: Nile Market checkout', rule: 'vocabulary', message: /"title"/ },
  ],
  [
    'a fill that names no fact',
    'piaxis',
    'x-fill: failure.detail',
    'x-fill: failure.details',
    {
      line: 'failure.details',
      rule: 'vocabulary',
      message: /"failure.details" is not a value/,
      suggestion: /did you mean "failure.detail"\?/,
    },
  ],
  [
    'redirect URIs of a client without codes',
    'piaxis',
    "      grants: [authorization_code]\n      scopes: ['payments:read']",
    "      grants: [refresh_token]\n      scopes: ['payments:read']",
    {
      level: 'warning',
      line: 'redirect_uris: [https://yourapp.com/callback, http://localhost:3000/callback]\n      note: Least',
      rule: 'unread-seed',
      message: /nothing reads the redirect URIs of client "c41d7e2a/,
    },
  ],
  [
    'ID tokens without a session',
    'oidc',
    / {8}login_session: PT8H\n/g,
    '',
    {
      line: 'id_token:\n      lifetime',
      rule: 'openid',
      message: /nobody signs in for these ID tokens/,
      suggestion: /login_session/,
    },
  ],
  [
    'ID tokens whose keys nobody publishes',
    'oidc',
    'x-action: { type: jwks, credential: access_token }',
    'x-action: { type: metadata, credential: access_token }',
    {
      line: 'id_token:\n      lifetime',
      rule: 'openid',
      message: /no operation publishes the keys/,
      suggestion: /jwks/,
    },
  ],
  [
    'UserInfo of tokens without ID tokens',
    'oauth2',
    'x-action: { type: profile.get }',
    'x-action: { type: userinfo, credential: access_token }',
    {
      line: 'credential: access_token }\n      x-evidence: standard\n      x-source: oauth2.12',
      rule: 'openid',
      message: /"access_token" has no id_token/,
    },
  ],
  [
    'a log-in page after which nothing can be asked',
    'oidc',
    "        '200':\n          description: Who it is, is known now",
    "        '201':\n          description: Who it is, is known now",
    {
      line: "responses:\n        '201':\n          description: Who it is",
      rule: 'openid',
      message: /no answer with status 200, with which the page asks for consent/,
    },
  ],
  [
    'a log-out that cannot send the browser back',
    'oidc',
    "        '302':\n          description: Signed out",
    "        '307':\n          description: Signed out",
    { line: 'responses: &logoutAnswers', rule: 'openid', message: /no answer with status 302/ },
  ],
  [
    'a registration that is answered as anything else is',
    'oidc',
    "        '201':\n          description: The client is registered",
    "        '200':\n          description: The client is registered",
    { line: 'post:\n      operationId: registerClient', rule: 'registration', message: /answered 201/ },
  ],
  [
    'registrations that nobody makes',
    'oidc',
    'x-action: { type: client.register, credential: access_token }',
    'x-action: { type: jwks, credential: access_token }',
    {
      line: 'x-action: { type: client.manage, credential: access_token }',
      rule: 'registration',
      message: /no client registers itself here/,
      suggestion: /client\.register/,
    },
  ],
  [
    'registrations of no client',
    'oidc',
    'x-action: { type: client.manage, credential: access_token }\n      x-evidence: standard\n      x-source: oidc.18\n      requestBody',
    'x-action: { type: client.manage, credential: tokens }\n      x-evidence: standard\n      x-source: oidc.18\n      requestBody',
    { line: 'credential: tokens', rule: 'unknown-name', message: /tokens/ },
  ],
  [
    'a subject type that the contract does not have',
    'oidc',
    'subject_types: [public, pairwise]',
    'subject_types: [public]',
    {
      line: 'subject_type: pairwise',
      rule: 'client',
      message: /no credential names people to client "web-away" by pairwise/,
    },
  ],
  [
    'a back channel that nothing can be posted to',
    'oidc',
    'backchannel_logout_uri: http://localhost',
    'backchannel_logout_uri: com.example.app://localhost',
    { line: 'com.example.app://', rule: 'client', message: /cannot be posted to/ },
  ],
  [
    'a nonce for proofs that nobody is told',
    'oauth2',
    '      x-fill: dpop.nonce',
    '      x-fill: request.id',
    { line: 'responses:', rule: 'dpop', message: /no refusal tells the nonce that proofs have to carry/ },
  ],
  [
    'a header for nonces where there are none',
    'oauth2',
    '      nonce: PT5M',
    '      proof_lifetime: PT5M',
    {
      level: 'warning',
      line: 'responses:',
      rule: 'empty-fill',
      message: /x-fill: dpop.nonce, and nothing ever stands/,
    },
  ],
  [
    'this API among the others that tokens can be for',
    'oauth2',
    '    lifetime: PT1H',
    '    lifetime: PT1H\n    audience: https://api.example\n    resources: { others: [https://api.example] }',
    { line: 'resources: {', rule: 'resources', message: /"https:\/\/api.example" is this API itself/ },
  ],
  [
    'a resource server that the parameter resource cannot name',
    'oauth2',
    '    lifetime: PT1H',
    '    lifetime: PT1H\n    resources: { others: [billing] }',
    {
      line: 'resources: {',
      rule: 'resources',
      message: /"billing" cannot be named by the parameter resource/,
      suggestion: /parameters: \[audience\]/,
    },
  ],
  [
    'opaque tokens for others, who cannot know it',
    'oauth2',
    '    lifetime: PT1H',
    '    lifetime: PT1H\n    resources: { others: [https://billing.example] }',
    {
      level: 'warning',
      line: 'resources: {',
      rule: 'resources',
      message: /no answer says whom access_token is for/,
    },
  ],
  [
    'tokens for others that do not say so',
    'engagifii-revenue',
    '    claims: [iss, sub, aud, exp, iat,',
    '    resources: { others: [https://billing.example] }\n    claims: [iss, sub, exp, iat,',
    { line: 'resources: {', rule: 'resources', message: /its claims have no aud/ },
  ],
  [
    'tokens by redirect that have to be bound to a key',
    'oauth2',
    /(nonce: PT5M)([^]*?)(pkce: optional)/,
    '$1\n      required: true$2response_types: [code, token]\n        $3',
    {
      line: 'response_types: [code, token]',
      rule: 'action',
      message: /access_token wants a proof, which only a token/,
    },
  ],
  [
    'tokens by redirect that have a quota',
    'oauth2',
    /( {4}lifetime: PT1H)([^]*?)(pkce: optional)/,
    '$1\n    max_live: 3$2response_types: [code, token]\n        $3',
    { line: 'response_types: [code, token]', rule: 'action', message: /access_token has max_live/ },
  ],
  [
    'an ID token by redirect, where there are none',
    'oauth2',
    'pkce: optional',
    'response_types: [code, id_token]\n        pkce: optional',
    { line: 'response_types: [code, id_token]', rule: 'action', message: /access_token has no id_token/ },
  ],
  [
    'an ID token by redirect, where nobody signs in',
    'oidc',
    '        login_session: PT8H\n',
    '',
    { line: 'response_types: [code, id_token,', rule: 'action', message: /nobody signs in here/ },
  ],
  [
    'response modes without that of errors',
    'oidc',
    'response_modes: [query, fragment, form_post]',
    'response_modes: [query, form_post]',
    { line: 'response_modes: [query, form_post]', rule: 'action', message: /has no fragment, by which/ },
  ],
  [
    'a form that posts on, where there are no pages',
    'oauth2',
    'pkce: optional',
    'response_modes: [query, form_post]\n        pkce: optional',
    {
      line: "responses:\n        '303':\n          description: Back to the client, with `code` and `state`",
      rule: 'action',
      message: /no answer with status 200, with which response_mode form_post/,
    },
  ],
  [
    'a client that may ask for what nobody gives',
    'oidc',
    '      response_types: [code]\n',
    '      response_types: [code, token]\n',
    { line: 'response_types: [code, token]', rule: 'client', message: /gives the response type token of client/ },
  ],
  [
    'a client that may ask for codes, and not redeem them',
    'oidc',
    /grants: \[authorization_code, refresh_token\]([^]{0,250}response_types: \[code\]\n)/,
    'grants: [refresh_token]$1',
    { line: 'response_types: [code]', rule: 'client', message: /web-away" may ask for code, and not redeem/ },
  ],
  [
    'a client that always proves its key, where nobody looks',
    'oidc',
    '      subject_type: pairwise',
    '      subject_type: pairwise\n      dpop_bound_access_tokens: true',
    {
      level: 'warning',
      line: 'dpop_bound_access_tokens',
      rule: 'unread-seed',
      message: /no token credential has dpop/,
    },
  ],
  [
    'a client that is known by two names of its certificate',
    'oauth2',
    '      token_endpoint_auth_method: private_key_jwt',
    '      token_endpoint_auth_method: tls_client_auth\n      tls_client_auth_san_dns: a.example\n      tls_client_auth_subject_dn: CN=a',
    {
      line: 'client_id: service-jwt',
      rule: 'client',
      message: /cannot prove itself by a certificate: .* registers one of tls_client_auth_subject_dn/,
    },
  ],
  [
    'a certificate that nobody looks at',
    'oauth2',
    '      name: Service that signs',
    '      name: Service that signs\n      certificate_key: ES256',
    {
      level: 'warning',
      line: 'certificate_key',
      rule: 'unread-seed',
      message: /nothing reads the certificate of client "service-jwt"/,
    },
  ],
  [
    'a client whose tokens are always bound to its certificate, where none are',
    'oauth2',
    '      name: Service that signs',
    '      name: Service that signs\n      tls_client_certificate_bound_access_tokens: true',
    {
      level: 'warning',
      line: 'tls_client_certificate_bound_access_tokens',
      rule: 'unread-seed',
      message: /no token credential has certificate_bound/,
    },
  ],
  [
    'requests that must be signed, and a client that cannot',
    'oidc',
    'request_objects: optional',
    'request_objects: required',
    { line: 'client_id: web', rule: 'client', message: /client "web" .* has no key to sign its requests with/ },
  ],
  [
    'a key to sign requests with, where none are taken',
    'oidc',
    / {8}request_objects: optional\n/g,
    '',
    { level: 'warning', line: 'assertion_key: ES256', rule: 'unread-seed', message: /assertion key of client "vault"/ },
  ],
  [
    'a front channel that no frame can load',
    'oidc',
    'frontchannel_logout_uri: http://localhost:3000/',
    'frontchannel_logout_uri: com.example.app://localhost:3000/',
    { line: 'com.example.app://', rule: 'client', message: /no frame can load/ },
  ],
  [
    'a front channel where nobody signs out',
    'oauth2',
    '      note: Confidential; acts for a user.',
    '      frontchannel_logout_uri: http://localhost:3000/out\n      note: Confidential; acts for a user.',
    {
      level: 'warning',
      line: 'frontchannel_logout_uri: http',
      rule: 'unread-seed',
      message: /nothing reads the front-channel URI of client "web"/,
    },
  ],
  [
    'where to go after signing out, where nobody can',
    'oauth2',
    '      note: Confidential; acts for a user.',
    "      post_logout_redirect_uris: ['http://localhost:3000/']\n      note: Confidential; acts for a user.",
    {
      level: 'warning',
      line: "['http://localhost:3000/']",
      rule: 'unread-seed',
      message: /nothing reads the post-logout redirect URIs of client "web"/,
    },
  ],
  [
    'an issuer that discovery cannot find',
    'engagifii-revenue',
    '    audience: https://engagifii-prod-revenue',
    '    issuer: https://login.engagifii.example\n    audience: https://engagifii-prod-revenue',
    {
      line: 'issuer: https://login',
      rule: 'issuer',
      message: /oauth-authorization-server tells this issuer from below the sandbox's own URL/,
      suggestion: /--public-url/,
    },
  ],
  [
    "a password's end that no seeded user has",
    'fortis',
    / {6}password_expires_in: .*\n/g,
    '',
    {
      level: 'warning',
      line: '"201":\n          description: The token, and whose it is.',
      rule: 'empty-fill',
      message: /x-fill: session.password_expires_at, and nothing ever stands there/,
      suggestion: /password_expires_in/,
    },
  ],
  [
    "a password's end that nothing tells",
    'piaxis',
    "        kyc_status: verified\n        member_since: '2023-11-09'",
    "        kyc_status: verified\n        member_since: '2023-11-09'\n      password_expires_in: P30D",
    {
      level: 'warning',
      line: 'password_expires_in: P30D',
      rule: 'unread-seed',
      message: /nothing reads when the password of user/,
    },
  ],
  [
    'a discount that no action works out',
    'voucherify',
    '        discount: { amount: "/order/amount", percent: /discount/percent_off, fixed: /discount/amount_off }\n',
    '',
    {
      level: 'warning',
      line: '"200":\n          description: The verdict.',
      rule: 'empty-fill',
      message: /x-fill: verdict\.(amount|discount|total)/,
    },
  ],
  [
    'a discount of an amount that the request cannot name',
    'voucherify',
    'amount: "{amount}"',
    'amount: "{amout}"',
    {
      line: 'discount: { amount: "{amout}"',
      rule: 'unknown-name',
      message: /no query parameter "amout"/,
      suggestion: /did you mean "amount"\?/,
    },
  ],
  [
    'a discount that is no number',
    'voucherify',
    'amount: "{amount}", percent: /discount/percent_off',
    'amount: "{amount}", percent: /discount/effect',
    {
      line: 'discount: { amount: "{amount}", percent: /discount/effect',
      rule: 'action',
      message: /"\/discount\/effect" is no number/,
    },
  ],
  [
    'a discount of a field that no record has',
    'voucherify',
    'amount: "{amount}", percent: /discount/percent_off',
    'amount: "{amount}", percent: /discount/percent_of',
    {
      line: 'discount: { amount: "{amount}", percent: /discount/percent_of,',
      rule: 'unknown-name',
      message: /no field of voucher at "\/discount\/percent_of"/,
    },
  ],
  [
    'a masked property that is not called a secret',
    'voucherify',
    '          format: password\n          description: The platform',
    '          description: The platform',
    { line: 'x-masked', rule: 'masked', message: /a secret that is not called one/ },
  ],
  [
    'a masked property with bounds that the mask breaks',
    'voucherify',
    '          format: password\n          description: The platform',
    '          format: password\n          pattern: ^key-\n          description: The platform',
    { line: 'x-masked', rule: 'masked', message: /has bounds that what is shown would break/ },
  ],
  [
    'a body that does not call a masked property a secret',
    'voucherify',
    'api_key: { type: string, format: password, minLength: 1',
    'api_key: { type: string, minLength: 1',
    {
      line: 'requestBody:\n        required: true\n        content:\n          application/json:\n            schema: { $ref: "#/components/schemas/IntegrationInput" }',
      rule: 'masked',
      message: /"api_key" of the body is a secret that is not called one/,
    },
  ],
  [
    'a list filtered by what is masked',
    'voucherify',
    '        - name: platform\n          in: query',
    '        - name: api_key\n          in: query',
    { line: 'x-masked', rule: 'masked', message: /what records are found by/ },
  ],
  [
    'a password that nobody signs in with',
    'piaxis',
    "        kyc_status: verified\n        member_since: '2023-11-09'",
    "        kyc_status: verified\n        member_since: '2023-11-09'\n      password: secret_sandbox_nobody",
    {
      level: 'warning',
      line: 'secret_sandbox_nobody',
      rule: 'unread-seed',
      message: /nothing reads the password of user/,
    },
  ],
];

for (const [name, contract, from, to, want] of SEEDS) {
  t.test(name, async (t) => {
    const whole = await readFile(specs(contract), 'utf8');
    const broken = whole.replace(from, to);
    t.not(broken, whole, 'the case replaces something');
    const findings = await lintContract(join(t.testdir({ 'contract.yaml': broken }), 'contract.yaml'));
    const line = broken.slice(0, broken.indexOf(want.line)).split('\n').length;
    t.ok(
      findings.some(
        (finding) =>
          finding.level === (want.level ?? 'error') &&
          finding.rule === want.rule &&
          finding.line === line &&
          want.message.test(finding.message) &&
          (want.suggestion === undefined || want.suggestion.test(finding.suggestion ?? '')),
      ),
      `line ${line}, ${want.rule}, ${String(want.message)} is among: ${findings.map(formatFinding).join(' | ')}`,
    );
  });
}

t.test('what the contracts that ship seed is read', async (t) => {
  for (const contract of [
    'engagifii-revenue',
    'engagifii-training',
    'fortis',
    'oauth2',
    'oidc',
    'piaxis',
    'voucherify',
  ]) {
    t.strictSame((await lintContract(specs(contract), { rehearse })).map(formatFinding), [], contract);
  }
});

t.test('a contract in several files is judged and located file by file', async (t) => {
  const at = text.indexOf('  schemas:\n');
  const schemas = text.slice(at, text.indexOf('  responses:\n    Refused'));
  const main = text.replace(schemas, '').replaceAll("'#/components/schemas/", "'./schemas.yaml#/schemas/");
  const dir = t.testdir({
    'bookshop.yaml': main,
    'schemas.yaml': schemas.replace(/^ {2}/gm, '').replace('x-faker', 'x-fakir'),
  });
  const findings = await lintContract(join(dir, 'bookshop.yaml'));
  const found = findings.find(({ rule }) => rule === 'misspelt-key');
  t.match(found, { level: 'warning', message: /x-fakir/, suggestion: /x-faker/ });
  t.match(found?.file, /schemas\.yaml$/);
});

t.test('a contract in JSON has lines too', async (t) => {
  const dir = t.testdir({
    'tiny.json':
      '{\n\t"openapi": "3.1.0",\n\t"info": { "title": "Tiny", "version": "1" },\n\t"x-sed": {},\n\t"paths": {}\n}\n',
  });
  const findings = await lintContract(join(dir, 'tiny.json'));
  t.match(findings, [
    { line: 1, column: 1, rule: 'import', message: /no operation that can be served/ },
    { line: 2, column: 2, rule: 'no-vocabulary', suggestion: undefined },
    { line: 4, column: 2, rule: 'misspelt-key', suggestion: 'did you mean "x-seed"?' },
  ]);
});
