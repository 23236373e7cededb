/** Whether the host of a URL can be reached: name, port, then TLS — and which of them it is that cannot. */
import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls, rootCertificates } from 'node:tls';
import type { Target } from '../target.ts';
import type { DoctorFinding } from './doctor-finding.ts';

const LOCAL = new Set(['localhost', '127.0.0.1', '::1']);

interface Place {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
}

function placeOf(url: string): Place {
  const { hostname, port, protocol } = new URL(url);
  const secure = protocol === 'https:';
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || (secure ? 443 : 80), secure };
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? (error as Error).message;

/** @throws what Node says, with its code */
async function open({ host, port, secure }: Place, { timeoutMs, tls }: Target, trustAnything = false): Promise<void> {
  const options = {
    host,
    port,
    ...(tls?.ca !== undefined && { ca: [...rootCertificates, tls.ca] }),
    rejectUnauthorized: !(trustAnything || tls?.insecure === true),
    ...(/^[\d.:]+$/.test(host) ? {} : { servername: host }),
  };
  const socket: Socket = secure ? connectTls(options) : connectTcp(options);
  socket.setTimeout(timeoutMs, () => socket.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })));
  try {
    await once(socket, secure ? 'secureConnect' : 'connect');
  } finally {
    socket.destroy();
  }
}

/** Whether something at this place speaks TLS, whatever its certificate. */
const speaksTls = (place: Place, target: Target): Promise<boolean> =>
  open({ ...place, secure: true }, target, true).then(
    () => true,
    () => false,
  );

/** Whether a URL's host cannot be found at all, whether it answers nobody, and whether it speaks TLS. */
export async function lookAt(url: string, target: Target): Promise<'no host' | 'silent' | 'plain' | 'tls'> {
  const place = placeOf(url);
  const failure = await open(place, target).then(() => undefined, codeOf);
  if (failure === 'ENOTFOUND' || failure === 'EAI_AGAIN') return 'no host';
  if (failure !== undefined) return 'silent';
  return (await speaksTls(place, target)) ? 'tls' : 'plain';
}

/** @param where what in the target file the URL is */
export async function connectionFindings(
  url: string,
  where: string,
  target: Target,
): Promise<readonly DoctorFinding[]> {
  const place = placeOf(url);
  try {
    await open(place, target);
  } catch (error) {
    return [await explain(place, where, target, codeOf(error))];
  }
  if (place.secure)
    return target.tls?.insecure === true
      ? [
          {
            whose: 'configuration',
            level: 'note',
            where: 'tls.insecure',
            message: 'any certificate is taken',
            change: 'leave it out once the server has a certificate that can be trusted',
          },
        ]
      : [];
  if (await speaksTls(place, target))
    return [
      {
        whose: 'configuration',
        level: 'problem',
        where,
        message: `${url} says http, and ${place.host}:${place.port} speaks TLS`,
        change: `write https:// in ${where}`,
      },
    ];
  if (LOCAL.has(place.host)) return [];
  return [
    {
      whose: 'configuration',
      level: 'note',
      where,
      message: `${url} is plain http: credentials go over the network for anyone to read`,
      change: 'write https:// if the server has it, and check a test system only',
    },
  ];
}

async function explain(place: Place, where: string, target: Target, code: string): Promise<DoctorFinding> {
  const at = `${place.host}:${place.port}`;
  const problem = { level: 'problem', where } as const;
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return {
        ...problem,
        whose: 'configuration',
        message: `there is no host called ${place.host}`,
        change: `look for a typing error in ${where}, or for the network (VPN, DNS) that knows this name`,
      };
    case 'ECONNREFUSED':
      return {
        ...problem,
        whose: 'connection',
        message: `nothing listens at ${at}`,
        change: `start the server, or correct host and port in ${where}`,
      };
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return {
        ...problem,
        whose: 'connection',
        message: `${at} does not answer within ${target.timeoutMs / 1000} s`,
        change: 'see whether a firewall or a missing VPN stands between, or raise timeout',
      };
    case 'CERT_HAS_EXPIRED':
      return {
        ...problem,
        whose: 'server',
        message: `the certificate of ${at} has expired`,
        change: 'renew it; tls.insecure: true checks the rest meanwhile',
      };
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return {
        ...problem,
        whose: 'configuration',
        message: `the certificate of ${at} is for other names`,
        change: `write a name in ${where} that the certificate carries, or have one made for ${place.host}`,
      };
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return {
        ...problem,
        whose: 'configuration',
        message: `the certificate of ${at} comes from an authority that is not trusted here (${code})`,
        change:
          "name the authority's PEM file as tls.ca, or write tls.insecure: true; if the authority is a public one, the server fails to send its chain",
      };
    default:
      return place.secure && !(await speaksTls(place, target))
        ? {
            ...problem,
            whose: 'configuration',
            message: `${where} says https, and ${at} does not speak TLS`,
            change: `write http:// in ${where}, or give the server a certificate`,
          }
        : {
            ...problem,
            whose: 'connection',
            message: `${at} cannot be reached: ${code}`,
            change: `see whether ${where} is right`,
          };
  }
}
