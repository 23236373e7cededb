/** Starts the processes that are measured, each on any free port, and stops them. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface Started {
  readonly port: number;
  /** Milliseconds from spawn to the ready line. */
  readonly readyMs: number;
  /** Seconds of processor time used so far; undefined where the system does not tell. */
  cpuSeconds(): number | undefined;
  stop(): Promise<void>;
}

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** The core that measured servers are kept on; the load comes from another. */
export const SERVER_CORE = 1;

/** Command prefix that keeps a process on one core; none where the system has no `taskset`. */
export const onCore = (core: number | undefined): readonly string[] => (core === undefined || process.platform !== 'linux' ? [] : ['taskset', '-c', String(core)]);

/** Linux counts processor time in hundredths of a second (`man 5 proc`, fields utime and stime). */
function cpuSeconds(pid: number): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return undefined;
  }
}

async function start(prefix: readonly string[], args: readonly string[]): Promise<Started> {
  const begin = performance.now();
  const [command = process.execPath, ...rest] = [...prefix, process.execPath, ...args];
  const child: ChildProcess = spawn(command, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout! })) {
    const ready = JSON.parse(line) as { url: string };
    return {
      port: Number(new URL(ready.url).port),
      readyMs: performance.now() - begin,
      cpuSeconds: () => cpuSeconds(child.pid!),
      async stop() {
        const exited = once(child, 'exit');
        child.kill('SIGTERM');
        await exited;
      },
    };
  }
  throw new Error(`${args.join(' ')} ended before it was ready`);
}

/** The bare Fastify server that every figure is held against. */
export const startBare = (core?: number): Promise<Started> => start(onCore(core), [here('bare-server.js')]);

/** The sandbox as a user starts it; without names, with all five contracts. */
export const startSandboxProcess = (core?: number, contracts: readonly string[] = []): Promise<Started> =>
  start(onCore(core), [here('../cli/tollgate.js'), 'mock', '--port', '0', '--json', ...contracts]);
