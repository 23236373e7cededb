/** Signed requests and webhooks of the contract that has every word for them, with other people's signers as clients. */
import { createHash, createHmac } from 'node:crypto';
import { createRequire } from 'node:module';
import { component, createSignatureSync } from 'http-message-sig';
import { Webhook } from 'standardwebhooks';
import t from 'tap';
import { startSandbox } from '../index.ts';
import { controlClient } from './control-client.ts';
import { jsonClient } from './json-client.ts';
import { rawClient } from './raw-client.ts';
import { soon, startReceiver, status } from './webhook-receiver.ts';
import type { Headers, RawReply } from './raw-client.ts';

const HARBOUR = 'mock/test/fixtures/harbour.yaml';
const NOON = Date.parse('2030-06-01T12:00:00Z');
const EPOCH = NOON / 1000;

interface SignerRequest {
  readonly host: string;
  readonly path: string;
  readonly method?: string;
  readonly service: string;
  readonly region: string;
  readonly body?: string;
  readonly signQuery?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}
interface Signer {
  sign(
    request: SignerRequest,
    keys: { readonly accessKeyId: string; readonly secretAccessKey: string },
  ): { readonly path: string; readonly headers: Readonly<Record<string, string | number>> };
}
// It has no types of its own.
const aws4 = createRequire(import.meta.url)('aws4') as Signer;

const sandbox = await startSandbox({ contracts: [HARBOUR], seed: 5, strict: true, portPerContract: true });
t.teardown(() => sandbox.close());
sandbox.clock.freeze();
sandbox.clock.set(NOON);

const base = sandbox.url('harbour');
const { host } = new URL(base);
const send = rawClient(base);
const failure = (): string | undefined => sandbox.journal.list({ refused: true, limit: 1 })[0]?.refusal?.failure;

const ASTRID = { accessKeyId: 'PILOTSANDBOXASTRID', secretAccessKey: 'secret_sandbox_pilot_astrid' };
const AMZ_DATE = '20300601T120000Z';

interface Wish extends Partial<SignerRequest> {
  readonly keys?: typeof ASTRID;
}

/** Signed by the library, and sent as it says. */
function pilot(
  path: string,
  { keys = ASTRID, ...wish }: Wish = {},
): { readonly path: string; readonly headers: Headers } {
  const signed = aws4.sign(
    { host, path, service: 'berths', region: 'eu-north-1', headers: { 'X-Amz-Date': AMZ_DATE }, ...wish },
    keys,
  );
  // It has numbers among them.
  return {
    path: signed.path,
    headers: Object.fromEntries(Object.entries(signed.headers).map(([k, v]) => [k, `${v}`])),
  };
}

const ask = (
  { path, headers }: ReturnType<typeof pilot>,
  options: { readonly method?: string; readonly body?: string } = {},
): Promise<RawReply> => send(path, { ...options, headers });

const link = (path: string, wish: Wish = {}): Promise<RawReply> => {
  const joined = `${path}${path.includes('?') ? '&' : '?'}X-Amz-Date=${AMZ_DATE}`;
  return send(pilot(joined, { signQuery: true, headers: {}, ...wish }).path);
};

t.test('AWS Signature Version 4: the client is aws4, in the header and in the query', async (t) => {
  const listed = await ask(pilot('/v1/ships'));
  t.equal(listed.status, 200, listed.text);
  t.equal((await ask(pilot('/v1/ships?berth=north&b=%C5%BE%20x&a=2&a=1&c'))).status, 200, 'any query');
  t.equal((await ask(pilot('/v1/ships/ship_42Terna'))).status, 200);
  const odd = await ask(pilot('/v1/ships/no%20such%2Bship'));
  t.equal(odd.status, 404, 'a path with percent signs is signed well, and leads nowhere');
  const body = '{"name":"Havsglimt","berth":"south"}';
  const json = { 'X-Amz-Date': AMZ_DATE, 'Content-Type': 'application/json' };
  const made = await ask(pilot('/v1/ships', { method: 'POST', body, headers: json }), { method: 'POST', body });
  t.equal(made.status, 201, made.text);
  const digest = { ...json, 'X-Amz-Content-Sha256': createHash('sha256').update(body).digest('hex') };
  t.equal(
    (await ask(pilot('/v1/ships', { method: 'POST', body, headers: digest }), { method: 'POST', body })).status,
    201,
  );
  const many = pilot('/v1/ships', { headers: { 'X-Amz-Date': AMZ_DATE, 'X-Note': ' two   words ' } });
  t.equal((await ask(many)).status, 200, 'white space in a signed header');

  t.equal((await link('/v1/ships?X-Amz-Expires=60')).status, 200, 'a link');
  t.equal((await link('/v1/ships?berth=south&X-Amz-Expires=604800')).status, 200, 'for a week');
  t.end();
});

