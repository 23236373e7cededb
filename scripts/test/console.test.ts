/** The console in a real browser, every place of it, and with what a screen reader is told. */
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { request as ask } from 'node:http';
import type { IncomingMessage } from 'node:http';

import { createRequire } from 'node:module';
import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { parse, stringify } from 'yaml';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { startSandbox } from '../../mock/index.ts';
import type { RunningServer } from '../../mock/server/server-options.ts';
import { servePage, skipWithoutBrowser, startBrowser } from '../../mock/test/browser.ts';
import { controlClient } from '../../mock/test/control-client.ts';
import { atOnce, jsonClient } from '../../mock/test/json-client.ts';
import { startReceiver } from '../../mock/test/webhook-receiver.ts';
import type { Receiver } from '../../mock/test/webhook-receiver.ts';
import { BOOKSHOP } from './command.ts';
import { playStory, startStory, STORY } from './console-story.ts';

t.setTimeout(240_000);

const VIADUCT = 'mock/test/fixtures/viaduct.yaml';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
}

/** Contrast of colours is the dearest rule, and does not depend on the width. */
const ONLY_COLOURS = { runOnly: ['color-contrast'] };
const BUT_COLOURS = { rules: { 'color-contrast': { enabled: false } } };

/** What axe finds wrong with the page as it stands. */
async function violations(page: Page, options: object = {}): Promise<readonly string[]> {
  if (await page.evaluate('typeof axe === "undefined"')) await page.evaluate(AXE);
  const { violations: found } = await page.evaluate<{ violations: Violation[] }>(`axe.run(${JSON.stringify(options)})`);
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}; ${target.join(' ')}; ${failureSummary}`),
  );
}

const PHONE = { width: 375, height: 760 };
const DESK = { width: 1280, height: 800 };

const NO_SMALL_FIELD =
  '[...document.querySelectorAll("input:not([type=radio], [type=checkbox]), select, textarea")].every((one) => parseFloat(getComputedStyle(one).fontSize) >= 16)';

const PLACES: readonly { readonly place: string; readonly ready: string }[] = [
  { place: 'requests', ready: '.explained h3' },
  { place: 'providers', ready: '.cards a' },
  { place: 'providers/engagifii-revenue', ready: 'article .cards' },
  { place: 'reference/piaxis', ready: '.operations' },
  { place: 'reference/piaxis/createPayment', ready: '.try form' },
  { place: 'inbox', ready: '.otp' },
  { place: 'webhooks', ready: '.attempts' },
  { place: 'clock', ready: '.endings' },
  { place: 'quotas', ready: 'meter' },
  { place: 'faults', ready: 'form' },
  { place: 'report-card', ready: '.graded' },
  { place: 'conformance', ready: 'form' },
  { place: 'nowhere', ready: 'text=There is no such place' },
];

interface Bench {
  readonly server: RunningServer;
  readonly receiver: Receiver;
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly page: Page;
}

async function goTo(
  { page, server }: Pick<Bench, 'page'> & { readonly server: Pick<RunningServer, 'controlUrl'> },
  place: string,
  ready: string,
): Promise<void> {
  await page.goto(`${server.controlUrl}/#/${place}`);
  await page.waitForSelector(ready);
}

async function nothingFromElsewhere(t: Test, { context, server }: Bench): Promise<void> {
  const page = await context.newPage();
  const asked: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  for (const path of ['/', '/_tollgate']) {
    const answer = await page.goto(server.controlUrl.replace('/_tollgate', path));
    t.match(answer!.headers(), {
      'content-security-policy':
        /^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; connect-src 'self'; /,
      'x-frame-options': 'DENY',
      'cache-control': 'no-store',
    });
    await page.waitForSelector('.hero h2');
  }
  const own = new URL(server.controlUrl).origin;
  t.ok(asked.length > 4);
  t.strictSame(
    asked.filter((url) => !url.startsWith(own) && !url.startsWith('data:')),
    [],
  );
  t.strictSame(complaints, [], 'the browser has nothing to complain of');
  await page.close();
}

