/** Thrown where the target cannot be asked at all: refused connections, unknown hosts, time-outs, broken TLS. */
export class Unreachable extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'Unreachable';
  }
}
