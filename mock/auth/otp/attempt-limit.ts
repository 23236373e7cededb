/**
 * One try of a one-time password: a right code uses it up, wrong ones are counted, and after as many as the contract
 * allows it is locked.
 *
 * @see [NIST SP 800-63B §5.2.2](https://pages.nist.gov/800-63-3/sp800-63b.html)
 */
import type { Awaitable } from '../../state/awaitable.ts';
import type { Store } from '../../state/stores/store.ts';
import { sameSecret } from '../secret-digest.ts';
import { otpKey } from './otp-records.ts';
import type { OtpRecord } from './otp-records.ts';

/** What a try did. */
export type TryVerdict = 'right' | 'wrong' | 'used' | 'locked' | 'expired' | 'unknown';

/** What a try did, and the password as it stands after it. */
export type Tried = readonly [verdict: TryVerdict, record: OtpRecord | undefined];

/** Tries are counted and the code used up in one step: guesses sent at once get no more tries than guesses in turn. */
export function tryCode(store: Store, id: string, code: string, now: number): Awaitable<Tried> {
  return store.swap<OtpRecord, Tried>(otpKey(id), (record) => {
    if (record === undefined) return { result: ['unknown', record] };
    if (record.used) return { result: ['used', record] };
    if (record.wrong >= record.attempts) return { result: ['locked', record] };
    if (now >= record.expires_at) return { result: ['expired', record] };
    const value = sameSecret(record.code, code) ? { ...record, used: true } : { ...record, wrong: record.wrong + 1 };
    return { value, result: [value.used ? 'right' : 'wrong', value] };
  });
}
