/** Mutant wrappers that change replies. */
import type { Call } from '../../../mock/request/call.ts';
import type { Reply } from '../../../mock/pipeline/reply.ts';
import type { Seams } from '../../../mock/pipeline/seams.ts';
import type { Action, Failure } from '../../../specs/generated/vocabulary.ts';

type Fits = (call: Call, reply: Reply) => boolean;

export const replying = (fits: Fits, change: (reply: Reply, call: Call) => Partial<Reply>): Seams => ({
  reply: (call, reply) => (fits(call, reply) ? { ...reply, ...change(reply, call) } : reply),
});

export const always: Fits = () => true;

export const ofAction =
  (...types: readonly Action['type'][]): Fits =>
  ({ operation }) =>
    operation.id !== 'unmatched' && types.includes(operation.action.type);

export const succeeded: Fits = (_call, { refusal, status }) => refusal === undefined && status < 400;

export const refusedWith =
  (...failures: readonly Failure[]): Fits =>
  (_call, { refusal }) =>
    refusal !== undefined && failures.includes(refusal.failure);

export const both =
  (...all: readonly Fits[]): Fits =>
  (call, reply) =>
    all.every((fits) => fits(call, reply));

type Headers = Reply['headers'];

/** One header's value changed; undefined takes it away. Names in lower case. */
export const headerAs =
  (name: string | RegExp, change: (value: string, call: Call) => string | undefined) =>
  (reply: Reply, call: Call): Partial<Reply> => ({
    headers: reply.headers.flatMap((sent): Headers => {
      if (typeof name === 'string' ? sent.name.toLowerCase() !== name : !name.test(sent.name)) return [sent];
      const value = change(sent.value, call);
      return value === undefined ? [] : [{ name: sent.name, value }];
    }),
  });

export const without = (name: string | RegExp): ((reply: Reply, call: Call) => Partial<Reply>) =>
  headerAs(name, () => undefined);

/** The body's object changed, where it is one. */
export const bodyAs =
  (change: (body: Record<string, unknown>, call: Call) => unknown) =>
  (reply: Reply, call: Call): Partial<Reply> => {
    if (reply.body === undefined || !reply.contentType?.includes('json')) return {};
    const value = JSON.parse(reply.body) as unknown;
    if (typeof value !== 'object' || value === null) return {};
    return { body: JSON.stringify(change(value as Record<string, unknown>, call)) };
  };

/** A refusal of this kind comes with another status. */
export const statusOf = (failures: readonly Failure[], status: number): Seams =>
  replying(refusedWith(...failures), () => ({ status }));
