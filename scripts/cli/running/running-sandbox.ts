/** The running sandbox that a command is for: where it is, and how it is asked. */
import { Option } from 'commander';
import type { Command } from 'commander';
import { InputError } from '../../../mock/contract/input-error.ts';
import { oneOf } from '../one-of.ts';

export const DEFAULT_URL = 'http://127.0.0.1:4010';

/** Options of every command that asks a running sandbox. */
export interface RunningOptions {
  readonly url: string;
  readonly sandbox?: string;
  readonly controlToken?: string;
  readonly json?: boolean;
}

export function runningOptions(command: Command): Command {
  return command
    .addOption(new Option('--url <url>', 'where the sandbox listens').env('TOLLGATE_URL').default(DEFAULT_URL))
    .addOption(
      new Option('--sandbox <name>', 'the sandbox that is meant, where there are several').env('TOLLGATE_SANDBOX'),
    )
    .addOption(new Option('--control-token <token>', 'what the sandbox was started with').env('TOLLGATE_CONTROL_TOKEN'))
    .option('--json', 'print what the control plane answers, as JSON');
}

/** What is not there is no misuse: scripts tell it by its exit code. */
class Unreachable extends InputError {
  constructor(message: string) {
    super(message);
    this.name = 'Unreachable';
  }
}

const TLS_CODES = /CERT|SSL|SELF_SIGNED|UNABLE_TO_VERIFY/;

function unreachable(base: string, error: unknown): Unreachable {
  const { code = '' } = ((error as Error).cause ?? error) as NodeJS.ErrnoException;
  return new Unreachable(
    TLS_CODES.test(code)
      ? `${base} has a certificate that is not trusted here; start the sandbox with --tls-ca FILE and set NODE_EXTRA_CA_CERTS to that file`
      : `no sandbox answers at ${base}${code === '' ? '' : ` (${code})`}; start one with "tollgate mock", or say where it is with --url or TOLLGATE_URL`,
  );
}

/** @returns the address that all paths of the control plane stand below */
function controlBase(url: string): string {
  if (!URL.canParse(url) || !/^https?:/.test(url))
    throw new InputError(`--url ${url} is no address; write one such as ${DEFAULT_URL}`);
  return `${url.replace(/\/+$/, '').replace(/\/_tollgate$/, '')}/_tollgate`;
}

export interface Asking {
  readonly method?: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** @throws {InputError} what the control plane says, or that it is not there */
export async function ask(
  { url, sandbox, controlToken }: RunningOptions,
  path: string,
  { method = 'GET', query = {}, body, headers = {} }: Asking = {},
): Promise<Response> {
  const base = controlBase(url);
  const search = new URLSearchParams(
    Object.entries({ sandbox, ...query }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as [string, string]],
    ),
  );
  const response = await fetch(`${base}${path}${search.size === 0 ? '' : `?${search.toString()}`}`, {
    method,
    headers: {
      ...headers,
      ...(controlToken !== undefined && { authorization: `Bearer ${controlToken}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    body: body === undefined ? null : JSON.stringify(body),
  }).catch((error: unknown) => {
    throw unreachable(url, error);
  });
  if (response.ok) return response;
  const text = await response.text();
  const detail = detailOf(text, response.status, url);
  throw new InputError(
    response.status === 401
      ? `${detail} (here: --control-token or TOLLGATE_CONTROL_TOKEN)`
      : response.status === 404
        ? `${detail} (${url} was asked${url === DEFAULT_URL ? '; where yours listens elsewhere, say so with --url or TOLLGATE_URL' : ''})`
        : detail,
  );
}

function detailOf(text: string, status: number, url: string): string {
  try {
    const { detail } = JSON.parse(text) as { detail?: unknown };
    if (typeof detail === 'string') return detail;
  } catch {
    // No problem document: it is something else that answers.
  }
  return `what answers at ${url} is no sandbox (status ${status}); say where it is with --url or TOLLGATE_URL`;
}

export async function askJson<T>(options: RunningOptions, path: string, asking?: Asking): Promise<T> {
  const response = await ask(options, path, asking);
  const text = await response.text();
  try {
    return (text === '' ? undefined : JSON.parse(text)) as T;
  } catch {
    throw new InputError(detailOf(text, response.status, options.url));
  }
}

/** @throws {InputError} for another word, with the one that was probably meant */
export function wordOf<T extends string>(value: string, choices: readonly T[], noun: string): T {
  try {
    return oneOf(value, choices, noun);
  } catch (error) {
    throw new InputError((error as Error).message);
  }
}

/** Prints an answer as JSON where that is asked for, else as text. */
export function print<T>({ json }: RunningOptions, answer: T, text: (answer: T) => string): void {
  console.log(json === true ? JSON.stringify(answer ?? null, undefined, 2) : text(answer));
}
