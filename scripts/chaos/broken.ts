/** What had to hold did not. */
export class Broken extends Error {
  constructor(reasons: string | readonly string[]) {
    super([reasons].flat().join('; '));
    this.name = 'Broken';
  }
}

/** @throws {Broken} */
export function hold(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Broken(otherwise);
}

const SHOWN = 3;

/** @throws {Broken} that tells the first few of what was found */
export function holdAll(found: readonly string[]): void {
  if (found.length === 0) return;
  const more = found.length > SHOWN ? [`and ${found.length - SHOWN} more`] : [];
  throw new Broken([...found.slice(0, SHOWN), ...more]);
}
