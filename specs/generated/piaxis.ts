// Generated from specs/piaxis.yaml by `npm run generate`. Do not edit.

export interface paths {
    readonly "/api/authorize": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Start the authorization code flow
         * @description Send the person's browser here. They see what the application asks for; when they agree, the browser returns to
         *     `redirect_uri` with `code` and the same `state`. Where the merchant itself agrees, and not a person, the token acts for
         *     the merchant's own account (merchant authorization). When they refuse, or when the request is faulty in a way the
         *     application can be told about, it returns with `error` instead. An unknown merchant or an unregistered
         *     `redirect_uri` is answered with a page here, never by a redirect (RFC 6749 §4.1.2.1).
         */
        readonly get: operations["authorize"];
        readonly put?: never;
        /**
         * Answer the consent page
         * @description Where the consent page posts its form. Not for applications: a test that plays the person reads `transaction` from
         *     the page and posts it with a decision. The answer is 303, so that the browser follows with GET (RFC 9700 §4.12).
         */
        readonly post: operations["decideAuthorization"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/oauth/token": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Exchange a code for tokens
         * @description Trades the code of the callback for an access token that lives an hour, and a refresh token. The code is good once
         *     and for a minute, for the client and the `redirect_uri` it was given to. Merchants' applications are public
         *     clients: there is no secret, so use PKCE. Refreshing has an endpoint of its own, `/api/oauth/refresh`.
         */
        readonly post: operations["issueToken"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/oauth/refresh": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Trade a refresh token for a new access token
         * @description Gives a new access token with the same scopes, or fewer if `scope` asks for fewer. The refresh token of the answer
         *     is the one that was sent. With the sandbox's `hardened` setting it is a new one each time, and sending an old one
         *     again revokes everything that came from the same consent (RFC 9700 §4.14).
         */
        readonly post: operations["refreshToken"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/request-otp": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Send a one-time password
         * @description Sends six digits to `phone_number`, good for five minutes and five tries. A new password supersedes the last one
         *     for the same operation and resource. For an escrow release name the escrow: the password, and the verification
         *     token it is traded for, are good for that escrow only.
         */
        readonly post: operations["requestOtp"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/verify-otp": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Trade a one-time password for a verification token
         * @description A right password is used up and answered with a verification token, good for ten minutes and one call. A wrong
         *     one counts; the fifth wrong try kills the password.
         */
        readonly post: operations["verifyOtp"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/payments/create": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Create a payment
         * @description Asks a customer for money. The payment is `pending` at first and is `completed` or `failed` by itself: here, after
         *     half a minute on the sandbox's clock, or at once for the test values (amounts 2001 and 2002 complete, 4001 and 4002
         *     fail; so do the phone numbers +256700000200, and +256700000400 and +256700000402). `piaxis_external` takes it from the customer's own Piaxis account, so it needs an access
         *     token that this customer consented to; every other method may be called with the key, or with a token of scope
         *     `payments:create`. A payment of 1,000,000 UGX and more, or about as much in another currency (the sandbox's
         *     `otp_threshold` changes it), needs a verification token of operation `high_value_payment`.
         */
        readonly post: operations["createPayment"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/payments/{payment_id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Get a payment
         * @description One payment of the caller's merchant, with its current status. Another merchant's payment is not found.
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
    readonly "/api/escrow/create": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Create an escrow
         * @description Takes money from the payer and holds it. It stays `held` until it is released to the payee or reversed to the payer.
         */
        readonly post: operations["createEscrow"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/escrow/{escrow_id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Get an escrow
         * @description One escrow of the caller's merchant, with its current status. There is no scope for reading alone.
         */
        readonly get: operations["getEscrow"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/escrow/release": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Release an escrow to the payee
         * @description Pays out money that is held. An escrow of 1,000,000 UGX and more, or about as much in another currency (the sandbox's
         *     `otp_threshold` changes it), needs a verification token of operation `escrow_release` for exactly this escrow. The
         *     amount is the escrow's own, however short the body: only `escrow_id` is required. Only a held escrow can be
         *     released.
         */
        readonly post: operations["releaseEscrow"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/escrow/reverse": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Reverse an escrow to the payer
         * @description Gives money that is held back to the payer. Only a held escrow can be reversed. No one-time password is needed.
         */
        readonly post: operations["reverseEscrow"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/disbursements/create": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Pay out to many people at once
         * @description A bulk disbursement from the merchant's balance. It always needs a verification token of operation
         *     `bulk_disbursement`. It takes the API key, or a token that the merchant itself agreed to, of scope `escrow:manage`
         *     (the document has merchant authorization for "escrow and disbursement operations", and no scope of its own for the
         *     latter); a token of a person is refused. It counts with the escrow operations.
         */
        readonly post: operations["createDisbursement"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/account/settings": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Get the merchant's settings
         * @description How the merchant is shown to customers, and where its money is settled. API key only.
         */
        readonly get: operations["getAccountSettings"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /**
         * Change the merchant's settings
         * @description Changes what the body names and leaves the rest. It always needs a verification token of operation
         *     `account_settings`. API key only.
         */
        readonly patch: operations["updateAccountSettings"];
        readonly trace?: never;
    };
    readonly "/api/profile": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Get the caller's profile
         * @description With a token, the person who consented (scope `profile:read`); with an API key, the merchant's owner.
         */
        readonly get: operations["getProfile"];
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
         * @description RFC 8414 metadata, so that standard clients can discover the sandbox. The provider documents no such endpoint.
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
}
export interface webhooks {
    readonly payment: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * A payment was made, completed or failed
         * @description Posted to the payment's `webhook_url`, or else the merchant's. Any 2xx answer takes it; after any other it is sent again.
         */
        readonly post: operations["paymentChanged"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly escrow: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * An escrow was made, released or reversed
         * @description Posted to the escrow's `webhook_url`, or else the merchant's. Any 2xx answer takes it; after any other it is sent again.
         */
        readonly post: operations["escrowChanged"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export interface components {
    schemas: {
        /** @description What every resource answer says of itself. */
        readonly Meta: {
            /** @example req_1234567890abcdef */
            readonly request_id: string;
            /** Format: date-time */
            readonly timestamp: string;
        };
        /** @description A refusal. */
        readonly Error: {
            readonly error: {
                /**
                 * @description For programs. Match on the status first.
                 * @example INVALID_API_KEY
                 */
                readonly code: string;
                /**
                 * @description For people.
                 * @example The provided API key is invalid
                 */
                readonly message: string;
                readonly details: {
                    /** Format: date-time */
                    readonly timestamp: string;
                    /** @example req_1234567890 */
                    readonly request_id: string;
                    /** @description What is wrong with the request, where the request itself is at fault. */
                    readonly errors?: readonly {
                        /** @example amount */
                        readonly field: string;
                        /** @example must be > 0 */
                        readonly message: string;
                        /** @example minimum */
                        readonly code?: string;
                    }[];
                    /** @description What came, and what would have passed, in words. The document does not show it: the sandbox's own, for the codes that cover several causes. */
                    readonly reason?: string;
                };
            };
        };
        /** @description A refusal of an OAuth endpoint (RFC 6749 §5.2). */
        readonly OAuthError: {
            /** @enum {string} */
            readonly error: "invalid_request" | "invalid_client" | "invalid_grant" | "unauthorized_client" | "unsupported_grant_type" | "invalid_scope";
            readonly error_description?: string;
        };
        readonly ConsentForm: {
            /** @description The hidden field of the page; good once. */
            readonly transaction: string;
            /** @enum {string} */
            readonly decision: "approve" | "deny";
        };
        readonly CodeExchangeForm: {
            /**
             * @description Must be `authorization_code`.
             * @example authorization_code
             */
            readonly grant_type: string;
            /**
             * Format: password
             * @description Required. The code of the callback.
             */
            readonly code?: string;
            /**
             * @description Required. The same as in the authorization request.
             * @example https://yourapp.com/callback
             */
            readonly redirect_uri?: string;
            /**
             * @description Required. The merchant's id.
             * @example 096b723a-45c5-4957-94d7-747835136265
             */
            readonly client_id?: string;
            /**
             * Format: password
             * @description Required if the authorization request had a `code_challenge`; refused otherwise.
             */
            readonly code_verifier?: string;
        };
        readonly RefreshForm: {
            /**
             * @description Must be `refresh_token`.
             * @example refresh_token
             */
            readonly grant_type: string;
            /**
             * Format: password
             * @description Required.
             */
            readonly refresh_token?: string;
            /**
             * @description Required. The merchant's id.
             * @example 096b723a-45c5-4957-94d7-747835136265
             */
            readonly client_id?: string;
            /** @description Fewer scopes than were granted; never more (RFC 6749 §6). */
            readonly scope?: string;
        };
        readonly Tokens: {
            /**
             * Format: password
             * @description An HS256 JWT. To clients it is opaque.
             */
            readonly access_token: string;
            /** @constant */
            readonly token_type: "Bearer";
            /**
             * @description Seconds.
             * @example 3600
             */
            readonly expires_in: number;
            /**
             * Format: password
             * @description A JWT too.
             */
            readonly refresh_token?: string;
            /** @example payments:create escrow:create */
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
        readonly AuthorizationServerMetadata: {
            /** Format: uri */
            readonly issuer: string;
            /** Format: uri */
            readonly authorization_endpoint: string;
            /** Format: uri */
            readonly token_endpoint: string;
            readonly response_types_supported: readonly string[];
            readonly grant_types_supported?: readonly string[];
            readonly token_endpoint_auth_methods_supported?: readonly string[];
            readonly code_challenge_methods_supported?: readonly string[];
            readonly scopes_supported?: readonly string[];
            /** @description Where each grant is taken, by the value of grant_type. */
            readonly x_token_endpoints?: {
                readonly [key: string]: string;
            };
            /** @description What the authorization endpoint calls the client. */
            readonly x_client_parameter?: string;
        };
        readonly OtpRequest: {
            /**
             * @description What the password is for. This API asks for `escrow_release`, `bulk_disbursement`, `account_settings` and
             *     `high_value_payment`; any other text is taken too, and the verification is then good for that and nothing else.
             * @example escrow_release
             * @example bulk_disbursement
             * @example account_settings
             * @example high_value_payment
             */
            readonly operation: string;
            /**
             * @description The escrow to be released, for `escrow_release`.
             * @example e123e4567-e89b-12d3-a456-426614174000
             */
            readonly escrow_id?: string;
            readonly phone_number: components["schemas"]["PhoneNumber"];
        };
        readonly OtpSent: {
            /** @constant */
            readonly status: "success";
            /** @example OTP sent successfully */
            readonly message: string;
            /** @example otp_1234567890 */
            readonly otp_id: string;
            /**
             * @description Seconds.
             * @example 300
             */
            readonly expires_in: number;
        };
        readonly OtpVerification: {
            /** @example otp_1234567890 */
            readonly otp_id: string;
            /**
             * Format: password
             * @example 123456
             */
            readonly otp_code: string;
        };
        readonly OtpVerified: {
            /** @constant */
            readonly status: "success";
            /**
             * Format: password
             * @example verify_token_here
             */
            readonly verification_token: string;
            /**
             * @description Seconds.
             * @example 600
             */
            readonly expires_in: number;
        };
        /**
         * @description In the currency's main unit.
         * @example 5000
         * @example 12500
         * @example 48000
         * @example 96000
         * @example 150000
         * @example 275000
         */
        readonly Amount: number;
        /**
         * @description ISO 4217. Only UGX occurs in the document.
         * @example UGX
         */
        readonly Currency: string;
        /**
         * @description E.164.
         * @example +256700000000
         * @example +256701234567
         * @example +256772345678
         * @example +256781112233
         * @example +256752998877
         */
        readonly PhoneNumber: string;
        /**
         * @description Where the money comes from: MTN or Airtel mobile money, a card, or the customer's own Piaxis account.
         * @enum {string}
         */
        readonly PaymentMethod: "mtn" | "airtel" | "card" | "piaxis_external";
        /**
         * Format: uri
         * @description Where changes of this one are posted to, in place of the merchant's `webhook_url`.
         * @default null
         * @example null
         */
        readonly WebhookUrl: string | null;
        /**
         * @example {
         *       "id": "evt_1f0c2b7a9d3e4f56",
         *       "event": "payment.completed",
         *       "created_at": "2024-01-15T10:30:30Z",
         *       "data": {
         *         "id": "3f8a1c52-7b4e-4d19-9c06-5e2b8f7a1d34",
         *         "amount": 5000,
         *         "currency": "UGX",
         *         "payment_method": "mtn",
         *         "status": "completed",
         *         "created_at": "2024-01-15T10:30:00Z",
         *         "updated_at": "2024-01-15T10:30:30Z"
         *       }
         *     }
         */
        readonly PaymentEvent: {
            /** @description One for each event; the same when it is sent again. */
            readonly id: string;
            /** @enum {string} */
            readonly event: "payment.pending" | "payment.completed" | "payment.failed";
            /**
             * Format: date-time
             * @description When it happened.
             */
            readonly created_at: string;
            readonly data: components["schemas"]["Payment"];
        };
        /**
         * @example {
         *       "id": "evt_5b7d1e90a2c34f68",
         *       "event": "escrow.released",
         *       "created_at": "2024-01-15T10:30:00Z",
         *       "data": {
         *         "id": "e123e4567-e89b-12d3-a456-426614174000",
         *         "amount": 2500000,
         *         "currency": "UGX",
         *         "payment_method": "mtn",
         *         "status": "released",
         *         "created_at": "2024-01-12T08:00:00Z",
         *         "released_at": "2024-01-15T10:30:00Z",
         *         "reversed_at": null
         *       }
         *     }
         */
        readonly EscrowEvent: {
            /** @description One for each event; the same when it is sent again. */
            readonly id: string;
            /** @enum {string} */
            readonly event: "escrow.held" | "escrow.released" | "escrow.reversed";
            /**
             * Format: date-time
             * @description When it happened.
             */
            readonly created_at: string;
            readonly data: components["schemas"]["Escrow"];
        };
        readonly CreatePayment: {
            readonly amount: components["schemas"]["Amount"];
            readonly currency: components["schemas"]["Currency"];
            readonly payment_method: components["schemas"]["PaymentMethod"];
            /** @description Your own number for it. */
            readonly reference?: string;
            readonly description?: string;
            readonly customer_name?: string;
            readonly customer_phone_number?: components["schemas"]["PhoneNumber"];
            /** Format: email */
            readonly customer_email?: string;
            readonly webhook_url?: components["schemas"]["WebhookUrl"];
        };
        /** @description A payment asked of a customer. */
        readonly Payment: {
            /** Format: uuid */
            readonly id: string;
            readonly amount: components["schemas"]["Amount"];
            readonly currency: components["schemas"]["Currency"];
            readonly payment_method: components["schemas"]["PaymentMethod"];
            /**
             * @default pending
             * @enum {string}
             */
            readonly status: "pending" | "completed" | "failed";
            /**
             * @example order-20871
             * @example order-20890
             * @example order-20902
             * @example order-20931
             * @example order-20944
             */
            readonly reference?: string;
            readonly description?: string;
            readonly customer_name?: string;
            readonly customer_phone_number?: components["schemas"]["PhoneNumber"];
            /** Format: email */
            readonly customer_email?: string;
            readonly webhook_url?: components["schemas"]["WebhookUrl"];
            /** Format: date-time */
            readonly created_at: string;
            /** Format: date-time */
            readonly updated_at?: string;
        };
        readonly PaymentEnvelope: {
            readonly data: components["schemas"]["Payment"];
            readonly meta: components["schemas"]["Meta"];
        };
        readonly CreateEscrow: {
            readonly amount: components["schemas"]["Amount"];
            readonly currency: components["schemas"]["Currency"];
            readonly payment_method: components["schemas"]["PaymentMethod"];
            readonly payer_phone_number?: components["schemas"]["PhoneNumber"];
            readonly payee_phone_number?: components["schemas"]["PhoneNumber"];
            /** @description What must happen before the money is released. */
            readonly terms?: string;
            readonly reference?: string;
            readonly webhook_url?: components["schemas"]["WebhookUrl"];
        };
        /** @description Money held between a payer and a payee. */
        readonly Escrow: {
            readonly id: string;
            readonly amount: components["schemas"]["Amount"];
            readonly currency: components["schemas"]["Currency"];
            readonly payment_method: components["schemas"]["PaymentMethod"];
            /**
             * @default held
             * @enum {string}
             */
            readonly status: "held" | "released" | "reversed";
            readonly payer_phone_number?: components["schemas"]["PhoneNumber"];
            readonly payee_phone_number?: components["schemas"]["PhoneNumber"];
            /**
             * @example Release on delivery
             * @example Release when the buyer has tested the engine
             * @example Release seven days after shipping
             */
            readonly terms?: string;
            /**
             * @example order-20911
             * @example order-20918
             * @example order-20925
             * @example order-20957
             */
            readonly reference?: string;
            readonly webhook_url?: components["schemas"]["WebhookUrl"];
            /** Format: date-time */
            readonly created_at: string;
            /**
             * Format: date-time
             * @default null
             * @example null
             */
            readonly released_at?: string | null;
            /**
             * Format: date-time
             * @default null
             * @example null
             */
            readonly reversed_at?: string | null;
        };
        readonly EscrowEnvelope: {
            readonly data: components["schemas"]["Escrow"];
            readonly meta: components["schemas"]["Meta"];
        };
        readonly ReleaseEscrow: {
            /** @example e123e4567-e89b-12d3-a456-426614174000 */
            readonly escrow_id: string;
            readonly note?: string;
        };
        readonly ReverseEscrow: {
            /** @example e223e456-7e89-4b2d-83a4-564266141740 */
            readonly escrow_id: string;
            readonly reason?: string;
        };
        readonly Recipient: {
            readonly phone_number: components["schemas"]["PhoneNumber"];
            readonly name?: string;
            readonly amount: components["schemas"]["Amount"];
        };
        readonly CreateDisbursement: {
            readonly currency: components["schemas"]["Currency"];
            /** @description The sum of the recipients' amounts, as a check on yourself. */
            readonly total_amount: number;
            readonly recipients: readonly components["schemas"]["Recipient"][];
            /** @description What the recipients see. */
            readonly narration?: string;
            readonly reference?: string;
        };
        /** @description One payout to many people. */
        readonly Disbursement: {
            /** Format: uuid */
            readonly id: string;
            readonly currency: components["schemas"]["Currency"];
            /** @example 350000 */
            readonly total_amount: number;
            /**
             * @example [
             *       {
             *         "phone_number": "+256772000001",
             *         "name": "Peter Ssali",
             *         "amount": 200000
             *       },
             *       {
             *         "phone_number": "+256772000002",
             *         "name": "Ruth Namata",
             *         "amount": 150000
             *       }
             *     ]
             */
            readonly recipients: readonly components["schemas"]["Recipient"][];
            /**
             * @example January wages
             * @example Farmers' payout
             * @example Refunds
             */
            readonly narration?: string;
            /**
             * @example wages-2024-01
             * @example coop-7741
             * @example refunds-118
             */
            readonly reference?: string;
            /**
             * @default processing
             * @enum {string}
             */
            readonly status: "processing" | "completed" | "failed";
            /** Format: date-time */
            readonly created_at: string;
        };
        readonly DisbursementEnvelope: {
            readonly data: components["schemas"]["Disbursement"];
            readonly meta: components["schemas"]["Meta"];
        };
        readonly AccountSettings: {
            readonly business_name: string;
            /** Format: email */
            readonly support_email?: string;
            readonly support_phone_number?: components["schemas"]["PhoneNumber"];
            readonly default_currency: components["schemas"]["Currency"];
            readonly settlement_schedule: components["schemas"]["SettlementSchedule"];
            readonly settlement_phone_number?: components["schemas"]["PhoneNumber"];
            /** Format: uri */
            readonly webhook_url?: string;
            readonly receipt_emails?: boolean;
        };
        /** @description Only these fields, any of them. */
        readonly UpdateAccountSettings: {
            readonly business_name?: string;
            /** Format: email */
            readonly support_email?: string;
            readonly support_phone_number?: components["schemas"]["PhoneNumber"];
            readonly default_currency?: components["schemas"]["Currency"];
            readonly settlement_schedule?: components["schemas"]["SettlementSchedule"];
            readonly settlement_phone_number?: components["schemas"]["PhoneNumber"];
            /** Format: uri */
            readonly webhook_url?: string;
            readonly receipt_emails?: boolean;
        };
        /** @enum {string} */
        readonly SettlementSchedule: "daily" | "weekly" | "manual";
        readonly SettingsEnvelope: {
            readonly data: components["schemas"]["AccountSettings"];
            readonly meta: components["schemas"]["Meta"];
        };
        readonly Profile: {
            /** Format: uuid */
            readonly id: string;
            readonly full_name: string;
            /** Format: email */
            readonly email?: string;
            readonly phone_number?: components["schemas"]["PhoneNumber"];
            readonly country?: string;
            /** @example en */
            readonly language?: string;
            /** @enum {string} */
            readonly account_type: "personal" | "merchant";
            /** @enum {string} */
            readonly kyc_status?: "pending" | "verified" | "rejected";
            /** Format: date */
            readonly member_since?: string;
        };
        readonly ProfileEnvelope: {
            readonly data: components["schemas"]["Profile"];
            readonly meta: components["schemas"]["Meta"];
        };
    };
    responses: {
        /** @description An access token, and the refresh token to get the next one with. */
        readonly Tokens: {
            headers: {
                readonly "Cache-Control": components["headers"]["NoStore"];
                readonly Pragma: components["headers"]["NoCache"];
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "access_token": "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9...",
                 *       "token_type": "Bearer",
                 *       "expires_in": 3600,
                 *       "refresh_token": "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9...",
                 *       "scope": "payments:create escrow:create"
                 *     }
                 */
                readonly "application/json": components["schemas"]["Tokens"];
            };
        };
        /** @description The settings. */
        readonly Settings: {
            headers: {
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": {
                 *         "business_name": "Nile Market Ltd",
                 *         "support_email": "help@nile-market.example",
                 *         "support_phone_number": "+256700000001",
                 *         "default_currency": "UGX",
                 *         "settlement_schedule": "daily",
                 *         "settlement_phone_number": "+256700000002",
                 *         "webhook_url": "https://nile-market.example/hooks/piaxis",
                 *         "receipt_emails": true
                 *       },
                 *       "meta": {
                 *         "request_id": "req_1234567890abcdef",
                 *         "timestamp": "2024-01-15T10:30:00Z"
                 *       }
                 *     }
                 */
                readonly "application/json": components["schemas"]["SettingsEnvelope"];
            };
        };
        /** @description The request carries a key and a token. */
        readonly TwoCredentials: {
            headers: {
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The request cannot be read, does not fit the contract, or carries a key and a token. */
        readonly BadRequest: {
            headers: {
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description No key, or a bad one. An access token does not help here. */
        readonly UnauthorizedKey: {
            headers: {
                readonly "WWW-Authenticate": components["headers"]["Challenge"];
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description No credential, or a bad one. */
        readonly UnauthorizedKeyOrToken: {
            headers: {
                readonly "WWW-Authenticate": components["headers"]["Challenge"];
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The token does not have the scope. */
        readonly Forbidden: {
            headers: {
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The call needs a verification token. */
        readonly VerificationRequired: {
            headers: {
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description This merchant has no such record. */
        readonly NotFound: {
            headers: {
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The escrow is not held any more, or the same request is still being answered. */
        readonly EscrowConflict: {
            headers: {
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The same request is still being answered. */
        readonly IdempotencyInFlight: {
            headers: {
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The idempotency key was used before with another request. */
        readonly IdempotencyMismatch: {
            headers: {
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The body is too large. */
        readonly PayloadTooLarge: {
            headers: {
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The operation does not take this content type. */
        readonly UnsupportedMediaType: {
            headers: {
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The hour's quota is used up; wait `Retry-After` seconds. */
        readonly TooManyRequests: {
            headers: {
                readonly "Retry-After": components["headers"]["RetryAfter"];
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The service cannot answer now. */
        readonly Unavailable: {
            headers: {
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Any other refusal. */
        readonly Other: {
            headers: {
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The token request is refused (RFC 6749 §5.2). */
        readonly OAuthBadRequest: {
            headers: {
                readonly "Cache-Control": components["headers"]["NoStore"];
                readonly Pragma: components["headers"]["NoCache"];
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["OAuthError"];
            };
        };
        /** @description There is no such client. */
        readonly OAuthInvalidClient: {
            headers: {
                readonly "WWW-Authenticate": components["headers"]["Challenge"];
                readonly "Cache-Control": components["headers"]["NoStore"];
                readonly Pragma: components["headers"]["NoCache"];
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-Request-ID": components["headers"]["RequestId"];
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
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["OAuthError"];
            };
        };
        /** @description Not a form. */
        readonly OAuthUnsupportedMediaType: {
            headers: {
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["OAuthError"];
            };
        };
        /** @description There is nothing at this path. */
        readonly UnknownPath: {
            headers: {
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The path exists, the method does not. */
        readonly MethodNotAllowed: {
            headers: {
                readonly Allow: components["headers"]["Allow"];
                readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
    };
    parameters: {
        /** @description The verification token of `POST /api/auth/verify-otp`, where this call needs one. Good once. */
        readonly VerificationToken: string;
        /**
         * @description Any text of your own, new for each intent. Sent again within 24 hours with the same body, it gets the first
         *     answer again instead of a second payment.
         */
        readonly IdempotencyKey: string;
    };
    requestBodies: never;
    headers: {
        /** @description How many requests this class of operation allows in an hour. */
        readonly RateLimitLimit: number;
        /** @description How many are left. */
        readonly RateLimitRemaining: number;
        /** @description When the quota is full again, in epoch seconds. */
        readonly RateLimitReset: number;
        /** @description Seconds to wait before the next try. */
        readonly RetryAfter: number;
        /** @description Names this request to support. */
        readonly RequestId: string;
        /** @description How to authenticate (RFC 9110 §11.6.1, RFC 6750 §3). */
        readonly Challenge: string;
        /** @description Where the browser goes next. */
        readonly Location: string;
        /** @description The methods this path has. */
        readonly Allow: string;
        /** @description Tokens are never cached. */
        readonly NoStore: "no-store";
        /** @description The same, for HTTP/1.0. */
        readonly NoCache: "no-cache";
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readonly authorize: {
        readonly parameters: {
            readonly query?: {
                /** @description Required. The merchant's id, a UUID. */
                readonly merchant_id?: string;
                /** @description Required. Where the browser returns to; one that the merchant registered, letter for letter. */
                readonly redirect_uri?: string;
                /** @description Required. Must be `code`. */
                readonly response_type?: string;
                /** @description The permissions asked for, separated by spaces. Left out, it stands for all that the client may have. */
                readonly scope?: string;
                /** @description Optional, and wise. Comes back exactly as sent; compare it to tell your own redirect from a forged one. */
                readonly state?: string;
                /** @description The sandbox's own, for tests. Who is signed in, by id, a person or the merchant itself; nobody has to choose on the page then. */
                readonly login_hint?: string;
                /** @description Optional (PKCE). Once sent, the exchange must carry the matching `code_verifier`. */
                readonly code_challenge?: string;
                /** @description `S256`, or `plain` (the default of RFC 7636 where it is left out). */
                readonly code_challenge_method?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The consent page. */
            readonly 200: {
                headers: {
                    readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /** @example <!doctype html><title>Nile Market asks for access</title> */
                    readonly "text/html": string;
                };
            };
            /**
             * @description Back to the client: with `code` and `state` once the person agreed, or with `error`, `error_description` and
             *     `state` (`unsupported_response_type`, `invalid_scope`, `invalid_request`, `access_denied`).
             */
            readonly 302: {
                headers: {
                    readonly Location: components["headers"]["Location"];
                    readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The merchant is unknown or the redirect URI is not registered; the browser stays here. */
            readonly 400: {
                headers: {
                    readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /** @example <!doctype html><title>This link cannot be followed</title> */
                    readonly "text/html": string;
                };
            };
            readonly 429: components["responses"]["TooManyRequests"];
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
                /**
                 * @example {
                 *       "transaction": "3bq9Xk2mVw7LrT0a",
                 *       "decision": "approve"
                 *     }
                 */
                readonly "application/x-www-form-urlencoded": components["schemas"]["ConsentForm"];
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
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The form was already answered, is too old, was never shown, or cannot be read. */
            readonly 400: {
                headers: {
                    readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /** @example <!doctype html><title>This form was already answered</title> */
                    readonly "text/html": string;
                };
            };
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
            readonly default: components["responses"]["Other"];
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
                /**
                 * @example {
                 *       "grant_type": "authorization_code",
                 *       "code": "AUTH_CODE_HERE",
                 *       "redirect_uri": "https://yourapp.com/callback",
                 *       "client_id": "096b723a-45c5-4957-94d7-747835136265"
                 *     }
                 */
                readonly "application/x-www-form-urlencoded": components["schemas"]["CodeExchangeForm"];
            };
        };
        readonly responses: {
            readonly 200: components["responses"]["Tokens"];
            readonly 400: components["responses"]["OAuthBadRequest"];
            readonly 401: components["responses"]["OAuthInvalidClient"];
            readonly 413: components["responses"]["OAuthPayloadTooLarge"];
            readonly 415: components["responses"]["OAuthUnsupportedMediaType"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly refreshToken: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "grant_type": "refresh_token",
                 *       "refresh_token": "REFRESH_TOKEN_HERE",
                 *       "client_id": "096b723a-45c5-4957-94d7-747835136265"
                 *     }
                 */
                readonly "application/x-www-form-urlencoded": components["schemas"]["RefreshForm"];
            };
        };
        readonly responses: {
            readonly 200: components["responses"]["Tokens"];
            readonly 400: components["responses"]["OAuthBadRequest"];
            readonly 401: components["responses"]["OAuthInvalidClient"];
            readonly 413: components["responses"]["OAuthPayloadTooLarge"];
            readonly 415: components["responses"]["OAuthUnsupportedMediaType"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly requestOtp: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "operation": "escrow_release",
                 *       "escrow_id": "e123e4567-e89b-12d3-a456-426614174000",
                 *       "phone_number": "+256700000000"
                 *     }
                 */
                readonly "application/json": components["schemas"]["OtpRequest"];
            };
        };
        readonly responses: {
            /** @description The password is on its way. */
            readonly 200: {
                headers: {
                    readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "message": "OTP sent successfully",
                     *       "otp_id": "otp_1234567890",
                     *       "expires_in": 300
                     *     }
                     */
                    readonly "application/json": components["schemas"]["OtpSent"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["UnauthorizedKey"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly verifyOtp: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "otp_id": "otp_1234567890",
                 *       "otp_code": "123456"
                 *     }
                 */
                readonly "application/json": components["schemas"]["OtpVerification"];
            };
        };
        readonly responses: {
            /** @description The password was right. */
            readonly 200: {
                headers: {
                    readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "verification_token": "verify_token_here",
                     *       "expires_in": 600
                     *     }
                     */
                    readonly "application/json": components["schemas"]["OtpVerified"];
                };
            };
            /** @description The password is wrong, used, superseded, expired, unknown or dead; or the request is malformed. */
            readonly 400: {
                headers: {
                    readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            readonly 401: components["responses"]["UnauthorizedKey"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly createPayment: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The verification token of `POST /api/auth/verify-otp`, where this call needs one. Good once. */
                readonly "X-Verification-Token"?: components["parameters"]["VerificationToken"];
                /**
                 * @description Any text of your own, new for each intent. Sent again within 24 hours with the same body, it gets the first
                 *     answer again instead of a second payment.
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "amount": 5000,
                 *       "currency": "UGX",
                 *       "payment_method": "mtn"
                 *     }
                 */
                readonly "application/json": components["schemas"]["CreatePayment"];
            };
        };
        readonly responses: {
            /** @description The payment, waiting for the customer. */
            readonly 201: {
                headers: {
                    readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "3f8a1c52-7b4e-4d19-9c06-5e2b8f7a1d34",
                     *         "amount": 5000,
                     *         "currency": "UGX",
                     *         "payment_method": "mtn",
                     *         "status": "pending",
                     *         "reference": "order-20931",
                     *         "description": "Two boxes of Rwenzori coffee",
                     *         "customer_name": "Joseph Mugisha",
                     *         "customer_phone_number": "+256701234567",
                     *         "customer_email": "joseph.mugisha@example.com",
                     *         "created_at": "2024-01-15T10:30:00Z",
                     *         "updated_at": "2024-01-15T10:30:00Z"
                     *       },
                     *       "meta": {
                     *         "request_id": "req_1234567890abcdef",
                     *         "timestamp": "2024-01-15T10:30:00Z"
                     *       }
                     *     }
                     */
                    readonly "application/json": components["schemas"]["PaymentEnvelope"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["UnauthorizedKeyOrToken"];
            /** @description The scope, the kind of credential, or the second factor is missing. */
            readonly 403: {
                headers: {
                    readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            readonly 409: components["responses"]["IdempotencyInFlight"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["IdempotencyMismatch"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly getPayment: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The payment's id. */
                readonly payment_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The payment. */
            readonly 200: {
                headers: {
                    readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "3f8a1c52-7b4e-4d19-9c06-5e2b8f7a1d34",
                     *         "amount": 48000,
                     *         "currency": "UGX",
                     *         "payment_method": "airtel",
                     *         "status": "completed",
                     *         "reference": "order-20931",
                     *         "description": "Two boxes of Rwenzori coffee",
                     *         "customer_name": "Joseph Mugisha",
                     *         "customer_phone_number": "+256701234567",
                     *         "customer_email": "joseph.mugisha@example.com",
                     *         "created_at": "2024-01-15T10:30:00Z",
                     *         "updated_at": "2024-01-15T10:30:00Z"
                     *       },
                     *       "meta": {
                     *         "request_id": "req_1234567890abcdef",
                     *         "timestamp": "2024-01-15T10:30:00Z"
                     *       }
                     *     }
                     */
                    readonly "application/json": components["schemas"]["PaymentEnvelope"];
                };
            };
            readonly 400: components["responses"]["TwoCredentials"];
            readonly 401: components["responses"]["UnauthorizedKeyOrToken"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly createEscrow: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Any text of your own, new for each intent. Sent again within 24 hours with the same body, it gets the first
                 *     answer again instead of a second payment.
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "amount": 450000,
                 *       "currency": "UGX",
                 *       "payment_method": "mtn",
                 *       "payer_phone_number": "+256701234567",
                 *       "payee_phone_number": "+256700000002",
                 *       "terms": "Release on delivery of the sewing machine",
                 *       "reference": "order-20957"
                 *     }
                 */
                readonly "application/json": components["schemas"]["CreateEscrow"];
            };
        };
        readonly responses: {
            /** @description The escrow, holding the money. */
            readonly 201: {
                headers: {
                    readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "9b1d7f60-2c4a-4e8b-a3f5-6d7c8b9a0e12",
                     *         "amount": 450000,
                     *         "currency": "UGX",
                     *         "payment_method": "mtn",
                     *         "status": "held",
                     *         "payer_phone_number": "+256701234567",
                     *         "payee_phone_number": "+256700000002",
                     *         "terms": "Release on delivery of the sewing machine",
                     *         "reference": "order-20957",
                     *         "created_at": "2024-01-15T10:30:00Z",
                     *         "released_at": null,
                     *         "reversed_at": null
                     *       },
                     *       "meta": {
                     *         "request_id": "req_1234567890abcdef",
                     *         "timestamp": "2024-01-15T10:30:00Z"
                     *       }
                     *     }
                     */
                    readonly "application/json": components["schemas"]["EscrowEnvelope"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["UnauthorizedKeyOrToken"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["IdempotencyInFlight"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["IdempotencyMismatch"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly getEscrow: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The escrow's id. */
                readonly escrow_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The escrow. */
            readonly 200: {
                headers: {
                    readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "e123e4567-e89b-12d3-a456-426614174000",
                     *         "amount": 2500000,
                     *         "currency": "UGX",
                     *         "payment_method": "mtn",
                     *         "status": "held",
                     *         "payer_phone_number": "+256701234567",
                     *         "payee_phone_number": "+256700000002",
                     *         "terms": "Release when the boda boda is registered to the buyer",
                     *         "reference": "order-20911",
                     *         "created_at": "2024-01-12T08:00:00Z",
                     *         "released_at": null,
                     *         "reversed_at": null
                     *       },
                     *       "meta": {
                     *         "request_id": "req_1234567890abcdef",
                     *         "timestamp": "2024-01-15T10:30:00Z"
                     *       }
                     *     }
                     */
                    readonly "application/json": components["schemas"]["EscrowEnvelope"];
                };
            };
            readonly 400: components["responses"]["TwoCredentials"];
            readonly 401: components["responses"]["UnauthorizedKeyOrToken"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly releaseEscrow: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The verification token of `POST /api/auth/verify-otp`, where this call needs one. Good once. */
                readonly "X-Verification-Token"?: components["parameters"]["VerificationToken"];
                /**
                 * @description Any text of your own, new for each intent. Sent again within 24 hours with the same body, it gets the first
                 *     answer again instead of a second payment.
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "escrow_id": "e123e4567-e89b-12d3-a456-426614174000"
                 *     }
                 */
                readonly "application/json": components["schemas"]["ReleaseEscrow"];
            };
        };
        readonly responses: {
            /** @description The escrow, released. */
            readonly 200: {
                headers: {
                    readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "e123e4567-e89b-12d3-a456-426614174000",
                     *         "amount": 2500000,
                     *         "currency": "UGX",
                     *         "payment_method": "mtn",
                     *         "status": "released",
                     *         "payer_phone_number": "+256701234567",
                     *         "payee_phone_number": "+256700000002",
                     *         "terms": "Release when the boda boda is registered to the buyer",
                     *         "reference": "order-20911",
                     *         "created_at": "2024-01-12T08:00:00Z",
                     *         "released_at": "2024-01-15T10:30:00Z",
                     *         "reversed_at": null
                     *       },
                     *       "meta": {
                     *         "request_id": "req_1234567890abcdef",
                     *         "timestamp": "2024-01-15T10:30:00Z"
                     *       }
                     *     }
                     */
                    readonly "application/json": components["schemas"]["EscrowEnvelope"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["UnauthorizedKeyOrToken"];
            /** @description The scope or the second factor is missing. */
            readonly 403: {
                headers: {
                    readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["EscrowConflict"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["IdempotencyMismatch"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly reverseEscrow: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Any text of your own, new for each intent. Sent again within 24 hours with the same body, it gets the first
                 *     answer again instead of a second payment.
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "escrow_id": "e223e456-7e89-4b2d-83a4-564266141740",
                 *       "reason": "The buyer cancelled"
                 *     }
                 */
                readonly "application/json": components["schemas"]["ReverseEscrow"];
            };
        };
        readonly responses: {
            /** @description The escrow, reversed. */
            readonly 200: {
                headers: {
                    readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "e223e456-7e89-4b2d-83a4-564266141740",
                     *         "amount": 150000,
                     *         "currency": "UGX",
                     *         "payment_method": "airtel",
                     *         "status": "reversed",
                     *         "payer_phone_number": "+256701234567",
                     *         "payee_phone_number": "+256700000002",
                     *         "terms": "Release on delivery",
                     *         "reference": "order-20918",
                     *         "created_at": "2024-01-13T14:20:00Z",
                     *         "released_at": null,
                     *         "reversed_at": "2024-01-15T10:30:00Z"
                     *       },
                     *       "meta": {
                     *         "request_id": "req_1234567890abcdef",
                     *         "timestamp": "2024-01-15T10:30:00Z"
                     *       }
                     *     }
                     */
                    readonly "application/json": components["schemas"]["EscrowEnvelope"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["UnauthorizedKeyOrToken"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["EscrowConflict"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["IdempotencyMismatch"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly createDisbursement: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The verification token of `POST /api/auth/verify-otp`, where this call needs one. Good once. */
                readonly "X-Verification-Token"?: components["parameters"]["VerificationToken"];
                /**
                 * @description Any text of your own, new for each intent. Sent again within 24 hours with the same body, it gets the first
                 *     answer again instead of a second payment.
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "currency": "UGX",
                 *       "total_amount": 350000,
                 *       "narration": "January wages",
                 *       "reference": "wages-2024-01",
                 *       "recipients": [
                 *         {
                 *           "phone_number": "+256772000001",
                 *           "name": "Peter Ssali",
                 *           "amount": 200000
                 *         },
                 *         {
                 *           "phone_number": "+256772000002",
                 *           "name": "Ruth Namata",
                 *           "amount": 150000
                 *         }
                 *       ]
                 *     }
                 */
                readonly "application/json": components["schemas"]["CreateDisbursement"];
            };
        };
        readonly responses: {
            /** @description The disbursement, under way. */
            readonly 201: {
                headers: {
                    readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "6e5d4c3b-2a19-4f08-b7c6-d5e4f3a2b1c0",
                     *         "currency": "UGX",
                     *         "total_amount": 350000,
                     *         "narration": "January wages",
                     *         "reference": "wages-2024-01",
                     *         "recipients": [
                     *           {
                     *             "phone_number": "+256772000001",
                     *             "name": "Peter Ssali",
                     *             "amount": 200000
                     *           },
                     *           {
                     *             "phone_number": "+256772000002",
                     *             "name": "Ruth Namata",
                     *             "amount": 150000
                     *           }
                     *         ],
                     *         "status": "processing",
                     *         "created_at": "2024-01-15T10:30:00Z"
                     *       },
                     *       "meta": {
                     *         "request_id": "req_1234567890abcdef",
                     *         "timestamp": "2024-01-15T10:30:00Z"
                     *       }
                     *     }
                     */
                    readonly "application/json": components["schemas"]["DisbursementEnvelope"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["UnauthorizedKeyOrToken"];
            /** @description The merchant's own consent, the scope or the second factor is missing. */
            readonly 403: {
                headers: {
                    readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            readonly 409: components["responses"]["IdempotencyInFlight"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["IdempotencyMismatch"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly getAccountSettings: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Settings"];
            readonly 400: components["responses"]["TwoCredentials"];
            readonly 401: components["responses"]["UnauthorizedKey"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly updateAccountSettings: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The verification token of `POST /api/auth/verify-otp`, where this call needs one. Good once. */
                readonly "X-Verification-Token"?: components["parameters"]["VerificationToken"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "settlement_schedule": "weekly",
                 *       "receipt_emails": false
                 *     }
                 */
                readonly "application/json": components["schemas"]["UpdateAccountSettings"];
            };
        };
        readonly responses: {
            readonly 200: components["responses"]["Settings"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["UnauthorizedKey"];
            readonly 403: components["responses"]["VerificationRequired"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly getProfile: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The profile. */
            readonly 200: {
                headers: {
                    readonly "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "7d1f4b52-0c1e-4a3b-9f55-3e0d8a7c6b11",
                     *         "full_name": "Joseph Mugisha",
                     *         "email": "joseph.mugisha@example.com",
                     *         "phone_number": "+256701234567",
                     *         "country": "UG",
                     *         "language": "en",
                     *         "account_type": "personal",
                     *         "kyc_status": "verified",
                     *         "member_since": "2023-02-20"
                     *       },
                     *       "meta": {
                     *         "request_id": "req_1234567890abcdef",
                     *         "timestamp": "2024-01-15T10:30:00Z"
                     *       }
                     *     }
                     */
                    readonly "application/json": components["schemas"]["ProfileEnvelope"];
                };
            };
            readonly 400: components["responses"]["TwoCredentials"];
            readonly 401: components["responses"]["UnauthorizedKeyOrToken"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 429: components["responses"]["TooManyRequests"];
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
            /** @description The metadata, made from this contract. */
            readonly 200: {
                headers: {
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "issuer": "https://api.gopiaxis.com",
                     *       "authorization_endpoint": "https://api.gopiaxis.com/api/authorize",
                     *       "token_endpoint": "https://api.gopiaxis.com/api/oauth/token",
                     *       "response_types_supported": [
                     *         "code"
                     *       ],
                     *       "grant_types_supported": [
                     *         "authorization_code",
                     *         "refresh_token"
                     *       ],
                     *       "token_endpoint_auth_methods_supported": [
                     *         "none"
                     *       ],
                     *       "code_challenge_methods_supported": [
                     *         "S256",
                     *         "plain"
                     *       ],
                     *       "scopes_supported": [
                     *         "payments:create",
                     *         "payments:read",
                     *         "escrow:create",
                     *         "escrow:manage",
                     *         "profile:read"
                     *       ],
                     *       "x_token_endpoints": {
                     *         "authorization_code": "https://api.gopiaxis.com/api/oauth/token",
                     *         "refresh_token": "https://api.gopiaxis.com/api/oauth/refresh"
                     *       },
                     *       "x_client_parameter": "merchant_id"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["AuthorizationServerMetadata"];
                };
            };
            readonly 404: components["responses"]["UnknownPath"];
            readonly 405: components["responses"]["MethodNotAllowed"];
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
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ProtectedResourceMetadata"];
                };
            };
            readonly 404: components["responses"]["UnknownPath"];
            readonly 405: components["responses"]["MethodNotAllowed"];
        };
    };
    readonly paymentChanged: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["PaymentEvent"];
            };
        };
        readonly responses: {
            /** @description Taken. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; sent again later. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly escrowChanged: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["EscrowEvent"];
            };
        };
        readonly responses: {
            /** @description Taken. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; sent again later. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
