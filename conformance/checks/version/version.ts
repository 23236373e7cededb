/** The API version that a call names: a known one is accepted, others are refused. */
import type { CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import { easiest } from '../common/find-operations.ts';
import { named, validRequest, withIdentifier } from '../common/change-request.ts';
import { refused } from '../common/judge-refusal.ts';
import { rule } from '../common/scenario-check.ts';
import { basisOf } from '../common/contract-citation.ts';

export const versions: CheckFamily = ({ contract }) => {
  const operation = easiest(contract.operations.filter((candidate) => named(candidate, 'version')));
  const parameter = operation?.identifiers.find(({ identifier }) => identifier?.kind === 'version');
  if (operation === undefined || parameter === undefined) return [];
  const known = (parameter.schema.enum ?? [parameter.schema.const])
    .filter((value): value is string | number => typeof value === 'string' || typeof value === 'number')
    .map(String);
  const [first = ''] = known;
  return [
    rule({
      id: `version.known:${operation.id}`,
      title: 'Every version that the contract lists is accepted',
      ...basisOf(contract, parameter.pointer),
      async run(context: Context) {
        for (const version of known)
          context.expect.success(
            await context.send(withIdentifier(await validRequest(context, operation), operation, 'version', version)),
            operation,
          );
      },
    }),
    rule({
      id: `version.exact:${operation.id}`,
      title: 'A version that only resembles one on the list is refused',
      ...basisOf(contract, operation.refusals.get('unsupported_version')?.pointer ?? parameter.pointer),
      async run(context: Context) {
        for (const version of [`${first}0`, `v${first}`, `0${first}`]) {
          refused(
            context,
            await context.send(withIdentifier(await validRequest(context, operation), operation, 'version', version)),
            operation,
            'unsupported_version',
          );
        }
      },
    }),
  ];
};
