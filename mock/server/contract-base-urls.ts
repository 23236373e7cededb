/** The base URL of a contract, as a client sees it. */
import { mountOf, ownMountOf } from '../sandboxes/create-world.ts';
import type { PublicUrl } from '../request/public-url.ts';

export interface Places {
  /** Name of the contract at the root, if there is one. */
  readonly root: string | undefined;
  /** Where clients find the server, whatever address they ask. */
  readonly publicUrl: PublicUrl | undefined;
  /** The server's port; undefined until it listens. */
  main: number | undefined;
  /** Ports of the contracts' own. */
  readonly own: Map<string, number>;
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/**
 * The base URL of a contract in a sandbox, without a trailing slash.
 *
 * @param origin scheme and host of the server as the client sees them
 * @param via the contract whose own port the client asked
 */
export function contractBase(
  { root, publicUrl, main, own }: Places,
  origin: string,
  sandbox: string,
  contract: string,
  via?: string,
): string {
  if (publicUrl !== undefined) return publicUrl.origin + publicUrl.path + mountOf(sandbox, contract, root);
  const port = own.get(contract);
  if (port === undefined) return origin + mountOf(sandbox, contract, root);
  const url = new URL(origin);
  const seen = url.port === '' ? DEFAULT_PORTS[url.protocol] : Number(url.port);
  // Behind a proxy that shows one port as another, nobody here knows what it shows the others as.
  if (seen !== main && ![...own.values()].includes(seen!))
    return via === contract ? origin + ownMountOf(sandbox) : origin + mountOf(sandbox, contract, root);
  url.port = String(port);
  return url.origin + ownMountOf(sandbox);
}
