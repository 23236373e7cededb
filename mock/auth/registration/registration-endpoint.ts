/**
 * A client registers itself.
 *
 * @see RFC 7591 §3
 */
import { refuse } from '../../request/call.ts';
import { noRoom } from '../../request/no-room.ts';
import { readBody } from '../../request/parsed-body.ts';
import { chain } from '../../state/awaitable.ts';
import { replaced } from '../../sandboxes/changed-entry.ts';
import { peopleOf } from '../../sandboxes/people.ts';
import { actionOf, isRefusal, operationsWith, refused } from '../oauth/found-or-refused.ts';
import { sameSecret } from '../secret-digest.ts';
import { hasSecret, readMetadata, unfit } from './client-metadata.ts';
import { clientFault } from './fit-client.ts';
import { bearer, informationOf, keepRegistration } from './registrations.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import type { ActionStep, Call, Outcome, Refusal } from '../../request/call.ts';
import type { CompiledContract, CompiledOperation } from '../../contract/compiled-contract.ts';
import type { PeopleChange } from '../../sandboxes/people.ts';
import type { ClientRegisterAction, SeedClient } from '../../../specs/generated/vocabulary.ts';

const LIMIT = 100;

/** The body's JSON; a form has none of these members. */
export function readJson(call: Call): { readonly value: unknown } | Refusal {
  const body = readBody(call);
  if (body.state === 'refused') return body.refusal;
  return body.state === 'json'
    ? body
    : unfit(call.operation.pointer, 'client metadata must be a JSON object', 'no body');
}

/** @returns what it refuses, or undefined once the client is there */
function add(
  { world, operation }: Call,
  client: SeedClient,
  { limit = LIMIT }: ClientRegisterAction,
): Awaitable<Refusal | undefined> {
  const { contract } = world;
  return world.changePeople((current): PeopleChange<Refusal | undefined> => {
    const made = current.clients.filter(({ id }) => !contract.clients.has(id)).length;
    if (made >= limit)
      return {
        result: refuse(
          'too_many_clients',
          `there may be ${limit} clients besides the contract's own; delete some, or reset the sandbox`,
          `${operation.pointer}/x-action`,
          { expected: `fewer than ${limit}`, got: String(made) },
        ),
      };
    const most = world.bounds.maxPeople;
    if (current.clients.length >= most) return { result: noRoom('too_many_clients', { bound: 'maxPeople', most }) };
    const fault = clientFault(contract, client, peopleOf(contract, current, world.people.redirectUris));
    if (fault !== undefined) return { result: unfit(operation.pointer, 'the client must fit the contract', fault) };
    const born = current.made + 1;
    const { client_id: id } = client;
    return {
      value: { ...replaced(current, 'clients', id, { id, born, entry: client }), made: born },
      result: undefined,
    };
  });
}

export function clientRegister(operation: CompiledOperation, contract: CompiledContract): ActionStep {
  const action = actionOf(operation, 'client.register');
  const [manage] = operationsWith(contract.operations, 'client.manage');

  function refuseStranger(call: Call): Refusal | undefined {
    const { initial_access_token: wanted } = action;
    if (wanted === undefined) return undefined;
    const token = bearer(call);
    if (typeof token !== 'string') return token;
    return sameSecret(token, wanted)
      ? undefined
      : refuse('invalid_token', 'the token must be the initial access token', `${operation.pointer}/x-action`, {
          got: 'another token',
        });
  }

  return (call): Awaitable<Outcome> => {
    const stranger = refuseStranger(call);
    if (stranger) return refused(stranger);
    const body = readJson(call);
    if (isRefusal(body)) return refused(body);
    const described = readMetadata(call, action.credential, body.value);
    if (isRefusal(described)) return refused(described);
    const { world } = call;
    const [tenant = ''] = world.people.tenants.keys();
    const client: SeedClient = {
      ...described,
      client_id: world.ids.uuid(),
      ...(hasSecret(described) && { client_secret: world.ids.make({ alphabet: 'base62', length: 40 }) }),
      tenant,
    };
    return chain(add(call, client, action), (refusal) => {
      if (refusal) return refused(refusal);
      const token = world.ids.make({ alphabet: 'base64url', length: 43 });
      return chain(keepRegistration(call, client, token), (registration) =>
        informationOf(call, 201, client, registration, manage && { token, operation: manage.operation }),
      );
    });
  };
}
