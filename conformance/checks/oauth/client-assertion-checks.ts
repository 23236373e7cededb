/**
 * Clients that authenticate by a JWT: what makes one good, and what does not.
 *
 * @see [RFC 7523 §2.2](https://www.rfc-editor.org/rfc/rfc7523#section-2.2), [OpenID Connect Core
 *   §9](https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication)
 */
import { randomUUID } from 'node:crypto';
import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { stopOnSecond } from './ask-endpoint.ts';
import { NO_JWTS, endOf, tokenUrl, unsigned } from './assertion.ts';
import { expectRefusal } from './judge-answer.ts';
import { rfc } from './oauth-citation.ts';
import type { Sentence } from './oauth-citation.ts';
import type { Rule } from './oauth-check.ts';
import { endpointFor } from './oauth-subject.ts';
import type { Subject } from './oauth-subject.ts';
import { assemble, parseJwt, privateKeyOf, signHmac, signKey, strangeKey } from './read-jwt.ts';
import type { Part } from './read-jwt.ts';
import { basicHeader } from '../../driver/client-form.ts';
import { runOutToken } from '../common/run-out.ts';
import type { Context } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import type { TargetClient } from '../../target/target.ts';
import { contractMs } from '../../../mock/contract/durations.ts';
import type { Failure } from '../../../specs/generated/vocabulary.ts';

export type AssertionWay = 'private_key_jwt' | 'client_secret_jwt';

const TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

const USED = rfc(
  7523,
  '2.2',
  'The value of the "client_assertion" parameter contains a single JWT. It MUST NOT contain more than one JWT.',
);
const KIND = rfc(
  7523,
  '2.2',
  'The value of the "client_assertion_type" is "urn:ietf:params:oauth:client-assertion-type:jwt-bearer".',
);
const AUD = rfc(
  7523,
  '3',
  'The authorization server MUST reject any JWT that does not contain its own identity as the intended audience.',
);
const SUB = rfc(7523, '3', 'For client authentication, the subject MUST be the "client_id" of the OAuth client.');
const ISS = rfc(
  7523,
  '3',
  'The JWT MUST contain an "iss" (issuer) claim that contains a unique identifier for the entity that issued the JWT.',
);
const EXP = rfc(
  7523,
  '3',
  'The authorization server MUST reject any JWT with an expiration time that has passed, subject to allowable clock skew between systems.',
);
const FAR = rfc(
  7523,
  '3',
  'Note that the authorization server may reject JWTs with an "exp" claim value that is unreasonably far in the future.',
);
const ONCE = rfc(
  7523,
  '3',
  'The authorization server MAY ensure that JWTs are not replayed by maintaining the set of used "jti" values for the length of time for which the JWT would be considered valid based on the applicable "exp" instant.',
);
const SIGNED = rfc(7523, '3', 'The authorization server MUST reject JWTs with an invalid signature or MAC.');
const PINNED = rfc(
  8725,
  '3.1',
  'Libraries MUST enable the caller to specify a supported set of algorithms and MUST NOT use any other algorithms when performing cryptographic operations.',
);
const ONE_METHOD = rfc(6749, '2.3', 'The client MUST NOT use more than one authentication method in each request.');

/** What a right assertion is made of. */
interface Parts {
  readonly client: TargetClient;
  readonly header: Part;
  readonly claims: Part;
  sign(claims: Part, header?: Part): string;
  /** With a key or a secret that is not the client's. */
  forge(claims: Part): string;
  /** The public half, for those who take it for a secret; undefined where there is none. */
  readonly publicKey: KeyObject | undefined;
}

let made = 0;

/** A client that may sign and ask for itself. Where nobody says how it is registered, only the sandbox takes any way. */
function signer(context: Context, subject: Subject, way: AssertionWay): TargetClient {
  const registered = (client: TargetClient): string | undefined =>
    client.token_endpoint_auth_method ??
    context.contract.clients.get(client.client_id)?.token_endpoint_auth_method ??
    (context.target.isMock ? way : undefined);
  const able = ({ client_secret, assertion_key }: TargetClient): boolean =>
    way === 'client_secret_jwt' ? client_secret !== null : assertion_key !== null;
  return (
    context.target.credentials.clients.find(
      (client) =>
        subject.grants.has('client_credentials') &&
        client.grants.includes('client_credentials') &&
        client.allowed_addresses === null &&
        able(client) &&
        registered(client) === way,
    ) ?? context.notRun(`no client of the target authenticates by ${way} and may ask for itself`)
  );
}

