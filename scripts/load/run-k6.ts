/** Runs k6 with a profile, and listens to what it says. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { rootCertificates } from 'node:tls';
import type { LoadProfile } from '../../load/profile.ts';
import { scriptFile } from './scripts.ts';
import type { Secret } from './slots.ts';

export interface K6Run {
  readonly k6: string;
  readonly profile: LoadProfile;
  readonly secrets: readonly Secret[];
  /** `TOLLGATE_LOAD_…` of the script. */
  readonly settings: Readonly<Record<string, string>>;
  /** Where the web dashboard's report goes. */
  readonly html: string | undefined;
  /** PEM of an authority that the target's certificate is from. */
  readonly ca: string | undefined;
}

/** What went wrong for some virtual users, as the script says it. */
export interface Told {
  readonly operation: string;
  readonly caller: string;
  readonly kind: string;
  readonly status: number;
  readonly says: string;
  /** Virtual users that said so. */
  readonly users: number;
}

export interface K6Ended {
  readonly code: number | null;
  readonly told: readonly Told[];
  /** k6's own complaints, the first few. */
  readonly complaints: readonly string[];
}

const MOST_COMPLAINTS = 5;

const PREFIX = 'tollgate:';

/** Takes k6's log apart, line by line. */
function listener() {
  const told = new Map<string, Told>();
  const complaints: string[] = [];
  return {
    told, complaints,
    line(text: string): void {
      const entry = parse(text);
      const message = typeof entry?.['msg'] === 'string' ? entry['msg'] : text;
      if (message.startsWith(PREFIX)) {
        const { operation, caller, kind, status, says } = JSON.parse(message.slice(PREFIX.length)) as Omit<Told, 'users'>;
        const key = [operation, caller, kind, status].join(' ');
        told.set(key, { operation, caller, kind, status, says, users: (told.get(key)?.users ?? 0) + 1 });
      } else if (entry?.['level'] === 'error' && !/^thresholds on metrics/.test(message)) complaints.push(message.split('\n', 1)[0]!);
    },
  };
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}

/** Nothing secret stands on the command line, which every user of the machine can read. */
function environment({ profile, secrets, settings, html }: K6Run, files: { readonly profile: string; readonly ca: string | undefined }): NodeJS.ProcessEnv {
  return {
    ...process.env,
    K6_NO_USAGE_REPORT: 'true', K6_AUTO_EXTENSION_RESOLUTION: 'false',
    ...(html !== undefined && { K6_WEB_DASHBOARD: 'true', K6_WEB_DASHBOARD_EXPORT: html, K6_WEB_DASHBOARD_PORT: '-1', K6_WEB_DASHBOARD_PERIOD: '1s' }),
    ...(files.ca !== undefined && { SSL_CERT_FILE: files.ca }),
    ...Object.fromEntries(secrets.map(({ name, value }) => [name, value])),
    ...settings,
    TOLLGATE_LOAD_PROFILE: files.profile,
    ...(profile.insecure && { K6_INSECURE_SKIP_TLS_VERIFY: 'true' }),
  };
}

export async function runK6(run: K6Run): Promise<K6Ended> {
  const dir = await mkdtemp(join(tmpdir(), 'tollgate-load-'));
  try {
    const files = { profile: join(dir, 'profile.json'), ca: run.ca === undefined ? undefined : join(dir, 'ca.pem') };
    await writeFile(files.profile, JSON.stringify(run.profile), { mode: 0o600 });
    if (files.ca !== undefined) await writeFile(files.ca, [...rootCertificates, run.ca].join('\n'), { mode: 0o600 });
    const child = spawn(run.k6, ['run', '--quiet', '--no-color', '--log-format', 'json', '--address', '', scriptFile(run.profile.scenario)], { env: environment(run, files), stdio: ['ignore', 'inherit', 'pipe'] });
    const stop = (signal: NodeJS.Signals): void => void child.kill(signal);
    process.on('SIGINT', stop).on('SIGTERM', stop);
    const { told, complaints, line } = listener();
    createInterface({ input: child.stderr }).on('line', line);
    try {
      const [code] = await once(child, 'close') as [number | null];
      return { code, told: [...told.values()], complaints: [...new Set(complaints)].slice(0, MOST_COMPLAINTS) };
    } finally {
      process.off('SIGINT', stop).off('SIGTERM', stop);
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
