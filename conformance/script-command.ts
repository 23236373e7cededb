/**
 * The command line of a script for those who work on Tollgate: `--help` says what it takes, and what it does not take is
 * answered with one line.
 */
import { Command, InvalidArgumentError } from 'commander';

const EXIT_USAGE = 2;

/** @param typed how the script is called, such as `npm run mutants --` */
export const scriptCommand = (typed: string, description: string): Command =>
  new Command(typed)
    .description(description)
    .helpOption('-h, --help', 'print this help')
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : EXIT_USAGE))
    .configureOutput({
      outputError: (text, write) => write(`${text.trim()}; \`${typed} --help\` says what there is\n`),
    });

/** Of an option: a number of things, none at least. */
export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('Give a whole number');
  return Number(text);
}
