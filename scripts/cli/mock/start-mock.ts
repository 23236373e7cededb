/** Starts the sandbox that the options of `tollgate mock` ask for, and says that it is ready. */
import type { LoadedContract } from '../../../mock/contract/load-contract.ts';
import { certificatesWarning, unusedAuthority } from '../../../mock/contract/uses-certificates.ts';
import { boundsOf } from '../../../mock/state/bounds.ts';
import type { BoundOptions } from '../../../mock/state/bounds.ts';
import type { RequestLog, RunningServer } from '../../../mock/server/server-options.ts';
import { reading } from '../allow-refs-option.ts';
import { quote, withControlToken } from '../../../mock/contract/shell-quote.ts';
import { judge } from './judge.ts';
import { everyRequest, refusedRequests } from './request-log.ts';
import { createVerifier } from './verifier.ts';
import type { Certificate } from '../../../mock/server/self-signed-certificate.ts';

export interface MockOptions extends BoundOptions {
  readonly port: number;
  readonly host: string;
  readonly root?: string;
  readonly publicUrl?: string;
  readonly portPerContract?: boolean;
  readonly seed: string;
  readonly strict?: boolean;
  readonly explainHeader?: boolean;
  readonly waitForJournal?: boolean;
  readonly bearer?: boolean;
  readonly tls?: boolean;
  /** Where the certificate was written that clients have to trust: absolute, once it is. */
  readonly tlsCa?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly tlsClientCa?: string;
  readonly tlsClientCrl?: string;
  readonly json?: boolean;
  readonly log?: boolean;
  readonly watch?: boolean;
  readonly controlToken?: string;
  readonly store: string;
  readonly workers: number;
  readonly allowRefs: readonly string[];
  readonly redirectUri: readonly string[];
  readonly webhookHosts: readonly string[];
  readonly maxSandboxes: number;
  /** Milliseconds. */
  readonly sandboxIdle: number;
  /** Milliseconds. */
  readonly requestTimeout: number;
}

/** Where a server listens, and with which certificate. */
export interface Listening {
  readonly port: number;
  /** Ports of the contracts' own that are known already; undefined for those that the options ask for. */
  readonly ownPorts: readonly number[] | undefined;
  readonly tls: Certificate | undefined;
}

export interface Started {
  readonly server: RunningServer;
  readonly contracts: readonly LoadedContract[];
  /** What was read for each contract, by the name or path that was given. */
  readonly files: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Starts the server that the options ask for, in this process. */
export async function startMock(
  names: readonly string[],
  options: MockOptions,
  { port, tls, ownPorts }: Listening,
): Promise<Started> {
  const { loadContracts } = await import('../../../mock/contract/load-contracts.ts');
  const files = new Map<string, Set<string>>();
  const contracts = await loadContracts(names, options.root, reading(options), (place, contract) =>
    files.set(contract, (files.get(contract) ?? new Set()).add(place)),
  );
  const { startServer } = await import('../../../mock/server/server.ts');
  const given = new Map(contracts.map(({ name, file, builtIn }) => [name, builtIn ? name : file]));
  const server: RunningServer = await startServer({
    contracts,
    port,
    host: options.host,
    root: options.root,
    publicUrl: options.publicUrl,
    portPerContract: ownPorts ?? options.portPerContract,
    seed: options.seed,
    strict: options.strict,
    explainHeader: options.explainHeader,
    waitForJournal: options.waitForJournal,
    tls,
    tlsClientCa: await clientAuthorities(options),
    tlsClientCrl: await revocationLists(options),
    store: options.store,
    webhookHosts: options.webhookHosts,
    maxSandboxes: options.maxSandboxes,
    sandboxIdleMs: options.sandboxIdle,
    requestTimeoutMs: options.requestTimeout,
    ...boundsOf(options),
    controlToken: options.controlToken,
    redirectUris: options.redirectUri,
    reloads: options.watch,
    judge,
    // The processes of one port do not know what each of them is doing.
    verifier:
      options.workers > 1
        ? undefined
        : createVerifier(() => {
            const url = server.url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
            return {
              url,
              token: options.controlToken,
              certificate: options.cert === undefined ? tls?.cert : undefined,
              command: (name) =>
                `${withControlToken(options.controlToken)}tollgate verify ${quote(given.get(name) ?? name)} --base-url ${url}`,
            };
          }),
    log: logOf(options),
  });
  return { server, contracts, files };
}

/** Who reads the output by program is told nothing that nobody asked for. */
function logOf({ log, json }: MockOptions): RequestLog | undefined {
  const print = (line: string): void => console.error(line);
  if (log === true) return everyRequest(print);
  return log === false || json === true ? undefined : refusedRequests(print);
}

const clientAuthorities = async ({ tlsClientCa: file }: MockOptions): Promise<string | undefined> =>
  file === undefined ? undefined : (await import('./read-certificate.ts')).readClientAuthorities(file);

const revocationLists = async ({
  tlsClientCa: authorities,
  tlsClientCrl: file,
}: MockOptions): Promise<string | undefined> =>
  file === undefined || authorities === undefined
    ? undefined
    : (await import('./read-certificate.ts')).readClientRevocations(file, authorities);

/** What the contracts lack where the server speaks plain HTTP, and what they have no use for where it does not. */
export const tlsWarning = (
  contracts: readonly LoadedContract[],
  { tlsClientCa: file }: MockOptions,
  tls: Certificate | undefined,
): string | undefined =>
  tls === undefined
    ? certificatesWarning(contracts, 'start with --tls')
    : file === undefined
      ? undefined
      : unusedAuthority(contracts, `--tls-client-ca ${file}`);

/** What is printed once the server is ready. */
export async function readyOutput(
  server: RunningServer,
  contracts: readonly LoadedContract[],
  { json, tls, tlsCa, cert }: MockOptions,
): Promise<string> {
  if (json === true) return readyLine(server, contracts, tlsCa);
  return (await import('./ready-text.ts')).readyText(server, {
    selfSigned: tls === true && cert === undefined,
    ca: tlsCa,
    imported: new Map(contracts.flatMap(({ name, imported }) => (imported ? [[name, imported] as const] : []))),
  });
}

function readyLine(server: RunningServer, contracts: readonly LoadedContract[], ca: string | undefined): string {
  return JSON.stringify({
    ready: true,
    url: server.url,
    contracts: Object.fromEntries(contracts.map(({ name }) => [name, server.contractUrl(name)])),
    control: server.controlUrl,
    ca,
  });
}
