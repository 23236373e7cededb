import type { Command } from 'commander';
import type { components } from '../../specs/generated/control.ts';
import { runningOptions } from './running/running-sandbox.ts';
import type { RunningOptions } from './running/running-sandbox.ts';

type Clock = components['schemas']['Clock'];

const ACTIONS = ['show', 'set', 'advance', 'freeze', 'release', 'reset'] as const;

export function clockCommand(command: Command): void {
  runningOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  tollgate clock                              what the sandbox takes for the present
  tollgate clock advance 1h                   every token older than an hour expires
  tollgate clock set 2030-01-01T00:00:00Z
  tollgate clock freeze                       time stands still; release lets it go on
  tollgate clock reset                        back to this machine's time

Exit codes: 0 done, 2 it cannot be done, 3 no sandbox answers.`,
    )
    .action(clock);
}

async function clock(given: string | undefined, value: string | undefined, options: RunningOptions): Promise<void> {
  const { askJson, print, wordOf } = await import('./running/running-sandbox.ts');
  const { InputError } = await import('../../mock/contract/input-error.ts');
  const action = wordOf(given ?? 'show', ACTIONS, 'action on the clock');
  const needed = (what: string): string => {
    if (value === undefined) throw new InputError(`clock ${action} needs ${what}`);
    return value;
  };
  if (value !== undefined && action !== 'set' && action !== 'advance')
    throw new InputError(`clock ${action} takes nothing more; "${value}" is too much`);
  const ask = (): Promise<Clock> => {
    switch (action) {
      case 'show':
        return askJson(options, '/clock');
      case 'set':
        return askJson(options, '/clock', {
          method: 'PUT',
          body: { now: needed('an instant, such as 2030-01-01T00:00:00Z') },
        });
      case 'advance':
        return askJson(options, '/clock/advance', {
          method: 'POST',
          body: { by: needed('a duration, such as 1h or 15m') },
        });
      case 'freeze':
      case 'release':
        return askJson(options, '/clock', { method: 'PUT', body: { frozen: action === 'freeze' } });
      case 'reset':
        return askJson(options, '/clock', { method: 'DELETE' });
    }
  };
  print(options, await ask(), ({ now, frozen }) => `${now}${frozen ? ', and stands still' : ''}`);
}
