/** Conditions on contracts: what a contract must have for a mutant to break it. */
import type { CompiledContract } from '../../../mock/contract/compiled-contract.ts';
import type { Fact } from '../../../mock/contract/fill-values.ts';
import type {
  Action,
  Credential,
  Failure,
  Grant,
  Identifier,
  TokenCredential,
} from '../../../specs/generated/vocabulary.ts';

export type Has = (contract: CompiledContract) => boolean;

export const all =
  (...conditions: readonly Has[]): Has =>
  (contract) =>
    conditions.every((holds) => holds(contract));

export const any =
  (...conditions: readonly Has[]): Has =>
  (contract) =>
    conditions.some((holds) => holds(contract));

export const everywhere: Has = () => true;

export const has =
  (...types: readonly Action['type'][]): Has =>
  ({ operations }) =>
    operations.some(({ action }) => types.includes(action.type));

export const credential =
  (...kinds: readonly Credential['kind'][]): Has =>
  ({ operations }) =>
    operations.some(({ requirements }) => requirements.some(({ method }) => kinds.includes(method.kind)));

const actionsOf = <T extends Action['type']>({ operations }: CompiledContract, type: T) =>
  operations.flatMap(({ action }) => (action.type === type ? [action as Extract<Action, { type: T }>] : []));

/** Some seeded client may use this grant. */
export const grant =
  (name: Grant): Has =>
  (contract) =>
    actionsOf(contract, 'token.issue').some(
      ({ grants, client_authentication: ways }) =>
        grants.includes(name) &&
        (ways.includes('security') || [...contract.clients.values()].some((client) => client.grants.includes(name))),
    );

/** At the token endpoint clients prove who they are with a secret of their own. */
export const clientSecrets: Has = (contract) =>
  actionsOf(contract, 'token.issue').some(({ client_authentication: ways }) =>
    ways.some((way) => way.startsWith('client_secret')),
  );

export const clientBasic: Has = (contract) =>
  actionsOf(contract, 'token.issue').some(({ client_authentication: ways }) => ways.includes('client_secret_basic'));

export const keyAsClient: Has = (contract) =>
  actionsOf(contract, 'token.issue').some(({ client_authentication: ways }) => ways.includes('security'));

export const token =
  (fits: (credential: TokenCredential) => boolean): Has =>
  ({ credentials }) =>
    [...credentials.values()].some((one) => one.kind === 'token' && fits(one));

export const jwt = (...algorithms: readonly string[]): Has =>
  token(
    ({ format, algorithm = 'RS256' }) =>
      format === 'jwt' && (algorithms.length === 0 || algorithms.includes(algorithm)),
  );

export const rotation: Has = token(({ refresh }) => refresh?.rotate === true);

export const refreshable: Has = all(
  grant('refresh_token'),
  token(({ refresh }) => refresh !== undefined),
);

export const clients =
  (count: number, name: Grant): Has =>
  (contract) =>
    [...contract.clients.values()].filter(({ grants }) => grants.includes(name)).length >= count;

export const identifier =
  (kind: Identifier['kind']): Has =>
  ({ operations }) =>
    operations.some(({ identifiers }) => identifiers.some(({ identifier: rule }) => rule?.kind === kind));

export const required =
  (kind: Identifier['kind']): Has =>
  ({ operations }) =>
    operations.some(({ identifiers }) =>
      identifiers.some(({ identifier: rule }) => rule?.kind === kind && rule.required !== false),
    );

export const scoped: Has = ({ operations }) =>
  operations.some(({ requirements }) =>
    requirements.some(({ scopes, method }) => scopes.length > 0 && method.kind === 'token'),
  );

export const roles: Has = ({ credentials }) =>
  [...credentials.values()].some((one) => 'roles' in one && one.roles !== undefined);

export const limited: Has = ({ operations, rateLimits }) =>
  operations.some(({ rateLimit }) => rateLimit !== undefined && rateLimits.get(rateLimit)?.limit !== null);

export const limitedBy =
  (...parts: readonly string[]): Has =>
  ({ operations, rateLimits }) =>
    operations.some(
      ({ rateLimit }) =>
        rateLimit !== undefined &&
        rateLimits.get(rateLimit)?.limit !== null &&
        parts.every((part) => rateLimits.get(rateLimit)?.key.includes(part as 'tenant')),
    );

export const idempotent: Has = ({ operations }) => operations.some(({ idempotency }) => idempotency !== undefined);

export const stepUp: Has = ({ operations }) => operations.some(({ stepUp: rule }) => rule !== undefined);

export const words =
  (failure: Failure): Has =>
  ({ operations }) =>
    operations.some(({ refusals }) => refusals.has(failure));

export const header =
  (name: RegExp): Has =>
  ({ operations }) =>
    operations.some(({ answers, refusals }) =>
      [...answers, ...refusals.values()].some(({ headers }) => headers.some((one) => name.test(one.name))),
    );

/** Some answer of an operation of this type carries the fact. */
export const tells =
  (type: Action['type'], fact: Fact): Has =>
  ({ operations }) =>
    operations.some(
      ({ action, answers }) => action.type === type && answers.some((answer) => answer.needs().includes(fact)),
    );

export const addresses: Has = (contract) =>
  [...contract.clients.values(), ...(contract.seed.keys ?? [])].some(
    ({ allowed_addresses: list }) => list !== undefined,
  );
