/** The console in a real browser, every place of it, and with what a screen reader is told. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request as ask } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import t from 'tap';
import type { Test } from 'tap';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startSandbox } from '../index.ts';
import type { SandboxHandle } from '../index.ts';
import { servePage, skipWithoutBrowser, startBrowser } from './browser.ts';
import { playStory, STORY } from './console-story.ts';
import { atOnce, jsonClient } from './json-client.ts';
import { startReceiver } from './webhook-receiver.ts';
import type { Receiver } from './webhook-receiver.ts';

t.setTimeout(120_000);

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
}

/** What axe finds wrong with the page as it stands; by all rules, or by those named. */
async function violations(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  if (await page.evaluate('typeof axe === "undefined"')) await page.evaluate(AXE);
  const options = rules === undefined ? '' : JSON.stringify({ runOnly: rules });
  const { violations: found } = await page.evaluate<{ violations: Violation[] }>(`axe.run(${options})`);
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}; ${target.join(' ')}; ${failureSummary}`),
  );
}

const PHONE = { width: 375, height: 760 };
const DESK = { width: 1280, height: 800 };

const PLACES: readonly { readonly place: string; readonly ready: string }[] = [
  { place: 'requests', ready: '.explained h3' },
  { place: 'providers', ready: '.cards a' },
  { place: 'providers/engagifii-revenue', ready: 'article .cards' },
  { place: 'nowhere', ready: 'text=There is no such place' },
];

interface Bench {
  readonly sandbox: SandboxHandle;
  readonly receiver: Receiver;
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly page: Page;
}

async function goTo({ page, sandbox }: Pick<Bench, 'page' | 'sandbox'>, place: string, ready: string): Promise<void> {
  await page.goto(`${sandbox.control}/#/${place}`);
  await page.waitForSelector(ready);
}

