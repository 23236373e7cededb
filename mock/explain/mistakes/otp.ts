/** One-time passwords and the verification tokens that they are traded for; sessions and sign-on links. */
import type { Failure } from '../../../specs/generated/vocabulary.ts';
import { mistake } from '../mistake.ts';
import type { Mistake } from '../mistake.ts';
import type { Call } from '../../request/call.ts';
import { whoseValue } from '../known-values.ts';
import { bodyFields, header } from '../request-values.ts';
import { advanceClock, capital, creds, hint, RESET_CLOCK } from '../words.ts';

/** A refusal whose own words tell it. */
const told = (
  name: string,
  what: string,
  failures: readonly Failure[],
  words: RegExp,
  finding: (got: string) => string,
  text: string,
  code?: Parameters<typeof hint>[1],
  /** The hint where the contract sends no passwords, and an authenticator makes them. */
  alone?: string,
): Mistake =>
  mistake(name, what, failures, ({ note, call }) =>
    words.test(`${note.rule}; ${note.got ?? ''}`)
      ? {
          finding: finding(note.got ?? note.rule),
          next: [alone !== undefined && !sendsPasswords(call) ? hint(alone) : hint(text, code)],
        }
      : undefined,
  );

const sendsPasswords = ({ world }: Call): boolean =>
  world.contract.operations.some(({ action }) => action.type === 'otp.request');

const plainly = (got: string): string => `${capital(got)}.`;

