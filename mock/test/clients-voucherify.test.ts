/** The provider's own SDK, unchanged: only its `apiUrl` (and, outside a browser, its `origin`) names the sandbox. */
import voucherify from '@voucherify/sdk';
import t from 'tap';
import type { Test } from 'tap';
import { startSandbox } from '../index.ts';
import type { SandboxHandle } from '../index.ts';

type Server = ReturnType<typeof voucherify.VoucherifyServerSide>;
type Client = ReturnType<typeof voucherify.VoucherifyClientSide>;

const PRIMARY = ['voucherify-app-primary', 'secret_sandbox_voucherify_primary'] as const;
const { PERCENT, AMOUNT } = voucherify.DiscountVouchersTypesEnum;
const ORDER = { amount: 20_000 };

interface Bench {
  readonly sandbox: SandboxHandle;
  readonly server: (applicationId?: string, secretKey?: string) => Server;
  readonly client: (origin?: string, clientApplicationId?: string, clientSecretKey?: string) => Client;
}

async function bench(t: Test): Promise<Bench> {
  const sandbox = await startSandbox({ contracts: ['voucherify'], strict: true });
  t.teardown(() => sandbox.close());
  const apiUrl = sandbox.url('voucherify');
  return {
    sandbox,
    server: (applicationId = PRIMARY[0], secretKey = PRIMARY[1]) =>
      voucherify.VoucherifyServerSide({ applicationId, secretKey, apiUrl }),
    client: (
      origin = 'yourdomain.com',
      clientApplicationId = 'voucherify-client',
      clientSecretKey = 'pk_test_voucherify_client',
    ) => voucherify.VoucherifyClientSide({ clientApplicationId, clientSecretKey, origin, apiUrl }),
  };
}

/** The SDK has one error class; what it read from the answer stands in it. */
async function rejected(t: Test, promise: Promise<unknown>, wanted: object, name = 'is refused'): Promise<void> {
  const error: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  t.ok(error instanceof Error, name);
  t.match({ ...(error as object) }, wanted, name);
}

const NOT_FOUND = { code: 404, key: 'not_found', request_id: /^v-/ };
const UNAUTHORIZED = { code: 401, key: 'unauthorized', details: String };

t.test('vouchers: created, read, changed, listed, deleted', async (t) => {
  const { server } = await bench(t);
  const { vouchers } = server();
  t.match(await vouchers.get('BLCKFRDY'), {
    code: 'BLCKFRDY',
    object: 'voucher',
    active: true,
    discount: { type: 'PERCENT', percent_off: 20 },
  });
  const made = await vouchers.create({
    code: 'EARLY-BIRD',
    type: 'DISCOUNT_VOUCHER',
    category: 'Dawn',
    discount: { type: PERCENT, percent_off: 15 },
    metadata: { source: 'sdk' },
  });
  t.match(made, { id: /^v_/, code: 'EARLY-BIRD', object: 'voucher', active: true, metadata: { source: 'sdk' } });
  t.strictSame(await vouchers.get('EARLY-BIRD'), made);
  await rejected(
    t,
    vouchers.create({ code: 'EARLY-BIRD', type: 'DISCOUNT_VOUCHER', discount: { type: PERCENT, percent_off: 1 } }),
    { code: 409, key: 'duplicate_found' },
  );
  const nameless = await vouchers.create({ type: 'DISCOUNT_VOUCHER', discount: { type: AMOUNT, amount_off: 500 } });
  t.match(nameless.code, /^\w+$/, 'a code is made where none was given');
  t.match(await vouchers.update({ code: 'EARLY-BIRD', metadata: { source: 'changed' } }), {
    id: made.id,
    metadata: { source: 'changed' },
  });
  t.match(await vouchers.list({ category: 'Dawn' }), {
    object: 'list',
    data_ref: 'vouchers',
    total: 1,
    vouchers: [{ code: 'EARLY-BIRD' }],
  });
  const first = await vouchers.list({ limit: 5 });
  const second = await vouchers.list({ limit: 5, page: 2 });
  t.equal(new Set([...first.vouchers, ...second.vouchers].map(({ code }) => code)).size, 10, 'pages do not overlap');
  await vouchers.delete('EARLY-BIRD');
  await rejected(t, vouchers.get('EARLY-BIRD'), NOT_FOUND);
  t.match(await vouchers.bulkUpdateMetadata({ codes: ['BLCKFRDY'], metadata: { wave: 2 } }), {
    async_action_id: /^aa_/,
  });
});

