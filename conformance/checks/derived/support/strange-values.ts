/** Values that a careless server loses on the way: text in many scripts, fractions, great numbers, nothing at all. */
import { isDeepStrictEqual } from 'node:util';
import type { CompiledContract } from '../../../../mock/contract/compiled-contract.ts';
import type { Schema } from '../../../../mock/contract/openapi-document.ts';
import { flatten } from '../../../../mock/contract/json-schemas.ts';
import { isFree, typesOf } from './schema-types.ts';

/** Composed and decomposed letters, a sign beyond 16 bits, text from right to left, markup, and a space at each end. */
const PLAIN = ' Zoë Zoe\u0308 名前 👋🏽 שלום <b>&amp;</b> "\\\'` ';
/** And what is decoded, joined, made narrower or written otherwise on the way. */
const TEXT = `${PLAIN}%41+1  ﬁ ①\u00a0👩‍🚀 `;
/** Texts that something takes for what they look like; the first field gets the first, and so on round. */
const TEXTS = [TEXT, '007', 'null', 'Two\r\nlines,\ta tab', '1.50', 'true', 'van der Berg'];
/** Its cents are a little less than whole where they are counted in binary. */
const FRACTION = 1234.35;
/** More than 32 bits hold. */
const GREAT = 4_294_967_297;

const within = ({ minimum = -Infinity, maximum = Infinity }: Schema, value: number): boolean =>
  value >= minimum && value <= maximum;

/** An object of whatever members. */
const isOpen = ({ properties, additionalProperties }: Schema): boolean =>
  properties === undefined && (additionalProperties === undefined || additionalProperties === true);

/** A leap day beyond what 32 bits of seconds hold. */
const LEAP_DAY = '2096-02-29';
const LEAP_TIME = `${LEAP_DAY}T23:59:58Z`;
/** Of a host's name the case means nothing; before the @ it may. */
const EMAIL = "Zoe.O'Hara+News@example.com";

/** Names of members that are written otherwise by those who think they know better, and members that look empty. */
const OPEN = {
  [PLAIN.trim()]: PLAIN,
  nested: { zero: 0, list: [1.5, '', false, null], none: null, nothing: {}, numbers: { 0: 'a', 1: 'b' } },
  camelCase: { snake_case: { 'Dotted.Name': { $sign: ['007'] } } },
};

/** As a time, the third of February 2001. */
const LONG_AGO = 981_173_106;

/** `plain` is `full` without what a server may have reasons to refuse: days far ahead, line breaks. */
export type Manner = 'full' | 'plain' | 'empty';

/** Text of some format that a client may choose as it likes. */
const FORMATTED: Readonly<Record<string, string>> = { date: LEAP_DAY, 'date-time': LEAP_TIME, email: EMAIL };

/** A time that comes back in other words is the same time. */
export const isAsSent = (sent: unknown, got: unknown): boolean =>
  isDeepStrictEqual(sent, got) ||
  (sent === LEAP_TIME && typeof got === 'string' && Date.parse(got) === Date.parse(LEAP_TIME));

const isFormatted = ({ enum: values, const: only, pattern }: Schema): boolean =>
  values === undefined && only === undefined && pattern === undefined;

function strangeText(schema: Schema, manner: Manner, turn: number): string | undefined {
  if (!isFree(schema)) return manner === 'full' && isFormatted(schema) ? FORMATTED[schema.format ?? ''] : undefined;
  const { minLength: least = 0, maxLength: most = Infinity } = schema;
  if (manner === 'empty') return least === 0 ? '' : undefined;
  const text = manner === 'plain' ? PLAIN : TEXTS[turn % TEXTS.length]!;
  if (text.length >= least && text.length <= most) return text;
  return most < 8
    ? undefined
    : Array.from(manner === 'plain' ? PLAIN : TEXT)
        .slice(0, most)
        .join('');
}

/**
 * A value that the schema allows; undefined where there is none of this manner.
 *
 * @param turn which of the texts it is, where it is one
 */
export function strangeValue(contract: CompiledContract, node: Schema, manner: Manner, turn = 0): unknown {
  const { node: schema } = flatten(contract.document, { node, pointer: '#' });
  const types = typesOf(schema);
  if (manner === 'empty' && types.includes('null')) return null;
  switch (types.find((type) => type !== 'null')) {
    case 'string':
      return strangeText(schema, manner, turn);
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
      return manner === 'empty' ? {} : OPEN;
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
