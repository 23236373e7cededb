/** Codes, refresh tokens and verifiers that came to the token endpoint with something around them, or changed places. */
import { createHash } from 'node:crypto';
import type { Failure } from '../../../specs/generated/vocabulary.ts';
import { findCode } from '../../auth/oauth/authorization-codes.ts';
import type { CodeRecord } from '../../auth/oauth/authorization-codes.ts';
import type { Call } from '../../request/call.ts';
import { whoseValue } from '../known-values.ts';
import { mistake } from '../mistake.ts';
import type { Found, Mistake } from '../mistake.ts';
import { bodyFields } from '../request-values.ts';
import { hint } from '../words.ts';
import { characters } from '../../contract/characters.ts';

const GRANT: readonly Failure[] = ['invalid_grant'];

const sha = (value: string | Buffer): Buffer => createHash('sha256').update(value).digest();

const RULE_OF_VERIFIER = '43 to 128 characters of A–Z, a–z, 0–9, "-", ".", "_" and "~" (RFC 7636 §4.1)';

type Repair = readonly [what: string, mend: string, repair: (text: string) => string | undefined];

/** What may have happened to a value between one answer and the next request. */
const REPAIRS: readonly Repair[] = [
  [
    'is the whole address of the callback',
    'Take the one parameter: new URL(callback).searchParams.get("code")',
    (text) => /[?&#]code=([^&#]+)/.exec(text)?.[1],
  ],
  [
    'has the parameters behind it that followed in the address',
    'Split the query at "&", or let URLSearchParams do it.',
    (text) => /^([^&#?]+)[&#?]/.exec(text)?.[1],
  ],
  [
    'has its name before it',
    'Send what stands behind "=" alone.',
    (text) => /^(?:\w+=|Bearer\s+)(.+)$/is.exec(text)?.[1],
  ],
  ['has quotation marks around it', 'Take the field as raw text: jq -r', (text) => /^b?["'](.+)["']$/s.exec(text)?.[1]],
  [
    'has white space in it',
    'Cut it off: it came in when it was copied or read from a file.',
    (text) => text.replaceAll(/\s/g, ''),
  ],
];

const damaged = (name: string, what: string, field: 'code' | 'refresh_token', kind: string): Mistake =>
  mistake(name, what, GRANT, async (refused) => {
    const text = bodyFields(refused.call)[field];
    if (text === undefined) return undefined;
    for (const [words, mend, repair] of REPAIRS) {
      const value = repair(text);
      if (value === undefined || value === text || value === '') continue;
      if ((await whoseValue(refused, value))?.kind === kind)
        return {
          finding: `What came as ${field} ${words}; without that it is one that was given out here.`,
          next: [hint(mend)],
        };
    }
    return undefined;
  });

const withCode =
  (found: (call: Call, record: CodeRecord, verifier: string) => Found | undefined): Mistake['recognise'] =>
  async ({ call }) => {
    const { code, code_verifier: verifier } = bodyFields(call);
    const record = code === undefined || verifier === undefined ? undefined : await findCode(call, code);
    return record === undefined ? undefined : found(call, record, verifier!);
  };

/** Something else that was given out here, where another thing goes. */
const otherKind = (name: string, what: string, field: string, wanted: string, mend: string): Mistake =>
  mistake(name, what, GRANT, async (refused) => {
    const text = bodyFields(refused.call)[field];
    const known = text === undefined ? undefined : await whoseValue(refused, text);
    return known === undefined || known.kind === wanted || (field === 'refresh_token' && known.kind === 'access_token')
      ? undefined
      : { finding: `${field} holds ${known.words}.`, next: [hint(mend)] };
  });

export const REDEEMED: readonly Mistake[] = [
  otherKind(
    'code-as-refresh-token',
    'sent something else where the refresh token goes',
    'refresh_token',
    'refresh_token',
    'Send the refresh_token of the token answer; a code is redeemed with grant_type=authorization_code.',
  ),
  mistake('device-user-code', 'sent the user code where the device code goes', GRANT, ({ call }) =>
    /^[A-Z0-9]{3,5}-?[A-Z0-9]{3,5}$/.test(bodyFields(call)['device_code'] ?? '')
      ? {
          finding: 'device_code holds what looks like the user_code: that is for the person to type.',
          next: [hint('Send the other field of the device authorization answer:', 'device_code=<device_code>')],
        }
      : undefined,
  ),
  damaged('code-with-more', 'sent the code with something around it', 'code', 'authorization_code'),
  damaged(
    'refresh-token-with-more',
    'sent the refresh token with something around it',
    'refresh_token',
    'refresh_token',
  ),
  mistake(
    'pkce-swapped',
    'sent the verifier as the challenge, and the challenge as the verifier',
    GRANT,
    withCode((_call, { challenge }, verifier) =>
      challenge !== null && challenge.value !== verifier && sha(challenge.value).toString('base64url') === verifier
        ? {
            finding:
              'code_challenge and code_verifier have changed places: the verifier went to the authorization endpoint, where everybody sees it, and its hash came here.',
            next: [
              hint(
                'First the hash, then the secret:',
                'code_challenge=base64url(sha256(verifier))   # to the authorization endpoint\ncode_verifier=verifier                        # to the token endpoint',
              ),
            ],
          }
        : undefined,
    ),
  ),
  mistake(
    'pkce-verifier-bytes',
    'hashed the bytes that the verifier stands for, and not its text',
    GRANT,
    withCode((_call, { challenge }, verifier) =>
      challenge !== null &&
      ['base64url', 'hex'].some(
        (encoding) => sha(Buffer.from(verifier, encoding as 'hex')).toString('base64url') === challenge.value,
      )
        ? {
            finding:
              'The challenge was made of the random bytes; it is made of the text of the verifier, as it is sent (RFC 7636 §4.2).',
            next: [hint('In JavaScript:', "createHash('sha256').update(verifier /* the text */).digest('base64url')")],
          }
        : undefined,
    ),
  ),
  mistake(
    'pkce-verifier-form',
    'sent a code_verifier that cannot be one',
    GRANT,
    withCode((_call, _record, verifier) => {
      if (/^[A-Za-z0-9\-._~]{43,128}$/.test(verifier)) return undefined;
      const inner = verifier.replaceAll(/^["'\s]+|["'\s]+$/g, '');
      const flaw =
        inner !== verifier
          ? 'has quotation marks or white space around it'
          : /[^A-Za-z0-9\-._~]/.test(verifier)
            ? `has a character in it that may not be there: ${JSON.stringify(/[^A-Za-z0-9\-._~]/u.exec(verifier)![0])}`
            : `has ${characters(verifier)}`;
      return {
        finding: `The code_verifier ${flaw}; it is ${RULE_OF_VERIFIER}.`,
        next: [hint('In JavaScript:', "randomBytes(32).toString('base64url')   # 43 characters")],
      };
    }),
  ),
];
