/** The clock that answers tell, by which this suite and caches reckon. */
import type { Check, CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import { machineNow } from '../../machine-clock.ts';
import { easiest } from '../common/find-operations.ts';
import type { CompiledOperation } from '../../../mock/contract/compiled-contract.ts';

const DAY_MS = 86_400_000;

const date = (operation: CompiledOperation): Check => ({
  id: 'transport.date',
  title: 'the Date of an answer is the time at which it was made',
  level: 'should',
  evidence: 'standard',
  citation: { standard: 'RFC 9110 §6.6.1', url: 'https://www.rfc-editor.org/rfc/rfc9110#section-6.6.1' },
  needs: [],
  async run(context: Context) {
    const exchange = await context.send(await context.request(operation));
    context.expect.header(
      exchange,
      'Date',
      // A server without a clock sends none. A day is more than clocks are wrong, and less than a time that was made up.
      (value) => value === undefined || Math.abs(Date.parse(value) - machineNow()) < DAY_MS,
      'the time of the answer, or none',
    );
  },
});

export const dates: CheckFamily = ({ contract }) => {
  const operation = easiest(contract.operations);
  return operation === undefined ? [] : [date(operation)];
};
