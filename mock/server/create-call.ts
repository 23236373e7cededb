/** Makes the call of a request: what the pipeline sees of it. */
import type { FastifyRequest } from 'fastify';
import type { Call, Identification, ParsedBody } from '../request/call.ts';
import type { CompiledOperation, CompiledParameter, CompiledContract } from '../contract/compiled-contract.ts';
import { FastifyIncoming } from './incoming-request.ts';
import type { World } from '../sandboxes/sandbox.ts';
import { ownMountOf } from '../sandboxes/create-world.ts';
import { ownPortContract } from './sandbox-urls.ts';

const UNIDENTIFIED: Identification = { state: 'none' };

function createCall(
  world: World,
  operation: CompiledOperation,
  request: FastifyRequest,
  prefix: string,
  parsedBody: ParsedBody | undefined,
): Call {
  const incoming = new FastifyIncoming(request, prefix, world.publicUrl?.origin);
  return {
    world,
    mount:
      world.publicUrl !== undefined || ownPortContract(request.raw) === undefined
        ? world.mount
        : ownMountOf(world.sandbox.name),
    operation,
    request: incoming,
    now: world.clock.now(),
    requestId: '',
    identification: UNIDENTIFIED,
    tenant: undefined,
    quota: undefined,
    counted: undefined,
    place: undefined,
    parameters: incoming.params,
    parsedBody,
    verification: undefined,
    claim: undefined,
    ahead: undefined,
    steps: undefined,
    fault: undefined,
  };
}

/**
 * The header in which the client may choose the request's id, where the operation takes one; a path that does not exist
 * takes what others do.
 */
function requestIdParameter(
  { operations }: CompiledContract,
  operation: CompiledOperation,
): CompiledParameter | undefined {
  const answers = [...operation.answers, ...operation.refusals.values()];
  const echoes = (wanted: string): boolean =>
    answers.some(({ headers }) =>
      headers.some(({ name, value }) => name === wanted && 'fact' in value && value.fact === 'request.id'),
    );
  const parameters =
    operation.id === 'unmatched' ? operations.flatMap((each) => each.parameters) : operation.parameters;
  return parameters.find((parameter) => parameter.in === 'header' && echoes(parameter.name.toLowerCase()));
}

/** What an id may be to be echoed, whatever the contract says: nothing that could break a header or a log line. */
const PRINTABLE = /^[ -~]{1,128}$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The answer keeps the contract's word though the request may not: an id that does not fit its schema is not echoed.
 */
function echoable({
  schema: { format, pattern, minLength = 0, maxLength = Infinity },
}: CompiledParameter): (id: string) => boolean {
  const fits = pattern === undefined ? undefined : new RegExp(pattern, 'u');
  return (id) =>
    PRINTABLE.test(id) &&
    id.length >= minLength &&
    id.length <= maxLength &&
    (format !== 'uuid' || UUID.test(id)) &&
    (fits === undefined || fits.test(id));
}

/** @returns what makes the calls of an operation; `parsedBody` is set where the server could not even read the body */
export function createCalls(
  contract: CompiledContract,
  operation: CompiledOperation,
): (world: World, request: FastifyRequest, parsedBody: ParsedBody | undefined) => Call {
  const prefix = `/${contract.name}`;
  const idParameter = requestIdParameter(contract, operation);
  const idHeader = idParameter?.name.toLowerCase();
  const echoes = idParameter === undefined ? undefined : echoable(idParameter);
  return (world, request, parsedBody) => {
    const call = createCall(world, operation, request, prefix, parsedBody);
    const wanted = idHeader === undefined ? undefined : request.headers[idHeader];
    if (typeof wanted === 'string' && echoes?.(wanted) === true) call.requestId = wanted;
    return call;
  };
}
