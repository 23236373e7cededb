/** What a check is given to work with: the contract, the target, and functions that send requests and judge answers. */
import type { CompiledOperation, CompiledContract, CompiledRequirement } from '../mock/contract/compiled-contract.ts';
import type { Failure } from '../specs/generated/vocabulary.ts';
import type { ClockDriver, KeyDriver, LinkDriver, OAuthDriver, OtpDriver } from './check-drivers.ts';
import type { BurstAnswer } from './driver/burst.ts';
import type { Exchange } from './exchange.ts';
import type { ClientCertificate, FormFields, RequestParts } from './sent-request.ts';
import type { Symptom } from './symptom.ts';
import type { Target, TargetClient, TargetKey, TargetUser } from './target/target.ts';

export type { FormFields, RequestParts };

/** A credential ready to be presented: what goes into headers, query or cookie. */
export interface Presentation {
  readonly requirement: CompiledRequirement;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly tenant: string;
  readonly key?: TargetKey | undefined;
  /** What the connection is made with, where the credential is that. */
  readonly certificate?: ClientCertificate;
  readonly client?: TargetClient | undefined;
  readonly user?: TargetUser | undefined;
  /** The bearer or session token, where it is one. */
  readonly token?: string | undefined;
  /** Milliseconds for which the token is good, where the answer that gave it said so. */
  readonly lifetimeMs?: number | undefined;
  /** The timestamp to sign with, where the credential carries it in no place of its own. */
  readonly signedAt?: string | undefined;
}

export interface Context {
  readonly contract: CompiledContract;
  readonly target: Target;

  /**
   * Sends a request below the contract's base URL and keeps the exchange. A real target's 429 is waited out, unless the
   * check is impatient: it wants to see it. What is to race goes `atOnce`, without a pace between.
   */
  send(parts: RequestParts, options?: { readonly impatient?: boolean; readonly atOnce?: boolean }): Promise<Exchange>;
  /**
   * Sends a request many times, one right after the other, and keeps no exchange: for a target that has a control
   * plane, where nobody is in the way. @returns the answers, in order
   */
  burst(parts: RequestParts, count: number): Promise<readonly BurstAnswer[]>;
  /**
   * A valid request of an operation without credentials: required identifiers, parameters and body from examples and
   * the target's own values.
   */
  request(
    operation: CompiledOperation,
    overrides?: Partial<RequestParts>,
    who?: { readonly tenant?: string },
  ): Promise<RequestParts>;
  /** Adds a credential to a request; signatures are made here, so a request that was changed is presented again. */
  present(parts: RequestParts, presentation: Presentation): RequestParts;
  /**
   * A good credential for the operation: `requirement` picks one of its alternatives; throws NotRun where the target
   * offers none.
   */
  credential(operation: CompiledOperation, options?: CredentialOptions): Promise<Presentation>;
  /** A valid request with a good credential, sent. */
  call(
    operation: CompiledOperation,
    options?: CredentialOptions & { readonly parts?: Partial<RequestParts> },
  ): Promise<Exchange>;
  /** The operation whose action has this type, and fits; throws NotRun where there is none. */
  operation(type: string, fits?: (operation: CompiledOperation) => boolean): CompiledOperation;

  readonly oauth: OAuthDriver;
  readonly otp: OtpDriver;
  readonly links: LinkDriver;
  readonly clock: ClockDriver;
  readonly keys: KeyDriver;
  /**
   * Changes settings of the check's own world (`PATCH /settings/{contract}` of the control plane); throws NotRun where
   * there is none.
   */
  settings(change: Readonly<Record<string, unknown>>): Promise<void>;

  /** Judges. Each throws a CheckFailure with the exchange where it does not hold. */
  readonly expect: Expect;
  /** Declines: the check cannot be run here. */
  notRun(reason: string): never;
  /** Keeps a value out of every report. */
  secret(value: string): void;
}

export interface CredentialOptions {
  readonly requirement?: CompiledRequirement;
  /** Default: the first tenant that has what is needed. */
  readonly tenant?: string;
  /** A credential that lacks the operation's scopes or role. */
  readonly lacking?: boolean;
  /** The operation's other requirements, which a credential must lack as well. */
  readonly alternatives?: readonly CompiledRequirement[];
  /** A credential of a tenant other than this one. */
  readonly notTenant?: string;
  /** A person other than this one, by id. */
  readonly notUser?: string;
}

export interface Expect {
  /** The status is one of these. */
  status(
    exchange: Exchange,
    wanted: number | readonly number[],
    why: string,
    /** The refusal that the status is of. */
    about?: { readonly operation: CompiledOperation; readonly failure: Failure },
  ): void;
  /**
   * The answer is the contract's for this failure (after fall-back): status, and against the mock or where documented
   * the body's fixed parts. A text for people counts only where a document quotes it.
   *
   * @param why what the request did, where neither the check's title nor the exchange shows it
   */
  failure(exchange: Exchange, operation: CompiledOperation, failure: Failure | readonly Failure[], why?: string): void;
  /** 2xx, or the operation's own good status. */
  success(exchange: Exchange, operation: CompiledOperation): void;
  /** Status, headers and body are what the contract declares. */
  contract(exchange: Exchange, operation: CompiledOperation): void;
  header(exchange: Exchange, name: string, holds: (value: string | undefined) => boolean, wanted: string): void;
  /**
   * Anything else: `holds` false fails with these words.
   *
   * @param rule the same wherever the same thing is wrong: the name of a rule that several checks try, or a symptom
   */
  that(holds: boolean, wanted: string, got: string, exchange?: Exchange, rule?: string | Symptom): asserts holds;
}