/** A person who was just refused opens the page. */
async function explains(t: Test, bench: Bench): Promise<void> {
  const { page, server } = bench;
  await goTo(bench, 'requests', '.explained h3');
  t.match(await page.textContent('.hero h2'), /joined the parts by ":"/, 'the newest refusal, at once');
  t.match(await page.textContent('.next'), /openssl/, 'and what to do');
  t.match(await page.textContent('.compared'), /Expected.*Came/);
  await jsonClient(server.contractUrl('piaxis'))('/api/profile', { headers: { 'api-key': 'pk_test_nile_markets' } });
  await page.locator('.hero', { hasText: '/piaxis/api/profile' }).waitFor();
  t.match(await page.textContent('.hero h2'), /pk_test_nile_market|key/, 'the next one as it comes');
  t.match(await page.getAttribute('[role=option]', 'aria-posinset'), '1');

  const shows = (text: RegExp): Promise<void> => page.locator('.hero', { hasText: text }).waitFor();
  const counts = (text: RegExp): Promise<void> => page.locator('.count', { hasText: text }).waitFor();
  await page.getByRole('searchbox').fill('EXPIRED token');
  await counts(/^1 of /);
  await shows(/expired/);
  await page.getByRole('searchbox').fill('no such words');
  await page.getByRole('button', { name: /^Show all/ }).click();
  await page.getByLabel('Provider', { exact: true }).selectOption('fortis');
  await counts(/^3 of /);
  await page.getByRole('radio', { name: 'Answered' }).check();
  await counts(/^1 of /);
  t.equal(await page.locator('[role=option]').count(), 1, 'as many rows as are counted');
  await page.getByRole('radio', { name: 'All' }).check();
  await page.getByLabel('Provider', { exact: true }).selectOption('');

  await page.getByRole('listbox').focus();
  await page.keyboard.press('End');
  await shows(/POST \/engagifii-revenue\/oauth\/token/);
  await page.keyboard.press('ArrowUp');
  await shows(/GET \/engagifii-revenue\/api\/1.0\/invoice\/INV-123456/);
  t.match(page.url(), /#\/requests\/2$/, 'each has an address');
  await page.getByText('What was sent').click();
  t.match(await page.textContent('.message[open]'), /Bearer \[redacted\]/i);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save HAR' }).click();
  t.equal((await download).suggestedFilename(), 'tollgate-default.har');
  const archive = JSON.parse(readFileSync(await (await download).path(), 'utf8')) as { log: { entries: unknown[] } };
  t.ok(archive.log.entries.length > 5);
  await page.getByText('Follow the newest request').click();
  await shows(/401 GET \/piaxis\/api\/profile/);
}

async function connects(t: Test, bench: Bench): Promise<void> {
  const { page, server, context } = bench;
  await goTo(bench, 'providers', '.cards a');
  t.equal(await page.locator('.cards > li').count(), STORY.length);
  await page.getByRole('link', { name: 'Piaxis API' }).click();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy: Base URL of Piaxis API' }).click();
  t.equal(await page.evaluate('navigator.clipboard.readText()'), server.contractUrl('piaxis'));
  t.match(await page.textContent('main'), /curl /);
  await page
    .getByRole('button', { name: 'Copy: Id of Nile Market server key' })
    .or(page.getByRole('button', { name: /^Copy: Secret of/ }))
    .first()
    .click();
  t.match(await page.evaluate('navigator.clipboard.readText()'), /\w+_test_\w+|\w{8,}/);
}

/** Presses a button that asks first, and says yes. */
async function confirm(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name }).click();
  await page.getByRole('dialog').getByRole('button').first().click();
}

const placeOf = (locator: Locator): Promise<number> =>
  locator.evaluate((one) => (one as unknown as { getBoundingClientRect(): { y: number } }).getBoundingClientRect().y);

/** Keys, clients, people and tenants: a request is answered or refused by what the page did. */
async function managesPeople(t: Test, bench: Bench): Promise<void> {
  const { page, server } = bench;
  const asKey = async (key: string): Promise<number> =>
    (await jsonClient(server.contractUrl('piaxis'))('/api/profile', { headers: { 'api-key': key } })).status;
  await goTo(bench, 'providers/piaxis', 'article .cards');
  const card = page.locator('.cards > li', { hasText: 'pk_test_nile_market' }).first();
  const before = await asKey('pk_test_nile_market');
  await card.getByRole('button', { name: /^Block / }).click();
  t.strictSame(await violations(page), [], 'it is asked first');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  t.equal(await asKey('pk_test_nile_market'), before, 'and was not done');
  t.match(
    await page.evaluate('document.activeElement.getAttribute("aria-label")'),
    /^Block /,
    'the keyboard stays there',
  );
  const top = await placeOf(card);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Block' }).press('Enter');
  await card.getByText('blocked').waitFor();
  t.equal(await asKey('pk_test_nile_market'), 401);
  t.equal(await placeOf(card), top, 'nothing jumps');
  t.equal(await page.getByRole('heading', { name: 'A request to begin with' }).count(), 1);
  t.notMatch(await page.textContent('article'), /curl [^]*'api-key: pk_test_nile_market'/, 'with another key');
  await card.getByRole('button', { name: /^Unblock / }).click();
  await card.getByRole('button', { name: /^Block / }).waitFor();
  t.equal(await asKey('pk_test_nile_market'), before);

  await page.getByText('Add a key').click();
  await page.locator('.adding[open]').getByLabel('Name').fill('Made in the console');
  await page.locator('.adding[open]').getByRole('button', { name: 'Add' }).click();
  const secret = await page.getByRole('status').locator('.value code').textContent();
  t.equal(await asKey(secret!), 200, 'a new key is shown, and good');
  await confirm(page, 'New secret for Made in the console');
  const renewed = page
    .locator('.cards > li', { hasText: 'Made in the console' })
    .locator('dt:text("New secret") + dd code');
  t.equal(await asKey((await renewed.textContent())!), 200);
  t.equal(await asKey(secret!), 401, 'in place of the one before');

  await page.getByText('Add a tenant').click();
  await page.getByLabel('Id', { exact: true }).fill('from the console');
  await page.locator('.adding[open]').getByRole('button', { name: 'Add' }).click();
  t.match(await page.locator('.adding[open] .fault').textContent(), /Visible ASCII/, 'a refusal says why');
  await page.getByLabel('Id', { exact: true }).fill('console-tenant');
  await page.locator('.adding[open]').getByRole('button', { name: 'Add' }).click();
  await page.getByRole('heading', { name: 'console-tenant' }).waitFor();
  await page.getByText('Add a client').click();
  await page.locator('.adding[open]').getByLabel('Tenant').selectOption('console-tenant');
  await page.getByLabel(/^Client id/).fill('console-client');
  await page.getByLabel(/^Redirect URIs/).fill('http://localhost:3000/callback');
  await page.locator('.adding[open]').getByRole('button', { name: 'Add' }).click();
  await page.getByRole('heading', { name: 'console-client' }).waitFor();
  await confirm(page, 'Delete console-tenant');
  t.match(await page.locator('.cards .fault').textContent(), /console-tenant/, 'it has a client still');
  await confirm(page, 'Delete console-client');
  await page.getByRole('heading', { name: 'console-client' }).waitFor({ state: 'detached' });
  await confirm(page, 'Delete console-tenant');
  await page.getByRole('heading', { name: 'console-tenant' }).waitFor({ state: 'detached' });
}

