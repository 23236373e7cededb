/** Whether the resource servers that tokens can be for (RFC 8707) can be named, and read from the tokens. */
import type { TokenCredential } from '../../../../specs/generated/vocabulary.ts';
import { escapePointer } from '../../openapi-document.ts';
import type { Document } from '../../openapi-document.ts';
import { operationsOf } from './walk-document.ts';
import type { Report } from './walk-document.ts';

const isResource = (uri: string): boolean =>
  /^[A-Za-z][A-Za-z0-9+.-]*:/.test(uri) && URL.canParse(uri) && !uri.includes('#');

/** Whether some answer tells whom an opaque token is for. */
const tellsAudience = (document: Document): boolean => JSON.stringify(document).includes('"x-fill":"token.audience"');

function checkOthers({ audience, resources }: TokenCredential, pointer: string, report: Report): void {
  const { others = [], parameters = ['resource'] } = resources!;
  others.forEach((other, i) => {
    const at = `${pointer}/others/${i}`;
    if (other === audience)
      report({
        rule: 'resources',
        pointer: at,
        message: `"${other}" is this API itself, and no other resource server`,
        suggestion: 'take it away: the audience of the credential can always be named',
      });
    else if (parameters.includes('resource') && !isResource(other))
      report({
        rule: 'resources',
        pointer: at,
        message: `"${other}" cannot be named by the parameter resource, which takes absolute URIs without a fragment`,
        suggestion: 'write it as a URI, or name parameters: [audience]',
      });
  });
}

export function checkResourceIndicators(document: Document, report: Report): void {
  const operations = operationsOf(document);
  for (const [name, credential] of Object.entries(document['x-credentials'] ?? {})) {
    if (credential.kind !== 'token' || credential.resources === undefined) continue;
    const pointer = `#/x-credentials/${escapePointer(name)}/resources`;
    const isIssued = operations.some(
      ({ operation: { 'x-action': action } }) => action?.type === 'token.issue' && action.credential === name,
    );
    if (!isIssued)
      report({
        level: 'warning',
        rule: 'resources',
        pointer,
        message: `nobody can name whom ${name} is for: no operation gives it out`,
        suggestion: 'give an operation x-action: { type: token.issue }, or take resources away',
      });
    if (credential.format === 'jwt' && credential.claims?.includes('aud') !== true)
      report({
        rule: 'resources',
        pointer,
        message: `${name} does not say whom it is for: its claims have no aud, so no resource server can refuse it`,
        suggestion: 'add aud to its claims',
      });
    if (credential.format === 'opaque' && !tellsAudience(document))
      report({
        level: 'warning',
        rule: 'resources',
        pointer,
        message: `no answer says whom ${name} is for: it is opaque, so no other resource server can know`,
        suggestion: 'give introspection a property with x-fill: token.audience',
      });
    checkOthers(credential, pointer, report);
  }
}
