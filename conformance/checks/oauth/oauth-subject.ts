/** What a contract has of OAuth: each token credential that is issued, and the endpoints around it. */
import type { CompiledOperation, CompiledContract } from '../../../mock/contract/compiled-contract.ts';
import type {
  Action,
  AuthorizeAction,
  AuthorizePushAction,
  ClientAuthentication,
  ClientRegisterAction,
  DeviceAuthorizeAction,
  Grant,
  ResourceMetadataAction,
  TokenCredential,
  TokenIntrospectAction,
  TokenIssueAction,
  TokenRevokeAction,
} from '../../../specs/generated/vocabulary.ts';

export interface Endpoint<A extends Action> {
  readonly operation: CompiledOperation;
  readonly action: A;
}

export interface Subject {
  readonly contract: CompiledContract;
  /** Name of the token credential in the contract. */
  readonly name: string;
  /** Whether it is the first that the contract issues. */
  readonly isFirst: boolean;
  readonly credential: TokenCredential;
  /** Token endpoints; the first is the one for requests that fit none. */
  readonly issue: readonly Endpoint<TokenIssueAction>[];
  readonly grants: ReadonlySet<Grant>;
  readonly authorize: Endpoint<AuthorizeAction> | undefined;
  readonly revoke: Endpoint<TokenRevokeAction> | undefined;
  readonly introspect: Endpoint<TokenIntrospectAction> | undefined;
  readonly push: Endpoint<AuthorizePushAction> | undefined;
  readonly device: Endpoint<DeviceAuthorizeAction> | undefined;
  /** The sandbox's own page for user codes, and where it is answered. */
  readonly devicePage: CompiledOperation | undefined;
  readonly deviceAnswer: CompiledOperation | undefined;
  readonly metadata: Endpoint<Action> | undefined;
  /** All documents of metadata; `metadata` is the first. */
  readonly documents: readonly Endpoint<Action>[];
  readonly jwks: Endpoint<Action> | undefined;
  /** Metadata of the resource that takes the tokens. */
  readonly resourceMetadata: Endpoint<ResourceMetadataAction> | undefined;
  /** What says who a token speaks for, of OpenID Connect or by the name that it made known. */
  readonly userinfo: Endpoint<Action> | undefined;
  readonly endSession: Endpoint<Action> | undefined;
  /** Where clients register themselves, and where they manage that, by method. */
  readonly register: Endpoint<ClientRegisterAction> | undefined;
  readonly manage: ReadonlyMap<string, CompiledOperation>;
}

function endpoints<T extends Action['type']>(
  contract: CompiledContract,
  type: T,
): Endpoint<Extract<Action, { type: T }>>[] {
  return contract.operations.flatMap((operation) => {
    const { action } = operation;
    return action.type === type ? [{ operation, action: action as Extract<Action, { type: T }> }] : [];
  });
}

function subjectOf(contract: CompiledContract, name: string, isFirst: boolean): Subject | undefined {
  const credential = contract.credentials.get(name);
  if (credential?.kind !== 'token') return undefined;
  const own = <T extends Action['type']>(type: T) =>
    endpoints(contract, type).filter(({ action }) => 'credential' in action && action.credential === name);
  const issue = own('token.issue');
  const pages = endpoints(contract, 'device.verify');
  return {
    contract,
    name,
    isFirst,
    credential,
    issue,
    grants: new Set(issue.flatMap(({ action }) => action.grants)),
    authorize: own('authorize')[0],
    revoke: own('token.revoke')[0],
    introspect: own('token.introspect')[0],
    push: own('authorize.push')[0],
    device: own('device.authorize')[0],
    devicePage: pages.find(({ operation }) => operation.method === 'GET')?.operation,
    deviceAnswer: pages.find(({ operation }) => operation.method === 'POST')?.operation,
    metadata: own('metadata')[0],
    documents: own('metadata'),
    jwks: own('jwks')[0],
    resourceMetadata: own('resource_metadata')[0],
    userinfo:
      own('userinfo')[0] ??
      endpoints(contract, 'profile.get').find(
        ({ operation: { path, requirements } }) =>
          path.endsWith('/userinfo') && requirements.some(({ method }) => method.credential === name),
      ),
    endSession: own('end_session')[0],
    register: own('client.register')[0],
    manage: new Map(own('client.manage').map(({ operation }) => [operation.method, operation])),
  };
}

/** One for each token credential that the contract issues; none for a contract without OAuth. */
export function subjectsOf(contract: CompiledContract): readonly Subject[] {
  const names = [...new Set(endpoints(contract, 'token.issue').map(({ action }) => action.credential))];
  return names.flatMap((name, i) => subjectOf(contract, name, i === 0) ?? []);
}

/** The token endpoint that takes a grant; the first one for a grant that none takes. */
export function endpointFor({ issue }: Subject, grant?: Grant): Endpoint<TokenIssueAction> {
  return issue.find(({ action }) => grant !== undefined && action.grants.includes(grant)) ?? issue[0]!;
}

export function takes(subject: Subject, method: ClientAuthentication, grant?: Grant): boolean {
  return endpointFor(subject, grant).action.client_authentication.includes(method);
}

/** Whether clients authenticate as RFC 6749 §2.3 has it, and not with a key of the provider's own. */
export const hasClients = (subject: Subject): boolean => !takes(subject, 'security');
