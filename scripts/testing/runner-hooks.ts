/** The hooks of test runners, called alike: before the first test, after each with whether it failed, after the last. */
import { InputError } from '../../mock/contract/input-error.ts';

/** Takes a function, and more than is said here. */
type Hook = (run: () => unknown) => unknown;

/** `test` of `node:test`. */
interface NodeRunner {
  readonly before: Hook;
  readonly after: Hook;
  readonly afterEach: Hook;
}

/** `t` of `tap`. */
interface TapRunner {
  readonly before: Hook;
  readonly teardown: Hook;
  readonly afterEach: Hook;
}

/** `vitest`, `@jest/globals`, or the globals of either. */
interface GlobalRunner {
  readonly beforeAll: Hook;
  readonly afterAll: Hook;
  readonly afterEach: Hook;
}

export type Runner = NodeRunner | TapRunner | GlobalRunner | typeof globalThis;

export interface Hooks {
  before(run: () => Promise<void>): void;
  afterEach(run: (failed: boolean) => Promise<void>): void;
  after(run: () => Promise<void> | undefined): void;
}

/** What a runner tells the hook after a test. */
interface Ended {
  /** `node:test` */
  readonly passed?: boolean;
  /** tap */
  readonly passing?: () => boolean;
  /** vitest */
  readonly task?: { readonly result?: { readonly state?: string } };
}

/** What runners declare in as many ways as there are of them. */
type HookOfEnded = (run: (ended: Ended) => unknown) => unknown;

const hasAll = (runner: object, names: readonly string[]): boolean =>
  names.every((name) => typeof (runner as Readonly<Record<string, unknown>>)[name] === 'function');

/** jest tells its hooks nothing; it keeps the test that runs in a global of this name. */
function hasJestFailed(): boolean {
  const key = Object.getOwnPropertySymbols(globalThis).find(({ description }) => description === 'JEST_STATE_SYMBOL');
  const state =
    key && (globalThis as Readonly<Record<symbol, { currentlyRunningTest?: { errors?: readonly unknown[] } }>>)[key];
  return (state?.currentlyRunningTest?.errors?.length ?? 0) > 0;
}

/** @throws {InputError} for what is no runner */
export function hooksOf(runner: unknown): Hooks {
  const given: object = typeof runner === 'object' || typeof runner === 'function' ? (runner ?? {}) : {};
  if (hasAll(given, ['beforeAll', 'afterAll', 'afterEach'])) {
    const { beforeAll, afterAll, afterEach } = given as GlobalRunner;
    return {
      // A hook of jest that declares a parameter is waited for until it calls it.
      before: (run) => void beforeAll(() => run()),
      after: (run) => void afterAll(() => run()),
      afterEach: (run) =>
        void (isVitest()
          ? (afterEach as HookOfEnded)(({ task }) => run(task?.result?.state === 'fail'))
          : afterEach(() => run(hasJestFailed()))),
    };
  }
  if (hasAll(given, ['before', 'afterEach', 'teardown'])) {
    const tap = given as TapRunner;
    return {
      before: (run) => void tap.before(run),
      after: (run) => void tap.teardown(run),
      afterEach: (run) => void (tap.afterEach as HookOfEnded)((t) => run(t.passing?.() === false)),
    };
  }
  if (hasAll(given, ['before', 'after', 'afterEach'])) {
    const node = given as NodeRunner;
    return {
      before: (run) => void node.before(run),
      after: (run) => void node.after(run),
      afterEach: (run) => void (node.afterEach as HookOfEnded)(({ passed }) => run(passed === false)),
    };
  }
  throw new InputError(
    'useSandbox: the first argument must be test of node:test, t of tap, all of vitest or @jest/globals, or globalThis where the hooks are globals',
  );
}

const isVitest = (): boolean => process.env['VITEST'] !== undefined;
