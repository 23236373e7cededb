/** What to say of a request that a fault answered: nothing is wrong with it. */
import type { FaultNote } from '../faults/fault.ts';
import type { Explanation } from '../journal/journal.ts';

export const faultAdvice = ({ id, did, effect }: FaultNote, contract: string): Explanation => ({
  mistake: 'fault',
  finding: `Nothing is wrong with the request: the fault ${id}, which somebody asked for, ${did}. ${
    effect ? 'The request took effect.' : 'The request changed nothing.'
  }`,
  next: [
    {
      text: effect
        ? 'Send it again only if that is safe: with the same idempotency key, or after a look at what is there.'
        : 'Send it again, after the wait that the answer asks for and with a back-off that grows.',
    },
    {
      text: 'To end the fault:',
      code: `tollgate faults ${contract} delete ${id}`,
      does: { method: 'DELETE', path: `/faults/${contract}/${id}` },
    },
  ],
});
