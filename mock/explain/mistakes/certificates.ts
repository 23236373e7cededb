/** What goes wrong with the certificates that clients connect with (RFC 8705). */
import type { RefusalNote } from '../../journal/journal.ts';
import type { Call } from '../../request/call.ts';
import { byRule, mistake } from '../mistake.ts';
import type { Mistake } from '../mistake.ts';
import { hint } from '../words.ts';

/** Where the client's certificate is, and how one connects with it. */
const certificateHint = (call: Call): ReturnType<typeof hint> =>
  hint(
    'Certificates that the sandbox made, and their keys, are among the credentials; write them to files, and connect with them:',
    `tollgate creds ${call.world.contract.name} --certificates . && curl --cert <id>.pem --key <id>.key ${call.request.origin}/…`,
  );

/** Without TLS nobody has a certificate. */
const tlsHint = hint('Start the sandbox with TLS; certificates are a part of it:', 'tollgate mock --tls');

const isPlain = ({ got }: RefusalNote): boolean => got?.includes('without TLS') === true;

/** The rules that a connection without a certificate breaks, by itself or beside other credentials. */
const LACKING =
  /^(?:the client must connect with its certificate|a token request must come over a connection with a certificate|the call must carry a credential|every part of the credential must be there)/;

const NO_CERTIFICATE = /^a connection without (?:TLS|a certificate)$/;

export const CERTIFICATES: readonly Mistake[] = [
  mistake(
    'certificate-missing',
    'connected without the certificate that proves who it is',
    ['invalid_client', 'invalid_request', 'missing_credentials', 'malformed_credentials'],
    ({ call, note }) =>
      LACKING.test(note.rule) && NO_CERTIFICATE.test(note.got ?? '')
        ? {
            finding: isPlain(note)
              ? 'The request came by plain HTTP, where a client can show no certificate.'
              : 'The request came over TLS, and the client showed no certificate when it connected.',
            next: isPlain(note) ? [tlsHint] : [certificateHint(call)],
          }
        : undefined,
  ),
  byRule(
    'certificate-authority',
    'connected with a certificate of another authority',
    ['invalid_client', 'invalid_credentials'],
    /^the certificate must come from an authority/,
    (call, { got = '' }) => ({
      finding: `The connection has ${got}, which no authority issued that is trusted here.`,
      next: [
        certificateHint(call),
        hint(
          'For certificates of your own, let the sandbox trust their authority:',
          'tollgate mock --tls-client-ca ca.pem',
        ),
      ],
    }),
  ),
  byRule(
    'certificate-name',
    'connected with a certificate of another name',
    ['invalid_client', 'invalid_credentials'],
    /^the name in the certificate/,
    (_call, { failure, expected = '', got = '' }) => ({
      finding:
        failure === 'invalid_client'
          ? `The connection has ${got}; the client registered ${expected}.`
          : `The connection has ${got}, and no key is registered with a name of it.`,
      next: [hint('Connect with the certificate of this client, or register the name that its certificate has.')],
    }),
  ),
  byRule(
    'certificate-key',
    'connected with a certificate that is not registered',
    ['invalid_client'],
    /^the certificate must be of a key that the client registered/,
    (call, { got = '' }) => ({
      finding: `The connection has ${got}, and its key is none that this client registered.`,
      next: [certificateHint(call), hint('For a certificate of your own, put its public key into jwks of the client.')],
    }),
  ),
  byRule(
    'certificate-time',
    'connected with a certificate that is not valid at this time',
    ['invalid_client', 'invalid_credentials'],
    /^the certificate must be valid now/,
    (_call, { expected = '', got = '' }) => ({
      finding: `The certificate is the client's, and not valid now. It needs ${expected}; the sandbox's clock shows ${got}.`,
      next: [hint('Make another certificate for the same key.')],
    }),
  ),
  byRule(
    'certificate-purpose',
    'connected with a certificate that is not for clients',
    ['invalid_client', 'invalid_credentials'],
    /^the certificate must be one for clients/,
    (_call, { got = '' }) => ({
      finding: `The connection has ${got}, and its extended key usage is not that of clients; most often it is a server's.`,
      next: [hint('Have a certificate issued with the extended key usage clientAuth.')],
    }),
  ),
  byRule(
    'certificate-revoked',
    'connected with a certificate that its authority revoked',
    ['invalid_client', 'invalid_credentials', 'invalid_token'],
    /^the certificate must not be revoked/,
    (_call, { got = '' }) => ({
      finding: `The connection has ${got} that --tls-client-crl names. It is refused even where the certificate is valid still.`,
      next: [hint('Connect with a certificate that was not revoked, or start the sandbox with a newer list.')],
    }),
  ),
  byRule(
    'certificate-replaced',
    'connected with the certificate that a key had before it got another',
    ['invalid_credentials'],
    /^the certificate must be the newest of its key/,
    (call, { expected = '' }) => ({
      finding: `The connection has a certificate that was replaced. It needs ${expected}.`,
      next: [certificateHint(call)],
    }),
  ),
  byRule(
    'certificate-token',
    'used a token over a connection without the certificate that it is bound to',
    ['invalid_token'],
    /^a token that is bound to a certificate/,
    (call, note) => ({
      finding: isPlain(note)
        ? 'The token is bound to a certificate, and the request came by plain HTTP.'
        : note.got?.includes('without a certificate') === true
          ? 'The token is bound to a certificate, and the client showed none when it connected.'
          : `The token is bound to another certificate than the connection's. It needs ${note.expected ?? ''}.`,
      next: [
        isPlain(note) ? tlsHint : certificateHint(call),
        hint('Use the same certificate for the token request and for every request that carries the token.'),
      ],
    }),
  ),
  byRule(
    'certificate-refresh',
    'refreshed without the certificate that the refresh token is bound to',
    ['invalid_grant'],
    /^the refresh token must come over a connection with the certificate/,
    (call) => ({
      finding: 'The refresh token is bound to the certificate that its first token request came with.',
      next: [certificateHint(call)],
    }),
  ),
];
