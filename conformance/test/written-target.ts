/** A sandbox without a control plane, and the target file that its user would write. */
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { contractMs } from '../../mock/contract/durations.ts';
import { startSandbox } from '../../mock/index.ts';
import type { SandboxHandle, StartOptions } from '../../mock/index.ts';
import type { CompiledContract } from '../../mock/contract/compiled-contract.ts';
import { UNEXPLAINED } from '../unexplained.ts';
import { credentialsFrom } from '../driver/listed-credentials.ts';

export interface Written extends AsyncDisposable {
  readonly sandbox: SandboxHandle;
  /** YAML. @param more keys beside contract, base URL, credentials and consent */
  file(more: Readonly<Record<string, unknown>>): string;
  /** Prints the password that was sent: for `capabilities.otp`. */
  readonly otpCommand: string;
}

const said = (entry: object): object =>
  Object.fromEntries(Object.entries(entry).filter(([name, value]) => value !== null || name === 'client_secret'));

/** Quotas that a whole run does not use up. */
export function roomy({
  rateLimits,
}: CompiledContract): Readonly<Record<string, { readonly limit: number; readonly window_seconds: number }>> {
  const limited = [...rateLimits].filter(([, { limit }]) => limit !== null);
  return Object.fromEntries(
    limited.map(([name, { window }]) => [name, { limit: 1_000_000, window_seconds: contractMs(window) / 1000 }]),
  );
}

const POLL_MS = 20;

/** Lays one-time passwords in a folder as they are sent, as a team's own test inbox might. */
async function startInbox({ otp }: SandboxHandle): Promise<{ readonly command: string; close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'tollgate-inbox-'));
  let last: number | undefined;
  const timer = setInterval(() => {
    for (const { id, otp_id: name, code } of otp.list({ after: last })) {
      writeFileSync(join(folder, name), code);
      last = id;
    }
  }, POLL_MS);
  return {
    command: `until [ -s "${folder}/$OTP_ID" ]; do sleep 0.05; done; cat "${folder}/$OTP_ID"`,
    close() {
      clearInterval(timer);
      return rm(folder, { recursive: true });
    },
  };
}

export async function writeTarget(
  contract: CompiledContract,
  {
    path = contract.name,
    ...options
  }: Pick<StartOptions, 'tls' | 'seams' | 'control'> & { readonly path?: string } = {},
): Promise<Written> {
  const sandbox = await startSandbox({ ...UNEXPLAINED, control: false, ...options, contracts: [path] });
  const inbox = await startInbox(sandbox);
  const { tenants, inactiveClients, clients, ...others } = credentialsFrom(
    await sandbox.credentials(contract.name),
    contract.seed,
  );
  // A file names them among the others.
  const types = contract.operations.flatMap(({ action }) =>
    action.type === 'authorize' ? (action.response_types ?? []) : [],
  );
  const lists = {
    clients: [
      ...clients.map((client) => ({ ...(types.length > 0 && { response_types: [...new Set(types)] }), ...client })),
      ...inactiveClients.map((client) => ({ ...client, active: false })),
    ],
    ...others,
  };
  const credentials = {
    tenants,
    ...Object.fromEntries(
      Object.entries(lists).map(([name, entries]: [string, readonly object[]]) => [name, entries.map(said)]),
    ),
  };
  return {
    sandbox,
    otpCommand: inbox.command,
    file: (more) => stringify({ contract: path, base_url: sandbox.url(contract.name), credentials, ...more }),
    async [Symbol.asyncDispose]() {
      await inbox.close();
      await sandbox.close();
    },
  };
}
