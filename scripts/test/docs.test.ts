/** README and `docs/`: every command block runs as it stands, and every link leads somewhere. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import type { Test } from 'tap';
import { start } from './command.ts';
import { blocksOf, linksOf, PAGES } from './pages.ts';
import { isThere, skipWithout } from './programs.ts';

const COMMAND = fileURLToPath(new URL('../cli/tollgate.js', import.meta.url));

/** Pages whose links are followed, too. */
const LINKED = [
  ...PAGES,
  'ARCHITECTURE.md',
  'CHANGELOG.md',
  'conformance/README.md',
  'specs/README.md',
  'specs/VOCABULARY.md',
];

/**
 * Runs commands one block after the other in one bash, as somebody who pastes them. @returns what each block printed
 */
async function paste(
  blocks: readonly string[],
  folder: string,
): Promise<{ code: number | null; outputs: string[]; stderr: string }> {
  const separator = '=== end of block ===';
  const script = ['set -euo pipefail', ...blocks.flatMap((block) => [block, `echo; echo '${separator}'`])].join('\n');
  const child = spawn('bash', ['-c', script], {
    cwd: folder,
    env: { ...process.env, NODE_OPTIONS: '', PATH: `${folder}/bin:${process.env['PATH'] ?? ''}` },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, outputs: stdout.split(separator).slice(0, -1), stderr };
}

/** What lines printed that run the suite against a sandbox of their own: a page that has one again sees it from here. */
const printed = t.testdir({});

/** `npx tollgate` as this checkout's command. A run of the suite takes most of the time of all pages. */
const NPX = `#!/bin/sh
shift
run() { '${process.execPath}' '${COMMAND}' "$@"; }
case " $* " in
  *' --mock '*)
    kept="${printed}/$(printf %s "$*" | tr -c '[:alnum:]' _)"
    [ -e "$kept" ] || { run "$@" > "$kept.part" && mv "$kept.part" "$kept"; } || { cat "$kept.part"; exit 1; }
    cat "$kept"
    ;;
  *) run "$@" ;;
esac
`;

function folderWithNpx(t: Test): string {
  const folder = t.testdir({ bin: { npx: NPX } });
  chmodSync(join(folder, 'bin/npx'), 0o755);
  return folder;
}

/** Runs the blocks of one page against a sandbox of its own. @returns what each block printed */
async function runPage(t: Test, page: string): Promise<string[]> {
  const blocks = blocksOf(page)
    .filter(({ notRun }) => notRun === undefined)
    .map(({ commands }) => commands);
  const server = await start();
  t.teardown(() => server.end());
  const { code, outputs, stderr } = await paste(
    blocks.map((text) => text.replaceAll('http://127.0.0.1:4010', server.url)),
    folderWithNpx(t),
  );
  t.equal(code, 0, `${page}: every command succeeds\n${stderr}`);
  t.equal(outputs.length, blocks.length);
  return outputs;
}

/** The pages use curl, and openssl for a signature. */
const skip = skipWithout('curl', isThere('curl')) || skipWithout('openssl', isThere('openssl'));

t.test('the tour of the README shows what it says', { timeout: 120_000, skip }, async (t) => {
  const [token = '', later = '', password = '', clock = ''] = await runPage(t, 'README.md');
  t.match(token, /HTTP\/1\.1 200[^]*INV-123456/);
  t.match(later, /HTTP\/1\.1 401[^]*"failure": "expired_token"/);
  const releases = password
    .trim()
    .split('\n')
    .join('')
    .split(/(?<=\})(?=\{)/);
  t.match(releases, [/OTP_REQUIRED/, /"status":"released"/, /OTP_REQUIRED/]);
  t.match(clock, /"frozen": false/);
});

/** What a page promises that the sandbox says. */
const EXPLAINED: Readonly<Record<string, RegExp>> = {
  'docs/newcomers.md': /The client joined the parts by ":", where nothing is wanted between them\./,
};

for (const page of PAGES.filter((name) => name !== 'README.md')) {
  if (blocksOf(page).every(({ notRun }) => notRun !== undefined)) continue;
  t.test(`the commands of ${page} run as they stand`, { timeout: 120_000, skip }, async (t) => {
    const outputs = await runPage(t, page);
    for (const output of outputs) t.notMatch(output, /undefined|"status":(400|404|405|500)\b/);
    const cause = EXPLAINED[page];
    if (cause !== undefined) t.match(outputs.join('\n'), cause);
  });
}

t.test('what is not run says why', (t) => {
  for (const page of PAGES)
    for (const { notRun } of blocksOf(page))
      if (notRun !== undefined) t.match(notRun, /^\S.{8,}/, `${page}: ${notRun}`);
  t.end();
});

/** The anchor of a heading, as GitHub makes it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .trim()
    .replaceAll(' ', '-');

const anchorsOf = (page: string): readonly string[] =>
  [...readFileSync(page, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

t.test('every link leads somewhere', (t) => {
  for (const page of LINKED) {
    for (const { text, file, anchor } of linksOf(page)) {
      t.ok(existsSync(file), `${page} links to ${text}`);
      if (anchor !== undefined && file.endsWith('.md'))
        t.ok(anchorsOf(file).includes(anchor), `${page} links to ${text}`);
    }
  }
  t.end();
});

t.test('the README fits', (t) => {
  t.ok(readFileSync('README.md', 'utf8').trimEnd().split('\n').length <= 150, 'at most 150 lines');
  t.end();
});
