/** From a target file to a {@link Target}. */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import { durationMs } from '../../mock/contract/durations.ts';
import { fileFault } from '../../mock/contract/file-error-words.ts';
import { InputError } from '../../mock/contract/input-error.ts';
import type { ClientCertificate } from '../sent-request.ts';
import type { CompiledContract } from '../../mock/contract/compiled-contract.ts';
import { suggestion } from '../../mock/contract/did-you-mean.ts';
import { isObject, parseJson } from '../driver/json-values.ts';
import { readTargetText } from './read-yaml-file.ts';
import type { Environment, TargetText } from './read-yaml-file.ts';
import type { GivenClient, GivenCommand, TargetFile } from './target-file-values.ts';
import { TargetError } from './target-problem.ts';
import type { TargetProblem } from './target-problem.ts';
import type { ConsentSource, OtpSource, Target, TargetClient } from './target.ts';
import { validateTarget } from './validate-target-file.ts';

export interface LoadedTarget {
  /** The file's own, if it names one. */
  readonly contract: string | undefined;
  /** @throws {TargetError} if it names what the contract does not have */
  target(contract: CompiledContract): Target;
}

const DEFAULTS = { maxRequests: 2000, pace: '100ms', longestWait: '3m', timeout: '10s', command: '60s' };

/**
 * @param file path as the user named it
 * @throws {InputError} if it cannot be read
 * @throws {TargetError} naming everything that is wrong with it
 */
export async function loadTarget(file: string, environment: Environment = process.env): Promise<LoadedTarget> {
  const source = await readFile(file, 'utf8').catch((error: unknown) => {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new InputError(
      `cannot read the target file ${file}: ${fileFault(error, 'read')}${isMissing ? '; "tollgate init <contract>" writes one' : ''}`,
    );
  });
  const text = readTargetText(source, file, environment);
  const problems = text.value === undefined ? [...text.problems] : [...text.problems, ...validateTarget(text)];
  if (problems.length === 0) problems.push(...unreadableKeys(text));
  if (problems.length > 0) throw new TargetError(problems.sort((a, b) => a.line - b.line));
  const given = text.value as TargetFile;
  const ca = given.tls?.ca === undefined ? undefined : await readCa(text, resolve(dirname(file), given.tls.ca));
  const certificates = await readCertificates(text, dirname(file), given);
  return {
    contract: given.contract,
    target(contract) {
      const wrong = wrongReferences(given, text, contract);
      if (wrong.length > 0) throw new TargetError(wrong);
      const { line } = text.problem('value', ['base_url'], '', undefined, true);
      return { ...toTarget(given, ca, certificates), file: { path: file, line }, variables: text.variables };
    },
  };
}

async function readCa(text: TargetText, file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    throw new TargetError([
      text.problem(
        'value',
        ['tls', 'ca'],
        `cannot read the certificate ${file}: ${fileFault(error, 'read')}`,
        'name a PEM file, from the folder of the target file',
      ),
    ]);
  });
}

/** By the two files' names, as they are given. */
type Certificates = (given: ClientCertificate | undefined) => ClientCertificate | undefined;

/** What clients and keys connect with. */
async function readCertificates(
  text: TargetText,
  folder: string,
  { credentials: { clients = [], keys = [] } = {} }: TargetFile,
): Promise<Certificates> {
  const read = new Map<string, ClientCertificate>();
  const nameOf = ({ cert, key }: ClientCertificate): string => JSON.stringify([cert, key]);
  const places = [
    ...clients.map(({ certificate }, i) => ['clients', i, 'certificate', certificate] as const),
    ...keys.map(({ certificate }, i) => ['keys', i, 'certificate', certificate] as const),
    ...keys.map(({ expired_certificate: expired }, i) => ['keys', i, 'expired_certificate', expired] as const),
  ];
  for (const [list, i, what, certificate] of places) {
    if (certificate === undefined) continue;
    const wrong = (name: 'cert' | 'key', message: string, mend: string): TargetError =>
      new TargetError([text.problem('value', ['credentials', list, i, what, name], message, mend)]);
    const fileOf = (name: 'cert' | 'key'): Promise<string> =>
      readFile(resolve(folder, certificate[name]), 'utf8').catch((error: unknown) => {
        throw wrong(
          name,
          `cannot read ${resolve(folder, certificate[name])}: ${fileFault(error, 'read')}`,
          'name a PEM file, from the folder of the target file',
        );
      });
    const pair = { cert: await fileOf('cert'), key: await fileOf('key') };
    try {
      createSecureContext(pair);
    } catch (error) {
      throw wrong(
        'key',
        `the two files are not a certificate and its private key: ${(error as Error).message}`,
        'name the certificate and the key that belongs to it, both in PEM',
      );
    }
    read.set(nameOf(certificate), pair);
  }
  return (given) => given && read.get(nameOf(given));
}

