/** `profile.get` and `profile.update`: what the contract says of the caller, and what callers changed of it. */
import { chain } from '../state/awaitable.ts';
import type { Awaitable } from '../state/awaitable.ts';
import type { ActionStep, Call, Outcome } from '../request/call.ts';
import { at } from '../contract/openapi-document.ts';
import type { Schema } from '../contract/openapi-document.ts';
import type { CompiledOperation, CompiledContract } from '../contract/compiled-contract.ts';
import type { RecordValue } from '../contract/fill-values.ts';
import { bodyValue } from '../request/parsed-body.ts';
import type { World } from '../sandboxes/sandbox.ts';
import { userFields } from '../auth/sessions/sign-in.ts';
import { shapeOf, writable } from './schema-properties.ts';

interface Profile {
  readonly storeKey: string;
  /** As the contract seeds it. */
  readonly seeded: RecordValue;
}

/** The caller's user if there is one, else its tenant. */
function profileOf({ identification, tenant, world }: Call): Profile {
  const user = identification.state === 'good' ? identification.caller.user : undefined;
  if (user) return { storeKey: `profile:user:${user.id}`, seeded: userFields(user) };
  const id = tenant ?? '-';
  const found = world.people.tenants.get(id);
  return { storeKey: `profile:tenant:${id}`, seeded: { id, name: found?.name, ...found?.profile } };
}

/** What the contract says of a tenant, and what was changed of it. */
export async function tenantProfile(
  { people, store }: Pick<World, 'people' | 'store'>,
  id: string,
): Promise<RecordValue> {
  return { ...people.tenants.get(id)?.profile, ...(await store.get<RecordValue>(`profile:tenant:${id}`)) };
}

const outcome = ({ seeded }: Profile, changes: RecordValue | undefined): Outcome => ({
  answer: { facts: { fields: { ...seeded, ...changes } } },
});

export function profileGet(): ActionStep {
  return (call): Awaitable<Outcome> => {
    const profile = profileOf(call);
    return chain(call.world.store.get<RecordValue>(profile.storeKey), (changes) => outcome(profile, changes));
  };
}

export function profileUpdate(operation: CompiledOperation, contract: CompiledContract): ActionStep {
  const pointer = operation.body?.content.values().next().value;
  const schema = pointer === undefined ? undefined : (at(contract.document, pointer) as Schema | undefined);
  const shape = shapeOf(contract.document, schema ?? {});
  return (call): Awaitable<Outcome> => {
    const profile = profileOf(call);
    const changes = writable(shape, bodyValue(call)) as RecordValue;
    return call.world.store.swap<RecordValue, Outcome>(profile.storeKey, (current) => {
      const value = { ...current, ...changes };
      return { value, result: outcome(profile, value) };
    });
  };
}
