/** Requests and webhooks signed with key pairs: the examples of RFC 9421, other people's signers, and keys that clients register. */
import { constants, createHash, createPublicKey, generateKeyPairSync, sign, verify, webcrypto } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSignature, webcrypto as providers } from 'http-message-sig';
import type { Signer } from 'http-message-sig';
import t from 'tap';
import { startSandbox } from '../index.ts';
import { controlClient } from './control-client.ts';
import { jsonClient } from './json-client.ts';
import { rawClient } from './raw-client.ts';
import type { Headers, RawReply } from './raw-client.ts';
import { startReceiver } from './webhook-receiver.ts';

const SEMAPHORE = 'mock/test/fixtures/semaphore.yaml';
const text = readFileSync(SEMAPHORE, 'utf8');
const NOON = Date.parse('2030-06-01T12:00:00Z');
const EPOCH = NOON / 1000;

const sandbox = await startSandbox({ contracts: [SEMAPHORE], seed: 5, strict: true, portPerContract: true });
t.teardown(() => sandbox.close());
sandbox.clock.freeze();
sandbox.clock.set(NOON);
const base = sandbox.url('semaphore');
const { host } = new URL(base);
const send = rawClient(base);
const control = controlClient(sandbox.control);
const failure = (): string | undefined => sandbox.journal.list({ refused: true, limit: 1 })[0]?.refusal?.failure;

interface Sheet {
  readonly keys: readonly { readonly id: string; readonly secret: string | null; readonly public_key?: string }[];
  readonly tenants: readonly { readonly id: string; readonly webhook_public_key?: string }[];
}
const sheet = (await jsonClient(sandbox.control)('/credentials/semaphore')).body as Sheet;
const secretOf = (id: string): string => sheet.keys.find((key) => key.id === id)?.secret ?? '';

// Requests of RFC 9421, appendix B.2 to B.4; where each goes is put into the contract.
const CREATED = 1_618_884_473;
const HELLO = {
  method: 'POST',
  body: '{"hello": "world"}',
  path: '/foo?param=Value&Pet=dog',
  headers: {
    Host: 'example.com',
    Date: 'Tue, 20 Apr 2021 02:07:55 GMT',
    'Content-Type': 'application/json',
    'Content-Digest':
      'sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:',
    'Content-Length': '18',
  },
};
const CLIENT_CERT =
  ':MIIBqDCCAU6gAwIBAgIBBzAKBggqhkjOPQQDAjA6MRswGQYDVQQKDBJMZXQncyBBdXRoZW50aWNhdGUxGzAZBgNVBAMMEkxBIEludGVybWVkaWF0ZSBDQTAeFw0yMDAxMTQyMjU1MzNaFw0yMTAxMjMyMjU1MzNaMA0xCzAJBgNVBAMMAkJDMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE8YnXXfaUgmnMtOXU/IncWalRhebrXmckC8vdgJ1p5Be5F/3YC8OthxM4+k1M6aEAEFcGzkJiNy6J84y7uzo9M6NyMHAwCQYDVR0TBAIwADAfBgNVHSMEGDAWgBRm3WjLa38lbEYCuiCPct0ZaSED2DAOBgNVHQ8BAf8EBAMCBsAwEwYDVR0lBAwwCgYIKwYBBQUHAwIwHQYDVR0RAQH/BBMwEYEPYmRjQGV4YW1wbGUuY29tMAoGCCqGSM49BAMCA0gAMEUCIBHda/r1vaL6G3VliL4/Di6YK0Q6bMjeSkC3dFCOOB8TAiEAx/kHSB4urmiZ0NX5r5XarmPk0wmuydBVoU4hBVZ1yhk=:';

interface Example {
  readonly where: string;
  /** The path of the contract that stands for the example's. */
  readonly instead: readonly [own: string, example: string];
  readonly input: string;
  readonly signature: string;
  readonly request?: {
    readonly method?: string;
    readonly path?: string;
    readonly body?: undefined;
    readonly headers: Headers;
  };
  /** A header field that it covers. */
  readonly covered: string;
}

