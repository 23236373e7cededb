/** Requests that must name their Content-Type whether they have a body or not. */
import type { CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import { refused } from '../common/judge-refusal.ts';
import { caller } from './support/ask-as-caller.ts';
import { elementBasis } from './support/operation-citation.ts';
import { named, perOperation } from './support/check-per-operation.ts';
import type { Case } from './support/check-per-operation.ts';
import { withHeader } from './support/change-parts.ts';

/** A warning: that the header must be there is said, and seldom what its absence gets. */
const missing: Case = {
  id: 'content-type.missing',
  title: (operation) => `${named(operation)} refuses a request that does not name its Content-Type`,
  level: 'should',
  applies: ({ contentType }) => contentType !== undefined,
  basis: (operation, contract) => elementBasis(contract, operation, `${operation.pointer}/x-content-type`),
  async run(context: Context, operation) {
    const { request, ask } = await caller(context, operation);
    refused(context, await ask(withHeader(request, 'content-type', undefined)), operation, 'unsupported_media_type');
  },
};

export const contentType: CheckFamily = (suite) => perOperation(suite, missing);
