// Generated from specs/oauth2.yaml by `npm run generate`. Do not edit.

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
         *     them is told at once; else the answer's `request_uri` stands for them at the authorization endpoint, once. A DPoP
         *     proof binds the code to its key, as `dpop_jkt` does.
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
         * Ask a user for consent
         * @description Send the user's browser here (RFC 6749 §4.1.1). An unknown client or a redirect URI that is not registered is told
         *     to the user, never to the redirect URI; everything else comes back there as `error`.
         */
        readonly get: operations["authorize"];
        readonly put?: never;
        readonly post?: never;
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
         * Answer the consent page
         * @description Where the form of the sandbox's consent page goes. How other servers ask their users is their own affair.
         */
        readonly post: operations["decideAuthorization"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/device_authorization": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Get codes for a device without a browser
         * @description RFC 8628 §3.1. The device shows `user_code` and `verification_uri` to a person, and polls the token endpoint with
         *     `device_code` until they have decided.
         */
        readonly post: operations["authorizeDevice"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/device": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The page for user codes
         * @description Where a person types the code that a device shows. The sandbox's own; other servers have a page behind a login.
         */
        readonly get: operations["showDevicePage"];
        readonly put?: never;
        /**
         * Answer the page for user codes
         * @description Where the form of the sandbox's page goes. How other servers ask their users is their own affair.
         */
        readonly post: operations["answerDevicePage"];
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
    readonly "/userinfo": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Say who the token speaks for
         * @description A protected resource (RFC 6750), such as every OAuth server with users has one. It takes the token in the
         *     `Authorization` header, and wants the scope `openid`.
         */
        readonly get: operations["getUserInfo"];
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
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description The form of the token endpoint. What a grant needs beyond `grant_type` is the grant's to judge. */
        readonly TokenRequest: {
            /**
             * @description Which grant.
             * @example client_credentials
             * @example authorization_code
             * @example refresh_token
             */
            readonly grant_type: string;
            /**
             * @description The client, unless it authenticates by HTTP Basic.
             * @example service
             */
            readonly client_id?: string;
            /**
             * Format: password
             * @description Its secret, unless it authenticates by HTTP Basic or has none. Never in the URL.
             * @example secret_sandbox_service
             */
            readonly client_secret?: string;
            /**
             * @description With `client_assertion`, the kind of it.
             * @example urn:ietf:params:oauth:client-assertion-type:jwt-bearer
             */
            readonly client_assertion_type?: string;
            /**
             * Format: password
             * @description In place of a secret, a JWT that the client signed.
             */
            readonly client_assertion?: string;
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
            /**
             * Format: password
             * @description For `urn:ietf:params:oauth:grant-type:device_code`, the device code.
             */
            readonly device_code?: string;
            /**
             * Format: password
             * @description For `urn:ietf:params:oauth:grant-type:token-exchange`, the token of whom the new one speaks for.
             */
            readonly subject_token?: string;
            /**
             * @description What kind of token that is.
             * @example urn:ietf:params:oauth:token-type:access_token
             */
            readonly subject_token_type?: string;
            /**
             * Format: password
             * @description The token of who acts for them.
             */
            readonly actor_token?: string;
            /** @description What kind of token that is. */
            readonly actor_token_type?: string;
            /** @description What kind of token is wanted. */
            readonly requested_token_type?: string;
            /** @description For whom the token shall be, by name. */
            readonly audience?: string;
            /** @description The same, by URL. */
            readonly resource?: string;
        };
        readonly DeviceRequest: {
            /**
             * @description The client, unless it authenticates by HTTP Basic.
             * @example tv
             */
            readonly client_id?: string;
            /**
             * Format: password
             * @description Its secret, unless it authenticates by HTTP Basic or has none.
             * @example secret_sandbox_console
             */
            readonly client_secret?: string;
            /** @description With `client_assertion`, the kind of it. */
            readonly client_assertion_type?: string;
            /**
             * Format: password
             * @description In place of a secret, a JWT that the client signed.
             */
            readonly client_assertion?: string;
            /**
             * @description The scopes asked for, with spaces between them.
             * @example openid
             */
            readonly scope?: string;
        };
        /** @description RFC 8628 §3.2. */
        readonly DeviceCodes: {
            /**
             * Format: password
             * @description What the device polls with.
             */
            readonly device_code: string;
            /** @description What the person types. */
            readonly user_code: string;
            /**
             * Format: uri
             * @description Where they type it.
             */
            readonly verification_uri: string;
            /**
             * Format: uri
             * @description The same, with the code; for a QR code.
             */
            readonly verification_uri_complete?: string;
            /**
             * @description Seconds that both codes are good.
             * @example 1800
             */
            readonly expires_in: number;
            /**
             * @description Seconds between two polls.
             * @example 5
             */
            readonly interval?: number;
        };
        readonly DeviceDecision: {
            /** @description The code that the device shows. */
            readonly user_code: string;
            /**
             * @description What the user chose.
             * @enum {string}
             */
            readonly decision: "approve" | "deny";
            /** @description Who decides, where several may. */
            readonly user?: string;
        };
        readonly TokenResponse: {
            /**
             * Format: password
             * @description The token.
             */
            readonly access_token: string;
            /**
             * @description `Bearer`, in any case; `DPoP` where the token is bound to a key.
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
             * @description For a user's grant; never for client credentials.
             */
            readonly refresh_token?: string;
            /** @description After a token exchange, the kind of token. */
            readonly issued_token_type?: string;
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
             * @example service
             */
            readonly client_id?: string;
            /**
             * Format: password
             * @description Its secret, unless it authenticates by HTTP Basic or has none.
             * @example secret_sandbox_service
             */
            readonly client_secret?: string;
            /** @description With `client_assertion`, the kind of it. */
            readonly client_assertion_type?: string;
            /**
             * Format: password
             * @description In place of a secret, a JWT that the client signed.
             */
            readonly client_assertion?: string;
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
            /** @description The key that it is bound to, by its thumbprint in `jkt`. */
            readonly cnf?: Record<string, never>;
        };
        readonly ConsentDecision: {
            /** @description The authorization request that the page was shown for. */
            readonly transaction: string;
            /**
             * @description What the user chose.
             * @enum {string}
             */
            readonly decision: "approve" | "deny";
        };
        readonly UserInfo: {
            /** @description Who. */
            readonly sub: string;
            /** @description By what name. */
            readonly name?: string;
        };
        /** @description The parameters of an authorization request, with what authenticates the client (RFC 9126 §2.1). */
        readonly PushedRequest: {
            /**
             * @description Must be `code`.
             * @example code
             */
            readonly response_type?: string;
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
            /** @description With `client_assertion`, the kind of it. */
            readonly client_assertion_type?: string;
            /**
             * Format: password
             * @description In place of a secret, a JWT that the client signed.
             */
            readonly client_assertion?: string;
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
            /** @description The thumbprint of a key; a DPoP proof of the key does in its place. */
            readonly dpop_jkt?: string;
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
             * @description The device authorization endpoint.
             */
            readonly device_authorization_endpoint?: string;
            /**
             * Format: uri
             * @description Who a token speaks for, where the server has such a resource.
             */
            readonly userinfo_endpoint?: string;
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
            /** @description Grants. */
            readonly grant_types_supported?: readonly string[];
            /** @description How clients authenticate. */
            readonly token_endpoint_auth_methods_supported?: readonly string[];
            /** @description How the JWTs may be signed by which clients authenticate. */
            readonly token_endpoint_auth_signing_alg_values_supported?: readonly string[];
            /** @description How DPoP proofs may be signed. */
            readonly dpop_signing_alg_values_supported?: readonly string[];
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
        /** @description The same, for HTTP/1.0 caches. */
        readonly NoCache: "no-cache";
        /** @description The client's redirect URI with the parameters of the answer. */
        readonly Location: string;
        /** @description The scheme to use, and what is wrong with the token if there was one. */
        readonly BearerChallenge: string;
        /** @description The nonce for the client's next DPoP proof, where servers want one. */
        readonly DpopNonce: string;
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
                    readonly "DPoP-Nonce": components["headers"]["DpopNonce"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TokenResponse"];
                };
            };
            /** @description The request, the grant or the scope is wrong. */
            readonly 400: {
                headers: {
                    readonly "DPoP-Nonce": components["headers"]["DpopNonce"];
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
                    readonly "DPoP-Nonce": components["headers"]["DpopNonce"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PushedAnswer"];
                };
            };
            /** @description The request is wrong, or the client may not ask for it. */
            readonly 400: {
                headers: {
                    readonly "DPoP-Nonce": components["headers"]["DpopNonce"];
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
                 * @description Required. Must be `code`.
                 * @example code
                 */
                readonly response_type?: string;
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
                 * @description The thumbprint of a key; the code is then good with a DPoP proof of that key only.
                 * @example 0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I
                 */
                readonly dpop_jkt?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Whatever the server asks the user. The sandbox shows a consent page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/html": string;
                };
            };
            /** @description Back to the client, with `code`, or with `error`. */
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
    readonly authorizeDevice: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/x-www-form-urlencoded": components["schemas"]["DeviceRequest"];
            };
        };
        readonly responses: {
            /** @description The codes. */
            readonly 200: {
                headers: {
                    readonly "Cache-Control": components["headers"]["NoStore"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DeviceCodes"];
                };
            };
            /** @description The request or the scope is wrong, or the client may not use this grant. */
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
    readonly showDevicePage: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The code, where the device sent the person here with it.
                 * @example WDJB-MJHT
                 */
                readonly user_code?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/html": string;
                };
            };
            /** @description No device shows this code, it has expired, or it was answered before. */
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
    readonly answerDevicePage: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/x-www-form-urlencoded": components["schemas"]["DeviceDecision"];
            };
        };
        readonly responses: {
            /** @description A page that says what was decided. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/html": string;
                };
            };
            /** @description No device shows this code, it has expired, or it was answered before; or the form cannot be read. */
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
                    readonly "DPoP-Nonce": components["headers"]["DpopNonce"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["UserInfo"];
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
            /** @description There is no token, or it is wrong, expired or revoked; or there is no good proof of the key that it is bound to. */
            readonly 401: {
                headers: {
                    readonly "WWW-Authenticate": components["headers"]["BearerChallenge"];
                    readonly "DPoP-Nonce": components["headers"]["DpopNonce"];
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
}
