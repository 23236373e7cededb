/** The thread that sandboxes live in, so that they and the checks have a processor each. */
import { parentPort } from 'node:worker_threads';
import { startSandbox } from '../../mock/index.ts';
import type { SandboxHandle } from '../../mock/index.ts';
import { machineNow } from '../machine-clock.ts';
import { UNEXPLAINED } from '../unexplained.ts';
import type { Answer, Answers, Numbered, Request } from './thread-messages.ts';

interface Server {
  readonly handle: SandboxHandle;
  readonly worlds: Map<string, SandboxHandle>;
}

/** Who starts the run has read the contract, and told what there is to tell. */
const SAID = (): void => undefined;

const servers: Server[] = [];

async function serve(request: Request): Promise<Answers[Request['do']]> {
  if (request.do === 'start') {
    const { contract, name, seed, tls, allowRefs } = request;
    const handle = await startSandbox({ contracts: [contract], seed, tls, allowRefs, tell: SAID, ...UNEXPLAINED });
    const server = servers.push({ handle, worlds: new Map() }) - 1;
    return {
      server,
      baseUrl: handle.url(name),
      control: handle.control,
      ca: handle.ca,
      credentials: await handle.credentials(name),
    };
  }
  const { handle, worlds } = servers[request.server]!;
  switch (request.do) {
    case 'make': {
      for (const name of request.forget) {
        await worlds.get(name)?.close();
        worlds.delete(name);
      }
      const world = await handle.open(request.world);
      worlds.set(request.world, world);
      await world.settings.change(request.contract, request.settings);
      return {
        baseUrl: world.url(request.contract),
        clock: { machineMs: machineNow(), epochMs: world.clock.now() },
      };
    }
    case 'stop': {
      await handle.close();
      return undefined;
    }
  }
}

parentPort!.on('message', ({ number, request }: Numbered) => {
  const answer = (rest: Omit<Answer, 'number'>): void => parentPort!.postMessage({ number, ...rest });
  serve(request).then(
    (value) => answer({ value }),
    (error: unknown) => answer({ error: error instanceof Error ? error.message : String(error) }),
  );
});
