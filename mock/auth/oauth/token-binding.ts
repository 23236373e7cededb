/**
 * Whether who uses a token has the key, or the certificate, that it is bound to.
 *
 * @see RFC 9449 §7, RFC 8705 §3
 */
import { certificateThumbprint, revocationFault } from '../certificates/client-certificate.ts';
import { noCertificate } from '../certificates/no-certificate.ts';
import { refuse } from '../../request/call.ts';
import { chain } from '../../state/awaitable.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import { tokenCredential } from './bound-credential.ts';
import { checkProof, proofHeader } from './dpop-proof.ts';
import type { TokenRecord } from './token-records.ts';
import type { Call, Refusal } from '../../request/call.ts';

const isByDpop = ({ request }: Call): boolean => /^dpop /i.test(String(request.headers.authorization));

function certificateRefusal(call: Call, name: string, { cnf }: TokenRecord): Refusal | undefined {
  const bound = cnf?.['x5t#S256'];
  if (bound === undefined) return undefined;
  const { certificate } = call.request;
  const found = certificate && certificateThumbprint(certificate);
  const pointer = `#/x-credentials/${name}/certificate_bound`;
  const revoked = certificate && found === bound ? revocationFault(call.world, certificate) : undefined;
  if (revoked !== undefined) return refuse('invalid_token', revoked.rule, pointer, revoked);
  return found === bound
    ? undefined
    : refuse('invalid_token', 'a token that is bound to a certificate must come over a connection with it', pointer, {
        expected: `the certificate with the thumbprint ${bound}`,
        got: found === undefined ? noCertificate(call) : `one with ${found}`,
      });
}

/** @returns why the token cannot be used so; most tokens are bound to nothing, and nothing is looked at */
export function bindingRefusal(
  call: Call,
  name: string,
  token: string,
  record: TokenRecord,
): Awaitable<Refusal | undefined> {
  const { dpop, certificate_bound: certificates } = tokenCredential(call.world.contract, name);
  const refusal = certificates === undefined ? undefined : certificateRefusal(call, name, record);
  if (dpop === undefined || refusal !== undefined) return refusal;
  const pointer = `#/x-credentials/${name}/dpop`;
  const byDpop = isByDpop(call);
  const jkt = record.cnf?.jkt;
  if (jkt === undefined)
    return byDpop
      ? refuse('invalid_token', 'a token that is bound to no key must be sent by the scheme Bearer', pointer, {
          expected: 'Bearer',
          got: 'DPoP',
        })
      : undefined;
  if (!byDpop)
    return refuse('invalid_token', 'a token that is bound to a key must be sent by the scheme DPoP', pointer, {
      expected: 'DPoP, with a proof',
      got: 'another scheme',
    });
  const proof = proofHeader(call);
  if (proof === undefined)
    return refuse('invalid_dpop_proof', 'a token that is bound to a key must come with a DPoP proof', pointer, {
      expected: 'a DPoP header',
      got: 'none',
    });
  return chain(checkProof(call, name, dpop, proof, { token, jkt }), (found) =>
    typeof found === 'string' ? undefined : found,
  );
}
