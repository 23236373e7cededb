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
  /** With what would have to happen, and what makes it happen. */
  | { readonly state: 'not_seen'; readonly needs: string; readonly play?: Play };

/** What makes a client show how it keeps a rule. */
export interface Play {
  /** For an exercise: the name of a plan, or a step for a plan of one's own. */
  readonly plan: string | { readonly step: string };
  /** For a sandbox that runs. */
  readonly by: string;
  /** The same as a call of its control plane, with `{contract}` for the provider; a GET is where to find it. */
  readonly does?: PlayCall;
}

export interface PlayCall {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly path: string;
  readonly body?: Readonly<Record<string, number | string | boolean>>;
}

/** What a client may leave alone: then no rule about it applies. */
export interface Subject {
  readonly name: string;
  /** Whether the client had to do with it. */
  readonly isIn: (session: Session) => boolean;
}

export interface Rule {
  readonly id: string;
  /** A sentence that holds where the rule is kept. */
  readonly title: string;
  /** A broken MUST fails the run, a broken SHOULD warns. */
  readonly level: 'must' | 'should';
  readonly citation: RuleCitation;
  /** Facts of the providers' own documents that advise the same, each with words of the sentence that does. */
  readonly advice?: readonly (readonly [fact: SourceId, words: string])[];
  /** Undefined where it is about every client. */
  readonly about?: Subject;
  readonly judge: (session: Session) => Verdict;
}

export const held = (why: string): Verdict => ({ state: 'held', why });
export const broken = (why: string, shown: readonly Exchange[], mend: string): Verdict => ({
  state: 'broken',
  why,
  shown,
  mend,
});
export const notSeen = (needs: string, play?: Play): Verdict => ({
  state: 'not_seen',
  needs,
  ...(play !== undefined && { play }),
});

/**
 * By a fault of this running sandbox.
 *
 * @param fault as the control plane takes it
 * @param operation which one it has to meet, where the reader has to choose it
 */
export function byFault(fault: NonNullable<PlayCall['body']>, operation?: string): Pick<Play, 'by' | 'does'> {
  const options = Object.entries(fault).map(
    ([name, value]) => `--${name.replaceAll('_', '-')}${value === true ? '' : ` ${value}`}`,
  );
  const only = operation === undefined ? [] : [`--operation ${operation}`];
  return {
    by: `tollgate faults <contract> add ${[...only, ...options].join(' ')}`,
    does:
      operation === undefined
        ? { method: 'POST', path: '/faults/{contract}', body: fault }
        : { method: 'GET', path: '/faults' },
  };
}
