/**
 * What a check asks for that takes more than one request, or something other than a request: tokens, passwords, time,
 * keys.
 */
import type { CompiledOperation } from '../mock/contract/compiled-contract.ts';
import type { Visit } from './visit.ts';
import type { RequestParts } from './sent-request.ts';
import type { BurstAnswer } from './driver/burst.ts';
import type { Exchange } from './exchange.ts';
import type { TargetClient, TargetKey, TargetUser } from './target/target.ts';

export interface TokenSet {
  readonly access_token: string;
  readonly refresh_token: string | undefined;
  readonly scope: string | undefined;
  readonly expires_in: number | undefined;
  readonly exchange: Exchange;
}

export interface BrowserOptions {
  /** Cookies of a browser that is used again, by name; default one that is thrown away. */
  readonly cookies?: Map<string, string>;
}

export interface OAuthDriver {
  /**
   * The same driver for another token credential of the contract; this one is for the first that has a token endpoint.
   */
  of(credential: string): OAuthDriver;
  /**
   * A client that may use the grant, without address list; `other` than the one given. Throws NotRun where there is
   * none.
   */
  client(grant: string, options?: { readonly other?: TargetClient; readonly redirects?: boolean }): TargetClient;
  /**
   * Posts a form to the (first fitting) token endpoint, client authenticated as the contract prefers. `undefined`
   * removes a field; a list repeats it.
   */
  token(
    client: TargetClient | undefined,
    form: Readonly<Record<string, string | readonly string[] | undefined>>,
    options?: {
      readonly authenticate?: 'post' | 'basic' | 'none';
      readonly headers?: readonly (readonly [string, string])[];
      /** What the connection is made with: null for none, default the client's own. */
      readonly certificate?: RequestParts['certificate'];
      /** It races others: no pace is kept between them. */
      readonly atOnce?: boolean;
    },
  ): Promise<Exchange>;
  /** Posts the same form to the token endpoint many times at once. @returns the answers */
  burst(
    client: TargetClient,
    form: Readonly<Record<string, string | readonly string[] | undefined>>,
    count: number,
  ): Promise<readonly BurstAnswer[]>;
  /** Posts a form to another endpoint that authenticates clients. */
  post(
    operation: CompiledOperation,
    client: TargetClient | undefined,
    form: Readonly<Record<string, string | readonly string[] | undefined>>,
  ): Promise<Exchange>;
  /** Reads a token answer; a CheckFailure unless it is 200 with an access token. */
  tokens(exchange: Exchange): TokenSet;
  /** client_credentials, start to end; works through keys where the contract says `security`. */
  clientCredentials(client: TargetClient, scope?: string): Promise<TokenSet>;
  /**
   * The authorization request as a browser would send it, pushed first where it must be; does not follow redirects.
   * Gives consent where the target shows a page.
   */
  authorize(
    client: TargetClient,
    query: Readonly<Record<string, string | readonly string[] | undefined>>,
    options?: BrowserOptions,
  ): Promise<Visit>;
  /** Pushes an authorization request that is right but for these parameters. */
  push(
    client: TargetClient,
    query: Readonly<Record<string, string | readonly string[] | undefined>>,
    headers?: readonly (readonly [string, string])[],
  ): Promise<Exchange>;
  /** Goes on from a page or redirect of the server until the browser is sent to the client, or stays. */
  follow(exchange: Exchange, redirectUri: string, options?: BrowserOptions): Promise<Visit>;
  /** Authorization request, consent, code. */
  code(
    client: TargetClient,
    query?: Readonly<Record<string, string | undefined>>,
    options?: BrowserOptions,
  ): Promise<{
    /** The redirect. */
    readonly exchange: Exchange;
    readonly code: string;
    readonly redirectUri: string;
    readonly state: string;
    readonly location: URL /** Where the contract demands PKCE: of the challenge sent; `token` adds it by itself to a form with this code. */;
    readonly verifier: string | undefined;
  }>;
  /** The whole authorization code grant; `as` is who agrees, by id, where the contract has several who may. */
  authorizationCode(
    client: TargetClient,
    scope?: string,
    options?: { readonly as?: string | undefined },
  ): Promise<TokenSet>;
  refresh(
    client: TargetClient,
    refreshToken: string,
    form?: Readonly<Record<string, string | undefined>>,
  ): Promise<Exchange>;
  revoke(client: TargetClient, token: string, form?: Readonly<Record<string, string | undefined>>): Promise<Exchange>;
  introspect(
    client: TargetClient,
    token: string,
    form?: Readonly<Record<string, string | undefined>>,
  ): Promise<Exchange>;
  /**
   * A protected operation that takes these tokens, called with one.
   *
   * @param change of the request before it is sent, given its URL
   */
  useToken(
    token: string,
    tenant?: string,
    change?: (parts: RequestParts, url: string) => Promise<RequestParts>,
  ): Promise<Exchange>;
  /** The operation that an answer of this driver is of. */
  operationOf(exchange: Exchange): CompiledOperation | undefined;
  /** Where requests to an operation without parameters in its path go. */
  urlOf(operation: CompiledOperation): string;
}

