/** Servers that know the rules of their schemas all but one, or that read values more kindly than the contract. */
import { judgesOwnRequest } from '../../mock/contract/reachable-failures.ts';
import type { CompiledContract, CompiledOperation } from '../../mock/contract/compiled-contract.ts';
import type { Violation } from '../../mock/contract/fill-values.ts';
import type { Call, Refusal } from '../../mock/request/call.ts';
import type { Seams } from '../../mock/pipeline/seams.ts';
import { atEnd, endsOf, isJudged } from '../checks/derived/body-edge.ts';
import type { End } from '../checks/derived/body-edge.ts';
import { bodySchema, placesIn } from '../checks/derived/support/invalid-bodies.ts';
import type { Place } from '../checks/derived/support/invalid-bodies.ts';
import { misfits, ofWrongType } from '../checks/derived/support/misfits.ts';
import { isObject, parseJson } from '../driver/json-values.ts';
import type { Mutant } from './mutant.ts';
import type { Has } from './wrap/breakable-contracts.ts';
import { replying } from './wrap/wrap-reply.ts';
import { lettingThrough } from './wrap/wrap-steps.ts';

const text = ({ request }: Call): string => request.rawBody?.toString('utf8') ?? '';

const violationsOf = ({ facts }: Refusal): readonly Violation[] => facts?.['failure.violations'] ?? [];

/** Bodies pass whose only faults are these. */
const overlooking = (fault: (violation: Violation, call: Call) => boolean): Seams =>
  lettingThrough('validation', ['invalid_body'], (call, refusal) => {
    const found = violationsOf(refusal);
    return found.length > 0 && found.every((violation) => fault(violation, call));
  });

/** Whether a place of a body has values that a check sends. */
type Tried = (place: Place) => boolean;

const isTyped: Tried = ({ schema, path }) => path.length > 0 && ofWrongType(schema, false).length > 0;

/** A body that some operation takes has such a place. */
const withPlace =
  (fits: Tried): Has =>
  (contract) =>
    contract.operations.some((operation) => {
      const schema = judgesOwnRequest(operation.action) ? undefined : bodySchema(contract, operation);
      return schema !== undefined && placesIn(contract, schema, {}).some(fits);
    });

const withRule = (keyword: string): Has =>
  withPlace(({ schema, fits }) =>
    misfits(schema, fits).some(({ rule }) => rule === keyword || rule.startsWith(`${keyword}:`)),
  );

const withType = (value: unknown): Has =>
  withPlace(
    ({ schema, required, path }) =>
      path.length === 1 && required && ofWrongType(schema, required).some((misfit) => misfit.value === value),
  );

const KEYWORDS: readonly (readonly [keyword: string, title: string])[] = [
  ['minimum', 'Numbers below the least are taken.'],
  ['maximum', 'Numbers above the greatest are taken.'],
  ['exclusiveMinimum', 'Nothing is taken where there must be more than nothing.'],
  ['minLength', 'A text may be empty, whatever its least length.'],
  ['maxLength', 'Texts of any length are taken.'],
  ['pattern', 'Texts need not have their pattern.'],
  ['format', 'Dates, addresses and ids of any form are taken.'],
  ['enum', 'A value need not be one of the list.'],
  ['minItems', 'A list may be empty, whatever its least length.'],
  ['maxItems', 'Lists of any length are taken.'],
  ['minProperties', 'An object may be empty, whatever it must have.'],
  ['additionalProperties', 'Members that nobody knows are taken where there must be none.'],
];

const queryOf = ({ request }: Call): string => decodeURIComponent(request.queryString);

/** The whole numbers at the ends of an operation's parameters. */
const endOf = (which: 'minimum' | 'maximum', { parameters }: CompiledOperation): readonly string[] =>
  parameters.flatMap(({ name, schema, in: place }) =>
    place === 'query' && schema[which] !== undefined ? [`${name}=${schema[which]}`] : [],
  );

