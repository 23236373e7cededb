/** Whether who is seeded fits together: tenants, users, credentials and roles that exist, and no one twice. */
import type { Credential, Seed, SeedKey } from '../../../../specs/generated/vocabulary.ts';
import { isLoopbackUri } from '../../loopback-uri.ts';
import { readPublicKey } from '../../public-key.ts';
import { redirectUriFlaw } from '../../redirect-uri.ts';
import type { Document } from '../../openapi-document.ts';
import { unknownName } from './walk-document.ts';
import type { Report } from './walk-document.ts';
import { signs } from '../../signature-kinds.ts';

export function checkSeed(document: Document, report: Report): void {
  const seed = document['x-seed'];
  if (seed === undefined) return;
  const tenants = seed.tenants.map(({ id }) => id);
  noTwins(report, 'tenants', 'tenant', tenants);
  noTwins(
    report,
    'developers',
    'developer',
    (seed.developers ?? []).map(({ id }) => id),
  );
  noTwins(
    report,
    'users',
    'user',
    (seed.users ?? []).map(({ id }) => id),
  );
  noTwins(
    report,
    'clients',
    'client',
    (seed.clients ?? []).map(({ client_id }) => client_id),
  );
  noTwins(
    report,
    'keys',
    'key',
    (seed.keys ?? []).map(({ credential, id }) => `${credential} ${id}`),
  );
  noTwins(
    report,
    'keys',
    'secret',
    (seed.keys ?? []).map(({ credential, id, secret = `the public key of ${id}` }) => `${credential} ${secret}`),
  );
  for (const list of ['users', 'clients', 'keys'] as const) {
    (seed[list] ?? []).forEach(({ tenant }, i) =>
      unknownName(report, `#/x-seed/${list}/${i}/tenant`, 'tenant', tenant, tenants),
    );
  }
  (seed.keys ?? []).forEach((key, i) => checkKey(document, seed, key, `#/x-seed/keys/${i}`, report));
  (seed.clients ?? []).forEach(
    (
      {
        client_id,
        client_secret,
        grants,
        redirect_uris,
        assertion_key,
        jwks,
        jwks_uri: uri,
        token_endpoint_auth_method: method,
      },
      i,
    ) => {
      const pointer = `#/x-seed/clients/${i}`;
      const byCertificate = method === 'tls_client_auth' || method === 'self_signed_tls_client_auth';
      const signs = assertion_key !== undefined || jwks !== undefined || uri !== undefined;
      if (grants.includes('authorization_code') && (redirect_uris ?? []).length === 0) {
        report({
          rule: 'client',
          pointer,
          message: `client "${client_id}" may use authorization_code, but no redirect URI is registered for it`,
          suggestion: 'add redirect_uris',
        });
      }
      (redirect_uris ?? []).forEach((uri, n) => {
        const flaw = redirectUriFlaw(uri);
        if (flaw !== undefined)
          report({
            rule: 'client',
            pointer: `${pointer}/redirect_uris/${n}`,
            message: `"${uri}" cannot be a redirect URI: ${flaw}`,
          });
      });
      (jwks?.keys ?? []).forEach((key, n) => {
        if (readPublicKey(key) === undefined)
          report({
            rule: 'client',
            pointer: `${pointer}/jwks/keys/${n}`,
            message: `this is no public key that can check an assertion`,
            suggestion: 'write a JWK of type RSA or EC, without its private half',
          });
      });
      if (uri !== undefined && !isLoopbackUri(uri))
        report({
          rule: 'client',
          pointer: `${pointer}/jwks_uri`,
          message: `"${uri}" is not on this machine, and the sandbox asks nobody else`,
          suggestion: 'write a loopback URL, such as http://localhost:3000/jwks.json, or list the keys in jwks',
        });
      if (method === 'private_key_jwt') {
        if (!signs)
          report({
            rule: 'client',
            pointer: `${pointer}/token_endpoint_auth_method`,
            message: `client "${client_id}" authenticates by ${method}, and has no key to sign with`,
            suggestion: 'add assertion_key: ES256, jwks or jwks_uri',
          });
      } else if (method !== undefined && !byCertificate && (method === 'none') === (client_secret !== undefined)) {
        report({
          rule: 'client',
          pointer: `${pointer}/token_endpoint_auth_method`,
          message: `client "${client_id}" ${client_secret === undefined ? 'has no secret' : 'has a secret'}, and authenticates by ${method}`,
          suggestion:
            'a client with a secret uses client_secret_basic, client_secret_post or client_secret_jwt, one without it none or private_key_jwt',
        });
      }
      if (grants.includes('jwt_bearer') && !signs) {
        report({
          rule: 'client',
          pointer,
          message: `client "${client_id}" may use jwt_bearer, but has no key to sign with`,
          suggestion: 'add assertion_key: ES256, jwks or jwks_uri',
        });
      }
      if (grants.includes('client_credentials') && client_secret === undefined && !signs && !byCertificate) {
        report({
          rule: 'client',
          pointer,
          message: `client "${client_id}" may use client_credentials, but has no secret`,
          suggestion: 'add client_secret, or take the grant away',
        });
      }
    },
  );
}

function checkKey(document: Document, seed: Seed, key: SeedKey, pointer: string, report: Report): void {
  const credentials = document['x-credentials'] ?? {};
  const keyed = Object.entries(credentials)
    .filter(([, { kind }]) => kind === 'api_key' || kind === 'key_pair' || kind === 'certificate' || signs({ kind }))
    .map(([name]) => name);
  unknownName(report, `${pointer}/credential`, 'key credential', key.credential, keyed);
  const users = (seed.users ?? []).map(({ id }) => id);
  if (key.user !== undefined) unknownName(report, `${pointer}/user`, 'user', key.user, users);
  const credential: Credential | undefined = credentials[key.credential];
  if (credential === undefined) return;
  if (key.role !== undefined)
    unknownName(
      report,
      `${pointer}/role`,
      'role',
      key.role,
      'roles' in credential ? Object.keys(credential.roles ?? {}) : [],
    );
  if (key.platform !== undefined)
    unknownName(
      report,
      `${pointer}/platform`,
      'platform',
      key.platform,
      'platforms' in credential ? (credential.platforms ?? []) : [],
    );
}

function noTwins(report: Report, list: string, what: string, names: readonly string[]): void {
  names.forEach((name, i) => {
    const first = names.indexOf(name);
    if (first < i)
      report({
        rule: 'duplicate-name',
        pointer: `#/x-seed/${list}/${i}`,
        message: `this ${what} is the same as that of entry ${first}`,
        suggestion: `give each ${what} a value of its own`,
      });
  });
}
