// Generated from specs/engagifii-revenue.yaml by `npm run generate`. Do not edit.

export interface paths {
    readonly "/oauth/token": {
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
         * @description The token endpoint (RFC 6749 §3.2). One form, four grants:
         *
         *     - `client_credentials`: the client acts for itself. Without `scope` it gets `revenue.api.full`.
         *       There is never a refresh token.
         *     - `authorization_code`: trades the code of the redirect. The code lives 60 seconds and works once; a second
         *       try is refused and revokes what the first one gave. `redirect_uri` must be the one the code was asked with.
         *     - `refresh_token`: trades a refresh token for a new pair. Each refresh token works once; using one again
         *       revokes the whole family. The scope may be narrowed, never widened.
         *     - `urn:ietf:params:oauth:grant-type:jwt-bearer`: trades an `assertion` signed with the client's registered key.
         *
         *     The client authenticates in the form (`client_id`, `client_secret`) or by HTTP Basic, not by both. An assertion
         *     says who the client is without either. A client that is switched off is refused as `invalid_grant`, and the tokens
         *     it has are dead (401).
         *
         *     Unknown parameters are ignored, empty ones count as absent, and a repeated one is refused.
         */
        readonly post: operations["issueToken"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/oauth/authorize": {
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
    readonly "/oauth/revoke": {
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
         * @description Kills an access token, or a refresh token and every access token that came of it (RFC 7009). The answer is
         *     the same empty 200 whether the token was alive, dead, unknown, or another client's; a token of another
         *     client stays alive. A wrong `token_type_hint` is ignored.
         */
        readonly post: operations["revokeToken"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/1.0/invoice": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List invoices
         * @description A page of the tenant's invoices, oldest first unless sorted. A page size above 100 is cut to 100. A filter
         *     that matches nothing gives an empty page, and a filter that does not exist is ignored; neither is an error.
         */
        readonly get: operations["listInvoices"];
        readonly put?: never;
        /**
         * Create an invoice
         * @description Makes an invoice with the status `pending`. With an `X-Idempotency-Key`, the same key and body give the
         *     first answer again for 24 hours instead of a second invoice.
         */
        readonly post: operations["createInvoice"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/1.0/invoice/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Get an invoice
         * @description One invoice of the tenant. `INV-123456`, the document's own example, exists in every tenant.
         */
        readonly get: operations["getInvoice"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/1.0/payment": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List payments
         * @description A page of the tenant's payments, with the paging of the invoices.
         */
        readonly get: operations["listPayments"];
        readonly put?: never;
        /**
         * Process a payment
         * @description Takes a payment, on an invoice or without one. An `invoiceId` that is given must exist. With an
         *     `X-Idempotency-Key`, a repeated call is answered again instead of charged again.
         */
        readonly post: operations["createPayment"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/1.0/payment/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Get a payment
         * @description One payment of the tenant.
         */
        readonly get: operations["getPayment"];
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
             * @example client_credentials
             * @example authorization_code
             * @example refresh_token
             * @example urn:ietf:params:oauth:grant-type:jwt-bearer
             */
            readonly grant_type: string;
            /**
             * @description Required, unless the client authenticates by HTTP Basic or an assertion.
             * @example revenue-service
             */
            readonly client_id?: string;
            /**
             * Format: password
             * @description Required, unless the client authenticates by HTTP Basic or an assertion. Never in the URL.
             * @example secret_sandbox_revenue_service
             */
            readonly client_secret?: string;
            /**
             * @description The scopes asked for, with spaces between them; upper and lower case differ. Default `revenue.api.full`.
             * @example revenue.api.full
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
            /**
             * Format: password
             * @description For `urn:ietf:params:oauth:grant-type:jwt-bearer`, a JWT signed with the client's registered key: `iss` and `sub` are the client, `aud` is the token endpoint or the issuer, `exp` is soon.
             */
            readonly assertion?: string;
        };
        readonly TokenResponse: {
            /**
             * Format: password
             * @description A JWT, signed with RS256.
             */
            readonly access_token: string;
            /**
             * @description Always `Bearer`.
             * @enum {string}
             */
            readonly token_type: "Bearer";
            /**
             * @description Seconds the token lives; 3600, unless the client is set up otherwise.
             * @example 3600
             */
            readonly expires_in: number;
            /**
             * @description The scopes granted, with spaces between them.
             * @example revenue.api.full
             */
            readonly scope: string;
            /**
             * Format: password
             * @description For the authorization code, and for the refresh that follows. Never for client credentials, although the document's sample of that grant shows one.
             */
            readonly refresh_token?: string;
        };
        readonly RevocationRequest: {
            /**
             * Format: password
             * @description The access token or refresh token to revoke.
             */
            readonly token: string;
            /**
             * @description What kind of token it is. Only a hint; a wrong one does no harm.
             * @example access_token
             * @example refresh_token
             */
            readonly token_type_hint?: string;
            /**
             * @description Required, unless the client authenticates by HTTP Basic.
             * @example revenue-service
             */
            readonly client_id?: string;
            /**
             * Format: password
             * @description Required, unless the client authenticates by HTTP Basic.
             * @example secret_sandbox_revenue_service
             */
            readonly client_secret?: string;
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
        /** @description The flat error of the OAuth endpoints (RFC 6749 §5.2). */
        readonly OAuthError: {
            /**
             * @description What is wrong, for programs.
             * @enum {string}
             */
            readonly error: "invalid_request" | "invalid_client" | "invalid_grant" | "unauthorized_client" | "unsupported_grant_type" | "invalid_scope" | "rate_limit_exceeded" | "temporarily_unavailable";
            /** @description What is wrong, for people. */
            readonly error_description?: string;
            /** @description With `invalid_scope`, the scopes there are. */
            readonly available_scopes?: readonly string[];
        };
        /** @description The flat 401. */
        readonly Unauthorized: {
            /** @enum {string} */
            readonly error: "unauthorized";
            /** @description What is wrong, for people. */
            readonly error_description: string;
            /**
             * Format: uri
             * @description Where the error is explained.
             */
            readonly error_uri: string;
        };
        /** @description The flat 403. */
        readonly Forbidden: {
            /** @enum {string} */
            readonly error: "forbidden";
            /** @description What is wrong, for people. */
            readonly error_description: string;
            /**
             * @description The scope that the credential would need. Only where a scope is what was missing.
             * @example revenue.api.write
             */
            readonly required_scope?: string;
        };
        /** @description The nested error of everything below `/api` but 401 and 403. */
        readonly ApiError: {
            readonly error: {
                /**
                 * @description What is wrong, for programs.
                 * @example VALIDATION_ERROR
                 */
                readonly code: string;
                /**
                 * @description What is wrong, for people.
                 * @example The request contains invalid data
                 */
                readonly message: string;
                /** @description What is wrong with which field; on validation errors. */
                readonly details?: readonly {
                    /** @description The field or parameter. */
                    readonly field?: string;
                    /** @description What is wrong with it. */
                    readonly message: string;
                    /** @description The same, for programs. */
                    readonly code?: string;
                }[];
                /** @description The `X-Request-ID` of the answer. */
                readonly requestId: string;
                /**
                 * Format: date-time
                 * @description When it went wrong.
                 */
                readonly timestamp: string;
                /**
                 * Format: uri
                 * @description Where the error is explained.
                 */
                readonly documentation?: string;
            };
        };
        /** @description What a customer owes. */
        readonly Invoice: {
            /**
             * @description What paths name the invoice by.
             * @example INV-123456
             */
            readonly id: string;
            /**
             * @description The number printed on the invoice.
             * @example 2024-0042
             */
            readonly invoiceNumber: string;
            /**
             * @description How far the invoice is. A new one is `pending`.
             * @default pending
             * @enum {string}
             */
            readonly status: "draft" | "pending" | "sent" | "paid" | "overdue" | "cancelled";
            /**
             * Format: uuid
             * @description The customer's id.
             */
            readonly customerId?: string;
            /**
             * @description Whether the customer is a person.
             * @default Person
             * @enum {string}
             */
            readonly customerType?: "Person" | "Organization";
            /**
             * @description The customer's name.
             * @example Maria Delgado
             */
            readonly customerName?: string;
            /**
             * Format: email
             * @description Where the invoice was sent.
             * @example maria.delgado@example.com
             */
            readonly customerEmail?: string;
            /**
             * @description What the invoice is for.
             * @example Annual membership dues
             * @example Spring conference registration
             * @example Accreditation renewal
             * @example Webinar series, five seats
             * @example Exhibitor booth, standard
             * @example Publication subscription
             */
            readonly memo?: string;
            /**
             * Format: date
             * @description The date on the invoice.
             * @example 2024-10-07
             * @example 2024-10-21
             * @example 2024-11-04
             * @example 2024-11-18
             * @example 2024-12-02
             * @example 2024-12-16
             */
            readonly invoiceDate?: string;
            /**
             * Format: date
             * @description When it is due.
             * @example 2025-01-15
             * @example 2025-01-31
             * @example 2025-02-14
             * @example 2025-02-28
             * @example 2025-03-31
             */
            readonly dueDate?: string;
            /**
             * @description What is owed, in `currency`; 0 where nothing was said.
             * @default 0
             * @example 480
             * @example 95
             * @example 240.5
             * @example 375
             * @example 612.25
             * @example 1200
             * @example 2499.99
             */
            readonly totalAmount: number;
            /**
             * @description The currency (ISO 4217).
             * @default USD
             * @example USD
             * @example USD
             * @example USD
             * @example CAD
             */
            readonly currency: string;
            /**
             * Format: date-time
             * @description When the invoice was made.
             */
            readonly createdDate: string;
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            readonly modifiedDate?: string;
        };
        /** @description A new invoice. Its id, number, status and dates of record are the server's. The samples send a body and do not show it, so nothing in it is required. */
        readonly CreateInvoice: {
            /**
             * Format: uuid
             * @description The customer's id.
             */
            readonly customerId?: string;
            /**
             * @description Person or organization.
             * @default Person
             * @enum {string}
             */
            readonly customerType?: "Person" | "Organization";
            /** @description The customer's name. */
            readonly customerName?: string;
            /**
             * Format: email
             * @description Where to send the invoice.
             */
            readonly customerEmail?: string;
            /** @description What the invoice is for. */
            readonly memo?: string;
            /**
             * Format: date
             * @description The date on the invoice.
             */
            readonly invoiceDate?: string;
            /**
             * Format: date
             * @description When it is due.
             */
            readonly dueDate?: string;
            /** @description What is owed, in `currency`. */
            readonly totalAmount?: number;
            /**
             * @description The currency (ISO 4217).
             * @default USD
             */
            readonly currency?: string;
        };
        readonly InvoicePage: {
            readonly items: readonly components["schemas"]["Invoice"][];
            /** @description Records on all pages. */
            readonly totalCount: number;
            /** @description This page. */
            readonly page: number;
            /** @description Records on a page. */
            readonly pageSize: number;
            /** @description Pages. */
            readonly totalPages: number;
            /** @description Whether there is a page after this. */
            readonly hasNextPage: boolean;
            /** @description Whether there is a page before this. */
            readonly hasPreviousPage: boolean;
        };
        /** @description What a customer paid. */
        readonly Payment: {
            /**
             * @description What paths name the payment by.
             * @example PAY-654321
             */
            readonly id: string;
            /**
             * @description The invoice it is on, if any.
             * @example INV-123456
             */
            readonly invoiceId?: string;
            /**
             * @description What became of it. A new one is `completed`.
             * @default completed
             * @enum {string}
             */
            readonly status: "completed" | "failed" | "refunded";
            /**
             * @description What was paid, in `currency`.
             * @example 480
             * @example 50
             * @example 120.25
             * @example 400
             * @example 825
             */
            readonly amount?: number;
            /**
             * @description The currency (ISO 4217).
             * @default USD
             * @example USD
             * @example USD
             * @example USD
             * @example CAD
             */
            readonly currency: string;
            /**
             * @description How it was paid.
             * @enum {string}
             */
            readonly paymentMethod?: "CreditCard" | "ACH" | "Check" | "Cash";
            /**
             * @description Who paid.
             * @example Maria Delgado
             */
            readonly payerName?: string;
            /**
             * Format: email
             * @description Where the receipt was sent.
             * @example maria.delgado@example.com
             */
            readonly payerEmail?: string;
            /**
             * @description What the payer wrote.
             * @example Dues, paid in full
             * @example First installment
             * @example Conference fee
             */
            readonly memo?: string;
            /**
             * Format: date
             * @description When it was paid.
             * @example 2024-12-03
             * @example 2024-12-11
             * @example 2024-12-20
             * @example 2024-12-30
             */
            readonly paymentDate?: string;
            /**
             * Format: date-time
             * @description When the payment was taken.
             */
            readonly createdDate: string;
        };
        /** @description A new payment. As with invoices, nothing in it is required. */
        readonly CreatePayment: {
            /** @description The invoice it is on; must exist. */
            readonly invoiceId?: string;
            /** @description What to charge, in `currency`. */
            readonly amount?: number;
            /**
             * @description The currency (ISO 4217).
             * @default USD
             */
            readonly currency?: string;
            /**
             * @description How it is paid.
             * @enum {string}
             */
            readonly paymentMethod?: "CreditCard" | "ACH" | "Check" | "Cash";
            /** @description Who pays. */
            readonly payerName?: string;
            /**
             * Format: email
             * @description Where to send the receipt.
             */
            readonly payerEmail?: string;
            /** @description What the payer wrote. */
            readonly memo?: string;
            /**
             * Format: date
             * @description When it was paid.
             */
            readonly paymentDate?: string;
        };
        readonly PaymentPage: {
            readonly items: readonly components["schemas"]["Payment"][];
            /** @description Records on all pages. */
            readonly totalCount: number;
            /** @description This page. */
            readonly page: number;
            /** @description Records on a page. */
            readonly pageSize: number;
            /** @description Pages. */
            readonly totalPages: number;
            /** @description Whether there is a page after this. */
            readonly hasNextPage: boolean;
            /** @description Whether there is a page before this. */
            readonly hasPreviousPage: boolean;
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
            readonly revocation_endpoint?: string;
            /** Format: uri */
            readonly jwks_uri?: string;
            readonly scopes_supported?: readonly string[];
            readonly response_types_supported: readonly string[];
            readonly grant_types_supported?: readonly string[];
            readonly token_endpoint_auth_methods_supported?: readonly string[];
            readonly code_challenge_methods_supported?: readonly string[];
            readonly authorization_response_iss_parameter_supported?: boolean;
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
        /** @description An access token, and for the authorization code a refresh token. */
        readonly Token: {
            headers: {
                readonly "Cache-Control": components["headers"]["NoStore"];
                readonly Pragma: components["headers"]["NoCache"];
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-RateLimit-Reset-After": components["headers"]["RateLimitResetAfter"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["TokenResponse"];
            };
        };
        /** @description The request, the grant or the scope is wrong. */
        readonly TokenRefused: {
            headers: {
                readonly "Cache-Control": components["headers"]["NoStore"];
                readonly Pragma: components["headers"]["NoCache"];
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-RateLimit-Reset-After": components["headers"]["RateLimitResetAfter"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["OAuthError"];
            };
        };
        /** @description The request is malformed, or names no token. */
        readonly RevocationRefused: {
            headers: {
                readonly "Cache-Control": components["headers"]["NoStore"];
                readonly Pragma: components["headers"]["NoCache"];
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-RateLimit-Reset-After": components["headers"]["RateLimitResetAfter"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["OAuthError"];
            };
        };
        /** @description The client is unknown, or its secret is wrong or missing. */
        readonly InvalidClient: {
            headers: {
                readonly "Cache-Control": components["headers"]["NoStore"];
                readonly Pragma: components["headers"]["NoCache"];
                readonly "WWW-Authenticate": components["headers"]["ClientChallenge"];
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-RateLimit-Reset-After": components["headers"]["RateLimitResetAfter"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["OAuthError"];
            };
        };
        /** @description The form is too large. */
        readonly OAuthPayloadTooLarge: {
            headers: {
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-RateLimit-Reset-After": components["headers"]["RateLimitResetAfter"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["OAuthError"];
            };
        };
        /** @description The body is no form. */
        readonly OAuthUnsupportedMediaType: {
            headers: {
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-RateLimit-Reset-After": components["headers"]["RateLimitResetAfter"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["OAuthError"];
            };
        };
        /** @description The quota of this window is used up. Refused requests count too. */
        readonly OAuthRateLimited: {
            headers: {
                readonly "Retry-After": components["headers"]["RetryAfter"];
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-RateLimit-Reset-After": components["headers"]["RateLimitResetAfter"];
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
        /** @description Any other refusal of an OAuth endpoint. */
        readonly OAuthOther: {
            headers: {
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-RateLimit-Reset-After": components["headers"]["RateLimitResetAfter"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["OAuthError"];
            };
        };
        /** @description The consent page. Its form posts to this path. */
        readonly ConsentPage: {
            headers: {
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-RateLimit-Reset-After": components["headers"]["RateLimitResetAfter"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "text/html": string;
            };
        };
        /** @description A page for the user: the client is unknown, the redirect URI is not one of its own, or the request is too broken to say. There is no redirect (RFC 6749 §4.1.2.1). */
        readonly AuthorizationErrorPage: {
            headers: {
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-RateLimit-Reset-After": components["headers"]["RateLimitResetAfter"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "text/html": string;
            };
        };
        /** @description A page for the user: the form was already answered, is too old, or was never shown. */
        readonly ConsentErrorPage: {
            headers: {
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-RateLimit-Reset-After": components["headers"]["RateLimitResetAfter"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "text/html": string;
            };
        };
        /** @description The invoice. */
        readonly InvoiceFound: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-RateLimit-Reset-After": components["headers"]["RateLimitResetAfter"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Invoice"];
            };
        };
        /** @description The new invoice. */
        readonly InvoiceCreated: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-RateLimit-Reset-After": components["headers"]["RateLimitResetAfter"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Invoice"];
            };
        };
        /** @description The payment. */
        readonly PaymentFound: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-RateLimit-Reset-After": components["headers"]["RateLimitResetAfter"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Payment"];
            };
        };
        /** @description The payment, taken. */
        readonly PaymentCreated: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-RateLimit-Reset-After": components["headers"]["RateLimitResetAfter"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Payment"];
            };
        };
        /** @description A header is missing, or a parameter is wrong. */
        readonly BadRequest: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-RateLimit-Reset-After": components["headers"]["RateLimitResetAfter"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description A header is missing, or a parameter or the body is wrong. */
        readonly BadRequestOrBody: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-RateLimit-Reset-After": components["headers"]["RateLimitResetAfter"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description There is no good credential, or no such tenant. */
        readonly Unauthorized: {
            headers: {
                readonly "WWW-Authenticate": components["headers"]["Challenge"];
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-RateLimit-Reset-After": components["headers"]["RateLimitResetAfter"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Unauthorized"];
            };
        };
        /** @description The credential is good, but not for this. */
        readonly Forbidden: {
            headers: {
                readonly "WWW-Authenticate": components["headers"]["ScopeChallenge"];
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-RateLimit-Reset-After": components["headers"]["RateLimitResetAfter"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Forbidden"];
            };
        };
        /** @description The tenant has no such record. */
        readonly NotFound: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-RateLimit-Reset-After": components["headers"]["RateLimitResetAfter"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description A request with this idempotency key is still being answered. */
        readonly IdempotencyInFlight: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-RateLimit-Reset-After": components["headers"]["RateLimitResetAfter"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description This idempotency key was used with another body. */
        readonly IdempotencyMismatch: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-RateLimit-Reset-After": components["headers"]["RateLimitResetAfter"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description The body is too large. */
        readonly PayloadTooLarge: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-RateLimit-Reset-After": components["headers"]["RateLimitResetAfter"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description The body is not JSON. */
        readonly UnsupportedMediaType: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-RateLimit-Reset-After": components["headers"]["RateLimitResetAfter"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description The quota of this window is used up. Refused requests count too. */
        readonly RateLimited: {
            headers: {
                readonly "Retry-After": components["headers"]["RetryAfter"];
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-RateLimit-Reset-After": components["headers"]["RateLimitResetAfter"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description The sandbox cannot reach its store. */
        readonly Unavailable: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description There is no such path. */
        readonly UnknownPath: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-RateLimit-Reset-After": components["headers"]["RateLimitResetAfter"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description This path does not have this method. */
        readonly MethodNotAllowed: {
            headers: {
                readonly Allow: components["headers"]["Allow"];
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-RateLimit-Reset-After": components["headers"]["RateLimitResetAfter"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["ApiError"];
            };
        };
    };
    parameters: {
        /**
         * @description Your tenant. Must be the tenant that the credential belongs to.
         * @example TENANT123
         */
        readonly TenantCode: string;
        /**
         * @description The API version. Must agree with the path.
         * @example 1.0
         */
        readonly ApiVersion: "1.0";
        /**
         * @description Your own id for this request, to find it again in logs: 1 to 128 printable ASCII characters, a UUID for example. It comes
         *     back on the answer, on a refusal too. Where none is sent, the answer carries a new UUID. One that is longer or not printable
         *     is refused (400), and that refusal carries a new UUID.
         * @example 5b0f6c3e-8f5d-4a3b-9c1e-2d7a6f4e8b90
         */
        readonly RequestId: string;
        /**
         * @description A key of your own choice that makes repeating this call safe: for 24 hours the same key with the same body gives the first answer again. With another body it is refused (422), and while the first call is still being answered too (409).
         * @example unique-key
         */
        readonly IdempotencyKey: string;
        /**
         * @description The original client's address, where the call comes through a proxy.
         * @example 203.0.113.0
         */
        readonly ForwardedFor: string;
        /** @description Which page, from 1. */
        readonly Page: number;
        /** @description Records on a page. More than 100 is cut to 100. */
        readonly PageSize: number;
        /**
         * @description The field to sort by.
         * @example createdDate
         */
        readonly SortBy: string;
        /** @description Which way to sort. */
        readonly SortOrder: "asc" | "desc";
        /**
         * @description Only records with this status. A status that does not exist matches nothing.
         * @example pending
         */
        readonly StatusFilter: string;
        /**
         * @description Another name of `pageSize`, which the document's samples send.
         * @example 10
         */
        readonly Limit: number;
        /**
         * @description Required. Must be `code`.
         * @example code
         */
        readonly ResponseType: string;
        /**
         * @description Required. The client that asks.
         * @example revenue-web
         */
        readonly ClientId: string;
        /**
         * @description Required where the client has more than one. Where to redirect to: exactly one of the client's redirect URIs, to the letter.
         * @example https://yourapp.com/callback
         */
        readonly RedirectUri: string;
        /**
         * @description The scopes asked for, with spaces between them. Default `revenue.api.full`.
         * @example revenue.api.read revenue.api.write
         */
        readonly Scope: string;
        /**
         * @description Recommended. Comes back unchanged, so that the client can tell its own redirects from forged ones.
         * @example RANDOM_STATE_STRING
         */
        readonly State: string;
        /**
         * @description PKCE (RFC 7636). Optional; once sent, the exchange needs the matching `code_verifier`.
         * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
         */
        readonly CodeChallenge: string;
        /**
         * @description How the challenge was made, `S256` or `plain`. Default `plain` (RFC 7636 §4.3).
         * @example S256
         */
        readonly CodeChallengeMethod: string;
    };
    requestBodies: never;
    headers: {
        /** @description Requests that the window allows. */
        readonly RateLimitLimit: number;
        /** @description Requests left in this window. */
        readonly RateLimitRemaining: number;
        /** @description When the window ends, in seconds since 1970. */
        readonly RateLimitReset: number;
        /** @description Seconds until the window ends. The document's clients sleep this long after a 429, and a random part of a second more. */
        readonly RateLimitResetAfter: number;
        /** @description Seconds to wait before the next try. */
        readonly RetryAfter: number;
        /** @description The request's `X-Request-ID`, or a new UUID where the request had none. */
        readonly RequestId: string;
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
            readonly 200: components["responses"]["Token"];
            readonly 400: components["responses"]["TokenRefused"];
            readonly 401: components["responses"]["InvalidClient"];
            readonly 413: components["responses"]["OAuthPayloadTooLarge"];
            readonly 415: components["responses"]["OAuthUnsupportedMediaType"];
            readonly 429: components["responses"]["OAuthRateLimited"];
            readonly 503: components["responses"]["OAuthUnavailable"];
        };
    };
    readonly authorize: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description Required. Must be `code`.
                 * @example code
                 */
                readonly response_type?: components["parameters"]["ResponseType"];
                /**
                 * @description Required. The client that asks.
                 * @example revenue-web
                 */
                readonly client_id?: components["parameters"]["ClientId"];
                /**
                 * @description Required where the client has more than one. Where to redirect to: exactly one of the client's redirect URIs, to the letter.
                 * @example https://yourapp.com/callback
                 */
                readonly redirect_uri?: components["parameters"]["RedirectUri"];
                /**
                 * @description The scopes asked for, with spaces between them. Default `revenue.api.full`.
                 * @example revenue.api.read revenue.api.write
                 */
                readonly scope?: components["parameters"]["Scope"];
                /**
                 * @description Recommended. Comes back unchanged, so that the client can tell its own redirects from forged ones.
                 * @example RANDOM_STATE_STRING
                 */
                readonly state?: components["parameters"]["State"];
                /**
                 * @description PKCE (RFC 7636). Optional; once sent, the exchange needs the matching `code_verifier`.
                 * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
                 */
                readonly code_challenge?: components["parameters"]["CodeChallenge"];
                /**
                 * @description How the challenge was made, `S256` or `plain`. Default `plain` (RFC 7636 §4.3).
                 * @example S256
                 */
                readonly code_challenge_method?: components["parameters"]["CodeChallengeMethod"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["ConsentPage"];
            /** @description Back to the client: with `code` and `state` where consent is given without a page, or with `error` where the request is wrong but client and redirect URI are known. */
            readonly 302: {
                headers: {
                    readonly Location: components["headers"]["Location"];
                    readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    readonly "X-RateLimit-Reset-After": components["headers"]["RateLimitResetAfter"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["AuthorizationErrorPage"];
            readonly 429: components["responses"]["OAuthRateLimited"];
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
                    readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    readonly "X-RateLimit-Reset-After": components["headers"]["RateLimitResetAfter"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["ConsentErrorPage"];
            readonly 413: components["responses"]["OAuthPayloadTooLarge"];
            readonly 415: components["responses"]["OAuthUnsupportedMediaType"];
            readonly 429: components["responses"]["OAuthRateLimited"];
            readonly 503: components["responses"]["OAuthUnavailable"];
            readonly default: components["responses"]["OAuthOther"];
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
                readonly "application/x-www-form-urlencoded": components["schemas"]["RevocationRequest"];
            };
        };
        readonly responses: {
            /** @description The token is dead, or was none of this client's. The body is empty either way. */
            readonly 200: {
                headers: {
                    readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    readonly "X-RateLimit-Reset-After": components["headers"]["RateLimitResetAfter"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["RevocationRefused"];
            readonly 401: components["responses"]["InvalidClient"];
            readonly 413: components["responses"]["OAuthPayloadTooLarge"];
            readonly 415: components["responses"]["OAuthUnsupportedMediaType"];
            readonly 429: components["responses"]["OAuthRateLimited"];
            readonly 503: components["responses"]["OAuthUnavailable"];
        };
    };
    readonly listInvoices: {
        readonly parameters: {
            readonly query?: {
                /** @description Which page, from 1. */
                readonly page?: components["parameters"]["Page"];
                /** @description Records on a page. More than 100 is cut to 100. */
                readonly pageSize?: components["parameters"]["PageSize"];
                /**
                 * @description The field to sort by.
                 * @example createdDate
                 */
                readonly sortBy?: components["parameters"]["SortBy"];
                /** @description Which way to sort. */
                readonly sortOrder?: components["parameters"]["SortOrder"];
                /**
                 * @description Only records with this status. A status that does not exist matches nothing.
                 * @example pending
                 */
                readonly status?: components["parameters"]["StatusFilter"];
                /**
                 * @description Another name of `pageSize`, which the document's samples send.
                 * @example 10
                 */
                readonly limit?: components["parameters"]["Limit"];
            };
            readonly header: {
                /**
                 * @description Your tenant. Must be the tenant that the credential belongs to.
                 * @example TENANT123
                 */
                readonly "tenant-code": components["parameters"]["TenantCode"];
                /**
                 * @description The API version. Must agree with the path.
                 * @example 1.0
                 */
                readonly "api-version": components["parameters"]["ApiVersion"];
                /**
                 * @description Your own id for this request, to find it again in logs: 1 to 128 printable ASCII characters, a UUID for example. It comes
                 *     back on the answer, on a refusal too. Where none is sent, the answer carries a new UUID. One that is longer or not printable
                 *     is refused (400), and that refusal carries a new UUID.
                 * @example 5b0f6c3e-8f5d-4a3b-9c1e-2d7a6f4e8b90
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description The original client's address, where the call comes through a proxy.
                 * @example 203.0.113.0
                 */
                readonly "X-Forwarded-For"?: components["parameters"]["ForwardedFor"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of invoices. */
            readonly 200: {
                headers: {
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    readonly "X-RateLimit-Reset-After": components["headers"]["RateLimitResetAfter"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["InvoicePage"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly createInvoice: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /**
                 * @description Your tenant. Must be the tenant that the credential belongs to.
                 * @example TENANT123
                 */
                readonly "tenant-code": components["parameters"]["TenantCode"];
                /**
                 * @description The API version. Must agree with the path.
                 * @example 1.0
                 */
                readonly "api-version": components["parameters"]["ApiVersion"];
                /**
                 * @description Your own id for this request, to find it again in logs: 1 to 128 printable ASCII characters, a UUID for example. It comes
                 *     back on the answer, on a refusal too. Where none is sent, the answer carries a new UUID. One that is longer or not printable
                 *     is refused (400), and that refusal carries a new UUID.
                 * @example 5b0f6c3e-8f5d-4a3b-9c1e-2d7a6f4e8b90
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description A key of your own choice that makes repeating this call safe: for 24 hours the same key with the same body gives the first answer again. With another body it is refused (422), and while the first call is still being answered too (409).
                 * @example unique-key
                 */
                readonly "X-Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description The original client's address, where the call comes through a proxy.
                 * @example 203.0.113.0
                 */
                readonly "X-Forwarded-For"?: components["parameters"]["ForwardedFor"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["CreateInvoice"];
            };
        };
        readonly responses: {
            readonly 201: components["responses"]["InvoiceCreated"];
            readonly 400: components["responses"]["BadRequestOrBody"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["IdempotencyInFlight"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["IdempotencyMismatch"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly getInvoice: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /**
                 * @description Your tenant. Must be the tenant that the credential belongs to.
                 * @example TENANT123
                 */
                readonly "tenant-code": components["parameters"]["TenantCode"];
                /**
                 * @description The API version. Must agree with the path.
                 * @example 1.0
                 */
                readonly "api-version": components["parameters"]["ApiVersion"];
                /**
                 * @description Your own id for this request, to find it again in logs: 1 to 128 printable ASCII characters, a UUID for example. It comes
                 *     back on the answer, on a refusal too. Where none is sent, the answer carries a new UUID. One that is longer or not printable
                 *     is refused (400), and that refusal carries a new UUID.
                 * @example 5b0f6c3e-8f5d-4a3b-9c1e-2d7a6f4e8b90
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description The original client's address, where the call comes through a proxy.
                 * @example 203.0.113.0
                 */
                readonly "X-Forwarded-For"?: components["parameters"]["ForwardedFor"];
            };
            readonly path: {
                /**
                 * @description The invoice's `id` (not its `invoiceNumber`).
                 * @example INV-123456
                 */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["InvoiceFound"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly listPayments: {
        readonly parameters: {
            readonly query?: {
                /** @description Which page, from 1. */
                readonly page?: components["parameters"]["Page"];
                /** @description Records on a page. More than 100 is cut to 100. */
                readonly pageSize?: components["parameters"]["PageSize"];
                /**
                 * @description The field to sort by.
                 * @example createdDate
                 */
                readonly sortBy?: components["parameters"]["SortBy"];
                /** @description Which way to sort. */
                readonly sortOrder?: components["parameters"]["SortOrder"];
                /**
                 * @description Only records with this status. A status that does not exist matches nothing.
                 * @example pending
                 */
                readonly status?: components["parameters"]["StatusFilter"];
                /**
                 * @description Another name of `pageSize`, which the document's samples send.
                 * @example 10
                 */
                readonly limit?: components["parameters"]["Limit"];
                /**
                 * @description Only payments on this invoice.
                 * @example INV-123456
                 */
                readonly invoiceId?: string;
            };
            readonly header: {
                /**
                 * @description Your tenant. Must be the tenant that the credential belongs to.
                 * @example TENANT123
                 */
                readonly "tenant-code": components["parameters"]["TenantCode"];
                /**
                 * @description The API version. Must agree with the path.
                 * @example 1.0
                 */
                readonly "api-version": components["parameters"]["ApiVersion"];
                /**
                 * @description Your own id for this request, to find it again in logs: 1 to 128 printable ASCII characters, a UUID for example. It comes
                 *     back on the answer, on a refusal too. Where none is sent, the answer carries a new UUID. One that is longer or not printable
                 *     is refused (400), and that refusal carries a new UUID.
                 * @example 5b0f6c3e-8f5d-4a3b-9c1e-2d7a6f4e8b90
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description The original client's address, where the call comes through a proxy.
                 * @example 203.0.113.0
                 */
                readonly "X-Forwarded-For"?: components["parameters"]["ForwardedFor"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of payments. */
            readonly 200: {
                headers: {
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    readonly "X-RateLimit-Reset-After": components["headers"]["RateLimitResetAfter"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PaymentPage"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly createPayment: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /**
                 * @description Your tenant. Must be the tenant that the credential belongs to.
                 * @example TENANT123
                 */
                readonly "tenant-code": components["parameters"]["TenantCode"];
                /**
                 * @description The API version. Must agree with the path.
                 * @example 1.0
                 */
                readonly "api-version": components["parameters"]["ApiVersion"];
                /**
                 * @description Your own id for this request, to find it again in logs: 1 to 128 printable ASCII characters, a UUID for example. It comes
                 *     back on the answer, on a refusal too. Where none is sent, the answer carries a new UUID. One that is longer or not printable
                 *     is refused (400), and that refusal carries a new UUID.
                 * @example 5b0f6c3e-8f5d-4a3b-9c1e-2d7a6f4e8b90
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description A key of your own choice that makes repeating this call safe: for 24 hours the same key with the same body gives the first answer again. With another body it is refused (422), and while the first call is still being answered too (409).
                 * @example unique-key
                 */
                readonly "X-Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description The original client's address, where the call comes through a proxy.
                 * @example 203.0.113.0
                 */
                readonly "X-Forwarded-For"?: components["parameters"]["ForwardedFor"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["CreatePayment"];
            };
        };
        readonly responses: {
            readonly 201: components["responses"]["PaymentCreated"];
            readonly 400: components["responses"]["BadRequestOrBody"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["IdempotencyInFlight"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["IdempotencyMismatch"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly getPayment: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /**
                 * @description Your tenant. Must be the tenant that the credential belongs to.
                 * @example TENANT123
                 */
                readonly "tenant-code": components["parameters"]["TenantCode"];
                /**
                 * @description The API version. Must agree with the path.
                 * @example 1.0
                 */
                readonly "api-version": components["parameters"]["ApiVersion"];
                /**
                 * @description Your own id for this request, to find it again in logs: 1 to 128 printable ASCII characters, a UUID for example. It comes
                 *     back on the answer, on a refusal too. Where none is sent, the answer carries a new UUID. One that is longer or not printable
                 *     is refused (400), and that refusal carries a new UUID.
                 * @example 5b0f6c3e-8f5d-4a3b-9c1e-2d7a6f4e8b90
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description The original client's address, where the call comes through a proxy.
                 * @example 203.0.113.0
                 */
                readonly "X-Forwarded-For"?: components["parameters"]["ForwardedFor"];
            };
            readonly path: {
                /**
                 * @description The payment's `id`.
                 * @example PAY-654321
                 */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["PaymentFound"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
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
