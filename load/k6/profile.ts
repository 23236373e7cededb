/**
 * A compiled load profile: what a k6 script needs of a contract and a target, as JSON. It is made by `load/node/`, and
 * holds no secret: where one belongs stands a placeholder.
 *
 * A placeholder is a name between double underscores (`__TOKEN__`). Those that start with `TOLLGATE_` are environment
 * variables, with the secrets of the target; the others are filled in as a run goes on.
 */
import type { SignatureCredential, RateLimit } from '../../specs/generated/vocabulary.ts';

export type Pair = readonly [name: string, value: string];

/** A request with placeholders. */
export interface Template {
  readonly operation: string;
  readonly method: string;
  /** Absolute, with path and query. */
  readonly url: string;
  /** Below the contract's base URL, as signatures have it. */
  readonly path: string;
  readonly headers: readonly Pair[];
  readonly body: string | null;
  /** What the body is written in, which decides how a placeholder's value is written there. */
  readonly encoding: 'json' | 'form';
  /** HTTP Basic authentication, which cannot be written down with placeholders. */
  readonly basic: { readonly id: string; readonly secret: string } | null;
  /** Statuses that are no failure. */
  readonly good: readonly number[];
  /** Class of the quota that it counts in. */
  readonly quota: string | null;
  /** What an answer says → JSON pointers at which it may stand. */
  readonly facts: Readonly<Record<string, readonly string[]>>;
}

/** A request that carries a caller's credential. */
export interface Call extends Template {
  readonly caller: string;
  /** Where each request is signed. */
  readonly hmac: HmacRecipe | null;
  /** Statuses by which a credential that is dead is refused. */
  readonly dead: readonly number[];
}

/** Without key pairs, which k6 does not sign with here. */
type HmacAlgorithm = Exclude<SignatureCredential['algorithm'], `rsa-${string}` | `ecdsa-${string}` | 'ed25519'>;

export interface HmacRecipe
  extends Pick<
    SignatureCredential,
    'encoding' | 'message' | 'request' | 'digest' | 'timestamp_format' | 'scope' | 'secret_encoding'
  > {
  readonly algorithm: HmacAlgorithm;
  readonly separator: string;
  readonly id: string;
  /** A placeholder. */
  readonly secret: string;
  /** Names of the signed header fields, in lower case and sorted. */
  readonly signedHeaders: readonly string[];
  /** Of an HTTP message signature: the components, as contracts write them, and its tag. */
  readonly components: readonly string[];
  readonly tag: string | null;
}

/** How a client gets tokens. */
export interface TokenSource {
  /** Where people would be sent, for a code; placeholders `STATE`, `CHALLENGE`. */
  readonly authorize: Template | null;
  /** PlaceholderValues `CODE`, `VERIFIER`. */
  readonly issue: Template;
  /** Placeholder `REFRESH_TOKEN`. */
  readonly refresh: Template | null;
  /** By the contract; an answer's `expires_in` is believed rather. */
  readonly lifetimeSeconds: number;
}

/** Who calls, by label: a credential's kind and its public half, fit for reports. */
export interface Caller {
  readonly token: TokenSource | null;
  /** Opens a session. */
  readonly login: Template | null;
}

/** How a client writes assertions (RFC 7523 §3). */
export interface AssertionRecipe {
  readonly client: string;
  readonly audience: string;
  readonly algorithm: 'ES256' | 'RS256';
  /** A placeholder: the private JWK, as JSON. */
  readonly key: string;
}

/** How a client trades assertions for tokens. */
export interface AssertionFlow {
  readonly caller: string;
  readonly recipe: AssertionRecipe;
  /** Placeholder `ASSERTION`. */
  readonly issue: Template;
  /** Statuses by which a bad assertion is refused. */
  readonly dead: readonly number[];
  /** A read by the token, where it may read anything. */
  readonly read: Call | null;
}

/** How a client ends a token of its own. */
export interface Revocation {
  readonly caller: string;
  /** Placeholder `TOKEN`. */
  readonly revoke: Template;
  /** What the token could do until then. */
  readonly read: Call | null;
  /** What is said of the token, before and after. */
  readonly introspect: Template | null;
}

/** How somebody asks what a token is. */
export interface Introspection {
  readonly caller: string;
  /** Placeholder `TOKEN`. */
  readonly introspect: Template;
}

