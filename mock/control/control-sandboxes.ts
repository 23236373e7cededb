/** The control plane's operations on sandboxes: list, make, reset, delete. */
import { createIds } from '../state/ids.ts';
import type { NamedSandbox, Sandbox, Sandboxes } from '../sandboxes/sandbox.ts';
import type { NotMade } from '../sandboxes/sandbox-limits.ts';
import { findSandbox } from './find-or-refuse.ts';
import { NO_CONTENT } from './handler.ts';
import type { ControlCall, Handler } from './handler.ts';
import { Problem } from './control-problem.ts';

/** @param any sandbox: all have the same contracts */
const describe = ({ name, seed }: NamedSandbox, any: Sandbox, baseUrl: ControlCall<'getSandbox'>['baseUrl']) => ({
  name,
  seed,
  base_urls: Object.fromEntries(
    [...any.worlds.keys()].map((contract) => [contract, baseUrl({ sandbox: { name }, contract: { name: contract } })]),
  ),
});

/** Tries a fixed sequence of names until one is free, so that made-up names too are the same in every run. */
async function createUnnamed(sandboxes: Sandboxes, seed: string): Promise<NamedSandbox | NotMade> {
  const ids = createIds('names of sandboxes');
  for (;;) {
    const made = await sandboxes.create(ids.make({ prefix: 'sandbox-', alphabet: 'hex', length: 8 }), seed);
    if (made !== 'taken') return made;
  }
}

export const listSandboxes: Handler<'listSandboxes'> = async ({ sandboxes, sandbox, baseUrl }) => ({
  status: 200,
  body: { sandboxes: (await sandboxes.list()).map((one) => describe(one, sandbox, baseUrl)) },
});

export const createSandbox: Handler<'createSandbox'> = async ({ sandboxes, baseUrl, body = {}, sandbox }) => {
  const seed = String(body.seed ?? sandbox.seed);
  const made = body.name === undefined ? await createUnnamed(sandboxes, seed) : await sandboxes.create(body.name, seed);
  if (made === 'full')
    throw new Problem(
      507,
      `There are ${sandboxes.most} sandboxes already; delete one that is no longer needed, or start with a higher --max-sandboxes`,
    );
  if (made === 'taken')
    throw new Problem(409, `There is a sandbox "${body.name}" already; choose another name, or delete that one first`);
  return { status: 201, body: describe(made, sandbox, baseUrl) };
};

export const getSandbox: Handler<'getSandbox'> = async ({ sandboxes, baseUrl, path }) => {
  const sandbox = await findSandbox(sandboxes, path.sandbox);
  return { status: 200, body: describe(sandbox, sandbox, baseUrl) };
};

export const deleteSandbox: Handler<'deleteSandbox'> = async ({ sandboxes, path }) => {
  const { name } = await findSandbox(sandboxes, path.sandbox);
  if (name === 'default')
    throw new Problem(409, 'The sandbox "default" cannot be deleted; POST /reset puts it back to how it started');
  await sandboxes.remove(name);
  return NO_CONTENT;
};

export const resetSandbox: Handler<'resetSandbox'> = async ({ sandbox }) => {
  await sandbox.reset();
  return NO_CONTENT;
};
