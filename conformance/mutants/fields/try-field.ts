/** Tries every lie in every field of a contract's answers, each on its own, with the checks that get such an answer. */
import type { CompiledAnswer } from '../../../mock/contract/compiled-contract.ts';
import { startMockTarget } from '../../mock-target.ts';
import { runChecks } from '../../runner.ts';
import type { Check, Result } from '../../check.ts';
import { TIMEOUT_MS } from '../try-mutant.ts';
import type { Subject } from '../try-mutant.ts';
import { falsified, liesOf } from './falsify-field.ts';
import type { Lie, Planted } from './falsify-field.ts';
import { groundsOf, keyOf } from './list-fields.ts';
import type { Body, Field, Ground } from './list-fields.ts';

export interface FieldTrial {
  readonly contract: string;
  readonly body: string;
  /** The answers that it stands for: one was falsified. */
  readonly bodies: readonly string[];
  readonly place: string;
  readonly kind: Field['kind'];
  readonly fact: string | undefined;
  readonly lie: Lie;
  /** Name of the check that noticed it; undefined where none did. */
  readonly killer: string | undefined;
  /** Set where no check gets such an answer, or the answer has no such field there. */
  readonly untried: 'no answer' | 'no field' | undefined;
}

/** A check that gets a body, as it was seen on the sound sandbox. */
interface Carrier {
  readonly check: Check;
  readonly operation: string;
  /** How many answers it gets in all: fewer are tried sooner. */
  readonly answers: number;
  /** How many of them have the body. */
  readonly times: number;
}

/** So many checks are tried at each lie before it counts as unnoticed. */
const TRIED = 6;

/** For a check that a busy machine kept from its end, which is no verdict on the lie. */
const PATIENT_MS = 3 * TIMEOUT_MS;

const isLate = ({ outcome }: Result): boolean =>
  outcome.state === 'suite_error' && outcome.error.includes('took longer than');

const nameOf = (id: string): string => id.split(':', 1)[0]!;

/** Families that hold a refusal against the contract's words. */
const REFUSED =
  /^(credential|identifier|body|scope|resource|unmatched|parameter|isolation|step-up|otp|address|rate-limit\.exact|idempotency-key|origin|sso|hmac|session)\b/;

/** Checks of records are better than others at a record's fields, and the rest are as good as they are short. */
function order(
  field: Field,
  carriers: readonly Carrier[],
  operationType: string | undefined,
  refusal: boolean,
  lie: Lie,
): readonly Carrier[] {
  const suits = ({ check: { id }, times }: Carrier): number => {
    // They look for one thing in any answer, and at nothing that it says.
    if (/^(leak\.|spelling\.|unmatched\.trace)/.test(id)) return 3;
    // One value for all is seen where several come.
    if (lie === 'constant') return times > 1 ? 0 : 1;
    if (field.fact === 'token.access_token') return /^oauth\.(tokens-differ|token-expires)$/.test(id) ? 0 : 1;
    if (field.fact === 'token.refresh_token') return /^oauth\.refresh(-rotates|-reuse)?$/.test(id) ? 0 : 1;
    if (field.fact === 'key.secret') return id.startsWith('keys.') ? 0 : 1;
    if (field.fact === 'location')
      return /^(oauth\.(authorization-code|state-plain|consent-denied)|openid\.(authorize-post|logout)$|sso)/.test(id)
        ? 0
        : 1;
    if (field.fact === 'token.id_token') return id === 'openid.id-token-signature' ? 0 : 1;
    if (field.fact === 'token.subject') return id.startsWith('openid.introspect') ? 0 : 1;
    if (field.fact === 'device.device_code') return id === 'oauth.device-approved' ? 0 : 1;
    if (field.fact === 'challenge' && id === 'oauth.client-basic-challenge') return -1;
    if (operationType === 'token.issue' && !refusal)
      return /^(answer\.success|oauth\.(client-credentials|authorization-code|no-|expires-in|scope-granted))/.test(id)
        ? 0
        : 1;
    if (operationType?.startsWith('client.') === true && !refusal)
      return /^oauth\.(register-secret|registration-(read|update))$/.test(id) ? 0 : 1;
    if (operationType === 'jwks')
      return id === 'oauth.jwt-signature' || id === 'openid.id-token-signature' || id === 'oauth.jwks' ? 0 : 1;
    if (lie === 'missing' && !refusal) return id.startsWith('answer.success') ? 0 : 1;
    if (operationType === 'metadata' && id === 'openid.configuration') return -1;
    if (operationType === 'userinfo' && !refusal) return id.startsWith('openid.userinfo') ? 0 : 1;
    if (operationType === 'resource_metadata') return id === 'oauth.resource-methods' ? 0 : 1;
    if (operationType === 'jwks' || operationType === 'metadata')
      return /^(oauth\.(jwks|jwt-signature|metadata))/.test(id) ? 0 : 1;
    if (field.kind === 'record')
      return /^resource\.(created-is-fetched|created-is-listed)/.test(id) ? 0 : /^(resource|answer)\./.test(id) ? 1 : 2;
    if (field.fact?.startsWith('page.')) return id.startsWith('paging.') ? 0 : 1;
    if (field.fact?.startsWith('rate.')) return id.startsWith('rate-limit.headers') ? 0 : 1;
    return refusal && !REFUSED.test(id) ? 1 : 0;
  };
  return carriers.toSorted((a, b) => suits(a) - suits(b) || a.answers - b.answers);
}