export interface OtpDriver {
  /** Requests a password for a step-up operation; gives its id. */
  request(
    operation: string,
    resource: string | undefined,
    options?: { readonly tenant?: string },
  ): Promise<{ readonly exchange: Exchange; readonly id: string; readonly to: string }>;
  /** Reads what was sent, as the target's capabilities allow. */
  read(id: string, to: string): Promise<string>;
  verify(id: string, code: string): Promise<Exchange>;
  /** Request, read, verify: a verification token. */
  verification(
    operation: string,
    resource: string | undefined,
    options?: { readonly tenant?: string },
  ): Promise<string>;
}

/** A link that somebody was sent. */
export interface SentLink {
  /** The request for it, and its answer. */
  readonly exchange: Exchange;
  readonly message: { readonly token: string; readonly link: string | undefined; readonly to: string };
  readonly user: TargetUser;
  /** Of the browser that asked, as it sends them; empty where it was given none. */
  readonly cookies: string;
}

/** A link as it is handed over, perhaps one that was never sent. */
export interface HandedLink extends Pick<SentLink, 'message' | 'cookies'> {
  readonly user?: TargetUser;
  /** Of tokens: whom they are for, by id; default an app of the person's tenant. */
  readonly client?: string;
}

export interface LinkDriver {
  /** Asks for a link to an address. */
  ask(operation: CompiledOperation, address: string): Promise<Exchange>;
  /**
   * Asks for a user's link, and reads it.
   *
   * @param written how the request writes the address; default as it is
   */
  send(operation: CompiledOperation, user: TargetUser, written?: string): Promise<SentLink>;
  /** The request that hands a link's token over, in the browser that asked for it. */
  redemption(redeem: CompiledOperation, link: HandedLink): Promise<RequestParts>;
}

export interface ClockDriver {
  /** Epoch milliseconds at the target. */
  now(): Promise<number>;
  /** The same as a span: a reading of the clock takes time, on a busy machine a second and more. */
  bounds(): Promise<{ readonly earliest: number; readonly latest: number }>;
  /** Calls back whenever the clock was moved or stopped. */
  onMove(told: () => void): void;
  /**
   * Lets time pass: on a clock that can be moved at once, else as long as it takes. Throws NotRun where that is longer
   * than the target file allows.
   */
  wait(ms: number): Promise<void>;
  /** Whether it can be stopped and moved, so that the moment before an end can be met. */
  readonly movable: boolean;
  /** Throws NotRun where the clock cannot be moved, and so long a wait is not allowed. */
  within(ms: number): void;
  /**
   * Lets a span run out: on a clock that can be moved to the millisecond, else for as long as it takes and a little
   * longer. Other checks run meanwhile.
   */
  pass(ms: number): Promise<void>;
  /** Throws NotRun where the clock cannot be moved. */
  advance(ms: number): Promise<void>;
  /**
   * Stops the clock, so that edges can be met to the millisecond; `advance` still moves it. Throws NotRun where it
   * cannot be stopped.
   */
  freeze(): Promise<void>;
}

export interface KeyDriver {
  create(credential: string, tenant: string, options?: { readonly role?: string }): Promise<TargetKey>;
  /**
   * A key whose secret may be replaced, and which does nothing else: a new one, or where there is no control plane one
   * of the target's, which gets its secret back when the check ends.
   */
  renewable(credential: string, tenant: string): Promise<TargetKey>;
  /** Another key that may do this beside one: a new one, or where there is no control plane another of the target's. */
  another(than: TargetKey, wanted: readonly string[]): Promise<TargetKey>;
  block(key: TargetKey): Promise<void>;
  unblock(key: TargetKey): Promise<void>;
  remove(key: TargetKey): Promise<void>;
  /** @param overlap how long the old secret is to go on, as an ISO 8601 duration */
  regenerate(key: TargetKey, overlap?: string): Promise<TargetKey>;
  /** Whether the dashboard (the control plane) still shows the key's secret. */
  shown(key: TargetKey): Promise<boolean>;
}
