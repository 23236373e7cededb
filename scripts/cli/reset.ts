import type { Command } from 'commander';
import { runningOptions } from './running/running-sandbox.ts';
import type { RunningOptions } from './running/running-sandbox.ts';

export function resetCommand(command: Command): void {
  runningOptions(command)
    .addHelpText(
      'after',
      `
State, clock, settings, inbox and journal go back to how they started. Whatever was given out before is refused from then on.
Exit codes: 0 done, 2 it cannot be done, 3 no sandbox answers.`,
    )
    .action(reset);
}

async function reset(options: RunningOptions): Promise<void> {
  const { askJson, print } = await import('./running/running-sandbox.ts');
  await askJson(options, '/reset', { method: 'POST' });
  const name = options.sandbox ?? 'default';
  print(options, { reset: name }, () => `The sandbox "${name}" is as new.`);
}
