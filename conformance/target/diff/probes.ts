/** The requests that are sent to both: for each operation a good one and the ways to get it wrong. */
import type { Context } from '../../check-context.ts';
import { exampleBody } from '../../driver/contract-examples.ts';
import { carryAll } from '../../driver/present-credential.ts';
import type { Exchange } from '../../exchange.ts';
import type { CompiledOperation, CompiledContract } from '../../../mock/contract/compiled-contract.ts';

export interface DiffProbe {
  /** `valid call`, `no credential` … */
  readonly name: string;
  /** Undefined for what belongs to no operation. */
  readonly operation: CompiledOperation | undefined;
  /** Whether it changes something where it is answered well. */
  readonly changes: boolean;
  send(context: Context): Promise<Exchange>;
}

const WRONG = 'tollgate-diff-wrong';

export function probesOf(contract: CompiledContract): readonly DiffProbe[] {
  return [
    ...contract.operations.flatMap((operation) => operationProbes(contract, operation)),
    ...methodProbes(contract),
    {
      name: 'unknown path',
      operation: undefined,
      changes: false,
      send: (context) =>
        context.send({ method: 'GET', path: '/tollgate-diff-no-such-path', query: [], headers: [], body: undefined }),
    },
  ];
}

function operationProbes(contract: CompiledContract, operation: CompiledOperation): DiffProbe[] {
  const { requirements, anonymous, body, method } = operation;
  const probes: DiffProbe[] = [
    { name: 'valid call', operation, changes: method !== 'GET', send: (context) => context.call(operation) },
  ];
  if (requirements.length > 0 && !anonymous)
    probes.push({
      name: 'no credential',
      operation,
      changes: false,
      send: async (context) => context.send(await context.request(operation)),
    });
  for (const requirement of requirements) {
    const wrong = carryAll(contract, requirement.method, {
      id: WRONG,
      secret: WRONG,
      signature: WRONG,
      timestamp: '1',
      nonce: WRONG,
    });
    probes.push({
      name: `wrong ${requirement.method.credential}`,
      operation,
      changes: false,
      send: async (context) =>
        context.send(context.present(await context.request(operation), { requirement, tenant: '', ...wrong })),
    });
  }
  if (body !== undefined && exampleBody(contract, operation)?.type.includes('json') === true)
    probes.push({
      name: 'malformed body',
      operation,
      changes: false,
      send: (context) => context.call(operation, { parts: { body: '{"' } }),
    });
  return probes;
}

/** Methods that no contract's path has to take, the least dangerous first. */
const OTHER_METHODS = ['PATCH', 'PUT', 'POST', 'DELETE'];

function methodProbes({ operations }: CompiledContract): DiffProbe[] {
  const paths = new Set(operations.filter(({ path }) => !path.includes('{')).map(({ path }) => path));
  return [...paths].flatMap((path) => {
    const here = operations.filter((operation) => operation.path === path);
    const method = OTHER_METHODS.find((other) => here.every((operation) => operation.method !== other));
    return method === undefined
      ? []
      : [
          {
            name: `wrong method ${method}`,
            operation: here[0],
            changes: false,
            send: (context: Context) => context.send({ method, path, query: [], headers: [], body: undefined }),
          },
        ];
  });
}
