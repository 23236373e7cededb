/** What is wrong with one answer, said so that findings of one cause can be told to be one. */
import type { Evidence, Failure } from '../specs/generated/vocabulary.ts';
import type { Citation } from './citation.ts';

export interface Symptom {
  /** What kind of thing is wrong, for the words of its cause. */
  readonly kind: SymptomKind;
  /** The same for all that have one cause: `header x-ratelimit-reset`. */
  readonly key: string;
  /** `the header X-RateLimit-Reset is missing` */
  readonly text: string;
  /** Who says so, where that is another sentence than the one behind the check. */
  readonly basis?: { readonly evidence: Evidence; readonly citation: Citation } | undefined;
  /** The operation that answered, where the cause may be its own. */
  readonly operation?: string | undefined;
  /** The credential that was presented, by its name in the contract. */
  readonly credential?: string | undefined;
  /** The status that came, where another was due. */
  readonly status?: number | undefined;
}

export type SymptomKind =
  /** A header is not there, or says something else. */
  | 'header'
  /** A field of a body. */
  | 'body'
  /** A refusal with another status than its own. */
  | 'status'
  /** A good request that was refused. */
  | 'refused'
  /** A rule with a name, broken in several ways. */
  | 'rule';

type Basis = Symptom['basis'];

export const headerMissing = (name: string, text = `the header ${name} is missing`, basis?: Basis): Symptom => ({
  kind: 'header',
  key: `header ${name.toLowerCase()}`,
  text,
  basis,
});

export const headerWrong = (name: string, value: string, basis?: Basis): Symptom => ({
  kind: 'header',
  key: `header ${name.toLowerCase()} value`,
  text: `the header ${name} is wrong: ${value}`,
  basis,
});

/** @param field JSON pointer; which item of a list it is makes no difference */
export const bodyField = (field: string, text: string, basis?: Basis): Symptom => ({
  kind: 'body',
  key: `body ${field === '' ? text : field.replaceAll(/\/\d+(?=\/|$)/g, '/*')}`,
  text,
  basis,
});

export const wrongStatus = (
  failure: Failure,
  operation: string,
  credential: string | undefined,
  status: number,
  text: string,
): Symptom => ({ kind: 'status', key: `status ${failure} ${status}`, text, operation, credential, status });

export const refusedCall = (
  operation: string,
  credential: string | undefined,
  status: number,
  text: string,
): Symptom => ({
  kind: 'refused',
  key: `refused ${operation} ${credential ?? ''} ${status}`,
  text,
  operation,
  credential,
  status,
});

/** @param name the same wherever this rule is what is broken: `redirect-uri` */
export const brokenRule = (name: string, text: string, basis?: Basis): Symptom => ({
  kind: 'rule',
  key: `rule ${name}`,
  text,
  basis,
});

/** A parameter that the browser should bring back to the client, and does not. */
export const missingOnWayBack = (name: string): Symptom =>
  brokenRule(`the way back to the client has no ${name}`, `no ${name}`);
