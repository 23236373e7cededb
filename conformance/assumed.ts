/** What a contract merely assumes: a real target is held to it by families of checks that somebody named. */
import { InputError } from '../mock/contract/input-error.ts';
import { nearest } from '../mock/contract/did-you-mean.ts';
import { NotRun } from './check.ts';
import type { Check, Result } from './check.ts';
import type { Target } from './target/target.ts';
import type { Report } from './verdict-report.ts';

/** `otp` of `otp.single-use:verifyOtp`. */
export const familyOf = ({ id }: Check): string => id.split(/[.:]/, 1)[0]!;

/** Families in which some check rests on an assumption, in the order of the checks. */
export const assumedFamilies = (checks: readonly Check[]): readonly string[] => [
  ...new Set(checks.filter(({ evidence }) => evidence === 'assumed').map(familyOf)),
];

/** @throws {InputError} for a family in which nothing is assumed: a run with it would hold the target to nothing */
export function fittedFamilies(checks: readonly Check[], assume: readonly string[], where: string): void {
  const families = assumedFamilies(checks);
  for (const family of assume) {
    if (families.includes(family)) continue;
    const near = nearest(family, families);
    const meant = near === undefined ? '' : `did you mean "${near}"? `;
    const there =
      families.length === 0 ? 'this contract assumes nothing' : `the families that assume are ${families.join(', ')}`;
    throw new InputError(`${where}: no check of a family "${family}" is assumed; ${meant}${there}`);
  }
}

/** The families that the target is held to: those of its file, and those that were asked for beside. */
export const familiesFor = ({ assume: own = [] }: Target, assume: readonly string[] = []): readonly string[] => [
  ...new Set([...own, ...assume]),
];

/** Whether the target is held to the check though nobody but us says so. */
export const isAssumedOf = (families: readonly string[], check: Check): boolean =>
  check.evidence === 'assumed' && families.includes(familyOf(check));

/** The check, to be told with this reason and not run. */
export function notRunCheck(check: Check, reason: string): Check {
  const { watches: _watches, ...rest } = check;
  return { ...rest, needs: [], run: () => Promise.reject(new NotRun(reason)) };
}

/** Why a check is not run that rests on an assumption. */
export const ONLY_ASSUMED = 'it is only assumed, no document says it (--assume holds a target to it, by family)';

/** What a real target was held to without a document, by family. */
export function assumedIn({ isMock }: Target, results: readonly Result[]): Report['assumed'] {
  if (isMock) return [];
  const ran = results.filter(({ check, outcome }) => check.evidence === 'assumed' && outcome.state !== 'not_run');
  return assumedFamilies(ran.map(({ check }) => check)).map((family) => ({
    family,
    checks: ran.filter(({ check }) => familyOf(check) === family).length,
  }));
}
