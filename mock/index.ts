/** The library: a sandbox in one's own process. */
import { loadContracts } from './contract/load-all.ts';
import { createHandle } from './create-handle.ts';
import type { SandboxHandle } from './handle.ts';
import { startServer } from './server.ts';
import { checkStartOptions } from './start-options.ts';
import type { StartOptions } from './start-options.ts';
import { DEFAULT_SANDBOX } from './world.ts';

export { ContractError } from './contract/problem.ts';
export type { ContractProblem } from './contract/problem.ts';
export { InputError } from './contract/input-error.ts';
export type { ClockHandle, ContractCredentials, OtpHandle, SandboxHandle, SettingsHandle } from './handle.ts';
export type { Message, MessageFilter } from './inbox.ts';
export type { JournalEntry, JournalFilter, RefusalNote } from './journal.ts';
export type { Settings } from './sandbox.ts';
export type { Seams } from './seams.ts';
export type { StartOptions } from './start-options.ts';

/**
 * Starts a sandbox on a free port of this machine.
 *
 * @throws {InputError} for an option that does not exist or cannot be so, a contract that does not exist, a store that cannot be opened, and a redirect
 *   URI that cannot be one
 * @throws {ContractError} for one that cannot be served
 */
export async function startSandbox(given: StartOptions = {}): Promise<SandboxHandle> {
  checkStartOptions(given);
  const { contracts: names = [], seed = 1, tls, ...options } = given;
  const contracts = await loadContracts(names, options.root);
  const certificate = tls === true ? await (await import('./tls.ts')).selfSigned(options.host ?? 'localhost') : tls === false ? undefined : tls;
  const server = await startServer({ port: 0, ...options, contracts, seed: String(seed), tls: certificate });
  return createHandle(server, server.sandboxes.known(DEFAULT_SANDBOX)!, tls === true ? certificate?.cert : undefined);
}
