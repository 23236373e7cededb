/**
 * Makes each answer that a contract can give, and holds it against its schema, as `--strict` does while serving: what
 * is wrong with an answer is said before somebody asks for it.
 *
 * Left out are bodies that an action makes by itself (metadata, keys, pages): their shape is a standard's.
 */
import type { Failure } from '../../specs/generated/vocabulary.ts';
import type { CompiledAnswer, CompiledContract, CompiledOperation } from '../contract/compiled-contract.ts';
import type { ContractProblem } from '../contract/contract-problem.ts';
import { webhookMedia, webhookOperations } from '../contract/contract-webhooks.ts';
import type { Facts, RecordValue, Violation } from '../contract/fill-values.ts';
import { at, escapePointer } from '../contract/openapi-document.ts';
import { reachableFailures } from '../contract/reachable-failures.ts';
import { createValidators } from '../request/validators.ts';
import type { Validators } from '../request/validators.ts';
import { SEEDED_ON } from '../resources/faker-values.ts';
import { isoSeconds } from '../state/clock.ts';
import { createIds } from '../state/ids.ts';
import { actionFacts, commonFacts, refusalFacts } from './possible-facts.ts';
import type { Stage } from './possible-facts.ts';
import { recordFacts, seeded } from './possible-records.ts';

/** Breaches told of one answer. */
const TOLD = 3;

interface Rehearsal extends Stage {
  readonly validators: Validators;
  readonly records: ReadonlyMap<string, readonly RecordValue[]>;
  readonly report: (problem: ContractProblem) => void;
}

export async function rehearse(contract: CompiledContract): Promise<readonly ContractProblem[]> {
  const problems = new Map<string, ContractProblem>();
  // Operations share responses: what is wrong with one is said once.
  const report = (problem: ContractProblem): void => {
    if (!problems.has(problem.pointer)) problems.set(problem.pointer, problem);
  };
  const stage: Stage = { contract, ids: createIds('rehearsal'), now: Date.parse(SEEDED_ON) };
  const rehearsal: Rehearsal = {
    ...stage,
    validators: createValidators(contract.document),
    records: await allRecords(stage, report),
    report,
  };
  for (const operation of contract.operations) {
    await rehearseAnswer(rehearsal, operation);
    for (const failure of reachableFailures(contract, operation)) rehearseRefusal(rehearsal, failure, operation);
    readRequest(rehearsal, operation);
  }
  rehearseWebhooks(rehearsal);
  for (const failure of ['unknown_path', 'method_not_allowed'] as const)
    hold(rehearsal, contract.unmatched[failure], refusalFacts(stage, failure, undefined), failure);
  return [...problems.values()];
}

async function allRecords(
  stage: Stage,
  report: Rehearsal['report'],
): Promise<ReadonlyMap<string, readonly RecordValue[]>> {
  const records = new Map<string, readonly RecordValue[]>();
  for (const resource of stage.contract.resources.values()) {
    try {
      records.set(resource.name, await seeded(stage, resource));
    } catch (error) {
      report({
        rule: 'seed',
        pointer: `#/components/schemas/${escapePointer(resource.schemaName)}/x-resource`,
        message: `no ${resource.name} can be made: ${firstLine(error)}`,
        suggestion: 'let the schema come to an end, or write the records under "fixed"',
      });
    }
  }
  return records;
}

async function rehearseAnswer(rehearsal: Rehearsal, operation: CompiledOperation): Promise<void> {
  const [answer] = operation.answers;
  if (answer === undefined) {
    rehearsal.report({
      rule: 'missing-answer',
      pointer: `${operation.pointer}/responses`,
      message: `${operation.id} has no answer for a request that succeeds`,
      suggestion: 'declare a response of status 200, 201, 204 …',
    });
    return;
  }
  for (const facts of await answerFacts(rehearsal, operation))
    hold(rehearsal, answer, { ...commonFacts(rehearsal, operation), ...facts }, operation.id);
}

async function answerFacts(rehearsal: Rehearsal, operation: CompiledOperation): Promise<readonly Facts[]> {
  const { action } = operation;
  const name =
    'resource' in action && action.type !== 'otp.request' && action.type !== 'authenticator.verify'
      ? action.resource
      : undefined;
  const resource = name === undefined ? undefined : rehearsal.contract.resources.get(name);
  if (resource === undefined) return actionFacts(rehearsal, action) ?? [];
  const records = rehearsal.records.get(resource.name) ?? [];
  return recordFacts(rehearsal, operation, resource, records, rehearsal.validators);
}

