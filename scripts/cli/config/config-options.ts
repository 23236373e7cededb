import { existsSync } from 'node:fs';
import type { Command } from 'commander';

export const MODULES = ['.ts', '.mts', '.js', '.mjs'];
const TEXTS = ['.json', '.yaml', '.yml'];
export const KINDS = [...MODULES, ...TEXTS];

/** Configuration files of the working directory. */
export const filesHere = (): readonly string[] =>
  KINDS.map((kind) => `tollgate.config${kind}`).filter((name) => existsSync(name));

/** Whether there is a file to read at all: without one a command loads nothing that reads it. */
export const mayHaveConfig = (args: readonly string[]): boolean =>
  filesHere().length > 0 || args.some((arg) => /^--(no-)?config(=|$)/.test(arg));

/** Options of every command, about the file that its other options may stand in. */
export const configOptions = (command: Command): Command =>
  command
    .option('--config <file>', 'take options from this file (default: tollgate.config.* of the working directory)')
    .option('--no-config', 'take none from a file');
