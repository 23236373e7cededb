/** What is checked: where it is, who may call it, and what the suite may do to it. */
import type { ClientCertificate } from '../sent-request.ts';

export interface TargetClient {
  readonly client_id: string;
  readonly client_secret: string | null;
  readonly tenant: string;
  readonly grants: readonly string[];
  readonly scopes: readonly string[];
  readonly redirect_uris: readonly string[];
  /** Where the browser may be sent after signing out. */
  readonly post_logout_redirect_uris: readonly string[];
  /** CIDR ranges; a client with some is left out of ordinary checks. */
  readonly allowed_addresses: readonly string[] | null;
  /** The one way in which it authenticates (RFC 7591 §2), where that is said. */
  readonly token_endpoint_auth_method?: string;
  /** What its authorization requests may ask for (RFC 7591 §2), where that is said. */
  readonly response_types?: readonly string[];
  /** Whether its authorization requests must be pushed (RFC 9126 §6), where that is said. */
  readonly require_pushed_authorization_requests?: boolean;
  /** What it connects with, in PEM. */
  readonly certificate?: ClientCertificate;
  /** Private JWK for the JWTs that it signs. */
  readonly assertion_key: Readonly<Record<string, unknown>> | null;
}

export interface TargetKey {
  readonly credential: string;
  readonly id: string;
  /** Empty for a key that is known by its certificate. */
  readonly secret: string;
  /** What it connects with, in PEM. */
  readonly certificate?: ClientCertificate;
  /** One of the same authority that has expired. */
  readonly expired_certificate?: ClientCertificate;
  readonly tenant: string;
  readonly role: string | null;
  readonly scopes: readonly string[] | null;
  readonly user: string | null;
  /** `replaced` is an old secret of a key that has another now. */
  readonly status: 'active' | 'blocked' | 'deleted' | 'replaced';
  readonly allowed_addresses: readonly string[] | null;
}

export interface TargetUser {
  readonly id: string;
  readonly tenant: string;
  readonly username: string | null;
  readonly password: string | null;
  readonly domain: string | null;
}

export interface TargetCredentials {
  readonly tenants: readonly {
    readonly id: string;
    readonly require_token?: boolean;
    /** What its webhooks are signed with. */
    readonly webhook_secret?: string;
  }[];
  readonly developers: readonly { readonly id: string; readonly encryption_key?: string | null }[];
  readonly clients: readonly TargetClient[];
  /** Clients that are switched off: known, and good for nothing. */
  readonly inactiveClients: readonly TargetClient[];
  readonly keys: readonly TargetKey[];
  readonly users: readonly TargetUser[];
}

/** A shell command whose last line is the answer. */
export interface CommandSource {
  readonly kind: 'command';
  readonly command: string;
  /** Milliseconds that it may take. */
  readonly timeoutMs: number;
}

/** How a one-time password is read. */
export type OtpSource =
  | { readonly kind: 'control' }
  | CommandSource
  | { readonly kind: 'fixed'; readonly code: string }
  | { readonly kind: 'prompt' }
  | { readonly kind: 'none' };

/** How consent is given at the authorization endpoint. */
export type ConsentSource =
  | { readonly kind: 'headless' }
  | { readonly kind: 'form' }
  | CommandSource
  | { readonly kind: 'prompt' }
  | { readonly kind: 'none' };

export interface Target {
  /** What reports call it. */
  readonly name: string;
  /** Without a trailing slash. */
  readonly baseUrl: string;
  /** Operation id → another URL (an auth host apart, other paths). */
  readonly endpoints: Readonly<Record<string, string>>;
  /** Values that only it knows, by a parameter's name, or by an operation's id, a dot and the name. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Ids of operations that it has not. */
  readonly notImplemented?: readonly string[];
  /** Families of checks that it is held to though no document says so. */
  readonly assume?: readonly string[];
  /** What it says of itself (RFC 8414), where it was asked. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly credentials: TargetCredentials;
  /** Base URL of a control plane as the sandbox has it; each check then gets a world of its own. */
  readonly control: string | undefined;
  /** The bearer token that it was started with, if any. */
  readonly controlToken?: string | undefined;
  /** Whether the clock can be moved over the control plane; default: it can where there is one. */
  readonly clock?: boolean;
  readonly otp: OtpSource;
  readonly consent: ConsentSource;
  readonly safety: {
    /** At most this many requests in a run. */
    readonly maxRequests: number;
    readonly exhaustRateLimits: boolean;
    readonly destructive: boolean;
    /** Whether secrets of keys may be replaced through the API, and set back when the check ends. */
    readonly renewKeys?: boolean;
    /** Whether it may be loaded, although it is not this machine. */
    readonly loadAllowed?: boolean;
    /** Least milliseconds between requests. */
    readonly paceMs: number;
    /**
     * Milliseconds that are waited at most, for a used-up quota (`Retry-After`) or for something to end; a check that
     * would have to wait longer is not run.
     */
    readonly longestWaitMs: number;
  };
  /** The target file that describes it, as the user named it, and the line of its base URL. */
  readonly file?: { readonly path: string; readonly line: number };
  /** Values that the file takes from environment variables, each with the variable's name. */
  readonly variables?: ReadonlyMap<string, string>;
  /** Whether the target is the sandbox itself: assumptions are then checked too, and bodies word for word. */
  readonly isMock: boolean;
  /** Milliseconds per request. */
  readonly timeoutMs: number;
  /** How its certificate is judged: `ca` in PEM beside the system's; `insecure` takes any. */
  readonly tls?: {
    readonly ca: string | undefined;
    readonly insecure: boolean;
    /**
     * What stands before the contract's paths over plain HTTP, without a trailing slash; undefined where nobody says.
     */
    readonly plainHttp?: string | undefined;
  };
}
