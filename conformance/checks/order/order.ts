/** In which order a request is judged: of two faults, the one that is looked at first is told. */
import type { Check, CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import type { CompiledOperation, CompiledContract } from '../../../mock/contract/compiled-contract.ts';
import { isJsonType } from '../../../mock/contract/media-types.ts';
import type { Failure, Guard, Identifier } from '../../../specs/generated/vocabulary.ts';
import { rule } from '../common/scenario-check.ts';
import { orderSaid } from './evidence.ts';
import { faultyRequest } from './faults.ts';

const UNKNOWN: Readonly<Record<Identifier['kind'], Failure>> = {
  tenant: 'unknown_tenant',
  developer: 'unknown_developer',
  version: 'unsupported_version',
  origin: 'origin_not_allowed',
};

/** What each stage says to the fault that is made for it; undefined where the operation cannot have that fault. */
function failuresOf(guard: Guard, operation: CompiledOperation): readonly Failure[] | undefined {
  const { identifiers, requirements, rateLimit, body, stepUp } = operation;
  switch (guard) {
    case 'rate_limit':
      return rateLimit === undefined ? undefined : ['rate_limited'];
    case 'identifier': {
      const kind = identifiers[0]?.identifier?.kind;
      return kind === undefined ? undefined : [UNKNOWN[kind]];
    }
    case 'authentication':
      return requirements.length === 0
        ? undefined
        : ['invalid_credentials', 'invalid_token', 'invalid_session', 'invalid_signature'];
    case 'permission':
      return requirements.some(({ scopes }) => scopes.length > 0)
        ? ['insufficient_scope', 'insufficient_role']
        : undefined;
    case 'step_up':
      return stepUp !== undefined && stepUp.amount === undefined ? ['otp_required'] : undefined;
    case 'validation':
      return body === undefined || ![...body.content.keys()].some(isJsonType) || requirements.length === 0
        ? undefined
        : ['malformed_body', 'invalid_body'];
  }
}

/** The same credential cannot be bad and good enough at once. */
const exclusive = (a: Guard, b: Guard): boolean => [a, b].includes('authentication') && [a, b].includes('permission');

function pairs({ guards }: CompiledContract): readonly (readonly [first: Guard, second: Guard])[] {
  return guards.flatMap((first, i) =>
    guards
      .slice(i + 1)
      .filter((second) => !exclusive(first, second))
      .map((second) => [first, second] as const),
  );
}

async function judge(context: Context, operation: CompiledOperation, first: Guard, second: Guard): Promise<void> {
  const parts = await faultyRequest(context, operation, [first, second]);
  const exchange = await context.send(parts);
  const possible = (failuresOf(first, operation) ?? []).filter((failure) => operation.refusals.has(failure));
  context.expect.failure(exchange, operation, possible);
}

function checkOf(contract: CompiledContract, first: Guard, second: Guard): Check | undefined {
  const operation = contract.operations.find(
    (candidate) => failuresOf(first, candidate) !== undefined && failuresOf(second, candidate) !== undefined,
  );
  if (operation === undefined) return undefined;
  const words = (guard: Guard): string => guard.replace('_', '-');
  return rule({
    id: `order.${words(first)}-before-${words(second)}:${operation.id}`,
    title: `A request with two faults is refused by the stage ${first.replace('_', ' ')} before ${second.replace('_', ' ')}`,
    ...orderSaid(contract, first, second),
    needs: [first, second].includes('rate_limit') ? ['control'] : [],
    run: (context) => judge(context, operation, first, second),
  });
}

export const orders: CheckFamily = ({ contract }) =>
  pairs(contract).flatMap(([first, second]) => checkOf(contract, first, second) ?? []);
