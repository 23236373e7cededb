/** A good credential that may not do this. */
import type { CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import type { CompiledOperation, CompiledContract } from '../../../mock/contract/compiled-contract.ts';
import { allowed, ask, eachRequirement } from './support/ask-as-caller.ts';
import { failureBasis } from './support/operation-citation.ts';
import { named, perOperation } from './support/check-per-operation.ts';
import type { Case } from './support/check-per-operation.ts';
import { withIdentifier, withPart } from './support/change-parts.ts';

const scope: Case = {
  id: 'scope.missing',
  title: (operation) => `${named(operation)} refuses a credential without its scope or permission`,
  applies: ({ requirements }) => requirements.some(({ scopes }) => scopes.length > 0),
  basis: (operation, contract) => failureBasis(contract, operation, 'insufficient_scope'),
  async run(context: Context, operation) {
    await eachRequirement(
      operation,
      async (requirement) => {
        const { parts } = await allowed(context, operation, { requirement, lacking: true });
        context.expect.failure(await ask(context, parts), operation, ['insufficient_scope', 'insufficient_role']);
      },
      ({ scopes }) => scopes.length > 0,
    );
  },
};

/** Whether some calls need no credential, so that leaving a refused one out is worth a try. */
const isOptional = ({ operations }: CompiledContract): boolean =>
  operations.some(({ anonymous, requirements }) => anonymous && requirements.length > 0);

const leftOut: Case = {
  id: 'scope.left-out',
  title: (operation) =>
    `${named(operation)} gives no more to a call without a credential than to one whose scope does not suffice`,
  applies: (operation, contract) =>
    isOptional(contract) && !operation.anonymous && operation.requirements.some(({ scopes }) => scopes.length > 0),
  // Where credentials are optional, which calls go without is a matter of this rule, and never in the provider's words.
  basis: (operation, contract) => ({
    ...failureBasis(contract, operation, 'missing_credentials'),
    evidence: 'assumed',
  }),
  async run(context: Context, operation) {
    await eachRequirement(
      operation,
      async (requirement) => {
        const { parts } = await allowed(context, operation, { requirement, lacking: true });
        const kept = await ask(context, parts);
        context.expect.failure(kept, operation, ['insufficient_scope', 'insufficient_role']);
        const without = requirement.method.parts.reduce((request, part) => withPart(request, part, undefined), parts);
        const dropped = await ask(context, without);
        context.expect.that(
          dropped.status >= 400,
          'a refusal, as with the credential',
          `status ${dropped.status}`,
          dropped,
        );
        // What the credential comes with stays: half of what is wanted.
        context.expect.failure(
          dropped,
          operation,
          requirement.also === undefined ? 'missing_credentials' : ['missing_credentials', 'malformed_credentials'],
        );
      },
      ({ scopes }) => scopes.length > 0,
    );
  },
};

const namesTenant = ({ identifiers, requirements }: CompiledOperation): boolean =>
  requirements.length > 0 && identifiers.some(({ identifier }) => identifier?.kind === 'tenant');

const tenant: Case = {
  id: 'credential.other-tenant',
  title: (operation) => `${named(operation)} refuses a credential of another tenant than the one it names`,
  needs: ['second_tenant'],
  applies: namesTenant,
  basis: (operation, contract) => failureBasis(contract, operation, 'tenant_mismatch'),
  async run(context: Context, operation) {
    await eachRequirement(operation, async (requirement) => {
      const { parts, presentation } = await allowed(context, operation, { requirement });
      const other =
        context.target.credentials.tenants.find(({ id }) => id !== presentation.tenant) ??
        context.notRun('the target has one tenant only');
      context.expect.failure(
        await ask(context, withIdentifier(parts, operation, 'tenant', other.id)),
        operation,
        'tenant_mismatch',
      );
    });
  },
};

export const permission: CheckFamily = (suite) => [scope, leftOut, tenant].flatMap((rule) => perOperation(suite, rule));