async function partsOf(context: Context, subject: Subject, way: AssertionWay): Promise<Parts> {
  const client = signer(context, subject, way);
  const now = Math.floor((await context.clock.now()) / 1000);
  made += 1;
  const claims = {
    iss: client.client_id,
    sub: client.client_id,
    aud: tokenUrl(context, subject, 'client_credentials'),
    iat: now,
    exp: now + 60,
    jti: `client-${now}-${made}`,
  };
  if (way === 'client_secret_jwt') {
    const secret = client.client_secret ?? '';
    const header = { alg: 'HS256', typ: 'JWT' };
    return {
      client,
      header,
      claims,
      sign: (each, head = header) => signHmac(head, each, secret),
      forge: (each) => signHmac(header, each, `${secret}x`),
      publicKey: undefined,
    };
  }
  const key = privateKeyOf(client.assertion_key ?? {});
  const header = { alg: client.assertion_key?.['alg'] ?? 'ES256', typ: 'JWT' };
  return {
    client,
    header,
    claims,
    sign: (each, head = header) => signKey(head, each, key),
    forge: (each) => signKey({ ...header, alg: 'ES256' }, each, strangeKey('ES256')),
    publicKey: createPublicKey(key),
  };
}

type Fields = Readonly<Record<string, string | undefined>>;

function submit(
  context: Context,
  { client }: Parts,
  assertion: string,
  form: Fields = {},
  headers: readonly (readonly [string, string])[] = [],
): Promise<Exchange> {
  const [scope] = client.scopes;
  return context.oauth.token(
    undefined,
    {
      grant_type: 'client_credentials',
      ...(scope !== undefined && { scope }),
      client_assertion_type: TYPE,
      client_assertion: assertion,
      ...form,
    },
    { authenticate: 'none', headers },
  );
}

interface Bad {
  readonly id: string;
  readonly title: string;
  readonly citation: Sentence;
  readonly why: string;
  readonly only?: AssertionWay;
  readonly evidence?: 'assumed';
  /** Default `invalid_client`. */
  readonly failure?: readonly Failure[];
  make(parts: Parts, longestS: number): readonly string[];
}

const without = (claims: Part, name: string): Part =>
  Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));

const HOUR_S = 3_600;

const BAD: readonly Bad[] = [
  {
    id: 'aud',
    title: 'for somebody else, or for nobody,',
    citation: AUD,
    why: 'aud is not this server',
    make: ({ claims, sign }) => [
      sign({ ...claims, aud: 'https://another-server.example/token' }),
      sign({ ...claims, aud: ['https://another-server.example'] }),
      sign(without(claims, 'aud')),
    ],
  },
  {
    id: 'sub',
    title: 'about somebody else, or about nobody,',
    citation: SUB,
    why: 'sub is not the client',
    make: ({ claims, sign }) => [sign({ ...claims, sub: 'somebody-else' }), sign(without(claims, 'sub'))],
  },
  {
    id: 'iss',
    title: 'of an unknown issuer, or of none,',
    citation: ISS,
    why: 'iss is no client',
    make: ({ claims, sign }) => [sign({ ...claims, iss: 'nobody-by-this-name' }), sign(without(claims, 'iss'))],
  },
  {
    id: 'expired',
    title: 'that ended an hour ago',
    citation: EXP,
    why: 'exp has passed',
    make: ({ claims, sign }) => [
      sign({ ...claims, iat: Number(claims['iat']) - 2 * HOUR_S, exp: Number(claims['iat']) - HOUR_S }),
    ],
  },
  {
    id: 'no-exp',
    title: 'without an end',
    citation: EXP,
    why: 'there is no exp',
    make: ({ claims, sign }) => [sign(without(claims, 'exp'))],
  },
  {
    id: 'exp-far',
    title: 'that is good for longer than the server allows',
    citation: FAR,
    why: 'exp is too far ahead',
    evidence: 'assumed',
    make: ({ claims, sign }, longestS) => [sign({ ...claims, exp: Number(claims['iat']) + longestS + 60 })],
  },
  {
    id: 'no-jti',
    title: 'without a jti',
    citation: ONCE,
    why: 'there is no jti',
    evidence: 'assumed',
    make: ({ claims, sign }) => [sign(without(claims, 'jti')), sign({ ...claims, jti: '' })],
  },
  {
    id: 'forged',
    title: 'that somebody else signed, or changed after it was signed,',
    citation: SIGNED,
    why: "the signature is not the client's",
    make: ({ claims, sign, forge }) => [
      forge(claims),
      assemble({ ...parseJwt(sign(claims))!, claims: { ...claims, jti: 'changed' } }),
    ],
  },
  {
    id: 'none',
    title: 'that says it is not signed',
    citation: SIGNED,
    why: 'alg is none',
    make: unsigned,
  },
  {
    id: 'confused',
    title: "signed by HMAC with the client's public key, or with no secret,",
    citation: PINNED,
    why: 'the client registered another kind of key',
    only: 'private_key_jwt',
    make: ({ claims, publicKey, client }) =>
      [
        publicKey!.export({ type: 'spki', format: 'pem' }).toString(),
        JSON.stringify(publicKey!.export({ format: 'jwk' })),
        client.client_id,
        '',
      ].map((secret) => signHmac({ alg: 'HS256', typ: 'JWT' }, claims, secret)),
  },
  {
    id: 'no-jwt',
    title: 'that is no JWT',
    citation: USED,
    why: 'it is no JWT',
    failure: ['invalid_client', 'invalid_request'],
    make: () => NO_JWTS,
  },
];

