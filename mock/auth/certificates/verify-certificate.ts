/** A key that is known by the certificate of the connection: who issued it, whose name it has, and until when. */
import { createPublicKey } from 'node:crypto';
import type { X509Certificate } from 'node:crypto';
import { refuse } from '../../request/call.ts';
import type { Call, Caller, Refusal } from '../../request/call.ts';
import type { CompiledRequirement } from '../../contract/compiled-contract.ts';
import { chain } from '../../state/awaitable.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import { findKeyByNames } from '../api-keys/key-records.ts';
import type { KeyRecord } from '../api-keys/key-records.ts';
import { keyCaller } from '../api-keys/verify-api-key.ts';
import type { Presented } from '../presented-credentials.ts';
import { plainNames } from '../../contract/certificate-names.ts';
import { purposeFault, revocationFault, shownCertificate, timeFault, UNTRUSTED } from './client-certificate.ts';
import { issuerOf } from './trusted-issuer.ts';

/** Of those that the sandbox issues, a renewed key's old one is revoked, once its time is over. */
function isRevoked({ public_key: current, previous }: KeyRecord, { publicKey }: X509Certificate, now: number): boolean {
  const good = [current, previous !== null && now < previous.until ? previous.secret : null];
  return !good.some((pem) => pem !== null && createPublicKey(pem).equals(publicKey));
}

/** @returns who calls; or why the certificate proves nobody */
export function verifyCertificate(
  call: Call,
  { method }: Presented,
  requirement: CompiledRequirement | undefined,
): Awaitable<Caller | Refusal> {
  const { credential, pointer } = method;
  const certificate = call.request.certificate!;
  const got = shownCertificate(certificate);
  const refused = (rule: string, details: { expected?: string; got: string }): Refusal =>
    refuse('invalid_credentials', rule, pointer, details);
  const issuer = issuerOf(call.world, certificate, call.now);
  if (issuer === undefined) return refused(UNTRUSTED, { got });
  return chain(findKeyByNames(call.world, credential, plainNames(certificate)), (key): Caller | Refusal => {
    if (key === undefined || key.status === 'deleted')
      return refused('the name in the certificate must be one that a key registered', {
        expected: `the name of a ${credential}`,
        got,
      });
    const fault = revocationFault(call.world, certificate) ?? purposeFault(certificate) ?? timeFault(call, certificate);
    if (fault !== undefined) return refused(fault.rule, fault);
    if (issuer === 'own' && isRevoked(key, certificate, call.now))
      return refused('the certificate must be the newest of its key', {
        expected: `the certificate that ${key.id} has now`,
        got: 'one of a key pair that was replaced',
      });
    if (key.status === 'blocked')
      return refuse('blocked_key', 'the key must not be blocked', pointer, { got: `${key.id}, blocked` });
    return keyCaller(call, key, method, requirement);
  });
}
