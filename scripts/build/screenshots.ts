/** Makes the pictures of the console that the pages show, in a real browser: `npm run screenshots`. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { scriptCommand } from '../../conformance/script-command.ts';
import { startSandbox } from '../../mock/index.ts';
import { launchBrowser } from '../../mock/test/browser.ts';
import { playStory, STORY } from '../../mock/test/console-story.ts';
import { startReceiver } from '../../mock/test/webhook-receiver.ts';

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
];

const options = scriptCommand('npm run screenshots', 'Makes the pictures of the console in docs/console/.')
  .option('--to <folder>', 'where they go', 'docs/console')
  .parse()
  .opts<{ readonly to: string }>();
mkdirSync(options.to, { recursive: true });
await using receiver = await startReceiver();
await using sandbox = await startSandbox({ contracts: STORY, seed: 'pictures' });
await playStory(sandbox, receiver.url);
const browser = await launchBrowser();
try {
  for (const { file, place, ready, dark = false, phone = false } of SHOTS) {
    const page = await browser.newPage({
      viewport: phone ? { width: 375, height: 760 } : { width: 1280, height: 800 },
      deviceScaleFactor: phone ? 2 : 1,
      colorScheme: dark ? 'dark' : 'light',
    });
    await page.goto(`${sandbox.control}/#/${place}`);
    await page.waitForSelector(ready);
    await page.screenshot({ path: join(options.to, `${file}.png`) });
    await page.close();
  }
} finally {
  await browser.close();
}
console.log(`Made ${SHOTS.length} pictures in ${options.to}.`);
