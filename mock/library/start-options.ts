/** The options of {@link startSandbox}, validated before it starts. */
import {
  flag,
  callback,
  checkOptions,
  either,
  isRecord,
  record,
  seedRule,
  text,
  texts,
  whole,
} from '../contract/check-options.ts';
import type { Rules } from '../contract/check-options.ts';
import { BOUND_NAMES } from '../state/bounds.ts';
import type { BoundOptions } from '../state/bounds.ts';
import type { ServerOptions } from '../server/server-options.ts';

export interface StartOptions
  extends Omit<ServerOptions, 'contracts' | 'seed' | 'tls' | 'reloads' | 'judge' | 'verifier'> {
  /** Names of built-in contracts, or paths of YAML or JSON files; default every built-in contract. */
  readonly contracts?: readonly string[] | undefined;
  /** Folders and URLs, besides a contract file's own folder, that its references may lead into. */
  readonly allowRefs?: readonly string[] | undefined;
  /**
   * Takes a line for each thing that a contract's file says in vain, such as an overlay's target that is not there;
   * default: a warning of the process.
   */
  readonly tell?: ((line: string) => void) | undefined;
  /** The same seed gives the same world, byte for byte; default 1. */
  readonly seed?: string | number | undefined;
  /** PEM texts, or `true` for a self-signed certificate. */
  readonly tls?: ServerOptions['tls'] | boolean;
}

export const HIGHEST_PORT = 65_535;

const isCertificate = (value: unknown): boolean =>
  isRecord(value) &&
  Object.keys(value).every((name) => name === 'cert' || name === 'key') &&
  typeof value['cert'] === 'string' &&
  typeof value['key'] === 'string';

const BOUND_RULES = Object.fromEntries(BOUND_NAMES.map((name) => [name, whole(0)])) as Rules<BoundOptions>;

const RULES: Rules<StartOptions> = {
  contracts: texts('names of built-in contracts, or paths of YAML or JSON files'),
  port: whole(0, HIGHEST_PORT, ' (0 is any free one)'),
  host: text('a name or an address to listen on'),
  portPerContract: either(
    'true, false, or a list of ports from 0 to 65535, one for each contract',
    (value) => typeof value === 'boolean',
    (value) => Array.isArray(value) && value.every((port) => whole(0, HIGHEST_PORT).fits(port)),
  ),
  publicUrl: text('where clients find the sandbox, such as https://auth.example.org/sandbox'),
  root: text('the name of a contract that is served'),
  seed: seedRule,
  redirectUris: texts('absolute redirect URIs without a fragment'),
  webhookHosts: texts('hosts: names, .example.com, addresses, ranges such as 203.0.113.0/24, or *'),
  maxSandboxes: whole(0),
  sandboxIdleMs: whole(1, undefined, ' (milliseconds)'),
  requestTimeoutMs: whole(1, undefined, ' (milliseconds)'),
  ...BOUND_RULES,
  strict: flag,
  explainHeader: flag,
  waitForJournal: flag,
  tls: either('true, false, or { cert, key } with PEM texts', (value) => typeof value === 'boolean', isCertificate),
  tlsClientCa: text("the PEM text of authorities that issue clients' certificates"),
  tlsClientCrl: text('the PEM text of lists of certificates that those authorities revoked'),
  store: text('memory, file:DIRECTORY, or a redis:// or rediss:// URL'),
  log: callback,
  controlToken: { ...text('the bearer token that opens the control plane'), secret: true },
  control: flag,
  allowRefs: texts('folders and URLs'),
  tell: callback,
  seams: record('an object of functions'),
};

/** @throws {InputError} for an option that there is not, and a value that cannot be */
export function checkStartOptions(options: unknown): void {
  checkOptions('startSandbox', options, RULES);
}
