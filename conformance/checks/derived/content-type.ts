/** Requests that must name their Content-Type whether they have a body or not. */
import type { CheckFamily } from '../../check.ts';
import type { Context } from '../../context.ts';
import { refused } from '../common/refused.ts';
import { caller } from './support/ask.ts';
import { elementBasis } from './support/basis.ts';
import { named, perOperation } from './support/case.ts';
import type { Case } from './support/case.ts';
import { withHeader } from './support/parts.ts';

/** A warning: that the header must be there is said, and seldom what its absence gets. */
const missing: Case = {
  id: 'content-type.missing',
  title: (operation) => `${named(operation)} refuses a request that does not name its Content-Type`,
  level: 'should',
  applies: ({ contentType }) => contentType !== undefined,
  basis: (operation, plan) => elementBasis(plan, operation, `${operation.pointer}/x-content-type`),
  async run(context: Context, operation) {
    const { request, ask } = await caller(context, operation);
    refused(context, await ask(withHeader(request, 'content-type', undefined)), operation, 'unsupported_media_type');
  },
};

export const contentType: CheckFamily = (suite) => perOperation(suite, missing);
