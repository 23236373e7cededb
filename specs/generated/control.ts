// Generated from specs/control.yaml by `npm run generate`. Do not edit.

export interface paths {
    readonly "/": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List what can be asked here
         * @description A browser gets the console instead.
         */
        readonly get: operations["getIndex"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/health": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Say that the server is up
         * @description Answers as soon as requests are answered at all; for readiness probes.
         */
        readonly get: operations["getHealth"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/contracts": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the contracts that are served
         * @description Each with its base URL in the sandbox; point a client there and change nothing else.
         */
        readonly get: operations["listContracts"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/sandboxes": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the sandboxes
         * @description The sandbox `default` is always among them.
         */
        readonly get: operations["listSandboxes"];
        readonly put?: never;
        /**
         * Create a sandbox
         * @description It starts like `default` did: the same people and keys, and with the same seed the same records. The tokens, codes
         *     and identifiers that it makes are its own; those of a deleted sandbox of the same name never come again.
         *     Its contracts stand below `/~<sandbox>/`. Sandboxes that nobody asked for a day (`--sandbox-idle`) end first.
         */
        readonly post: operations["createSandbox"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/sandboxes/{sandbox}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /**
                 * @description The sandbox's name.
                 * @example ci-7
                 */
                readonly sandbox: components["parameters"]["SandboxName"];
            };
            readonly cookie?: never;
        };
        /**
         * Get a sandbox
         * @description Its seed and its base URLs.
         */
        readonly get: operations["getSandbox"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Delete a sandbox
         * @description Forgets the sandbox and all its state. The sandbox `default` cannot be deleted; reset it instead.
         */
        readonly delete: operations["deleteSandbox"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/reset": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Put a sandbox back to how it started
         * @description State, clock, settings, inbox and journal. People, keys and records are those of the start again. What was given out
         *     before (tokens, codes, one-time passwords, sessions, identifiers) is refused from then on, and never given out again.
         */
        readonly post: operations["resetSandbox"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/clock": {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read the clock
         * @description What every time rule of the sandbox takes for the present.
         */
        readonly get: operations["getClock"];
        /**
         * Set or freeze the clock
         * @description It goes on from the instant given, unless frozen. Every time rule obeys at once.
         *
         *     The client's own clock does not move with it. A client that looks at its own clock before it uses a token (most
         *     OAuth libraries renew a token a little before `expires_in` has passed) still takes its token for fresh. To have
         *     such a client renew, give tokens a short life: `PATCH /settings/{contract}` with `token_lifetime`.
         */
        readonly put: operations["setClock"];
        readonly post?: never;
        /**
         * Go back to real time
         * @description Also releases a frozen clock.
         */
        readonly delete: operations["resetClock"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/clock/advance": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Move the clock by a span
         * @description Forwards, or backwards with a minus sign; also when frozen. It stops at 1970 and at the end of the year 9999. The
         *     client's own clock stays where it is: see `PUT /clock`.
         */
        readonly post: operations["advanceClock"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/credentials/{contract}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Get everything a client needs
         * @description Base URL, tenants, clients with their secrets, users with their passwords, keys, private halves of assertion keys,
         *     and where in a request each credential goes. All of it is for tests and works nowhere else.
         */
        readonly get: operations["getCredentials"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/operations/{contract}": {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
            };
            readonly cookie?: never;
        };
        /**
         * List the operations of a contract
         * @description In the order of the contract.
         */
        readonly get: operations["listOperations"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/operations/{contract}/{operation}": {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
                /**
                 * @description The operation's id in the contract.
                 * @example listOrders
                 */
                readonly operation: components["parameters"]["OperationId"];
            };
            readonly cookie?: never;
        };
        /**
         * Get what an operation takes and answers
         * @description Parameters and bodies with values to begin with, the credentials that it takes, and its answers.
         */
        readonly get: operations["getOperation"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/operations/{contract}/{operation}/request": {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
                /**
                 * @description The operation's id in the contract.
                 * @example listOrders
                 */
                readonly operation: components["parameters"]["OperationId"];
            };
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Make a request ready to be sent
         * @description Puts parameters and credentials where the contract has them, and signs where it wants a signature, by the sandbox's
         *     clock. Nothing is sent: a client that is refused can be held against what would have passed.
         */
        readonly post: operations["prepareRequest"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/keys/{contract}": {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
            };
            readonly cookie?: never;
        };
        /**
         * List the keys
         * @description Blocked ones too, deleted ones not; oldest first. A secret is shown for as long as the contract says.
         */
        readonly get: operations["listKeys"];
        readonly put?: never;
        /**
         * Create a key
         * @description The answer carries the secret, whatever the contract's rules about showing it later. A key for a platform (an
         *     integration key) needs a name, and a role where the credential has roles.
         */
        readonly post: operations["createKey"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/keys/{contract}/{credential}/{id}": {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
                /**
                 * @description A key credential's name in the contract's `x-credentials`.
                 * @example app_keys
                 */
                readonly credential: components["parameters"]["Credential"];
                /**
                 * @description The key's id (the public half of a pair, the label of a lone key).
                 * @example 2c1f9a60-5a3e-4c0d-9b1e-0b5b1f7a2d11
                 */
                readonly id: components["parameters"]["KeyId"];
            };
            readonly cookie?: never;
        };
        /**
         * Get a key
         * @description Its secret is null, and `secret_hidden` true, once the contract no longer shows it.
         */
        readonly get: operations["getKey"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Delete a key
         * @description It stops working at once; tokens that were acquired with it go on for as long as the contract says.
         */
        readonly delete: operations["deleteKey"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/keys/{contract}/{credential}/{id}/block": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Block a key
         * @description It stops working at once until it is unblocked. Blocking a blocked key changes nothing.
         */
        readonly post: operations["blockKey"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/keys/{contract}/{credential}/{id}/unblock": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Unblock a key
         * @description It works again. Unblocking an active key changes nothing.
         */
        readonly post: operations["unblockKey"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/keys/{contract}/{credential}/{id}/regenerate": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Replace a key's secret
         * @description The answer carries the new secret. The old one stops working at once, or goes on for `overlap` where the contract lets
         *     it (`rotation` of the credential).
         */
        readonly post: operations["regenerateKey"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/clients/{contract}": {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
            };
            readonly cookie?: never;
        };
        /**
         * List the clients
         * @description The contract's own first, then those made here, oldest first.
         */
        readonly get: operations["listClients"];
        readonly put?: never;
        /**
         * Create a client
         * @description An OAuth client of a tenant. Id and secret are made up where the request names none; with
         *     `token_endpoint_auth_method: none` the client is public and has no secret. Without `scopes` it may ask for every
         *     scope of the contract.
         */
        readonly post: operations["createClient"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/clients/{contract}/{client_id}": {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
                /**
                 * @description The client's id.
                 * @example my-app
                 */
                readonly client_id: components["parameters"]["ClientId"];
            };
            readonly cookie?: never;
        };
        /**
         * Get a client
         * @description As it stands now.
         */
        readonly get: operations["getClient"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Delete a client
         * @description Its tokens and codes die with it, for good: another client with the same id does not revive them.
         */
        readonly delete: operations["deleteClient"];
        readonly options?: never;
        readonly head?: never;
        /**
         * Change a client
         * @description Fields that are absent stay as they are; null takes a field away. Its tokens live on: they carry the scopes they were
         *     granted.
         */
        readonly patch: operations["changeClient"];
        readonly trace?: never;
    };
    readonly "/users/{contract}": {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
            };
            readonly cookie?: never;
        };
        /**
         * List the users
         * @description The contract's own first, then those made here, oldest first.
         */
        readonly get: operations["listUsers"];
        readonly put?: never;
        /**
         * Create a user
         * @description A person of a tenant, who can sign in where the contract has a log-in, and whom authorization requests can speak
         *     for. An id is made up where the request names none.
         */
        readonly post: operations["createUser"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/users/{contract}/{user_id}": {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
                /**
                 * @description The user's id.
                 * @example grace
                 */
                readonly user_id: components["parameters"]["UserId"];
            };
            readonly cookie?: never;
        };
        /**
         * Get a user
         * @description As it stands now.
         */
        readonly get: operations["getUser"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Delete a user
         * @description Sessions, tokens and codes that speak for the user die too, for good. A user whose keys are still there is not
         *     deleted: delete the keys first.
         */
        readonly delete: operations["deleteUser"];
        readonly options?: never;
        readonly head?: never;
        /**
         * Change a user
         * @description Fields that are absent stay as they are; null takes a field away.
         */
        readonly patch: operations["changeUser"];
        readonly trace?: never;
    };
    readonly "/tenants/{contract}": {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
            };
            readonly cookie?: never;
        };
        /**
         * List the tenants
         * @description The contract's own first, then those made here, oldest first.
         */
        readonly get: operations["listTenants"];
        readonly put?: never;
        /**
         * Create a tenant
         * @description An organisation, merchant or project. It starts with records of its own, and with no client, user or key: make those
         *     next.
         */
        readonly post: operations["createTenant"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/tenants/{contract}/{tenant_id}": {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
                /**
                 * @description The tenant's id.
                 * @example acme-south
                 */
                readonly tenant_id: components["parameters"]["TenantId"];
            };
            readonly cookie?: never;
        };
        /**
         * Get a tenant
         * @description As it stands now.
         */
        readonly get: operations["getTenant"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Delete a tenant
         * @description Only one that has no client, user or key any more can be deleted.
         */
        readonly delete: operations["deleteTenant"];
        readonly options?: never;
        readonly head?: never;
        /**
         * Change a tenant
         * @description Fields that are absent stay as they are; null takes a field away.
         */
        readonly patch: operations["changeTenant"];
        readonly trace?: never;
    };
    readonly "/faults": {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description Only those of this contract.
                 * @example acme
                 */
                readonly contract?: components["parameters"]["OfContract"];
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the faults
         * @description In the order in which they are tried; the first that fits a request meets it.
         */
        readonly get: operations["listFaults"];
        readonly put?: never;
        readonly post?: never;
        /**
         * End all faults
         * @description A reset ends them too.
         */
        readonly delete: operations["clearFaults"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/faults/{contract}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Add a fault
         * @description From the next request on, those that fit are answered late, by another status, or not at all. A status comes in the
         *     provider's own error shape. No state is touched where a fault answers instead of the provider; with `after` the
         *     request takes effect, and only its answer is lost, as when a connection ends too early. A fault may be late and do
         *     something besides.
         */
        readonly post: operations["addFault"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/faults/{contract}/{fault}": {
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
         * End a fault
         * @description Requests that it has met already stay as they were answered.
         */
        readonly delete: operations["deleteFault"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/webhooks": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List deliveries of webhooks
         * @description What was sent, is to be sent again, or was not sent, of every contract: the newest 1,000 of each, oldest first. Log-out
         *     tokens for clients with a `backchannel_logout_uri` are among them, and are tried again after 5 and after 30 seconds. A
         *     `refused` one was not sent because of its address; `next_attempt_at` is on the sandbox's clock, and moving the clock
         *     past it sends it.
         */
        readonly get: operations["listDeliveries"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/webhooks/{contract}/{delivery}/redeliver": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Send a webhook again
         * @description Sends it now, whatever became of it, with the same id and body and a signature of its own; after a failed attempt with
         *     all retries. One that is being sent is left alone (409). `as` sends it once in another manner, to try a receiver with,
         *     and leaves its status: `replayed` repeats the last attempt to the byte, timestamp and signature too; `tampered` has
         *     another body than is signed; `late` is signed an hour ago; `duplicate` comes twice in a row; `unsigned` has no
         *     signature; `wrong_secret` is signed with another secret.
         */
        readonly post: operations["redeliver"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/signing-keys/{contract}": {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
            };
            readonly cookie?: never;
        };
        /**
         * List the keys that sign tokens
         * @description The one that signs now, and those before it that are still published.
         */
        readonly get: operations["listSigningKeys"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/signing-keys/{contract}/rotate": {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
            };
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Replace the keys that sign tokens
         * @description From now on another key signs. The one before stays in the JWK Set for the overlap, an ISO 8601 duration on the
         *     sandbox's clock; default an hour.
         */
        readonly post: operations["rotateSigningKeys"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/settings/{contract}": {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
            };
            readonly cookie?: never;
        };
        /**
         * Get the settings
         * @description What differs from the contract; null (or an empty object) is the contract's own.
         */
        readonly get: operations["getSettings"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /**
         * Change settings
         * @description Fields that are absent stay as they are; null puts a field back to how it started.
         */
        readonly patch: operations["changeSettings"];
        readonly trace?: never;
    };
    readonly "/quotas/{contract}": {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
            };
            readonly cookie?: never;
        };
        /**
         * See how much of the quotas is used
         * @description Each window of each class that is in force, and what those used of it who sent the newest 1,000 requests of the
         *     contract. Looking counts as no request.
         */
        readonly get: operations["listQuotas"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/grade": {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Judge the client by the journal
         * @description What `tollgate grade` tells: each rule of a good client, whether the requests of the journal keep it, and what
         *     shows that. Only a server that `tollgate mock` has started judges; 404 from any other.
         */
        readonly get: operations["getReportCard"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/verify": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * See the conformance run
         * @description The run that is under way, else the last one. Only a server that `tollgate mock` has started in one process checks
         *     contracts; 404 from any other.
         */
        readonly get: operations["getConformanceRun"];
        readonly put?: never;
        /**
         * Check a contract of this server
         * @description Does what `tollgate verify <contract> --base-url` does, in a process beside the server. Each check has a sandbox of
         *     its own (`suite-…`), which ends with it; no other sandbox changes. One run at a time, of a quarter of an hour at
         *     most.
         */
        readonly post: operations["startConformanceRun"];
        /**
         * Cancel the run that is under way
         * @description What its checks have found by then is kept.
         */
        readonly delete: operations["cancelConformanceRun"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/otp": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List one-time passwords and links
         * @description Oldest first. The inbox keeps the newest thousand.
         */
        readonly get: operations["listMessages"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/otp/latest": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Get the latest one-time password
         * @description 404 where none fits; to wait for one, use `/otp/wait`.
         */
        readonly get: operations["getLatestMessage"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/otp/wait": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Wait for a one-time password
         * @description Answers at once with the latest that fits, or with the first to arrive within `timeout`; 204 if none does. Give
         *     `after` the id of the last message seen to wait for a newer one. The time-out is in real seconds, whatever the
         *     sandbox's clock says.
         */
        readonly get: operations["waitForMessage"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/journal": {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read the journal
         * @description The newest entries that fit, newest first. Secrets were taken out before anything was written.
         */
        readonly get: operations["listJournal"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Empty the journal
         * @description Ids go on counting, so that `after` still works.
         */
        readonly delete: operations["clearJournal"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/journal/{id}": {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description The entry's id, as an answer has it in `x-tollgate-request`; `last` is the newest, and `refused` the newest refusal.
                 * @example 7
                 */
                readonly id: components["parameters"]["EntryId"];
            };
            readonly cookie?: never;
        };
        /**
         * Explain one request
         * @description Everything that is known of a request: what was sent and answered, who called, which guards let it pass and which
         *     did not, and of a refusal the rule, the line of the contract, and what to do next. Headers, bodies and the finding
         *     are kept of the newest requests only: of a thousand at once, and of a flood of some each second.
         */
        readonly get: operations["getJournalEntry"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/journal/events": {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Follow the journal
         * @description Entries as they are written, as server-sent events: one event of type `entry` each, whose data is the entry as in
         *     the list and whose id is the entry's. A client that connects again with `Last-Event-ID`, or gives `after`, misses none
         *     that is still kept.
         */
        readonly get: operations["followJournal"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/journal/har": {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Export the journal as HAR
         * @description An HTTP archive 1.2, which browsers and HTTP clients open: the entries that fit and whose headers and bodies are
         *     still kept, oldest first. Secrets are taken out.
         */
        readonly get: operations["exportJournal"];
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
        /** @description Problem details (RFC 9457). */
        readonly Problem: {
            /** @constant */
            readonly type: "about:blank";
            /** @description The status in words. */
            readonly title: string;
            readonly status: number;
            /** @description What is wrong, where, and how to mend it. */
            readonly detail: string;
        };
        readonly Nothing: Record<string, never>;
        readonly Index: {
            /** @description What each does, by method and path. The path is from the root of the server; `{name}` is a parameter. */
            readonly operations: {
                readonly [key: string]: string;
            };
        };
        readonly Health: {
            /** @constant */
            readonly status: "ok";
            /** @description How many contracts are served. */
            readonly contracts: number;
            /** @description How many sandboxes there are. */
            readonly sandboxes: number;
        };
        readonly ContractList: {
            readonly contracts: readonly components["schemas"]["ContractSummary"][];
        };
        readonly ContractSummary: {
            /** @description As in the base URL, and wherever the control plane wants a contract. */
            readonly name: string;
            readonly title: string;
            /**
             * Format: uri
             * @description Where a contract has a port of its own (`--port-per-contract`), the root of that.
             */
            readonly base_url: string;
            /** @description How many operations it has. */
            readonly operations: number;
        };
        /** @description Contract → base URL in this sandbox. */
        readonly BaseUrls: {
            readonly [key: string]: string;
        };
        readonly Sandbox: {
            readonly name: string;
            /** @description What all its randomness comes from. */
            readonly seed: string;
            readonly base_urls: components["schemas"]["BaseUrls"];
        };
        readonly SandboxList: {
            readonly sandboxes: readonly components["schemas"]["Sandbox"][];
        };
        readonly NewSandbox: {
            /** @description Lower-case letters, digits and hyphens, at most 63. Without one, a name is made up. */
            readonly name?: string;
            /** @description What all its randomness comes from; without one, the seed of `default`. */
            readonly seed?: string | number;
        };
        readonly Clock: {
            /**
             * Format: date-time
             * @description The present instant, to the second.
             */
            readonly now: string;
            /** @description The same, in milliseconds since 1970. */
            readonly epoch_ms: number;
            /** @description Whether time stands still. */
            readonly frozen: boolean;
            /** @description Where the clock was moved or stopped: what that does not change. */
            readonly note?: string;
        };
        readonly ClockChange: {
            /**
             * Format: date-time
             * @description An ISO 8601 instant from 1970 to 9999 with its offset: `2030-01-01T00:00:00Z`. Without it, the present.
             */
            readonly now?: string;
            /** @description Stops (true) or releases (false) the clock; without it, as before. */
            readonly frozen?: boolean;
        };
        readonly ClockAdvance: {
            /** @description An ISO 8601 duration (`PT15M`) or a short one (`15m`, `1h30m`); with a minus sign in front, backwards. */
            readonly by: string;
        };
        /** @description A symmetric JSON Web Key (RFC 7518 §6.4). */
        readonly SecretKey: {
            /** @description The tokens that it signs. */
            readonly credential: string;
            /** @constant */
            readonly kty: "oct";
            /** @constant */
            readonly alg: "HS256";
            /** @description As in the header of the tokens. */
            readonly kid: string;
            /**
             * Format: password
             * @description The key, in base64url.
             */
            readonly k: string;
        };
        readonly CredentialSheet: {
            readonly contract: string;
            readonly title: string;
            readonly sandbox: string;
            /** Format: uri */
            readonly base_url: string;
            readonly tenants: readonly components["schemas"]["Tenant"][];
            readonly developers: readonly components["schemas"]["Developer"][];
            /** @description Ways in which OAuth clients of this contract may authenticate; empty where it has none. */
            readonly client_authentication: readonly components["schemas"]["TokenEndpointAuthMethod"][];
            readonly clients: readonly components["schemas"]["Client"][];
            readonly users: readonly components["schemas"]["User"][];
            readonly keys: readonly components["schemas"]["Key"][];
            /** @description Secret keys that the contract's tokens are signed with (HS256), so that you can check them yourself. Those of RS256 and ES256 are at the JWKS endpoint. */
            readonly signing_keys: readonly components["schemas"]["SecretKey"][];
            /** @description Every way to present each credential. */
            readonly presented: readonly components["schemas"]["Presentation"][];
            /** @description Parameters that say for whom and in which version a call is made. */
            readonly identifiers: readonly components["schemas"]["IdentifierUse"][];
            /** @description A curl line that works when pasted; null where no key is left that it could take. */
            readonly example: string | null;
            /** @description The operation that the line asks. */
            readonly example_operation?: string;
        };
        readonly Tenant: {
            readonly id: string;
            readonly name?: string;
            /** @description This tenant demands a credential where the contract makes one optional. */
            readonly require_token?: boolean;
            /** @description What its webhooks are signed with, where the contract signs them; the private key as PEM, where a key pair signs. */
            readonly webhook_secret?: string;
            /** @description What receivers check them with, where a key pair signs: the public key as PEM. */
            readonly webhook_public_key?: string;
            readonly profile?: components["schemas"]["Profile"];
        };
        readonly Developer: {
            readonly id: string;
            readonly name?: string;
            /**
             * Format: password
             * @description 64 hex digits: the AES-256 key of encrypted sign-on links.
             */
            readonly encryption_key?: string;
        };
        readonly Client: {
            readonly client_id: string;
            /**
             * Format: password
             * @description Null for public clients.
             */
            readonly client_secret: string | null;
            /** @description An inactive client gets no tokens, and those that it has are dead. */
            readonly active: boolean;
            readonly name?: string;
            readonly tenant: string;
            readonly grants: readonly string[];
            readonly scopes: readonly string[];
            readonly redirect_uris: readonly string[];
            readonly post_logout_redirect_uris?: components["schemas"]["RedirectUris"];
            readonly backchannel_logout_uri?: components["schemas"]["BackchannelLogoutUri"];
            readonly frontchannel_logout_uri?: components["schemas"]["FrontchannelLogoutUri"];
            readonly response_types?: components["schemas"]["ResponseTypes"];
            readonly subject_type?: components["schemas"]["SubjectType"];
            readonly userinfo_signed_response_alg?: components["schemas"]["UserinfoAlgorithm"];
            /** @description Whether its authorization requests must be pushed first (RFC 9126 §6). */
            readonly require_pushed_authorization_requests?: boolean;
            /** @description CIDR ranges; calls from elsewhere are refused. */
            readonly allowed_addresses?: readonly string[];
            /** @description An ISO 8601 duration, where it differs from the contract. */
            readonly token_lifetime?: string;
            /** @description An ISO 8601 duration, where tokens for assertions have one of their own. */
            readonly jwt_bearer_lifetime?: string;
            /** @description The private key (a JWK) that this client signs assertions with. */
            readonly assertion_key?: components["schemas"]["PrivateKey"];
            readonly token_endpoint_auth_method?: components["schemas"]["TokenEndpointAuthMethod"];
            readonly jwks?: components["schemas"]["PublicKeys"];
            /** @description Where it publishes such keys. */
            readonly jwks_uri?: string;
            readonly dpop_bound_access_tokens?: components["schemas"]["DpopBoundAccessTokens"];
            readonly certificate?: components["schemas"]["ClientCertificate"];
            readonly tls_client_auth_subject_dn?: components["schemas"]["CertificateName"];
            readonly tls_client_auth_san_dns?: components["schemas"]["CertificateName"];
            readonly tls_client_auth_san_uri?: components["schemas"]["CertificateName"];
            readonly tls_client_auth_san_ip?: components["schemas"]["CertificateName"];
            readonly tls_client_auth_san_email?: components["schemas"]["CertificateName"];
            readonly tls_client_certificate_bound_access_tokens?: components["schemas"]["CertificateBoundAccessTokens"];
            /** @description What this client is for. */
            readonly note?: string;
        };
        /**
         * @description The one way in which it authenticates (RFC 7591 §2); without it, any that the endpoint takes.
         * @enum {string}
         */
        readonly TokenEndpointAuthMethod: "client_secret_basic" | "client_secret_post" | "private_key_jwt" | "client_secret_jwt" | "tls_client_auth" | "self_signed_tls_client_auth" | "none";
        /** @description Whether its token requests need a DPoP proof (RFC 9449 §5.2). */
        readonly DpopBoundAccessTokens: boolean;
        /** @description Whether its token requests need a connection with its certificate (RFC 8705 §3.4). */
        readonly CertificateBoundAccessTokens: boolean;
        /** @description What its certificate says of it (RFC 8705 §2.1.2). */
        readonly CertificateName: string;
        /** @description The certificate that a client connects with, and its private key, both in PEM. */
        readonly ClientCertificate: {
            readonly cert: string;
            /** Format: password */
            readonly key: string;
        };
        /** @description The public keys (a JWK Set, RFC 7517 §5) that the JWTs which it signs are checked with. */
        readonly PublicKeys: {
            /** @description One to ten of them. */
            readonly keys: readonly components["schemas"]["PublicKey"][];
        };
        /** @description A public JSON Web Key of type RSA or EC. A private one is refused. */
        readonly PublicKey: {
            /** @description RSA or EC. */
            readonly kty: string;
            /** @description Which key it is, where there are several. */
            readonly kid?: string;
            /** @description The one algorithm that it is for; without it, any that fits it. */
            readonly alg?: string;
        };
        /** @description Visible ASCII characters, without spaces. */
        readonly Id: string;
        /** @description Absolute URIs without a fragment; an application's own scheme will do. */
        readonly RedirectUris: readonly string[];
        /** @description Where logout tokens are posted to (OpenID Connect Back-Channel Logout §2.2). */
        readonly BackchannelLogoutUri: string;
        /** @description Where the browser is sent in a frame when the person signs out, with `iss` and `sid` (OpenID Connect Front-Channel Logout §2). */
        readonly FrontchannelLogoutUri: string;
        /** @description What its authorization requests may ask for (RFC 7591 §2); without it, all that the contract gives. */
        readonly ResponseTypes: readonly ("code" | "token" | "id_token" | "id_token token" | "code id_token" | "code token" | "code id_token token")[];
        /**
         * @description How `sub` names people to this client (OpenID Connect Core §8).
         * @enum {string}
         */
        readonly SubjectType: "public" | "pairwise";
        /**
         * @description UserInfo answers with a JWT, signed so; default JSON.
         * @enum {string}
         */
        readonly UserinfoAlgorithm: "RS256";
        readonly SigningKey: {
            /** @description Which key it is. */
            readonly kid: string;
            /** @enum {string} */
            readonly alg: "RS256" | "ES256" | "HS256";
            /** @description Whether tokens are signed with it now. */
            readonly signs: boolean;
            /**
             * Format: date-time
             * @description Of a key that was replaced: until when it is published.
             */
            readonly published_until?: string;
        };
        readonly SigningKeyList: {
            /** @description What signs now first. */
            readonly keys: readonly components["schemas"]["SigningKey"][];
        };
        readonly SigningKeyRotation: {
            readonly overlap?: components["schemas"]["TokenLifetime"];
        };
        /** @description An ISO 8601 duration such as PT15M, or seconds; at most 100 years. It is answered as an ISO 8601 duration. */
        readonly TokenLifetime: string | number;
        readonly NewClient: {
            readonly client_id?: components["schemas"]["Id"];
            /**
             * Format: password
             * @description Made up where it is absent and the client is not public.
             */
            readonly client_secret?: string;
            /** @description What people are shown of it. */
            readonly name?: string;
            /** @description Whose client it is. */
            readonly tenant: string;
            /** @description Ways in which it may ask for tokens. */
            readonly grants: readonly ("client_credentials" | "authorization_code" | "refresh_token" | "jwt_bearer" | "device_code" | "token_exchange" | "password")[];
            /** @description What it may ask for; without it, every scope of the contract. */
            readonly scopes?: readonly string[];
            readonly redirect_uris?: components["schemas"]["RedirectUris"];
            readonly post_logout_redirect_uris?: components["schemas"]["RedirectUris"];
            readonly backchannel_logout_uri?: components["schemas"]["BackchannelLogoutUri"];
            readonly frontchannel_logout_uri?: components["schemas"]["FrontchannelLogoutUri"];
            readonly response_types?: components["schemas"]["ResponseTypes"];
            readonly subject_type?: components["schemas"]["SubjectType"];
            readonly userinfo_signed_response_alg?: components["schemas"]["UserinfoAlgorithm"];
            /** @description Whether its authorization requests must be pushed first (RFC 9126 §6). */
            readonly require_pushed_authorization_requests?: boolean;
            /** @description IP addresses or CIDR ranges it may call from; without it, from anywhere. */
            readonly allowed_addresses?: readonly string[];
            readonly token_lifetime?: components["schemas"]["TokenLifetime"];
            readonly token_endpoint_auth_method?: components["schemas"]["TokenEndpointAuthMethod"];
            /**
             * @description Makes a key for JWT bearer assertions; the answer carries its private half.
             * @enum {string}
             */
            readonly assertion_key?: "ES256";
            readonly jwks?: components["schemas"]["PublicKeys"];
            /** @description Where it publishes such keys: a loopback URL, since the sandbox asks nobody but this machine. */
            readonly jwks_uri?: string;
            readonly dpop_bound_access_tokens?: components["schemas"]["DpopBoundAccessTokens"];
            /**
             * @description Makes a certificate that it connects with; the answer carries it and its key.
             * @enum {string}
             */
            readonly certificate_key?: "ES256";
            readonly tls_client_auth_subject_dn?: components["schemas"]["CertificateName"];
            readonly tls_client_auth_san_dns?: components["schemas"]["CertificateName"];
            readonly tls_client_auth_san_uri?: components["schemas"]["CertificateName"];
            readonly tls_client_auth_san_ip?: components["schemas"]["CertificateName"];
            readonly tls_client_auth_san_email?: components["schemas"]["CertificateName"];
            readonly tls_client_certificate_bound_access_tokens?: components["schemas"]["CertificateBoundAccessTokens"];
            /**
             * @description Whether it may ask for tokens.
             * @default true
             */
            readonly active?: boolean;
            /** @description What this client is for. */
            readonly note?: string;
        };
        readonly ClientChange: {
            /**
             * Format: password
             * @description Its secret, or null for none.
             */
            readonly client_secret?: string | null;
            /** @description What people are shown of it. */
            readonly name?: string | null;
            /** @description Whose client it is. */
            readonly tenant?: string;
            /** @description Ways in which it may ask for tokens. */
            readonly grants?: readonly ("client_credentials" | "authorization_code" | "refresh_token" | "jwt_bearer" | "device_code" | "token_exchange" | "password")[];
            /** @description What it may ask for. */
            readonly scopes?: readonly string[];
            readonly redirect_uris?: components["schemas"]["RedirectUris"];
            readonly post_logout_redirect_uris?: components["schemas"]["RedirectUris"];
            /** @description Where logout tokens are posted to; null for nowhere. */
            readonly backchannel_logout_uri?: components["schemas"]["BackchannelLogoutUri"] | null;
            /** @description Where the browser is sent in a frame when the person signs out; null for nowhere. */
            readonly frontchannel_logout_uri?: components["schemas"]["FrontchannelLogoutUri"] | null;
            /** @description What its authorization requests may ask for; null for all that the contract gives. */
            readonly response_types?: components["schemas"]["ResponseTypes"] | null;
            /** @description How `sub` names people to it; null for the contract's own way. */
            readonly subject_type?: components["schemas"]["SubjectType"] | null;
            /** @description What UserInfo is signed with; null for JSON. */
            readonly userinfo_signed_response_alg?: components["schemas"]["UserinfoAlgorithm"] | null;
            /** @description Whether its authorization requests must be pushed first; null is as the contract says. */
            readonly require_pushed_authorization_requests?: boolean | null;
            /** @description IP addresses or CIDR ranges it may call from; null is from anywhere. */
            readonly allowed_addresses?: readonly string[] | null;
            /** @description How long its access tokens live; null is as long as the contract says. */
            readonly token_lifetime?: components["schemas"]["TokenLifetime"] | null;
            /** @description How it authenticates at the token endpoint; null is as the contract says. */
            readonly token_endpoint_auth_method?: components["schemas"]["TokenEndpointAuthMethod"] | null;
            /**
             * @description Makes a key for JWT bearer assertions; the answer carries its private half.
             * @enum {string|null}
             */
            readonly assertion_key?: "ES256" | null;
            /** @description Its public keys for the JWTs that it signs; null is none. */
            readonly jwks?: components["schemas"]["PublicKeys"] | null;
            /** @description Where it publishes such keys: a loopback URL; null is nowhere. */
            readonly jwks_uri?: string | null;
            /** @description Whether its token requests need a DPoP proof; null as the contract says. */
            readonly dpop_bound_access_tokens?: components["schemas"]["DpopBoundAccessTokens"] | null;
            /**
             * @description Makes a certificate that it connects with; the answer carries it and its key.
             * @enum {string|null}
             */
            readonly certificate_key?: "ES256" | null;
            /** @description What its certificate says of it; null for nothing. */
            readonly tls_client_auth_subject_dn?: components["schemas"]["CertificateName"] | null;
            /** @description What its certificate says of it; null for nothing. */
            readonly tls_client_auth_san_dns?: components["schemas"]["CertificateName"] | null;
            /** @description What its certificate says of it; null for nothing. */
            readonly tls_client_auth_san_uri?: components["schemas"]["CertificateName"] | null;
            /** @description What its certificate says of it; null for nothing. */
            readonly tls_client_auth_san_ip?: components["schemas"]["CertificateName"] | null;
            /** @description What its certificate says of it; null for nothing. */
            readonly tls_client_auth_san_email?: components["schemas"]["CertificateName"] | null;
            /** @description Whether its token requests need a certificate; null as the contract says. */
            readonly tls_client_certificate_bound_access_tokens?: components["schemas"]["CertificateBoundAccessTokens"] | null;
            /** @description Whether it may ask for tokens. */
            readonly active?: boolean;
            /** @description What this client is for. */
            readonly note?: string | null;
        };
        readonly ClientList: {
            readonly clients: readonly components["schemas"]["Client"][];
        };
        readonly NewUser: {
            readonly id?: components["schemas"]["Id"];
            /** @description Whose user it is. */
            readonly tenant: string;
            /** @description Full name. */
            readonly name?: string;
            /** @description What the user signs in with. */
            readonly username?: string;
            /**
             * Format: password
             * @description What the user signs in with.
             */
            readonly password?: string;
            /** @description Whose site the user signs in at, where the log-in asks for it. */
            readonly domain?: string;
            readonly profile?: components["schemas"]["Profile"];
        };
        readonly UserChange: {
            /** @description Full name. */
            readonly name?: string | null;
            /** @description What the user signs in with. */
            readonly username?: string | null;
            /**
             * Format: password
             * @description What the user signs in with.
             */
            readonly password?: string | null;
            /** @description Whose site the user signs in at, where the log-in asks for it. */
            readonly domain?: string | null;
            /** @description What the contract's profile and log-in answers say beside; null is nothing. */
            readonly profile?: components["schemas"]["Profile"] | null;
        };
        readonly UserList: {
            readonly users: readonly components["schemas"]["User"][];
        };
        /** @description What the contract's profile and log-in answers say beside. */
        readonly Profile: Record<string, never>;
        readonly NewTenant: {
            readonly id: components["schemas"]["Id"];
            /** @description What people are shown of it. */
            readonly name?: string;
            /** @description This tenant demands a credential where the contract makes one optional. */
            readonly require_token?: boolean;
            readonly profile?: components["schemas"]["Profile"];
        };
        readonly TenantChange: {
            /** @description What people are shown of it. */
            readonly name?: string | null;
            /** @description This tenant demands a credential where the contract makes one optional. */
            readonly require_token?: boolean | null;
            /** @description What the contract's profile and log-in answers say beside; null is nothing. */
            readonly profile?: components["schemas"]["Profile"] | null;
        };
        readonly TenantList: {
            readonly tenants: readonly components["schemas"]["Tenant"][];
        };
        /** @description An EC private key as a JSON Web Key (RFC 7517). */
        readonly PrivateKey: {
            /** @constant */
            readonly kty: "EC";
            /** @constant */
            readonly crv: "P-256";
            readonly x: string;
            readonly y: string;
            /** Format: password */
            readonly d: string;
            /** @constant */
            readonly alg: "ES256";
        };
        readonly User: {
            readonly id: string;
            readonly tenant: string;
            readonly name?: string;
            readonly username?: string;
            /** Format: password */
            readonly password?: string;
            readonly domain?: string;
            /** @description Authenticators that are enrolled at start, by their names: the secret in base32, and of one that counts the counter of its next code. */
            readonly authenticators?: {
                readonly [key: string]: {
                    /** Format: password */
                    readonly secret: string;
                    readonly counter?: number;
                };
            };
            readonly profile?: components["schemas"]["Profile"];
        };
        readonly Key: {
            /** @description The credential's name in the contract. */
            readonly credential: string;
            /** @description The public half of a pair, the label of a lone key. */
            readonly id: string;
            /**
             * Format: password
             * @description Of a key pair that signs, the private key as PEM. Null where the contract no longer shows it, or the sandbox never knew it.
             */
            readonly secret: string | null;
            readonly secret_hidden: boolean;
            /** @description Of a key pair that signs: the public key, as PEM. Where its owner made the pair, the secret is null. */
            readonly public_key?: string;
            readonly certificate?: components["schemas"]["ClientCertificate"];
            readonly certificate_name?: components["schemas"]["KeyCertificateName"];
            readonly tenant: string;
            readonly user?: string;
            readonly name?: string;
            readonly role?: string;
            readonly platform?: string;
            /** @description What it may do, where that is not all. */
            readonly scopes?: readonly string[];
            /** @description CIDR ranges; calls from elsewhere are refused. */
            readonly allowed_addresses?: readonly string[];
            /** @description Whether it is the project's first key. */
            readonly primary: boolean;
            /** @enum {string} */
            readonly status: "active" | "blocked";
            /** Format: date-time */
            readonly created_at: string;
            /**
             * Format: date-time
             * @description When the secret before this one stops working, while it goes on.
             */
            readonly old_secret_until?: string;
            /** @description What this key is for. */
            readonly note?: string;
        };
        readonly KeyList: {
            readonly keys: readonly components["schemas"]["Key"][];
        };
        readonly Rotation: {
            /** @description How long the old secret goes on: `24h` or `P1D`; default what the contract says, which mostly is none. */
            readonly overlap?: string;
            readonly public_key?: components["schemas"]["RegisteredKey"];
        };
        /** @description Of a key of kind certificate: the one name by which its certificate is known; default the subject CN= and its id. */
        readonly KeyCertificateName: {
            /** @description The subject, as RFC 4514 writes it. */
            readonly subject_dn?: string;
            /** @description A host name among the alternative names. */
            readonly san_dns?: string;
            /** @description A URI among them. */
            readonly san_uri?: string;
            /** @description An IP address among them. */
            readonly san_ip?: string;
            /** @description An e-mail address among them. */
            readonly san_email?: string;
        };
        /** @description Of a credential that signs with key pairs: the public key of a pair that its owner made, as PEM or as a JWK; without it, the sandbox makes a pair and tells the private key. */
        readonly RegisteredKey: string | {
            readonly kty: string;
        };
        readonly NewKey: {
            /** @description A key credential's name in the contract. */
            readonly credential: string;
            /** @description Whose key it is. */
            readonly tenant: string;
            /** @description Its id, where the caller has one to keep; made up by default. */
            readonly id?: string;
            readonly public_key?: components["schemas"]["RegisteredKey"];
            readonly certificate?: components["schemas"]["KeyCertificateName"];
            /** @description The user of that tenant it stands for, if for one. */
            readonly user?: string;
            /** @description What it is for. */
            readonly name?: string;
            /** @description A role of the credential; without one it may do everything. */
            readonly role?: string;
            /** @description The platform it is made for, if it is an integration key. */
            readonly platform?: string;
            /**
             * @description Whether it is the primary key of its tenant, whose first secret is shown for longer. There is one at a time.
             * @default false
             */
            readonly primary?: boolean;
            /** @description What it may do, where that is not all. */
            readonly scopes?: readonly string[];
            /** @description IP addresses or CIDR ranges it may be used from; without it, from anywhere. */
            readonly allowed_addresses?: readonly string[];
        };
        readonly Presentation: {
            readonly credential: string;
            /** @enum {string} */
            readonly kind: "api_key" | "key_pair" | "hmac" | "signature" | "certificate" | "token" | "session";
            readonly title?: string;
            readonly parts: readonly components["schemas"]["PresentedPart"][];
        };
        readonly PresentedPart: {
            /** @enum {string} */
            readonly part: "id" | "secret" | "basic" | "signature" | "timestamp" | "nonce" | "signed_headers" | "expires" | "signature_input";
            /**
             * @description `authorization` is the Authorization header.
             * @enum {string}
             */
            readonly in: "header" | "query" | "cookie" | "authorization";
            /** @description Of the header, parameter or cookie; for `authorization`, the scheme. */
            readonly name: string;
            /** @description For `authorization`: the parameter of the header that carries this part. */
            readonly parameter?: string;
        };
        readonly IdentifierUse: {
            /** @enum {string} */
            readonly kind: "tenant" | "developer" | "version" | "origin";
            /** @enum {string} */
            readonly in: "path" | "query" | "header" | "cookie";
            readonly name: string;
            /** @description What is accepted; for an origin, the allow-list. */
            readonly values?: readonly string[];
        };
        readonly RateLimit: {
            /** @description Requests per window; null is no limit. */
            readonly limit: number | null;
            /** @description Seconds that the window lasts. */
            readonly window_seconds: number;
        };
        readonly RateLimitChange: {
            /** @description Requests per window; null is no limit. */
            readonly limit: number | null;
            /** @description Seconds that the window lasts, or a duration such as `PT1H` or `1h`; without it, the window in force. */
            readonly window_seconds?: number | string;
        } | null;
        readonly Settings: {
            /**
             * @description How authorization requests are answered: by the contract's choice, a page for a person, or approval at once.
             * @enum {string}
             */
            readonly consent: "contract" | "page" | "headless";
            readonly otp_threshold: components["schemas"]["OtpThreshold"];
            /** @description Seconds that access tokens live; null is the contract's. A client that looks at its own clock is made to renew its token by this, not by moving the sandbox's clock. */
            readonly token_lifetime: number | null;
            /** @description Seconds for which a refresh token that was traded in is still answered, where refresh tokens rotate; null is the contract's. */
            readonly reuse_leeway: number | null;
            /**
             * @description Whose time stands in the Date header of answers: that of the sandbox's clock, or this machine's.
             * @enum {string}
             */
            readonly date_header: "sandbox" | "machine";
            /** @description Quotas by class, over the contract's: each has one window, whatever the contract's has. */
            readonly rate_limits: {
                readonly [key: string]: components["schemas"]["RateLimit"];
            };
            /** @description The plan whose figures apply; null is the contract's. */
            readonly plan: string | null;
            /** @description Whether the stricter variants apply, where the contract has them. */
            readonly hardened: boolean;
            /** @description The origin allow-list; null is the contract's. */
            readonly origins: readonly string[] | null;
            /** @description Whether answers carry `x-tollgate-request`, the journal's id of their request. */
            readonly explain_header: boolean;
            /** @description Milliseconds on the sandbox's clock that an operation takes, once nothing refuses it. */
            readonly latency_ms: number;
        };
        /** @description A fault to be played. */
        readonly NewFault: {
            /** @description Only calls of this operation. */
            readonly operation?: string;
            /** @description Only calls with this credential, by the contract's name of it. */
            readonly credential?: string;
            /** @description Only calls of the client, key or user with this id. */
            readonly client?: string;
            /** @description Calls that fit and are let pass first. */
            readonly skip?: number;
            /** @description Only the first so many calls of each caller. */
            readonly first?: number;
            /** @description Only the next so many calls, whoever makes them. */
            readonly next?: number;
            /** @description Only one call in so many: the third, the sixth and so on for 3. */
            readonly every?: number;
            /** @description Milliseconds by which the answer is late, by the machine's time. */
            readonly latency_ms?: number;
            /** @description Up to so many milliseconds more, from the seeded source. */
            readonly latency_spread_ms?: number;
            /** @description The status of the answer, from 400 to 599; its body is the provider's own. */
            readonly status?: number;
            /** @description Seconds that a status tells the client to wait, from 0 to 86400; a 429 tells 1 unless told otherwise. */
            readonly retry_after?: number;
            /** @description Whether the connection ends without an answer. */
            readonly drop?: boolean;
            /** @description Milliseconds in which the body comes, piece by piece. */
            readonly slow_body_ms?: number;
            /** @description Whether the connection ends in the middle of the body. */
            readonly cut_body?: boolean;
            /** @description Whether the body gets a field that the contract does not have, if it is a JSON object. */
            readonly unknown_field?: boolean;
            /** @description Whether an authorization is answered with another `state` than the client sent, as a forged answer would be. */
            readonly wrong_state?: boolean;
            /** @description Whether the request takes effect before its answer is lost; by itself a fault that answers changes nothing. */
            readonly after?: boolean;
        };
        readonly Fault: {
            readonly id: string;
            readonly contract: string;
            readonly asked: components["schemas"]["NewFault"];
            /** @description In words, as the journal says it. */
            readonly does: string;
            /** @description How many calls it was for so far. */
            readonly fitted: number;
            /** @description Whether it has met all the calls that it was for. */
            readonly spent: boolean;
        };
        readonly FaultList: {
            readonly faults: readonly components["schemas"]["Fault"][];
        };
        /** @description The fault that met the request. */
        readonly FaultNote: {
            readonly id: string;
            /** @description In words. */
            readonly did: string;
            /** @description Whether the client has not got the provider's answer whole. */
            readonly lost: boolean;
            /** @description Whether the request was judged and took effect. */
            readonly effect: boolean;
        };
        readonly Delivery: {
            /** @description The id of the event, as the body carries it. */
            readonly id: string;
            readonly contract: string;
            /** @description Its name in the contract; `backchannel_logout` for a log-out token (OpenID Connect Back-Channel Logout). */
            readonly webhook: string;
            readonly event: string;
            readonly resource: string;
            /** @description The id of the record that changed, or of the client that is told of a log-out. */
            readonly record: string;
            readonly tenant: string;
            readonly url: string;
            /** @description What is posted, to the byte. */
            readonly body: string;
            /**
             * Format: date-time
             * @description When it happened.
             */
            readonly time: string;
            /**
             * @description `pending` is or will be sent; `failed` has used up its retries; `refused` was not sent.
             * @enum {string}
             */
            readonly status: "pending" | "delivered" | "failed" | "refused";
            /** @description Why it was not sent, where it was refused. */
            readonly refusal?: string;
            /**
             * Format: date-time
             * @description When it is sent next, on the sandbox's clock.
             */
            readonly next_attempt_at?: string;
            readonly attempts: readonly {
                /** Format: date-time */
                readonly at: string;
                /** @description What the receiver answered, where it did. */
                readonly status?: number;
                /** @description Why the attempt failed, where it did. */
                readonly error?: string;
                readonly duration_ms: number;
                /**
                 * @description How it was sent, where that was asked for.
                 * @enum {string}
                 */
                readonly as?: "again" | "replayed" | "tampered" | "late" | "duplicate" | "unsigned" | "wrong_secret";
            }[];
            /** @description The header fields that carried the signature of the last attempt, where webhooks are signed. */
            readonly headers?: {
                readonly [key: string]: string;
            };
        };
        readonly Redelivery: {
            /**
             * @description How it is sent: `again`, or once in a manner that a receiver must notice.
             * @default again
             * @enum {string}
             */
            readonly as?: "again" | "replayed" | "tampered" | "late" | "duplicate" | "unsigned" | "wrong_secret";
        };
        readonly DeliveryList: {
            /** @description How many were dropped for newer ones (`--max-deliveries`) since the sandbox was last reset. */
            readonly dropped: number;
            readonly deliveries: readonly components["schemas"]["Delivery"][];
        };
        /**
         * @description Amount from which a one-time password is needed, in the unit of the amounts that the contract's requests carry: a
         *     number for all, or one for each value of the field that the contract has thresholds by, such as `{"KES": 20000}`.
         *     What is not listed is the contract's, and so is null.
         */
        readonly OtpThreshold: number | {
            readonly [key: string]: number;
        } | null;
        readonly SettingsChange: {
            /**
             * @description As in the settings; null is `contract`.
             * @enum {string|null}
             */
            readonly consent?: "contract" | "page" | "headless" | null;
            readonly otp_threshold?: components["schemas"]["OtpThreshold"];
            /** @description Seconds that access tokens live, or a duration such as `PT5M` or `5m`; at most 100 years; null is the contract's. It is answered in seconds. */
            readonly token_lifetime?: number | string | null;
            /** @description How long a refresh token that was traded in is still answered: seconds, or a duration; 0 is not at all; null is the contract's. It is answered in seconds. */
            readonly reuse_leeway?: number | string | null;
            /**
             * @description As in the settings; null is `sandbox`.
             * @enum {string|null}
             */
            readonly date_header?: "sandbox" | "machine" | null;
            /** @description Class → its quota; null for a class puts that class back, null for all of them all. */
            readonly rate_limits?: {
                readonly [key: string]: components["schemas"]["RateLimitChange"];
            } | null;
            /** @description The plan whose figures apply; null is the contract's. */
            readonly plan?: string | null;
            /** @description Whether the stricter variants apply; null is no. */
            readonly hardened?: boolean | null;
            /** @description The origin allow-list; null is the contract's. */
            readonly origins?: readonly string[] | null;
            /** @description Whether answers carry `x-tollgate-request`; null is yes. */
            readonly explain_header?: boolean | null;
            /** @description Milliseconds that an operation takes, once nothing refuses it: on the sandbox's clock, so that while it stands still the answer comes when it is moved. Null is 0. */
            readonly latency_ms?: number | null;
        };
        readonly OperationList: {
            readonly operations: readonly components["schemas"]["OperationSummary"][];
        };
        readonly OperationSummary: {
            readonly id: string;
            readonly method: string;
            readonly path: string;
            readonly summary?: string;
            /** @description Those that it takes. */
            readonly credentials: readonly string[];
            /** @description Whether it answers without one. */
            readonly anonymous: boolean;
            /** @description True where it sends a person a one-time password or a link, which the inbox then has. */
            readonly sends_message?: boolean;
        };
        readonly Operation: components["schemas"]["OperationSummary"] & {
            readonly description?: string;
            readonly parameters: readonly components["schemas"]["OperationParameter"][];
            /** @description One for each media type. */
            readonly bodies: readonly components["schemas"]["OperationBody"][];
            /** @description Any one of these lets a request in. */
            readonly requirements: readonly components["schemas"]["OperationCredential"][];
            readonly answers: readonly components["schemas"]["OperationAnswer"][];
        };
        readonly OperationParameter: {
            readonly name: string;
            /** @enum {string} */
            readonly in: "path" | "query" | "header" | "cookie";
            readonly required: boolean;
            /** @description In words. */
            readonly type: string;
            readonly secret: boolean;
            readonly description?: string;
            /** @description One to begin with. */
            readonly value?: string;
        };
        readonly OperationField: {
            readonly name: string;
            /** @description In words. */
            readonly type: string;
            readonly required: boolean;
            readonly description?: string;
        };
        readonly OperationBody: {
            /** @description Media type. */
            readonly type: string;
            readonly fields: readonly components["schemas"]["OperationField"][];
            /** @description One to begin with; where it asks for a token or signs in, of a client or user of the sandbox. */
            readonly example: string;
        };
        readonly OperationCredential: {
            readonly credential: string;
            /** @enum {string} */
            readonly kind: "api_key" | "key_pair" | "hmac" | "signature" | "certificate" | "token" | "session";
            readonly title?: string;
            /** @description What it must be good for. */
            readonly scopes: readonly string[];
            /** @description Credentials that must come with it. */
            readonly also: readonly string[];
            /** @description Operations that give one out, by their ids. */
            readonly from?: readonly string[];
        };
        readonly OperationAnswer: {
            readonly status: string;
            readonly description?: string;
            /** @description Why it is given, where it refuses. */
            readonly meanings: readonly string[];
            /** @description Media type. */
            readonly type?: string;
            readonly example?: string;
        };
        readonly NewRequest: {
            /** @description Values of parameters; others are left out. */
            readonly parameters?: readonly {
                /**
                 * @description Where it stands.
                 * @enum {string}
                 */
                readonly in: "path" | "query" | "header" | "cookie";
                /** @description As in the contract. */
                readonly name: string;
                /** @description As it is meant; it is encoded where it must be. */
                readonly value: string;
            }[];
            /** @description Media type of the body. */
            readonly content_type?: string;
            /** @description As it is sent, to the byte. */
            readonly body?: string;
            /** @description What the request carries; nothing without it. */
            readonly credentials?: readonly {
                /** @description Its name in the contract. */
                readonly credential: string;
                /** @description Of a key: which one. */
                readonly id?: string;
                /** @description A token or a session; of a key, where it is another than the one that is shown. */
                readonly secret?: string;
            }[];
        };
        readonly PreparedRequest: {
            readonly method: string;
            readonly url: string;
            readonly headers: readonly (readonly string[])[];
            readonly body?: string;
            /** @description The same, to paste into a shell. */
            readonly curl: string;
        };
        readonly QuotaList: {
            readonly quotas: readonly components["schemas"]["Quota"][];
        };
        readonly Quota: {
            /** @description Its name in the contract. */
            readonly class: string;
            /** @description What the provider calls it. */
            readonly type: string;
            /** @description Requests in a window. */
            readonly limit: number;
            readonly window_seconds: number;
            /** @description Those who used some of it. */
            readonly callers: readonly {
                /** @description The tenant, the credential, both, or the address: what the contract counts by. */
                readonly who: string;
                readonly used: number;
                readonly remaining: number;
                /**
                 * Format: date-time
                 * @description When the window ends, or the next place in it is free.
                 */
                readonly resets_at?: string;
            }[];
        };
        readonly ReportCard: {
            /** @description How many were looked at. */
            readonly requests: number;
            readonly results: readonly {
                /** @description The rule's name. */
                readonly id: string;
                readonly title: string;
                /** @enum {string} */
                readonly level: "must" | "should";
                /** @description Who asks for it. */
                readonly says: string;
                /** @enum {string} */
                readonly state: "held" | "broken" | "not_seen";
                /** @description What shows it. */
                readonly why?: string;
                /** @description Where nothing shows it: what would have to happen. */
                readonly needs?: string;
                /** @description Where nothing shows it, and a sandbox can make it happen: how. */
                readonly play?: {
                    /** @description What would have to happen, alone. */
                    readonly needs: string;
                    /** @description What to type. */
                    readonly by: string;
                    /** @description The same as a call of this control plane, with `{contract}` for the provider; a GET lists what it is done with. */
                    readonly does?: components["schemas"]["ControlCall"];
                };
                /** @description Where nothing shows it: whether the client had to do with what the rule is about. */
                readonly applies?: boolean;
                /** @description Where it is broken: what to change in the client. */
                readonly mend?: string;
                /** @description The requests of the journal that show it. */
                readonly entries?: readonly number[];
                /** @description The same, in words. */
                readonly shown?: readonly string[];
            }[];
        };
        readonly NewConformanceRun: {
            /** @description Its name on this server. */
            readonly contract: string;
            /**
             * @description The lowest level of checks that is run; all without it.
             * @enum {string}
             */
            readonly level?: "must" | "should" | "may";
            /** @description Ids or patterns of checks, such as `oauth.*`; all without it. */
            readonly only?: readonly string[];
        };
        readonly ConformanceRun: {
            /**
             * @description `failed` is a run that broke off; `why` says why.
             * @enum {string}
             */
            readonly state: "none" | "starting" | "running" | "cancelling" | "ended" | "cancelled" | "failed";
            readonly contract?: string;
            /** @description Of the contract. */
            readonly title?: string;
            /** @description How many it has. */
            readonly checks?: number;
            /** @description How many of them have ended. */
            readonly done?: number;
            readonly elapsed_ms?: number;
            /** @description How many were sent, once it has ended. */
            readonly requests?: number;
            readonly totals?: components["schemas"]["ConformanceTotals"];
            readonly why?: string;
            /** @description What is wrong, the gravest first, once it has ended: the first hundred. */
            readonly causes?: readonly components["schemas"]["ConformanceCause"][];
            /** @description How many were left out. */
            readonly more_causes?: number;
            /** @description Why checks were not run or could not reach the server, once it has ended: the first hundred reasons. */
            readonly not_run?: readonly {
                readonly reason: string;
                readonly checks: number;
            }[];
            /** @description The same in a terminal. */
            readonly command?: string;
        };
        readonly ConformanceTotals: {
            readonly passed: number;
            /** @description Of level must. */
            readonly failed: number;
            /** @description Of level should. */
            readonly warned: number;
            /** @description Of level may. */
            readonly informed: number;
            readonly not_run: number;
            /** @description For a cause that hides what they look at. */
            readonly not_judged: number;
            readonly unreachable: number;
            readonly suite_errors: number;
        };
        readonly ConformanceCause: {
            readonly number: number;
            readonly title: string;
            /** @enum {string} */
            readonly level: "must" | "should" | "may";
            /** @description Who says that it is wrong. */
            readonly says: string;
            /** @description The check that shows it best. */
            readonly check: string;
            readonly expected: string;
            readonly got: string;
            /** @description The request that shows it, and the status of its answer. */
            readonly request?: string;
            /** @description The body of that answer, its beginning. */
            readonly answer?: string;
            /** @description The command that shows it again. */
            readonly again: string;
            /** @description Checks that stumble over it. */
            readonly failed: readonly string[];
            /** @description Checks that were not judged for it. */
            readonly not_judged: readonly string[];
        };
        readonly Message: {
            /** @description Counts up; give the last one seen as `after`. */
            readonly id: number;
            readonly contract: string;
            /** @description Whom it was sent to. */
            readonly to: string;
            /** @description The one-time password; of a link its token. */
            readonly code: string;
            /** @description The link that signs in, whole; absent where a code is typed in. */
            readonly link?: string;
            readonly otp_id: string;
            /** @description What it verifies. */
            readonly operation: string;
            /** @description The resource it is bound to, if any. */
            readonly resource: string | null;
            /** Format: date-time */
            readonly sent_at: string;
            /** Format: date-time */
            readonly expires_at: string;
        };
        readonly MessageList: {
            /** @description How many were dropped for newer ones (`--max-messages`) since the sandbox was last reset. */
            readonly dropped: number;
            readonly messages: readonly components["schemas"]["Message"][];
        };
        readonly JournalPage: {
            /** @description How many entries are kept (`--max-journal-entries`); older ones are dropped. */
            readonly capacity: number;
            /** @description How many were dropped for newer ones since the journal was last cleared. */
            readonly dropped: number;
            readonly entries: readonly components["schemas"]["JournalEntry"][];
        };
        readonly JournalEntry: {
            readonly id: number;
            /**
             * Format: date-time
             * @description On the sandbox's clock, to the millisecond.
             */
            readonly time: string;
            readonly epoch_ms: number;
            readonly contract: string;
            /** @description Absent where the request matched none. */
            readonly operation?: string;
            readonly method: string;
            /** @description Path and query as sent, secrets taken out; a long one is cut, with an ellipsis. */
            readonly url: string;
            /** @description 0 where a fault ended the connection without an answer. */
            readonly status: number;
            readonly fault?: components["schemas"]["FaultNote"];
            /** @description From request to answer. */
            readonly duration_ms: number;
            /** @description The client, key or user who called, where known. */
            readonly caller?: string;
            /** @description The contract's name of the credential that came. */
            readonly credential?: string;
            readonly guards?: components["schemas"]["Guards"];
            /** @description How far the sandbox's clock was ahead of this machine's, where somebody had moved it. */
            readonly clock_ahead_ms?: number;
            readonly address: string;
            readonly request_id?: string;
            readonly refusal?: components["schemas"]["Refusal"];
            readonly request?: components["schemas"]["KeptMessage"];
            readonly answer?: components["schemas"]["KeptMessage"];
            readonly came?: components["schemas"]["Marks"];
            readonly given?: components["schemas"]["Marks"];
        };
        /** @description Why the call was refused. */
        readonly Refusal: {
            /** @description The canonical failure. */
            readonly failure: string;
            /** @description What that failure is. */
            readonly meaning: string;
            /** @description The rule in words. */
            readonly rule: string;
            /** @description Where in the contract the rule stands (a JSON pointer). */
            readonly pointer: string;
            /** @description What would have passed. */
            readonly expected?: string;
            /** @description What came; never a secret. */
            readonly got?: string;
            readonly explanation?: components["schemas"]["Explanation"];
            readonly place?: components["schemas"]["Place"];
            /** @description How well the rule is known: documented, sample, public, standard or assumed. */
            readonly evidence?: string;
            /** @description Who says so. */
            readonly citations?: readonly components["schemas"]["Citation"][];
        };
        /** @description The steps that judged the request, in order. */
        readonly Guards: {
            readonly passed: readonly string[];
            /** @description `action` is the operation itself, once every guard has let the request pass. */
            readonly refused?: string;
        };
        readonly Hint: {
            readonly text: string;
            /** @description What to type, or what to send in place of what was sent. */
            readonly code?: string;
            readonly does?: components["schemas"]["ControlCall"];
        };
        /** @description The same as a call of this control plane, for tools with a button. */
        readonly ControlCall: {
            /** @enum {string} */
            readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
            /** @description Below the control plane's own, without the query that names the sandbox. */
            readonly path: string;
            readonly body?: {
                readonly [key: string]: unknown;
            };
        };
        /** @description What was recognised in the request, and what to do next. */
        readonly Explanation: {
            /** @description Its name, where it is one of those that are recognised. */
            readonly mistake?: string;
            /** @description What the client did; secrets masked. */
            readonly finding: string;
            readonly next: readonly components["schemas"]["Hint"][];
            /** @description Two texts that ought to be one. */
            readonly compared?: {
                readonly expected: string;
                readonly got: string;
                /** @description The first character in which they differ, from 0. */
                readonly differs_at: number;
            };
        };
        /** @description Where the rule stands in the contract's file. */
        readonly Place: {
            /** @description From the directory of the server if it lies below that. */
            readonly file: string;
            readonly line: number;
            readonly column: number;
        };
        readonly Citation: {
            readonly fact: string;
            readonly says: string;
            readonly document?: string;
            readonly section?: string;
            readonly quote?: string;
            readonly url?: string;
        };
        readonly KeptMessage: {
            readonly headers: readonly (readonly string[])[];
            /** @description Its text, secrets taken out; a long one is cut, with an ellipsis. */
            readonly body?: string;
            /** @description Of the whole body. */
            readonly bytes: number;
        };
        /** @description Secrets of the request or of the answer: the name of each, and a mark that tells only whether two are the same. */
        readonly Marks: readonly (readonly string[])[];
        readonly JournalDetail: components["schemas"]["JournalEntry"] & {
            /** @description Whether headers and bodies are still there. */
            readonly kept: boolean;
        };
        readonly Har: {
            readonly log: {
                readonly version: string;
                readonly creator: {
                    readonly name: string;
                    readonly version: string;
                };
                readonly entries: readonly {
                    readonly [key: string]: unknown;
                }[];
            };
        };
    };
    responses: {
        /** @description The clock as it now stands. */
        readonly Clock: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "now": "2030-01-01T00:00:00Z",
                 *       "epoch_ms": 1893456000000,
                 *       "frozen": true,
                 *       "note": "Only the sandbox's clock stands here: your client's own clock goes on as before. For a client that looks at its own, give tokens a short life: PATCH /settings/{contract} with token_lifetime."
                 *     }
                 */
                readonly "application/json": components["schemas"]["Clock"];
            };
        };
        /** @description The key. */
        readonly Key: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "credential": "app_keys",
                 *       "id": "2c1f9a60-5a3e-4c0d-9b1e-0b5b1f7a2d11",
                 *       "secret": "sandbox0secret0of0the0reporting0job00000",
                 *       "secret_hidden": false,
                 *       "tenant": "acme-north",
                 *       "name": "Reporting job",
                 *       "role": "Viewer",
                 *       "primary": false,
                 *       "status": "active",
                 *       "created_at": "2030-01-01T00:00:00Z"
                 *     }
                 */
                readonly "application/json": components["schemas"]["Key"];
            };
        };
        /** @description The client. */
        readonly Client: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "client_id": "my-app",
                 *       "client_secret": null,
                 *       "tenant": "acme-north",
                 *       "grants": [
                 *         "authorization_code"
                 *       ],
                 *       "scopes": [
                 *         "orders.read"
                 *       ],
                 *       "redirect_uris": [
                 *         "http://localhost:3000/callback"
                 *       ],
                 *       "token_endpoint_auth_method": "none",
                 *       "active": true
                 *     }
                 */
                readonly "application/json": components["schemas"]["Client"];
            };
        };
        /** @description The user. */
        readonly User: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "id": "grace",
                 *       "tenant": "acme-north",
                 *       "name": "Grace Hopper",
                 *       "username": "grace",
                 *       "password": "sandbox-password"
                 *     }
                 */
                readonly "application/json": components["schemas"]["User"];
            };
        };
        /** @description The tenant. */
        readonly Tenant: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "id": "acme-south",
                 *       "name": "Acme South"
                 *     }
                 */
                readonly "application/json": components["schemas"]["Tenant"];
            };
        };
        /** @description The settings as they now stand. */
        readonly Settings: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "consent": "headless",
                 *       "otp_threshold": null,
                 *       "token_lifetime": null,
                 *       "reuse_leeway": null,
                 *       "date_header": "sandbox",
                 *       "rate_limits": {
                 *         "default": {
                 *           "limit": 5,
                 *           "window_seconds": 60
                 *         }
                 *       },
                 *       "plan": null,
                 *       "hardened": false,
                 *       "origins": null,
                 *       "explain_header": true,
                 *       "latency_ms": 0
                 *     }
                 */
                readonly "application/json": components["schemas"]["Settings"];
            };
        };
        /** @description The latest message that fits. */
        readonly Message: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "id": 1,
                 *       "contract": "acme",
                 *       "to": "+256700000001",
                 *       "code": "493817",
                 *       "otp_id": "otp_1",
                 *       "operation": "send_money",
                 *       "resource": null,
                 *       "sent_at": "2030-01-01T00:00:00Z",
                 *       "expires_at": "2030-01-01T00:05:00Z"
                 *     }
                 */
                readonly "application/json": components["schemas"]["Message"];
            };
        };
        /** @description Something in the request cannot be used; `detail` says what, where, and how to mend it. */
        readonly BadRequest: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Bad Request",
                 *       "status": 400,
                 *       "detail": "The body has an unknown field \"frozn\"; did you mean \"frozen\"?"
                 *     }
                 */
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The server was started with a control token, and the request does not carry it. */
        readonly Unauthorized: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Unauthorized",
                 *       "status": 401,
                 *       "detail": "This server was started with a control token; send it as \"Authorization: Bearer <token>\""
                 *     }
                 */
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The server keeps its state in a store that does not answer now. It goes on by itself once the store is back. */
        readonly Unavailable: {
            headers: {
                /** @description Seconds to wait before the next try. */
                readonly "Retry-After"?: number;
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Service Unavailable",
                 *       "status": 503,
                 *       "detail": "The store does not answer now; try again in a second"
                 *     }
                 */
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The caller is not on this machine, or comes from a foreign host name or origin. */
        readonly Forbidden: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Forbidden",
                 *       "status": 403,
                 *       "detail": "The control plane answers callers on the same machine only; start the server with a control token to open it to others"
                 *     }
                 */
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description No such sandbox, contract, key or message. */
        readonly NotFound: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Not Found",
                 *       "status": 404,
                 *       "detail": "There is no sandbox \"ci-8\"; did you mean \"ci-7\"?"
                 *     }
                 */
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The sandbox's name is taken, or it is the one that cannot be deleted; or the webhook is being sent. */
        readonly Conflict: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Conflict",
                 *       "status": 409,
                 *       "detail": "There is a sandbox \"ci-7\" already; choose another name, or delete that one first"
                 *     }
                 */
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There are as many of them as there may be; `detail` names the option that allows more, such as `--max-sandboxes`. */
        readonly Full: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Insufficient Storage",
                 *       "status": 507,
                 *       "detail": "There are 10000 sandboxes already; delete one that is no longer needed, or start with a higher --max-sandboxes"
                 *     }
                 */
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is larger than the control plane takes. */
        readonly TooLarge: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Payload Too Large",
                 *       "status": 413,
                 *       "detail": "The body is larger than 65536 bytes"
                 *     }
                 */
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is not JSON. */
        readonly UnsupportedMediaType: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Unsupported Media Type",
                 *       "status": 415,
                 *       "detail": "The control plane takes JSON; send \"Content-Type: application/json\""
                 *     }
                 */
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /**
         * @description The sandbox acted on.
         * @example ci-7
         */
        readonly Sandbox: string;
        /**
         * @description The sandbox's name.
         * @example ci-7
         */
        readonly SandboxName: string;
        /**
         * @description A contract's name, as in its base URL.
         * @example acme
         */
        readonly Contract: string;
        /**
         * @description A key credential's name in the contract's `x-credentials`.
         * @example app_keys
         */
        readonly Credential: string;
        /**
         * @description The operation's id in the contract.
         * @example listOrders
         */
        readonly OperationId: string;
        /**
         * @description The key's id (the public half of a pair, the label of a lone key).
         * @example 2c1f9a60-5a3e-4c0d-9b1e-0b5b1f7a2d11
         */
        readonly KeyId: string;
        /**
         * @description The client's id.
         * @example my-app
         */
        readonly ClientId: string;
        /**
         * @description The user's id.
         * @example grace
         */
        readonly UserId: string;
        /**
         * @description The fault's id.
         * @example f1
         */
        readonly FaultId: string;
        /**
         * @description The tenant's id.
         * @example acme-south
         */
        readonly TenantId: string;
        /**
         * @description Only those of this contract.
         * @example acme
         */
        readonly OfContract: string;
        /**
         * @description Only messages sent to this recipient.
         * @example +256700000001
         */
        readonly To: string;
        /**
         * @description Only the message of this one-time password.
         * @example otp_1
         */
        readonly OtpId: string;
        /**
         * @description Only those with a greater id.
         * @example 7
         */
        readonly After: number;
        /**
         * @description Only calls of this operation.
         * @example listOrders
         */
        readonly OfOperation: string;
        /**
         * @description Only calls answered with this status.
         * @example 401
         */
        readonly OfStatus: number;
        /**
         * @description Only calls that a rule refused (`true`), or only the others (`false`).
         * @example true
         */
        readonly OfRefused: boolean;
        /**
         * @description Only the call that the provider's own answer gave this id.
         * @example req-7
         */
        readonly OfRequestId: string;
        /**
         * @description Only calls that came with this credential of the contract.
         * @example access_token
         */
        readonly OfCredential: string;
        /**
         * @description Only refusals of this rule. A canonical failure, a recognised mistake, or words of the rule.
         * @example expired_token
         */
        readonly OfRule: string;
        /**
         * @description Only calls from this instant on, on the sandbox's clock.
         * @example 2030-01-01T00:00:00Z
         */
        readonly Since: string;
        /**
         * @description Only calls up to this instant, on the sandbox's clock.
         * @example 2030-01-01T00:00:00Z
         */
        readonly Until: string;
        /**
         * @description The entry's id, as an answer has it in `x-tollgate-request`; `last` is the newest, and `refused` the newest refusal.
         * @example 7
         */
        readonly EntryId: string;
    };
    requestBodies: {
        /** @description Nothing, an empty object, or how long the old secret goes on. */
        readonly Rotation: {
            readonly content: {
                /**
                 * @example {
                 *       "overlap": "24h"
                 *     }
                 */
                readonly "application/json": components["schemas"]["Rotation"];
            };
        };
        /** @description Nothing, an empty object, or how it is sent. */
        readonly Redelivery: {
            readonly content: {
                /**
                 * @example {
                 *       "as": "tampered"
                 *     }
                 */
                readonly "application/json": components["schemas"]["Redelivery"];
            };
        };
        /** @description Nothing, or an empty object. */
        readonly Nothing: {
            readonly content: {
                /** @example {} */
                readonly "application/json": components["schemas"]["Nothing"];
            };
        };
    };
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readonly getIndex: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Every operation of the control plane. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "operations": {
                     *         "GET /_tollgate/clock": "Read the clock"
                     *       }
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Index"];
                };
            };
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly getHealth: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The server is up. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok",
                     *       "contracts": 5,
                     *       "sandboxes": 1
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Health"];
                };
            };
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly listContracts: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The contracts, in the order they were given. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "contracts": [
                     *         {
                     *           "name": "acme",
                     *           "title": "Acme API",
                     *           "base_url": "http://localhost:4010/acme",
                     *           "operations": 12
                     *         }
                     *       ]
                     *     }
                     */
                    readonly "application/json": components["schemas"]["ContractList"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly listSandboxes: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Every sandbox. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sandboxes": [
                     *         {
                     *           "name": "default",
                     *           "seed": "1",
                     *           "base_urls": {
                     *             "acme": "http://localhost:4010/acme"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    readonly "application/json": components["schemas"]["SandboxList"];
                };
            };
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly createSandbox: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description Without a body, a name is made up and the seed of `default` is used. */
        readonly requestBody?: {
            readonly content: {
                /**
                 * @example {
                 *       "name": "ci-7",
                 *       "seed": "42"
                 *     }
                 */
                readonly "application/json": components["schemas"]["NewSandbox"];
            };
        };
        readonly responses: {
            /** @description The new sandbox. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "ci-7",
                     *       "seed": "42",
                     *       "base_urls": {
                     *         "acme": "http://localhost:4010/~ci-7/acme"
                     *       }
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Sandbox"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 507: components["responses"]["Full"];
        };
    };
    readonly getSandbox: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /**
                 * @description The sandbox's name.
                 * @example ci-7
                 */
                readonly sandbox: components["parameters"]["SandboxName"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The sandbox. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "ci-7",
                     *       "seed": "42",
                     *       "base_urls": {
                     *         "acme": "http://localhost:4010/~ci-7/acme"
                     *       }
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Sandbox"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly deleteSandbox: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /**
                 * @description The sandbox's name.
                 * @example ci-7
                 */
                readonly sandbox: components["parameters"]["SandboxName"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is gone. */
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
            readonly 409: components["responses"]["Conflict"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly resetSandbox: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: components["requestBodies"]["Nothing"];
        readonly responses: {
            /** @description It is as new. */
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
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly getClock: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Clock"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly setClock: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "now": "2030-01-01T00:00:00Z",
                 *       "frozen": true
                 *     }
                 */
                readonly "application/json": components["schemas"]["ClockChange"];
            };
        };
        readonly responses: {
            readonly 200: components["responses"]["Clock"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly resetClock: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Clock"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly advanceClock: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "by": "15m"
                 *     }
                 */
                readonly "application/json": components["schemas"]["ClockAdvance"];
            };
        };
        readonly responses: {
            readonly 200: components["responses"]["Clock"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly getCredentials: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The credentials, ready to paste. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "contract": "acme",
                     *       "title": "Acme API",
                     *       "sandbox": "default",
                     *       "base_url": "http://localhost:4010/acme",
                     *       "tenants": [
                     *         {
                     *           "id": "acme-north",
                     *           "name": "Acme North"
                     *         }
                     *       ],
                     *       "developers": [],
                     *       "client_authentication": [
                     *         "client_secret_basic",
                     *         "client_secret_post"
                     *       ],
                     *       "clients": [
                     *         {
                     *           "client_id": "acme-client",
                     *           "client_secret": "secret_sandbox_acme",
                     *           "tenant": "acme-north",
                     *           "grants": [
                     *             "client_credentials"
                     *           ],
                     *           "scopes": [
                     *             "orders.read"
                     *           ],
                     *           "redirect_uris": [],
                     *           "active": true
                     *         }
                     *       ],
                     *       "users": [],
                     *       "keys": [],
                     *       "signing_keys": [],
                     *       "presented": [
                     *         {
                     *           "credential": "access_token",
                     *           "kind": "token",
                     *           "title": "Access token",
                     *           "parts": [
                     *             {
                     *               "part": "secret",
                     *               "in": "authorization",
                     *               "name": "Bearer"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "identifiers": [
                     *         {
                     *           "kind": "tenant",
                     *           "in": "header",
                     *           "name": "X-Tenant",
                     *           "values": [
                     *             "acme-north"
                     *           ]
                     *         }
                     *       ],
                     *       "example": "curl 'http://localhost:4010/acme/token' -d grant_type=client_credentials -d client_id=acme-client -d client_secret=secret_sandbox_acme"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["CredentialSheet"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly listOperations: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The operations. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "operations": [
                     *         {
                     *           "id": "listOrders",
                     *           "method": "GET",
                     *           "path": "/orders",
                     *           "summary": "List the orders",
                     *           "credentials": [
                     *             "access_token"
                     *           ],
                     *           "anonymous": false
                     *         }
                     *       ]
                     *     }
                     */
                    readonly "application/json": components["schemas"]["OperationList"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly getOperation: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
                /**
                 * @description The operation's id in the contract.
                 * @example listOrders
                 */
                readonly operation: components["parameters"]["OperationId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The operation. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "listOrders",
                     *       "method": "GET",
                     *       "path": "/orders",
                     *       "summary": "List the orders",
                     *       "credentials": [
                     *         "access_token"
                     *       ],
                     *       "anonymous": false,
                     *       "parameters": [
                     *         {
                     *           "name": "X-Tenant",
                     *           "in": "header",
                     *           "required": true,
                     *           "type": "string",
                     *           "secret": false,
                     *           "value": "acme-north"
                     *         }
                     *       ],
                     *       "bodies": [],
                     *       "requirements": [
                     *         {
                     *           "credential": "access_token",
                     *           "kind": "token",
                     *           "title": "Access token",
                     *           "scopes": [
                     *             "orders.read"
                     *           ],
                     *           "also": []
                     *         }
                     *       ],
                     *       "answers": [
                     *         {
                     *           "status": "200",
                     *           "description": "The orders.",
                     *           "meanings": [],
                     *           "type": "application/json",
                     *           "example": "[]"
                     *         }
                     *       ]
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Operation"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly prepareRequest: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
                /**
                 * @description The operation's id in the contract.
                 * @example listOrders
                 */
                readonly operation: components["parameters"]["OperationId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "parameters": [
                 *         {
                 *           "in": "header",
                 *           "name": "X-Tenant",
                 *           "value": "acme-north"
                 *         }
                 *       ],
                 *       "credentials": [
                 *         {
                 *           "credential": "app_keys",
                 *           "id": "2c1f9a60"
                 *         }
                 *       ]
                 *     }
                 */
                readonly "application/json": components["schemas"]["NewRequest"];
            };
        };
        readonly responses: {
            /** @description The request. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "method": "GET",
                     *       "url": "http://localhost:4010/acme/orders",
                     *       "headers": [
                     *         [
                     *           "X-Tenant",
                     *           "acme-north"
                     *         ]
                     *       ],
                     *       "curl": "curl -i -H 'X-Tenant: acme-north' http://localhost:4010/acme/orders"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["PreparedRequest"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly listKeys: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The keys. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "keys": []
                     *     }
                     */
                    readonly "application/json": components["schemas"]["KeyList"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly createKey: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "credential": "app_keys",
                 *       "tenant": "acme-north",
                 *       "name": "Reporting job",
                 *       "role": "Viewer"
                 *     }
                 */
                readonly "application/json": components["schemas"]["NewKey"];
            };
        };
        readonly responses: {
            /** @description The new key with its secret. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "credential": "app_keys",
                     *       "id": "2c1f9a60-5a3e-4c0d-9b1e-0b5b1f7a2d11",
                     *       "secret": "sandbox0secret0of0the0reporting0job00000",
                     *       "secret_hidden": false,
                     *       "tenant": "acme-north",
                     *       "name": "Reporting job",
                     *       "role": "Viewer",
                     *       "primary": false,
                     *       "status": "active",
                     *       "created_at": "2030-01-01T00:00:00Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Key"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 507: components["responses"]["Full"];
        };
    };
    readonly getKey: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
                /**
                 * @description A key credential's name in the contract's `x-credentials`.
                 * @example app_keys
                 */
                readonly credential: components["parameters"]["Credential"];
                /**
                 * @description The key's id (the public half of a pair, the label of a lone key).
                 * @example 2c1f9a60-5a3e-4c0d-9b1e-0b5b1f7a2d11
                 */
                readonly id: components["parameters"]["KeyId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Key"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly deleteKey: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
                /**
                 * @description A key credential's name in the contract's `x-credentials`.
                 * @example app_keys
                 */
                readonly credential: components["parameters"]["Credential"];
                /**
                 * @description The key's id (the public half of a pair, the label of a lone key).
                 * @example 2c1f9a60-5a3e-4c0d-9b1e-0b5b1f7a2d11
                 */
                readonly id: components["parameters"]["KeyId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is gone. */
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
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly blockKey: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
                /**
                 * @description A key credential's name in the contract's `x-credentials`.
                 * @example app_keys
                 */
                readonly credential: components["parameters"]["Credential"];
                /**
                 * @description The key's id (the public half of a pair, the label of a lone key).
                 * @example 2c1f9a60-5a3e-4c0d-9b1e-0b5b1f7a2d11
                 */
                readonly id: components["parameters"]["KeyId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: components["requestBodies"]["Nothing"];
        readonly responses: {
            readonly 200: components["responses"]["Key"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly unblockKey: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
                /**
                 * @description A key credential's name in the contract's `x-credentials`.
                 * @example app_keys
                 */
                readonly credential: components["parameters"]["Credential"];
                /**
                 * @description The key's id (the public half of a pair, the label of a lone key).
                 * @example 2c1f9a60-5a3e-4c0d-9b1e-0b5b1f7a2d11
                 */
                readonly id: components["parameters"]["KeyId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: components["requestBodies"]["Nothing"];
        readonly responses: {
            readonly 200: components["responses"]["Key"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly regenerateKey: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
                /**
                 * @description A key credential's name in the contract's `x-credentials`.
                 * @example app_keys
                 */
                readonly credential: components["parameters"]["Credential"];
                /**
                 * @description The key's id (the public half of a pair, the label of a lone key).
                 * @example 2c1f9a60-5a3e-4c0d-9b1e-0b5b1f7a2d11
                 */
                readonly id: components["parameters"]["KeyId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: components["requestBodies"]["Rotation"];
        readonly responses: {
            readonly 200: components["responses"]["Key"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly listClients: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The clients. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "clients": []
                     *     }
                     */
                    readonly "application/json": components["schemas"]["ClientList"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly createClient: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "client_id": "my-app",
                 *       "tenant": "acme-north",
                 *       "grants": [
                 *         "authorization_code"
                 *       ],
                 *       "redirect_uris": [
                 *         "http://localhost:3000/callback"
                 *       ],
                 *       "token_endpoint_auth_method": "none"
                 *     }
                 */
                readonly "application/json": components["schemas"]["NewClient"];
            };
        };
        readonly responses: {
            /** @description The new client. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "client_id": "my-app",
                     *       "client_secret": null,
                     *       "tenant": "acme-north",
                     *       "grants": [
                     *         "authorization_code"
                     *       ],
                     *       "scopes": [
                     *         "orders.read"
                     *       ],
                     *       "redirect_uris": [
                     *         "http://localhost:3000/callback"
                     *       ],
                     *       "token_endpoint_auth_method": "none",
                     *       "active": true
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Client"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 507: components["responses"]["Full"];
        };
    };
    readonly getClient: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
                /**
                 * @description The client's id.
                 * @example my-app
                 */
                readonly client_id: components["parameters"]["ClientId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Client"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly deleteClient: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
                /**
                 * @description The client's id.
                 * @example my-app
                 */
                readonly client_id: components["parameters"]["ClientId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is gone. */
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
            readonly 409: components["responses"]["Conflict"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly changeClient: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
                /**
                 * @description The client's id.
                 * @example my-app
                 */
                readonly client_id: components["parameters"]["ClientId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "redirect_uris": [
                 *         "http://localhost:3000/callback",
                 *         "com.example.app:/callback"
                 *       ]
                 *     }
                 */
                readonly "application/json": components["schemas"]["ClientChange"];
            };
        };
        readonly responses: {
            readonly 200: components["responses"]["Client"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly listUsers: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The users. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "users": []
                     *     }
                     */
                    readonly "application/json": components["schemas"]["UserList"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly createUser: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "id": "grace",
                 *       "tenant": "acme-north",
                 *       "name": "Grace Hopper",
                 *       "username": "grace",
                 *       "password": "sandbox-password"
                 *     }
                 */
                readonly "application/json": components["schemas"]["NewUser"];
            };
        };
        readonly responses: {
            /** @description The new user. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "grace",
                     *       "tenant": "acme-north",
                     *       "name": "Grace Hopper",
                     *       "username": "grace",
                     *       "password": "sandbox-password"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["User"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 507: components["responses"]["Full"];
        };
    };
    readonly getUser: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
                /**
                 * @description The user's id.
                 * @example grace
                 */
                readonly user_id: components["parameters"]["UserId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["User"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly deleteUser: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
                /**
                 * @description The user's id.
                 * @example grace
                 */
                readonly user_id: components["parameters"]["UserId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is gone. */
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
            readonly 409: components["responses"]["Conflict"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly changeUser: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
                /**
                 * @description The user's id.
                 * @example grace
                 */
                readonly user_id: components["parameters"]["UserId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "name": "Grace B. Hopper"
                 *     }
                 */
                readonly "application/json": components["schemas"]["UserChange"];
            };
        };
        readonly responses: {
            readonly 200: components["responses"]["User"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly listTenants: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The tenants. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "tenants": []
                     *     }
                     */
                    readonly "application/json": components["schemas"]["TenantList"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly createTenant: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "id": "acme-south",
                 *       "name": "Acme South"
                 *     }
                 */
                readonly "application/json": components["schemas"]["NewTenant"];
            };
        };
        readonly responses: {
            /** @description The new tenant. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "acme-south",
                     *       "name": "Acme South"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Tenant"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 507: components["responses"]["Full"];
        };
    };
    readonly getTenant: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
                /**
                 * @description The tenant's id.
                 * @example acme-south
                 */
                readonly tenant_id: components["parameters"]["TenantId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Tenant"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly deleteTenant: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
                /**
                 * @description The tenant's id.
                 * @example acme-south
                 */
                readonly tenant_id: components["parameters"]["TenantId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is gone. */
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
            readonly 409: components["responses"]["Conflict"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly changeTenant: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
                /**
                 * @description The tenant's id.
                 * @example acme-south
                 */
                readonly tenant_id: components["parameters"]["TenantId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "require_token": true
                 *     }
                 */
                readonly "application/json": components["schemas"]["TenantChange"];
            };
        };
        readonly responses: {
            readonly 200: components["responses"]["Tenant"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly listFaults: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description Only those of this contract.
                 * @example acme
                 */
                readonly contract?: components["parameters"]["OfContract"];
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The faults. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "faults": [
                     *         {
                     *           "id": "f1",
                     *           "contract": "acme",
                     *           "asked": {
                     *             "operation": "listOrders",
                     *             "next": 2,
                     *             "status": 429,
                     *             "retry_after": 2
                     *           },
                     *           "does": "answered 429, Retry-After 2 s",
                     *           "fitted": 0,
                     *           "spent": false
                     *         }
                     *       ]
                     *     }
                     */
                    readonly "application/json": components["schemas"]["FaultList"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly clearFaults: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description Only those of this contract.
                 * @example acme
                 */
                readonly contract?: components["parameters"]["OfContract"];
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description There are none. */
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
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly addFault: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "operation": "listOrders",
                 *       "next": 2,
                 *       "status": 429,
                 *       "retry_after": 2
                 *     }
                 */
                readonly "application/json": components["schemas"]["NewFault"];
            };
        };
        readonly responses: {
            /** @description The fault. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "f1",
                     *       "contract": "acme",
                     *       "asked": {
                     *         "operation": "listOrders",
                     *         "next": 2,
                     *         "status": 429,
                     *         "retry_after": 2
                     *       },
                     *       "does": "answered 429, Retry-After 2 s",
                     *       "fitted": 0,
                     *       "spent": false
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Fault"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly deleteFault: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
                /**
                 * @description The fault's id.
                 * @example f1
                 */
                readonly fault: components["parameters"]["FaultId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is gone. */
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
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly listDeliveries: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
                /** @description Only of this contract. */
                readonly contract?: string;
                /** @description Only those that stand so. */
                readonly status?: "pending" | "delivered" | "failed" | "refused";
                /** @description Only of this event. */
                readonly event?: string;
                /** @description Only about the record with this id. */
                readonly record?: string;
                /** @description At most this many, the newest. */
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The deliveries. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "dropped": 0,
                     *       "deliveries": [
                     *         {
                     *           "id": "evt_1f0c2b7a9d3e4f56",
                     *           "contract": "acme",
                     *           "webhook": "order",
                     *           "event": "order.paid",
                     *           "resource": "order",
                     *           "record": "ord_42",
                     *           "tenant": "north",
                     *           "url": "http://localhost:3000/hooks",
                     *           "body": "{\"id\":\"evt_1f0c2b7a9d3e4f56\",\"event\":\"order.paid\"}",
                     *           "time": "2030-01-01T00:00:00Z",
                     *           "status": "pending",
                     *           "next_attempt_at": "2030-01-01T00:01:00Z",
                     *           "attempts": [
                     *             {
                     *               "at": "2030-01-01T00:00:00Z",
                     *               "status": 500,
                     *               "error": "answered 500",
                     *               "duration_ms": 12
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    readonly "application/json": components["schemas"]["DeliveryList"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly redeliver: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
                /** @description The id of the delivery. */
                readonly delivery: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: components["requestBodies"]["Redelivery"];
        readonly responses: {
            /** @description The delivery, about to be sent. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "evt_1f0c2b7a9d3e4f56",
                     *       "contract": "acme",
                     *       "webhook": "order",
                     *       "event": "order.paid",
                     *       "resource": "order",
                     *       "record": "ord_42",
                     *       "tenant": "north",
                     *       "url": "http://localhost:3000/hooks",
                     *       "body": "{\"id\":\"evt_1f0c2b7a9d3e4f56\",\"event\":\"order.paid\"}",
                     *       "time": "2030-01-01T00:00:00Z",
                     *       "status": "pending",
                     *       "next_attempt_at": "2030-01-01T00:01:00Z",
                     *       "attempts": [
                     *         {
                     *           "at": "2030-01-01T00:00:00Z",
                     *           "status": 500,
                     *           "error": "answered 500",
                     *           "duration_ms": 12
                     *         }
                     *       ]
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Delivery"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly listSigningKeys: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The keys. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "keys": [
                     *         {
                     *           "kid": "x1",
                     *           "alg": "RS256",
                     *           "signs": true
                     *         },
                     *         {
                     *           "kid": "x0",
                     *           "alg": "RS256",
                     *           "signs": false,
                     *           "published_until": "2030-01-01T01:00:00Z"
                     *         }
                     *       ]
                     *     }
                     */
                    readonly "application/json": components["schemas"]["SigningKeyList"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly rotateSigningKeys: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                /**
                 * @example {
                 *       "overlap": "PT1H"
                 *     }
                 */
                readonly "application/json": components["schemas"]["SigningKeyRotation"];
            };
        };
        readonly responses: {
            /** @description The keys as they now stand. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "keys": [
                     *         {
                     *           "kid": "x1",
                     *           "alg": "RS256",
                     *           "signs": true
                     *         },
                     *         {
                     *           "kid": "x0",
                     *           "alg": "RS256",
                     *           "signs": false,
                     *           "published_until": "2030-01-01T01:00:00Z"
                     *         }
                     *       ]
                     *     }
                     */
                    readonly "application/json": components["schemas"]["SigningKeyList"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly getSettings: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Settings"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly changeSettings: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "consent": "headless",
                 *       "rate_limits": {
                 *         "default": {
                 *           "limit": 5,
                 *           "window_seconds": 60
                 *         }
                 *       }
                 *     }
                 */
                readonly "application/json": components["schemas"]["SettingsChange"];
            };
        };
        readonly responses: {
            readonly 200: components["responses"]["Settings"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly listQuotas: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A contract's name, as in its base URL.
                 * @example acme
                 */
                readonly contract: components["parameters"]["Contract"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The windows. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "quotas": [
                     *         {
                     *           "class": "default",
                     *           "type": "default",
                     *           "limit": 60,
                     *           "window_seconds": 120,
                     *           "callers": [
                     *             {
                     *               "who": "acme-north",
                     *               "used": 12,
                     *               "remaining": 48,
                     *               "resets_at": "2030-01-01T00:01:30Z"
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    readonly "application/json": components["schemas"]["QuotaList"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly getReportCard: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
                /**
                 * @description Whether the client has ended: what it has not done by now it will not do.
                 * @example true
                 */
                readonly ended?: boolean;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The card. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "requests": 12,
                     *       "results": [
                     *         {
                     *           "id": "retry.after",
                     *           "title": "It waits as long as Retry-After says",
                     *           "level": "must",
                     *           "says": "RFC 9110 §10.2.3",
                     *           "state": "broken",
                     *           "why": "It came back after 0.1 s where 2 s were asked for.",
                     *           "mend": "Wait as long as Retry-After says.",
                     *           "entries": [
                     *             7,
                     *             8
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    readonly "application/json": components["schemas"]["ReportCard"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly getConformanceRun: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The run. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "state": "running",
                     *       "contract": "acme",
                     *       "title": "Acme API",
                     *       "checks": 412,
                     *       "done": 97,
                     *       "elapsed_ms": 4100
                     *     }
                     */
                    readonly "application/json": components["schemas"]["ConformanceRun"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly startConformanceRun: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "contract": "acme",
                 *       "level": "must",
                 *       "only": [
                 *         "oauth.*"
                 *       ]
                 *     }
                 */
                readonly "application/json": components["schemas"]["NewConformanceRun"];
            };
        };
        readonly responses: {
            /** @description It is under way. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "state": "running",
                     *       "contract": "acme",
                     *       "title": "Acme API",
                     *       "checks": 412,
                     *       "done": 0,
                     *       "elapsed_ms": 900
                     *     }
                     */
                    readonly "application/json": components["schemas"]["ConformanceRun"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly cancelConformanceRun: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It comes to its end. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "state": "cancelling",
                     *       "contract": "acme",
                     *       "title": "Acme API",
                     *       "checks": 412,
                     *       "done": 97,
                     *       "elapsed_ms": 4100
                     *     }
                     */
                    readonly "application/json": components["schemas"]["ConformanceRun"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly listMessages: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description Only those of this contract.
                 * @example acme
                 */
                readonly contract?: components["parameters"]["OfContract"];
                /**
                 * @description Only messages sent to this recipient.
                 * @example +256700000001
                 */
                readonly to?: components["parameters"]["To"];
                /**
                 * @description Only the message of this one-time password.
                 * @example otp_1
                 */
                readonly otp_id?: components["parameters"]["OtpId"];
                /**
                 * @description Only those with a greater id.
                 * @example 7
                 */
                readonly after?: components["parameters"]["After"];
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The messages that fit. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "dropped": 0,
                     *       "messages": []
                     *     }
                     */
                    readonly "application/json": components["schemas"]["MessageList"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly getLatestMessage: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description Only those of this contract.
                 * @example acme
                 */
                readonly contract?: components["parameters"]["OfContract"];
                /**
                 * @description Only messages sent to this recipient.
                 * @example +256700000001
                 */
                readonly to?: components["parameters"]["To"];
                /**
                 * @description Only the message of this one-time password.
                 * @example otp_1
                 */
                readonly otp_id?: components["parameters"]["OtpId"];
                /**
                 * @description Only those with a greater id.
                 * @example 7
                 */
                readonly after?: components["parameters"]["After"];
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Message"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly waitForMessage: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description Seconds to wait at most.
                 * @example 10
                 */
                readonly timeout?: number;
                /**
                 * @description Only those of this contract.
                 * @example acme
                 */
                readonly contract?: components["parameters"]["OfContract"];
                /**
                 * @description Only messages sent to this recipient.
                 * @example +256700000001
                 */
                readonly to?: components["parameters"]["To"];
                /**
                 * @description Only the message of this one-time password.
                 * @example otp_1
                 */
                readonly otp_id?: components["parameters"]["OtpId"];
                /**
                 * @description Only those with a greater id.
                 * @example 7
                 */
                readonly after?: components["parameters"]["After"];
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Message"];
            /** @description None that fits arrived in time. */
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
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly listJournal: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
                /**
                 * @description Only those of this contract.
                 * @example acme
                 */
                readonly contract?: components["parameters"]["OfContract"];
                /**
                 * @description Only calls of this operation.
                 * @example listOrders
                 */
                readonly operation?: components["parameters"]["OfOperation"];
                /**
                 * @description Only calls answered with this status.
                 * @example 401
                 */
                readonly status?: components["parameters"]["OfStatus"];
                /**
                 * @description Only calls that a rule refused (`true`), or only the others (`false`).
                 * @example true
                 */
                readonly refused?: components["parameters"]["OfRefused"];
                /**
                 * @description Only the call that the provider's own answer gave this id.
                 * @example req-7
                 */
                readonly request_id?: components["parameters"]["OfRequestId"];
                /**
                 * @description Only calls that came with this credential of the contract.
                 * @example access_token
                 */
                readonly credential?: components["parameters"]["OfCredential"];
                /**
                 * @description Only refusals of this rule. A canonical failure, a recognised mistake, or words of the rule.
                 * @example expired_token
                 */
                readonly rule?: components["parameters"]["OfRule"];
                /**
                 * @description Only calls from this instant on, on the sandbox's clock.
                 * @example 2030-01-01T00:00:00Z
                 */
                readonly since?: components["parameters"]["Since"];
                /**
                 * @description Only calls up to this instant, on the sandbox's clock.
                 * @example 2030-01-01T00:00:00Z
                 */
                readonly until?: components["parameters"]["Until"];
                /**
                 * @description Only those with a greater id.
                 * @example 7
                 */
                readonly after?: components["parameters"]["After"];
                /**
                 * @description Which entries come first.
                 * @example oldest
                 */
                readonly order?: "newest" | "oldest";
                /**
                 * @description Whether entries come with the headers, bodies and marks that are kept of them.
                 * @example true
                 */
                readonly details?: boolean;
                /**
                 * @description How many entries at most.
                 * @example 20
                 */
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The entries. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "capacity": 10000,
                     *       "dropped": 0,
                     *       "entries": [
                     *         {
                     *           "id": 7,
                     *           "time": "2030-01-01T00:00:00Z",
                     *           "epoch_ms": 1893456000000,
                     *           "contract": "acme",
                     *           "operation": "listOrders",
                     *           "method": "GET",
                     *           "url": "/acme/orders?access_token=[redacted]",
                     *           "status": 401,
                     *           "duration_ms": 0.4,
                     *           "address": "127.0.0.1",
                     *           "request_id": "req-7",
                     *           "refusal": {
                     *             "failure": "expired_token",
                     *             "meaning": "The token has expired.",
                     *             "rule": "the token must not have expired",
                     *             "pointer": "#/paths/~1orders/get/security/0",
                     *             "expected": "an end after 2030-01-01T00:00:00Z",
                     *             "got": "2029-12-31T23:45:00Z"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    readonly "application/json": components["schemas"]["JournalPage"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly clearJournal: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is empty. */
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
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly getJournalEntry: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description The entry's id, as an answer has it in `x-tollgate-request`; `last` is the newest, and `refused` the newest refusal.
                 * @example 7
                 */
                readonly id: components["parameters"]["EntryId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The entry. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 7,
                     *       "time": "2030-01-01T00:00:00Z",
                     *       "epoch_ms": 1893456000000,
                     *       "contract": "acme",
                     *       "operation": "listOrders",
                     *       "method": "GET",
                     *       "url": "/acme/orders",
                     *       "status": 401,
                     *       "duration_ms": 0.4,
                     *       "address": "127.0.0.1",
                     *       "guards": {
                     *         "passed": [
                     *           "rate_limit"
                     *         ],
                     *         "refused": "authentication"
                     *       },
                     *       "refusal": {
                     *         "failure": "expired_token",
                     *         "meaning": "The token has expired.",
                     *         "rule": "the token must not have expired",
                     *         "pointer": "#/x-credentials/access_token/lifetime",
                     *         "expected": "a use before 2030-01-01T00:00:00Z",
                     *         "got": "a use at 2030-01-01T00:00:03Z; the token expired 3 s ago",
                     *         "place": {
                     *           "file": "specs/acme.yaml",
                     *           "line": 40,
                     *           "column": 5
                     *         },
                     *         "evidence": "documented",
                     *         "citations": [
                     *           {
                     *             "fact": "acme.3",
                     *             "says": "Tokens live 15 minutes.",
                     *             "quote": "Tokens expire after 15 minutes",
                     *             "section": "Tokens"
                     *           }
                     *         ],
                     *         "explanation": {
                     *           "mistake": "token-expired",
                     *           "finding": "The token expired 3 s ago; it lived 900 s.",
                     *           "next": [
                     *             {
                     *               "text": "Renew the token before its expires_in has passed."
                     *             }
                     *           ]
                     *         }
                     *       },
                     *       "kept": true,
                     *       "request": {
                     *         "headers": [
                     *           [
                     *             "Authorization",
                     *             "Bearer [redacted]"
                     *           ]
                     *         ],
                     *         "bytes": 0
                     *       },
                     *       "answer": {
                     *         "headers": [
                     *           [
                     *             "content-type",
                     *             "application/json"
                     *           ]
                     *         ],
                     *         "body": "{}",
                     *         "bytes": 2
                     *       }
                     *     }
                     */
                    readonly "application/json": components["schemas"]["JournalDetail"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly followJournal: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
                /**
                 * @description Only those of this contract.
                 * @example acme
                 */
                readonly contract?: components["parameters"]["OfContract"];
                /**
                 * @description Only calls of this operation.
                 * @example listOrders
                 */
                readonly operation?: components["parameters"]["OfOperation"];
                /**
                 * @description Only calls answered with this status.
                 * @example 401
                 */
                readonly status?: components["parameters"]["OfStatus"];
                /**
                 * @description Only calls that a rule refused (`true`), or only the others (`false`).
                 * @example true
                 */
                readonly refused?: components["parameters"]["OfRefused"];
                /**
                 * @description Only calls that came with this credential of the contract.
                 * @example access_token
                 */
                readonly credential?: components["parameters"]["OfCredential"];
                /**
                 * @description Only refusals of this rule. A canonical failure, a recognised mistake, or words of the rule.
                 * @example expired_token
                 */
                readonly rule?: components["parameters"]["OfRule"];
                /**
                 * @description Only those with a greater id.
                 * @example 7
                 */
                readonly after?: components["parameters"]["After"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The stream; it ends with the server. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example id: 7
                     *     event: entry
                     *     data: {}
                     */
                    readonly "text/event-stream": string;
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly exportJournal: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The sandbox acted on.
                 * @example ci-7
                 */
                readonly sandbox?: components["parameters"]["Sandbox"];
                /**
                 * @description Only those of this contract.
                 * @example acme
                 */
                readonly contract?: components["parameters"]["OfContract"];
                /**
                 * @description Only calls of this operation.
                 * @example listOrders
                 */
                readonly operation?: components["parameters"]["OfOperation"];
                /**
                 * @description Only calls answered with this status.
                 * @example 401
                 */
                readonly status?: components["parameters"]["OfStatus"];
                /**
                 * @description Only calls that a rule refused (`true`), or only the others (`false`).
                 * @example true
                 */
                readonly refused?: components["parameters"]["OfRefused"];
                /**
                 * @description Only calls that came with this credential of the contract.
                 * @example access_token
                 */
                readonly credential?: components["parameters"]["OfCredential"];
                /**
                 * @description Only refusals of this rule. A canonical failure, a recognised mistake, or words of the rule.
                 * @example expired_token
                 */
                readonly rule?: components["parameters"]["OfRule"];
                /**
                 * @description Only those with a greater id.
                 * @example 7
                 */
                readonly after?: components["parameters"]["After"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The archive. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "log": {
                     *         "version": "1.2",
                     *         "creator": {
                     *           "name": "tollgate",
                     *           "version": "0.1.0"
                     *         },
                     *         "entries": []
                     *       }
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Har"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
}
