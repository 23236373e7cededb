/** What a code and its tokens remember of how a person signed in. */

/** What an ID token and UserInfo are to carry besides; kept with the code and its tokens. */
export type OpenIdRequest = {
  readonly nonce: string | null;
  /** Names of claims asked for by the `claims` parameter. */
  readonly id_claims: readonly string[];
  readonly userinfo_claims: readonly string[];
};

/** How a person signed in; kept with the code and its tokens. */
export type SignIn = {
  /** Epoch seconds. */
  readonly auth_time: number;
  /** Names the session to clients, and opens nothing. */
  readonly sid: string;
};

/** What a token remembers of how its person signed in. */
export type OpenIdGrant = OpenIdRequest & SignIn;
