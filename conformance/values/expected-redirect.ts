/**
 * Where the authorization endpoint sends the browser back to: the client's address, with the client's state, from the
 * issuer.
 */
import type { CompiledOperation, CompiledContract } from '../../mock/contract/compiled-contract.ts';
import { contractMs } from '../../mock/contract/durations.ts';
import type { Finding } from '../check.ts';
import type { Pairs } from '../driver/request-parts.ts';
import { answerOf } from '../visit.ts';
import type { Visit } from '../visit.ts';
import { missingOnWayBack } from '../symptom.ts';
import type { Target } from '../target/target.ts';

/** The one value of a parameter; undefined where it came not at all, twice, or empty (RFC 6749 §3.1). */
function single(pairs: Pairs, name: string): string | undefined {
  const [value, ...others] = pairs.flatMap(([field, one]) => (field === name ? [one] : []));
  return others.length > 0 || value === '' ? undefined : value;
}

function issuerOf(
  { credentials }: CompiledContract,
  { metadata, isMock, baseUrl }: Target,
  { action }: CompiledOperation,
): string | undefined {
  const credential =
    'credential' in action && typeof action.credential === 'string' ? credentials.get(action.credential) : undefined;
  const stated = credential?.kind === 'token' ? credential.issuer : undefined;
  return stated ?? (typeof metadata?.['issuer'] === 'string' ? metadata['issuer'] : isMock ? baseUrl : undefined);
}

/** Printable ASCII (RFC 6749 appendix A.5): a server that refuses another state need not repeat it. */
const refusedForItsState = (state: string, stated: URLSearchParams): boolean =>
  !/^[ -~]+$/.test(state) && stated.get('error') === 'invalid_request';

/** What the texts of an error may be made of (RFC 6749 §4.1.2.1). */
const ERROR_TEXTS = [
  ['error', /^[ !#-[\]-~]+$/],
  ['error_description', /^[ !#-[\]-~]*$/],
  ['error_uri', /^[!#-[\]-~]*$/],
] as const;

function textFault(stated: URLSearchParams): string | undefined {
  const [name] = ERROR_TEXTS.find(([each, allowed]) => !allowed.test(stated.get(each) ?? 'none')) ?? [];
  return (
    name &&
    `${name} in printable ASCII without quotation marks and backslashes${name === 'error_uri' ? ' or spaces' : ''}`
  );
}

/** Seconds that an access token lives which comes with the redirect. */
function lifetimeFault(
  { credentials }: CompiledContract,
  { isMock }: Target,
  { action }: CompiledOperation,
  stated: URLSearchParams,
): string | undefined {
  const told = stated.get('expires_in');
  if (told === null) return undefined;
  const credential =
    'credential' in action && typeof action.credential === 'string' ? credentials.get(action.credential) : undefined;
  const seconds = credential?.kind === 'token' ? contractMs(credential.lifetime) / 1000 : undefined;
  return isMock && seconds !== undefined
    ? told === String(seconds)
      ? undefined
      : `expires_in ${seconds}`
    : /^[1-9]\d*$/.test(told)
      ? undefined
      : 'expires_in in whole seconds';
}

/** What is wrong with the address: undefined where the browser was not seen to be sent back, else a finding or none. */
export function wayBack(
  contract: CompiledContract,
  target: Target,
  authorize: CompiledOperation,
  query: Pairs,
  { exchange, location, unseen }: Visit,
): { readonly finding: Finding | undefined } | undefined {
  if (location === undefined || unseen === true) return undefined;
  // Behind a request_uri, and in a request object, stands another request: what is beside it does not count (RFC 9126
  // §4, RFC 9101 §6.3).
  const own = ['request', 'request_uri'].every((name) => single(query, name) === undefined) ? query : [];
  const [redirectUri, state, issuer] = [
    single(own, 'redirect_uri'),
    single(own, 'state'),
    issuerOf(contract, target, authorize),
  ];
  const stated = answerOf({ location });
  const faults = [
    ...(redirectUri === undefined ||
    !target.isMock ||
    exchange.answerHeaders['location']?.startsWith(redirectUri) === true
      ? []
      : [`the client's own address, ${redirectUri}`]),
    ...(state === undefined ||
    refusedForItsState(state, stated) ||
    (stated.getAll('state').length === 1 && stated.get('state') === state)
      ? []
      : [`state ${JSON.stringify(state)}`]),
    ...(issuer === undefined || !stated.has('iss') || stated.get('iss') === issuer
      ? []
      : [`iss ${JSON.stringify(issuer)}`]),
    ...[textFault(stated), lifetimeFault(contract, target, authorize, stated)].filter((fault) => fault !== undefined),
  ];
  const [wanted] = faults;
  const lost = wanted?.startsWith('state ') === true && !stated.has('state') ? 'state' : undefined;
  return {
    finding:
      wanted === undefined
        ? undefined
        : {
            expected: `${wanted} in the location that the browser is sent to`,
            got: exchange.answerHeaders['location'] ?? location.href,
            exchange,
            ...(lost !== undefined && { symptoms: [missingOnWayBack(lost)] }),
          },
  };
}
