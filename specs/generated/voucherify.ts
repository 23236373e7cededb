// Generated from specs/voucherify.yaml by `npm run generate`. Do not edit.

export interface paths {
    readonly "/v1/oauth/token": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Generate an OAuth token
         * @description Trades an application key for a token of 15 minutes. Name the scopes it shall have, separated by spaces: `api` for
         *     the whole server side, `client_api` for the whole client side, or areas such as `vouchers validations`.
         *
         *     The token has no more rights than the key: the key's role and address allow-list apply to every use of it. A project
         *     may have 1,000 live tokens. After the key is regenerated its tokens go on; after it is blocked or deleted no new one
         *     is issued and the existing ones die within one minute.
         */
        readonly post: operations["issueToken"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/oauth/introspect": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Introspect an OAuth token
         * @description Says what a token is and how long it will live. A token that is unknown, past its end, revoked, or of another project
         *     is not an error: the answer is `{"active": false}` and nothing else.
         *
         *     The parameter is `access_token`; RFC 7662 §2.1 would have it `token`.
         */
        readonly post: operations["introspectToken"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/oauth/token/revoke": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Revoke an OAuth token
         * @description Ends a token at once. A token that is unknown or already dead is a 404 without a body.
         *
         *     RFC 7009 §2.2 asks for 200 in both cases, and for the parameter `token`; the provider has its own way.
         */
        readonly post: operations["revokeToken"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/vouchers": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List vouchers
         * @description A page of the project's vouchers. Keys and tokens of another project never see them. Filters the sandbox does not
         *     know are ignored.
         */
        readonly get: operations["listVouchers"];
        readonly put?: never;
        /**
         * Create a voucher with a random code
         * @description Makes a voucher and a code for it. (The provider's SDK reaches this operation as `POST /v1/vouchers/`, with a
         *     trailing slash, when `vouchers.create` is called without a code.)
         */
        readonly post: operations["createVoucher"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/vouchers/{code}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The voucher's code. */
                readonly code: components["parameters"]["Code"];
            };
            readonly cookie?: never;
        };
        /**
         * Get a voucher
         * @description One voucher, by its code. `BLCKFRDY`, the code of the provider's own samples, is always there.
         */
        readonly get: operations["getVoucher"];
        /**
         * Update a voucher
         * @description Changes the fields that are sent and leaves the others. Set `active` to false to disable a code.
         */
        readonly put: operations["updateVoucher"];
        /**
         * Create a voucher with a code of your own
         * @description Makes a voucher under the code in the path. The official SDK sends the code in the body too; they are the same. A code
         *     that is taken is 409 `duplicate_found`.
         */
        readonly post: operations["createVoucherWithCode"];
        /**
         * Delete a voucher
         * @description Removes a voucher; its code is a 404 from then on.
         */
        readonly delete: operations["deleteVoucher"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/vouchers/{code}/validate": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The voucher's code. */
                readonly code: components["parameters"]["Code"];
            };
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Validate a voucher
         * @description Says whether a code is good, without using it up. An unknown or disabled code is not an error but `valid: false` with
         *     a `reason`. The provider has superseded this operation with `POST /v1/validations`; its SDK still has it as
         *     `validations.validateVoucher`.
         */
        readonly post: operations["validateVoucher"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/vouchers/{code}/redemption": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The voucher's code. */
                readonly code: components["parameters"]["Code"];
            };
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Redeem a voucher
         * @description Uses a voucher and answers the redemption. The provider has superseded this operation with `POST /v1/redemptions`;
         *     its SDK still has it as `redemptions.redeem`.
         *
         *     The sandbox does not keep a balance: a voucher can be redeemed again and again.
         */
        readonly post: operations["redeemVoucher"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/vouchers/metadata/async": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Update the metadata of many vouchers
         * @description Accepts the work and answers the id of the action that will do it. This is a bulk operation: it counts in a quota of
         *     its own, and a refusal carries `X-Rate-Limit-Type: bulk_api_calls`.
         */
        readonly post: operations["updateVoucherMetadata"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/validations": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Validate a stack of redeemables
         * @description Says whether the redeemables are good, without using them up. The sandbox judges the first one and answers the
         *     verdict, with what it takes off the order's amount.
         */
        readonly post: operations["validateRedeemables"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/redemptions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List redemptions
         * @description A page of the project's redemptions.
         */
        readonly get: operations["listRedemptions"];
        readonly put?: never;
        /**
         * Redeem a stack of redeemables
         * @description Uses vouchers and promotion tiers up to thirty at a time. The sandbox wants the first redeemable to exist and records
         *     one redemption.
         */
        readonly post: operations["redeem"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/redemptions/{redemptionId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The redemption's id. */
                readonly redemptionId: string;
            };
            readonly cookie?: never;
        };
        /**
         * Get a redemption
         * @description One redemption, by its id.
         */
        readonly get: operations["getRedemption"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/campaigns": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List campaigns
         * @description A page of the project's campaigns. The one operation on the server side that every seeded role but `merchant` may call.
         */
        readonly get: operations["listCampaigns"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/campaigns/{campaignId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The campaign's id. */
                readonly campaignId: string;
            };
            readonly cookie?: never;
        };
        /**
         * Get a campaign
         * @description One campaign, by its id; `camp_blackfriday` is always there.
         */
        readonly get: operations["getCampaign"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/integrations": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List integrations
         * @description The platforms that receive this project's data, each with the end of its key. At the provider they stand in the
         *     dashboard (Home, Integrations); that there is a path for them, and which, is assumed.
         */
        readonly get: operations["listIntegrations"];
        readonly put?: never;
        /**
         * Add an integration
         * @description Choose the platform and paste the key that it gave you. The key is stored and shown to nobody again: not in this
         *     answer, not in the list. To change it, delete the integration and add another.
         */
        readonly post: operations["createIntegration"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/integrations/{integrationId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The integration's id. */
                readonly integrationId: string;
            };
            readonly cookie?: never;
        };
        /**
         * Get an integration
         * @description One integration, with the end of its key. `int_newsletter` is always there.
         */
        readonly get: operations["getIntegration"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Remove an integration
         * @description The platform receives nothing from then on, and its key is forgotten.
         */
        readonly delete: operations["deleteIntegration"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/client/v1/validate": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Validate a voucher (client side)
         * @description Says whether a code is good. This is the provider's sample call:
         *
         *         curl -X GET -H "X-Client-Application-Id: voucherify-client" -H "X-Client-Token: pk_test_voucherify_client" \
         *           -H "Content-Type: application/json" -H "origin: yourdomain.com" -d '{"order": {"amount": 20000}}' \
         *           "…/client/v1/validate?code=BLCKFRDY"
         *
         *     The sample sends a body with a GET. A body means nothing here: it is ignored whatever it holds, never a 400. So is its
         *     `Content-Type`: the document asks for one, and the provider's own SDK sends none with a GET.
         *     An unknown or disabled code is not an error but `valid: false` with a `reason`.
         */
        readonly get: operations["validateClientVoucher"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/client/v1/redeem": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Redeem a voucher (client side)
         * @description Uses the voucher named in the query. The provider has superseded this operation with `POST /client/v1/redemptions`;
         *     its SDK still has it as `redeem`. At the provider a project must allow redemption from browsers first, since a
         *     person can change what a browser sends; in the sandbox it is allowed.
         */
        readonly post: operations["redeemClientVoucher"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/client/v1/validations": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Validate a stack of redeemables (client side)
         * @description As `POST /v1/validations`, for browsers and apps.
         */
        readonly post: operations["validateClientRedeemables"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/client/v1/redemptions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Redeem a stack of redeemables (client side)
         * @description As `POST /v1/redemptions`, for browsers and apps.
         */
        readonly post: operations["redeemClientRedeemables"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/client/v1/qualifications": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Check eligibility (client side)
         * @description Lists what a customer could redeem. The sandbox answers the redeemables it was seeded with, no matter who the customer is.
         */
        readonly post: operations["qualifyClient"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/client/v1/events": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Track a custom event (client side)
         * @description Records that a customer did something. The SDK's `track` sends this.
         */
        readonly post: operations["trackClientEvent"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/client/v1/promotions/tiers": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List promotion tiers (client side)
         * @description The promotions a browser may show.
         */
        readonly get: operations["listClientPromotionTiers"];
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
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
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
             * @description Who issues tokens.
             */
            readonly issuer: string;
            /**
             * Format: uri
             * @description The token endpoint.
             */
            readonly token_endpoint: string;
            /**
             * Format: uri
             * @description Says what a token is.
             */
            readonly introspection_endpoint?: string;
            /**
             * Format: uri
             * @description Revokes a token.
             */
            readonly revocation_endpoint?: string;
            /** @description None: there is no authorization endpoint. */
            readonly response_types_supported: readonly string[];
            /** @description Grants. */
            readonly grant_types_supported?: readonly string[];
            /** @description None that is registered: an application key authenticates. */
            readonly token_endpoint_auth_methods_supported?: readonly string[];
            /** @description Scopes. */
            readonly scopes_supported?: readonly string[];
        };
        /** @description The shape of every error. `details` says what the matter is, and `request_id` is for the provider's support. */
        readonly Error: {
            /** @description The HTTP status again. */
            readonly code: number;
            /** @description A name for the kind of error. */
            readonly key?: string;
            /** @description What went wrong, in short. */
            readonly message: string;
            /** @description What went wrong, at length. */
            readonly details?: string;
            /** @description Identifies the request. */
            readonly request_id?: string;
            /** @description The record it is about. */
            readonly resource_id?: string;
            /** @description The kind of that record. */
            readonly resource_type?: string;
        };
        /** @description The same shape, for errors whose details depend on what was sent. */
        readonly ExplainedError: {
            /** @description The HTTP status again. */
            readonly code: number;
            /** @description A name for the kind of error. */
            readonly key?: string;
            /** @description What went wrong, in short. */
            readonly message: string;
            /** @description What went wrong, at length. */
            readonly details?: string;
            /** @description Identifies the request. */
            readonly request_id?: string;
            /** @description The record it is about. */
            readonly resource_id?: string;
            /** @description The kind of that record. */
            readonly resource_type?: string;
        };
        /** @description The form of the token endpoint. */
        readonly TokenRequest: {
            /**
             * @description Always `client_credentials`.
             * @example client_credentials
             */
            readonly grant_type: string;
            /**
             * @description Scopes, separated by spaces (a comma makes one unknown scope of two).
             * @example api
             * @example vouchers validations
             */
            readonly scope: string;
        };
        readonly Token: {
            /**
             * Format: password
             * @description The token. It says nothing to its bearer.
             */
            readonly access_token: string;
            /** @description The key it came from. */
            readonly client_id: string;
            /** @description Epoch second of its end. */
            readonly expires_at: number;
            /** @description Seconds to its end. */
            readonly expires_in: number;
            /** @description What it may do. */
            readonly scope: string;
            /**
             * @description The scheme to send it with.
             * @enum {string}
             */
            readonly token_type: "Bearer";
        };
        /** @description The form of introspection and revocation. */
        readonly TokenParameter: {
            /**
             * Format: password
             * @description The token in question.
             */
            readonly access_token: string;
        };
        /** @description All of the token's fields if it is active, and only `active` if it is not. */
        readonly Introspection: {
            /**
             * Format: password
             * @description The token.
             */
            readonly access_token?: string;
            /** @description The key it came from. */
            readonly client_id?: string;
            /** @description Epoch second of its end. */
            readonly expires_at?: number;
            /** @description Seconds to its end. */
            readonly expires_in?: number;
            /** @description What it may do. */
            readonly scope?: string;
            /**
             * @description The scheme to send it with.
             * @enum {string}
             */
            readonly token_type?: "Bearer";
            /** @description Whether it may be used now. */
            readonly active: boolean;
        };
        /** @description What a voucher takes off. */
        readonly Discount: {
            /**
             * @description How the discount is counted.
             * @enum {string}
             */
            readonly type: "AMOUNT" | "PERCENT" | "UNIT" | "FIXED";
            /** @description In the smallest unit of the currency. */
            readonly amount_off?: number;
            /** @description In per cent. */
            readonly percent_off?: number;
            /**
             * @description What it is taken off from.
             * @enum {string}
             */
            readonly effect?: "APPLY_TO_ORDER" | "APPLY_TO_ITEMS";
        };
        /** @description What is on a gift card. */
        readonly Gift: {
            /** @description What it was bought with. */
            readonly amount?: number;
            /** @description What is left. */
            readonly balance?: number;
            /**
             * @description What it may pay.
             * @enum {string}
             */
            readonly effect?: "APPLY_TO_ORDER" | "APPLY_TO_ITEMS";
        } | null;
        /** @description Who buys. */
        readonly Customer: {
            /** @description The provider's id of the customer. */
            readonly id?: string;
            /**
             * @description Your own id of the customer.
             * @example sample_customer
             * @example 36_bob
             * @example 41_alice
             */
            readonly source_id?: string;
            /** @description Name. */
            readonly name?: string;
            /** @description Address. */
            readonly email?: string;
            /**
             * @description Whatever you keep with the customer.
             * @example {}
             */
            readonly metadata?: Record<string, never>;
        };
        /** @description What is bought. */
        readonly Order: {
            /** @description The provider's id of the order. */
            readonly id?: string;
            /**
             * @description Your own id of the order.
             * @example order-1001
             * @example order-1002
             */
            readonly source_id?: string;
            /**
             * @description In the smallest unit of the currency.
             * @example 4900
             * @example 12500
             * @example 20000
             * @example 55000
             */
            readonly amount?: number;
            /**
             * @description How far the order is.
             * @example PAID
             */
            readonly status?: string;
            /**
             * @description Its items.
             * @example [
             *       {
             *         "object": "order_item",
             *         "source_id": "latte",
             *         "quantity": 2,
             *         "price": 450
             *       }
             *     ]
             */
            readonly items?: readonly Record<string, never>[];
            /**
             * @description Whatever you keep with the order.
             * @example {}
             */
            readonly metadata?: Record<string, never>;
        };
        /** @description For whom and for what. */
        readonly Context: {
            readonly customer?: components["schemas"]["Customer"];
            readonly order?: components["schemas"]["Order"];
            /** @description Who asks, as the client knows them. */
            readonly tracking_id?: string;
            /** @description Whatever you keep with the redemption. */
            readonly metadata?: Record<string, never>;
            /** @description A validation session that locks the voucher. */
            readonly session?: Record<string, never>;
        };
        /** @description A code and what it is worth. */
        readonly Voucher: {
            /** @description The provider's id of the voucher. */
            readonly id: string;
            /** @description What a customer types. */
            readonly code: string;
            /**
             * @description The kind of record.
             * @default voucher
             * @enum {string}
             */
            readonly object: "voucher";
            /**
             * @description The campaign's name.
             * @example Black Friday
             * @example Summer Sale
             * @example Welcome Coupons
             */
            readonly campaign?: string | null;
            /**
             * @description The campaign's id.
             * @example null
             */
            readonly campaign_id?: string | null;
            /**
             * @description A heading to sort by.
             * @example New Customers
             * @example Everyone
             * @example Staff
             */
            readonly category?: string | null;
            /**
             * @description The kind of voucher.
             * @example DISCOUNT_VOUCHER
             */
            readonly type?: string;
            /**
             * @description What it takes off, if it is a discount.
             * @example {
             *       "type": "PERCENT",
             *       "percent_off": 10,
             *       "effect": "APPLY_TO_ORDER"
             *     }
             * @example {
             *       "type": "AMOUNT",
             *       "amount_off": 2000,
             *       "effect": "APPLY_TO_ORDER"
             *     }
             * @example {
             *       "type": "PERCENT",
             *       "percent_off": 25,
             *       "effect": "APPLY_TO_ITEMS"
             *     }
             */
            readonly discount?: components["schemas"]["Discount"] | null;
            /**
             * @description What is on it, if it is a gift card.
             * @default null
             * @example null
             */
            readonly gift?: {
                /** @description What it was bought with. */
                readonly amount?: number;
                /** @description What is left. */
                readonly balance?: number;
                /**
                 * @description What it may pay.
                 * @enum {string}
                 */
                readonly effect?: "APPLY_TO_ORDER" | "APPLY_TO_ITEMS";
            } | null;
            /**
             * Format: date-time
             * @description From when it is good.
             * @example 2024-01-01T00:00:00.000Z
             */
            readonly start_date?: string | null;
            /**
             * Format: date-time
             * @description Until when it is good. The sandbox does not judge by it; `active` decides.
             * @example 2034-12-31T23:59:59.000Z
             */
            readonly expiration_date?: string | null;
            /**
             * @description Whether it can be used.
             * @default true
             * @example true
             */
            readonly active: boolean;
            /**
             * @description A note.
             * @example null
             */
            readonly additional_info?: string | null;
            /**
             * @description How often it may be used, and was.
             * @example {
             *       "quantity": 1,
             *       "redeemed_quantity": 0
             *     }
             * @example {
             *       "quantity": null,
             *       "redeemed_quantity": 3
             *     }
             */
            readonly redemption?: {
                /** @description How often it may be used. */
                readonly quantity?: number | null;
                /** @description How often it was. */
                readonly redeemed_quantity?: number;
            };
            /**
             * @description Whatever you keep with it.
             * @default {}
             * @example {}
             * @example {
             *       "locale": "en-GB"
             *     }
             */
            readonly metadata?: Record<string, never>;
            /**
             * @description Whether it belongs to a referral programme.
             * @default false
             */
            readonly is_referral_code?: boolean;
            /**
             * Format: date-time
             * @description When it was made.
             */
            readonly created_at?: string;
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            readonly updated_at?: string | null;
        };
        /** @description A voucher to be made. */
        readonly VoucherInput: {
            /** @description The code; the provider makes one up where there is none. */
            readonly code?: string;
            /**
             * @description The kind of voucher.
             * @enum {string}
             */
            readonly type: "DISCOUNT_VOUCHER" | "GIFT_VOUCHER" | "LOYALTY_CARD";
            /** @description The campaign's name. */
            readonly campaign?: string | null;
            /** @description A heading to sort by. */
            readonly category?: string | null;
            readonly discount?: components["schemas"]["Discount"];
            readonly gift?: components["schemas"]["Gift"];
            /**
             * Format: date-time
             * @description From when it is good.
             */
            readonly start_date?: string | null;
            /**
             * Format: date-time
             * @description Until when it is good.
             */
            readonly expiration_date?: string | null;
            /**
             * @description Whether it can be used at once.
             * @default true
             */
            readonly active?: boolean;
            /** @description A note. */
            readonly additional_info?: string | null;
            /** @description How often it may be used. */
            readonly redemption?: Record<string, never>;
            /** @description Whatever you keep with it. */
            readonly metadata?: Record<string, never>;
        };
        /** @description What is to be changed. The code and the kind of discount cannot be. */
        readonly VoucherUpdate: {
            /** @description A heading to sort by. */
            readonly category?: string | null;
            readonly gift?: components["schemas"]["Gift"];
            /**
             * Format: date-time
             * @description From when it is good.
             */
            readonly start_date?: string | null;
            /**
             * Format: date-time
             * @description Until when it is good.
             */
            readonly expiration_date?: string | null;
            /** @description Whether it can be used. */
            readonly active?: boolean;
            /** @description A note. */
            readonly additional_info?: string | null;
            /** @description Whatever you keep with it. */
            readonly metadata?: Record<string, never>;
        };
        readonly VoucherList: {
            /**
             * @description The kind of answer.
             * @enum {string}
             */
            readonly object: "list";
            /**
             * @description The property that has the records.
             * @enum {string}
             */
            readonly data_ref: "vouchers";
            /** @description The records of this page. */
            readonly vouchers: readonly components["schemas"]["Voucher"][];
            /** @description How many records there are on all pages. */
            readonly total: number;
        };
        /** @description Whether a code is good. */
        readonly Verdict: {
            /** @description The verdict. */
            readonly valid: boolean;
            /** @description The code that was asked about. */
            readonly code: string;
            /** @description A hash of who asked, to be sent with later calls. */
            readonly tracking_id: string;
            /** @description What is kept with the voucher. */
            readonly metadata: Record<string, never>;
            /** @description What is left to pay, where the request named an amount and the code is a discount. */
            readonly order?: {
                /** @description The amount that was asked about. */
                readonly amount?: number;
                /** @description What is taken off. */
                readonly total_discount_amount?: number;
                /** @description What is left. */
                readonly total_amount?: number;
            };
            /** @description Why it is not good. */
            readonly reason?: string;
            /** @description The project's own words for the reason. */
            readonly error?: {
                /** @description The words. */
                readonly message?: string;
            };
        };
        /** @description Redeemables with their context. */
        readonly Stack: {
            /** @description What is to be used, in this order. */
            readonly redeemables: readonly {
                /**
                 * @description The kind of redeemable.
                 * @enum {string}
                 */
                readonly object: "voucher" | "promotion_tier" | "promotion_stack";
                /** @description A voucher's code, or the id of a tier or stack. */
                readonly id: string;
            }[];
            readonly customer?: components["schemas"]["Customer"];
            readonly order?: components["schemas"]["Order"];
            /** @description A validation session that locks the redeemables. */
            readonly session?: Record<string, never>;
            /** @description What the answer shall show. */
            readonly options?: Record<string, never>;
            /** @description Whatever you keep with the redemption. */
            readonly metadata?: Record<string, never>;
        };
        /** @description Whether the redeemables are good. */
        readonly StackVerdict: {
            /** @description The verdict. */
            readonly valid: boolean;
            /** @description Why they are not good. */
            readonly reason?: string;
            /** @description What is left to pay, where the request named an amount and the code is a discount. */
            readonly order?: {
                /** @description The amount that was asked about. */
                readonly amount?: number;
                /** @description What is taken off. */
                readonly total_discount_amount?: number;
                /** @description What is left. */
                readonly total_amount?: number;
            };
            /** @description A hash of who asked, to be sent with later calls. */
            readonly tracking_id: string;
        };
        /** @description That a redeemable was used. */
        readonly Redemption: {
            /** @description The redemption's id. */
            readonly id: string;
            /**
             * @description The kind of record.
             * @default redemption
             * @enum {string}
             */
            readonly object: "redemption";
            /**
             * Format: date-time
             * @description When.
             */
            readonly date: string;
            /** @description Who. */
            readonly customer_id?: string;
            /** @description Who, as the client knows them. */
            readonly tracking_id?: string;
            /**
             * @description How it went.
             * @default SUCCESS
             */
            readonly result: string;
            /**
             * @description How it stands.
             * @default SUCCEEDED
             */
            readonly status?: string;
            /**
             * @description What was used.
             * @default voucher
             */
            readonly related_object_type?: string;
            /** @description How much of a gift card was used. */
            readonly amount?: number;
            readonly customer?: components["schemas"]["Customer"];
            readonly order?: components["schemas"]["Order"];
            /**
             * @description Whatever you keep with it.
             * @example {}
             */
            readonly metadata?: Record<string, never> | null;
        };
        readonly RedemptionList: {
            /**
             * @description The kind of answer.
             * @enum {string}
             */
            readonly object: "list";
            /**
             * @description The property that has the records.
             * @enum {string}
             */
            readonly data_ref: "redemptions";
            /** @description The records of this page. */
            readonly redemptions: readonly components["schemas"]["Redemption"][];
            /** @description How many records there are on all pages. */
            readonly total: number;
        };
        readonly StackRedemption: {
            /** @description One for each redeemable (in the sandbox, for the first). */
            readonly redemptions: readonly components["schemas"]["Redemption"][];
        };
        /** @description What vouchers belong to. */
        readonly Campaign: {
            /** @description The campaign's id. */
            readonly id: string;
            /** @description The campaign's name. */
            readonly name: string;
            /**
             * @description The kind of record.
             * @default campaign
             * @enum {string}
             */
            readonly object: "campaign";
            /**
             * @description What it gives.
             * @enum {string}
             */
            readonly campaign_type?: "DISCOUNT_COUPONS" | "GIFT_VOUCHERS" | "LOYALTY_PROGRAM" | "REFERRAL_PROGRAM" | "PROMOTION";
            /**
             * @description Whether it can grow.
             * @enum {string}
             */
            readonly type?: "AUTO_UPDATE" | "STATIC";
            /**
             * @description A note.
             * @example For everyone.
             * @example For new customers only.
             */
            readonly description?: string | null;
            /**
             * @description A heading to sort by.
             * @example New Customers
             * @example Everyone
             */
            readonly category?: string | null;
            /** @description How many vouchers it has. */
            readonly vouchers_count?: number;
            /**
             * @description Whether its vouchers can be used.
             * @example true
             */
            readonly active?: boolean;
            /**
             * Format: date-time
             * @description From when it runs.
             * @example 2024-01-01T00:00:00.000Z
             */
            readonly start_date?: string | null;
            /**
             * Format: date-time
             * @description Until when it runs.
             * @example null
             */
            readonly expiration_date?: string | null;
            /**
             * @description How its making went.
             * @example DONE
             */
            readonly creation_status?: string;
            /**
             * @description Whatever you keep with it.
             * @example {
             *       "region": "AMER"
             *     }
             * @example {
             *       "region": "EMEA"
             *     }
             * @example {}
             */
            readonly metadata?: Record<string, never>;
            /**
             * Format: date-time
             * @description When it was made.
             */
            readonly created_at?: string;
        };
        readonly CampaignList: {
            /**
             * @description The kind of answer.
             * @enum {string}
             */
            readonly object: "list";
            /**
             * @description The property that has the records.
             * @enum {string}
             */
            readonly data_ref: "campaigns";
            /** @description The records of this page. */
            readonly campaigns: readonly components["schemas"]["Campaign"][];
            /** @description How many records there are on all pages. */
            readonly total: number;
        };
        /** @description A discount that needs no code. */
        readonly PromotionTier: {
            /** @description The tier's id. */
            readonly id: string;
            /**
             * @description The kind of record.
             * @default promotion_tier
             * @enum {string}
             */
            readonly object: "promotion_tier";
            /**
             * @description The tier's name.
             * @example Order more than $100
             * @example Free shipping week
             * @example Two for one
             */
            readonly name: string;
            /**
             * @description What a shop shows.
             * @example Order more than $100
             * @example Get 20% off
             */
            readonly banner?: string;
            /**
             * @description What it does.
             * @example {
             *       "discount": {
             *         "type": "AMOUNT",
             *         "amount_off": 3000,
             *         "effect": "APPLY_TO_ORDER"
             *       }
             *     }
             * @example {
             *       "discount": {
             *         "type": "PERCENT",
             *         "percent_off": 20,
             *         "effect": "APPLY_TO_ORDER"
             *       }
             *     }
             */
            readonly action?: {
                readonly discount?: components["schemas"]["Discount"];
            };
            /** @description Which comes first. */
            readonly hierarchy?: number;
            /**
             * @description Whether it can be used.
             * @example true
             */
            readonly active?: boolean;
            /**
             * @description The campaign's id.
             * @example camp_blackfriday
             */
            readonly campaign_id?: string;
            /**
             * @description Whatever you keep with it.
             * @example {}
             */
            readonly metadata?: Record<string, never>;
            /**
             * Format: date-time
             * @description When it was made.
             */
            readonly created_at?: string;
        };
        readonly PromotionTierList: {
            /**
             * @description The kind of answer.
             * @enum {string}
             */
            readonly object: "list";
            /**
             * @description The property that has the records.
             * @enum {string}
             */
            readonly data_ref: "tiers";
            /** @description The records of this page. */
            readonly tiers: readonly components["schemas"]["PromotionTier"][];
            /** @description How many records there are on all pages. */
            readonly total: number;
            /** @description Whether there is another page. */
            readonly has_more?: boolean;
        };
        /** @description For whom and for what. */
        readonly QualificationRequest: {
            /**
             * @description Which redeemables are considered.
             * @enum {string}
             */
            readonly scenario?: "ALL" | "CUSTOMER_WALLET" | "AUDIENCE_ONLY" | "PRODUCTS" | "PRODUCTS_DISCOUNT" | "PROMOTION_STACKS" | "PRODUCTS_BY_CUSTOMER" | "PRODUCTS_DISCOUNT_BY_CUSTOMER";
            readonly customer?: components["schemas"]["Customer"];
            readonly order?: components["schemas"]["Order"];
            /** @description Who asks, as the client knows them. */
            readonly tracking_id?: string;
            /** @description How many, and how much of each. */
            readonly options?: Record<string, never>;
            /** @description What a redemption would carry. */
            readonly metadata?: Record<string, never>;
        };
        /** @description Something a customer could redeem. */
        readonly Redeemable: {
            /** @description A voucher's code, or the id of a tier or stack. */
            readonly id: string;
            /**
             * @description The kind of redeemable.
             * @enum {string}
             */
            readonly object: "voucher" | "promotion_tier" | "promotion_stack";
            /**
             * Format: date-time
             * @description When it was made.
             */
            readonly created_at?: string;
            /** @description What it would do. */
            readonly result?: Record<string, never>;
            /** @description What is kept with it. */
            readonly metadata?: Record<string, never>;
        };
        readonly Qualification: {
            /** @description What may be redeemed. */
            readonly redeemables: {
                /**
                 * @description The kind of answer.
                 * @enum {string}
                 */
                readonly object: "list";
                /**
                 * @description The property that has the records.
                 * @enum {string}
                 */
                readonly data_ref: "data";
                /** @description The redeemables. */
                readonly data: readonly components["schemas"]["Redeemable"][];
                /** @description How many there are. */
                readonly total?: number;
                /** @description Whether there are more. */
                readonly has_more?: boolean;
            };
            /** @description A hash of who asked. */
            readonly tracking_id: string;
        };
        /** @description A platform that shall receive the project's data. */
        readonly IntegrationInput: {
            readonly platform: components["schemas"]["ReceivingPlatform"];
            /** @description What you call it. */
            readonly name?: string;
            /**
             * Format: password
             * @description The key that the platform gave you.
             */
            readonly api_key: string;
        };
        /**
         * @description A platform that receives data from Voucherify.
         * @enum {string}
         */
        readonly ReceivingPlatform: "ActiveCampaign" | "Batch" | "BigCommerce" | "Bloomreach Engagement" | "Braze" | "CM Telecom" | "Google Analytics" | "Intercom" | "Klaviyo" | "Mailchimp" | "Mailgun" | "Mandrill" | "mParticle" | "Segment" | "SendGrid" | "Textlocal" | "Twilio";
        /** @description A platform that receives the project's data. */
        readonly Integration: {
            /** @description The integration's id. */
            readonly id: string;
            /**
             * @description The kind of record.
             * @default integration
             * @enum {string}
             */
            readonly object: "integration";
            readonly platform: components["schemas"]["ReceivingPlatform"];
            /** @description What you call it. */
            readonly name?: string;
            /**
             * Format: password
             * @description The platform's key, of which the last four characters are shown.
             */
            readonly api_key: string;
            /**
             * Format: date-time
             * @description When it was added.
             */
            readonly created_at?: string;
        };
        readonly IntegrationList: {
            /**
             * @description The kind of answer.
             * @enum {string}
             */
            readonly object: "list";
            /**
             * @description The property that has the records.
             * @enum {string}
             */
            readonly data_ref: "integrations";
            /** @description The records of this page. */
            readonly integrations: readonly components["schemas"]["Integration"][];
            /** @description How many records there are on all pages. */
            readonly total: number;
        };
        /** @description What happened, and to whom. */
        readonly EventInput: {
            /** @description The event's name. */
            readonly event: string;
            readonly customer: components["schemas"]["Customer"];
            /** @description Whatever you keep with it. */
            readonly metadata?: Record<string, never>;
            /** @description A referral that it completes. */
            readonly referral?: Record<string, never>;
            /** @description A loyalty card that it is for. */
            readonly loyalty?: Record<string, never>;
        };
        /** @description An event that was taken. */
        readonly Event: {
            /** @description The event's id. */
            readonly id?: string;
            /**
             * @description The kind of record.
             * @default event
             * @enum {string}
             */
            readonly object: "event";
            /** @description The event's name. */
            readonly event?: string;
            /**
             * Format: date-time
             * @description When it was taken.
             */
            readonly created_at?: string;
            readonly customer?: components["schemas"]["Customer"];
            /** @description Whatever you keep with it. */
            readonly metadata?: Record<string, never>;
            /** @description A referral that it completes. */
            readonly referral?: Record<string, never>;
            /** @description A loyalty card that it is for. */
            readonly loyalty?: Record<string, never>;
        };
        /** @description Which vouchers, and their new metadata. */
        readonly MetadataUpdate: {
            /** @description Codes of vouchers. */
            readonly codes: readonly string[];
            /** @description What they shall carry. */
            readonly metadata: Record<string, never>;
        };
        /** @description Work that was accepted. */
        readonly AsyncAction: {
            /** @description The action's id. */
            readonly async_action_id: string;
        };
    };
    responses: {
        /** @description The voucher. */
        readonly Voucher: {
            headers: {
                readonly "X-Rate-Limit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-Rate-Limit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-Rate-Limit-Retry": components["headers"]["RateLimitRetry"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Voucher"];
            };
        };
        /** @description The redemption. */
        readonly Redemption: {
            headers: {
                readonly "X-Rate-Limit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-Rate-Limit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-Rate-Limit-Retry": components["headers"]["RateLimitRetry"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Redemption"];
            };
        };
        /** @description The verdict. */
        readonly StackVerdict: {
            headers: {
                readonly "X-Rate-Limit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-Rate-Limit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-Rate-Limit-Retry": components["headers"]["RateLimitRetry"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["StackVerdict"];
            };
        };
        /** @description The redemptions. */
        readonly StackRedemption: {
            headers: {
                readonly "X-Rate-Limit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-Rate-Limit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-Rate-Limit-Retry": components["headers"]["RateLimitRetry"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["StackRedemption"];
            };
        };
        /** @description The request carries two credentials. */
        readonly BadCredentials: {
            headers: {
                readonly "X-Rate-Limit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-Rate-Limit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-Rate-Limit-Retry": components["headers"]["RateLimitRetry"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["ExplainedError"];
            };
        };
        /** @description The request carries two credentials, or a query parameter is wrong. */
        readonly BadQuery: {
            headers: {
                readonly "X-Rate-Limit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-Rate-Limit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-Rate-Limit-Retry": components["headers"]["RateLimitRetry"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["ExplainedError"];
            };
        };
        /** @description The request carries two credentials, or its body or a parameter is wrong. */
        readonly BadBody: {
            headers: {
                readonly "X-Rate-Limit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-Rate-Limit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-Rate-Limit-Retry": components["headers"]["RateLimitRetry"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["ExplainedError"];
            };
        };
        /** @description No token is named, or the request carries two credentials. */
        readonly MissingAccessToken: {
            headers: {
                readonly "X-Rate-Limit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-Rate-Limit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-Rate-Limit-Retry": components["headers"]["RateLimitRetry"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["ExplainedError"];
            };
        };
        /** @description No good application key. The OAuth endpoints take nothing else. */
        readonly KeysUnauthorized: {
            headers: {
                readonly "X-Rate-Limit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-Rate-Limit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-Rate-Limit-Retry": components["headers"]["RateLimitRetry"];
                readonly "WWW-Authenticate": components["headers"]["Challenge"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description No good credential for the server side. */
        readonly ServerUnauthorized: {
            headers: {
                readonly "X-Rate-Limit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-Rate-Limit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-Rate-Limit-Retry": components["headers"]["RateLimitRetry"];
                readonly "WWW-Authenticate": components["headers"]["Challenge"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description No good credential for the client side, or an origin that is not allowed. */
        readonly ClientUnauthorized: {
            headers: {
                readonly "X-Rate-Limit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-Rate-Limit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-Rate-Limit-Retry": components["headers"]["RateLimitRetry"];
                readonly "WWW-Authenticate": components["headers"]["Challenge"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The credential is good, but not for this. */
        readonly ServerForbidden: {
            headers: {
                readonly "X-Rate-Limit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-Rate-Limit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-Rate-Limit-Retry": components["headers"]["RateLimitRetry"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The credential is good, but not here. */
        readonly ClientForbidden: {
            headers: {
                readonly "X-Rate-Limit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-Rate-Limit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-Rate-Limit-Retry": components["headers"]["RateLimitRetry"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description No such record in this project, or no such path. */
        readonly NotFound: {
            headers: {
                readonly "X-Rate-Limit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-Rate-Limit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-Rate-Limit-Retry": components["headers"]["RateLimitRetry"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["ExplainedError"];
            };
        };
        /** @description The code is taken. */
        readonly Duplicate: {
            headers: {
                readonly "X-Rate-Limit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-Rate-Limit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-Rate-Limit-Retry": components["headers"]["RateLimitRetry"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["ExplainedError"];
            };
        };
        /** @description The body is too large. */
        readonly PayloadTooLarge: {
            headers: {
                readonly "X-Rate-Limit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-Rate-Limit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-Rate-Limit-Retry": components["headers"]["RateLimitRetry"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The body is of a type this operation does not take. */
        readonly UnsupportedMediaType: {
            headers: {
                readonly "X-Rate-Limit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-Rate-Limit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-Rate-Limit-Retry": components["headers"]["RateLimitRetry"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The quota of this period is used up. Refused requests count too. */
        readonly TooManyRequests: {
            headers: {
                readonly "X-Rate-Limit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-Rate-Limit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-Rate-Limit-Retry": components["headers"]["RateLimitRetry"];
                readonly "Retry-After": components["headers"]["RetryAfter"];
                readonly "X-Rate-Limit-Type": components["headers"]["RateLimitType"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The service cannot answer now. */
        readonly Unavailable: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The path has other methods. */
        readonly MethodNotAllowed: {
            headers: {
                readonly Allow: components["headers"]["Allow"];
                readonly "X-Rate-Limit-Limit": components["headers"]["RateLimitLimit"];
                readonly "X-Rate-Limit-Remaining": components["headers"]["RateLimitRemaining"];
                readonly "X-Rate-Limit-Retry": components["headers"]["RateLimitRetry"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
    };
    parameters: {
        /**
         * @description Where the call comes from. Only hosts are compared, so `yourdomain.com` (as in the sample) and `https://yourdomain.com`
         *     (as browsers send it) are the same. In the allow-list `example.com` is that host, `.example.com` its subdomains (`www`
         *     among them), and `*` any. An app that has no host is listed by its identifier, such as `com.example.shop`.
         */
        readonly Origin: string;
        /** @description The voucher's code. */
        readonly Code: string;
        /** @description How many records a page has. */
        readonly Limit: number;
        /** @description Which page, from 1. */
        readonly Page: number;
        /** @description The field to sort by; a minus before it turns the order round. */
        readonly Order: string;
    };
    requestBodies: {
        /** @description What the voucher shall be. */
        readonly Voucher: {
            readonly content: {
                readonly "application/json": components["schemas"]["VoucherInput"];
            };
        };
        /** @description Which redeemables, and for which customer and order. */
        readonly Stack: {
            readonly content: {
                readonly "application/json": components["schemas"]["Stack"];
            };
        };
    };
    headers: {
        /**
         * @description How many requests the current period allows.
         * @example 100
         */
        readonly RateLimitLimit: number;
        /**
         * @description How many of them are left.
         * @example 99
         */
        readonly RateLimitRemaining: number;
        /**
         * @description The epoch second at which the period ends and requests are allowed again.
         * @example 1738944246
         */
        readonly RateLimitRetry: number;
        /**
         * @description Seconds to wait.
         * @example 42
         */
        readonly RetryAfter: number;
        /**
         * @description Which limit was reached.
         * @example api_calls
         */
        readonly RateLimitType: string;
        /**
         * @description How to authenticate (RFC 9110 §11.6.1).
         * @example Bearer realm="voucherify"
         */
        readonly Challenge: string;
        /**
         * @description The methods this path has.
         * @example GET, POST
         */
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
            /** @description The token, and when it ends. */
            readonly 200: {
                headers: {
                    readonly "X-Rate-Limit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-Rate-Limit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-Rate-Limit-Retry": components["headers"]["RateLimitRetry"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Token"];
                };
            };
            /** @description A parameter is missing or not one the provider knows, or the project has too many live tokens. */
            readonly 400: {
                headers: {
                    readonly "X-Rate-Limit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-Rate-Limit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-Rate-Limit-Retry": components["headers"]["RateLimitRetry"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ExplainedError"];
                };
            };
            readonly 401: components["responses"]["KeysUnauthorized"];
            readonly 405: components["responses"]["MethodNotAllowed"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 429: components["responses"]["TooManyRequests"];
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
                readonly "application/x-www-form-urlencoded": components["schemas"]["TokenParameter"];
            };
        };
        readonly responses: {
            /** @description The token's fields with `active` true, or `active` false alone. */
            readonly 200: {
                headers: {
                    readonly "X-Rate-Limit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-Rate-Limit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-Rate-Limit-Retry": components["headers"]["RateLimitRetry"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Introspection"];
                };
            };
            readonly 400: components["responses"]["MissingAccessToken"];
            readonly 401: components["responses"]["KeysUnauthorized"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 429: components["responses"]["TooManyRequests"];
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
                readonly "application/x-www-form-urlencoded": components["schemas"]["TokenParameter"];
            };
        };
        readonly responses: {
            /** @description The token is dead. No body. */
            readonly 204: {
                headers: {
                    readonly "X-Rate-Limit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-Rate-Limit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-Rate-Limit-Retry": components["headers"]["RateLimitRetry"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["MissingAccessToken"];
            readonly 401: components["responses"]["KeysUnauthorized"];
            /** @description No live token has this value. No body. */
            readonly 404: {
                headers: {
                    readonly "X-Rate-Limit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-Rate-Limit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-Rate-Limit-Retry": components["headers"]["RateLimitRetry"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly listVouchers: {
        readonly parameters: {
            readonly query?: {
                /** @description How many records a page has. */
                readonly limit?: components["parameters"]["Limit"];
                /** @description Which page, from 1. */
                readonly page?: components["parameters"]["Page"];
                /** @description The field to sort by; a minus before it turns the order round. */
                readonly order?: components["parameters"]["Order"];
                /** @description Only vouchers of the campaign of this name. */
                readonly campaign?: string;
                /** @description Only vouchers of this category. */
                readonly category?: string;
                /** @description Only the voucher of this code. */
                readonly code?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of vouchers. */
            readonly 200: {
                headers: {
                    readonly "X-Rate-Limit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-Rate-Limit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-Rate-Limit-Retry": components["headers"]["RateLimitRetry"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["VoucherList"];
                };
            };
            readonly 400: components["responses"]["BadQuery"];
            readonly 401: components["responses"]["ServerUnauthorized"];
            readonly 403: components["responses"]["ServerForbidden"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly createVoucher: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: components["requestBodies"]["Voucher"];
        readonly responses: {
            readonly 200: components["responses"]["Voucher"];
            readonly 400: components["responses"]["BadBody"];
            readonly 401: components["responses"]["ServerUnauthorized"];
            readonly 403: components["responses"]["ServerForbidden"];
            readonly 409: components["responses"]["Duplicate"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly getVoucher: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The voucher's code. */
                readonly code: components["parameters"]["Code"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Voucher"];
            readonly 400: components["responses"]["BadCredentials"];
            readonly 401: components["responses"]["ServerUnauthorized"];
            readonly 403: components["responses"]["ServerForbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly updateVoucher: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The voucher's code. */
                readonly code: components["parameters"]["Code"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["VoucherUpdate"];
            };
        };
        readonly responses: {
            readonly 200: components["responses"]["Voucher"];
            readonly 400: components["responses"]["BadBody"];
            readonly 401: components["responses"]["ServerUnauthorized"];
            readonly 403: components["responses"]["ServerForbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly createVoucherWithCode: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The voucher's code. */
                readonly code: components["parameters"]["Code"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: components["requestBodies"]["Voucher"];
        readonly responses: {
            readonly 200: components["responses"]["Voucher"];
            readonly 400: components["responses"]["BadBody"];
            readonly 401: components["responses"]["ServerUnauthorized"];
            readonly 403: components["responses"]["ServerForbidden"];
            readonly 409: components["responses"]["Duplicate"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly deleteVoucher: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The voucher's code. */
                readonly code: components["parameters"]["Code"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The voucher is gone. No body. */
            readonly 204: {
                headers: {
                    readonly "X-Rate-Limit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-Rate-Limit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-Rate-Limit-Retry": components["headers"]["RateLimitRetry"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["BadCredentials"];
            readonly 401: components["responses"]["ServerUnauthorized"];
            readonly 403: components["responses"]["ServerForbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly validateVoucher: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The voucher's code. */
                readonly code: components["parameters"]["Code"];
            };
            readonly cookie?: never;
        };
        /** @description The context of the check. May be empty. */
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["Context"];
            };
        };
        readonly responses: {
            /** @description The verdict. */
            readonly 200: {
                headers: {
                    readonly "X-Rate-Limit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-Rate-Limit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-Rate-Limit-Retry": components["headers"]["RateLimitRetry"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Verdict"];
                };
            };
            readonly 400: components["responses"]["BadBody"];
            readonly 401: components["responses"]["ServerUnauthorized"];
            readonly 403: components["responses"]["ServerForbidden"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly redeemVoucher: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The voucher's code. */
                readonly code: components["parameters"]["Code"];
            };
            readonly cookie?: never;
        };
        /** @description The context of the redemption. May be empty. */
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["Context"];
            };
        };
        readonly responses: {
            readonly 200: components["responses"]["Redemption"];
            readonly 400: components["responses"]["BadBody"];
            readonly 401: components["responses"]["ServerUnauthorized"];
            readonly 403: components["responses"]["ServerForbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly updateVoucherMetadata: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["MetadataUpdate"];
            };
        };
        readonly responses: {
            /** @description The work is accepted. */
            readonly 202: {
                headers: {
                    readonly "X-Rate-Limit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-Rate-Limit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-Rate-Limit-Retry": components["headers"]["RateLimitRetry"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AsyncAction"];
                };
            };
            readonly 400: components["responses"]["BadBody"];
            readonly 401: components["responses"]["ServerUnauthorized"];
            readonly 403: components["responses"]["ServerForbidden"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly validateRedeemables: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: components["requestBodies"]["Stack"];
        readonly responses: {
            readonly 200: components["responses"]["StackVerdict"];
            readonly 400: components["responses"]["BadBody"];
            readonly 401: components["responses"]["ServerUnauthorized"];
            readonly 403: components["responses"]["ServerForbidden"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly listRedemptions: {
        readonly parameters: {
            readonly query?: {
                /** @description How many records a page has. */
                readonly limit?: components["parameters"]["Limit"];
                /** @description Which page, from 1. */
                readonly page?: components["parameters"]["Page"];
                /** @description The field to sort by; a minus before it turns the order round. */
                readonly order?: components["parameters"]["Order"];
                /** @description Only redemptions with this result. */
                readonly result?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of redemptions. */
            readonly 200: {
                headers: {
                    readonly "X-Rate-Limit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-Rate-Limit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-Rate-Limit-Retry": components["headers"]["RateLimitRetry"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RedemptionList"];
                };
            };
            readonly 400: components["responses"]["BadQuery"];
            readonly 401: components["responses"]["ServerUnauthorized"];
            readonly 403: components["responses"]["ServerForbidden"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly redeem: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: components["requestBodies"]["Stack"];
        readonly responses: {
            readonly 200: components["responses"]["StackRedemption"];
            readonly 400: components["responses"]["BadBody"];
            readonly 401: components["responses"]["ServerUnauthorized"];
            readonly 403: components["responses"]["ServerForbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly getRedemption: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The redemption's id. */
                readonly redemptionId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Redemption"];
            readonly 400: components["responses"]["BadCredentials"];
            readonly 401: components["responses"]["ServerUnauthorized"];
            readonly 403: components["responses"]["ServerForbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly listCampaigns: {
        readonly parameters: {
            readonly query?: {
                /** @description How many records a page has. */
                readonly limit?: components["parameters"]["Limit"];
                /** @description Which page, from 1. */
                readonly page?: components["parameters"]["Page"];
                /** @description The field to sort by; a minus before it turns the order round. */
                readonly order?: components["parameters"]["Order"];
                /** @description Only campaigns of this type. */
                readonly campaign_type?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of campaigns. */
            readonly 200: {
                headers: {
                    readonly "X-Rate-Limit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-Rate-Limit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-Rate-Limit-Retry": components["headers"]["RateLimitRetry"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CampaignList"];
                };
            };
            readonly 400: components["responses"]["BadQuery"];
            readonly 401: components["responses"]["ServerUnauthorized"];
            readonly 403: components["responses"]["ServerForbidden"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly getCampaign: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The campaign's id. */
                readonly campaignId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The campaign. */
            readonly 200: {
                headers: {
                    readonly "X-Rate-Limit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-Rate-Limit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-Rate-Limit-Retry": components["headers"]["RateLimitRetry"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Campaign"];
                };
            };
            readonly 400: components["responses"]["BadCredentials"];
            readonly 401: components["responses"]["ServerUnauthorized"];
            readonly 403: components["responses"]["ServerForbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly listIntegrations: {
        readonly parameters: {
            readonly query?: {
                /** @description How many records a page has. */
                readonly limit?: components["parameters"]["Limit"];
                /** @description Which page, from 1. */
                readonly page?: components["parameters"]["Page"];
                /** @description The field to sort by; a minus before it turns the order round. */
                readonly order?: components["parameters"]["Order"];
                /** @description Only integrations with this platform. */
                readonly platform?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of integrations. */
            readonly 200: {
                headers: {
                    readonly "X-Rate-Limit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-Rate-Limit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-Rate-Limit-Retry": components["headers"]["RateLimitRetry"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["IntegrationList"];
                };
            };
            readonly 400: components["responses"]["BadQuery"];
            readonly 401: components["responses"]["ServerUnauthorized"];
            readonly 403: components["responses"]["ServerForbidden"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly createIntegration: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["IntegrationInput"];
            };
        };
        readonly responses: {
            /** @description The integration, with the end of its key. */
            readonly 200: {
                headers: {
                    readonly "X-Rate-Limit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-Rate-Limit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-Rate-Limit-Retry": components["headers"]["RateLimitRetry"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Integration"];
                };
            };
            readonly 400: components["responses"]["BadBody"];
            readonly 401: components["responses"]["ServerUnauthorized"];
            readonly 403: components["responses"]["ServerForbidden"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly getIntegration: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The integration's id. */
                readonly integrationId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The integration. */
            readonly 200: {
                headers: {
                    readonly "X-Rate-Limit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-Rate-Limit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-Rate-Limit-Retry": components["headers"]["RateLimitRetry"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Integration"];
                };
            };
            readonly 400: components["responses"]["BadCredentials"];
            readonly 401: components["responses"]["ServerUnauthorized"];
            readonly 403: components["responses"]["ServerForbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly deleteIntegration: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The integration's id. */
                readonly integrationId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The integration is gone. No body. */
            readonly 204: {
                headers: {
                    readonly "X-Rate-Limit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-Rate-Limit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-Rate-Limit-Retry": components["headers"]["RateLimitRetry"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["BadCredentials"];
            readonly 401: components["responses"]["ServerUnauthorized"];
            readonly 403: components["responses"]["ServerForbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly validateClientVoucher: {
        readonly parameters: {
            readonly query: {
                /** @description The code to be checked. */
                readonly code: string;
                /** @description Who asks, as the client knows them. */
                readonly tracking_id?: string;
                /** @description The order's amount in the smallest unit of the currency. */
                readonly amount?: number;
                /** @description Opens a validation session that locks the voucher. The sandbox takes it and does nothing with it. */
                readonly session_type?: string;
            };
            readonly header: {
                /**
                 * @description Where the call comes from. Only hosts are compared, so `yourdomain.com` (as in the sample) and `https://yourdomain.com`
                 *     (as browsers send it) are the same. In the allow-list `example.com` is that host, `.example.com` its subdomains (`www`
                 *     among them), and `*` any. An app that has no host is listed by its identifier, such as `com.example.shop`.
                 */
                readonly origin: components["parameters"]["Origin"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The verdict. */
            readonly 200: {
                headers: {
                    readonly "X-Rate-Limit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-Rate-Limit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-Rate-Limit-Retry": components["headers"]["RateLimitRetry"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Verdict"];
                };
            };
            readonly 400: components["responses"]["BadQuery"];
            readonly 401: components["responses"]["ClientUnauthorized"];
            readonly 403: components["responses"]["ClientForbidden"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly redeemClientVoucher: {
        readonly parameters: {
            readonly query: {
                /** @description The code to be redeemed. */
                readonly code: string;
            };
            readonly header: {
                /**
                 * @description Where the call comes from. Only hosts are compared, so `yourdomain.com` (as in the sample) and `https://yourdomain.com`
                 *     (as browsers send it) are the same. In the allow-list `example.com` is that host, `.example.com` its subdomains (`www`
                 *     among them), and `*` any. An app that has no host is listed by its identifier, such as `com.example.shop`.
                 */
                readonly origin: components["parameters"]["Origin"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description The context of the redemption. */
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["Context"];
            };
        };
        readonly responses: {
            readonly 200: components["responses"]["Redemption"];
            readonly 400: components["responses"]["BadBody"];
            readonly 401: components["responses"]["ClientUnauthorized"];
            readonly 403: components["responses"]["ClientForbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly validateClientRedeemables: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /**
                 * @description Where the call comes from. Only hosts are compared, so `yourdomain.com` (as in the sample) and `https://yourdomain.com`
                 *     (as browsers send it) are the same. In the allow-list `example.com` is that host, `.example.com` its subdomains (`www`
                 *     among them), and `*` any. An app that has no host is listed by its identifier, such as `com.example.shop`.
                 */
                readonly origin: components["parameters"]["Origin"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: components["requestBodies"]["Stack"];
        readonly responses: {
            readonly 200: components["responses"]["StackVerdict"];
            readonly 400: components["responses"]["BadBody"];
            readonly 401: components["responses"]["ClientUnauthorized"];
            readonly 403: components["responses"]["ClientForbidden"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly redeemClientRedeemables: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /**
                 * @description Where the call comes from. Only hosts are compared, so `yourdomain.com` (as in the sample) and `https://yourdomain.com`
                 *     (as browsers send it) are the same. In the allow-list `example.com` is that host, `.example.com` its subdomains (`www`
                 *     among them), and `*` any. An app that has no host is listed by its identifier, such as `com.example.shop`.
                 */
                readonly origin: components["parameters"]["Origin"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: components["requestBodies"]["Stack"];
        readonly responses: {
            readonly 200: components["responses"]["StackRedemption"];
            readonly 400: components["responses"]["BadBody"];
            readonly 401: components["responses"]["ClientUnauthorized"];
            readonly 403: components["responses"]["ClientForbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly qualifyClient: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /**
                 * @description Where the call comes from. Only hosts are compared, so `yourdomain.com` (as in the sample) and `https://yourdomain.com`
                 *     (as browsers send it) are the same. In the allow-list `example.com` is that host, `.example.com` its subdomains (`www`
                 *     among them), and `*` any. An app that has no host is listed by its identifier, such as `com.example.shop`.
                 */
                readonly origin: components["parameters"]["Origin"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["QualificationRequest"];
            };
        };
        readonly responses: {
            /** @description What may be redeemed. */
            readonly 200: {
                headers: {
                    readonly "X-Rate-Limit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-Rate-Limit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-Rate-Limit-Retry": components["headers"]["RateLimitRetry"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Qualification"];
                };
            };
            readonly 400: components["responses"]["BadBody"];
            readonly 401: components["responses"]["ClientUnauthorized"];
            readonly 403: components["responses"]["ClientForbidden"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly trackClientEvent: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /**
                 * @description Where the call comes from. Only hosts are compared, so `yourdomain.com` (as in the sample) and `https://yourdomain.com`
                 *     (as browsers send it) are the same. In the allow-list `example.com` is that host, `.example.com` its subdomains (`www`
                 *     among them), and `*` any. An app that has no host is listed by its identifier, such as `com.example.shop`.
                 */
                readonly origin: components["parameters"]["Origin"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["EventInput"];
            };
        };
        readonly responses: {
            /** @description The event was taken. */
            readonly 200: {
                headers: {
                    readonly "X-Rate-Limit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-Rate-Limit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-Rate-Limit-Retry": components["headers"]["RateLimitRetry"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Event"];
                };
            };
            readonly 400: components["responses"]["BadBody"];
            readonly 401: components["responses"]["ClientUnauthorized"];
            readonly 403: components["responses"]["ClientForbidden"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly listClientPromotionTiers: {
        readonly parameters: {
            readonly query?: {
                /** @description How many records a page has. */
                readonly limit?: components["parameters"]["Limit"];
                /** @description Which page, from 1. */
                readonly page?: components["parameters"]["Page"];
                /** @description The field to sort by; a minus before it turns the order round. */
                readonly order?: components["parameters"]["Order"];
                /** @description Only tiers that can be used now. The sandbox takes it and leaves none out. */
                readonly is_available?: boolean;
            };
            readonly header: {
                /**
                 * @description Where the call comes from. Only hosts are compared, so `yourdomain.com` (as in the sample) and `https://yourdomain.com`
                 *     (as browsers send it) are the same. In the allow-list `example.com` is that host, `.example.com` its subdomains (`www`
                 *     among them), and `*` any. An app that has no host is listed by its identifier, such as `com.example.shop`.
                 */
                readonly origin: components["parameters"]["Origin"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of tiers. */
            readonly 200: {
                headers: {
                    readonly "X-Rate-Limit-Limit": components["headers"]["RateLimitLimit"];
                    readonly "X-Rate-Limit-Remaining": components["headers"]["RateLimitRemaining"];
                    readonly "X-Rate-Limit-Retry": components["headers"]["RateLimitRetry"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PromotionTierList"];
                };
            };
            readonly 400: components["responses"]["BadQuery"];
            readonly 401: components["responses"]["ClientUnauthorized"];
            readonly 403: components["responses"]["ClientForbidden"];
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
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "issuer": "https://api.voucherify.io",
                     *       "token_endpoint": "https://api.voucherify.io/v1/oauth/token",
                     *       "introspection_endpoint": "https://api.voucherify.io/v1/oauth/introspect",
                     *       "revocation_endpoint": "https://api.voucherify.io/v1/oauth/token/revoke",
                     *       "response_types_supported": [],
                     *       "grant_types_supported": [
                     *         "client_credentials"
                     *       ],
                     *       "token_endpoint_auth_methods_supported": [],
                     *       "scopes_supported": [
                     *         "api",
                     *         "client_api"
                     *       ]
                     *     }
                     */
                    readonly "application/json": components["schemas"]["AuthorizationServerMetadata"];
                };
            };
            readonly 404: components["responses"]["NotFound"];
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
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ProtectedResourceMetadata"];
                };
            };
            readonly 404: components["responses"]["NotFound"];
            readonly 405: components["responses"]["MethodNotAllowed"];
        };
    };
}
