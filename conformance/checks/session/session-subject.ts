/** A session credential, with the operations that open, close and take it. */
import { contractMs } from '../../../mock/contract/durations.ts';
import type {
  CompiledOperation,
  CompiledContract,
  CompiledRequirement,
} from '../../../mock/contract/compiled-contract.ts';
import type { SessionCredential } from '../../../specs/generated/vocabulary.ts';
import type { Context, Presentation, RequestParts } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import type { TargetUser } from '../../target/target.ts';
import { actions, credentialsOf, useOf } from '../common/find-operations.ts';
import type { WithAction } from '../common/find-operations.ts';
import { filled } from '../common/compare-answers-json.ts';
import { withValue } from '../../driver/json-values.ts';
import { named, withIdentifier, withoutMethod } from '../common/change-request.ts';

export interface Subject {
  readonly contract: CompiledContract;
  readonly name: string;
  readonly credential: SessionCredential;
  readonly open: WithAction<'session.open'>;
  readonly close: WithAction<'session.close'> | undefined;
  /** An operation that takes the session, and asks for little else. */
  readonly use: CompiledOperation;
  readonly requirement: CompiledRequirement;
  readonly idleMs: number;
}

export function subjectsOf(contract: CompiledContract): readonly Subject[] {
  return credentialsOf(contract, 'session').flatMap(([name, credential]) => {
    const open = actions(contract, 'session.open').find(({ action }) => action.credential === name);
    const use = useOf(contract, name);
    if (open === undefined || use === undefined) return [];
    const close = actions(contract, 'session.close').find(({ action }) => action.credential === name);
    return [
      {
        contract,
        name,
        credential,
        open,
        close,
        use: use.operation,
        requirement: use.requirement,
        idleMs: contractMs(credential.idle),
      },
    ];
  });
}

/** Somebody who can sign in: every field of the login is known. */
export function userOf(context: Context, { open }: Subject, other?: TargetUser): TargetUser {
  const fields = Object.keys(open.action.login) as (keyof TargetUser)[];
  const user = context.target.credentials.users.find(
    (candidate) =>
      candidate !== other &&
      candidate.password !== null &&
      fields.every((field) => typeof candidate[field] === 'string'),
  );
  return (
    user ??
    context.notRun(
      other === undefined ? 'the target has no user who can sign in' : 'the target has no second user who can sign in',
    )
  );
}

/** Signs in as a user, perhaps with other values for some fields. */
export async function signIn(
  context: Context,
  { open }: Subject,
  user: TargetUser,
  changes: Readonly<Record<string, string>> = {},
): Promise<Exchange> {
  const { login, password } = open.action;
  const fields: [string, string][] = [
    ...Object.entries(login).map(([field, pointer]): [string, string] => [
      pointer,
      changes[field] ?? user[field as keyof TargetUser] ?? '',
    ]),
    [password, changes.password ?? user.password ?? ''],
  ];
  const body = fields.reduce<unknown>((value, [pointer, text]) => withValue(value, pointer, text), {});
  return context.send(await context.request(open, { body: JSON.stringify(body) }));
}

/** The token of a new session. */
export async function openSession(
  context: Context,
  subject: Subject,
  user = userOf(context, subject),
): Promise<string> {
  const exchange = await signIn(context, subject, user);
  context.expect.success(exchange, subject.open);
  const token = filled(subject.contract, subject.open, 'session.token', exchange);
  context.expect.that(
    typeof token === 'string' && token !== '',
    'a session token in the answer',
    typeof token,
    exchange,
  );
  context.secret(token);
  return token;
}

function presentation({ requirement }: Subject, token: string, tenant: string): Presentation {
  const [part] = requirement.method.parts;
  const pair = [part!.name, token] as const;
  return {
    requirement,
    headers:
      part!.in === 'header'
        ? [pair]
        : part!.in === 'cookie'
          ? [['cookie', `${part!.name}=${token}`]]
          : part!.in === 'authorization'
            ? [['authorization', `Bearer ${token}`]]
            : [],
    query: part!.in === 'query' ? [pair] : [],
    tenant,
    token,
  };
}

/** A request of an operation with a session token. */
export async function withSession(
  context: Context,
  subject: Subject,
  token: string,
  {
    operation = subject.use,
    overrides = {},
    requirement = subject.requirement,
  }: {
    readonly operation?: CompiledOperation;
    readonly overrides?: Partial<RequestParts>;
    readonly requirement?: CompiledRequirement;
  } = {},
): Promise<RequestParts> {
  const { tenant } = userOf(context, subject);
  const request = await context.request(operation, overrides);
  const bare = operation.requirements.reduce((rest, { method }) => withoutMethod(rest, method), request);
  const parts = context.present(bare, presentation({ ...subject, requirement }, token, tenant));
  return named(operation, 'tenant') ? withIdentifier(parts, operation, 'tenant', tenant) : parts;
}

/** Uses a session once. */
export const useSession = async (
  context: Context,
  subject: Subject,
  token: string,
  options?: Parameters<typeof withSession>[3],
): Promise<Exchange> => context.send(await withSession(context, subject, token, options));

export async function closeSession(context: Context, { close }: Subject, token: string): Promise<Exchange> {
  if (close === undefined) return context.notRun('the contract has no operation that closes a session');
  const path = close.path.replace(`{${close.action.path_parameter}}`, encodeURIComponent(token));
  return context.send(await context.request(close, { path, body: undefined }));
}
