/**
 * The Redocly rules a contract is held to. Errors are what the sandbox cannot serve, warnings what a reader would miss.
 */

/** @see https://redocly.com/docs/cli/rules/built-in-rules */
export const RULES = {
  struct: 'error',
  'no-unresolved-refs': 'error',
  'no-identical-paths': 'error',
  'no-schema-type-mismatch': 'error',
  'no-enum-type-mismatch': 'error',
  'no-required-schema-properties-undefined': 'error',
  'no-invalid-schema-examples': { severity: 'error', allowAdditionalProperties: true },
  'no-invalid-parameter-examples': { severity: 'error', allowAdditionalProperties: true },
  'no-invalid-media-type-examples': { severity: 'error', allowAdditionalProperties: true },
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
  'no-ambiguous-paths': 'warn',
  'no-duplicated-enum-values': 'warn',
  'no-unused-components': 'warn',
  'operation-summary': 'warn',
} as const;
