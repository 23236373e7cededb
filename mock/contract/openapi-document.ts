/** The parts of an OpenAPI 3.1 document that the sandbox reads, and how references in it are followed. */
import type {
  Action,
  ContentType,
  Authenticators,
  Cors,
  Credentials,
  Faker,
  FailureRef,
  Fill,
  Guards,
  Idempotency,
  Identifier,
  IdFormat,
  Masked,
  Paging,
  RateLimits,
  Resource,
  Seed,
  StepUp,
  Unmatched,
  Verify,
  Webhook,
  WebhookDelivery,
} from '../../specs/generated/vocabulary.ts';

export interface Reference {
  readonly $ref?: string;
}

export interface Schema extends Reference {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly example?: unknown;
  readonly examples?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly readOnly?: boolean;
  readonly writeOnly?: boolean;
  readonly additionalProperties?: boolean | Schema;
  readonly minItems?: number;
  readonly uniqueItems?: boolean;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly 'x-fill'?: Fill;
  readonly 'x-id'?: IdFormat;
  readonly 'x-faker'?: Faker;
  readonly 'x-resource'?: Resource;
  readonly 'x-masked'?: Masked;
}

export interface Example extends Reference {
  readonly value?: unknown;
  readonly summary?: string;
  readonly 'x-failure'?: FailureRef;
}

export interface MediaType {
  readonly schema?: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, Example>>;
  readonly encoding?: Readonly<Record<string, { readonly style?: string; readonly explode?: boolean }>>;
}

export interface Header extends Reference {
  readonly schema?: Schema;
  readonly 'x-fill'?: Fill;
  readonly 'x-id'?: IdFormat;
}

export interface Response extends Reference {
  readonly description?: string;
  readonly headers?: Readonly<Record<string, Header>>;
  readonly content?: Readonly<Record<string, MediaType>>;
  readonly 'x-failure'?: FailureRef;
}

export interface Parameter extends Reference {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: Schema;
  readonly content?: Readonly<Record<string, MediaType>>;
  readonly style?: string;
  readonly explode?: boolean;
  readonly 'x-identifier'?: Identifier;
  readonly 'x-idempotency'?: Idempotency;
  readonly 'x-paging'?: Paging;
  /** The parameter that this one is another name of. */
  readonly 'x-alias'?: string;
}

export interface RequestBody extends Reference {
  readonly required?: boolean;
  readonly content?: Readonly<Record<string, MediaType>>;
}

export interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: RequestBody;
  readonly responses?: Readonly<Record<string, Response>>;
  readonly 'x-action'?: Action;
  readonly 'x-rate-limit'?: string | null;
  readonly 'x-step-up'?: StepUp;
  readonly 'x-content-type'?: ContentType;
  readonly 'x-webhook'?: Webhook;
  /** Name → expression of the URL → what is posted there. */
  readonly callbacks?: Readonly<Record<string, Readonly<Record<string, PathItem>>>>;
}

export interface SecurityScheme extends Reference {
  readonly type: string;
  readonly in?: 'header' | 'query' | 'cookie';
  readonly name?: string;
  readonly scheme?: string;
  readonly flows?: Readonly<Record<string, { readonly scopes?: Readonly<Record<string, string>> }>>;
  readonly 'x-verify'?: Verify;
}

export const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;

export interface Server {
  readonly url: string;
  readonly variables?: Readonly<Record<string, { readonly default: string }>>;
}

export type PathItem = Reference & {
  readonly parameters?: readonly Parameter[];
  readonly servers?: readonly Server[];
} & { readonly [M in (typeof METHODS)[number]]?: Operation };

export interface Document {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  readonly servers?: readonly Server[];
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly paths?: Readonly<Record<string, PathItem>>;
  readonly components?: {
    readonly schemas?: Readonly<Record<string, Schema>>;
    readonly responses?: Readonly<Record<string, Response>>;
    readonly parameters?: Readonly<Record<string, Parameter>>;
    readonly headers?: Readonly<Record<string, Header>>;
    readonly examples?: Readonly<Record<string, Example>>;
    readonly requestBodies?: Readonly<Record<string, RequestBody>>;
    readonly securitySchemes?: Readonly<Record<string, SecurityScheme>>;
  };
  readonly 'x-credentials'?: Credentials;
  readonly 'x-rate-limits'?: RateLimits;
  readonly 'x-guards'?: Guards;
  readonly 'x-unmatched'?: Unmatched;
  readonly 'x-authenticators'?: Authenticators;
  readonly 'x-cors'?: Cors;
  readonly 'x-seed'?: Seed;
  /** By name; each with the operation that the receiver has. */
  readonly webhooks?: Readonly<Record<string, PathItem>>;
  readonly 'x-webhooks'?: WebhookDelivery;
}

/** A node with its place in the document, for explanations and for Ajv. */
export interface Located<T> {
  readonly node: T;
  /** `#/components/schemas/Invoice` */
  readonly pointer: string;
}

export const escapePointer = (token: string): string =>
  token.includes('~') || token.includes('/') ? token.replaceAll('~', '~0').replaceAll('/', '~1') : token;

/** Undoes the escapes of a pointer in a URI fragment; most tokens have none. */
const unescapePointer = (token: string): string =>
  token.includes('~') || token.includes('%')
    ? decodeURIComponent(token).replaceAll('~1', '/').replaceAll('~0', '~')
    : token;

/** The same pointers are followed for every answer: each is taken apart once, until there are this many. */
const MOST_PARTED = 10_000;

const parted = new Map<string, readonly string[]>();

/** The keys of a pointer, which may have a `#` before it. */
export function keysOf(pointer: string): readonly string[] {
  let keys = parted.get(pointer);
  if (keys === undefined) {
    keys = pointer.replace(/^#/, '').split('/').slice(1).map(unescapePointer);
    if (parted.size >= MOST_PARTED) parted.clear();
    parted.set(pointer, keys);
  }
  return keys;
}

/** Follows `#/…`. @returns undefined if nothing stands there */
export function at(document: unknown, pointer: string): unknown {
  let node = document;
  for (const key of keysOf(pointer)) {
    if (typeof node !== 'object' || node === null) return undefined;
    node = (node as Record<string, unknown>)[key];
  }
  return node;
}

/**
 * Follows a node's `$ref`, and the reference's own, to what it stands for. Keys beside a `$ref` (allowed on schemas in
 * OpenAPI 3.1) are laid over the target's.
 */
export function follow<T extends Reference>(document: Document, { node, pointer }: Located<T>): Located<T> {
  let current = node;
  let place = pointer;
  for (let hops = 0; current.$ref !== undefined; hops++) {
    if (hops > 32) throw new Error(`${pointer}: a circle of references`);
    const { $ref, ...beside } = current;
    const target = at(document, $ref) as T | undefined;
    if (target === undefined || !$ref.startsWith('#')) throw new Error(`${pointer}: nothing stands at ${$ref}`);
    current = Object.keys(beside).length === 0 ? target : { ...target, ...beside };
    place = $ref;
  }
  return { node: current, pointer: place };
}
