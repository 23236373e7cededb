/**
 * The sandbox as a target, started in this process. Besides `mock-thread/`, the only file of the suite that starts it,
 * and only when asked to.
 */
import { usesCertificates } from '../mock/contract/uses-certificates.ts';
import type { CompiledContract } from '../mock/contract/compiled-contract.ts';
import type { StartOptions } from '../mock/index.ts';
import { credentialsFrom } from './driver/listed-credentials.ts';
import type { CredentialSheet } from './driver/listed-credentials.ts';
import type { WorldMaker } from './driver/check-world.ts';
import type { Target } from './target/target.ts';
import { machineNow } from './machine-clock.ts';
import { UNEXPLAINED } from './unexplained.ts';

export interface RunningTarget extends AsyncDisposable {
  readonly target: Target;
  /** Makes the checks' worlds without a detour over the network. */
  readonly worlds: WorldMaker;
  close(): Promise<void>;
}

const TIMEOUT_MS = 30_000;

/** A sandbox that runs, as a target. */
export function mockTarget(
  baseUrl: string,
  control: string,
  sheet: CredentialSheet,
  { seed }: CompiledContract,
  ca: string | undefined,
): Target {
  return {
    name: 'mock',
    baseUrl,
    endpoints: {},
    credentials: credentialsFrom(sheet, seed),
    control,
    otp: { kind: 'control' },
    consent: { kind: 'headless' },
    safety: { maxRequests: Infinity, exhaustRateLimits: true, destructive: true, paceMs: 0, longestWaitMs: 0 },
    isMock: true,
    timeoutMs: TIMEOUT_MS,
    // Its one port speaks TLS only: there plain HTTP would be, if it were.
    ...(ca !== undefined && { tls: { ca, insecure: false, plainHttp: baseUrl.replace(/^https:/, 'http:') } }),
  };
}

/**
 * Starts a sandbox for one contract.
 *
 * @param contract a built-in contract's name, or the path of one
 * @param compiled the same contract, compiled; who did it has told what its file says in vain
 */
export async function startMockTarget(
  contract: string,
  compiled: CompiledContract,
  options: Omit<StartOptions, 'contracts'> = {},
): Promise<RunningTarget> {
  const { startSandbox } = await import('../mock/index.ts');
  const { name } = compiled;
  const sandbox = await startSandbox({
    tell: () => undefined,
    ...UNEXPLAINED,
    ...options,
    tls: options.tls || usesCertificates(compiled.document),
    contracts: [contract],
  });
  const worlds: WorldMaker = {
    async make(world, settings) {
      const own = await sandbox.open(world);
      await own.settings.change(name, settings);
      return {
        baseUrl: own.url(name),
        clock: { machineMs: machineNow(), epochMs: own.clock.now() },
        close: () => own.close(),
      };
    },
  };
  const close = (): Promise<void> => sandbox.close();
  return {
    target: mockTarget(sandbox.url(name), sandbox.control, await sandbox.credentials(name), compiled, sandbox.ca),
    worlds,
    close,
    [Symbol.asyncDispose]: close,
  };
}