t.test('whatever differs from what was signed is refused', async (t) => {
  const body = '{"name":"Terna","berth":"north"}';
  const post = { method: 'POST', body };
  const json = { 'X-Amz-Date': AMZ_DATE, 'Content-Type': 'application/json' };
  const digest = { ...json, 'X-Amz-Content-Sha256': createHash('sha256').update(body).digest('hex') };
  const good = pilot('/v1/ships', { ...post, headers: json });
  const hashed = pilot('/v1/ships', { ...post, headers: digest });
  const composite = String(good.headers['Authorization']);
  const changed = (change: (value: string) => string): Headers => ({
    ...good.headers,
    Authorization: change(composite),
  });
  const rows: readonly [name: string, reply: () => Promise<RawReply>, failure: string][] = [
    ['the query', () => send(`${pilot('/v1/ships?a=1').path}0`, pilot('/v1/ships?a=1')), 'invalid_signature'],
    ['the body', () => ask(good, { ...post, body: body.replace('north', 'south') }), 'invalid_signature'],
    [
      'the body, with its digest',
      () => ask(hashed, { ...post, body: body.replace('north', 'south') }),
      'digest_mismatch',
    ],
    ['another method', () => ask(pilot('/v1/ships'), { method: 'HEAD' }), 'invalid_signature'],
    ['another region', () => ask(pilot('/v1/ships', { region: 'eu-west-1' })), 'invalid_signature'],
    ['another service', () => ask(pilot('/v1/ships', { service: 's3' })), 'invalid_signature'],
    [
      'the key of another',
      () => ask(pilot('/v1/ships', { keys: { ...ASTRID, secretAccessKey: 'secret_sandbox_pilot_finn' } })),
      'invalid_signature',
    ],
    [
      'an unknown key',
      () => ask(pilot('/v1/ships', { keys: { ...ASTRID, accessKeyId: 'NOBODY' } })),
      'invalid_credentials',
    ],
    [
      'the host',
      () => send('/v1/ships', { headers: { ...pilot('/v1/ships').headers, Host: 'elsewhere' } }),
      'invalid_signature',
    ],
    [
      'a header field that was signed',
      () => {
        const signed = pilot('/v1/ships', { headers: { 'X-Amz-Date': AMZ_DATE, 'X-Note': 'one' } });
        return send('/v1/ships', { headers: { ...signed.headers, 'X-Note': 'two' } });
      },
      'invalid_signature',
    ],
    [
      'the date',
      () => send('/v1/ships', { headers: { ...pilot('/v1/ships').headers, 'X-Amz-Date': '20300601T120001Z' } }),
      'invalid_signature',
    ],
    [
      'an old date',
      () => ask(pilot('/v1/ships', { headers: { 'X-Amz-Date': '20300601T115459Z' } })),
      'stale_timestamp',
    ],
    [
      'a date ahead',
      () => ask(pilot('/v1/ships', { headers: { 'X-Amz-Date': '20300601T120501Z' } })),
      'future_timestamp',
    ],
    [
      'no host among the signed fields',
      () => send('/v1/ships', { ...post, headers: changed((value) => value.replace(/host;?/, '')) }),
      'invalid_signature',
    ],
    [
      'a part of the header missing',
      () => send('/v1/ships', { ...post, headers: changed((value) => value.replace(/Signature=.*/, '')) }),
      'malformed_credentials',
    ],
    [
      'one part twice',
      () => send('/v1/ships', { ...post, headers: changed((value) => `${value}, Signature=00`) }),
      'malformed_credentials',
    ],
    ['a link for more than a week', () => link('/v1/ships?X-Amz-Expires=604801'), 'malformed_credentials'],
    ['a link for no time', () => link('/v1/ships?X-Amz-Expires=0'), 'malformed_credentials'],
  ];
  for (const [name, reply, expected] of rows) {
    t.ok((await reply()).status >= 400, name);
    t.equal(failure(), expected, name);
  }
  t.equal(
    (await send('/v1/ships', { ...post, headers: changed((value) => value.replaceAll(/=([^,]*)/g, '="$1"')) })).status,
    201,
    'quoted parameters are the same',
  );
});