const EXAMPLES: readonly Example[] = [
  {
    where: 'B.2.2, RSA-PSS',
    instead: ['/lanterns', '/foo'],
    input:
      'sig-b22=("@authority" "content-digest" "@query-param";name="Pet");created=1618884473;keyid="test-key-rsa-pss";tag="header-example"',
    signature:
      'sig-b22=:LjbtqUbfmvjj5C5kr1Ugj4PmLYvx9wVjZvD9GsTT4F7GrcQEdJzgI9qHxICagShLRiLMlAJjtq6N4CDfKtjvuJyE5qH7KT8UCMkSowOB4+ECxCmT8rtAmj/0PIXxi0A0nxKyB09RNrCQibbUjsLS/2YyFYXEu4TRJQzRw1rLEuEfY17SARYhpTlaqwZVtR8NV7+4UKkjqpcAoFqWFQh62s7Cl+H2fjBSpqfZUJcsIk4N6wiKYd4je2U/lankenQ99PZfB4jY3I5rSV2DSBVkSFsURIjYErOs0tFTQosMTAoxk//0RoKUqiYY8Bh0aaUEb0rQl3/XaVe4bXTugEjHSw==:',
    covered: 'Host',
  },
  {
    where: 'B.2.3, RSA-PSS over everything',
    instead: ['/lanterns', '/foo'],
    input:
      'sig-b23=("date" "@method" "@path" "@query" "@authority" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-rsa-pss"',
    signature:
      'sig-b23=:bbN8oArOxYoyylQQUU6QYwrTuaxLwjAC9fbY2F6SVWvh0yBiMIRGOnMYwZ/5MR6fb0Kh1rIRASVxFkeGt683+qRpRRU5p2voTp768ZrCUb38K0fUxN0O0iC59DzYx8DFll5GmydPxSmme9v6ULbMFkl+V5B1TP/yPViV7KsLNmvKiLJH1pFkh/aYA2HXXZzNBXmIkoQoLd7YfW91kE9o/CCoC1xMy7JA1ipwvKvfrs65ldmlu9bpG6A9BmzhuzF8Eim5f8ui9eH8LZH896+QIF61ka39VBrohr9iyMUJpvRX2Zbhl5ZJzSRxpJyoEZAFL2FUo5fTIztsDZKEgM4cUA==:',
    covered: 'Date',
  },
  {
    where: 'B.2.6, Ed25519',
    instead: ['/signals', '/foo'],
    input:
      'sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
    signature: 'sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:',
    covered: 'Date',
  },
  {
    where: 'B.3, ECDSA by a proxy',
    instead: ['/cones', '/foo'],
    input: 'ttrp=("@path" "@query" "@method" "@authority" "client-cert");created=1618884473;keyid="test-key-ecc-p256"',
    signature: 'ttrp=:xVMHVpawaAC/0SbHrKRs9i8I3eOs5RtTMGCWXm/9nvZzoHsIg6Mce9315T6xoklyy0yzhD9ah4JHRwMLOgmizw==:',
    request: { headers: { ...HELLO.headers, Host: 'service.internal.example', 'Client-Cert': CLIENT_CERT } },
    covered: 'Client-Cert',
  },
  {
    where: 'B.4, Ed25519, two fields of one name',
    instead: ['/signals', '/demo'],
    input: 'transform=("@method" "@path" "@authority" "accept");created=1618884473;keyid="test-key-ed25519"',
    signature: 'transform=:ZT1kooQsEHpZ0I1IjCqtQppOmIqlJPeo7DHR3SoMn0s5JZ1eRGS0A+vyYP9t/LXlh5QMFFQ6cpLt2m0pmj3NDA==:',
    request: {
      method: 'GET',
      path: '/demo?name1=Value1&Name2=value2',
      body: undefined,
      headers: { Host: 'example.org', Accept: ['application/json', '*/*'] },
    },
    covered: 'Accept',
  },
];

