import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { durationMs } from '../../mock/contract/durations.ts';
import { BOUND_NAMES, BOUNDS, optionOf } from '../../mock/state/bounds.ts';
import type { BoundName } from '../../mock/state/bounds.ts';
import type { RunningServer } from '../../mock/server/server-options.ts';
import type { Certificate } from '../../mock/server/self-signed-certificate.ts';
import type { MockOptions } from './mock/start-mock.ts';
import { allowRefsOption } from './allow-refs-option.ts';

const DEFAULT_PORT = 4010;
const MOST_PORT = 65_535;
const MOST_WORKERS = 64;

const boundOption = (name: BoundName): Option =>
  new Option(`${optionOf(name)} <count>`, BOUNDS[name].what).default(BOUNDS[name].most).argParser(parseCount);

export function mockCommand(command: Command): void {
  command
    .addOption(
      new Option('-p, --port <port>', 'port to listen on; 0 is any free one')
        .default(DEFAULT_PORT)
        .argParser(parsePort),
    )
    .option('--host <host>', 'name or address to listen on', '127.0.0.1')
    .option(
      '--root <contract>',
      'serve this contract at /, without its name in the path, for a client that drops the path of its base URL',
    )
    .option(
      '--public-url <url>',
      'where clients find the sandbox, behind a proxy or by another name: issuer and links are below it, whatever address they ask',
    )
    .option(
      '--port-per-contract',
      'serve each contract at / of a port of its own too: the ports after --port, in their order',
    )
    .option('--seed <text>', 'where every random value comes from: the same seed gives the same world', '1')
    .option(
      '--store <where>',
      'where the state is kept: memory, file:DIRECTORY (outlives the process), or a redis:// or rediss:// URL (many machines)',
      'memory',
    )
    .addOption(
      new Option('--workers <count>', 'processes that serve the one port; more than one needs --store file: or redis:')
        .default(1)
        .argParser(parseWorkers),
    )
    .addOption(
      new Option(
        '--redirect-uri <uri>',
        'register this redirect URI with every client that may ask for authorization codes; repeat it for more',
      )
        .default([], 'none')
        .argParser(another),
    )
    .addOption(
      new Option(
        '--webhook-hosts <hosts>',
        'send webhooks to these hosts too, separated by commas: names, .example.com, addresses, ranges, or *; repeat it for more',
      )
        .default([], 'this machine and private networks only')
        .argParser(parseHosts),
    )
    .addOption(
      new Option('--max-sandboxes <count>', 'sandboxes at once, beside the default one')
        .default(10_000)
        .argParser(parseCount),
    )
    .addOption(
      new Option(
        '--sandbox-idle <duration>',
        'end a sandbox without a request for this long, such as 30m, when another is made',
      )
        .default(86_400_000, '1d')
        .argParser(parseDuration),
    )
    .addOption(
      new Option(
        '--request-timeout <duration>',
        'give up a request that has not come whole after this long, headers and body: 408',
      )
        .default(60_000, '1m')
        .argParser(parseDuration),
    )
    .addOption(allowRefsOption())
    .option('--watch', 'reload a contract when its file changes, or a file it refers to; state is kept where it fits')
    .option('--strict', 'validate every answer against its contract; one that breaks it becomes an error')
    .option(
      '--no-explain-header',
      'leave x-tollgate-request, by which "tollgate explain" finds a request, out of the answers',
    )
    .option(
      '--wait-for-journal',
      'with a Redis, answer only once the journal has the request: slower, but no entry is lost when the process dies',
    )
    .option('--bearer', 'ask for a bearer key everywhere, for OpenAPI documents that ask for no credential anywhere')
    .option('--tls', 'speak HTTPS with a self-signed certificate made at start')
    .option('--tls-ca <file>', 'as --tls, and write the certificate that clients have to trust to this file (PEM)')
    .option('--cert <file>', 'speak HTTPS with this certificate chain (PEM); needs --key')
    .option('--key <file>', 'private key of --cert (PEM)')
    .option(
      '--tls-client-ca <file>',
      "take clients' certificates of this authority too (PEM), where a contract looks at them; needs --tls or --cert",
    )
    .option(
      '--tls-client-crl <file>',
      'refuse the certificates on these lists of what that authority revoked (PEM); needs --tls-client-ca',
    )
    .option('--json', 'print one machine-readable line when ready')
    .option(
      '--log',
      'print a line for each request on stderr, not only for those that are refused; secrets are taken out',
    )
    .option('--no-log', 'print none, not even for requests that are refused (as with --json)')
    .addOption(
      new Option('--control-token <token>', 'open the control plane to other hosts with this bearer token').env(
        'TOLLGATE_CONTROL_TOKEN',
      ),
    )
    .addHelpText(
      'after',
      `
Examples:
  tollgate mock voucherify piaxis          two built-in contracts
  tollgate mock ./anything.yaml            any OpenAPI document; what it does not say is inferred
  tollgate mock ./my-api.yaml --root my-api --port 8080
  tollgate mock ./my-api.yaml --watch      edit it while it is served
  tollgate mock --port-per-contract        engagifii-revenue on 4011, the next on 4012, …
  tollgate mock oidc --host 0.0.0.0 --public-url http://sandbox.test:4010
  tollgate mock --store file:./state       state that outlives the process
  tollgate mock --store redis://127.0.0.1:6379 --workers 4
  tollgate mock --tls-ca ca.pem            curl --cacert ca.pem https://127.0.0.1:4010/…
  tollgate mock --port 0 --json            {"ready":true,"url":…,"contracts":{…},"control":…}

Ctrl-C (SIGINT) and SIGTERM end it. Exit codes: 0 ended, 1 its workers keep ending, 2 it cannot start as asked.`,
    )
    .action(mock);
  for (const name of BOUND_NAMES) command.addOption(boundOption(name));
}

