import { Option } from 'commander';
import type { Command } from 'commander';
import type { components } from '../../specs/generated/control.ts';
import { runningOptions } from './running/running-sandbox.ts';
import type { RunningOptions } from './running/running-sandbox.ts';

type Entry = components['schemas']['JournalEntry'];

interface LogsOptions extends RunningOptions {
  readonly follow?: boolean;
  readonly refused?: boolean;
  readonly contract?: string;
  readonly operation?: string;
  readonly status?: string;
  readonly credential?: string;
  readonly rule?: string;
  readonly limit: string;
}

export function logsCommand(command: Command): void {
  runningOptions(command)
    .option('-f, --follow', 'go on with what comes, until Ctrl-C')
    .option('--refused', 'only what was refused, with the reason')
    .option('--contract <name>', 'only requests to this contract')
    .option('--operation <id>', 'only calls of this operation')
    .option('--status <status>', 'only answers of this status')
    .option('--credential <name>', "only calls with this credential, by the contract's name of it")
    .option('--rule <rule>', 'only refusals of this rule: a failure such as expired_token, a mistake, or words of it')
    .addOption(new Option('-n, --limit <count>', 'how many of the newest').default('20'))
    .addHelpText(
      'after',
      `
Examples:
  tollgate logs --refused         the newest refusals, the last one at the bottom
  tollgate logs -f                every request as it comes
  tollgate logs -f --json         the same, one JSON object a line

Exit codes: 0 told, 2 an option cannot be, 3 no sandbox answers.`,
    )
    .action(logs);
}

async function logs(options: LogsOptions): Promise<void> {
  const { askJson } = await import('./running/running-sandbox.ts');
  const { entryLine } = await import('./running/entry-text.ts');
  const { follow = false, refused, contract, operation, status, credential, rule, limit, json = false } = options;
  const filter = { refused, contract, operation, status, credential, rule };
  const tell = (entry: Entry): void => console.log(json ? JSON.stringify(entry) : entryLine(entry));
  const { entries } = await askJson<{ entries: readonly Entry[] }>(options, '/journal', {
    query: { ...filter, limit, order: 'oldest' },
  });
  entries.forEach(tell);
  if (!follow) {
    if (entries.length === 0 && !json) console.error('tollgate: the journal has no such request');
    return;
  }
  const { followEvents } = await import('./running/follow-events.ts');
  await followEvents(options, { ...filter, after: entries.at(-1)?.id ?? 0 }, (data) => tell(JSON.parse(data) as Entry));
}
