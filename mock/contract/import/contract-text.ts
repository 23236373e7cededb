/** An imported contract as YAML, with a comment beside what was inferred. */
import { Document as YamlDocument, isMap, isScalar, visit } from 'yaml';
import type { Node } from 'yaml';
import type { Document } from '../openapi-document.ts';

/** Why a key of the vocabulary is there. */
const WHY: Readonly<Record<string, string>> = {
  'x-credentials': 'inferred from securitySchemes: what callers present',
  'x-verify': 'inferred from the type of the scheme',
  'x-seed': 'made up: who exists in the sandbox, for tests',
  'x-unmatched': 'assumed: problem details (RFC 9457)',
  'x-resource': 'inferred from the paths of a collection and its items',
  'x-paging': 'inferred from the name of the parameter',
};

const ACTIONS: Readonly<Record<string, string>> = {
  reply: 'nothing could be inferred, so the example answers',
  'token.issue': 'added: no operation of the document issues this token',
  authorize: 'added: no operation of the document asks a person for access',
};

function whyOf(key: string, value: unknown): string | undefined {
  if (key !== 'x-action') return WHY[key];
  const type: unknown = isMap(value) ? value.get('type') : undefined;
  return typeof type === 'string' ? (ACTIONS[type] ?? 'inferred from the path, the method and the schemas') : undefined;
}

/** Puts a comment beside each key that was inferred. */
export function commentInferences(yaml: YamlDocument | Node): void {
  visit(yaml, {
    Pair(_, pair) {
      if (!isScalar(pair.key) || typeof pair.key.value !== 'string') return;
      const why = whyOf(pair.key.value, pair.value);
      if (why !== undefined) pair.key.commentBefore = ` ${why}`;
    },
  });
}

/** @param source the file that it was imported from, as given */
export function contractText(document: Document, source: string): string {
  // Without anchors: each part can be edited by itself.
  const yaml = new YamlDocument(document, { aliasDuplicateObjects: false });
  commentInferences(yaml);
  yaml.commentBefore = ` Imported from ${source}. What stands under a comment was inferred (x-evidence: assumed): edit it, and import again when\n the document changes.`;
  return yaml.toString({ lineWidth: 120 });
}
