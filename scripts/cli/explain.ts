import type { Command } from 'commander';
import type { components } from '../../specs/generated/control.ts';
import type { RunningOptions } from './running/running-sandbox.ts';
import { runningOptions } from './running/running-sandbox.ts';

export function explainCommand(command: Command): void {
  runningOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  tollgate explain                the newest refusal
  tollgate explain 7              the request whose answer had x-tollgate-request: 7
  tollgate explain last           the newest request, refused or not
  tollgate explain 7 --json       everything that is known of it: headers, bodies, guards, the rule

Exit codes: 0 told, 2 there is no such request, 3 no sandbox answers.`,
    )
    .action(explain);
}

async function explain(id: string | undefined, options: RunningOptions): Promise<void> {
  const { askJson, print } = await import('./running/running-sandbox.ts');
  const { explanationText } = await import('./running/entry-text.ts');
  const wanted = encodeURIComponent(id ?? 'refused');
  print(options, await askJson<components['schemas']['JournalDetail']>(options, `/journal/${wanted}`), explanationText);
}
