/** A token that was acquired with a key can do no more than the key. */
import type { Check, CheckFamily } from '../../check.ts';
import type { Context, RequestParts } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import type { TargetKey } from '../../target/target.ts';
import type {
  CompiledOperation,
  CompiledContract,
  CompiledRequirement,
} from '../../../mock/contract/compiled-contract.ts';
import { addressIn } from '../common/address-in-range.ts';
import { actions, easiest, requirementOf } from '../common/find-operations.ts';
import type { WithAction } from '../common/find-operations.ts';
import { filled } from '../common/compare-answers-json.ts';
import { requestWithKey, withHeader, withoutMethod } from '../common/change-request.ts';
import { isGood } from '../common/race-requests.ts';
import { refused } from '../common/judge-refusal.ts';
import { rule } from '../common/scenario-check.ts';
import { credentialPointer, basisOf } from '../common/contract-citation.ts';
import { permits } from './roles.ts';
import { namedKey, subjectsOf, tenantOf } from './key-subject.ts';
import type { Subject } from './key-subject.ts';

/** A token endpoint whose clients are keys. */
interface Issuing {
  readonly contract: CompiledContract;
  readonly issue: WithAction<'token.issue'>;
  readonly subject: Subject;
}

function issuingBy(contract: CompiledContract): readonly Issuing[] {
  return actions(contract, 'token.issue')
    .filter(
      ({ action }) => action.client_authentication.includes('security') && action.grants.includes('client_credentials'),
    )
    .flatMap((issue) =>
      subjectsOf(contract)
        .filter(({ name }) => requirementOf(issue, name) !== undefined)
        .map((subject) => ({ contract, issue, subject })),
    );
}

/** A request for a token with these scopes, made with a key. */
async function tokenRequest(
  context: Context,
  { issue, subject }: Issuing,
  key: TargetKey,
  { scopes }: CompiledRequirement,
): Promise<RequestParts> {
  const body = new URLSearchParams({ grant_type: 'client_credentials', scope: scopes.join(' ') }).toString();
  return withHeader(
    { ...(await requestWithKey(context, issue, requirementOf(issue, subject.name)!, key)), body },
    'content-type',
    'application/x-www-form-urlencoded',
  );
}

async function withToken(context: Context, operation: CompiledOperation, token: string): Promise<RequestParts> {
  const request = await context.request(operation);
  return withHeader(
    operation.requirements.reduce((parts, { method }) => withoutMethod(parts, method), request),
    'authorization',
    `Bearer ${token}`,
  );
}

interface Use {
  readonly operation: CompiledOperation;
  readonly byToken: CompiledRequirement;
}

/** The easiest operation that takes the key and the token, and wants this of the key. */
function useOf({ contract, issue, subject }: Issuing, fits: (wanted: readonly string[]) => boolean): Use | undefined {
  const operation = easiest(
    contract.operations.filter((candidate) => {
      const byKey = requirementOf(candidate, subject.name);
      return (
        byKey !== undefined &&
        byKey.scopes.length > 0 &&
        fits(byKey.scopes) &&
        requirementOf(candidate, issue.action.credential) !== undefined
      );
    }),
  );
  const byToken = operation && requirementOf(operation, issue.action.credential);
  return operation && byToken && { operation, byToken };
}

/** Uses a token of this key, if the key gets one; undefined if it does not. */
async function tryOut(
  context: Context,
  issuing: Issuing,
  key: TargetKey,
  { operation, byToken }: Use,
): Promise<Exchange | undefined> {
  const answer = await context.send(await tokenRequest(context, issuing, key, byToken));
  const token = isGood(answer) ? filled(issuing.contract, issuing.issue, 'token.access_token', answer) : undefined;
  if (typeof token !== 'string') return undefined;
  context.secret(token);
  return context.send(await withToken(context, operation, token));
}

function checksOf(issuing: Issuing): readonly Check[] {
  const {
    contract,
    issue,
    subject: {
      name,
      credential: { roles = {} },
    },
  } = issuing;
  const known = basisOf(contract, credentialPointer(issue.action.credential), { about: /permission|allow-list/i });
  const byRole = Object.entries(roles).flatMap(([role, granted]) => {
    const use = useOf(issuing, (wanted) => !permits(granted, wanted));
    return use === undefined
      ? []
      : [
          rule({
            id: `keys.token-role:${name}/${role}`,
            title: `A token of a key of the role ${role} may do no more than the key`,
            ...known,
            needs: ['keys'] as const,
            async run(context: Context) {
              const key = await context.keys.create(name, tenantOf(context, issuing.subject), { role });
              const exchange = await tryOut(context, issuing, key, use);
              if (exchange !== undefined)
                refused(context, exchange, use.operation, ['insufficient_role', 'insufficient_scope']);
            },
          }),
        ];
  });
  const open = useOf(issuing, () => true);
  const listed = contract.seed.keys?.some((key) => key.credential === name && key.allowed_addresses);
  return [
    ...byRole,
    ...(open === undefined || !listed
      ? []
      : [
          rule({
            id: `keys.token-address:${name}`,
            title: "A token inherits its key's address list",
            ...known,
            async run(context: Context) {
              if (!context.target.isMock)
                return context.notRun('whether the suite calls from an allowed address is not known');
              const key = namedKey(
                context,
                issuing.subject,
                ({ status, allowed_addresses: ranges }) => status === 'active' && ranges !== null,
                'the target has no key with an address list',
              );
              const answer = await context.send(
                withHeader(
                  await tokenRequest(context, issuing, key, open.byToken),
                  'X-Forwarded-For',
                  addressIn(key.allowed_addresses?.[0] ?? ''),
                ),
              );
              const token = isGood(answer) ? filled(contract, issue, 'token.access_token', answer) : undefined;
              context.expect.that(
                typeof token === 'string',
                'a token for a key that is used from its own network',
                `${answer.status}`,
                answer,
              );
              context.secret(token);
              refused(
                context,
                await context.send(await withToken(context, open.operation, token)),
                open.operation,
                'address_not_allowed',
              );
            },
          }),
        ]),
  ];
}

export const keyTokens: CheckFamily = ({ contract }) => issuingBy(contract).flatMap(checksOf);
