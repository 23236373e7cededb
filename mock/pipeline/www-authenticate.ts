/**
 * The `WWW-Authenticate` challenge of a refusal: the schemes that the operation takes, and for bearer tokens why.
 *
 * @see [RFC 9110 §11.6.1](https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1), [RFC 6750
 *   §3](https://www.rfc-editor.org/rfc/rfc6750#section-3)
 */
import { capital } from '../contract/capital.ts';
import { resourceMetadataOf, resourceMetadataUrl } from '../auth/oauth/resource-metadata-endpoint.ts';
import type { Failure } from '../../specs/generated/vocabulary.ts';
import type { Call, Refusal } from '../request/call.ts';
import { dpopOf } from '../auth/oauth/dpop-nonce.ts';
import { proofAlgorithms } from '../auth/oauth/dpop-proof.ts';
import { FAILURES } from '../contract/failures.ts';

const BEARER_ERRORS: Partial<Readonly<Record<Failure, string>>> = {
  invalid_token: 'invalid_token',
  expired_token: 'invalid_token',
  revoked_token: 'invalid_token',
  insufficient_scope: 'insufficient_scope',
  multiple_credentials: 'invalid_request',
};

/** @see RFC 9449 §7.1, §9 */
const DPOP_ERRORS: Partial<Readonly<Record<Failure, string>>> = {
  invalid_dpop_proof: 'invalid_dpop_proof',
  use_dpop_nonce: 'use_dpop_nonce',
};

/**
 * A key that is presented as a bearer token is one (RFC 6750 §3.1); where `Basic` is taken too it may be a password.
 */
const KEY_ERRORS: Partial<Readonly<Record<Failure, string>>> = {
  invalid_credentials: 'invalid_token',
  blocked_key: 'invalid_token',
};

const quoted = (text: string): string => `"${text.replaceAll(/[^\x20-\x7e]|["\\]/g, '')}"`;

/** Where a client finds out who gives out tokens (RFC 9728 §5.1), where the contract says so. */
function resourceOf(call: Call): string {
  const document = resourceMetadataOf(call.world.contract);
  return document?.action.in_challenge === true
    ? `, resource_metadata=${quoted(resourceMetadataUrl(call, document.operation))}`
    : '';
}

/** A token can be no good for many reasons, which one the rule tells. */
const describe = ({ failure, note: { rule } }: Refusal): string =>
  failure === 'invalid_token' ? `${capital(rule)}.` : FAILURES[failure].meaning;

/** What is wrong, as parameters of a challenge. */
function errorText(error: string | undefined, refusal: Refusal): string {
  if (error === undefined) return '';
  const scope = refusal.facts?.['failure.required_scope'];
  return `, error="${error}", error_description=${quoted(describe(refusal))}${error === 'insufficient_scope' && typeof scope === 'string' ? `, scope=${quoted(scope)}` : ''}`;
}

export function challengeFor(call: Call, refusal: Refusal): string {
  const { operation, world, request } = call;
  const { failure } = refusal;
  const realm = `realm=${quoted(world.contract.title)}`;
  const parts = operation.requirements.flatMap(({ method }) =>
    method.parts.filter((part) => part.in === 'authorization'),
  );
  const schemes = new Set(parts.map(({ name }) => name));
  // Registrations have tokens of their own, which no security scheme describes.
  if (operation.action.type.startsWith('client.')) schemes.add('bearer');
  const dpop = parts.some(({ name, otherName }) => [name, otherName].includes('dpop')) ? dpopOf(call)?.dpop : undefined;
  const byDpop =
    dpop !== undefined && (!schemes.has('bearer') || /^dpop /i.test(String(request.headers.authorization)));
  const resource = resourceOf(call);
  const challenges: string[] = [];
  if (schemes.has('bearer')) {
    const error = byDpop
      ? undefined
      : (BEARER_ERRORS[failure] ?? (schemes.size === 1 ? KEY_ERRORS[failure] : undefined));
    challenges.push(`Bearer ${realm}${errorText(error, refusal)}${resource}`);
  }
  if (dpop !== undefined) {
    const error = byDpop ? (BEARER_ERRORS[failure] ?? DPOP_ERRORS[failure]) : undefined;
    const algorithms = quoted(proofAlgorithms(dpop).join(' '));
    const challenge = `DPoP ${realm}${errorText(error, refusal)}, algs=${algorithms}${resource}`;
    // What the client tried comes first.
    if (byDpop) challenges.unshift(challenge);
    else challenges.push(challenge);
  }
  if (schemes.has('basic')) challenges.push(`Basic ${realm}, charset="UTF-8"`);
  // A 401 must carry a challenge (RFC 9110 §15.5.2), and no registered scheme is a key in a header of one's own, or a certificate.
  const own = operation.requirements.some(({ method }) => method.parts.length > 0) ? 'ApiKey' : 'ClientCertificate';
  return challenges.length === 0 ? `${own} ${realm}` : challenges.join(', ');
}
