/** Compiles a contract: once, at load. */
import type { Guard, IdFormat } from '../../../specs/generated/vocabulary.ts';
import { compileResponse, compileResponses } from './compile-answers.ts';
import type { CompiledResponses } from './compile-answers.ts';
import { METHODS, escapePointer, follow } from '../openapi-document.ts';
import type { Document, Operation, PathItem } from '../openapi-document.ts';
import { compileParameters, compileRequestBody } from './compile-parameters.ts';
import type { CompiledAnswer, CompiledOperation, CompiledContract, CompiledResource } from '../compiled-contract.ts';
import { ContractError } from '../contract-problem.ts';
import type { ContractProblem } from '../contract-problem.ts';
import type { Fact } from '../fill-values.ts';
import { reachableFailures } from '../reachable-failures.ts';
import { flatten } from '../json-schemas.ts';
import { firstBasePath } from '../server-paths.ts';
import { compileSecurity } from './compile-security.ts';
import { compileWebhooks } from '../contract-webhooks.ts';
import type { MethodRegistry } from './compile-security.ts';

const DEFAULT_GUARDS: readonly Guard[] = [
  'rate_limit',
  'identifier',
  'authentication',
  'permission',
  'step_up',
  'validation',
];

/** The rate-limit class of operations that name none. */
const DEFAULT_CLASS = 'default';

function compileOperation(
  document: Document,
  path: string,
  item: PathItem,
  method: (typeof METHODS)[number],
  operation: Operation,
  methods: MethodRegistry,
  problems: ContractProblem[],
): CompiledOperation | undefined {
  const pointer = `#/paths/${escapePointer(path)}/${method}`;
  const action = operation['x-action'];
  if (action === undefined) {
    problems.push({
      rule: 'action',
      pointer,
      message: 'the operation has no x-action',
      suggestion: 'say what happens once every guard has let a request through',
    });
    return undefined;
  }
  const all = compileParameters(document, item, operation, pointer);
  const limit = operation['x-rate-limit'];
  let responses: CompiledResponses | undefined;
  const made = (): CompiledResponses =>
    (responses ??= compileResponses(
      document,
      operation.responses ?? {},
      pointer,
      problems,
      action.type === 'resource.create' ? 201 : 200,
    ));
  return {
    id: operation.operationId ?? `${method} ${path}`,
    method: method.toUpperCase(),
    path,
    pointer,
    action,
    ...compileSecurity(document, operation, pointer, methods, problems),
    identifiers: all.filter(({ identifier }) => identifier !== undefined),
    parameters: all.filter(({ identifier }) => identifier === undefined),
    idempotency: all.find(({ idempotency }) => idempotency !== undefined),
    body: compileRequestBody(document, operation, pointer),
    contentType: operation['x-content-type']?.required,
    rateLimit:
      limit === null ? undefined : (limit ?? (document['x-rate-limits']?.[DEFAULT_CLASS] ? DEFAULT_CLASS : undefined)),
    stepUp: operation['x-step-up'],
    // When they are first asked for: of the operations of all contracts a run uses a few.
    get answers() {
      return made().answers;
    },
    get refusals() {
      return made().refusals;
    },
  };
}

function compileOperations(
  document: Document,
  methods: MethodRegistry,
  problems: ContractProblem[],
): CompiledOperation[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, reference]) => {
    const item = follow<PathItem>(document, { node: reference, pointer: `#/paths/${escapePointer(path)}` }).node;
    return METHODS.flatMap((method) => {
      const operation = item[method];
      const compiled = operation && compileOperation(document, path, item, method, operation, methods, problems);
      return compiled ? [compiled] : [];
    });
  });
}

function compileUnmatched(
  document: Document,
  which: 'unknown_path' | 'method_not_allowed',
  status: number,
  problems: ContractProblem[],
): CompiledAnswer {
  const reference = document['x-unmatched']?.[which];
  const variants = reference
    ? compileResponse(document, status, { node: reference, pointer: `#/x-unmatched/${which}` })
    : [];
  const found = variants.find(({ failures }) => failures.includes(which)) ?? variants[0];
  if (found === undefined)
    problems.push({
      rule: 'unmatched',
      pointer: '#',
      message: `x-unmatched has no response for ${which}`,
      suggestion: 'refer to one in components/responses',
    });
  return (
    found?.answer ?? {
      status,
      contentType: undefined,
      headers: [],
      render: undefined,
      needs: () => [],
      pointer: '#/x-unmatched',
    }
  );
}

