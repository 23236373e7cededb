/** Which scope contains which, as the contract's umbrellas say. */
import type { Subject } from './oauth-subject.ts';
import { covers, declaredScopes } from '../../driver/scope-coverage.ts';

/** Whether a grant of `granted` (one scope) covers `scope`. */
export const scopeWithin = ({ credential }: Subject, scope: string, granted: string): boolean =>
  covers(credential, [granted], [scope]);

/** Whether `umbrella` is another scope that contains this one. */
export const contained = (subject: Subject, scope: string, umbrella: string): boolean =>
  scope !== umbrella && scopeWithin(subject, scope, umbrella);

/** Scopes of the contract: those of its OAuth flows, or of its seeded clients. */
export function knownScopes({ contract, name }: Subject): readonly string[] {
  const declared = declaredScopes(contract.document, name);
  return declared.length > 0 ? declared : [...new Set([...contract.clients.values()].flatMap(({ scopes }) => scopes))];
}

/** As a set, for comparing: the order of scopes says nothing (RFC 6749 §3.3). */
export const scopeSet = (text: string | undefined): string =>
  (text ?? '')
    .split(' ')
    .filter((each) => each !== '')
    .sort()
    .join(' ');