t.test('a link is good for as long as it says, to the second', async (t) => {
  t.teardown(() => sandbox.clock.set(NOON));
  const { path } = pilot(`/v1/ships?X-Amz-Date=${AMZ_DATE}&X-Amz-Expires=900`, { signQuery: true, headers: {} });
  t.equal((await send(path)).status, 200);
  sandbox.clock.advance('15m');
  t.equal((await send(path)).status, 200, 'longer than the window');
  sandbox.clock.advance('1s');
  t.equal((await send(path)).status, 401);
  t.equal(failure(), 'stale_timestamp');
});

const DATE = new Date(NOON).toUTCString();
const TUG_SECRET = 'c2VjcmV0X3NhbmRib3hfdHVnX3N0cm9uZw==';
const TOW = '{"ship":"Terna","minutes":20}';
const md5 = (text: string): string => createHash('md5').update(text).digest('base64');

interface Tow {
  readonly body?: string;
  readonly digest?: string | undefined;
  readonly date?: string;
  readonly secret?: string | Buffer;
  readonly nonce?: string;
  readonly write?: (key: string, signature: string) => string;
}

let nonces = 0;

/** By hand: method, the body's MD5, a nonce, the date, two header fields and the path, in SHA-1. */
function tow({
  body = TOW,
  digest = md5(body),
  date = DATE,
  secret = Buffer.from(TUG_SECRET, 'base64'),
  nonce = `nonce-${nonces++}`,
  write = (key, signature) => `Tug key="${key}", nonce="${nonce}", signature="${signature}"`,
}: Tow = {}): Promise<RawReply> {
  const message = `POST\n${md5(body)}\n${nonce}\n${date}\ncontent-type:application/json\ntug-draught:3.2\n\n/v1/tows`;
  const signature = createHmac('sha1', secret).update(message).digest('base64');
  return send('/tows', {
    body,
    headers: {
      'content-type': 'application/json',
      'tug-draught': '3.2',
      date,
      ...(digest !== '' && { 'content-md5': digest }),
      authorization: write('tug-strong', signature),
    },
  });
}

t.test('SHA-1 and MD5, an HTTP date, a secret in base64, and a header with parameters', async (t) => {
  t.equal((await tow({ nonce: 'once' })).status, 201);
  t.equal((await tow({ nonce: 'once' })).status, 401);
  t.equal(failure(), 'replayed_signature');
  const other = (minutes: number): string => TOW.replace('20', String(minutes));
  t.equal(
    (
      await tow({
        body: other(21),
        nonce: 'last',
        write: (key, signature) => `tug signature=${signature},nonce=last,key=${key}`,
      })
    ).status,
    201,
  );
  for (const [name, wish, expected] of [
    ['the MD5 of another body', { digest: md5('') }, 'digest_mismatch'],
    ['no MD5', { digest: '' }, 'malformed_credentials'],
    ['a secret that was not decoded', { secret: TUG_SECRET }, 'invalid_signature'],
    ['seconds in place of a date', { date: String(EPOCH) }, 'malformed_credentials'],
    ['a date that there is not', { date: DATE.replace('Sat', 'Mon') }, 'malformed_credentials'],
  ] as const) {
    t.equal((await tow({ body: other(22), ...wish })).status, 401, name);
    t.equal(failure(), expected, name);
  }
});

