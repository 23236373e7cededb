/** RS256 signatures of a loop that does nothing else. `node sign-loop.js 1000` loops for so many milliseconds. */
import { generateKeyPairSync, sign } from 'node:crypto';

export interface SignRates {
  /** Each second of the clock: what anyone who waits for tokens sees. */
  readonly perSecond: number;
  /** Each second of processor time: what one core can do, whatever else the machine does meanwhile. */
  readonly perCpuSecond: number;
}

function signLoop(ms: number): SignRates {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const data = Buffer.alloc(400, 1);
  const begin = performance.now();
  const cpu = process.cpuUsage();
  let count = 0;
  while (performance.now() - begin < ms) {
    sign('RSA-SHA256', data, privateKey);
    count++;
  }
  const { user, system } = process.cpuUsage(cpu);
  return {
    perSecond: count / ((performance.now() - begin) / 1000),
    perCpuSecond: count / ((user + system) / 1_000_000),
  };
}

console.log(JSON.stringify(signLoop(Number(process.argv[2]))));
