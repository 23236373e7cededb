/** The form of the OAuth checks: a rule and the sentence of the standard behind it, made into a check. */
import { cite, sourcesBelow } from './oauth-citation.ts';
import type { Sentence } from './oauth-citation.ts';
import { endpointFor, subjectsOf } from './oauth-subject.ts';
import type { Subject } from './oauth-subject.ts';
import type { Check, CheckFamily, Level, Need } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import type { OAuthDriver } from '../../check-drivers.ts';
import { marksAt } from '../../evidence-marks.ts';
import { at } from '../../../mock/contract/openapi-document.ts';
import type { Evidence } from '../../../specs/generated/vocabulary.ts';

export interface Rule {
  /** After `oauth.`, or what else the family's name is. */
  readonly id: string;
  /** A sentence that holds where the check passes. */
  readonly title: string;
  /** Default `must`. */
  readonly level?: Level;
  readonly citation: Sentence;
  /**
   * JSON pointer of the contract's element that the rule is about; default the token endpoint. Where that element is
   * an assumption, so is the check.
   */
  readonly about?: string | undefined;
  /** Where the element's own does not tell: figures that the standard leaves open, say. */
  readonly evidence?: Evidence;
  readonly needs?: readonly Need[];
  run(context: Context): Promise<void>;
}

/** Keys for clients are a provider's own way: what holds there is known as well as the endpoint is. */
function evidenceOf(subject: Subject, pointer: string): Evidence {
  const own = marksAt(subject.contract, pointer)?.['x-evidence'];
  const standard = !subject.issue.some(({ action }) => action.client_authentication.includes('security'));
  return own === 'assumed' || (own !== undefined && !standard) ? own : 'standard';
}

function toCheck(subject: Subject, rule: Rule, family: string): Check {
  const { document } = subject.contract;
  const pointer = rule.about ?? endpointFor(subject).operation.pointer;
  return {
    id: `${family}.${rule.id}${subject.isFirst ? '' : `:${subject.name}`}`,
    title: rule.title,
    level: rule.level ?? 'must',
    evidence: rule.evidence ?? evidenceOf(subject, pointer),
    citation: cite(rule.citation, sourcesBelow(document, at(document, pointer))),
    needs: rule.needs ?? [],
    run: (context) => rule.run(subject.isFirst ? context : withOAuth(context, context.oauth.of(subject.name))),
  };
}

/** The same context, with the driver of another token credential. */
const withOAuth = (context: Context, oauth: OAuthDriver): Context =>
  Object.create(context, { oauth: { value: oauth } }) as Context;

/** A family of checks for contracts that issue tokens: once for each token credential. */
export function oauthFamily(rules: (subject: Subject) => readonly Rule[], family = 'oauth'): CheckFamily {
  return ({ contract }) =>
    subjectsOf(contract).flatMap((subject) => rules(subject).map((rule) => toCheck(subject, rule, family)));
}
