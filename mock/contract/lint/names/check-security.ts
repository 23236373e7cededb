/** Whether the schemes of each security requirement make one whole credential of `x-credentials`. */
import type {
  Credential,
  CredentialPart,
  SignatureCredential,
  SignedPart,
} from '../../../../specs/generated/vocabulary.ts';
import { escapePointer, follow } from '../../openapi-document.ts';
import type { Document, SecurityScheme } from '../../openapi-document.ts';
import type { ContractProblem } from '../../contract-problem.ts';
import { operationsOf, unknownName } from './walk-document.ts';
import type { Report } from './walk-document.ts';
import { isSignature, signs } from '../../signature-kinds.ts';

const ONLY_HMAC: readonly CredentialPart[] = [
  'signature',
  'timestamp',
  'nonce',
  'signed_headers',
  'expires',
  'signature_input',
];

/** Schemes whose credentials are one text and no list of parameters. */
const SIMPLE = ['basic', 'bearer'];

export function checkSecurity(document: Document, report: Report): void {
  const credentials = document['x-credentials'] ?? {};
  for (const name of Object.keys(document.components?.securitySchemes ?? {})) {
    const verify = schemeOf(document, name)?.['x-verify'];
    if (verify === undefined || verify.credential === null) continue;
    const pointer = `#/components/securitySchemes/${escapePointer(name)}/x-verify`;
    unknownName(report, `${pointer}/credential`, 'credential', verify.credential, Object.keys(credentials));
    const kind = credentials[verify.credential]?.kind;
    if (kind !== undefined && !signs({ kind }) && verify.part !== undefined && ONLY_HMAC.includes(verify.part)) {
      report({
        rule: 'security',
        pointer: `${pointer}/part`,
        message: `a credential of kind ${kind} has no part "${verify.part}"`,
        suggestion: 'it can be id, secret or basic',
      });
    }
    if (kind !== undefined) checkConnection(schemeOf(document, name)!, kind, pointer, report);
    if (verify.parameters !== undefined) checkParameters(document, name, kind, pointer, report);
    if (kind !== undefined && kind !== 'token' && verify.consent_of !== undefined) {
      report({
        rule: 'security',
        pointer: `${pointer}/consent_of`,
        message: `nobody consents to a credential of kind ${kind}`,
        suggestion: 'leave it out, or name a token credential',
      });
    }
  }
  // Each fault is told once: at its scheme, or at the first of the requirements that share it.
  const told = new Map<string, number>();
  const first: ContractProblem[] = [];
  const once = (problem: ContractProblem): void => {
    const uses = told.get(problem.message) ?? 0;
    told.set(problem.message, uses + 1);
    if (uses === 0) first.push(problem);
  };
  checkIssued(document, report);
  const checkAll = (alternatives: readonly Readonly<Record<string, readonly string[]>>[], pointer: string): void =>
    alternatives.forEach((alternative, i) =>
      checkRequirement(document, Object.keys(alternative), `${pointer}/security/${i}`, once),
    );
  checkAll(document.security ?? [], '#');
  for (const { operation, pointer } of operationsOf(document)) checkAll(operation.security ?? [], pointer);
  for (const problem of first) {
    const uses = told.get(problem.message)!;
    report(uses === 1 ? problem : { ...problem, message: `${problem.message}, in ${uses} requirements` });
  }
}

/** A certificate stands in no place of a request, and nothing else is on a connection. */
function checkConnection(
  { type, 'x-verify': verify }: SecurityScheme,
  kind: Credential['kind'],
  pointer: string,
  report: Report,
): void {
  const isCertificate = kind === 'certificate';
  if (isCertificate !== (type === 'mutualTLS'))
    report({
      rule: 'security',
      pointer: `${pointer}/credential`,
      message: isCertificate
        ? `a scheme of type ${type} carries no certificate`
        : `a scheme of type mutualTLS carries no credential of kind ${kind}`,
      suggestion: isCertificate ? 'write type: mutualTLS' : 'let it carry one of kind certificate',
    });
  else if (isCertificate && verify?.part !== undefined)
    report({
      rule: 'security',
      pointer: `${pointer}/part`,
      message: 'a certificate has no parts',
      suggestion: 'leave part out',
    });
}

/** Several parts in one `Authorization` header. */
function checkParameters(
  document: Document,
  name: string,
  kind: Credential['kind'] | undefined,
  pointer: string,
  report: Report,
): void {
  const { type, scheme: word = '', 'x-verify': verify } = schemeOf(document, name)!;
  const names = Object.values(verify?.parameters ?? {});
  const say = (message: string, suggestion: string): void =>
    report({ rule: 'security', pointer: `${pointer}/parameters`, message, suggestion });
  if (type !== 'http' || SIMPLE.includes(word.toLowerCase()))
    say(
      "only an http scheme of the provider's own has parameters",
      "write type: http with the scheme's word, or give each part a scheme of its own",
    );
  if (kind !== undefined && !signs({ kind }))
    say(`a credential of kind ${kind} has no such parts`, 'let the scheme carry it whole, with part');
  if (verify?.part !== undefined) say('the parameters say which parts it carries', 'leave part out');
  if (new Set(names).size < names.length) say('two parts have one parameter', 'give each a name of its own');
}

