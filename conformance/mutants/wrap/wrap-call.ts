/** Mutant wrappers that change the call which a guard or action sees. */
import type { Call, Incoming, ParsedBody } from '../../../mock/request/call.ts';
import type { CompiledContract } from '../../../mock/contract/compiled-contract.ts';
import { readBody } from '../../../mock/request/parsed-body.ts';
import type { People } from '../../../mock/sandboxes/people.ts';
import type { World } from '../../../mock/sandboxes/sandbox.ts';
import type { Store } from '../../../mock/state/stores/store.ts';

/** Reads come from `over` first; writes go to the object itself, since guards leave what they found in their call. */
function overlaid<T extends object>(target: T, over: Partial<T>): T {
  return new Proxy(target, {
    get: (object, name) =>
      (Object.hasOwn(over, name) ? over[name as keyof T] : Reflect.get(object, name, object)) as unknown,
    set: (object, name, value) => Reflect.set(object, name, value, object),
  });
}

export const withCall = (call: Call, over: Partial<Call>): Call => overlaid(call, over);

export const withRequest = (call: Call, over: Partial<Incoming>): Call =>
  withCall(call, { request: overlaid(call.request, over) });

export const withWorld = (call: Call, over: Partial<World>): Call =>
  withCall(call, { world: overlaid(call.world, over) });

export const withContract = (call: Call, over: Partial<CompiledContract>): Call =>
  withWorld(call, { contract: overlaid(call.world.contract, over) });

export const withPeople = (call: Call, over: Partial<People>): Call =>
  withWorld(call, { people: { ...call.world.people, ...over } });

export const withStore = (call: Call, wrap: (store: Store) => Store): Call =>
  withWorld(call, { store: wrap(call.world.store) });

type Changes = Readonly<Record<string, string | undefined>>;

function changed<T>(
  values: Readonly<Record<string, T>>,
  changes: Readonly<Record<string, T | undefined>>,
): Readonly<Record<string, T>> {
  return Object.fromEntries(
    Object.entries({ ...values, ...changes }).filter((entry): entry is [string, T] => entry[1] !== undefined),
  );
}

/** Headers by their names in lower case; undefined takes one away. */
export const withHeaders = (call: Call, changes: Changes): Call =>
  withRequest(call, { headers: { ...call.request.headers, ...changes }, rawHeaders: [] });

/** Query parameters; undefined takes one away. */
export function withQuery(call: Call, changes: Changes): Call {
  return withRequest(call, { query: changed(call.request.query, changes) });
}

/** Fields of a form; none for any other body. */
export function formOf(call: Call): Readonly<Record<string, string>> {
  const body = readBody(call);
  return body.state === 'form' ? body.fields : {};
}

/** A form in which no field comes twice. */
export const parsedForm = (fields: Readonly<Record<string, string>>): ParsedBody => ({
  state: 'form',
  fields,
  repeated: [],
  texts: fields,
  value: fields,
  violations: [],
});

/** Form fields; undefined takes one away. */
export function withForm(call: Call, changes: Changes): Call {
  return withCall(call, { parsedBody: parsedForm(changed(formOf(call), changes)) });
}

/** The client that a request names, whatever it proves. */
export function clientOf(call: Call): string | undefined {
  const { authorization } = call.request.headers;
  const basic = typeof authorization === 'string' ? /^basic +(.+)$/i.exec(authorization)?.[1] : undefined;
  return basic === undefined ? formOf(call)['client_id'] : Buffer.from(basic, 'base64').toString().split(':', 1)[0];
}

/** Who asks at an OAuth endpoint: the client named, or the key that was presented. */
export function partyOf(call: Call): string | undefined {
  return call.identification.state === 'good' ? call.identification.caller.id : clientOf(call);
}
