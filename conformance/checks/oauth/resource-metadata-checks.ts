/**
 * Protected resource metadata say what is so.
 *
 * @see [RFC 9728](https://www.rfc-editor.org/rfc/rfc9728)
 */
import { readDocument } from './json-document.ts';
import { show } from './judge-answer.ts';
import { isAsymmetric } from '../../driver/dpop-proof.ts';
import { rfc } from './oauth-citation.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Rule } from './oauth-check.ts';
import type { Subject } from './oauth-subject.ts';
import type { Context } from '../../check-context.ts';
import type { CompiledOperation } from '../../../mock/contract/compiled-contract.ts';

const IDENTICAL = rfc(
  9728,
  '3.3',
  "The resource value returned MUST be identical to the protected resource's resource identifier value into which the well-known URI path suffix was inserted",
);
const SERVERS = rfc(
  9728,
  '2',
  'JSON array containing a list of OAuth authorization server issuer identifiers, as defined in [RFC8414], for authorization servers that can be used with this protected resource.',
);
const METHODS = rfc(
  9728,
  '2',
  'JSON array containing a list of the supported methods of sending an OAuth 2.0 bearer token [RFC6750] to the protected resource.',
);
const PROOFS = rfc(
  9728,
  '2',
  'JSON array containing a list of the JWS alg values (from the "JSON Web Signature and Encryption Algorithms" registry [IANA.JOSE]) supported by the resource server for validating Demonstrating Proof of Possession (DPoP) proof JWTs [RFC9449].',
);
const CHALLENGE = rfc(9728, '5.1', 'The URL of the protected resource metadata.');

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** An operation that takes these tokens alone, in the `Authorization` header. */
const bearerOperation = ({ contract, name }: Subject): CompiledOperation | undefined =>
  contract.operations.find(
    ({ requirements, anonymous, method }) =>
      !anonymous &&
      method === 'GET' &&
      requirements.length > 0 &&
      requirements.every(
        ({ also, method: { credential, parts } }) =>
          also === undefined &&
          credential === name &&
          parts.some((part) => part.in === 'authorization' && part.name === 'bearer'),
      ),
  );

/** Whether any operation takes these tokens in this place. */
const takesIn = ({ contract, name }: Subject, place: 'authorization' | 'query'): boolean =>
  contract.methods.some(
    ({ credential, parts }) =>
      credential === name && parts.some((part) => part.in === place && (place === 'query' || part.name === 'bearer')),
  );

/** Where the suite reads the document, and whose it then is. */
function resourceAt({ target }: Context, { id, path }: CompiledOperation): string {
  const url = target.endpoints[id] ?? target.baseUrl + path;
  return url.replace(/\/\.well-known\/oauth-protected-resource/, '');
}

/** How proofs may be signed, and whether all tokens are bound. */
function proofs({ credential }: Subject, operation: CompiledOperation): Rule {
  return {
    id: 'resource-proofs',
    title: 'The metadata of a resource say how proofs may be signed, and whether every token is bound to a key',
    citation: PROOFS,
    about: operation.pointer,
    async run(context: Context) {
      const { exchange, body } = await readDocument(context, operation);
      const { dpop_signing_alg_values_supported: told, dpop_bound_access_tokens_required: required } = body;
      const { isMock } = context.target;
      const listed = list(told).map(String);
      const wanted = credential.dpop?.algorithms;
      if (told !== undefined || isMock)
        context.expect.that(
          listed.length > 0 &&
            listed.every((name) => isAsymmetric(name)) &&
            (wanted === undefined || !isMock || [...wanted].sort().join() === [...listed].sort().join()),
          `dpop_signing_alg_values_supported ${wanted?.join(' ') ?? 'with asymmetric algorithms'}`,
          show(told),
          exchange,
        );
      const bound = credential.dpop?.required === true;
      context.expect.that(
        isMock ? required === bound : required === undefined || typeof required === 'boolean',
        `dpop_bound_access_tokens_required ${isMock ? bound : 'true or false'}`,
        show(required),
        exchange,
      );
    },
  };
}

