/**
 * Tokens that are bound to a key of the client's, and proofs of it.
 *
 * @see [RFC 9449](https://www.rfc-editor.org/rfc/rfc9449)
 */
import { askCode, challengeOf, redeem, refreshable, refresher, rightForm, stopOnSecond } from './ask-endpoint.ts';
import { dpopClient, errorOf } from './dpop-client.ts';
import type { DpopClient, Sending } from './dpop-client.ts';
import { readDocument } from './json-document.ts';
import { expectRefusal, jsonOf, show } from './judge-answer.ts';
import { rfc } from './oauth-citation.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Rule } from './oauth-check.ts';
import { endpointFor } from './oauth-subject.ts';
import { GRANT_TYPE } from '../../driver/grant-types.ts';
import type { Subject } from './oauth-subject.ts';
import { parseJwt } from './read-jwt.ts';
import { aroundEdge } from '../common/run-out.ts';
import type { Context } from '../../check-context.ts';
import type { TokenSet } from '../../check-drivers.ts';
import { clientsAt } from '../../driver/choose-credential.ts';
import { isAsymmetric, makeDpopKey } from '../../driver/dpop-proof.ts';
import type { DpopKey, ProofChanges } from '../../driver/dpop-proof.ts';
import type { Exchange } from '../../exchange.ts';
import type { TargetClient } from '../../target/target.ts';
import { contractMs } from '../../../mock/contract/durations.ts';
import type { Failure } from '../../../specs/generated/vocabulary.ts';

const REQUEST = rfc(
  9449,
  '5',
  "To request an access token that is bound to a public key using DPoP, the client MUST provide a valid DPoP proof JWT in a DPoP header when making an access token request to the authorization server's token endpoint.",
);
const TYPE = rfc(
  9449,
  '5',
  'A token_type of DPoP MUST be included in the access token response to signal to the client that the access token was bound to its DPoP key',
);
const REFRESH = rfc(
  9449,
  '5',
  'When an authorization server supporting DPoP issues a refresh token to a public client that presents a valid DPoP proof at the token endpoint, the refresh token MUST be bound to the respective public key.',
);
const CLIENT = rfc(9449, '5.2', 'A boolean value specifying whether the client always uses DPoP for token requests.');
const METADATA = rfc(
  9449,
  '5.1',
  'A JSON array containing a list of the JWS alg values (from the [IANA.JOSE.ALGS] registry) supported by the authorization server for DPoP proof JWTs.',
);
const CNF = rfc(
  9449,
  '6',
  'Resource servers MUST be able to reliably identify whether an access token is DPoP-bound and ascertain sufficient information to verify the binding to the public key of the DPoP proof',
);
const ACCESS = rfc(
  9449,
  '7.1',
  'The resource server MUST NOT grant access to the resource unless all checks are successful.',
);
const CHALLENGE = rfc(
  9449,
  '7.1',
  'the server can respond with a challenge to the client to provide DPoP authentication information if the request does not include valid credentials or does not contain an access token sufficient for access.',
);
const BEARER = rfc(
  9449,
  '7.2',
  'such a protected resource MUST reject a DPoP-bound access token received as a bearer token per [RFC6750].',
);
const NONCE = rfc(
  9449,
  '8',
  'An authorization server MAY supply a nonce value to be included by the client in DPoP proofs sent.',
);
const CODE = rfc(
  9449,
  '10',
  'When a token request is received, the authorization server computes the JWK Thumbprint of the proof-of-possession public key in the DPoP proof and verifies that it matches the dpop_jkt parameter value in the authorization request. If they do not match, it MUST reject the request.',
);
const PUSHED = rfc(
  9449,
  '10.1',
  'When Pushed Authorization Requests (PARs) [RFC9126] are used in conjunction with DPoP, there are two ways in which the DPoP key can be communicated in the PAR request',
);
const REPLAY = rfc(
  9449,
  '11.1',
  'In the context of the target URI, servers can store the jti value of each DPoP proof for the time window in which the respective DPoP proof JWT would be accepted to prevent multiple uses of the same DPoP proof.',
);
const WINDOW = rfc(
  9449,
  '4.3',
  'The creation time of the JWT, as determined by either the iat claim or a server managed timestamp via the nonce claim, is within an acceptable window (see Section 11.1).',
);
const ATH = rfc(
  9449,
  '4.3',
  'If presented to a protected resource in conjunction with an access token, ensure that the value of the ath claim equals the hash of that access token, and confirm that the public key to which the access token is bound matches the public key from the DPoP proof.',
);

