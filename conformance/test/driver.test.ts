/**
 * The driver against the sandbox: every operation of every contract can be called well, with every credential it takes.
 */
import t from 'tap';
import type { CompiledContract } from '../../mock/contract/compiled-contract.ts';
import type { Check } from '../check.ts';
import type { Context } from '../check-context.ts';
import { startMockTarget } from '../mock-target.ts';
import { runChecks } from '../runner.ts';
import { loadCompiled } from '../verify.ts';

// Hundreds of sandboxes: more than a busy machine does in tap's usual half minute.
t.setTimeout(290_000);

const CONTRACTS = [
  'engagifii-revenue',
  'engagifii-training',
  'voucherify',
  'piaxis',
  'fortis',
  'mock/test/fixtures/lighthouse.yaml',
  'mock/test/fixtures/harbour.yaml',
  'mock/test/fixtures/semaphore.yaml',
  'mock/test/fixtures/lantern.yaml',
];

/** Trades nothing but refresh tokens, which only links give there; `link.*` checks drive it. */
const NOT_DRIVEN = new Map([
  [
    'mock/test/fixtures/lantern.yaml call.any:refreshDutyToken',
    'the target has no client that can get a token at refreshDutyToken',
  ],
]);

const check = (id: string, run: (context: Context) => Promise<void>): Check => ({
  id,
  title: id,
  level: 'must',
  evidence: 'assumed',
  citation: {},
  needs: [],
  run,
});

function callsOf(compiled: CompiledContract): Check[] {
  return compiled.operations.flatMap((operation) => {
    const judge = async ({ call, expect }: Context, options: Parameters<Context['call']>[1]): Promise<void> => {
      const exchange = await call(operation, options);
      expect.success(exchange, operation);
      expect.contract(exchange, operation);
    };
    return [
      check(`call.any:${operation.id}`, (context) => judge(context, {})),
      ...operation.requirements.map((requirement) =>
        check(`call.${requirement.method.parts.map(({ scheme }) => scheme).join('+')}:${operation.id}`, (context) =>
          judge(context, { requirement }),
        ),
      ),
    ];
  });
}

for (const contract of CONTRACTS) {
  t.test(contract, async (t) => {
    const compiled = await loadCompiled(contract);
    await using running = await startMockTarget(contract, compiled);
    const { results, requests } = await runChecks({
      contract: compiled,
      target: running.target,
      checks: callsOf(compiled),
      concurrency: 8,
      timeoutMs: 30_000,
      known: new Map(),
    });
    t.comment(`${results.length} calls, ${requests} requests`);
    for (const {
      check: { id },
      outcome,
    } of results) {
      const reason = NOT_DRIVEN.get(`${contract} ${id}`);
      if (reason === undefined) t.equal(outcome.state, 'passed', id, { outcome });
      else t.match(outcome, { state: 'not_run', reason }, id);
    }
  });
}
