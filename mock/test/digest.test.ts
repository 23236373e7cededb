/** A token that is used again and again is recognised sooner; one that ends like it is another token all the same. */
import t from 'tap';
import { startSandbox } from '../index.ts';

const USES = 5;

t.test('a token with the signature of one in use, and another payload, is refused', async (t) => {
  const sandbox = await startSandbox({ contracts: ['engagifii-revenue'] });
  t.teardown(() => sandbox.close());
  const base = sandbox.url('engagifii-revenue');
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: 'revenue-service',
    client_secret: 'secret_sandbox_revenue_service',
  });
  const { access_token: token } = (await (await fetch(`${base}/oauth/token`, { method: 'POST', body })).json()) as {
    access_token: string;
  };
  const read = async (bearer: string): Promise<number> =>
    (
      await fetch(`${base}/api/1.0/invoice/INV-123456`, {
        headers: { authorization: `Bearer ${bearer}`, 'tenant-code': 'TENANT123', 'api-version': '1.0' },
      })
    ).status;
  const [header = '', payload = '', signature = ''] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
  const forged = [
    header,
    Buffer.from(JSON.stringify({ ...claims, sub: 'another' })).toString('base64url'),
    signature,
  ].join('.');
  for (let i = 0; i < USES; i++) {
    t.equal(await read(token), 200);
    t.equal(await read(forged), 401);
  }
  for (let i = 0; i < USES; i++) t.equal(await read(forged), 401, 'nor is it by being sent again and again');
  t.equal(await read(token), 200);
});