/** By a certificate, and by a key: what the form adds can be used. */
async function addsClients(t: Test, { browser }: Bench): Promise<void> {
  const server = await startStory(['oauth2', VIADUCT]);
  t.teardown(() => server.close());
  const page = await browser.newPage({ viewport: DESK });
  page.setDefaultTimeout(10_000);
  const known = async (contract: string, id: string): Promise<Record<string, unknown>> =>
    (await controlClient(server.controlUrl)('GET', `/clients/${contract}/${id}`)).body;
  const form = page.locator('.adding[open]');
  const ways = (): Promise<readonly string[]> =>
    form.getByLabel('How it authenticates').locator('option').allTextContents();
  const add = (): Promise<void> => form.getByRole('button', { name: 'Add' }).click();

  await goTo({ page, server }, 'providers/viaduct', 'article .cards');
  await page.getByText('Add a client').click();
  t.notMatch(await ways(), /private_key_jwt/, 'only what the contract takes');
  await form.getByLabel('How it authenticates').selectOption('tls_client_auth');
  await form.getByLabel('Its certificate is known by').selectOption('san_dns');
  await form.getByRole('textbox', { name: 'That name' }).fill('console.example');
  await form.getByLabel(/^Client id/).fill('certified');
  t.strictSame(await violations(page), []);
  await add();
  await page.getByRole('heading', { name: 'certified' }).waitFor();
  t.match(await known('viaduct', 'certified'), {
    token_endpoint_auth_method: 'tls_client_auth',
    tls_client_auth_san_dns: 'console.example',
    client_secret: null,
    certificate: { cert: /BEGIN CERTIFICATE/, key: /PRIVATE KEY/ },
  });
  const card = page.locator('.cards > li', { hasText: 'console.example' });
  await card.getByText('Its private key, for the certificate').click();
  t.match(await card.locator('pre').last().textContent(), /BEGIN PRIVATE KEY/, 'to copy');

  await goTo({ page, server }, 'providers/oauth2', 'article .cards');
  await page.getByText('Add a client').click();
  t.notMatch(await ways(), /tls_client_auth/);
  await form.getByLabel('How it authenticates').selectOption('private_key_jwt');
  await form.getByLabel('Its keys').selectOption('own');
  await form.getByLabel(/^JWK Set/).fill('{ kty');
  await form.getByLabel(/^Client id/).fill('signs');
  await add();
  t.match(await form.locator('.fault').textContent(), /not JSON: paste a JWK Set/);
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  await form.getByLabel(/^JWK Set/).fill(JSON.stringify(publicKey.export({ format: 'jwk' })));
  await add();
  await page.getByRole('heading', { name: 'signs', exact: true }).waitFor();
  t.match(await known('oauth2', 'signs'), {
    token_endpoint_auth_method: 'private_key_jwt',
    client_secret: null,
    jwks: { keys: [{ kty: 'EC' }] },
  });
  await page.getByText('Add a client').click();
  await form.getByLabel('How it authenticates').selectOption('private_key_jwt');
  await form.getByLabel(/^Client id/).fill('signs-here');
  await page.setViewportSize(PHONE);
  t.strictSame(await violations(page), []);
  t.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), 'it fits a phone');
  await add();
  await page.getByRole('heading', { name: 'signs-here' }).waitFor();
  t.match(await known('oauth2', 'signs-here'), { assertion_key: { kty: 'EC', d: String } });
  await page.close();
}

async function receives(t: Test, bench: Bench): Promise<void> {
  const { page, receiver } = bench;
  await goTo(bench, 'providers', '.cards a');
  await page.locator('.places .badge', { hasText: '1 new message' }).waitFor();
  await goTo(bench, 'inbox', '.otp');
  t.match(await page.textContent('.otp code'), /^\d{4,8}$/);
  t.match(await page.textContent('.cards li'), /to \+256700000000, for escrow release/);
  t.equal(await page.locator('.places .badge').count(), 0, 'it was seen');
  await goTo(bench, 'webhooks', '.attempts');
  const [first] = await receiver.got(1);
  await page.getByLabel('How payment.pending is sent again').selectOption('duplicate');
  await page.getByRole('button', { name: 'Send payment.pending again' }).click();
  await page.getByText('twice in a row: answered 200').first().waitFor();
  const [, ...again] = await receiver.got(3);
  t.strictSame(
    again.map(({ text }) => text),
    [first!.text, first!.text],
  );
}

