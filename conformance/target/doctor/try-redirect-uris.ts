/** Whether the redirect URIs of the target file are those that the server has registered. */
import { NotRun } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import type { CompiledOperation, CompiledContract } from '../../../mock/contract/compiled-contract.ts';
import type { Target } from '../target.ts';
import type { DoctorFinding } from './doctor-finding.ts';

export async function redirectFindings(
  contract: CompiledContract,
  target: Target,
  open: (target: Target) => Context,
): Promise<readonly DoctorFinding[]> {
  const operation = contract.operations.find(({ action }) => action.type === 'authorize');
  if (operation?.action.type !== 'authorize') return [];
  const name = operation.action.client_parameter ?? 'client_id';
  const findings: DoctorFinding[] = [];
  for (const [i, client] of target.credentials.clients.entries()) {
    if (!client.grants.includes('authorization_code')) continue;
    const where = `credentials.clients[${i}].redirect_uris`;
    if (client.redirect_uris.length === 0)
      findings.push({
        whose: 'configuration',
        level: 'problem',
        where,
        message: `${client.client_id} uses authorization_code and has no redirect URI`,
        change: 'list one that is registered for it',
      });
    for (const [j, redirect] of client.redirect_uris.entries()) {
      const query = [
        ['response_type', 'code'],
        [name, client.client_id],
        ['redirect_uri', redirect],
        ['state', 'tollgate-doctor'],
        ...(client.scopes[0] === undefined ? [] : [['scope', client.scopes[0]]]),
      ] as [string, string][];
      const finding = judge(`${where}[${j}]`, redirect, await ask(open(target), operation, query));
      if (finding) findings.push(finding);
    }
  }
  return findings;
}

/** The status of an authorization request that nobody consents to; undefined where it cannot be asked. */
async function ask(
  context: Context,
  operation: CompiledOperation,
  query: readonly (readonly [string, string])[],
): Promise<number | undefined> {
  try {
    const parts = await context.request(operation);
    const own = new Set(query.map(([name]) => name));
    return (
      await context.send({
        ...parts,
        query: [...parts.query.filter(([name]) => !own.has(name) && !name.startsWith('code_challenge')), ...query],
      })
    ).status;
  } catch (error) {
    if (error instanceof NotRun) return undefined;
    throw error;
  }
}

function judge(where: string, redirect: string, status: number | undefined): DoctorFinding | undefined {
  if (status === undefined || status < 400 || status === 429) return undefined;
  if (status >= 500)
    return {
      whose: 'server',
      level: 'problem',
      where,
      message: `the authorization request is answered with ${status}`,
      change: "find the error in the server's log",
    };
  return {
    whose: 'configuration',
    level: 'problem',
    where,
    message: `the server refuses an authorization request with ${redirect} (${status}): it is not registered for this client, letter for letter, or the client is unknown there`,
    change: 'register it, or write the one that is registered',
  };
}
