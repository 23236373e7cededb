/** The error for a target that cannot be reached: connection refused, unknown host, time-out, TLS. */
export class Unreachable extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'Unreachable';
  }
}
