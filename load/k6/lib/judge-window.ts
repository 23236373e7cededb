/** Judges a window of a quota: how many were let in, and what the headers said. */
import type { Edge, QuotaFigures } from '../profile.ts';
import type { Answer, Response } from './ask-operation.ts';

export interface Window {
  readonly edge: Edge;
  readonly limit: number;
  readonly windowSeconds: number;
  readonly longer: QuotaFigures['longer'];
  /** How many requests it has room for in all, by what its windows had room for before it. */
  readonly whole: number;
  /** From 1. */
  readonly window: number;
  /** The request that opened it. */
  readonly first: Answer;
  /** All others. */
  readonly responses: readonly Response[];
  /** How many of these there was room for. */
  readonly room: number;
}

const REFUSED = 429;

const number = (text: string | undefined): number | undefined =>
  text === undefined || !/^\d+$/.test(text) ? undefined : Number(text);

export const figure = (answer: Answer, name: string | null): number | undefined =>
  name === null ? undefined : number(answer.header(name));

function headerOf({ headers }: Response, name: string): string | undefined {
  const key = Object.keys(headers).find((one) => one.toLowerCase() === name);
  return key === undefined ? undefined : headers[key];
}

/** Whatever a quota does not refuse it lets in: what becomes of it is another matter. */
export const letIn = (status: number): boolean => status !== REFUSED && status !== 0;

const figures = (responses: readonly Response[], name: string): (number | undefined)[] =>
  responses.map((response) => number(headerOf(response, name)));

function countFaults({ edge, room, first, limit, longer, whole, responses }: Window): string[] {
  const good = responses.filter(({ status }) => letIn(status)).length;
  const others = responses.filter(({ status }) => status === 0).length;
  const said = figure(first, edge.headers.limit);
  return [
    ...(good === room
      ? []
      : [`${good + 1} of ${responses.length + 1} requests are let in, and there was room for ${room + 1}`]),
    ...(others === 0 ? [] : [`${others} requests are not answered`]),
    ...(said === undefined || said === limit || longer.some((window) => window.limit === said)
      ? []
      : [`the limit is ${limit}, and the header says ${said}`]),
    ...(room === whole - 1 ? [] : [`the first request of a window leaves ${room} of ${whole}`]),
  ];
}

/** Each number of what is left comes once, down to none. */
function remainingFaults({ edge, room, responses }: Window): string[] {
  const name = edge.headers.remaining;
  if (name === null) return [];
  const good = responses.filter(({ status }) => letIn(status));
  const left = figures(good, name).sort((a, b) => (a ?? -1) - (b ?? -1));
  const refused = figures(
    responses.filter(({ status }) => status === REFUSED),
    name,
  );
  return [
    ...(left.length === room && left.every((value, i) => value === i)
      ? []
      : [`what ${name} says of ${good.length} requests let in does not count down from ${room - 1} to 0`]),
    ...(refused.every((value) => value === 0 || value === undefined)
      ? []
      : [`a refused request has something left in ${name}`]),
  ];
}

/** Everybody is told the same end, within the window. */
function endFaults({ edge: { headers }, responses, longer, ...window }: Window): string[] {
  const windowSeconds = Math.max(window.windowSeconds, ...longer.map((one) => one.windowSeconds));
  const refused = responses.filter(({ status }) => status === REFUSED);
  const waits = headers.retryAfter === null ? [] : figures(refused, headers.retryAfter);
  const wrong = waits.filter((seconds) => seconds === undefined || seconds < 1 || seconds > Math.ceil(windowSeconds));
  const ends =
    headers.resetEpoch === null ? [] : figures(responses, headers.resetEpoch).filter((value) => value !== undefined);
  return [
    ...(wrong.length === 0
      ? []
      : [
          `${wrong.length} of ${waits.length} refusals do not say in ${headers.retryAfter} when to come back within the ${windowSeconds} s of the window`,
        ]),
    // A second is what rounding may make of one moment.
    ...(ends.length === 0 || Math.max(...ends) - Math.min(...ends) <= 1
      ? []
      : [`${headers.resetEpoch} tells different ends of one window`]),
  ];
}

/** Everything that is wrong with the window, in words. */
export function faultsOf(window: Window): string[] {
  return [...countFaults(window), ...remainingFaults(window), ...endFaults(window)].map(
    (words) => `window ${window.window}: ${words}`,
  );
}
