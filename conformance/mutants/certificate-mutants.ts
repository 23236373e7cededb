/** Certificates that nobody looks at, and tokens that are bound to none. */
import { X509Certificate } from 'node:crypto';
import { isCertificateWay } from '../../mock/auth/certificates/client-certificate.ts';
import { listKeys } from '../../mock/auth/api-keys/key-records.ts';
import type { KeyRecord } from '../../mock/auth/api-keys/key-records.ts';
import { authorityKey } from '../../mock/auth/certificates/certificate-keys.ts';
import type { TokenRecord } from '../../mock/auth/oauth/token-records.ts';
import { keyName, plainName, plainNames } from '../../mock/contract/certificate-names.ts';
import { certificateOf, keyCertificateOf } from '../../mock/control/made-certificate.ts';
import type { Call } from '../../mock/request/call.ts';
import type { Seams } from '../../mock/pipeline/seams.ts';
import { mutants } from './mutant.ts';
import { all, credential, grant, token } from './wrap/breakable-contracts.ts';
import type { Has } from './wrap/breakable-contracts.ts';
import { formOf, withCall, withPeople, withRequest, withStore } from './wrap/wrap-call.ts';
import { credentialsAs } from './wrap/wrap-document.ts';
import { bodyAs, ofAction, replying } from './wrap/wrap-reply.ts';
import { acting, excusing, identifying, identifyingBy, insisting, lettingThrough, telling } from './wrap/wrap-steps.ts';
import { seeing, TOKENS_KEPT } from './wrap/wrap-store.ts';

const binds: Has = token((one) => one.certificate_bound !== undefined);
const ways: Has = ({ clients }) =>
  [...clients.values()].some((client) => isCertificateWay(client.token_endpoint_auth_method));
const required: Has = token((one) => one.certificate_bound === 'required');
const clientAlways: Has = ({ clients }) =>
  [...clients.values()].some((one) => one.tls_client_certificate_bound_access_tokens === true);

type Is = (certificate: X509Certificate | undefined, call: Call) => boolean;

/** A client is taken for proven that connects so, as if it had its own certificate. */
const takenFor = (is: Is): Seams =>
  insisting('token.issue', ['invalid_client'], async (call) => {
    const client = call.world.people.clients.get(formOf(call)['client_id'] ?? '');
    const own =
      client && isCertificateWay(client.token_endpoint_auth_method) && (await certificateOf(call.world, client));
    if (!own || !is(call.request.certificate, call)) return undefined;
    return withRequest(call, { certificate: new X509Certificate(own.cert) });
  });

/** A resource opens for a token that is bound to a certificate, where the connection has another or none. */
const opening = (is: (certificate: X509Certificate | undefined) => boolean): Seams =>
  excusing(['invalid_token'], (call) =>
    is(call.request.certificate)
      ? withStore(
          call,
          seeing<TokenRecord>(TOKENS_KEPT, ({ cnf: _, ...rest }) => rest),
        )
      : undefined,
  );

const isIssued = (certificate: X509Certificate, { world }: Call): boolean =>
  certificate.verify(authorityKey(world).publicKey);

const wayOf = (call: Call): string | undefined =>
  call.world.people.clients.get(formOf(call)['client_id'] ?? '')?.token_endpoint_auth_method;

const byCertificate: Has = credential('certificate');

const beside: Has = ({ operations }) =>
  operations.some(({ requirements }) =>
    requirements.some(({ also = [] }) => also.some(({ method }) => method.kind === 'certificate')),
  );

/** The connection of some key that the operation's credential has. */
async function wearing(call: Call, fits: (key: KeyRecord) => boolean): Promise<Call | undefined> {
  const wanted = call.operation.requirements.flatMap(({ method, also = [] }) => [
    method,
    ...also.map((other) => other.method),
  ]);
  const keys = (await listKeys(call.world)).filter(
    (key) => key.status === 'active' && wanted.some(({ credential: name }) => name === key.credential) && fits(key),
  );
  for (const key of keys) {
    const worn = await keyCertificateOf(call.world, key, key.secret);
    if (worn !== undefined) return withRequest(call, { certificate: new X509Certificate(worn.cert) });
  }
  return undefined;
}

const KEYS_OF_CERTIFICATES = [
  ...mutants(byCertificate, [
    {
      id: 'certificate-key.missing-taken',
      title: 'A connection without a certificate is taken for that of some key.',
      killedBy: ['credential.certificate-missing', 'credential.absent'],
      seams: identifying(async (call) =>
        call.request.certificate === undefined ? ((await wearing(call, () => true)) ?? call) : call,
      ),
    },
    {
      id: 'certificate-key.any-authority',
      title: 'The name in the certificate of a key is believed, whoever issued it.',
      killedBy: ['credential.certificate-forged'],
      seams: excusing(['invalid_credentials'], (call) => {
        const { certificate } = call.request;
        if (certificate === undefined || isIssued(certificate, call)) return undefined;
        const names = plainNames(certificate);
        return wearing(
          call,
          (key) => key.certificate !== null && names.includes(plainName(keyName(key.id, key.certificate))),
        );
      }),
    },
    {
      id: 'certificate-key.expired-taken',
      title: "It is not looked at until when a key's certificate is valid.",
      killedBy: ['credential.certificate-expired'],
      seams: excusing(['invalid_credentials'], (call) => {
        const { certificate } = call.request;
        const end = certificate === undefined ? Infinity : Date.parse(certificate.validTo);
        return call.now > end ? withCall(call, { now: end }) : undefined;
      }),
    },
    {
      id: 'certificate-key.blocked-taken',
      title: 'The certificate of a blocked key is taken.',
      killedBy: ['credential.blocked'],
      seams: identifyingBy(seeing<KeyRecord>('key:', (record) => ({ ...record, status: 'active' }))),
    },
  ]),
  ...mutants(beside, [
    {
      id: 'certificate-key.beside-anybody',
      title: 'Beside a token, the certificate of any tenant will do.',
      killedBy: ['credential.certificate-other'],
      seams: lettingThrough(
        'permission',
        ['tenant_mismatch'],
        ({ identification }) =>
          identification.state === 'good' &&
          identification.caller.also?.some(({ method }) => method.kind === 'certificate') === true,
      ),
    },
  ]),
];

