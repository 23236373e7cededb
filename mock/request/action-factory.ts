/** The type of actions: a factory binds an action to its operation once, at start. */
import type { ActionStep } from './call.ts';
import type { CompiledOperation, CompiledContract } from '../contract/compiled-contract.ts';

/** Binds an action to its operation, once. */
export type ActionFactory = (operation: CompiledOperation, contract: CompiledContract) => ActionStep;

/** Loaded with the first request for it: a session uses few of them, and start-up waits for none. */
export type ActionLoader = () => Promise<ActionFactory>;
