/** Whether a document is a contract already: whether it has any key that only the vocabulary gives a meaning. */
import { METHODS } from '../openapi-document.ts';
import { isJson } from './walk-openapi.ts';

const AT_ROOT = ['x-credentials', 'x-seed', 'x-unmatched', 'x-guards', 'x-rate-limits'];

export function speaksVocabulary(document: unknown): boolean {
  if (!isJson(document)) return false;
  if (AT_ROOT.some((key) => document[key] !== undefined)) return true;
  const items = isJson(document['paths']) ? Object.values(document['paths']) : [];
  const operations = items.flatMap((item) => (isJson(item) ? METHODS.map((method) => item[method]) : []));
  if (operations.some((operation) => isJson(operation) && hasType(operation['x-action']))) return true;
  const components = document['components'];
  const schemes = isJson(components) && isJson(components['securitySchemes']) ? components['securitySchemes'] : {};
  return Object.values(schemes).some((scheme) => isJson(scheme) && isJson(scheme['x-verify']));
}

const hasType = (action: unknown): boolean => isJson(action) && typeof action['type'] === 'string';
