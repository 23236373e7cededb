/** The tenant, developer, API version and origin that a call must name. */
import type { CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import type { CompiledOperation, CompiledParameter } from '../../../mock/contract/compiled-contract.ts';
import type { Failure, Identifier } from '../../../specs/generated/vocabulary.ts';
import { caller } from './support/ask-as-caller.ts';
import { elementBasis, failureBasis } from './support/operation-citation.ts';
import { named, perOperation } from './support/check-per-operation.ts';
import type { Case } from './support/check-per-operation.ts';
import { altered, header, otherCase, withHeader, withIdentifier, withQuery } from './support/change-parts.ts';
import type { RequestParts } from '../../check-context.ts';

type Kind = Identifier['kind'];

const KINDS: readonly Kind[] = ['tenant', 'developer', 'version', 'origin'];

const UNKNOWN: Readonly<Record<Kind, Failure>> = {
  tenant: 'unknown_tenant',
  developer: 'unknown_developer',
  version: 'unsupported_version',
  origin: 'origin_not_allowed',
};

const NOBODY: Readonly<Record<Kind, string>> = {
  tenant: 'no-such-tenant',
  developer: 'no-such-developer',
  version: '0.0',
  origin: 'https://not-allowed.invalid',
};

const placesOf = ({ identifiers }: CompiledOperation, kind: Kind): readonly CompiledParameter[] =>
  identifiers.filter(({ identifier }) => identifier?.kind === kind);

/** What the request names; undefined where it does not. */
function valueOf(parts: RequestParts, operation: CompiledOperation, kind: Kind): string | undefined {
  for (const { in: place, name } of placesOf(operation, kind)) {
    const value = place === 'query' ? parts.query.find(([given]) => given === name)?.[1] : header(parts, name);
    if (value !== undefined) return value;
  }
  return undefined;
}

const missing = (kind: Kind): Case => ({
  id: `identifier.${kind}-missing`,
  title: (operation) => `${named(operation)} without its ${kind} is refused`,
  applies: (operation) => placesOf(operation, kind).some(({ identifier }) => identifier?.required !== false),
  basis: (operation, contract) => failureBasis(contract, operation, `missing_${kind}`),
  async run(context: Context, operation) {
    const { request: parts, ask } = await caller(context, operation);
    context.expect.failure(await ask(withIdentifier(parts, operation, kind, undefined)), operation, `missing_${kind}`);
    context.expect.failure(await ask(withIdentifier(parts, operation, kind, '')), operation, `missing_${kind}`);
  },
});

const unknown = (kind: Kind): Case => ({
  id: `identifier.${kind}-unknown`,
  title: (operation) => `${named(operation)} with a ${kind} that is not known is refused`,
  applies: (operation) => placesOf(operation, kind).length > 0,
  basis: (operation, contract) => failureBasis(contract, operation, UNKNOWN[kind]),
  async run(context: Context, operation) {
    const { request: parts, ask } = await caller(context, operation);
    const known = valueOf(parts, operation, kind) ?? NOBODY[kind];
    // Origins have rules of their own for what is near enough.
    const near = kind === 'origin' ? [] : [altered(known), `${known}x`, known.slice(0, -1)];
    for (const value of [NOBODY[kind], ...near]) {
      context.expect.failure(await ask(withIdentifier(parts, operation, kind, value)), operation, UNKNOWN[kind]);
    }
  },
});

const wrongCase = (kind: 'tenant' | 'developer'): Case => ({
  id: `identifier.${kind}-case`,
  title: (operation) => `${named(operation)} does not take a ${kind} in other letters for a known one: case counts`,
  applies: (operation) => placesOf(operation, kind).length > 0,
  basis: (operation, contract) => elementBasis(contract, operation, placesOf(operation, kind)[0]?.pointer),
  async run(context: Context, operation) {
    const { request: parts, ask } = await caller(context, operation);
    const value = valueOf(parts, operation, kind) ?? context.notRun(`the request names no ${kind}`);
    const other = otherCase(value);
    if (other === value) context.notRun(`${value} has no letters`);
    context.expect.failure(await ask(withIdentifier(parts, operation, kind, other)), operation, UNKNOWN[kind]);
  },
});

/** In both of its places, with different values. */
const disagreeing = (kind: Kind): Case => ({
  id: `identifier.${kind}-ambiguous`,
  title: (operation) => `${named(operation)} refuses two different values for its ${kind}`,
  applies: (operation) => placesOf(operation, kind).length > 1,
  basis: (operation, contract) => failureBasis(contract, operation, 'ambiguous_identifier'),
  async run(context: Context, operation) {
    const { request: parts, ask } = await caller(context, operation);
    const value = valueOf(parts, operation, kind) ?? context.notRun(`the request names no ${kind}`);
    const values = [value, altered(value)];
    const both = placesOf(operation, kind).reduce(
      (built, { in: place, name }, i) =>
        place === 'query' ? withQuery(built, name, values[i % 2]) : withHeader(built, name, values[i % 2]),
      parts,
    );
    context.expect.failure(await ask(both), operation, 'ambiguous_identifier');
  },
});

/** Either place is enough, and both may say the same. */
const alternatives = (kind: Kind): Case => ({
  id: `identifier.${kind}-places`,
  title: (operation) => `${named(operation)} takes its ${kind} in any place that the contract names`,
  applies: (operation) => placesOf(operation, kind).length > 1 && operation.method === 'GET',
  basis: (operation, contract) => elementBasis(contract, operation, placesOf(operation, kind)[0]?.pointer),
  async run(context: Context, operation) {
    const { request: parts, ask } = await caller(context, operation);
    const value = valueOf(parts, operation, kind) ?? context.notRun(`the request names no ${kind}`);
    const bare = withIdentifier(parts, operation, kind, undefined);
    for (const { in: place, name } of placesOf(operation, kind)) {
      context.expect.success(
        await ask(place === 'query' ? withQuery(bare, name, value) : withHeader(bare, name, value)),
        operation,
      );
    }
  },
});

const CASES: readonly Case[] = [
  ...KINDS.flatMap((kind) => [missing(kind), unknown(kind), disagreeing(kind), alternatives(kind)]),
  wrongCase('tenant'),
  wrongCase('developer'),
];

export const identifier: CheckFamily = (suite) => CASES.flatMap((rule) => perOperation(suite, rule));
