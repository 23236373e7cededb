/** Prism without its server: a contract's operations, and what Prism has against an exchange. */
import { createInstance, getHttpOperationsFromSpec } from '@stoplight/prism-http';
import type { IHttpRequest, IHttpResponse } from '@stoplight/prism-http';
import type { IHttpOperation } from '@stoplight/types';

export interface Violation {
  readonly code?: string | number | undefined;
  readonly message: string;
  readonly path?: readonly (string | number)[] | undefined;
}

export type Operations = readonly IHttpOperation[];

export const loadOperations = (file: string): Promise<Operations> => getHttpOperationsFromSpec(file);

const NO_ROUTE = 'Selected route not found';
const silent = { child: () => silent, info: () => undefined, error: () => undefined } as never;

/** @returns what Prism has against the answer, of any severity; undefined if it holds it against no operation */
export async function violationsOf(
  operations: Operations,
  request: IHttpRequest,
  answer: IHttpResponse,
): Promise<readonly Violation[] | undefined> {
  const prism = createInstance(
    {
      isProxy: true,
      upstream: new URL('http://127.0.0.1'),
      validateRequest: false,
      validateResponse: true,
      checkSecurity: false,
      errors: false,
      upstreamProxy: undefined,
      mock: { dynamic: false },
    },
    // What Prism would fetch was fetched already.
    { logger: silent, forward: () => () => () => Promise.resolve({ _tag: 'Right', right: answer }) },
  );
  const judged = await prism.request(request, [...operations])();
  if (judged._tag === 'Left') throw judged.left;
  const { input, output } = judged.right.validations;
  return input.some(({ message }) => message === NO_ROUTE) ? undefined : output;
}
