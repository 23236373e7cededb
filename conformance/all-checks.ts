/** The checks of a contract: every family looks at the contract, and what is asked for is kept. */
import type { Evidence } from '../specs/generated/vocabulary.ts';
import { InputError } from '../mock/contract/input-error.ts';
import type { CompiledContract } from '../mock/contract/compiled-contract.ts';
import { nearest } from '../mock/contract/did-you-mean.ts';
import type { Check, Level } from './check.ts';
import { FAMILIES } from './checks/all-families.ts';

export interface Selection {
  /** Ids or patterns: `oauth`, `oauth.code-replay`, `credential.*:listInvoices`. Empty is all. */
  readonly only?: readonly string[] | undefined;
  readonly skip?: readonly string[] | undefined;
  /** The lowest level that is still run; default `may`. */
  readonly level?: Level | undefined;
  /** Default: all. */
  readonly evidence?: readonly Evidence[] | undefined;
}

const LEVELS: readonly Level[] = ['may', 'should', 'must'];

/** Whether an id fits a pattern: `*` is any text, and a family or case stands for all below it. */
export function fitsId(pattern: string, id: string): boolean {
  const source = pattern
    .split('*')
    .map((text) => text.replaceAll(/[.+?^$(){}|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${source}(?:[.:].*)?$`).test(id);
}

const checksOf = new WeakMap<CompiledContract, readonly Check[]>();

/** Every check of a contract, in the order of the families; made once for each contract. */
export function allChecks(contract: CompiledContract): readonly Check[] {
  const known = checksOf.get(contract);
  if (known !== undefined) return known;
  const checks = FAMILIES.flatMap((family) => family({ contract }));
  const ids = new Set<string>();
  for (const { id } of checks) {
    if (ids.has(id)) throw new Error(`two checks are called ${id}`);
    ids.add(id);
  }
  checksOf.set(contract, checks);
  return checks;
}

/** @throws {InputError} for a pattern that fits none of the checks: a run without them would pass for nothing */
export function fittedPatterns(
  checks: readonly Check[],
  { only = [], skip = [] }: Pick<Selection, 'only' | 'skip'>,
): void {
  const ids = checks.map(({ id }) => id);
  for (const pattern of [...only, ...skip]) {
    if (ids.some((id) => fitsId(pattern, id))) continue;
    const near = ids.some((id) => id.startsWith(pattern))
      ? `${pattern}*`
      : nearest(pattern, [...new Set(ids.flatMap((id) => [id, id.split(':')[0]!, id.split('.')[0]!]))]);
    throw new InputError(
      `no check fits "${pattern}"; ${near === undefined ? '--list prints what there is' : `did you mean "${near}"?`}`,
    );
  }
}

/** What a person left out is not sent for the sake of another check either. */
const isLeftOut = ({ id }: Check, skip: readonly string[] = []): boolean => skip.some((pattern) => fitsId(pattern, id));

export function selectChecks(
  checks: readonly Check[],
  { only = [], skip, level = 'may', evidence }: Selection,
): readonly Check[] {
  return checks.filter(
    (check) =>
      (only.length === 0 || only.some((pattern) => fitsId(pattern, check.id))) &&
      !isLeftOut(check, skip) &&
      LEVELS.indexOf(check.level) >= LEVELS.indexOf(level) &&
      (evidence === undefined || evidence.includes(check.evidence)),
  );
}

const operationOf = ({ id }: Check): string | undefined => id.split(':', 2)[1];

/**
 * The checks that were not chosen, and whose answers those that watch are judged by: of the same operations, and of
 * none. Where none that watches was chosen, or all checks were, there are none.
 */
export function feeding(
  all: readonly Check[],
  chosen: readonly Check[],
  skip: readonly string[] | undefined,
): readonly Check[] {
  const watching = chosen.filter(({ watches }) => watches === true);
  if (watching.length === 0) return [];
  const operations = new Set(watching.map(operationOf));
  const known = new Set(chosen);
  const everywhere = operations.has('unmatched');
  return all.filter(
    (check) =>
      !known.has(check) &&
      !isLeftOut(check, skip) &&
      check.watches !== true &&
      (everywhere || operationOf(check) === undefined || operations.has(operationOf(check))),
  );
}