async function movesTheClock(t: Test, bench: Bench): Promise<void> {
  const { page, server } = bench;
  const { clock } = server.sandboxes.known('default')!;
  await goTo(bench, 'clock', '.endings');
  const before = clock.now();
  await page.getByRole('button', { name: '+1m: move the clock forward' }).click();
  await page.locator('.big-clock', { hasText: '10:31' }).waitFor();
  t.ok(clock.now() - before >= 60_000);
  await page.getByRole('button', { name: 'Let it go on' }).click();
  await page.getByRole('button', { name: 'Stop it' }).click();
  await page.getByRole('button', { name: 'Let it go on' }).waitFor();
  t.ok(clock.frozen);
  await page.getByRole('button', { name: /^Go there: the end of the one-time password/ }).click();
  await page.locator('.big-clock', { hasText: '10:35' }).waitFor();
  t.equal(
    await page.getByRole('button', { name: /^Go there: the end of the one-time password/ }).count(),
    0,
    'it has ended',
  );
  t.match(await page.locator('section', { hasText: 'What has ended' }).textContent(), /The one-time password to/);
  await page.getByRole('link', { name: 'request 1', exact: true }).waitFor();
  await page.getByLabel('By any span').fill('a while');
  await page.getByRole('button', { name: 'Move', exact: true }).click();
  t.match(await page.locator('.fault').textContent(), /duration such as|does not fit/i);
  await page.getByLabel('By any span').fill('-4m');
  await page.getByRole('button', { name: 'Move', exact: true }).click();
  await page.locator('.big-clock', { hasText: '10:31' }).waitFor();
  await page.getByRole('button', { name: 'Let it go on' }).click();
  await page.getByRole('button', { name: 'Stop it' }).waitFor();
}

async function gaugesQuotas(t: Test, bench: Bench): Promise<void> {
  const { page, server } = bench;
  const control = controlClient(server.controlUrl);
  const send = jsonClient(server.contractUrl('piaxis'), { 'api-key': 'pk_test_nile_market' });
  interface Standing {
    readonly class: string;
    readonly callers: readonly { readonly who: string; readonly used: number; readonly remaining: number }[];
  }
  const used = async (): Promise<number> => {
    const { quotas } = (await control('GET', '/quotas/piaxis')).body as unknown as { quotas: readonly Standing[] };
    const retrieval = quotas.find((one) => one.class === 'retrieval')!;
    return retrieval.callers.find(({ who }) => who.startsWith('096b723a'))?.used ?? 0;
  };
  const answer = await send('/api/profile');
  const before = await used();
  t.equal(before, 5_000 - Number(answer.headers.get('x-ratelimit-remaining')), 'as the provider tells it');
  t.equal(await used(), before, 'looking uses nothing');
  await send('/api/profile');
  t.equal(await used(), before + 1);
  await goTo(bench, 'quotas', '.cards');
  await page.getByRole('combobox', { name: 'Provider', exact: true }).selectOption('piaxis');
  const card = page.locator('.cards > li', { hasText: 'retrieval' });
  await card.getByText('Change the limit').click();
  await card.getByLabel('Another limit for retrieval').fill(String(before + 1));
  await card.getByRole('button', { name: 'Set the limit of retrieval' }).click();
  await card.getByText('none left').first().waitFor();
  t.equal((await send('/api/profile')).status, 429);
  // Too soon, as the report card will say.
  t.equal((await send('/api/profile')).status, 429);
  await card.getByRole('button', { name: 'As the contract has it: retrieval' }).click();
  await card.getByText('5,000 requests').waitFor();
}

async function playsFaults(t: Test, bench: Bench): Promise<void> {
  const { page, server } = bench;
  const send = jsonClient(server.contractUrl('piaxis'), { 'api-key': 'pk_test_nile_market' });
  await goTo(bench, 'faults', 'form');
  await page.getByRole('combobox', { name: 'Provider', exact: true }).selectOption('piaxis');
  await page.getByLabel('Operation (empty: any)').fill('getProfil');
  await page.getByRole('button', { name: 'Add the fault' }).click();
  t.match(await page.locator('.fault').textContent(), /did you mean "getProfile"/);
  await page.getByLabel('Operation (empty: any)').fill('getProfile');
  await page.getByRole('button', { name: 'Add the fault' }).click();
  await page.getByText('Answered 503').waitFor();
  t.equal((await send('/api/profile')).status, 503);
  await page.getByText('spent').waitFor();
  await page.getByRole('button', { name: /^End it/ }).click();
  await page.getByText('No fault is set').waitFor();
}

async function grades(t: Test, bench: Bench): Promise<void> {
  const { page, server } = bench;
  const card = (await controlClient(server.controlUrl)('GET', '/grade?ended=true')).body as {
    results?: readonly { readonly state: string }[];
  };
  t.ok(card.results!.some(({ state }) => state === 'held'));
  await goTo(bench, 'report-card', '.graded');
  await page.getByLabel(/^The client has ended/).check();
  await page.locator('.totals', { hasText: /[1-9]\d* broken/ }).waitFor();
  t.match(await page.locator('.graded').first().textContent(), /Mend: /);
  const odd = page.locator('.graded', { hasText: 'No answer with an unknown field was played' });
  t.notMatch(await odd.locator('p').allTextContents(), /tollgate/, 'no terminal is needed');
  await page.getByLabel('Provider that plays').selectOption('fortis');
  await odd.getByRole('button', { name: 'Play it at' }).click();
  await odd.getByText('The next requests meet it').waitFor();
  t.strictSame(await violations(page), []);
  const { faults } = (await controlClient(server.controlUrl)('GET', '/faults')).body as unknown as {
    faults: readonly { readonly id: string }[];
  };
  t.match(faults, [{ asked: { unknown_field: true, next: 1 } }]);
  await controlClient(server.controlUrl)('DELETE', `/faults/fortis/${faults[0]!.id}`);
  await page.locator('.graded a').first().click();
  t.match(await page.textContent('.hero'), /Request \d+/, 'the request that shows it');
  await using library = await startSandbox({ contracts: ['piaxis'] });
  const refused = await controlClient(library.control)('GET', '/grade');
  t.match(refused.body, { status: 404, detail: /tollgate grade --url/ }, 'a sandbox of the library judges nobody');
}

