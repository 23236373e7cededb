/** Sending requests as an allowed caller, one way to present a credential after the other. */
import { NotRun } from '../../../check.ts';
import type { Context, CredentialOptions, Presentation, RequestParts } from '../../../check-context.ts';
import { waitIn } from './read-quota.ts';
import type { Exchange } from '../../../exchange.ts';
import type {
  CompiledOperation,
  CompiledContract,
  CompiledRequirement,
} from '../../../../mock/contract/compiled-contract.ts';
import { signs } from '../../../../mock/contract/signature-kinds.ts';

/** Sends; where a quota ends meanwhile, waits for the next window on the target's clock. */
export async function ask(context: Context, parts: RequestParts): Promise<Exchange> {
  for (let tries = 0; ; tries++) {
    const exchange = await context.send(parts);
    if (exchange.status !== 429 || tries === 3) return exchange;
    const wait = await waitIn(context, exchange);
    if (!Number.isFinite(wait)) return exchange;
    await context.clock.advance(Math.max(1000, wait));
  }
}

export interface Allowed {
  readonly parts: RequestParts;
  readonly presentation: Presentation;
}

/** A valid request with a good credential, not yet sent. */
export async function allowed(
  context: Context,
  operation: CompiledOperation,
  options?: CredentialOptions,
): Promise<Allowed> {
  const presentation = await context.credential(operation, options);
  const parts = context.present(await context.request(operation, {}, { tenant: presentation.tenant }), presentation);
  return { parts, presentation };
}

/** Who may call an operation, and what with. */
export interface Caller {
  /** A valid request, without a credential. */
  readonly request: RequestParts;
  /** Adds the credential. A signature is made anew each time, over the request as it is then. */
  authenticate(parts?: RequestParts): Promise<RequestParts>;
  /** Adds the credential, and sends. */
  ask(parts?: RequestParts): Promise<Exchange>;
}

/** Someone with a good credential, or nobody in particular where an operation takes none. */
export async function caller(
  context: Context,
  operation: CompiledOperation,
  options?: CredentialOptions,
): Promise<Caller> {
  const presentation = operation.requirements.length === 0 ? undefined : await context.credential(operation, options);
  const request = await context.request(operation, {}, { tenant: presentation?.tenant ?? options?.tenant });
  async function authenticate(parts = request): Promise<RequestParts> {
    if (presentation === undefined) return parts;
    const { requirement, tenant } = presentation;
    return context.present(
      parts,
      signs(requirement.method) ? await context.credential(operation, { requirement, tenant }) : presentation,
    );
  }
  return { request, authenticate, ask: async (parts) => ask(context, await authenticate(parts)) };
}

/** A valid request of a caller who may. */
export const anyAllowed = async (context: Context, operation: CompiledOperation): Promise<RequestParts> =>
  (await caller(context, operation)).authenticate();

/** For each of the operation's ways to present a credential. Not run only where none of them can be tried here. */
export async function eachRequirement(
  operation: CompiledOperation,
  run: (requirement: CompiledRequirement) => Promise<void>,
  fits: (requirement: CompiledRequirement) => boolean = () => true,
): Promise<void> {
  let declined: NotRun | undefined;
  let tried = false;
  for (const requirement of operation.requirements.filter(fits)) {
    try {
      await run(requirement);
      tried = true;
    } catch (error) {
      if (!(error instanceof NotRun)) throw error;
      declined = error;
    }
  }
  if (!tried) throw declined ?? new NotRun('no credential of the operation is of this kind');
}

/** Whether the operation, though it takes calls without a credential, may refuse them for a tenant that demands one. */
export const mayDemand = ({ requirements, identifiers }: CompiledOperation, { tenants }: CompiledContract): boolean =>
  requirements.length > 0 &&
  identifiers.some(({ identifier }) => identifier?.kind === 'tenant') &&
  [...tenants.values()].some(({ require_token: demanded }) => demanded === true);

/** A tenant for which every call needs a credential. */
export const demandingTenant = ({ contract, target }: Context): string | undefined =>
  target.credentials.tenants.find(
    ({ id, require_token: demanded }) => demanded ?? contract.tenants.get(id)?.require_token,
  )?.id;
