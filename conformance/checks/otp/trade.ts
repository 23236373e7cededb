/** Requesting a one-time password, and trading it for a verification token. */
import type { Check, CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import { refused } from '../common/judge-refusal.ts';
import { rule } from '../common/scenario-check.ts';
import { expectSeconds } from '../common/stated-seconds.ts';
import { basisOf } from '../common/contract-citation.ts';
import { anyPassword, subjectOf, trade, verifyRequest, wrongCode } from './otp-subject.ts';
import type { Subject } from './otp-subject.ts';
import { countedNoun } from '../../counted-noun.ts';

const NO_MORE = ['invalid_otp', 'otp_locked', 'expired_otp'] as const;

function checksOf(subject: Subject): readonly Check[] {
  const { contract, ask, verify, lifetimeMs, verificationMs } = subject;
  const shown = basisOf(contract, verify.pointer);
  const wrong = basisOf(contract, verify.refusals.get('invalid_otp')?.pointer ?? verify.pointer);
  return [
    rule({
      id: `otp.trade:${verify.id}`,
      title: 'The right code is traded for a verification token',
      ...shown,
      needs: ['otp'],
      async run(context: Context) {
        const { id, code } = await anyPassword(context, subject);
        const exchange = await context.otp.verify(id, code);
        context.expect.success(exchange, verify);
        context.expect.contract(exchange, verify);
        expectSeconds(
          context,
          contract,
          verify,
          'otp.verification_expires_in',
          verificationMs,
          exchange,
          'the verification',
        );
      },
    }),
    rule({
      id: `otp.ask:${ask.id}`,
      title: 'A password is sent, with its digits and its lifetime as promised',
      ...basisOf(contract, ask.pointer),
      needs: ['otp'],
      async run(context: Context) {
        const [first] = subject.stepUps;
        if (first === undefined) return context.notRun('no operation wants a one-time password');
        const { exchange, id, to } = await context.otp.request(first.stepUp.operation, 'any-resource');
        context.expect.contract(exchange, ask);
        context.expect.that(
          !exchange.answerBody.includes(await context.otp.read(id, to)),
          'the code to be kept out of the answer',
          'the code in the answer',
          exchange,
        );
        const code = await context.otp.read(id, to);
        context.expect.that(
          new RegExp(`^[0-9]{${ask.action.digits}}$`).test(code),
          `${ask.action.digits} digits`,
          countedNoun(code.length, 'character'),
          exchange,
        );
        expectSeconds(context, contract, ask, 'otp.expires_in', lifetimeMs, exchange);
      },
    }),
    rule({
      id: `otp.wrong:${verify.id}`,
      title: 'A wrong code is refused',
      ...wrong,
      needs: ['otp'],
      async run(context: Context) {
        const { id, code } = await anyPassword(context, subject);
        refused(context, await context.otp.verify(id, wrongCode(code)), verify, 'invalid_otp');
      },
    }),
    rule({
      id: `otp.unknown:${verify.id}`,
      title: 'A code for a password that was never sent is refused',
      ...wrong,
      run: async (context) =>
        refused(
          context,
          await context.otp.verify('no-such-password', '0'.repeat(ask.action.digits)),
          verify,
          'invalid_otp',
        ),
    }),
    rule({
      id: `otp.tenant:${verify.id}`,
      title: "Another tenant cannot verify a tenant's code",
      ...basisOf(contract, verify.pointer, { evidence: 'assumed' }),
      needs: ['otp', 'second_tenant'],
      async run(context: Context) {
        const password = await anyPassword(context, subject);
        const { tenant } = await context.credential(ask);
        // As often as the owner may be wrong: somebody else's tries take none of the owner's.
        for (let i = 0; i < ask.action.attempts; i++)
          refused(
            context,
            await context.send(await verifyRequest(context, subject, password, { notTenant: tenant })),
            verify,
            NO_MORE,
          );
        await trade(context, subject, password);
      },
    }),
  ];
}

export const trades: CheckFamily = ({ contract }) => {
  const subject = subjectOf(contract);
  return subject === undefined ? [] : checksOf(subject);
};
