/** The library: a sandbox in one's own process. */
import { publicHosts } from './request/public-url.ts';
import { loadContracts } from './contract/load-contracts.ts';
import { createHandle } from './library/create-sandbox-handle.ts';
import type { SandboxHandle } from './library/sandbox-handle.ts';
import { InputError } from './contract/input-error.ts';
import { certificatesWarning, unusedAuthority } from './contract/uses-certificates.ts';
import { startServer } from './server/server.ts';
import { checkStartOptions } from './library/start-options.ts';
import type { StartOptions } from './library/start-options.ts';
import type { RunningServer } from './server/server-options.ts';
import { DEFAULT_SANDBOX } from './sandboxes/create-world.ts';

export { ContractError } from './contract/contract-problem.ts';
export type { ContractProblem } from './contract/contract-problem.ts';
export { InputError } from './contract/input-error.ts';
export type {
  ClockHandle,
  ContractCredentials,
  OtpHandle,
  SandboxHandle,
  SettingsHandle,
} from './library/sandbox-handle.ts';
export type { Message, MessageFilter } from './journal/otp-inbox.ts';
export type { JournalEntry, JournalFilter, RefusalNote } from './journal/journal.ts';
export type { Settings } from './sandboxes/sandbox.ts';
export type { Seams } from './pipeline/seams.ts';
export type { StartOptions } from './library/start-options.ts';

const warn = (line: string): void => process.emitWarning(line, 'TollgateWarning');

/** Sandboxes that were started and not closed. */
const open = new Set<RunningServer>();

function tellWhatIsOpen(): void {
  if (open.size === 0) return;
  const which = open.size === 1 ? 'a sandbox' : `${open.size} sandboxes`;
  const [{ url }] = [...open] as [RunningServer];
  // A warning of the process would come too late: it is told a turn later.
  console.error(
    `tollgate: the process ended with ${which} open (${url}); call "await sandbox.close()" when your tests are over`,
  );
}

/** A server that is left to the end of the process may lose what its store has not written yet. */
function warnWhenLeftOpen(server: RunningServer): void {
  if (open.size === 0) process.once('exit', tellWhatIsOpen);
  open.add(server);
  const { close } = server;
  server.close = () => {
    open.delete(server);
    if (open.size === 0) process.off('exit', tellWhatIsOpen);
    return close.call(server);
  };
}

/**
 * Starts a sandbox on a free port of this machine. It does not keep the process alive, which tells at its end of one
 * that was left open.
 *
 * @throws {InputError} for an option that does not exist or cannot be so, a contract that does not exist, a store that
 *   cannot be opened, and a redirect
 *   URI that cannot be one
 * @throws {ContractError} for one that cannot be served
 */
export async function startSandbox(given: StartOptions = {}): Promise<SandboxHandle> {
  checkStartOptions(given);
  const { contracts: names = [], allowRefs, tell = warn, seed = 1, tls, ...options } = given;
  const contracts = await loadContracts(names, options.root, { allowRefs, tell });
  const certificate =
    tls === true
      ? await (await import('./server/self-signed-certificate.ts')).selfSigned(
          options.host ?? 'localhost',
          ...publicHosts(options.publicUrl),
        )
      : tls === false
        ? undefined
        : tls;
  if (certificate === undefined) {
    const lacking = certificatesWarning(contracts, 'give the option tls');
    if (lacking !== undefined) tell(lacking);
  }
  if (options.tlsClientCrl !== undefined && options.tlsClientCa === undefined)
    throw new InputError('startSandbox: tlsClientCrl needs tlsClientCa: an authority lists certificates of its own');
  if (options.tlsClientCa !== undefined) {
    if (certificate === undefined)
      throw new InputError('startSandbox: tlsClientCa needs tls: clients show certificates over TLS alone');
    const unused = unusedAuthority(contracts, 'tlsClientCa');
    if (unused !== undefined) tell(unused);
  }
  const server = await startServer({ port: 0, ...options, contracts, seed: String(seed), tls: certificate });
  server.letProcessEnd();
  warnWhenLeftOpen(server);
  return createHandle(server, server.sandboxes.known(DEFAULT_SANDBOX)!, tls === true ? certificate?.cert : undefined);
}
