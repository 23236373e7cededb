/** Starts the processes that are measured, each on any free port, and stops them. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onCore } from './cores.ts';
import { cpuSeconds, rssBytes } from './process-figures.ts';

export interface Started {
  readonly port: number;
  /** Seconds of processor time used so far; undefined where the system does not tell. */
  cpuSeconds(): number | undefined;
  /** Undefined where the system does not tell. */
  rssBytes(): number | undefined;
  readonly child: ChildProcess;
  stop(): Promise<void>;
}

export interface Launch {
  /** What follows `node`. */
  readonly args: readonly string[];
  /** The core that it is kept on; any, if undefined. */
  readonly core?: number | undefined;
  /** Whether messages are exchanged with it. */
  readonly ipc?: boolean;
  /** Base URL once it serves; by default from the first line it prints that is JSON and says `url`. */
  readonly ready?: (child: ChildProcess) => Promise<string>;
}

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Where a server is told to end and does not. */
const LONGEST_END_MS = 10_000;

async function readyLine(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stdout! })) {
    if (line.startsWith('{')) return (JSON.parse(line) as { url: string }).url;
  }
  throw new Error(`${child.spawnargs.join(' ')} ended before it was ready`);
}

export async function launch({ args, core, ipc = false, ready = readyLine }: Launch): Promise<Started> {
  const [command = process.execPath, ...rest] = [...onCore(core), process.execPath, ...args];
  const child: ChildProcess = spawn(command, rest, {
    stdio: ['ignore', 'pipe', 'inherit', ...(ipc ? ['ipc' as const] : [])],
  });
  const exited = once(child, 'exit');
  const endWithBench = (): void => void child.kill('SIGTERM');
  process.once('exit', endWithBench);
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command} cannot be started`);
  const port = Number(new URL(await ready(child)).port);
  // What it says later is nobody's business, but a full pipe would stop it.
  child.stdout!.resume();
  return {
    port,
    cpuSeconds: () => cpuSeconds(pid),
    rssBytes: () => rssBytes(pid),
    child,
    async stop() {
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), LONGEST_END_MS);
      await exited;
      clearTimeout(late);
      process.off('exit', endWithBench);
    },
  };
}

/** The bare Fastify server that every figure is held against. @param node options of Node, with which it takes messages */
export const startBare = (core?: number, node: readonly string[] = []): Promise<Started> =>
  launch({ args: [...node, here('bare-server.js')], core, ipc: node.length > 0 });

export interface SandboxLaunch extends Omit<Launch, 'args' | 'ready'> {
  /** None is every built-in one. */
  readonly contracts?: readonly string[];
  /** More options of `tollgate mock`. */
  readonly options?: readonly string[];
  /** Options of Node. */
  readonly node?: readonly string[];
}

/** The sandbox as a user starts it: the bundled command, as it is installed. */
export const startSandboxProcess = ({
  contracts = [],
  options = [],
  node = [],
  ...how
}: SandboxLaunch = {}): Promise<Started> =>
  launch({
    ...how,
    args: [...node, here('../../command/tollgate.js'), 'mock', '--port', '0', '--json', ...options, ...contracts],
  });

/** Starts several, one after the other, and stops them all when the work is done or fails. */
export async function withServers<T>(
  starts: readonly (() => Promise<Started>)[],
  work: (servers: readonly Started[]) => Promise<T>,
): Promise<T> {
  const servers: Started[] = [];
  try {
    for (const start of starts) servers.push(await start());
    return await work(servers);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}
