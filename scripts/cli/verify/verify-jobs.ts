/** Which contracts are checked, and on what. */
import type { Target } from '../../../conformance/target/target.ts';
import type { CompiledContract } from '../../../mock/contract/compiled-contract.ts';
import type { LoadOptions } from '../../../mock/contract/load-contract.ts';
import { reading } from '../allow-refs-option.ts';
import type { VerifyOptions } from './verify-options.ts';

export interface Job {
  /** As the user named it. */
  readonly contract: string;
  readonly compiled: CompiledContract;
  readonly target: Target | 'mock';
}

const REQUEST_TIMEOUT_MS = 10_000;

/** Exactly one of `--mock`, `--base-url` and `--target`; none is enough for `--list`. */
export async function jobsOf(names: readonly string[], options: VerifyOptions): Promise<readonly Job[]> {
  const { InputError } = await import('../../../mock/contract/input-error.ts');
  const { mock, baseUrl, target, list } = options;
  const given = [
    mock === true && '--mock',
    baseUrl !== undefined && '--base-url',
    target !== undefined && '--target',
  ].filter((word) => word !== false);
  if (given.length > 1) throw new InputError(`${given.join(' and ')} exclude each other; use one of them`);
  if (given.length === 0 && list !== true)
    throw new InputError('say what to check: --mock (the sandbox), --base-url <url>, or --target <file>');
  if (options.tls === true && mock !== true)
    throw new InputError('--tls is for --mock; the URL of another target says whether it speaks HTTPS');
  if (options.assume !== undefined && mock === true)
    throw new InputError('--assume is for a real target; at the sandbox every check is run');
  if (target !== undefined) return [await fileJob(target, names, reading(options))];
  if (baseUrl !== undefined && list !== true) return urlJobs(baseUrl, names, reading(options));
  const { builtInNames } = await import('../../../mock/contract/built-in-contracts.ts');
  const { loadCompiled } = await import('../../../conformance/verify.ts');
  const contracts = names.length === 0 ? builtInNames() : [...new Set(names)];
  return Promise.all(
    contracts.map(async (contract) => ({
      contract,
      compiled: await loadCompiled(contract, reading(options)),
      target: 'mock' as const,
    })),
  );
}

async function fileJob(file: string, names: readonly string[], options: LoadOptions): Promise<Job> {
  const { InputError } = await import('../../../mock/contract/input-error.ts');
  if (names.length > 1)
    throw new InputError("a target file is for one contract; name one, or none to take the file's own");
  const { readTargetFile } = await import('../../../conformance/target/target-file.ts');
  return readTargetFile(file, names[0], options);
}

async function urlJobs(url: string, names: readonly string[], options: LoadOptions): Promise<readonly Job[]> {
  const { InputError } = await import('../../../mock/contract/input-error.ts');
  if (names.length === 0)
    throw new InputError('--base-url does not say which contract it is to be checked against; name one');
  const { loadCompiled } = await import('../../../conformance/verify.ts');
  const { targetOfUrl } = await import('../../../conformance/target/from-seed.ts');
  const { createHttpClient } = await import('../../../conformance/driver/http-client.ts');
  const client = createHttpClient();
  try {
    const jobs: Job[] = [];
    for (const contract of new Set(names)) {
      const compiled = await loadCompiled(contract, options);
      jobs.push({
        contract,
        compiled,
        target: await targetOfUrl(client, compiled, url, REQUEST_TIMEOUT_MS, process.env['TOLLGATE_CONTROL_TOKEN']),
      });
    }
    const [first] = jobs;
    if (jobs.length > 1 && new Set(jobs.map(({ target }) => (target as Target).baseUrl)).size < jobs.length)
      throw new InputError(
        `${url} is one base URL for ${jobs.length} contracts; name one of them (several can be checked at the URL of a whole sandbox)`,
      );
    return first === undefined ? [] : jobs;
  } finally {
    client.close();
  }
}