const WORDS: Readonly<Record<AssertionWay, readonly [slug: string, what: string]>> = {
  private_key_jwt: ['client-key', 'a JWT signed with its key'],
  client_secret_jwt: ['client-mac', 'a JWT signed with its secret'],
};

export function clientAssertionRules(subject: Subject, way: AssertionWay): Rule[] {
  const [slug, what] = WORDS[way];
  const { operation } = endpointFor(subject, 'client_credentials');
  const longestS = contractMs(subject.credential.assertion_lifetime ?? 'PT1H') / 1000;
  const refuse = (
    context: Context,
    exchange: Exchange,
    why: string,
    failure: Failure | readonly Failure[] = 'invalid_client',
  ): void => expectRefusal(context, exchange, operation, failure, why);
  const about = operation.pointer;
  return [
    {
      id: slug,
      title: `A client may authenticate by ${what}, with or without its client_id beside it`,
      citation: USED,
      about,
      async run(context: Context) {
        for (const named of [false, true]) {
          const parts = await partsOf(context, subject, way);
          const form = named ? { client_id: parts.client.client_id } : {};
          context.oauth.tokens(await submit(context, parts, parts.sign(parts.claims), form));
        }
      },
    },
    {
      id: `${slug}-once`,
      title: `${what[0]!.toUpperCase()}${what.slice(1)} authenticates its client once`,
      citation: ONCE,
      about,
      evidence: 'assumed',
      async run(context: Context) {
        const parts = await partsOf(context, subject, way);
        const assertion = parts.sign(parts.claims);
        context.oauth.tokens(await submit(context, parts, assertion));
        refuse(context, await submit(context, parts, assertion), 'the jti was used before');
      },
    },
    {
      id: `${slug}-edge`,
      title: `${what[0]!.toUpperCase()}${what.slice(1)} is good until the second before its exp, and not at it`,
      citation: EXP,
      about,
      evidence: 'assumed',
      needs: ['wait'],
      async run(context: Context) {
        await stopOnSecond(context);
        const parts = await partsOf(context, subject, way);
        const exp = await endOf(context, Number(parts.claims['exp']));
        const assertion = (): string => parts.sign({ ...parts.claims, exp, jti: randomUUID() });
        const good = async () => context.oauth.tokens(await submit(context, parts, assertion()));
        if (!context.clock.movable) await good();
        await runOutToken(context, exp * 1000 - (await context.clock.now()), {
          before: good,
          end: async () => refuse(context, await submit(context, parts, assertion()), 'exp is now'),
        });
      },
    },
    {
      id: `${slug}-type`,
      title: `${what[0]!.toUpperCase()}${what.slice(1)} counts only with its client_assertion_type`,
      citation: KIND,
      about,
      async run(context: Context) {
        for (const client_assertion_type of [undefined, 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer']) {
          const parts = await partsOf(context, subject, way);
          refuse(
            context,
            await submit(context, parts, parts.sign(parts.claims), { client_assertion_type }),
            'the kind of assertion is not said, or another',
            ['invalid_client', 'invalid_request'],
          );
        }
      },
    },
    {
      id: `${slug}-twice`,
      title: `A client that authenticates by ${what} and by HTTP Basic at once is refused`,
      citation: ONE_METHOD,
      about,
      async run(context: Context) {
        const parts = await partsOf(context, subject, way);
        const header = basicHeader(parts.client.client_id, parts.client.client_secret ?? 'a-secret');
        refuse(
          context,
          await submit(context, parts, parts.sign(parts.claims), {}, [header]),
          'the client authenticates in two ways',
          ['invalid_request', 'invalid_client'],
        );
      },
    },
    {
      id: `${slug}-contradicted`,
      title: `A client_id that is not the client of ${what} is refused`,
      citation: SUB,
      about,
      async run(context: Context) {
        const parts = await partsOf(context, subject, way);
        const other =
          context.target.credentials.clients.find(({ client_id }) => client_id !== parts.client.client_id) ??
          context.notRun('there is no second client');
        refuse(
          context,
          await submit(context, parts, parts.sign(parts.claims), { client_id: other.client_id }),
          'client_id and the assertion name two clients',
          ['invalid_client', 'invalid_request'],
        );
      },
    },
    ...BAD.filter(({ only = way }) => only === way).map(
      ({ id, title, citation, why, evidence, failure, make }): Rule => ({
        id: `${slug}-${id}`,
        title: `A client is refused by a JWT ${title} (${way})`,
        citation,
        about,
        ...(evidence && { evidence }),
        async run(context: Context) {
          const parts = await partsOf(context, subject, way);
          for (const assertion of make(parts, longestS))
            refuse(context, await submit(context, parts, assertion), why, failure);
        },
      }),
    ),
  ];
}