/** One contract whose quotas do not say when they end: a run finds it, and can be cancelled. */
async function checksContracts(t: Test, { browser }: Bench): Promise<void> {
  const server = await startStory(['piaxis', BOOKSHOP]);
  t.teardown(() => server.close());
  const page = await browser.newPage({ viewport: DESK });
  page.setDefaultTimeout(60_000);
  await goTo({ page, server }, 'conformance', 'text=No run was started yet');
  await page.getByLabel(/^Only these/).fill('no.such');
  await page.getByRole('button', { name: 'Start the run' }).click();
  t.match(await page.locator('.fault').textContent(), /The run was not started: no check fits "no\.such"/);

  await page.getByLabel(/^Only these/).fill('');
  await page.getByRole('button', { name: 'Start the run' }).click();
  await page.getByRole('progressbar', { name: 'Checks that have ended' }).waitFor();
  t.ok(await page.getByRole('button', { name: 'Start the run' }).isDisabled(), 'one at a time');
  t.equal((await jsonClient(server.contractUrl('piaxis'))('/api/nowhere')).status, 404, 'the server answers meanwhile');
  await page.locator('.totals', { hasText: /[1-9]\d* passed/ }).waitFor();
  t.strictSame(await violations(page), []);
  t.equal(await page.locator('select.sandbox').count(), 0, 'sandboxes of checks are nobody’s choice');
  await page.getByRole('button', { name: 'Cancel the run' }).click();
  await page.getByText(/^The run was cancelled/).waitFor();
  await page.getByText('Why some checks were not run').click();
  await page.getByText(/checks: the run was cancelled/).waitFor();

  await page.getByRole('combobox', { name: 'Provider' }).selectOption('bookshop');
  await page.getByLabel(/^Only these/).fill('unmatched.*, rate-limit.exact:default');
  await page.getByRole('button', { name: 'Start the run' }).click();
  await page.getByText(/^The run has ended/).waitFor();
  const report = (await page.textContent('.report')) ?? '';
  t.match(report, /MUST 1\. The header allow is missing, at listBooks/);
  t.match(report, /2\. The header retry-after is missing/);
  t.notMatch(report, /suite-/, 'no place that is gone');
  t.match(report, /tollgate verify bookshop --base-url \S+ --only unmatched\.wrong-method:listBooks/);
  await page.locator('.graded summary').first().click();
  t.match(await page.textContent('.check-ids'), /unmatched\.wrong-method:listBooks/);
  t.strictSame(await violations(page), []);
  await page.emulateMedia({ colorScheme: 'dark' });
  t.strictSame(await violations(page, ONLY_COLOURS), []);
  await page.setViewportSize(PHONE);
  t.strictSame(await violations(page, BUT_COLOURS), []);
  t.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), 'it fits a phone');
  await page.close();
  await using library = await startSandbox({ contracts: ['piaxis'] });
  const other = await browser.newPage({ viewport: DESK });
  await goTo({ page: other, server: { controlUrl: library.control } }, 'conformance', '.fault');
  t.match(await other.textContent('.fault'), /tollgate verify <contract> --base-url/);
  t.equal(await other.getByRole('button', { name: 'Start the run' }).count(), 0);
  t.strictSame(await violations(other), []);
  await other.close();
}

/** It is in sight, and the keyboard and a screen reader go on from there. */
async function seesTheAnswer(t: Test, page: Page): Promise<void> {
  t.equal(await page.evaluate('document.activeElement.getAttribute("aria-label")'), 'The answer');
  const { y } = (await page.locator('.try .hero').boundingBox())!;
  t.ok(y >= 0 && y < DESK.height / 2, `the answer stands at ${y}`);
}

interface Described {
  readonly operations: readonly { readonly id: string }[];
}

/** Each operation is told as the control plane's document says, and a request for it can be made ready. */
async function describesOperations(t: Test, { server }: Bench): Promise<void> {
  const control = controlClient(server.controlUrl);
  let count = 0;
  for (const contract of STORY) {
    const { operations } = (await control('GET', `/operations/${contract}`)).body as unknown as Described;
    for (const { id } of operations) {
      count += 1;
      const { body: operation } = await control('GET', `/operations/${contract}/${id}`);
      const [body] = operation['bodies'] as readonly { readonly type: string; readonly example: string }[];
      if (body !== undefined) t.not(body.example, '', `${contract} ${id} has a body to begin with`);
      const prepared = await control('POST', `/operations/${contract}/${id}/request`, {
        ...(body !== undefined && { content_type: body.type, body: body.example }),
      });
      t.match(prepared, { status: 200, body: { curl: /^curl -i / } }, `${contract} ${id}`);
    }
  }
  t.ok(count > 50);
  const refused = await control('POST', '/operations/piaxis/getProfile/request', {
    credentials: [{ credential: 'merchant_key', id: 'nobody' }],
  });
  t.equal(refused.status, 400);
  t.match(await control('GET', '/operations/piaxis/getProfil'), { status: 404, body: { detail: /getProfile/ } });
}

