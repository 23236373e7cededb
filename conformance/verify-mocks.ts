/** Checks the sandbox against several contracts: the sandboxes in one thread, the checks in another. */
import { startMockThread } from './mock-thread/start-mock-thread.ts';
import { loadCompiled } from './load-for-suite.ts';
import type { Report } from './verdict-report.ts';
import { verifyRunning } from './verify.ts';
import type { VerifyOptions } from './verify.ts';

/**
 * @param list with `target: 'mock'`
 * @param onReport called with each contract's report, as soon as it is there
 * @returns a report for each, in their order; the same as `verify` gives
 * @throws {InputError} if there is no such contract
 * @throws {ContractError} if it cannot be served
 */
export async function verifyMocks(
  list: readonly VerifyOptions[],
  onReport?: (report: Report) => void,
): Promise<readonly Report[]> {
  const thread = startMockThread();
  try {
    const reports: Report[] = [];
    for (const options of list) {
      const compiled = options.compiled ?? (await loadCompiled(options.contract, options));
      const running = await thread.start(options.contract, compiled, options);
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
