/** The report card: each bad client breaks exactly the rule that it is there for, and good ones break none. */
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import t from 'tap';
import { compileContract } from '../../mock/contract/compile/compile-contract.ts';
import { loadContract } from '../../mock/contract/load-contract.ts';
import { startSandbox } from '../../mock/index.ts';
import { RULES, brokenOf } from '../grade.ts';
import type { BadClient } from './client-tools.ts';
import { GOOD_CLIENTS } from './good-clients.ts';
import { play } from './play.ts';
import type { Bench } from './play.ts';

const PIAXIS = fileURLToPath(new URL('../../../specs/piaxis.yaml', import.meta.url));
const SIGNING = `x-webhooks:
  signing:
    algorithm: sha256
    encoding: base64
    message: [id, { text: . }, timestamp, { text: . }, body]
    separator: ''
    headers: { webhook-id: '{id}', webhook-timestamp: '{timestamp}', webhook-signature: 'v1,{signature}' }
    timestamp_format: epoch
`;

const folder = t.testdir({
  'signed.yaml': (await readFile(PIAXIS, 'utf8')).replace('x-webhooks:\n', SIGNING),
});
const NAMES = ['engagifii-revenue', 'fortis', 'piaxis', 'voucherify', join(folder, 'signed.yaml')];

const server = await startSandbox({ contracts: NAMES, seed: 'grade' });
t.teardown(() => server.close());
const loaded = await Promise.all(NAMES.map((name) => loadContract(name)));
const bench: Bench = {
  server,
  contracts: new Map(loaded.map(({ name, document }) => [name, compileContract(name, document)])),
};

const CLIENTS = readdirSync(new URL('./bad-clients/', import.meta.url)).filter((name) => name.endsWith('.js'));

t.test('bad clients', async (t) => {
  const caught = new Set<string>();
  for (const file of CLIENTS) {
    const name = file.replace('.js', '');
    const { client } = (await import(`./bad-clients/${file}`)) as { client: BadClient };
    const card = await play(bench, name, client);
    const broken = brokenOf(card);
    t.strictSame(
      broken.map(({ rule }) => rule.id),
      [client.breaks],
      `${name}: ${broken.map(({ verdict }) => ('why' in verdict ? verdict.why : '')).join('; ')}`,
    );
    caught.add(client.breaks);
  }
  t.ok(CLIENTS.length >= 25, `${CLIENTS.length} clients`);
  t.strictSame(
    RULES.map(({ id }) => id).filter((id) => !caught.has(id)),
    [],
    'every rule catches one',
  );
});

t.test('good clients', async (t) => {
  for (const client of GOOD_CLIENTS) {
    const { results } = await play(bench, `good-${client.name}`, client);
    const stateOf = (id: string): string | undefined => results.find(({ rule }) => rule.id === id)?.verdict.state;
    t.strictSame(
      results.flatMap(({ rule, verdict }) => (verdict.state === 'broken' ? [`${rule.id}: ${verdict.why}`] : [])),
      [],
      `${client.name} breaks none`,
    );
    t.strictSame(
      client.keeps.filter((id) => stateOf(id) !== 'held'),
      [],
      `${client.name} is seen to keep what it keeps`,
    );
  }
});
