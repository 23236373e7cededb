/** Another name of a query parameter does what the parameter does. */
import type { CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import type { CompiledOperation, CompiledParameter } from '../../../mock/contract/compiled-contract.ts';
import { recordsIn } from './support/answer-records.ts';
import type { Json } from './support/answer-records.ts';
import { elementBasis } from './support/operation-citation.ts';
import { named, perOperation } from './support/check-per-operation.ts';
import type { Case } from './support/check-per-operation.ts';
import { withQuery } from './support/change-parts.ts';
import { idOf, resourceOf, someone, text } from './support/make-records.ts';

const aliases = ({ parameters }: CompiledOperation): readonly CompiledParameter[] =>
  parameters.filter(({ alias }) => alias !== undefined);

/** A value that makes a difference to a list of these records; undefined where none is known. */
function telling({ paging, alias, schema }: CompiledParameter, records: readonly Json[]): string | undefined {
  const fields = Object.keys(records[0] ?? {});
  switch (paging) {
    case 'size':
      return '1';
    case 'page':
      return '2';
    case 'sort_order':
      return 'desc';
    case 'sort_by':
      return text((schema.enum ?? fields).findLast((field) => typeof field === 'string'));
    case 'filter':
      return text(records.at(-1)?.[alias!]);
    default:
      return undefined;
  }
}

const same: Case = {
  id: 'parameter.alias',
  title: (operation) =>
    `${named(operation)} takes ${aliases(operation)
      .map(({ name, alias }) => `${name} for ${alias!}`)
      .join(', ')}`,
  applies: (operation, contract) =>
    operation.action.type === 'resource.list' &&
    resourceOf(contract, operation) !== undefined &&
    aliases(operation).length > 0,
  basis: (operation, contract) => elementBasis(contract, operation, aliases(operation)[0]?.pointer),
  async run(context: Context, operation) {
    const resource = resourceOf(context.contract, operation)!;
    const { request, ask } = await (await someone(context, operation)).caller(operation);
    const found = async (...pairs: readonly (readonly [string, string])[]) => {
      const answer = await ask(pairs.reduce((parts, [name, value]) => withQuery(parts, name, value), request));
      context.expect.success(answer, operation);
      return { answer, records: recordsIn(context.contract, operation, answer, resource.name) };
    };
    const ids = (records: readonly Json[]): string => records.map((record) => idOf(record, resource)).join(', ');
    const { records: plain } = await found();
    for (const parameter of aliases(operation)) {
      const value = telling(parameter, plain);
      if (value === undefined || value === '') continue;
      const own = await found([parameter.alias!, value]);
      const other = await found([parameter.name, value]);
      context.expect.that(
        ids(other.records) === ids(own.records),
        `the records of ${parameter.alias}=${value}: ${ids(own.records)}`,
        ids(other.records),
        other.answer,
      );
      if (parameter.paging !== 'size') continue;
      const both = await found([parameter.name, '2'], [parameter.alias!, '1']);
      context.expect.that(
        both.records.length === 1,
        `${parameter.alias}, where both are sent: one record`,
        `${both.records.length}`,
        both.answer,
      );
    }
  },
};

export const alias: CheckFamily = (suite) => perOperation(suite, same);