function wrongReferences(
  { endpoints = {}, parameters = {}, credentials = {}, not_implemented: notImplemented = [] }: TargetFile,
  text: TargetText,
  contract: CompiledContract,
): TargetProblem[] {
  const operations = contract.operations.map(({ id }) => id);
  const kinds = [...contract.credentials]
    .filter(([, { kind }]) => kind !== 'token' && kind !== 'session')
    .map(([name]) => name);
  const tenants = (credentials.tenants ?? []).map(({ id }) => id);
  const problems = Object.keys(endpoints)
    .filter((id) => !operations.includes(id))
    .map((id) =>
      text.problem(
        'reference',
        ['endpoints', id],
        `the contract ${contract.name} has no operation "${id}"`,
        suggestion(id, operations),
        true,
      ),
    );
  const known = contract.operations.flatMap((operation) =>
    operation.parameters.flatMap(({ name }) => [name, `${operation.id}.${name}`]),
  );
  for (const name of Object.keys(parameters))
    if (!known.includes(name))
      problems.push(
        text.problem(
          'reference',
          ['parameters', name],
          `no operation of the contract ${contract.name} has a parameter "${name}"`,
          suggestion(name, known),
          true,
        ),
      );
  notImplemented.forEach((id, i) => {
    if (!operations.includes(id))
      problems.push(
        text.problem(
          'reference',
          ['not_implemented', i],
          `the contract ${contract.name} has no operation "${id}"`,
          suggestion(id, operations),
        ),
      );
  });
  (credentials.keys ?? []).forEach(({ credential }, i) => {
    if (!kinds.includes(credential))
      problems.push(
        text.problem(
          'reference',
          ['credentials', 'keys', i, 'credential'],
          `the contract ${contract.name} has no key credential "${credential}"`,
          suggestion(credential, kinds),
        ),
      );
  });
  (credentials.keys ?? []).forEach(({ credential, secret, certificate }, i) => {
    const isCertificate = contract.credentials.get(credential)?.kind === 'certificate';
    if (!kinds.includes(credential) || (isCertificate ? certificate : secret) !== undefined) return;
    problems.push(
      text.problem(
        'value',
        ['credentials', 'keys', i],
        `a key of ${credential} needs ${isCertificate ? 'certificate' : 'secret'}`,
        isCertificate ? 'name its two PEM files, as certificate: { cert: client.pem, key: client.key }' : 'add secret',
      ),
    );
  });
  for (const list of ['clients', 'keys', 'users'] as const) {
    (credentials[list] ?? []).forEach((entry, i) => {
      const { tenant } = entry;
      if (!tenants.includes(tenant))
        problems.push(
          text.problem(
            'reference',
            ['credentials', list, i, 'tenant'],
            `no tenant in "credentials.tenants" has the id "${tenant}"`,
            suggestion(tenant, tenants),
          ),
        );
    });
  }
  return problems;
}

const withoutSlash = (url: string): string => url.replace(/\/+$/, '');

