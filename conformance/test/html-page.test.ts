/** The page that `--report html=…` writes, in a real browser. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import t from 'tap';
import { skipWithoutBrowser, startBrowser } from '../../mock/test/browser.ts';
import { verifyPiaxis } from './independent/half-broken-text.ts';

const ONLY = ['keys', 'oauth.code-replay', 'oauth.state-*'].flatMap((id) => ['--only', id]);

t.test('the page of a run', { skip: skipWithoutBrowser(), timeout: 120_000 }, async (t) => {
  const dir = t.testdir();
  const file = join(dir, 'run.html');
  const { code, stderr } = await verifyPiaxis(
    join(dir, 'target.yaml'),
    ['code-twice', 'state-dropped', 'blocked-key-taken'],
    ...ONLY,
    '--report',
    `html=${file}`,
  );
  t.equal(code, 1, stderr);
  const browser = await startBrowser(t);

  for (const width of [1280, 375]) {
    const page = await browser.newPage({ viewport: { width, height: 700 } });
    const faults: string[] = [];
    page.on('pageerror', ({ message }) => faults.push(message));
    await page.goto(`${pathToFileURL(file).href}#piaxis-cause-2`);
    const end = await page.locator('header').evaluate((header) => header.getBoundingClientRect().bottom);
    const top = await page.locator('#piaxis-cause-2').evaluate((cause) => cause.getBoundingClientRect().top);
    t.ok(top >= end, `at ${width} pixels a link leads to where the bar leaves it to be read: ${top}, ${end}`);
    t.equal(await page.evaluate('document.documentElement.scrollWidth'), width, 'nothing is wider than the window');

    await page.fill('#filter', 'oauth.state-');
    t.match(await page.textContent('#shown'), /^1 cause, \d+ checks$/, 'what is found is counted');
    t.equal(await page.locator('article:visible').count(), 1);
    await page.fill('#filter', 'no such words');
    t.equal(await page.textContent('#shown'), '0 causes, 0 checks');

    // The table of checks leads to causes that the filter hides.
    await page.fill('#filter', 'An authorization code is good once');
    t.equal(await page.locator('article:visible').count(), 0);
    await page.locator('.every a:visible').first().click();
    t.equal(await page.inputValue('#filter'), '');
    t.match(await page.locator('article:target').textContent(), 'An authorization code is taken again');

    await page.fill('#filter', '');
    await page.locator('.every > summary').click();
    t.match(
      await page.locator('.every tr.not_run').first().textContent(),
      /needs|assumed/,
      'each says why it was not run',
    );
    t.strictSame(faults, []);
    await page.close();
  }
});
