/**
 * Consent and one-time passwords that come from outside, through the command as typed: by command, by a fixed code, by
 * a person.
 */
import { execFileSync } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import t from 'tap';
import { runWarm as run } from '../../scripts/test/warm-command.ts';
import { loadCompiled } from '../load-for-suite.ts';
import { withWorld } from '../mutants/wrap/wrap-call.ts';
import { onAction } from '../mutants/wrap/wrap-steps.ts';
import { AGREE_COMMAND, agree } from './agree.ts';
import { converse } from './conversation.ts';
import type { Reply } from './conversation.ts';
import { typeRun } from './typed-run.ts';
import type { Asked, TypedRun } from './typed-run.ts';
import { roomy, writeTarget } from './written-target.ts';
import type { Written } from './written-target.ts';

t.setTimeout(120_000);

const contract = await loadCompiled('piaxis');

async function open(seams = {}): Promise<Written> {
  const written = await writeTarget(contract, { seams });
  t.teardown(() => written[Symbol.asyncDispose]());
  written.sandbox.settings.change('piaxis', { rate_limits: roomy(contract) });
  return written;
}

const sound = await open();

const folder = t.testdir({});

/** A run of checks of this server, with these capabilities. */
const typed = (written: Written, asked: Asked): TypedRun => typeRun(folder, written, asked);

const CONSENT = ['oauth.code-replay', 'oauth.state-plus', 'transport.no-token-in-redirect'];
const OTP = ['otp.trade', 'otp.wrong', 'step-up.passes:releaseEscrow'];

const passed = (ids: readonly string[]): Record<string, string> =>
  Object.fromEntries(ids.map((id) => [id.split(':')[0]!, 'passed']));

t.test('consent by a command', async (t) => {
  const { args, states } = typed(sound, {
    capabilities: { consent: { command: AGREE_COMMAND } },
    only: [...CONSENT, 'oauth.redirect-status'],
  });
  const { code, stdout, stderr } = await run(...args);
  t.equal(code, 0, stdout + stderr);
  t.match(await states(), { ...passed(CONSENT), 'oauth.redirect-status': /^needs consent without help/ });
});

t.test('one-time passwords that are always the same, as a test system may have them', async (t) => {
  const written = await open(
    onAction(
      'otp.request',
      (action) => (call) =>
        action(withWorld(call, { ids: { ...call.world.ids, digits: (length) => '1234567890'.slice(0, length) } })),
    ),
  );
  const only = [...OTP, 'otp.codes-differ'];
  const { args, states } = typed(written, { capabilities: { otp: { fixed: '123456' } }, only });
  const { code, stdout, stderr } = await run(...args, '--evidence', 'documented,sample,public,standard,assumed');
  t.equal(code, 0, stdout + stderr);
  t.match(await states(), { ...passed(OTP), 'otp.codes-differ': /fixed/ });
  const wrong = typed(written, { capabilities: { otp: { fixed: '000000' } }, only: ['otp.trade'] });
  t.match(
    await run(...wrong.args),
    { code: 1, stdout: /checks {4}otp\.trade/ },
    'a code that is not the fixed one is not good',
  );
});

/** Answers each question once it stands there whole. */
const answering =
  (written: Written): Reply =>
  async (screen) => {
    const [, id] = /One-time password (\S+), sent to \S+: /.exec(screen) ?? [];
    if (id !== undefined) return written.sandbox.otp.list().find(({ otp_id: one }) => one === id)?.code;
    const [, url] = /\n(http\S+)\r?\n[^]*> /.exec(stripVTControlCharacters(screen)) ?? [];
    return url === undefined ? undefined : agree(url);
  };

const hasTerminal = (): boolean => {
  try {
    return execFileSync('script', ['-qec', 'test -t 0', '/dev/null'], { stdio: 'pipe' }).length >= 0;
  } catch {
    return false;
  }
};

const noTerminal =
  !hasTerminal() && process.env['CI'] !== 'true' && 'needs script, install with: apt-get install bsdutils';

