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
    server: (applicationId = PRIMARY[0], secretKey = PRIMARY[1]) => voucherify.VoucherifyServerSide({ applicationId, secretKey, apiUrl }),
    client: (origin = 'yourdomain.com', clientApplicationId = 'voucherify-client', clientSecretKey = 'pk_test_voucherify_client') =>
      voucherify.VoucherifyClientSide({ clientApplicationId, clientSecretKey, origin, apiUrl }),
  };
}

/** The SDK has one error class; what it read from the answer stands in it. */
async function rejected(t: Test, promise: Promise<unknown>, wanted: object, name = 'is refused'): Promise<void> {
  const error: unknown = await promise.then(() => undefined, (error: unknown) => error);
  t.ok(error instanceof Error, name);
  t.match({ ...(error as object) }, wanted, name);
}

const NOT_FOUND = { code: 404, key: 'not_found', request_id: /^v-/ };
const UNAUTHORIZED = { code: 401, key: 'unauthorized', details: String };

t.test('vouchers: created, read, changed, listed, deleted', async (t) => {
  const { server } = await bench(t);
  const { vouchers } = server();
  t.match(await vouchers.get('BLCKFRDY'), { code: 'BLCKFRDY', object: 'voucher', active: true, discount: { type: 'PERCENT', percent_off: 20 } });
  const made = await vouchers.create({ code: 'EARLY-BIRD', type: 'DISCOUNT_VOUCHER', category: 'Dawn', discount: { type: PERCENT, percent_off: 15 }, metadata: { source: 'sdk' } });
  t.match(made, { id: /^v_/, code: 'EARLY-BIRD', object: 'voucher', active: true, metadata: { source: 'sdk' } });
  t.strictSame(await vouchers.get('EARLY-BIRD'), made);
  await rejected(t, vouchers.create({ code: 'EARLY-BIRD', type: 'DISCOUNT_VOUCHER', discount: { type: PERCENT, percent_off: 1 } }), { code: 409, key: 'duplicate_found' });
  const nameless = await vouchers.create({ type: 'DISCOUNT_VOUCHER', discount: { type: AMOUNT, amount_off: 500 } });
  t.match(nameless.code, /^\w+$/, 'a code is made where none was given');
  t.match(await vouchers.update({ code: 'EARLY-BIRD', metadata: { source: 'changed' } }), { id: made.id, metadata: { source: 'changed' } });
  t.match(await vouchers.list({ category: 'Dawn' }), { object: 'list', data_ref: 'vouchers', total: 1, vouchers: [{ code: 'EARLY-BIRD' }] });
  const first = await vouchers.list({ limit: 5 });
  const second = await vouchers.list({ limit: 5, page: 2 });
  t.equal(new Set([...first.vouchers, ...second.vouchers].map(({ code }) => code)).size, 10, 'pages do not overlap');
  await vouchers.delete('EARLY-BIRD');
  await rejected(t, vouchers.get('EARLY-BIRD'), NOT_FOUND);
  t.match(await vouchers.bulkUpdateMetadata({ codes: ['BLCKFRDY'], metadata: { wave: 2 } }), { async_action_id: /^aa_/ });
});

t.test('validations are verdicts, never errors', async (t) => {
  const { validations } = (await bench(t)).server();
  t.match(await validations.validateVoucher('BLCKFRDY', { order: ORDER }), { valid: true, code: 'BLCKFRDY', tracking_id: String });
  t.match(await validations.validateVoucher('SUMMER-2023', { order: ORDER }), { valid: false, code: 'SUMMER-2023', reason: 'voucher is disabled' });
  t.match(await validations.validateVoucher('NO-SUCH-CODE'), { valid: false, reason: 'voucher not found', error: { message: String } });
  t.match(await validations.validateStackable({ redeemables: [{ object: 'voucher', id: 'BLCKFRDY' }], order: ORDER }), { valid: true });
  t.match(await validations.validateStackable({ redeemables: [{ object: 'voucher', id: 'SUMMER-2023' }], order: ORDER }), { valid: false });
});

t.test('redemptions are kept', async (t) => {
  const { redemptions } = (await bench(t)).server();
  const before = (await redemptions.list({ limit: 100 })).total;
  const one = await redemptions.redeem('BLCKFRDY', { order: ORDER, customer: { object: 'customer', source_id: 'sdk-customer' } });
  t.match(one, { id: /^r_/, object: 'redemption', result: 'SUCCESS', tracking_id: String });
  t.match(await redemptions.get(one.id), { id: one.id, customer: { source_id: 'sdk-customer' } });
  const stacked = await redemptions.redeemStackable({ redeemables: [{ object: 'voucher', id: 'BLCKFRDY' }], order: ORDER });
  t.match(stacked.redemptions, [{ id: /^r_/, result: 'SUCCESS' }]);
  t.equal((await redemptions.list({ limit: 100 })).total, before + 2);
  await rejected(t, redemptions.redeem('NO-SUCH-CODE'), NOT_FOUND);
  await rejected(t, redemptions.redeemStackable({ redeemables: [{ object: 'voucher', id: 'NO-SUCH-CODE' }] }), NOT_FOUND);
  await rejected(t, redemptions.get('r_nothing'), NOT_FOUND);
});

