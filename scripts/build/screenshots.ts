/** Makes the pictures of the console that the pages show, in a real browser: `npm run screenshots`. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { scriptCommand } from '../../conformance/script-command.ts';
import type { RunningServer } from '../../mock/server/server-options.ts';
import { launchBrowser } from '../../mock/test/browser.ts';
import { startReceiver } from '../../mock/test/webhook-receiver.ts';
import { BOOKSHOP } from '../test/command.ts';
import { STORY, playStory, startStory } from '../test/console-story.ts';

interface Shot {
  readonly file: string;
  /** The place in the console. */
  readonly place: string;
  /** What has to be there first. */
  readonly ready: string;
  readonly dark?: boolean;
  readonly phone?: boolean;
  /** What is done there, before what has to be there is. */
  readonly act?: (page: Page) => Promise<void>;
}

/** Its quotas do not say when they end: the suite has something to find. */
async function runSuite(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: 'Provider' }).selectOption('bookshop');
  await page.getByRole('button', { name: 'Start the run' }).click();
}

const SHOTS: readonly Shot[] = [
  { file: 'requests', place: 'requests', ready: '.citation' },
  { file: 'requests-dark', place: 'requests', ready: '.citation', dark: true },
  { file: 'requests-phone', place: 'requests', ready: '.citation', phone: true },
  { file: 'provider', place: 'providers/engagifii-revenue', ready: 'article .cards' },
  { file: 'reference', place: 'reference/piaxis', ready: '.operations' },
  { file: 'operation', place: 'reference/fortis/listTransactions', ready: '.try form' },
  { file: 'operation-phone', place: 'reference/piaxis/createPayment', ready: '.try form', phone: true },
  { file: 'inbox', place: 'inbox', ready: '.otp' },
  { file: 'webhooks', place: 'webhooks', ready: '.attempts' },
  { file: 'clock', place: 'clock', ready: '.endings' },
  { file: 'clock-phone', place: 'clock', ready: '.endings', phone: true },
  { file: 'quotas', place: 'quotas', ready: 'meter' },
  { file: 'faults', place: 'faults', ready: 'form' },
  { file: 'faults-phone', place: 'faults', ready: 'form', phone: true },
  { file: 'report-card', place: 'report-card', ready: '.graded' },
];

/** Of a server with a contract of one's own, besides. */
const OWN_SHOTS: readonly Shot[] = [
  { file: 'conformance', place: 'conformance', act: runSuite, ready: 'text=The run has ended' },
];

/** A run of the suite takes a while on a busy machine. */
const MOST_MS = 240_000;

const options = scriptCommand('npm run screenshots', 'Makes the pictures of the console in docs/console/.')
  .option('--to <folder>', 'where they go', 'docs/console')
  .parse()
  .opts<{ readonly to: string }>();
mkdirSync(options.to, { recursive: true });
await using receiver = await startReceiver();
const server = await startStory();
await playStory(server, receiver.url);
const own = await startStory([...STORY, BOOKSHOP]);
const browser = await launchBrowser();

async function take(shot: Shot, { controlUrl }: RunningServer): Promise<void> {
  const { file, place, ready, dark = false, phone = false, act } = shot;
  const page = await browser.newPage({
    viewport: phone ? { width: 375, height: 760 } : { width: 1280, height: 800 },
    deviceScaleFactor: phone ? 2 : 1,
    colorScheme: dark ? 'dark' : 'light',
  });
  await page.goto(`${controlUrl}/#/${place}`);
  await act?.(page);
  await page.waitForSelector(ready, { timeout: MOST_MS });
  await page.screenshot({ path: join(options.to, `${file}.png`) });
  await page.close();
}

try {
  for (const shot of SHOTS) await take(shot, server);
  for (const shot of OWN_SHOTS) await take(shot, own);
} finally {
  await browser.close();
  await Promise.all([server.close(), own.close()]);
}
console.log(`Made ${SHOTS.length + OWN_SHOTS.length} pictures in ${options.to}.`);
