/** Compiles security requirements into the ways a credential may be presented. */
import { follow } from '../openapi-document.ts';
import type { Document, Operation, SecurityScheme } from '../openapi-document.ts';
import type { CompiledMethod, CompiledPart, CompiledRequirement } from '../compiled-contract.ts';
import type { ContractProblem } from '../contract-problem.ts';

function transport(scheme: SecurityScheme): Pick<CompiledPart, 'in' | 'name'> {
  if (scheme.type === 'apiKey')
    return {
      in: scheme.in ?? 'header',
      name: scheme.in === 'header' ? (scheme.name ?? '').toLowerCase() : (scheme.name ?? ''),
    };
  return { in: 'authorization', name: scheme.type === 'http' ? (scheme.scheme ?? 'bearer').toLowerCase() : 'bearer' };
}

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
  const requirements: CompiledRequirement[] = [];
  alternatives.forEach((alternative, i) => {
    const names = Object.keys(alternative);
    if (names.length === 0) return;
    const place = `${pointer}/security/${i}`;
    const parts: CompiledPart[] = [];
    const credentials = new Set<string>();
    let consentOf: CompiledMethod['consentOf'];
    for (const name of names) {
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
        return;
      }
      credentials.add(verify.credential);
      consentOf ??= verify.consent_of;
      parts.push({
        scheme: name,
        part: verify.part ?? (scheme.type === 'http' && scheme.scheme?.toLowerCase() === 'basic' ? 'basic' : 'secret'),
        ...transport(scheme),
      });
    }
    const [credential, another] = [...credentials];
    const kind = credential === undefined ? undefined : document['x-credentials']?.[credential]?.kind;
    if (credential === undefined || kind === undefined || another !== undefined) {
      problems.push({
        rule: 'security',
        pointer: place,
        message:
          another === undefined
            ? `no credential ${String(credential)} in x-credentials`
            : `one requirement bears two credentials, ${credential} and ${another}`,
        suggestion: 'let each requirement carry the parts of one credential of x-credentials',
      });
      return;
    }
    const key = [...names].sort().join(' ');
    const method = methods.get(key) ?? {
      credential,
      kind,
      parts,
      ...(consentOf && { consentOf }),
      pointer: `#/components/securitySchemes/${names[0]!}`,
    };
    methods.set(key, method);
    requirements.push({ method, scopes: [...new Set(Object.values(alternative).flat())] });
  });
  return {
    requirements,
    anonymous: requirements.length === 0 || alternatives.some((alternative) => Object.keys(alternative).length === 0),
  };
}
