/**
 * Clients that prove themselves by the certificate that they connect with, and tokens that are bound to it.
 *
 * @see [RFC 8705](https://www.rfc-editor.org/rfc/rfc8705)
 */
import { readDocument } from './json-document.ts';
import { expectRefusal, jsonOf, show } from './judge-answer.ts';
import { rfc } from './oauth-citation.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Rule } from './oauth-check.ts';
import { endpointFor } from './oauth-subject.ts';
import { GRANT_TYPE } from '../../driver/grant-types.ts';
import type { Subject } from './oauth-subject.ts';
import { parseJwt } from './read-jwt.ts';
import type { Context } from '../../check-context.ts';
import { certificateThumbprint, forgedCertificate } from '../../driver/client-certificate.ts';
import { clientsAt } from '../../driver/choose-credential.ts';
import type { Exchange } from '../../exchange.ts';
import type { ClientCertificate } from '../../sent-request.ts';
import type { TargetClient } from '../../target/target.ts';

const ENFORCED = rfc(
  8705,
  '2',
  'The authorization server MUST enforce the binding between client and certificate, as described in either Section 2.1 or 2.2 below.',
);
const REFUSED = rfc(
  8705,
  '2',
  "If no certificate is presented, or that which is presented doesn't match that which is expected for the given client_id, the authorization server returns a normal OAuth 2.0 error response per Section 5.2 of [RFC6749] with the invalid_client error code to indicate failed client authentication.",
);
const BOUND = rfc(
  8705,
  '3',
  'When mutual TLS is used by the client on the connection to the token endpoint, the authorization server is able to bind the issued access token to the client certificate.',
);
const USED = rfc(
  8705,
  '3',
  'If they do not match, the resource access attempt MUST be rejected with an error, per [RFC6750], using an HTTP 401 status code and the invalid_token error code.',
);
const METADATA = rfc(
  8705,
  '3.3',
  'Boolean value indicating server support for mutual-TLS client certificate-bound access tokens.',
);
const CLIENT = rfc(
  8705,
  '3.4',
  "Boolean value used to indicate the client's intention to use mutual-TLS client certificate-bound access tokens.",
);

type Certified = TargetClient & { readonly certificate: ClientCertificate };

const WAYS = [
  ['tls_client_auth', 'certificate-issued'],
  ['self_signed_tls_client_auth', 'certificate-self-signed'],
] as const;

const registeredOf = ({ contract }: Context, client: TargetClient): string | undefined =>
  client.token_endpoint_auth_method ?? contract.clients.get(client.client_id)?.token_endpoint_auth_method;

/** Clients that have a certificate and get tokens for themselves. */
function certified(context: Context, subject: Subject, fits: (client: Certified) => boolean): Certified {
  const { contract, target } = context;
  const found = clientsAt(
    { contract, target },
    endpointFor(subject, 'client_credentials').operation,
    'client_credentials',
  ).find((client): client is Certified => client.certificate !== undefined && fits(client as Certified));
  return found ?? context.notRun('the target has no such client with a certificate');
}

const formOf = ({ scopes: [scope] }: TargetClient): { readonly grant_type: string; readonly scope?: string } => ({
  grant_type: GRANT_TYPE.client_credentials,
  ...(scope !== undefined && { scope }),
});

/** A token request over a connection with this certificate; null is none, the default the client's own. */
const ask = (context: Context, client: Certified, certificate?: ClientCertificate | null): Promise<Exchange> =>
  context.oauth.token(client, formOf(client), certificate === undefined ? {} : { certificate });

/** Uses a token over a connection with this certificate. */
const use = (
  context: Context,
  client: Certified,
  token: string,
  certificate: ClientCertificate | null,
): Promise<Exchange> =>
  context.oauth.useToken(token, client.tenant, (parts) => Promise.resolve({ ...parts, certificate }));

function authenticationRules(subject: Subject, about: string): Rule[] {
  const { operation, action } = endpointFor(subject, 'client_credentials');
  return WAYS.filter(([way]) => action.client_authentication.includes(way)).flatMap(([way, id]): Rule[] => {
    const own = (context: Context): Certified =>
      certified(context, subject, (client) => registeredOf(context, client) === way);
    const refused = async (context: Context, client: Certified, certificate: ClientCertificate | null, why: string) => {
      context.oauth.tokens(await ask(context, client));
      expectRefusal(context, await ask(context, client, certificate), operation, 'invalid_client', why);
    };
    const rules: Rule[] = [
      {
        id: `${id}-missing`,
        title: `A client of ${way} gets no token without its certificate`,
        citation: REFUSED,
        about,
        needs: ['tls'],
        run: (context) => refused(context, own(context), null, 'there is no certificate'),
      },
      {
        id: `${id}-forged`,
        title: `A client of ${way} gets no token with a certificate that says the same and has another key`,
        citation: ENFORCED,
        about,
        needs: ['tls'],
        async run(context: Context) {
          const client = own(context);
          const forged = await forgedCertificate(client.certificate);
          await refused(context, client, forged, 'the certificate has another key');
        },
      },
    ];
    if (way === 'tls_client_auth')
      rules.push({
        id: `${id}-other-name`,
        title: 'A client gets no token with the certificate of another client, of the same authority',
        citation: ENFORCED,
        about,
        needs: ['tls', 'second_client'],
        async run(context: Context) {
          const client = own(context);
          const other = certified(
            context,
            subject,
            (one) => registeredOf(context, one) === way && one.client_id !== client.client_id,
          );
          await refused(context, client, other.certificate, "the certificate is another client's");
        },
      });
    return rules;
  });
}

