/** Runs k6 with a profile, and listens to what it says. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { LoadProfile } from '../k6/profile.ts';
import { createK6Log } from './k6-log.ts';
import type { K6Log } from './k6-log.ts';
import { paceReader } from './k6-output.ts';
import type { Pace } from './k6-output.ts';
import { scriptFile } from './k6-scripts.ts';
import type { Secret } from './placeholders.ts';

export interface Watched extends Pace {
  readonly failures: number;
}

export interface K6Run {
  readonly k6: string;
  readonly profile: LoadProfile;
  readonly secrets: readonly Secret[];
  /** `TOLLGATE_LOAD_…` of the script. */
  readonly settings: Readonly<Record<string, string>>;
  /** Where the page goes: the web dashboard's report, or our own where that draws none. */
  readonly html: string | undefined;
  /** PEM of the authorities that are trusted; undefined where nothing has a certificate. */
  readonly authorities: string | undefined;
  /** Told about once a second how far it is. */
  readonly watch: (watched: Watched) => void;
  /** A signal was passed on to k6. */
  readonly onStop: () => void;
}

export interface K6Ended extends Pick<K6Log, 'loggedFailures' | 'complaints' | 'unreachable'> {
  readonly code: number | null;
  /** What asked for its end; undefined where it came by itself. */
  readonly stopped: NodeJS.Signals | undefined;
  /** The summary; empty where there is none. */
  readonly summary: string;
  /** Whether the page that was asked for has charts; undefined where there is none. */
  readonly charts: boolean | undefined;
}

interface Files {
  readonly profile: string;
  readonly summary: string;
  readonly authorities: string | undefined;
  readonly dashboard: string;
  readonly page: string;
}

/** Nothing secret stands on the command line, which every user of the machine can read. */
function environment({ profile, secrets, settings, html }: K6Run, files: Files): NodeJS.ProcessEnv {
  return {
    ...process.env,
    K6_NO_USAGE_REPORT: 'true',
    K6_AUTO_EXTENSION_RESOLUTION: 'false',
    ...(html !== undefined && {
      K6_WEB_DASHBOARD: 'true',
      K6_WEB_DASHBOARD_EXPORT: files.dashboard,
      K6_WEB_DASHBOARD_PORT: '-1',
      K6_WEB_DASHBOARD_PERIOD: '1s',
      TOLLGATE_LOAD_PAGE: files.page,
    }),
    ...(files.authorities !== undefined && { SSL_CERT_FILE: files.authorities }),
    ...Object.fromEntries(secrets.map(({ name, value }) => [name, value])),
    ...settings,
    TOLLGATE_LOAD_PROFILE: files.profile,
    TOLLGATE_LOAD_TEXT: files.summary,
    TOLLGATE_LOAD_WATCHED: 'true',
    ...(profile.insecure && { K6_INSECURE_SKIP_TLS_VERIFY: 'true' }),
  };
}

/** What ends this command ends k6, in good order: the summary is still written. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

async function listen(run: K6Run, files: Files): Promise<Omit<K6Ended, 'summary' | 'charts'>> {
  // A group of its own: Ctrl+C reaches every process of a terminal's group, and a second signal would end k6 without
  // its summary.
  const child = spawn(
    run.k6,
    ['run', '--no-color', '--log-format', 'json', '--address', '', scriptFile(run.profile.scenario)],
    { env: environment(run, files), stdio: ['ignore', 'pipe', 'pipe'], detached: process.platform !== 'win32' },
  );
  let stopped: NodeJS.Signals | undefined;
  const stop = (signal: NodeJS.Signals): void => {
    stopped ??= signal;
    run.onStop();
    child.kill('SIGINT');
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  const log = createK6Log();
  const pace = paceReader();
  createInterface({ input: child.stderr }).on('line', log.line);
  createInterface({ input: child.stdout }).on('line', (line) => {
    const now = pace(line);
    if (now !== undefined && stopped === undefined) run.watch({ ...now, failures: log.failures() });
  });
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, stopped, ...log };
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop);
  }
}

const holdsSomething = (file: string): Promise<boolean> =>
  stat(file).then(
    ({ size }) => size > 0,
    () => false,
  );

/** k6 draws no charts of a run of a few seconds; our page has the figures of any. */
async function writePage(to: string | undefined, { dashboard, page }: Files): Promise<boolean | undefined> {
  if (to === undefined) return undefined;
  for (const from of [dashboard, page]) {
    if (!(await holdsSomething(from))) continue;
    await copyFile(from, to);
    return from === dashboard;
  }
  return undefined;
}

export async function runK6(run: K6Run): Promise<K6Ended> {
  const dir = await mkdtemp(join(tmpdir(), 'tollgate-load-'));
  try {
    const files: Files = {
      profile: join(dir, 'profile.json'),
      summary: join(dir, 'summary.txt'),
      authorities: run.authorities === undefined ? undefined : join(dir, 'authorities.pem'),
      dashboard: join(dir, 'dashboard.html'),
      page: join(dir, 'page.html'),
    };
    await writeFile(files.profile, JSON.stringify(run.profile), { mode: 0o600 });
    if (files.authorities !== undefined) await writeFile(files.authorities, run.authorities!, { mode: 0o600 });
    const ended = await listen(run, files);
    return {
      ...ended,
      summary: await readFile(files.summary, 'utf8').catch(() => ''),
      charts: await writePage(run.html, files),
    };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