export const OTP: readonly Mistake[] = [
  mistake(
    'otp-code-as-verification',
    'sent the code or its id where the verification token goes',
    ['otp_required'],
    async (refused) => {
      const { call } = refused;
      const name = call.operation.stepUp?.header ?? '';
      const value = header(call, name) ?? '';
      const known = value === '' ? undefined : await whoseValue(refused, value);
      return /^\d{4,8}$/.test(value) || known?.kind === 'otp_id'
        ? {
            finding: `${name} holds ${known?.kind === 'otp_id' ? 'the id of a one-time password' : 'the code itself'}; the token that the verification answers with goes there.`,
            next: [hint('Verify the code first, and send the verification_token of the answer.')],
          }
        : undefined;
    },
  ),
  mistake('verification-in-body', 'put the verification token into the body', ['otp_required'], ({ call }) => {
    const field = Object.keys(bodyFields(call)).find((name) => /verification|otp/i.test(name));
    return field === undefined || header(call, call.operation.stepUp?.header ?? '') !== undefined
      ? undefined
      : {
          finding: `The body has a ${field}; the verification token goes into a header.`,
          next: [hint('Send:', `${call.operation.stepUp?.header ?? ''}: <verification token>`)],
        };
  }),
  told(
    'verification-missing',
    'left out the verification that the operation needs',
    ['otp_required'],
    /no such header/,
    () => 'This operation needs a one-time password that was verified, and no verification token came.',
    'Ask for one, read it from the inbox, verify it, and send the token:',
    'tollgate otp',
    'Verify a code that the authenticator shows now, and send the token of the answer.',
  ),
  told(
    'verification-used',
    'used a verification token twice',
    ['otp_required'],
    /that was used|has just used/,
    plainly,
    'Each verification is good for one request: ask for another password.',
    'tollgate otp',
    'Each verification is good for one request: verify the next code of the authenticator.',
  ),
  told(
    'verification-for-other-operation',
    'verified another operation',
    ['otp_required'],
    /for this operation/,
    (got) => `The verification is ${got}, which this operation is not.`,
    "Ask for a password with this operation's own name.",
    undefined,
    "Verify a code of the authenticator with this operation's own name.",
  ),
  told(
    'verification-for-other-resource',
    'verified another resource',
    ['otp_required'],
    /for this resource/,
    (got) => `The verification is for ${got}.`,
    'Ask for a password for the record that the request is about.',
    undefined,
    'Verify a code of the authenticator for the record that the request is about.',
  ),
  told(
    'verification-expired',
    'used a verification token after its end',
    ['otp_required'],
    /must not have expired/,
    plainly,
    'Ask for another password and use its verification at once. If somebody moved the clock:',
    RESET_CLOCK,
    'Verify the next code of the authenticator, and use its verification at once.',
  ),
  told(
    'verification-of-other-tenant',
    "used another tenant's verification, or another person's",
    ['otp_required'],
    /caller's tenant|person who calls/,
    (got) => `The verification is ${got}.`,
    'Verify with the credential that makes the request.',
  ),
  told(
    'verification-unknown',
    'sent a verification token that nobody was given',
    ['otp_required'],
    /unknown token/,
    () => 'The verification token was not given out by this sandbox, or is from before a reset.',
    'Verify a password, and send the verification_token of the answer.',
  ),
  told(
    'authenticator-locked',
    'tried an authenticator wrongly too often',
    ['otp_locked'],
    /authenticator that is locked/,
    () => 'So many wrong codes of the authenticator came in a row that no code is taken until its lock-out is over.',
    'Wait until then, or move the clock past it:',
    advanceClock('15m'),
  ),
  told(
    'authenticator-missing',
    'sent the code of an authenticator without having enrolled one',
    ['invalid_otp'],
    /has no authenticator enrolled/,
    () => 'The person who is signed in has no such authenticator.',
    'Enroll one first, and make codes from the secret of the answer.',
  ),
  told(
    'authenticator-code-used',
    'used a code of an authenticator twice',
    ['invalid_otp'],
    /code of the authenticator that was used/,
    () => 'The code was used before: each is good once, even while the app still shows it.',
    'Wait for the next code.',
  ),
  told(
    'authenticator-code-wrong',
    'sent a wrong code of an authenticator',
    ['invalid_otp'],
    /wrong code of the authenticator/,
    () => 'The code is none that the authenticator shows now, by the clock of the sandbox or the counter.',
    'An app goes by the clock of its machine. If somebody moved the clock of the sandbox:',
    RESET_CLOCK,
  ),
  told(
    'otp-wrong',
    'sent a wrong code',
    ['invalid_otp'],
    /wrong code/,
    plainly,
    'Read it from the inbox:',
    'tollgate otp',
  ),
  told(
    'otp-used',
    'used a code twice',
    ['invalid_otp'],
    /was used before/,
    plainly,
    'Ask for another one, and keep the verification token of the answer.',
  ),
  told(
    'otp-superseded',
    'sent the code of an older password',
    ['invalid_otp'],
    /newer one replaced/,
    plainly,
    'Use the otp_id and the code of the newest one:',
    'tollgate otp',
  ),
  told(
    'otp-of-other-tenant',
    "verified another tenant's password",
    ['invalid_otp'],
    /caller's tenant/,
    (got) => `It is ${got}.`,
    'Verify with the credential that asked for it.',
  ),
  told(
    'otp-unknown',
    'named a password that was never sent',
    ['invalid_otp'],
    /unknown password/,
    () => 'No password has that id: it was not asked for here, or is from before a reset.',
    'Send the otp_id of the answer that asked for it.',
  ),
  told(
    'otp-expired',
    'sent a code after its end',
    ['expired_otp'],
    /./,
    plainly,
    'Ask for another one. If somebody moved the clock:',
    RESET_CLOCK,
  ),
  told(
    'otp-locked',
    'tried too many wrong codes',
    ['otp_locked'],
    /./,
    plainly,
    'Ask for another password: this one is dead.',
    'tollgate otp',
  ),

  told(
    'session-closed',
    'used a session that was closed',
    ['invalid_session', 'unknown_session'],
    /was closed/,
    plainly,
    'Sign in again.',
  ),
  told(
    'session-expired',
    'used a session that was idle for too long',
    ['expired_session', 'unknown_session'],
    /session expired/,
    plainly,
    'Sign in again; each request moves the end on. If somebody moved the clock:',
    RESET_CLOCK,
  ),
  told(
    'session-unknown',
    'named a session that there is not',
    ['unknown_session'],
    /./,
    () => 'No session has that token: it was not opened here, or is from before a reset.',
    'Sign in, and use the token of the answer.',
  ),
  mistake(
    'login-other-domain',
    'signed in with the right name and password and something else wrong',
    ['invalid_login'],
    ({ call }) => {
      const fields = bodyFields(call);
      const user = [...call.world.people.users.values()].find(
        ({ username }) => username !== undefined && Object.values(fields).includes(username),
      );
      return user === undefined
        ? undefined
        : {
            finding: `There is a user ${user.id} of that name; the password or another field is not theirs.`,
            next: [creds(call)],
          };
    },
  ),
  told(
    'login-unknown',
    'signed in as somebody who is not here',
    ['invalid_login'],
    /./,
    () => 'No user of this sandbox has that name; real accounts do not work here.',
    'Take one of the sandbox:',
    'tollgate creds <contract>',
  ),
  told(
    'link-expired',
    'used a sign-on link that is too old',
    ['expired_link'],
    /./,
    plainly,
    'Make the link when the person clicks, and not before.',
  ),
  told(
    'link-unreadable',
    "made a sign-on link that cannot be read or is nobody's",
    ['invalid_link'],
    /./,
    plainly,
    'Make it as the contract says: the fields as JSON, in hex.',
  ),
];
