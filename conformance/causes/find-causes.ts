/**
 * Groups what a run found by cause. A check that failed before it came to what it is about is not judged, but for one
 * of each cause, which stays failed: a cause always fails the run.
 */
import type { CompiledContract } from '../../mock/contract/compiled-contract.ts';
import { declaredHeaders, declaredResponse } from '../driver/declared-responses.ts';
import { markedBasis } from '../evidence-marks.ts';
import type { Finding, Level, Result } from '../check.ts';
import type { Symptom } from '../symptom.ts';
import type { Cause } from './cause.ts';
import { titleOf } from './cause-words.ts';
import type { Member } from './member.ts';
import { missingStatus, neverServed } from './run-facts.ts';
import type { RunFacts } from './run-facts.ts';

export interface Judged {
  readonly causes: readonly Cause[];
  /** Those that were not judged are so marked; the others are as they were. */
  readonly results: readonly Result[];
}

/** `credential.absent` of `credential.absent:listInvoices`, and `rule.case` of `rule.case:listInvoices/field`. */
const ruleOf = (id: string): string => id.split(':', 1)[0]!;

const operationOf = (id: string): string | undefined => id.split(':', 2)[1]?.split('/')[0];

const findingOf = ({ outcome }: Result): Finding | undefined => ('finding' in outcome ? outcome.finding : undefined);

function keysOf(
  { check: { id } }: Result,
  finding: Finding,
  facts: RunFacts,
): (readonly [string, Symptom | undefined])[] {
  const { symptoms = [] } = finding;
  const answering = symptoms.find(({ operation }) => operation !== undefined)?.operation;
  const missing = [answering, operationOf(id)].find(
    (operation) => operation !== undefined && missingStatus(facts, operation) !== undefined,
  );
  if (missing !== undefined) return [[`missing ${missing}`, symptoms[0]]];
  if (symptoms.length === 0) return [[`check ${ruleOf(id)}`, undefined]];
  return symptoms.map((symptom) => [keyOf(id, symptom, facts), symptom]);
}

function keyOf(id: string, { kind, key, operation = '', credential, status = 0 }: Symptom, facts: RunFacts): string {
  if (kind !== 'refused' && kind !== 'status') return key;
  // What is refused whenever it is asked for is one cause, be a check about a refusal or about a good answer.
  if (status >= 400 && credential !== undefined && neverServed(facts, operation, credential))
    return status === 401 || status === 403 ? `refused ${credential} ${status}` : `refused ${operation} ${status}`;
  if (kind === 'refused')
    return neverServed(facts, operation) ? `refused ${operation} ${status}` : `check ${ruleOf(id)}`;
  // To take what is to be refused is a fault of its own each time.
  return status < 400 ? `check ${ruleOf(id)}` : key;
}

/** Who says so of a header that is wrong: its own marks, where a contract has some at an answer that was looked at. */
function headerBasis(key: string, members: readonly Member[], contract: CompiledContract): Symptom['basis'] {
  const [kind, name] = key.split(' ');
  if (kind !== 'header') return undefined;
  for (const { result, finding } of members) {
    const operation = contract.operations.find(({ id }) => id === operationOf(result.check.id));
    const response = operation && finding.exchange && declaredResponse(contract, operation, finding.exchange.status);
    const header =
      response && declaredHeaders(contract.document, response).find((one) => one.name.toLowerCase() === name);
    const basis = header && markedBasis(contract, header.pointer);
    if (basis !== undefined) return basis;
  }
  return undefined;
}

const LEVELS: readonly Level[] = ['may', 'should', 'must'];

const LEVEL_OF = { failed: 'must', warned: 'should', informed: 'may' } as const;

const levelOf = (members: readonly Member[]): Level =>
  LEVELS[
    Math.max(
      ...members.map(({ result: { outcome } }) => ('finding' in outcome ? LEVELS.indexOf(LEVEL_OF[outcome.state]) : 0)),
    )
  ]!;

