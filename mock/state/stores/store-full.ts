/** There are as many entries of a kind as there may be, and none of them may go. Nothing was written. */
import { resourceOf } from '../counted-entries.ts';
import type { Counted, StoreBound } from '../counted-entries.ts';

export class StoreFull extends Error {
  readonly bound: StoreBound;
  readonly most: number;
  /** Where records are meant. */
  readonly resource: string | undefined;

  constructor(counted: Counted, most: number) {
    super(`there are ${most} entries that ${counted.bound} counts`);
    this.name = 'StoreFull';
    this.bound = counted.bound;
    this.most = most;
    this.resource = resourceOf(counted);
  }
}
