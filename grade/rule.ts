/** What a rule of the report card is: data and one pure function over a session. */
import type { SourceId } from '../specs/generated/vocabulary.ts';
import type { Exchange, Session } from './session.ts';

export interface RuleCitation {
  readonly standard: string;
  readonly url: string;
  /** The sentence of the standard, word for word. */
  readonly quote?: string;
}

export type Verdict =
  | { readonly state: 'held'; readonly why: string }
  /** With the exchanges that show it. */
  | { readonly state: 'broken'; readonly why: string; readonly shown: readonly Exchange[]; readonly mend: string }
  /** With what would have to happen. */
  | { readonly state: 'not_seen'; readonly needs: string };

export interface Rule {
  readonly id: string;
  /** A sentence that holds where the rule is kept. */
  readonly title: string;
  /** A broken MUST fails the run, a broken SHOULD warns. */
  readonly level: 'must' | 'should';
  readonly citation: RuleCitation;
  /** Facts of the providers' own documents that advise the same. */
  readonly advice?: readonly SourceId[];
  readonly judge: (session: Session) => Verdict;
}

export const held = (why: string): Verdict => ({ state: 'held', why });
export const broken = (why: string, shown: readonly Exchange[], mend: string): Verdict => ({
  state: 'broken',
  why,
  shown,
  mend,
});
export const notSeen = (needs: string): Verdict => ({ state: 'not_seen', needs });
