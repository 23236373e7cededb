/** Work that goes on beside what is done to a sandbox: tokens are issued, used and revoked, and everything is remembered. */
import { setTimeout as sleep } from 'node:timers/promises';
import { SERVICE } from '../../mock/test/oauth-revenue.ts';
import type { Client } from '../test/workers-client.ts';
import { createHistory, instant } from './history.ts';
import type { History } from './history.ts';
import type { Scope } from './scope.ts';

const LANES = 8;
/** Milliseconds before a lane goes on whose connection broke. */
const PAUSE = 20;
/** Milliseconds that the load may take to have something to tell by. */
const LONGEST_WAIT = 30_000;

export interface Load {
  readonly history: History;
  /** Tokens that were given out and not asked to be revoked. */
  readonly live: readonly string[];
  /** Waits until enough was answered to tell something by, however busy the machine is. */
  enough(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Statuses of `oauth.call` as replies. A quota, which a reset puts back until it is taken out of the way again, tells
 * nothing of the token: it is asked for once more.
 */
export const useToken =
  ({ oauth }: Client, token: string) =>
  async (): Promise<{ status: number }> => {
    const until = instant() + LONGEST_WAIT;
    for (;;) {
      const status = await oauth.call(token);
      if (status !== 429) return { status };
      if (instant() > until) throw new Error('The quota was not taken out of the way.');
      await sleep(PAUSE);
    }
  };

/** @param scope with which it stops at the latest */
export function startLoad(client: Client, scope: Scope): Load {
  const history = createHistory();
  const live: string[] = [];
  let [going, turns, answered] = [true, 0, 0];

  const turn = async (): Promise<void> => {
    const number = turns++;
    const start = instant();
    const made = await client.oauth
      .token({ grant_type: 'client_credentials', scope: 'revenue.api.read', ...SERVICE })
      .catch(() => undefined);
    const token = made?.json['access_token'];
    if (typeof token !== 'string') {
      await sleep(PAUSE);
      return;
    }
    history.note({ verb: 'make', subject: token, start, end: instant(), answer: 'yes' });
    const use = () => history.ask('use', token, useToken(client, token));
    if (number % 2 === 0) {
      live.push(token);
      await use();
    } else {
      // Some are asked while it is revoked, one afterwards.
      await Promise.all([
        use(),
        history.ask('end', token, () => client.oauth.revoke({ token, ...SERVICE })),
        use(),
        use(),
      ]);
      await use();
    }
    answered++;
  };

  const lane = async (): Promise<void> => {
    while (going) await turn();
  };
  const lanes = Promise.all(Array.from({ length: LANES }, lane));
  scope.teardown(() => void (going = false));
  return {
    history,
    live,
    async enough() {
      const until = instant() + LONGEST_WAIT;
      while (answered < 2 * LANES && instant() < until) await sleep(PAUSE);
    },
    async stop() {
      going = false;
      await lanes;
    },
  };
}

/** Asks once more with every token that the load had. */
export async function askAgain(client: Client, { history }: Pick<Load, 'history'>): Promise<void> {
  const made = history.operations.filter(({ verb, answer }) => verb === 'make' && answer === 'yes');
  for (let from = 0; from < made.length; from += 50)
    await Promise.all(
      made.slice(from, from + 50).map(({ subject }) => history.ask('use', subject, useToken(client, subject))),
    );
}
