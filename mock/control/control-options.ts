/** What the server passes to the control plane. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CompiledContract } from '../contract/compiled-contract.ts';
import type { Sandboxes } from '../sandboxes/sandbox.ts';
import type { Judge } from './judge.ts';
import type { Verifier } from './verifier.ts';

export interface ControlOptions {
  readonly sandboxes: Sandboxes;
  readonly contracts: ReadonlyMap<string, CompiledContract>;
  /** The file that each contract was read from. */
  readonly files: ReadonlyMap<string, string>;
  /** Base URL of a contract in a sandbox as the client sees it, without a trailing slash. */
  readonly baseUrl: (request: FastifyRequest, sandbox: string, contract: string) => string;
  /** Answers who opens the control plane's own address in a browser; false for anyone else. */
  readonly welcome: (request: FastifyRequest, reply: FastifyReply) => boolean;
  /** Who judges a client's conduct; default nobody. */
  readonly judge?: Judge | undefined;
  /** Who checks contracts; default nobody. */
  readonly verifier?: Verifier | undefined;
  /** Opens the control plane to anyone who carries it, and to nobody else; not empty. */
  readonly token?: string | undefined;
}