/** Longer than any server's window may be. */
const LONG_MS = 24 * 3_600_000;

interface Bad {
  readonly id: string;
  readonly title: string;
  readonly citation: typeof REQUEST;
  readonly why: string;
  readonly level?: 'should';
  /** As a resource sees it, where the proof itself is good; default `invalid_dpop_proof`. */
  readonly failure?: 'invalid_token';
  sending(key: DpopKey): Sending;
}

const changed =
  (changes: ProofChanges): Bad['sending'] =>
  () => ({ changes });

/** What makes a proof bad wherever it is sent. */
const BAD: readonly Bad[] = [
  {
    id: 'malformed',
    title: 'A proof is a JWT',
    citation: rfc(9449, '4.3', 'The DPoP HTTP request header field value is a single and well-formed JWT.'),
    why: 'the DPoP header holds no JWT',
    sending: () => ({ proofs: () => ['no-jwt'] }),
  },
  {
    id: 'two',
    title: 'A request carries one proof',
    citation: rfc(9449, '4.3', 'There is not more than one DPoP HTTP request header field.'),
    why: 'there are two proofs',
    sending: () => ({ proofs: (proof) => [proof, proof] }),
  },
  {
    id: 'typ',
    title: 'A proof is of the type dpop+jwt',
    citation: rfc(9449, '4.3', 'The typ JOSE Header Parameter has the value dpop+jwt.'),
    why: 'its typ is JWT',
    sending: changed({ header: { typ: 'JWT' } }),
  },
  {
    id: 'alg',
    title: 'A proof is signed, and with an asymmetric algorithm',
    citation: rfc(
      9449,
      '4.3',
      'The alg JOSE Header Parameter indicates a registered asymmetric digital signature algorithm [IANA.JOSE.ALGS], is not none, is supported by the application, and is acceptable per local policy.',
    ),
    why: 'its alg is none',
    sending: () => ({
      changes: { header: { alg: 'none' } },
      proofs: (proof) => [`${proof.slice(0, proof.lastIndexOf('.'))}.`],
    }),
  },
  {
    id: 'signature',
    title: 'A proof is signed with the key that it carries',
    citation: rfc(
      9449,
      '4.3',
      'The JWT signature verifies with the public key contained in the jwk JOSE Header Parameter.',
    ),
    why: 'another key made the signature',
    sending: ({ publicJwk }) => ({ key: makeDpopKey(), changes: { header: { jwk: publicJwk } } }),
  },
  {
    id: 'private-key',
    title: 'A proof carries no private key',
    citation: rfc(9449, '4.3', 'The jwk JOSE Header Parameter does not contain a private key.'),
    why: 'its jwk is a private key',
    sending: ({ key }) => ({ changes: { header: { jwk: key.export({ format: 'jwk' }) } } }),
  },
  {
    id: 'jwk',
    title: 'A proof carries its key',
    citation: rfc(
      9449,
      '4.3',
      'The JWT signature verifies with the public key contained in the jwk JOSE Header Parameter.',
    ),
    why: 'it has no jwk',
    sending: changed({ header: { jwk: undefined } }),
  },
  {
    id: 'jti',
    title: 'A proof has an id of its own',
    citation: rfc(9449, '4.3', 'All required claims per Section 4.2 are contained in the JWT.'),
    why: 'it has no jti',
    sending: changed({ claims: { jti: undefined } }),
  },
  {
    id: 'iat',
    title: 'A proof says when it was made',
    citation: rfc(9449, '4.3', 'All required claims per Section 4.2 are contained in the JWT.'),
    why: 'it has no iat',
    sending: changed({ claims: { iat: undefined } }),
  },
  {
    id: 'htm',
    title: 'A proof is good for one method',
    citation: rfc(9449, '4.3', 'The htm claim matches the HTTP method of the current request.'),
    why: 'it was made for PUT',
    sending: changed({ claims: { htm: 'PUT' } }),
  },
  {
    id: 'htu',
    title: 'A proof is good for one URL',
    citation: rfc(
      9449,
      '4.3',
      'The htu claim matches the HTTP URI value for the HTTP request in which the JWT was received, ignoring any query and fragment parts.',
    ),
    why: 'it was made for another URL',
    sending: changed({ claims: { htu: 'https://another.example/token' } }),
  },
  {
    id: 'old',
    title: 'A proof does not last',
    citation: WINDOW,
    why: 'it was made a day ago',
    sending: () => ({ aheadMs: -LONG_MS }),
  },
  {
    id: 'future',
    title: 'A proof is not made in advance',
    citation: WINDOW,
    why: 'it will be made in a day',
    sending: () => ({ aheadMs: LONG_MS }),
  },
];

