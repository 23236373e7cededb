/** What a server is started with, and what it is once it runs. */
import type { LoadedContract } from '../contract/load-contract.ts';
import type { CompiledContract } from '../contract/compiled-contract.ts';
import type { Sandboxes } from '../sandboxes/sandbox.ts';
import type { Judge } from '../control/judge.ts';
import type { Verifier } from '../control/verifier.ts';
import type { BoundOptions } from '../state/bounds.ts';
import type { Seams } from '../pipeline/seams.ts';

/** Told of each request in a line, secrets already taken out. */
export type RequestLog = (line: string, refused: boolean) => void;

export interface ServerOptions extends BoundOptions {
  readonly contracts: readonly LoadedContract[];
  /** 0, the default, is any free port. */
  readonly port?: number | undefined;
  /** Name or address to listen on; default `127.0.0.1`. */
  readonly host?: string | undefined;
  /** Name of the contract that is served at `/` too. */
  readonly root?: string | undefined;
  /**
   * Where clients find the server, such as `https://auth.example.org/sandbox`: issuer, links and base URLs are below it,
   * whatever address a request came to; default the address that each request names. What a proxy passes on may carry
   * its path or not.
   */
  readonly publicUrl?: string | undefined;
  /**
   * Whether each contract is served at `/` of a port of its own too: of the ports after `port`, in the order of the
   * contracts, or of any free ones; or which ports, 0 being any free one. Base URLs are then those.
   */
  readonly portPerContract?: boolean | readonly number[] | undefined;
  /** Text from which every random value comes; default `1`. */
  readonly seed?: string | undefined;
  /** Whether every answer is validated against its contract, and one that breaks it becomes an error. */
  readonly strict?: boolean | undefined;
  /** Certificate chain and private key in PEM; the server then speaks HTTPS. */
  readonly tls?: { readonly cert: string; readonly key: string } | undefined;
  /** Authorities whose certificates are taken from clients, besides the sandbox's own, in PEM; needs `tls`. */
  readonly tlsClientCa?: string | undefined;
  /** Lists of certificates that these authorities revoked (RFC 5280 §5), in PEM; needs `tlsClientCa`. */
  readonly tlsClientCrl?: string | undefined;
  /**
   * Where the state is kept: `memory` (default), `file:` and a directory of this machine, or the URL of a Redis. A file
   * and a Redis may be shared by several processes, and outlive them.
   */
  readonly store?: string | undefined;
  /** Whether answers carry the journal's id of their request, in `x-tollgate-request`; default true. */
  readonly explainHeader?: boolean | undefined;
  /** Whether a request is answered only once the journal in a Redis has it; default false: the entry follows the answer. */
  readonly waitForJournal?: boolean | undefined;
  /** Takes one line for each request, secrets already taken out. */
  readonly log?: RequestLog | undefined;
  /** Registered with every client that may ask for authorization codes, besides those that the contracts have. */
  readonly redirectUris?: readonly string[] | undefined;
  /** Opens the control plane to other hosts, with this bearer token. */
  readonly controlToken?: string | undefined;
  /** Whether there is a control plane; default true. */
  readonly control?: boolean | undefined;
  /**
   * Who may be sent webhooks, besides this machine and private networks: names, `.example.com` for the names below one,
   * addresses, CIDR ranges, or `*` for anybody; default nobody.
   */
  readonly webhookHosts?: readonly string[] | undefined;
  /** How many sandboxes there may be at once beside `default`; default 10,000. */
  readonly maxSandboxes?: number | undefined;
  /** Milliseconds without a request after which a sandbox other than `default` may end; default a day. */
  readonly sandboxIdleMs?: number | undefined;
  /** Milliseconds in which a request must have come whole, headers and body; default a minute. */
  readonly requestTimeoutMs?: number | undefined;
  /** Whether {@link RunningServer.reload} will be asked for; default false. */
  readonly reloads?: boolean | undefined;
  /** Who judges a client's conduct for the control plane's report card; default nobody. */
  readonly judge?: Judge | undefined;
  /** Who checks contracts for the control plane's conformance runs; default nobody. */
  readonly verifier?: Verifier | undefined;
  /** Wrappers around the server's parts, for the suite's mutants; default none. */
  readonly seams?: Seams | undefined;
}

export interface RunningServer {
  /** Without a trailing slash: `http://127.0.0.1:4010`. */
  readonly url: string;
  /** Where clients find it: the URL above, unless the options say otherwise. */
  readonly publicUrl: string;
  readonly port: number;
  /** Ports of the contracts' own, in their order; undefined where they have none. */
  readonly ownPorts: readonly number[] | undefined;
  /** Base URL of a contract, in the sandbox `default` if none is named. */
  contractUrl(name: string, sandbox?: string): string;
  /** Where it listens: the control plane is for this machine. */
  readonly controlUrl: string;
  /** As they are served now. */
  readonly contracts: ReadonlyMap<string, CompiledContract>;
  readonly sandboxes: Sandboxes;
  /**
   * Serves other contracts of the same names, at the same ports and with what of their state still fits. Requests that
   * have come are answered by those before.
   *
   * @throws ContractError for one that cannot be served; those before are served on
   */
  reload(contracts: readonly LoadedContract[]): Promise<void>;
  /** Does not keep the process alive from now on: it ends once it has nothing else to do. */
  letProcessEnd(): void;
  close(): Promise<void>;
}