export const CERTIFICATES = [
  ...KEYS_OF_CERTIFICATES,
  ...mutants(ways, [
    {
      id: 'certificate.missing-taken',
      title: 'A client that connects without its certificate gets a token.',
      killedBy: ['oauth.certificate-issued-missing', 'oauth.certificate-self-signed-missing'],
      seams: takenFor((certificate) => certificate === undefined),
    },
    {
      id: 'certificate.any-authority',
      title: 'The name in a certificate is believed, whoever issued it.',
      killedBy: ['oauth.certificate-issued-forged'],
      seams: takenFor(
        (certificate, call) =>
          certificate !== undefined && wayOf(call) === 'tls_client_auth' && !isIssued(certificate, call),
      ),
    },
    {
      id: 'certificate.any-name',
      title: "Every certificate of the authority is every client's.",
      killedBy: ['oauth.certificate-issued-other-name'],
      seams: takenFor((certificate, call) => certificate !== undefined && isIssued(certificate, call)),
    },
    {
      id: 'certificate.any-key',
      title: 'A self-signed certificate is known by its name.',
      killedBy: ['oauth.certificate-self-signed-forged'],
      seams: takenFor(
        (certificate, call) => certificate !== undefined && wayOf(call) === 'self_signed_tls_client_auth',
      ),
    },
  ]),
  ...mutants(all(binds, grant('token_exchange')), [
    {
      id: 'certificate.traded-without',
      title: "A client's own token is traded without the certificate that it is bound to.",
      killedBy: ['oauth.exchange-own-certificate'],
      seams: insisting('token.issue', ['invalid_request'], (call) =>
        withStore(
          call,
          seeing<TokenRecord>(TOKENS_KEPT, ({ cnf: _, ...rest }) => rest),
        ),
      ),
    },
  ]),
  ...mutants(binds, [
    {
      id: 'certificate.unbound',
      title: 'Tokens are bound to no certificate.',
      killedBy: ['oauth.certificate-use-missing', 'oauth.certificate-use-other', 'oauth.certificate-confirmation'],
      seams: credentialsAs('token', (one) => void delete one.certificate_bound),
    },
    {
      id: 'certificate.use-missing',
      title: 'A bound token works over a connection without a certificate.',
      killedBy: ['oauth.certificate-use-missing'],
      seams: opening((certificate) => certificate === undefined),
    },
    {
      id: 'certificate.use-other',
      title: 'A bound token works over a connection with any certificate.',
      killedBy: ['oauth.certificate-use-other'],
      seams: opening((certificate) => certificate !== undefined),
    },
    {
      id: 'certificate.confirmation-untold',
      title: 'Introspection does not tell which certificate a token is bound to.',
      killedBy: ['oauth.certificate-confirmation*'],
      seams: telling('token.introspect', (facts) => ({ ...facts, 'token.confirmation': {} })),
    },
    {
      id: 'certificate.thumbprint-hex',
      title: 'The thumbprint of the certificate is told in hex.',
      killedBy: ['oauth.certificate-confirmation*'],
      seams: telling('token.introspect', (facts) => {
        const { 'x5t#S256': told = '' } = (facts['token.confirmation'] ?? {}) as Readonly<Record<string, string>>;
        return {
          ...facts,
          'token.confirmation': { 'x5t#S256': Buffer.from(told, 'base64url').toString('hex') },
        };
      }),
    },
    {
      id: 'certificate.metadata-untold',
      title: 'The metadata does not say that tokens can be bound to certificates.',
      killedBy: ['oauth.certificate-metadata'],
      seams: replying(
        ofAction('metadata'),
        bodyAs(({ tls_client_certificate_bound_access_tokens: _, ...rest }) => rest),
      ),
    },
  ]),
  ...mutants(binds, [
    {
      id: 'certificate.aliases-elsewhere',
      title: 'The metadata sends clients with certificates to places where there is nothing.',
      killedBy: ['oauth.certificate-metadata'],
      seams: replying(
        ofAction('metadata'),
        bodyAs((body) => ({ ...body, mtls_endpoint_aliases: { token_endpoint: 'https://mtls.example/token' } })),
      ),
    },
  ]),
  ...mutants(required, [
    {
      id: 'certificate.not-required',
      title: 'Tokens that are always bound are given without a certificate.',
      killedBy: ['oauth.certificate-required:*'],
      seams: credentialsAs('token', (one) => {
        if (one.certificate_bound !== undefined) one.certificate_bound = 'optional';
      }),
    },
  ]),
  ...mutants(all(binds, clientAlways), [
    {
      id: 'certificate.client-not-required',
      title: 'A client whose tokens are always bound gets one without a certificate.',
      killedBy: ['oauth.certificate-required'],
      seams: acting('token.issue', (call) =>
        withPeople(call, {
          clients: new Map(
            [...call.world.people.clients].map(
              ([id, { tls_client_certificate_bound_access_tokens: _, ...rest }]) => [id, rest] as const,
            ),
          ),
        }),
      ),
    },
  ]),
];
