/**
 * A contract compiled once into what a request needs, and frozen. Nothing here is read from YAML again.
 */
import type {
  Action,
  Credential,
  CredentialPart,
  Failure,
  Guard,
  Idempotency,
  Identifier,
  IdFormat,
  Paging,
  RateLimit,
  Resource,
  Seed,
  SeedClient,
  SeedDeveloper,
  SeedTenant,
  SeedUser,
  StepUp,
  Webhook,
  WebhookSigning,
} from '../../specs/generated/vocabulary.ts';
import type { Fact, Facts } from './fill-values.ts';
import type { Document, Schema } from './openapi-document.ts';
import type { Encoding } from './value-encoding.ts';

export type Location = 'path' | 'query' | 'header' | 'cookie';

/** One transport of one part of a credential: `X-App-Id` in a header. */
export interface CompiledPart {
  readonly scheme: string;
  readonly part: CredentialPart;
  readonly in: 'header' | 'query' | 'cookie' | 'authorization';
  /** Header names in lower case. For `authorization`, the scheme in lower case: `bearer`, `basic`. */
  readonly name: string;
  /** For `authorization`, another scheme that the same credential may come with: `dpop`. */
  readonly otherName?: string;
  /** In a composite `Authorization`: the parameter that carries it, as the contract writes it. */
  readonly parameter?: string | undefined;
  /** Whether clients put that parameter's value into quotation marks. */
  readonly quoted?: boolean | undefined;
}

/** One way to present one credential: all its parts together. */
export interface CompiledMethod {
  readonly credential: string;
  readonly kind: Credential['kind'];
  readonly parts: readonly CompiledPart[];
  /** `tenant` where a token must be one that the tenant itself agreed to. */
  readonly consentOf?: 'tenant' | undefined;
  /** JSON pointer of the security requirement or scheme, for explanations. */
  readonly pointer: string;
}

/** One alternative of an operation's `security`. */
export interface CompiledRequirement {
  readonly method: CompiledMethod;
  /** Scopes (tokens) or permissions (keys) that the operation wants of this credential. */
  readonly scopes: readonly string[];
  /** What the request must carry besides; the caller is who `method` says. */
  readonly also?: readonly CompiledRequirement[];
}

export interface CompiledParameter {
  readonly name: string;
  readonly in: Location;
  readonly required: boolean;
  readonly schema: Schema;
  /** How a list or an object is written; absent for a single value. */
  readonly encoding?: Encoding;
  readonly pointer: string;
  readonly identifier?: Identifier;
  readonly idempotency?: Idempotency;
  readonly paging?: Paging;
  /** The query parameter that this one is another name of; what `paging` says is that parameter's. */
  readonly alias?: string;
  /** `format: password`: redacted in the journal. */
  readonly secret: boolean;
}

export interface CompiledBody {
  readonly required: boolean;
  /** Media type or range, in lower case and without parameters → JSON pointer of its schema in the document. */
  readonly content: ReadonlyMap<string, string>;
  /** Of the same types, those that are forms: how each field is written that is no single value. */
  readonly fields: ReadonlyMap<string, Encoding>;
}

export interface CompiledHeader {
  /** In lower case. */
  readonly name: string;
  /** A literal, or the fact that stands there. */
  readonly value: { readonly literal: string } | { readonly fact: Fact };
}

/** Makes a body's text from the facts at hand. */
export type Render = (facts: Facts) => string;

export interface CompiledAnswer {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly headers: readonly CompiledHeader[];
  /** Undefined for a response without a body. */
  readonly render: Render | undefined;
  /** Facts that the body is filled with. */
  needs(): readonly Fact[];
  /** JSON pointer of the response (and example) in the document. */
  readonly pointer: string;
}

export interface CompiledOperation {
  readonly id: string;
  readonly method: string;
  /** As in the contract: `/v2/contacts/{contact_id}`. */
  readonly path: string;
  readonly pointer: string;
  readonly action: Action;
  readonly requirements: readonly CompiledRequirement[];
  /** Whether a request without any credential is let through to the action. */
  readonly anonymous: boolean;
  readonly identifiers: readonly CompiledParameter[];
  readonly parameters: readonly CompiledParameter[];
  readonly idempotency: CompiledParameter | undefined;
  readonly body: CompiledBody | undefined;
  /** Media type that every request must name, even one without a body. */
  readonly contentType: string | undefined;
  /** Class name, or undefined for no limit. */
  readonly rateLimit: string | undefined;
  readonly stepUp: StepUp | undefined;
  /** The answers that are not refusals, by status, lowest first. */
  readonly answers: readonly CompiledAnswer[];
  /** Fallbacks already applied: a failure that can happen here is present. */
  readonly refusals: ReadonlyMap<Failure, CompiledAnswer>;
}

export interface CompiledResource extends Resource {
  readonly schemaName: string;
  readonly schema: Schema;
}

/** A webhook: when it is sent, and its body. */
export interface CompiledWebhook extends Webhook {
  readonly name: string;
  readonly render: Render;
  readonly pointer: string;
}

/** How webhooks are sent, in milliseconds. */
export interface CompiledDelivery {
  readonly url: { readonly record?: string; readonly tenant?: string };
  readonly timeout: number;
  /** The wait after each failed attempt. */
  readonly retries: readonly number[];
  readonly signing?: WebhookSigning | undefined;
}

export interface CompiledContract {
  readonly name: string;
  readonly title: string;
  /** Where the real server stands, before each path of the contract: `/v1`; empty for the root. */
  readonly basePath: string;
  readonly document: Document;
  readonly guards: readonly Guard[];
  readonly credentials: ReadonlyMap<string, Credential>;
  /** Every way to present every credential, over all operations. */
  readonly methods: readonly CompiledMethod[];
  readonly rateLimits: ReadonlyMap<string, RateLimit>;
  readonly resources: ReadonlyMap<string, CompiledResource>;
  readonly seed: Seed;
  /** Who exists, by id: contract data, not state. */
  readonly tenants: ReadonlyMap<string, SeedTenant>;
  readonly developers: ReadonlyMap<string, SeedDeveloper>;
  readonly users: ReadonlyMap<string, SeedUser>;
  readonly clients: ReadonlyMap<string, SeedClient>;
  readonly operations: readonly CompiledOperation[];
  readonly unmatched: { readonly unknown_path: CompiledAnswer; readonly method_not_allowed: CompiledAnswer };
  readonly webhooks: readonly CompiledWebhook[];
  /** Undefined where the contract sends none. */
  readonly webhookDelivery: CompiledDelivery | undefined;
  /** Format of ids that fill `request.id`. */
  readonly requestId: IdFormat;
  /** Format of ids that fill `answer.id`. */
  readonly answerId: IdFormat;
}
