#!/usr/bin/env node
/** The `tollgate` command. What a subcommand needs is loaded when it runs, so that help and start-up are quick. */
import './garbage-collection.ts';
import { Command, CommanderError } from 'commander';
import { diffCommand } from './diff.ts';
import { doctorCommand } from './doctor.ts';
import { EXIT_USAGE, complain } from './exit.ts';
import { initCommand } from './init.ts';
import { lintCommand } from './lint.ts';
import { loadCommand } from './load.ts';
import { mockCommand } from './mock.ts';
import { packageVersion } from './package-version.ts';
import { verifyCommand } from './verify.ts';

const program = new Command('tollgate')
  .description('A sandbox and conformance suite for API authentication: serves providers described by OpenAPI contracts, statefully and honestly, and checks implementations against the same contracts.')
  .version(packageVersion(), '-v, --version', 'print the version')
  .helpOption('-h, --help', 'print this help')
  .helpCommand('help [command]', 'print the help of a command')
  .showHelpAfterError('(tollgate --help says what there is)')
  .exitOverride()
  .addHelpText('after', `
Examples:
  tollgate mock                            every built-in contract on http://127.0.0.1:4010
  tollgate mock piaxis --port 0 --json     one provider, any free port, one line for scripts
  tollgate mock ./my-api.yaml              a contract of your own
  tollgate lint ./my-api.yaml              what is wrong with it, by line
  tollgate verify piaxis --mock            the conformance suite, on the sandbox
  tollgate load piaxis otp-step-up --mock  load with k6
  tollgate init piaxis                     a target file, to check a server of your own

Exit codes: 0 all well, 1 something was found, 2 the command cannot do what was asked, 3 the target cannot be reached, 99 a threshold of a load run is broken.`);
for (const command of [mockCommand(), verifyCommand(), initCommand(), doctorCommand(), diffCommand(), lintCommand(), loadCommand()]) program.addCommand(command.copyInheritedSettings(program));

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : EXIT_USAGE;
  else complain(error);
}
