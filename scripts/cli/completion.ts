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
  /** What its first argument may be; undefined where it takes none. */
  readonly words: readonly string[] | undefined;
}

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
    const [first] = takes;
    completed.push({
      name,
      about,
      options: command.createHelp().visibleOptions(command),
      words:
        first === undefined
          ? undefined
          : name === 'completion'
            ? SHELLS
            : /^[<[]contract/.test(first[0])
              ? contracts
              : [],
    });
  }
  return completed;
}

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
        return `    ${before}) ${option.argChoices === undefined ? files : `known="${list(option.argChoices)}"`} ;;`;
      }),
    )
    .join('\n');

/** The same of the command alone: its options, and what its arguments may be. */
const commandArms = (commands: readonly Completed[]): string =>
  commands
    .map(
      ({ name, options, words }) =>
        `    ${name}) options="${list(options.flatMap(flagsOf))}"; known="${list(words ?? [])}" ;;`,
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
    *) COMPREPLY=($(compgen -W "$known" -- "$current") $(compgen -f -- "$current")) ;;
  esac
}
complete -o filenames -F _tollgate tollgate`;

const zsh = (commands: readonly Completed[]): string => `#compdef tollgate
_tollgate() {
  local command="$words[2]" before="$words[CURRENT-1]" current="$words[CURRENT]"
  local -a names
  if (( CURRENT == 2 )); then
    names=(${commands.map(({ name, about }) => quoted(`${name}:${about}`, `'\\''`)).join(' ')})
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
    ...commands.map(
      ({ name, about }) => `complete -c tollgate -n __fish_use_subcommand -f -a ${name} -d ${inFish(about)}`,
    ),
    ...commands.flatMap(({ name, options, words }) => {
      const start = `complete -c tollgate -n '__fish_seen_subcommand_from ${name}'`;
      return [
        ...(words === undefined || words.length === 0 ? [] : [`${start} -a '${list(words)}'`]),
        ...options.map((option) =>
          [
            start,
            ...(option.short === undefined ? [] : [`-s ${option.short.slice(1)}`]),
            ...(option.long === undefined ? [] : [`-l ${option.long.slice(2)}`]),
            ...(takesValue(option) ? ['-r'] : []),
            ...(option.argChoices === undefined ? [] : [`-f -a '${list(option.argChoices)}'`]),
            `-d ${inFish(option.description)}`,
          ].join(' '),
        ),
      ];
    }),
  ].join('\n');