export async function tryFields({ contract, compiled, sample, checks }: Subject): Promise<readonly FieldTrial[]> {
  let planted: Planted | undefined;
  let met = 0;
  const answered = new Map<Check, Map<string, { readonly operation: string; times: number }>>();
  const worlds = new Map<string, Check>();
  const note = (world: string, operation: string, answer: CompiledAnswer): void => {
    const check = worlds.get(world);
    if (check === undefined) return;
    const bodies = answered.get(check) ?? new Map<string, { readonly operation: string; times: number }>();
    answered.set(check, bodies);
    const key = keyOf(answer);
    const entry = bodies.get(key) ?? { operation, times: 0 };
    entry.times++;
    bodies.set(key, entry);
  };
  await using running = await startMockTarget(contract, compiled, {
    seed: 'fields',
    seams: {
      reply(call, reply) {
        const key = keyOf(reply.answer);
        if (planted === undefined) note(call.world.sandbox.name, call.operation.id, reply.answer);
        if (planted?.key !== key) return reply;
        const changed = planted.change(reply, call);
        if (
          changed.body !== reply.body ||
          changed.headers.some(({ value }, i) => value !== reply.headers[i]?.value) ||
          changed.headers.length !== reply.headers.length
        )
          met++;
        return changed;
      },
    },
  });
  const common = {
    contract: compiled,
    target: running.target,
    worlds: running.worlds,
    concurrency: 1,
    timeoutMs: TIMEOUT_MS,
    known: new Map<string, string>(),
  };
  // Each kind of check once, and all that tell of records: each operation has a body of its own there.
  const ordinary = [
    ...new Set([
      ...sample,
      ...checks.filter(({ id }) => /^(answer\.success|resource|verdict|paging|keys\.renew)\b/.test(id)),
    ]),
  ].filter(
    ({ watches, needs, quotas }) =>
      watches !== true && (quotas === undefined || quotas === 'contract') && !needs.includes('tls'),
  );
  await runChecks({ ...common, checks: ordinary, concurrency: 4, onWorld: (check, name) => worlds.set(name, check) });

  const carriersOf = new Map<string, Carrier[]>();
  for (const check of ordinary) {
    const bodies = answered.get(check);
    if (bodies === undefined) continue;
    const answers = [...bodies.values()].reduce((sum, { times }) => sum + times, 0);
    for (const [key, { operation, times }] of bodies)
      carriersOf.set(key, [...(carriersOf.get(key) ?? []), { check, operation, answers, times }]);
  }
  const watching = new Map<string, Check[]>();
  for (const check of checks.filter(({ watches }) => watches === true)) {
    const operation = check.id.split(':', 2)[1] ?? '';
    watching.set(operation, [...(watching.get(operation) ?? []), check]);
  }

  /** @returns the name of a check that noticed */
  async function kill(body: Body, field: Field, lie: Lie): Promise<Pick<FieldTrial, 'killer' | 'untried'>> {
    const type = compiled.operations.find(({ id }) => id === body.operations[0])?.action.type;
    const carriers = order(field, carriersOf.get(body.key) ?? [], type, body.failures.length > 0, lie);
    if (carriers.length === 0) return { killer: undefined, untried: 'no answer' };
    planted = { key: body.key, change: (reply) => falsified(reply, field, lie) };
    met = 0;
    for (const { check, operation } of carriers.slice(0, TRIED)) {
      const asked = { ...common, checks: [check, ...(watching.get(operation) ?? [])] };
      let { results } = await runChecks(asked);
      if (results.some(isLate)) ({ results } = await runChecks({ ...asked, timeoutMs: PATIENT_MS }));
      const alarms = results
        .filter(({ outcome: { state } }) => state === 'failed' || state === 'warned' || state === 'informed')
        .map(({ check: { id } }) => nameOf(id));
      const [first] = alarms.toSorted((a, b) => Number(b.startsWith('value.')) - Number(a.startsWith('value.')));
      if (first !== undefined) return { killer: first, untried: undefined };
    }
    return { killer: undefined, untried: met === 0 ? 'no field' : undefined };
  }

  const cheapest = ({ key }: Body): number =>
    Math.min(Number.MAX_SAFE_INTEGER, ...(carriersOf.get(key) ?? []).map(({ answers }) => answers));

  /** In the answer that is had with fewest requests; in the next, where it turns out not to carry the field. */
  async function tryGround({ field, bodies }: Ground, lie: Lie): Promise<FieldTrial> {
    const told = {
      contract,
      bodies: bodies.map(({ key }) => key),
      place: field.place,
      kind: field.kind,
      fact: field.fact,
      lie,
    };
    const [first, ...others] = bodies.toSorted((a, b) => cheapest(a) - cheapest(b));
    let trial = { ...told, body: first!.key, ...(await kill(first!, field, lie)) };
    for (const body of others) {
      if (trial.untried !== 'no field') break;
      trial = { ...told, body: body.key, ...(await kill(body, field, lie)) };
    }
    return trial;
  }

  const trials: FieldTrial[] = [];
  for (const ground of groundsOf(compiled)) {
    for (const lie of liesOf(ground.field)) trials.push(await tryGround(ground, lie));
  }
  planted = undefined;
  return trials;
}
