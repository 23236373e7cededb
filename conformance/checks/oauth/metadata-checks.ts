/**
 * Authorization server metadata says what is so.
 *
 * @see [RFC 8414](https://www.rfc-editor.org/rfc/rfc8414)
 */
import { clientsFor } from './ask-endpoint.ts';
import { rfc } from './oauth-citation.ts';
import { readDocument } from './json-document.ts';
import { jsonOf, show } from './judge-answer.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Rule } from './oauth-check.ts';
import { endpointFor } from './oauth-subject.ts';
import { GRANT_TYPE } from '../../driver/grant-types.ts';
import type { Subject } from './oauth-subject.ts';
import type { Context, Expect } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import type { CompiledOperation } from '../../../mock/contract/compiled-contract.ts';

const FIELDS = rfc(8414, '2', 'Authorization servers can have metadata describing their configuration.');
const ISSUER = rfc(
  8414,
  '2',
  'REQUIRED. The authorization server\'s issuer identifier, which is a URL that uses the "https" scheme and has no query or fragment components.',
);
const RESPONSE = rfc(
  8414,
  '3.2',
  'A successful response MUST use the 200 OK HTTP status code and return a JSON object using the "application/json" content type',
);

/** Where the suite itself sends an operation's requests. */
const urlOf = ({ target }: Context, { id, path }: CompiledOperation): string =>
  target.endpoints[id] ?? target.baseUrl + path;

const sorted = (values: readonly string[]): string => [...values].sort().join(' ');

/** What the registered members cannot say, the sandbox says in members of its own. */
function expectOwn(
  context: Context,
  subject: Subject,
  exchange: Exchange,
  body: Readonly<Record<string, unknown>>,
): void {
  const told = (body['x_token_endpoints'] ?? {}) as Readonly<Record<string, unknown>>;
  for (const grant of subject.issue.length < 2 ? [] : subject.grants) {
    const wanted = urlOf(context, endpointFor(subject, grant).operation);
    const got = told[GRANT_TYPE[grant]];
    context.expect.that(
      got === wanted,
      `x_token_endpoints with ${GRANT_TYPE[grant]} at ${wanted}`,
      show(got),
      exchange,
    );
  }
  const { client_parameter: client = 'client_id' } = subject.authorize?.action ?? {};
  const named = body['x_client_parameter'] ?? 'client_id';
  context.expect.that(named === client, `x_client_parameter ${client}`, show(named), exchange);
}

function endpointsTold(subject: Subject, about: string, operation: CompiledOperation): Rule {
  const stated: readonly (readonly [string, CompiledOperation | undefined])[] = [
    ['authorization_endpoint', subject.authorize?.operation],
    ['token_endpoint', endpointFor(subject).operation],
    ['revocation_endpoint', subject.revoke?.operation],
    ['introspection_endpoint', subject.introspect?.operation],
    ['pushed_authorization_request_endpoint', subject.push?.operation],
    ['jwks_uri', subject.jwks?.operation],
    ['userinfo_endpoint', subject.userinfo?.operation],
    ['end_session_endpoint', subject.endSession?.operation],
    ['registration_endpoint', subject.register?.operation],
    ['device_authorization_endpoint', subject.device?.operation],
  ];
  return {
    id: 'metadata-endpoints',
    title: 'The metadata names the endpoints where they are, and no others',
    citation: FIELDS,
    about,
    async run(context: Context) {
      const { exchange, body } = await readDocument(context, operation);
      for (const [name, endpoint] of stated) {
        // What another server has besides the contract is its own business.
        if (endpoint === undefined && !context.target.isMock) continue;
        // A resource that the target file names is any one that takes the tokens.
        if (endpoint?.action.type === 'profile.get' && !context.target.isMock) continue;
        const wanted = endpoint && urlOf(context, endpoint);
        context.expect.that(body[name] === wanted, `${name} ${wanted ?? 'left out'}`, show(body[name]), exchange);
      }
      if (context.target.isMock) expectOwn(context, subject, exchange, body);
    },
  };
}

