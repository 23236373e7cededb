/** Checks the sandbox against several contracts: the sandboxes in one thread, the checks in another. */
import type { CompiledContract } from '../mock/contract/compiled-contract.ts';
import type { RunningTarget } from './mock-target.ts';
import { startMockThread } from './mock-thread/start-mock-thread.ts';
import type { MockThread } from './mock-thread/start-mock-thread.ts';
import { loadCompiled } from './load-for-suite.ts';
import type { Report } from './verdict-report.ts';
import { verifyRunning } from './verify.ts';
import type { VerifyOptions } from './verify.ts';

interface Started {
  readonly options: VerifyOptions;
  readonly compiled: CompiledContract;
  readonly running: RunningTarget;
}

/**
 * @param list with `target: 'mock'`
 * @param onReport called with each contract's report, as soon as it is there
 * @param thread that the sandboxes are to live in, if one was started before; it ends with this
 * @returns a report for each, in their order; the same as `verify` gives
 * @throws {InputError} if there is no such contract
 * @throws {ContractError} if it cannot be served
 */
export async function verifyMocks(
  list: readonly VerifyOptions[],
  onReport?: (report: Report) => void,
  thread: MockThread = startMockThread(),
): Promise<readonly Report[]> {
  const start = async (options: VerifyOptions): Promise<Started> => {
    const compiled = options.compiled ?? (await loadCompiled(options.contract, options));
    return { options, compiled, running: await thread.start(options.contract, compiled, options) };
  };
  const first = ([options]: readonly VerifyOptions[]): Promise<Started> | undefined => {
    const started = options && start(options);
    // What goes wrong is told when it is its turn.
    started?.catch(() => undefined);
    return started;
  };
  try {
    const reports: Report[] = [];
    let next = first(list);
    while (next !== undefined) {
      const { options, compiled, running } = await next;
      // It starts while the checks of the one before it wait for answers.
      next = first(list.slice(reports.length + 1));
      try {
        const report = await verifyRunning(compiled, running, options);
        reports.push(report);
        onReport?.(report);
      } finally {
        await running.close();
      }
    }
    return reports;
  } finally {
    await thread.close();
  }
}
