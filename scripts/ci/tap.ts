/** Runs tap as a process of its own, and gathers what its tests leave out. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { SKIPPED_FILE, readSkipped } from './skipped.ts';
import type { Skipped } from './skipped.ts';

const TAP = fileURLToPath(new URL('run.mjs', import.meta.resolve('tap')));

/** What each process of the tests loads first. */
const FIRST = ['without-loaders.js', '../../conformance/seldom-optimized.js'].map(
  (file) => `--import=${new URL(file, import.meta.url).href}`,
);

/** What shells add to a signal's number. */
const SIGNALLED = 128;

const EXIT_USAGE = 2;

export interface Tested {
  readonly code: number;
  readonly skipped: readonly Skipped[];
}

/** What tap does not take it answers with a stack trace: one line of it is enough. */
async function refusedOptions(args: readonly string[]): Promise<string | undefined> {
  if (!args.some((arg) => arg.startsWith('-'))) return undefined;
  // With files it would run them.
  const options = args.filter((arg) => !arg.endsWith('.js'));
  return promisify(execFile)(process.execPath, [TAP, '--version', ...options]).then(
    () => undefined,
    (error: unknown) => {
      const { stderr } = error as { readonly stderr: string };
      return /^Error: (.*?)(?:\. |$)/m.exec(stderr)?.[1] ?? stderr;
    },
  );
}

export async function runTap(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<Tested> {
  const refused = await refusedOptions(args);
  if (refused !== undefined) {
    console.error(`error: ${refused}; \`npx tap --help\` says what there is`);
    return { code: EXIT_USAGE, skipped: [] };
  }
  const dir = await mkdtemp(join(tmpdir(), 'tollgate-tests-'));
  const file = join(dir, 'skipped');
  try {
    const child = spawn(process.execPath, [TAP, ...args], {
      stdio: 'inherit',
      env: {
        ...environment,
        NODE_OPTIONS: [environment['NODE_OPTIONS'], ...FIRST].filter((option) => option !== undefined).join(' '),
        [SKIPPED_FILE]: file,
      },
    });
    // A terminal's Ctrl+C reaches tap too, which ends in good order.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    return { code: code ?? SIGNALLED + constants.signals[signal!], skipped: await readSkipped(file) };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
