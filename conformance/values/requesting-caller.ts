/** Who sent a request, read from what it carries. */
import type {
  CompiledOperation,
  CompiledContract,
  CompiledRequirement,
} from '../../mock/contract/compiled-contract.ts';
import { partOf } from '../checks/derived/support/change-parts.ts';
import type { RequestParts } from '../check-context.ts';
import { keyPermissions } from '../driver/choose-credential.ts';
import type { Target, TargetKey, TargetUser } from '../target/target.ts';
import type { Issued, Memory } from './answer-context.ts';

export interface Who {
  readonly requirement: CompiledRequirement;
  readonly tenant: string | undefined;
  /** Scopes or permissions; undefined where they are not known. */
  readonly scopes: readonly string[] | undefined;
  readonly issued?: Issued | undefined;
  readonly key?: TargetKey | undefined;
  readonly user?: TargetUser | undefined;
}

interface Known {
  readonly contract: CompiledContract;
  readonly target: Target;
  readonly memory: Memory;
}

function tenantOf({ credentials: { clients, keys, users } }: Target, holder: string | undefined): string | undefined {
  return (
    clients.find(({ client_id }) => client_id === holder)?.tenant ??
    keys.find(({ id }) => id === holder)?.tenant ??
    users.find(({ id }) => id === holder)?.tenant
  );
}

/** The caller, where exactly one good credential is recognised. */
export function whoCalls(
  { contract, target, memory }: Known,
  { requirements }: CompiledOperation,
  request: RequestParts,
): Who | undefined {
  const found = requirements.flatMap((requirement): Who[] => {
    const { method } = requirement;
    if (method.parts.some((part) => partOf(request, part) === undefined)) return [];
    const secret = method.parts.find(({ part }) => part === 'secret');
    const sent = secret && partOf(request, secret);
    if (method.kind === 'token' || method.kind === 'session') {
      const issued = sent === undefined ? undefined : memory.issued.get(sent);
      if (issued?.credential !== method.credential) return [];
      return [
        {
          requirement,
          issued,
          tenant: tenantOf(target, issued.holder),
          scopes: issued.scopes,
          user: target.credentials.users.find(({ id }) => id === issued.holder),
        },
      ];
    }
    const idPart = method.parts.find(({ part }) => part === 'id');
    const id = idPart && partOf(request, idPart);
    const key = target.credentials.keys.find(
      (one) =>
        one.credential === method.credential &&
        (id === undefined ? sent !== undefined && one.secret === sent : one.id === id),
    );
    if (key === undefined || (idPart !== undefined && id === undefined)) return [];
    return [
      {
        requirement,
        key,
        tenant: key.tenant,
        scopes: keyPermissions(contract, key),
        user: target.credentials.users.find((one) => one.id === key.user),
      },
    ];
  });
  return found.length === 1 ? found[0] : undefined;
}