t.test('campaigns, and the limits the SDK reads from the headers', async (t) => {
  const { server } = await bench(t);
  const { campaigns, apiLimitsHandler } = server();
  t.match(await campaigns.list({ limit: 2 }), { object: 'list', campaigns: [{ object: 'campaign' }, { object: 'campaign' }] });
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
  await rejected(t, server('voucherify-app-blocked', 'secret_sandbox_voucherify_blocked').vouchers.list(), UNAUTHORIZED, 'a blocked key');
  await rejected(t, server('voucherify-app-office', 'secret_sandbox_voucherify_office').vouchers.list(), UNAUTHORIZED, 'another address');
  await rejected(t, server('voucherify-client', 'pk_test_voucherify_client').vouchers.list(), UNAUTHORIZED, 'client-side keys');
  const viewer = server('voucherify-app-viewer', 'secret_sandbox_voucherify_viewer');
  await rejected(t, viewer.vouchers.list(), { code: 403, key: 'missing_required_permission' });
  t.match(await viewer.campaigns.list(), { object: 'list' });
  const other = server('voucherify-app-coldbrew', 'secret_sandbox_voucherify_coldbrew');
  const { code } = await server().vouchers.create({ type: 'DISCOUNT_VOUCHER', discount: { type: AMOUNT, amount_off: 500 } });
  await rejected(t, other.vouchers.get(code), NOT_FOUND, "another project's voucher");
});

t.test('in a shop: validate, redeem, qualify, track', async (t) => {
  const { sandbox, client } = await bench(t);
  sandbox.clock.freeze();
  const shop = client();
  t.match(await shop.validate('BLCKFRDY'), { valid: true, code: 'BLCKFRDY', tracking_id: String });
  t.match(await shop.validate({ code: ' BLCKFRDY ', amount: 20_000, customer: { source_id: 'a' }, items: [{ source_id: 'latte', quantity: 1 }], orderMetadata: { shop: 1 } }), { valid: true });
  t.match(await shop.validate('SUMMER-2023'), { valid: false, reason: 'voucher is disabled' });
  t.match(await shop.redeem('BLCKFRDY', { order: ORDER, customer: { source_id: 'a' } }), { id: /^r_/, object: 'redemption', result: 'SUCCESS' });
  t.match(await shop.track('cart_abandoned', { source_id: 'a' }), { object: 'event' });
  await rejected(t, shop.validate('BLCKFRDY'), { code: 429, key: 'too_many_requests' }, 'the sixth call in five seconds');
  sandbox.clock.advance('5s');
  t.match(await shop.qualifications({ scenario: 'ALL', order: ORDER }), { redeemables: { data: [{ id: 'BLCKFRDY' }] } });
  const redeemables = [{ object: 'voucher', id: 'BLCKFRDY' }] as [{ object: 'voucher'; id: string }];
  t.match(await shop.validateStackable({ redeemables, customer: { source_id: 'a' } }), { valid: true });
  t.match(await shop.redeemStackable({ redeemables, customer: { source_id: 'a' } }), { redemptions: [{ result: 'SUCCESS' }] });
  await rejected(t, shop.redeem('NO-SUCH-CODE'), NOT_FOUND);
});

t.test('origins and publishable keys', async (t) => {
  const { sandbox, client } = await bench(t);
  sandbox.settings.change('voucherify', { rate_limits: { client_side: { limit: null, window_seconds: 5 } } });
  for (const origin of ['yourdomain.com', 'https://yourdomain.com', 'https://shop.example.com', 'http://localhost:3000']) {
    t.match(await client(origin).validate('BLCKFRDY'), { valid: true }, origin);
  }
  for (const origin of ['elsewhere.example', 'https://yourdomain.com.evil.example', 'https://sub.yourdomain.com', 'null']) {
    await rejected(t, client(origin).validate('BLCKFRDY'), UNAUTHORIZED, origin);
  }
  const { id, secret } = { id: 'voucherify-client', secret: 'pk_test_voucherify_client' };
  await rejected(t, client(undefined, id, 'wrong').validate('BLCKFRDY'), UNAUTHORIZED);
  await rejected(t, client(undefined, 'voucherify-client-blocked', 'pk_test_voucherify_client_blocked').validate('BLCKFRDY'), UNAUTHORIZED);
  await rejected(t, client(undefined, PRIMARY[0], PRIMARY[1]).validate('BLCKFRDY'), UNAUTHORIZED, 'server keys in the headers of client keys');
  t.match(await client(undefined, id, secret).validate('BLCKFRDY'), { valid: true });
});
