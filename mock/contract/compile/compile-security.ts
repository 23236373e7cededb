/** Compiles security requirements into the ways a credential may be presented. */
import { follow } from '../openapi-document.ts';
import type { Document, Operation, SecurityScheme } from '../openapi-document.ts';
import type { CredentialPart, Dpop, Verify } from '../../../specs/generated/vocabulary.ts';
import type { CompiledMethod, CompiledPart, CompiledRequirement } from '../compiled-contract.ts';
import type { ContractProblem } from '../contract-problem.ts';

function transport(scheme: SecurityScheme, dpop: Dpop | undefined): Pick<CompiledPart, 'in' | 'name' | 'otherName'> {
  if (scheme.type === 'apiKey')
    return {
      in: scheme.in ?? 'header',
      name: scheme.in === 'header' ? (scheme.name ?? '').toLowerCase() : (scheme.name ?? ''),
    };
  const name = scheme.type === 'http' ? (scheme.scheme ?? 'bearer').toLowerCase() : 'bearer';
  if (name !== 'bearer' || dpop === undefined) return { in: 'authorization', name };
  return dpop.required === true
    ? { in: 'authorization', name: 'dpop' }
    : { in: 'authorization', name, otherName: 'dpop' };
}

const isBasic = ({ type, scheme }: SecurityScheme): boolean => type === 'http' && scheme?.toLowerCase() === 'basic';

export interface CompiledSecurity {
  readonly requirements: readonly CompiledRequirement[];
  readonly anonymous: boolean;
}

/** Shares one {@link CompiledMethod} between operations that name the same schemes. */
export type MethodRegistry = Map<string, CompiledMethod>;

export function compileSecurity(
  document: Document,
  operation: Operation,
  pointer: string,
  methods: MethodRegistry,
  problems: ContractProblem[],
): CompiledSecurity {
  const alternatives = operation.security ?? document.security ?? [];
  let anonymous = false as boolean;
  const requirements = alternatives.flatMap((alternative, i) => {
    const place = `${pointer}/security/${i}`;
    const carried = new Map<string, Carried[]>();
    for (const name of Object.keys(alternative)) {
      const node = document.components?.securitySchemes?.[name];
      const scheme = node && follow(document, { node, pointer: `#/components/securitySchemes/${name}` }).node;
      const verify = scheme?.['x-verify'];
      if (!scheme || !verify) {
        problems.push({
          rule: 'security',
          pointer: place,
          message: `${name} is not a security scheme with x-verify`,
          suggestion: 'declare it in components/securitySchemes and say with x-verify which credential it carries',
        });
        return [];
      }
      if (verify.credential === null) continue;
      if (document['x-credentials']?.[verify.credential] === undefined) {
        problems.push({
          rule: 'security',
          pointer: place,
          message: `no credential ${verify.credential} in x-credentials`,
          suggestion: 'let each scheme carry a credential of x-credentials',
        });
        return [];
      }
      const one = { name, scheme, verify, scopes: alternative[name]! };
      carried.set(verify.credential, [...(carried.get(verify.credential) ?? []), one]);
    }
    if (carried.size === 0) anonymous = true;
    const all = [...carried]
      .map(([credential, schemes]) => requirementOf(document, credential, schemes, methods))
      .sort((a, b) => rank(a) - rank(b));
    const also = all.slice(1);
    return all.slice(0, 1).map((first) => (also.length === 0 ? first : { ...first, also }));
  });
  return { requirements, anonymous: anonymous || requirements.length === 0 };
}

interface Carried {
  readonly name: string;
  readonly scheme: SecurityScheme;
  readonly verify: Verify;
  readonly scopes: readonly string[];
}

/** Of several credentials in one request the caller is who signed in, whose token it is, whose key, whose certificate. */
const WHO: readonly (readonly CompiledMethod['kind'][])[] = [
  ['session'],
  ['token'],
  ['api_key', 'key_pair', 'hmac', 'signature'],
  ['certificate'],
];
const rank = ({ method }: CompiledRequirement): number => WHO.findIndex((kinds) => kinds.includes(method.kind));

/** One credential, with all of its schemes together. */
function requirementOf(
  document: Document,
  credential: string,
  schemes: readonly Carried[],
  methods: MethodRegistry,
): CompiledRequirement {
  const names = schemes.map(({ name }) => name);
  const key = [...names].sort().join(' ');
  const consentOf = schemes.find(({ verify }) => verify.consent_of)?.verify.consent_of;
  const bound = document['x-credentials']![credential]!;
  const dpop = bound.kind === 'token' ? bound.dpop : undefined;
  const method = methods.get(key) ?? {
    credential,
    kind: document['x-credentials']![credential]!.kind,
    // What the connection is made with stands in no part of a request.
    parts: (bound.kind === 'certificate' ? [] : schemes).flatMap(({ name, scheme, verify }) => {
      const place = { scheme: name, ...transport(scheme, dpop) };
      return verify.parameters === undefined
        ? [{ ...place, part: verify.part ?? (isBasic(scheme) ? 'basic' : 'secret') }]
        : Object.entries(verify.parameters).map(([part, parameter]) => ({
            ...place,
            part: part as CredentialPart,
            parameter,
            quoted: verify.quoted ?? false,
          }));
    }),
    ...(consentOf && { consentOf }),
    pointer: `#/components/securitySchemes/${names[0]!}`,
  };
  methods.set(key, method);
  return { method, scopes: [...new Set(schemes.flatMap(({ scopes }) => scopes))] };
}
