/** A thread that runs slices of checks, each contract's on a sandbox that lives as long as the thread. */
import { parentPort } from 'node:worker_threads';
import type { Plan } from '../../mock/contract/plan.ts';
import type { Check } from '../check.ts';
import { loadPlan } from '../load-plan.ts';
import { startMockTarget } from '../mock-target.ts';
import type { RunningTarget } from '../mock-target.ts';
import { runChecks } from '../runner.ts';
import { allChecks } from '../suite.ts';
import type { FromWorker, Slice } from './messages.ts';

interface Stage {
  readonly plan: Plan;
  readonly checks: ReadonlyMap<string, Check>;
  readonly running: RunningTarget;
}

const stages = new Map<string, Promise<Stage>>();

async function createStage({ contract, seed }: Slice): Promise<Stage> {
  const plan = await loadPlan(contract);
  return { plan, checks: new Map(allChecks(plan).map((check) => [check.id, check])), running: await startMockTarget(contract, plan, { seed }) };
}

function stageOf(slice: Slice): Promise<Stage> {
  const found = stages.get(slice.contract) ?? createStage(slice);
  stages.set(slice.contract, found);
  return found;
}

const say = (message: FromWorker): void => parentPort!.postMessage(message);

async function run(slice: Slice): Promise<void> {
  const { plan, checks, running: { target, worlds } } = await stageOf(slice);
  const places = new Map(slice.ids.map((id, index) => [id, index]));
  const { requests } = await runChecks({
    plan, target, worlds,
    checks: slice.ids.map((id) => checks.get(id)!),
    concurrency: slice.concurrency,
    timeoutMs: slice.timeoutMs,
    known: new Map(),
    onResult: ({ check, outcome, duration }) => say({ result: { index: places.get(check.id)!, outcome, duration } }),
  });
  say({ requests });
}

parentPort!.on('message', (slice: Slice) => {
  run(slice).catch((error: unknown) => say({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }));
});