/** What makes a proof bad that goes with a token. */
const BAD_WITH_TOKEN: readonly Bad[] = [
  ...BAD,
  {
    id: 'ath-missing',
    title: 'A proof that goes with a token names it',
    citation: ATH,
    why: 'it has no ath',
    sending: changed({ claims: { ath: undefined } }),
  },
  {
    id: 'ath',
    title: 'A proof that goes with a token is for this token',
    citation: ATH,
    why: 'its ath is of another token',
    sending: changed({ claims: { ath: 'fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo' } }),
  },
  {
    id: 'other-key',
    title: 'A token that is bound to a key is good with this key only',
    citation: ATH,
    why: 'another key made the proof',
    failure: 'invalid_token',
    sending: () => ({ key: makeDpopKey() }),
  },
  {
    id: 'missing',
    title: 'A token that is bound to a key comes with a proof',
    citation: ACCESS,
    why: 'there is no proof',
    sending: () => ({ proofs: () => [] }),
  },
  {
    id: 'bearer',
    title: 'A token that is bound to a key is no bearer token',
    citation: BEARER,
    why: 'it came as a bearer token',
    failure: 'invalid_token',
    sending: () => ({ scheme: 'Bearer', proofs: () => [] }),
  },
  {
    id: 'bearer-with-proof',
    title: 'A token that is bound to a key is no bearer token, whatever else is there',
    citation: BEARER,
    why: 'it came as a bearer token',
    failure: 'invalid_token',
    sending: () => ({ scheme: 'Bearer' }),
  },
];

/** A server that gives nonces may tell by them when a proof was made (RFC 9449 §4.3). */
function notByNonce({ target, notRun }: Context, { nonce }: DpopClient): void {
  if (!target.isMock && nonce !== undefined) notRun('the server may tell by its nonces when a proof was made');
}

interface Bound extends TokenSet {
  readonly dpop: DpopClient;
  readonly client: TargetClient;
}

async function boundTokens(context: Context, subject: Subject): Promise<Bound> {
  const dpop = dpopClient(context, subject);
  const { client, form, grant } = await rightForm(context, subject);
  return { ...context.oauth.tokens(await dpop.token(client, form, grant)), dpop, client };
}

function expectUse(context: Context, answer: Exchange, why: string): void {
  context.expect.that(answer.status < 400, `the token is accepted: ${why}`, `status ${answer.status}`, answer);
}

/** A resource refuses with a challenge, and says what is wrong. */
function expectChallenge(context: Context, answer: Exchange, failure: Failure, why: string): void {
  const expect: Context['expect'] = context.expect;
  // RFC 6750 §3.1 has 400 for a request that is malformed.
  expect.that(
    answer.status === 401 || (!context.target.isMock && answer.status === 400),
    `status 401: ${why}`,
    `status ${answer.status}`,
    answer,
  );
  if (!context.target.isMock) return;
  const error = errorOf(answer);
  expect.that(error === failure, `error ${failure}: ${why}`, show(error), answer);
  const operation = context.oauth.operationOf(answer);
  if (operation !== undefined) expect.failure(answer, operation, failure, why);
}

