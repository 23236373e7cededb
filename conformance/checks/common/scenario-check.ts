/** A check, with the defaults most of them have. */
import type { Check, Level, Need } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import type { Basis } from './contract-citation.ts';

export interface Rule extends Basis {
  readonly id: string;
  readonly title: string;
  readonly level?: Level;
  readonly needs?: readonly Need[];
  run(context: Context): Promise<void>;
}

export const rule = ({ level = 'must', needs = [], ...rest }: Rule): Check => ({ level, needs, ...rest });