function compileResources(document: Document): Map<string, CompiledResource> {
  return new Map(
    Object.entries(document.components?.schemas ?? {}).flatMap(([schemaName, node]) => {
      const resource = node['x-resource'];
      const schema = flatten(document, { node, pointer: `#/components/schemas/${schemaName}` }).node;
      return resource ? [[resource.name, { ...resource, schemaName, schema }] as const] : [];
    }),
  );
}

/** The format of request ids stands beside the first header or property that is filled with one. */
function idFormat(node: unknown, fact: Fact): IdFormat | undefined {
  if (typeof node !== 'object' || node === null) return undefined;
  const { 'x-fill': fill, 'x-id': format } = node as { 'x-fill'?: string; 'x-id'?: IdFormat };
  if (fill === fact && format !== undefined) return format;
  for (const child of Object.values(node)) {
    const found = idFormat(child, fact);
    if (found) return found;
  }
  return undefined;
}

function missingFailures(contract: CompiledContract): ContractProblem[] {
  return contract.operations.flatMap((operation) =>
    reachableFailures(contract, operation)
      .filter((failure) => !operation.refusals.has(failure))
      .map((failure) => ({
        rule: 'missing-failure',
        pointer: `${operation.pointer}/responses`,
        message: `${operation.id} can fail with ${failure}, and no response example says how that is worded`,
        suggestion: `mark an example with x-failure: ${failure}, or a broader failure`,
      })),
  );
}

const byId = <T, K extends keyof T>(items: readonly T[] | undefined, key: K): ReadonlyMap<T[K], T> =>
  new Map((items ?? []).map((item) => [item[key], item]));

interface Compiling {
  readonly contract: CompiledContract;
  /** What was found so far; responses are compiled when they are first asked for, and add theirs. */
  readonly problems: readonly ContractProblem[];
}

function compile(name: string, document: Document): Compiling {
  const problems: ContractProblem[] = [];
  const methods: MethodRegistry = new Map();
  const seed = document['x-seed'] ?? { tenants: [] };
  const contract: CompiledContract = {
    name,
    title: document.info.title,
    basePath: firstBasePath(document),
    document,
    guards: document['x-guards'] ?? DEFAULT_GUARDS,
    credentials: new Map(Object.entries(document['x-credentials'] ?? {})),
    operations: compileOperations(document, methods, problems),
    methods: [...methods.values()],
    rateLimits: new Map(Object.entries(document['x-rate-limits'] ?? {})),
    resources: compileResources(document),
    seed,
    tenants: byId(seed.tenants, 'id'),
    developers: byId(seed.developers, 'id'),
    users: byId(seed.users, 'id'),
    clients: byId(seed.clients, 'client_id'),
    unmatched: {
      unknown_path: compileUnmatched(document, 'unknown_path', 404, problems),
      method_not_allowed: compileUnmatched(document, 'method_not_allowed', 405, problems),
    },
    ...compileWebhooks(document),
    requestId: idFormat(document.components?.headers, 'request.id') ??
      idFormat(document.components?.schemas, 'request.id') ?? { alphabet: 'uuid' },
    answerId: idFormat(document.components?.schemas, 'answer.id') ?? { alphabet: 'uuid' },
  };
  return { contract, problems };
}

/** Compiles without giving up at the first problem, for the linter. */
export function compileWithProblems(name: string, document: Document): Compiling {
  const { contract, problems } = compile(name, document);
  const missing = missingFailures(contract);
  return { contract, problems: [...problems, ...missing] };
}

/** @throws ContractError naming everything that is wrong */
export function compileContract(name: string, document: Document): CompiledContract {
  const { contract, problems } = compileWithProblems(name, document);
  if (problems.length > 0) throw new ContractError(name, problems);
  return contract;
}

/** Compiles what lint has accepted, and does not examine it again. */
export const compileAccepted = (name: string, document: Document): CompiledContract => compile(name, document).contract;
