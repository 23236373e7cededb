/**
 * What an authorization request asks of signing in, and what of claims.
 *
 * @see OpenID Connect Core §3.1.2.1 (parameters), §5.5 (`claims`), §5.5.1.1 (`acr`)
 */
import { scopeList } from '../oauth/scopes.ts';
import type { AuthorizationError } from '../oauth/redirect-response.ts';
import type { Call } from '../../request/call.ts';
import { readHint } from './id-token-hint.ts';
import type { OpenIdRequest } from './openid-grant.ts';

/** What must hold of the session, or be done anew. */
export interface Prompting {
  readonly none: boolean;
  readonly login: boolean;
  readonly consent: boolean;
  /** Seconds since the person signed in, at most. */
  readonly maxAge: number | undefined;
  /** `sub` that has to be signed in, as the client knows it; undefined for anybody. */
  readonly subject: string | undefined;
}

export interface AuthenticationRequest {
  readonly prompting: Prompting;
  /** Undefined where the scope does not hold `openid`: then there is no ID token. */
  readonly openid: OpenIdRequest | undefined;
}

const PROMPTS = ['none', 'login', 'consent', 'select_account'];

const malformed = (description: string): AuthorizationError => ({ error: 'invalid_request', description });

type Claims = {
  readonly names: readonly string[];
  readonly subject: string | undefined;
  /** Classes one of which the sign-in must be of; undefined for any. */
  readonly classes: readonly unknown[] | undefined;
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const NO_CLAIMS: Claims = { names: [], subject: undefined, classes: undefined };

/** Named in `value` or `values`. */
const classesIn = ({ value, values }: Readonly<Record<string, unknown>>): readonly unknown[] | undefined =>
  Array.isArray(values) ? values : value === undefined ? undefined : [value];

/** Names asked for in one half of the `claims` parameter; undefined for what is no such half. */
function claimsIn(half: unknown): Claims | undefined {
  if (half === undefined) return NO_CLAIMS;
  if (!isObject(half)) return undefined;
  const { sub, acr } = half;
  return {
    names: Object.keys(half),
    subject: isObject(sub) && typeof sub['value'] === 'string' ? sub['value'] : undefined,
    classes: isObject(acr) && acr['essential'] === true ? classesIn(acr) : undefined,
  };
}

function readClaims(text: string | undefined): { readonly id: Claims; readonly userinfo: Claims } | undefined {
  if (text === undefined) return { id: NO_CLAIMS, userinfo: NO_CLAIMS };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const id = claimsIn(value['id_token']);
  const userinfo = claimsIn(value['userinfo']);
  return id && userinfo && { id, userinfo };
}

/**
 * @param given a parameter's value, where it came once and is not empty
 * @param scope as it was granted
 * @param acr the class that people are signed in with; undefined where the contract tells none
 */
export function readAuthenticationRequest(
  call: Call,
  given: (name: string) => string | undefined,
  scope: string,
  client: string,
  acr: string | undefined,
): AuthenticationRequest | AuthorizationError {
  const prompts = given('prompt')?.split(' ') ?? [];
  const unknown = prompts.some((prompt) => !PROMPTS.includes(prompt));
  if (unknown) return malformed(`prompt must be of ${PROMPTS.join(', ')}.`);
  if (prompts.includes('none') && prompts.length > 1) return malformed('prompt none stands alone.');
  const age = given('max_age');
  if (age !== undefined && !/^\d{1,10}$/.test(age)) return malformed('max_age must be a number of seconds.');
  const claims = readClaims(given('claims'));
  if (claims === undefined) return malformed('claims must be a JSON object with id_token or userinfo.');
  const { classes } = claims.id;
  // A class that is wanted and cannot be given is a failed sign-in; wishes of `acr_values` are none (§5.5.1.1).
  if (classes !== undefined && !classes.includes(acr))
    return {
      error: 'unmet_authentication_requirements',
      description: 'The request wants another acr than people are signed in with here.',
    };
  const hint = given('id_token_hint');
  const hinted = hint === undefined ? undefined : readHint(call, hint);
  if (hint !== undefined && (hinted === undefined || hinted.client !== client))
    return malformed('id_token_hint must be an ID token that this client got here.');
  return {
    prompting: {
      none: prompts.includes('none'),
      login: prompts.includes('login') || prompts.includes('select_account'),
      consent: prompts.includes('consent'),
      maxAge: age === undefined ? undefined : Number(age),
      subject: hinted?.subject ?? claims.id.subject ?? claims.userinfo.subject,
    },
    openid: scopeList(scope).includes('openid')
      ? {
          nonce: given('nonce') ?? null,
          id_claims: claims.id.names,
          userinfo_claims: claims.userinfo.names,
        }
      : undefined,
  };
}