function rehearseRefusal(rehearsal: Rehearsal, failure: Failure, operation: CompiledOperation): void {
  const answer = operation.refusals.get(failure);
  if (answer === undefined) return;
  const facts = { ...commonFacts(rehearsal, operation), ...refusalFacts(rehearsal, failure, operation) };
  hold(rehearsal, answer, facts, failure);
}

/** Requests are held against schemas too, which must be ones that can be used. */
function readRequest({ validators, report }: Rehearsal, { body, parameters, pointer }: CompiledOperation): void {
  for (const schema of body?.content.values() ?? []) usable(report, schema, () => validators.at(schema, {}));
  for (const parameter of parameters)
    usable(report, parameter.pointer, () =>
      validators.parameters(`${pointer} ${parameter.name}`, () => ({ [parameter.name]: parameter.schema }), {}),
    );
}

function usable(report: Rehearsal['report'], pointer: string, use: () => unknown): void {
  try {
    use();
  } catch (error) {
    report({
      rule: 'schema',
      pointer,
      message: `nothing can be held against this schema: ${firstLine(error)}`,
      suggestion: 'mend the schema',
    });
  }
}

const firstLine = (error: unknown): string => (error as Error).message.split('\n')[0]!;

function rehearseWebhooks(rehearsal: Rehearsal): void {
  const { contract, records, ids, now, validators, report } = rehearsal;
  const operations = webhookOperations(contract.document);
  for (const { name, resource, events, render } of contract.webhooks) {
    const operation = operations.find((one) => one.name === name);
    const media = operation && webhookMedia(contract.document, operation);
    if (media?.node.schema === undefined) continue;
    const schema = `${media.pointer}/schema`;
    usable(report, schema, () => {
      for (const record of records.get(resource) ?? [])
        for (const event of Object.values(events)) {
          const facts: Facts = {
            record,
            fields: record,
            'webhook.id': ids.make({ prefix: 'evt_', alphabet: 'hex', length: 16 }),
            'webhook.event': event,
            'webhook.time': isoSeconds(now),
            'tenant.id': contract.seed.tenants[0]?.id,
          };
          const breaches = validators.at(schema, JSON.parse(render(facts)));
          if (breaches.length === 0) continue;
          report({
            rule: 'answer',
            pointer: media.pointer,
            message: `the body of the webhook ${name} breaks its schema: ${told(breaches)}`,
            suggestion: 'mend the example or the schema',
          });
        }
    });
  }
}

/** Holds an answer, filled with facts, against its schema. */
function hold({ contract, validators, report }: Rehearsal, answer: CompiledAnswer, facts: Facts, what: string): void {
  const { pointer, contentType, render, status } = answer;
  const schema = `${pointer.replace(/\/examples\/[^/]+$/, '')}/schema`;
  if (render === undefined || contentType?.includes('json') !== true) return;
  if (at(contract.document, schema) === undefined) return;
  try {
    const body = render({ status, ...facts });
    const breaches = body === '' ? [NOTHING] : validators.at(schema, JSON.parse(body));
    if (breaches.length === 0) return;
    report({
      rule: 'answer',
      pointer,
      message: `the ${status} answer (${what}) breaks its schema: ${told(breaches)}`,
      suggestion: 'mend the example or the schema',
    });
  } catch (error) {
    report({
      rule: 'answer',
      pointer: schema,
      message: `the ${status} answer (${what}) cannot be held against its schema: ${firstLine(error)}`,
      suggestion: 'mend the schema',
    });
  }
}

const NOTHING: Violation = { field: '', message: 'is empty', code: 'empty' };

/** Records of one list break a schema alike: the first of each kind is told. */
function told(breaches: readonly Violation[]): string {
  const kinds = new Map<string, string>();
  for (const { field, message } of breaches) {
    const kind = `${field.replaceAll(/(^|\.)\d+(?=\.|$)/g, '$1*')} ${message}`;
    if (!kinds.has(kind)) kinds.set(kind, `${field === '' ? 'the body' : field} ${message}`);
  }
  const lines = [...kinds.values()];
  return [...lines.slice(0, TOLD), ...(lines.length > TOLD ? [`and ${lines.length - TOLD} more`] : [])].join('; ');
}