export const resourceMetadata = oauthFamily((subject): Rule[] => {
  const endpoint = subject.resourceMetadata;
  if (endpoint === undefined) return [];
  const { operation, action } = endpoint;
  const about = operation.pointer;
  const challenged = action.in_challenge === true ? bearerOperation(subject) : undefined;
  return [
    {
      id: 'resource-identifier',
      title: 'The metadata of a resource name that resource',
      citation: IDENTICAL,
      about,
      async run(context: Context) {
        const { exchange, body } = await readDocument(context, operation);
        const wanted = resourceAt(context, operation);
        context.expect.that(body['resource'] === wanted, `resource ${wanted}`, show(body['resource']), exchange);
        context.expect.header(
          exchange,
          'Content-Type',
          (value) => /^application\/json\b/i.test(value ?? ''),
          'application/json',
        );
      },
    },
    {
      id: 'resource-servers',
      title: 'The metadata of a resource name the server that gives out its tokens, by its own name',
      citation: SERVERS,
      about,
      async run(context: Context) {
        const { exchange, body } = await readDocument(context, operation);
        const server = subject.metadata ?? context.notRun('the contract has no metadata of an authorization server');
        const { body: own } = await readDocument(context, server.operation);
        const servers = list(body['authorization_servers']);
        context.expect.that(
          context.target.isMock
            ? JSON.stringify(servers) === JSON.stringify([own['issuer']])
            : servers.includes(own['issuer']),
          `authorization_servers with ${String(own['issuer'])}`,
          show(body['authorization_servers']),
          exchange,
        );
        const resources = own['protected_resources'];
        context.expect.that(
          resources === undefined ? !context.target.isMock : list(resources).includes(body['resource']),
          `protected_resources of the server with ${String(body['resource'])}`,
          show(resources),
          exchange,
        );
        const [known, told] = [list(own['scopes_supported']), list(body['scopes_supported'])];
        const strange = known.length === 0 ? undefined : told.find((scope) => !known.includes(scope));
        context.expect.that(strange === undefined, 'scopes that the server gives', show(strange), exchange);
        context.expect.that(
          !context.target.isMock || told.length === known.length,
          `all of its scopes: ${known.join(' ')}`,
          told.join(' '),
          exchange,
        );
      },
    },
    {
      id: 'resource-methods',
      title: 'The metadata of a resource say where it takes tokens, as it does',
      citation: METHODS,
      about,
      async run(context: Context) {
        const { exchange, body } = await readDocument(context, operation);
        const told = body['bearer_methods_supported'];
        // "Its inclusion is OPTIONAL": what is left out, nothing is said of.
        if (told === undefined && !context.target.isMock) return;
        for (const [name, place] of [
          ['header', 'authorization'],
          ['query', 'query'],
        ] as const)
          context.expect.that(
            list(told).includes(name) === takesIn(subject, place) || (!context.target.isMock && name === 'query'),
            `bearer_methods_supported ${takesIn(subject, place) ? 'with' : 'without'} ${name}`,
            show(told),
            exchange,
          );
        const at = bearerOperation(subject);
        if (at === undefined) return;
        context.expect.success(await context.call(at), at);
      },
    },
    ...(subject.credential.dpop === undefined ? [] : [proofs(subject, operation)]),
    ...(challenged === undefined
      ? []
      : [
          {
            id: 'resource-challenge',
            title: 'A challenge names the metadata of the resource, where they are',
            citation: CHALLENGE,
            about,
            evidence: 'assumed',
            async run(context: Context) {
              const { body } = await readDocument(context, operation);
              const parts = await context.request(challenged);
              const exchange = await context.send({
                ...parts,
                headers: parts.headers.filter(([name]) => name !== 'Authorization'),
              });
              const { origin, pathname } = new URL(String(body['resource']));
              const wanted = `${origin}/.well-known/oauth-protected-resource${pathname === '/' ? '' : pathname}`;
              context.expect.header(
                exchange,
                'WWW-Authenticate',
                (value) => value?.includes(`resource_metadata="${wanted}"`) === true,
                `resource_metadata="${wanted}"`,
              );
            },
          } satisfies Rule,
        ]),
  ];
});
