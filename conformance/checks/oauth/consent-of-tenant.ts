/** Tokens that the tenant itself agreed to: they act for its account, where a person's do not. */
import { isDeepStrictEqual } from 'node:util';
import type { Check, CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import type {
  CompiledOperation,
  CompiledContract,
  CompiledRequirement,
} from '../../../mock/contract/compiled-contract.ts';
import type { TargetClient } from '../../target/target.ts';
import { actions, requirementOf } from '../common/find-operations.ts';
import { parsed } from '../common/compare-answers-json.ts';
import { withHeader } from '../common/change-request.ts';
import { refused } from '../common/judge-refusal.ts';
import { rule } from '../common/scenario-check.ts';
import { basisOf } from '../common/contract-citation.ts';
import { carryAll } from '../../driver/present-credential.ts';

const hasPeople = ({ users }: CompiledContract, { tenant }: TargetClient): boolean =>
  [...users.values()].some((user) => user.tenant === tenant);

/** A client of a tenant that has people who could agree in its place. */
function clientOf(context: Context): TargetClient {
  const client = context.oauth.client('authorization_code', { redirects: true });
  return hasPeople(context.contract, client) ? client : context.notRun('no person could agree in place of the tenant');
}

async function call(
  context: Context,
  operation: CompiledOperation,
  requirement: CompiledRequirement,
  client: TargetClient,
  as: string | undefined,
  headers: Readonly<Record<string, string>> = {},
): ReturnType<Context['send']> {
  const scope = requirement.scopes.join(' ');
  const { access_token: token } = await context.oauth
    .of(requirement.method.credential)
    .authorizationCode(client, scope === '' ? undefined : scope, { as });
  const bare = await context.request(operation, {}, { tenant: client.tenant });
  const parts = Object.entries(headers).reduce((built, [name, value]) => withHeader(built, name, value), bare);
  return context.send(
    context.present(parts, {
      requirement,
      tenant: client.tenant,
      token,
      ...carryAll(context.contract, requirement.method, { secret: token }),
    }),
  );
}

/** What the answers of two callers have in common, without what differs from answer to answer. */
const dataOf = (text: string): unknown => {
  const body = parsed(text) as Readonly<Record<string, unknown>> | undefined;
  return body?.['data'] ?? body;
};

const byKey = ({ method: { kind } }: CompiledRequirement): boolean => kind === 'api_key' || kind === 'key_pair';

export const consentsOfTenant: CheckFamily = ({ contract }) => {
  const guarded = contract.operations.flatMap((operation) => {
    const requirement = operation.requirements.find(({ method }) => method.consentOf === 'tenant');
    return requirement === undefined ? [] : [{ operation, requirement }];
  });
  const checks = guarded.map(
    ({ operation, requirement }): Check =>
      rule({
        id: `consent.of-tenant:${operation.id}`,
        title: 'A token that a person agreed to is refused, and one that the tenant agreed to is not',
        ...basisOf(contract, operation.refusals.get('credential_required')?.pointer ?? operation.pointer, {
          evidence: 'assumed',
        }),
        needs: ['consent', 'destructive', ...(operation.stepUp === undefined ? [] : (['otp'] as const))],
        async run(context: Context) {
          const client = clientOf(context);
          refused(
            context,
            await call(context, operation, requirement, client, undefined),
            operation,
            'credential_required',
          );
          const { stepUp } = operation;
          const verified = stepUp && {
            [stepUp.header]: await context.otp.verification(stepUp.operation, undefined, { tenant: client.tenant }),
          };
          context.expect.success(
            await call(context, operation, requirement, client, client.tenant, verified),
            operation,
          );
        },
      }),
  );
  const [profile] = actions(contract, 'profile.get').filter(
    (operation) =>
      operation.requirements.some(({ method }) => method.kind === 'token') && operation.requirements.some(byKey),
  );
  const [first] = guarded;
  if (first === undefined || profile === undefined) return checks;
  const requirement = requirementOf(profile, first.requirement.method.credential);
  if (requirement === undefined) return checks;
  return [
    ...checks,
    rule({
      id: `consent.account:${profile.id}`,
      title: "A token that the tenant agreed to acts for the tenant's account, and a person's for the person",
      ...basisOf(contract, first.requirement.method.pointer, { evidence: 'assumed' }),
      needs: ['consent'],
      async run(context: Context) {
        const client = clientOf(context);
        const key = await context.credential(profile, {
          requirement: profile.requirements.find(byKey)!,
          tenant: client.tenant,
        });
        const account = await context.send(
          context.present(await context.request(profile, {}, { tenant: client.tenant }), key),
        );
        const own = await call(context, profile, requirement, client, client.tenant);
        context.expect.that(
          own.status < 300 && isDeepStrictEqual(dataOf(own.answerBody), dataOf(account.answerBody)),
          "the tenant's own profile, as its key gets it",
          own.answerBody,
          own,
        );
        const person = await call(context, profile, requirement, client, undefined);
        context.expect.that(
          person.status < 300 && !isDeepStrictEqual(dataOf(person.answerBody), dataOf(account.answerBody)),
          "a person's profile",
          "the tenant's",
          person,
        );
      },
    }),
  ];
};