const listsWith =
  (fits: (operation: CompiledOperation) => boolean): Has =>
  ({ operations }: CompiledContract) =>
    operations.some((operation) => operation.action.type === 'resource.list' && fits(operation));

const counted = listsWith((operation) => endOf('minimum', operation).length > 0);

/** A list with one of its parameters at an end is refused. */
const refusingEnd = (which: 'minimum' | 'maximum'): Seams =>
  replying(
    (call, { status }) =>
      status < 400 &&
      call.operation.action.type === 'resource.list' &&
      endOf(which, call.operation).some((pair) => queryOf(call).split('&').includes(pair)),
    () => ({ status: 400, body: '{"error":"bad request"}', contentType: 'application/json' }),
  );

/** A body with a value at an end is refused. */
function refusingBodyEnd(end: End): Seams {
  const hasEnd = ({ operation, world: { contract }, request }: Call): boolean => {
    const fields = parseJson(request.rawBody?.toString('utf8') ?? '');
    const schema = bodySchema(contract, operation);
    return (
      isObject(fields) &&
      schema !== undefined &&
      endsOf(contract, schema, fields, end).some((place) => place.fits === atEnd(place.schema, end))
    );
  };
  return replying(
    (call, { status }) => status < 400 && call.operation.refusals.has('invalid_body') && hasEnd(call),
    (_reply, { operation }) => ({ status: operation.refusals.get('invalid_body')!.status }),
  );
}

const withBodyEnd =
  (end: End): Has =>
  (contract) =>
    contract.operations.some(
      (operation) =>
        isJudged(contract, operation) && endsOf(contract, bodySchema(contract, operation)!, {}, end).length > 0,
    );

const ENDS: readonly (readonly [End, title: string])[] = [
  ['least', 'The least value that a body may have is refused.'],
  ['greatest', 'The greatest value that a body may have is refused.'],
];

