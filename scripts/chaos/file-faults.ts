/** A file store on a disk that is full, in a folder that cannot be written, and one that is not what was written. */
import { spawnSync } from 'node:child_process';
import { chmod, open as openFile, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { open as openStore } from 'lmdb';
import { FORMAT_KEY } from '../../mock/state/stores/file-keys.ts';
import { run } from '../test/command.ts';
import { AnswerCount, clearLines, refusal } from './answers.ts';
import { hold, holdAll } from './broken.ts';
import { VOUCHER, voucherClient } from './changes.ts';
import { checkHistory } from './check-history.ts';
import { CONTRACTS, RECORDS } from './contracts.ts';
import { createHistory } from './history.ts';
import type { History } from './history.ts';
import { Skip } from './scenario.ts';
import type { Ground, Scenario, Served } from './scenario.ts';

/** Megabytes that the store may take: more than a start needs, and four that it keeps free. */
const ROOM = 8;
const MOST_RECORDS = 400;
const BULK = 'x'.repeat(50_000);

const vouchersOf = ({ running }: Served) => voucherClient(running.contracts[RECORDS]!);

/** Makes records until one is refused. @returns what the store says then */
async function fill(served: Served, history: History): Promise<void> {
  const send = vouchersOf(served);
  for (let i = 0; i < MOST_RECORDS; i++) {
    const code = `FULL-${i}`;
    const made = await history.ask('make', code, () =>
      send('/v1/vouchers', { json: { code, ...VOUCHER, metadata: { bulk: BULK } } }),
    );
    if (made?.status === 200) continue;
    hold(made !== undefined, 'the connection broke when the store was full');
    hold(made.status === 503 && made.headers.get('retry-after') !== null, `${made.status} was answered: ${made.text}`);
    hold(
      typeof made.at('/message') === 'string' || typeof made.at('/key') === 'string',
      `not the provider's: ${made.text}`,
    );
    return;
  }
  hold(false, `${MOST_RECORDS} records found room in ${ROOM} MB`);
}

async function allThere(served: Served, history: History): Promise<void> {
  const send = vouchersOf(served);
  for (const { subject } of history.operations.filter(({ verb, answer }) => verb === 'make' && answer === 'yes'))
    await history.ask('use', subject, () => send(`/v1/vouchers/${subject}`));
  holdAll(checkHistory(history.operations));
}

/** Meets the full store with everything that is asked of a sandbox. @returns what was answered */
async function meet(served: Served): Promise<string> {
  const answers = new AnswerCount();
  for (let i = 0; i < 10; i++) await answers.read(served.client);
  for (const path of ['/clock', '/sandboxes', '/journal?limit=1', '/credentials/' + RECORDS]) {
    const { status, text } = await served.client.control(path);
    hold(status === 200 || status === 503, `the control plane answered ${status}: ${text.slice(0, 200)}`);
  }
  clearLines(served.running.stderr());
  hold(/^tollgate: --store file: cannot write: .*503/m.test(served.running.stderr()), 'the command did not say it');
  return answers.text;
}

const fileLimit: Scenario = {
  name: 'file-full-by-limit',
  kind: 'file',
  places: ['file'],
  done: 'the store reaches the largest file that the process may write (ulimit -f)',
  holds: "answers are the provider's 503, nothing that was answered is lost, it starts again with more room",
  async run({ startIn, start }) {
    // Blocks of 512 bytes.
    const behind = ['/bin/sh', '-c', `ulimit -f ${ROOM * 2_048}; exec "$@"`, 'sh'];
    const served = await startIn({ behind }, '--workers', '1');
    const history = createHistory();
    await fill(served, history);
    const met = await meet(served);
    const { code, stderr } = await served.running.end();
    hold(code === 0, `told to end, it ended with ${String(code)}`);
    clearLines(stderr);
    await allThere(await start('--workers', '1'), history);
    return `full after ${history.count('make', 'yes')} records, then ${met}; all are there`;
  },
};

/** A small disk in memory, where this user may mount one. */
async function smallDisk(ground: Ground): Promise<{ readonly path: string; remount(options: string): void }> {
  const path = await ground.directory();
  const mount = (...words: readonly string[]) => spawnSync('mount', words, { encoding: 'utf8' });
  const { status, error } = mount('-t', 'tmpfs', '-o', `size=${ROOM}m`, 'tmpfs', path);
  if (error !== undefined || status !== 0) throw new Skip('needs to mount a tmpfs: run it as root on Linux');
  ground.teardown(() => spawnSync('umount', ['-l', path]));
  return {
    path,
    remount(options) {
      const { status: code, stderr } = mount('-o', `remount,${options}`, path);
      hold(code === 0, `mount: ${stderr}`);
    },
  };
}

const diskFull: Scenario = {
  name: 'file-full-disk',
  kind: 'file',
  places: ['file'],
  done: 'the disk of the store is full, and gets room again',
  holds: "answers are the provider's 503, nothing that was answered is lost, it goes on by itself",
  async run(ground) {
    const disk = await smallDisk(ground);
    const served = await ground.start('--workers', '2', '--store', `file:${join(disk.path, 'state')}`);
    const history = createHistory();
    await fill(served, history);
    const met = await meet(served);
    disk.remount('size=64m');
    const again = new AnswerCount();
    for (let i = 0; i < 10; i++) hold((await again.read(served.client)) === 200, 'it does not go on');
    await allThere(served, history);
    return `full after ${history.count('make', 'yes')} records, then ${met}; with more room ${again.text}`;
  },
};

/** Writes a store, and lets go of it. @returns its directory */
async function written({ start, directory }: Ground, at?: string): Promise<string> {
  const store = join(at ?? (await directory()), 'state');
  const served = await start('--workers', '1', '--store', `file:${store}`);
  const send = vouchersOf(served);
  for (let i = 0; i < 20; i++)
    await send('/v1/vouchers', { json: { code: `KEPT-${i}`, ...VOUCHER, metadata: { bulk: BULK } } });
  hold((await served.running.end()).code === 0, 'it did not end well');
  return store;
}

const refused = async (store: string, ...options: readonly string[]): Promise<string> =>
  refusal(await run('mock', ...CONTRACTS, '--port', '0', '--store', `file:${store}`, ...options));

const readOnly: Scenario = {
  name: 'file-read-only',
  kind: 'file',
  places: ['file'],
  done: 'the folder of the store cannot be written',
  holds: 'the command says so in one line, and ends with 2',
  async run(ground) {
    if (process.getuid?.() !== 0) {
      const store = await written(ground);
      for (const path of [join(store, 'data.mdb'), join(store, 'lock.mdb'), store]) await chmod(path, 0o500);
      ground.teardown(() => chmod(store, 0o700));
      return refused(store);
    }
    // Nothing is forbidden to root but what is mounted so.
    const disk = await smallDisk(ground);
    disk.remount('size=64m');
    const store = await written(ground, disk.path);
    disk.remount('ro');
    const told = await refused(store);
    hold((await refused(store, '--workers', '2')) === told, 'several processes say it otherwise');
    return told.replace(store, '…');
  },
};

/** Turns bits over, one byte in each of some. */
async function flip(file: string, every: number): Promise<void> {
  const handle = await openFile(file, 'r+');
  try {
    const bytes = await handle.readFile();
    for (let at = 8_192; at < bytes.length; at += every) await handle.write(Buffer.from([bytes[at]! ^ 0xff]), 0, 1, at);
  } finally {
    await handle.close();
  }
}

const DAMAGES: readonly (readonly [name: string, done: string, damage: (store: string) => Promise<void>])[] = [
  [
    'truncated',
    'half of the file is cut off',
    async (store) => {
      const file = join(store, 'data.mdb');
      await truncate(file, Math.floor((await stat(file)).size / 2));
    },
  ],
  ['truncated-to-a-page', 'all but its first page is cut off', (store) => truncate(join(store, 'data.mdb'), 4_096)],
  ['flipped', 'a byte of every thousand is another', (store) => flip(join(store, 'data.mdb'), 1_000)],
  ['flipped-headers', 'a byte of every sixteen is another', (store) => flip(join(store, 'data.mdb'), 16)],
  [
    'other-version',
    'another version wrote it',
    async (store) => {
      const db = openStore<string, string>({ path: store, encoding: 'string', noSubdir: false });
      await db.put(FORMAT_KEY, '0');
      await db.close();
    },
  ],
];

export const FILE_FAULTS: readonly Scenario[] = [
  fileLimit,
  diskFull,
  readOnly,
  ...DAMAGES.map(
    ([name, done, damage]): Scenario => ({
      name: `file-${name}`,
      kind: 'file',
      places: ['file'],
      done: `the store was left alone, and ${done}`,
      holds: 'the command says so in one line, and ends with 2',
      async run(ground) {
        const store = await written(ground);
        await damage(store);
        return (await refused(store)).replace(store, '…');
      },
    }),
  ),
];
