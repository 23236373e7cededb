/** Options whose value is one of a few words. */
import { InvalidArgumentError } from 'commander';
import { nearest } from '../../mock/contract/did-you-mean.ts';

/** @throws {InvalidArgumentError} for another word, with the one that was probably meant */
export function oneOf<T extends string>(value: string, choices: readonly T[], noun: string): T {
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  const near = nearest(value, choices);
  throw new InvalidArgumentError(
    `"${value}" is no ${noun}; ${near === undefined ? '' : `did you mean "${near}"? `}there is ${choices.join(', ')}.`,
  );
}

/** `format=file`, as `--report` takes it. */
export function formatAndFile<T extends string>(
  value: string,
  formats: readonly T[],
  example: string,
): { readonly format: T; readonly file: string } {
  const [, format, file] = /^([^=]+)=(.+)$/s.exec(value) ?? [];
  if (format === undefined || file === undefined)
    throw new InvalidArgumentError(`write a format and a file, such as ${example}.`);
  return { format: oneOf(format, formats, 'report format'), file };
}