t.test('a signature over the raw query that carries it', async (t) => {
  const depth = (query: string, last = ''): Promise<RawReply> => {
    const signature = createHmac('md5', Buffer.from('5ec4e75a4d60b0c1b0a1', 'hex'))
      .update(`20300601|${query}`)
      .digest('hex');
    return send(`/depth?${query}${last}&signature=${signature}`);
  };
  t.match((await depth(`time=${NOON}&buoy=buoy-1`)).text, /7\.4/);
  t.equal((await depth(`time=${NOON + 999}&z=%20&buoy=buoy-1`)).status, 200, 'milliseconds, and the order as sent');
  const signature = createHmac('md5', Buffer.from('5ec4e75a4d60b0c1b0a1', 'hex'))
    .update('20300601|unit=m')
    .digest('hex');
  const authorization = `Buoy buoy=buoy-1, time=${NOON}, signature=${signature}`;
  t.equal((await send('/depth?unit=m', { headers: { authorization } })).status, 200, 'and in one header');
  t.equal((await depth(`time=${NOON}&buoy=buoy-1`, '&more=1')).status, 401);
  t.equal(failure(), 'invalid_signature');
  t.equal((await depth(`time=${EPOCH}&buoy=buoy-1`)).status, 401, 'seconds');
  t.equal(failure(), 'malformed_credentials');
});

// Keys and example of RFC 9421, appendices B.1.5 and B.2.5.
const VECTOR = {
  created: 1_618_884_473,
  headers: {
    Host: 'example.com',
    Date: 'Tue, 20 Apr 2021 02:07:55 GMT',
    'Content-Type': 'application/json',
    'Signature-Input': 'sig-b25=("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"',
    Signature: 'sig-b25=:pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=:',
  },
  body: '{"hello": "world"}',
};

t.test('RFC 9421: its own example of HMAC', async (t) => {
  t.teardown(() => sandbox.clock.set(NOON));
  sandbox.clock.set(VECTOR.created * 1000);
  const { headers, body } = VECTOR;
  const input = headers['Signature-Input'];
  const heard = await send('/fog', { headers, body });
  t.equal(heard.status, 200, heard.text);
  for (const [name, change] of [
    ['another host', { Host: 'example.org' }],
    ['another date', { Date: 'Tue, 20 Apr 2021 02:07:56 GMT' }],
    ['another content type', { 'Content-Type': 'application/json; charset=utf-8' }],
    ['another time', { 'Signature-Input': input.replace('473;', '474;') }],
    ['another order', { 'Signature-Input': input.replace('"date" "@authority"', '"@authority" "date"') }],
  ] as const) {
    t.equal((await send('/fog', { headers: { ...headers, ...change }, body })).status, 401, name);
    t.equal(failure(), 'invalid_signature', name);
  }
  sandbox.clock.advance('301s');
  t.equal((await send('/fog', { headers, body })).status, 401);
  t.equal(failure(), 'stale_timestamp');
});

const BEACON_KEY = Buffer.from('c2VjcmV0X3NhbmRib3hfYmVhY29uXzE=', 'base64');
const contentDigest = (text: string, hash = 'sha256'): string =>
  `${hash.replace('sha', 'sha-')}=:${createHash(hash).update(text).digest('base64')}:`;

interface Lit {
  readonly method?: string;
  readonly path?: string;
  readonly body?: string;
  readonly components?: readonly (string | ReturnType<typeof component>)[];
  readonly parameters?: Readonly<Record<string, string | number | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent instead of what was signed. */
  readonly sent?: {
    readonly path?: string;
    readonly body?: string;
    readonly headers?: Readonly<Record<string, string>>;
  };
}

let lights = 0;

/** Signed by the library, and sent. */
function light({ method = 'GET', path = '/v1/beacons', body, sent = {}, ...wish }: Lit = {}): Promise<RawReply> {
  const own: Record<string, string> = {
    host,
    ...(body !== undefined && { 'content-type': 'application/json', 'content-digest': contentDigest(body) }),
    ...wish.headers,
  };
  const { signature, signatureInput } = createSignatureSync(
    {
      kind: 'request',
      method,
      targetUri: new URL(path, base).href,
      requestTarget: path,
      fields: Object.entries(own).map(([name, value]) => ({ name, value })),
    },
    {
      label: 'sig1',
      components: wish.components ?? ['@method', '@target-uri', ...(body === undefined ? [] : ['content-digest'])],
      parameters: { created: EPOCH, keyid: 'beacon-1', nonce: `light-${lights++}`, tag: 'harbour', ...wish.parameters },
      signer: {
        algorithm: 'hmac-sha256',
        sign: (bytes) => createHmac('sha256', BEACON_KEY).update(bytes).digest(),
      },
    },
  );
  const content = sent.body ?? body;
  return send(sent.path ?? path, {
    method,
    headers: { ...own, 'signature-input': signatureInput, signature, ...sent.headers },
    ...(content !== undefined && { body: content }),
  });
}