t.test('validations are verdicts, never errors', async (t) => {
  const { validations } = (await bench(t)).server();
  t.match(await validations.validateVoucher('BLCKFRDY', { order: ORDER }), {
    valid: true,
    code: 'BLCKFRDY',
    tracking_id: String,
  });
  t.match(await validations.validateVoucher('SUMMER-2023', { order: ORDER }), {
    valid: false,
    code: 'SUMMER-2023',
    reason: 'voucher is disabled',
  });
  t.match(await validations.validateVoucher('NO-SUCH-CODE'), {
    valid: false,
    reason: 'voucher not found',
    error: { message: String },
  });
  t.match(await validations.validateStackable({ redeemables: [{ object: 'voucher', id: 'BLCKFRDY' }], order: ORDER }), {
    valid: true,
  });
  t.match(
    await validations.validateStackable({ redeemables: [{ object: 'voucher', id: 'SUMMER-2023' }], order: ORDER }),
    { valid: false },
  );
});

t.test('redemptions are kept', async (t) => {
  const { redemptions } = (await bench(t)).server();
  const before = (await redemptions.list({ limit: 100 })).total;
  const one = await redemptions.redeem('BLCKFRDY', {
    order: ORDER,
    customer: { object: 'customer', source_id: 'sdk-customer' },
  });
  t.match(one, { id: /^r_/, object: 'redemption', result: 'SUCCESS', tracking_id: String });
  t.match(await redemptions.get(one.id), { id: one.id, customer: { source_id: 'sdk-customer' } });
  const stacked = await redemptions.redeemStackable({
    redeemables: [{ object: 'voucher', id: 'BLCKFRDY' }],
    order: ORDER,
  });
  t.match(stacked.redemptions, [{ id: /^r_/, result: 'SUCCESS' }]);
  t.equal((await redemptions.list({ limit: 100 })).total, before + 2);
  await rejected(t, redemptions.redeem('NO-SUCH-CODE'), NOT_FOUND);
  await rejected(
    t,
    redemptions.redeemStackable({ redeemables: [{ object: 'voucher', id: 'NO-SUCH-CODE' }] }),
    NOT_FOUND,
  );
  await rejected(t, redemptions.get('r_nothing'), NOT_FOUND);
});

t.test('campaigns, and the limits the SDK reads from the headers', async (t) => {
  const { server } = await bench(t);
  const { campaigns, apiLimitsHandler } = server();
  t.match(await campaigns.list({ limit: 2 }), {
    object: 'list',
    campaigns: [{ object: 'campaign' }, { object: 'campaign' }],
  });
  t.match(await campaigns.get('camp_blackfriday'), { id: 'camp_blackfriday', name: 'Black Friday' });
  await rejected(t, campaigns.get('camp_nothing'), NOT_FOUND);
  t.ok(apiLimitsHandler.areLimitsAvailable());
  t.equal(apiLimitsHandler.getRateLimit(), 100);
  t.equal(apiLimitsHandler.getRateLimitRemaining(), 98);
  const other = server('voucherify-app-coldbrew', 'secret_sandbox_voucherify_coldbrew');
  await other.campaigns.list();
  t.equal(other.apiLimitsHandler.getRateLimitRemaining(), 99, 'each project has its own quota');
});

