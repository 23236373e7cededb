import { Option } from 'commander';
import type { Command } from 'commander';
import type { components } from '../../specs/generated/control.ts';
import { runningOptions } from './running/running-sandbox.ts';
import type { RunningOptions } from './running/running-sandbox.ts';

type Message = components['schemas']['Message'];

interface OtpOptions extends RunningOptions {
  readonly contract?: string;
  readonly to?: string;
  readonly id?: string;
  readonly wait?: string;
  readonly all?: boolean;
}

export function otpCommand(command: Command): void {
  runningOptions(command)
    .option('--contract <name>', 'only passwords and links of this contract')
    .option('--to <recipient>', 'only those sent to this phone number or address')
    .option('--id <otp_id>', 'only the one of this id')
    .addOption(new Option('--wait <seconds>', 'wait so long for one to arrive'))
    .option('--all', 'every message of the inbox, the newest at the bottom')
    .addHelpText(
      'after',
      `
Examples:
  tollgate otp                              the newest code, alone: CODE=$(tollgate otp)
                                            or link: curl -c jar -b jar "$(tollgate otp)"
  tollgate otp --to +256700000000 --wait 10
  tollgate otp --all                        the inbox

Exit codes: 0 told, 2 there is none, 3 no sandbox answers.`,
    )
    .action(otp);
}

const line = ({ sent_at: at, contract, to, code, link, operation, otp_id: id }: Message): string =>
  `${at}  ${link ?? code}  ${contract} to ${to}, for ${operation} (${id})`;

async function otp({ contract, to, id, wait, all = false, ...options }: OtpOptions): Promise<void> {
  const { askJson, print } = await import('./running/running-sandbox.ts');
  const query = { contract, to, otp_id: id };
  if (all) {
    const list = await askJson<{ messages: readonly Message[] }>(options, '/otp', { query });
    print(options, list, ({ messages }) =>
      messages.length === 0 ? 'The inbox is empty.' : messages.map(line).join('\n'),
    );
    return;
  }
  const asking = wait === undefined ? { query } : { query: { ...query, timeout: wait } };
  print(
    options,
    await askJson<Message>(options, wait === undefined ? '/otp/latest' : '/otp/wait', asking),
    ({ link, code }) => link ?? code,
  );
}