t.test('RFC 9421: the client is http-message-sig', async (t) => {
  const body = '{"light":"red"}';
  const post = { method: 'POST', body };
  t.equal((await light()).status, 200);
  t.equal((await light({ path: '/v1/beacons?light=red&b=%20' })).status, 200);
  t.equal((await light(post)).status, 201);
  const both = `${contentDigest(body, 'sha512')}, ${contentDigest(body)}`;
  t.equal((await light({ ...post, headers: { 'content-digest': both } })).status, 201, 'digests of two kinds');
  const all = [
    '@method',
    '@target-uri',
    '@authority',
    '@scheme',
    '@request-target',
    '@path',
    '@query',
    'x-note',
    'host',
  ];
  const noted = { headers: { 'x-note': 'a=1, b=(1 2);c' }, path: '/v1/beacons?x' };
  t.equal((await light({ ...noted, components: all })).status, 200, 'every component');
  t.equal((await light({ ...noted, components: [...all, component('x-note', { key: 'b' })] })).status, 200, 'a member');
  t.equal((await light({ parameters: { expires: EPOCH, alg: 'hmac-sha256' } })).status, 200, 'good for this second');

  const rows: readonly [name: string, wish: Lit, failure: string][] = [
    ['another query', { path: '/v1/beacons?a=1', sent: { path: '/v1/beacons?a=2' } }, 'invalid_signature'],
    ['another body', { ...post, sent: { body: '{"light":"green"}' } }, 'digest_mismatch'],
    [
      'another body and its digest',
      {
        ...post,
        sent: { body: '{"light":"green"}', headers: { 'content-digest': contentDigest('{"light":"green"}') } },
      },
      'invalid_signature',
    ],
    [
      'one digest of two wrong',
      { ...post, headers: { 'content-digest': `${contentDigest('', 'sha512')}, ${contentDigest(body)}` } },
      'digest_mismatch',
    ],
    ['a digest that nobody knows', { ...post, headers: { 'content-digest': 'md5=:AAAA:' } }, 'digest_mismatch'],
    ['the body not covered', { ...post, components: ['@method', '@target-uri'] }, 'invalid_signature'],
    ['the method not covered', { components: ['@target-uri'] }, 'invalid_signature'],
    [
      'a field that is gone',
      {
        headers: { 'x-note': '1' },
        components: ['@method', '@target-uri', 'x-note'],
        sent: { headers: { 'x-note': '2' } },
      },
      'invalid_signature',
    ],
    ['an old one', { parameters: { created: EPOCH - 301 } }, 'stale_timestamp'],
    ['one from the future', { parameters: { created: EPOCH + 31 } }, 'future_timestamp'],
    ['one that ended', { parameters: { expires: EPOCH - 1 } }, 'stale_timestamp'],
    ['no time', { parameters: { created: undefined } }, 'malformed_credentials'],
    ['no key', { parameters: { keyid: undefined } }, 'malformed_credentials'],
    ['another key', { parameters: { keyid: 'beacon-2' } }, 'invalid_signature'],
    ['an unknown key', { parameters: { keyid: 'beacon-3' } }, 'invalid_credentials'],
    ['another tag', { parameters: { tag: 'somebody' } }, 'malformed_credentials'],
    ['two labels for nothing', { sent: { headers: { signature: 'sig2=:AAAA:' } } }, 'malformed_credentials'],
    ['no dictionary', { sent: { headers: { 'signature-input': 'sig1=("@method"' } } }, 'malformed_credentials'],
  ];
  for (const [name, wish, expected] of rows) {
    t.equal((await light(wish)).status, 401, name);
    t.equal(failure(), expected, name);
  }
  t.equal((await light({ parameters: { nonce: 'once' } })).status, 200);
  t.equal((await light({ parameters: { nonce: 'once', created: EPOCH - 1 } })).status, 401, 'a nonce works once');
  t.equal(failure(), 'replayed_signature');
});

