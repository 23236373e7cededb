/** Proofs that prove nothing, and tokens that are bound to nobody. */
import type { JsonWebKey } from 'node:crypto';
import { hash } from 'node:crypto';
import type { CodeRecord } from '../../mock/auth/oauth/authorization-codes.ts';
import { nonceToTell } from '../../mock/auth/oauth/dpop-nonce.ts';
import { decodeJwt } from '../../mock/auth/oauth/signed-jwt.ts';
import type { DecodedJwt } from '../../mock/auth/oauth/signed-jwt.ts';
import type { TokenRecord } from '../../mock/auth/oauth/token-records.ts';
import type { Call } from '../../mock/request/call.ts';
import type { Seams } from '../../mock/pipeline/seams.ts';
import { mutants } from './mutant.ts';
import { all, has, refreshable, token } from './wrap/breakable-contracts.ts';
import type { Has } from './wrap/breakable-contracts.ts';
import { withCall, withForm, withHeaders, withPeople, withStore } from './wrap/wrap-call.ts';
import { always, bodyAs, headerAs, ofAction, replying, without } from './wrap/wrap-reply.ts';
import { acting, actingOn, excusing, identifyingBy, insisting, telling } from './wrap/wrap-steps.ts';
import { forgetting, keeping, seeing, TOKENS_KEPT } from './wrap/wrap-store.ts';

const dpop: Has = token((one) => one.dpop !== undefined);
const nonces: Has = token((one) => one.dpop?.nonce !== undefined);
const clientOfProofs: Has = ({ clients }) => [...clients.values()].some((one) => one.dpop_bound_access_tokens === true);

interface Proof extends DecodedJwt {
  readonly text: string;
}

function proofOf(call: Call): Proof | undefined {
  const [text = ''] = String(call.request.headers['dpop'] ?? '').split(', ');
  const jwt = decodeJwt(text);
  return jwt && { ...jwt, text };
}

const unbound = seeing<TokenRecord>(TOKENS_KEPT, ({ cnf: _, ...rest }) => rest);

const sentToken = (call: Call): string => String(call.request.headers.authorization).replace(/^\w+ +/, '');

/** The request as if its proof had been good: the token is bound to the key, or works without. */
const asBearer = (call: Call): Call =>
  withStore(withHeaders(call, { authorization: `Bearer ${sentToken(call)}`, dpop: undefined }), unbound);

type Is = (proof: Proof | undefined, call: Call) => boolean;

/** A token is given for a proof that has a fault, bound to nothing. */
const atEndpoint = (is: Is): Seams =>
  insisting('token.issue', ['invalid_dpop_proof'], (call) =>
    is(proofOf(call), call) ? withHeaders(call, { dpop: undefined }) : undefined,
  );

/** A resource opens for a proof that has a fault. */
const atResource = (is: Is): Seams =>
  excusing(['invalid_dpop_proof', 'invalid_token'], (call) =>
    /^dpop /i.test(String(call.request.headers.authorization)) && is(proofOf(call), call) ? asBearer(call) : undefined,
  );

const several = ({ request }: Call): boolean => String(request.headers['dpop'] ?? '').includes(',');

/** Whether what the proof says is right but for one thing. */
const PROOFS: readonly (readonly [id: string, what: string, is: Is])[] = [
  [
    'malformed',
    'text that is no JWT',
    (proof, { request }) => proof === undefined && request.headers['dpop'] !== undefined,
  ],
  ['two', 'two proofs', (_proof, call) => several(call)],
  ['typ', 'a JWT of another type', (proof) => proof !== undefined && proof.header['typ'] !== 'dpop+jwt'],
  ['alg', 'a proof that nobody signed', (proof) => proof?.header['alg'] === 'none'],
  [
    'signature',
    'a proof that another key signed',
    (proof, call) => proof !== undefined && isRight(proof) && Math.abs(age(proof, call)) < 60_000,
  ],
  ['private-key', 'a proof with a private key in it', (proof) => (proof?.header['jwk'] as JsonWebKey)?.d !== undefined],
  ['jwk', 'a proof without a key', (proof) => proof !== undefined && proof.header['jwk'] === undefined],
  ['jti', 'a proof without an id', (proof) => proof !== undefined && proof.claims['jti'] === undefined],
  ['iat', 'a proof without a time', (proof) => proof !== undefined && proof.claims['iat'] === undefined],
  ['htm', 'a proof for another method', (proof) => proof?.claims['htm'] === 'PUT'],
  ['htu', 'a proof for another URL', (proof) => String(proof?.claims['htu']).includes('another.example')],
  ['old', 'a proof of yesterday', (proof, call) => age(proof, call) > 12 * 3_600_000],
  ['future', 'a proof of tomorrow', (proof, call) => age(proof, call) < -12 * 3_600_000],
];

const age = (proof: Proof | undefined, { now }: Call): number => now - Number(proof?.claims['iat'] ?? NaN) * 1000;

