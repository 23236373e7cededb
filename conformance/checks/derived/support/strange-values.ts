/** Values that a careless server loses on the way: text in many scripts, fractions, great numbers, nothing at all. */
import type { CompiledContract } from '../../../../mock/contract/compiled-contract.ts';
import type { Schema } from '../../../../mock/contract/openapi-document.ts';
import { flatten } from '../../../../mock/contract/json-schemas.ts';

/** Composed and decomposed letters, a sign beyond 16 bits, text from right to left, markup, and a space at each end. */
const TEXT = ' Zoë Zoe\u0308 名前 👋🏽 שלום <b>&amp;</b> "\\\'` ';
const FRACTION = 1234.07;
/** More than 32 bits hold. */
const GREAT = 4_294_967_297;

const typesOf = ({ type }: Schema): readonly string[] =>
  type === undefined ? [] : typeof type === 'string' ? [type] : type;

const within = ({ minimum = -Infinity, maximum = Infinity }: Schema, value: number): boolean =>
  value >= minimum && value <= maximum;

/** Text that may be anything, but for its length. */
const isFree = ({ enum: values, const: only, format, pattern }: Schema): boolean =>
  values === undefined && only === undefined && format === undefined && pattern === undefined;

/** An object of whatever members. */
const isOpen = ({ properties, additionalProperties }: Schema): boolean =>
  properties === undefined && (additionalProperties === undefined || additionalProperties === true);

/** As a time, the third of February 2001. */
const LONG_AGO = 981_173_106;

export type Manner = 'full' | 'empty';

/** A value that the schema allows; undefined where there is none of this manner. */
export function strangeValue(contract: CompiledContract, node: Schema, manner: Manner): unknown {
  const { node: schema } = flatten(contract.document, { node, pointer: '#' });
  const types = typesOf(schema);
  if (manner === 'empty' && types.includes('null')) return null;
  switch (types.find((type) => type !== 'null')) {
    case 'string': {
      if (!isFree(schema)) return undefined;
      if (manner === 'empty') return (schema.minLength ?? 0) === 0 ? '' : undefined;
      const most = schema.maxLength ?? Infinity;
      return most < 8 ? undefined : Array.from(TEXT).slice(0, most).join('');
    }
    case 'number':
    case 'integer': {
      if (schema.enum !== undefined || schema.multipleOf !== undefined || schema.format !== undefined) return undefined;
      const tried = manner === 'empty' ? [0] : types.includes('number') ? [FRACTION] : [GREAT, 4097];
      return tried.find((value) => within(schema, value) && (value !== 0 || !('exclusiveMinimum' in schema)));
    }
    case 'boolean':
      return manner === 'empty' ? false : true;
    case 'array': {
      if (manner === 'empty') return (schema.minItems ?? 0) === 0 ? [] : undefined;
      const item = schema.items === undefined ? undefined : strangeValue(contract, schema.items, manner);
      if (typeof item !== 'string') return undefined;
      const list = (schema.uniqueItems === true ? [item, 'second'] : [item, 'second', item]).slice(0, schema.maxItems);
      return list.length >= (schema.minItems ?? 0) ? list : undefined;
    }
    case 'object':
      if (!isOpen(schema)) return undefined;
      return manner === 'empty' ? {} : { [TEXT.trim()]: TEXT, nested: { zero: 0, list: [1.5, '', false, null] } };
    default:
      return undefined;
  }
}

/** A value of the schema's type that is not this one; undefined where none is easily made. */
export function anotherValue(contract: CompiledContract, node: Schema, known: unknown): unknown {
  const { node: schema } = flatten(contract.document, { node, pointer: '#' });
  if (schema.enum !== undefined) return schema.enum.find((value) => value !== known);
  switch (typesOf(schema).find((type) => type !== 'null')) {
    case 'string':
      if (schema.format === 'date-time') return '2001-02-03T04:05:06Z';
      if (schema.format === 'date') return '2001-02-03';
      // The same alphabet, so that nothing but the rule is in the way.
      return typeof known === 'string' && known !== ''
        ? known.replace(/[0-9a-f](?=[^0-9a-f]*$)/i, (digit) => (digit === '1' ? '2' : '1'))
        : undefined;
    case 'number':
    case 'integer':
      // Far from whatever a clock or a counter comes to meanwhile.
      return known === LONG_AGO ? LONG_AGO + 1 : LONG_AGO;
    case 'boolean':
      return known !== true;
    default:
      return undefined;
  }
}
