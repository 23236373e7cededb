/** What a document is that is no contract yet, and how to go on with it. */
import type { Document as SourceDocument } from '#openapi-core';
import { METHODS } from '../openapi-document.ts';
import { quote } from '../shell-quote.ts';
import { shownFile } from './lint-finding.ts';
import type { Finding } from './lint-finding.ts';
import { placeOf } from './source-line.ts';

type Keys = Readonly<Record<string, unknown>>;

const importing = ({ source }: SourceDocument): string => {
  const file = quote(shownFile(source.absoluteRef));
  return `"tollgate mock ${file}" serves what can be inferred of it; "tollgate import ${file} -o my-api.yaml" makes a contract of it`;
};

function finding(
  root: SourceDocument,
  level: Finding['level'],
  rule: string,
  key: string,
  message: string,
  suggestion: string,
): Finding {
  const pointer = `#/${key}`;
  return { level, rule, pointer, ...placeOf(root, pointer), message, suggestion };
}

/** @returns undefined for OpenAPI 3.1 */
export function notAContract(root: SourceDocument): Finding | undefined {
  const { openapi, swagger } = (root.parsed ?? {}) as Keys;
  const wrong = (key: string, message: string, suggestion = 'start the file with "openapi: 3.1.0"'): Finding =>
    finding(root, 'error', 'openapi-version', key, message, suggestion);
  // What knows nothing of the vocabulary is imported when it is served; a contract has to be OpenAPI 3.1.
  const other = (key: string, message: string): Finding =>
    finding(root, usesVocabulary(root) ? 'error' : 'note', 'openapi-version', key, message, importing(root));
  if (swagger !== undefined)
    return other(
      'swagger',
      `this is Swagger ${JSON.stringify(swagger).replaceAll('"', '')}, and a contract is OpenAPI 3.1`,
    );
  if (openapi === undefined) return wrong('openapi', 'this is not an OpenAPI document: it has no "openapi" key');
  if (typeof openapi !== 'string')
    return wrong('openapi', `"openapi" is ${JSON.stringify(openapi)}, and must be a text such as '3.1.0'`);
  if (openapi.startsWith('3.1.')) return undefined;
  if (/^3\.\d+\.\d+/.test(openapi))
    return other('openapi', `this is OpenAPI ${openapi}, and a contract is OpenAPI 3.1`);
  return wrong('openapi', `"openapi" is ${JSON.stringify(openapi)}, and a contract is OpenAPI 3.1`);
}

/** Whether a document says anything of its own in the vocabulary's words, misspelt ones at the root included. */
export function usesVocabulary({ parsed }: SourceDocument): boolean {
  const document = (parsed ?? {}) as Keys;
  return ROOT_KEYS.some((key) => key in document) || operations(document).some(hasAction);
}

/** Other tools have texts in a key of this name. */
const hasAction = (operation: object): boolean =>
  typeof (operation as Keys)['x-action'] === 'object' && (operation as Keys)['x-action'] !== null;

/** Without `x-webhooks`, which many documents of OpenAPI 3.0 have for what 3.1 calls `webhooks`. */
const ROOT_KEYS = ['x-credentials', 'x-seed', 'x-unmatched'];

function operations({ paths }: Keys): readonly object[] {
  const items = typeof paths === 'object' && paths !== null ? (Object.values(paths) as unknown[]) : [];
  return items.flatMap((item) =>
    typeof item === 'object' && item !== null
      ? METHODS.flatMap((method) => {
          const operation = (item as Keys)[method];
          return typeof operation === 'object' && operation !== null ? [operation] : [];
        })
      : [],
  );
}

/** OpenAPI 3.1 without a word of the vocabulary: all the operations lack the same. */
export function plainDocument(root: SourceDocument): Finding {
  const { openapi } = root.parsed as { openapi: string };
  return finding(
    root,
    'note',
    'no-vocabulary',
    'openapi',
    `this is OpenAPI ${openapi} without a word of how it authenticates, what it holds and how it refuses`,
    importing(root),
  );
}
