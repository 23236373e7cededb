/** Requests to the authorization and token endpoints that the OAuth checks share. */
import { createHash } from 'node:crypto';
import type { Subject } from './oauth-subject.ts';
import { endpointFor } from './oauth-subject.ts';
import { GRANT_TYPE } from '../../driver/grant-types.ts';
import { clientsAt } from '../../driver/choose-credential.ts';
import type { OAuthDriver, TokenSet } from '../../check-drivers.ts';
import type { Context } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import type { TargetClient } from '../../target/target.ts';
import { contractMs } from '../../../mock/contract/durations.ts';
import type { Grant } from '../../../specs/generated/vocabulary.ts';

export type Fields = Readonly<Record<string, string | undefined>>;

/** Verifier and challenge of RFC 7636 appendix B. */
export const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
export const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

export const s256 = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

/** Whether an authorization request needs a challenge. */
export const wantsPkce = ({ authorize }: Subject): boolean =>
  authorize !== undefined && authorize.action.pkce.startsWith('required');

export const S256_CHALLENGE = { code_challenge: CHALLENGE, code_challenge_method: 'S256' } as const;
export const PLAIN_CHALLENGE = { code_challenge: VERIFIER, code_challenge_method: 'plain' } as const;
/** Parameters of a request without a challenge, even where the contract demands one. */
export const NO_CHALLENGE = { code_challenge: undefined, code_challenge_method: undefined } as const;

/** What goes into an authorization request of a contract that demands PKCE. */
export const challengeOf = (subject: Subject): Fields => (wantsPkce(subject) ? S256_CHALLENGE : {});

export const verifierOf = (subject: Subject): Fields => (wantsPkce(subject) ? { code_verifier: VERIFIER } : {});

/** What the authorization endpoint answered, and whom. */
export interface AuthorizationAnswer extends Awaited<ReturnType<OAuthDriver['authorize']>> {
  readonly client: TargetClient;
}

/**
 * An authorization request that is right but for these parameters.
 *
 * @param client default: any that may get codes
 */
export async function askAuthorization(
  context: Context,
  subject: Subject,
  query: Parameters<OAuthDriver['authorize']>[1],
  client: TargetClient = context.oauth.client('authorization_code', { redirects: true }),
): Promise<AuthorizationAnswer> {
  return { client, ...(await context.oauth.authorize(client, { ...challengeOf(subject), ...query })) };
}

export interface CodeOptions {
  /** Default: any that may get codes. */
  readonly client?: TargetClient;
  /** Of the authorization request. */
  readonly query?: Fields;
  /** Of the token request. */
  readonly form?: Fields;
  /** How the token request is sent; default as it is. */
  readonly send?: (client: TargetClient, form: Fields) => Promise<Exchange>;
}

export interface Code {
  readonly client: TargetClient;
  readonly code: string;
  readonly redirectUri: string;
}

/** With where the browser was sent with the code. */
export async function askCode(
  context: Context,
  subject: Subject,
  options: CodeOptions = {},
): Promise<Code & { readonly location: URL; readonly exchange: Exchange }> {
  const client = options.client ?? context.oauth.client('authorization_code', { redirects: true });
  const { code, redirectUri, location, exchange } = await context.oauth.code(client, {
    ...challengeOf(subject),
    ...options.query,
  });
  return { client, code, redirectUri, location, exchange };
}

/** @param form over what a right request would send; undefined takes a field out */
export function redeem(
  context: Context,
  subject: Subject,
  { client, code, redirectUri }: Code,
  form: Fields = {},
  send: CodeOptions['send'] = (asker, fields) => context.oauth.token(asker, fields),
): Promise<Exchange> {
  return send(client, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    ...verifierOf(subject),
    ...form,
  });
}

/** Tokens of the authorization code grant, with the client they belong to. */
export async function codeTokens(
  context: Context,
  subject: Subject,
  options: CodeOptions = {},
): Promise<TokenSet & { readonly client: TargetClient }> {
  const code = await askCode(context, subject, options);
  return {
    ...context.oauth.tokens(await redeem(context, subject, code, options.form, options.send)),
    client: code.client,
  };
}

