/** What a code and its tokens remember of how their person signed in, and of what was asked. */

export type OpenIdRequest = {
  readonly nonce: string | null;
  /** Names of claims that the `claims` parameter asked for in the ID token. */
  readonly id_claims: readonly string[];
  /** And at UserInfo. */
  readonly userinfo_claims: readonly string[];
};

export type SignIn = {
  /** Epoch seconds. */
  readonly auth_time: number;
  /** Names the session to clients, and opens nothing. */
  readonly sid: string;
};

export type OpenIdGrant = OpenIdRequest & SignIn;
