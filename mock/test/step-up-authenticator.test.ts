/** Operations that want a second factor, where that is an authenticator alone: nobody is sent a code. */
import { TOTP } from 'otpauth';
import t from 'tap';
import { startSandbox } from '../index.ts';
import { controlClient } from './control-client.ts';
import { rawClient } from './raw-client.ts';
import type { RawReply } from './raw-client.ts';

const START = Date.parse('2030-01-01T00:00:00Z');
const sandbox = await startSandbox({ contracts: ['mock/test/fixtures/lantern.yaml'], strict: true });
t.teardown(() => sandbox.close());
sandbox.clock.freeze();
sandbox.clock.set(START);
const send = rawClient(sandbox.url('lantern'));
const control = controlClient(sandbox.control);

/** A keeper who is signed in, and the app on their phone. */
async function keeper(phone: string) {
  await send('/keepers/sign-in', { json: { phone } });
  const { code: token } = sandbox.otp.latest({ to: phone })!;
  const session = String((await send('/keepers/session', { json: { token } })).at('/session'));
  const call = (path: string, json?: object, proof?: string): Promise<RawReply> =>
    send(path, {
      method: 'POST',
      headers: { 'keeper-session': session, ...(proof !== undefined && { 'keeper-proof': proof }) },
      ...(json && { json }),
    });
  const app = new TOTP({ secret: String((await call('/keepers/app')).at('/secret')) });
  const proof = async (what: string): Promise<string> => {
    sandbox.clock.advance(30_000);
    const reply = await call('/keepers/app/code', { code: app.generate({ timestamp: sandbox.clock.now() }), what });
    t.equal(reply.at('/seconds'), 120);
    return String(reply.at('/proof'));
  };
  return { call, proof };
}

const stay = (nights: number) => ({ guest: 'Ida Holm', nights });

async function why(reply: RawReply): Promise<{ readonly mistake?: string; readonly next: readonly unknown[] }> {
  const { body } = await control('GET', `/journal/${String(reply.headers['x-tollgate-request'])}`);
  return (body as unknown as { refusal: { explanation: { mistake?: string; next: unknown[] } } }).refusal.explanation;
}

t.test('a code of the app lets a call through, once', async (t) => {
  const { call, proof } = await keeper('+4520000001');
  t.equal((await call('/berths', stay(2))).status, 201, 'below the threshold nothing is wanted');
  const bare = await call('/berths', stay(3));
  t.equal(bare.at('/problem'), 'proof-wanted');
  const { mistake, next } = await why(bare);
  t.equal(mistake, 'verification-missing');
  t.match(JSON.stringify(next), /Verify a code that the authenticator shows now/);
  t.notMatch(JSON.stringify(next), /tollgate otp/, 'there is no inbox to look into');
  const good = await proof('prolong');
  t.equal((await call('/berths', stay(3), good)).status, 201);
  const again = await call('/berths', stay(3), good);
  t.equal(again.at('/problem'), 'proof-wanted');
  t.match(JSON.stringify(await why(again)), /verification-used.*verify the next code of the authenticator/);
});

t.test('nobody else of the tenant may use it, and a try does it no harm', async (t) => {
  const [ida, runa] = [await keeper('+4520000001'), await keeper('+4520000003')];
  const own = await ida.proof('prolong');
  const foreign = await runa.call('/berths', stay(3), own);
  t.equal(foreign.at('/problem'), 'proof-wanted');
  t.match(JSON.stringify(await why(foreign)), /verification-of-other-tenant.*one of ida/);
  t.equal((await ida.call('/berths', stay(3), own)).status, 201);
});

t.test('a verification is for its operation, its tenant and its time', async (t) => {
  const [ida, timo] = [await keeper('+4520000001'), await keeper('+4520000002')];
  t.equal((await ida.call('/berths', stay(3), await ida.proof('clear'))).at('/problem'), 'proof-wanted');
  t.equal((await ida.call('/berths', stay(3), await timo.proof('prolong'))).at('/problem'), 'proof-wanted');
  const late = await ida.proof('prolong');
  sandbox.clock.advance(119_999);
  const spare = await ida.call('/berths', stay(0), late);
  t.equal(spare.status, 201, 'a call that needs none leaves it as it is');
  t.equal((await ida.call('/berths', stay(3), late)).status, 201);
  const over = await ida.proof('prolong');
  sandbox.clock.advance(120_000);
  t.equal((await ida.call('/berths', stay(3), over)).at('/problem'), 'proof-wanted');
  t.equal((await ida.call('/berths/clear', { stay: 'stay_0001', nights: 0 }, await ida.proof('clear'))).status, 200);
});
