/** No credential, or half of one. */
import type { CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import type { CompiledOperation } from '../../../mock/contract/compiled-contract.ts';
import type { Failure } from '../../../specs/generated/vocabulary.ts';
import { judgesOwnRequest } from '../../../mock/contract/reachable-failures.ts';
import { changes } from '../common/find-operations.ts';
import { allowed, ask, demandingTenant, eachRequirement, mayDemand } from './support/ask-as-caller.ts';
import { failureBasis } from './support/operation-citation.ts';
import { named, perOperation } from './support/check-per-operation.ts';
import type { Case } from './support/check-per-operation.ts';
import { withHeader, withIdentifier, withPart } from './support/change-parts.ts';

const guarded = ({ requirements, anonymous }: CompiledOperation): boolean => requirements.length > 0 && !anonymous;

const absent: Case = {
  id: 'credential.absent',
  title: (operation) => `${named(operation)} without a credential is refused`,
  applies: guarded,
  basis: (operation, contract) => failureBasis(contract, operation, 'missing_credentials'),
  async run(context: Context, operation) {
    context.expect.failure(await ask(context, await context.request(operation)), operation, 'missing_credentials');
  },
};

const demanded: Case = {
  id: 'credential.demanded',
  title: (operation) => `${named(operation)} without a credential is refused where the tenant demands one`,
  applies: (operation, contract) => operation.anonymous && mayDemand(operation, contract),
  basis: (operation, contract) => failureBasis(contract, operation, 'missing_credentials'),
  async run(context: Context, operation) {
    const tenant = demandingTenant(context) ?? context.notRun('no tenant of the target demands a credential');
    const parts = withIdentifier(await context.request(operation), operation, 'tenant', tenant);
    context.expect.failure(await ask(context, parts), operation, 'missing_credentials');
  },
};

const optional: Case = {
  id: 'credential.optional',
  title: (operation) => `${named(operation)} answers without a credential`,
  needs: changes,
  applies: ({ requirements, anonymous }) => requirements.length > 0 && anonymous,
  basis: (operation, contract) => failureBasis(contract, operation),
  async run(context: Context, operation) {
    context.expect.success(await ask(context, await context.request(operation)), operation);
  },
};

/** Whether an operation reads an Authorization header, which then means something also where none is needed. */
const readsAuthorization = ({ requirements }: CompiledOperation): boolean =>
  requirements.some(({ method }) => method.parts.some((part) => part.in === 'authorization'));

const unusable: Case = {
  id: 'credential.unusable',
  title: (operation) =>
    `${named(operation)} is not taken to be without a credential when it carries one of no known scheme`,
  applies: (operation) => operation.anonymous && readsAuthorization(operation) && !judgesOwnRequest(operation.action),
  basis: (operation, contract) => failureBasis(contract, operation, 'malformed_credentials'),
  async run(context: Context, operation) {
    const parts = await context.request(operation);
    for (const value of ['Unheard of', 'x'])
      context.expect.failure(
        await ask(context, withHeader(parts, 'authorization', value)),
        operation,
        'malformed_credentials',
      );
  },
};

const HALF: readonly Failure[] = ['malformed_credentials', 'missing_credentials'];

/**
 * Where credentials are optional, an id without its proof is no credential: only a proof without its id is tried there.
 */
const half: Case = {
  id: 'credential.half',
  title: (operation) => `${named(operation)} with a part of the credential missing is refused`,
  applies: ({ requirements }) => requirements.some(({ method }) => method.parts.length > 1),
  basis: (operation, contract) => failureBasis(contract, operation, ...HALF),
  async run(context: Context, operation) {
    await eachRequirement(
      operation,
      async (requirement) => {
        const { parts } = await allowed(context, operation, { requirement });
        for (const part of requirement.method.parts) {
          const proves = part.part === 'secret' || part.part === 'signature';
          if (operation.anonymous && proves) continue;
          context.expect.failure(await ask(context, withPart(parts, part, undefined)), operation, HALF);
          if (proves) context.expect.failure(await ask(context, withPart(parts, part, '')), operation, HALF);
        }
      },
      ({ method }) => method.parts.length > 1,
    );
  },
};

export const credentialAbsent: CheckFamily = (suite) =>
  [absent, demanded, optional, unusable, half].flatMap((rule) => perOperation(suite, rule));
