/** Authenticators that make codes by themselves: enrolled, and tried by codes that the suite reckons. */
import type { Check, CheckFamily } from '../../check.ts';
import type { Context, Presentation, RequestParts } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import { contractMs } from '../../../mock/contract/durations.ts';
import type { CompiledContract } from '../../../mock/contract/compiled-contract.ts';
import type { Authenticator } from '../../../specs/generated/vocabulary.ts';
import { authenticatorCode, authenticatorOf, periodOf } from '../../driver/authenticator-code.ts';
import { withValue } from '../../driver/json-values.ts';
import { filled, parsed } from '../common/compare-answers-json.ts';
import { basisOf } from '../common/contract-citation.ts';
import { actions } from '../common/find-operations.ts';
import type { WithAction } from '../common/find-operations.ts';
import { rule as check } from '../common/scenario-check.ts';
import { wrongCode } from './otp-subject.ts';

interface Subject {
  readonly contract: CompiledContract;
  readonly name: string;
  readonly rule: Authenticator;
  readonly enroll: WithAction<'authenticator.enroll'>;
  readonly verify: WithAction<'authenticator.verify'>;
}

function subjectsOf(contract: CompiledContract): readonly Subject[] {
  return actions(contract, 'authenticator.verify').flatMap((verify) => {
    const { authenticator: name } = verify.action;
    const enroll = actions(contract, 'authenticator.enroll').find(({ action }) => action.authenticator === name);
    return enroll === undefined ? [] : [{ contract, name, rule: authenticatorOf(contract, name), enroll, verify }];
  });
}

/** Somebody who is signed in, and a request of theirs that a code goes into. */
interface Person {
  readonly presentation: Presentation;
  readonly parts: RequestParts;
}

async function person(context: Context, { verify }: Subject, notTenant?: string): Promise<Person> {
  const presentation = await context.credential(verify, notTenant === undefined ? {} : { notTenant });
  return { presentation, parts: await context.request(verify, {}, { tenant: presentation.tenant }) };
}

async function enrolled(context: Context, { contract, enroll }: Subject, { presentation }: Person): Promise<string> {
  const { requirement, tenant } = presentation;
  const parts = await context.request(enroll, {}, { tenant });
  const exchange = await context.send(context.present(parts, { ...presentation, requirement }));
  context.expect.success(exchange, enroll);
  const secret = filled(contract, enroll, 'authenticator.secret', exchange);
  context.expect.that(typeof secret === 'string' && secret !== '', 'a secret in the answer', typeof secret, exchange);
  context.secret(secret);
  return secret;
}

const tryCode = (
  context: Context,
  { verify }: Subject,
  { parts, presentation }: Person,
  code: string,
): Promise<Exchange> =>
  context.send(
    context.present(
      { ...parts, body: JSON.stringify(withValue(parsed(parts.body), verify.action.code, code)) },
      presentation,
    ),
  );

/** The code that is shown now, or so many codes later. */
async function codeFor(context: Context, { rule }: Subject, secret: string, later = 0): Promise<string> {
  const now = rule.kind === 'hotp' ? 0 : periodOf(rule, await context.clock.now());
  return authenticatorCode(rule, secret, now + later);
}

async function refusedAs(
  context: Context,
  subject: Subject,
  who: Person,
  code: string,
  failure: 'invalid_otp' | 'otp_locked',
  why: string,
): Promise<void> {
  context.expect.failure(await tryCode(context, subject, who, code), subject.verify, failure, why);
}

async function accepted(context: Context, subject: Subject, who: Person, code: string): Promise<void> {
  const exchange = await tryCode(context, subject, who, code);
  context.expect.success(exchange, subject.verify);
  const token = filled(subject.contract, subject.verify, 'otp.verification_token', exchange);
  context.expect.that(token !== undefined && token !== '', 'a verification token in the answer', 'none', exchange);
  context.secret(token);
}

/** How many codes away a good one may be, and which is too far. */
const reach = ({ rule }: Subject): { readonly good: readonly number[]; readonly bad: readonly number[] } => {
  const ahead = rule.look_ahead ?? 10;
  const skew = rule.skew ?? 1;
  return rule.kind === 'hotp'
    ? { good: [0, ahead], bad: [ahead + 1] }
    : { good: [-skew, skew], bad: [-skew - 1, skew + 1] };
};

const RACERS = 5;