/** A token that nobody gives out can never be presented. */
function checkIssued(document: Document, report: Report): void {
  const operations = operationsOf(document);
  const taken = new Set(
    [document.security ?? [], ...operations.map(({ operation }) => operation.security ?? [])]
      .flat()
      .flatMap((alternative) => Object.keys(alternative))
      .map((name) => schemeOf(document, name)?.['x-verify']?.credential),
  );
  for (const [name, { kind }] of Object.entries(document['x-credentials'] ?? {})) {
    const issued = operations.some(({ operation: { 'x-action': action } }) =>
      action?.type === 'token.issue' || action?.type === 'link.redeem' ? action.credential === name : false,
    );
    if (kind === 'token' && !issued && taken.has(name))
      report({
        rule: 'security',
        pointer: `#/x-credentials/${escapePointer(name)}`,
        message: `no operation gives out the token "${name}"`,
        suggestion: `add an operation with x-action: { type: token.issue, credential: ${name}, … }`,
      });
  }
}

function checkRequirement(document: Document, names: readonly string[], pointer: string, report: Report): void {
  if (names.length === 0) return;
  const parts = new Map<string, Set<CredentialPart>>();
  for (const name of names) {
    const scheme = schemeOf(document, name);
    const verify = scheme?.['x-verify'];
    if (scheme === undefined || verify === undefined) {
      report({
        rule: 'security',
        pointer: scheme === undefined ? pointer : `#/components/securitySchemes/${escapePointer(name)}`,
        message: `the security scheme "${name}" has no "x-verify"`,
        suggestion: 'say with it which credential of x-credentials the scheme carries',
      });
      return;
    }
    if (verify.credential === null || document['x-credentials']?.[verify.credential]?.kind === 'certificate') continue;
    if (verify.parameters !== undefined) {
      const carried = parts.get(verify.credential) ?? new Set();
      for (const part of Object.keys(verify.parameters)) carried.add(part as CredentialPart);
      parts.set(verify.credential, carried);
      continue;
    }
    const basic = scheme.type === 'http' && scheme.scheme?.toLowerCase() === 'basic';
    const part = verify.part ?? (basic ? 'basic' : 'secret');
    parts.set(verify.credential, (parts.get(verify.credential) ?? new Set()).add(part));
  }
  const signed = [...parts.keys()].find((name) => isSignature(document['x-credentials']?.[name]));
  if (parts.size > 1 && signed !== undefined) {
    report({
      rule: 'security',
      pointer,
      message: `one requirement carries the signature of "${signed}" beside other credentials: ${[...parts.keys()].join(', ')}`,
      suggestion: 'let a requirement with a signature carry the parts of that one credential',
    });
    return;
  }
  for (const [name, present] of parts) {
    const credential = document['x-credentials']?.[name];
    const missing = credential === undefined ? [] : partsOf(credential, present).filter((part) => !present.has(part));
    if (missing.length > 0) {
      report({
        rule: 'security',
        pointer,
        message: `the requirement lacks the ${missing.join(' and the ')} of "${name}"`,
        suggestion: 'add the security scheme that carries it to the same requirement',
      });
    }
    const useless = credential === undefined ? [] : uselessParts(credential, present);
    if (useless.length > 0)
      report({
        rule: 'security',
        pointer,
        message: `the recipe of "${name}" says nothing of the ${useless.join(' and the ').replace('_', ' ')} that the requirement carries`,
        suggestion: useless.includes('expires')
          ? 'say how long it may be, as expires: { longest: P7D }'
          : 'say which fields must be signed, as headers: { names: [host] }',
      });
  }
}

const covers = ({ message, request }: SignatureCredential, part: SignedPart): boolean =>
  message.includes(part) || request?.message.includes(part) === true;

/** Parts that the recipe has no use for. */
function uselessParts(credential: Credential, present: ReadonlySet<CredentialPart>): readonly CredentialPart[] {
  if (!isSignature(credential)) return [];
  return [
    ...(present.has('signed_headers') && credential.headers === undefined ? (['signed_headers'] as const) : []),
    ...(present.has('expires') && credential.expires === undefined ? (['expires'] as const) : []),
  ];
}

/** The parts that must be there for a credential to be whole. */
function partsOf(credential: Credential, present: ReadonlySet<CredentialPart>): readonly CredentialPart[] {
  if (credential.kind === 'key_pair') return present.has('basic') ? [] : ['id', 'secret'];
  if (!isSignature(credential)) return [];
  if (credential.message.includes('signature_base')) return ['signature_input', 'signature'];
  // The window is judged by the timestamp, whether or not it is a part of the message by itself.
  return ['id', 'signature', 'timestamp', ...(covers(credential, 'nonce') ? (['nonce'] as const) : [])];
}

function schemeOf(document: Document, name: string): SecurityScheme | undefined {
  const node = document.components?.securitySchemes?.[name];
  return node && follow(document, { node, pointer: `#/components/securitySchemes/${escapePointer(name)}` }).node;
}
