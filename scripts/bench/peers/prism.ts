/**
 * Prism's mock server, of the same contracts: it validates a request, looks whether a credential is there, and answers
 * an example.
 */
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../free-port.ts';
import { launch } from '../servers.ts';
import type { Started } from '../servers.ts';
import { contractExchange } from './contract-work.ts';
import type { Peer, Work } from './peer.ts';

const COMMAND = createRequire(import.meta.url).resolve('@stoplight/prism-cli/dist/index.js');

const CONTRACTS: Partial<Readonly<Record<Work, string>>> = {
  'authenticated GET': 'specs/engagifii-revenue.yaml',
  'opaque token': 'specs/voucherify.yaml',
};

const TRIES = 2_000;
const BETWEEN_MS = 10;

async function answers(port: number): Promise<boolean> {
  const socket = connect({ port, host: '127.0.0.1' });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Told to be silent, it does not say when it serves either. */
async function whenItAnswers(port: number): Promise<string> {
  for (let tries = 0; tries < TRIES; tries++) {
    if (await answers(port)) return `http://127.0.0.1:${port}`;
    await sleep(BETWEEN_MS);
  }
  throw new Error('Prism does not answer');
}

/** @param level of its log; undefined is what it comes with */
export async function startPrism(file: string, level: string | undefined, core?: number): Promise<Started> {
  const port = await freePort();
  const log = level === undefined ? [] : ['--verboseLevel', level];
  const args = [COMMAND, 'mock', '--host', '127.0.0.1', '--port', String(port), ...log, file];
  return launch({ args, core, ready: () => whenItAnswers(port) });
}

/** @param level of its log; undefined is what it comes with, some lines for each request */
const prism = (name: string, level: string | undefined, log: string): Peer => ({
  name,
  how: {
    'authenticated GET': `same contract, same request, ${log}; it looks whether there is a credential, not which`,
    'opaque token': `same contract, same request, ${log}; it answers the example of the contract`,
  },
  cannot: { 'RS256 token': 'answers the example of the contract, and signs nothing' },
  start: (work, core) => startPrism(CONTRACTS[work]!, level, core),
  exchange: (work, base) => contractExchange(work, base, ''),
});

export const PRISM = prism('Prism mock', undefined, 'as it comes, with its log');

/** The sandbox has no log unless it is asked for, so this is the closer comparison. */
export const SILENT_PRISM = prism('Prism mock, log off', 'silent', 'its log off');
