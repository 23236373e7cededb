/** Operations that the target file says the server has not: their checks are not run, and nobody builds on them. */
import type { Discovered } from './discover.ts';

export const NOT_IMPLEMENTED = 'the target file says that it is not implemented (not_implemented)';

/** Leaves them out of what was found. */
export function leaveOut(found: Discovered): Discovered {
  const { notImplemented = [] } = found.target;
  if (notImplemented.length === 0) return found;
  return {
    target: found.target,
    contract: {
      ...found.contract,
      operations: found.contract.operations.filter(({ id }) => !notImplemented.includes(id)),
    },
    missing: new Map([...found.missing, ...notImplemented.map((id) => [id, NOT_IMPLEMENTED] as const)]),
  };
}