for (const terminal of [false, true]) {
  const where = terminal ? 'at a terminal' : 'over a pipe';
  t.test(`consent and one-time passwords by a person ${where}`, { skip: terminal && noTerminal }, async (t) => {
    const only = ['oauth.code-replay', 'otp.trade', 'otp.wrong'];
    const { args, states } = typed(sound, { capabilities: { consent: 'prompt', otp: 'prompt' }, only });
    const ended = await converse({ terminal }, answering(sound), ...args);
    t.equal(ended.code, 0, ended.stdout + ended.stderr);
    t.match(await states(), passed(only));
    if (!terminal)
      t.match(ended.stderr, /Open this, agree, and paste the address you are sent back to:\nhttp\S+\n> \n/);
  });

  t.test(`the end of input ${where}: nobody is asked again`, { skip: terminal && noTerminal }, async (t) => {
    const { args, states } = typed(sound, { capabilities: { otp: 'prompt' }, only: OTP });
    let questions = 0;
    const ended = await converse(
      { terminal },
      async (screen) => {
        if (!screen.includes('sent to')) return Promise.resolve(undefined);
        questions++;
        return Promise.resolve({ press: 'D' });
      },
      ...args,
    );
    t.equal(ended.code, 0, ended.stdout + ended.stderr);
    t.equal(questions, 1);
    t.match(ended.stdout, /Not run, 3: standard input has come to its end, and nobody can be asked\r?\n/);
    t.match(await states(), { 'otp.wrong': /^standard input has come to its end/ });
  });

  t.test(`Ctrl+C ${where}: the run ends, and says so`, { skip: terminal && noTerminal }, async (t) => {
    const { args } = typed(sound, { capabilities: { otp: 'prompt' }, only: OTP });
    const ended = await converse(
      { terminal },
      (screen) => Promise.resolve(screen.includes('sent to') ? { press: 'C' } : undefined),
      ...args,
    );
    t.match(ended, terminal ? { code: 130 } : { code: null, signal: 'SIGINT' });
    t.match(
      ended.stdout + ended.stderr,
      /\ntollgate: interrupted at a question; the run is given up, and there is no verdict\r?\n$/,
    );
    t.notMatch(ended.stdout + ended.stderr, /\n\s+at |passed/);
  });
}

t.test("an empty line, and an address that is not the client's, are no verdict", async (t) => {
  const { args, states } = typed(sound, {
    capabilities: { otp: 'prompt', consent: 'prompt' },
    only: ['otp.trade', 'oauth.redirect-status', 'transport.no-token-in-redirect'],
  });
  const addresses = ['http://127.0.0.1:1/elsewhere', 'secret-code'];
  const { code, stdout, stderr } = await converse(
    { terminal: false },
    (screen) => Promise.resolve(screen.endsWith('> ') ? addresses.shift() : screen.endsWith(': ') ? '' : undefined),
    ...args,
  );
  t.equal(code, 0, stdout + stderr);
  t.notMatch(stdout, /secret-code/);
  const reasons = Object.values(await states()).sort();
  t.match(reasons, [
    /^a question was answered with an empty line/,
    /^consent was answered with a URL at 127\.0\.0\.1:1 that is not the redirect URI/,
    /^consent was answered with something that is no URL/,
  ]);
});

t.test('standard input that is closed is its end, too', async (t) => {
  const { args } = typed(sound, { capabilities: { otp: 'prompt' }, only: OTP });
  t.match(await run(...args), { code: 0, stdout: /Not run, 3: standard input has come to its end/ });
});

const FAULTY: readonly (readonly [command: string, more: object, reason: RegExp])[] = [
  [
    'echo 123456; echo "no such mailbox" >&2; exit 3',
    {},
    /Not run, 3: the command of capabilities\.otp ended with exit code 3: no such mailbox\n/,
  ],
  ['true', {}, /Not run, 3: the command of capabilities\.otp printed nothing\n/],
  [
    'sleep 100; echo 123456',
    { timeout: '300ms' },
    /Not run, 2: the command of capabilities\.otp did not end within 0\.3 s when another check asked it\nNot run, 1: .* did not end within 0\.3 s; capabilities\.otp\.timeout gives it more\n/,
  ],
];

t.test('a command that fails, is not there, prints nothing, or never ends (nor does what it started)', async (t) => {
  await Promise.all(
    FAULTY.map(async ([command, more, reason]) => {
      const { args } = typed(sound, { capabilities: { otp: { command, ...more } }, only: OTP });
      const ended = await run(...args);
      t.match(ended, { code: 0, stdout: reason }, ended.stdout + ended.stderr);
      t.notMatch(ended.stdout, /suite error|[1-9]\d* passed/);
    }),
  );
});

t.test("what others take is not the check's own time", async (t) => {
  const { args, states } = typed(sound, {
    capabilities: { otp: { command: `sleep 2; ${sound.otpCommand}` } },
    only: ['otp.trade'],
  });
  const { code, stdout, stderr } = await run(...args, '--timeout', '1500ms');
  t.equal(code, 0, stdout + stderr);
  t.match(await states(), passed(['otp.trade']));
});
