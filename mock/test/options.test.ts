/** What the library's functions are given: an option that does not exist or cannot be so is refused in one sentence. */
import { fileURLToPath } from 'node:url';
import t from 'tap';
import type { Test } from 'tap';
import { readKnownFailing, readTargetFile, verify } from '../../conformance/library.ts';
import { verifyWith } from '../../conformance/verify-with-tap.ts';
import { InputError, startSandbox } from '../index.ts';

const BOOKSHOP = fileURLToPath(new URL('../../../scripts/test/fixtures/bookshop.yaml', import.meta.url));

/** Given as JavaScript gives it, without types. */
type Given = any;

async function refused(t: Test, call: () => unknown, message: RegExp): Promise<void> {
  const error: unknown = await Promise.resolve()
    .then(call)
    .then(
      () => undefined,
      (error: unknown) => error,
    );
  t.ok(error instanceof InputError, `${String(message)}: ${String(error)}`);
  t.match((error as Error).message, message);
  t.notMatch((error as Error).message, /\n/, 'one sentence');
}

t.test('startSandbox', async (t) => {
  const start =
    (given: Given): (() => unknown) =>
    () =>
      startSandbox(given);
  const cases: readonly (readonly [Given, RegExp])[] = [
    [{ contract: [BOOKSHOP], seed: 1 }, /^startSandbox has no option "contract"; did you mean "contracts"\?$/],
    [{ contracts: [BOOKSHOP], sed: 1 }, /^startSandbox has no option "sed"; did you mean "seed"\?$/],
    [{ frobnicate: true }, /^startSandbox has no option "frobnicate"; there is contracts, port, host, .*seams$/],
    [{ constructor: 1 }, /^startSandbox has no option "constructor"; there is /],
    ['piaxis', /^startSandbox takes an object with options such as contracts, port, host; this is "piaxis"$/],
    [null, /^startSandbox takes an object with options .*; this is null$/],
    [['piaxis'], /this is a list$/],
    [
      { contracts: 'piaxis' },
      /^startSandbox: the option contracts must be a list of names of built-in contracts, .*; this is "piaxis"$/,
    ],
    [{ contracts: ['piaxi'] }, /^no contract is called "piaxi"; did you mean "piaxis"\?/],
    [{ contracts: [7] }, /the option contracts must be a list of names .*; this is a list$/],
    [{ seed: 1.5 }, /^startSandbox: the option seed must be a whole number or text; this is 1\.5$/],
    [{ seed: NaN }, /the option seed must be .*; this is NaN$/],
    [{ seed: null }, /the option seed must be .*; this is null$/],
    [
      { port: 70_000 },
      /^startSandbox: the option port must be a whole number from 0 to 65535 \(0 is any free one\); this is 70000$/,
    ],
    [{ port: -1 }, /the option port must be .*; this is -1$/],
    [{ port: '4010' }, /the option port must be .*; this is "4010"$/],
    [{ host: 127 }, /^startSandbox: the option host must be text: a name or an address .*; this is 127$/],
    [
      { contracts: [BOOKSHOP], root: 'bookshp' },
      /^no served contract is called "bookshp", .*did you mean "bookshop"\?$/,
    ],
    [{ strict: 'yes' }, /the option strict must be true or false; this is "yes"$/],
    [
      { tls: { cert: 'x' } },
      /^startSandbox: the option tls must be true, false, or \{ cert, key \} with PEM texts; this is an object$/,
    ],
    [{ store: 'filesystem' }, /^a store is memory, file:DIRECTORY, .*; this is "filesystem"$/],
    [{ store: 7 }, /^startSandbox: the option store must be text: memory, .*; this is 7$/],
    [{ log: 'file.log' }, /the option log must be a function; this is "file\.log"$/],
    [{ controlToken: '' }, /^startSandbox: the option controlToken must be text: .*; this is an empty text$/],
    [
      { allowRefs: '../shared' },
      /^startSandbox: the option allowRefs must be a list of folders and URLs; this is "\.\.\/shared"$/,
    ],
    [
      { webhookHosts: 'hooks.example.org' },
      /^startSandbox: the option webhookHosts must be a list of hosts: names, .*; this is "hooks\.example\.org"$/,
    ],
    [{ control: 0 }, /the option control must be true or false; this is 0$/],
  ];
  for (const [given, message] of cases) await refused(t, start(given), message);
  const secret = 12_345_678;
  await refused(t, start({ controlToken: secret }), /this is a number$/);
  await using sandbox = await startSandbox({ contracts: [BOOKSHOP], seed: undefined, port: undefined, tls: undefined });
  t.ok(sandbox.url('bookshop'), 'what is undefined is not given');
});

