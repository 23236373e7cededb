/** Requests that were sent from this page: they can be sent again, signed anew or with another token. */
import type { components } from '../../specs/generated/control.ts';
import { ask, Refused } from './ask.ts';
import { cannotSend, sendRequest } from './send-request.ts';
import type { Answered } from './send-request.ts';
import type { EntryDetail, Operation, PreparedRequest, Refusal } from './types.ts';

export type NewRequest = components['schemas']['NewRequest'];

export interface Attempt {
  readonly contract: string;
  readonly operation: string;
  readonly request: NewRequest;
}

export interface Tried {
  readonly attempt: Attempt;
  readonly prepared: PreparedRequest;
  /** Undefined where a browser cannot send it. */
  readonly answer: Answered | undefined;
  readonly refusal: Refusal | undefined;
}

const MOST = 200;
const sent = new Map<string, Attempt>();

/** @param entry the number of its entry in the journal */
export const attemptOf = (entry: string): Attempt | undefined => sent.get(entry);

function keep(entry: string, attempt: Attempt): void {
  sent.set(entry, attempt);
  const [oldest] = sent.keys();
  if (sent.size > MOST && oldest !== undefined) sent.delete(oldest);
}

const LOOKS = 10;
const BETWEEN_MS = 50;

/** The journal is written just after the answer. */
async function refusalOf(entry: string): Promise<Refusal | undefined> {
  for (let look = 0; look < LOOKS; look++) {
    try {
      return (await ask<EntryDetail>(`/journal/${entry}`)).refusal;
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 404) return undefined;
    }
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
  }
  return undefined;
}

export const prepareAttempt = ({ contract, operation, request }: Attempt): Promise<PreparedRequest> =>
  ask<PreparedRequest>(`/operations/${contract}/${encodeURIComponent(operation)}/request`, {
    method: 'POST',
    body: request,
  });

export async function tryRequest(attempt: Attempt): Promise<Tried> {
  const prepared = await prepareAttempt(attempt);
  if (cannotSend(prepared) !== undefined) return { attempt, prepared, answer: undefined, refusal: undefined };
  const answer = await sendRequest(attempt.contract, prepared);
  if (answer.entry !== undefined) keep(answer.entry, attempt);
  const isRefused = answer.status >= 400 && answer.entry !== undefined;
  return { attempt, prepared, answer, refusal: isRefused ? await refusalOf(answer.entry) : undefined };
}

/** What the form of an operation starts with. */
export const plainRequest = (
  { parameters, bodies }: Operation,
  credentials: NewRequest['credentials'] = [],
): NewRequest => ({
  parameters: parameters.flatMap(({ in: place, name, value }) =>
    value === undefined ? [] : [{ in: place, name, value }],
  ),
  credentials,
  ...(bodies[0] !== undefined && { content_type: bodies[0].type, body: bodies[0].example }),
});

/** Asks an operation for a token, with what its form starts with. @returns undefined where the answer has none */
export async function getToken(contract: string, operation: string): Promise<string | undefined> {
  const described = await ask<Operation>(`/operations/${contract}/${encodeURIComponent(operation)}`);
  const { answer } = await tryRequest({ contract, operation, request: plainRequest(described) });
  return answer?.token;
}

/** One that nobody has, and that looks like the right one: its last character is another. */
export function wrongOne(right: string | null | undefined): string {
  if (right === undefined || right === null || right === '' || right.includes('\n')) return 'nobody-has-this-one';
  return `${right.slice(0, -1)}${right.endsWith('x') ? 'y' : 'x'}`;
}
