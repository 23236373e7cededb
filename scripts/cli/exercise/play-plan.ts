/** Plays a plan to whoever calls a sandbox, over its control plane. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { CompiledContract, CompiledOperation } from '../../../mock/contract/compiled-contract.ts';
import { durationMs } from '../../../mock/contract/durations.ts';
import { InputError } from '../../../mock/contract/input-error.ts';
import { heldUntil } from '../../../mock/state/clock.ts';
import type { Kind, Plan, Step } from '../../../grade/plans/plan.ts';

/** Asks the control plane. @throws {InputError} what it says */
export type Control = <T>(method: string, path: string, body?: unknown) => Promise<T>;

const TOKENS: readonly string[] = ['token.issue'];
const NOT_CALLS = /^(?:token\.|authorize|device\.|metadata|resource_metadata|jwks|end_session|client\.|page|sso\.)/;

const IS: Readonly<Record<Kind, (operation: CompiledOperation) => boolean>> = {
  token: ({ action }) => TOKENS.includes(action.type),
  authorize: ({ action }) => action.type === 'authorize',
  call: ({ action }) => !NOT_CALLS.test(action.type),
  read: (operation) => IS.call(operation) && operation.method === 'GET',
  write: (operation) => IS.call(operation) && operation.method !== 'GET',
};

/** Whether keys sign anything of the contract's. */
const signsTokens = ({ credentials }: CompiledContract): boolean =>
  [...credentials.values()].some(
    (credential) => credential.kind === 'token' && (credential.format === 'jwt' || credential.id_token !== undefined),
  );

/** Milliseconds between two looks at how many requests have come. */
const LOOK_EVERY = 10;

/** A step, and what came of it. */
export interface PlayedStep {
  readonly step: Step;
  /** Ids of its faults; none where the contract has no operation of that kind. */
  readonly faults: readonly string[];
  /** How many requests had come when it was played; undefined where its time never came. */
  readonly after: number | undefined;
  /** Why the contract has no use for it. */
  readonly unfit?: string;
}

export interface Played {
  /** Ends what still waits. @throws {InputError} for a step that could not be played */
  end(): Promise<readonly PlayedStep[]>;
}

/**
 * Steps without a time are played before this returns, the others as their time comes.
 *
 * @param requests how many have come
 */
export async function playPlan(
  { settings, steps }: Plan,
  contract: CompiledContract,
  control: Control,
  requests: () => number,
): Promise<Played> {
  const done = new Map<Step, PlayedStep>();
  const act = async (step: Step): Promise<void> => {
    const { fault, clock, settings: change, signing_keys: rotate, key, webhook } = step;
    const faults: string[] = [];
    if (rotate !== undefined && !signsTokens(contract)) {
      done.set(step, { step, faults, after: undefined, unfit: `${contract.name} signs no tokens` });
      return;
    }
    done.set(step, { step, faults, after: requests() });
    if (fault !== undefined) {
      const { on, ...asked } = fault;
      const operations = on === undefined ? [asked.operation] : contract.operations.filter(IS[on]).map(({ id }) => id);
      for (const operation of operations)
        faults.push(
          (
            await control<{ id: string }>('POST', `/faults/${contract.name}`, {
              ...asked,
              ...(operation !== undefined && { operation }),
            })
          ).id,
        );
    }
    if (clock !== undefined) await control('POST', '/clock/advance', { by: clock });
    if (change !== undefined) await control('PATCH', `/settings/${contract.name}`, change);
    if (rotate !== undefined) await control('POST', `/signing-keys/${contract.name}/rotate`, {});
    if (key !== undefined)
      await control(
        'POST',
        `/keys/${contract.name}/${encodeURIComponent(key.credential)}/${encodeURIComponent(key.id)}/${key.do}`,
        {},
      );
    if (webhook !== undefined) {
      const { deliveries } = await control<{ deliveries: readonly { id: string; contract: string }[] }>(
        'GET',
        '/webhooks?limit=1',
      );
      const [newest] = deliveries;
      if (newest !== undefined)
        await control('POST', `/webhooks/${newest.contract}/${newest.id}/redeliver`, { as: webhook });
    }
  };
  if (settings !== undefined && Object.keys(settings).length > 0)
    await control('PATCH', `/settings/${contract.name}`, settings);
  const isNow = ({ after, after_requests: count = 0 }: Step): boolean => after === undefined && count === 0;
  for (const step of steps.filter(isNow)) await act(step);

  const stop = new AbortController();
  const started = performance.now();
  const playLater = async (step: Step): Promise<void> => {
    const { after = '0ms', after_requests: count = 0 } = step;
    const span = durationMs(after) ?? 0;
    while (performance.now() - started < span || requests() < count) {
      await sleep(LOOK_EVERY, undefined, { ref: false });
      if (stop.signal.aborted) return;
    }
    await act(step);
  };
  const later = steps
    .filter((step) => !isNow(step))
    .map((step) =>
      playLater(step).then(
        () => undefined,
        (error: unknown) => error,
      ),
    );
  return {
    async end() {
      stop.abort();
      // They sleep without keeping the process alive, and the client has ended: nothing else would.
      const [failed] = (await heldUntil(Promise.all(later))).filter((error) => error !== undefined);
      if (failed !== undefined) throw failed instanceof Error ? failed : new InputError('a step could not be played');
      return steps.map((step) => done.get(step) ?? { step, faults: [], after: undefined });
    },
  };
}
