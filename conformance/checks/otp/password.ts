/** One-time passwords: few tries, one use, a short life, and only the newest. */
import type { Check, CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import { atOnce, expectOneGood } from '../common/race-requests.ts';
import { refused } from '../common/judge-refusal.ts';
import { expectRefused, nearMisses } from '../common/near-misses.ts';
import { rule } from '../common/scenario-check.ts';
import { NIST_OTP, basisOf } from '../common/contract-citation.ts';
import { still } from '../common/run-out.ts';
import { anyPassword, passwordFor, subjectOf, trade, verifyRequest, wrongCode } from './otp-subject.ts';
import type { Subject } from './otp-subject.ts';

const SECOND = 1000;
const SEVERAL = 4;
const NO_MORE = ['invalid_otp', 'otp_locked', 'expired_otp'] as const;

function tries(subject: Subject): readonly Check[] {
  const { contract, ask, verify } = subject;
  const assumed = basisOf(contract, verify.pointer, { about: /single use/i, evidence: 'assumed', standard: NIST_OTP });
  const { attempts } = ask.action;
  return [
    rule({
      id: `otp.last-try:${verify.id}`,
      title: 'The right code works until the last try',
      ...assumed,
      needs: ['otp'],
      async run(context: Context) {
        const { id, code } = await anyPassword(context, subject);
        for (let i = 1; i < attempts; i++)
          refused(context, await context.otp.verify(id, wrongCode(code)), verify, NO_MORE);
        await trade(context, subject, { id, code });
      },
    }),
    rule({
      id: `otp.near-code:${verify.id}`,
      title: 'What is almost the code is not the code',
      ...assumed,
      needs: ['otp'],
      async run(context: Context) {
        let password = await anyPassword(context, subject);
        let left = attempts;
        for (const { how, change } of nearMisses(password.code, 'any')) {
          // Each code takes so many tries, and the last one would kill it.
          if (--left === 0) [password, left] = [await anyPassword(context, subject), attempts - 1];
          const answer = await context.otp.verify(password.id, change(password.code));
          expectRefused(context, answer, verify, [...NO_MORE, 'invalid_body'], how);
        }
      },
    }),
    rule({
      id: `otp.lock-out:${verify.id}`,
      title: 'As many wrong tries as are allowed kill the password: the right code is refused then',
      ...assumed,
      needs: ['otp'],
      async run(context: Context) {
        const { id, code } = await anyPassword(context, subject);
        for (let i = 0; i < attempts; i++)
          refused(context, await context.otp.verify(id, wrongCode(code)), verify, NO_MORE);
        refused(
          context,
          await context.otp.verify(id, code),
          verify,
          ['otp_locked', 'invalid_otp'],
          `it is the right code, after ${attempts} wrong ones`,
        );
      },
    }),
    rule({
      id: `otp.lock-out-race:${verify.id}`,
      title: 'Guesses sent at once get no more tries than guesses in turn',
      ...assumed,
      needs: ['otp'],
      async run(context: Context) {
        const password = await anyPassword(context, subject);
        const guess = await verifyRequest(context, subject, { ...password, code: wrongCode(password.code) });
        for (const exchange of await atOnce(
          context,
          Array.from({ length: attempts + 3 }, () => guess),
        ))
          refused(context, exchange, verify, NO_MORE);
        refused(context, await context.otp.verify(password.id, password.code), verify, ['otp_locked', 'invalid_otp']);
      },
    }),
    rule({
      id: `otp.race:${verify.id}`,
      title: 'Of many simultaneous verifications of one right code one succeeds',
      ...assumed,
      needs: ['otp'],
      async run(context: Context) {
        const request = await verifyRequest(context, subject, await anyPassword(context, subject));
        expectOneGood(
          context,
          await atOnce(
            context,
            Array.from({ length: 12 }, () => request),
          ),
          verify,
        );
      },
    }),
  ];
}

function lives(subject: Subject): readonly Check[] {
  const { contract, ask, verify, lifetimeMs, stepUps } = subject;
  const assumed = basisOf(contract, verify.pointer, { about: /single use/i, evidence: 'assumed', standard: NIST_OTP });
  const expiry = basisOf(contract, verify.pointer, { about: /single use/i });
  const operations = [...new Set(stepUps.map(({ stepUp }) => stepUp.operation))];
  return [
    rule({
      id: `otp.expiry:${verify.id}`,
      title: 'A code works until the second before its end, and not at its end',
      ...expiry,
      needs: ['otp', 'wait'],
      async run(context: Context) {
        context.clock.within(lifetimeMs);
        await still(context);
        if (context.clock.movable) {
          const first = await anyPassword(context, subject);
          await context.clock.advance(lifetimeMs - SECOND);
          await trade(context, subject, first);
        }
        const second = await anyPassword(context, subject);
        await context.clock.pass(lifetimeMs);
        refused(context, await context.otp.verify(second.id, second.code), verify, ['expired_otp', 'invalid_otp']);
      },
    }),
    rule({
      id: `otp.single-use:${verify.id}`,
      title: 'A right code works once',
      ...assumed,
      needs: ['otp'],
      async run(context: Context) {
        const password = await anyPassword(context, subject);
        await trade(context, subject, password);
        refused(context, await context.otp.verify(password.id, password.code), verify, NO_MORE);
      },
    }),
    rule({
      id: `otp.codes-differ:${verify.id}`,
      title: 'Passwords are not all the same',
      ...assumed,
      needs: ['otp'],
      async run(context: Context) {
        if (context.target.otp.kind === 'fixed')
          context.notRun('the target says that its one-time password is fixed (capabilities.otp)');
        const codes: string[] = [];
        for (let i = 0; i < SEVERAL; i++) codes.push((await anyPassword(context, subject)).code);
        context.expect.that(new Set(codes).size > 1, 'codes that differ', `one code for all ${SEVERAL}`);
      },
    }),
    rule({
      id: `otp.superseded:${verify.id}`,
      title: 'A newer password for the same thing supersedes the older',
      ...assumed,
      needs: ['otp'],
      async run(context: Context) {
        const [older, newer] = [await anyPassword(context, subject), await anyPassword(context, subject)];
        refused(context, await context.otp.verify(older.id, older.code), verify, NO_MORE);
        await trade(context, subject, newer);
      },
    }),
    ...(operations.length < 2 && ask.action.resource === undefined
      ? []
      : [
          rule({
            id: `otp.superseded-by-same-only:${verify.id}`,
            title: 'A password for another thing does not supersede one',
            ...assumed,
            needs: ['otp'],
            async run(context: Context) {
              const [one, other = one] = operations;
              const first = await passwordFor(context, one!, 'the-first-resource');
              await passwordFor(context, other!, 'the-second-resource');
              await trade(context, subject, first);
            },
          }),
        ]),
  ];
}

export const passwords: CheckFamily = ({ contract }) => {
  const subject = subjectOf(contract);
  return subject === undefined ? [] : [...tries(subject), ...lives(subject)];
};
