/** What is clear to the one who asked: an answer in the provider's shape, and lines instead of stack traces. */
import type { Ended } from '../test/command.ts';
import { read } from '../test/workers-client.ts';
import type { Client } from '../test/workers-client.ts';
import { Broken, hold, holdAll } from './broken.ts';

/** Milliseconds that an answer may take, whatever is wrong: a hang is none. */
const LONGEST_ANSWER = 10_000;

const ONE_LINE = /^tollgate: \S.*$/;

/** What the engine of the file store prints by itself, before the command says in its own line what it means. */
const OF_THE_ENGINE = /^(Write error: [\w ]+ position \d+, size \d+|mdb_\w+ [a-z ]*error -?\d+)+$/;

/** @throws {Broken} for anything on stderr but lines of the command's own, and those of the engine */
export function clearLines(stderr: string): void {
  holdAll(
    stderr
      .split('\n')
      .filter((line) => line !== '' && !ONE_LINE.test(line) && !OF_THE_ENGINE.test(line))
      .map((line) => `stderr has ${JSON.stringify(line.slice(0, 160))}`),
  );
}

/** Of a command that does not start. @returns its one line */
export function refusal({ code, stdout, stderr }: Ended): string {
  hold(code === 2, `it ended with ${String(code)} instead of 2: ${stderr.slice(0, 200)}`);
  hold(stdout === '' && /^tollgate: [^\n]+\n$/.test(stderr), `it said ${JSON.stringify(stderr.slice(0, 300))}`);
  return stderr.trim().replace(/^tollgate: /, '');
}

/** The contract's own words for a store that is away. */
function isUnavailable(status: number, headers: Headers, body: string): boolean {
  if (status !== 503 || headers.get('retry-after') === null) return false;
  return (
    (JSON.parse(body) as { error?: { message?: string } }).error?.message === 'The service is temporarily unavailable'
  );
}

export interface Statuses {
  readonly [status: string]: number;
}

/** Counts answers, each of which has to be clear. */
export class AnswerCount {
  readonly #statuses: Record<string, number> = {};

  /** Reads by key pair. @returns the status @throws {Broken} for an answer that no provider would give, or none */
  async read(client: Client): Promise<number> {
    const begun = performance.now();
    const reply = await read(client).catch((error: unknown) => {
      throw new Broken(`no answer: ${String(error instanceof Error ? (error.cause ?? error) : error)}`);
    });
    const body = await reply.text();
    const took = performance.now() - begun;
    hold(took < LONGEST_ANSWER, `an answer took ${Math.round(took)} ms`);
    hold(
      reply.status === 200 || isUnavailable(reply.status, reply.headers, body),
      `${reply.status} was answered: ${body.slice(0, 200)}`,
    );
    this.#statuses[reply.status] = (this.#statuses[reply.status] ?? 0) + 1;
    return reply.status;
  }

  /** `200 × 12, 503 × 4` */
  get text(): string {
    return Object.entries(this.#statuses)
      .map(([status, times]) => `${status} × ${times}`)
      .join(', ');
  }
}
