/**
 * Forms of Swagger 2.0 that must be sent. There each field says whether it is required; in OpenAPI 3 a body without a
 * single field is one that was not sent, and whether it must be is said beside it.
 *
 * @see https://spec.openapis.org/oas/v2.0.html#parameter-object
 */
import { isJson } from './walk-openapi.ts';
import type { Json } from './walk-openapi.ts';

const FORMS = ['application/x-www-form-urlencoded', 'multipart/form-data'];

const hasRequired = (media: unknown): boolean =>
  isJson(media) &&
  isJson(media['schema']) &&
  Array.isArray(media['schema']['required']) &&
  media['schema']['required'].length > 0;

/** @param document what the upgrade made of a Swagger 2.0 document; changed in place */
export function requireForms(document: Json): Json {
  const { paths } = document;
  const items = isJson(paths) ? Object.values(paths).filter(isJson) : [];
  for (const operation of items.flatMap((item) => Object.values(item)).filter(isJson)) {
    const body = operation['requestBody'];
    if (!isJson(body) || body['required'] !== undefined || !isJson(body['content'])) continue;
    const { content } = body;
    if (FORMS.some((type) => hasRequired(content[type]))) body['required'] = true;
  }
  return document;
}
