/**
 * The published keys.
 *
 * @see [RFC 7517 §5](https://www.rfc-editor.org/rfc/rfc7517#section-5)
 */
import { rfc } from './oauth-citation.ts';
import { readDocument } from './json-document.ts';
import { show } from './judge-answer.ts';
import { PRIVATE_MEMBERS } from './read-jwt.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Context } from '../../check-context.ts';

const JWKS = rfc(7517, '5', 'The JSON object MUST have a "keys" member, with its value being an array of JWKs.');
const PRIVATE = rfc(
  8414,
  '2',
  'The referenced document contains the signing key(s) the client uses to validate signatures from the authorization server.',
);

/** How the members of a public key are written: base64url without padding. */
const ENCODED = /^[\w-]+$/;

/** Members that hold a number or a coordinate (RFC 7518 §6.2, §6.3). */
const OCTETS = ['n', 'e', 'x', 'y'];

/** What the public half of a key is for (RFC 7517 §4.3). */
const PUBLIC_USES = ['verify', 'encrypt', 'wrapKey', 'deriveKey', 'deriveBits'];

/** "A key of size 2048 bits or larger MUST be used" (RFC 7518 §3.3). */
const LEAST_RSA_BITS = 2048;

/** @returns what a key must have, and has not */
function keyFault(key: Readonly<Record<string, unknown>>): string | undefined {
  const { kty, n, key_ops: uses, x5c } = key;
  const odd = OCTETS.find(
    (name) => key[name] !== undefined && !(typeof key[name] === 'string' && ENCODED.test(key[name])),
  );
  if (odd !== undefined) return `${odd} in base64url (RFC 7518 §6), and not ${show(key[odd])}`;
  if (kty === 'RSA') {
    const modulus = Buffer.from(String(n), 'base64url');
    if (modulus[0] === 0) return 'n in as few octets as it takes (RFC 7518 §6.3.1.1), and not with a zero before it';
    if (modulus.length * 8 < LEAST_RSA_BITS)
      return `an RSA key of ${LEAST_RSA_BITS} bits or more (RFC 7518 §3.3), and not of ${modulus.length * 8}`;
  }
  if (uses !== undefined && !(Array.isArray(uses) && PUBLIC_USES.some((use) => uses.includes(use))))
    return `a use of public keys among key_ops (RFC 7517 §4.3), and not ${show(uses)}`;
  if (x5c !== undefined && !(Array.isArray(x5c) && x5c.every((one) => /^[A-Za-z0-9+/]+=*$/.test(String(one)))))
    return 'certificates of x5c in base64 alone (RFC 7517 §4.7)';
  return undefined;
}

export const jwks = oauthFamily((subject) => {
  const operation = subject.jwks?.operation;
  if (operation === undefined) return [];
  const about = operation.pointer;
  const keysOf = async (context: Context) => {
    const { exchange, body } = await readDocument(context, operation);
    const keys = Array.isArray(body['keys'])
      ? (body['keys'] as readonly Readonly<Record<string, unknown>>[])
      : undefined;
    context.expect.that(keys !== undefined && keys.length > 0, 'a list of keys', show(body['keys']), exchange);
    return { exchange, keys };
  };
  return [
    {
      id: 'jwks',
      title: 'Every published key has a type, and a name of its own',
      citation: JWKS,
      about,
      async run(context: Context) {
        const { exchange, keys } = await keysOf(context);
        context.expect.that(
          keys.every(({ kty }) => typeof kty === 'string'),
          'a kty on every key',
          JSON.stringify(keys.map(({ kty }) => kty)),
          exchange,
        );
        const names = keys.map(({ kid }) => kid);
        const algorithms = [...context.contract.credentials.values()].flatMap((credential) =>
          credential.kind === 'token'
            ? [
                ...(credential.format === 'jwt' ? [credential.algorithm ?? 'RS256'] : []),
                ...(credential.id_token === undefined ? [] : ['RS256' as const]),
              ]
            : [],
        );
        context.expect.that(
          keys.every(({ use }) => use === undefined || use === 'sig'),
          'keys for signatures (RFC 7517 §4.2)',
          JSON.stringify(keys.map(({ use }) => use)),
          exchange,
        );
        if (context.target.isMock)
          context.expect.that(
            keys.every(({ alg }) => alg === undefined || algorithms.some((known) => known === alg)),
            `an alg of ${algorithms.join(' or ')}`,
            JSON.stringify(keys.map(({ alg }) => alg)),
            exchange,
          );
        const [unfit] = keys.flatMap((key) => keyFault(key) ?? []);
        context.expect.that(unfit === undefined, `in each key ${unfit}`, 'another', exchange);
        context.expect.that(new Set(names).size === names.length, 'kids that differ', JSON.stringify(names), exchange);
      },
    },
    {
      id: 'jwks-public',
      title: 'The published keys keep the private half to themselves',
      citation: PRIVATE,
      about,
      async run(context: Context) {
        const { exchange, keys } = await keysOf(context);
        const leaked = keys.flatMap((key) => PRIVATE_MEMBERS.filter((member) => member in key));
        context.expect.that(leaked.length === 0, 'public members only', leaked.join(', '), exchange);
        context.expect.that(
          keys.every(({ kty }) => kty !== 'oct'),
          'no shared secret',
          'a key of kty oct',
          exchange,
        );
      },
    },
  ];
});
