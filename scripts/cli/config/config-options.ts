import type { Command } from 'commander';

/** Options of every command, about the file that its other options may stand in. */
export const configOptions = (command: Command): Command =>
  command
    .option('--config <file>', 'take options from this file (default: tollgate.config.* of the working directory)')
    .option('--no-config', 'take none from a file');