export const SCHEMA_RULES: readonly Mutant[] = [
  ...KEYWORDS.map(([keyword, title]) => ({
    id: `schema.${keyword}-ignored`,
    title,
    applies: withRule(keyword),
    killedBy: ['body.outside'],
    spread: 2,
    eachOperation: true,
    seams: overlooking(({ code }) => code === keyword),
  })),
  {
    id: 'schema.line-feed',
    title: 'A line feed behind a text is overlooked, as `$` of a pattern does in several languages.',
    applies: withRule('pattern'),
    killedBy: ['body.outside'],
    spread: 2,
    eachOperation: true,
    seams: overlooking(
      ({ code }, call) => code === 'pattern' && /[^~]\\n"/.test(text(call)) && !text(call).includes('~'),
    ),
  },
  {
    id: 'schema.any-line',
    title: 'One line of a text must have the pattern, as `^` and `$` mean in one language.',
    applies: withRule('pattern'),
    killedBy: ['body.outside'],
    spread: 2,
    eachOperation: true,
    seams: overlooking(({ code }, call) => code === 'pattern' && text(call).includes('\\n')),
  },
  {
    id: 'schema.enum-case',
    title: 'A value of a list is taken in another case.',
    applies: withRule('enum'),
    killedBy: ['body.outside'],
    spread: 2,
    eachOperation: true,
    seams: overlooking(({ code }, call) => code === 'enum' && !/no-such-value| "/.test(text(call))),
  },
  {
    id: 'schema.enum-trimmed',
    title: 'White space behind a value of a list is passed over.',
    applies: withRule('enum'),
    killedBy: ['body.outside'],
    spread: 2,
    eachOperation: true,
    seams: overlooking(({ code }, call) => code === 'enum' && / "/.test(text(call))),
  },
  {
    id: 'schema.days-of-no-year',
    title: 'The thirtieth of February is taken for a day.',
    applies: withPlace(({ schema: { format, type } }) => type === 'string' && /^date/.test(format ?? '')),
    killedBy: ['body.outside'],
    spread: 2,
    eachOperation: true,
    seams: overlooking(({ code }, call) => code === 'format' && text(call).includes('2025-02-30')),
  },
  {
    id: 'schema.number-as-text',
    title: 'A text of digits is taken for a number.',
    applies: withType('7'),
    killedBy: ['body.wrong-type'],
    spread: 2,
    eachOperation: true,
    seams: overlooking(({ code }, call) => code === 'type' && text(call).includes('"7"')),
  },
  {
    id: 'schema.flag-as-number',
    title: 'In place of a number, true is taken for 1.',
    applies: withPlace(({ schema: { type }, path }) => path.length === 1 && (type === 'number' || type === 'integer')),
    killedBy: ['body.wrong-type'],
    spread: 2,
    eachOperation: true,
    seams: overlooking(({ code }, call) => code === 'type' && /:true[,}]/.test(text(call))),
  },
  {
    id: 'schema.text-as-number',
    title: 'A number is taken for a text.',
    applies: withType(7),
    killedBy: ['body.wrong-type'],
    spread: 2,
    eachOperation: true,
    seams: overlooking(({ code }, call) => code === 'type' && /:7[,}]/.test(text(call))),
  },
  {
    id: 'schema.null-as-nothing',
    title: 'null is taken where a value must be.',
    applies: withType(null),
    killedBy: ['body.wrong-type'],
    spread: 2,
    eachOperation: true,
    // Nor is it one of a list.
    seams: overlooking(({ code }, call) => ['type', 'enum'].includes(code) && /:null[,}]/.test(text(call))),
  },
  {
    id: 'schema.within-unchecked',
    title: 'What stands in an object of the body is not looked at.',
    applies: withPlace((place) => isTyped(place) && place.path.length === 2 && place.path[1] !== '0'),
    killedBy: ['body.wrong-type', 'body.outside', 'body.missing-property'],
    spread: 2,
    eachOperation: true,
    seams: overlooking(({ field }) => /^[^.]+\.[^.]*[a-z]/i.test(field)),
  },
  {
    id: 'schema.items-unchecked',
    title: 'What stands in a list is not looked at.',
    applies: withPlace((place) => isTyped(place) && place.path.at(-1) === '0'),
    killedBy: ['body.wrong-type', 'body.outside'],
    spread: 2,
    eachOperation: true,
    seams: overlooking(({ field }) => /\.\d+(?:\.|$)/.test(field)),
  },
  {
    id: 'parameter.begins-as-number',
    title: 'Digits with something behind them are taken for a number.',
    applies: counted,
    killedBy: ['parameter.outside'],
    spread: 2,
    eachOperation: true,
    seams: lettingThrough('validation', ['invalid_parameter'], (call) => /=\d+[a-z]\b/.test(queryOf(call))),
  },
  {
    id: 'parameter.hexadecimal',
    title: 'A number may be written in another notation.',
    applies: counted,
    killedBy: ['parameter.outside'],
    spread: 2,
    eachOperation: true,
    seams: lettingThrough('validation', ['invalid_parameter'], (call) => queryOf(call).includes('=0x')),
  },
  {
    id: 'parameter.least-refused',
    title: 'The least value that a parameter may have is refused.',
    applies: counted,
    killedBy: ['parameter.edge'],
    spread: 2,
    eachOperation: true,
    seams: refusingEnd('minimum'),
  },
  {
    id: 'parameter.greatest-refused',
    title: 'The greatest value that a parameter may have is refused.',
    applies: listsWith((operation) => endOf('maximum', operation).length > 0),
    killedBy: ['parameter.edge'],
    spread: 2,
    eachOperation: true,
    seams: refusingEnd('maximum'),
  },
  ...ENDS.map(([end, title]) => ({
    id: `body.${end}-refused`,
    title,
    applies: withBodyEnd(end),
    killedBy: ['body.edge'],
    spread: 2,
    eachOperation: true,
    seams: refusingBodyEnd(end),
  })),
];