t.test("a sandbox's own functions", async (t) => {
  await using sandbox = await startSandbox({ contracts: [BOOKSHOP] });
  const { clock, otp, journal, settings } = sandbox as Given;
  const cases: readonly (readonly [() => unknown, RegExp])[] = [
    [() => sandbox.url('bookshp'), /^no served contract is called "bookshp"; did you mean "bookshop"\?$/],
    [() => sandbox.url(7 as Given), /a contract must be text: the name of a contract that is served; this is 7$/],
    [() => sandbox.credentials(undefined as Given), /a contract must be text.*; this is undefined$/],
    [() => sandbox.open('A b'), /^"A b" is no name for a sandbox; write up to 63 /],
    [() => sandbox.open({ name: 'ci' } as Given), /^sandbox\.open: a name must be text: .*; this is an object$/],
    [() => clock.set('5'), /^clock\.set: an instant is epoch milliseconds or ISO 8601, .*; this is "5"$/],
    [() => clock.set(NaN), /this is NaN$/],
    [() => clock.set(new Date(0)), /this is a Date$/],
    [() => clock.set(undefined), /this is undefined$/],
    [() => clock.advance(undefined), /^clock\.advance: a duration is milliseconds, 15m, or PT15M; this is undefined$/],
    [() => clock.advance('soon'), /this is "soon"$/],
    [() => clock.advance({ by: '1h' }), /this is an object$/],
    [() => clock.freeze('no'), /^clock\.freeze: frozen must be true or false; this is "no"$/],
    [() => otp.latest({ phone: '+1' }), /^otp\.latest has no option "phone"; there is contract, to, otp_id, after$/],
    [() => otp.list({ to: 256 }), /^otp\.list: the option to must be text: .*; this is 256$/],
    [() => otp.wait({ otpid: 'otp_1' }), /^otp\.wait has no option "otpid"; did you mean "otp_id"\?$/],
    [() => otp.wait('+1'), /^otp\.wait takes an object .*; this is "\+1"$/],
    [
      () => otp.wait({ contract: 'bookshp' }),
      /^otp\.wait: no served contract is called "bookshp"; did you mean "bookshop"\?$/,
    ],
    [() => otp.wait({}, 'a while'), /^otp\.wait: a duration is .*; this is "a while"$/],
    [() => otp.wait({}, -1), /^otp\.wait: the timeout must be from 0 to 24 days; this is -1$/],
    [() => journal.list({ refusd: true }), /^journal\.list has no option "refusd"; did you mean "refused"\?$/],
    [
      () => journal.list({ status: '401' }),
      /^journal\.list: the option status must be a whole number from 100 to 599; this is "401"$/,
    ],
    [() => journal.list({ limit: 0 }), /the option limit must be a whole number of 1 or more; this is 0$/],
    [() => settings.get('bookshp'), /^no served contract is called "bookshp"/],
    [
      () => settings.change('bookshop', { consnt: 'page' }),
      /^settings\.change has no option "consnt"; did you mean "consent"\?$/,
    ],
    [
      () => settings.change('bookshop', { consent: 'none' }),
      /^settings\.change: the option consent must be one of "contract", "page", "headless"; this is "none"$/,
    ],
    [
      () => settings.change('bookshop', { token_lifetime: 0 }),
      /the option token_lifetime must be seconds above 0 .*, or a duration such as 5m or PT5M, or null; this is 0$/,
    ],
    [
      () => settings.change('bookshop', { otp_threshold: -1 }),
      /the option otp_threshold must be an amount of 0 or more, or an object of such amounts .*, or null; this is -1$/,
    ],
    [
      () => settings.change('bookshop', { otp_threshold: { KES: -1 } }),
      /the option otp_threshold must be .*; this is an object$/,
    ],
    [
      () => settings.change('bookshop', { origins: 'https://shop.example' }),
      /the option origins must be a list of origins, .*; this is "https:\/\/shop\.example"$/,
    ],
    [() => settings.change('bookshop', { hardened: null }), /the option hardened must be true or false; this is null$/],
    [
      () => settings.change('bookshop', { plan: 'gold' }),
      /^settings\.change: the contract has no plan "gold"; there is none$/,
    ],
    [
      () => settings.change('bookshop', { rate_limits: { defalt: { limit: 1, window_seconds: 1 } } }),
      /^settings\.change: the contract has no class of rate limit "defalt"; did you mean "default"\?$/,
    ],
    [
      () => settings.change('bookshop', { rate_limits: { default: { limit: 1 } } }),
      /^settings\.change, quota of default: the option window_seconds must be a number of seconds above 0; this is undefined$/,
    ],
    [
      () => settings.change('bookshop', { rate_limits: { default: { limit: 1.5, window_seconds: 1 } } }),
      /the option limit must be a whole number of 0 or more, or null; this is 1\.5$/,
    ],
    [() => settings.change('bookshop', undefined), /^settings\.change takes an object .*; this is undefined$/],
  ];
  for (const [call, message] of cases) await refused(t, call, message);
  const before = sandbox.settings.get('bookshop');
  t.strictSame(
    await sandbox.settings.change('bookshop', { consent: undefined } as Given),
    before,
    'what is undefined is not given',
  );
});

