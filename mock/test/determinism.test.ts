/** One seed, one world, byte for byte. */
import { readFileSync } from 'node:fs';
import t from 'tap';
import { startSandbox } from '../index.ts';
import { clientOf, GUARDED, NAMES, startFrozen, unlimit } from './guarded.ts';
import type { Name } from './guarded.ts';
import { claims } from './oauth-client.ts';
import type { Document, Operation } from '../contract/openapi-document.ts';
import type { Headers } from './raw-client.ts';

const CLIENT_SIDE: Headers = {
  'x-client-application-id': 'voucherify-client',
  'x-client-token': 'pk_test_voucherify_client',
  origin: 'https://yourdomain.com',
};

/** Paths of every list and profile of a contract. */
function readable(contract: Name): readonly string[] {
  const document = JSON.parse(
    readFileSync(new URL(`../../specs/${contract}.json`, import.meta.url), 'utf8'),
  ) as Document;
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) => {
    const operation = (item as Readonly<Record<string, Operation | undefined>>)['get'];
    const type = operation?.['x-action']?.type;
    return type === 'resource.list' || type === 'profile.get' || type === 'jwks' ? [path] : [];
  });
}

/** Everything that can be seen of a fresh world, and what a few writes make of it. */
async function world(seed: string | number): Promise<ReadonlyMap<string, string>> {
  await using sandbox = await startFrozen(NAMES, { seed });
  const seen = new Map<string, string>();
  for (const name of NAMES) {
    unlimit(sandbox, name);
    const { good, other, write, read } = GUARDED[name];
    for (const [who, headers] of [
      ['good', good],
      ['other', other],
    ] as const) {
      const send = clientOf(sandbox, name, headers);
      for (const path of readable(name)) {
        const reply = await send(path, { headers: path.startsWith('/client/') ? CLIENT_SIDE : {} });
        t.equal(reply.status, 200, `${name} ${path}`);
        seen.set(`${name} ${path} ${who}`, reply.text);
      }
      const created = await send(write.path, { json: write.json });
      t.equal(created.status, write.created);
      seen.set(`${name} created ${who}`, created.text + String(created.headers['x-request-id']));
      seen.set(`${name} refused ${who}`, (await send(`${read}?page=nonsense`)).text);
    }
  }
  const token = await clientOf(sandbox, 'voucherify')('/v1/oauth/token', {
    form: { grant_type: 'client_credentials', scope: 'api' },
  });
  seen.set('voucherify token', token.text);
  const jwt = await clientOf(
    sandbox,
    'engagifii-revenue',
    {},
  )('/oauth/token', {
    form: {
      grant_type: 'client_credentials',
      client_id: 'revenue-service',
      client_secret: 'secret_sandbox_revenue_service',
    },
  });
  seen.set('jwt id', String(claims(jwt.at('/access_token'))['jti']));
  const asked = await clientOf(sandbox, 'piaxis')('/api/auth/request-otp', {
    json: { operation: 'account_settings', phone_number: '+256700000000' },
  });
  seen.set('otp', `${asked.text} ${sandbox.otp.latest()?.code ?? ''}`);
  return seen;
}

t.test('the same seed gives the same world, another seed another', async (t) => {
  const [first, again, other] = [await world(7), await world('7'), await world(8)];
  t.ok(first.size > 40, `${first.size} answers`);
  t.strictSame([...again], [...first]);
  const same = [...first].filter(([key, text]) => other.get(key) === text).map(([key]) => key);
  // What is seeded word for word has no randomness in it, nor have lists without generated records and refusals that
  // name no request.
  const lists = [...first.keys()].filter((key) =>
    /\/(invoice|payment|Awards\/List|vouchers|campaigns|contacts|transactions) good$/.test(key),
  );
  t.ok(lists.length >= 6);
  t.strictSame(
    same.filter((key) => lists.includes(key)),
    [],
    'no list of generated records is the same',
  );
  for (const key of ['voucherify token', 'jwt id', 'otp', ...NAMES.map((name) => `${name} created good`)])
    t.not(other.get(key), first.get(key), key);
});

t.test('a reset brings back the records of the start, and gives out new ids', async (t) => {
  await using sandbox = await startSandbox({ contracts: ['engagifii-revenue'], seed: 7, strict: true });
  const send = clientOf(sandbox, 'engagifii-revenue');
  const { read, write } = GUARDED['engagifii-revenue'];
  const look = async (): Promise<readonly string[]> => {
    sandbox.clock.freeze();
    sandbox.clock.set('2030-01-01T00:00:00Z');
    const list = (await send(read)).text;
    const created = (await send(write.path, { json: write.json })).text;
    return [list, created, (await send(read)).text];
  };
  const [list, created] = await look();
  await sandbox.reset();
  const [again, madeAgain] = await look();
  t.equal(again, list);
  t.not(madeAgain, created);
});
