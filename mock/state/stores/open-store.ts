/** Opens the store that `--store` names. */
import cluster from 'node:cluster';
import { fileFault } from '../../contract/file-error-words.ts';
import { InputError } from '../../contract/input-error.ts';
import type { Bounds } from '../bounds.ts';
import { memoryBackend } from './memory-store.ts';
import { withoutSecrets } from './redis-url.ts';
import type { StoreBackend } from './store.ts';

const KINDS = 'memory, file:DIRECTORY, redis://HOST:PORT or rediss://HOST:PORT';

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message.split('\n', 1)[0]! : String(error);

async function fileStore(directory: string, bounds: Bounds | undefined): Promise<StoreBackend> {
  // The process that started this one has looked.
  if (!cluster.isWorker) await (await import('./check-file-store.ts')).checkFileStore(directory);
  const { fileBackend } = await import('./open-file-store.ts').catch((error: unknown) => {
    throw new InputError(`--store file: the package lmdb does not load on this machine: ${messageOf(error)}`);
  });
  try {
    return fileBackend(directory, bounds);
  } catch (error) {
    throw new InputError(`--store file: cannot keep state in "${directory}": ${fileFault(error, 'write')}`);
  }
}

async function redisStore(url: string, bounds: Bounds | undefined): Promise<StoreBackend> {
  const { redisBackend } = await import('./open-redis-store.ts');
  try {
    return await redisBackend(url, bounds);
  } catch (error) {
    throw new InputError(`--store redis: ${messageOf(error)}`);
  }
}

/**
 * Opens a store; its engine is loaded only then.
 *
 * @param store `memory`, `file:` and a directory, or the URL of a Redis
 * @param bounds of what each world may hold; undefined for none
 * @throws InputError for anything else, and for a store that cannot be opened
 */
export async function openStore(store = 'memory', bounds?: Bounds): Promise<StoreBackend> {
  if (store === 'memory') return memoryBackend(bounds);
  if (store.startsWith('file:') && store.length > 'file:'.length) return fileStore(store.slice('file:'.length), bounds);
  if (/^rediss?:\/\//i.test(store)) return redisStore(store, bounds);
  throw new InputError(`a store is ${KINDS}; this is "${withoutSecrets(store)}"`);
}