/** Header and claims have all they need, and are for this request. */
const isRight = ({ header, claims }: Proof): boolean =>
  header['typ'] === 'dpop+jwt' &&
  header['alg'] !== 'none' &&
  header['jwk'] !== undefined &&
  (header['jwk'] as JsonWebKey).d === undefined &&
  claims['jti'] !== undefined &&
  claims['iat'] !== undefined &&
  claims['htm'] !== 'PUT' &&
  !String(claims['htu']).includes('another.example');

const jwkOf = (call: Call): JsonWebKey | undefined => proofOf(call)?.header['jwk'] as JsonWebKey | undefined;

export const DPOP_PROOFS = mutants(dpop, [
  ...PROOFS.map(([id, what, is]) => ({
    id: `dpop.${id}-taken`,
    title: `A token is given for ${what}.`,
    killedBy: [`oauth.dpop-proof-${id}`],
    seams: atEndpoint(is),
  })),
  ...PROOFS.map(([id, what, is]) => ({
    id: `dpop.${id}-opens`,
    title: `A resource opens for ${what}.`,
    killedBy: [`oauth.dpop-use-${id}`],
    seams: atResource(is),
  })),
  {
    id: 'dpop.ath-missing-opens',
    title: 'A resource opens for a proof that names no token.',
    killedBy: ['oauth.dpop-use-ath-missing'],
    seams: atResource((proof) => proof !== undefined && proof.claims['ath'] === undefined),
  },
  {
    id: 'dpop.ath-opens',
    title: 'A resource opens for a proof that names another token.',
    killedBy: ['oauth.dpop-use-ath'],
    seams: atResource(
      (proof, call) =>
        proof?.claims['ath'] !== undefined && proof.claims['ath'] !== hash('sha256', sentToken(call), 'base64url'),
    ),
  },
  {
    id: 'dpop.other-key-opens',
    title: 'A bound token works with a proof of any key.',
    killedBy: ['oauth.dpop-use-other-key'],
    seams: excusing(['invalid_token'], (call) =>
      jwkOf(call) !== undefined && /^dpop /i.test(String(call.request.headers.authorization))
        ? asBearer(call)
        : undefined,
    ),
  },
  {
    id: 'dpop.missing-opens',
    title: 'A bound token works by the scheme DPoP without a proof.',
    killedBy: ['oauth.dpop-use-missing'],
    seams: atResource((_proof, { request }) => request.headers['dpop'] === undefined),
  },
  {
    id: 'dpop.bearer-opens',
    title: 'A bound token works as a bearer token.',
    killedBy: ['oauth.dpop-use-bearer', 'oauth.dpop-use-bearer-with-proof'],
    seams: excusing(['invalid_token'], (call) =>
      /^bearer /i.test(String(call.request.headers.authorization)) ? withStore(call, unbound) : undefined,
    ),
  },
  {
    id: 'dpop.unbound-opens',
    title: 'A token that is bound to no key works by the scheme DPoP.',
    applies: token((one) => one.dpop?.required !== true && one.dpop !== undefined),
    killedBy: ['oauth.dpop-use-unbound'],
    seams: excusing(['invalid_token'], (call) =>
      /^dpop /i.test(String(call.request.headers.authorization))
        ? withHeaders(call, { authorization: `Bearer ${sentToken(call)}` })
        : undefined,
    ),
  },
  {
    id: 'dpop.refused',
    title: 'The scheme DPoP is not known to resources.',
    killedBy: ['oauth.dpop-token'],
    seams: {
      identify: (identify) => (call) =>
        identify(
          /^dpop /i.test(String(call.request.headers.authorization))
            ? withHeaders(call, { authorization: undefined })
            : call,
        ),
    },
  },
  {
    id: 'dpop.ignored',
    title: 'A proof at the token endpoint is not looked at.',
    killedBy: ['oauth.dpop-token'],
    seams: acting('token.issue', (call) => withHeaders(call, { dpop: undefined })),
  },
  {
    id: 'dpop.type-bearer',
    title: 'A bound token is said to be a bearer token.',
    killedBy: ['oauth.dpop-token'],
    seams: telling('token.issue', (facts) => ({ ...facts, 'token.token_type': 'Bearer' })),
  },
  {
    id: 'dpop.not-bound',
    title: 'A token of the type DPoP is bound to nothing.',
    killedBy: ['oauth.dpop-token', 'oauth.dpop-confirmation'],
    seams: actingOn(
      'token.issue',
      keeping<TokenRecord>(TOKENS_KEPT, ({ cnf: _, ...rest }, options) => [rest, options]),
    ),
  },
  {
    id: 'dpop.confirmation-other',
    title: 'A bound token says that it is bound to another key.',
    killedBy: ['oauth.dpop-confirmation', 'value.token.confirmation*'],
    seams: telling('token.introspect', (facts) =>
      facts['token.confirmation'] === undefined
        ? facts
        : { ...facts, 'token.confirmation': { jkt: '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I' } },
    ),
  },
  {
    id: 'dpop.replayed',
    title: 'A proof gets tokens as often as it is sent.',
    killedBy: ['oauth.dpop-proof-replay'],
    seams: actingOn('token.issue', forgetting('proof:')),
  },
  {
    id: 'dpop.replay-opens',
    title: 'A proof opens resources as often as it is sent.',
    killedBy: ['oauth.dpop-use-replay'],
    seams: identifyingBy(forgetting('proof:')),
  },
  {
    id: 'dpop.second-too-old',
    title: 'A proof is good for a second too long.',
    killedBy: ['oauth.dpop-window'],
    seams: insisting('token.issue', ['invalid_dpop_proof'], (call) => withCall(call, { now: call.now - 1000 })),
  },
  {
    id: 'dpop.second-too-early',
    title: 'A proof is good a second too early.',
    killedBy: ['oauth.dpop-window'],
    seams: insisting('token.issue', ['invalid_dpop_proof'], (call) => withCall(call, { now: call.now + 1000 })),
  },
  {
    id: 'dpop.code-key-ignored',
    title: 'A code that is bound to a key is redeemed with a proof of any.',
    applies: ({ operations }) => operations.some(({ action }) => action.type === 'authorize'),
    killedBy: ['oauth.dpop-code-key'],
    seams: actingOn(
      'token.issue',
      seeing<CodeRecord>('code:', ({ dpop_jkt: _, ...rest }) => rest),
    ),
  },
  {
    id: 'dpop.pushed-key-ignored',
    title: 'A proof that comes with a pushed request is not looked at.',
    applies: has('authorize.push'),
    killedBy: ['oauth.dpop-pushed-key'],
    seams: acting('authorize.push', (call) => withHeaders(call, { dpop: undefined })),
  },
  {
    id: 'dpop.pushed-keys-differ',
    title: 'A pushed request may prove one key and name another.',
    applies: has('authorize.push'),
    killedBy: ['oauth.dpop-pushed-keys'],
    seams: acting('authorize.push', (call) =>
      proofOf(call) === undefined ? call : withForm(call, { dpop_jkt: undefined }),
    ),
  },
  {
    id: 'dpop.pushed-proof-malformed',
    title: 'A pushed request may carry a proof that is none.',
    applies: has('authorize.push'),
    killedBy: ['oauth.dpop-pushed-keys'],
    seams: insisting('authorize.push', ['invalid_dpop_proof'], (call) =>
      proofOf(call) === undefined ? withHeaders(call, { dpop: undefined }) : undefined,
    ),
  },
  {
    id: 'dpop.refresh-unbound',
    title: 'A refresh token of a public client is good with any key, and without.',
    applies: all(refreshable, ({ operations }) => operations.some(({ action }) => action.type === 'authorize')),
    killedBy: ['oauth.dpop-refresh'],
    seams: actingOn(
      'token.issue',
      seeing<TokenRecord>(TOKENS_KEPT, (record) => {
        const { cnf: _, ...rest } = record;
        return record.use === 'refresh' ? rest : record;
      }),
    ),
  },
  {
    id: 'dpop.no-challenge',
    title: 'A resource does not say that it takes proofs.',
    killedBy: ['oauth.dpop-challenge'],
    seams: replying(
      always,
      headerAs('www-authenticate', (value) => value.replace(/, algs="[^"]*"/, '')),
    ),
  },
  {
    id: 'dpop.metadata-silent',
    title: 'The metadata does not say how proofs may be signed.',
    applies: ({ operations }) => operations.some(({ action }) => action.type === 'metadata'),
    killedBy: ['oauth.metadata-dpop'],
    seams: replying(
      ofAction('metadata'),
      bodyAs(({ dpop_signing_alg_values_supported: _, ...body }) => body),
    ),
  },
  {
    id: 'dpop.nonce-ignored',
    title: 'Proofs need no nonce at the token endpoint.',
    applies: nonces,
    killedBy: ['oauth.dpop-nonce'],
    seams: insisting('token.issue', ['use_dpop_nonce'], (call) => withHeaders(call, { dpop: undefined })),
  },
  {
    id: 'dpop.nonce-ignored-at-resource',
    title: 'Proofs need no nonce at resources.',
    applies: nonces,
    killedBy: ['oauth.dpop-nonce', 'oauth.dpop-nonce-rotation'],
    seams: excusing(['use_dpop_nonce'], asBearer),
  },
  {
    id: 'dpop.nonce-untold',
    title: 'Nobody is told the nonce.',
    applies: nonces,
    killedBy: ['oauth.dpop-nonce'],
    seams: replying(always, without('dpop-nonce')),
  },
  {
    id: 'dpop.nonce-same',
    title: 'The nonce stays the same for ever.',
    applies: nonces,
    killedBy: ['oauth.dpop-nonce-rotation'],
    seams: replying(
      always,
      headerAs('dpop-nonce', (value, call) => nonceToTell(withCall(call, { now: 0 })) ?? value),
    ),
  },
]);

/** No built-in contract has such a client. */
export const DPOP_CLIENTS = mutants(clientOfProofs, [
  {
    id: 'dpop.client-without-proof',
    title: 'A client that registered to send proofs gets a token without one.',
    killedBy: ['oauth.dpop-client'],
    seams: acting('token.issue', (call) =>
      withPeople(call, {
        clients: new Map(
          [...call.world.people.clients].map(([id, { dpop_bound_access_tokens: _, ...rest }]) => [id, rest]),
        ),
      }),
    ),
  },
]);