t.test('RFC 9421: its own examples of key pairs', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-rfc-9421-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  for (const [
    i,
    {
      where,
      instead: [own, path],
      input,
      signature,
      request,
      covered,
    },
  ] of EXAMPLES.entries()) {
    const file = join(folder, `example-${i}.yaml`);
    // What the example posts is no signal.
    writeFileSync(file, text.replaceAll(`  ${own}:\n`, `  ${path}:\n`).replace('      required: [flag]\n', ''));
    await using one = await startSandbox({ contracts: [file], strict: true, portPerContract: true });
    one.clock.freeze();
    one.clock.set(CREATED * 1000);
    const ask = rawClient(one.url(`example-${i}`));
    const { path: target, headers, ...options } = { ...HELLO, ...request };
    const fields = { ...headers, 'Signature-Input': input, Signature: signature };
    const heard = await ask(target, { ...options, headers: fields });
    const refused = one.journal.list({ refused: true, limit: 1 })[0]?.refusal;
    t.ok(heard.status < 300, `${where}: ${heard.status} ${refused?.failure ?? ''}`);
    const changed = await ask(target, { ...options, headers: { ...fields, [covered]: 'changed' } });
    t.equal(changed.status, 401, `${where}: ${covered} is covered`);
    const bytes = signature.replace(/:(.)/, (_, letter: string) => `:${letter === 'A' ? 'B' : 'A'}`);
    const broken = await ask(target, { ...options, headers: { ...fields, Signature: bytes } });
    t.equal(broken.status, 401, `${where}: another signature`);
  }
});

t.test('RFC 9421: a signature that covers nothing is refused as that, though it is right (B.2.1)', async (t) => {
  await using one = await startSandbox({ contracts: [SEMAPHORE], strict: true, portPerContract: true });
  one.clock.freeze();
  one.clock.set(CREATED * 1000);
  const { path: _, headers, body, method } = HELLO;
  const heard = await rawClient(one.url('semaphore'))('/lanterns', {
    method,
    body,
    headers: {
      ...headers,
      'Signature-Input': 'sig-b21=();created=1618884473;keyid="test-key-rsa-pss";nonce="b3k2pp5k7z-50gnwp.yemd"',
      Signature:
        'sig-b21=:d2pmTvmbncD3xQm8E9ZV2828BjQWGgiwAaw5bAkgibUopemLJcWDy/lkbbHAve4cRAtx31Iq786U7it++wgGxbtRxf8Udx7zFZsckzXaJMkA7ChG52eSkFxykJeNqsrWH5S+oxNFlD4dzVuwe8DhTSja8xxbR/Z2cOGdCbzR72rgFWhzx2VjBqJzsPLMIQKhO4DGezXehhWwE56YCE+O6c0mKZsfxVrogUvA4HELjVKWmAvtl6UnCh8jYzuVG5WSb/QEVPnP5TmcAnLH1g+s++v6d4s8m0gCw1fV5/SITLq9mhho8K3+7EPYTU8IU1bLhdxO5Nyt8C8ssinQ98Xw9Q==:',
    },
  });
  t.equal(heard.status, 401);
  const [entry] = one.journal.list({ refused: true, limit: 1 });
  t.match(entry?.refusal, {
    failure: 'invalid_signature',
    got: 'no component',
    expected: /"@authority" and "content-digest"/,
  });
});

const imported = (
  id: string,
  algorithm: Parameters<typeof webcrypto.subtle.importKey>[2],
): Promise<webcrypto.CryptoKey> =>
  webcrypto.subtle.importKey(
    'pkcs8',
    Buffer.from(secretOf(id).replaceAll(/-----.*-----|\s/g, ''), 'base64'),
    algorithm,
    false,
    ['sign'],
  );

