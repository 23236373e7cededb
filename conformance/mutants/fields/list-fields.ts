/** Every field that a contract's answers document, body by body: what a false answer can be false in. */
import { at, escapePointer, follow } from '../../../mock/contract/openapi-document.ts';
import type { Example, Located, Response, Schema } from '../../../mock/contract/openapi-document.ts';
import type { CompiledAnswer, CompiledOperation, CompiledContract } from '../../../mock/contract/compiled-contract.ts';
import { branchFor, flatten } from '../../../mock/contract/json-schemas.ts';
import type { Fact } from '../../../mock/contract/fill-values.ts';
import { isObject } from '../../driver/json-values.ts';
import { declaredHeaders, declaredMedia, declaredResponse } from '../../driver/declared-responses.ts';

export interface Field {
  /** JSON pointer into the body, `*` for every item of a list; `header x-request-id` for a header. */
  readonly place: string;
  /** A fact, a property of a record, or a text that is the same in every answer. */
  readonly kind: 'fact' | 'record' | 'literal';
  readonly fact: Fact | undefined;
  /** What the example shows. */
  readonly example: unknown;
  readonly schema: Schema | undefined;
  /** Whether the contract lets no such answer be without it. */
  readonly required: boolean;
  /** JSON pointer of the header or property in the contract: one for all answers that share its component. */
  readonly origin: string;
}

/** One documented answer: a good one, or a refusal's example. */
export interface Body {
  /** Tells it from others: where its example is, and at which status. */
  readonly key: string;
  readonly status: number;
  /** Failures that it words; none for a good answer. */
  readonly failures: readonly string[];
  readonly operations: readonly string[];
  readonly fields: readonly Field[];
}

export const keyOf = ({ pointer, status }: CompiledAnswer): string => `${status} ${pointer}`;

function leaves(
  contract: CompiledContract,
  located: Located<Schema> | undefined,
  example: unknown,
  place: string,
  inRecord: boolean,
  required: boolean,
  level = 0,
): readonly Field[] {
  if (level > 10) return [];
  const schema = located && branchFor(contract.document, located, Array.isArray(example) ? undefined : example);
  const node = schema?.node;
  const fact = node?.['x-fill'];
  const record = inRecord || node?.['x-resource'] !== undefined;
  const leaf = (): Field => ({
    place,
    kind: fact !== undefined ? 'fact' : record ? 'record' : 'literal',
    fact,
    example,
    schema: node,
    required,
    origin: located?.pointer ?? '',
  });
  if (fact !== undefined && fact !== 'failure.violations') return [leaf()];
  if (node?.['x-resource'] !== undefined && schema !== undefined) {
    const shown = isObject(example) ? example : {};
    return Object.entries(node.properties ?? {})
      .filter(([name, child]) => name in shown || child['x-fill'] !== undefined || node.required?.includes(name))
      .flatMap(([name, child]) => {
        const origin = `${schema.pointer}/properties/${escapePointer(name)}`;
        const { node: own } = flatten(contract.document, { node: child, pointer: origin });
        return [
          {
            place: `${place}/${escapePointer(name)}`,
            kind: own['x-fill'] === undefined ? 'record' : 'fact',
            fact: own['x-fill'],
            example: shown[name],
            schema: own,
            required: node.required?.includes(name) ?? false,
            origin,
          },
        ];
      });
  }
  if (Array.isArray(example)) {
    const items = schema?.node.items;
    const own: readonly Field[] = fact === undefined ? [] : [leaf()];
    const below = items === undefined ? undefined : { node: items, pointer: `${schema!.pointer}/items` };
    const inner = isObject(example[0])
      ? leaves(contract, below, example[0], `${place}/*`, record, required, level + 1)
      : [];
    return inner.length > 0 || own.length > 0 ? [...own, ...inner] : [leaf()];
  }
  if (isObject(example) && Object.keys(example).length > 0) {
    return Object.entries(example).flatMap(([name, value]) => {
      const child = node?.properties?.[name];
      return leaves(
        contract,
        child && schema && { node: child, pointer: `${schema.pointer}/properties/${escapePointer(name)}` },
        value,
        `${place}/${escapePointer(name)}`,
        record,
        node?.required?.includes(name) ?? false,
        level + 1,
      );
    });
  }
  return place === '' ? [] : [leaf()];
}

interface Media {
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, Example>>;
  readonly value?: unknown;
}

