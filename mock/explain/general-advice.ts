/** What to say of a refusal in which no mistake was recognised, or of which nothing more is kept. */
import { FAILURES } from '../contract/failures.ts';
import type { Explanation, JournalEntry } from '../journal/journal.ts';
import { faultAdvice } from './fault-advice.ts';

export function generalAdvice({
  refusal,
  contract,
  details,
  fault,
}: JournalEntry): Omit<Explanation, 'mistake'> | undefined {
  if (refusal === undefined) return undefined;
  if (fault?.answered === true) return faultAdvice(fault, contract);
  const { failure, expected, got } = refusal;
  return {
    finding: got === undefined ? FAILURES[failure].meaning : `${FAILURES[failure].meaning} What came: ${got}.`,
    next: [
      ...(failure === 'invalid_signature'
        ? [
            {
              text: 'What was signed instead is looked for in the first wrong signatures of a row: wait a few seconds and send it again.',
            },
          ]
        : []),
      ...(expected === undefined ? [] : [{ text: `Send ${expected}.` }]),
      ...(details === undefined
        ? [
            {
              text: 'More is kept of the newest requests only: send it again, and ask at once.',
              code: 'tollgate explain last',
            },
          ]
        : []),
      {
        text: 'What this contract takes, with credentials to try it with:',
        code: `tollgate creds ${contract}`,
        does: { method: 'GET', path: `/credentials/${contract}` },
      },
    ],
  };
}