/** Registered JWS algorithms (RFC 7518 §3.1, RFC 8037 §3.1, RFC 9864 §2.2), by what signs with them. */
const BY_KEY = /^(?:[RPE]S(?:256|384|512)|ES256K|EdDSA|Ed25519|Ed448)$/;
const BY_SECRET = /^HS(?:256|384|512)$/;

/** Algorithms of the JWTs by which clients authenticate: due where they do (RFC 8414 §2), and `none` never. */
function expectAlgorithms(
  context: Context,
  ways: readonly string[],
  exchange: Exchange,
  body: Readonly<Record<string, unknown>>,
): void {
  const told = body['token_endpoint_auth_signing_alg_values_supported'];
  const wanted = [
    ...(ways.includes('private_key_jwt') ? [BY_KEY] : []),
    ...(ways.includes('client_secret_jwt') ? [BY_SECRET] : []),
  ];
  // What another server lists without need is its own business.
  if (wanted.length === 0 && !context.target.isMock) return;
  const algorithms = Array.isArray(told) ? told.map(String) : [];
  context.expect.that(
    wanted.every((kind) => algorithms.some((each) => kind.test(each))) &&
      algorithms.every((each) => wanted.some((kind) => kind.test(each))),
    wanted.length === 0
      ? 'no token_endpoint_auth_signing_alg_values_supported'
      : `token_endpoint_auth_signing_alg_values_supported with JWS algorithms for ${ways.filter((way) => way.endsWith('_jwt')).join(' and ')}`,
    show(told),
    exchange,
  );
}

function abilities(subject: Subject, about: string, operation: CompiledOperation): Rule {
  const { authorize, grants } = subject;
  return {
    id: 'metadata-abilities',
    title: 'The metadata says what the server can do, and nothing that it cannot',
    citation: FIELDS,
    about,
    async run(context: Context) {
      const { exchange, body } = await readDocument(context, operation);
      const list = (name: string): readonly string[] => (Array.isArray(body[name]) ? body[name].map(String) : []);
      const expect: Expect = context.expect;
      const stated = list('grant_types_supported');
      const atFirst = endpointFor(subject).action.grants.map((grant) => GRANT_TYPE[grant]);
      const all = [...grants].map((grant) => GRANT_TYPE[grant]);
      const types = authorize ? (authorize.action.response_types ?? ['code']) : [];
      // Types without a code are what the implicit grant gives (RFC 7591 §2.1).
      const implicit = types.some((type) => !type.split(' ').includes('code')) ? ['implicit'] : [];
      // What another server can do besides is its own business.
      const exactly = (wanted: readonly string[], got: readonly string[]): boolean =>
        context.target.isMock ? sorted(wanted) === sorted(got) : wanted.every((each) => got.includes(each));
      expect.that(
        atFirst.every((grant) => stated.includes(grant)) &&
          (!context.target.isMock || stated.every((grant) => all.includes(grant) || implicit.includes(grant))) &&
          implicit.every((grant) => stated.includes(grant)),
        `grant_types_supported ${sorted([...all, ...implicit])}`,
        sorted(stated),
        exchange,
      );
      const ways = endpointFor(subject).action.client_authentication.filter((way) => way !== 'security');
      expect.that(
        exactly(ways, list('token_endpoint_auth_methods_supported')),
        `token_endpoint_auth_methods_supported ${sorted(ways)}`,
        sorted(list('token_endpoint_auth_methods_supported')),
        exchange,
      );
      expect.that(
        exactly(types, list('response_types_supported')),
        `response_types_supported ${sorted(types)}`,
        sorted(list('response_types_supported')),
        exchange,
      );
      if (authorize === undefined || !context.target.isMock) return;
      expectAlgorithms(context, ways, exchange, body);
      const methods = { off: '', optional: 'S256 plain', required: 'S256 plain', required_s256: 'S256' }[
        authorize.action.pkce
      ];
      expect.that(
        sorted(list('code_challenge_methods_supported')) === methods,
        `code_challenge_methods_supported ${methods}`,
        sorted(list('code_challenge_methods_supported')),
        exchange,
      );
      const push = body['require_pushed_authorization_requests'] ?? false;
      expect.that(
        push === (authorize.action.require_pushed_authorization_requests ?? false),
        `require_pushed_authorization_requests ${!push}`,
        JSON.stringify(push),
        exchange,
      );
      const modes = authorize.action.response_modes;
      expect.that(
        modes === undefined || sorted(modes) === sorted(list('response_modes_supported')),
        `response_modes_supported ${sorted(modes ?? [])}`,
        sorted(list('response_modes_supported')),
        exchange,
      );
      const iss = body['authorization_response_iss_parameter_supported'] ?? false;
      expect.that(
        iss === (authorize.action.iss ?? false),
        `authorization_response_iss_parameter_supported ${authorize.action.iss ?? false}`,
        JSON.stringify(iss),
        exchange,
      );
    },
  };
}