async function triesOperations(t: Test, bench: Bench): Promise<void> {
  const { page } = bench;
  const send = async (status: string): Promise<string> => {
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('.try .hero .status', { hasText: status }).waitFor();
    return (await page.textContent('.try .hero')) ?? '';
  };
  await goTo(bench, 'reference', '.operations');
  await page.getByRole('combobox', { name: 'Provider' }).selectOption('fortis');
  await page.getByRole('searchbox', { name: 'Find' }).fill('list transactions');
  await page.locator('.operations a').click();
  await page
    .getByRole('combobox', { name: 'Credential' })
    .selectOption({ label: 'Signature of user id and timestamp' });
  t.match(await send('200'), /It was answered/, 'signed');
  t.match(await page.textContent('.try > .code'), /hash-key: [0-9a-f]{64}/);

  await goTo(bench, 'reference/engagifii-revenue/issueToken', '.try form');
  t.match(
    await page.locator('.prose li').allTextContents(),
    ['client_credentials:', 'authorization_code:'].map((one) => new RegExp(`^${one}`)),
  );
  t.match(await send('200'), /access_token/);
  await seesTheAnswer(t, page);
  await goTo(bench, 'reference/engagifii-revenue/getInvoice', '.try form');
  await page.getByRole('combobox', { name: 'Credential' }).selectOption({ label: 'Access token' });
  const token = page.getByLabel('Access token', { exact: true });
  const given = await token.inputValue();
  t.match(given, /^ey/, 'filled in');
  await page.reload();
  await page.getByRole('combobox', { name: 'Credential' }).selectOption({ label: 'Access token' });
  t.equal(await token.inputValue(), given, 'over a reload');
  await page.getByRole('textbox', { name: /id path/i }).fill('INV-123456');
  t.match(await send('200'), /INV-123456/, 'with the token that was given out');

  await goTo(bench, 'reference/piaxis/createPayment', '.try form');
  t.match(await send('201'), /It was answered/);
  await page.getByRole('textbox', { name: 'Body', exact: true }).fill('{');
  t.match(await send('4'), /JSON/, 'a refusal says why');
  await goTo(bench, 'reference/piaxis/getProfile', '.try form');
  const which = page.getByRole('combobox', { name: /^Which / });
  await which.selectOption({ label: 'a wrong one' });
  t.match(await send('401'), /What to do/, 'and what to do');
  await controlClient(bench.server.controlUrl)('POST', '/keys/piaxis/merchant_key/nile-market/block');
  await page.reload();
  await which.selectOption({ label: 'Nile Market server, blocked' });
  t.match(await send('401'), /right, and blocked/);
  await page.getByRole('button', { name: 'Unblock it' }).click();
  await page.getByText('Done. Try again.').waitFor();
  await send('200');
  await goTo(bench, 'reference/piaxis/createPayment', '.try form');
  await page.getByRole('combobox', { name: 'Credential' }).selectOption('');
  await send('401');
  await page.getByRole('link', { name: /^request \d+ in full/ }).click();
  await page.locator('.hero', { hasText: '401 POST /piaxis/api/payments/create' }).waitFor();
  await page.getByRole('link', { name: 'API reference', exact: true }).click();
  t.equal(await page.getByRole('combobox', { name: 'Provider' }).inputValue(), 'piaxis', 'its provider');
}

const MARKDOWN = `
One of three, see [the list](https://shop.example/list) or **ask**:

- \`a\`: the first,
  on two lines
- the second
  1. with parts

| Way | Code |
|-----|------|
| in \`a\\|b\` | *none* |

\`\`\`
GET  /books
\`\`\`
<img src=x onerror="document.title = 'taken'">`;

async function readsMarkdown(t: Test, { browser }: Bench): Promise<void> {
  const own = parse(readFileSync(BOOKSHOP, 'utf8')) as { paths: { '/books': { get: { description: string } } } };
  own.paths['/books'].get.description = MARKDOWN;
  const file = join(t.testdir(), 'shop.yaml');
  writeFileSync(file, stringify(own));
  const server = await startStory([file]);
  t.teardown(() => server.close());
  const page = await browser.newPage({ viewport: DESK });
  await goTo({ page, server }, 'reference/shop/listBooks', 'article > .prose');
  const texts = (selector: string): Promise<readonly string[]> =>
    page.locator(`article > .prose ${selector}`).allTextContents();
  t.strictSame(await texts('> ul > li > p'), ['a: the first, on two lines', 'the second']);
  t.strictSame(await texts('ol > li'), ['with parts']);
  t.strictSame(await texts('th'), ['Way', 'Code']);
  t.strictSame(await texts('td'), ['in a|b', '*none*']);
  t.strictSame(await texts('code'), ['a', 'a|b', 'GET  /books']);
  t.strictSame(await texts('b'), ['ask']);
  t.equal(await page.locator('article > .prose a').getAttribute('href'), 'https://shop.example/list');
  t.match(await texts('> p'), [/^One of three/, /^<img src=x onerror/], 'text of a stranger stays text');
  t.not(await page.title(), 'taken');
  t.strictSame(await violations(page), []);
  await page.close();
}

