// Generated from specs/fortis.yaml by `npm run generate`. Do not edit.

export interface paths {
    readonly "/v2/token": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Sign in with a password
         * @description Answers a token for a person. Send it with later requests as `access-token`, in the header or in the query. It dies
         *     after 15 minutes without a successful request: each one that succeeds moves the end, one that is refused does not.
         */
        readonly post: operations["openSession"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v2/token/{token}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /**
         * Sign out
         * @description Ends the session whose token stands in the path. Holding the token is all it takes: the document shows no credential
         *     beside it.
         */
        readonly delete: operations["closeSession"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v2/contacts": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List contacts
         * @description A page of the location's contacts. Filters the sandbox does not know are ignored.
         */
        readonly get: operations["listContacts"];
        readonly put?: never;
        /**
         * Create a contact
         * @description Makes a contact. The record stands in `contact`, in the request and in the answer.
         */
        readonly post: operations["createContact"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v2/contacts/{id}": {
        readonly parameters: {
            readonly query?: {
                /** @description Who made the integration. Required here or in the header. */
                readonly "developer-id"?: components["parameters"]["DeveloperIdQuery"];
            };
            readonly header?: {
                /** @description Who made the integration. Required here or in the query, with every method; if it is in both they must agree. */
                readonly "developer-id"?: components["parameters"]["DeveloperId"];
            };
            readonly path: {
                /** @description The record's id. */
                readonly id: components["parameters"]["Id"];
            };
            readonly cookie?: never;
        };
        /**
         * Get a contact
         * @description One contact; `123456789012345678901234` is always there. The document's samples call this operation with every
         *     method, HMAC among them. HMAC does not work here: contacts are not on the list of the endpoints that support it.
         */
        readonly get: operations["getContact"];
        /**
         * Update a contact
         * @description Changes the fields that are sent and leaves the others.
         */
        readonly put: operations["updateContact"];
        readonly post?: never;
        /**
         * Delete a contact
         * @description Deletes a contact. Anyone who asks for it later gets 409, not 404, for it was there once.
         */
        readonly delete: operations["deleteContact"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v2/accountform": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Show the form that stores a card or account
         * @description Answers a page, to be shown in a frame, in which a person types a card or account to be stored. The URL is signed, so
         *     that no secret has to be in the browser: this is what HMAC is for. The sandbox's page says who is signed in.
         */
        readonly get: operations["showAccountForm"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v2/payform": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Show the form that takes a payment
         * @description Answers a page, to be shown in a frame, in which a person pays. As with the account form, the URL is signed. The
         *     sandbox's page says who is signed in.
         */
        readonly get: operations["showPayForm"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v2/accountvaults": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List stored cards and accounts
         * @description A page of the location's account vaults.
         */
        readonly get: operations["listAccountVaults"];
        readonly put?: never;
        /**
         * Store a card or account
         * @description Keeps a card or account for later use. Its number is never answered again.
         */
        readonly post: operations["createAccountVault"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v2/accountvaults/{id}": {
        readonly parameters: {
            readonly query?: {
                /** @description Who made the integration. Required here or in the header. */
                readonly "developer-id"?: components["parameters"]["DeveloperIdQuery"];
            };
            readonly header?: {
                /** @description Who made the integration. Required here or in the query, with every method; if it is in both they must agree. */
                readonly "developer-id"?: components["parameters"]["DeveloperId"];
            };
            readonly path: {
                /** @description The record's id. */
                readonly id: components["parameters"]["Id"];
            };
            readonly cookie?: never;
        };
        /**
         * Get a stored card or account
         * @description One account vault, by its id. `11e8052006b4318cf1a9ebf8` is always there. Its number is not in the answer.
         */
        readonly get: operations["getAccountVault"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v2/routeraccountvault": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the vaults behind the router
         * @description A page of account vaults as the router knows them. The document only names this endpoint; its shape here follows the
         *     other endpoints.
         */
        readonly get: operations["listRouterAccountVaults"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v2/routeraccountvault/{id}": {
        readonly parameters: {
            readonly query?: {
                /** @description Who made the integration. Required here or in the header. */
                readonly "developer-id"?: components["parameters"]["DeveloperIdQuery"];
            };
            readonly header?: {
                /** @description Who made the integration. Required here or in the query, with every method; if it is in both they must agree. */
                readonly "developer-id"?: components["parameters"]["DeveloperId"];
            };
            readonly path: {
                /** @description The record's id. */
                readonly id: components["parameters"]["Id"];
            };
            readonly cookie?: never;
        };
        /**
         * Get a vault behind the router
         * @description One account vault as the router knows it, by its id.
         */
        readonly get: operations["getRouterAccountVault"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v2/salestax": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List sales tax rates
         * @description A page of the rates that the location charges. The document only names this endpoint; its shape here follows the
         *     other endpoints.
         */
        readonly get: operations["listSalesTaxes"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v2/salestax/{id}": {
        readonly parameters: {
            readonly query?: {
                /** @description Who made the integration. Required here or in the header. */
                readonly "developer-id"?: components["parameters"]["DeveloperIdQuery"];
            };
            readonly header?: {
                /** @description Who made the integration. Required here or in the query, with every method; if it is in both they must agree. */
                readonly "developer-id"?: components["parameters"]["DeveloperId"];
            };
            readonly path: {
                /** @description The record's id. */
                readonly id: components["parameters"]["Id"];
            };
            readonly cookie?: never;
        };
        /**
         * Get a sales tax rate
         * @description One rate, by its id.
         */
        readonly get: operations["getSalesTax"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v2/transactions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List transactions
         * @description A page of the location's transactions.
         */
        readonly get: operations["listTransactions"];
        readonly put?: never;
        /**
         * Run a transaction
         * @description Runs a sale, an authorization or a refund. The sandbox approves every one.
         */
        readonly post: operations["createTransaction"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v2/transactions/{id}": {
        readonly parameters: {
            readonly query?: {
                /** @description Who made the integration. Required here or in the header. */
                readonly "developer-id"?: components["parameters"]["DeveloperIdQuery"];
            };
            readonly header?: {
                /** @description Who made the integration. Required here or in the query, with every method; if it is in both they must agree. */
                readonly "developer-id"?: components["parameters"]["DeveloperId"];
            };
            readonly path: {
                /** @description The record's id. */
                readonly id: components["parameters"]["Id"];
            };
            readonly cookie?: never;
        };
        /**
         * Get a transaction
         * @description One transaction, by its id. `11e8052006b4318cf1a9ee01` is always there.
         */
        readonly get: operations["getTransaction"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v2/users/{id}": {
        readonly parameters: {
            readonly query?: {
                /** @description Who made the integration. Required here or in the header. */
                readonly "developer-id"?: components["parameters"]["DeveloperIdQuery"];
            };
            readonly header?: {
                /** @description Who made the integration. Required here or in the query, with every method; if it is in both they must agree. */
                readonly "developer-id"?: components["parameters"]["DeveloperId"];
            };
            readonly path: {
                /** @description The record's id. */
                readonly id: components["parameters"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly get?: never;
        /**
         * Set a user API key
         * @description Gives a user of the location the key that is sent. The old one stops working at once.
         */
        readonly put: operations["setUserApiKey"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v2/users/{id}/generateuserapikey": {
        readonly parameters: {
            readonly query?: {
                /** @description Who made the integration. Required here or in the header. */
                readonly "developer-id"?: components["parameters"]["DeveloperIdQuery"];
            };
            readonly header?: {
                /** @description Who made the integration. Required here or in the query, with every method; if it is in both they must agree. */
                readonly "developer-id"?: components["parameters"]["DeveloperId"];
            };
            readonly path: {
                /** @description The record's id. */
                readonly id: components["parameters"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Generate a new user API key
         * @description Replaces the key of a user of the location. The old one stops working at once; the new one is shown only here.
         */
        readonly post: operations["generateUserApiKey"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v2/contactsso": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Sign on by a link
         * @description The link that a person clicks. It carries the developer id and one of two things:
         *
         *     - `data`: hexadecimal of a JSON object;
         *     - `e_data`: hexadecimal of a 16-byte IV followed by the object encrypted with AES-256-CBC (PKCS#7), by the key that
         *       the developer was given.
         *
         *     The object has `timestamp` (epoch seconds), `user_id`, `user_api_key`, `location_id`, `contact_api_id`, `first_name`
         *     and `last_name`. The contact with that `contact_api_id` is made, or changed if there is one, and the person is sent
         *     on, signed in. A link works for 15 minutes; nothing stops it from being clicked twice.
         *
         *     `data` is readable to anyone who sees the URL, user API key and all: prefer `e_data`.
         */
        readonly get: operations["enterByLink"];
        readonly put?: never;
        /**
         * Sign on by a form
         * @description As the link, with `data` or `e_data` in a form, so that they stand in no history or log. The developer id stays in the
         *     header or in the query.
         */
        readonly post: operations["enterByForm"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v2/portal": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Show who is signed on
         * @description Where a sign-on link leads: a page for somebody whose browser carries the cookie. A browser cannot send a developer id
         *     when it follows a redirect, so none is wanted. The path is the sandbox's.
         */
        readonly get: operations["showPortal"];
        readonly put?: never;
        readonly post?: never;
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
         * Ask a person for consent
         * @description Send the person's browser here (RFC 6749 §4.1.1). The sandbox shows a consent page and then redirects to
         *     `redirect_uri` with `code` and the unchanged `state`.
         *
         *     Two mistakes are told to the person on a page instead of the client by redirect: a client that does not exist, and a
         *     redirect URI that is not exactly one of the client's. Everything else comes back to `redirect_uri` as `error`.
         *
         *     PKCE (`code_challenge`) is optional, and enforced once sent.
         */
        readonly get: operations["authorize"];
        readonly put?: never;
        /**
         * Answer the consent page
         * @description Where the consent page posts its form. Each page can be answered once.
         */
        readonly post: operations["decideAuthorization"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
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
         * Get an OAuth token
         * @description Trades an authorization code, or a refresh token, for an access token of one hour and a new refresh token. A refresh
         *     token works once; using it again ends everything that came from the same consent.
         */
        readonly post: operations["issueToken"];
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
         * @description What a standard OAuth client wants to know (RFC 8414), made from this contract. A convenience of the sandbox; it counts
         *     in no quota.
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
        /** @description What went wrong. `code` is always 0 and `status` repeats the HTTP status. */
        readonly Error: {
            /** @description The status in words. */
            readonly name: string;
            /** @description What went wrong. */
            readonly message: string;
            /**
             * @description Always 0.
             * @constant
             */
            readonly code: 0;
            /** @description The HTTP status. */
            readonly status: number;
        };
        /** @description What is wrong with each field. */
        readonly FieldErrors: {
            /** @description Messages by field. */
            readonly errors: {
                readonly [key: string]: readonly string[];
            };
        };
        /** @description Who signs in. All three are required. */
        readonly Login: {
            /** @description The user name. */
            readonly username: string;
            /**
             * Format: password
             * @description The password.
             */
            readonly password: string;
            /** @description The domain the user belongs to. */
            readonly domain: string;
        };
        readonly TokenAnswer: {
            /** @description The token, and whose it is. */
            readonly token: {
                /** @description Identifies the session. */
                readonly id: string;
                /** @description Idle minutes after which the token dies. */
                readonly expire: number;
                /** @description First name. */
                readonly first_name?: string;
                /** @description Last name. */
                readonly last_name?: string;
                /** @description Epoch second at which the password must be changed; always in the future. */
                readonly password_expire_ts?: number;
                /** @description Epoch second of the answer. */
                readonly time?: number;
                /**
                 * Format: password
                 * @description The token to send as access-token.
                 */
                readonly token: string;
                /** @description The user name. */
                readonly username: string;
                /** @description The user's location. */
                readonly primary_location_id?: string;
                /** @description The user's time zone. */
                readonly timezone?: string;
                /** @description The kind of user. */
                readonly user_type_id?: number;
            };
        };
        /** @description About the page. */
        readonly Pagination: {
            /** @description Where the page stands. */
            readonly pagination: {
                /** @description How many records there are. */
                readonly totalCount: number;
                /** @description How many pages there are. */
                readonly pageCount: number;
                /** @description Which page this is. */
                readonly currentPage: number;
                /** @description How many records a page has. */
                readonly perPage: number;
            };
        };
        /** @description A customer of a location. */
        readonly Contact: {
            /** @description The contact's id, 24 hexadecimal digits. */
            readonly id: string;
            /**
             * @description The location's id.
             * @example 11e8aaaa0000000000000001
             */
            readonly location_id: string;
            /** @description The number you know the contact by. */
            readonly account_number?: string | null;
            /** @description Your own id of the contact, one in a location. */
            readonly contact_api_id?: string | null;
            /** @description Company. */
            readonly company_name?: string | null;
            /** @description First name. */
            readonly first_name?: string | null;
            /** @description Last name. */
            readonly last_name: string;
            /** @description Address for receipts. */
            readonly email?: string | null;
            /** @description Street. */
            readonly address?: string | null;
            /** @description City. */
            readonly city?: string | null;
            /** @description Postal code. */
            readonly zip?: string | null;
            /**
             * @description Telephone at home.
             * @example 2485550101
             * @example 2485550102
             */
            readonly home_phone?: string | null;
            /**
             * @description Mobile telephone.
             * @example 2485550111
             * @example 2485550112
             * @example 2485550113
             */
            readonly cell_phone?: string | null;
            /**
             * @description Telephone at work.
             * @example 2485550121
             */
            readonly office_phone?: string | null;
            /** @description What the contact owes. */
            readonly contact_balance?: string | null;
            /**
             * @description Whether receipts are sent.
             * @default false
             */
            readonly email_trx_receipt?: boolean;
            /**
             * @description Date of birth.
             * @example 1980-05-17
             * @example 1991-11-02
             */
            readonly date_of_birth?: string | null;
            /**
             * @description A note that is shown with the contact.
             * @example null
             */
            readonly header_message?: string | null;
            /**
             * Format: date-time
             * @description Epoch second at which it was made.
             */
            readonly created_ts: number;
            /**
             * Format: date-time
             * @description Epoch second at which it was last changed.
             */
            readonly modified_ts?: number;
        };
        /** @description What may be set. */
        readonly ContactFields: {
            /** @description The location's id. */
            readonly location_id?: string;
            /** @description The number you know the contact by. */
            readonly account_number?: string | null;
            /** @description Your own id of the contact. */
            readonly contact_api_id?: string | null;
            /** @description Company. */
            readonly company_name?: string | null;
            /** @description First name. */
            readonly first_name?: string | null;
            /** @description Last name. */
            readonly last_name?: string;
            /** @description Address for receipts. */
            readonly email?: string | null;
            /** @description Street. */
            readonly address?: string | null;
            /** @description City. */
            readonly city?: string | null;
            /** @description Postal code. */
            readonly zip?: string | null;
            /** @description Telephone at home. */
            readonly home_phone?: string | null;
            /** @description Mobile telephone. */
            readonly cell_phone?: string | null;
            /** @description Telephone at work. */
            readonly office_phone?: string | null;
            /** @description What the contact owes. */
            readonly contact_balance?: string | null;
            /** @description Whether receipts are sent. */
            readonly email_trx_receipt?: boolean;
            /** @description Date of birth. */
            readonly date_of_birth?: string | null;
            /** @description A note that is shown with the contact. */
            readonly header_message?: string | null;
        };
        readonly CreateContact: {
            /** @description The new contact. */
            readonly contact: components["schemas"]["ContactFields"] & {
                readonly location_id: string;
                readonly last_name: string;
            };
        };
        readonly UpdateContact: {
            readonly contact: components["schemas"]["ContactFields"];
        };
        readonly ContactAnswer: {
            readonly contact: components["schemas"]["Contact"];
        };
        readonly ContactList: {
            /** @description The records of this page. */
            readonly contacts: readonly components["schemas"]["Contact"][];
            readonly meta: components["schemas"]["Pagination"];
        };
        /** @description A stored card or account. Its number is not kept in a form that could be answered. */
        readonly AccountVault: {
            /** @description The vault's id, to be used in place of the number. */
            readonly id: string;
            /**
             * @description `cc` or `ach`.
             * @example cc
             */
            readonly payment_method: string;
            /**
             * @description What people call it.
             * @example Company card
             * @example Everyday card
             * @example Travel card
             */
            readonly title?: string | null;
            /** @description The name on it. */
            readonly account_holder_name?: string | null;
            /**
             * @description The number's first six digits.
             * @example 545454
             * @example 411111
             */
            readonly first_six?: string | null;
            /**
             * @description The number's last four digits.
             * @example 5454
             * @example 1111
             * @example 4242
             */
            readonly last_four?: string | null;
            /**
             * @description Its end as MMYY.
             * @example 0929
             * @example 1130
             */
            readonly exp_date?: string | null;
            /**
             * @description The card's brand or the account's kind.
             * @example mc
             * @example visa
             */
            readonly account_type?: string | null;
            /** @description Postal code it is billed to. */
            readonly billing_zip?: string | null;
            /**
             * @description Whose it is.
             * @example 123456789012345678901234
             */
            readonly contact_id?: string | null;
            /**
             * @description The location's id.
             * @example 11e8aaaa0000000000000001
             */
            readonly location_id: string;
            /**
             * @description Whether it can be used.
             * @default 1
             * @example 1
             */
            readonly active?: number;
            /**
             * Format: date-time
             * @description Epoch second at which it was made.
             */
            readonly created_ts: number;
        };
        readonly CreateAccountVault: {
            /** @description What is to be stored. */
            readonly accountvault: {
                /**
                 * @description A card or a bank account.
                 * @enum {string}
                 */
                readonly payment_method: "cc" | "ach";
                /** @description What people call it. */
                readonly title?: string | null;
                /** @description The name on it. */
                readonly account_holder_name?: string | null;
                /**
                 * Format: password
                 * @description Its number.
                 */
                readonly account_number: string;
                /** @description Its end as MMYY; cards only. */
                readonly exp_date?: string;
                /** @description Routing number; bank accounts only. */
                readonly routing?: string;
                /** @description `checking` or `savings`; bank accounts only. */
                readonly account_type?: string;
                /** @description Postal code it is billed to. */
                readonly billing_zip?: string | null;
                /** @description Whose it is. */
                readonly contact_id?: string | null;
                /** @description The location's id. */
                readonly location_id: string;
            };
        };
        readonly AccountVaultAnswer: {
            readonly accountvault: components["schemas"]["AccountVault"];
        };
        readonly AccountVaultList: {
            /** @description The records of this page. */
            readonly accountvaults: readonly components["schemas"]["AccountVault"][];
            readonly meta: components["schemas"]["Pagination"];
        };
        /** @description An account vault as the router knows it. */
        readonly RouterAccountVault: {
            /** @description The record's id. */
            readonly id: string;
            /** @description The account vault's id. */
            readonly account_vault_id?: string;
            /**
             * @description Which processor has it.
             * @example primary
             * @example fallback
             */
            readonly router?: string;
            /**
             * @description Whether it can be used.
             * @example active
             */
            readonly status?: string;
            /**
             * @description The location's id.
             * @example 11e8aaaa0000000000000001
             */
            readonly location_id: string;
            /**
             * Format: date-time
             * @description Epoch second at which it was made.
             */
            readonly created_ts: number;
        };
        readonly RouterAccountVaultAnswer: {
            readonly routeraccountvault: components["schemas"]["RouterAccountVault"];
        };
        readonly RouterAccountVaultList: {
            /** @description The records of this page. */
            readonly routeraccountvaults: readonly components["schemas"]["RouterAccountVault"][];
            readonly meta: components["schemas"]["Pagination"];
        };
        /** @description A rate of sales tax. */
        readonly SalesTax: {
            /** @description The record's id. */
            readonly id: string;
            /**
             * @description State.
             * @example MI
             */
            readonly state?: string;
            /** @description City. */
            readonly city?: string | null;
            /** @description Postal code. */
            readonly zip?: string | null;
            /** @description In per cent. */
            readonly rate: number;
            /**
             * @description The location's id.
             * @example 11e8aaaa0000000000000001
             */
            readonly location_id: string;
            /**
             * Format: date-time
             * @description Epoch second at which it was made.
             */
            readonly created_ts: number;
        };
        readonly SalesTaxAnswer: {
            readonly salestax: components["schemas"]["SalesTax"];
        };
        readonly SalesTaxList: {
            /** @description The records of this page. */
            readonly salestaxes: readonly components["schemas"]["SalesTax"][];
            readonly meta: components["schemas"]["Pagination"];
        };
        /** @description A payment, or something done to one. */
        readonly Transaction: {
            /** @description The transaction's id. */
            readonly id: string;
            /**
             * @description What is done.
             * @example sale
             * @example sale
             * @example refund
             * @example authonly
             */
            readonly action: string;
            /**
             * @description `cc`, `ach` or `cash`.
             * @example cc
             * @example cc
             * @example ach
             */
            readonly payment_method: string;
            /** @description How much, in dollars. */
            readonly transaction_amount: string;
            /**
             * @description Sales tax in it.
             * @example 0.00
             * @example 0.78
             */
            readonly tax?: string | null;
            /**
             * @description Tip in it.
             * @example 0.00
             * @example 2.00
             */
            readonly tip_amount?: string | null;
            /** @description What it was paid with. */
            readonly account_vault_id?: string | null;
            /**
             * @description Who paid.
             * @example 123456789012345678901234
             */
            readonly contact_id?: string | null;
            /** @description Your number of the order. */
            readonly order_num?: string | null;
            /** @description A note. */
            readonly description?: string | null;
            /**
             * @description The card's last four digits.
             * @default 5454
             */
            readonly last_four?: string | null;
            /** @description The approval's code. */
            readonly auth_code?: string | null;
            /**
             * @description How it stands; 101 is approved.
             * @default 101
             * @example 101
             */
            readonly status_id: number;
            /**
             * @description Why; 1000 is approved.
             * @default 1000
             * @example 1000
             */
            readonly reason_code_id?: number;
            /**
             * @description The location's id.
             * @example 11e8aaaa0000000000000001
             */
            readonly location_id: string;
            /**
             * Format: date-time
             * @description Epoch second at which it was made.
             */
            readonly created_ts: number;
        };
        readonly CreateTransaction: {
            /** @description What is to be done. */
            readonly transaction: {
                /**
                 * @description What is to be done.
                 * @enum {string}
                 */
                readonly action: "sale" | "authonly" | "refund" | "avsonly" | "force";
                /**
                 * @description How.
                 * @enum {string}
                 */
                readonly payment_method: "cc" | "ach" | "cash";
                /** @description How much, in dollars. */
                readonly transaction_amount: string;
                /** @description Sales tax in it. */
                readonly tax?: string | null;
                /** @description Tip in it. */
                readonly tip_amount?: string | null;
                /** @description What to pay with. */
                readonly account_vault_id?: string | null;
                /**
                 * Format: password
                 * @description Or a number, if nothing is stored.
                 */
                readonly account_number?: string;
                /** @description Its end as MMYY. */
                readonly exp_date?: string;
                /** @description Who pays. */
                readonly contact_id?: string | null;
                /** @description Your number of the order. */
                readonly order_num?: string | null;
                /** @description A note. */
                readonly description?: string | null;
                /** @description The location's id. */
                readonly location_id: string;
            };
        };
        readonly TransactionAnswer: {
            readonly transaction: components["schemas"]["Transaction"];
        };
        readonly TransactionList: {
            /** @description The records of this page. */
            readonly transactions: readonly components["schemas"]["Transaction"][];
            readonly meta: components["schemas"]["Pagination"];
        };
        readonly SetUserApiKey: {
            /** @description The user. */
            readonly user: {
                /**
                 * Format: password
                 * @description The new key.
                 */
                readonly user_api_key: string;
            };
        };
        readonly UserApiKeyAnswer: {
            /** @description The user. */
            readonly user: {
                /**
                 * Format: password
                 * @description The new key.
                 */
                readonly user_api_key: string;
            };
        };
        /** @description One of the two. */
        readonly LinkForm: {
            /**
             * Format: password
             * @description The object in hexadecimal.
             */
            readonly data?: string;
            /**
             * Format: password
             * @description The encrypted object in hexadecimal.
             */
            readonly e_data?: string;
        };
        /** @description The form of the consent page. */
        readonly ConsentDecision: {
            /** @description Which page is answered. */
            readonly transaction: string;
            /**
             * @description The person's answer.
             * @enum {string}
             */
            readonly decision: "approve" | "deny";
        };
        /** @description The form of the token endpoint. */
        readonly OAuthTokenRequest: {
            /** @description `authorization_code` or `refresh_token`. */
            readonly grant_type: string;
            /**
             * Format: password
             * @description The code of the redirect.
             */
            readonly code?: string;
            /** @description As in the authorization request, if it was there. */
            readonly redirect_uri?: string;
            /**
             * Format: password
             * @description PKCE verifier, if there was a challenge.
             */
            readonly code_verifier?: string;
            /**
             * Format: password
             * @description The refresh token of the last answer.
             */
            readonly refresh_token?: string;
            /** @description With a refresh token: less than was granted. */
            readonly scope?: string;
            /** @description The client's id, unless HTTP Basic has it. */
            readonly client_id?: string;
            /**
             * Format: password
             * @description The client's secret, unless HTTP Basic has it.
             */
            readonly client_secret?: string;
        };
        readonly OAuthToken: {
            /**
             * Format: password
             * @description The token.
             */
            readonly access_token: string;
            /**
             * @description The scheme to send it with.
             * @enum {string}
             */
            readonly token_type: "Bearer";
            /** @description Seconds to its end. */
            readonly expires_in: number;
            /**
             * Format: password
             * @description For the next token. It works once.
             */
            readonly refresh_token?: string;
            /** @description What the token may do. */
            readonly scope?: string;
        };
        /** @description An error as RFC 6749 §5.2 has it. */
        readonly OAuthError: {
            /** @description The kind of error. */
            readonly error: string;
            /** @description What went wrong. */
            readonly error_description?: string;
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
        /** @description As RFC 8414 §2 has it. */
        readonly AuthorizationServerMetadata: {
            /** @description Who issues tokens. */
            readonly issuer: string;
            /** @description Where people consent. */
            readonly authorization_endpoint: string;
            /** @description Where tokens come from. */
            readonly token_endpoint: string;
            /** @description Scopes. */
            readonly scopes_supported?: readonly string[];
            /** @description Response types. */
            readonly response_types_supported: readonly string[];
            /** @description Grants. */
            readonly grant_types_supported?: readonly string[];
            /** @description How clients authenticate. */
            readonly token_endpoint_auth_methods_supported?: readonly string[];
            /** @description PKCE methods. */
            readonly code_challenge_methods_supported?: readonly string[];
        };
    };
    responses: {
        /** @description The contact. */
        readonly Contact: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["ContactAnswer"];
            };
        };
        /** @description The transaction. */
        readonly TransactionCreated: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["TransactionAnswer"];
            };
        };
        /** @description A page. */
        readonly Page: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "text/html": string;
            };
        };
        /** @description The consent page. */
        readonly ConsentPage: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "text/html": string;
            };
        };
        /** @description Back to the client, with a code, or with an error that the client is told. */
        readonly BackToClient: {
            headers: {
                readonly Location: components["headers"]["Location"];
                readonly [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The person is signed on and sent to the portal. */
        readonly SignedOn: {
            headers: {
                readonly Location: components["headers"]["Location"];
                readonly "Set-Cookie": components["headers"]["SetCookie"];
                readonly [name: string]: unknown;
            };
            content?: never;
        };
        /** @description Whatever else the provider's own host answers. The sandbox never does. */
        readonly Other: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Two developer ids. */
        readonly BadDeveloper: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Two developer ids, or a body that cannot be read. */
        readonly BadDeveloperOrBody: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Two developer ids, or two credentials. */
        readonly BadRequest: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Two developer ids, two credentials, or a body that cannot be read. */
        readonly BadRequestBody: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description No good developer id. */
        readonly UnauthorizedDeveloper: {
            headers: {
                readonly "WWW-Authenticate": components["headers"]["Challenge"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description No good developer id, or no good link. */
        readonly UnauthorizedLink: {
            headers: {
                readonly "WWW-Authenticate": components["headers"]["Challenge"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description No good developer id, or no good credential. */
        readonly Unauthorized: {
            headers: {
                readonly "WWW-Authenticate": components["headers"]["Challenge"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description No good developer id, or no good credential. */
        readonly UnauthorizedHmac: {
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
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description No such record at this location, or no such path. */
        readonly NotFound: {
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
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The record was deleted. */
        readonly Deleted: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Another record has this id. */
        readonly Taken: {
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
        /** @description The body is of a type this operation does not take. */
        readonly UnsupportedMediaType: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Fields or parameters are wrong. */
        readonly Unprocessable: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["FieldErrors"];
            };
        };
        /** @description A quota that was set in the sandbox is used up. */
        readonly TooManyRequests: {
            headers: {
                readonly "Retry-After": components["headers"]["RetryAfter"];
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
    };
    parameters: {
        /** @description Who made the integration. Required here or in the query, with every method; if it is in both they must agree. */
        readonly DeveloperId: string;
        /** @description Who made the integration. Required here or in the header. */
        readonly DeveloperIdQuery: string;
        /** @description The record's id. */
        readonly Id: string;
        /** @description Which page, from 1. */
        readonly Page: number;
        /** @description How many records a page has. */
        readonly PageSize: number;
        /** @description The field to sort by; a minus before it turns the order round. */
        readonly Sort: string;
        /** @description What the form shall hold, as hexadecimal of a JSON object. The sandbox takes it and shows none of it. */
        readonly FormData: string;
    };
    requestBodies: never;
    headers: {
        /**
         * @description How to authenticate (RFC 9110 §11.6.1).
         * @example Basic realm="Fortis"
         */
        readonly Challenge: string;
        /**
         * @description Seconds to wait.
         * @example 42
         */
        readonly RetryAfter: number;
        /**
         * @description The methods this path has.
         * @example GET, POST
         */
        readonly Allow: string;
        /**
         * @description Where to go on.
         * @example https://yourapp.com/callback?code=code_1&state=af0ifjsldkj
         */
        readonly Location: string;
        /**
         * @description The cookie `portal_session`.
         * @example portal_session=1ABCde2FGHijKl3m4NO5pqR6STUv7wxY; Path=/; HttpOnly; SameSite=Lax
         */
        readonly SetCookie: string;
        /**
         * @description Tokens are kept by no cache (RFC 6749 §5.1).
         * @example no-store
         */
        readonly NoStore: "no-store";
        /**
         * @description The same, for old caches.
         * @example no-cache
         */
        readonly NoCache: "no-cache";
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readonly openSession: {
        readonly parameters: {
            readonly query?: {
                /** @description Who made the integration. Required here or in the header. */
                readonly "developer-id"?: components["parameters"]["DeveloperIdQuery"];
            };
            readonly header?: {
                /** @description Who made the integration. Required here or in the query, with every method; if it is in both they must agree. */
                readonly "developer-id"?: components["parameters"]["DeveloperId"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Login"];
            };
        };
        readonly responses: {
            /** @description The token, and whose it is. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TokenAnswer"];
                };
            };
            readonly 400: components["responses"]["BadDeveloperOrBody"];
            /** @description No good developer id, or no such person. */
            readonly 401: {
                headers: {
                    readonly "WWW-Authenticate": components["headers"]["Challenge"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly closeSession: {
        readonly parameters: {
            readonly query?: {
                /** @description Who made the integration. Required here or in the header. */
                readonly "developer-id"?: components["parameters"]["DeveloperIdQuery"];
            };
            readonly header?: {
                /** @description Who made the integration. Required here or in the query, with every method; if it is in both they must agree. */
                readonly "developer-id"?: components["parameters"]["DeveloperId"];
            };
            readonly path: {
                /** @description The token to end. */
                readonly token: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Success, the token is deleted. No body. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["BadDeveloper"];
            readonly 401: components["responses"]["UnauthorizedDeveloper"];
            /** @description No live session has this token. No body. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly listContacts: {
        readonly parameters: {
            readonly query?: {
                /** @description Who made the integration. Required here or in the header. */
                readonly "developer-id"?: components["parameters"]["DeveloperIdQuery"];
                /** @description Which page, from 1. */
                readonly page?: components["parameters"]["Page"];
                /** @description How many records a page has. */
                readonly page_size?: components["parameters"]["PageSize"];
                /** @description The field to sort by; a minus before it turns the order round. */
                readonly sort?: components["parameters"]["Sort"];
                /** @description Only the contact with this id of your own. */
                readonly contact_api_id?: string;
                /** @description Only contacts of this last name. */
                readonly last_name?: string;
            };
            readonly header?: {
                /** @description Who made the integration. Required here or in the query, with every method; if it is in both they must agree. */
                readonly "developer-id"?: components["parameters"]["DeveloperId"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of contacts. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ContactList"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly createContact: {
        readonly parameters: {
            readonly query?: {
                /** @description Who made the integration. Required here or in the header. */
                readonly "developer-id"?: components["parameters"]["DeveloperIdQuery"];
            };
            readonly header?: {
                /** @description Who made the integration. Required here or in the query, with every method; if it is in both they must agree. */
                readonly "developer-id"?: components["parameters"]["DeveloperId"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["CreateContact"];
            };
        };
        readonly responses: {
            /** @description The contact. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ContactAnswer"];
                };
            };
            readonly 400: components["responses"]["BadRequestBody"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["Taken"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly getContact: {
        readonly parameters: {
            readonly query?: {
                /** @description Who made the integration. Required here or in the header. */
                readonly "developer-id"?: components["parameters"]["DeveloperIdQuery"];
            };
            readonly header?: {
                /** @description Who made the integration. Required here or in the query, with every method; if it is in both they must agree. */
                readonly "developer-id"?: components["parameters"]["DeveloperId"];
            };
            readonly path: {
                /** @description The record's id. */
                readonly id: components["parameters"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Contact"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Deleted"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly updateContact: {
        readonly parameters: {
            readonly query?: {
                /** @description Who made the integration. Required here or in the header. */
                readonly "developer-id"?: components["parameters"]["DeveloperIdQuery"];
            };
            readonly header?: {
                /** @description Who made the integration. Required here or in the query, with every method; if it is in both they must agree. */
                readonly "developer-id"?: components["parameters"]["DeveloperId"];
            };
            readonly path: {
                /** @description The record's id. */
                readonly id: components["parameters"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["UpdateContact"];
            };
        };
        readonly responses: {
            readonly 200: components["responses"]["Contact"];
            readonly 400: components["responses"]["BadRequestBody"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Deleted"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly deleteContact: {
        readonly parameters: {
            readonly query?: {
                /** @description Who made the integration. Required here or in the header. */
                readonly "developer-id"?: components["parameters"]["DeveloperIdQuery"];
            };
            readonly header?: {
                /** @description Who made the integration. Required here or in the query, with every method; if it is in both they must agree. */
                readonly "developer-id"?: components["parameters"]["DeveloperId"];
            };
            readonly path: {
                /** @description The record's id. */
                readonly id: components["parameters"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The contact is deleted. No body. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Deleted"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly showAccountForm: {
        readonly parameters: {
            readonly query?: {
                /** @description Who made the integration. Required here or in the header. */
                readonly "developer-id"?: components["parameters"]["DeveloperIdQuery"];
                /** @description What the form shall hold, as hexadecimal of a JSON object. The sandbox takes it and shows none of it. */
                readonly data?: components["parameters"]["FormData"];
            };
            readonly header?: {
                /** @description Who made the integration. Required here or in the query, with every method; if it is in both they must agree. */
                readonly "developer-id"?: components["parameters"]["DeveloperId"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Page"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["UnauthorizedHmac"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly showPayForm: {
        readonly parameters: {
            readonly query?: {
                /** @description Who made the integration. Required here or in the header. */
                readonly "developer-id"?: components["parameters"]["DeveloperIdQuery"];
                /** @description What the form shall hold, as hexadecimal of a JSON object. The sandbox takes it and shows none of it. */
                readonly data?: components["parameters"]["FormData"];
            };
            readonly header?: {
                /** @description Who made the integration. Required here or in the query, with every method; if it is in both they must agree. */
                readonly "developer-id"?: components["parameters"]["DeveloperId"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Page"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["UnauthorizedHmac"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly listAccountVaults: {
        readonly parameters: {
            readonly query?: {
                /** @description Who made the integration. Required here or in the header. */
                readonly "developer-id"?: components["parameters"]["DeveloperIdQuery"];
                /** @description Which page, from 1. */
                readonly page?: components["parameters"]["Page"];
                /** @description How many records a page has. */
                readonly page_size?: components["parameters"]["PageSize"];
                /** @description The field to sort by; a minus before it turns the order round. */
                readonly sort?: components["parameters"]["Sort"];
            };
            readonly header?: {
                /** @description Who made the integration. Required here or in the query, with every method; if it is in both they must agree. */
                readonly "developer-id"?: components["parameters"]["DeveloperId"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of account vaults. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AccountVaultList"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["UnauthorizedHmac"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly createAccountVault: {
        readonly parameters: {
            readonly query?: {
                /** @description Who made the integration. Required here or in the header. */
                readonly "developer-id"?: components["parameters"]["DeveloperIdQuery"];
            };
            readonly header?: {
                /** @description Who made the integration. Required here or in the query, with every method; if it is in both they must agree. */
                readonly "developer-id"?: components["parameters"]["DeveloperId"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["CreateAccountVault"];
            };
        };
        readonly responses: {
            /** @description The account vault. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AccountVaultAnswer"];
                };
            };
            readonly 400: components["responses"]["BadRequestBody"];
            readonly 401: components["responses"]["UnauthorizedHmac"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["Taken"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly getAccountVault: {
        readonly parameters: {
            readonly query?: {
                /** @description Who made the integration. Required here or in the header. */
                readonly "developer-id"?: components["parameters"]["DeveloperIdQuery"];
            };
            readonly header?: {
                /** @description Who made the integration. Required here or in the query, with every method; if it is in both they must agree. */
                readonly "developer-id"?: components["parameters"]["DeveloperId"];
            };
            readonly path: {
                /** @description The record's id. */
                readonly id: components["parameters"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The record. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AccountVaultAnswer"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["UnauthorizedHmac"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Deleted"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly listRouterAccountVaults: {
        readonly parameters: {
            readonly query?: {
                /** @description Who made the integration. Required here or in the header. */
                readonly "developer-id"?: components["parameters"]["DeveloperIdQuery"];
                /** @description Which page, from 1. */
                readonly page?: components["parameters"]["Page"];
                /** @description How many records a page has. */
                readonly page_size?: components["parameters"]["PageSize"];
                /** @description The field to sort by; a minus before it turns the order round. */
                readonly sort?: components["parameters"]["Sort"];
            };
            readonly header?: {
                /** @description Who made the integration. Required here or in the query, with every method; if it is in both they must agree. */
                readonly "developer-id"?: components["parameters"]["DeveloperId"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of router account vaults. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RouterAccountVaultList"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["UnauthorizedHmac"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly getRouterAccountVault: {
        readonly parameters: {
            readonly query?: {
                /** @description Who made the integration. Required here or in the header. */
                readonly "developer-id"?: components["parameters"]["DeveloperIdQuery"];
            };
            readonly header?: {
                /** @description Who made the integration. Required here or in the query, with every method; if it is in both they must agree. */
                readonly "developer-id"?: components["parameters"]["DeveloperId"];
            };
            readonly path: {
                /** @description The record's id. */
                readonly id: components["parameters"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The record. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RouterAccountVaultAnswer"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["UnauthorizedHmac"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Deleted"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly listSalesTaxes: {
        readonly parameters: {
            readonly query?: {
                /** @description Who made the integration. Required here or in the header. */
                readonly "developer-id"?: components["parameters"]["DeveloperIdQuery"];
                /** @description Which page, from 1. */
                readonly page?: components["parameters"]["Page"];
                /** @description How many records a page has. */
                readonly page_size?: components["parameters"]["PageSize"];
                /** @description The field to sort by; a minus before it turns the order round. */
                readonly sort?: components["parameters"]["Sort"];
            };
            readonly header?: {
                /** @description Who made the integration. Required here or in the query, with every method; if it is in both they must agree. */
                readonly "developer-id"?: components["parameters"]["DeveloperId"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of rates. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SalesTaxList"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["UnauthorizedHmac"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly getSalesTax: {
        readonly parameters: {
            readonly query?: {
                /** @description Who made the integration. Required here or in the header. */
                readonly "developer-id"?: components["parameters"]["DeveloperIdQuery"];
            };
            readonly header?: {
                /** @description Who made the integration. Required here or in the query, with every method; if it is in both they must agree. */
                readonly "developer-id"?: components["parameters"]["DeveloperId"];
            };
            readonly path: {
                /** @description The record's id. */
                readonly id: components["parameters"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The record. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SalesTaxAnswer"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["UnauthorizedHmac"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Deleted"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly listTransactions: {
        readonly parameters: {
            readonly query?: {
                /** @description Who made the integration. Required here or in the header. */
                readonly "developer-id"?: components["parameters"]["DeveloperIdQuery"];
                /** @description Which page, from 1. */
                readonly page?: components["parameters"]["Page"];
                /** @description How many records a page has. */
                readonly page_size?: components["parameters"]["PageSize"];
                /** @description The field to sort by; a minus before it turns the order round. */
                readonly sort?: components["parameters"]["Sort"];
                /** @description Only transactions of this method. */
                readonly payment_method?: string;
            };
            readonly header?: {
                /** @description Who made the integration. Required here or in the query, with every method; if it is in both they must agree. */
                readonly "developer-id"?: components["parameters"]["DeveloperId"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of transactions. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TransactionList"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["UnauthorizedHmac"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly createTransaction: {
        readonly parameters: {
            readonly query?: {
                /** @description Who made the integration. Required here or in the header. */
                readonly "developer-id"?: components["parameters"]["DeveloperIdQuery"];
            };
            readonly header?: {
                /** @description Who made the integration. Required here or in the query, with every method; if it is in both they must agree. */
                readonly "developer-id"?: components["parameters"]["DeveloperId"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["CreateTransaction"];
            };
        };
        readonly responses: {
            readonly 201: components["responses"]["TransactionCreated"];
            readonly 400: components["responses"]["BadRequestBody"];
            readonly 401: components["responses"]["UnauthorizedHmac"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["Taken"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly getTransaction: {
        readonly parameters: {
            readonly query?: {
                /** @description Who made the integration. Required here or in the header. */
                readonly "developer-id"?: components["parameters"]["DeveloperIdQuery"];
            };
            readonly header?: {
                /** @description Who made the integration. Required here or in the query, with every method; if it is in both they must agree. */
                readonly "developer-id"?: components["parameters"]["DeveloperId"];
            };
            readonly path: {
                /** @description The record's id. */
                readonly id: components["parameters"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The transaction. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TransactionAnswer"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["UnauthorizedHmac"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Deleted"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly setUserApiKey: {
        readonly parameters: {
            readonly query?: {
                /** @description Who made the integration. Required here or in the header. */
                readonly "developer-id"?: components["parameters"]["DeveloperIdQuery"];
            };
            readonly header?: {
                /** @description Who made the integration. Required here or in the query, with every method; if it is in both they must agree. */
                readonly "developer-id"?: components["parameters"]["DeveloperId"];
            };
            readonly path: {
                /** @description The record's id. */
                readonly id: components["parameters"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["SetUserApiKey"];
            };
        };
        readonly responses: {
            /** @description The key, as it was sent. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["UserApiKeyAnswer"];
                };
            };
            readonly 400: components["responses"]["BadRequestBody"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly generateUserApiKey: {
        readonly parameters: {
            readonly query?: {
                /** @description Who made the integration. Required here or in the header. */
                readonly "developer-id"?: components["parameters"]["DeveloperIdQuery"];
            };
            readonly header?: {
                /** @description Who made the integration. Required here or in the query, with every method; if it is in both they must agree. */
                readonly "developer-id"?: components["parameters"]["DeveloperId"];
            };
            readonly path: {
                /** @description The record's id. */
                readonly id: components["parameters"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The new key. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["UserApiKeyAnswer"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly enterByLink: {
        readonly parameters: {
            readonly query?: {
                /** @description Who made the integration. Required here or in the header. */
                readonly "developer-id"?: components["parameters"]["DeveloperIdQuery"];
                /** @description The object in hexadecimal. Required, unless there is `e_data`. */
                readonly data?: string;
                /** @description The encrypted object in hexadecimal. Required, unless there is `data`. */
                readonly e_data?: string;
            };
            readonly header?: {
                /** @description Who made the integration. Required here or in the query, with every method; if it is in both they must agree. */
                readonly "developer-id"?: components["parameters"]["DeveloperId"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 302: components["responses"]["SignedOn"];
            readonly 400: components["responses"]["BadDeveloper"];
            readonly 401: components["responses"]["UnauthorizedLink"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
            readonly default: components["responses"]["Other"];
        };
    };
    readonly enterByForm: {
        readonly parameters: {
            readonly query?: {
                /** @description Who made the integration. Required here or in the header. */
                readonly "developer-id"?: components["parameters"]["DeveloperIdQuery"];
            };
            readonly header?: {
                /** @description Who made the integration. Required here or in the query, with every method; if it is in both they must agree. */
                readonly "developer-id"?: components["parameters"]["DeveloperId"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/x-www-form-urlencoded": components["schemas"]["LinkForm"];
            };
        };
        readonly responses: {
            readonly 302: components["responses"]["SignedOn"];
            readonly 400: components["responses"]["BadDeveloperOrBody"];
            readonly 401: components["responses"]["UnauthorizedLink"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
            readonly default: components["responses"]["Other"];
        };
    };
    readonly showPortal: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Page"];
            /** @description Two credentials. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Nobody is signed on. */
            readonly 401: {
                headers: {
                    readonly "WWW-Authenticate": components["headers"]["Challenge"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            readonly 403: components["responses"]["Forbidden"];
            readonly 429: components["responses"]["TooManyRequests"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly authorize: {
        readonly parameters: {
            readonly query?: {
                /** @description Required. Always `code`. */
                readonly response_type?: string;
                /** @description Required. The client's id. */
                readonly client_id?: string;
                /** @description Where to go on, exactly as registered. Required, since the clients here have more than one. */
                readonly redirect_uri?: string;
                /** @description What the client wants to do, separated by spaces. Without it, all that the client may. */
                readonly scope?: string;
                /** @description Anything; it comes back unchanged. Recommended, against forged redirects. */
                readonly state?: string;
                /** @description PKCE challenge (RFC 7636 §4.2). */
                readonly code_challenge?: string;
                /** @description `S256` or `plain`. */
                readonly code_challenge_method?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["ConsentPage"];
            readonly 302: components["responses"]["BackToClient"];
            /** @description An error page; the person is sent nowhere. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
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
                readonly "application/x-www-form-urlencoded": components["schemas"]["ConsentDecision"];
            };
        };
        readonly responses: {
            /** @description Back to the client, with a code or with `error=access_denied`. */
            readonly 303: {
                headers: {
                    readonly Location: components["headers"]["Location"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description An error page; the form was answered before, is too old, was never shown, or cannot be read. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
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
                readonly "application/x-www-form-urlencoded": components["schemas"]["OAuthTokenRequest"];
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
                    readonly "application/json": components["schemas"]["OAuthToken"];
                };
            };
            /** @description The request or what it brings is no good. */
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
            /** @description The client is unknown, or its authentication failed. */
            readonly 401: {
                headers: {
                    readonly "WWW-Authenticate": components["headers"]["Challenge"];
                    readonly "Cache-Control": components["headers"]["NoStore"];
                    readonly Pragma: components["headers"]["NoCache"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["OAuthError"];
                };
            };
            readonly 405: components["responses"]["MethodNotAllowed"];
            /** @description The body is too large. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["OAuthError"];
                };
            };
            /** @description The body is not a form. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["OAuthError"];
                };
            };
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
            /** @description The metadata. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AuthorizationServerMetadata"];
                };
            };
            readonly 404: components["responses"]["NotFound"];
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
            readonly 404: components["responses"]["NotFound"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
}