function checksOf(subject: Subject): readonly Check[] {
  const { contract, name, rule, verify } = subject;
  const basis = basisOf(contract, `#/x-authenticators/${name}`);
  const one = (id: string, title: string, needs: Check['needs'], run: (context: Context) => Promise<void>): Check =>
    check({ id: `${rule.kind}.${id}:${verify.id}`, title, ...basis, needs, run });
  /** What is tried begins with a secret that nobody has used. */
  const anew =
    (run: (context: Context, who: Person, secret: string) => Promise<void>) =>
    async (context: Context): Promise<void> => {
      if (context.target.control !== undefined) await context.clock.freeze();
      const who = await person(context, subject);
      await run(context, who, await enrolled(context, subject, who));
    };
  return [
    one(
      'code',
      `A code that the authenticator "${name}" shows is taken, and a wrong one is not`,
      [],
      anew(async (context: Context, who, secret) => {
        const code = await codeFor(context, subject, secret);
        await refusedAs(context, subject, who, wrongCode(code), 'invalid_otp', 'the code is wrong');
        await accepted(context, subject, who, code);
      }),
    ),
    one(
      'single-use',
      `A code of the authenticator "${name}" is good once`,
      [],
      anew(async (context: Context, who, secret) => {
        const code = await codeFor(context, subject, secret);
        await accepted(context, subject, who, code);
        await refusedAs(context, subject, who, code, 'invalid_otp', 'the code was used before');
      }),
    ),
    one(
      'race',
      `Of one code of the authenticator "${name}" sent many times at once, one is taken`,
      ['control'],
      anew(async (context: Context, who, secret) => {
        const code = await codeFor(context, subject, secret);
        const answers = await Promise.all(Array.from({ length: RACERS }, () => tryCode(context, subject, who, code)));
        const good = answers.filter(({ status }) => status < 300).length;
        context.expect.that(good === 1, `1 of ${RACERS} taken`, `${good}`, answers[0]);
      }),
    ),
    one(
      'reach',
      rule.kind === 'hotp'
        ? `Codes of the authenticator "${name}" may be skipped, as many as the look-ahead allows; the counter follows`
        : `A code of the authenticator "${name}" may be early or late by as many periods as the contract allows`,
      ['control', 'clock'],
      anew(async (context: Context, who) => {
        const { good, bad } = reach(subject);
        for (const away of bad) {
          const secret = await enrolled(context, subject, who);
          const code = await codeFor(context, subject, secret, away);
          await refusedAs(context, subject, who, code, 'invalid_otp', `the code is ${away} codes away`);
        }
        for (const away of good) {
          const secret = await enrolled(context, subject, who);
          await accepted(context, subject, who, await codeFor(context, subject, secret, away));
          if (rule.kind !== 'hotp') continue;
          await accepted(context, subject, who, await codeFor(context, subject, secret, away + 1));
          await refusedAs(
            context,
            subject,
            who,
            await codeFor(context, subject, secret, Math.max(0, away - 1)),
            'invalid_otp',
            'its counter is behind',
          );
        }
      }),
    ),
    one(
      'lock-out',
      `After ${rule.attempts} wrong codes the authenticator "${name}" is locked until the lock-out is over; one fewer does no harm`,
      ['control', 'clock'],
      anew(async (context: Context, who, secret) => {
        const wrong = wrongCode(await codeFor(context, subject, secret));
        for (let i = 1; i < rule.attempts; i++)
          await refusedAs(context, subject, who, wrong, 'invalid_otp', 'it is wrong');
        await accepted(context, subject, who, await codeFor(context, subject, secret));
        const next = await enrolled(context, subject, who);
        const bad = wrongCode(await codeFor(context, subject, next));
        for (let i = 1; i <= rule.attempts; i++)
          await refusedAs(context, subject, who, bad, 'invalid_otp', 'it is wrong');
        const right = async (): Promise<string> => codeFor(context, subject, next);
        await refusedAs(context, subject, who, await right(), 'otp_locked', `${rule.attempts} wrong codes came before`);
        const span = contractMs(rule.lockout);
        await context.clock.advance(span - 1);
        // A session may have ended meanwhile.
        const again = { ...who, presentation: await context.credential(verify) };
        await refusedAs(context, subject, again, await right(), 'otp_locked', 'the lock-out is not over');
        await context.clock.advance(1);
        await accepted(context, subject, again, await right());
      }),
    ),
    one(
      'enrolled-anew',
      `Who enrolls the authenticator "${name}" anew gets another secret, and the one before makes no good code`,
      [],
      anew(async (context: Context, who, secret) => {
        const next = await enrolled(context, subject, who);
        context.expect.that(next !== secret, 'another secret', 'the same one');
        await refusedAs(
          context,
          subject,
          who,
          await codeFor(context, subject, secret),
          'invalid_otp',
          'its secret was replaced',
        );
        await accepted(context, subject, who, await codeFor(context, subject, next));
      }),
    ),
    one(
      'of-its-person',
      `A code of one person's authenticator "${name}" is no good for another person`,
      ['second_tenant'],
      anew(async (context: Context, who, secret) => {
        const other = await person(context, subject, who.presentation.tenant);
        await enrolled(context, subject, other);
        await refusedAs(
          context,
          subject,
          other,
          await codeFor(context, subject, secret),
          'invalid_otp',
          "it is another person's",
        );
        await accepted(context, subject, who, await codeFor(context, subject, secret));
      }),
    ),
  ];
}

export const authenticators: CheckFamily = ({ contract }) => subjectsOf(contract).flatMap(checksOf);
