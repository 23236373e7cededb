import type { Handler } from './handler.ts';

export const listContracts: Handler<'listContracts'> = ({ sandbox, origin }) => ({
  status: 200,
  body: {
    contracts: [...sandbox.worlds.values()].map(({ plan, mount }) => ({
      name: plan.name,
      title: plan.title,
      base_url: origin + mount,
      operations: plan.operations.length,
    })),
  },
});

export const getHealth: Handler<'getHealth'> = async ({ plans, sandboxes }) => ({
  status: 200,
  body: { status: 'ok', contracts: plans.size, sandboxes: (await sandboxes.list()).length },
});
