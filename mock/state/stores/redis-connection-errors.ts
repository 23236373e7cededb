/** What an error met while connecting means, and how to mend it. */

const UNTRUSTED =
  'its certificate comes from an authority that is not trusted here; name the PEM file of that authority in the environment variable NODE_EXTRA_CA_CERTS';
const NO_ACL =
  'a user of the store needs the keys tollgate:* and the commands of @hash, @scripting and @connection, +info, +time, +incr, +unlink and +cluster';

/** By the error's code, or a part of its message. */
const ADVICE: readonly (readonly [sign: RegExp, advice: string])[] = [
  [/ECONNREFUSED/, 'nothing listens there; start Redis, or correct the address'],
  [/ENOTFOUND|EAI_AGAIN/, 'this machine does not know the host; correct the address'],
  [/SELF_SIGNED_CERT|UNABLE_TO_VERIFY_LEAF|UNABLE_TO_GET_ISSUER|CERT_UNTRUSTED/, UNTRUSTED],
  [/ERR_TLS_CERT_ALTNAME_INVALID/, 'its certificate was made for another name; use a name that it carries'],
  [/CERT_HAS_EXPIRED|CERT_NOT_YET_VALID/, 'its certificate is not valid today; have it renewed'],
  [/EPROTO|ERR_SSL|wrong version number/, 'no TLS is spoken there; write redis:// if that is meant'],
  [/ECONNRESET|EPIPE|Connection is closed/, 'it closed the connection; if it speaks TLS, write rediss://'],
  [/RESP type|protocol error/i, 'what answers there is no Redis; correct the address'],
  [
    /WRONGPASS|NOAUTH/,
    'write the right user and password into the URL, redis://user:password@host or redis://:password@host, with %-escapes for special characters',
  ],
  [/NOPERM/, NO_ACL],
  [/READONLY/, 'it is a replica; name its master'],
  [
    /ETIMEDOUT/,
    'nothing answers there; correct the address, or see whether it speaks what the URL says: redis:// is plain, rediss:// is TLS',
  ],
  [/DB index/, 'it has no such database; choose another number after the host'],
];

/** The sentence of OpenSSL or Redis that a reader can use; what newer Nodes add to it is advice for other programs. */
function sentenceOf({ message }: Error): string {
  if (/wrong version number/.test(message)) return 'the TLS handshake failed';
  return message
    .split('\n', 1)[0]!
    .replace(/^NOAUTH HELLO.*$/, 'NOAUTH it wants a password')
    .replace(/\. Please report this\.$/, '')
    .replace(/; if the root CA is installed locally.*$/, '');
}

/** One line: the error, and how to mend it where that is known. */
export function withAdvice(error: Error): string {
  const signs = `${(error as NodeJS.ErrnoException).code ?? ''} ${error.message}`;
  const advice = ADVICE.find(([sign]) => sign.test(signs))?.[1];
  return advice === undefined ? sentenceOf(error) : `${sentenceOf(error).replace(/\.$/, '')}: ${advice}`;
}
