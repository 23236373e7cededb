/**
 * How each failure that an operation can meet is worded: as the document words that status, else as problem details.
 */
import type { Failure } from '../../../specs/generated/vocabulary.ts';
import type { CompiledOperation } from '../compiled-contract.ts';
import { compileWithProblems } from '../compile/compile-contract.ts';
import { titleOf } from '../compile/refusal-words.ts';
import { FAILURES } from '../failures.ts';
import { at } from '../openapi-document.ts';
import type { Document } from '../openapi-document.ts';
import { reachableFailures } from '../reachable-failures.ts';
import { isJson, resolved, shownValues } from './walk-openapi.ts';
import type { Json } from './walk-openapi.ts';

/** The broadest failures, and those whose status is not their broader one's. */
const STATUSES: Readonly<Partial<Record<Failure, number>>> = {
  invalid_credentials: 401,
  insufficient_scope: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  invalid_body: 400,
  invalid_request: 400,
};

/** The nearest failure that has a status of its own. */
function statusOf(failure: Failure): readonly [Failure, number] {
  for (let current: Failure | undefined = failure; current !== undefined; current = FAILURES[current].broader) {
    const status = STATUSES[current];
    if (status !== undefined) return [current, status];
  }
  return [failure, 400];
}

const PROBLEM: Json = {
  type: 'object',
  description: 'A problem (RFC 9457).',
  required: ['type', 'title', 'status'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', 'x-fill': 'failure.detail' },
  },
};

const header = (fact: string): Json => ({ schema: { type: 'string' }, 'x-fill': fact });

function problem(schema: string, status: number, failures: readonly Failure[]): Json {
  const title = titleOf(status);
  return {
    description: title,
    ...(status === 401 && { headers: { 'WWW-Authenticate': header('challenge') } }),
    ...(status === 405 && { headers: { Allow: header('allow') } }),
    content: {
      'application/problem+json': {
        schema: { $ref: `#/components/schemas/${schema}` },
        examples: { refusal: { value: { type: 'about:blank', title, status }, 'x-failure': failures } },
      },
    },
    'x-evidence': 'assumed',
  };
}

/** A name that nothing in a section of the components has. */
export function freeName(section: Json, wanted: string): string {
  let free = wanted;
  for (let i = 2; Object.hasOwn(section, free); i++) free = `${wanted}${i}`;
  return free;
}

/** The name that an entry gets, or has: what was inferred before is there already. */
function nameIn(section: Json, wanted: string, entry: Json): string {
  let name = wanted;
  for (let i = 2; Object.hasOwn(section, name); i++) {
    if (JSON.stringify(section[name]) === JSON.stringify(entry)) return name;
    name = `${wanted}${i}`;
  }
  section[name] = entry;
  return name;
}

export function sectionOf(document: Json, name: string): Json {
  const components = (document['components'] ??= {}) as Json;
  return (components[name] ??= {}) as Json;
}

/** The document's own answer of a status, made the answer to failures. */
function own(document: Json, declared: unknown, failures: readonly Failure[]): Json | undefined {
  const response = resolved(document, declared);
  if (!isJson(response)) return undefined;
  const content = isJson(response['content']) ? response['content'] : {};
  const described = { description: response['description'] ?? 'Refused.' };
  const type = Object.keys(content).find((one) => one.includes('json'));
  // Where a body is told that cannot be made, a problem tells more than nothing.
  if (type === undefined) return undefined;
  const media: Json = isJson(content[type]) ? content[type] : {};
  // Its words break its own schema, or there are none.
  if (media['schema'] === undefined) return undefined;
  const value = media['example'] ?? shownValues(document, media)[0];
  return {
    ...described,
    content: {
      [type]: {
        schema: media['schema'],
        examples: { refusal: { ...(value !== undefined && { value }), 'x-failure': failures } },
      },
    },
  };
}

const byCertificate = ({ requirements }: CompiledOperation): boolean =>
  requirements.every(({ method, also }) => method.kind === 'certificate' && also === undefined);

export function inferFailures(document: Json): void {
  const schemas = sectionOf(document, 'schemas');
  const responses = sectionOf(document, 'responses');
  const schema = nameIn(schemas, 'Problem', PROBLEM);
  const shared = new Map<string, Json>();
  const standard = (status: number, failures: readonly Failure[]): Json => {
    const key = `${status} ${failures.join(' ')}`;
    const known = shared.get(key);
    if (known !== undefined) return known;
    const wanted = failures.includes('unknown_path') ? 'UnknownPath' : titleOf(status);
    const name = nameIn(responses, wanted.replaceAll(' ', ''), problem(schema, status, failures));
    const reference = { $ref: `#/components/responses/${name}` };
    shared.set(key, reference);
    return reference;
  };
  document['x-unmatched'] ??= {
    unknown_path: standard(404, ['unknown_path']),
    method_not_allowed: standard(405, ['method_not_allowed']),
  };
  // A copy: what is compiled of a document is kept, and this one is about to change.
  const { contract } = compileWithProblems('import', { ...document } as unknown as Document);
  for (const operation of contract.operations) {
    const node = at(document, operation.pointer) as Json;
    const answers = node['responses'] as Json;
    const byStatus = new Map<number, Set<Failure>>();
    for (const failure of reachableFailures(contract, operation)) {
      if (operation.refusals.has(failure)) continue;
      let [broad, status] = statusOf(failure);
      if (status === 400 && broad === 'invalid_body' && answers['422'] !== undefined && answers['400'] === undefined)
        status = 422;
      // Of a connection that proves nobody, some documents say that it is forbidden.
      else if (
        status === 401 &&
        answers['401'] === undefined &&
        answers['403'] !== undefined &&
        byCertificate(operation)
      )
        status = 403;
      else if (broad === 'invalid_body') broad = 'invalid_request';
      byStatus.set(status, (byStatus.get(status) ?? new Set()).add(broad));
    }
    for (const [status, failures] of byStatus) {
      const list = [...failures].sort();
      const range = `${Math.floor(status / 100)}XX`;
      answers[`${status}`] =
        own(document, answers[`${status}`] ?? answers[range] ?? answers['default'], list) ?? standard(status, list);
    }
  }
}
