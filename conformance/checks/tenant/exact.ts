/** Tenant identifiers are compared exactly, letter by letter. */
import type { CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import { easiest } from '../common/find-operations.ts';
import { named, validRequest, withIdentifier } from '../common/change-request.ts';
import { refused } from '../common/judge-refusal.ts';
import { rule } from '../common/scenario-check.ts';
import { basisOf } from '../common/contract-citation.ts';

const LOOKALIKES: readonly (readonly [id: string, title: string, of: (tenant: string) => string])[] = [
  ['prefix', 'The beginning of a tenant is not that tenant', (tenant) => tenant.slice(0, -1)],
  ['longer', 'A tenant with something behind it is not that tenant', (tenant) => `${tenant}0`],
  [
    'other-case',
    'A tenant in other letters is not that tenant',
    (tenant) => (tenant === tenant.toUpperCase() ? tenant.toLowerCase() : tenant.toUpperCase()),
  ],
  ['wildcard', 'A star is no tenant', () => '*'],
];

export const exactTenants: CheckFamily = ({ contract }) => {
  const operation = easiest(contract.operations.filter((candidate) => named(candidate, 'tenant')));
  const parameter = operation?.identifiers.find(({ identifier }) => identifier?.kind === 'tenant');
  if (operation === undefined || parameter === undefined) return [];
  return LOOKALIKES.map(([id, title, of]) =>
    rule({
      id: `tenant.${id}:${operation.id}`,
      title,
      ...basisOf(contract, parameter.pointer),
      async run(context: Context) {
        const [tenant] = context.target.credentials.tenants;
        if (tenant === undefined) return context.notRun('the target names no tenant');
        const lookalike = of(tenant.id);
        if (context.target.credentials.tenants.some(({ id: other }) => other === lookalike))
          return context.notRun(`${lookalike} is a tenant too`);
        refused(
          context,
          await context.send(withIdentifier(await validRequest(context, operation), operation, 'tenant', lookalike)),
          operation,
          'unknown_tenant',
        );
      },
    }),
  );
};
