/** What goes wrong with proofs that a client has a key (RFC 9449). */
import type { Failure } from '../../../specs/generated/vocabulary.ts';
import { requestUrl } from '../../auth/oauth/dpop-proof.ts';
import type { Call } from '../../request/call.ts';
import { byRule, mistake } from '../mistake.ts';
import type { Mistake } from '../mistake.ts';
import { hint, RESET_CLOCK } from '../words.ts';

const PROOF: readonly Failure[] = ['invalid_dpop_proof'];

/** The claims of a proof for the request that was refused. */
const claimsHint = (call: Call): ReturnType<typeof hint> =>
  hint(
    'For this request a proof says:',
    JSON.stringify({
      jti: 'a new value each time',
      htm: call.request.method,
      htu: requestUrl(call),
      iat: Math.floor(call.now / 1000),
    }),
  );

export const DPOP: readonly Mistake[] = [
  byRule(
    'dpop-proof-missing',
    'sent no DPoP proof where one is needed',
    PROOF,
    /must (?:carry|come with) a DPoP proof$/,
    (call) => ({
      finding: 'The request has no DPoP header, and needs a proof of the key in it.',
      next: [hint('Send with every request, newly made:', 'DPoP: <a JWT of the type dpop+jwt>'), claimsHint(call)],
    }),
  ),
  byRule('dpop-proof-twice', 'sent two DPoP proofs', PROOF, /one DPoP proof$/, () => ({
    finding: 'The request has two DPoP headers, or one with two proofs in it.',
    next: [hint('Send one. A client library that adds proofs by itself needs none from you.')],
  })),
  byRule('dpop-url', 'made a DPoP proof for another URL', PROOF, /^htu /, (call, { got = '' }) => ({
    finding: `The proof is for another URL than the one that was asked: ${got}.`,
    next: [
      claimsHint(call),
      hint(
        'Where clients reach the sandbox by another address, start it with that address:',
        'tollgate mock --public-url URL',
      ),
    ],
  })),
  byRule('dpop-method', 'made a DPoP proof for another method', PROOF, /^htm /, (call, { got = '' }) => ({
    finding: `The proof is for another method than ${call.request.method}: ${got}.`,
    next: [claimsHint(call)],
  })),
  byRule('dpop-clock', 'made a DPoP proof at another time', PROOF, /^iat /, (call, { got = '' }) => ({
    finding: `The proof was not made just now by the sandbox's clock: ${got}.`,
    next: [claimsHint(call), hint("Where the sandbox's clock was moved, put it back:", RESET_CLOCK)],
  })),
  byRule('dpop-replayed', 'sent a DPoP proof a second time', PROOF, /^the jti of a DPoP proof/, () => ({
    finding: 'A proof with this jti was used before; each is good for one request.',
    next: [hint('Make a new proof for every request, for one that is repeated too.')],
  })),
  byRule('dpop-token-hash', 'made a DPoP proof for another access token', PROOF, /^ath /, (_call, { got = '' }) => ({
    finding: `The proof does not name the access token that it came with: ${got}.`,
    next: [hint('Put into the claim ath:', 'base64url(sha256(access_token))')],
  })),
  byRule('dpop-private-key', 'put its private key into a DPoP proof', PROOF, /^jwk .* public key$/, () => ({
    finding: 'The jwk in the header of the proof is the private key, and whoever reads the proof has it now.',
    next: [hint('Make a new pair of keys, and put the public one into the header.')],
  })),
  byRule(
    'dpop-other-key',
    'proved another key than the one that the token is bound to',
    ['invalid_token', 'invalid_grant', 'invalid_dpop_proof'],
    /key that (?:the token|it) is bound to$|key that dpop_jkt named$/,
    (_call, { expected = '', got = '' }) => ({
      finding: `What is bound to a key works with this key alone. Wanted is ${expected}; there is ${got}.`,
      next: [
        hint('Keep the pair of keys as long as the tokens; a page that makes a new pair at every load loses them.'),
      ],
    }),
  ),
  mistake('dpop-proof-malformed', 'sent a DPoP proof that is not well made', PROOF, ({ call, note }) => ({
    finding: `The proof is not well made: ${note.rule}${note.got === undefined ? '' : `, and it has ${note.got}`}.`,
    next: [hint('Its header says:', '{"typ":"dpop+jwt","alg":"ES256","jwk":{…the public key…}}'), claimsHint(call)],
  })),
  mistake('dpop-nonce', "sent a DPoP proof without the server's nonce", ['use_dpop_nonce'], ({ note }) => ({
    finding: `The proof has ${note.got ?? 'no nonce'}. This is part of the way, not a fault: the answer's DPoP-Nonce header has the nonce.`,
    next: [hint('Put the value of DPoP-Nonce into the claim nonce, make a new proof, and ask again.')],
  })),
  byRule(
    'dpop-token-as-bearer',
    'sent a token that is bound to a key as a bearer token',
    ['invalid_token'],
    /bound to a key must be sent by the scheme DPoP$/,
    (call) => ({
      finding: 'The token was given out to a client that proved a key, and works with proofs of this key only.',
      next: [hint('Send:', 'Authorization: DPoP <token>\nDPoP: <proof>'), claimsHint(call)],
    }),
  ),
  byRule(
    'bearer-token-as-dpop',
    'sent a token that is bound to no key by the scheme DPoP',
    ['invalid_token'],
    /bound to no key must be sent by the scheme Bearer$/,
    () => ({
      finding: 'The token was asked for without a proof, so that it is bound to no key.',
      next: [hint('Ask for a new one with a DPoP header, or send this one as:', 'Authorization: Bearer <token>')],
    }),
  ),
];
