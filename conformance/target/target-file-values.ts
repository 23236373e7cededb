/** What a target file holds, before defaults are filled in: `target.schema.json` as types. */
import type { Target, TargetClient, TargetKey, TargetUser } from './target.ts';

/** What of `T` a target file has to say; the rest has defaults. */
type Given<T, K extends keyof T> = Pick<T, K> & Partial<T>;

export type GivenClient = Given<Omit<TargetClient, 'assertion_key'>, 'client_id' | 'tenant' | 'grants'> & {
  readonly assertion_key?: TargetClient['assertion_key'] | string;
  readonly active?: boolean;
};

export interface GivenCommand {
  readonly command: string;
  readonly timeout?: string;
}

/** What a target file holds, once it fits `target.schema.json`. */
export interface TargetFile {
  readonly contract?: string;
  readonly name?: string;
  readonly base_url: string;
  readonly endpoints?: Readonly<Record<string, string>>;
  readonly parameters?: Readonly<Record<string, string | number | boolean>>;
  readonly not_implemented?: readonly string[];
  readonly assume?: readonly string[];
  readonly credentials?: {
    readonly tenants?: Target['credentials']['tenants'];
    readonly developers?: Target['credentials']['developers'];
    readonly clients?: readonly GivenClient[];
    readonly keys?: readonly Given<TargetKey, 'credential' | 'id' | 'tenant'>[];
    readonly users?: readonly Given<TargetUser, 'id' | 'tenant'>[];
  };
  readonly capabilities?: {
    readonly control?: string;
    readonly clock?: 'control' | 'none';
    readonly otp?: 'control' | 'prompt' | 'none' | GivenCommand | { readonly fixed: string };
    readonly consent?: 'headless' | 'form' | 'prompt' | 'none' | GivenCommand;
  };
  readonly safety?: {
    readonly max_requests?: number;
    readonly exhaust_rate_limits?: boolean;
    readonly destructive?: boolean;
    readonly renew_keys?: boolean;
    readonly load_allowed?: boolean;
    readonly pace?: string;
    readonly longest_wait?: string;
  };
  readonly timeout?: string;
  readonly tls?: { readonly ca?: string; readonly plain_http?: string; readonly insecure?: boolean };
}