/** The sandbox tells whoever sends proofs what the next one has to carry. */
function expectNonce(context: Context, { credential }: Subject, answer: Exchange): void {
  if (!context.target.isMock || credential.dpop?.nonce === undefined) return;
  if (!answer.headers.some(([name]) => name.toLowerCase() === 'dpop')) return;
  const nonce = answer.answerHeaders['dpop-nonce'];
  context.expect.that(nonce !== undefined, 'a DPoP-Nonce header', show(nonce), answer);
}

export const dpopProofs = oauthFamily((subject) => {
  const { dpop: word } = subject.credential;
  if (word === undefined) return [];
  const grant = subject.grants.has('client_credentials') ? 'client_credentials' : undefined;
  const { operation } = endpointFor(subject, grant);
  const about = `#/x-credentials/${subject.name}/dpop`;
  const resources = subject.contract.operations.filter(({ requirements }) =>
    requirements.some(({ method }) => method.credential === subject.name),
  );
  // What another server calls its refusal is told by the RFC alone.
  const failures = (context: Context): readonly Failure[] =>
    context.target.isMock ? ['invalid_dpop_proof'] : ['invalid_dpop_proof', 'invalid_request'];
  const rules: Rule[] = [
    {
      id: 'dpop-token',
      title: 'A token request with a proof gets a token of the type DPoP, which works with proofs of the same key',
      citation: TYPE,
      about,
      async run(context: Context) {
        const { dpop, client, exchange, access_token } = await boundTokens(context, subject);
        const type = jsonOf(exchange)?.['token_type'];
        context.expect.that(
          typeof type === 'string' && type.toLowerCase() === 'dpop',
          'token_type DPoP',
          show(type),
          exchange,
        );
        for (const scheme of ['DPoP', 'dpop'])
          expectUse(context, await dpop.use(access_token, client.tenant, { scheme }), 'the proof is right');
      },
    },
    ...BAD.map(
      (bad): Rule => ({
        id: `dpop-proof-${bad.id}`,
        title: `${bad.title}, or no token is given`,
        ...(bad.level && { level: bad.level }),
        citation: bad.citation,
        about,
        async run(context: Context) {
          const dpop = dpopClient(context, subject);
          const { client, form, grant: name } = await rightForm(context, subject);
          // The first one fetches a nonce, where there are any.
          await dpop.token(client, name === 'client_credentials' ? form : { ...form, code: 'no-code' }, name);
          if (bad.id === 'old' || bad.id === 'future') notByNonce(context, dpop);
          const answer = await dpop.token(client, form, name, bad.sending(dpop.key));
          expectRefusal(context, answer, operation, failures(context), bad.why);
          expectNonce(context, subject, answer);
          // Nothing was used up, and the nonce of the refusal is as good as any.
          if (context.target.isMock) context.oauth.tokens(await dpop.token(client, form, name, { again: false }));
        },
      }),
    ),
    {
      id: 'dpop-proof-replay',
      title: 'A proof gets a token once',
      level: 'should',
      citation: REPLAY,
      about,
      async run(context: Context) {
        const dpop = dpopClient(context, subject);
        const { client, form, grant: name } = await rightForm(context, subject, 'client_credentials');
        let sent = '';
        const remember = { proofs: (proof: string) => [(sent = proof)] };
        context.oauth.tokens(await dpop.token(client, form, name, remember));
        const answer = await dpop.token(client, form, name, { proofs: () => [sent], again: false });
        const wanted = [...failures(context), ...(context.target.isMock ? [] : (['invalid_grant'] as const))];
        expectRefusal(context, answer, operation, wanted, 'the proof was used before');
      },
    },
    {
      id: 'dpop-window',
      title: 'A proof is good as long before and after it was made as the contract says',
      citation: WINDOW,
      about,
      evidence: 'assumed',
      async run(context: Context) {
        const dpop = dpopClient(context, subject);
        const { client, form, grant: name } = await rightForm(context, subject, 'client_credentials');
        const { good, bad } = aroundEdge(context, contractMs(word.proof_lifetime ?? 'PT5M') / 1000);
        await stopOnSecond(context);
        for (const aheadMs of [-good * 1000, good * 1000])
          context.oauth.tokens(await dpop.token(client, form, name, { aheadMs }));
        notByNonce(context, dpop);
        for (const aheadMs of [-bad * 1000, bad * 1000])
          expectRefusal(
            context,
            await dpop.token(client, form, name, { aheadMs }),
            operation,
            'invalid_dpop_proof',
            'its iat is outside the window',
          );
      },
    },
  ];
  if (subject.metadata !== undefined)
    rules.push({
      id: 'metadata-dpop',
      title: 'The metadata says how proofs may be signed, and none of it is symmetric',
      citation: METADATA,
      about,
      async run(context: Context) {
        const { exchange, body } = await readDocument(context, subject.metadata!.operation);
        const stated = body['dpop_signing_alg_values_supported'];
        const listed = Array.isArray(stated) ? stated.map(String) : [];
        const wanted = word.algorithms;
        context.expect.that(
          listed.length > 0 &&
            listed.every((name) => isAsymmetric(name)) &&
            (wanted === undefined || !context.target.isMock || [...wanted].sort().join() === [...listed].sort().join()),
          `dpop_signing_alg_values_supported ${wanted?.join(' ') ?? 'with asymmetric algorithms'}`,
          show(stated),
          exchange,
        );
      },
    });
  if (word.required === true)
    rules.push({
      id: 'dpop-required',
      title: 'A token request without a proof gets no token',
      citation: REQUEST,
      about,
      async run(context: Context) {
        const { client, form } = await rightForm(context, subject);
        expectRefusal(
          context,
          await context.oauth.token(client, form, { headers: [['DPoP', '']] }),
          operation,
          failures(context),
          'there is no proof',
        );
      },
    });
  if ((subject.contract.seed.clients ?? []).some((client) => client.dpop_bound_access_tokens === true))
    rules.push({
      id: 'dpop-client',
      title: 'A client that registered to send proofs gets no token without one',
      citation: CLIENT,
      about,
      async run(context: Context) {
        const client =
          context.target.credentials.clients.find(
            ({ client_id: id, grants }) =>
              subject.contract.clients.get(id)?.dpop_bound_access_tokens === true &&
              grants.includes('client_credentials'),
          ) ?? context.notRun('the target has no client that registered to send proofs');
        const form = { grant_type: GRANT_TYPE.client_credentials, scope: client.scopes[0] };
        expectRefusal(
          context,
          await context.oauth.token(client, form),
          operation,
          failures(context),
          'there is no proof',
        );
        context.oauth.tokens(await dpopClient(context, subject).token(client, form, 'client_credentials'));
      },
    });
  if (resources.length > 0) rules.push(...resourceRules(subject, about));
  if (word.nonce !== undefined) rules.push(...nonceRules(subject, about, contractMs(word.nonce)));
  if (subject.authorize !== undefined) rules.push(codeRule(subject, about));
  if (subject.push !== undefined) rules.push(...pushedRules(subject, about));
  if (subject.grants.has('refresh_token') && subject.authorize !== undefined) rules.push(refreshRule(subject, about));
  if (subject.credential.format === 'jwt' || subject.introspect !== undefined)
    rules.push({
      id: 'dpop-confirmation',
      title: 'A token that is bound to a key says to which, where it can be read or asked about',
      citation: CNF,
      about,
      async run(context: Context) {
        const { dpop, client, access_token, exchange } = await boundTokens(context, subject);
        const expectKey = (told: unknown, where: Exchange): void => {
          const jkt = (told as { jkt?: unknown } | undefined)?.jkt;
          context.expect.that(jkt === dpop.key.jkt, `cnf with jkt ${dpop.key.jkt}`, show(told), where);
        };
        const jwt = subject.credential.format === 'jwt' ? parseJwt(access_token) : undefined;
        if (jwt !== undefined) expectKey(jwt.claims['cnf'], exchange);
        if (subject.introspect === undefined) return;
        const told = await context.oauth.introspect(client, access_token);
        const body = jsonOf(told);
        // A contract may say less of a token than the RFC lets it.
        if (!context.target.isMock || body?.['cnf'] !== undefined || jwt === undefined) expectKey(body?.['cnf'], told);
      },
    });
  return rules;
});