t.test('RFC 9421: a parameter of the query, by hand', async (t) => {
  const path = '/v1/beacons?light=red%20%26%20green&b=1';
  const list = `("@method" "@target-uri" "@query-param";name="light");created=${EPOCH};keyid="beacon-1";tag="harbour"`;
  const text = [
    '"@method": GET',
    `"@target-uri": ${new URL(path, base).href}`,
    '"@query-param";name="light": red%20%26%20green',
    `"@signature-params": ${list}`,
  ].join('\n');
  const signature = createHmac('sha256', BEACON_KEY).update(text).digest('base64');
  const headers = { 'signature-input': `a=${list}`, signature: `a=:${signature}:` };
  t.equal((await send(path, { headers })).status, 200);
  t.equal((await send(path.replace('light=red', 'light=blue'), { headers })).status, 401);
  t.equal(failure(), 'invalid_signature');
});

t.test('Standard Webhooks: the receiver is standardwebhooks', async (t) => {
  await using receiver = await startReceiver();
  // Its clock is that of this machine, as the library's is.
  const hooks = await sandbox.open('hooks');
  const control = jsonClient(sandbox.control);
  const at = hooks.url('harbour');
  const sheet = (await control('/credentials/harbour?sandbox=hooks')).at('/tenants') as {
    id: string;
    webhook_secret?: string;
  }[];
  t.equal(sheet[0]?.webhook_secret, 'whsec_c2VjcmV0X3NhbmRib3hfd2ViaG9va3Nfb2ZfaGF2ZW4=', 'the secret of the contract');
  t.match(sheet[1]?.webhook_secret, /^whsec_[A-Za-z0-9+/]{43}=$/, 'and one that is made');
  const own = new Webhook(sheet[0]!.webhook_secret!);
  const other = new Webhook(sheet[1]!.webhook_secret!);

  const body = JSON.stringify({ name: 'Terna', berth: 'north', notify_url: receiver.url });
  const url = new URL(`${at}/v1/ships`);
  const date = `${new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
  const signed = pilot(url.pathname.replace(/^\/~hooks/, ''), {
    method: 'POST',
    body,
    headers: { 'X-Amz-Date': date, 'Content-Type': 'application/json' },
  });
  const made = await rawClient(at)('/ships', { body, headers: signed.headers });
  t.equal(made.status, 201, made.text);

  type Heard = Awaited<ReturnType<typeof receiver.got>>[number];
  const fields = ({ headers }: Heard): Record<string, string> =>
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  const verify = (heard: Heard, by = own): unknown => by.verify(heard.text, fields(heard));
  const [first] = await receiver.got(1);
  t.match(verify(first!), { type: 'ship.expected', data: { id: made.at('/id'), state: 'expected' } });
  t.throws(() => verify(first!, other), /No matching signature/, 'with the secret of another tenant it is not good');

  type Told = {
    id: string;
    status: string;
    headers: Record<string, string>;
    attempts: { as?: string; status: number }[];
  };
  const told = async (): Promise<Told> => {
    const list = (await control('/webhooks?sandbox=hooks')).at('/deliveries') as Told[];
    return list[0]!;
  };
  await soon(async () => (await told()).status === 'delivered', 'it is delivered');
  const { id, headers } = await told();
  t.match(first?.headers, headers, 'the list has the fields that were sent');
  t.equal(first?.headers['webhook-id'], id);

  const demand = async (as: string | undefined, count = 1): Promise<readonly Heard[]> => {
    const before = receiver.received.length;
    const reply = await control(`/webhooks/harbour/${id}/redeliver?sandbox=hooks`, {
      json: as === undefined ? {} : { as },
    });
    t.equal(reply.status, 200, `${as ?? 'nothing'}: ${reply.text}`);
    await receiver.got(before + count);
    await soon(async () => (await told()).status === 'delivered', 'its status is what it was');
    return receiver.received.slice(before);
  };
  const [again] = await demand(undefined);
  t.match(verify(again!), { type: 'ship.expected' });
  t.equal(again?.headers['webhook-id'], id, 'the same id, for receivers that remember it');

  const [replayed] = await demand('replayed');
  t.strictSame(
    [replayed?.text, replayed?.headers['webhook-timestamp'], replayed?.headers['webhook-signature']],
    [again?.text, again?.headers['webhook-timestamp'], again?.headers['webhook-signature']],
    'to the byte',
  );
  receiver.answer = status(400);
  for (const [as, error] of [
    ['tampered', /No matching signature/],
    ['late', /timestamp too old/i],
    ['unsigned', /Missing required headers/],
    ['wrong_secret', /No matching signature/],
  ] as const) {
    const [heard] = await demand(as);
    t.throws(() => verify(heard!), error, as);
    t.match((await told()).attempts.at(-1), { as, status: 400 }, `${as}: told, with the receiver's answer`);
  }
  receiver.answer = status(200);
  const both = await demand('duplicate', 2);
  t.equal(new Set(both.map((heard) => heard.headers['webhook-id'])).size, 1, 'twice, with one id');
  for (const heard of both) t.match(verify(heard), { type: 'ship.expected' });

  receiver.answer = status(500);
  await control(`/webhooks/harbour/${id}/redeliver?sandbox=hooks`, { json: { as: 'again' } });
  await soon(
    async () => (await told()).status === 'pending' && (await told()).attempts.at(-1)?.status === 500,
    'it failed',
  );
  t.equal(
    (await control(`/webhooks/harbour/${id}/redeliver?sandbox=hooks`, { json: { as: 'late' } })).status,
    409,
    'one that waits for its retry is left alone',
  );
  t.equal((await control(`/webhooks/harbour/${id}/redeliver?sandbox=hooks`, { json: { as: 'soon' } })).status, 400);
  const before = receiver.received.length;
  hooks.clock.advance('10s');
  await receiver.got(before + 1);
  const retry = receiver.received.at(-1)!;
  t.equal(retry.headers['webhook-id'], id);
  t.equal(
    Number(retry.headers['webhook-timestamp']) - Number(receiver.received.at(-2)!.headers['webhook-timestamp']) >= 10,
    true,
    'a retry is signed anew, with the time of the sandbox',
  );
});

