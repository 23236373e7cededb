/** Every sandbox of a store that several processes have open: each request sees what any of them changed before it. */
import { chain } from '../../state/awaitable.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import { InputError } from '../../contract/input-error.ts';
import type { Sandbox, Sandboxes } from '../sandbox.ts';
import type { SandboxesOptions } from '../sandboxes.ts';
import type { SharedState } from '../../state/stores/store.ts';
import { DEFAULT_SANDBOX } from '../create-world.ts';
import { metaCell } from './shared-clock-and-settings.ts';
import type { Meta } from './shared-clock-and-settings.ts';
import type { NotMade } from '../sandbox-limits.ts';
import { createSharedUses } from './shared-uses.ts';
import { forgetChanged } from '../other-contract.ts';
import { attach } from './shared-sandbox.ts';
import type { Attached } from './shared-sandbox.ts';

/** No sandbox can have this name: what belongs to all of them stands there. */
const EVERYWHERE = '#';

const NAMES = 'sandboxes';
const MADE = 'made';

export async function createSharedSandboxes(given: SandboxesOptions, shared: SharedState): Promise<Sandboxes> {
  let options = given;
  const { backend, seed } = options;
  const attached = new Map<string, Attached>();
  /** How many sandboxes of each name this process has served: none gives out again what one before it did. */
  const served = new Map<string, number>();
  const { most } = options.limits;
  const names = backend.open(EVERYWHERE, NAMES, () => 0);
  const uses = createSharedUses(names, options.limits);
  const cellOf = (name: string) => attached.get(name)?.cell ?? metaCell(backend.open(name, '', () => 0));

  /** The sandbox as `meta` says it stands. */
  const adopt = (name: string, meta: Meta): Attached => {
    let known = attached.get(name);
    // Another one of the same name: it was deleted and made again.
    if (known === undefined || known.made !== meta.made || known.sandbox.seed !== meta.seed) {
      const lives = served.get(name) ?? 0;
      served.set(name, lives + 1);
      attached.set(name, (known = attach(name, meta, cellOf(name), options, shared, lives)));
    }
    known.adopt(meta);
    return known;
  };

  /** Makes a sandbox unless there is one, or as many as there may be. @returns why not */
  const make = async (name: string, withSeed: string): Promise<NotMade | undefined> => {
    const listed = await names.swap<readonly string[], boolean>(NAMES, (list = []) => {
      if (list.includes(name)) return { result: true };
      const others = list.filter((each) => each !== DEFAULT_SANDBOX).length;
      if (name !== DEFAULT_SANDBOX && others >= most) return { result: false };
      return { value: [...list, name], result: true };
    });
    if (!listed) return 'full';
    const cell = cellOf(name);
    if ((await cell.read()) !== undefined) return 'taken';
    const { value: made } = await names.incr(MADE, 1);
    if (!(await cell.create(withSeed, made))) return 'taken';
    const meta = await cell.read();
    if (meta !== undefined) await adopt(name, meta).begin();
    return undefined;
  };

  const remove = async (name: string): Promise<boolean> => {
    const sandbox = await read(name);
    if (sandbox === undefined || !(await cellOf(name).remove())) return false;
    await attached.get(name)?.empty();
    attached.delete(name);
    await names.swap<readonly string[], null>(NAMES, (list = []) => ({
      value: list.filter((each) => each !== name),
      result: null,
    }));
    await uses.forget(name);
    return true;
  };

  const read = (name: string): Awaitable<Sandbox | undefined> => {
    shared.refresh();
    const known = attached.get(name);
    return chain(known ? known.read() : cellOf(name).read(), (meta): Awaitable<Sandbox | undefined> => {
      if (meta !== undefined) return adopt(name, meta).sandbox;
      attached.delete(name);
      // The store was emptied, or came back without what it held.
      return name === DEFAULT_SANDBOX ? make(name, seed).then(() => read(name)) : undefined;
    });
  };

  await make(DEFAULT_SANDBOX, seed);
  const first = await read(DEFAULT_SANDBOX);
  if (first !== undefined && first.seed !== seed) {
    throw new InputError(
      `the store holds a sandbox made with the seed "${first.seed}", not "${seed}"; start with --seed ${first.seed}, or with another store`,
    );
  }
  // A contract that is new to the store has its keys yet to be put there.
  await attached.get(DEFAULT_SANDBOX)?.begin();

  return {
    shared: true,
    most,
    get(name) {
      if (name !== DEFAULT_SANDBOX) uses.used(name);
      return read(name);
    },
    recall(name) {
      const known = attached.get(name);
      const seen = known?.recall();
      if (seen === undefined) return undefined;
      if (name !== DEFAULT_SANDBOX) uses.used(name);
      return { sandbox: known!.sandbox, seen };
    },
    known: (name) => attached.get(name)?.sandbox,
    has: (name) => attached.has(name),
    async list() {
      const all = await Promise.all(((await names.get<readonly string[]>(NAMES)) ?? []).map(read));
      return all.filter((sandbox) => sandbox !== undefined);
    },
    async create(name, withSeed = seed) {
      const all = (await names.get<readonly string[]>(NAMES)) ?? [];
      for (const idle of await uses.idle(all.filter((each) => each !== DEFAULT_SANDBOX))) await remove(idle);
      const not = await make(name, withSeed);
      if (not !== undefined) return not;
      uses.used(name);
      // Somebody may have deleted it since.
      return (await read(name)) ?? 'taken';
    },
    remove,
    async adopt(contracts) {
      const before = options.contracts;
      const known = [...attached.values()];
      options = { ...options, contracts };
      // Each sandbox is bound anew when it is next asked for, as another life of it: no id is given out twice.
      attached.clear();
      for (const { sandbox } of known) {
        for (const { store, contract, webhooks } of sandbox.worlds.values()) {
          const now = contracts.get(contract.name)!;
          if (now === before.get(contract.name)) continue;
          webhooks?.forget();
          await forgetChanged(store, contract, now);
        }
        await read(sandbox.name);
        await attached.get(sandbox.name)?.begin();
      }
    },
  };
}