function resourceRules(subject: Subject, about: string): Rule[] {
  const rules: Rule[] = BAD_WITH_TOKEN.map((bad) => ({
    id: `dpop-use-${bad.id}`,
    title: `${bad.title}, or the resource is not open`,
    citation: bad.citation,
    about,
    async run(context: Context) {
      const { dpop, client, access_token } = await boundTokens(context, subject);
      if (bad.id === 'old' || bad.id === 'future') notByNonce(context, dpop);
      expectUse(context, await dpop.use(access_token, client.tenant), 'the proof is right');
      const answer = await dpop.use(access_token, client.tenant, bad.sending(dpop.key));
      const noBearer = subject.credential.dpop?.required === true && bad.id.startsWith('bearer');
      if (noBearer) context.expect.status(answer, 401, bad.why);
      else expectChallenge(context, answer, bad.failure ?? 'invalid_dpop_proof', bad.why);
      expectNonce(context, subject, answer);
      if (context.target.isMock)
        expectUse(
          context,
          await dpop.use(access_token, client.tenant, { again: false }),
          'the nonce of the refusal is as good as any',
        );
    },
  }));
  rules.push(
    {
      id: 'dpop-use-replay',
      title: 'A proof opens a resource once',
      level: 'should',
      citation: REPLAY,
      about,
      evidence: 'assumed',
      async run(context: Context) {
        const { dpop, client, access_token } = await boundTokens(context, subject);
        let sent = '';
        expectUse(
          context,
          await dpop.use(access_token, client.tenant, { proofs: (proof) => [(sent = proof)] }),
          'the proof is right',
        );
        const answer = await dpop.use(access_token, client.tenant, { proofs: () => [sent], again: false });
        expectChallenge(context, answer, 'invalid_dpop_proof', 'the proof was used before');
      },
    },
    {
      id: 'dpop-challenge',
      title: 'A resource says that it takes proofs, and how they may be signed',
      citation: CHALLENGE,
      about,
      evidence: 'assumed',
      async run(context: Context) {
        const { dpop, client, access_token } = await boundTokens(context, subject);
        const answer = await dpop.use(`${access_token.slice(0, -4)}AAAA`, client.tenant);
        const challenge = answer.answerHeaders['www-authenticate'] ?? '';
        const algs = /\bDPoP\b.*\balgs="([^"]+)"/i.exec(challenge)?.[1]?.split(' ');
        const wanted = subject.credential.dpop?.algorithms;
        context.expect.that(
          algs !== undefined && (wanted === undefined || [...wanted].sort().join() === [...algs].sort().join()),
          `a challenge DPoP … algs="${wanted?.join(' ') ?? '…'}"`,
          challenge === '' ? 'none' : challenge,
          answer,
        );
      },
    },
  );
  if (subject.credential.dpop?.required !== true)
    rules.push({
      id: 'dpop-use-unbound',
      title: 'A token that is bound to no key is not taken by the scheme DPoP',
      citation: ACCESS,
      about,
      async run(context: Context) {
        const { client, form, grant } = await rightForm(context, subject);
        const { access_token } = context.oauth.tokens(await context.oauth.token(client, form));
        const dpop = dpopClient(context, subject);
        const answer = await dpop.use(access_token, client.tenant);
        expectChallenge(context, answer, 'invalid_token', `the token of ${grant} is bound to no key`);
      },
    });
  return rules;
}

