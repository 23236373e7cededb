/** What a control-plane handler takes and answers, read off the operations generated from `specs/control.yaml`. */
import type { Readable } from 'node:stream';
import type { operations } from '../../specs/generated/control.ts';
import type { Awaitable } from '../state/awaitable.ts';
import type { CompiledContract } from '../contract/compiled-contract.ts';
import type { Sandbox, Sandboxes } from '../sandboxes/sandbox.ts';
import type { Judge } from './judge.ts';
import type { Verifier } from './verifier.ts';

export type OperationId = keyof operations;

type Path<Op extends OperationId> = operations[Op]['parameters'] extends { readonly path: infer P }
  ? P
  : Readonly<Record<string, never>>;

type Query<Op extends OperationId> =
  NonNullable<operations[Op]['parameters']['query']> extends infer Q
    ? [Q] extends [never]
      ? Readonly<Record<string, never>>
      : Q
    : never;

type Content<T> = T extends { content: { 'application/json': infer B } }
  ? B
  : T extends { content: { 'text/event-stream': unknown } }
    ? Readable
    : undefined;

type Body<Op extends OperationId> = operations[Op] extends { readonly requestBody: infer R }
  ? Content<R>
  : operations[Op] extends { readonly requestBody?: infer R }
    ? Content<NonNullable<R>> | undefined
    : undefined;

type Success<Op extends OperationId> = keyof operations[Op]['responses'] & (200 | 201 | 204);

/** A success, with the body that the operation declares for its status. Refusals are thrown: {@link Problem}. */
export type ControlAnswer<Op extends OperationId> = {
  readonly [S in Success<Op>]: { readonly status: S; readonly body: Content<operations[Op]['responses'][S]> };
}[Success<Op>];

export interface ControlCall<Op extends OperationId> {
  readonly path: Path<Op>;
  /** Changed from text as the schema says, defaults filled in. */
  readonly query: Query<Op>;
  readonly body: Body<Op>;
  /** The one that `sandbox=` names, else `default`. */
  readonly sandbox: Sandbox;
  readonly sandboxes: Sandboxes;
  readonly contracts: ReadonlyMap<string, CompiledContract>;
  /** The file that each contract was read from. */
  readonly files: ReadonlyMap<string, string>;
  /** Who judges a client's conduct, where the server was given somebody. */
  readonly judge: Judge | undefined;
  /** Who checks contracts, where the server was given somebody. */
  readonly verifier: Verifier | undefined;
  /** Headers of the request, names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Base URL of a world as the client sees it, without a trailing slash. */
  baseUrl(world: { readonly contract: { readonly name: string }; readonly sandbox: { readonly name: string } }): string;
  /** Fires when the server closes, so that nobody waits on. */
  readonly closing: AbortSignal;
}

export type Handler<Op extends OperationId> = (call: ControlCall<Op>) => Awaitable<ControlAnswer<Op>>;

export type Handlers = { readonly [Op in OperationId]: Handler<Op> };

/** The answer of operations that have nothing to say. */
export const NO_CONTENT = { status: 204, body: undefined } as const;
