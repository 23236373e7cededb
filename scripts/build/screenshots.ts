/** Makes the pictures of the console that the pages show, in a real browser: `npm run screenshots`. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { scriptCommand } from '../../conformance/script-command.ts';
import { launchBrowser } from '../../mock/test/browser.ts';

import { startReceiver } from '../../mock/test/webhook-receiver.ts';
import { playStory, startStory } from '../test/console-story.ts';

interface Shot {
  readonly file: string;
  /** The place in the console. */
  readonly place: string;
  /** What has to be there first. */
  readonly ready: string;
  readonly dark?: boolean;
  readonly phone?: boolean;
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

const options = scriptCommand('npm run screenshots', 'Makes the pictures of the console in docs/console/.')
  .option('--to <folder>', 'where they go', 'docs/console')
  .parse()
  .opts<{ readonly to: string }>();
mkdirSync(options.to, { recursive: true });
await using receiver = await startReceiver();
const server = await startStory();
await playStory(server, receiver.url);
const browser = await launchBrowser();
try {
  for (const { file, place, ready, dark = false, phone = false } of SHOTS) {
    const page = await browser.newPage({
      viewport: phone ? { width: 375, height: 760 } : { width: 1280, height: 800 },
      deviceScaleFactor: phone ? 2 : 1,
      colorScheme: dark ? 'dark' : 'light',
    });
    await page.goto(`${server.controlUrl}/#/${place}`);
    await page.waitForSelector(ready);
    await page.screenshot({ path: join(options.to, `${file}.png`) });
    await page.close();
  }
} finally {
  await browser.close();
  await server.close();
}
console.log(`Made ${SHOTS.length} pictures in ${options.to}.`);
