/** A good credential that may not do this. */
import type { CheckFamily } from '../../check.ts';
import type { Context } from '../../context.ts';
import type { OperationPlan } from '../../../mock/contract/plan.ts';
import { allowed, ask, eachRequirement } from './support/ask.ts';
import { failureBasis } from './support/basis.ts';
import { named, perOperation } from './support/case.ts';
import type { Case } from './support/case.ts';
import { withIdentifier } from './support/parts.ts';

const scope: Case = {
  id: 'scope.missing',
  title: (operation) => `${named(operation)} refuses a credential without its scope or permission`,
  applies: ({ requirements }) => requirements.some(({ scopes }) => scopes.length > 0),
  basis: (operation, plan) => failureBasis(plan, operation, 'insufficient_scope'),
  async run(context: Context, operation) {
    await eachRequirement(operation, async (requirement) => {
      const { parts } = await allowed(context, operation, { requirement, lacking: true });
      context.expect.failure(await ask(context, parts), operation, ['insufficient_scope', 'insufficient_role']);
    }, ({ scopes }) => scopes.length > 0);
  },
};

const namesTenant = ({ identifiers, requirements }: OperationPlan): boolean => requirements.length > 0 && identifiers.some(({ identifier }) => identifier?.kind === 'tenant');

const tenant: Case = {
  id: 'credential.other-tenant',
  title: (operation) => `${named(operation)} refuses a credential of another tenant than the one it names`,
  needs: ['second_tenant'],
  applies: namesTenant,
  basis: (operation, plan) => failureBasis(plan, operation, 'tenant_mismatch'),
  async run(context: Context, operation) {
    await eachRequirement(operation, async (requirement) => {
      const { parts, presentation } = await allowed(context, operation, { requirement });
      const other = context.target.credentials.tenants.find(({ id }) => id !== presentation.tenant) ?? context.notRun('the target has one tenant only');
      context.expect.failure(await ask(context, withIdentifier(parts, operation, 'tenant', other.id)), operation, 'tenant_mismatch');
    });
  },
};

export const permission: CheckFamily = (suite) => [scope, tenant].flatMap((rule) => perOperation(suite, rule));
