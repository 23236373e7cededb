/** A credential that was good: expired, revoked, blocked. */
import type { CheckFamily } from '../../check.ts';
import type { Context, Presentation } from '../../check-context.ts';
import type {
  CompiledOperation,
  CompiledContract,
  CompiledRequirement,
} from '../../../mock/contract/compiled-contract.ts';
import { contractMs } from '../../../mock/contract/durations.ts';
import { requestWithKey } from '../common/change-request.ts';
import { changes } from '../common/find-operations.ts';
import { runOut, runOutToken, still } from '../common/run-out.ts';
import { knownDead, notServed } from '../keys/key-subject.ts';
import { allowed, ask, eachRequirement } from './support/ask-as-caller.ts';
import { failureBasis } from './support/operation-citation.ts';
import { named, perOperation } from './support/check-per-operation.ts';
import type { Case } from './support/check-per-operation.ts';
import { signs } from '../../../mock/contract/signature-kinds.ts';

const SECOND = 1000;

const ofKind = ({ requirements }: CompiledOperation, ...kinds: readonly string[]): boolean =>
  requirements.some(({ method }) => kinds.includes(method.kind));

/** Milliseconds for which a credential just given out is good; undefined where it never ends. */
function lifeOf(
  contract: CompiledContract,
  { method }: CompiledRequirement,
  { client }: Presentation,
): number | undefined {
  const credential = contract.credentials.get(method.credential);
  if (credential?.kind === 'session') return contractMs(credential.idle);
  if (credential?.kind !== 'token') return undefined;
  const own = client && contract.clients.get(client.client_id)?.token_lifetime;
  return contractMs(own ?? credential.lifetime);
}

async function outlive(context: Context, operation: CompiledOperation, kind: 'token' | 'session'): Promise<void> {
  await eachRequirement(
    operation,
    async (requirement) => {
      await still(context);
      const { parts, presentation } = await allowed(context, operation, { requirement });
      const stated = context.clock.movable ? undefined : presentation.lifetimeMs;
      const life =
        stated ??
        lifeOf(context.contract, requirement, presentation) ??
        context.notRun('the credential does not expire');
      await (kind === 'token' ? runOutToken : runOut)(context, life, {
        // A token's end is told in whole seconds, so it may come up to a second before the lifetime is over.
        margin: 2 * SECOND,
        async before() {
          if (kind === 'token' && operation.method === 'GET')
            context.expect.success(await ask(context, parts), operation);
        },
        end: async () =>
          context.expect.failure(
            await ask(context, parts),
            operation,
            kind === 'token' ? 'expired_token' : 'expired_session',
          ),
      });
    },
    ({ method }) => method.kind === kind,
  );
}

const expired: Case = {
  id: 'credential.expired',
  title: (operation) => `${named(operation)} takes a token until its lifetime is over, and refuses it from then on`,
  needs: ['wait'],
  applies: (operation) => ofKind(operation, 'token'),
  basis: (operation, contract) => failureBasis(contract, operation, 'expired_token'),
  run: (context, operation) => outlive(context, operation, 'token'),
};

const idle: Case = {
  id: 'credential.idle',
  title: (operation) => `${named(operation)} refuses a session that was idle for too long`,
  needs: ['wait'],
  applies: (operation) => ofKind(operation, 'session'),
  basis: (operation, contract) => failureBasis(contract, operation, 'expired_session'),
  run: (context, operation) => outlive(context, operation, 'session'),
};

const revokes = (contract: CompiledContract, credential: string): boolean =>
  contract.operations.some(({ action }) => action.type === 'token.revoke' && action.credential === credential);

const revoked: Case = {
  id: 'credential.revoked',
  title: (operation) => `${named(operation)} refuses a token that was revoked`,
  applies: ({ requirements }, contract) =>
    requirements.some(({ method }) => method.kind === 'token' && revokes(contract, method.credential)),
  basis: (operation, contract) => failureBasis(contract, operation, 'revoked_token'),
  async run(context: Context, operation) {
    await eachRequirement(
      operation,
      async (requirement) => {
        const { parts, presentation } = await allowed(context, operation, { requirement });
        const client = presentation.client ?? context.notRun('the suite does not know whose token it is');
        const token = presentation.token ?? context.notRun('the suite does not know the token');
        const answer = await context.oauth.revoke(client, token);
        context.expect.that(answer.status < 300, 'the token to be revoked', `status ${answer.status}`, answer);
        context.expect.failure(await ask(context, parts), operation, 'revoked_token');
      },
      ({ method }) => method.kind === 'token' && revokes(context.contract, method.credential),
    );
  },
};

const keyed = ({ method }: CompiledRequirement): boolean =>
  method.kind === 'api_key' || method.kind === 'key_pair' || method.kind === 'certificate' || signs(method);

const blocked: Case = {
  id: 'credential.blocked',
  title: (operation) => `${named(operation)} refuses a key that is blocked`,
  needs: (operation, contract) => ['blocked_key', ...changes(operation, contract)],
  applies: ({ requirements }) => requirements.some(keyed),
  basis: (operation, contract) => failureBasis(contract, operation, 'blocked_key'),
  async run(context: Context, operation) {
    await eachRequirement(
      operation,
      async (requirement) => {
        const known = knownDead(context, requirement.method.credential, 'blocked');
        if (known !== undefined) {
          // What it signs with is made for requests of keys that are good.
          if (signs(requirement.method)) context.notRun('no signature is made with a key that is blocked');
          const request = await requestWithKey(context, operation, requirement, known);
          const exchange = await ask(context, request);
          notServed(context, known, exchange);
          context.expect.failure(exchange, operation, 'blocked_key');
          return;
        }
        const { parts, presentation } = await allowed(context, operation, { requirement });
        const key = presentation.key ?? context.notRun('the suite does not know the key');
        await context.keys.block(key);
        context.expect.failure(await ask(context, parts), operation, 'blocked_key');
        await context.keys.unblock(key);
      },
      keyed,
    );
  },
};

export const credentialDead: CheckFamily = (suite) =>
  [expired, idle, revoked, blocked].flatMap((rule) => perOperation(suite, rule));
