/**
 * What the heap of a measured server holds once the garbage is gone: what grows there is kept, whatever the resident
 * set says.
 */
import { once } from 'node:events';
import { HEAP } from './heap-probe.ts';
import { startSandboxProcess } from './servers.ts';
import type { SandboxLaunch, Started } from './servers.ts';

/** A module loaded ahead of the server, compiled beside this one. */
const PROBE = new URL('./heap-probe.js', import.meta.url).href;

/** A sandbox that can be asked for its heap. */
export const startProbedSandbox = (how: SandboxLaunch): Promise<Started> =>
  startSandboxProcess({ ...how, node: ['--expose-gc', '--import', PROBE], ipc: true });

/** Bytes in use after a collection. */
export async function heapBytes({ child }: Started): Promise<number> {
  child.send(HEAP);
  const [bytes] = (await once(child, 'message')) as [number];
  return bytes;
}
