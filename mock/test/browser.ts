/** A real browser for tests, and pages of a given origin for it to show. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import type { Test } from 'tap';
import { skipWithout } from '../../scripts/test/programs.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** The one that `CHROMIUM` names, else the first on the PATH. */
function program(): string | undefined {
  const onPath = NAMES.flatMap((name) => (process.env['PATH'] ?? '').split(delimiter).map((dir) => join(dir, name)));
  return [process.env['CHROMIUM'], ...onPath, MAC].find((file) => file !== undefined && existsSync(file));
}

/** Why tests of pages are skipped; false where there is a browser. */
export const skipWithoutBrowser = (): string | false => skipWithout('chromium', program() !== undefined);

/** @throws Error where there is none: {@link skipWithoutBrowser} says how to get one */
export function launchBrowser(): Promise<Browser> {
  const executablePath = program();
  if (executablePath === undefined) throw new Error('there is no Chromium here: install it, or name one in CHROMIUM');
  // In a container the sandbox of Chromium's own cannot be had; it meets only pages of these tests.
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

export async function startBrowser(t: Test): Promise<Browser> {
  const browser = await launchBrowser();
  t.teardown(() => browser.close());
  return browser;
}

/** Serves one page at every path of a port; @returns the port, which is the same for every name of this machine */
export async function servePage(t: Test, html: string): Promise<number> {
  const server = createServer((_request, response) =>
    response.setHeader('content-type', 'text/html; charset=utf-8').end(html),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  return (server.address() as AddressInfo).port;
}