function toTarget(
  {
    name,
    base_url,
    endpoints = {},
    parameters = {},
    not_implemented: notImplemented = [],
    assume = [],
    credentials = {},
    capabilities = {},
    safety = {},
    timeout,
    tls,
  }: TargetFile,
  ca: string | undefined,
  certificates: Certificates,
): Target {
  const clientsThat = (active: boolean): TargetClient[] =>
    (credentials.clients ?? []).flatMap((client) =>
      (client.active ?? true) === active ? [toClient(client, certificates(client.certificate))] : [],
    );
  const control =
    capabilities.control === undefined || capabilities.control === 'none'
      ? undefined
      : withoutSlash(capabilities.control);
  return {
    name: name ?? new URL(base_url).host,
    baseUrl: withoutSlash(base_url),
    endpoints,
    parameters: Object.fromEntries(Object.entries(parameters).map(([parameter, value]) => [parameter, String(value)])),
    notImplemented,
    assume,
    credentials: {
      tenants: credentials.tenants ?? [],
      developers: credentials.developers ?? [],
      clients: clientsThat(true),
      inactiveClients: clientsThat(false),
      keys: (credentials.keys ?? []).map(({ certificate, expired_certificate: expired, ...key }) => ({
        secret: '',
        role: null,
        scopes: null,
        user: null,
        status: 'active',
        allowed_addresses: null,
        ...key,
        ...(certificate !== undefined && { certificate: certificates(certificate)! }),
        ...(expired !== undefined && { expired_certificate: certificates(expired)! }),
      })),
      users: (credentials.users ?? []).map((user) => ({ username: null, password: null, domain: null, ...user })),
    },
    control,
    clock: control !== undefined && capabilities.clock !== 'none',
    otp: toSource<OtpSource>(capabilities.otp ?? (control === undefined ? 'none' : 'control')),
    consent: toSource<ConsentSource>(capabilities.consent ?? (control === undefined ? 'none' : 'headless')),
    safety: {
      maxRequests: safety.max_requests ?? DEFAULTS.maxRequests,
      exhaustRateLimits: safety.exhaust_rate_limits ?? false,
      destructive: safety.destructive ?? false,
      renewKeys: safety.renew_keys ?? false,
      loadAllowed: safety.load_allowed ?? false,
      paceMs: durationMs(safety.pace ?? DEFAULTS.pace)!,
      longestWaitMs: durationMs(safety.longest_wait ?? DEFAULTS.longestWait)!,
    },
    isMock: false,
    timeoutMs: durationMs(timeout ?? DEFAULTS.timeout)!,
    tls: {
      ca,
      insecure: tls?.insecure ?? false,
      plainHttp: tls?.plain_http === undefined ? undefined : withoutSlash(tls.plain_http),
    },
  };
}

/** A JWK may be given as its JSON text, since that is what an environment variable can hold. */
function unreadableKeys(text: TargetText): TargetProblem[] {
  return ((text.value as TargetFile).credentials?.clients ?? []).flatMap(({ assertion_key: key }, i) => {
    if (typeof key !== 'string' || isObject(parseJson(key))) return [];
    return [
      text.problem(
        'value',
        ['credentials', 'clients', i, 'assertion_key'],
        'the assertion key is no JSON',
        'give a private JWK: {"kty":"EC","crv":"P-256","x":…,"y":…,"d":…}',
      ),
    ];
  });
}

function toClient(
  { assertion_key: key = null, certificate: _, ...given }: GivenClient,
  certificate: ClientCertificate | undefined,
): TargetClient {
  return {
    client_secret: null,
    scopes: [],
    redirect_uris: [],
    post_logout_redirect_uris: [],
    allowed_addresses: null,
    ...given,
    ...(certificate && { certificate }),
    assertion_key: typeof key === 'string' ? (parseJson(key) as TargetClient['assertion_key']) : key,
  };
}

/** `prompt` → `{ kind: 'prompt' }`; `{ fixed: '123456' }` → `{ kind: 'fixed', code: '123456' }`. */
function toSource<S extends OtpSource | ConsentSource>(given: string | GivenCommand | { readonly fixed: string }): S {
  if (typeof given === 'string') return { kind: given } as S;
  return (
    'command' in given
      ? { kind: 'command', command: given.command, timeoutMs: durationMs(given.timeout ?? DEFAULTS.command)! }
      : { kind: 'fixed', code: given.fixed }
  ) as S;
}
