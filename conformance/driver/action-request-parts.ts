/** Types of {@link actionRequest}: who a request is for, and what its action wants in it. */
import type { Presentation, RequestParts } from '../check-context.ts';
import type { JsonObject } from './json-values.ts';

/** Who the request is for. */
export interface Who {
  readonly tenant: string;
  readonly presentation?: Presentation | undefined;
}

export interface ActionRequest {
  /** Parameters by name, in path and query, that are not the contract's examples. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The body before it is written down. */
  readonly body: unknown;
  /** The record that the request is about. */
  readonly record?: JsonObject | undefined;
  /** The request is whole already. */
  readonly whole?: RequestParts;
}
