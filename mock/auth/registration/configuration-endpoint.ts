/**
 * A client reads, replaces or deletes its registration.
 *
 * @see RFC 7592 §2
 */
import { chain } from '../../state/awaitable.ts';
import { replaced } from '../../sandboxes/changed-entry.ts';
import { peopleOf } from '../../sandboxes/people.ts';
import { actionOf, isRefusal, refused } from '../oauth/found-or-refused.ts';
import { sameSecret } from '../secret-digest.ts';
import { hasSecret, readMetadata, unfit } from './client-metadata.ts';
import { clientFault } from './fit-client.ts';
import { readJson } from './registration-endpoint.ts';
import { findRegistration, forgetRegistration, informationOf } from './registrations.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import type { ActionStep, Call, Outcome, Refusal } from '../../request/call.ts';
import type { CompiledOperation } from '../../contract/compiled-contract.ts';
import type { PeopleChange } from '../../sandboxes/people.ts';
import type { SeedClient } from '../../../specs/generated/vocabulary.ts';

/** Members that are the server's alone to say (RFC 7592 §2.2). */
const SERVERS = [
  'registration_access_token',
  'registration_client_uri',
  'client_secret_expires_at',
  'client_id_issued_at',
];

/** The client as its PUT has it; what is not in that is registered no more. */
function readChange(call: Call, old: SeedClient): SeedClient | Refusal {
  const { pointer } = call.operation;
  const body = readJson(call);
  if (isRefusal(body)) return body;
  const described = readMetadata(call, actionOf(call.operation, 'client.manage').credential, body.value);
  if (isRefusal(described)) return described;
  const sent = body.value as Readonly<Record<string, unknown>>;
  if (sent['client_id'] !== old.client_id)
    return unfit(pointer, 'client_id must be the id of the client', 'none, or another', old.client_id);
  const own = SERVERS.find((name) => name in sent);
  if (own !== undefined) return unfit(pointer, `${own} is the server's to say; leave it out`, own);
  const { client_secret: secret } = sent;
  if (secret !== undefined && (typeof secret !== 'string' || !sameSecret(secret, old.client_secret ?? '')))
    return unfit(pointer, 'a client cannot choose its secret; send the one it has, or none', 'another client_secret');
  const { client_id, tenant } = old;
  const made = old.client_secret ?? call.world.ids.make({ alphabet: 'base62', length: 40 });
  return { ...described, client_id, tenant, ...(hasSecret(described) && { client_secret: made }) };
}

/** @returns what it refuses, or undefined once the client is so */
function replace({ world, operation }: Call, client: SeedClient): Awaitable<Refusal | undefined> {
  const { contract } = world;
  return world.changePeople((current): PeopleChange<Refusal | undefined> => {
    const { client_id: id } = client;
    const found = current.clients.find((change) => change.id === id);
    const fault = clientFault(contract, client, peopleOf(contract, current, world.people.redirectUris));
    if (fault !== undefined || found === undefined)
      return { result: unfit(operation.pointer, 'the client must fit the contract', fault ?? 'a client that is gone') };
    return { value: replaced(current, 'clients', id, { ...found, entry: client }), result: undefined };
  });
}

const remove = ({ world }: Call, id: string): Awaitable<unknown> =>
  world.changePeople((current) => ({ value: replaced(current, 'clients', id, undefined), result: undefined }));

export function clientManage(operation: CompiledOperation): ActionStep {
  return (call): Awaitable<Outcome> => {
    const [id = ''] = Object.values(call.request.params);
    return chain(findRegistration(call, id), (found): Awaitable<Outcome> => {
      if (isRefusal(found)) return refused(found);
      const { client, token, registration } = found;
      const tell = (current: SeedClient): Outcome =>
        informationOf(call, 200, current, registration, { token, operation });
      if (operation.method === 'DELETE')
        return chain(remove(call, id), () => chain(forgetRegistration(call, id), () => ({ answer: { status: 204 } })));
      if (operation.method !== 'PUT') return tell(client);
      const changed = readChange(call, client);
      if (isRefusal(changed)) return refused(changed);
      return chain(replace(call, changed), (refusal) => (refusal ? refused(refusal) : tell(changed)));
    });
  };
}
