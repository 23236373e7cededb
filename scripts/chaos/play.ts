/** Plays scenarios one after the other, place by place, each within its time. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isThere } from '../test/programs.ts';
import { Broken } from './broken.ts';
import { openPlace } from './ground.ts';
import type { Bounds } from './ground.ts';
import { PLACES, Skip } from './scenario.ts';
import type { Ground, Place, Scenario } from './scenario.ts';
import { openScope } from './scope.ts';

export interface Result {
  readonly scenario: string;
  readonly kind: Scenario['kind'];
  readonly place: Place;
  readonly done: string;
  readonly holds: string;
  readonly outcome: 'held' | 'broken' | 'skipped' | 'error';
  /** What was seen; why it was skipped; what went wrong. */
  readonly seen: string;
  readonly seconds: number;
}

const REDIS = 'needs redis-server: apt-get install redis-server, or brew install redis';

/** Milliseconds beside the load, after which a scenario hangs. */
const LONGEST = 60_000;

async function inTime(work: Promise<string>, { seconds }: Bounds): Promise<string> {
  const limit = LONGEST + 10_000 * seconds;
  const controller = new AbortController();
  const hangs = sleep(limit, undefined, { signal: controller.signal }).then(() => {
    throw new Broken(`it hangs: nothing came of it within ${Math.round(limit / 1_000)} s`);
  });
  hangs.catch(() => undefined);
  try {
    return await Promise.race([work, hangs]);
  } finally {
    controller.abort();
  }
}

function outcomeOf(error: unknown): Pick<Result, 'outcome' | 'seen'> {
  const seen = error instanceof Error ? error.message : String(error);
  if (error instanceof Skip) return { outcome: 'skipped', seen };
  return { outcome: error instanceof Broken ? 'broken' : 'error', seen: seen.split('\n', 1)[0]! };
}

async function playOne(scenario: Scenario, groundOf: (own: ReturnType<typeof openScope>) => Ground, bounds: Bounds) {
  const own = openScope();
  try {
    const seen = await inTime(scenario.run(groundOf(own)), bounds);
    return { outcome: 'held', seen } as const;
  } catch (error) {
    return outcomeOf(error);
  } finally {
    await own.close();
  }
}

/** @param tell called with each result as it comes */
export async function play(
  scenarios: readonly Scenario[],
  places: readonly Place[],
  bounds: Bounds,
  tell: (result: Result) => void,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const place of PLACES.filter((one) => places.includes(one))) {
    const chosen = scenarios.filter((scenario) => scenario.places.includes(place));
    if (chosen.length === 0) continue;
    const note = ({ name, kind, done, holds }: Scenario, rest: Pick<Result, 'outcome' | 'seen'>, seconds = 0): void => {
      const result = { scenario: name, kind, place, done, holds, ...rest, seconds };
      results.push(result);
      tell(result);
    };
    if ((place === 'redis' || place === 'cluster') && !isThere('redis-server')) {
      for (const scenario of chosen) note(scenario, { outcome: 'skipped', seen: REDIS });
      continue;
    }
    const scope = openScope();
    try {
      const groundOf = await openPlace(place, bounds, scope);
      for (const scenario of chosen) {
        const begun = performance.now();
        const rest = await playOne(scenario, groundOf, bounds);
        note(scenario, rest, Math.round((performance.now() - begun) / 100) / 10);
      }
    } finally {
      await scope.close();
    }
  }
  return results;
}