function nonceRules(subject: Subject, about: string, lifetimeMs: number): Rule[] {
  const lack = (context: Context, answer: Exchange, why: string): void => {
    const error = errorOf(answer);
    context.expect.that(error === 'use_dpop_nonce', `error use_dpop_nonce: ${why}`, show(error), answer);
    const nonce = answer.answerHeaders['dpop-nonce'];
    context.expect.that(
      nonce !== undefined && /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(nonce),
      'a DPoP-Nonce header',
      show(nonce),
      answer,
    );
    context.expect.that(
      jsonOf(answer)?.['access_token'] === undefined && answer.status >= 400,
      'a refusal',
      `status ${answer.status}`,
      answer,
    );
    const operation = context.oauth.operationOf(answer);
    if (context.target.isMock && operation !== undefined)
      context.expect.failure(answer, operation, 'use_dpop_nonce', why);
  };
  return [
    {
      id: 'dpop-nonce',
      title: 'A proof without the nonce of the server is told which to use',
      citation: NONCE,
      about,
      evidence: 'assumed',
      async run(context: Context) {
        const { dpop, client, access_token } = await boundTokens(context, subject);
        const { form, grant, client: asker } = await rightForm(context, subject);
        for (const claims of [{ nonce: undefined }, { nonce: 'a-nonce-of-nobody' }]) {
          const sending = { changes: { claims }, again: false };
          lack(context, await dpop.token(asker, form, grant, sending), "the nonce is not the server's");
          lack(context, await dpop.use(access_token, client.tenant, sending), "the nonce is not the server's");
        }
        // A refusal for want of a nonce uses nothing up. What a resource gives, another's endpoint need not take.
        const again = !context.target.isMock;
        context.oauth.tokens(await dpop.token(asker, form, grant, { again }));
      },
    },
    {
      id: 'dpop-nonce-rotation',
      title: 'A nonce is followed by another, goes on for a while, and ends',
      citation: NONCE,
      about,
      evidence: 'assumed',
      needs: ['wait'],
      async run(context: Context) {
        context.clock.within(lifetimeMs);
        await stopOnSecond(context);
        const { dpop, client, access_token } = await boundTokens(context, subject);
        const first = dpop.nonce;
        await context.clock.wait(lifetimeMs);
        const answer = await dpop.use(access_token, client.tenant);
        expectUse(context, answer, 'the nonce before is still taken');
        context.expect.that(
          dpop.nonce !== undefined && dpop.nonce !== first,
          'another nonce in DPoP-Nonce',
          show(dpop.nonce),
          answer,
        );
        await context.clock.pass(lifetimeMs);
        dpop.keep(first);
        lack(context, await dpop.use(access_token, client.tenant), 'the nonce is two turns old');
      },
    },
  ];
}

