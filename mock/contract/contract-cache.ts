/**
 * Keeps what files of one's own were made into, so that they start as fast as a built-in contract until they change.
 *
 * An entry holds the digest of every file that was read, and is good while those are the same. Its name is a digest of
 * what was asked for and of the compiled code, so that another version makes its own. Only what can be served is kept. An
 * entry that is not as it was written is not used.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from './cache-folder.ts';
import type { ImportReport } from './import/import-document.ts';
import type { Finding } from './lint/lint-finding.ts';
import type { Document } from './openapi-document.ts';
import { machineTime } from '../state/clock.ts';

export interface CachedContract {
  readonly document: Document;
  readonly text: string;
  readonly imported?: ImportReport;
  /** What was told of an overlay, line by line. */
  readonly told: readonly string[];
  readonly findings: readonly Finding[];
}

interface Entry extends CachedContract {
  /** Absolute path → SHA-256 of its bytes. */
  readonly files: Readonly<Record<string, string>>;
}

/** What the result depends on, besides the files. */
export interface Asked {
  /** Absolute path. */
  readonly file: string;
  readonly bearer: boolean;
  readonly allowRefs: readonly string[];
}

/** Beyond these the entries that were not used for longest go. */
const MOST_ENTRIES = 64;
const MOST_BYTES = 256 * 1024 * 1024;

/** Compiled, this file stands in `dist/mock/contract/`. */
const CODE = fileURLToPath(new URL('.', import.meta.url));
const VOCABULARY = new URL('../../../specs/vocabulary.schema.json', import.meta.url);

/** An entry is the digest of its text in hex, a line break, and its text. */
const DIGEST_LENGTH = 64;

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** Where entries are kept; undefined where the system names no place, or nothing is to be kept (`TOLLGATE_CACHE=off`). */
function folder(): string | undefined {
  if (process.env['TOLLGATE_CACHE'] === 'off') return undefined;
  const cache = cacheFolder();
  return cache === join('.cache', 'tollgate') ? undefined : join(cache, 'contracts');
}

let codeDigest: string | undefined;

/** Changes with every build of the code that makes entries. */
function digestOfCode(): string {
  if (codeDigest !== undefined) return codeDigest;
  const hash = createHash('sha256').update(readFileSync(VOCABULARY));
  for (const name of readdirSync(CODE, { recursive: true, encoding: 'utf8' }).filter((one) => one.endsWith('.js'))) {
    const { size, mtimeMs } = statSync(join(CODE, name));
    hash.update(`${name} ${size} ${mtimeMs}\n`);
  }
  return (codeDigest = hash.digest('hex'));
}

function entryFile(asked: Asked): string | undefined {
  const place = folder();
  // Findings name files from where the command was called.
  const key = JSON.stringify([digestOfCode(), process.cwd(), asked.file, asked.bearer, asked.allowRefs]);
  return place === undefined ? undefined : join(place, `${sha256(key)}.json`);
}

const unchanged = async ([file, digest]: [string, string]): Promise<boolean> =>
  (await readFile(file).then(sha256, () => '')) === digest;

/** @returns the contract and the files that it was read from; undefined where there is none, or a file has changed */
export async function cachedContract(
  asked: Asked,
): Promise<{ readonly contract: CachedContract; readonly files: readonly string[] } | undefined> {
  try {
    const place = entryFile(asked);
    if (place === undefined) return undefined;
    const kept = await readFile(place, 'utf8');
    const text = kept.slice(DIGEST_LENGTH + 1);
    // What a full disk or another program made of it is no entry.
    if (kept.slice(0, DIGEST_LENGTH) !== sha256(text)) return undefined;
    const { files, ...contract } = JSON.parse(text) as Entry;
    const same = await Promise.all(Object.entries(files).map(unchanged));
    if (!same.every(Boolean)) return undefined;
    // Used just now: the last to go.
    const now = new Date(machineTime());
    await utimes(place, now, now).catch(() => undefined);
    return { contract, files: Object.keys(files) };
  } catch {
    // Without an entry that can be read, it is made anew.
    return undefined;
  }
}

/**
 * Keeps a contract, where that is possible: a full or read-only disk costs no more than time at the next start.
 *
 * @param files absolute paths of all that was read
 * @param since epoch milliseconds before the first of them was read: one that changed since may not be what was read
 */
export async function cacheContract(
  asked: Asked,
  contract: CachedContract,
  files: readonly string[],
  since: number,
): Promise<void> {
  try {
    const place = entryFile(asked);
    if (place === undefined) return;
    const digests: Record<string, string> = {};
    for (const file of files) {
      digests[file] = sha256(await readFile(file));
      if ((await stat(file)).mtimeMs >= since) return;
    }
    const parent = join(place, '..');
    await mkdir(parent, { recursive: true, mode: 0o700 });
    const entry: Entry = { ...contract, files: digests };
    const draft = `${place}.${randomUUID()}`;
    const text = JSON.stringify(entry);
    await writeFile(draft, `${sha256(text)}\n${text}`, { mode: 0o600 });
    await rename(draft, place);
    await prune(parent);
  } catch {
    // The contract is served all the same.
  }
}

async function prune(place: string): Promise<void> {
  const kept = await Promise.all(
    (await readdir(place)).map(async (name) => {
      const { size, mtimeMs } = await stat(join(place, name));
      return { name, size, mtimeMs };
    }),
  );
  kept.sort((a, b) => b.mtimeMs - a.mtimeMs);
  let bytes = 0;
  for (const [i, { name, size }] of kept.entries()) {
    bytes += size;
    if (i >= MOST_ENTRIES || bytes > MOST_BYTES) await rm(join(place, name), { force: true });
  }
}
