/** What the mistakes of signatures share: the signature that a request presents, and one look at it for all of them. */
import type { SignatureCredential } from '../../../specs/generated/vocabulary.ts';
import type { SignatureParts } from '../../auth/hmac/signed-message.ts';
import { messageParts, signatureParts, withoutScope } from '../../auth/hmac/verify-signature.ts';
import { present } from '../../auth/presented-credentials.ts';
import { isSignature } from '../../contract/signature-kinds.ts';
import type { Hint } from '../../journal/journal.ts';
import type { Call } from '../../request/call.ts';
import type { Mistake, Refused } from '../mistake.ts';
import { hint } from '../words.ts';
import { comparedMessages, sentence } from './compared-messages.ts';
import type { GuessedMessage, Match } from './hmac-guesses.ts';

export interface Signed<Credential extends SignatureCredential = SignatureCredential> {
  readonly credential: Credential;
  readonly parts: SignatureParts;
}

/** What the request signs by a credential of this kind, and how it should. */
export function signedBy<Credential extends SignatureCredential>(
  call: Call,
  isOfKind: (credential: SignatureCredential) => credential is Credential,
): Signed<Credential> | undefined {
  for (const { method } of call.operation.requirements) {
    const credential = call.world.contract.credentials.get(method.credential);
    if (!isSignature(credential) || !isOfKind(credential)) continue;
    const presented = present(call, method);
    if (presented?.signature === undefined || (presented.id ?? presented.signatureInput) === undefined) continue;
    const parts = messageParts(credential, signatureParts(presented));
    if (!('failure' in parts)) return { credential, parts: withoutScope(credential, parts).parts };
  }
  return undefined;
}

/** What was found out about one refused request. */
export interface Looked<S extends Signed> {
  readonly match: Match | undefined;
  readonly right: GuessedMessage;
  readonly signed: S;
}

interface Looks<S extends Signed> {
  of(refused: Refused): Promise<Looked<S> | undefined>;
  /** A departure that a guess may have, as a mistake of its own. */
  near(name: string, what: string): Mistake;
  /** What is left where no guess is right. @param compare what to hold against the credentials of the sandbox */
  unknown(name: string, what: string, finding: string, compare: string): Mistake;
}

/**
 * @param look done once for a request, however many mistakes ask
 * @param signing how the right signature is made
 */
export function createLooks<S extends Signed>(
  look: (call: Call) => Promise<Looked<S> | undefined>,
  signing: (signed: S, right: GuessedMessage) => readonly Hint[],
): Looks<S> {
  const looked = new WeakMap<Call, Promise<Looked<S> | undefined>>();
  const of: Looks<S>['of'] = ({ call }) => {
    let found = looked.get(call);
    if (found === undefined) looked.set(call, (found = look(call)));
    return found;
  };
  return {
    of,
    near: (name, what) => ({
      name,
      what,
      failures: ['invalid_signature'],
      async recognise(refused) {
        const found = await of(refused);
        if (found?.match?.departures[0]?.mistake !== name) return undefined;
        const { match, right, signed } = found;
        return {
          finding: sentence(match.departures),
          compared: comparedMessages(right, match.message),
          next: signing(signed, right),
        };
      },
    }),
    unknown: (name, what, finding, compare) => ({
      name,
      what,
      failures: ['invalid_signature'],
      async recognise(refused) {
        const found = await of(refused);
        if (found === undefined) return undefined;
        return {
          finding,
          next: [
            ...signing(found.signed, found.right),
            hint(
              `Compare ${compare} with the one of this sandbox:`,
              `tollgate creds ${refused.call.world.contract.name}`,
            ),
          ],
        };
      },
    }),
  };
}