function codeRule(subject: Subject, about: string): Rule {
  const { operation } = endpointFor(subject, 'authorization_code');
  return {
    id: 'dpop-code-key',
    title: 'A code that was asked for with the thumbprint of a key is redeemed with a proof of this key only',
    citation: CODE,
    about,
    async run(context: Context) {
      const dpop = dpopClient(context, subject);
      const code = await askCode(context, subject, { query: { dpop_jkt: dpop.key.jkt } });
      const send = (key?: DpopKey): Promise<Exchange> =>
        redeem(context, subject, code, {}, (client, form) =>
          dpop.token(client, form, 'authorization_code', key === undefined ? {} : { key }),
        );
      const wrong = await send(makeDpopKey());
      const wanted: readonly Failure[] = context.target.isMock
        ? ['invalid_grant']
        : ['invalid_grant', 'invalid_dpop_proof', 'invalid_request'];
      expectRefusal(context, wrong, operation, wanted, 'the proof is of another key');
      if (!context.target.isMock) return;
      expectRefusal(context, await redeem(context, subject, code), operation, wanted, 'there is no proof');
      context.oauth.tokens(await send());
    },
  };
}

/** A client that proves a key where it pushes its request is bound to it, as one that names it. */
function pushedRules(subject: Subject, about: string): Rule[] {
  const { operation } = subject.push!;
  const client = (context: Context): TargetClient =>
    clientsAt(context, operation, 'authorization_code').find(({ redirect_uris: uris }) => uris.length > 0) ??
    context.notRun('the target has no client that may push an authorization request');
  return [
    {
      id: 'dpop-pushed-key',
      title: 'A code that was asked for by a pushed request with a proof is redeemed with a proof of this key only',
      citation: PUSHED,
      about,
      needs: ['consent'],
      async run(context: Context) {
        const dpop = dpopClient(context, subject);
        const asker = client(context);
        const pushed = await dpop.push(asker, { state: 'pushed', ...challengeOf(subject) });
        const uri = jsonOf(pushed)?.['request_uri'];
        context.expect.that(typeof uri === 'string', 'a request_uri', show(uri), pushed);
        expectNonce(context, subject, pushed);
        const { location, exchange } = await context.oauth.authorize(asker, { request_uri: uri });
        const code = location?.searchParams.get('code');
        context.expect.that(typeof code === 'string', 'a code', `status ${exchange.status}`, exchange);
        const send = (key?: DpopKey): Promise<Exchange> =>
          redeem(context, subject, { client: asker, code, redirectUri: asker.redirect_uris[0]! }, {}, (one, form) =>
            dpop.token(one, form, 'authorization_code', key === undefined ? {} : { key }),
          );
        const wanted: readonly Failure[] = context.target.isMock
          ? ['invalid_grant']
          : ['invalid_grant', 'invalid_dpop_proof', 'invalid_request'];
        expectRefusal(
          context,
          await send(makeDpopKey()),
          endpointFor(subject, 'authorization_code').operation,
          wanted,
          'the proof is of another key',
        );
        if (context.target.isMock) context.oauth.tokens(await send());
      },
    },
    {
      id: 'dpop-pushed-keys',
      title: 'A pushed request that proves one key and names another is refused, and so is one with a bad proof',
      citation: PUSHED,
      about,
      async run(context: Context) {
        const dpop = dpopClient(context, subject);
        const asker = client(context);
        const query = { state: 'pushed', ...challengeOf(subject) };
        const wanted: readonly Failure[] = context.target.isMock
          ? ['invalid_dpop_proof']
          : ['invalid_dpop_proof', 'invalid_request'];
        const answer = await dpop.push(asker, { ...query, dpop_jkt: makeDpopKey().jkt });
        expectRefusal(context, answer, operation, wanted, 'the proof is not of the key that dpop_jkt names');
        const malformed = await dpop.push(asker, query, { proofs: () => ['no-jwt'] });
        expectRefusal(context, malformed, operation, wanted, 'the DPoP header holds no JWT');
        const named = await dpop.push(asker, { ...query, dpop_jkt: dpop.key.jkt });
        context.expect.that(
          typeof jsonOf(named)?.['request_uri'] === 'string',
          'a request_uri: the key that is proved is the one named',
          `status ${named.status}`,
          named,
        );
      },
    },
  ];
}

