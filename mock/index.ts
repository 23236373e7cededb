/** The library: a sandbox in one's own process. */
import { loadContracts } from './contract/load-all.ts';
import { createHandle } from './create-handle.ts';
import type { SandboxHandle } from './handle.ts';
import type { ServerOptions } from './server-options.ts';
import { startServer } from './server.ts';
import { DEFAULT_SANDBOX } from './world.ts';

export { ContractError } from './contract/problem.ts';
export type { ContractProblem } from './contract/problem.ts';
export { InputError } from './contract/input-error.ts';
export type { ClockHandle, ContractCredentials, OtpHandle, SandboxHandle, SettingsHandle } from './handle.ts';
export type { Message, MessageFilter } from './inbox.ts';
export type { JournalEntry, JournalFilter, RefusalNote } from './journal.ts';
export type { Settings } from './sandbox.ts';
export type { Seams } from './seams.ts';

export interface StartOptions extends Omit<ServerOptions, 'contracts' | 'seed' | 'tls'> {
  /** Names of built-in contracts, or paths of YAML or JSON files; default every built-in contract. */
  readonly contracts?: readonly string[] | undefined;
  /** The same seed gives the same world, byte for byte; default 1. */
  readonly seed?: string | number | undefined;
  /** PEM texts, or `true` for a self-signed certificate. */
  readonly tls?: ServerOptions['tls'] | boolean;
}

/**
 * Starts a sandbox on a free port of this machine.
 *
 * @throws {InputError} for a contract that does not exist, and a store that cannot be opened
 * @throws {ContractError} for one that cannot be served
 */
export async function startSandbox({ contracts: names = [], seed = 1, tls, ...options }: StartOptions = {}): Promise<SandboxHandle> {
  const contracts = await loadContracts(names, options.root);
  const certificate = tls === true ? await (await import('./tls.ts')).selfSigned(options.host ?? 'localhost') : tls === false ? undefined : tls;
  const server = await startServer({ port: 0, ...options, contracts, seed: String(seed), tls: certificate });
  return createHandle(server, server.sandboxes.known(DEFAULT_SANDBOX)!);
}
