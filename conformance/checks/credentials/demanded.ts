/** Values in a body for which the contract demands a certain credential. */
import type { CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import type { CompiledOperation, CompiledRequirement } from '../../../mock/contract/compiled-contract.ts';
import { actions } from '../common/find-operations.ts';
import { parsed } from '../common/compare-answers-json.ts';
import { withValue } from '../../driver/json-values.ts';
import { validRequest } from '../common/change-request.ts';
import { refused } from '../common/judge-refusal.ts';
import { rule } from '../common/scenario-check.ts';
import { basisOf } from '../common/contract-citation.ts';

async function send(
  context: Context,
  operation: CompiledOperation,
  requirement: CompiledRequirement,
  pointer: string,
  value: string,
): Promise<Exchange> {
  const body = withValue(parsed((await context.request(operation)).body), pointer, value);
  return context.send(await validRequest(context, operation, { requirement, parts: { body: JSON.stringify(body) } }));
}

export const demandedCredentials: CheckFamily = ({ contract }) =>
  actions(contract, 'resource.create').flatMap((operation) =>
    Object.entries(operation.action.credential_for ?? {}).flatMap(([pointer, values]) =>
      Object.entries(values).flatMap(([value, credential]) => {
        const [right, wrong] = [
          operation.requirements.find(({ method }) => method.credential === credential),
          operation.requirements.filter(({ method }) => method.credential !== credential),
        ];
        if (right === undefined) return [];
        const known = basisOf(contract, operation.refusals.get('credential_required')?.pointer ?? operation.pointer);
        return [
          rule({
            id: `credential-for.refused:${operation.id}/${value}`,
            title: `${value} is refused with a credential that it does not allow`,
            ...known,
            needs: ['destructive'],
            async run(context: Context) {
              for (const requirement of wrong)
                refused(
                  context,
                  await send(context, operation, requirement, pointer, value),
                  operation,
                  'credential_required',
                );
            },
          }),
          rule({
            id: `credential-for.accepted:${operation.id}/${value}`,
            title: `${value} is accepted with the credential that it demands`,
            ...known,
            needs: ['destructive'],
            run: async (context) =>
              context.expect.success(await send(context, operation, right, pointer, value), operation),
          }),
        ];
      }),
    ),
  );
