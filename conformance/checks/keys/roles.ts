/** What a key's role lets it do. */
import type { Check, CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import type { CompiledOperation, CompiledRequirement } from '../../../mock/contract/compiled-contract.ts';
import { easiest, requirementOf } from '../common/find-operations.ts';
import { requestWithKey } from '../common/change-request.ts';
import { refused } from '../common/judge-refusal.ts';
import { rule } from '../common/scenario-check.ts';
import { credentialPointer, basisOf } from '../common/contract-citation.ts';
import { subjectsOf, tenantOf } from './key-subject.ts';
import type { Subject } from './key-subject.ts';

/** Whether the role's permissions hold all that is wanted; `*` at the end stands for anything. */
export function permits(granted: readonly string[], wanted: readonly string[]): boolean {
  return wanted.every((scope) =>
    granted.some((pattern) => (pattern.endsWith('*') ? scope.startsWith(pattern.slice(0, -1)) : pattern === scope)),
  );
}

interface Use {
  readonly operation: CompiledOperation;
  readonly requirement: CompiledRequirement;
}

function uses({ contract, name }: Subject, fits: (wanted: readonly string[]) => boolean): Use | undefined {
  const operation = easiest(
    contract.operations.filter((candidate) => {
      const requirement = requirementOf(candidate, name);
      return requirement !== undefined && requirement.scopes.length > 0 && fits(requirement.scopes);
    }),
  );
  const requirement = operation && requirementOf(operation, name);
  return operation && requirement && { operation, requirement };
}

function checksOf(subject: Subject): readonly Check[] {
  const {
    contract,
    name,
    credential: { roles = {} },
  } = subject;
  // Roles exist; which permissions each bundles is the contract's reading.
  const known = basisOf(contract, credentialPointer(name), { about: /role|privilege/i, evidence: 'assumed' });
  return Object.entries(roles).flatMap(([role, granted]) => {
    const good = uses(subject, (wanted) => permits(granted, wanted));
    const bad = uses(subject, (wanted) => !permits(granted, wanted));
    return [
      ...(good === undefined
        ? []
        : [
            rule({
              id: `keys.role-permits:${name}/${role}`,
              title: `A key of the role ${role} may do what the role permits`,
              ...known,
              needs: ['keys'] as const,
              async run(context: Context) {
                const key = await context.keys.create(name, tenantOf(context, subject), { role });
                const exchange = await context.send(
                  await requestWithKey(context, good.operation, good.requirement, key),
                );
                context.expect.that(
                  ![401, 403].includes(exchange.status),
                  'no refusal of the key',
                  `${exchange.status}`,
                  exchange,
                );
              },
            }),
          ]),
      ...(bad === undefined
        ? []
        : [
            rule({
              id: `keys.role-forbids:${name}/${role}`,
              title: `A key of the role ${role} may do no more than the role permits`,
              ...known,
              needs: ['keys'] as const,
              async run(context: Context) {
                const key = await context.keys.create(name, tenantOf(context, subject), { role });
                refused(
                  context,
                  await context.send(await requestWithKey(context, bad.operation, bad.requirement, key)),
                  bad.operation,
                  ['insufficient_role', 'insufficient_scope'],
                );
              },
            }),
          ]),
    ];
  });
}

export const roles: CheckFamily = ({ contract }) => subjectsOf(contract).flatMap(checksOf);
