/**
 * What a library function is given, held against rules before it is used: a wrong option is refused by name, in one
 * sentence.
 */
import { InputError } from './input-error.ts';
import { suggestion } from './did-you-mean.ts';

export interface Rule {
  /** What the value must be, as it stands behind "must be": `a whole number from 0 to 65535`. */
  readonly must: string;
  fits(value: unknown): boolean;
  /** Whether the value may not be repeated in a message. */
  readonly secret?: boolean;
}

/** A rule for every option: one that has none does not compile. */
export type Rules<T> = { readonly [Name in keyof Required<T>]: Rule };

/** A wrong value as a person would write it: short, and never more than its kind where it is long or secret. */
export function shown(value: unknown, secret = false): string {
  if (value === undefined || value === null || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (value instanceof Date) return 'a Date';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'function') return 'a function';
  if (secret) return value === '' ? 'an empty text' : `a ${typeof value === 'string' ? 'text' : typeof value}`;
  if (typeof value === 'string') return JSON.stringify(value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value);
  return typeof value === 'number' ? String(value) : `a ${typeof value}`;
}

const LONGEST = 60;

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const isWhole = (value: unknown, least: number, most = Number.MAX_SAFE_INTEGER): boolean =>
  Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;

export const text = (what: string): Rule => ({ must: `text: ${what}`, fits: isText });
export const flag: Rule = { must: 'true or false', fits: (value) => typeof value === 'boolean' };
export const callback: Rule = { must: 'a function', fits: (value) => typeof value === 'function' };
export const record = (what: string): Rule => ({ must: what, fits: isRecord });
export const texts = (what: string): Rule => ({
  must: `a list of ${what}`,
  fits: (value) => Array.isArray(value) && value.every(isText),
});
export const oneOf = (choices: readonly string[]): Rule => ({
  must: `one of ${choices.map((choice) => `"${choice}"`).join(', ')}`,
  fits: (value) => choices.includes(value as string),
});
export const either = (must: string, ...fits: readonly Rule['fits'][]): Rule => ({
  must,
  fits: (value) => fits.some((fit) => fit(value)),
});
export const orNull = (rule: Rule): Rule => ({
  ...rule,
  must: `${rule.must}, or null`,
  fits: (value) => value === null || rule.fits(value),
});

/** A whole number in a range, or of one and more. */
export function whole(least: number, most?: number, note = ''): Rule {
  return {
    must: `a whole number ${most === undefined ? `of ${least} or more` : `from ${least} to ${most}`}${note}`,
    fits: (value) => isWhole(value, least, most),
  };
}

/** Where every random value comes from. */
export const seedRule: Rule = either('a whole number or text', isText, (value) => Number.isSafeInteger(value));

/** @throws {InputError} naming the function and what it was given */
export function checkArgument(where: string, name: string, value: unknown, { must, fits, secret }: Rule): void {
  if (!fits(value)) throw new InputError(`${where}: ${name} must be ${must}; this is ${shown(value, secret)}`);
}

/**
 * Holds options against their rules; one that is undefined is one that was not given.
 *
 * @param where the function as a user calls it: `startSandbox`
 * @throws {InputError} naming the function, the option, its value, and what to write instead
 */
export function checkOptions<T extends object>(where: string, options: unknown, rules: Rules<T>): void {
  const known = rules as Readonly<Record<string, Rule>>;
  if (!isRecord(options))
    throw new InputError(
      `${where} takes an object with options such as ${Object.keys(known).slice(0, 3).join(', ')}; this is ${shown(options)}`,
    );
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(known, name))
      throw new InputError(`${where} has no option "${name}"; ${suggestion(name, Object.keys(known)) ?? ''}`);
    if (value !== undefined) checkArgument(where, `the option ${name}`, value, known[name]!);
  }
}
