/** Whether the control plane that the target file names is one, and serves the contract. */
import { isObject, parseJson } from '../../driver/json-values.ts';
import type { CompiledContract } from '../../../mock/contract/compiled-contract.ts';
import type { Context } from '../../check-context.ts';
import type { Target } from '../target.ts';
import type { DoctorFinding } from './doctor-finding.ts';

export async function controlFindings(
  { name }: CompiledContract,
  target: Target,
  open: (target: Target) => Context,
): Promise<readonly DoctorFinding[]> {
  const { control } = target;
  if (control === undefined) return [];
  const where = 'capabilities.control';
  const problem = { whose: 'configuration', level: 'problem', where } as const;
  const { status, answerBody } = await open({ ...target, baseUrl: control, endpoints: {} }).send({
    method: 'GET',
    path: '/contracts',
    query: [],
    headers: [],
    body: undefined,
  });
  const body = parseJson(answerBody);
  if (status === 401 || status === 403)
    return [
      {
        ...problem,
        message: `the control plane at ${control} refuses calls from here (${status})`,
        change: "run the suite on the sandbox's own machine",
      },
    ];
  if (status !== 200 || !isObject(body) || !Array.isArray(body.contracts))
    return [
      {
        ...problem,
        message: `${control} is no control plane (it answers ${status})`,
        change: 'give the URL that "tollgate mock" prints; it ends in /_tollgate',
      },
    ];
  const names = (body.contracts as readonly { readonly name: string }[]).map((contract) => contract.name);
  if (!names.includes(name))
    return [
      {
        ...problem,
        message: `the sandbox at ${control} does not serve ${name}`,
        change: `start it with this contract; it serves ${names.join(', ')}`,
      },
    ];
  return [];
}