/** A sign-on link that is followed. */
export interface SignOn {
  readonly caller: string;
  /** Placeholder `LINK`, in hexadecimal. */
  readonly enter: Template;
  /** JSON of the link; placeholders `PERSON`, `MADE_AT` and that of the user's key. */
  readonly link: string;
  /** A placeholder: the developer's key (64 hexadecimal digits), where the link is encrypted. */
  readonly encryption: string | null;
  /** How old a link may be. */
  readonly lifetimeSeconds: number;
  /** Statuses by which a link that is too old is refused. */
  readonly dead: readonly number[];
  /** Name of the cookie that the answer sets. */
  readonly cookie: string;
  /** What the link leads to; placeholder `COOKIE`. */
  readonly page: Template | null;
}

/** A link that signs somebody in, who is made for it: asked for, read and followed. */
export interface MagicLink {
  readonly caller: string;
  readonly tenant: string;
  /** Which field of the person holds the address: `username`, or one of the profile. */
  readonly field: string;
  /** What an address looks like. */
  readonly address: string;
  /** Placeholder `ADDRESS`. */
  readonly ask: Template;
  /** Placeholders `LINK_TOKEN`, `BROWSER`. */
  readonly redeem: Template;
  /** The fact that the answer gives. */
  readonly gives: 'session.token' | 'token.access_token';
  /** Name of the cookie that ties the link to the browser that asked for it. */
  readonly browser: string | null;
  /** Name of the cookie that carries the session. */
  readonly cookie: string | null;
  /** What the link opens; placeholder `CREDENTIAL`. */
  readonly use: Template | null;
  /** Statuses by which a used link is refused. */
  readonly dead: readonly number[];
}

export interface OtpFlow {
  readonly request: Call;
  /** PlaceholderValues `OTP_ID`, `OTP_CODE`. */
  readonly verify: Call;
  /** Placeholder `VERIFICATION`. */
  readonly act: Call;
  /** A placeholder, where the target takes a fixed code; null to read it from the control plane. */
  readonly code: string | null;
}

/** A quota to be driven past. */
export interface Edge {
  readonly call: Call;
  readonly quota: string;
  /** Whether the limit is the run's own, since the contract has none. */
  readonly lent: boolean;
  /** Header names, in lower case, by what they say; null where the contract has none. */
  readonly headers: Readonly<Record<'limit' | 'remaining' | 'resetAfter' | 'resetEpoch' | 'retryAfter', string | null>>;
}

export interface QuotaFigures {
  /** Null for no limit. */
  readonly limit: number | null;
  readonly windowSeconds: number;
  /** Windows that the same requests count in, each longer than the one before. */
  readonly longer: readonly { readonly limit: number; readonly windowSeconds: number }[];
  readonly algorithm: RateLimit['algorithm'];
  /** How many requests of a caller may be under way; null for any number. */
  readonly inFlight: number | null;
}

export interface LoadProfile {
  readonly contract: string;
  readonly title: string;
  readonly scenario: string;
  readonly target: string;
  /** Of the control plane, where the target has one; and the sandbox that the run has to itself. */
  readonly control: { readonly url: string; readonly sandbox: string | null } | null;
  /** One URL for each host that is asked. */
  readonly origins: readonly string[];
  readonly insecure: boolean;
  readonly timeoutSeconds: number;
  /** In force during the run. */
  readonly quotas: Readonly<Record<string, QuotaFigures>>;
  readonly callers: Readonly<Record<string, Caller>>;
  /** Callers that get tokens. */
  readonly tokens: readonly string[];
  readonly reads: readonly Call[];
  readonly signed: readonly Call[];
  /** By a session that is used again and again. */
  readonly kept: readonly Call[];
  /** How long a session lives without being used. */
  readonly idleSeconds: number | null;
  /** Placeholder `FRESH`. */
  readonly creates: readonly Call[];
  /** PlaceholderValues `FRESH`, `IDEMPOTENCY_KEY`. */
  readonly retried: readonly Call[];
  readonly otp: OtpFlow | null;
  readonly assertions: readonly AssertionFlow[];
  readonly revocations: readonly Revocation[];
  readonly introspections: readonly Introspection[];
  readonly signOns: readonly SignOn[];
  readonly magicLinks: readonly MagicLink[];
  readonly edges: readonly Edge[];
  /** Quotas that are not driven, and why. */
  readonly undriven: readonly { readonly quota: string; readonly reason: string }[];
}