interface Operation {
  readonly bodies: readonly { readonly type: string; readonly example: string }[];
  readonly parameters: readonly { readonly in: string; readonly name: string; readonly value?: string }[];
  readonly requirements: readonly { readonly credential: string; readonly kind: string }[];
}

t.test('a request that the control plane makes ready is let in, whatever its signature', async (t) => {
  const control = controlClient(sandbox.control);
  const { keys } = await sandbox.credentials('harbour');
  const { operations } = (await control('GET', '/operations/harbour')).body as unknown as {
    operations: readonly { readonly id: string }[];
  };
  const tried = new Set<string>();
  for (const { id } of operations) {
    const operation = (await control('GET', `/operations/harbour/${id}`)).body as unknown as Operation;
    const [body] = operation.bodies;
    for (const { credential, kind } of operation.requirements) {
      const key = keys.find((one) => one.credential === credential && one.status === 'active');
      if (kind !== 'hmac' || key === undefined) continue;
      const { body: ready } = await control('POST', `/operations/harbour/${id}/request`, {
        credentials: [{ credential, id: key.id }],
        parameters: operation.parameters.flatMap(({ in: place, name, value }) =>
          value === undefined ? [] : [{ in: place, name, value }],
        ),
        ...(body && { body: body.example, content_type: body.type }),
      });
      const { method, url, headers } = ready as { method: string; url: string; headers: [string, string][] };
      const reply = await fetch(url, { method, headers, ...(body && { body: body.example }) });
      t.ok(reply.status < 300, `${id} by ${credential}: ${reply.status} ${failure() ?? ''}`);
      tried.add(credential);
    }
  }
  t.ok(tried.size >= 5, [...tried].join(', '));
  const unsigned = await control('POST', `/operations/harbour/${operations[0]!.id}/request`, {
    credentials: [{ credential: 'pilot_signatur', id: 'nobody' }],
  });
  t.match(unsigned, { status: 400, body: { detail: /takes no credential/ } });
});
