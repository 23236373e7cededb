/** Gets k6 where there is none: built once with Go, into a cache of ours. No npm package ships the program. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { InputError } from '../../mock/contract/input-error.ts';
import { K6_VERSION, cachedK6, findK6 } from './find-k6.ts';

const LEAST_GO = [1, 25] as const;

const GET_IT = 'install k6 from https://grafana.com/docs/k6/latest/set-up/install-k6/';

/** Major and minor version; undefined without Go. */
async function goVersion(): Promise<readonly [number, number] | undefined> {
  const found = await promisify(execFile)('go', ['env', 'GOVERSION']).then(
    ({ stdout }) => /go(\d+)\.(\d+)/.exec(stdout),
    () => null,
  );
  return found ? [Number(found[1]), Number(found[2])] : undefined;
}

/**
 * A module of its own, since `go install` asks for more than the version that is wanted, which not every proxy tells.
 */
async function build(dir: string, to: string): Promise<void> {
  await writeFile(
    join(dir, 'go.mod'),
    `module tollgate-k6\n\ngo ${LEAST_GO.join('.')}\n\nrequire go.k6.io/k6/v2 ${K6_VERSION}\n`,
  );
  const go = spawn('go', ['build', '-mod=mod', '-trimpath', '-ldflags=-s -w', '-o', to, 'go.k6.io/k6/v2'], {
    cwd: dir,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  go.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code] = (await once(go, 'close')) as [number | null];
  if (code !== 0)
    throw new InputError(`Go could not build k6 (${said.trim().split('\n').at(-1) ?? 'it said nothing'}); ${GET_IT}`);
}

/**
 * @param say what takes long
 * @returns the program
 * @throws {InputError} where it can be neither found nor built
 */
export async function setupK6(say: (line: string) => void): Promise<string> {
  const found = await findK6();
  if (found !== undefined) return found;
  const version = await goVersion();
  const wanted = LEAST_GO.join('.');
  if (version === undefined)
    throw new InputError(
      `there is no k6, and no Go to build it with: install Go ${wanted} or newer and run this again, or ${GET_IT}`,
    );
  if (version[0] === LEAST_GO[0] && version[1] < LEAST_GO[1])
    throw new InputError(
      `there is no k6, and Go ${version.join('.')} is too old to build it: ${wanted} is needed; or ${GET_IT}`,
    );
  say(`building k6 ${K6_VERSION} with Go ${version.join('.')}, once; this takes minutes`);
  const to = cachedK6();
  const dir = await mkdtemp(join(tmpdir(), 'tollgate-k6-'));
  try {
    const built = join(dir, 'k6-built');
    await build(dir, built);
    await mkdir(dirname(to), { recursive: true });
    // Moved into place at once, so that nobody starts half of it; the cache may be on another disk.
    const beside = `${to}.${process.pid}`;
    await copyFile(built, beside);
    await rename(beside, to);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
  return to;
}
