/** Many that want what only one may have. */
import { hold, holdAll } from './broken.ts';
import { checkHistory } from './check-history.ts';
import { createHistory } from './history.ts';
import type { History } from './history.ts';
import type { Client } from '../test/workers-client.ts';
import { GUARDED } from '../../mock/test/guarded.ts';
import { jsonClient } from '../../mock/test/json-client.ts';
import { PLACES } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import { OAUTH } from './contracts.ts';

type Race = (client: Client, history: History, many: <T>(call: () => Promise<T>) => Promise<T[]>) => Promise<string>;

const ESCROW = 'e123e4567-e89b-12d3-a456-426614174000';

async function otpOf({ otp, control }: Client): Promise<{ readonly id: string; readonly code: unknown }> {
  const asked = await otp('/api/auth/request-otp', {
    json: { operation: 'escrow_release', escrow_id: ESCROW, phone_number: '+256700000000' },
  });
  const id = String(asked.at('/otp_id'));
  return { id, code: (await control(`/otp/wait?otp_id=${id}`)).at('/code') };
}

const verify =
  ({ otp }: Client, { id, code }: { readonly id: string; readonly code: unknown }) =>
  () =>
    otp('/api/auth/verify-otp', { json: { otp_id: id, otp_code: code } });

const code: Race = async (client, history, many) => {
  const { oauth } = client;
  const fresh = await oauth.code();
  const replies = await many(() => history.ask('take', 'the code', () => oauth.redeem(fresh)));
  const token = replies.find((reply) => reply?.status === 200)?.json['access_token'];
  hold((await oauth.call(token)) === 401, 'what the code gave still opens something, though it was redeemed again');
  return 'its token revoked by the others';
};

const refreshToken: Race = async ({ oauth }, history, many) => {
  const { json } = await oauth.redeem(await oauth.code());
  await many(() => history.ask('take', 'the refresh token', () => oauth.refresh(json['refresh_token'])));
  return '';
};

const otp: Race = async (client, history, many) => {
  const asked = await otpOf(client);
  await many(() => history.ask('take', 'the one-time password', verify(client, asked)));
  return '';
};

const verificationToken: Race = async (client, history, many) => {
  const verified = await verify(client, await otpOf(client))();
  const headers = { 'x-verification-token': String(verified.at('/verification_token')) };
  await many(() =>
    history.ask('take', 'the verification token', () =>
      client.otp('/api/escrow/release', { json: { escrow_id: ESCROW }, headers }),
    ),
  );
  return '';
};

const idempotencyKey: Race = async ({ oauth }, history, many) => {
  const { good, write } = GUARDED[OAUTH];
  const send = jsonClient(oauth.base, { ...(good as Record<string, string>), 'x-idempotency-key': 'order-1' });
  const create = () =>
    history.ask(
      'make',
      'the order',
      () => send(write.path, { json: write.json }),
      (reply) => String(reply.at('/id')),
    );
  await many(create);
  await create();
  const made = history.count('make', 'yes');
  hold(
    made > 0 && made + history.count('make', 'no') === history.operations.length,
    'an order was answered with an error',
  );
  return `${made} were told the same order, the others that it is being made`;
};

const KINDS: readonly (readonly [name: string, what: string, race: Race])[] = [
  ['race-code', 'an authorization code is redeemed', code],
  ['race-refresh-token', 'a refresh token is used', refreshToken],
  ['race-otp', 'a one-time password is verified', otp],
  ['race-verification-token', 'a verification token is acted on', verificationToken],
  ['race-idempotency-key', 'an order is sent with one idempotency key', idempotencyKey],
];

export const RACES: readonly Scenario[] = [
  ...KINDS.map(
    ([name, what, race]): Scenario => ({
      name,
      kind: 'race',
      places: PLACES,
      done: `${what} many times at once`,
      holds: 'one wins',
      async run({ shared, racers }) {
        const { client } = await shared();
        const history = createHistory();
        const seen = await race(client, history, (call) => Promise.all(Array.from({ length: racers }, call)));
        holdAll(checkHistory(history.operations));
        const unknown = history.operations.filter(({ answer }) => answer === 'unknown').length;
        hold(unknown === 0, `${unknown} were answered with an error, or not at all`);
        const won = history.count('take', 'yes');
        return [`${history.operations.length} asked`, ...(won > 0 ? [`${won} won`] : []), seen]
          .filter((text) => text !== '')
          .join(', ');
      },
    }),
  ),
];
