/** What the control plane answers, in a component: asked anew when what is asked changes, or something happens. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ask, reasonOf, Unreachable } from './ask.ts';
import type { Query } from './ask.ts';
import { pulse } from './journal-feed.ts';
import { connection, sandbox, token } from './session.ts';

export interface Asked<T> {
  /** What was answered last; undefined until then. */
  readonly data: T | undefined;
  readonly fault: string | undefined;
  reload(): void;
}

/**
 * @param path undefined asks nothing
 * @param live whether to ask anew when requests have come, or else something was done here
 * @param everyMs how often to ask besides, for what happens without a request
 */
export function useAsked<T>(path: string | undefined, query: Query = {}, live = false, everyMs = 0): Asked<T> {
  const asked = JSON.stringify([path, query, sandbox.value, token.value]);
  const answer = useSignal<{ readonly asked: string; readonly data?: T; readonly fault?: string }>({ asked });
  const again = useSignal(0);
  const beats = live ? pulse.value : 0;
  // What was lost while the sandbox was away is asked for once it is back.
  const isLive = connection.value === 'live';
  useEffect(() => {
    if (path === undefined) return undefined;
    const controller = new AbortController();
    ask<T>(path, { query, signal: controller.signal }).then(
      (data) => (answer.value = { asked, data }),
      (error: unknown) => {
        // That the sandbox does not answer is said once, for all of the page.
        if (controller.signal.aborted || error instanceof Unreachable) return;
        const before = answer.peek();
        answer.value = { ...(before.asked === asked && before), asked, fault: reasonOf(error) };
      },
    );
    return () => controller.abort();
  }, [asked, again.value, beats, isLive]);
  useEffect(() => {
    if (everyMs === 0) return undefined;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible' && connection.value === 'live') again.value += 1;
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  const mine = answer.value.asked === asked ? answer.value : undefined;
  return { data: mine?.data, fault: mine?.fault, reload: () => (again.value += 1) };
}

/** Several of a kind, asked anew when requests have come; those that fail are left out. */
export function useEach<T>(paths: readonly string[]): readonly T[] {
  const asked = JSON.stringify([paths, sandbox.value, token.value]);
  const answers = useSignal<readonly T[]>([]);
  const beats = pulse.value;
  useEffect(() => {
    const controller = new AbortController();
    void Promise.allSettled(paths.map((path) => ask<T>(path, { signal: controller.signal }))).then((settled) => {
      if (controller.signal.aborted) return;
      answers.value = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    });
    return () => controller.abort();
  }, [asked, beats]);
  return answers.value;
}
