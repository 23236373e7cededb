/** Reads which contracts get a port of their own, and which port. */
import { InputError } from '../contract/input-error.ts';
import type { ServerOptions } from './server-options.ts';

const HIGHEST_PORT = 65_535;

/**
 * The ports that are asked for, in the order of the contracts; 0 is any free one.
 *
 * @returns undefined where contracts have no ports of their own
 * @throws {InputError} where there cannot be such ports
 */
export function wantedPorts({
  portPerContract = false,
  contracts,
  root,
  port = 0,
}: Pick<ServerOptions, 'portPerContract' | 'contracts' | 'root' | 'port'>): readonly number[] | undefined {
  if (portPerContract === false) return undefined;
  if (root !== undefined)
    throw new InputError(
      `a contract at the root (--root ${root}) and a port for each (--port-per-contract) exclude each other; use one of them`,
    );
  if (portPerContract !== true) {
    if (portPerContract.length === contracts.length) return portPerContract;
    throw new InputError(
      `portPerContract names ${portPerContract.length} ports for ${contracts.length} contracts; name one for each, or write true for those after the server's port`,
    );
  }
  if (port + contracts.length > HIGHEST_PORT && port !== 0) {
    throw new InputError(
      `--port-per-contract takes the ${contracts.length} ports after ${port}, and the last one there is is ${HIGHEST_PORT}; choose a --port up to ${HIGHEST_PORT - contracts.length}`,
    );
  }
  return contracts.map((_, i) => (port === 0 ? 0 : port + 1 + i));
}
