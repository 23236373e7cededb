/** What a check has to work with: the contract, the target, and ways to ask and to judge. */
import type { OperationPlan, Plan, RequirementPlan } from '../mock/contract/plan.ts';
import type { Failure } from '../specs/generated/vocabulary.ts';
import type { Exchange } from './exchange.ts';
import type { Target, TargetClient, TargetKey, TargetUser } from './target/target.ts';

/** A request under construction; every part may be overridden before it is sent. */
export interface RequestParts {
  readonly method: string;
  /** Path of the contract with parameters filled in: `/v2/contacts/11e9…`. */
  readonly path: string;
  /** In order; a name may come twice. */
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | undefined;
}

/** A credential ready to be presented: what goes into headers, query or cookie. */
export interface Presentation {
  readonly requirement: RequirementPlan;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly tenant: string;
  readonly key?: TargetKey | undefined;
  readonly client?: TargetClient | undefined;
  readonly user?: TargetUser | undefined;
  /** The bearer or session token, where it is one. */
  readonly token?: string | undefined;
}

export interface TokenSet {
  readonly access_token: string;
  readonly refresh_token: string | undefined;
  readonly scope: string | undefined;
  readonly expires_in: number | undefined;
  readonly exchange: Exchange;
}

export interface Context {
  readonly plan: Plan;
  readonly target: Target;

  /**
   * Sends a request below the contract's base URL and keeps the exchange. A real target's 429 is waited out, unless the check is
   * impatient: it wants to see it.
   */
  send(parts: RequestParts, options?: { readonly impatient?: boolean }): Promise<Exchange>;
  /** A valid request of an operation without credentials: required identifiers, parameters and body from examples and the target's own values. */
  request(operation: OperationPlan, overrides?: Partial<RequestParts>, who?: { readonly tenant?: string }): Promise<RequestParts>;
  /** Adds a credential to a request; signatures are made here, so a request that was changed is presented again. */
  present(parts: RequestParts, presentation: Presentation): RequestParts;
  /** A good credential for the operation: `requirement` picks one of its alternatives; throws NotRun where the target offers none. */
  credential(operation: OperationPlan, options?: CredentialOptions): Promise<Presentation>;
  /** A valid request with a good credential, sent. */
  call(operation: OperationPlan, options?: CredentialOptions & { readonly parts?: Partial<RequestParts> }): Promise<Exchange>;
  /** The operation whose action has this type, and fits; throws NotRun where there is none. */
  operation(type: string, fits?: (operation: OperationPlan) => boolean): OperationPlan;

  readonly oauth: OAuthDriver;
  readonly otp: OtpDriver;
  readonly clock: ClockDriver;
  readonly keys: KeyDriver;
  /** Changes settings of the check's own world (`PATCH /settings/{contract}` of the control plane); throws NotRun where there is none. */
  settings(change: Readonly<Record<string, unknown>>): Promise<void>;

  /** Judges. Each throws a CheckFailure with the exchange where it does not hold. */
  readonly expect: Expect;
  /** Declines: the check cannot be run here. */
  notRun(reason: string): never;
  /** Keeps a value out of every report. */
  secret(value: string): void;
}

export interface CredentialOptions {
  readonly requirement?: RequirementPlan;
  /** Default: the first tenant that has what is needed. */
  readonly tenant?: string;
  /** A credential that lacks the operation's scopes or role. */
  readonly lacking?: boolean;
  /** A credential of a tenant other than this one. */
  readonly notTenant?: string;
}

