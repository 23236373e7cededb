/** The control plane's operations on faults: list, add, end. */
import type { components } from '../../specs/generated/control.ts';
import { didWords } from '../faults/fault.ts';
import type { Fault } from '../faults/fault.ts';
import { countsOf, totalOf } from '../faults/meet-fault.ts';
import type { World } from '../sandboxes/sandbox.ts';
import { findWorld } from './find-or-refuse.ts';
import { NO_CONTENT } from './handler.ts';
import type { ControlCall, Handler } from './handler.ts';
import { Problem } from './control-problem.ts';
import { unknownName } from './unknown-name.ts';

type NewFault = components['schemas']['NewFault'];

/** Each request tries them one by one. */
const MOST = 10_000;

const NUMBER = 'fault-number';

const DOES = [
  'latency_ms',
  'latency_spread_ms',
  'status',
  'drop',
  'slow_body_ms',
  'cut_body',
  'unknown_field',
  'wrong_state',
] as const;

const given = (fault: NewFault, names: readonly (keyof NewFault)[]): readonly string[] =>
  names.filter((name) => fault[name] !== undefined && fault[name] !== false);

/** @throws Problem 400 for what cannot be at once, or is not the contract's */
function check({ contract }: World, fault: NewFault): void {
  const { operation, credential, after } = fault;
  const operations = contract.operations.map(({ id }) => id);
  if (operation !== undefined && !operations.includes(operation))
    throw unknownName('operation', operation, operations, 400);
  if (credential !== undefined && !contract.credentials.has(credential))
    throw unknownName('credential', credential, [...contract.credentials.keys()], 400);
  const often = given(fault, ['first', 'next', 'every']);
  if (often.length > 1)
    throw new Problem(400, `The fault has ${often.join(' and ')}; give one of first, next and every, or none`);
  if (given(fault, DOES).length === 0)
    throw new Problem(400, `The fault does nothing; give it one of ${DOES.join(', ')}`);
  if (fault.drop === true && given(fault, ['status', 'cut_body', 'slow_body_ms']).length > 0)
    throw new Problem(
      400,
      'A dropped connection carries no answer: leave out status, cut_body and slow_body_ms, or drop',
    );
  if (fault.retry_after !== undefined && fault.status === undefined)
    throw new Problem(400, 'The fault has retry_after without a status; a 429 or 503 tells a client to wait');
  if (fault.cut_body === true && fault.status === undefined && after !== true)
    throw new Problem(
      400,
      'A cut body is that of an answer, so the request takes effect: say "after": true, or give a status whose body is cut',
    );
  if (after === true && given(fault, ['status', 'drop', 'cut_body']).length === 0)
    throw new Problem(400, 'The fault has after, and loses no answer: add drop, status or cut_body');
}

async function describe({ contract, store }: World, fault: Fault): Promise<components['schemas']['Fault']> {
  const fitted = (await store.incr(totalOf(fault.id), 0)).value;
  const { id, ...asked } = fault as Fault & components['schemas']['NewFault'];
  return {
    id,
    contract: contract.name,
    asked,
    does: didWords(fault),
    fitted,
    spent: fault.next !== undefined && fitted >= fault.next + (fault.skip ?? 0),
  };
}

const worldsOf = (sandbox: ControlCall<'listFaults'>['sandbox'], contract: string | undefined): readonly World[] =>
  contract === undefined ? [...sandbox.worlds.values()] : [findWorld(sandbox, contract)];

export const listFaults: Handler<'listFaults'> = async ({ sandbox, query }) => {
  const faults: components['schemas']['Fault'][] = [];
  for (const world of worldsOf(sandbox, query.contract))
    for (const fault of world.settings.faults ?? []) faults.push(await describe(world, fault));
  return { status: 200, body: { faults } };
};

export const addFault: Handler<'addFault'> = async ({ sandbox, path, body }) => {
  const world = findWorld(sandbox, path.contract);
  check(world, body);
  if ((world.settings.faults ?? []).length >= MOST)
    throw new Problem(400, `There are ${MOST} faults already; end some with DELETE /faults/{contract}/{fault}`);
  const { value } = await world.store.incr(NUMBER, 1);
  const fault: Fault = { ...body, id: `f${value}` };
  await world.changeSettings((current) => ({ ...current, faults: [...(current.faults ?? []), fault] }));
  return { status: 201, body: await describe(world, fault) };
};

/** @param ends whether a fault is one that ends */
async function end(world: World, ends: (fault: Fault) => boolean): Promise<void> {
  const ended = (world.settings.faults ?? []).filter(ends);
  await world.changeSettings(({ faults = [], ...current }) => {
    const left = faults.filter((fault) => !ends(fault));
    return left.length === 0 ? current : { ...current, faults: left };
  });
  for (const { id } of ended) await world.store.clear(countsOf(id));
}

export const clearFaults: Handler<'clearFaults'> = async ({ sandbox, query }) => {
  for (const world of worldsOf(sandbox, query.contract)) await end(world, () => true);
  return NO_CONTENT;
};

export const deleteFault: Handler<'deleteFault'> = async ({ sandbox, path }) => {
  const world = findWorld(sandbox, path.contract);
  const known = (world.settings.faults ?? []).map(({ id }) => id);
  if (!known.includes(path.fault)) throw unknownName('fault', path.fault, known);
  await end(world, ({ id }) => id === path.fault);
  return NO_CONTENT;
};
