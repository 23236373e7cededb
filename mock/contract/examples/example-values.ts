/** What to put into the parameters that an operation demands, for an example request. */
import { headerText } from '../curl-arguments.ts';
import { follow } from '../openapi-document.ts';
import type { Schema } from '../openapi-document.ts';
import type { CompiledOperation, CompiledParameter, CompiledContract } from '../compiled-contract.ts';

/** What goes onto a curl line. */
export interface Filled {
  /** Of the operation, with values for its parameters. */
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly cookies: readonly (readonly [string, string])[];
  /** Arguments of curl, not yet quoted. */
  readonly args: readonly string[];
}

/** Identifiers and required parameters from the seed and the schemas; undefined where nothing is known to put in. */
export function fill(
  contract: CompiledContract,
  operation: CompiledOperation,
  tenant: string | undefined,
): Filled | undefined {
  let { path } = operation;
  const query: [string, string][] = [];
  const cookies: [string, string][] = [];
  const args: string[] = [];
  const kinds = new Set<string>();
  const wanted = [
    ...operation.identifiers.filter(({ identifier }) => identifier?.required !== false),
    ...operation.parameters.filter(({ required, idempotency }) => required && idempotency === undefined),
  ];
  for (const parameter of wanted.sort((a, b) => Number(b.in === 'header') - Number(a.in === 'header'))) {
    const kind = parameter.identifier?.kind;
    // Parameters of one kind are alternatives.
    if (kind !== undefined && kinds.has(kind)) continue;
    if (kind !== undefined) kinds.add(kind);
    const value = recordId(contract, operation, parameter) ?? valueOf(contract, parameter, tenant);
    if (value === undefined) return undefined;
    if (parameter.in === 'path') path = path.replace(`{${parameter.name}}`, value);
    else if (parameter.in === 'query') query.push([parameter.name, value]);
    else if (parameter.in === 'cookie') cookies.push([parameter.name, value]);
    else args.push('-H', headerText(parameter.name, value));
  }
  return path.includes('{') ? undefined : { path, query, cookies, args };
}

/** The identifier of a record that is there from the start, where the path ends in one. */
function recordId(
  { resources }: CompiledContract,
  { action, path }: CompiledOperation,
  { in: place, name }: CompiledParameter,
): string | undefined {
  const resource = 'resource' in action && action.resource !== undefined ? resources.get(action.resource) : undefined;
  if (resource === undefined) return undefined;
  const id = resource.fixed?.[0]?.[resource.id];
  return place === 'path' && path.endsWith(`{${name}}`) && typeof id === 'string' ? id : undefined;
}

/** What to put into one parameter; undefined where nothing is known. */
export function valueOf(
  contract: CompiledContract,
  { identifier, schema }: CompiledParameter,
  tenant: string | undefined,
): string | undefined {
  if (identifier?.kind === 'tenant') return tenant;
  if (identifier?.kind === 'developer') return contract.seed.developers?.[0]?.id;
  if (identifier?.kind === 'origin') {
    const [host = '*'] = identifier.allow ?? [];
    return `https://${host === '*' ? 'example.com' : host.startsWith('.') ? `app${host}` : host}`;
  }
  const { node }: { node: Schema } = follow(contract.document, { node: schema, pointer: '#' });
  const value = node.const ?? node.default ?? node.examples?.[0] ?? node.example ?? node.enum?.[0] ?? plainValue(node);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const BY_FORMAT: Readonly<Record<string, string>> = {
  uuid: '00000000-0000-4000-8000-000000000000',
  'date-time': '2025-01-01T00:00:00Z',
  date: '2025-01-01',
  email: 'somebody@example.com',
  uri: 'https://example.com/',
  hostname: 'example.com',
  ipv4: '203.0.113.1',
  ipv6: '2001:db8::1',
};

/** The plainest value that a schema takes; undefined where only its pattern says what that is. */
function plainValue({ type, format = '', pattern, minLength = 0, maxLength = Infinity, minimum }: Schema): unknown {
  const types = [type].flat();
  if (types.includes('integer') || types.includes('number')) return minimum ?? 1;
  if (types.includes('boolean')) return true;
  if ((type !== undefined && !types.includes('string')) || pattern !== undefined) return undefined;
  return (BY_FORMAT[format] ?? 'example').padEnd(minLength, 'x').slice(0, maxLength);
}
