/** A real browser for tests, and pages of a given origin for it to show. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import type { Test } from 'tap';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];
const HINT = 'needs Chromium, install with apt-get install chromium, or name one in CHROMIUM';

const program = (): string | undefined => process.env['CHROMIUM'] ?? PLACES.find((place) => existsSync(place));

/** Starts Chromium; where there is none says that a test is skipped, or under CI that it fails. */
export async function startBrowser(t: Test): Promise<Browser | undefined> {
  const executablePath = program();
  if (executablePath === undefined) {
    if (process.env['CI']) t.fail(HINT);
    else t.pass('real Chromium', { skip: HINT });
    return undefined;
  }
  // In a container the sandbox of Chromium's own cannot be had; it meets only pages of these tests.
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  t.teardown(() => browser.close());
  return browser;
}

/** Serves one page at every path of a port; @returns the port, which is the same for every name of this machine */
export async function servePage(t: Test, html: string): Promise<number> {
  const server = createServer((_request, response) => response.setHeader('content-type', 'text/html; charset=utf-8').end(html));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  return (server.address() as AddressInfo).port;
}
