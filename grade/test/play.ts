/** Lets a client of the tests loose on a sandbox of its own, and judges it. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { controlClient } from '../../mock/test/control-client.ts';
import type { SandboxHandle } from '../../mock/index.ts';
import type { CompiledContract } from '../../mock/contract/compiled-contract.ts';
import { grade } from '../grade.ts';
import type { Card } from '../grade.ts';
import { sessionOf } from '../session.ts';
import type { Delivery, Entry } from '../session.ts';
import type { BadClient, Env } from './client-tools.ts';

export interface Bench {
  readonly server: SandboxHandle;
  readonly contracts: ReadonlyMap<string, CompiledContract>;
}

const REVENUE = 'engagifii-revenue';

/** @param name of the sandbox */
export async function play(
  { server, contracts }: Bench,
  name: string,
  client: Omit<BadClient, 'breaks'>,
): Promise<Card> {
  const { contract = REVENUE, faults = [], settings = {}, ended = false, machine = false } = client;
  const sandbox = await server.open(name);
  const call = controlClient(server.control);
  const control = async (method: string, path: string, body?: unknown): Promise<Record<string, unknown>> => {
    const { status, body: answer } = await call(
      method,
      `${path}${path.includes('?') ? '&' : '?'}sandbox=${name}`,
      body,
    );
    if (status >= 400) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return answer;
  };
  if (!machine) {
    sandbox.clock.set('2030-01-01T00:00:00Z');
    sandbox.clock.freeze();
  }
  await control('PATCH', `/settings/${contract}`, { consent: 'headless', ...settings });
  const playFault = (fault: object) => control('POST', `/faults/${contract}`, fault);
  for (const fault of faults) await playFault(fault);
  const receivers: (() => void)[] = [];
  const base = sandbox.url(contract);
  const newest = async (): Promise<Delivery | undefined> =>
    ((await control('GET', '/webhooks')) as { deliveries: Delivery[] }).deliveries.at(-1);
  const delivered = async (): Promise<Delivery> => {
    for (;;) {
      const delivery = await newest();
      if (delivery !== undefined && delivery.status !== 'pending') return delivery;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const env: Env = {
    base,
    service: { id: 'revenue-service', secret: 'secret_sandbox_revenue_service' },
    web: { id: 'revenue-web', secret: 'secret_sandbox_revenue_web', redirect: 'http://localhost:3000/callback' },
    now: () => sandbox.clock.now(),
    wait: async (ms) => sandbox.clock.advance(ms),
    otp: async () => (await sandbox.otp.wait())?.code ?? '',
    play: async (fault) => void (await playFault(fault)),
    blockKey: async (credential, id) => void (await control('POST', `/keys/${contract}/${credential}/${id}/block`)),
    async redeliver(as) {
      const { id } = await delivered();
      await control('POST', `/webhooks/${contract}/${id}/redeliver`, as === undefined ? {} : { as });
      await delivered();
    },
    async receive(answer) {
      const hooks = createServer((request, response) => {
        let body = '';
        request.setEncoding('utf8').on('data', (text: string) => (body += text));
        request.on('end', () => void Promise.resolve(answer(body)).then((status) => response.writeHead(status).end()));
      }).listen(0, '127.0.0.1');
      await once(hooks, 'listening');
      receivers.push(() => hooks.close());
      await fetch(`${base}/api/escrow/create`, {
        method: 'POST',
        headers: { 'api-key': 'pk_test_nile_market', 'content-type': 'application/json' },
        body: JSON.stringify({
          amount: 5000,
          currency: 'UGX',
          payment_method: 'mtn',
          webhook_url: `http://127.0.0.1:${(hooks.address() as AddressInfo).port}/hooks`,
        }),
      });
      await delivered();
    },
  };
  await client.run(env);
  for (const close of receivers) close();
  const { entries } = (await control('GET', '/journal?details=true&limit=1000')) as { entries: Entry[] };
  const { deliveries } = (await control('GET', '/webhooks')) as { deliveries: Delivery[] };
  await sandbox.close();
  return grade(sessionOf(entries, contracts, { ended, deliveries, time: machine ? 'machine' : 'sandbox' }));
}
