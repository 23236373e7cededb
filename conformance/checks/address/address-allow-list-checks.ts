/** Address allow-lists of keys and clients. */
import type { CheckFamily } from '../../check.ts';
import type { Context, RequestParts } from '../../check-context.ts';
import type { CompiledOperation, CompiledContract } from '../../../mock/contract/compiled-contract.ts';
import { addressIn } from '../common/address-in-range.ts';
import { actions, credentialsOf, useOf } from '../common/find-operations.ts';
import { presentationOf, requestWithKey, withHeader, named, withIdentifier } from '../common/change-request.ts';
import { isGood } from '../common/race-requests.ts';
import { refused } from '../common/judge-refusal.ts';
import { rule } from '../common/scenario-check.ts';
import { basisOf } from '../common/contract-citation.ts';
import { subjectsOf as hmacSubjects, signedRequest } from '../hmac/hmac-subject.ts';

/** From where the suite calls is known for the sandbox only: it runs beside it. */
function outside(context: Context): void {
  if (!context.target.isMock) context.notRun('whether the suite calls from an allowed address is not known');
}

const source = (contract: CompiledContract, operation: CompiledOperation): ReturnType<typeof basisOf> =>
  basisOf(contract, operation.refusals.get('address_not_allowed')?.pointer ?? operation.pointer, {
    about: /allow-list|address/i,
  });

/** From elsewhere the request is refused; from the list's range, as a proxy on this machine forwards it, it is not. */
async function judge(
  context: Context,
  operation: CompiledOperation,
  parts: () => Promise<RequestParts>,
  ranges: readonly string[],
): Promise<void> {
  refused(context, await context.send(await parts()), operation, 'address_not_allowed');
  const forwarded = await context.send(withHeader(await parts(), 'X-Forwarded-For', addressIn(ranges[0] ?? '')));
  context.expect.that(
    isGood(forwarded),
    'a call from an allowed address to be let in',
    `${forwarded.status}`,
    forwarded,
  );
}

export const allowLists: CheckFamily = ({ contract }) => [
  ...credentialsOf(contract, 'api_key', 'key_pair').flatMap(([name]) => {
    const use = useOf(contract, name);
    if (use === undefined || !contract.seed.keys?.some((key) => key.credential === name && key.allowed_addresses))
      return [];
    const { operation, requirement } = use;
    return [
      rule({
        id: `address.key:${name}`,
        title: 'A key with an address list is refused from elsewhere',
        ...source(contract, operation),
        async run(context: Context) {
          outside(context);
          const key =
            context.target.credentials.keys.find(
              ({ credential, status, allowed_addresses: ranges }) =>
                credential === name && status === 'active' && ranges !== null,
            ) ?? context.notRun('the target has no key with an address list');
          await judge(
            context,
            operation,
            () => requestWithKey(context, operation, requirement, key),
            key.allowed_addresses ?? [],
          );
        },
      }),
    ];
  }),
  ...hmacSubjects(contract)
    .filter(({ name }) => contract.seed.keys?.some((key) => key.credential === name && key.allowed_addresses))
    .map((subject) =>
      rule({
        id: `address.signing-key:${subject.name}`,
        title: 'A signing key with an address list is refused from elsewhere',
        ...source(contract, subject.operation),
        async run(context: Context) {
          outside(context);
          const key =
            context.target.credentials.keys.find(
              ({ credential, status, allowed_addresses: ranges }) =>
                credential === subject.name && status === 'active' && ranges !== null,
            ) ?? context.notRun('the target has no key with an address list');
          await judge(
            context,
            subject.operation,
            async () => (await signedRequest(context, subject, { key })).parts,
            key.allowed_addresses ?? [],
          );
        },
      }),
    ),
  ...credentialsOf(contract, 'token').flatMap(([name]) => {
    const use = useOf(contract, name);
    const client = contract.seed.clients?.find(
      ({ grants, allowed_addresses: ranges }) => ranges && grants.includes('client_credentials'),
    );
    const issued = actions(contract, 'token.issue').some(
      ({ action }) => action.credential === name && action.grants.includes('client_credentials'),
    );
    if (use === undefined || client === undefined || !issued) return [];
    const { operation, requirement } = use;
    const scope = requirement.scopes.every((wanted) => client.scopes.includes(wanted))
      ? requirement.scopes.join(' ')
      : undefined;
    return [
      rule({
        id: `address.token:${name}`,
        title: 'A token of a client with an address list is refused from elsewhere',
        ...source(contract, operation),
        async run(context: Context) {
          outside(context);
          const restricted =
            context.target.credentials.clients.find(({ client_id: id }) => id === client.client_id) ??
            context.notRun('the target has no client with an address list');
          const { access_token: token } = await context.oauth.of(name).clientCredentials(restricted, scope);
          const presentation = {
            ...presentationOf(requirement, {
              credential: name,
              id: '',
              secret: token,
              tenant: restricted.tenant,
              role: null,
              scopes: null,
              user: null,
              status: 'active',
              allowed_addresses: null,
            }),
            key: undefined,
            token,
          };
          const parts = async (): Promise<RequestParts> => {
            const presented = context.present(await context.request(operation), presentation);
            return named(operation, 'tenant')
              ? withIdentifier(presented, operation, 'tenant', restricted.tenant)
              : presented;
          };
          await judge(context, operation, parts, restricted.allowed_addresses ?? []);
        },
      }),
    ];
  }),
];