/** They are dead, whoever reset the sandbox; what the journal alone forgot is not. */
async function forgetsTokens(t: Test, { browser }: Bench): Promise<void> {
  const server = await startStory(['engagifii-revenue']);
  t.teardown(() => server.close());
  const page = await browser.newPage({ viewport: DESK });
  page.setDefaultTimeout(10_000);
  const token = async (): Promise<string> => {
    await goTo({ page, server }, 'reference/engagifii-revenue/getInvoice', '.try form');
    await page.reload();
    await page.getByRole('combobox', { name: 'Credential' }).selectOption({ label: 'Access token' });
    return page.getByLabel('Access token', { exact: true }).inputValue();
  };
  const getOne = async (): Promise<void> => {
    const field = page.getByLabel('Access token', { exact: true });
    const before = await field.inputValue();
    await page.getByRole('button', { name: 'Get a new one' }).click();
    while ((await field.inputValue()) === before) await page.waitForTimeout(50);
  };
  t.equal(await token(), '');
  await getOne();
  const given = await token();
  t.match(given, /^ey/);
  await goTo({ page, server }, 'requests', '.hero');
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.waitForSelector('text=No request has come yet');
  t.equal(await token(), given, 'the journal was cleared, and the token is good');
  await getOne();
  await controlClient(server.controlUrl)('POST', '/reset');
  await goTo({ page, server }, 'requests', '.list-side');
  await page.reload();
  await page.waitForSelector('.connection.live');
  t.equal(await token(), '');
  await page.close();
}

/** Only rows in sight are there, and the one that is read stays where it is. */
async function holdsThousands(t: Test, bench: Bench): Promise<void> {
  const { page, server } = bench;
  const send = jsonClient(server.contractUrl('piaxis'));
  await goTo(bench, 'requests', '[role=option]');
  for (let i = 0; i < 20; i++) await atOnce(100, () => send('/api/nowhere'));
  await page.locator('.count', { hasText: /^2,/ }).waitFor();
  t.ok((await page.locator('[role=option]').count()) < 60, 'rows out of sight are not there');
  await page.locator('.window-list').evaluate((list) => {
    (list as unknown as { scrollTop: number }).scrollTop = 48 * 1000;
  });
  await page.waitForSelector('[aria-posinset="1005"]');
  const before = await page.locator('[aria-posinset="1005"]').getAttribute('id');
  await send('/api/nowhere');
  await page.waitForSelector(`#${before!}[aria-posinset="1006"]`);
  t.ok(await page.locator(`#${before!}`).isVisible());
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.waitForSelector('text=No request has come yet');
  t.match(await page.textContent('.empty .code'), /curl /, 'and there is one to paste');
  t.strictSame(await violations(page), []);
  await page.getByRole('combobox', { name: 'Provider' }).selectOption('piaxis');
  await page.getByRole('button', { name: 'Send a request that is refused' }).click();
  await page.locator('.hero.refused').waitFor();
  const [, first] = /Request (\d+),/.exec((await page.textContent('.hero')) ?? '')!;
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.locator('.hero', { hasText: `Request ${Number(first) + 1},` }).waitFor();
  await page.getByRole('button', { name: 'Clear' }).click();
  t.equal(await page.getByRole('combobox', { name: 'Provider' }).inputValue(), 'piaxis', 'remembered');
  await page.getByRole('button', { name: 'Send one that works' }).click();
  await page.locator('.hero.fine').waitFor();
}

/** Sends a request as a browser would that was led here by a stranger's name. */
async function asBrowser(
  server: RunningServer,
  path: string,
  headers: Record<string, string>,
  method = 'GET',
): Promise<string> {
  const { hostname, port } = new URL(server.controlUrl);
  const request = ask({ hostname, port, path, method, headers: { accept: 'text/html', ...headers } }).end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const chunks = await response.toArray();
  return `${response.statusCode!} ${Buffer.concat(chunks as Buffer[]).toString()}`;
}

async function keepsStrangersOut(t: Test, { server, context }: Bench): Promise<void> {
  const rebound = { host: `rebound.example:${new URL(server.controlUrl).port}` };
  for (const path of ['/', '/_tollgate', '/_tollgate/']) {
    const page = await asBrowser(server, path, rebound);
    t.match(page, /^200 <!doctype/, path);
    t.notMatch(page, /piaxis|sandbox_|pk_test/i, 'the page itself tells nothing');
  }
  t.match(await asBrowser(server, '/_tollgate/health', rebound), /^403 [\s\S]*localhost or an IP address only/);
  for (const path of ['/_tollgate/journal', '/_tollgate/contracts', '/_tollgate/credentials/piaxis'])
    t.match(await asBrowser(server, path, rebound), /^403 /, path);
  t.match(await asBrowser(server, '/_tollgate/journal', { origin: 'http://shop.example' }), /^403 [\s\S]*another site/);
  const before = (await server.sandboxes.known('default')!.journal.list({})).length;
  for (const [path, method] of [
    ['/_tollgate/reset', 'POST'],
    ['/_tollgate/journal', 'DELETE'],
  ] as const)
    t.match(await asBrowser(server, path, { origin: 'http://shop.example' }, method), /^403 /, `${method} ${path}`);
  t.equal((await server.sandboxes.known('default')!.journal.list({})).length, before, 'and does nothing');
  const port = await servePage(t, `<!doctype html><title>Shop</title><iframe src="${server.controlUrl}/"></iframe>`);
  const page = await context.newPage();
  await page.goto(`http://localhost:${port}/`);
  const told = await page.evaluate(
    (url) =>
      fetch(url).then(
        (answer) => answer.text(),
        (error: unknown) => `kept out: ${String(error)}`,
      ),
    `${server.controlUrl}/journal`,
  );
  t.match(told, /^kept out: /);
  t.equal(page.frames()[1]!.url(), 'chrome-error://chromewebdata/', 'and it is shown in nobody’s frame');
  await page.close();
}