/** Signed by the library, and sent. */
async function ask(
  path: string,
  signer: Signer,
  keyid: string,
  components: readonly string[],
  { body, sent = path, alg }: { readonly body?: string; readonly sent?: string; readonly alg?: string } = {},
): Promise<RawReply> {
  const digest = body && `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
  const own: Record<string, string> = {
    host,
    ...(body !== undefined && { 'content-type': 'application/json', 'content-digest': digest! }),
  };
  const { signature, signatureInput } = await createSignature(
    {
      kind: 'request',
      method: body === undefined ? 'GET' : 'POST',
      targetUri: new URL(path, base).href,
      requestTarget: path,
      fields: Object.entries(own).map(([name, value]) => ({ name, value })),
    },
    { label: 'sig1', components, parameters: { created: EPOCH, keyid, ...(alg !== undefined && { alg }) }, signer },
  );
  return send(sent, {
    headers: { ...own, 'signature-input': signatureInput, signature },
    ...(body !== undefined && { body }),
  });
}

t.test('RFC 9421: the client is http-message-sig, its keys are those of WebCrypto', async (t) => {
  const ed25519 = providers.signer(await imported('mast-1', 'Ed25519'));
  const mast = ['@method', '@authority', '@path'];
  t.equal((await ask('/v1/signals?flag=black', ed25519, 'mast-1', mast)).status, 200);
  t.equal((await ask('/v1/signals', ed25519, 'mast-1', mast, { body: '{"flag":"red"}', alg: 'ed25519' })).status, 201);
  t.equal((await ask('/v1/signals', ed25519, 'mast-2', mast)).status, 401, "with somebody else's");
  t.equal(failure(), 'invalid_signature');
  t.equal(
    (await ask('/v1/signals', { ...ed25519, algorithm: 'rsa-pss-sha512' }, 'mast-1', mast, { alg: 'rsa-pss-sha512' }))
      .status,
    401,
  );
  t.equal(failure(), 'malformed_credentials');

  const pss = providers.signer(await imported('lantern-1', { name: 'RSA-PSS', hash: 'SHA-512' }));
  const lantern = ['@authority', 'content-digest'];
  t.equal((await ask('/v1/lanterns', pss, 'lantern-1', lantern, { body: '{"colour":"red"}' })).status, 200);

  const key = await imported('cone-1', { name: 'ECDSA', namedCurve: 'P-256' });
  const ecdsa: Signer = {
    algorithm: 'ecdsa-p256-sha256',
    sign: async (bytes) => new Uint8Array(await webcrypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, bytes)),
  };
  const cone = ['@method', '@path', '@query', '@authority'];
  const body = '{"wind":"north"}';
  t.equal((await ask('/v1/cones?point=up', ecdsa, 'cone-1', cone, { body })).status, 200);
  t.equal((await ask('/v1/cones?point=up', ecdsa, 'cone-1', cone, { body, sent: '/v1/cones?point=down' })).status, 401);
  t.equal(failure(), 'invalid_signature');
});

t.test('plain recipes, by RSA and by ECDSA in ASN.1', async (t) => {
  const body = '{"colour":"blue"}';
  const digest = createHash('sha256').update(body).digest('base64');
  const pennant = (message: string): Promise<RawReply> =>
    send('/pennants', {
      body,
      headers: {
        'content-type': 'application/json',
        'pennant-key': 'pennant-1',
        'pennant-time': String(EPOCH),
        'pennant-signature': sign('sha256', Buffer.from(message), secretOf('pennant-1')).toString('base64'),
      },
    });
  t.equal((await pennant(`POST\n/v1/pennants\n\n${EPOCH}\n${digest}`)).status, 200);
  t.equal((await pennant(`PUT\n/v1/pennants\n\n${EPOCH}\n${digest}`)).status, 401);

  const drum = (dsaEncoding: 'der' | 'ieee-p1363'): Promise<RawReply> => {
    const date = '20300601T120000Z';
    const request = `GET\n/v1/drums\nbeats=3\n${createHash('sha256').update('').digest('hex')}`;
    const message = `DRUM-P384\n${date}\n${createHash('sha384').update(request).digest('hex')}`;
    const signature = sign('sha384', Buffer.from(message), { key: secretOf('drum-1'), dsaEncoding }).toString('hex');
    return send('/drums?beats=3', {
      headers: { authorization: `Drum key="drum-1", signature="${signature}"`, 'drum-date': date },
    });
  };
  t.equal((await drum('der')).status, 200);
  t.equal((await drum('ieee-p1363')).status, 401);
});

const signer = (key: Parameters<typeof sign>[2]): Signer => ({
  algorithm: 'ed25519',
  sign: (bytes) => Promise.resolve(sign(undefined, bytes, key)),
});

t.test('a client registers the public key of a pair that it made', async (t) => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const mast = ['@method', '@authority', '@path'];
  const asked = { credential: 'mast_signature', tenant: 'west-head' };
  const added = await control('POST', '/keys/semaphore', { ...asked, id: 'my-own', public_key: pem });
  t.match(added, { status: 201, body: { id: 'my-own', secret: null, secret_hidden: false, public_key: pem } });
  t.equal((await ask('/v1/signals', signer(privateKey), 'my-own', mast)).status, 200);

  const jwk = publicKey.export({ format: 'jwk' });
  const renewed = await control('POST', '/keys/semaphore/mast_signature/mast-2/regenerate', {
    public_key: jwk,
  });
  t.match(renewed, { status: 200, body: { id: 'mast-2', secret: null, public_key: pem } });
  t.equal((await ask('/v1/signals', signer(privateKey), 'mast-2', mast)).status, 200, 'the new pair');
  t.equal((await ask('/v1/signals', signer(secretOf('mast-2')), 'mast-2', mast)).status, 401, 'the old one');

  const again = await control('POST', '/keys/semaphore', { ...asked, id: 'my-own', public_key: pem });
  t.match(again, { status: 400, body: { detail: /There is a key "my-own" of mast_signature already/ } });
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  for (const [name, key, detail] of [
    [
      'another curve',
      ec.publicKey.export({ type: 'spki', format: 'pem' }),
      /must be an Ed25519 key or an RSA key of 2,048 bits or more or a key on the curve P-256, its public half/,
    ],
    ['the private half', privateKey.export({ type: 'pkcs8', format: 'pem' }), /its public half alone/],
    ['a private JWK', privateKey.export({ format: 'jwk' }), /its public half alone/],
    ['no key', 'key', /its public half as PEM or JWK, for ed25519 or rsa-pss-sha512 or ecdsa-p256-sha256/],
  ] as const)
    t.match(
      await control('POST', '/keys/semaphore', { ...asked, public_key: key }),
      { status: 400, body: { detail } },
      name,
    );
});

/** Signs by one of the algorithms that keys of one credential may be of. */
const signs = (algorithm: Signer['algorithm'], key: string): Signer => ({
  algorithm,
  sign: (bytes) =>
    Promise.resolve(
      algorithm === 'ed25519'
        ? sign(undefined, bytes, key)
        : algorithm === 'ecdsa-p256-sha256'
          ? sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' })
          : sign('sha512', bytes, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 }),
    ),
});

t.test('each key of one credential signs by its own algorithm', async (t) => {
  const mast = ['@method', '@authority', '@path'];
  const explained = () => {
    const [{ id } = { id: 0 }] = sandbox.journal.list({ refused: true, limit: 1 });
    return sandbox.journal.get(id)?.details?.explanation;
  };
  const keys = [
    ['mast-1', 'ed25519'],
    ['mast-ecdsa', 'ecdsa-p256-sha256'],
    ['mast-rsa', 'rsa-pss-sha512'],
  ] as const;
  for (const [id, own] of keys) {
    for (const told of [{}, { alg: own }])
      t.equal((await ask('/v1/signals', signs(own, secretOf(id)), id, mast, told)).status, 200, id);
    for (const [, other] of keys) {
      if (other === own) continue;
      // Well signed, and named as another algorithm.
      const liar = { ...signs(own, secretOf(id)), algorithm: other };
      t.equal((await ask('/v1/signals', liar, id, mast, { alg: other })).status, 401, `${id} as ${other}`);
      t.match(explained(), {
        mistake: 'signature-alg',
        finding: new RegExp(`Signature-Input has alg="${other}".* this one wants alg="${own}", or no alg`),
      });
    }
  }
  // By the key of another, of another algorithm.
  t.equal(
    (
      await ask(
        '/v1/signals',
        { ...signs('ecdsa-p256-sha256', secretOf('mast-ecdsa')), algorithm: 'ed25519' },
        'mast-1',
        mast,
      )
    ).status,
    401,
  );
  t.match(explained(), { mistake: 'signature-other-key', finding: /mast-ecdsa/ });

  const asked = { credential: 'mast_signature', tenant: 'west-head' };
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const public_key = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  t.match(await control('POST', '/keys/semaphore', { ...asked, id: 'my-curve', public_key }), { status: 201 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  t.equal((await ask('/v1/signals', signs('ecdsa-p256-sha256', pem), 'my-curve', mast)).status, 200, 'registered');
  const renewed = await control('POST', '/keys/semaphore/mast_signature/my-curve/regenerate');
  const { secret } = renewed.body as { secret: string };
  t.equal(
    (await ask('/v1/signals', signs('ecdsa-p256-sha256', secret), 'my-curve', mast)).status,
    200,
    'renewed, of its algorithm',
  );
  t.equal((await ask('/v1/signals', signs('ecdsa-p256-sha256', pem), 'my-curve', mast)).status, 401, 'the old one');
});

t.test('lint tells algorithms that no key can say', async (t) => {
  const several = 'algorithms: [rsa-pss-sha512, ecdsa-p256-sha256]';
  for (const [i, [to, message]] of (
    [
      ['algorithms: [rsa-pss-sha512, rsa-v1_5-sha256, ecdsa-p256-sha256]', /an RSA key does not say by which of two/],
      [
        'algorithms: [sha256, rsa-pss-sha512, ecdsa-p256-sha256]',
        /sha256 signs with a shared secret, and with no key pair/,
      ],
      ['algorithms: [ed25519, rsa-pss-sha512, ecdsa-p256-sha256]', /ed25519 is what algorithm says/],
      ['algorithms: [ecdsa-p384-sha384]', /this is no key that "mast_signature" can sign with/],
    ] as const
  ).entries()) {
    t.ok(text.includes(several));
    const file = join(t.testdir({ [`s${i}.yaml`]: text.replace(several, to) }), `s${i}.yaml`);
    await t.rejects(startSandbox({ contracts: [file] }), message);
  }
});

t.test('a pair that the sandbox makes, for each algorithm, and a request that it signs with it', async (t) => {
  for (const [credential, operation, body] of [
    ['mast_signature', 'listSignals', undefined],
    ['lantern_signature', 'lightLantern', '{"colour":"red"}'],
    ['cone_signature', 'hoistCone', '{"wind":"north"}'],
    ['pennant_signature', 'flyPennant', '{"colour":"blue"}'],
    ['drum_signature', 'beatDrum', undefined],
  ] as const) {
    const made = await control('POST', '/keys/semaphore', { credential, tenant: 'east-head' });
    const { id, secret, public_key: publicPem } = made.body as Record<string, string>;
    t.equal(
      createPublicKey(secret!).export({ type: 'spki', format: 'pem' }).toString(),
      publicPem,
      `${credential}: both halves`,
    );
    const { status, body: prepared } = await control('POST', `/operations/semaphore/${operation}/request`, {
      credentials: [{ credential, id }],
      ...(body !== undefined && { body, content_type: 'application/json' }),
    });
    t.equal(status, 200, JSON.stringify(prepared));
    const { method, url, headers } = prepared as { method: string; url: string; headers: [string, string][] };
    const answer = await fetch(url, { method, headers, ...(body !== undefined && { body }) });
    t.ok(answer.ok, `${credential}: ${answer.status}`);
  }
});

t.test('a receiver checks webhooks with the public key alone', async (t) => {
  await using receiver = await startReceiver();
  const mast = ['@method', '@authority', '@path'];
  const body = JSON.stringify({ flag: 'black', notify_url: receiver.url });
  const made = await ask('/v1/signals', signer(secretOf('mast-1')), 'mast-1', mast, { body });
  t.equal(made.status, 201, made.text);
  const [heard] = await receiver.got(1);
  const field = (name: string): string => String(heard!.headers[`semaphore-${name}`]);
  const message = `${field('event')}.${field('timestamp')}.${heard!.text}`;
  const isGood = (tenant: string, signed = message): boolean =>
    verify(
      'sha256',
      Buffer.from(signed),
      sheet.tenants.find(({ id }) => id === tenant)!.webhook_public_key!,
      Buffer.from(field('signature'), 'base64'),
    );
  t.ok(isGood('west-head'));
  t.notOk(isGood('west-head', message.replace('black', 'white')), 'another body');
  t.notOk(isGood('east-head'), "another tenant's key");
});
