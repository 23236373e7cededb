/** `prism proxy` as one types it, on a free port. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { plainly } from '../../../scripts/test/plainly.ts';

export interface Prism {
  readonly origin: string;
  stop(): Promise<unknown>;
}

/**
 * Without `--errors`, so that Prism refuses nothing; without CORS, so that it does not answer OPTIONS itself.
 *
 * @param file of the contract
 * @throws if Prism ends before it listens
 */
export async function startPrism(file: string, upstream: string): Promise<Prism> {
  const [program, words] = plainly([
    process.execPath,
    join('node_modules', '.bin', 'prism'),
    'proxy',
    file,
    upstream,
    '--port',
    '0',
    '--cors',
    'false',
  ]);
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2000);
  });
  const lines = createInterface({ input: child.stdout });
  const origin = await new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      const found = /listening on (http:\S+)/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
    lines.once('close', () => reject(new Error(`Prism ended before it listened: ${complaint}`)));
  });
  // Its log of each request is no matter.
  lines.close();
  child.stdout.resume();
  return {
    origin,
    stop() {
      child.kill();
      return ended;
    },
  };
}
