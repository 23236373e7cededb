/** The report card: each bad client breaks exactly the rule that it is there for, and good ones break none. */
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { loadSources } from '../../conformance/cited-facts.ts';
import { compileContract } from '../../mock/contract/compile/compile-contract.ts';
import { loadContract } from '../../mock/contract/load-contract.ts';
import { startSandbox } from '../../mock/index.ts';
import { validateYaml } from '../../conformance/target/validate-target-file.ts';
import { readTargetText } from '../../conformance/target/read-yaml-file.ts';
import { BUILT_IN_PLANS } from '../plans/built-in-plans.ts';
import { actsOf } from '../plans/plan.ts';
import schema from '../plans/plan.schema.json' with { type: 'json' };
import { readPlan } from '../plans/read-plan.ts';
import { cardHtml } from '../card-html.ts';
import { RULES, brokenOf } from '../grade.ts';
import type { Card } from '../grade.ts';
import type { BadClient } from './client-tools.ts';
import { exercise } from './exercise.ts';
import { GOOD_CLIENTS } from './good-clients.ts';
import { LIBRARY_CLIENTS } from './library-clients.ts';
import { play } from './play.ts';
import type { Bench } from './play.ts';

t.setTimeout(180_000);

const SOURCES = loadSources();

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

/** What the page says of a card that breaks one rule, with what a client could put into it. */
function isPage(t: Test, card: Card, name: string): void {
  const page = cardHtml(card, { name: `<img src=x> ${name}`, where: 'http://127.0.0.1' }, SOURCES);
  const [{ rule, verdict }] = brokenOf(card) as [ReturnType<typeof brokenOf>[number]];
  const at = (part: string): number => page.indexOf(part);
  t.notMatch(page, /<(script|img|link)|url\(/, `${name}: the page runs and loads nothing`);
  t.match(page, rule.level === 'must' ? 'Failed: 1 rule ' : 'Passed: no rule ');
  const places = [`<article class="cause ${rule.level}" id="${rule.id}">`, '<h2>Kept</h2>', '<h2>Not seen</h2>'].map(
    at,
  );
  t.ok(places[0]! > 0 && places[0]! < places[2]!, `${name}: what is broken stands first`);
  t.ok(places[1] === -1 || places[1]! > places[0]!, `${name}: and before what is kept`);
  t.ok(page.includes(`<a href="${rule.citation.url}">`), `${name}: the standard can be looked up`);
  const shown = verdict.state === 'broken' ? verdict.shown : [];
  t.equal(page.match(/<details>/g)?.length ?? 0, Math.min(shown.length, 6), `${name}: with its exchanges`);
  const parts = [
    ...shown
      .slice(0, 6)
      .flatMap(({ id, sent }) => [
        `<summary>#${id} `,
        ...Object.keys(sent.headers).map((header) => `&gt; ${header}: `),
      ]),
    ...card.results.map((one) => `<code>${one.rule.id}</code>`),
  ];
  t.strictSame(
    parts.filter((part) => !page.includes(part)),
    [],
    `${name}: everything is there`,
  );
}

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
    isPage(t, card, name);
  }
  t.ok(CLIENTS.length >= 25, `${CLIENTS.length} clients`);
  t.strictSame(
    RULES.map(({ id }) => id).filter((id) => !caught.has(id)),
    [],
    'every rule catches one',
  );
});

t.test('good clients', async (t) => {
  for (const client of [...GOOD_CLIENTS, ...LIBRARY_CLIENTS]) {
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

t.test('exercise: a client is run, plays are played, and it is judged', { timeout: 120_000 }, exercise);

t.test('the plan of the page is one, and so is each that has a name', async (t) => {
  const [, yaml = ''] = /```yaml\n([^]*?)```/.exec(await readFile('docs/grade.md', 'utf8')) ?? [];
  const file = join(t.testdir({ 'plan.yaml': yaml }), 'plan.yaml');
  t.equal((await readPlan(file)).steps.length, 7);
  for (const [name, plan] of Object.entries(BUILT_IN_PLANS)) {
    const text = readTargetText(JSON.stringify(plan), name, {});
    t.strictSame(validateYaml(text, schema, 'the plan'), [], name);
    t.ok(plan.steps.every((step) => actsOf(step).length === 1));
  }
});

t.test('every rule cites a sentence that is there', (t) => {
  const { facts } = loadSources();
  for (const { id, advice = [], citation } of RULES) {
    t.match(citation.url, /^https:/, id);
    for (const [fact, words] of advice)
      t.ok(
        facts[fact]?.claims.some(({ quote }) => quote?.includes(words)),
        `${id}: ${fact} says "${words}"`,
      );
  }
  t.end();
});
