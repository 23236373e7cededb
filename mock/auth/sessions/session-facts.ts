/** What an answer tells of a session that was just opened. */
import type { SeedUser } from '../../../specs/generated/vocabulary.ts';
import type { CompiledContract } from '../../contract/compiled-contract.ts';
import { contractMs } from '../../contract/durations.ts';
import type { Facts } from '../../contract/fill-values.ts';
import { idleMs, sessionCredential } from './session-records.ts';
import type { SessionRecord } from './session-records.ts';
import { userFields } from './sign-in.ts';

export const sessionFacts = (
  contract: CompiledContract,
  user: SeedUser,
  { token, record }: { readonly token: string; readonly record: SessionRecord },
): Facts => ({
  'session.token': token,
  'session.id': record.id,
  'session.idle_minutes': idleMs(sessionCredential(contract, record.credential)) / 60_000,
  'session.opened_at': Math.floor(record.opened_at / 1000),
  ...(user.password_expires_in !== undefined && {
    'session.password_expires_at': Math.floor((record.opened_at + contractMs(user.password_expires_in)) / 1000),
  }),
  fields: userFields(user),
});
