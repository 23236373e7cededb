/** The control plane's answers about the server: its health, the contracts it serves, and where. */
import type { Handler } from './handler.ts';

export const listContracts: Handler<'listContracts'> = ({ sandbox, baseUrl }) => ({
  status: 200,
  body: {
    contracts: [...sandbox.worlds.values()].map((world) => ({
      name: world.contract.name,
      title: world.contract.title,
      base_url: baseUrl(world),
      operations: world.contract.operations.length,
    })),
  },
});

export const getHealth: Handler<'getHealth'> = async ({ contracts, sandboxes }) => ({
  status: 200,
  body: { status: 'ok', contracts: contracts.size, sandboxes: (await sandboxes.list()).length },
});
