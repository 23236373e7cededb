import type { Command, Option } from 'commander';
import { configOptions } from './config/config-options.ts';
import { oneOf } from './one-of.ts';
import type { Subcommand } from './subcommand.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** A command as a shell completes it. */
interface Completed {
  readonly name: string;
  readonly about: string;
  readonly options: readonly Option[];
  /** What its arguments may be, as far as that is known. */
  readonly words: readonly string[];
}

/** A command that Commander brings along. */
const HELP = { name: 'help', about: 'Print the help of a command.' };

export function completionCommand(command: Command, subcommands: readonly Subcommand[]): void {
  command
    .addHelpText(
      'after',
      `
Examples:
  source <(tollgate completion bash)                                       in ~/.bashrc
  source <(tollgate completion zsh)                                        in ~/.zshrc, after compinit
  tollgate completion fish > ~/.config/fish/completions/tollgate.fish

Exit codes: 0 printed, 2 there is no such shell.`,
    )
    .action((shell: string) => completion(shell, subcommands));
}

async function completion(given: string, subcommands: readonly Subcommand[]): Promise<void> {
  const { InputError } = await import('../../mock/contract/input-error.ts');
  let shell: (typeof SHELLS)[number];
  try {
    shell = oneOf(given, SHELLS, 'shell that this is written for');
  } catch (error) {
    throw new InputError((error as Error).message);
  }
  const commands = await completedCommands(subcommands);
  console.log(shell === 'bash' ? bash(commands) : shell === 'zsh' ? zsh(commands) : fish(commands));
}

/** Every command with its options, as it says itself. */
async function completedCommands(subcommands: readonly Subcommand[]): Promise<readonly Completed[]> {
  const { Command: CommandClass } = await import('commander');
  const { builtInNames } = await import('../../mock/contract/built-in-contracts.ts');
  const contracts = builtInNames();
  const completed: Completed[] = [];
  for (const { name, about, takes, complete } of subcommands) {
    const command = new CommandClass(name).helpOption('-h, --help', 'print this help');
    await complete(command);
    configOptions(command);
    completed.push({
      name,
      about,
      options: command.createHelp().visibleOptions(command),
      words: takes.flatMap(([argument, meaning]) => (/^[<[]contract/.test(argument) ? contracts : choicesIn(meaning))),
    });
  }
  return completed;
}

/**
 * The words that a text lists, as the help has them: `postman, bruno, http or env`, or what stands so behind a colon.
 * None where something else than bare words is listed.
 */
function choicesIn(text: string): readonly string[] {
  const [told = ''] = text.replace(/^[^:;(]*: /, '').split(/ \(|; /);
  const words = told.split(/, (?:or )?| or /);
  return words.length > 1 && words.every((word) => /^[a-z][a-z0-9-]*$/.test(word)) ? words : [];
}

/** What the value of an option may be; none where it may be anything. A report's file follows its format. */
const valuesOf = ({ argChoices, description, flags }: Option): readonly string[] =>
  argChoices ?? choicesIn(description).map((word) => (/<\w+=/.test(flags) ? `${word}=` : word));

const flagsOf = ({ long, short }: Option): readonly string[] => [short, long].filter((flag) => flag !== undefined);

const takesValue = ({ required, optional }: Option): boolean => required || optional;

/** Words that a shell reads as they stand: names, flags, and choices, which hold no blanks and no quotes. */
const list = (words: readonly string[]): string => words.join(' ');

/** Arms of a `case` of the command, a space and the word before: what may follow an option that takes a value. */
const valueArms = (commands: readonly Completed[], files: string): string =>
  commands
    .flatMap(({ name, options }) =>
      options.filter(takesValue).map((option) => {
        const before = flagsOf(option)
          .map((flag) => `"${name} ${flag}"`)
          .join(' | ');
        const values = valuesOf(option);
        return `    ${before}) ${values.length === 0 ? files : `options=""; known="${list(values)}"`} ;;`;
      }),
    )
    .join('\n');

/** The same of the command alone: its options, and what its arguments may be. */
const commandArms = (commands: readonly Completed[]): string =>
  commands
    .map(
      ({ name, options, words }) =>
        `    ${name}) options="${list(options.flatMap(flagsOf))}"; known="${list(words)}" ;;`,
    )
    .join('\n');

const bash = (commands: readonly Completed[]): string => `# bash completion of tollgate
_tollgate() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}"
  local options="" known=""
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${list(commands.map(({ name }) => name))} help --help --version" -- "$current"))
    return
  fi
  case "$command" in
    help) known="${list(commands.map(({ name }) => name))}" ;;
${commandArms(commands)}
  esac
  case "$command $before" in
${valueArms(commands, 'COMPREPLY=($(compgen -f -- "$current")); return')}
  esac
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$options" -- "$current")) ;;
    *) COMPREPLY=($(compgen -W "$known" -- "$current") $(compgen -f -- "$current"))
      case "\${COMPREPLY[0]}" in *=) compopt -o nospace 2> /dev/null ;; esac ;;
  esac
}
complete -o filenames -F _tollgate tollgate`;

const zsh = (commands: readonly Completed[]): string => `#compdef tollgate
_tollgate() {
  local command="$words[2]" before="$words[CURRENT-1]" current="$words[CURRENT]"
  local -a names
  if (( CURRENT == 2 )); then
    names=(${[...commands, HELP].map(({ name, about }) => quoted(`${name}:${about}`, `'\\''`)).join(' ')})
    _describe command names
    return
  fi
  local options="" known=""
  case "$command" in
    help) known="${list(commands.map(({ name }) => name))}" ;;
${commandArms(commands)}
  esac
  case "$command $before" in
${valueArms(commands, '_files; return')}
  esac
  if [[ "$current" == -* ]]; then
    compadd -- \${=options}
  else
    compadd -- \${=known}
    _files
  fi
}
compdef _tollgate tollgate`;

/** In single quotes, where a quote of the text is written otherwise. */
const quoted = (text: string, quote: string): string => `'${text.replaceAll("'", quote)}'`;

const inFish = (text: string): string => quoted(text.replaceAll('\\', '\\\\'), "\\'");

const fish = (commands: readonly Completed[]): string =>
  [
    '# fish completion of tollgate',
    ...[...commands, HELP].map(
      ({ name, about }) => `complete -c tollgate -n __fish_use_subcommand -f -a ${name} -d ${inFish(about)}`,
    ),
    `complete -c tollgate -n '__fish_seen_subcommand_from help' -f -a '${list(commands.map(({ name }) => name))}'`,
    ...commands.flatMap(({ name, options, words }) => {
      // After the command's own words, files may be meant as well: fish offers them by itself.
      const start = `complete -c tollgate -n '__fish_seen_subcommand_from ${name}'`;
      return [
        ...(words.length === 0 ? [] : [`${start} -a '${list(words)}'`]),
        ...options.map((option) =>
          [
            start,
            ...(option.short === undefined ? [] : [`-s ${option.short.slice(1)}`]),
            ...(option.long === undefined ? [] : [`-l ${option.long.slice(2)}`]),
            ...(takesValue(option) ? ['-r'] : []),
            ...(valuesOf(option).length === 0 ? [] : [`-f -a '${list(valuesOf(option))}'`]),
            `-d ${inFish(option.description)}`,
          ].join(' '),
        ),
      ];
    }),
  ].join('\n');