/** A client that may refresh, and a refresh token of its own. */
export async function refreshable(
  context: Context,
  subject: Subject,
  options: CodeOptions = {},
): Promise<TokenSet & { readonly client: TargetClient; readonly refresh_token: string }> {
  const client = options.client ?? refresher(context, subject);
  const { scope: asked } = options.query ?? {};
  const wanted = subject.credential.refresh?.scope;
  const scope =
    asked === undefined || wanted === undefined || asked.split(' ').includes(wanted) ? asked : `${asked} ${wanted}`;
  const query = scope === undefined ? options.query : { ...options.query, scope };
  const tokens = await codeTokens(context, subject, { ...options, client, ...(query && { query }) });
  const { refresh_token } = tokens;
  context.expect.that(
    refresh_token !== undefined,
    'a refresh token with the answer to an authorization code',
    'none',
    tokens.exchange,
  );
  return { ...tokens, refresh_token };
}

/** Clients that may use a grant from here; keys that stand for clients among them. */
export const clientsFor = ({ contract, target }: Context, subject: Subject, grant: Grant): readonly TargetClient[] =>
  clientsAt({ contract, target }, endpointFor(subject, grant).operation, grant);

/** A client that may both get codes and refresh. */
export function refresher(
  context: Context,
  subject: Subject,
  other?: TargetClient,
  fits: (client: TargetClient) => boolean = () => true,
): TargetClient {
  const client = clientsFor(context, subject, 'refresh_token').find(
    (one) =>
      one.grants.includes('authorization_code') &&
      one.redirect_uris.length > 0 &&
      one.client_id !== other?.client_id &&
      fits(one),
  );
  return client ?? context.notRun('the target has no client that may refresh here');
}

/** Any tokens that the target can be made to give, by the grant that costs least. */
export async function anyTokens(
  context: Context,
  subject: Subject,
): Promise<TokenSet & { readonly client: TargetClient }> {
  if (subject.grants.has('client_credentials')) {
    const client = context.oauth.client('client_credentials');
    return { ...(await context.oauth.clientCredentials(client)), client };
  }
  return codeTokens(context, subject);
}

/** Stops a clock that can be stopped on a whole second, where tokens begin and end: an edge is then met to the millisecond. */
export async function stopOnSecond({ clock }: Context): Promise<void> {
  if (!clock.movable) return;
  await clock.freeze();
  await clock.advance(1000 - ((await clock.now()) % 1000));
}

/** How long a refresh token that was traded in is still answered, in milliseconds. */
export const leewayMs = ({ credential: { refresh } }: Subject): number =>
  refresh?.reuse_leeway === undefined ? 0 : contractMs(refresh.reuse_leeway);

/** Lets the time pass in which a refresh token that was traded in may still be answered. */
export async function pastLeeway({ clock }: Context, subject: Subject): Promise<void> {
  const leeway = leewayMs(subject);
  if (leeway > 0) await clock.wait(leeway);
}

/** A client and a form that is right but for what a check changes: refused and granted alike, nothing is used up. */
export async function rightForm(
  context: Context,
  subject: Subject,
  grant?: Grant,
): Promise<{ readonly client: TargetClient; readonly form: Fields; readonly grant: Grant }> {
  if (grant === undefined ? subject.grants.has('client_credentials') : grant === 'client_credentials') {
    const client = context.oauth.client('client_credentials');
    const { default_scope } = subject.credential;
    const scope = default_scope === undefined ? client.scopes[0] : undefined;
    return {
      client,
      form: { grant_type: GRANT_TYPE.client_credentials, ...(scope === undefined ? {} : { scope }) },
      grant: 'client_credentials',
    };
  }
  const { client, code, redirectUri } = await askCode(context, subject);
  return {
    client,
    form: { grant_type: GRANT_TYPE.authorization_code, code, redirect_uri: redirectUri, ...verifierOf(subject) },
    grant: 'authorization_code',
  };
}
