/** What `tollgate/testing` exports: a sandbox for one file of tests, which says why requests were refused when one fails. */
import { startSandbox } from '../../mock/index.ts';
import type { SandboxHandle, StartOptions } from '../../mock/index.ts';
import { InputError } from '../../mock/contract/input-error.ts';
import type { components } from '../../specs/generated/control.ts';
import { hooksOf } from './runner-hooks.ts';
import type { Runner } from './runner-hooks.ts';

export type { Runner } from './runner-hooks.ts';
export type { SandboxHandle, StartOptions } from '../../mock/index.ts';

type Schemas = components['schemas'];

/** A test that is refused more often is looping; the newest tell enough. */
const MOST_EXPLAINED = 5;

/** Asked of values that are awaited or printed; a sandbox that has not started yet has none of them. */
const isAskedOfAnyValue = (key: string | symbol): boolean => typeof key === 'symbol' || key === 'then';

/**
 * Starts a sandbox of its own before the first test of this file, and closes it after the last one. When a test fails,
 * it prints why each request of that test was refused.
 *
 * @param runner `test` of `node:test`, `t` of `tap`, all of `vitest` or `@jest/globals` (`import * as runner from …`), or
 *   `globalThis` where the hooks are globals
 * @param options those of `startSandbox`
 * @returns the sandbox; it can be asked from inside of tests and hooks
 * @throws {InputError} for what is no runner
 */
export function useSandbox(runner: Runner, options: StartOptions = {}): SandboxHandle {
  const hooks = hooksOf(runner);
  let running: SandboxHandle | undefined;
  let told = 0;
  hooks.before(async () => {
    running = await startSandbox(options);
  });
  hooks.afterEach(async (failed) => {
    if (running === undefined) return;
    const refused = await newRefusals(running.control, options.controlToken, told);
    told = refused.at(-1)?.id ?? told;
    if (failed && refused.length > 0) console.error(await explained(running.control, options.controlToken, refused));
  });
  hooks.after(() => running?.close());
  return new Proxy({} as SandboxHandle, {
    get(_, key) {
      if (running !== undefined) return Reflect.get(running, key) as unknown;
      if (isAskedOfAnyValue(key)) return undefined;
      throw new InputError(
        `the sandbox starts before the first test; ask for its "${String(key)}" inside of a test or a hook`,
      );
    },
    has: (_, key) => running !== undefined && Reflect.has(running, key),
  });
}

/** Oldest first. A control plane that cannot be asked has none to tell of. */
async function newRefusals(
  control: string,
  controlToken: string | undefined,
  after: number,
): Promise<readonly Schemas['JournalEntry'][]> {
  const { askJson } = await import('../cli/running/running-sandbox.ts');
  try {
    const { entries } = await askJson<{ entries: readonly Schemas['JournalEntry'][] }>(
      { url: control, controlToken: controlToken! },
      '/journal',
      { query: { refused: true, limit: 1_000, order: 'oldest' } },
    );
    return entries.filter(({ id }) => id > after);
  } catch {
    return [];
  }
}

async function explained(
  control: string,
  controlToken: string | undefined,
  refused: readonly Schemas['JournalEntry'][],
): Promise<string> {
  const { askJson } = await import('../cli/running/running-sandbox.ts');
  const { explanationText } = await import('../cli/running/entry-text.ts');
  const texts: string[] = [];
  for (const { id } of refused.slice(-MOST_EXPLAINED))
    texts.push(
      explanationText(
        await askJson<Schemas['JournalDetail']>({ url: control, controlToken: controlToken! }, `/journal/${id}`),
      ),
    );
  const count = refused.length === 1 ? 'one request' : `${refused.length} requests`;
  const which = refused.length > MOST_EXPLAINED ? `; the newest ${MOST_EXPLAINED}` : '';
  return `\nThe sandbox refused ${count} of this test${which}:\n\n${texts.join('\n\n')}\n`;
}
