/**
 * `authenticator.enroll`: a new secret for the person who is signed in.
 *
 * @see [Key URI format](https://github.com/google/google-authenticator/wiki/Key-Uri-Format)
 */
import { refuse } from '../../request/call.ts';
import type { ActionStep } from '../../request/call.ts';
import type { CompiledOperation } from '../../contract/compiled-contract.ts';
import { actionOf } from '../../request/operation-action.ts';
import { toBase32 } from './authenticator-codes.ts';
import { authenticatorOf, enrolledKey, periodMs } from './authenticator-records.ts';
import type { EnrolledRecord } from './authenticator-records.ts';

/** 160 bits, as RFC 4226 §4 recommends. */
const SECRET = { alphabet: 'hex', length: 40 } as const;

export function authenticatorEnroll(operation: CompiledOperation): ActionStep {
  const { authenticator: name } = actionOf(operation, 'authenticator.enroll');
  return async (call) => {
    const { world, identification } = call;
    const user = identification.state === 'good' ? identification.caller.user : undefined;
    if (user === undefined)
      return {
        refusal: refuse('credential_required', 'a person must be signed in', `${operation.pointer}/x-action`, {
          expected: "a person's session or token",
          got: 'a credential of nobody in particular',
        }),
      };
    const rule = authenticatorOf(world, name);
    const secret = toBase32(Buffer.from(world.ids.make(SECRET), 'hex'));
    const record: EnrolledRecord = { secret, next: 0, wrong: 0, locked_until: 0 };
    await world.store.set(enrolledKey(name, user.id), record);
    const issuer = rule.issuer ?? world.contract.title;
    const query = new URLSearchParams({
      secret,
      issuer,
      algorithm: (rule.algorithm ?? 'sha1').toUpperCase(),
      digits: String(rule.digits),
      ...(rule.kind === 'totp' ? { period: String(periodMs(rule) / 1000) } : { counter: '0' }),
    });
    const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(user.username ?? user.id)}`;
    const uri = `otpauth://${rule.kind}/${label}?${query.toString().replaceAll('+', '%20')}`;
    return { answer: { facts: { 'authenticator.secret': secret, 'authenticator.uri': uri } } };
  };
}
