/** The tenant, developer, API version and origin that a call must name. */
import type { CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import type { CompiledOperation, CompiledParameter } from '../../../mock/contract/compiled-contract.ts';
import type { Failure, Identifier } from '../../../specs/generated/vocabulary.ts';
import { objectsWith, parseJson } from '../../driver/json-values.ts';
import type { Exchange } from '../../exchange.ts';
import { allowed, ask, caller } from './support/ask-as-caller.ts';
import { resourceOf, text } from './support/make-records.ts';
import { firstOfKind } from './support/other-spellings.ts';
import { elementBasis, failureBasis } from './support/operation-citation.ts';
import { named, perOperation } from './support/check-per-operation.ts';
import type { Case } from './support/check-per-operation.ts';
import {
  altered,
  andHeader,
  header,
  otherCase,
  withHeader,
  withIdentifier,
  withQuery,
} from './support/change-parts.ts';
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

const inHeader = (operation: CompiledOperation): CompiledParameter | undefined =>
  placesOf(operation, 'tenant').find((place) => place.in === 'header');

/** Two tenants in one request: of a header that comes twice, or in a place that the contract does not name. */
function twoTenants(
  parts: RequestParts,
  operation: CompiledOperation,
  [own, other]: readonly [string, string],
): readonly (readonly [how: string, parts: RequestParts])[] {
  const { name } = inHeader(operation)!;
  const bare = withHeader(parts, name, undefined);
  const named = withHeader(parts, name, own);
  return [
    ['in two headers, its own first', andHeader(bare, [name, own], [name, other])],
    ['in two headers, its own last', andHeader(bare, [name, other], [name, own])],
    ['in a list, its own first', withHeader(parts, name, `${own}, ${other}`)],
    ['in a list, its own last', withHeader(parts, name, `${other}, ${own}`)],
    ['in the query as well', withQuery(named, name, other)],
    ['under another spelling as well', andHeader(named, [name.replaceAll('-', '_'), other])],
  ];
}

const twice: Case = {
  id: 'identifier.tenant-twice',
  title: (operation) => `${named(operation)} shows nothing of a second tenant that the request names`,
  needs: ['second_tenant'],
  applies: (operation, contract) =>
    firstOfKind(
      contract,
      (each) =>
        each.action.type === 'resource.list' &&
        each.requirements.length > 0 &&
        inHeader(each) !== undefined &&
        resourceOf(contract, each)?.partition !== 'none',
      2,
    ).includes(operation),
  basis: (operation, contract) => elementBasis(contract, operation, inHeader(operation)?.pointer),
  async run(context: Context, operation) {
    const resource = resourceOf(context.contract, operation)!;
    const { parts, presentation } = await allowed(context, operation);
    const others = context.target.credentials.tenants.filter(({ id }) => id !== presentation.tenant);
    const ids = ({ answerBody }: Exchange): readonly string[] =>
      objectsWith(parseJson(answerBody), resource.id).map((record) => text(record[resource.id]));
    const own = await ask(context, parts);
    context.expect.success(own, operation);
    const mine = new Set(ids(own));
    for (const { id: other } of others.slice(0, 1))
      for (const [how, request] of twoTenants(parts, operation, [presentation.tenant, other])) {
        const exchange = await ask(context, request);
        context.expect.that(
          exchange.status >= 300 || ids(exchange).every((id) => mine.has(id)),
          `a refusal, or the records of ${presentation.tenant}: the request names another tenant ${how}`,
          `records of another tenant: ${ids(exchange).find((id) => !mine.has(id)) ?? ''}`,
          exchange,
        );
      }
  },
};

const CASES: readonly Case[] = [
  twice,
  ...KINDS.flatMap((kind) => [missing(kind), unknown(kind), disagreeing(kind), alternatives(kind)]),
  wrongCase('tenant'),
  wrongCase('developer'),
];

export const identifier: CheckFamily = (suite) => CASES.flatMap((rule) => perOperation(suite, rule));
