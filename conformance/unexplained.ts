/**
 * How the suite starts a sandbox of its own: nobody can ask it for the reason of a refusal, since a check's world ends
 * with the check. Its journal keeps no headers, bodies and explanations, which take a good part of the time.
 */
export const UNEXPLAINED = { maxJournalBytes: 0 } as const;
