/** HTTPS: TLS 1.2 at least, a certificate that holds. */
import type { CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import { plain } from './plain-http-checks.ts';
import { handshake } from './probe.ts';
import { hosts, transport } from './transport-check.ts';

const BCP195 = { standard: 'RFC 9325 §3.1.1', url: 'https://www.rfc-editor.org/rfc/rfc9325#section-3.1.1' } as const;
const BEARER_TLS = { standard: 'RFC 6750 §5.3', url: 'https://www.rfc-editor.org/rfc/rfc6750#section-5.3' } as const;
const HSTS = { standard: 'RFC 6797 §7.1', url: 'https://www.rfc-editor.org/rfc/rfc6797#section-7.1' } as const;

const tooOld = ['TLSv1', 'TLSv1.1'] as const;

const version = transport({
  id: 'transport.tls-version',
  title: 'TLS is of version 1.2 or later',
  citation: BCP195,
  async run(context: Context) {
    for (const url of hosts(context)) {
      const { protocol, error } = await handshake(url);
      context.expect.that(
        protocol === 'TLSv1.2' || protocol === 'TLSv1.3',
        `TLS 1.2 or 1.3 at ${url.host}`,
        protocol ?? error ?? 'no TLS',
      );
      for (const newest of tooOld) {
        const old = await handshake(url, { newest });
        context.expect.that(
          old.protocol === undefined,
          `${url.host} to refuse ${newest}`,
          `a connection with ${old.protocol ?? ''}`,
        );
      }
    }
  },
});

const DAYS_LEFT = 14;
const DAY_MS = 24 * 60 * 60 * 1000;

const certificate = transport({
  id: 'transport.certificate',
  title: 'the certificate is valid, trusted and for this host',
  citation: BEARER_TLS,
  async run(context: Context) {
    for (const url of hosts(context)) {
      const { distrust, error } = await handshake(url, { ca: context.target.tls?.ca });
      context.expect.that(
        error === undefined && distrust === undefined,
        `a certificate for ${url.host} that is trusted`,
        distrust ?? error ?? '',
      );
    }
  },
});

const renewal = transport({
  id: 'transport.certificate-renewal',
  title: `the certificate is good for ${DAYS_LEFT} more days`,
  level: 'may',
  citation: BEARER_TLS,
  async run(context: Context) {
    for (const url of hosts(context)) {
      const { validTo } = await handshake(url);
      const days = Math.floor(((validTo ?? 0) - (await context.clock.now())) / DAY_MS);
      context.expect.that(days >= DAYS_LEFT, `${DAYS_LEFT} days left on the certificate of ${url.host}`, `${days}`);
    }
  },
});

const hsts = transport({
  id: 'transport.hsts',
  title: 'answers tell browsers to keep to HTTPS (Strict-Transport-Security)',
  level: 'may',
  citation: HSTS,
  async run(context: Context) {
    const [operation] = context.contract.operations;
    if (operation === undefined) context.notRun('the contract has no operation');
    const answer = await context.send(await context.request(operation));
    context.expect.header(
      answer,
      'strict-transport-security',
      (value) => /max-age="?0*[1-9]/i.test(value ?? ''),
      'max-age=… of more than 0 seconds',
    );
  },
});

export const tls: CheckFamily = () => [plain, version, certificate, renewal, hsts];