export interface OAuthDriver {
  /** The same driver for another token credential of the contract; this one is for the first that has a token endpoint. */
  of(credential: string): OAuthDriver;
  /** A client that may use the grant, without address list; `other` than the one given. Throws NotRun where there is none. */
  client(grant: string, options?: { readonly other?: TargetClient; readonly redirects?: boolean }): TargetClient;
  /** Posts a form to the (first fitting) token endpoint, client authenticated as the contract prefers. `undefined` removes a field; a list repeats it. */
  token(client: TargetClient | undefined, form: Readonly<Record<string, string | readonly string[] | undefined>>, options?: { readonly authenticate?: 'post' | 'basic' | 'none'; readonly headers?: readonly (readonly [string, string])[] }): Promise<Exchange>;
  /** Reads a token answer; a CheckFailure unless it is 200 with an access token. */
  tokens(exchange: Exchange): TokenSet;
  /** client_credentials, start to end; works through keys where the contract says `security`. */
  clientCredentials(client: TargetClient, scope?: string): Promise<TokenSet>;
  /** The authorization request as a browser would send it; does not follow redirects. Gives consent where the target shows a page. */
  authorize(client: TargetClient, query: Readonly<Record<string, string | readonly string[] | undefined>>): Promise<{ readonly exchange: Exchange; readonly location: URL | undefined; readonly unseen?: boolean }>;
  /** Authorization request, consent, code. */
  code(client: TargetClient, query?: Readonly<Record<string, string | undefined>>): Promise<{ readonly code: string; readonly redirectUri: string; readonly state: string; readonly location: URL; /** Where the contract demands PKCE: of the challenge sent; `token` adds it by itself to a form with this code. */ readonly verifier: string | undefined }>;
  /** The whole authorization code grant. */
  authorizationCode(client: TargetClient, scope?: string): Promise<TokenSet>;
  refresh(client: TargetClient, refreshToken: string, form?: Readonly<Record<string, string | undefined>>): Promise<Exchange>;
  revoke(client: TargetClient, token: string, form?: Readonly<Record<string, string | undefined>>): Promise<Exchange>;
  introspect(client: TargetClient, token: string, form?: Readonly<Record<string, string | undefined>>): Promise<Exchange>;
  /** A protected operation that takes these tokens, called with one. */
  useToken(token: string, tenant?: string): Promise<Exchange>;
}

export interface OtpDriver {
  /** Requests a password for a step-up operation; gives its id. */
  request(operation: string, resource: string | undefined, options?: { readonly tenant?: string }): Promise<{ readonly exchange: Exchange; readonly id: string; readonly to: string }>;
  /** Reads what was sent, as the target's capabilities allow. */
  read(id: string, to: string): Promise<string>;
  verify(id: string, code: string): Promise<Exchange>;
  /** Request, read, verify: a verification token. */
  verification(operation: string, resource: string | undefined, options?: { readonly tenant?: string }): Promise<string>;
}

export interface ClockDriver {
  /** Epoch milliseconds at the target. */
  now(): Promise<number>;
  /** Lets time pass: on a clock that can be moved at once, else as long as it takes. Throws NotRun where that is longer than the target file allows. */
  wait(ms: number): Promise<void>;
  /** Throws NotRun where the clock cannot be moved. */
  advance(ms: number): Promise<void>;
  /** Stops the clock, so that edges can be met to the millisecond; `advance` still moves it. Throws NotRun where it cannot be stopped. */
  freeze(): Promise<void>;
}

export interface KeyDriver {
  create(credential: string, tenant: string, options?: { readonly role?: string }): Promise<TargetKey>;
  block(key: TargetKey): Promise<void>;
  unblock(key: TargetKey): Promise<void>;
  remove(key: TargetKey): Promise<void>;
  regenerate(key: TargetKey): Promise<TargetKey>;
  /** Whether the dashboard (the control plane) still shows the key's secret. */
  shown(key: TargetKey): Promise<boolean>;
}

export interface Expect {
  /** The status is one of these. */
  status(exchange: Exchange, wanted: number | readonly number[], why: string): void;
  /**
   * The answer is the contract's for this failure (after fall-back): status, and against the mock or where documented the body's fixed parts.
   *
   * @param why what the request did, where neither the check's title nor the exchange shows it
   */
  failure(exchange: Exchange, operation: OperationPlan, failure: Failure | readonly Failure[], why?: string): void;
  /** 2xx, or the operation's own good status. */
  success(exchange: Exchange, operation: OperationPlan): void;
  /** Status, headers and body are what the contract declares. */
  contract(exchange: Exchange, operation: OperationPlan): void;
  header(exchange: Exchange, name: string, holds: (value: string | undefined) => boolean, wanted: string): void;
  /** Anything else: `holds` false fails with these words. */
  that(holds: boolean, wanted: string, got: string, exchange?: Exchange): asserts holds;
}
