/** What a schema says of a value's type, and whether of a text it says more. */
import type { Schema } from '../../../../mock/contract/openapi-document.ts';

export const typesOf = ({ type }: Schema): readonly string[] =>
  type === undefined ? [] : typeof type === 'string' ? [type] : type;

/** Text that may be anything, but for its length. */
export const isFree = ({ enum: values, const: only, format, pattern }: Schema): boolean =>
  values === undefined && only === undefined && format === undefined && pattern === undefined;
