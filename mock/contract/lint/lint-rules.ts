/**
 * The Redocly rules a contract is held to, and what a finding of each is worth: an error is what the sandbox cannot
 * serve right, a warning what is most likely a slip, a note what only a reader would miss.
 */
import type { Level } from '../contract-problem.ts';

const WITH_OWN_KEYS = { severity: 'error', allowAdditionalProperties: true } as const;

/**
 * Redocly only finds; {@link levelOf} judges.
 *
 * @see https://redocly.com/docs/cli/rules/built-in-rules
 */
export const RULES = {
  struct: 'error',
  'no-unresolved-refs': 'error',
  'no-identical-paths': 'error',
  'no-schema-type-mismatch': 'error',
  'no-enum-type-mismatch': 'error',
  'no-required-schema-properties-undefined': 'error',
  'no-invalid-schema-examples': WITH_OWN_KEYS,
  'no-invalid-parameter-examples': WITH_OWN_KEYS,
  'no-invalid-media-type-examples': WITH_OWN_KEYS,
  'operation-operationId': 'error',
  'operation-operationId-unique': 'error',
  'operation-operationId-url-safe': 'error',
  'operation-parameters-unique': 'error',
  'path-declaration-must-exist': 'error',
  'path-not-include-query': 'error',
  'path-parameters-defined': 'error',
  'security-defined': 'error',
  'security-scopes-defined': 'error',
  'spec-components-invalid-map-name': 'error',
  'no-ambiguous-paths': 'error',
  'no-duplicated-enum-values': 'error',
  'no-unused-components': 'error',
  'operation-summary': 'error',
} as const;

/** Rules whose findings leave nothing, or only another thing, to serve. */
const STOPPING = [
  'struct',
  'no-unresolved-refs',
  'no-identical-paths',
  'operation-operationId-unique',
  'path-declaration-must-exist',
  'path-not-include-query',
  'security-defined',
  'vocabulary',
];

const FOR_READERS = ['operation-operationId-url-safe', 'no-unused-components', 'operation-summary'];

export const levelOf = (rule: string): Level =>
  STOPPING.includes(rule) ? 'error' : FOR_READERS.includes(rule) ? 'note' : 'warning';
