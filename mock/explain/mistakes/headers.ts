/** What should stand in a header and stands somewhere else, or under another name. */
import type { Failure } from '../../../specs/generated/vocabulary.ts';
import { nearest } from '../../contract/did-you-mean.ts';
import type { Call } from '../../request/call.ts';
import { mistake } from '../mistake.ts';
import type { Mistake } from '../mistake.ts';
import { bodyFields, header, wantedHeaders, wantedParts } from '../request-values.ts';
import { hint, wanted } from '../words.ts';

/** Failures of a request that lacks something which a header could have brought. */
const MISSING: readonly Failure[] = [
  'missing_credentials',
  'malformed_credentials',
  'credential_not_accepted',
  'missing_tenant',
  'missing_developer',
  'missing_version',
  'otp_required',
  'invalid_parameter',
];

/** Names that clients send anyway, and mean nothing by. */
const USUAL =
  /^(?:host|connection|accept(?:-.*)?|user-agent|content-.*|origin|referer|cookie|sec-.*|cache-control|pragma|date|via|x-forwarded-.*|traceparent|expect|te|upgrade|keep-alive|transfer-encoding|authorization|if-.*|idempotency-key|x-request-id)$/;

const lacking = (call: Call): readonly string[] =>
  wantedHeaders(call).filter((name) => header(call, name) === undefined);

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

export const HEADERS: readonly Mistake[] = [
  mistake('header-underscore', 'wrote a header with an underscore for its hyphen', MISSING, ({ call }) => {
    for (const name of lacking(call)) {
      const sent = Object.keys(call.request.headers).find(
        (one) => one !== name && one.includes('_') && one.replaceAll('_', '-') === name,
      );
      if (sent !== undefined)
        return {
          finding: `The header is called ${name}, with hyphens; what came is called ${sent}. Many servers and proxies drop a header with an underscore in its name.`,
          next: [hint('Send it as:', `${name}: <what you sent as ${sent}>`)],
        };
    }
    return undefined;
  }),
  mistake('header-without-prefix', 'left the X- of a header out, or put one before it', MISSING, ({ call }) => {
    for (const name of lacking(call)) {
      const other = name.startsWith('x-') ? name.slice(2) : `x-${name}`;
      if (header(call, other) !== undefined)
        return {
          finding: `The header is called ${name}; what came is called ${other}.`,
          next: [hint('Send it as:', `${name}: <what you sent as ${other}>`)],
        };
    }
    return undefined;
  }),
  mistake('header-misspelt', 'misspelt the name of a header', MISSING, ({ call }) => {
    const names = lacking(call);
    for (const sent of Object.keys(call.request.headers)) {
      if (USUAL.test(sent) || wantedHeaders(call).includes(sent)) continue;
      const meant = names.find((name) => plain(name) === plain(sent)) ?? nearest(sent, names);
      if (meant !== undefined)
        return {
          finding: `The header ${meant} is wanted; what came is called ${sent}.`,
          next: [hint('Send it as:', `${meant}: <what you sent as ${sent}>`)],
        };
    }
    return undefined;
  }),
  mistake('header-in-query', 'put what belongs into a header into the URL', MISSING, ({ call }) => {
    for (const name of lacking(call)) {
      const sent = Object.keys(call.request.query).find((one) => plain(one) === plain(name));
      if (sent !== undefined)
        return {
          finding: `${name} is a header here; what came stands in the URL as ${sent}. Whatever stands in a URL is written into logs.`,
          next: [hint('Send it as a header:', `${name}: <value>`)],
        };
    }
    return undefined;
  }),
  mistake('header-in-body', 'put what belongs into a header into the body', MISSING, ({ call }) => {
    const fields = Object.keys(bodyFields(call));
    for (const name of lacking(call)) {
      const sent = fields.find((one) => plain(one) === plain(name));
      if (sent !== undefined)
        return {
          finding: `${name} is a header here; what came stands in the body as ${sent}.`,
          next: [hint('Send it as a header:', `${name}: <value>`)],
        };
    }
    return undefined;
  }),
  mistake('header-empty', 'sent a header with nothing in it', [...MISSING, 'missing_tenant'], ({ call }) => {
    const name = wantedHeaders(call).find((one) => header(call, one)?.trim() === '');
    return name === undefined
      ? undefined
      : {
          finding: `The header ${name} is there and empty: a variable that is not set?`,
          next: [
            hint('Print what you send:', `curl -v …   # shows each header; ${name} must have a value`),
            wanted(call),
          ],
        };
  }),
  mistake('token-in-query', 'put an access token into the URL', MISSING, ({ call }) => {
    const name = ['access_token', 'token', 'bearer', 'jwt'].find((one) => call.request.query[one] !== undefined);
    return name === undefined
      ? undefined
      : {
          finding: `An access token goes into the Authorization header; what came stands in the URL as ${name}, where it is written into logs (RFC 6750 §2.3 advises against it).`,
          next: [hint('Send:', 'Authorization: Bearer <access token>')],
        };
  }),
  mistake('token-in-body', 'put an access token into the body', MISSING, ({ call }) => {
    const name = ['access_token', 'token'].find((one) => bodyFields(call)[one] !== undefined);
    return name === undefined
      ? undefined
      : {
          finding: `An access token goes into the Authorization header; what came stands in the body as ${name}.`,
          next: [hint('Send:', 'Authorization: Bearer <access token>')],
        };
  }),
  mistake('token-in-cookie', 'sent the credential as a cookie', MISSING, ({ call }) => {
    const [, name] = /(?:^|;\s*)([\w-]*(?:token|session|auth|key)[\w-]*)=/i.exec(header(call, 'cookie') ?? '') ?? [];
    return name === undefined ||
      header(call, 'authorization') !== undefined ||
      wantedParts(call).some((part) => part.in === 'cookie')
      ? undefined
      : {
          finding: `This operation reads no cookie; the credential came as the cookie ${name}.`,
          next: [wanted(call)],
        };
  }),
];
