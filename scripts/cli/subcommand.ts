/** A subcommand, as the help of the whole command tells of it. */
import type { Command } from 'commander';

export interface Subcommand {
  readonly name: string;
  readonly about: string;
  /** Its arguments, in order. */
  readonly takes: readonly (readonly [name: string, meaning: string])[];
  /** Adds its options, its examples and what it does. */
  readonly complete: (command: Command) => Promise<unknown>;
}
