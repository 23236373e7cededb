/** Refusals of the control plane: problem details. @see RFC 9457 */
import { STATUS_CODES } from 'node:http';

export class Problem extends Error {
  readonly status: number;

  /** @param detail what is wrong, where, and how to mend it */
  constructor(status: number, detail: string) {
    super(detail);
    this.name = 'Problem';
    this.status = status;
  }
}

/** Serialized body of a problem. */
export function problemText(status: number, detail: string): string {
  return JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail });
}