t.test('keys that are not good, or not good enough', async (t) => {
  const { server } = await bench(t);
  await rejected(t, server('voucherify-app-primary', 'wrong').vouchers.list(), UNAUTHORIZED, 'a wrong secret');
  await rejected(t, server('nobody', PRIMARY[1]).vouchers.list(), UNAUTHORIZED, 'an unknown id');
  await rejected(
    t,
    server('voucherify-app-blocked', 'secret_sandbox_voucherify_blocked').vouchers.list(),
    UNAUTHORIZED,
    'a blocked key',
  );
  await rejected(
    t,
    server('voucherify-app-office', 'secret_sandbox_voucherify_office').vouchers.list(),
    UNAUTHORIZED,
    'another address',
  );
  await rejected(
    t,
    server('voucherify-client', 'pk_test_voucherify_client').vouchers.list(),
    UNAUTHORIZED,
    'client-side keys',
  );
  const viewer = server('voucherify-app-viewer', 'secret_sandbox_voucherify_viewer');
  await rejected(t, viewer.vouchers.list(), { code: 403, key: 'missing_required_permission' });
  t.match(await viewer.campaigns.list(), { object: 'list' });
  const other = server('voucherify-app-coldbrew', 'secret_sandbox_voucherify_coldbrew');
  const { code } = await server().vouchers.create({
    type: 'DISCOUNT_VOUCHER',
    discount: { type: AMOUNT, amount_off: 500 },
  });
  await rejected(t, other.vouchers.get(code), NOT_FOUND, "another project's voucher");
});

t.test('in a shop: validate, redeem, qualify, track', async (t) => {
  const { sandbox, client } = await bench(t);
  sandbox.clock.freeze();
  const shop = client();
  t.match(await shop.validate('BLCKFRDY'), { valid: true, code: 'BLCKFRDY', tracking_id: String });
  t.match(
    await shop.validate({
      code: ' BLCKFRDY ',
      amount: 20_000,
      customer: { source_id: 'a' },
      items: [{ source_id: 'latte', quantity: 1 }],
      orderMetadata: { shop: 1 },
    }),
    { valid: true },
  );
  t.match(await shop.validate('SUMMER-2023'), { valid: false, reason: 'voucher is disabled' });
  t.match(await shop.redeem('BLCKFRDY', { order: ORDER, customer: { source_id: 'a' } }), {
    id: /^r_/,
    object: 'redemption',
    result: 'SUCCESS',
  });
  t.match(await shop.track('cart_abandoned', { source_id: 'a' }), { object: 'event' });
  await rejected(
    t,
    shop.validate('BLCKFRDY'),
    { code: 429, key: 'too_many_requests' },
    'the sixth call in five seconds',
  );
  sandbox.clock.advance('5s');
  t.match(await shop.qualifications({ scenario: 'ALL', order: ORDER }), {
    redeemables: { data: [{ id: 'BLCKFRDY' }] },
  });
  const redeemables = [{ object: 'voucher', id: 'BLCKFRDY' }] as [{ object: 'voucher'; id: string }];
  t.match(await shop.validateStackable({ redeemables, customer: { source_id: 'a' } }), { valid: true });
  t.match(await shop.redeemStackable({ redeemables, customer: { source_id: 'a' } }), {
    redemptions: [{ result: 'SUCCESS' }],
  });
  await rejected(t, shop.redeem('NO-SUCH-CODE'), NOT_FOUND);
});

t.test('origins and publishable keys', async (t) => {
  const { sandbox, client } = await bench(t);
  sandbox.settings.change('voucherify', { rate_limits: { client_side: { limit: null, window_seconds: 5 } } });
  for (const origin of [
    'yourdomain.com',
    'https://yourdomain.com',
    'https://shop.example.com',
    'http://localhost:3000',
  ]) {
    t.match(await client(origin).validate('BLCKFRDY'), { valid: true }, origin);
  }
  for (const origin of [
    'elsewhere.example',
    'https://yourdomain.com.evil.example',
    'https://sub.yourdomain.com',
    'null',
  ]) {
    await rejected(t, client(origin).validate('BLCKFRDY'), UNAUTHORIZED, origin);
  }
  const { id, secret } = { id: 'voucherify-client', secret: 'pk_test_voucherify_client' };
  await rejected(t, client(undefined, id, 'wrong').validate('BLCKFRDY'), UNAUTHORIZED);
  await rejected(
    t,
    client(undefined, 'voucherify-client-blocked', 'pk_test_voucherify_client_blocked').validate('BLCKFRDY'),
    UNAUTHORIZED,
  );
  await rejected(
    t,
    client(undefined, PRIMARY[0], PRIMARY[1]).validate('BLCKFRDY'),
    UNAUTHORIZED,
    'server keys in the headers of client keys',
  );
  t.match(await client(undefined, id, secret).validate('BLCKFRDY'), { valid: true });
});

