/**
 * Resource servers that a client wants a token for, by name.
 *
 * @see RFC 8707 §2, §2.1, §2.2; RFC 8693 §2.1
 */
import { refuse } from '../../request/call.ts';
import type { Call, Refusal } from '../../request/call.ts';
import type { TokenCredential } from '../../../specs/generated/vocabulary.ts';
import type { BoundCredential } from './bound-credential.ts';
import type { Fault } from './assertion-claims.ts';
import { valuesOf } from './endpoint-form.ts';
import type { Form } from './endpoint-form.ts';
import { baseUrl, issuer } from './issuer.ts';
import type { TokenRecord } from './token-records.ts';

type Parameter = 'resource' | 'audience';

/** Names of a token request that say whom the token is for; each may come more than once. */
export const targetParameters = ({ resources }: TokenCredential): readonly Parameter[] =>
  resources === undefined ? [] : (resources.parameters ?? ['resource']);

/** An authorization request knows `resource` alone. */
export const authorizationTargets = (credential: TokenCredential): readonly Parameter[] =>
  targetParameters(credential).filter((name) => name === 'resource');

/** What this API goes by. */
export const ownNames = (call: Call, credential: TokenCredential): readonly string[] => [
  ...new Set(
    [credential.audience, issuer(call, credential), baseUrl(call)].filter((name): name is string => name !== undefined),
  ),
];

const isAbsolute = (uri: string): boolean => /^[A-Za-z][A-Za-z0-9+.-]*:/.test(uri) && URL.canParse(uri);

/** The first that no token is given out for. */
export function targetFault(
  call: Call,
  credential: TokenCredential,
  name: Parameter,
  asked: readonly string[],
): Fault | undefined {
  const known = [...ownNames(call, credential), ...(credential.resources?.others ?? [])];
  for (const one of asked) {
    if (credential.resources !== undefined && name === 'resource' && (!isAbsolute(one) || one.includes('#')))
      return { rule: 'resource must be an absolute URI without a fragment', got: one };
    if (!known.includes(one))
      return { rule: `${name} must be one that tokens are given out for`, expected: known.join(' or '), got: one };
  }
  return undefined;
}

export const refuseTarget = (call: Call, { rule, expected, got }: Fault): Refusal =>
  refuse('invalid_target', rule, `${call.operation.pointer}/x-action`, { expected, got });

const NOBODY: readonly string[] = [];

/** Whom a form asks for tokens for; nobody where the contract knows no such parameters. */
export function readTargets(
  call: Call,
  { credential }: BoundCredential,
  form: Form,
  names: readonly Parameter[] = targetParameters(credential),
): readonly string[] | Fault {
  if (names.length === 0) return NOBODY;
  const asked: string[] = [];
  for (const name of names) {
    const values = valuesOf(form, name);
    const fault = targetFault(call, credential, name, values);
    if (fault) return fault;
    asked.push(...values);
  }
  return [...new Set(asked)];
}

/**
 * Whom a token is for, of those that its authorization is for. @param granted undefined for this API alone
 *
 * @returns undefined for what everybody gets who asks for nothing
 */
export function narrowTargets(
  call: Call,
  { credential }: BoundCredential,
  granted: readonly string[] | undefined,
  asked: readonly string[],
): readonly string[] | undefined | Refusal {
  if (asked.length === 0) return granted;
  const may = granted ?? ownNames(call, credential);
  const more = asked.find((one) => !may.includes(one));
  return more === undefined
    ? asked
    : refuseTarget(call, {
        rule: 'a token must be for nobody that its authorization was not for',
        expected: may.join(' or '),
        got: more,
      });
}

/** Where nobody authorized anything before, whoever is asked for is granted. */
export const grantedTargets = (asked: readonly string[]): readonly string[] | undefined =>
  asked.length === 0 ? undefined : asked;

/** Why a token that is good elsewhere opens nothing here; most tokens are for nobody in particular. */
export function audienceRefusal(call: Call, name: string, { audience }: TokenRecord): Refusal | undefined {
  if (audience === undefined) return undefined;
  const credential = call.world.contract.credentials.get(name);
  if (credential?.kind !== 'token') return undefined;
  const own = ownNames(call, credential);
  return audience.some((one) => own.includes(one))
    ? undefined
    : refuse('invalid_token', 'the token must be for this API', `#/x-credentials/${name}/resources`, {
        expected: own.join(' or '),
        got: `a token for ${audience.join(' and ')}`,
      });
}
