/** Address allow-lists of keys and clients. */
import type { Check, CheckFamily } from '../../check.ts';
import type { Context, RequestParts } from '../../check-context.ts';
import type { CompiledOperation, CompiledContract } from '../../../mock/contract/compiled-contract.ts';
import { addressIn, edgesOf } from '../common/address-in-range.ts';
import { actions, credentialsOf, useOf } from '../common/find-operations.ts';
import { presentationOf, requestWithKey, withHeader, named, withIdentifier } from '../common/change-request.ts';
import { isGood } from '../common/race-requests.ts';
import { refused } from '../common/judge-refusal.ts';
import { rule } from '../common/scenario-check.ts';
import { basisOf } from '../common/contract-citation.ts';
import type { TargetKey } from '../../target/target.ts';
import { subjectsOf as hmacSubjects, signedRequest } from '../hmac/hmac-subject.ts';

/** Ranges that are nobody's, for examples in documents alone (RFC 5737, RFC 3849). */
const NOBODYS = [/^192\.0\.2\./, /^198\.51\.100\./, /^203\.0\.113\./, /^2001:0?db8:/i];

/** Elsewhere than with the sandbox, which runs beside it, the suite may call from an address that is on the list. */
function outside(context: Context, ranges: readonly string[]): void {
  if (!context.target.isMock && !ranges.every((range) => NOBODYS.some((nobodys) => nobodys.test(range))))
    context.notRun('whether the suite calls from an allowed address is not known');
}

/** What a proxy forwards is the sandbox's to believe: of another server nobody knows behind which it stands. */
function beside(context: Context): void {
  if (!context.target.isMock) context.notRun('whom the server believes an address is not known');
}

const source = (contract: CompiledContract, operation: CompiledOperation): ReturnType<typeof basisOf> =>
  basisOf(contract, operation.refusals.get('address_not_allowed')?.pointer ?? operation.pointer, {
    about: /allow-list|address/i,
  });

/** What a caller with an address list presents, each time anew, and the list. */
interface Restricted {
  readonly parts: () => Promise<RequestParts>;
  readonly ranges: readonly string[];
}

interface Subject {
  /** After `address.key:`, say. */
  readonly name: string;
  readonly kind: 'key' | 'signing-key' | 'token';
  /** `A key`, for titles. */
  readonly who: string;
  readonly operation: CompiledOperation;
  restricted(context: Context): Restricted | Promise<Restricted>;
}

/** As a proxy on this machine forwards it. */
const forwarded = (parts: RequestParts, address: string): RequestParts => withHeader(parts, 'X-Forwarded-For', address);

async function expectIn(context: Context, parts: RequestParts, address: string): Promise<void> {
  const exchange = await context.send(forwarded(parts, address));
  context.expect.that(
    isGood(exchange),
    `a call from ${address}, which is allowed, to be let in`,
    `${exchange.status}`,
    exchange,
  );
}

const expectOut = async (
  context: Context,
  operation: CompiledOperation,
  parts: RequestParts,
  why?: string,
): Promise<void> => refused(context, await context.send(parts), operation, 'address_not_allowed', why);

/** An address of nobody's that is on no such list. */
const elsewhere = (ranges: readonly string[]): string =>
  ranges.some((range) => range.startsWith('198.51.100.')) ? '192.0.2.23' : '198.51.100.23';

/** Headers that name an address too, which anybody may send. */
const OTHER_HEADERS: readonly (readonly [name: string, value: (address: string) => string])[] = [
  ['X-Real-IP', (address) => address],
  ['X-Client-IP', (address) => address],
  ['True-Client-IP', (address) => address],
  ['CF-Connecting-IP', (address) => address],
  ['Client-IP', (address) => address],
  ['X-Cluster-Client-IP', (address) => address],
  ['Fastly-Client-IP', (address) => address],
  ['X-Originating-IP', (address) => address],
  ['X-Forwarded', (address) => `for=${address}`],
  ['Forwarded', (address) => `for=${address}`],
];

