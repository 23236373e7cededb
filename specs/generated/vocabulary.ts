// Generated from specs/vocabulary.schema.json by `npm run generate`. Do not edit.

export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description How we know: stated in the provider's document, shown only in its samples, found in its other public material, required by a standard, or assumed because nobody says.
         * @enum {string}
         */
        readonly Evidence: "documented" | "sample" | "public" | "standard" | "assumed";
        /** @description Id (or ids) of the fact in `specs/sources.yaml` that this element carries, such as `revenue.9`. */
        readonly Source: components["schemas"]["SourceId"] | readonly components["schemas"]["SourceId"][];
        readonly SourceId: string;
        /** @description An ISO 8601 duration: `PT60S`, `PT15M`, `PT24H`, `P14D`. */
        readonly Duration: string;
        /** @description A JSON pointer into the parsed request body, such as `/escrow_id`; the empty string is the whole body. */
        readonly Pointer: string;
        /**
         * @description A stage every request passes before its operation acts. `rate_limit` counts and refuses over quota; `identifier` wants tenant, developer, version and origin; `authentication` wants a good credential; `permission` wants its scope, role, tenant and address to allow the call; `step_up` wants a one-time-password verification; `validation` checks the request against the contract.
         * @enum {string}
         */
        readonly Guard: "rate_limit" | "identifier" | "authentication" | "permission" | "step_up" | "validation";
        /** @description The order in which a request is judged; the first refusal answers. Default: rate_limit, identifier, authentication, permission, step_up, validation. */
        readonly Guards: readonly components["schemas"]["Guard"][];
        /** @description The responses for requests that match no operation: references to `components/responses`. */
        readonly Unmatched: {
            /** @description 404: no operation has this path. */
            readonly unknown_path: components["schemas"]["ResponseRef"];
            /** @description 405: the path exists, the method does not; an `Allow` header lists those that do. */
            readonly method_not_allowed: components["schemas"]["ResponseRef"];
            /** @description The class of `x-rate-limits` that such requests count in; default the class `default`, where there is one. */
            readonly rate_limit?: string;
        };
        /** @description At the root: that web pages call the API from their scripts (CORS, Fetch §3.3), and of which origins. A preflight names neither key nor tenant, so it is answered by the origin list alone, needs no credential and takes nothing from a quota; the request itself is judged when it comes. Pages may send `Authorization`, `Content-Type` and every header that an operation takes, and read every header that an answer declares. Without this key the suite holds nobody to it; the sandbox lets pages of every origin call operations that have no origin list of their own. */
        readonly Cors: {
            /**
             * @description `any`: every origin. `listed`: of an operation with an `origin` identifier the origins on its allow-list, where an application's identifier counts as one; nothing is said of other operations.
             * @enum {string}
             */
            readonly origins: "any" | "listed";
            readonly "x-evidence"?: components["schemas"]["Evidence"];
            readonly "x-source"?: components["schemas"]["Source"];
        };
        /** @description On an operation: the media type that every request must name in `Content-Type`, even one without a body; a request without it is an `unsupported_media_type`. */
        readonly ContentType: {
            readonly required: string;
            readonly "x-evidence"?: components["schemas"]["Evidence"];
            readonly "x-source"?: components["schemas"]["Source"];
        };
        readonly ResponseRef: {
            readonly $ref: string;
        };
        /** @description On a security scheme: which credential of `x-credentials` it carries, and which part. Schemes ANDed in one security requirement with the same credential make one credential together (an id and a secret); with different credentials the request must carry them all. The same credential in two requirements may be presented either way (header or query); with different scopes, the scopes of either will do. */
        readonly Verify: {
            /** @description A name in `x-credentials`; null for a scheme that proves nothing, such as a header with a version: it is not looked at, and a requirement without any other scheme is met by everyone. */
            readonly credential: string | null;
            readonly part?: components["schemas"]["CredentialPart"];
            /** @description For an `http` scheme of the provider's own: the header carries several parts, as parameters by these names (`Scheme Key=a, Signature="b"`), quoted or not, in any order. */
            readonly parameters?: {
                readonly id?: string;
                readonly signature?: string;
                readonly timestamp?: string;
                readonly nonce?: string;
                readonly signed_headers?: string;
            };
            /**
             * @description Whether clients put the values of these parameters into quotation marks; both are taken.
             * @default false
             */
            readonly quoted?: boolean;
            /**
             * @description For a token: only one that the tenant itself agreed to, and no person of it, is taken.
             * @enum {string}
             */
            readonly consent_of?: "tenant";
        };
        /**
         * @description `id` names who calls; `secret` proves it (a lone key, or a bearer or session token, is a `secret`; in HTTP Basic it is the user name, and the password is empty); `basic` is both in one HTTP Basic header; `signature`, `timestamp` and `nonce` belong to HMAC, and so do `signed_headers` (names, joined by `;`), `expires` and `signature_input` (the field `Signature-Input` of RFC 9421).
         * @default secret
         * @enum {string}
         */
        readonly CredentialPart: "id" | "secret" | "basic" | "signature" | "timestamp" | "nonce" | "signed_headers" | "expires" | "signature_input";
        /** @description At the root: every kind of credential the provider takes, by a name of the contract's choosing. */
        readonly Credentials: {
            readonly [key: string]: components["schemas"]["Credential"];
        };
        readonly Credential: components["schemas"]["KeyCredential"] | components["schemas"]["SignatureCredential"] | components["schemas"]["CertificateCredential"] | components["schemas"]["TokenCredential"] | components["schemas"]["SessionCredential"];
        /** @description A long-lived key: alone (`api_key`) or as id and secret (`key_pair`), created, blocked, deleted and regenerated over the control plane. */
        readonly KeyCredential: {
            /** @enum {string} */
            readonly kind: "api_key" | "key_pair";
            /** @description What people call it. */
            readonly title?: string;
            readonly id_format?: components["schemas"]["IdFormat"];
            readonly secret_format?: components["schemas"]["IdFormat"];
            /** @description Role name → the scopes it grants (`*` grants all). A key without a role may do everything. */
            readonly roles?: {
                readonly [key: string]: readonly string[];
            };
            readonly visibility?: components["schemas"]["SecretVisibility"];
            readonly rotation?: components["schemas"]["Rotation"];
            /** @description Names of the platforms for which an integration key may be made. */
            readonly platforms?: readonly string[];
            readonly "x-evidence"?: components["schemas"]["Evidence"];
            readonly "x-source"?: components["schemas"]["Source"];
        };
        /** @description What becomes of a key's old secret when it gets a new one. Without this it stops working at once. */
        readonly Rotation: {
            /** @description How long the old secret goes on unless the person who rotates the key says; default none. */
            readonly overlap?: components["schemas"]["Duration"];
            /** @description The longest overlap that anyone who rotates the key may choose, over the control plane; without it, none. */
            readonly longest?: components["schemas"]["Duration"];
            readonly "x-evidence"?: components["schemas"]["Evidence"];
            readonly "x-source"?: components["schemas"]["Source"];
        };
        /** @description How long the control plane shows a key's secret after it was made. */
        readonly SecretVisibility: {
            /** @description The project's primary key, when first generated. */
            readonly primary_first?: components["schemas"]["Duration"];
            /** @description Any other key, and every regenerated one: a duration, or `once` for shown only in the answer that made it. */
            readonly otherwise: components["schemas"]["Duration"] | "once";
            /** @description Plans (see `x-rate-limits`) on which secrets are never hidden. */
            readonly never_hidden_on_plans?: readonly string[];
            readonly "x-evidence"?: components["schemas"]["Evidence"];
            readonly "x-source"?: components["schemas"]["Source"];
        };
        /** @description A certificate that the client connects with, over TLS (`mutualTLS` in OpenAPI 3.1), issued by an authority that is trusted: the sandbox's own, which gives each key a certificate, or one that the server was started with. The key that registered a name of the certificate is who calls. No part of a request carries it, so it says nothing where the request has another credential that the operation takes. */
        readonly CertificateCredential: {
            /** @enum {string} */
            readonly kind: "certificate";
            /** @description What people call it. */
            readonly title?: string;
            /** @description Role name → the scopes it grants (`*` grants all). A key without a role may do everything. */
            readonly roles?: {
                readonly [key: string]: readonly string[];
            };
            readonly rotation?: components["schemas"]["Rotation"];
            readonly "x-evidence"?: components["schemas"]["Evidence"];
            readonly "x-source"?: components["schemas"]["Source"];
        };
        /** @description A signature over parts of the request: made with a secret that both sides know (`hmac`), or with the private half of a key pair of which the server knows the public half (`signature`). */
        readonly SignatureCredential: {
            /** @enum {string} */
            readonly kind: "hmac" | "signature";
            readonly title?: string;
            readonly algorithm: components["schemas"]["SignatureAlgorithm"];
            /** @description Algorithms of key pairs besides `algorithm`, which is that of pairs that the sandbox makes. By which of them a signature is made, its key says: each has one (RFC 9421 §3.3), and of two for RSA keys nobody could tell. */
            readonly algorithms?: readonly components["schemas"]["SignatureAlgorithm"][];
            readonly encoding: components["schemas"]["SignatureEncoding"];
            readonly ecdsa_format?: components["schemas"]["EcdsaFormat"];
            /** @description The parts that are concatenated, in order: what is signed. */
            readonly message: readonly components["schemas"]["SignedPart"][];
            /**
             * @description Text between the parts; default none.
             * @default
             */
            readonly separator?: string;
            /** @description A canonical request, whose digest the message carries as `request_digest`: lowercase hex, by the signature's own hash, or SHA-256 for `ed25519`. */
            readonly request?: {
                readonly message: readonly components["schemas"]["SignedPart"][];
                /**
                 * @description Text between the parts; default a line feed.
                 * @default
                 */
                readonly separator?: string;
            };
            /** @description Which header fields are signed, as `headers` and `signed_headers` of the message: `names` alone, or where the request lists them (the part `signed_headers`), all that it lists, `names` at least among them. */
            readonly headers?: {
                readonly names: readonly string[];
            };
            /** @description For `signature_base`: HTTP message signatures (RFC 9421), by `hmac-sha256` where `algorithm` is `sha256`, in `Signature-Input` and `Signature`. The parameters `created` (the timestamp) and `keyid` (the id) are wanted, `expires` and `nonce` obeyed where they are there. `@target-uri`, `@path` and `@request-target` are as the client sends them, with the sandbox's own prefix. */
            readonly components?: {
                /** @description Components that must be covered: header fields in lower case, `@method`, `@authority`, `@target-uri`, `@scheme`, `@request-target`, `@path`, `@query` or `@query-param;name="x"`; `content-digest` only of a request with a body. */
                readonly names: readonly string[];
                /** @description The parameter `tag` of the signature that counts; others are for somebody else. */
                readonly tag?: string;
            };
            /** @description How `body_digest` is made; default SHA-256 in lowercase hex. */
            readonly digest?: {
                /**
                 * @default sha256
                 * @enum {string}
                 */
                readonly algorithm?: "sha256" | "md5";
                /**
                 * @description `structured`: as the field Content-Digest of RFC 9530 has it, by SHA-256 or SHA-512 whatever `algorithm` says.
                 * @default hex
                 * @enum {string}
                 */
                readonly encoding?: "hex" | "base64" | "structured";
                /** @description Header field that carries it too: where it is sent, it must be the digest of the body. */
                readonly header?: string;
                /**
                 * @description Whether a request with a body must carry that field.
                 * @default false
                 */
                readonly required?: boolean;
            };
            readonly timestamp_format?: components["schemas"]["TimestampFormat"];
            /** @description What a signature is good for: the day of the timestamp in UTC (20250401), and these texts. It stands behind the id, joined by slashes, and the key is derived with it: HMAC of the day by the secret, of the first text by that, and so on. */
            readonly scope?: {
                readonly texts: readonly string[];
                /** @description Text before the secret where the key is derived. */
                readonly key_prefix?: string;
            };
            readonly secret_encoding?: components["schemas"]["SecretEncoding"];
            /** @description For requests that carry the part `expires`: it says in seconds how long the signature is good for, in place of the window. */
            readonly expires?: {
                readonly longest: components["schemas"]["Duration"];
            };
            /** @description How old a timestamp may be; exactly this old is still accepted, older is refused. */
            readonly window: components["schemas"]["Duration"];
            /** @description How far ahead of the clock a timestamp may be; default PT5M. */
            readonly future?: components["schemas"]["Duration"];
            /**
             * @description Whether the same signature (or nonce, where the recipe has one) may be used again inside the window.
             * @default allow
             * @enum {string}
             */
            readonly replay?: "allow" | "refuse";
            /** @description What changes when the sandbox's `hardened` setting is on. */
            readonly hardened?: {
                /** @enum {string} */
                readonly replay?: "allow" | "refuse";
            };
            readonly "x-evidence"?: components["schemas"]["Evidence"];
            readonly "x-source"?: components["schemas"]["Source"];
        };
        /**
         * @description The hash of an HMAC, where SHA-1 and MD5 are for providers that are that old; or a signature by a key pair, named as RFC 9421 §3.3 names it.
         * @enum {string}
         */
        readonly SignatureAlgorithm: "sha256" | "sha384" | "sha512" | "sha1" | "md5" | "rsa-pss-sha512" | "rsa-v1_5-sha256" | "ecdsa-p256-sha256" | "ecdsa-p384-sha384" | "ed25519";
        /**
         * @description How the two numbers of an ECDSA signature are written: one behind the other, each as long as the curve's order (`raw`, as RFC 9421 has it), or as a sequence in ASN.1 (`der`).
         * @default raw
         * @enum {string}
         */
        readonly EcdsaFormat: "raw" | "der";
        /** @enum {string} */
        readonly SignatureEncoding: "hex" | "base64" | "base64url";
        /**
         * @description How the timestamp is written: seconds or milliseconds since 1970, `iso_basic` (20250401T093000Z) or `http_date` (RFC 9110 §5.6.7). Ages are counted in whole seconds.
         * @default epoch
         * @enum {string}
         */
        readonly TimestampFormat: "epoch" | "milliseconds" | "iso_basic" | "http_date";
        /**
         * @description What a secret's text is before it signs; default the text itself.
         * @default utf8
         * @enum {string}
         */
        readonly SecretEncoding: "utf8" | "base64" | "hex";
        /** @description `path` is the path as sent, without the query and without the sandbox's own prefix; `normalized_path` is that without dot segments and doubled slashes, each byte outside RFC 3986's unreserved ones percent-encoded (once more); `query` is the raw query string; `sorted_query` has its parameters encoded so, sorted by name and value; neither holds the signature itself. `headers` are the signed header fields, sorted, each as `name:value` and a line feed, the name in lower case and the value without white space around it or doubled in it; `signed_headers` are their names, joined by `;`. `body` is the raw body bytes, `body_digest` their digest. `day` is the timestamp's in UTC (20250401). `request_digest` is that of the canonical request. `signature_base` is the text of an HTTP message signature (RFC 9421 §2.5), which stands alone. `text` is a text of the provider's. */
        readonly SignedPart: ("id" | "timestamp" | "nonce" | "method" | "path" | "normalized_path" | "query" | "sorted_query" | "headers" | "signed_headers" | "body" | "body_digest" | "day" | "scope" | "request_digest" | "signature_base") | {
            readonly text: string;
        };
        /** @description An access token that a `token.issue` operation gives out. */
        readonly TokenCredential: {
            /** @constant */
            readonly kind: "token";
            readonly title?: string;
            /** @enum {string} */
            readonly format: "jwt" | "opaque";
            /**
             * @description For `jwt`.
             * @enum {string}
             */
            readonly algorithm?: "RS256" | "ES256" | "HS256";
            /** @description For `opaque`: the shape of the token. */
            readonly id_format?: components["schemas"]["IdFormat"];
            readonly lifetime: components["schemas"]["Duration"];
            /** @description `iss` of a JWT, and of the authorization response; default: the contract's base URL in the sandbox. */
            readonly issuer?: string;
            /** @description `aud` of a JWT. */
            readonly audience?: string;
            /**
             * @description `typ` in the header of a JWT, default `JWT`: `at+jwt` for one that says it is an access token (RFC 9068), which then carries `iss`, `exp`, `aud`, `sub`, `client_id` and `iat`.
             * @constant
             */
            readonly typ?: "at+jwt";
            /** @description The claims a JWT carries. */
            readonly claims?: readonly ("iss" | "sub" | "aud" | "exp" | "iat" | "nbf" | "jti" | "client_id" | "scope" | "tenant")[];
            /** @description Granted where a request names no scope; without it, no scope is an error if `scope` is required, else all the client's scopes. */
            readonly default_scope?: string;
            /** @description Umbrella scope → the scopes it contains. A trailing `*` matches a prefix; `!` before one excludes. */
            readonly scope_implies?: {
                readonly [key: string]: readonly string[];
            };
            readonly id_token?: components["schemas"]["IdToken"];
            readonly refresh?: components["schemas"]["Refresh"];
            /** @description At most this many unexpired tokens per tenant. */
            readonly max_live?: number;
            readonly dpop?: components["schemas"]["Dpop"];
            readonly resources?: components["schemas"]["Resources"];
            /**
             * @description Tokens are bound to the certificate that a client connects with (RFC 8705 §3): one that was asked for over such a connection is taken over connections with the same certificate only. `optional`: a token that was asked for without a certificate is bound to none. `required`: token requests without one are refused. Refresh tokens of public clients are bound too. The server must speak HTTPS.
             * @enum {string}
             */
            readonly certificate_bound?: "optional" | "required";
            /** @description The longest that a JWT by which a client authenticates may still be good for: one whose `exp` is further ahead is refused. Default PT1H. */
            readonly assertion_lifetime?: components["schemas"]["Duration"];
            /** @description How long tokens go on after the key that acquired them was deleted or blocked. */
            readonly dies_with_key?: components["schemas"]["Duration"];
            readonly "x-evidence"?: components["schemas"]["Evidence"];
            readonly "x-source"?: components["schemas"]["Source"];
        };
        /** @description Tokens may be bound to a key of the client's (RFC 9449): a token request with a proof of that key in its `DPoP` header gets a token of the type `DPoP`, which is taken by the scheme `DPoP` and with a new proof of the same key only. Wherever an operation takes these tokens by the scheme `Bearer`, it takes bound ones by the scheme `DPoP`. Refresh tokens of public clients are bound too. */
        readonly Dpop: {
            /**
             * @description Every token is bound: token requests without a proof are refused. Default: a client that wants a bound one sends a proof.
             * @default false
             */
            readonly required?: boolean;
            /** @description How proofs may be signed; default every asymmetric algorithm that the sandbox knows. */
            readonly algorithms?: readonly ("ES256" | "ES384" | "ES512" | "RS256" | "RS384" | "RS512" | "PS256" | "PS384" | "PS512")[];
            /** @description How far `iat` of a proof may be from the clock, before and after. Default PT5M. */
            readonly proof_lifetime?: components["schemas"]["Duration"];
            /** @description Proofs carry a nonce that the server gave in a `DPoP-Nonce` header; it gives another one after so long, and goes on taking the one before for as long again. Default: no nonce. The answers need a header with `x-fill: dpop.nonce`. */
            readonly nonce?: components["schemas"]["Duration"];
            readonly "x-evidence"?: components["schemas"]["Evidence"];
            readonly "x-source"?: components["schemas"]["Source"];
        };
        /** @description Resource indicators (RFC 8707): a client says which resource servers a token is to be for, and `aud` names those alone. This API goes by the credential's `audience`, its issuer and its base URL. A request that names nobody gets a token for this API. A token that is for others alone is refused here as `invalid_token`; a name that nobody goes by is `invalid_target`. The token request of a code, device code or refresh token may name fewer than its authorization did, and no others. */
        readonly Resources: {
            /** @description Resource servers besides this API that tokens are given out for. */
            readonly others?: readonly string[];
            /**
             * @description How requests name them; each may come more than once. `resource` is taken in authorization requests too, pushed ones and those of devices among them; `audience` at the token endpoint alone.
             * @default [
             *       "resource"
             *     ]
             */
            readonly parameters?: readonly ("resource" | "audience")[];
        };
        /** @description OpenID Connect: an authorization request whose scope holds `openid` signs a person in, and the answer to its code carries an ID token beside the access token (Core §2, §3.1.3.3). Its claims are `iss`, `sub`, `aud`, `exp`, `iat`, `auth_time`, `at_hash`, `sid`, `nonce` where one was sent, and those that the `claims` parameter asks for. It is signed with RS256, which every client takes (Core §15.1). */
        readonly IdToken: {
            readonly lifetime: components["schemas"]["Duration"];
            /**
             * @description How `sub` names a person: `public` by the user's id, `pairwise` by another value for each host of a client's redirect URIs (Core §8.1). The first is for clients that registered none.
             * @default [
             *       "public"
             *     ]
             */
            readonly subject_types?: readonly ("public" | "pairwise")[];
            /** @description Scope → the fields of a user's profile that it opens at UserInfo (Core §5.4). */
            readonly scope_claims: {
                readonly [key: string]: readonly string[];
            };
            /** @description The class in which people are signed in here, as `acr` tells it. */
            readonly acr?: string;
            /** @description The methods by which they are, as `amr` tells them (RFC 8176). */
            readonly amr?: readonly string[];
            readonly "x-evidence"?: components["schemas"]["Evidence"];
            readonly "x-source"?: components["schemas"]["Source"];
        };
        /** @description Refresh tokens: for which grants, and what happens when one is used. */
        readonly Refresh: {
            /** @description Grants whose answers carry a refresh token; `link` is `link.redeem`. */
            readonly grants: readonly ("authorization_code" | "client_credentials" | "jwt_bearer" | "device_code" | "password" | "link")[];
            /** @description Only where this scope was granted, such as `offline_access` (OpenID Connect Core §11); default always. */
            readonly scope?: string;
            /**
             * @default opaque
             * @enum {string}
             */
            readonly format?: "opaque" | "jwt";
            /** @description Default P30D. */
            readonly lifetime?: components["schemas"]["Duration"];
            /** @description `true`: each use gives a new refresh token, and using an old one again revokes its whole family. `false`: the same refresh token comes back. */
            readonly rotate: boolean;
            /** @description Where refresh tokens rotate: how long after its first use an old one is still answered, for clients that refresh twice at once and for answers that get lost. Each such answer has a fresh access token and one more refresh token, and the family lives on; from the end of the leeway on, using the old one revokes the family. Default: no leeway. */
            readonly reuse_leeway?: components["schemas"]["Duration"];
            readonly hardened?: {
                readonly rotate?: boolean;
            };
            readonly "x-evidence"?: components["schemas"]["Evidence"];
            readonly "x-source"?: components["schemas"]["Source"];
        };
        /** @description A session token with an idle time: each successful request may push its end further away. */
        readonly SessionCredential: {
            /** @constant */
            readonly kind: "session";
            readonly title?: string;
            readonly id_format?: components["schemas"]["IdFormat"];
            /** @description Dies after this long without a successful request (or after it was opened, where not sliding). */
            readonly idle: components["schemas"]["Duration"];
            /** @default true */
            readonly sliding?: boolean;
            readonly "x-evidence"?: components["schemas"]["Evidence"];
            readonly "x-source"?: components["schemas"]["Source"];
        };
        /** @description At the root: second factors that make codes by themselves, from a secret that a person enrolled, by a name of the contract's choosing. */
        readonly Authenticators: {
            readonly [key: string]: components["schemas"]["Authenticator"];
        };
        /** @description Time-based codes (`totp`, RFC 6238) or counted ones (`hotp`, RFC 4226). A code is good once. After so many wrong codes in a row every code is refused (`otp_locked`) until the lock-out is over; a right one in between starts the count again, and one that was used before does not count. */
        readonly Authenticator: {
            /** @enum {string} */
            readonly kind: "totp" | "hotp";
            readonly digits: number;
            /**
             * @default sha1
             * @enum {string}
             */
            readonly algorithm?: "sha1" | "sha256" | "sha512";
            /** @description Of `totp`: how long a code is shown; default PT30S. */
            readonly period?: components["schemas"]["Duration"];
            /**
             * @description Of `totp`: how many periods a code may be early or late.
             * @default 1
             */
            readonly skew?: number;
            /**
             * @description Of `hotp`: how many codes may have been made and not used; a right one within them sets the counter (RFC 4226 §7.4).
             * @default 10
             */
            readonly look_ahead?: number;
            /** @description Wrong codes in a row after which it is locked. */
            readonly attempts: number;
            readonly lockout: components["schemas"]["Duration"];
            /** @description The name that authenticator apps show; default the document's title. */
            readonly issuer?: string;
            readonly "x-evidence"?: components["schemas"]["Evidence"];
            readonly "x-source"?: components["schemas"]["Source"];
        };
        /** @description On a parameter: it identifies the tenant, the developer, the API version or the origin of the call, and is judged in the `identifier` stage. Parameters of the same kind on one operation are alternatives (header or query): one is enough, and two must agree. */
        readonly Identifier: {
            /**
             * @description `tenant`: one of the seeded tenants, compared exactly. `developer`: one of the seeded developers. `version`: one of the schema's `enum` or `const`. `origin`: a host on the allow-list (`example.com` that host, `.example.com` its subdomains, `www` among them, `*` any).
             * @enum {string}
             */
            readonly kind: "tenant" | "developer" | "version" | "origin";
            /**
             * @description Whether a call without it is refused.
             * @default true
             */
            readonly required?: boolean;
            /** @description For `origin`: the allow-list at start; the control plane can change it. */
            readonly allow?: readonly string[];
        };
        /** @description On a header parameter: a repeated request with the same key and body gets the first answer again; another body is refused; one still being answered is refused. */
        readonly Idempotency: {
            readonly remember: components["schemas"]["Duration"];
        };
        /**
         * @description On a query parameter of a list: what it does. `page` counts from 1; `size` beyond its schema's `maximum` is cut to it; `filter` keeps the records whose field of the same name equals it (an unknown value keeps none).
         * @enum {string}
         */
        readonly Paging: "page" | "size" | "sort_by" | "sort_order" | "filter" | "cursor";
        /** @description On a query parameter: another name of the query parameter called so, with the same schema, `x-paging` and all. Where a request has both, the parameter itself counts. */
        readonly Alias: string;
        /** @description At the root: the classes of rate limit, by name. The class `default` applies where an operation names none. */
        readonly RateLimits: {
            readonly [key: string]: components["schemas"]["RateLimit"];
        };
        readonly RateLimit: {
            /** @description Requests per window; null is no limit until the control plane sets one. */
            readonly limit: number | null;
            readonly window: components["schemas"]["Duration"];
            readonly also?: components["schemas"]["LongerWindows"];
            /** @description How many requests of one caller may be under way at once, those that wait for their answer and this one; one more is `rate_limited`. A place is free again with the answer, or when the client hangs up. It counts beside the windows, or alone where `limit` is null. */
            readonly in_flight?: number;
            /**
             * @description `fixed_window` starts with the first request and ends `window` later; `sliding_window` looks back `window` from each request; `token_bucket` holds `limit` tokens and refills at limit/window.
             * @enum {string}
             */
            readonly algorithm: "fixed_window" | "sliding_window" | "token_bucket";
            /** @description Of a `sliding_window`: how much closer together calls may arrive than they were sent. A call counts for `window` less this, so that a client that keeps to the limit by its own clock is not refused; what the caller is told is the whole window. At most half of the window. */
            readonly leeway?: components["schemas"]["Duration"];
            /** @description Who shares a quota: one for each combination of these. With `tenant` alone, all keys and tokens of a tenant share one; with `credential` too, each client, key or user has its own. Where a credential is absent or not valid, the client's address stands in for it. `recipient` stands alone: whom a link is sent to, in a class that `per_address` of `link.request` names. */
            readonly key: readonly ("tenant" | "credential" | "address" | "recipient")[];
            /** @description Other figures by name; the control plane's `plan` setting selects one. */
            readonly plans?: {
                readonly [key: string]: {
                    readonly limit: number;
                    readonly window: components["schemas"]["Duration"];
                    readonly also?: components["schemas"]["LongerWindows"];
                };
            };
            /** @description The name this class has in a header filled with `rate.type`, `rate.service_limits` or `rate.policies`; default its own. */
            readonly type?: string;
            readonly "x-evidence"?: components["schemas"]["Evidence"];
            readonly "x-source"?: components["schemas"]["Source"];
        };
        /** @description Further windows in which the same requests count, each longer than the one before and with room for more of them: 10 a second and 1,000 an hour. A request is refused when any window is full, and then takes from none. Headers that have room for one window tell the one with the fewest requests left, and of a refusal the full one that has to be waited for longest. */
        readonly LongerWindows: readonly {
            /** @description The name of this window in a header filled with `rate.type`, `rate.service_limits` or `rate.policies`. */
            readonly type: string;
            readonly limit: number;
            readonly window: components["schemas"]["Duration"];
        }[];
        /** @description At the root: how the webhooks of the document's `webhooks` section are sent. Each is a POST of JSON; any 2xx answer takes it, and after anything else it is sent again. */
        readonly WebhookDelivery: {
            /** @description Where it says whom to send to: a property of the record, and where that is absent, a field of the tenant's profile. */
            readonly url: {
                readonly record?: string;
                readonly tenant?: string;
            };
            /** @description How long a receiver may take to answer, on the machine's clock; at most PT30S. */
            readonly timeout: components["schemas"]["Duration"];
            /** @description How long after each failed attempt the next one is made, on the sandbox's clock; after the last one it is given up. */
            readonly retries: readonly components["schemas"]["Duration"][];
            readonly signing?: components["schemas"]["WebhookSigning"];
            readonly "x-evidence"?: components["schemas"]["Evidence"];
            readonly "x-source"?: components["schemas"]["Source"];
        };
        /** @description How webhooks are signed: the words of signed requests, with a secret of the tenant that is told. Each attempt is signed anew, with the time at which it is made. */
        readonly WebhookSigning: {
            readonly algorithm: components["schemas"]["SignatureAlgorithm"];
            readonly encoding: components["schemas"]["SignatureEncoding"];
            readonly ecdsa_format?: components["schemas"]["EcdsaFormat"];
            /** @description The parts that are signed, in order: `id` is the event's, `timestamp` that of the attempt, `body` the bytes that are posted, `text` a text of the provider's. */
            readonly message: readonly (("id" | "timestamp" | "body") | {
                readonly text: string;
            })[];
            /**
             * @description Text between the parts; default none.
             * @default
             */
            readonly separator?: string;
            /** @description Header field → its value, in which `{id}`, `{timestamp}` and `{signature}` are filled in: `t={timestamp},v1={signature}`. */
            readonly headers: {
                readonly [key: string]: string;
            };
            readonly timestamp_format?: components["schemas"]["TimestampFormat"];
            /** @description Text before each secret that is no part of the key, such as `whsec_`. */
            readonly secret_prefix?: string;
            readonly secret_encoding?: components["schemas"]["SecretEncoding"];
        };
        /** @description On the operation of a webhook: it is sent when a field of a resource's record changes, or a record is made, and the new value is among `events`. The body is the request body's example with facts laid over it. */
        readonly Webhook: {
            readonly resource: string;
            /** @description The property whose changes are told. */
            readonly field: string;
            /** @description Value of the field → name of the event. */
            readonly events: {
                readonly [key: string]: string;
            };
        };
        /** @description On an operation: the class of `x-rate-limits` it counts in; null for none. */
        readonly RateLimitRef: string | null;
        /** @description On an operation: it needs a verification token, from a one-time password or from the code of an authenticator (`authenticator.verify`), bound to the same operation and resource. */
        readonly StepUp: {
            /** @description The value of `operation`, in the request for the password or with the code of the authenticator, that this call accepts. */
            readonly operation: string;
            /** @description The request header that carries the verification token. */
            readonly header: string;
            /** @description Where the call names the resource the token must be bound to. */
            readonly resource?: components["schemas"]["Pointer"];
            /** @description Only calls of at least the threshold need it. The amount stands in the body (`body`), or in a field of a stored record (`resource` + `field`). */
            readonly amount?: components["schemas"]["StepUpAmount"];
            readonly "x-evidence"?: components["schemas"]["Evidence"];
            readonly "x-source"?: components["schemas"]["Source"];
        };
        readonly StepUpAmount: {
            /** @description The threshold; the control plane's `otp_threshold` setting overrides it. */
            readonly at_least: number;
            /** @description Other thresholds by the value of a field that stands beside the amount, such as its currency; a value that is not listed takes `at_least`. */
            readonly by?: {
                /** @description Name of the field, in the same object as the amount. */
                readonly field: string;
                /** @description Value of the field → threshold. */
                readonly at_least: {
                    readonly [key: string]: number;
                };
            };
            readonly body?: components["schemas"]["Pointer"];
            readonly record?: {
                readonly resource: string;
                readonly id: components["schemas"]["Pointer"];
                readonly field: string;
            };
        };
        /** @description On an operation: what happens once every guard has let the request through. */
        readonly Action: components["schemas"]["AuthorizeAction"] | components["schemas"]["AuthorizePushAction"] | components["schemas"]["AuthorizeDecideAction"] | components["schemas"]["DeviceAuthorizeAction"] | components["schemas"]["DeviceVerifyAction"] | components["schemas"]["TokenIssueAction"] | components["schemas"]["TokenRevokeAction"] | components["schemas"]["TokenIntrospectAction"] | components["schemas"]["UserinfoAction"] | components["schemas"]["ClientRegisterAction"] | components["schemas"]["ClientManageAction"] | components["schemas"]["EndSessionAction"] | components["schemas"]["DiscoveryAction"] | components["schemas"]["ResourceMetadataAction"] | components["schemas"]["OtpRequestAction"] | components["schemas"]["OtpVerifyAction"] | components["schemas"]["AuthenticatorEnrollAction"] | components["schemas"]["AuthenticatorVerifyAction"] | components["schemas"]["SessionOpenAction"] | components["schemas"]["SessionCloseAction"] | components["schemas"]["SsoEnterAction"] | components["schemas"]["LinkRequestAction"] | components["schemas"]["LinkRedeemAction"] | components["schemas"]["PageAction"] | components["schemas"]["KeyRegenerateAction"] | components["schemas"]["ProfileAction"] | components["schemas"]["ResourceListAction"] | components["schemas"]["ResourceGetAction"] | components["schemas"]["ResourceCreateAction"] | components["schemas"]["ResourceUpdateAction"] | components["schemas"]["ResourceDeleteAction"] | components["schemas"]["ResourceTransitionAction"] | components["schemas"]["ResourceCheckAction"] | components["schemas"]["ReplyAction"];
        /** @description The authorization endpoint: checks the client and redirect, shows the consent page (or answers headless), redirects with a code. */
        readonly AuthorizeAction: {
            /** @constant */
            readonly type: "authorize";
            /** @description The token credential that the code will be exchanged for. */
            readonly credential: string;
            /**
             * @description The query parameter that names the client.
             * @default client_id
             */
            readonly client_parameter?: string;
            readonly code_lifetime: components["schemas"]["Duration"];
            readonly code_format?: components["schemas"]["IdFormat"];
            /**
             * @description `off` ignores challenges; `optional` enforces them once sent; `required` refuses requests without one; `required_s256` also refuses `plain`.
             * @enum {string}
             */
            readonly pkce: "off" | "optional" | "required" | "required_s256";
            /**
             * @description Whether a person sees a page or every request is approved at once; the control plane's `consent` setting overrides it.
             * @default page
             * @enum {string}
             */
            readonly consent?: "page" | "headless";
            /**
             * @description Who may agree: a person of the client's tenant, or the tenant itself, whose tokens then act for its own account. The page offers both; `login_hint` in the request, with the id of one of them, says who is signed in. A tenant without people agrees itself.
             * @default [
             *       "user"
             *     ]
             */
            readonly consent_of?: readonly ("user" | "tenant")[];
            /** @description How long a browser stays signed in, by a cookie. The page then first lists the people to sign in as, who agrees once is not asked again, and `prompt`, `max_age` and `id_token_hint` mean what OpenID Connect Core §3.1.2.1 says. Without it every request asks anew. */
            readonly login_session?: components["schemas"]["Duration"];
            /**
             * @description What requests may ask for; several words in one go, in any order. `token` is the implicit grant (RFC 6749 §4.2), which documents still declare and RFC 9700 §2.1.2 advises against. With `id_token` the ID token comes with the redirect (OpenID Connect Core §3.2, §3.3), and the request must have a `nonce`. The answer to all but `code` stands in the fragment of the redirect, and so do errors; there is no refresh token in it. Without a code challenges mean nothing.
             * @default [
             *       "code"
             *     ]
             */
            readonly response_types?: readonly components["schemas"]["ResponseType"][];
            /** @description What requests may choose with `response_mode`: the query, the fragment, or a form that the browser posts to the redirect URI (OAuth 2.0 Form Post Response Mode). A token in the query is refused all the same. Default: `response_mode` means nothing. */
            readonly response_modes?: readonly ("query" | "fragment" | "form_post")[];
            /**
             * @description Whether the authorization response carries `iss` (RFC 9207).
             * @default false
             */
            readonly iss?: boolean;
            /**
             * @description Whether a redirect URI on a loopback host (`http://127.0.0.1`, `http://[::1]`, `http://localhost`) may name another port than the registered one (RFC 8252 §7.3): `any`, or `exact` as everywhere else.
             * @default exact
             * @enum {string}
             */
            readonly loopback_port?: "exact" | "any";
            /**
             * @description Whether a request must be pushed first (`authorize.push`), so that the browser carries nothing but its `request_uri` (RFC 9126 §5).
             * @default false
             */
            readonly require_pushed_authorization_requests?: boolean;
            /**
             * @description Whether a request may come as a JWT that the client signed with a key of its own (`assertion_key`, `jwks`, `jwks_uri`), in the parameter `request` here or pushed: `optional`; or must: `required`. Then nothing beside it counts but the client (RFC 9101). Without it `request` is not taken.
             * @enum {string}
             */
            readonly request_objects?: "optional" | "required";
            /** @description What changes when the sandbox's `hardened` setting is on. */
            readonly hardened?: {
                /** @enum {string} */
                readonly pkce?: "off" | "optional" | "required" | "required_s256";
                /** @description Those of `response_types` that are left: without `token` in them, no access token stands in a redirect (RFC 9700 §2.1.2). */
                readonly response_types?: readonly components["schemas"]["ResponseType"][];
            };
        };
        /** @description The pushed authorization request endpoint (RFC 9126): a client authenticates, hands over the parameters of its authorization request in a form, and gets a `request_uri` that stands for them at the authorization endpoint of the same credential, once. What is wrong with the request is told at once. */
        readonly AuthorizePushAction: {
            /** @constant */
            readonly type: "authorize.push";
            /** @description The token credential that is asked for. */
            readonly credential: string;
            readonly client_authentication: readonly components["schemas"]["ClientAuthentication"][];
            /** @description How long the `request_uri` is good. */
            readonly lifetime: components["schemas"]["Duration"];
        };
        /** @description Where the consent page posts its form: answers 303 to the client's redirect URI. */
        readonly AuthorizeDecideAction: {
            /** @constant */
            readonly type: "authorize.decide";
        };
        /** @description The device authorization endpoint (RFC 8628 §3.1): a device without a browser gets a code to poll the token endpoint with (grant `device_code`), and one to show to a person, who types it on the page of `device.verify`. Where the control plane's `consent` setting is `headless`, nobody is asked. */
        readonly DeviceAuthorizeAction: {
            /** @constant */
            readonly type: "device.authorize";
            /** @description The token credential that the device will get. */
            readonly credential: string;
            readonly client_authentication: readonly components["schemas"]["ClientAuthentication"][];
            /** @description How long both codes are good. */
            readonly lifetime: components["schemas"]["Duration"];
            /** @description How long a device waits between two polls; one that does not is told to slow down, and to wait five seconds more from then on. Default PT5S. */
            readonly interval?: components["schemas"]["Duration"];
        };
        /** @description The page of the device flow: on a GET, a person types the code that the device shows (or has it in `user_code`) and sees who asks for what; on a POST, they approve or deny. A contract has both. */
        readonly DeviceVerifyAction: {
            /** @constant */
            readonly type: "device.verify";
        };
        /**
         * @description `password`: the client hands over name and password of a user of its tenant (RFC 6749 §4.3), an old grant for contracts that still have it. `token_exchange`: a token is traded for another (RFC 8693); one of the client's own that is bound to a key or a certificate is traded with that alone.
         * @enum {string}
         */
        readonly Grant: "client_credentials" | "authorization_code" | "refresh_token" | "jwt_bearer" | "device_code" | "token_exchange" | "password";
        /**
         * @description How a client may authenticate: form fields, HTTP Basic, a JWT signed with its own key or with its secret (RFC 7523 §2.2; it must carry `jti`, which is good once, and `exp`), the certificate that it connects with (RFC 8705 §2: `tls_client_auth` for one of the sandbox's authority with the name that the client registered, `self_signed_tls_client_auth` for one of a key that the client registered; the server must speak HTTPS), `none` (public clients), or `security`: by the operation's own security requirement, the key becoming the client.
         * @enum {string}
         */
        readonly ClientAuthentication: "client_secret_post" | "client_secret_basic" | "private_key_jwt" | "client_secret_jwt" | "tls_client_auth" | "self_signed_tls_client_auth" | "none" | "security";
        /** @description The token endpoint (RFC 6749 §3.2). */
        readonly TokenIssueAction: {
            /** @constant */
            readonly type: "token.issue";
            /** @description The token credential issued. */
            readonly credential: string;
            readonly grants: readonly components["schemas"]["Grant"][];
            readonly client_authentication: readonly components["schemas"]["ClientAuthentication"][];
            /** @description Parameters that must not be missing or empty, beyond those the grant needs. */
            readonly required_parameters?: readonly string[];
        };
        /** @description Token revocation (RFC 7009, or the provider's own). */
        readonly TokenRevokeAction: {
            /** @constant */
            readonly type: "token.revoke";
            readonly credential: string;
            /** @default token */
            readonly parameter?: string;
            readonly client_authentication: readonly components["schemas"]["ClientAuthentication"][];
            /**
             * @description What an unknown or dead token gets: the success answer (RFC 7009 §2.2), or `unknown_token`.
             * @default ok
             * @enum {string}
             */
            readonly unknown?: "ok" | "refuse";
        };
        /** @description Token introspection (RFC 7662, or the provider's own). */
        readonly TokenIntrospectAction: {
            /** @constant */
            readonly type: "token.introspect";
            readonly credential: string;
            /** @default token */
            readonly parameter?: string;
            readonly client_authentication: readonly components["schemas"]["ClientAuthentication"][];
        };
        /** @description A client registers itself (RFC 7591): its metadata are judged as the control plane judges a client, and the answer has its id, its secret where it authenticates by one, and where the contract has `client.manage` a token to manage the registration with. It belongs to the first tenant. Members that the contract has no use for are ignored, and not told back. */
        readonly ClientRegisterAction: {
            /** @constant */
            readonly type: "client.register";
            /** @description The token credential that the client may then get. */
            readonly credential: string;
            /** @description The bearer token that whoever registers must have; absent where anybody may (RFC 7591 §3). */
            readonly initial_access_token?: string;
            /**
             * @description How many clients there may be besides the contract's own, however they came to be.
             * @default 100
             */
            readonly limit?: number;
        };
        /** @description A client manages its registration (RFC 7592), by the token that it got with it: GET reads it, PUT replaces it, DELETE ends it and all that was given to the client. The path has one parameter, the client's id. */
        readonly ClientManageAction: {
            /** @constant */
            readonly type: "client.manage";
            /** @description That of `client.register`. */
            readonly credential: string;
        };
        /** @description Claims about the person behind an access token (OpenID Connect Core §5.3): those of the token's scopes, and those that the `claims` parameter asked for. JSON, or a signed JWT for clients with `userinfo_signed_response_alg`. */
        readonly UserinfoAction: {
            /** @constant */
            readonly type: "userinfo";
            /** @description The token credential, with an `id_token`. */
            readonly credential: string;
        };
        /** @description Signs the browser out, and sends it to a registered `post_logout_redirect_uri` (OpenID Connect RP-Initiated Logout 1.0). Without an `id_token_hint` of the session the person is asked. Clients with a `backchannel_logout_uri` that were signed in to are told (Back-Channel Logout 1.0); for those with a `frontchannel_logout_uri` a page loads that first (Front-Channel Logout 1.0). */
        readonly EndSessionAction: {
            /** @constant */
            readonly type: "end_session";
            /** @description The token credential, with an `id_token`. */
            readonly credential: string;
        };
        /** @description Protected resource metadata (RFC 9728), built from the contract: which authorization server gives out tokens for it, their scopes, and where a request carries them. It answers below the well-known path that stands before the resource's own, too. */
        readonly ResourceMetadataAction: {
            /** @constant */
            readonly type: "resource_metadata";
            readonly credential: string;
            /**
             * @description Whether the challenge of a refusal names the document, as `resource_metadata` (RFC 9728 §5.1).
             * @default false
             */
            readonly in_challenge?: boolean;
        };
        /** @description Authorization server metadata (RFC 8414), built from the contract, or the JSON Web Key Set. */
        readonly DiscoveryAction: {
            /** @enum {string} */
            readonly type: "metadata" | "jwks";
            readonly credential: string;
        };
        /** @description Sends a one-time password to the sandbox's inbox. */
        readonly OtpRequestAction: {
            /** @constant */
            readonly type: "otp.request";
            readonly digits: number;
            readonly lifetime: components["schemas"]["Duration"];
            /** @description Wrong tries that kill the password. */
            readonly attempts: number;
            /** @description Where the body names the operation to be verified. */
            readonly operation: components["schemas"]["Pointer"];
            /** @description Where the body names the resource it is for. */
            readonly resource?: components["schemas"]["Pointer"];
            /** @description Where the body says whom to send it to. */
            readonly deliver_to: components["schemas"]["Pointer"];
            readonly id_format?: components["schemas"]["IdFormat"];
        };
        /** @description Trades a right password for a verification token, bound to the same tenant, operation and resource. */
        readonly OtpVerifyAction: {
            /** @constant */
            readonly type: "otp.verify";
            readonly id: components["schemas"]["Pointer"];
            readonly code: components["schemas"]["Pointer"];
            readonly verification_lifetime: components["schemas"]["Duration"];
            /** @description The shape of the verification token. */
            readonly id_format?: components["schemas"]["IdFormat"];
        };
        /** @description Gives the person who is signed in a new secret for an authenticator, in base32 and as an `otpauth:` URI; the one before is good no more. */
        readonly AuthenticatorEnrollAction: {
            /** @constant */
            readonly type: "authenticator.enroll";
            /** @description A name in `x-authenticators`. */
            readonly authenticator: string;
        };
        /** @description Trades a right code of the authenticator of the person who is signed in for a verification token, good for them alone, and for the operation and resource that the body names. */
        readonly AuthenticatorVerifyAction: {
            /** @constant */
            readonly type: "authenticator.verify";
            /** @description A name in `x-authenticators`. */
            readonly authenticator: string;
            readonly code: components["schemas"]["Pointer"];
            /** @description Where the body names the operation to be verified. */
            readonly operation?: components["schemas"]["Pointer"];
            /** @description Where the body names the resource it is for. */
            readonly resource?: components["schemas"]["Pointer"];
            readonly verification_lifetime: components["schemas"]["Duration"];
            /** @description The shape of the verification token. */
            readonly id_format?: components["schemas"]["IdFormat"];
        };
        /** @description Logs a seeded user in and opens a session. Every field of `login` must match the user's. */
        readonly SessionOpenAction: {
            /** @constant */
            readonly type: "session.open";
            readonly credential: string;
            /** @description Field of the seeded user → where the body gives it. */
            readonly login: {
                readonly [key: string]: components["schemas"]["Pointer"];
            };
            readonly password: components["schemas"]["Pointer"];
        };
        /** @description Ends the session named in the path. */
        readonly SessionCloseAction: {
            /** @constant */
            readonly type: "session.close";
            readonly credential: string;
            readonly path_parameter: string;
        };
        /** @description Single sign-on by a link: plain (`data`, hex of JSON) or encrypted (`e_data`, hex of IV and AES-256-CBC with PKCS#7). Upserts the contact, opens a session in a cookie, and redirects. */
        readonly SsoEnterAction: {
            /** @constant */
            readonly type: "sso.enter";
            /** @default data */
            readonly data_parameter?: string;
            /** @default e_data */
            readonly encrypted_parameter?: string;
            /** @description How old a link's timestamp may be. */
            readonly lifetime: components["schemas"]["Duration"];
            /** @description Field of the link's JSON that holds the user's id. */
            readonly user: string;
            /** @description Field that holds the user's key. */
            readonly user_key: string;
            /** @description The key credential that `user` and `user_key` must match. */
            readonly key_credential?: string;
            /** @description Field that holds the epoch second the link was made. */
            readonly timestamp: string;
            /** @description The resource upserted. */
            readonly resource: string;
            /** @description Field by which an existing record is found. */
            readonly match: string;
            /** @description Fields copied from the link into the record. */
            readonly copy: readonly string[];
            /** @description The session credential opened; its security scheme names the cookie. */
            readonly session: string;
            /** @description Path redirected to, within the contract. */
            readonly redirect: string;
        };
        /** @description Sends a link that signs a seeded user in (a magic link) to the sandbox's inbox. It goes to the address that the user has, not to what the request says: the two are compared with the letters A to Z in either case. */
        readonly LinkRequestAction: {
            /** @constant */
            readonly type: "link.request";
            /** @description Where the body says whom to send it to. */
            readonly address: components["schemas"]["Pointer"];
            /**
             * @description Which field of a seeded user holds the address: `username`, or one of the profile.
             * @default username
             */
            readonly user_field?: string;
            /** @description What the link is; `{token}` stands for its token: a path within the contract (`/sign-in?token={token}`), or the URL of an app that hands the token over by itself. */
            readonly link: string;
            readonly lifetime: components["schemas"]["Duration"];
            /** @description The shape of the token; default 43 characters of base64url. */
            readonly id_format?: components["schemas"]["IdFormat"];
            /**
             * @description Whether a link ends those that the same person was sent before.
             * @default true
             */
            readonly newest_only?: boolean;
            /**
             * @description An address that nobody has: `accept` answers as always and sends nothing; `refuse` says so (`unknown_user`).
             * @default accept
             * @enum {string}
             */
            readonly unknown?: "accept" | "refuse";
            /** @description The name of a cookie that the answer sets: the link works in the browser that has it, and in no other. Without this it works in any. */
            readonly browser_cookie?: string;
            /** @description The class of `x-rate-limits` that counts what one address is sent, whoever asks: its `key` is `[recipient]`. One more is `rate_limited`, and sends nothing. An address that nobody has is counted like any other, so that the limit tells nobody apart. It counts beside the operation's `x-rate-limit`. */
            readonly per_address?: string;
        };
        /** @description Signs in whoever comes with the token of a link, once. It opens a session: told as by `session.open`, and set as a cookie where a security scheme takes the session from one. Or it issues an access token: told as by `token.issue`, of all scopes that its client gets by default, with a refresh token where `refresh.grants` of the credential has `link`, and without an ID token. A HEAD request, as scanners of mail send, opens nothing and leaves the link as it is. */
        readonly LinkRedeemAction: {
            /** @constant */
            readonly type: "link.redeem";
            /** @description The operationId of the `link.request` whose links these are. */
            readonly request: string;
            /** @description The query parameter that carries the token. */
            readonly token_parameter?: string;
            /** @description Or where the body carries it. */
            readonly token?: components["schemas"]["Pointer"];
            /** @description The session credential opened, or the token credential issued. */
            readonly credential: string;
            /** @description Of tokens: where the body names the client that they are for. Nothing is proven by a name, so it must be a public client (one without a secret or key), and of the person's tenant; any other is an `invalid_client` and leaves the link as it is. */
            readonly client?: components["schemas"]["Pointer"];
            /** @description Where the browser is sent, signed in: a path within the contract, or a URL. */
            readonly redirect?: string;
        };
        /** @description A small HTML page that says who is signed in. */
        readonly PageAction: {
            /** @constant */
            readonly type: "page";
            readonly title: string;
        };
        /** @description Replaces the secret of a key and answers the new one: one that is made, or the one that the body gives. */
        readonly KeyRegenerateAction: {
            /** @constant */
            readonly type: "key.regenerate";
            readonly credential: string;
            /** @description The path parameter that holds the key's id. */
            readonly path_parameter: string;
            /** @description Where the body gives the new secret, if the caller chooses it; not of a lone `api_key`, which is found by its secret. */
            readonly secret?: components["schemas"]["Pointer"];
        };
        /** @description Answers the profile of the caller (seeded user or tenant), or changes it. */
        readonly ProfileAction: {
            /** @enum {string} */
            readonly type: "profile.get" | "profile.update";
        };
        /** @description Answers a page of records, oldest first unless sorted. */
        readonly ResourceListAction: {
            /** @constant */
            readonly type: "resource.list";
            readonly resource: string;
        };
        readonly ResourceGetAction: {
            /** @constant */
            readonly type: "resource.get";
            readonly resource: string;
            readonly path_parameter: string;
        };
        /** @description Makes a record from the body: read-only fields are generated, defaults applied, and the first value of `status` set where given. */
        readonly ResourceCreateAction: {
            /** @constant */
            readonly type: "resource.create";
            readonly resource: string;
            /** @description Where in the body the record stands; default the whole. */
            readonly body?: components["schemas"]["Pointer"];
            /** @description Fields set to fixed values, such as `status: pending`. */
            readonly set?: Record<string, never>;
            /** @description Body values that demand a certain credential: field pointer → value → credential name. */
            readonly credential_for?: {
                readonly [key: string]: {
                    readonly [key: string]: string;
                };
            };
            /** @description Where the request names another record → its resource; it must exist, else `not_found`. A body pointer (`/voucher_id`), or a path or query parameter (`{code}`). */
            readonly references?: {
                readonly [key: string]: string;
            };
        };
        readonly ResourceUpdateAction: {
            /** @constant */
            readonly type: "resource.update";
            readonly resource: string;
            readonly path_parameter?: string;
            /** @description Where the body names the record, if the path does not. */
            readonly id?: components["schemas"]["Pointer"];
            readonly body?: components["schemas"]["Pointer"];
        };
        /** @description Deletes a record; later calls on it get `deleted` where the contract has that failure, else `not_found`. */
        readonly ResourceDeleteAction: {
            /** @constant */
            readonly type: "resource.delete";
            readonly resource: string;
            readonly path_parameter: string;
        };
        /** @description Moves a record's field from one of `from` to `to`; from anywhere else, `conflict`. */
        readonly ResourceTransitionAction: {
            /** @constant */
            readonly type: "resource.transition";
            readonly resource: string;
            readonly path_parameter?: string;
            /** @description Where the body names the record, if the path does not. */
            readonly id?: components["schemas"]["Pointer"];
            readonly field: string;
            readonly from: readonly string[];
            readonly to: string;
            /** @description Field set to the clock's time. */
            readonly stamp?: string;
        };
        /** @description Says whether a record is good, without changing it: looks it up by a parameter or body field and compares fields. Never a 404: an unknown record is not valid. */
        readonly ResourceCheckAction: {
            /** @constant */
            readonly type: "resource.check";
            readonly resource: string;
            /** @description Field that identifies the record. */
            readonly field: string;
            /** @description Query parameter that carries it. */
            readonly query?: string;
            /** @description Path parameter that carries it. */
            readonly path_parameter?: string;
            readonly body?: components["schemas"]["Pointer"];
            /** @description Fields that must have these values. */
            readonly when?: Record<string, never>;
            readonly discount?: components["schemas"]["Discount"];
            /** @description What `verdict.reason` says. */
            readonly reasons?: {
                readonly unknown?: string;
                readonly unfit?: string;
            };
        };
        /** @description Answers the example of its first success response; where that shows none, a value made from the schema, the same each time. For what keeps no state, or none that a contract could say: credentials, quotas and validation are as everywhere else. */
        readonly ReplyAction: {
            /** @constant */
            readonly type: "reply";
        };
        /** @description What a record that is good takes off an amount that the request names: `verdict.amount`, `verdict.discount` and `verdict.total` tell it. Of a record that is not good, that takes nothing off, or without an amount there are no such facts. */
        readonly Discount: {
            /** @description Where the request names the amount: a body pointer (`/order/amount`), or a query parameter (`{amount}`). */
            readonly amount: string;
            /** @description Where the record says how many per cent it takes off, such as `/discount/percent_off`; rounded to a whole number, half up. */
            readonly percent?: components["schemas"]["Pointer"];
            /** @description Where the record says how much it takes off, but never more than the amount. Where it has a percentage, that counts. */
            readonly fixed?: components["schemas"]["Pointer"];
        };
        /** @description On a named schema: its objects are records that the sandbox keeps. Where a response schema is, or contains, this schema, the action's record (or, in an array, records) stands there. */
        readonly Resource: {
            readonly name: string;
            /** @description The property that identifies a record. */
            readonly id: string;
            /** @description How many are seeded, for each partition. */
            readonly count: number;
            /**
             * @description Whether each tenant sees only its own.
             * @default tenant
             * @enum {string}
             */
            readonly partition?: "tenant" | "none";
            readonly parent?: components["schemas"]["Parent"];
            /** @description Records seeded first, word for word (missing properties are generated). */
            readonly fixed?: readonly Record<string, never>[];
            /** @description How records change their state by themselves. Of several moves from one state the first that fits counts. */
            readonly moves?: readonly components["schemas"]["Move"][];
        };
        /** @description Of a collection below a record (`/folders/{folder_id}/files`): each record belongs to one of another resource, which the path names. Every record of that one has records of its own, `count` of them seeded. Under one that is not there, or is deleted, nothing is found: every operation about such records answers `not_found`. */
        readonly Parent: {
            /** @description Name of the resource whose records have these; it may have a parent itself. */
            readonly resource: string;
            /** @description The path parameter, of every operation about these records, that names the record they belong to. */
            readonly path_parameter: string;
        };
        /** @description A change of state that nobody asks for: a record whose `field` is `from` counts as `to` once `after` has passed on the sandbox's clock since the time in its field `since`. Anyone who reads it then sees it so, and a webhook tells it. */
        readonly Move: {
            /** @description The property that holds the state. */
            readonly field: string;
            readonly from: string;
            readonly to: string;
            /** @description `PT0S` is at once: what made the record still answers `from`, and the next look at it `to`. */
            readonly after: components["schemas"]["Duration"];
            /** @description The property that says since when the record is in that state: a date-time, or epoch seconds. */
            readonly since: string;
            /** @description Only records with these values: property → a value, or a list of them. A list of test values stands here. */
            readonly when?: {
                readonly [key: string]: unknown;
            };
            /** @description Property set to the time of the move. */
            readonly stamp?: string;
            readonly "x-evidence"?: components["schemas"]["Evidence"];
            readonly "x-source"?: components["schemas"]["Source"];
        };
        /** @description On a text property of a resource: a secret that a client hands over, and that nobody is shown again. The sandbox keeps and answers `********` and its last `shown` characters; of a text that is not twice as long it shows none. The property is `format: password`, so that journal and logs leave it out too. */
        readonly Masked: {
            /** @description How many of the last characters are shown. */
            readonly shown: number;
            readonly "x-evidence"?: components["schemas"]["Evidence"];
            readonly "x-source"?: components["schemas"]["Source"];
        };
        /** @description How an identifier is made from the seeded source: `prefix` + `length` characters of `alphabet`; a `uuid` has its own length. */
        readonly IdFormat: {
            readonly prefix?: string;
            /** @enum {string} */
            readonly alphabet: "digits" | "hex" | "base62" | "base64url" | "uuid";
            readonly length?: number;
        };
        /** @description The faker method that makes this property when the world is seeded: `company.name`, `person.firstName`, `internet.email`, `commerce.productName` … Without it the property's own examples, enum, format and bounds decide. */
        readonly Faker: string;
        /**
         * @description On a response's header or property: the fact that stands there. A property without one takes the fact or record field of its own name, else what the response's example shows. A fact that does not exist in an answer leaves the property or header out. `rate.service_limits` and `rate.policies` are the fields RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers); `rate.retry_date` is Retry-After as an HTTP date. `tenant.id` may also stand on a property of a resource: its records then carry the tenant they belong to.
         * @enum {string}
         */
        readonly Fill: "status" | "request.id" | "answer.id" | "clock.iso" | "clock.epoch" | "location" | "challenge" | "allow" | "rate.limit" | "rate.remaining" | "rate.reset_epoch" | "rate.reset_after" | "rate.reset_epoch_ms" | "rate.reset_after_ms" | "rate.reset_iso" | "rate.service_limits" | "rate.policies" | "rate.retry_after" | "rate.retry_date" | "rate.type" | "failure.detail" | "failure.required_scope" | "failure.granted_scopes" | "failure.expired_at" | "failure.violations" | "failure.violations_by_field" | "violation.field" | "violation.message" | "violation.code" | "token.access_token" | "token.id_token" | "token.token_type" | "token.expires_in" | "token.expires_at" | "token.refresh_token" | "token.scope" | "token.client_id" | "token.issued_token_type" | "token.active" | "token.issued_at" | "token.subject" | "token.issuer" | "token.tenant" | "token.confirmation" | "token.audience" | "dpop.nonce" | "session.token" | "session.id" | "session.idle_minutes" | "session.opened_at" | "session.password_expires_at" | "device.device_code" | "device.user_code" | "device.verification_uri" | "device.verification_uri_complete" | "device.expires_in" | "device.interval" | "pushed.request_uri" | "pushed.expires_in" | "authenticator.secret" | "authenticator.uri" | "otp.id" | "otp.expires_in" | "link.expires_in" | "otp.verification_token" | "otp.verification_expires_in" | "key.id" | "key.secret" | "webhook.id" | "webhook.event" | "webhook.time" | "page.number" | "page.size" | "page.total" | "page.count" | "page.has_next" | "page.has_previous" | "page.returned" | "verdict.valid" | "verdict.reason" | "verdict.amount" | "verdict.discount" | "verdict.total" | "tenant.id";
        /** @description On a response without a body, or on a response example: the failure (or failures) it is the answer to. The example is the body; properties with `x-fill` are filled in. */
        readonly FailureRef: components["schemas"]["Failure"] | readonly components["schemas"]["Failure"][];
        /**
         * @description The canonical failures. Each falls back to a broader one (see the error table) where a contract has no example for it.
         * @enum {string}
         */
        readonly Failure: "missing_credentials" | "invalid_credentials" | "blocked_key" | "malformed_credentials" | "credential_not_accepted" | "multiple_credentials" | "invalid_token" | "expired_token" | "revoked_token" | "invalid_session" | "expired_session" | "invalid_signature" | "stale_timestamp" | "future_timestamp" | "replayed_signature" | "digest_mismatch" | "missing_tenant" | "unknown_tenant" | "tenant_mismatch" | "missing_developer" | "unknown_developer" | "missing_version" | "unsupported_version" | "missing_origin" | "origin_not_allowed" | "ambiguous_identifier" | "insufficient_scope" | "insufficient_role" | "address_not_allowed" | "credential_required" | "otp_required" | "invalid_otp" | "expired_otp" | "otp_locked" | "rate_limited" | "invalid_request" | "invalid_client" | "invalid_grant" | "unauthorized_client" | "inactive_client" | "unsupported_grant_type" | "invalid_scope" | "invalid_target" | "invalid_dpop_proof" | "use_dpop_nonce" | "authorization_pending" | "slow_down" | "expired_device_code" | "access_denied" | "invalid_user_code" | "invalid_client_metadata" | "unfit_redirect_uri" | "too_many_clients" | "token_quota_exceeded" | "missing_token_parameter" | "unknown_token" | "invalid_redirect_uri" | "unknown_client" | "invalid_consent" | "unsupported_response_type" | "invalid_request_uri" | "invalid_request_object" | "malformed_body" | "invalid_body" | "invalid_parameter" | "unsupported_media_type" | "payload_too_large" | "unknown_path" | "method_not_allowed" | "not_found" | "deleted" | "conflict" | "idempotency_mismatch" | "idempotency_in_flight" | "invalid_link" | "expired_link" | "used_link" | "unknown_user" | "invalid_login" | "unknown_session" | "unavailable";
        /** @description At the root: who exists when a sandbox starts. Everything here is for tests; nothing may look like a live secret. */
        readonly Seed: {
            readonly tenants: readonly components["schemas"]["SeedTenant"][];
            readonly developers?: readonly components["schemas"]["SeedDeveloper"][];
            readonly users?: readonly components["schemas"]["SeedUser"][];
            readonly clients?: readonly components["schemas"]["SeedClient"][];
            readonly keys?: readonly components["schemas"]["SeedKey"][];
            /** @description The plan in force at start (see `x-rate-limits`). */
            readonly plan?: string;
        };
        readonly SeedTenant: {
            readonly id: string;
            readonly name?: string;
            /** @description Where the contract makes credentials optional: this tenant demands one. */
            readonly require_token?: boolean;
            /** @description Fields that profile actions answer. */
            readonly profile?: Record<string, never>;
            /** @description What its webhooks are signed with: a secret, or the private key as PEM or the text of a JWK; default one that is made of its id. */
            readonly webhook_secret?: string;
        };
        readonly SeedDeveloper: {
            readonly id: string;
            readonly name?: string;
            /** @description 64 hex digits: the AES-256 key of encrypted sign-on links. */
            readonly encryption_key?: string;
        };
        readonly SeedUser: {
            readonly id: string;
            readonly tenant: string;
            readonly name?: string;
            readonly username?: string;
            readonly password?: string;
            readonly domain?: string;
            /** @description From each login on, so that the end always lies in the future; `session.password_expires_at` tells it. */
            readonly password_expires_in?: components["schemas"]["Duration"];
            /** @description Authenticators that are enrolled at start: name → secret, and of `hotp` the counter of the next code. */
            readonly authenticators?: {
                readonly [key: string]: {
                    /** @description In base32, without padding. */
                    readonly secret: string;
                    /** @default 0 */
                    readonly counter?: number;
                };
            };
            readonly profile?: Record<string, never>;
        };
        /**
         * @description What the answer of an authorization endpoint holds (OAuth 2.0 Multiple Response Types §3, §5).
         * @enum {string}
         */
        readonly ResponseType: "code" | "token" | "id_token" | "id_token token" | "code id_token" | "code token" | "code id_token token";
        readonly SeedClient: {
            readonly client_id: string;
            /** @description Absent for public clients. */
            readonly client_secret?: string;
            readonly name?: string;
            readonly tenant: string;
            readonly grants: readonly components["schemas"]["Grant"][];
            readonly scopes: readonly string[];
            readonly redirect_uris?: readonly string[];
            /** @description Where the browser may be sent after signing out, compared exactly (OpenID Connect RP-Initiated Logout §3.1). */
            readonly post_logout_redirect_uris?: readonly string[];
            /** @description Where logout tokens are posted to (OpenID Connect Back-Channel Logout §2.2). */
            readonly backchannel_logout_uri?: string;
            /** @description Where the browser of whoever signs out is sent to in a frame, with `iss` and `sid` (OpenID Connect Front-Channel Logout §2). */
            readonly frontchannel_logout_uri?: string;
            /** @description What its authorization requests may ask for (RFC 7591 §2); default all that the contract gives. */
            readonly response_types?: readonly components["schemas"]["ResponseType"][];
            /**
             * @description How `sub` names people to this client; default the first of the credential's `subject_types`.
             * @enum {string}
             */
            readonly subject_type?: "public" | "pairwise";
            /**
             * @description UserInfo answers this client with a JWT, signed so; default JSON.
             * @enum {string}
             */
            readonly userinfo_signed_response_alg?: "RS256";
            /**
             * @description Whether this client's authorization requests must be pushed, where the contract leaves it open (RFC 9126 §6).
             * @default false
             */
            readonly require_pushed_authorization_requests?: boolean;
            /** @description CIDR ranges; calls from elsewhere are refused. */
            readonly allowed_addresses?: readonly string[];
            /**
             * @description The one way in which this client authenticates (RFC 7591 §2); default any that the endpoint takes.
             * @enum {string}
             */
            readonly token_endpoint_auth_method?: "client_secret_basic" | "client_secret_post" | "private_key_jwt" | "client_secret_jwt" | "tls_client_auth" | "self_signed_tls_client_auth" | "none";
            /** @description How long its access tokens live, where that is not as long as the contract says. */
            readonly token_lifetime?: components["schemas"]["Duration"];
            /** @description How long tokens live that it gets for assertions (`jwt_bearer`), where that is not as long as others; the other grants keep theirs. */
            readonly jwt_bearer_lifetime?: components["schemas"]["Duration"];
            /**
             * @description An inactive client is known, and gets nothing: its token requests are refused (`inactive_client`), and tokens that it has are dead.
             * @default true
             */
            readonly active?: boolean;
            /**
             * @description This client's tokens are always bound: its token requests without a proof are refused (RFC 9449 §5.2).
             * @default false
             */
            readonly dpop_bound_access_tokens?: boolean;
            /**
             * @description Register a key for the JWTs that the client signs (`jwt_bearer`, `private_key_jwt`), made from the seed; the control plane gives out its private half.
             * @enum {string}
             */
            readonly assertion_key?: "ES256";
            /** @description Public keys with which the JWTs that the client signs are checked, as a JWK Set (RFC 7517 §5). */
            readonly jwks?: {
                readonly keys: readonly components["schemas"]["PublicKey"][];
            };
            /**
             * @description Make a certificate for the client, with a key that is made from the seed; the control plane gives out both. With `tls_client_auth` the sandbox's authority issues it, for the name that the client registers; else it is self-signed, and its key is registered.
             * @enum {string}
             */
            readonly certificate_key?: "ES256";
            /** @description The subject of its certificate (RFC 8705 §2.1.2, written as RFC 4514 says). A client of `tls_client_auth` registers this or one of the alternative names below, and only one. */
            readonly tls_client_auth_subject_dn?: string;
            /** @description A host name in its certificate. */
            readonly tls_client_auth_san_dns?: string;
            /** @description A URI in its certificate. */
            readonly tls_client_auth_san_uri?: string;
            /** @description An IP address in its certificate. */
            readonly tls_client_auth_san_ip?: string;
            /** @description An e-mail address in its certificate. */
            readonly tls_client_auth_san_email?: string;
            /**
             * @description This client's tokens are always bound to a certificate: its token requests without one are refused (RFC 8705 §3.4).
             * @default false
             */
            readonly tls_client_certificate_bound_access_tokens?: boolean;
            /** @description Where the client publishes such keys; the sandbox asks nobody but this machine, so it must be a loopback URL. */
            readonly jwks_uri?: string;
            /** @description What this client is for. */
            readonly note?: string;
        };
        /** @description A public JSON Web Key; of a private one the sandbox wants nothing. */
        readonly PublicKey: {
            /** @description `RSA`, `EC` or `OKP`. */
            readonly kty: string;
            readonly kid?: string;
            /** @description The one algorithm that the key is for; default any that fits it. */
            readonly alg?: string;
        };
        /** @description Of a key of a `certificate`: the one name by which its certificate is known; default the subject `CN=` and the key's id. */
        readonly CertificateName: {
            /** @description The subject, written as RFC 4514 says: `CN=app,O=Example`. */
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
        readonly SeedKey: {
            readonly credential: string;
            /** @description For a lone `api_key`, a label; for a pair, the public half. */
            readonly id: string;
            /** @description Every key has one, but for a `certificate`, and for a `signature`: there it is the private key, as PEM or the text of a JWK, and may be left out. */
            readonly secret?: string;
            readonly certificate?: components["schemas"]["CertificateName"];
            /** @description For a `signature`: the public key, as PEM or as a JWK, where the sandbox is not to know the private one. */
            readonly public_key?: string | components["schemas"]["PublicKey"];
            readonly tenant: string;
            readonly user?: string;
            readonly name?: string;
            readonly role?: string;
            readonly platform?: string;
            readonly primary?: boolean;
            /**
             * @default active
             * @enum {string}
             */
            readonly status?: "active" | "blocked";
            readonly allowed_addresses?: readonly string[];
            /** @description What this key may do, where it is not all. */
            readonly scopes?: readonly string[];
            readonly note?: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type Evidence = components['schemas']['Evidence'];
export type Source = components['schemas']['Source'];
export type SourceId = components['schemas']['SourceId'];
export type Duration = components['schemas']['Duration'];
export type Pointer = components['schemas']['Pointer'];
export type Guard = components['schemas']['Guard'];
export type Guards = components['schemas']['Guards'];
export type Unmatched = components['schemas']['Unmatched'];
export type Cors = components['schemas']['Cors'];
export type ContentType = components['schemas']['ContentType'];
export type ResponseRef = components['schemas']['ResponseRef'];
export type Verify = components['schemas']['Verify'];
export type CredentialPart = components['schemas']['CredentialPart'];
export type Credentials = components['schemas']['Credentials'];
export type Credential = components['schemas']['Credential'];
export type KeyCredential = components['schemas']['KeyCredential'];
export type Rotation = components['schemas']['Rotation'];
export type SecretVisibility = components['schemas']['SecretVisibility'];
export type CertificateCredential = components['schemas']['CertificateCredential'];
export type SignatureCredential = components['schemas']['SignatureCredential'];
export type SignatureAlgorithm = components['schemas']['SignatureAlgorithm'];
export type EcdsaFormat = components['schemas']['EcdsaFormat'];
export type SignatureEncoding = components['schemas']['SignatureEncoding'];
export type TimestampFormat = components['schemas']['TimestampFormat'];
export type SecretEncoding = components['schemas']['SecretEncoding'];
export type SignedPart = components['schemas']['SignedPart'];
export type TokenCredential = components['schemas']['TokenCredential'];
export type Dpop = components['schemas']['Dpop'];
export type Resources = components['schemas']['Resources'];
export type IdToken = components['schemas']['IdToken'];
export type Refresh = components['schemas']['Refresh'];
export type SessionCredential = components['schemas']['SessionCredential'];
export type Authenticators = components['schemas']['Authenticators'];
export type Authenticator = components['schemas']['Authenticator'];
export type Identifier = components['schemas']['Identifier'];
export type Idempotency = components['schemas']['Idempotency'];
export type Paging = components['schemas']['Paging'];
export type Alias = components['schemas']['Alias'];
export type RateLimits = components['schemas']['RateLimits'];
export type RateLimit = components['schemas']['RateLimit'];
export type LongerWindows = components['schemas']['LongerWindows'];
export type WebhookDelivery = components['schemas']['WebhookDelivery'];
export type WebhookSigning = components['schemas']['WebhookSigning'];
export type Webhook = components['schemas']['Webhook'];
export type RateLimitRef = components['schemas']['RateLimitRef'];
export type StepUp = components['schemas']['StepUp'];
export type StepUpAmount = components['schemas']['StepUpAmount'];
export type Action = components['schemas']['Action'];
export type AuthorizeAction = components['schemas']['AuthorizeAction'];
export type AuthorizePushAction = components['schemas']['AuthorizePushAction'];
export type AuthorizeDecideAction = components['schemas']['AuthorizeDecideAction'];
export type DeviceAuthorizeAction = components['schemas']['DeviceAuthorizeAction'];
export type DeviceVerifyAction = components['schemas']['DeviceVerifyAction'];
export type Grant = components['schemas']['Grant'];
export type ClientAuthentication = components['schemas']['ClientAuthentication'];
export type TokenIssueAction = components['schemas']['TokenIssueAction'];
export type TokenRevokeAction = components['schemas']['TokenRevokeAction'];
export type TokenIntrospectAction = components['schemas']['TokenIntrospectAction'];
export type ClientRegisterAction = components['schemas']['ClientRegisterAction'];
export type ClientManageAction = components['schemas']['ClientManageAction'];
export type UserinfoAction = components['schemas']['UserinfoAction'];
export type EndSessionAction = components['schemas']['EndSessionAction'];
export type ResourceMetadataAction = components['schemas']['ResourceMetadataAction'];
export type DiscoveryAction = components['schemas']['DiscoveryAction'];
export type OtpRequestAction = components['schemas']['OtpRequestAction'];
export type OtpVerifyAction = components['schemas']['OtpVerifyAction'];
export type AuthenticatorEnrollAction = components['schemas']['AuthenticatorEnrollAction'];
export type AuthenticatorVerifyAction = components['schemas']['AuthenticatorVerifyAction'];
export type SessionOpenAction = components['schemas']['SessionOpenAction'];
export type SessionCloseAction = components['schemas']['SessionCloseAction'];
export type SsoEnterAction = components['schemas']['SsoEnterAction'];
export type LinkRequestAction = components['schemas']['LinkRequestAction'];
export type LinkRedeemAction = components['schemas']['LinkRedeemAction'];
export type PageAction = components['schemas']['PageAction'];
export type KeyRegenerateAction = components['schemas']['KeyRegenerateAction'];
export type ProfileAction = components['schemas']['ProfileAction'];
export type ResourceListAction = components['schemas']['ResourceListAction'];
export type ResourceGetAction = components['schemas']['ResourceGetAction'];
export type ResourceCreateAction = components['schemas']['ResourceCreateAction'];
export type ResourceUpdateAction = components['schemas']['ResourceUpdateAction'];
export type ResourceDeleteAction = components['schemas']['ResourceDeleteAction'];
export type ResourceTransitionAction = components['schemas']['ResourceTransitionAction'];
export type ResourceCheckAction = components['schemas']['ResourceCheckAction'];
export type ReplyAction = components['schemas']['ReplyAction'];
export type Discount = components['schemas']['Discount'];
export type Resource = components['schemas']['Resource'];
export type Parent = components['schemas']['Parent'];
export type Move = components['schemas']['Move'];
export type Masked = components['schemas']['Masked'];
export type IdFormat = components['schemas']['IdFormat'];
export type Faker = components['schemas']['Faker'];
export type Fill = components['schemas']['Fill'];
export type FailureRef = components['schemas']['FailureRef'];
export type Failure = components['schemas']['Failure'];
export type Seed = components['schemas']['Seed'];
export type SeedTenant = components['schemas']['SeedTenant'];
export type SeedDeveloper = components['schemas']['SeedDeveloper'];
export type SeedUser = components['schemas']['SeedUser'];
export type ResponseType = components['schemas']['ResponseType'];
export type SeedClient = components['schemas']['SeedClient'];
export type PublicKey = components['schemas']['PublicKey'];
export type CertificateName = components['schemas']['CertificateName'];
export type SeedKey = components['schemas']['SeedKey'];
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
