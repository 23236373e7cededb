/** Small changes to a request under construction. */
import { asUserName, isUserName } from '../../driver/present-credential.ts';
import type {
  CompiledMethod,
  CompiledOperation,
  CompiledRequirement,
} from '../../../mock/contract/compiled-contract.ts';
import type { Identifier } from '../../../specs/generated/vocabulary.ts';
import type { CredentialOptions, Context, Presentation, RequestParts } from '../../check-context.ts';
import type { TargetKey } from '../../target/target.ts';

type Pairs = readonly (readonly [name: string, value: string])[];

const without = (pairs: Pairs, name: string): Pairs =>
  pairs.filter(([other]) => other.toLowerCase() !== name.toLowerCase());

/** With a header in place of any of that name; without it where the value is undefined. */
export const withHeader = (parts: RequestParts, name: string, value: string | undefined): RequestParts => ({
  ...parts,
  headers: value === undefined ? without(parts.headers, name) : [...without(parts.headers, name), [name, value]],
});

/** With a query parameter in place of any of that name; without it where the value is undefined. */
export const withQuery = (parts: RequestParts, name: string, value: string | undefined): RequestParts => {
  const query = parts.query.filter(([other]) => other !== name);
  return { ...parts, query: value === undefined ? query : [...query, [name, value]] };
};

/** Without any part of a credential's method. */
export function withoutMethod(parts: RequestParts, { parts: credentialParts }: CompiledMethod): RequestParts {
  return credentialParts.reduce(
    (rest, part) =>
      part.in === 'query'
        ? withQuery(rest, part.name, undefined)
        : withHeader(
            rest,
            part.in === 'authorization' ? 'authorization' : part.in === 'cookie' ? 'cookie' : part.name,
            undefined,
          ),
    parts,
  );
}

/** With one value for an identifier, in the first place that the operation takes it; without it where undefined. */
export function withIdentifier(
  parts: RequestParts,
  operation: CompiledOperation,
  kind: Identifier['kind'],
  value: string | undefined,
): RequestParts {
  const places = operation.identifiers.filter(({ identifier }) => identifier?.kind === kind);
  const bare = places.reduce(
    (rest, place) =>
      place.in === 'query' ? withQuery(rest, place.name, undefined) : withHeader(rest, place.name, undefined),
    parts,
  );
  const [first] = places;
  if (first === undefined || value === undefined) return bare;
  return first.in === 'query' ? withQuery(bare, first.name, value) : withHeader(bare, first.name, value);
}

export const named = (operation: CompiledOperation, kind: Identifier['kind']): boolean =>
  operation.identifiers.some(({ identifier }) => identifier?.kind === kind);

/** How this very key is presented. */
export function presentationOf(requirement: CompiledRequirement, key: TargetKey): Presentation {
  const headers: [string, string][] = [];
  const query: [string, string][] = [];
  for (const part of requirement.method.parts) {
    const value = part.part === 'id' ? key.id : part.part === 'basic' ? `${key.id}:${key.secret}` : key.secret;
    if (part.in === 'authorization')
      headers.push([
        'authorization',
        isUserName(part)
          ? `Basic ${asUserName(value)}`
          : part.name === 'basic'
            ? `Basic ${Buffer.from(value).toString('base64')}`
            : `${part.name} ${value}`,
      ]);
    else if (part.in === 'query') query.push([part.name, value]);
    else headers.push(part.in === 'cookie' ? ['cookie', `${part.name}=${value}`] : [part.name, value]);
  }
  return {
    requirement,
    headers,
    query,
    tenant: key.tenant,
    key,
    ...(key.certificate !== undefined && { certificate: key.certificate }),
  };
}

/**
 * A valid request with this very key, and with its tenant where the operation names one; with whatever else its
 * requirement wants besides.
 */
export async function requestWithKey(
  context: Context,
  operation: CompiledOperation,
  requirement: CompiledRequirement,
  key: TargetKey,
): Promise<RequestParts> {
  const parts = await context.request(operation);
  let presented = context.present(parts, presentationOf(requirement, key));
  for (const other of requirement.also ?? [])
    presented = context.present(
      presented,
      await context.credential(operation, { requirement: other, tenant: key.tenant }),
    );
  return named(operation, 'tenant') ? withIdentifier(presented, operation, 'tenant', key.tenant) : presented;
}

/** A valid request with a good credential, not yet sent. */
export async function validRequest(
  context: Context,
  operation: CompiledOperation,
  options: CredentialOptions & { readonly parts?: Partial<RequestParts> } = {},
): Promise<RequestParts> {
  const presentation = await context.credential(operation, options);
  const parts = await context.request(operation, options.parts);
  const presented = context.present(parts, presentation);
  return named(operation, 'tenant') ? withIdentifier(presented, operation, 'tenant', presentation.tenant) : presented;
}
