/** Whether a client that finds the issuer's metadata may believe them. */
import { escapePointer } from '../../openapi-document.ts';
import type { Document } from '../../openapi-document.ts';
import { operationsOf } from './walk-document.ts';
import type { Report } from './walk-document.ts';

/**
 * Metadata are served where the sandbox stands, and a client compares the issuer in them with where it asked.
 *
 * @see RFC 8414 §3.3, OpenID Connect Discovery §4.3
 */
export function checkIssuers(document: Document, report: Report): void {
  for (const [name, credential] of Object.entries(document['x-credentials'] ?? {})) {
    if (credential.kind !== 'token' || credential.issuer === undefined) continue;
    const discovery = operationsOf(document).find(
      ({ operation: { 'x-action': action } }) => action?.type === 'metadata' && action.credential === name,
    );
    if (discovery === undefined) continue;
    report({
      rule: 'issuer',
      pointer: `#/x-credentials/${escapePointer(name)}/issuer`,
      message: `GET ${discovery.path} tells this issuer from below the sandbox's own URL, and clients refuse metadata of another issuer than the one they asked (RFC 8414 §3.3)`,
      suggestion: 'leave issuer out; where it has to be a certain URL, start the sandbox with --public-url',
    });
  }
}
