/**
 * What the configuration file says becomes arguments, before those that are typed: it is checked as they are, and what
 * is typed wins. Its keys are those of the command itself, so they need no list of their own.
 */
import { Command, InvalidArgumentError } from 'commander';
import type { Argument, Option } from 'commander';
import { nearest } from '../../../mock/contract/did-you-mean.ts';
import { InputError } from '../../../mock/contract/input-error.ts';
import type { Subcommand } from '../subcommand.ts';
import { configOptions } from './config-options.ts';
import { foundConfig, readConfig } from './read-config.ts';

type Section = Readonly<Record<string, unknown>>;

/** Its name in the file: options have theirs in camel case, and a list of contracts is `contracts`. */
const argumentKey = (argument: Argument): string =>
  argument.variadic && argument.name() === 'contract' ? 'contracts' : argument.name();

const isSection = (value: unknown): value is Section =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const camel = (word: string): string => word.replaceAll(/-+(\w)/g, (_, letter: string) => letter.toUpperCase());

/**
 * @param args as they are typed, from the name of the command on
 * @throws {InputError} for what the file cannot say
 */
export async function withConfig(
  wanted: Subcommand,
  args: readonly string[],
  subcommands: readonly Subcommand[],
): Promise<readonly string[]> {
  const [name, ...typed] = args as [string, ...string[]];
  const end = typed.includes('--') ? typed.indexOf('--') : typed.length;
  const before = typed.slice(0, end);
  const command = await described(wanted);
  let read: ReturnType<Command['parseOptions']>;
  try {
    read = command.parseOptions(before);
  } catch {
    // What is wrong with what is typed is said where it is read in earnest.
    return args;
  }
  // Something that is no option, or a wish for help.
  if (read.unknown.length > 0) return args;
  const asked = command.getOptionValue('config') as string | false | undefined;
  const file = asked === false ? undefined : (asked ?? foundConfig());
  if (file === undefined) return args;
  const section = sectionOf(await readConfig(file), file, name, subcommands);
  if (section === undefined) return args;
  checkKeys(section, command, file);
  const operands = operandsOf(section, command, file, { before: read.operands, after: typed.slice(end + 1) });
  const flags = flagsOf(section, command, file);
  if (name === 'mock' || command.getOptionValue('verbose') === true || section['verbose'] === true)
    console.error(`tollgate: options from ${file}`);
  return [name, ...flags, ...before, ...(operands.length > 0 || end < typed.length ? ['--', ...operands] : [])];
}

/** The command with its options, to read what is typed; it says nothing and does nothing. */
async function described({ name, takes, complete }: Subcommand): Promise<Command> {
  const command = new Command(name);
  for (const [argument] of takes) command.argument(argument);
  await complete(command);
  return configOptions(command)
    .exitOverride()
    .configureOutput({ writeOut() {}, writeErr() {}, outputError() {} });
}

function sectionOf(
  config: unknown,
  file: string,
  name: string,
  subcommands: readonly Subcommand[],
): Section | undefined {
  if (config === undefined || config === null) return undefined;
  if (!isSection(config))
    throw new InputError(`${file} holds no commands with their options; write, for instance, { mock: { port: 4010 } }`);
  const names = subcommands.map((one) => one.name);
  for (const [key, value] of Object.entries(config)) {
    if (!names.includes(key)) throw new InputError(`${file}: there is no command "${key}"; ${meant(key, names)}`);
    if (value !== undefined && value !== null && !isSection(value))
      throw new InputError(
        `${file}: ${key} holds options by name, such as { ${key}: { json: true } }, and no ${kindOf(value)}`,
      );
  }
  return (config[name] ?? undefined) as Section | undefined;
}

function meant(word: string, names: readonly string[]): string {
  const near = nearest(camel(word), names);
  return near === undefined ? `there is ${names.join(', ')}` : `did you mean "${near}"?`;
}

const optionsOf = (command: Command): readonly Option[] =>
  command.options.filter((option) => option.attributeName() !== 'config');

function checkKeys(section: Section, command: Command, file: string): void {
  const keys = [
    ...command.registeredArguments.map(argumentKey),
    ...new Set(optionsOf(command).map((option) => option.attributeName())),
  ];
  for (const key of Object.keys(section))
    if (!keys.includes(key))
      throw new InputError(`${file}: ${command.name()}.${key} is no option; ${meant(key, keys)}`);
}

const kindOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value);

/** Options that may be typed more than once say so. */
const isRepeatable = ({ description }: Option): boolean => /\brepeat/.test(description);

function flagsOf(section: Section, command: Command, file: string): readonly string[] {
  return optionsOf(command).flatMap((option) => {
    const key = option.attributeName();
    const value = section[key];
    const set = option.envVar !== undefined && process.env[option.envVar] !== undefined;
    if (value === undefined) return [];
    const place = `${file}: ${command.name()}.${key}`;
    const flags = option.required || option.optional ? valueFlags(option, value, place) : onOff(option, value, place);
    return set || command.getOptionValueSource(key) === 'cli' ? [] : flags;
  });
}

function onOff(option: Option, value: unknown, place: string): readonly string[] {
  if (typeof value !== 'boolean')
    throw new InputError(`${place} is on or off; write true or false, and no ${kindOf(value)}`);
  return value === option.negate ? [] : [option.long!];
}

function valueFlags(option: Option, value: unknown, place: string): readonly string[] {
  if (Array.isArray(value) && !isRepeatable(option))
    throw new InputError(`${place} takes one value, and no list: ${option.description}`);
  let before: unknown = option.defaultValue;
  return [value].flat().map((one: unknown) => {
    const text = textOf(one, place);
    try {
      before = option.parseArg?.(text, before as never);
    } catch (error) {
      if (!(error instanceof InvalidArgumentError)) throw error;
      throw new InputError(`${place} cannot be ${JSON.stringify(one)}: ${error.message.replace(/\.$/, '')}`);
    }
    return `${option.long!}=${text}`;
  });
}

function textOf(value: unknown, place: string): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new InputError(`${place} takes a text or a number, and no ${kindOf(value)}`);
}

/**
 * Arguments that are not typed, and what is typed after `--`.
 *
 * @param before operands before `--`, which fill the first arguments
 */
function operandsOf(
  section: Section,
  command: Command,
  file: string,
  { before, after }: { readonly before: readonly string[]; readonly after: readonly string[] },
): readonly string[] {
  const told = command.registeredArguments.map((argument, place): readonly string[] => {
    const key = argumentKey(argument);
    const value = section[key];
    if (value === undefined) return [];
    if (Array.isArray(value) && !argument.variadic)
      throw new InputError(`${file}: ${command.name()}.${key} takes one value, and no list`);
    const texts = [value].flat().map((one: unknown) => textOf(one, `${file}: ${command.name()}.${key}`));
    // What is typed after `--` is the last argument's, where that takes any number.
    return place < before.length || (argument.variadic && after.length > 0) ? [] : texts;
  });
  return [...told.flat(), ...after];
}
