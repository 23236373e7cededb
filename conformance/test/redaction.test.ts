/** What must not stand in a report, no matter who made it. */
import t from 'tap';
import type { Exchange } from '../exchange.ts';
import { createRedaction, secretNames, secretPlaces } from '../exchange-redaction.ts';
import { loadCompiled } from '../verify.ts';

const exchange = (parts: Partial<Exchange>): Exchange =>
  ({
    method: 'POST',
    url: 'http://host/token',
    headers: [],
    body: undefined,
    status: 200,
    answerHeaders: {},
    answerBody: '',
    ...parts,
  }) as Exchange;

const kept = (parts: Partial<Exchange>, ...redaction: Parameters<typeof createRedaction>): string =>
  JSON.stringify(createRedaction(...redaction).exchange(exchange(parts)));

t.test('tokens that nobody asked for', (t) => {
  const text = kept({
    answerBody: '{"access_token":"first-secret","more":{"refresh_token":"second-secret"},"token_type":"Bearer"}',
  });
  t.notMatch(text, 'secret');
  t.match(text, 'Bearer');
  t.notMatch(
    kept({ answerHeaders: { location: 'https://client.example/cb?code=code-secret&state=kept' } }),
    'code-secret',
  );
  t.notMatch(
    kept({ answerHeaders: { location: 'https://client.example/cb#access_token=token-secret' } }),
    'token-secret',
  );
  t.end();
});

t.test('secrets that were spoiled on purpose', (t) => {
  const text = kept({
    body: 'grant_type=refresh_token&client_id=web&client_secret=my-secre&refresh_token=gone',
    headers: [['Authorization', 'Basic bXktc2VjcmU=']],
  });
  t.notMatch(text, /my-secre|gone|bXkt/);
  t.match(text, /grant_type=refresh_token&client_id=web&client_secret=\[redacted\]&refresh_token=\[redacted\]/);
  t.match(text, 'Basic [redacted]');
  t.end();
});

t.test('digits are no secret within a longer number', (t) => {
  const redaction = createRedaction(['otp_code']);
  const { answerHeaders, answerBody, body } = redaction.exchange(
    exchange({
      body: '{"otp_code":"000000"}',
      answerHeaders: { 'x-ratelimit-limit': '1000000' },
      answerBody: 'code000000 is wrong',
    }),
  );
  t.equal(answerHeaders['x-ratelimit-limit'], '1000000');
  t.equal(body, '{"otp_code":"${OTP_CODE}"}');
  t.equal(answerBody, 'code${OTP_CODE} is wrong', 'beside letters they are');
  t.end();
});

t.test('what is quoted from an exchange is taken out of the words about it', (t) => {
  const redaction = createRedaction();
  redaction.exchange(exchange({ answerBody: '{"access_token":"first-secret"}' }));
  t.equal(redaction.text('got first-secret'), 'got ${ACCESS_TOKEN}', 'by a name that a script can use');
  t.end();
});

t.test("a contract's own secrets", async (t) => {
  const contract = await loadCompiled('fortis');
  const places = secretPlaces(contract);
  const text = kept(
    {
      url: 'http://host/v2/contacts?user-api-key=key-secret&page=2',
      headers: [
        ['hash-key', 'hash-secret'],
        ['user-id', 'shown'],
      ],
    },
    secretNames(contract.document),
    places,
  );
  t.notMatch(text, /key-secret|hash-secret/);
  t.match(text, /page=2.*shown/);
  const otp = await loadCompiled('piaxis');
  t.notMatch(
    kept({ answerBody: '{"verification_token":"verify-secret"}' }, secretNames(otp.document)),
    'verify-secret',
  );
  t.match(
    kept({ answerBody: '{"error":{"code":"INVALID_TOKEN"}}' }, secretNames(otp.document)),
    'INVALID_TOKEN',
    'a code in an answer names an error',
  );
});
