/** The control plane's report card: who judges was given with the server, since the sandbox does not know that anybody is. */
import { Problem } from './control-problem.ts';
import { listDeliveries } from './control-webhooks.ts';
import { describeWhole } from './describe-entry.ts';
import type { Handler } from './handler.ts';

const MOST_ENTRIES = 10_000;
const MOST_DELIVERIES = 1_000;

export const getReportCard: Handler<'getReportCard'> = async (call) => {
  const { sandbox, contracts, judge, query } = call;
  if (judge === undefined)
    throw new Problem(
      404,
      'This server judges nobody, since it was not started by "tollgate mock"; ask "tollgate grade --url" with its address',
    );
  const entries = await sandbox.journal.detailed({ limit: MOST_ENTRIES });
  const { body } = await listDeliveries({ ...call, path: {}, query: { limit: MOST_DELIVERIES }, body: undefined });
  return {
    status: 200,
    body: await judge({
      entries: entries.map(describeWhole),
      deliveries: body.deliveries,
      contracts,
      ended: query.ended ?? false,
    }),
  };
};
