/** There is as much of something as there may be, and none of it may go. Nothing of the new one is kept. */
import type { BoundName } from './bounds.ts';

export class BoundReached extends Error {
  readonly bound: BoundName;
  readonly most: number;
  /** Where records are meant. */
  readonly resource: string | undefined;
  /** Where no contract has another. */
  readonly statusCode = 507;

  constructor(bound: BoundName, most: number, resource?: string) {
    super(`there is as much as ${bound} allows: ${most}`);
    this.name = 'BoundReached';
    this.bound = bound;
    this.most = most;
    this.resource = resource;
  }
}