const another = (uri: string, before: readonly string[]): readonly string[] => [...before, uri];

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > MOST_PORT)
    throw new InvalidArgumentError(`a port is a whole number from 0 to ${MOST_PORT}.`);
  return port;
}

function parseWorkers(text: string): number {
  const workers = Number(text);
  if (!/^\d+$/.test(text) || workers < 1 || workers > MOST_WORKERS)
    throw new InvalidArgumentError(`a number of processes is a whole number from 1 to ${MOST_WORKERS}.`);
  return workers;
}

function parseCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('give a whole number.');
  return Number(text);
}

/** @returns milliseconds */
function parseDuration(text: string): number {
  const ms = durationMs(text);
  if (ms === undefined || ms <= 0) throw new InvalidArgumentError('give a duration such as 30m, 12h or 1d.');
  return ms;
}

const parseHosts = (text: string, before: readonly string[]): readonly string[] => [
  ...before,
  ...text
    .split(',')
    .map((host) => host.trim())
    .filter((host) => host !== ''),
];

async function mock(names: readonly string[], given: MockOptions): Promise<void> {
  if (given.watch === true) (await import('./mock/watch-mock.ts')).checkWatch(names, given);
  const tls = await certificate(given);
  const options = await withAuthority(given, tls);
  if (options.tlsClientCrl !== undefined && options.tlsClientCa === undefined) {
    const { InputError } = await import('../../mock/contract/input-error.ts');
    throw new InputError(
      '--tls-client-crl needs --tls-client-ca: name the authority whose certificates are on the list',
    );
  }
  if (options.tlsClientCa !== undefined) {
    const { InputError } = await import('../../mock/contract/input-error.ts');
    if (tls === undefined)
      throw new InputError('--tls-client-ca needs TLS: add --tls, --tls-ca FILE, or --cert and --key');
    // Once for all workers, before any of them starts.
    const { readClientAuthorities, readClientRevocations } = await import('./mock/read-certificate.ts');
    await readClientAuthorities(options.tlsClientCa);
    if (options.tlsClientCrl !== undefined) await readClientRevocations(options.tlsClientCrl, options.tlsClientCa);
  }
  if (options.workers > 1) {
    const { superviseWorkers } = await import('./mock/start-workers.ts');
    await superviseWorkers({ names, options, tls });
    return;
  }
  const { readyOutput, startMock, tlsWarning } = await import('./mock/start-mock.ts');
  const { reachWarning } = await import('./mock/reach-warning.ts');
  const { server, contracts, files } = await startMock(names, options, {
    port: options.port,
    tls,
    ownPorts: undefined,
  });
  if (options.watch === true)
    (await import('./mock/watch-mock.ts')).watchMock(names, options, server, contracts, files);
  endOnSignal(server);
  const warning = reachWarning(options);
  if (warning !== undefined) console.error(`tollgate: ${warning}`);
  const lacking = tlsWarning(contracts, options, tls);
  if (lacking !== undefined) console.error(`tollgate: ${lacking}`);
  console.log(await readyOutput(server, contracts, options));
}

/** Writes the certificate where the options say so; they then carry the file's whole path. */
async function withAuthority(options: MockOptions, tls: Certificate | undefined): Promise<MockOptions> {
  if (options.tlsCa === undefined || tls === undefined) return options;
  return {
    ...options,
    tlsCa: await (await import('./mock/certificate-authority.ts')).writeAuthority(options.tlsCa, tls.cert),
  };
}

async function certificate({ tls, tlsCa, cert, key, host, publicUrl }: MockOptions): Promise<Certificate | undefined> {
  const { InputError } = await import('../../mock/contract/input-error.ts');
  if ((cert === undefined) !== (key === undefined))
    throw new InputError(`--${cert === undefined ? 'key' : 'cert'} needs --${cert === undefined ? 'cert' : 'key'} too`);
  if (cert !== undefined && tlsCa !== undefined)
    throw new InputError(
      '--tls-ca is for the certificate that is made at start; whom to trust for --cert is the authority that issued it',
    );
  if (cert !== undefined && key !== undefined)
    return (await import('./mock/read-certificate.ts')).readCertificate(cert, key);
  if (tls !== true && tlsCa === undefined) return undefined;
  const { publicHosts } = await import('../../mock/request/public-url.ts');
  const { selfSigned } = await import('../../mock/server/self-signed-certificate.ts');
  return selfSigned(host, ...publicHosts(publicUrl));
}

function endOnSignal(server: RunningServer): void {
  const end = (): void => void server.close().finally(() => process.exit(0));
  // A second signal finds no listener and ends the process at once.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end);
}
