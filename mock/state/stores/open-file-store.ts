/**
 * State in a directory of this machine (LMDB), which several processes may have open at once.
 *
 * A write that was answered is in the system's page cache: it outlives the process, however that ends, but is not
 * waited for on the disk. A power failure or a crash of the whole machine may take the latest writes with it.
 */
import { mkdirSync } from 'node:fs';
import { open } from 'lmdb';
import type { RootDatabase } from 'lmdb';
import { createBatch } from './file-batch.ts';
import { FORMAT, FORMAT_KEY, PROCESSES_KEY, worldPrefix } from './file-keys.ts';
import { createRoom } from './file-room.ts';
import { createFileRing } from './file-ring.ts';
import { createFileStore } from './file-store.ts';
import type { Bounds } from '../bounds.ts';
import type { StoreBackend } from './store.ts';

/** Address space, not disk: the file grows with what it holds, up to this many bytes. */
const MAP_BYTES = 2 ** 36;

function openFile(directory: string): RootDatabase<string, string> {
  mkdirSync(directory, { recursive: true });
  return open<string, string>({
    path: directory,
    encoding: 'string',
    noSubdir: false,
    noSync: true,
    mapSize: MAP_BYTES,
  });
}

/** @throws Error for a directory that cannot be written; what is damaged in it, `check-file-store.ts` finds before */
export function fileBackend(directory: string, bounds?: Bounds): StoreBackend {
  const db = openFile(directory);
  // A process that was killed may have left its place as a reader, which would keep the file growing.
  db.readerCheck();
  const { inTransaction, flush } = createBatch(db, createRoom(directory));
  const number = db.transactionSync(() => {
    const next = Number(db.get(PROCESSES_KEY) ?? 0) + 1;
    db.putSync(PROCESSES_KEY, String(next));
    db.putSync(FORMAT_KEY, FORMAT);
    return next;
  });
  return {
    open: (sandbox, world, now) => createFileStore(db, inTransaction, worldPrefix(sandbox, world), now, bounds),
    shared: {
      process: number,
      // The name has a character that no contract's has.
      ring: (sandbox, name, size) => createFileRing(db, inTransaction, worldPrefix(sandbox, `#${name}`), size),
      refresh: () => db.resetReadTxn(),
    },
    async close() {
      flush();
      await db.close();
    },
  };
}