function exampleOf(contract: CompiledContract, { pointer }: CompiledAnswer): unknown {
  const node = (at(contract.document, pointer) ?? {}) as Media;
  if (node.value !== undefined) return node.value;
  if (node.example !== undefined) return node.example;
  const plain = Object.values(node.examples ?? {})
    .map((one) => follow<Example>(contract.document, { node: one, pointer }).node)
    .find((one) => one['x-failure'] === undefined);
  return plain?.value;
}

function fieldsOf(contract: CompiledContract, answer: CompiledAnswer, response: Located<Response>): readonly Field[] {
  const headers = declaredHeaders(contract.document, response).flatMap(({ name, fact, schema, pointer }): Field[] => {
    const literal: unknown = schema?.const ?? (schema?.enum?.length === 1 ? schema.enum[0] : undefined);
    if (fact === undefined && literal === undefined) return [];
    return [
      {
        place: `header ${name.toLowerCase()}`,
        kind: fact === undefined ? 'literal' : 'fact',
        fact,
        example: schema?.examples?.[0] ?? literal,
        schema,
        required: true,
        origin: pointer,
      },
    ];
  });
  const media = answer.contentType === undefined ? undefined : declaredMedia(response, answer.contentType);
  if (media?.node.schema === undefined || answer.contentType?.includes('json') !== true) return headers;
  const schema = { node: media.node.schema, pointer: `${media.pointer}/schema` };
  const example = exampleOf(contract, answer) ?? flatten(contract.document, schema).node.example;
  return [...headers, ...leaves(contract, schema, example, '', false, true)];
}

/** What the sandbox alone can be brought to say: a store that does not answer. */
const UNMET = ['unavailable'];

export function bodiesOf(contract: CompiledContract): readonly Body[] {
  const bodies = new Map<string, Body>();
  const add = (operation: CompiledOperation, answer: CompiledAnswer, failure: string | undefined): void => {
    const response = declaredResponse(contract, operation, answer.status);
    if (response === undefined || (failure !== undefined && UNMET.includes(failure))) return;
    const key = keyOf(answer);
    const known = bodies.get(key);
    bodies.set(key, {
      key,
      status: answer.status,
      failures: [...new Set([...(known?.failures ?? []), ...(failure === undefined ? [] : [failure])])],
      operations: [...new Set([...(known?.operations ?? []), operation.id])],
      fields: known?.fields ?? fieldsOf(contract, answer, response),
    });
  };
  for (const operation of contract.operations) {
    for (const answer of operation.answers) add(operation, answer, undefined);
    for (const [failure, refusal] of operation.refusals) add(operation, refusal, failure);
  }
  return [...bodies.values()].filter(({ fields }) => fields.length > 0);
}

/** What answers of any operation carry, and what is asked of them in each alike. */
export const COMMON: readonly Fact[] = [
  'status',
  'request.id',
  'answer.id',
  'clock.iso',
  'clock.epoch',
  'rate.limit',
  'rate.remaining',
  'rate.reset_epoch',
  'rate.reset_after',
  'rate.reset_epoch_ms',
  'rate.reset_after_ms',
  'rate.reset_iso',
  'rate.service_limits',
  'rate.policies',
];

/** What an answer is, as far as it matters to the facts that any answer carries. */
function classOf({ failures }: Body): string {
  if (failures.includes('unknown_path') || failures.includes('method_not_allowed')) return 'unmatched';
  if (failures.includes('rate_limited')) return 'over its limit';
  return failures.length > 0 ? 'refused' : 'good';
}

/** A field, and the answers in any one of which it is falsified. */
export interface Ground {
  readonly field: Field;
  readonly bodies: readonly Body[];
}

/**
 * A fact that any answer carries is one ground for all answers of a class (good, refused, over a limit, of no
 * operation) whose contract describes it in one place. Every other field of every answer is a ground of its own.
 */
export function groundsOf(contract: CompiledContract): readonly Ground[] {
  const grounds = new Map<string, { readonly field: Field; readonly bodies: Body[] }>();
  for (const body of bodiesOf(contract)) {
    for (const field of body.fields) {
      const common = field.fact !== undefined && COMMON.includes(field.fact);
      const key = common
        ? `${field.origin} ${field.place} ${field.fact} ${classOf(body)}`
        : `${body.key} ${field.place}`;
      const known = grounds.get(key);
      if (known === undefined) grounds.set(key, { field, bodies: [body] });
      else known.bodies.push(body);
    }
  }
  return [...grounds.values()];
}
