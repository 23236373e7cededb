import type { Handler } from './handler.ts';

export const listContracts: Handler<'listContracts'> = ({ sandbox, baseUrl }) => ({
  status: 200,
  body: {
    contracts: [...sandbox.worlds.values()].map((world) => ({
      name: world.plan.name,
      title: world.plan.title,
      base_url: baseUrl(world),
      operations: world.plan.operations.length,
    })),
  },
});

export const getHealth: Handler<'getHealth'> = async ({ plans, sandboxes }) => ({
  status: 200,
  body: { status: 'ok', contracts: plans.size, sandboxes: (await sandboxes.list()).length },
});
