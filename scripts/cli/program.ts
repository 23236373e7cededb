/** What `tollgate` does with its arguments. */
import './mock/garbage-collection.ts';
import { Command, CommanderError } from 'commander';
import { SUBCOMMANDS } from './commands.ts';
import { configOptions, mayHaveConfig } from './config/config-options.ts';
import type { Subcommand } from './subcommand.ts';
import { EXIT_USAGE, complain } from './command-exit.ts';
import { packageVersion } from '../../mock/control/package-version.ts';

/** Errors are one line, and end with where to read on. */
function settle(command: Command, called: string): Command {
  return command
    .helpOption('-h, --help', 'print this help')
    .exitOverride()
    .configureHelp({
      subcommandTerm: (sub) =>
        [
          sub.name(),
          '[options]',
          ...sub.registeredArguments.map((argument) =>
            argument.required ? `<${nameOf(argument)}>` : `[${nameOf(argument)}]`,
          ),
        ].join(' '),
    })
    .configureOutput({
      outputError(text, write) {
        const said = text
          .replace(/^error: /, '')
          .trim()
          .replaceAll('\n', ' ')
          .replace(/\.$/, '');
        write(`tollgate: ${said}; "${called} --help" says what there is\n`);
      },
    });
}

const nameOf = (argument: Command['registeredArguments'][number]): string =>
  `${argument.name()}${argument.variadic ? '...' : ''}`;

function subcommand({ name, about, takes }: Subcommand): Command {
  const command = settle(new Command(name), `tollgate ${name}`).description(about);
  for (const [argument, meaning] of takes) command.argument(argument, meaning);
  return command;
}

function createProgram(): Command {
  return settle(new Command('tollgate'), 'tollgate')
    .description(
      'A sandbox and conformance suite for API authentication. It serves providers from their OpenAPI contracts, with state, and checks implementations against the same contracts.',
    )
    .version(packageVersion(), '-v, --version', 'print the version')
    .helpCommand('help [command]', 'print the help of a command')
    .addHelpText(
      'after',
      `
Examples:
  tollgate mock                            every built-in contract on http://127.0.0.1:4010
  tollgate mock piaxis --port 0 --json     one provider, any free port, one line for scripts
  tollgate mock ./my-api.yaml              a contract of your own
  tollgate lint ./my-api.yaml              what is wrong with it, by line
  tollgate verify piaxis --mock            the conformance suite, on the sandbox
  tollgate load piaxis otp-step-up --mock  load with k6
  tollgate init piaxis                     a target file, to check a server of your own

Options may stand in tollgate.config.yaml (or .json, .js, .mjs, .ts, .mts), by command: { mock: { port: 8080 } }.

Exit codes: 0 all well, 1 something was found, 2 the command cannot do what was asked, 3 the target cannot be reached, 99 a threshold of a load run is broken.`,
    );
}

/**
 * The subcommand that the arguments begin with, or whose help they ask for. @throws {InputError} for one that there is
 * not
 */
async function asked([first, second]: readonly string[]): Promise<Subcommand | undefined> {
  const name = first === 'help' ? second : first;
  if (name === undefined || name.startsWith('-') || name === 'help') return undefined;
  const found = SUBCOMMANDS.find((one) => one.name === name);
  if (found !== undefined) return found;
  const { InputError } = await import('../../mock/contract/input-error.ts');
  const { nearest } = await import('../../mock/contract/did-you-mean.ts');
  const names = SUBCOMMANDS.map((one) => one.name);
  const near = nearest(name, names);
  throw new InputError(
    `there is no command "${name}"${near === undefined ? '' : `; did you mean "${near}"?`} (commands: ${names.join(', ')}; "tollgate --help" says what each does)`,
  );
}

/** With what the configuration file adds, for a command that runs. */
async function configured(wanted: Subcommand | undefined, args: readonly string[]): Promise<readonly string[]> {
  if (wanted === undefined || args[0] === 'help' || !mayHaveConfig(args)) return args;
  return (await import('./config/config-arguments.ts')).withConfig(wanted, args, SUBCOMMANDS);
}

/** @param args without the names of Node and of the script */
export async function runProgram(args: readonly string[]): Promise<void> {
  const program = createProgram();
  try {
    const wanted = await asked(args);
    for (const one of SUBCOMMANDS) {
      const command = subcommand(one);
      if (one === wanted) {
        await one.complete(command);
        configOptions(command);
      }
      program.addCommand(command);
    }
    await program.parseAsync(await configured(wanted, args), { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : EXIT_USAGE;
    else complain(error);
  }
}
