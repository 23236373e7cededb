import type { Command } from 'commander';
import type { components } from '../../specs/generated/control.ts';
import { runningOptions } from './running/running-sandbox.ts';
import type { RunningOptions } from './running/running-sandbox.ts';

type Fault = components['schemas']['Fault'];
type NewFault = components['schemas']['NewFault'];

const ACTIONS = ['list', 'add', 'delete', 'clear'] as const;

/** Options that are a field of the fault, in the order of the help. */
const NUMBERS = [
  ['status', 'status', "answer with this status, in the provider's own error shape"],
  ['retryAfter', 'retry_after', 'with --status: seconds that the client is told to wait'],
  ['latency', 'latency_ms', 'answer so late'],
  ['spread', 'latency_spread_ms', 'up to so much later still, from the seeded source'],
  ['slowBody', 'slow_body_ms', 'send the body piece by piece in this time'],
  ['first', 'first', 'only the first so many calls of each caller'],
  ['next', 'next', 'only the next so many calls'],
  ['every', 'every', 'only one call in so many'],
] as const;

const FLAGS = [
  ['drop', 'drop', 'end the connection without an answer'],
  ['cutBody', 'cut_body', 'end the connection in the middle of the body'],
  ['unknownField', 'unknown_field', 'put a field into JSON bodies that the contract does not have'],
  ['wrongState', 'wrong_state', 'answer authorizations with another state than the client sent'],
  ['after', 'after', 'let the request take effect first, and lose only its answer'],
] as const;

interface FaultsOptions extends RunningOptions, Partial<Readonly<Record<(typeof FLAGS)[number][0], boolean>>> {
  readonly operation?: string;
  readonly credential?: string;
  readonly client?: string;
  readonly status?: string;
  readonly retryAfter?: string;
  readonly latency?: string;
  readonly spread?: string;
  readonly slowBody?: string;
  readonly first?: string;
  readonly next?: string;
  readonly every?: string;
}

const flag = (name: string): string => `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

const UNITS: Readonly<Record<string, string>> = {
  status: 'status',
  retryAfter: 'seconds',
  latency: 'duration',
  spread: 'duration',
  slowBody: 'duration',
};

export function faultsCommand(command: Command): void {
  runningOptions(command)
    .option('--operation <id>', 'only calls of this operation')
    .option('--credential <name>', "only calls with this credential, by the contract's name of it")
    .option('--client <id>', 'only calls of the client, key or user with this id');
  for (const [name, , meaning] of NUMBERS) command.option(`${flag(name)} <${UNITS[name] ?? 'count'}>`, meaning);
  for (const [name, , meaning] of FLAGS) command.option(flag(name), meaning);
  command
    .addHelpText(
      'after',
      `
Examples:
  tollgate faults                                              what is played, and how often it was met
  tollgate faults piaxis add --status 429 --retry-after 2 --next 3
  tollgate faults piaxis add --operation createPayment --drop --after --first 1
  tollgate faults fortis add --latency 2s --spread 500ms --every 5
  tollgate faults piaxis delete f1
  tollgate faults piaxis clear

A fault answers in the provider's own words and touches no state, unless --after says that the request takes effect. A
reset ends all of them.

Exit codes: 0 done, 2 it cannot be done, 3 no sandbox answers.`,
    )
    .action(faults);
}

async function wanted(options: FaultsOptions): Promise<NewFault> {
  const { InputError } = await import('../../mock/contract/input-error.ts');
  const { durationMs } = await import('../../mock/contract/durations.ts');
  const number = (name: (typeof NUMBERS)[number][0], text: string): number => {
    const value = UNITS[name] === 'duration' && !/^\d+$/.test(text) ? durationMs(text) : Number(text);
    if (value !== undefined && Number.isInteger(value) && value >= 0) return value;
    throw new InputError(
      `${flag(name)} ${text} is no ${UNITS[name] === 'duration' ? 'duration; write one such as 500ms or 2s' : 'whole number'}`,
    );
  };
  const { operation, credential, client } = options;
  return {
    ...(operation !== undefined && { operation }),
    ...(credential !== undefined && { credential }),
    ...(client !== undefined && { client }),
    ...Object.fromEntries(
      NUMBERS.flatMap(([name, field]) => {
        const text = options[name];
        return text === undefined ? [] : [[field, number(name, text)]];
      }),
    ),
    ...Object.fromEntries(FLAGS.flatMap(([name, field]) => (options[name] === true ? [[field, true]] : []))),
  };
}

function faultRow({ id, contract, asked, does, fitted, spent }: Fault): string[] {
  const { operation, credential, client, first, next, every } = asked;
  const whom = [operation, credential, client].filter((text) => text !== undefined).join(' ');
  const often =
    next !== undefined
      ? `the next ${next}`
      : first !== undefined
        ? `the first ${first} of each caller`
        : every === undefined
          ? 'always'
          : `one in ${every}`;
  return [id, contract, whom === '' ? 'all calls' : whom, often, does, spent ? 'spent' : `${fitted} so far`];
}

async function faults(
  contract: string | undefined,
  given: string | undefined,
  id: string | undefined,
  options: FaultsOptions,
): Promise<void> {
  const { askJson, print, wordOf } = await import('./running/running-sandbox.ts');
  const { rowsText } = await import('./running/credentials-text.ts');
  const { InputError } = await import('../../mock/contract/input-error.ts');
  const action = wordOf(given ?? 'list', ACTIONS, 'action on faults');
  const body = await wanted(options);
  if (action !== 'add' && Object.keys(body).length > 0)
    throw new InputError(`faults ${action} takes no fault; "tollgate faults <contract> add" does`);
  if (action !== 'delete' && id !== undefined)
    throw new InputError(`faults ${action} takes nothing more; "${id}" is too much`);
  const path = `/faults/${encodeURIComponent(contract ?? '')}`;
  switch (action) {
    case 'list':
      return print(
        options,
        await askJson<{ faults: readonly Fault[] }>(options, '/faults', { query: { contract } }),
        ({ faults: all }) => (all.length === 0 ? 'There are no faults.' : rowsText(all.map(faultRow))),
      );
    case 'add':
      return print(options, await askJson<Fault>(options, path, { method: 'POST', body }), (fault) =>
        rowsText([faultRow(fault)]),
      );
    case 'delete':
      if (id === undefined)
        throw new InputError(`faults ${contract ?? ''} delete needs the fault's id; "tollgate faults" lists them`);
      await askJson(options, `${path}/${encodeURIComponent(id)}`, { method: 'DELETE' });
      return print(options, { deleted: id }, () => `${id} is ended.`);
    case 'clear':
      await askJson(options, '/faults', { method: 'DELETE', query: { contract } });
      return print(options, { cleared: contract ?? null }, () => 'There are no faults.');
  }
}
