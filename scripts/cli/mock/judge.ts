/** Judges clients for the control plane, as `tollgate grade` does. Loaded with the first report card. */
import type { Judge } from '../../../mock/control/judge.ts';

export const judge: Judge = async ({ entries, deliveries, contracts, ended }) => {
  const [{ grade }, { cardFields }, { sessionOf }, { loadSources }] = await Promise.all([
    import('../../../grade/grade.ts'),
    import('../../../grade/card-text.ts'),
    import('../../../grade/session.ts'),
    import('../../../conformance/cited-facts.ts'),
  ]);
  return cardFields(grade(sessionOf(entries, contracts, { deliveries, ended })), loadSources());
};