t.test("what a validation takes off depends on the order's amount", async (t) => {
  const { server, client, sandbox } = await bench(t);
  sandbox.settings.change('voucherify', { rate_limits: { client_side: { limit: null, window_seconds: 5 } } });
  const { validations } = server();
  const off = (amount: number, discount: number) => ({
    valid: true,
    order: { amount, total_discount_amount: discount, total_amount: amount - discount },
  });
  t.match(await validations.validateVoucher('BLCKFRDY', { order: ORDER }), off(20_000, 4_000));
  t.match(
    await validations.validateVoucher('BLCKFRDY', { order: { amount: 1_003 } }),
    off(1_003, 201),
    'rounded to the nearest whole',
  );
  t.match(await validations.validateVoucher('WELCOME-15', { order: ORDER }), off(20_000, 1_500));
  t.match(
    await validations.validateVoucher('WELCOME-15', { order: { amount: 900 } }),
    off(900, 900),
    'never more than the amount',
  );
  t.match(await client().validate({ code: 'BLCKFRDY', amount: 500 }), off(500, 100));
  t.match(
    await validations.validateStackable({ redeemables: [{ object: 'voucher', id: 'WELCOME-15' }], order: ORDER }),
    off(20_000, 1_500),
  );
  for (const [code, order] of [
    ['BLCKFRDY', undefined],
    ['GIFT-CARD-50', ORDER],
    ['SUMMER-2023', ORDER],
  ] as const) {
    t.notHas(
      await validations.validateVoucher(code, { ...(order && { order }) }),
      { order: Object },
      `${code} ${JSON.stringify(order)}`,
    );
  }
});

t.test('the key of a platform that receives data is stored, and shown by its end alone', async (t) => {
  const { sandbox } = await bench(t);
  const url = `${sandbox.url('voucherify')}/v1/integrations`;
  const [id, token] = PRIMARY;
  const told: string[] = [];
  async function call(
    method: string,
    path = '',
    body?: object,
    key: readonly [string, string] = [id, token],
  ): Promise<{ readonly status: number; readonly body: unknown }> {
    const headers = { 'x-app-id': key[0], 'x-app-token': key[1], ...(body && { 'content-type': 'application/json' }) };
    const response = await fetch(url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    const text = await response.text();
    told.push(text);
    return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
  }
  const secret = 'mailgun-Kx7QzP2vLm9T';
  const made = await call('POST', '', { platform: 'Mailgun', name: 'Receipts', api_key: secret });
  t.match(made, {
    status: 200,
    body: { id: /^int_/, object: 'integration', platform: 'Mailgun', api_key: '********Lm9T' },
  });
  const path = `/${(made.body as { readonly id: string }).id}`;
  t.match(await call('GET', path), { status: 200, body: made.body as object });
  t.match(await call('GET', '?platform=Mailgun'), {
    status: 200,
    body: { object: 'list', total: 1, integrations: [made.body as object] },
  });
  t.match(
    await call('GET', '/int_newsletter'),
    { body: { platform: 'Mailchimp', api_key: '********XXXX' } },
    'a seeded one',
  );
  t.match(
    await call('POST', '', { platform: 'Twilio', api_key: 'short12' }),
    { body: { api_key: '********' } },
    'of a short key nothing is shown',
  );
  t.match(
    await call('POST', '', { platform: 'Airship', api_key: secret }),
    { status: 400 },
    'a platform that sends data',
  );
  t.match(await call('POST', '', { platform: 'Mailgun', api_key: secret, name: 7 }), { status: 400 });
  t.match(await call('GET', '', undefined, ['voucherify-app-viewer', 'secret_sandbox_voucherify_viewer']), {
    status: 403,
  });
  t.match(
    await call('GET', path, undefined, ['voucherify-app-coldbrew', 'secret_sandbox_voucherify_coldbrew']),
    { status: 404 },
    'another project',
  );
  t.equal((await call('DELETE', path)).status, 204);
  t.equal((await call('GET', path)).status, 404);
  const remembered = JSON.stringify(sandbox.journal.list());
  t.ok(remembered.includes('createIntegration'));
  for (const text of [...told, remembered]) t.notMatch(text, /Kx7Q|zP2v|short12/);
});
