/** Whether what DPoP (RFC 9449) needs besides is there: a scheme that bound tokens come by, and headers for nonces. */
import type { TokenCredential } from '../../../../specs/generated/vocabulary.ts';
import { escapePointer, follow } from '../../openapi-document.ts';
import type { Document } from '../../openapi-document.ts';
import { operationsOf } from './walk-document.ts';
import type { OperationAt, Report } from './walk-document.ts';

type Dpop = NonNullable<TokenCredential['dpop']>;

const isBearer = ({ type, scheme }: { readonly type?: string; readonly scheme?: string }): boolean =>
  type === 'oauth2' || type === 'openIdConnect' || (type === 'http' && scheme?.toLowerCase() === 'bearer');

/** Schemes that carry a credential as bearer tokens do. */
function bearerSchemes(document: Document, credential: string): readonly string[] {
  return Object.entries(document.components?.securitySchemes ?? {}).flatMap(([name, node]) => {
    const scheme = follow(document, { node, pointer: `#/components/securitySchemes/${name}` }).node;
    return scheme['x-verify']?.credential === credential && isBearer(scheme) ? [name] : [];
  });
}

/** Whether some answer of an operation tells the nonce. */
function tellsNonce(document: Document, { operation, pointer }: OperationAt, refusal: boolean): boolean {
  return Object.entries(operation.responses ?? {}).some(([status, reference]) => {
    if (refusal !== /^[45d]/.test(status)) return false;
    const response = follow(document, { node: reference, pointer: `${pointer}/responses/${status}` });
    return Object.entries(response.node.headers ?? {}).some(
      ([name, node]) =>
        follow(document, { node, pointer: `${response.pointer}/headers/${name}` }).node['x-fill'] === 'dpop.nonce',
    );
  });
}

function checkNonce(document: Document, { nonce }: Dpop, places: readonly OperationAt[], report: Report): void {
  for (const place of places)
    if (nonce !== undefined && !tellsNonce(document, place, true))
      report({
        rule: 'dpop',
        pointer: `${place.pointer}/responses`,
        message: 'no refusal tells the nonce that proofs have to carry, and a client cannot know it',
        suggestion: 'give the response with x-failure: use_dpop_nonce a header DPoP-Nonce with x-fill: dpop.nonce',
      });
    else if (nonce === undefined && (tellsNonce(document, place, true) || tellsNonce(document, place, false)))
      report({
        level: 'warning',
        rule: 'empty-fill',
        pointer: `${place.pointer}/responses`,
        message: 'an answer has a header with x-fill: dpop.nonce, and nothing ever stands there',
        suggestion: 'give the dpop of the credential a nonce, or take the fill away',
      });
}

export function checkDpop(document: Document, report: Report): void {
  const operations = operationsOf(document);
  const bound = new Set<string>();
  for (const [name, credential] of Object.entries(document['x-credentials'] ?? {})) {
    if (credential.kind !== 'token' || credential.dpop === undefined) continue;
    bound.add(name);
    const schemes = bearerSchemes(document, name);
    const taking = operations.filter(({ operation }) =>
      (operation.security ?? document.security ?? []).some((requirement) =>
        schemes.some((scheme) => Object.hasOwn(requirement, scheme)),
      ),
    );
    const issuing = operations.filter(({ operation: { 'x-action': action } }) =>
      action?.type === 'token.issue' || action?.type === 'authorize.push' ? action.credential === name : false,
    );
    if (taking.length === 0)
      report({
        rule: 'dpop',
        pointer: `#/x-credentials/${escapePointer(name)}/dpop`,
        message: 'no operation takes these tokens as bearer tokens are taken, so none can take them by the scheme DPoP',
        suggestion: 'use a security scheme of type oauth2, openIdConnect, or http with scheme: bearer',
      });
    checkNonce(document, credential.dpop, [...issuing, ...taking], report);
  }
  (document['x-seed']?.clients ?? []).forEach((client, i) => {
    if (client.dpop_bound_access_tokens === true && bound.size === 0)
      report({
        level: 'warning',
        rule: 'unread-seed',
        pointer: `#/x-seed/clients/${i}/dpop_bound_access_tokens`,
        message: `nothing reads whether client "${client.client_id}" sends proofs: no token credential has dpop`,
        suggestion: 'give one dpop, or take it away',
      });
  });
}