t.test('the suite', async (t) => {
  const target = { contract: 'piaxis', target: 'mock' };
  const cases: readonly (readonly [Given, RegExp])[] = [
    [{ ...target, levl: 'must' }, / has no option "levl"; did you mean "level"\?$/],
    [{ target: 'mock' }, /: the option contract must be text: .*; this is undefined$/],
    [
      { contract: 'piaxis' },
      /: the option target must be "mock", or a target as readTargetFile gives it; this is undefined$/,
    ],
    [{ contract: 'piaxis', target: 'target.yaml' }, /: the option target must be .*; this is "target\.yaml"$/],
    [{ ...target, level: 'MUST' }, /: the option level must be one of "must", "should", "may"; this is "MUST"$/],
    [{ ...target, evidence: ['rumour'] }, /: the option evidence must be a list of "documented", .*; this is a list$/],
    [{ ...target, only: 'oauth' }, /: the option only must be a list of ids or patterns .*; this is "oauth"$/],
    [{ ...target, concurrency: 0 }, /: the option concurrency must be a whole number from 1 to 256; this is 0$/],
    [
      { ...target, timeout: '30s' },
      /: the option timeout must be a whole number from 1 to 2147483647, in milliseconds; this is "30s"$/,
    ],
    [
      { ...target, knownFailing: { 'oauth.code-replay': 'cached' } },
      /: the option knownFailing must be a Map .*; this is an object$/,
    ],
    [{ ...target, onResult: true }, /: the option onResult must be a function; this is true$/],
    [undefined, / takes an object with options such as contract, compiled, target; this is undefined$/],
  ];
  const test = { test: () => Promise.resolve() };
  for (const [given, message] of cases) {
    await refused(t, () => verify(given), new RegExp(`^verify${message.source}`));
    await refused(t, () => verifyWith(test, given), new RegExp(`^verifyWith${message.source}`));
  }
  await refused(
    t,
    () => verify({ ...target, only: ['oauht'] } as Given),
    /^no check fits "oauht"; did you mean "oauth"\?$/,
  );
  await refused(
    t,
    () => verify({ ...target, contract: 'piaxi' } as Given),
    /^no contract is called "piaxi"; did you mean "piaxis"\?/,
  );
  await refused(
    t,
    () => verifyWith(undefined as Given, target as Given),
    /^verifyWith: the first argument must be a test .*; this is undefined$/,
  );
  await refused(
    t,
    () => readTargetFile(7 as Given),
    /^readTargetFile: the file must be text: the path of a target file; this is 7$/,
  );
  await refused(
    t,
    () => readTargetFile('target.yaml', 7 as Given),
    /^readTargetFile: the contract must be text: .*; this is 7$/,
  );
  await refused(t, () => readTargetFile('nope.yaml'), /there is no such file; "tollgate init <contract>" writes one$/);
  await refused(
    t,
    () => readKnownFailing({} as Given),
    /^readKnownFailing: the file must be text: .*; this is an object$/,
  );
});