function refreshRule(subject: Subject, about: string): Rule {
  const { operation } = endpointFor(subject, 'refresh_token');
  return {
    id: 'dpop-refresh',
    title: 'A refresh token that a public client got with a proof is good with a proof of the same key only',
    citation: REFRESH,
    about,
    async run(context: Context) {
      const dpop = dpopClient(context, subject);
      const client = refresher(
        context,
        subject,
        undefined,
        ({ client_secret, assertion_key }) => client_secret === null && assertion_key === null,
      );
      const { refresh_token } = await refreshable(context, subject, {
        client,
        send: (asker, form) => dpop.token(asker, form, 'authorization_code'),
      });
      const form = { grant_type: GRANT_TYPE.refresh_token, refresh_token };
      const wanted: readonly Failure[] = context.target.isMock
        ? ['invalid_grant']
        : ['invalid_grant', 'invalid_dpop_proof', 'invalid_request'];
      expectRefusal(context, await context.oauth.token(client, form), operation, wanted, 'there is no proof');
      expectRefusal(
        context,
        await dpop.token(client, form, 'refresh_token', { key: makeDpopKey() }),
        operation,
        wanted,
        'the proof is of another key',
      );
      const tokens = context.oauth.tokens(await dpop.token(client, form, 'refresh_token'));
      expectUse(context, await dpop.use(tokens.access_token, client.tenant), 'the proof is right');
    },
  };
}
