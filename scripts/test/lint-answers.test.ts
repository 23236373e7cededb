/** Before lint says "no findings" it makes each answer. Each case plants what only an answer shows. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { lintContract } from '../../mock/contract/lint/lint-contract.ts';
import { rehearse } from '../../mock/rehearsal/rehearse-contract.ts';

const source = (path: string): Promise<string> =>
  readFile(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), 'utf8');

const HARBOUR = 'mock/test/fixtures/harbour.yaml';
const SEMAPHORE = 'mock/test/fixtures/semaphore.yaml';
const LANTERN = 'mock/test/fixtures/lantern.yaml';
const LIGHTHOUSE = 'mock/test/fixtures/lighthouse.yaml';
const BOOKSHOP = 'scripts/test/fixtures/bookshop.yaml';

/** What is planted, in a contract without findings, and what is to be said of it. */
const PLANTED: readonly (readonly [
  name: string,
  contract: string,
  from: string | RegExp,
  to: string,
  rule: string,
  message: RegExp,
])[] = [
  [
    'seeded records that break the schema of the answer',
    BOOKSHOP,
    '            length: 13\n',
    '            length: 13\n          maxLength: 12\n',
    'answer',
    /the 200 answer \(listBooks\) breaks its schema: books\.0\.isbn must NOT have more than 12 characters/,
  ],
  [
    'a required property that records never have',
    BOOKSHOP,
    '      properties:\n        isbn:',
    '      required: [shelf]\n      properties:\n        isbn:',
    'answer',
    /books\.0\.shelf must have required property 'shelf'/,
  ],
  [
    'an answer without anything for a required property',
    BOOKSHOP,
    'properties:\n                  books:',
    'required: [total]\n                properties:\n                  total: { type: integer, x-fill: key.id }\n                  books:',
    'answer',
    /total must have required property/,
  ],
  [
    'a fact of another type',
    BOOKSHOP,
    'properties:\n                  books:',
    'properties:\n                  total: { type: boolean, x-fill: page.total }\n                  books:',
    'answer',
    /\(listBooks\) breaks its schema: total must be boolean/,
  ],
  [
    'a refusal whose example lacks what its schema requires',
    BOOKSHOP,
    '                    error: slow down',
    '                    reason: slow down',
    'answer',
    /the 429 answer \(rate_limited\) breaks its schema: error must have required property/,
  ],
  [
    'a refusal for a path that is not there',
    BOOKSHOP,
    'error: no such page',
    'error: 404',
    'answer',
    /the 404 answer \(unknown_path\) breaks its schema: error must be string/,
  ],
  [
    'a schema that is none',
    BOOKSHOP,
    'x-faker: commerce.productName',
    "x-faker: commerce.productName\n          pattern: '['",
    'answer',
    /cannot be held against its schema: Invalid regular expression/,
  ],
  [
    'a schema of requests that is none',
    BOOKSHOP,
    '            minimum: 1\n          x-paging',
    "            minimum: 1\n            anyOf: [{ type: string, pattern: '(' }]\n          x-paging",
    'schema',
    /nothing can be held against this schema: Invalid regular expression/,
  ],
  [
    'no answer for success',
    BOOKSHOP,
    "        '200':\n",
    "        '417':\n",
    'missing-answer',
    /listBooks has no answer for a request that succeeds/,
  ],
  [
    'records that never come to an end',
    BOOKSHOP,
    '      properties:\n        isbn:',
    "      required: [next]\n      properties:\n        next: { $ref: '#/components/schemas/Book' }\n        isbn:",
    'seed',
    /no book can be made: the schema requires itself without end/,
  ],
  [
    'a created record that breaks the schema of the answer',
    LIGHTHOUSE,
    'nights: { type: integer, minimum: 1, maximum: 14 }',
    'nights: { type: integer, minimum: 1, maximum: 4 }',
    'answer',
    /the 20. answer .*nights must be <= 4/,
  ],
  [
    'a canonical request that is not said',
    HARBOUR,
    '    request: { message: [method, normalized_path, sorted_query, headers, signed_headers, body_digest], separator: "\\n" }\n',
    '',
    'security',
    /nothing says what it is/,
  ],
  [
    'a canonical request that is not signed',
    HARBOUR,
    'scope, request_digest]',
    'scope]',
    'security',
    /the canonical request is not signed/,
  ],
  [
    'a digest of itself',
    HARBOUR,
    'message: [method, normalized_path,',
    'message: [request_digest, normalized_path,',
    'security',
    /cannot hold its own digest/,
  ],
  [
    'header fields that are not signed',
    HARBOUR,
    'nonce, timestamp, headers, path]',
    'nonce, timestamp, path]',
    'security',
    /the header fields are not signed/,
  ],
  [
    'a digest that is not signed',
    HARBOUR,
    'message: [method, body_digest, nonce,',
    'message: [method, nonce,',
    'security',
    /the digest of the body is not signed/,
  ],
  [
    'a digest that must be nowhere',
    HARBOUR,
    ', header: Content-MD5, required',
    ', required',
    'security',
    /no header field is named/,
  ],
  [
    'a secret that cannot be decoded',
    HARBOUR,
    'secret: 5ec4e75a4d60b0c1b0a1',
    'secret: 5ec4e75a4d60b0c1b0ag',
    'security',
    /the secret is not hex/,
  ],
  [
    'a signature without its time',
    HARBOUR,
    '- { PilotAuthorization: [], PilotDate: [] }',
    '- { PilotAuthorization: [] }',
    'security',
    /lacks the timestamp/,
  ],
  [
    'an expiry that the recipe does not know',
    HARBOUR,
    '    expires: { longest: P7D }\n',
    '',
    'security',
    /says nothing of the expires/,
  ],
  [
    'parameters of a scheme that has none',
    HARBOUR,
    'scheme: Tug\n',
    'scheme: bearer\n',
    'security',
    /own has parameters/,
  ],
  [
    'two parts in one parameter',
    HARBOUR,
    '{ id: key, nonce: nonce,',
    '{ id: key, nonce: key,',
    'security',
    /two parts have one parameter/,
  ],
  [
    'a component that there is not',
    HARBOUR,
    'content-digest], tag: harbour',
    "content-digest, '@url'], tag: harbour",
    'security',
    /no component of a request/,
  ],
  [
    'a signature base beside other parts',
    HARBOUR,
    "message: [signature_base]\n    components: { names: ['@method'",
    "message: [signature_base, id]\n    components: { names: ['@method'",
    'security',
    /stands alone/,
  ],
  ...(
    [
      [
        'a key pair that is called an HMAC',
        '    kind: signature\n    title: Mast',
        '    kind: hmac\n    title: Mast',
        /ed25519 is no HMAC/,
      ],
      [
        'a shared secret that is called a key pair',
        'algorithm: ed25519',
        'algorithm: sha256',
        /signs with a shared secret/,
      ],
      [
        'a key of another algorithm',
        'algorithm: ed25519',
        'algorithm: ecdsa-p256-sha256',
        /no key that "mast_signature" can sign with/,
      ],
      [
        'ASN.1 where there are no two numbers',
        'algorithm: rsa-v1_5-sha256',
        'algorithm: rsa-v1_5-sha256\n    ecdsa_format: der',
        /not written as two numbers/,
      ],
      ['ASN.1 in an HTTP message signature', 'ecdsa_format: raw', 'ecdsa_format: der', /one behind the other/],
      ['an encoding of PEM', 'algorithm: ed25519', 'algorithm: ed25519\n    secret_encoding: base64', /PEM or JWK/],
      [
        'a key with both halves',
        '      name: From RFC 9421 B.1.3\n',
        '      secret: of its own\n',
        /both halves of its pair/,
      ],
      [
        'a public key in the place of a secret',
        '      public_key: |',
        '      secret: |',
        /no key that "mast_signature" can sign with/,
      ],
    ] as const
  ).map(([name, from, to, message]) => [name, SEMAPHORE, from, to, 'security', message] as const),
  ...(
    [
      [
        'a link that leads nowhere',
        'go?token={token}',
        'gone?token={token}',
        /leads to no GET operation that takes the/,
      ],
      ['a link with another parameter', 'go?token={token}', 'go?code={token}', /leads to no GET operation that takes/],
      ['a link that nothing takes', 'request: textKeeper', 'request: askForLink', /no operation takes the links/],
      ['two places for a token', 'token: /token,', 'token: /token, token_parameter: x,', /two places are named/],
      ['no place for a token', 'token: /token, ', '', /nothing says where the token is/],
      [
        'a short token',
        'alphabet: base62, length: 32 }, newest',
        'alphabet: digits, length: 8 }, newest',
        /26 bits can be/,
      ],
      [
        'an open token',
        'token: { type: string, format: password, minLength: 1 }',
        'token: { type: string }',
        /is a secret/,
      ],
    ] as const
  ).map(([name, from, to, message]) => [name, LANTERN, from, to, 'link', message] as const),
  [
    'a link for two people',
    LANTERN,
    'tenant: south-pier, name: Timo Saar, username: timo.saar@lantern.example',
    'tenant: north-pier, name: Timo Saar, username: Ida.Holm@lantern.example',
    'link',
    /the users "ida" and "timo" have one address/,
  ],
  [
    'a step-up that no authenticator verifies',
    LANTERN,
    'operation: prolong,',
    'operation: extend,',
    'unknown-name',
    /operation in the request for a verification called "extend"/,
  ],
  [
    'a step-up without a second factor',
    LANTERN,
    'operation: /what, ',
    '',
    'step-up',
    /no operation gives out the verification/,
  ],
  [
    'a step-up for a resource that nothing verifies',
    LANTERN,
    '{ operation: clear, header: Keeper-Proof }',
    '{ operation: clear, header: Keeper-Proof, resource: /stay }',
    'step-up',
    /no verification is ever for a resource/,
  ],
  [
    'a redirect without an answer',
    LANTERN,
    'x-fill: location',
    'x-evidence: documented',
    'link',
    /sends the browser on/,
  ],
  [
    'a redirect without a cookie',
    LANTERN,
    'in: cookie, name: lantern_guest',
    'in: header, name: Guest',
    'link',
    /from a cookie/,
  ],
  [
    'an address that no user has',
    LANTERN,
    'user_field: phone',
    'user_field: mobile',
    'unknown-name',
    /field of a seeded user/,
  ],
  [
    'links of an operation that is not there',
    LANTERN,
    'request: textKeeper',
    'request: text',
    'unknown-name',
    /called "text"/,
  ],
  [
    'an HTTP message signature in hex',
    HARBOUR,
    '    encoding: base64\n    message: [signature_base]',
    '    encoding: hex\n    message: [signature_base]',
    'security',
    /hmac-sha256/,
  ],
  [
    'an HTTP message signature without its input',
    HARBOUR,
    '- { BeaconInput: [], BeaconSignature: [] }',
    '- { BeaconSignature: [] }',
    'security',
    /lacks the signature_input/,
  ],
  [
    'a digest in a field that is not covered',
    HARBOUR,
    "names: ['@method', '@target-uri', content-digest]",
    "names: ['@method', '@target-uri']",
    'security',
    /the digest of the body is not signed/,
  ],
  [
    'a webhook whose signature is nowhere',
    HARBOUR,
    "'v1,{signature}'",
    "'v1'",
    'webhook',
    /no header field carries the signature/,
  ],
  [
    'a webhook whose timestamp is nowhere',
    HARBOUR,
    "webhook-timestamp: '{timestamp}', ",
    '',
    'webhook',
    /signed and not sent/,
  ],
  [
    'a webhook whose body is not signed',
    HARBOUR,
    '{ text: . }, body]',
    '{ text: . }]',
    'webhook',
    /the body is not signed/,
  ],
  [
    'a word that is not filled in',
    HARBOUR,
    "'v1,{signature}'",
    "'v1,{signature},{key}'",
    'webhook',
    /is not filled in/,
  ],
  [
    'a secret of webhooks that cannot be read',
    HARBOUR,
    'webhook_secret: whsec_',
    'webhook_secret: whsec-',
    'webhook',
    /the secret is not/,
  ],
  [
    'a callback for another URL',
    HARBOUR,
    "'{$request.body#/notify_url}'",
    "'{$$request.body#/other_url}'",
    'webhook',
    /is sent to/,
  ],
  [
    'a token of another length',
    'specs/oauth2.yaml',
    / token_type: \{ type: string, pattern/,
    ' token_type: { type: integer, pattern',
    'answer',
    /\(issueToken\) breaks its schema: token_type must be integer/,
  ],
];

for (const [name, contract, from, to, rule, message] of PLANTED)
  t.test(name, async (t) => {
    const whole = await source(contract);
    const broken = whole.replace(from, to);
    t.not(broken, whole, 'the case replaces something');
    const file = join(t.testdir({ 'contract.yaml': broken }), 'contract.yaml');
    const findings = (await lintContract(file, { rehearse })).filter(({ level }) => level !== 'note');
    t.ok(
      findings.some((finding) => finding.rule === rule && message.test(finding.message)),
      JSON.stringify(findings, undefined, 1),
    );
  });
