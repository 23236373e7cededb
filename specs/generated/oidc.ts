// Generated from specs/oidc.yaml by `npm run generate`. Do not edit.

export interface paths {
    readonly "/token": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Get an access token
         * @description The token endpoint (RFC 6749 §3.2). Unknown parameters are ignored, empty ones count as absent, repeated ones are
         *     refused.
         */
        readonly post: operations["issueToken"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/par": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Hand an authorization request over before the browser goes
         * @description RFC 9126 §2. The parameters of the authorization request come in the form, from the client itself. What is wrong with
         *     them is told at once; else the answer's `request_uri` stands for them at the authorization endpoint, once.
         */
        readonly post: operations["pushAuthorizationRequest"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/authorize": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Sign a person in
         * @description Send the person's browser here (Core §3.1.2.1). An unknown client or a redirect URI that is not registered is told
         *     to the person, never to the redirect URI; everything else comes back there as `error`. Who is signed in already and
         *     agreed before is sent back at once.
         */
        readonly get: operations["authorize"];
        readonly put?: never;
        /**
         * The same, by POST
         * @description Providers take both methods (Core §3.1.2.1). Where the query would be too long, or must not be seen.
         */
        readonly post: operations["authorizeByForm"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/authorize/decision": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Answer the pages
         * @description Where the forms of the sandbox's pages go. How other providers ask people is their own affair.
         */
        readonly post: operations["decideAuthorization"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/revoke": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Revoke a token
         * @description RFC 7009. The answer is the same whether the token was alive, dead or unknown; a token of another client stays alive,
         *     and a refresh token takes its access tokens with it. A wrong `token_type_hint` does no harm.
         */
        readonly post: operations["revokeToken"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/introspect": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Say what a token is
         * @description RFC 7662. A token that is dead or unknown is `{"active":false}`, and nothing else is said of it.
         */
        readonly post: operations["introspectToken"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/register": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Register a client
         * @description RFC 7591, and OpenID Connect Dynamic Client Registration. Anybody may register a client here; what is left out takes the
         *     defaults of the RFC, and members that the server has no use for are ignored.
         */
        readonly post: operations["registerClient"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/register/{client_id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /**
                 * @description The client.
                 * @example 3f2a8c1e-5b6d-4e7f-8a9b-0c1d2e3f4a5b
                 */
                readonly client_id: string;
            };
            readonly cookie?: never;
        };
        /**
         * Read a registration
         * @description RFC 7592 §2.1. By the registration access token, in `Authorization` as a bearer token.
         */
        readonly get: operations["readClient"];
        /**
         * Replace a registration
         * @description RFC 7592 §2.2. With all that is to stand, `client_id` included; what is left out is registered no more.
         */
        readonly put: operations["replaceClient"];
        readonly post?: never;
        /**
         * End a registration
         * @description RFC 7592 §2.3. All that was given to the client is dead with it.
         */
        readonly delete: operations["deleteClient"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/userinfo": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Claims about the person
         * @description Core §5.3. Takes the access token in the `Authorization` header; it must have the scope `openid`. Which claims there
         *     are, its other scopes say, and what the `claims` parameter asked for. A client that registered so gets a signed JWT.
         */
        readonly get: operations["getUserInfo"];
        readonly put?: never;
        /**
         * The same, by POST
         * @description Providers take both methods (Core §5.3). The token stands in the `Authorization` header here too.
         */
        readonly post: operations["postUserInfo"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/logout": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Sign out
         * @description Send the person's browser here (RP-Initiated Logout §2). Without an `id_token_hint` of the session the person is asked
         *     first. A `post_logout_redirect_uri` that is not registered is told to the person, and nobody is signed out.
         */
        readonly get: operations["endSession"];
        readonly put?: never;
        /**
         * The same, by POST
         * @description Providers take both methods (RP-Initiated Logout §2). The sandbox's own page posts its answer here too.
         */
        readonly post: operations["postEndSession"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/.well-known/openid-configuration": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Provider configuration
         * @description OpenID Connect Discovery §4. Where the endpoints are, and what they can do.
         */
        readonly get: operations["getOpenIdConfiguration"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/.well-known/oauth-authorization-server": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Authorization server metadata
         * @description RFC 8414. Where the endpoints are, and what they can do.
         */
        readonly get: operations["getAuthorizationServerMetadata"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/.well-known/oauth-protected-resource": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Protected resource metadata
         * @description RFC 9728, which server gives out tokens for the resource, and how requests carry them.
         */
        readonly get: operations["getProtectedResourceMetadata"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/jwks": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Public keys
         * @description RFC 7517. What ID tokens are signed with, and after a rotation for a while what they were signed with before.
         */
        readonly get: operations["getJsonWebKeySet"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description The form of the token endpoint. What a grant needs beyond `grant_type` is the grant's to judge. */
        readonly TokenRequest: {
            /**
             * @description Which grant.
             * @example authorization_code
             * @example refresh_token
             */
            readonly grant_type: string;
            /**
             * @description The client, unless it authenticates by HTTP Basic.
             * @example web
             */
            readonly client_id?: string;
            /**
             * Format: password
             * @description Its secret, unless it authenticates by HTTP Basic or has none. Never in the URL.
             * @example secret_sandbox_web
             */
            readonly client_secret?: string;
            /**
             * @description The scopes asked for, with spaces between them.
             * @example openid
             */
            readonly scope?: string;
            /**
             * Format: password
             * @description For `authorization_code`, the code of the redirect.
             */
            readonly code?: string;
            /**
             * @description For `authorization_code`, the redirect URI that the code was asked with.
             * @example https://client.example/callback
             */
            readonly redirect_uri?: string;
            /**
             * Format: password
             * @description For `authorization_code` after a `code_challenge`, the verifier.
             */
            readonly code_verifier?: string;
            /**
             * Format: password
             * @description For `refresh_token`, the refresh token.
             */
            readonly refresh_token?: string;
        };
        readonly TokenResponse: {
            /**
             * Format: password
             * @description The token.
             */
            readonly access_token: string;
            /**
             * @description `Bearer`, in any case.
             * @example Bearer
             */
            readonly token_type: string;
            /**
             * @description Seconds the token lives. Recommended.
             * @example 3600
             */
            readonly expires_in?: number;
            /**
             * @description The scopes granted; may be left out where they are those asked for.
             * @example openid
             */
            readonly scope?: string;
            /**
             * Format: password
             * @description With the scope `offline_access`.
             */
            readonly refresh_token?: string;
            /**
             * Format: password
             * @description With the scope `openid`: who signed in.
             */
            readonly id_token?: string;
        };
        /** @description RFC 7591 §3.2.2. */
        readonly RegistrationError: {
            /** @description The code. */
            readonly error: string;
            /** @description What is wrong, in words. */
            readonly error_description?: string;
        };
        /** @description RFC 7591 §2. What a client says of itself. */
        readonly ClientMetadata: {
            /** @description At an update: its own, as before (RFC 7592 §2.2). */
            readonly client_id?: string;
            /**
             * @description What people are shown.
             * @example Shop
             */
            readonly client_name?: string;
            /**
             * @description Where the browser may be sent back to.
             * @example [
             *       "https://shop.example/callback"
             *     ]
             */
            readonly redirect_uris?: readonly string[];
            /**
             * @description `authorization_code` where it says nothing.
             * @example [
             *       "authorization_code"
             *     ]
             */
            readonly grant_types?: readonly string[];
            /**
             * @description Those that its grants need.
             * @example [
             *       "code"
             *     ]
             */
            readonly response_types?: readonly string[];
            /**
             * @description `client_secret_basic` where it says nothing.
             * @example client_secret_basic
             */
            readonly token_endpoint_auth_method?: string;
            /**
             * @description The scopes that it may ask for, with spaces between them; all where it says nothing.
             * @example openid profile
             */
            readonly scope?: string;
            /** @description Its public keys, as a JWK Set. */
            readonly jwks?: Record<string, never>;
            /** @description Where it publishes them. */
            readonly jwks_uri?: string;
            /** @description Where the browser may be sent after signing out. */
            readonly post_logout_redirect_uris?: readonly string[];
            /** @description Where it is told of log-outs. */
            readonly backchannel_logout_uri?: string;
            /** @description Where a frame of the browser is sent for that. */
            readonly frontchannel_logout_uri?: string;
            /**
             * @description How it knows people.
             * @example public
             * @example pairwise
             */
            readonly subject_type?: string;
            /** @description UserInfo as a JWT. */
            readonly userinfo_signed_response_alg?: string;
            /**
             * @description How its ID tokens are signed.
             * @example RS256
             */
            readonly id_token_signed_response_alg?: string;
        };
        /** @description RFC 7591 §3.2.1, RFC 7592 §3. What is registered, and how to manage it. */
        readonly ClientInformation: {
            /** @description Its id. */
            readonly client_id: string;
            /**
             * Format: password
             * @description Its secret, where it authenticates by one.
             */
            readonly client_secret?: string;
            /** @description When the secret ends, in seconds since 1970; 0 for never. */
            readonly client_secret_expires_at?: number;
            /** @description When it registered, in seconds since 1970. */
            readonly client_id_issued_at?: number;
            /**
             * Format: password
             * @description The token that manages the registration.
             */
            readonly registration_access_token?: string;
            /**
             * Format: uri
             * @description Where it is managed.
             */
            readonly registration_client_uri?: string;
            /**
             * @description What people are shown.
             * @example Shop
             */
            readonly client_name?: string;
            /**
             * @description Where the browser may be sent back to.
             * @example [
             *       "https://shop.example/callback"
             *     ]
             */
            readonly redirect_uris?: readonly string[];
            /**
             * @description `authorization_code` where it says nothing.
             * @example [
             *       "authorization_code"
             *     ]
             */
            readonly grant_types?: readonly string[];
            /**
             * @description Those that its grants need.
             * @example [
             *       "code"
             *     ]
             */
            readonly response_types?: readonly string[];
            /**
             * @description `client_secret_basic` where it says nothing.
             * @example client_secret_basic
             */
            readonly token_endpoint_auth_method?: string;
            /**
             * @description The scopes that it may ask for, with spaces between them; all where it says nothing.
             * @example openid profile
             */
            readonly scope?: string;
            /** @description Its public keys, as a JWK Set. */
            readonly jwks?: Record<string, never>;
            /** @description Where it publishes them. */
            readonly jwks_uri?: string;
            /** @description Where the browser may be sent after signing out. */
            readonly post_logout_redirect_uris?: readonly string[];
            /** @description Where it is told of log-outs. */
            readonly backchannel_logout_uri?: string;
            /** @description Where a frame of the browser is sent for that. */
            readonly frontchannel_logout_uri?: string;
            /**
             * @description How it knows people.
             * @example public
             * @example pairwise
             */
            readonly subject_type?: string;
            /** @description UserInfo as a JWT. */
            readonly userinfo_signed_response_alg?: string;
            /**
             * @description How its ID tokens are signed.
             * @example RS256
             */
            readonly id_token_signed_response_alg?: string;
        };
        readonly TokenParameters: {
            /**
             * Format: password
             * @description The token.
             */
            readonly token: string;
            /**
             * @description What kind it may be.
             * @example access_token
             * @example refresh_token
             */
            readonly token_type_hint?: string;
            /**
             * @description The client, unless it authenticates by HTTP Basic.
             * @example web
             */
            readonly client_id?: string;
            /**
             * Format: password
             * @description Its secret, unless it authenticates by HTTP Basic or has none.
             * @example secret_sandbox_web
             */
            readonly client_secret?: string;
        };
        readonly Introspection: {
            /** @description Whether the token is alive and this caller may know of it. */
            readonly active: boolean;
            /** @description Its scopes. */
            readonly scope?: string;
            /** @description Whom it was issued to. */
            readonly client_id?: string;
            /** @description Its type. */
            readonly token_type?: string;
            /** @description When it ends, in seconds since 1970. */
            readonly exp?: number;
            /** @description When it was issued, in seconds since 1970. */
            readonly iat?: number;
            /** @description Whom it speaks for. */
            readonly sub?: string;
            /** @description Who issued it. */
            readonly iss?: string;
        };
        readonly ConsentDecision: {
            /** @description The authorization request that the page was shown for. */
            readonly transaction: string;
            /**
             * @description What the person chose.
             * @enum {string}
             */
            readonly decision?: "approve" | "deny";
            /** @description Who it is. */
            readonly sign_in?: string;
        };
        /** @description Core §5.1. Only `sub` is always there. */
        readonly UserInfo: {
            /** @description Who, in the same words as the ID token. */
            readonly sub: string;
            /** @description The whole name. */
            readonly name?: string;
            /** @description Given names. */
            readonly given_name?: string;
            /** @description Family names. */
            readonly family_name?: string;
            /** @description Middle names. */
            readonly middle_name?: string;
            /** @description What friends say. */
            readonly nickname?: string;
            /** @description What they want to be called; not unique. */
            readonly preferred_username?: string;
            /** @description A page about them. */
            readonly profile?: string;
            /** @description A picture of them. */
            readonly picture?: string;
            /** @description Their own page. */
            readonly website?: string;
            /** @description Gender. */
            readonly gender?: string;
            /** @description As `YYYY-MM-DD`. */
            readonly birthdate?: string;
            /** @description A name of the time zone database. */
            readonly zoneinfo?: string;
            /** @description A language tag (BCP 47). */
            readonly locale?: string;
            /** @description When this was last changed, in seconds since 1970. */
            readonly updated_at?: number;
            /** @description E-mail address. */
            readonly email?: string;
            /** @description Whether it is known to be theirs. */
            readonly email_verified?: boolean;
            /** @description Phone number. */
            readonly phone_number?: string;
            /** @description Whether it is known to be theirs. */
            readonly phone_number_verified?: boolean;
            /** @description Core §5.1.1. */
            readonly address?: {
                /** @description All of it. */
                readonly formatted?: string;
                /** @description Street and number. */
                readonly street_address?: string;
                /** @description City. */
                readonly locality?: string;
                /** @description State or region. */
                readonly region?: string;
                /** @description Postal code. */
                readonly postal_code?: string;
                /** @description Country. */
                readonly country?: string;
            };
        };
        readonly AuthorizationRequest: {
            /** @description As in the query. */
            readonly response_type?: string;
            /** @description As in the query. */
            readonly response_mode?: string;
            /** @description As in the query. */
            readonly client_id?: string;
            /** @description As in the query. */
            readonly redirect_uri?: string;
            /** @description As in the query. */
            readonly scope?: string;
            /** @description As in the query. */
            readonly state?: string;
            /** @description As in the query. */
            readonly code_challenge?: string;
            /** @description As in the query. */
            readonly code_challenge_method?: string;
            /** @description As in the query. */
            readonly nonce?: string;
            /** @description As in the query. */
            readonly prompt?: string;
            /** @description As in the query. */
            readonly max_age?: string;
            /** @description As in the query. */
            readonly login_hint?: string;
            /**
             * Format: password
             * @description As in the query.
             */
            readonly id_token_hint?: string;
            /** @description As in the query. */
            readonly ui_locales?: string;
            /** @description As in the query. */
            readonly acr_values?: string;
            /** @description As in the query. */
            readonly claims?: string;
        };
        readonly LogoutRequest: {
            /**
             * Format: password
             * @description An ID token that was issued to the client.
             */
            readonly id_token_hint?: string;
            /**
             * @description The client, where there is no hint.
             * @example web
             */
            readonly client_id?: string;
            /**
             * @description Where the browser goes then.
             * @example https://client.example/
             */
            readonly post_logout_redirect_uri?: string;
            /**
             * @description Comes back unchanged.
             * @example xyz
             */
            readonly state?: string;
            /** @description Whom it is about. */
            readonly logout_hint?: string;
            /** @description Languages. */
            readonly ui_locales?: string;
            /** @description Of the sandbox's own page: which one. */
            readonly transaction?: string;
            /** @description Of the sandbox's own page: what the person chose. */
            readonly decision?: string;
        };
        readonly JsonWebKeySet: {
            /** @description What signs now first. */
            readonly keys: readonly {
                /** @description Kind of key. */
                readonly kty: string;
                /** @description Which key. */
                readonly kid?: string;
                /** @description For signatures: `sig`. */
                readonly use?: string;
                /** @description Algorithm. */
                readonly alg?: string;
                /** @description Modulus. */
                readonly n?: string;
                /** @description Exponent. */
                readonly e?: string;
            }[];
        };
        /** @description OpenID Connect Discovery §3. */
        readonly ProviderMetadata: {
            /**
             * Format: uri
             * @description Who issues; an https URL without query or fragment.
             */
            readonly issuer: string;
            /**
             * Format: uri
             * @description Where people sign in.
             */
            readonly authorization_endpoint: string;
            /**
             * Format: uri
             * @description The token endpoint.
             */
            readonly token_endpoint?: string;
            /**
             * Format: uri
             * @description UserInfo.
             */
            readonly userinfo_endpoint?: string;
            /**
             * Format: uri
             * @description Where people sign out.
             */
            readonly end_session_endpoint?: string;
            /**
             * Format: uri
             * @description Where clients register themselves.
             */
            readonly registration_endpoint?: string;
            /**
             * Format: uri
             * @description The revocation endpoint.
             */
            readonly revocation_endpoint?: string;
            /**
             * Format: uri
             * @description The introspection endpoint.
             */
            readonly introspection_endpoint?: string;
            /**
             * Format: uri
             * @description The pushed authorization request endpoint.
             */
            readonly pushed_authorization_request_endpoint?: string;
            /** @description Whether every authorization request must be pushed. */
            readonly require_pushed_authorization_requests?: boolean;
            /**
             * Format: uri
             * @description The keys.
             */
            readonly jwks_uri: string;
            /** @description Scopes. */
            readonly scopes_supported?: readonly string[];
            /** @description Response types. */
            readonly response_types_supported: readonly string[];
            /** @description How answers go back. */
            readonly response_modes_supported?: readonly string[];
            /** @description Kinds of sub. */
            readonly subject_types_supported: readonly string[];
            /** @description Algorithms of ID tokens; RS256 is always among them. */
            readonly id_token_signing_alg_values_supported: readonly string[];
            /** @description Claims. */
            readonly claims_supported?: readonly string[];
            /** @description Whether the claims parameter is taken. */
            readonly claims_parameter_supported?: boolean;
            /** @description Whether requests may come as signed JWTs. */
            readonly request_parameter_supported?: boolean;
            /** @description Algorithms of these. */
            readonly request_object_signing_alg_values_supported?: readonly string[];
            /** @description Whether every request must be one. */
            readonly require_signed_request_object?: boolean;
            /** @description Whether request_uri is taken; where it is not said, it is. */
            readonly request_uri_parameter_supported?: boolean;
            /** @description Whether clients are told of log-outs. */
            readonly backchannel_logout_supported?: boolean;
            /** @description Whether the browser tells them, too. */
            readonly frontchannel_logout_supported?: boolean;
            /** @description Whether it tells the session. */
            readonly frontchannel_logout_session_supported?: boolean;
        };
        /** @description The parameters of an authorization request, with what authenticates the client (RFC 9126 §2.1). */
        readonly PushedRequest: {
            /**
             * @description As at the authorization endpoint.
             * @example code
             */
            readonly response_type?: string;
            /**
             * @description How the answer goes back.
             * @example form_post
             */
            readonly response_mode?: string;
            /**
             * @description The client, unless it authenticates by HTTP Basic.
             * @example web
             */
            readonly client_id?: string;
            /**
             * Format: password
             * @description Its secret, unless it authenticates by HTTP Basic or has none.
             * @example secret_sandbox_web
             */
            readonly client_secret?: string;
            /**
             * @description Where to redirect to; exactly a registered one.
             * @example https://client.example/callback
             */
            readonly redirect_uri?: string;
            /**
             * @description The scopes asked for, with spaces between them.
             * @example openid
             */
            readonly scope?: string;
            /**
             * @description Comes back unchanged.
             * @example xyz
             */
            readonly state?: string;
            /** @description Once sent, the exchange needs the matching `code_verifier`. */
            readonly code_challenge?: string;
            /** @description `S256`, or `plain`, which is the default. */
            readonly code_challenge_method?: string;
        };
        /** @description What stands for a pushed authorization request (RFC 9126 §2.2). */
        readonly PushedAnswer: {
            /** @description Goes to the authorization endpoint in its place. */
            readonly request_uri: string;
            /** @description Seconds for which it is good. */
            readonly expires_in: number;
        };
        /** @description RFC 6749 §5.2. */
        readonly OAuthError: {
            /**
             * @description What is wrong, for programs.
             * @example invalid_request
             */
            readonly error: string;
            /** @description What is wrong, for people. */
            readonly error_description?: string;
            /** @description A page about it. */
            readonly error_uri?: string;
        };
        /** @description What is wrong. The RFCs give the challenge, and leave the body to the resource. */
        readonly ResourceError: {
            /** @description What is wrong, for programs. */
            readonly error?: string;
            /** @description What is wrong, for people. */
            readonly error_description?: string;
            /** @description The scope that is missing. */
            readonly scope?: string;
        };
        /** @description RFC 9728 §2. */
        readonly ProtectedResourceMetadata: {
            /**
             * Format: uri
             * @description The resource.
             */
            readonly resource: string;
            /** @description Who gives out tokens for it. */
            readonly authorization_servers?: readonly string[];
            /** @description Scopes of its tokens. */
            readonly scopes_supported?: readonly string[];
            /** @description Where a request carries a token: `header`, `query` or `body`. */
            readonly bearer_methods_supported?: readonly string[];
        };
        /** @description RFC 8414 §2. */
        readonly AuthorizationServerMetadata: {
            /**
             * Format: uri
             * @description Who issues; an https URL without query or fragment.
             */
            readonly issuer: string;
            /**
             * Format: uri
             * @description The authorization endpoint.
             */
            readonly authorization_endpoint?: string;
            /**
             * Format: uri
             * @description The token endpoint.
             */
            readonly token_endpoint?: string;
            /**
             * Format: uri
             * @description The revocation endpoint.
             */
            readonly revocation_endpoint?: string;
            /**
             * Format: uri
             * @description The introspection endpoint.
             */
            readonly introspection_endpoint?: string;
            /**
             * Format: uri
             * @description The pushed authorization request endpoint.
             */
            readonly pushed_authorization_request_endpoint?: string;
            /** @description Whether every authorization request must be pushed. */
            readonly require_pushed_authorization_requests?: boolean;
            /**
             * Format: uri
             * @description The keys.
             */
            readonly jwks_uri?: string;
            /** @description Scopes. */
            readonly scopes_supported?: readonly string[];
            /** @description Response types. */
            readonly response_types_supported: readonly string[];
            /** @description How answers go back. */
            readonly response_modes_supported?: readonly string[];
            /** @description Grants. */
            readonly grant_types_supported?: readonly string[];
            /** @description How clients authenticate. */
            readonly token_endpoint_auth_methods_supported?: readonly string[];
            /** @description PKCE methods. */
            readonly code_challenge_methods_supported?: readonly string[];
            /** @description Whether the redirect carries `iss`. */
            readonly authorization_response_iss_parameter_supported?: boolean;
        };
    };
    responses: {
        /** @description The request is malformed, or names no token. */
        readonly BadRequest: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["OAuthError"];
            };
        };
        /** @description The client is unknown, or its authentication failed. */
        readonly InvalidClient: {
            headers: {
                readonly "WWW-Authenticate": components["headers"]["ClientChallenge"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["OAuthError"];
            };
        };
        /** @description The form is too large. */
        readonly PayloadTooLarge: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["OAuthError"];
            };
        };
        /** @description There is no such path. */
        readonly UnknownPath: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["ResourceError"];
            };
        };
        /** @description The path has no such method. */
        readonly MethodNotAllowed: {
            headers: {
                readonly Allow: components["headers"]["Allow"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["ResourceError"];
            };
        };
        /** @description The server cannot answer just now. */
        readonly Unavailable: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["OAuthError"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description No cache may keep the answer. */
        readonly NoStore: "no-store";
        /** @description No cache may keep the answer. */
        readonly SecretNotKept: "no-store";
        /** @description The same, for HTTP/1.0 caches. */
        readonly NoCache: "no-cache";
        /** @description The client's redirect URI with the parameters of the answer. */
        readonly Location: string;
        /** @description The client's post_logout_redirect_uri, with its state. */
        readonly LogoutLocation: string;
        /** @description The scheme to use, and what is wrong with the token if there was one. */
        readonly BearerChallenge: string;
        /** @description Sent where the client authenticated by HTTP Basic. */
        readonly ClientChallenge: string;
        /** @description The methods that this path has. */
        readonly Allow: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readonly issueToken: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/x-www-form-urlencoded": components["schemas"]["TokenRequest"];
            };
        };
        readonly responses: {
            /** @description The tokens. */
            readonly 200: {
                headers: {
                    readonly "Cache-Control": components["headers"]["NoStore"];
                    readonly Pragma: components["headers"]["NoCache"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TokenResponse"];
                };
            };
            /** @description The request, the grant or the scope is wrong. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["OAuthError"];
                };
            };
            readonly 401: components["responses"]["InvalidClient"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly pushAuthorizationRequest: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/x-www-form-urlencoded": components["schemas"]["PushedRequest"];
            };
        };
        readonly responses: {
            /** @description The request is kept. */
            readonly 201: {
                headers: {
                    readonly "Cache-Control": components["headers"]["NoStore"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PushedAnswer"];
                };
            };
            /** @description The request is wrong, or the client may not ask for it. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["OAuthError"];
                };
            };
            readonly 401: components["responses"]["InvalidClient"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly authorize: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description Required. `code`, or with `id_token` and `token` what comes with the redirect (Core §3.2, §3.3).
                 * @example code
                 */
                readonly response_type?: string;
                /**
                 * @description How the answer goes back; by default in the query for `code`, else in the fragment.
                 * @example form_post
                 */
                readonly response_mode?: string;
                /**
                 * @description Required. The client that asks.
                 * @example web
                 */
                readonly client_id?: string;
                /**
                 * @description Where to redirect to; exactly a registered one. Required where several are registered.
                 * @example https://client.example/callback
                 */
                readonly redirect_uri?: string;
                /**
                 * @description The scopes asked for, with spaces between them.
                 * @example openid
                 */
                readonly scope?: string;
                /**
                 * @description Comes back unchanged.
                 * @example xyz
                 */
                readonly state?: string;
                /** @description The whole request as a JWT that the client signed (RFC 9101); nothing but `client_id` counts beside it. */
                readonly request?: string;
                /** @description Of a pushed request; nothing but `client_id` is needed beside it. */
                readonly request_uri?: string;
                /**
                 * @description Once sent, the exchange needs the matching `code_verifier`.
                 * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
                 */
                readonly code_challenge?: string;
                /**
                 * @description `S256`, or `plain`, which is the default.
                 * @example S256
                 */
                readonly code_challenge_method?: string;
                /**
                 * @description Comes back in the ID token.
                 * @example n-0S6_WzA2Mj
                 */
                readonly nonce?: string;
                /**
                 * @description `none` shows no page, `login` asks who it is anew, `consent` whether they agree, `select_account` as `login`.
                 * @example login
                 */
                readonly prompt?: string;
                /**
                 * @description Seconds since the person signed in, at most.
                 * @example 600
                 */
                readonly max_age?: string;
                /**
                 * @description Whom to offer first: an id or a user name.
                 * @example alice
                 */
                readonly login_hint?: string;
                /** @description An ID token of the person who has to be signed in. */
                readonly id_token_hint?: string;
                /**
                 * @description Languages; the sandbox speaks English, and ignores it.
                 * @example fr
                 */
                readonly ui_locales?: string;
                /**
                 * @description Classes of signing in; the sandbox has one, and says which.
                 * @example 0
                 */
                readonly acr_values?: string;
                /**
                 * @description Claims asked for one by one, as JSON (Core §5.5).
                 * @example {"userinfo":{"email":null}}
                 */
                readonly claims?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Whatever the provider asks the person. The sandbox asks who it is, and whether they agree. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/html": string;
                };
            };
            /** @description Back to the client, with `code` and what else was asked for, or with `error`. */
            readonly 302: {
                headers: {
                    readonly Location: components["headers"]["Location"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The same, as servers may answer it; RFC 6749 §1.7 leaves the kind of redirect open. The sandbox does not. */
            readonly 303: {
                headers: {
                    readonly Location: components["headers"]["Location"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The client is unknown, the redirect URI is not one of its own, or the request_uri stands for nothing. The user is told; there is no redirect. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/html": string;
                };
            };
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly authorizeByForm: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/x-www-form-urlencoded": components["schemas"]["AuthorizationRequest"];
            };
        };
        readonly responses: {
            /** @description Whatever the provider asks the person. The sandbox asks who it is, and whether they agree. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/html": string;
                };
            };
            /** @description Back to the client, with `code` and what else was asked for, or with `error`. */
            readonly 302: {
                headers: {
                    readonly Location: components["headers"]["Location"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The same, as servers may answer it; RFC 6749 §1.7 leaves the kind of redirect open. The sandbox does not. */
            readonly 303: {
                headers: {
                    readonly Location: components["headers"]["Location"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The client is unknown, the redirect URI is not one of its own, or the request_uri stands for nothing. The user is told; there is no redirect. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/html": string;
                };
            };
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly decideAuthorization: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/x-www-form-urlencoded": components["schemas"]["ConsentDecision"];
            };
        };
        readonly responses: {
            /** @description Who it is, is known now; whether they agree is asked next. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/html": string;
                };
            };
            /** @description Back to the client, with `code` and `state`, or with `error=access_denied`. */
            readonly 303: {
                headers: {
                    readonly Location: components["headers"]["Location"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The form was already answered, is too old, was never shown, or cannot be read. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/html": string;
                };
            };
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 503: components["responses"]["Unavailable"];
            /** @description The form is the sandbox's. The sandbox never answers this. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["OAuthError"];
                };
            };
        };
    };
    readonly revokeToken: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/x-www-form-urlencoded": components["schemas"]["TokenParameters"];
            };
        };
        readonly responses: {
            /** @description The token is dead, or was none of this client's. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["InvalidClient"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly introspectToken: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/x-www-form-urlencoded": components["schemas"]["TokenParameters"];
            };
        };
        readonly responses: {
            /** @description What the token is. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Introspection"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["InvalidClient"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly registerClient: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ClientMetadata"];
            };
        };
        readonly responses: {
            /** @description The client is registered. */
            readonly 201: {
                headers: {
                    readonly "Cache-Control": components["headers"]["SecretNotKept"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ClientInformation"];
                };
            };
            /** @description The client cannot be registered so. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RegistrationError"];
                };
            };
            /** @description There are as many clients as there may be. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RegistrationError"];
                };
            };
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly readClient: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /**
                 * @description The client.
                 * @example 3f2a8c1e-5b6d-4e7f-8a9b-0c1d2e3f4a5b
                 */
                readonly client_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description What is registered. */
            readonly 200: {
                headers: {
                    readonly "Cache-Control": components["headers"]["SecretNotKept"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ClientInformation"];
                };
            };
            /** @description The token is missing, or is not that of this client; there may be no such client. */
            readonly 401: {
                headers: {
                    readonly "WWW-Authenticate": components["headers"]["BearerChallenge"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ResourceError"];
                };
            };
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly replaceClient: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /**
                 * @description The client.
                 * @example 3f2a8c1e-5b6d-4e7f-8a9b-0c1d2e3f4a5b
                 */
                readonly client_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ClientMetadata"];
            };
        };
        readonly responses: {
            /** @description What is registered. */
            readonly 200: {
                headers: {
                    readonly "Cache-Control": components["headers"]["SecretNotKept"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ClientInformation"];
                };
            };
            /** @description The client cannot be registered so. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RegistrationError"];
                };
            };
            /** @description The token is missing, or is not that of this client; there may be no such client. */
            readonly 401: {
                headers: {
                    readonly "WWW-Authenticate": components["headers"]["BearerChallenge"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ResourceError"];
                };
            };
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly deleteClient: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /**
                 * @description The client.
                 * @example 3f2a8c1e-5b6d-4e7f-8a9b-0c1d2e3f4a5b
                 */
                readonly client_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description There is no such client any more. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The token is missing, or is not that of this client; there may be no such client. */
            readonly 401: {
                headers: {
                    readonly "WWW-Authenticate": components["headers"]["BearerChallenge"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ResourceError"];
                };
            };
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly getUserInfo: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Who it is. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["UserInfo"];
                    readonly "application/jwt": string;
                };
            };
            /** @description The credential cannot be read, or there is more than one. */
            readonly 400: {
                headers: {
                    readonly "WWW-Authenticate": components["headers"]["BearerChallenge"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ResourceError"];
                };
            };
            /** @description There is no token, or it is wrong, expired or revoked. */
            readonly 401: {
                headers: {
                    readonly "WWW-Authenticate": components["headers"]["BearerChallenge"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ResourceError"];
                };
            };
            /** @description The token lacks the scope. */
            readonly 403: {
                headers: {
                    readonly "WWW-Authenticate": components["headers"]["BearerChallenge"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ResourceError"];
                };
            };
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly postUserInfo: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Who it is. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["UserInfo"];
                    readonly "application/jwt": string;
                };
            };
            /** @description The credential cannot be read, or there is more than one. */
            readonly 400: {
                headers: {
                    readonly "WWW-Authenticate": components["headers"]["BearerChallenge"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ResourceError"];
                };
            };
            /** @description There is no token, or it is wrong, expired or revoked. */
            readonly 401: {
                headers: {
                    readonly "WWW-Authenticate": components["headers"]["BearerChallenge"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ResourceError"];
                };
            };
            /** @description The token lacks the scope. */
            readonly 403: {
                headers: {
                    readonly "WWW-Authenticate": components["headers"]["BearerChallenge"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ResourceError"];
                };
            };
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly endSession: {
        readonly parameters: {
            readonly query?: {
                /** @description Recommended. An ID token that was issued to the client; expired ones will do. */
                readonly id_token_hint?: string;
                /**
                 * @description The client, where there is no hint.
                 * @example web
                 */
                readonly client_id?: string;
                /**
                 * @description Where the browser goes then; exactly a registered one.
                 * @example https://client.example/
                 */
                readonly post_logout_redirect_uri?: string;
                /**
                 * @description Comes back unchanged.
                 * @example xyz
                 */
                readonly state?: string;
                /** @description Whom it is about; the sandbox ignores it. */
                readonly logout_hint?: string;
                /** @description Languages; the sandbox ignores it. */
                readonly ui_locales?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Whether to sign out, or that it is done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/html": string;
                };
            };
            /** @description Signed out, and back to the client. */
            readonly 302: {
                headers: {
                    readonly Location: components["headers"]["LogoutLocation"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The same, after a form. */
            readonly 303: {
                headers: {
                    readonly Location: components["headers"]["LogoutLocation"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The redirect URI is not one of the client's, or the hint is none of ours. The person is told; there is no redirect. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/html": string;
                };
            };
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly postEndSession: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/x-www-form-urlencoded": components["schemas"]["LogoutRequest"];
            };
        };
        readonly responses: {
            /** @description Whether to sign out, or that it is done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/html": string;
                };
            };
            /** @description Signed out, and back to the client. */
            readonly 302: {
                headers: {
                    readonly Location: components["headers"]["LogoutLocation"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The same, after a form. */
            readonly 303: {
                headers: {
                    readonly Location: components["headers"]["LogoutLocation"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The redirect URI is not one of the client's, or the hint is none of ours. The person is told; there is no redirect. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/html": string;
                };
            };
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly getOpenIdConfiguration: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The configuration. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ProviderMetadata"];
                };
            };
            readonly 404: components["responses"]["UnknownPath"];
            readonly 405: components["responses"]["MethodNotAllowed"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly getAuthorizationServerMetadata: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The metadata. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AuthorizationServerMetadata"];
                };
            };
            readonly 404: components["responses"]["UnknownPath"];
            readonly 405: components["responses"]["MethodNotAllowed"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly getProtectedResourceMetadata: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The metadata. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ProtectedResourceMetadata"];
                };
            };
            readonly 404: components["responses"]["UnknownPath"];
            readonly 405: components["responses"]["MethodNotAllowed"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly getJsonWebKeySet: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The key set. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["JsonWebKeySet"];
                    readonly "application/jwk-set+json": components["schemas"]["JsonWebKeySet"];
                };
            };
            readonly 404: components["responses"]["UnknownPath"];
            readonly 405: components["responses"]["MethodNotAllowed"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
}
