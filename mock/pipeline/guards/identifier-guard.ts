/** The `identifier` guard: tenant, developer, version and origin, where the operation lists a parameter for them. */
import type { Failure, Identifier } from '../../../specs/generated/vocabulary.ts';
import { refuse } from '../../request/call.ts';
import type { Call, Refusal } from '../../request/call.ts';
import type { CompiledOperation, CompiledParameter } from '../../contract/compiled-contract.ts';
import { originAllowed } from '../../auth/api-keys/origin-allow-list.ts';

type Kind = Identifier['kind'];

const UNKNOWN: Readonly<Record<Kind, Failure>> = {
  tenant: 'unknown_tenant',
  developer: 'unknown_developer',
  version: 'unsupported_version',
  origin: 'origin_not_allowed',
};

interface Group {
  readonly kind: Kind;
  readonly required: boolean;
  readonly parameters: readonly CompiledParameter[];
  /** Where the values stand, header names in lower case. */
  readonly places: readonly { readonly inQuery: boolean; readonly name: string }[];
}

const groups = new WeakMap<CompiledOperation, readonly Group[]>();

function groupsOf(operation: CompiledOperation): readonly Group[] {
  let found = groups.get(operation);
  if (found === undefined) {
    const kinds = [...new Set(operation.identifiers.map(({ identifier }) => identifier!.kind))];
    found = kinds.map((kind) => {
      const parameters = operation.identifiers.filter(({ identifier }) => identifier!.kind === kind);
      const places = parameters.map(({ in: place, name }) => ({
        inQuery: place === 'query',
        name: place === 'query' ? name : name.toLowerCase(),
      }));
      return {
        kind,
        required: parameters.some(({ identifier }) => identifier!.required !== false),
        parameters,
        places,
      };
    });
    groups.set(operation, found);
  }
  return found;
}

/** The identifier's value; an array where it comes with different values; undefined where it is absent or empty. */
function valueOf({ request }: Call, { places }: Group): string | readonly string[] | undefined {
  let value: string | undefined;
  for (const { inQuery, name } of places) {
    const given = inQuery ? request.query[name] : request.headers[name];
    if (given === undefined || given === '') continue;
    if (typeof given !== 'string') {
      if (new Set(given).size > 1) return given;
    }
    const text = typeof given === 'string' ? given : given[0]!;
    if (value !== undefined && value !== text) return [value, text];
    value = text;
  }
  return value;
}

/** The tenant that the request names, for counting quotas; undefined if none, or not one that exists. */
export function namedTenant(call: Call): string | undefined {
  const group = groupsOf(call.operation).find(({ kind }) => kind === 'tenant');
  const value = group && valueOf(call, group);
  return typeof value === 'string' && call.world.people.tenants.has(value) ? value : undefined;
}

function isKnown({ world }: Call, { kind, parameters }: Group, value: string): boolean {
  switch (kind) {
    case 'tenant':
      return world.people.tenants.has(value);
    case 'developer':
      return world.contract.developers.has(value);
    case 'version': {
      const { schema } = parameters[0]!;
      const versions = schema.const === undefined ? (schema.enum ?? []) : [schema.const];
      return versions.some((version) => `${version as string | number}` === value);
    }
    case 'origin':
      return originAllowed(world.settings.origins ?? parameters[0]!.identifier!.allow ?? [], value);
  }
}

export function identifierGuard(call: Call): Refusal | undefined {
  for (const group of groupsOf(call.operation)) {
    const { kind, required, parameters } = group;
    const { pointer, name } = parameters[0]!;
    const value = valueOf(call, group);
    if (value === undefined) {
      if (required)
        return refuse(`missing_${kind}`, `the call must name its ${kind}`, pointer, {
          expected: parameters.map((parameter) => `${parameter.in} ${parameter.name}`).join(' or '),
          got: 'nothing',
        });
    } else if (typeof value !== 'string') {
      return refuse('ambiguous_identifier', `the call must name one ${kind}`, pointer, {
        expected: 'one value',
        got: value.join(' and '),
      });
    } else if (!isKnown(call, group, value)) {
      return refuse(UNKNOWN[kind], `the ${kind} must be one that the sandbox knows; letters' case counts`, pointer, {
        expected: `a known ${name}`,
        got: value,
      });
    } else if (kind === 'tenant') call.tenant = value;
  }
  return undefined;
}
