// Generated from specs/engagifii-training.yaml by `npm run generate`. Do not edit.

export interface paths {
    readonly "/authorize": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Ask a user for consent
         * @description Send the user's browser here (RFC 6749 §4.1.1). The sandbox shows a consent page and then redirects to
         *     `redirect_uri` with `code` and the unchanged `state`.
         *
         *     Two mistakes are told to the user on a page instead of the client by redirect: a client that does not
         *     exist, and a redirect URI that is not exactly one of the client's. Everything else comes back to
         *     `redirect_uri` as `error` and `error_description`: `unsupported_response_type`, `invalid_scope`,
         *     `access_denied`, `invalid_request`.
         *
         *     PKCE (`code_challenge`) is optional, and enforced once sent.
         */
        readonly get: operations["authorize"];
        readonly put?: never;
        /**
         * Answer the consent page
         * @description Where the form of the consent page goes. Approving redirects with a `code`, denying with
         *     `error=access_denied`. The redirect is a 303, so that the browser does not post the form on to the client.
         */
        readonly post: operations["decideAuthorization"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
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
         * @description The token endpoint (RFC 6749 §3.2). One form, three grants:
         *
         *     - `authorization_code`: trades the code of the redirect, with the `redirect_uri` it was asked with. The code
         *       lives 60 seconds and works once. The only grant that starts a refresh token.
         *     - `client_credentials`: a service account acts for itself. Without `scope` it gets `AccreditationAPI`.
         *     - `refresh_token`: trades a refresh token for a new pair. Keep the new one: each works once, and using an old
         *       one again revokes the whole family.
         *
         *     The client authenticates in the form (`client_id`, `client_secret`) or by HTTP Basic, not by both.
         *     Unknown parameters are ignored, empty ones count as absent, and a repeated one is refused.
         */
        readonly post: operations["issueToken"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/Awards/List": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List awards
         * @description The tenant's awards, as a plain array: there is no envelope, so a full page is the only sign that more may come.
         *     A page size above 200 is cut to 200.
         *
         *     The tenant alone is enough. A token or key that is sent all the same must be good, and must have `Awards.Read`.
         */
        readonly get: operations["listAwards"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/Awards/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Get an award
         * @description One award of the tenant.
         */
        readonly get: operations["getAward"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/Awards": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Create an award
         * @description Makes an award. The document names the scope `Awards.Write` for a client that only has `Awards.Read`; this is the
         *     operation to see that refusal with. The tenant alone is not enough to write: it takes a token or a key.
         */
        readonly post: operations["createAward"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/registration/ClassRegistration": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Register someone for a class
         * @description Takes a place in a class. That is writing, so the tenant alone is not enough: it takes a token or a key with
         *     `Registrations.Write`.
         */
        readonly post: operations["createClassRegistration"];
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
         * @description What a standard client needs to find its way (RFC 8414): the endpoints, grants, scopes and client authentication of this contract. A convenience of the sandbox; it counts in no quota.
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
         * @description RFC 9728, so that standard clients find out who gives out tokens. The provider documents no such endpoint.
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
    readonly "/.well-known/jwks.json": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Public keys
         * @description The public keys that access tokens are signed with (RFC 7517). A convenience of the sandbox; it counts in no quota.
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
        /** @description The form of the token endpoint. Which fields it needs depends on the grant. */
        readonly TokenRequest: {
            /**
             * @description Which grant.
             * @example authorization_code
             * @example client_credentials
             * @example refresh_token
             */
            readonly grant_type: string;
            /**
             * @description Required, unless the client authenticates by HTTP Basic.
             * @example training-service
             */
            readonly client_id?: string;
            /**
             * Format: password
             * @description Required, unless the client authenticates by HTTP Basic. Never in the URL.
             * @example secret_sandbox_training_service
             */
            readonly client_secret?: string;
            /**
             * @description The scopes asked for, with spaces between them. Default `AccreditationAPI`.
             * @example AccreditationAPI
             */
            readonly scope?: string;
            /**
             * Format: password
             * @description For `authorization_code`, the code of the redirect.
             */
            readonly code?: string;
            /**
             * @description For `authorization_code`, the redirect URI that the code was asked with, to the letter.
             * @example https://yourapp.com/callback
             */
            readonly redirect_uri?: string;
            /**
             * Format: password
             * @description For `authorization_code` after a `code_challenge`, the verifier (RFC 7636).
             */
            readonly code_verifier?: string;
            /**
             * Format: password
             * @description For `refresh_token`, the refresh token of the last answer.
             */
            readonly refresh_token?: string;
        };
        readonly TokenResponse: {
            /**
             * Format: password
             * @description A JWT, signed with RS256. Its `exp` is a number of seconds since 1970.
             */
            readonly access_token: string;
            /**
             * @description Always `Bearer`.
             * @enum {string}
             */
            readonly token_type: "Bearer";
            /**
             * @description Seconds the token lives.
             * @example 3600
             */
            readonly expires_in: number;
            /**
             * Format: password
             * @description For the authorization code, and in every answer to a refresh: a new one each time. Never for client credentials.
             */
            readonly refresh_token?: string;
            /**
             * @description The scopes granted, with spaces between them.
             * @example AccreditationAPI
             */
            readonly scope: string;
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
        /** @description The error of the auth host (RFC 6749 §5.2). */
        readonly OAuthError: {
            /**
             * @description What is wrong, for programs.
             * @enum {string}
             */
            readonly error: "invalid_request" | "invalid_client" | "invalid_grant" | "unauthorized_client" | "unsupported_grant_type" | "invalid_scope" | "temporarily_unavailable";
            /** @description What is wrong, for people. */
            readonly error_description?: string;
        };
        /** @description The error of the API. */
        readonly Error: {
            /**
             * @description What is wrong, for programs.
             * @example INVALID_TOKEN
             */
            readonly error: string;
            /**
             * @description What is wrong, for people.
             * @example The access token is invalid
             */
            readonly message: string;
            /** @description The HTTP status once more. */
            readonly statusCode: number;
            /**
             * Format: date-time
             * @description When it went wrong.
             */
            readonly timestamp: string;
            /** @description More about it, where there is more to say. */
            readonly details?: {
                /**
                 * Format: date-time
                 * @description With `TOKEN_EXPIRED`, when the token ended.
                 */
                readonly expired_at?: string;
                /** @description With `INSUFFICIENT_PERMISSIONS`, the scope that the credential would need. */
                readonly required_scope?: string;
                /** @description With `INSUFFICIENT_PERMISSIONS`, the scopes that it has. */
                readonly your_scopes?: readonly string[];
                /** @description With `VALIDATION_ERROR`, what is wrong with which field. */
                readonly violations?: readonly {
                    /** @description The field or parameter. */
                    readonly field?: string;
                    /** @description What is wrong with it. */
                    readonly message: string;
                }[];
            };
        };
        /** @description Something that a member can earn. */
        readonly Award: {
            /**
             * Format: uuid
             * @description The award's GUID.
             */
            readonly id: string;
            /**
             * @description What it is called.
             * @example Certified School Board Member
             * @example Master Board Chair
             * @example Finance Committee Credential
             * @example Early Literacy Endorsement
             * @example Instructional Coach License
             * @example Safe Schools Badge
             * @example Special Education Advocate
             * @example Superintendent Academy Fellow
             * @example Data Privacy Practitioner
             * @example Labor Relations Specialist
             * @example Equity in Governance Certificate
             * @example Continuing Education, 30 Credits
             */
            readonly name?: string;
            /**
             * @description What it takes.
             * @example Twelve hours of governance training and a written assessment.
             * @example Three courses, a portfolio and an interview with the review panel.
             * @example One full-day workshop, renewed every two years.
             * @example Thirty credits from accredited providers within three years.
             * @example A mentored year in the role, confirmed by the district.
             */
            readonly description?: string;
            /**
             * @description How advanced it is.
             * @enum {string}
             */
            readonly levelType?: "Foundation" | "Intermediate" | "Advanced" | "Master";
            /**
             * @description What kind of thing it is.
             * @enum {string}
             */
            readonly objectType?: "Certification" | "Credential" | "License" | "Badge";
            /**
             * @description What it costs, in US dollars.
             * @example 0
             * @example 25
             * @example 75
             * @example 150
             * @example 225.5
             * @example 349
             * @example 495
             */
            readonly price?: number;
            /**
             * @description Whether it can be earned at present.
             * @default true
             * @example true
             * @example true
             * @example true
             * @example false
             */
            readonly isActive: boolean;
            /**
             * @description Words to find it by.
             * @example [
             *       "governance",
             *       "boards"
             *     ]
             * @example [
             *       "finance"
             *     ]
             * @example [
             *       "literacy",
             *       "classroom"
             *     ]
             * @example [
             *       "safety",
             *       "compliance"
             *     ]
             * @example [
             *       "leadership",
             *       "superintendents"
             *     ]
             */
            readonly tags?: readonly string[];
            /**
             * @description What its holder can do.
             * @example [
             *       "governance",
             *       "school law"
             *     ]
             * @example [
             *       "budgeting",
             *       "auditing"
             *     ]
             * @example [
             *       "coaching",
             *       "assessment"
             *     ]
             * @example [
             *       "negotiation"
             *     ]
             * @example [
             *       "leadership",
             *       "communication"
             *     ]
             */
            readonly skills?: readonly string[];
            /**
             * Format: date-time
             * @description When it was made.
             */
            readonly createdDate: string;
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            readonly modifiedDate?: string;
        };
        /** @description A new award. No document shows a body for it, so nothing in it is required. */
        readonly CreateAward: {
            /** @description What it is called. */
            readonly name?: string;
            /** @description What it takes. */
            readonly description?: string;
            /**
             * @description How advanced it is.
             * @enum {string}
             */
            readonly levelType?: "Foundation" | "Intermediate" | "Advanced" | "Master";
            /**
             * @description What kind of thing it is.
             * @enum {string}
             */
            readonly objectType?: "Certification" | "Credential" | "License" | "Badge";
            /** @description What it costs, in US dollars. */
            readonly price?: number;
            /**
             * @description Whether it can be earned at present.
             * @default true
             */
            readonly isActive?: boolean;
            /** @description Words to find it by. */
            readonly tags?: readonly string[];
            /** @description What its holder can do. */
            readonly skills?: readonly string[];
        };
        /** @description A place in a class. */
        readonly ClassRegistration: {
            /**
             * Format: uuid
             * @description The registration's GUID.
             */
            readonly id: string;
            /**
             * @description What the attendee shows at the door.
             * @example REG-48213907
             */
            readonly confirmationNumber: string;
            /**
             * Format: uuid
             * @description The class.
             */
            readonly classId?: string;
            /**
             * @description The attendee's first name.
             * @example Nora
             */
            readonly firstName?: string;
            /**
             * @description The attendee's last name.
             * @example Whitfield
             */
            readonly lastName?: string;
            /**
             * Format: email
             * @description Where the confirmation goes.
             * @example nora@northfield.example
             */
            readonly email?: string;
            /**
             * @description Whom the attendee works for.
             * @example Northfield School Boards Association
             */
            readonly organization?: string;
            /**
             * @description At whose price.
             * @default Member
             * @enum {string}
             */
            readonly registrationType: "Member" | "NonMember" | "Guest";
            /**
             * @description Whether the place is taken. A new registration is `Registered`.
             * @default Registered
             * @enum {string}
             */
            readonly status: "Registered" | "Waitlisted" | "Cancelled";
            /**
             * @description What the organizer should know.
             * @example Vegetarian lunch
             */
            readonly notes?: string;
            /**
             * Format: date-time
             * @description When the place was taken.
             */
            readonly registeredDate: string;
        };
        /** @description A new registration. The samples send a body and do not show it, so nothing in it is required. */
        readonly CreateClassRegistration: {
            /**
             * Format: uuid
             * @description The class.
             */
            readonly classId?: string;
            /** @description The attendee's first name. */
            readonly firstName?: string;
            /** @description The attendee's last name. */
            readonly lastName?: string;
            /**
             * Format: email
             * @description Where the confirmation goes.
             */
            readonly email?: string;
            /** @description Whom the attendee works for. */
            readonly organization?: string;
            /**
             * @description At whose price.
             * @default Member
             * @enum {string}
             */
            readonly registrationType?: "Member" | "NonMember" | "Guest";
            /** @description What the organizer should know. */
            readonly notes?: string;
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
            /** Format: uri */
            readonly issuer: string;
            /** Format: uri */
            readonly authorization_endpoint?: string;
            /** Format: uri */
            readonly token_endpoint: string;
            /** Format: uri */
            readonly jwks_uri?: string;
            readonly scopes_supported?: readonly string[];
            readonly response_types_supported: readonly string[];
            readonly grant_types_supported?: readonly string[];
            readonly token_endpoint_auth_methods_supported?: readonly string[];
            readonly code_challenge_methods_supported?: readonly string[];
        };
        /** @description RFC 7517 §5. */
        readonly JsonWebKeySet: {
            readonly keys: readonly {
                /** @description The key type. */
                readonly kty: string;
                /** @description What the key is for. */
                readonly use?: string;
                /** @description The algorithm. */
                readonly alg?: string;
                /** @description The id that tokens name it by. */
                readonly kid?: string;
                /** @description RSA modulus. */
                readonly n?: string;
                /** @description RSA exponent. */
                readonly e?: string;
            }[];
        };
    };
    responses: {
        /** @description The form is too large. */
        readonly OAuthPayloadTooLarge: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["OAuthError"];
            };
        };
        /** @description The body is no form. */
        readonly OAuthUnsupportedMediaType: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["OAuthError"];
            };
        };
        /** @description The sandbox cannot reach its store. */
        readonly OAuthUnavailable: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["OAuthError"];
            };
        };
        /** @description Any other refusal of the auth host. */
        readonly OAuthOther: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["OAuthError"];
            };
        };
        /** @description The tenant is missing, or a parameter is wrong. */
        readonly BadRequest: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The tenant is missing, or the body is wrong. */
        readonly BadRequestOrBody: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The credential is not good, or this tenant demands one. */
        readonly Unauthorized: {
            headers: {
                readonly "WWW-Authenticate": components["headers"]["Challenge"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The credential is good, but not for this. */
        readonly Forbidden: {
            headers: {
                readonly "WWW-Authenticate": components["headers"]["ScopeChallenge"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description There is no such tenant. */
        readonly InvalidTenant: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description There is no such tenant, or it has no such record. `error` tells which. */
        readonly InvalidTenantOrNotFound: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The body is too large. */
        readonly PayloadTooLarge: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The body is not JSON. */
        readonly UnsupportedMediaType: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The tenant's quota of this second is used up. Refused requests count too. */
        readonly RateLimited: {
            headers: {
                readonly "Retry-After": components["headers"]["RetryAfter"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The sandbox cannot reach its store. */
        readonly Unavailable: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description There is no such path. */
        readonly UnknownPath: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description This path does not have this method. */
        readonly MethodNotAllowed: {
            headers: {
                readonly Allow: components["headers"]["Allow"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
    };
    parameters: {
        /**
         * @description The organization whose data the call is about. Letters, digits, hyphens and underscores; case counts.
         * @example org-12345
         */
        readonly TenantCode: string;
    };
    requestBodies: never;
    headers: {
        /** @description Seconds to wait before the next try. The only rate-limit header that the document knows. */
        readonly RetryAfter: number;
        /** @description How to authenticate, and for a bad token what is wrong with it. */
        readonly Challenge: string;
        /** @description Where a scope is missing, which one. */
        readonly ScopeChallenge: string;
        /** @description Sent where the client authenticated by HTTP Basic. */
        readonly ClientChallenge: string;
        /** @description The client's redirect URI with the parameters of the answer. */
        readonly Location: string;
        /** @description The methods that this path has. */
        readonly Allow: string;
        /** @description No cache may keep the answer. */
        readonly NoStore: "no-store";
        /** @description The same, for HTTP/1.0 caches. */
        readonly NoCache: "no-cache";
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
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
                 * @example training-web
                 */
                readonly client_id?: string;
                /**
                 * @description Required where the client has more than one. Where to redirect to: exactly one of the client's redirect URIs, to the letter.
                 * @example https://yourapp.com/callback
                 */
                readonly redirect_uri?: string;
                /**
                 * @description The scopes asked for, with spaces between them. Default `AccreditationAPI`.
                 * @example AccreditationAPI
                 */
                readonly scope?: string;
                /**
                 * @description Recommended. Comes back unchanged, so that the client can tell its own redirects from forged ones.
                 * @example n3Qf8vZ1
                 */
                readonly state?: string;
                /**
                 * @description PKCE (RFC 7636). Optional; once sent, the exchange needs the matching `code_verifier`.
                 * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
                 */
                readonly code_challenge?: string;
                /**
                 * @description How the challenge was made, `S256` or `plain`. Default `plain` (RFC 7636 §4.3).
                 * @example S256
                 */
                readonly code_challenge_method?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The consent page. Its form posts to this path. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/html": string;
                };
            };
            /** @description Back to the client: with `code` and `state` where consent is given without a page, or with `error` where the request is wrong but client and redirect URI are known. */
            readonly 302: {
                headers: {
                    readonly Location: components["headers"]["Location"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A page for the user: the client is unknown, the redirect URI is not one of its own, or the request is too broken to say. There is no redirect (RFC 6749 §4.1.2.1). */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/html": string;
                };
            };
            readonly 503: components["responses"]["OAuthUnavailable"];
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
            /** @description A page for the user: the form was already answered, is too old, or was never shown. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/html": string;
                };
            };
            readonly 413: components["responses"]["OAuthPayloadTooLarge"];
            readonly 415: components["responses"]["OAuthUnsupportedMediaType"];
            readonly 503: components["responses"]["OAuthUnavailable"];
            readonly default: components["responses"]["OAuthOther"];
        };
    };
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
            /** @description An access token, and for the authorization code a refresh token. */
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
                    readonly "Cache-Control": components["headers"]["NoStore"];
                    readonly Pragma: components["headers"]["NoCache"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["OAuthError"];
                };
            };
            /** @description The client is unknown, or its secret is wrong or missing. */
            readonly 401: {
                headers: {
                    readonly "Cache-Control": components["headers"]["NoStore"];
                    readonly Pragma: components["headers"]["NoCache"];
                    readonly "WWW-Authenticate": components["headers"]["ClientChallenge"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["OAuthError"];
                };
            };
            readonly 413: components["responses"]["OAuthPayloadTooLarge"];
            readonly 415: components["responses"]["OAuthUnsupportedMediaType"];
            readonly 503: components["responses"]["OAuthUnavailable"];
        };
    };
    readonly listAwards: {
        readonly parameters: {
            readonly query?: {
                /** @description Which page, from 1. */
                readonly page?: number;
                /** @description Awards on a page. More than 200 is cut to 200. */
                readonly pageSize?: number;
                /**
                 * @description The field to sort by.
                 * @example name
                 */
                readonly sortBy?: string;
                /** @description Which way to sort. */
                readonly sortDirection?: "asc" | "desc";
            };
            readonly header: {
                /**
                 * @description The organization whose data the call is about. Letters, digits, hyphens and underscores; case counts.
                 * @example org-12345
                 */
                readonly "tenant-code": components["parameters"]["TenantCode"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The awards. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": readonly components["schemas"]["Award"][];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["InvalidTenant"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly getAward: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /**
                 * @description The organization whose data the call is about. Letters, digits, hyphens and underscores; case counts.
                 * @example org-12345
                 */
                readonly "tenant-code": components["parameters"]["TenantCode"];
            };
            readonly path: {
                /**
                 * @description The award's GUID.
                 * @example 2c1d5f84-93b7-4e0a-8f6d-5a7b1e3c9d40
                 */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The award. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Award"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["InvalidTenantOrNotFound"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly createAward: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /**
                 * @description The organization whose data the call is about. Letters, digits, hyphens and underscores; case counts.
                 * @example org-12345
                 */
                readonly "tenant-code": components["parameters"]["TenantCode"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["CreateAward"];
            };
        };
        readonly responses: {
            /** @description The new award. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Award"];
                };
            };
            readonly 400: components["responses"]["BadRequestOrBody"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["InvalidTenant"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly createClassRegistration: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /**
                 * @description The organization whose data the call is about. Letters, digits, hyphens and underscores; case counts.
                 * @example org-12345
                 */
                readonly "tenant-code": components["parameters"]["TenantCode"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["CreateClassRegistration"];
            };
        };
        readonly responses: {
            /** @description The registration. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ClassRegistration"];
                };
            };
            readonly 400: components["responses"]["BadRequestOrBody"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["InvalidTenant"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 429: components["responses"]["RateLimited"];
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
            readonly 503: components["responses"]["OAuthUnavailable"];
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
            readonly 503: components["responses"]["OAuthUnavailable"];
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
                };
            };
            readonly 404: components["responses"]["UnknownPath"];
            readonly 405: components["responses"]["MethodNotAllowed"];
            readonly 503: components["responses"]["OAuthUnavailable"];
        };
    };
}