async function nothingFromElsewhere(t: Test, { context, sandbox }: Bench): Promise<void> {
  const page = await context.newPage();
  const asked: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  for (const path of ['/', '/_tollgate']) {
    const answer = await page.goto(sandbox.control.replace('/_tollgate', path));
    t.match(answer!.headers(), {
      'content-security-policy':
        /^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; connect-src 'self'; /,
      'x-frame-options': 'DENY',
      'cache-control': 'no-store',
    });
    await page.waitForSelector('.hero h2');
  }
  const own = new URL(sandbox.control).origin;
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
  const { page, sandbox } = bench;
  await goTo(bench, 'requests', '.explained h3');
  t.match(await page.textContent('.hero h2'), /joined the parts by ":"/, 'the newest refusal, at once');
  t.match(await page.textContent('.next'), /openssl/, 'and what to do');
  t.match(await page.textContent('.compared'), /Expected.*Came/);
  await jsonClient(sandbox.url('piaxis'))('/api/profile', { headers: { 'api-key': 'pk_test_nile_markets' } });
  await page.locator('.hero', { hasText: '/piaxis/api/profile' }).waitFor();
  t.match(await page.textContent('.hero h2'), /pk_test_nile_market|key/, 'the next one as it comes');
  t.match(await page.getAttribute('[role=option]', 'aria-posinset'), '1');

  await page.getByRole('searchbox').fill('EXPIRED token');
  t.equal(await page.locator('[role=option]').count(), 1);
  t.match(await page.textContent('.hero h2'), /expired/);
  await page.getByRole('searchbox').fill('no such words');
  await page.getByRole('button', { name: /^Show all/ }).click();
  await page.getByLabel('Provider', { exact: true }).selectOption('fortis');
  t.equal(await page.locator('[role=option]').count(), 3);
  await page.getByRole('radio', { name: 'Answered' }).check();
  t.equal(await page.locator('[role=option]').count(), 1);
  await page.getByRole('radio', { name: 'All' }).check();
  await page.getByLabel('Provider', { exact: true }).selectOption('');

  await page.getByRole('listbox').focus();
  await page.keyboard.press('End');
  t.match(await page.textContent('.hero'), /POST \/engagifii-revenue\/oauth\/token/, 'the oldest, by the keyboard');
  await page.keyboard.press('ArrowUp');
  t.match(page.url(), /#\/requests\/2$/, 'each has an address');
  await page.getByText('What was sent').click();
  t.match(await page.textContent('.message[open]'), /Bearer \[redacted\]/i);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save HAR' }).click();
  t.equal((await download).suggestedFilename(), 'tollgate-default.har');
  const archive = JSON.parse(readFileSync(await (await download).path(), 'utf8')) as { log: { entries: unknown[] } };
  t.ok(archive.log.entries.length > 5);
  await page.getByText('Follow the newest refusal').click();
  t.match(await page.textContent('.hero'), /401 GET \/piaxis\/api\/profile/);
}

async function connects(t: Test, bench: Bench): Promise<void> {
  const { page, sandbox, context } = bench;
  await goTo(bench, 'providers', '.cards a');
  t.equal(await page.locator('.cards > li').count(), STORY.length);
  await page.getByRole('link', { name: 'Piaxis API' }).click();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy: Base URL of Piaxis API' }).click();
  t.equal(await page.evaluate('navigator.clipboard.readText()'), sandbox.url('piaxis'));
  t.match(await page.textContent('main'), /curl /);
  await page
    .getByRole('button', { name: 'Copy: Id of Nile Market server key' })
    .or(page.getByRole('button', { name: /^Copy: Secret of/ }))
    .first()
    .click();
  t.match(await page.evaluate('navigator.clipboard.readText()'), /\w+_test_\w+|\w{8,}/);
}

/** Only rows in sight are there, and the one that is read stays where it is. */
async function holdsThousands(t: Test, bench: Bench): Promise<void> {
  const { page, sandbox } = bench;
  const send = jsonClient(sandbox.url('piaxis'));
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
}

/** Sends a request as a browser would that was led here by a stranger's name. */
async function asBrowser(sandbox: SandboxHandle, path: string, headers: Record<string, string>): Promise<string> {
  const { hostname, port } = new URL(sandbox.control);
  const request = ask({ hostname, port, path, headers: { accept: 'text/html', ...headers } }).end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const chunks = await response.toArray();
  return `${response.statusCode!} ${Buffer.concat(chunks as Buffer[]).toString()}`;
}

async function keepsStrangersOut(t: Test, { sandbox, context }: Bench): Promise<void> {
  const rebound = { host: `rebound.example:${new URL(sandbox.control).port}` };
  for (const path of ['/', '/_tollgate', '/_tollgate/'])
    t.match(await asBrowser(sandbox, path, rebound), /^200 <!doctype/, `${path}: the page itself tells nothing`);
  t.match(await asBrowser(sandbox, '/_tollgate/health', rebound), /^403 [\s\S]*localhost or an IP address only/);
  for (const path of ['/_tollgate/journal', '/_tollgate/contracts', '/_tollgate/credentials/piaxis'])
    t.match(await asBrowser(sandbox, path, rebound), /^403 /, path);
  t.match(
    await asBrowser(sandbox, '/_tollgate/journal', { origin: 'http://shop.example' }),
    /^403 [\s\S]*another site/,
  );
  const port = await servePage(t, `<!doctype html><title>Shop</title><iframe src="${sandbox.control}/"></iframe>`);
  const page = await context.newPage();
  await page.goto(`http://localhost:${port}/`);
  const told = await page.evaluate(
    (url) =>
      fetch(url).then(
        (answer) => answer.text(),
        (error: unknown) => `kept out: ${String(error)}`,
      ),
    `${sandbox.control}/journal`,
  );
  t.match(told, /^kept out: /);
  await page.goto(`${sandbox.control}/`);
  t.equal((await page.frames()[1]?.$('.top')) ?? null, null, 'and is shown in nobody’s frame');
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
  await goTo({ page, sandbox: first }, 'requests', '.hero h2');
  await page.waitForSelector('.connection.live');
  await first.close();
  await page.waitForSelector('text=The sandbox does not answer');
  t.equal(await page.textContent('.connection'), 'Disconnected');
  t.equal(await page.locator('.hero h2').count(), 1, 'what was there stays');
  t.strictSame(await violations(page), []);
  await using second = await startSandbox({ contracts: ['piaxis'], port });
  await page.waitForSelector('.connection.live');
  await page.waitForSelector('text=No request has come yet');
  t.equal(await page.locator('.lost').count(), 0);
  await jsonClient(second.url('piaxis'))('/api/profile');
  await page.waitForSelector('.hero h2');
  await page.close();
}

/** In light and dark, at a desk and on a phone. */
async function isForEverybody(t: Test, { browser, sandbox }: Bench): Promise<void> {
  const page = await browser.newPage({ viewport: DESK });
  for (const { place, ready } of PLACES) {
    await goTo({ page, sandbox }, place, ready);
    t.strictSame(await violations(page), [], place);
    await page.emulateMedia({ colorScheme: 'dark' });
    t.strictSame(await violations(page, ['color-contrast']), [], `${place} in the dark`);
    await page.setViewportSize(PHONE);
    t.strictSame(await violations(page, ['wcag2a', 'wcag2aa', 'wcag22aa', 'best-practice']), [], `${place} on a phone`);
    t.ok(
      await page.evaluate('document.documentElement.scrollWidth <= innerWidth'),
      `${place} is no wider than ${PHONE.width} pixels`,
    );
    await page.setViewportSize(DESK);
    await page.emulateMedia({ colorScheme: 'light' });
  }
  await page.close();
}

t.test('the console', { skip: skipWithoutBrowser() }, async (t) => {
  await using receiver = await startReceiver();
  await using sandbox = await startSandbox({ contracts: STORY, seed: 'console' });
  await playStory(sandbox, receiver.url);
  const browser = await startBrowser(t);
  const context = await browser.newContext({ viewport: DESK });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const bench = { sandbox, receiver, browser, context, page };
  const parts: readonly (readonly [string, (t: Test, bench: Bench) => Promise<void>])[] = [
    ['asks for nothing from elsewhere', nothingFromElsewhere],
    ['is for everybody', isForEverybody],
    ['explains a refusal as it comes', explains],
    ['has what a client needs', connects],
    ['keeps strangers out', keepsStrangersOut],
    ['asks for the control token', asksForTheToken],
    ['says when it is cut off', saysWhenItIsCutOff],
    ['holds thousands of requests', holdsThousands],
  ];
  for (const [name, part] of parts) await t.test(name, (t) => part(t, bench));
});