async function asksForTheToken(t: Test, { browser }: Bench): Promise<void> {
  await using sandbox = await startSandbox({ contracts: ['piaxis'], controlToken: 'letmein' });
  const context = await browser.newContext({ viewport: DESK });
  const page = await context.newPage();
  await page.goto(sandbox.control);
  await page.getByLabel('Control token').fill('wrong');
  t.strictSame(await violations(page), []);
  await page.keyboard.press('Enter');
  await page.waitForSelector('text=That token is not the one');
  await page.getByLabel('Control token').fill('letmein');
  await page.getByRole('button', { name: 'Open the console' }).click();
  await page.waitForSelector('text=No request has come yet');
  await page.waitForSelector('.connection.live');
  t.notMatch(page.url(), /letmein/);
  t.equal(await page.evaluate('JSON.stringify(localStorage) + document.cookie'), '{}', 'it is kept in the tab only');
  await page.reload();
  await page.waitForSelector('text=No request has come yet');
  const other = await context.newPage();
  await other.goto(sandbox.control);
  await other.getByLabel('Control token').waitFor();
  await context.close();
}

async function saysWhenItIsCutOff(t: Test, { browser }: Bench): Promise<void> {
  const first = await startSandbox({ contracts: ['piaxis'] });
  const port = Number(new URL(first.control).port);
  const page = await browser.newPage({ viewport: DESK });
  await jsonClient(first.url('piaxis'))('/api/profile');
  await goTo({ page, server: { controlUrl: first.control } }, 'requests', '.hero h2');
  await page.waitForSelector('.connection.live');
  await first.close();
  await page.waitForSelector('text=The sandbox does not answer');
  t.equal(await page.textContent('.connection'), 'Disconnected');
  t.equal(await page.locator('.hero h2').count(), 1, 'what was there stays');
  t.equal(await page.getByText('The sandbox does not answer').count(), 1, 'it is said once');
  t.strictSame(await violations(page), []);
  await using second = await startSandbox({ contracts: ['piaxis'], port });
  await page.waitForSelector('.connection.live');
  await page.waitForSelector('text=No request has come yet');
  t.equal(await page.locator('.cut-off').count(), 0);
  await jsonClient(second.url('piaxis'))('/api/profile');
  await page.waitForSelector('.hero h2');
  await page.close();
}

/** In light and dark, at a desk and on a phone. */
async function isForEverybody(t: Test, { browser, server }: Bench): Promise<void> {
  const page = await browser.newPage({ viewport: DESK });
  for (const { place, ready } of PLACES) {
    await goTo({ page, server }, place, ready);
    t.strictSame(await violations(page), [], place);
    await page.emulateMedia({ colorScheme: 'dark' });
    t.strictSame(await violations(page, ONLY_COLOURS), [], `${place} in the dark`);
    await page.setViewportSize(PHONE);
    t.strictSame(await violations(page, BUT_COLOURS), [], `${place} on a phone`);
    t.ok(
      await page.evaluate('document.documentElement.scrollWidth <= innerWidth'),
      `${place} is no wider than ${PHONE.width} pixels`,
    );
    t.ok(await page.evaluate(NO_SMALL_FIELD), `no telephone enlarges ${place} to type`);
    await page.setViewportSize(DESK);
    await page.emulateMedia({ colorScheme: 'light' });
  }
  await page.close();
}

t.test('the console', { skip: skipWithoutBrowser() }, async (t) => {
  await using receiver = await startReceiver();
  const server = await startStory();
  t.teardown(() => server.close());
  await playStory(server, receiver.url);
  // No token ends and no webhook is sent while somebody looks.
  await server.sandboxes.known('default')!.clock.freeze(true);
  const browser = await startBrowser(t);
  const context = await browser.newContext({ viewport: DESK });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const bench = { server, receiver, browser, context, page };
  const parts: readonly (readonly [string, (t: Test, bench: Bench) => Promise<void>])[] = [
    ['asks for nothing from elsewhere', nothingFromElsewhere],
    ['is for everybody', isForEverybody],
    ['explains a refusal as it comes', explains],
    ['has what a client needs', connects],
    ['describes each operation', describesOperations],
    ['shows what arrived', receives],
    ['manages keys, clients and tenants', managesPeople],
    ['adds clients by their keys', addsClients],
    ['moves the clock', movesTheClock],
    ['gauges quotas', gaugesQuotas],
    ['plays faults', playsFaults],
    ['grades the client', grades],
    ['checks contracts', checksContracts],
    ['tries operations', triesOperations],
    ['reads Markdown', readsMarkdown],
    ['forgets tokens of before a reset', forgetsTokens],
    ['keeps strangers out', keepsStrangersOut],
    ['asks for the control token', asksForTheToken],
    ['says when it is cut off', saysWhenItIsCutOff],
    ['holds thousands of requests', holdsThousands],
  ];
  for (const [name, part] of parts) await t.test(name, (t) => part(t, bench));
});