function offered(subject: Subject, about: string, operation: CompiledOperation): Rule {
  return {
    id: 'metadata-grants',
    title: 'No grant that the metadata names is unsupported_grant_type',
    citation: FIELDS,
    about,
    async run(context: Context) {
      const { exchange, body } = await readDocument(context, operation);
      const stated = Array.isArray(body['grant_types_supported']) ? body['grant_types_supported'].map(String) : [];
      const client =
        [...subject.grants].flatMap((grant) => clientsFor(context, subject, grant))[0] ??
        context.notRun('the target has no client');
      context.expect.that(stated.length > 0, 'a list of grant types', 'none', exchange);
      // The implicit grant has no business at the token endpoint (RFC 6749 §4.2).
      for (const grant_type of stated.filter((each) => each !== 'implicit')) {
        const answer = await context.oauth.token(client, { grant_type });
        context.expect.that(
          jsonOf(answer)?.['error'] !== 'unsupported_grant_type',
          `${grant_type} to be known, as the metadata says`,
          'unsupported_grant_type',
          answer,
        );
      }
    },
  };
}

/** Every document tells the same of the server, wherever it is found (RFC 8414 §3, OpenID Connect Discovery §4). */
function metadataRules(subject: Subject): Rule[] {
  return subject.documents.flatMap(({ operation }, i) =>
    documentRules(subject, operation).map((rule) => (i === 0 ? rule : { ...rule, id: `${rule.id}:${operation.id}` })),
  );
}

function documentRules(subject: Subject, operation: CompiledOperation): Rule[] {
  const about = operation.pointer;
  return [
    endpointsTold(subject, about, operation),
    offered(subject, about, operation),
    abilities(subject, about, operation),
    {
      id: 'metadata-issuer',
      title: 'The metadata names the issuer: a URL without query or fragment',
      citation: ISSUER,
      about,
      async run(context: Context) {
        const { exchange, body } = await readDocument(context, operation);
        const { issuer } = body;
        context.expect.that(
          typeof issuer === 'string' && URL.canParse(issuer) && !/[?#]/.test(issuer),
          'an issuer that is a URL',
          show(issuer),
          exchange,
        );
        const wanted = subject.credential.issuer ?? (context.target.isMock ? context.target.baseUrl : issuer);
        context.expect.that(issuer === wanted, `issuer ${wanted}`, issuer, exchange);
      },
    },
    {
      id: 'metadata-json',
      title: 'The metadata is JSON, and anybody may read it',
      citation: RESPONSE,
      about,
      async run(context: Context) {
        const { exchange } = await readDocument(context, operation);
        context.expect.header(
          exchange,
          'Content-Type',
          (value) => /^application\/json\b/i.test(value ?? ''),
          'application/json',
        );
      },
    },
  ];
}

export const metadata = oauthFamily(metadataRules);
