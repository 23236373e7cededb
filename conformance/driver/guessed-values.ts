/** Values in paths that nobody said the target has: no record of it, and none that its file names. */
import type { CompiledOperation } from '../../mock/contract/compiled-contract.ts';
import type { Exchange } from '../exchange.ts';

/** Statuses of what is not there. */
const NOT_THERE = [404, 410];

/** @returns the parameter whose example stood in the path, where the answer says that nothing is there */
export const guessedIn = (guessed: ReadonlyMap<string, string>, { url, status }: Exchange): string | undefined =>
  NOT_THERE.includes(status) ? [...guessed].find(([path]) => new URL(url).pathname.endsWith(path))?.[1] : undefined;

export const unknownValue = (name: string, { id }: CompiledOperation): string =>
  `the target has no {${name}} that the suite knows; its file can name one: parameters: { ${id}.${name}: … }`;
