/**
 * OTP requests for operations that the contract does not list: passwords are issued, and good for that operation only.
 */
import type { CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import { at } from '../../../mock/contract/openapi-document.ts';
import type { Schema } from '../../../mock/contract/openapi-document.ts';
import { flatten } from '../../../mock/contract/json-schemas.ts';
import { rule } from '../common/scenario-check.ts';
import { basisOf } from '../common/contract-citation.ts';
import { passes, required } from './step-up-calls.ts';
import { guardedCall, passwordFor, subjectOf, trade, verificationFor } from './otp-subject.ts';
import type { Subject } from './otp-subject.ts';

/** Where the contract has the schema of the operation's name; undefined where it lists all names. */
function openName({ contract: { document }, ask }: Subject): string | undefined {
  const pointer = ask.body?.content.values().next().value;
  const body = pointer === undefined ? undefined : (at(document, pointer) as Schema | undefined);
  if (body === undefined) return undefined;
  const { node, pointer: place } = flatten(document, { node: body, pointer: pointer! });
  const name = at({ properties: node.properties }, `/properties${ask.action.operation}`) as Schema | undefined;
  const text = name && flatten(document, { node: name, pointer: pointer! }).node;
  return text === undefined || text.enum !== undefined || text.const !== undefined || text.pattern !== undefined
    ? undefined
    : place;
}

export const freeOperations: CheckFamily = ({ contract }) => {
  const subject = subjectOf(contract);
  const pointer = subject && openName(subject);
  const operation = subject?.stepUps[0];
  if (subject === undefined || pointer === undefined || operation === undefined) return [];
  return [
    rule({
      id: `otp.free-operation:${subject.ask.id}`,
      title: 'An operation that no list names is verified all the same, and the verification is good for nothing else',
      ...basisOf(contract, pointer, { about: /free text/i, evidence: 'assumed' }),
      needs: ['otp', 'destructive'],
      async run(context: Context) {
        const guarded = await guardedCall(context, subject, operation);
        const other = await trade(
          context,
          subject,
          await passwordFor(context, 'an_operation_of_my_own', guarded.resource),
        );
        await required(context, guarded, other);
        await passes(context, guarded, await verificationFor(context, guarded));
      },
    }),
  ];
};