/** The finding that shows most: the check is about it, nothing else is wrong there, and the exchange is at hand. */
function clearest(members: readonly Member[], key: string): Member {
  const cost = ({
    result: { check },
    finding: { exchange, preparation, symptoms = [], steps = [] },
    symptom,
  }: Member): number =>
    (preparation === true ? 1000 : 0) +
    (exchange === undefined ? 500 : 0) +
    (check.watches === true ? 50 : 0) +
    (key.startsWith('missing') && !check.id.startsWith('answer.success') ? 20 : 0) +
    10 * Math.max(symptoms.length - 1, 0) +
    (preparation === true && operationOf(check.id) !== symptom?.operation ? 10 : 0) +
    Math.min(steps.length, 9);
  return members.reduce((best, member) => (cost(member) < cost(best) ? member : best));
}

/** How much it matters: what is taken that is to be refused, then what is not there or not served, then the rest. */
function weight({ key, level, finding }: Omit<Cause, 'number'>): number {
  const taken = key.startsWith('check') && (finding.exchange?.status ?? finding.symptoms?.[0]?.status ?? 400) < 400;
  const kind = taken || key.startsWith('rule') ? 0 : /^(missing|refused)/.test(key) ? 1 : 2;
  return (2 - LEVELS.indexOf(level)) * 10 + kind;
}

/**
 * @param results as the checks ended
 * @param facts what the operations answered, over all checks
 */
export function findCauses(results: readonly Result[], facts: RunFacts, contract: CompiledContract): Judged {
  const { operations } = contract;
  const groups = new Map<string, Member[]>();
  for (const result of results) {
    const finding = findingOf(result);
    if (finding === undefined || result.known !== undefined) continue;
    for (const [key, symptom] of keysOf(result, finding, facts)) {
      const members = groups.get(key) ?? [];
      if (!members.some((member) => member.result === result)) members.push({ result, finding, symptom });
      groups.set(key, members);
    }
  }
  const notJudged = new Map<Result, string>();
  const causes = [...groups].map(([key, members]): Omit<Cause, 'number'> => {
    const shown = clearest(members, key);
    const missing = key.startsWith('missing ') ? key.slice('missing '.length) : undefined;
    const title = titleOf(
      key,
      shown,
      members,
      operations,
      missing === undefined ? undefined : missingStatus(facts, missing),
    );
    const unjudged = members.filter(
      (member) => member !== shown && (missing !== undefined || member.finding.preparation === true),
    );
    for (const { result } of unjudged) notJudged.set(result, title);
    // What seems right of an operation that is not there was not seen there.
    if (missing !== undefined)
      for (const result of results)
        if (result.outcome.state === 'passed' && operationOf(result.check.id) === missing) notJudged.set(result, title);
    const { check } = shown.result;
    const answering = /^(missing|refused)/.test(key)
      ? operations.find(({ id }) => id === (missing ?? shown.symptom?.operation))
      : undefined;
    const basis =
      (answering && markedBasis(contract, answering.pointer)) ??
      members.map(({ symptom }) => symptom?.basis).find((one) => one !== undefined) ??
      headerBasis(key, members, contract) ??
      check;
    return {
      key,
      title,
      level: levelOf(members),
      evidence: basis.evidence,
      citation: basis.citation,
      check: check.id,
      finding:
        shown.symptom === undefined || (shown.finding.symptoms?.length ?? 0) < 2
          ? shown.finding
          : { ...shown.finding, got: shown.symptom.text },
      failed: [shown, ...members.filter((member) => member !== shown && !unjudged.includes(member))].map(
        ({ result }) => result.check.id,
      ),
      notJudged: results.filter((result) => notJudged.get(result) === title).map((result) => result.check.id),
    };
  });
  causes.sort(
    (a, b) => weight(a) - weight(b) || b.failed.length + b.notJudged.length - a.failed.length - a.notJudged.length,
  );
  return {
    causes: causes.map((cause, i) => ({ number: i + 1, ...cause })),
    results: results.map((result): Result => {
      const title = notJudged.get(result);
      return title === undefined ? result : { ...result, outcome: { state: 'not_judged', reason: title } };
    }),
  };
}