function checksOf(contract: CompiledContract, { name, kind, who, operation, restricted }: Subject): readonly Check[] {
  const known = source(contract, operation);
  return [
    rule({
      id: `address.${kind}:${name}`,
      title: `${who} with an address list is refused from elsewhere`,
      ...known,
      async run(context: Context) {
        const { parts, ranges } = await restricted(context);
        outside(context, ranges);
        await expectOut(context, operation, await parts());
        if (context.target.isMock) await expectIn(context, await parts(), addressIn(ranges[0] ?? ''));
      },
    }),
    rule({
      id: `address.${kind}-edge:${name}`,
      title: `${who} with an address list is let in from the first and last address of its range, and from none beside it`,
      ...known,
      async run(context: Context) {
        beside(context);
        const { parts, ranges } = await restricted(context);
        const edges = edgesOf(ranges[0] ?? '') ?? context.notRun('the range is not one of IPv4');
        for (const address of edges.inside) await expectIn(context, await parts(), address);
        for (const address of edges.outside)
          await expectOut(context, operation, forwarded(await parts(), address), `the call is from ${address}`);
      },
    }),
    rule({
      id: `address.${kind}-forged:${name}`,
      title: `${who} with an address list is refused from elsewhere, whatever address its headers claim`,
      ...known,
      async run(context: Context) {
        const { parts, ranges } = await restricted(context);
        outside(context, ranges);
        const claimed = addressIn(ranges[0] ?? '');
        const nearest = elsewhere(ranges);
        for (const hops of [`${claimed}, ${nearest}`, `${claimed}, ${claimed}, ${nearest}`])
          await expectOut(
            context,
            operation,
            forwarded(await parts(), hops),
            'the hop that is nearest to the server is not on the list',
          );
        for (const [header, value] of OTHER_HEADERS)
          await expectOut(
            context,
            operation,
            withHeader(forwarded(await parts(), nearest), header, value(claimed)),
            `${header} is anybody's to send`,
          );
      },
    }),
  ];
}

const keyWithList = (context: Context, name: string): TargetKey =>
  context.target.credentials.keys.find(
    ({ credential, status, allowed_addresses: ranges }) =>
      credential === name && status === 'active' && ranges !== null,
  ) ?? context.notRun('the target has no key with an address list');

const seedHasList = ({ seed }: CompiledContract, name: string): boolean =>
  seed.keys?.some((key) => key.credential === name && key.allowed_addresses) === true;

function ofKeys(contract: CompiledContract): readonly Subject[] {
  return credentialsOf(contract, 'api_key', 'key_pair').flatMap(([name]): readonly Subject[] => {
    const use = useOf(contract, name);
    if (use === undefined || !seedHasList(contract, name)) return [];
    const { operation, requirement } = use;
    return [
      {
        name,
        kind: 'key',
        who: 'A key',
        operation,
        restricted(context) {
          const key = keyWithList(context, name);
          return {
            parts: () => requestWithKey(context, operation, requirement, key),
            ranges: key.allowed_addresses ?? [],
          };
        },
      },
    ];
  });
}

const ofSigningKeys = (contract: CompiledContract): readonly Subject[] =>
  hmacSubjects(contract)
    .filter(({ name }) => seedHasList(contract, name))
    .map((subject) => ({
      name: subject.name,
      kind: 'signing-key',
      who: 'A signing key',
      operation: subject.operation,
      restricted(context) {
        const key = keyWithList(context, subject.name);
        return {
          parts: async () => (await signedRequest(context, subject, { key })).parts,
          ranges: key.allowed_addresses ?? [],
        };
      },
    }));

function ofTokens(contract: CompiledContract): readonly Subject[] {
  return credentialsOf(contract, 'token').flatMap(([name]): readonly Subject[] => {
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
      {
        name,
        kind: 'token',
        who: 'A token of a client',
        operation,
        async restricted(context) {
          const own =
            context.target.credentials.clients.find(({ client_id: id }) => id === client.client_id) ??
            context.notRun('the target has no client with an address list');
          const { access_token: token } = await context.oauth
            .of(name)
            .clientCredentials(own, scope)
            .catch((error: unknown) => {
              if (context.target.isMock) throw error;
              return context.notRun('the client gets no token from here');
            });
          const presentation = {
            ...presentationOf(requirement, {
              credential: name,
              id: '',
              secret: token,
              tenant: own.tenant,
              role: null,
              scopes: null,
              user: null,
              status: 'active',
              allowed_addresses: null,
            }),
            key: undefined,
            token,
          };
          return {
            async parts() {
              const presented = context.present(await context.request(operation), presentation);
              return named(operation, 'tenant')
                ? withIdentifier(presented, operation, 'tenant', own.tenant)
                : presented;
            },
            ranges: own.allowed_addresses ?? [],
          };
        },
      },
    ];
  });
}

export const allowLists: CheckFamily = ({ contract }) =>
  [...ofKeys(contract), ...ofSigningKeys(contract), ...ofTokens(contract)].flatMap((subject) =>
    checksOf(contract, subject),
  );
