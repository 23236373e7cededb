/**
 * What a breach of OpenAPI's own structure is worth. Redocly has one rule for all of them: a word of OpenAPI 3.0 in a
 * 3.1 document counts there as much as a schema of a type that does not exist.
 */
import type { Level } from '../contract-problem.ts';

export interface Judgement {
  readonly rule: string;
  readonly level: Level;
  readonly message?: string;
  readonly suggestion?: string;
}

/** Objects that are told to readers, and never served. */
const TOLD =
  /^#\/(?:tags|externalDocs|info\/(?:contact|license))(?:\/|$)|\/(?:externalDocs|links|callbacks|xml)(?:\/|$)/;

/** Keys whose values are told to readers. */
const TOLD_KEYS = ['description', 'summary', 'deprecated', 'version', 'termsOfService', 'tags', 'xml', 'externalDocs'];

/** What the sandbox looks at, wherever it must be present. */
const NEEDED = /^#$|^#\/info$|\/parameters\/|\/securitySchemes\//;

/**
 * @param message with names in double quotes
 * @param pointer of what is judged, or of the object in which something is missing
 */
export function judgeStructure(message: string, pointer: string): Judgement {
  const slip: Judgement = { rule: 'struct', level: 'warning' };
  const stopping: Judgement = { rule: 'struct', level: 'error' };
  if (/is not expected here/.test(message)) {
    if (!pointer.endsWith('/nullable')) return { rule: 'unknown-key', level: 'warning' };
    return {
      rule: 'nullable',
      level: 'warning',
      message: '"nullable" is a word of OpenAPI 3.0, and says nothing in 3.1',
      suggestion: `write type: [string, 'null']`,
    };
  }
  if (TOLD.test(pointer)) return slip;
  const missing = /^The field "(.+)" must be present/.exec(message)?.[1];
  if (missing !== undefined) {
    const needed = NEEDED.test(pointer) && ['info', 'title', 'name', 'in', 'type', 'scheme'].includes(missing);
    return needed ? stopping : slip;
  }
  const key = pointer.slice(pointer.lastIndexOf('/') + 1);
  if (/^Expected type/.test(message)) return TOLD_KEYS.includes(key) ? slip : stopping;
  if (/can be one of the following only|is not a valid value/.test(message))
    return ['type', 'in'].includes(key) || /\/type\/\d+$/.test(pointer) ? stopping : slip;
  if (/is not allowed here|at least one of the following|must be greater than or equal/.test(message)) return slip;
  return stopping;
}