function bindingRules(subject: Subject, about: string): Rule[] {
  const any = (context: Context): Certified => certified(context, subject, () => true);
  /** A client, and a token that is bound to its certificate. */
  const bound = async (context: Context) => {
    const client = any(context);
    return { client, ...context.oauth.tokens(await ask(context, client)) };
  };
  const unusable = async (context: Context, change: (own: ClientCertificate) => Promise<ClientCertificate | null>) => {
    const { client, access_token: token } = await bound(context);
    const good = await use(context, client, token, client.certificate);
    context.expect.that(good.status < 400, 'the token is accepted with its certificate', `status ${good.status}`, good);
    const answer = await use(context, client, token, await change(client.certificate));
    context.expect.status(answer, 401, 'the token is bound to another certificate');
    const challenge = answer.answerHeaders['www-authenticate'] ?? '';
    context.expect.that(
      challenge === '' || challenge.includes('error="invalid_token"'),
      'error="invalid_token" in the challenge',
      challenge,
      answer,
    );
  };
  const rules: Rule[] = [
    {
      id: 'certificate-use-missing',
      title: 'A token that is bound to a certificate is not accepted over a connection without one',
      citation: USED,
      about,
      needs: ['tls'],
      run: (context) => unusable(context, () => Promise.resolve(null)),
    },
    {
      id: 'certificate-use-other',
      title: 'A token that is bound to a certificate is not accepted over a connection with another',
      citation: USED,
      about,
      needs: ['tls'],
      run: (context) => unusable(context, forgedCertificate),
    },
  ];
  if (subject.credential.format === 'jwt' || subject.introspect !== undefined)
    rules.push({
      id: 'certificate-confirmation',
      title: 'A token that is bound to a certificate says to which, where it can be read or asked about',
      citation: BOUND,
      about,
      needs: ['tls'],
      async run(context: Context) {
        const { client, access_token: token, exchange } = await bound(context);
        const wanted = certificateThumbprint(client.certificate);
        const expectThumbprint = (cnf: unknown, where: Exchange): void =>
          context.expect.that(
            (cnf as { 'x5t#S256'?: unknown } | undefined)?.['x5t#S256'] === wanted,
            `cnf with x5t#S256 ${wanted}`,
            show(cnf),
            where,
          );
        const jwt = subject.credential.format === 'jwt' ? parseJwt(token) : undefined;
        if (jwt !== undefined) expectThumbprint(jwt.claims['cnf'], exchange);
        if (subject.introspect === undefined) return;
        const told = await context.oauth.introspect(client, token);
        const body = jsonOf(told);
        // A contract may say less of a token than the RFC lets it.
        if (!context.target.isMock || body?.['cnf'] !== undefined || jwt === undefined)
          expectThumbprint(body?.['cnf'], told);
      },
    });
  if (subject.metadata !== undefined) {
    const { operation } = subject.metadata;
    rules.push({
      id: 'certificate-metadata',
      title: 'The metadata says that tokens can be bound to certificates, and where clients connect with them',
      citation: METADATA,
      about: operation.pointer,
      needs: ['tls'],
      async run(context: Context) {
        const { exchange, body } = await readDocument(context, operation);
        const told = body['tls_client_certificate_bound_access_tokens'];
        context.expect.that(told === true, 'tls_client_certificate_bound_access_tokens true', show(told), exchange);
        const aliases = body['mtls_endpoint_aliases'];
        // Whoever has no other places for them may leave them out (RFC 8705 §5).
        if (aliases === undefined && !context.target.isMock) return;
        const token = (aliases as { token_endpoint?: unknown } | undefined)?.token_endpoint;
        const wanted = context.oauth.urlOf(endpointFor(subject, 'client_credentials').operation);
        context.expect.that(
          context.target.isMock ? token === wanted : typeof token === 'string' && token.startsWith('https:'),
          `mtls_endpoint_aliases with token_endpoint ${context.target.isMock ? wanted : 'as an https URL'}`,
          show(aliases),
          exchange,
        );
      },
    });
  }
  const { contract, credential } = subject;
  const always = credential.certificate_bound === 'required';
  const seeded = (contract.seed.clients ?? []).some((one) => one.tls_client_certificate_bound_access_tokens === true);
  if (always || seeded)
    rules.push({
      id: 'certificate-required',
      title: 'A client whose tokens are always bound to a certificate gets none without one',
      citation: CLIENT,
      about,
      needs: ['tls'],
      async run(context: Context) {
        // RFC 8705 §3.4 leaves it to a server whether such a client gets an error, or a token that is bound to nothing.
        if (!always && !context.target.isMock)
          context.notRun('a server may give such a client a token that is bound to nothing');
        const client = certified(
          context,
          subject,
          (one) =>
            one.client_secret !== null &&
            // Where everybody must, one that did not register so shows it.
            (contract.clients.get(one.client_id)?.tls_client_certificate_bound_access_tokens === true) !== always,
        );
        context.oauth.tokens(await ask(context, client));
        const { operation } = endpointFor(subject, 'client_credentials');
        expectRefusal(
          context,
          await ask(context, client, null),
          operation,
          'invalid_request',
          'there is no certificate',
        );
      },
    });
  return rules;
}

export const certificates = oauthFamily((subject) => {
  if (!subject.grants.has('client_credentials')) return [];
  const { pointer } = endpointFor(subject, 'client_credentials').operation;
  return [
    ...authenticationRules(subject, pointer),
    ...(subject.credential.certificate_bound === undefined
      ? []
      : bindingRules(subject, `#/x-credentials/${subject.name}`)),
  ];
});
