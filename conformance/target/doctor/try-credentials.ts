/** Tries each credential once, as cheaply as the contract allows. */
import { CheckFailure, NotRun } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import { isObject, parseJson } from '../../driver/json-values.ts';
import type { Exchange } from '../../exchange.ts';
import type { CompiledOperation, CompiledContract } from '../../../mock/contract/compiled-contract.ts';
import type { Target, TargetClient, TargetKey, TargetUser } from '../target.ts';
import type { DoctorFinding } from './doctor-finding.ts';

export interface Trial {
  /** `credentials.keys[0] (pk_test_…)` */
  readonly where: string;
  /** Undefined where it could not be tried. */
  readonly finding: DoctorFinding | undefined;
  readonly tried: boolean;
}

type Open = (target: Target) => Context;

export async function tryCredentials(
  contract: CompiledContract,
  target: Target,
  open: Open,
): Promise<readonly Trial[]> {
  const { keys, clients, users } = target.credentials;
  const trials: Trial[] = [];
  for (const [i, key] of keys.entries())
    trials.push(
      await attempt(`credentials.keys[${i}] (${key.credential} ${key.id})`, () => tryKey(contract, target, key, open)),
    );
  for (const [i, client] of clients.entries())
    trials.push(
      await attempt(`credentials.clients[${i}] (${client.client_id})`, () => tryClient(contract, target, client, open)),
    );
  for (const [i, user] of users.entries())
    trials.push(await attempt(`credentials.users[${i}] (${user.id})`, () => tryUser(contract, target, user, open)));
  return trials;
}

type Complaint = Omit<DoctorFinding, 'where'> | undefined;

async function attempt(where: string, ask: () => Promise<Complaint>): Promise<Trial> {
  try {
    const complaint = await ask();
    return { where, tried: true, finding: complaint && { where, ...complaint } };
  } catch (error) {
    if (error instanceof NotRun) return { where, tried: false, finding: undefined };
    if (error instanceof CheckFailure)
      return { where, tried: true, finding: { where, ...refused(error.finding.exchange, error.finding.got) } };
    throw error;
  }
}

const REFUSED = 401;
const FORBIDDEN = 403;
const TOO_MANY = 429;

/** What an answer that is no success says about the credential it was given. */
function refused(exchange: Exchange | undefined, got: string): Omit<DoctorFinding, 'where'> {
  const status = exchange?.status ?? 0;
  const answered = exchange
    ? `${exchange.method} ${exchange.url.split('?')[0]!} answers ${status}${errorText(exchange)}`
    : got;
  if (status >= 500)
    return { whose: 'server', level: 'problem', message: answered, change: "find the error in the server's log" };
  if (status === TOO_MANY)
    return {
      whose: 'server',
      level: 'note',
      message: `${answered}: its quota is used up`,
      change: 'wait, and raise safety.pace',
    };
  if (status === FORBIDDEN)
    return {
      whose: 'configuration',
      level: 'problem',
      message: `it may not do what its role or scopes in the target file say: ${answered}`,
      change: 'correct its role or scopes here, or grant them at the server',
    };
  return {
    whose: 'configuration',
    level: 'problem',
    message: `the server refuses it: ${answered}`,
    change: 'look for a typing error, an environment variable of another environment, or a credential that was revoked',
  };
}

/** The error code of an answer, never a whole body: it may quote what was sent. */
function errorText({ answerBody }: Exchange): string {
  const body = parseJson(answerBody);
  const error = isObject(body) ? (body.error ?? body.code ?? body.message) : undefined;
  return typeof error === 'string' ? ` (${error.slice(0, 80)})` : '';
}

/** Reads that need no record first; nothing that changes anything. */
function reads({ operations }: CompiledContract, credential: string): readonly CompiledOperation[] {
  const found = operations.filter(
    ({ method, action, stepUp, requirements }) =>
      stepUp === undefined &&
      (method === 'GET' || action.type === 'token.issue') &&
      requirements.some((requirement) => requirement.method.credential === credential),
  );
  return [...found].sort(
    (a, b) =>
      Number(a.path.includes('{')) - Number(b.path.includes('{')) || a.requirements.length - b.requirements.length,
  );
}

async function tryKey(contract: CompiledContract, target: Target, key: TargetKey, open: Open): Promise<Complaint> {
  if (key.allowed_addresses !== null) throw new NotRun('it may be used from certain addresses only');
  const isDead = key.status !== 'active';
  const context = open({ ...target, credentials: { ...target.credentials, keys: [{ ...key, status: 'active' }] } });
  for (const operation of reads(contract, key.credential)) {
    const exchange = await callWith(context, operation, key.credential);
    if (exchange === undefined || (exchange.status === 404 && operation.path.includes('{'))) continue;
    const { status } = exchange;
    if (isDead)
      return status < 400
        ? {
            whose: 'configuration',
            level: 'problem',
            message: `it is listed as ${key.status}, and the server takes it`,
            change: `see to it at the server that it is ${key.status}, or take status: ${key.status} away`,
          }
        : undefined;
    return status < 400 || (status !== REFUSED && status !== FORBIDDEN && status < 500 && status !== TOO_MANY)
      ? undefined
      : refused(exchange, '');
  }
  throw new NotRun('no read of the contract takes it');
}

/** A valid call with this kind of credential; undefined where this operation takes none that the target has. */
async function callWith(
  context: Context,
  operation: CompiledOperation,
  credential: string,
): Promise<Exchange | undefined> {
  const requirement = operation.requirements.find(({ method }) => method.credential === credential);
  try {
    return await context.call(operation, { ...(requirement && { requirement }) });
  } catch (error) {
    if (error instanceof NotRun) return undefined;
    throw error;
  }
}

async function tryClient(
  contract: CompiledContract,
  target: Target,
  client: TargetClient,
  open: Open,
): Promise<Complaint> {
  if (client.allowed_addresses !== null) throw new NotRun('it may be used from certain addresses only');
  const served = new Set(
    contract.operations.flatMap(({ action }) => (action.type === 'token.issue' ? action.grants : [])),
  );
  const context = open({ ...target, credentials: { ...target.credentials, clients: [client] } });
  const [redirect] = client.redirect_uris;
  if (client.grants.includes('client_credentials') && served.has('client_credentials')) {
    const exchange = await context.oauth.token(client, {
      grant_type: 'client_credentials',
      scope: client.scopes.length > 0 ? client.scopes.join(' ') : undefined,
    });
    return exchange.status < 300 ? undefined : tokenRefusal(exchange);
  }
  if (!client.grants.includes('authorization_code') || !served.has('authorization_code'))
    throw new NotRun('its grants need an assertion or a refresh token first');
  // A code that cannot exist: a known client is told about the code, an unknown one about itself.
  const exchange = await context.oauth.token(client, {
    grant_type: 'authorization_code',
    code: 'tollgate-doctor-no-such-code',
    redirect_uri: redirect,
  });
  return exchange.status === REFUSED || /client/.test(errorText(exchange)) || exchange.status >= 500
    ? tokenRefusal(exchange)
    : undefined;
}

function tokenRefusal(exchange: Exchange): Complaint {
  const reason = errorText(exchange);
  if (/invalid_scope/.test(reason))
    return {
      whose: 'configuration',
      level: 'problem',
      message: `the server does not give it the scopes listed here${reason}`,
      change: 'list the scopes it was granted',
    };
  if (/unauthorized_client|unsupported_grant/.test(reason))
    return {
      whose: 'configuration',
      level: 'problem',
      message: `it may not use the grants listed here${reason}`,
      change: 'list the grants it was given, or have it given them',
    };
  return refused(exchange, '');
}

async function tryUser(contract: CompiledContract, target: Target, user: TargetUser, open: Open): Promise<Complaint> {
  if (user.password === null) throw new NotRun('it has no password');
  const login = contract.operations.flatMap(({ action }) =>
    action.type === 'session.open' ? [action.credential] : [],
  );
  const operation =
    contract.operations.find(
      ({ method, requirements }) =>
        method === 'GET' && requirements.some((requirement) => login.includes(requirement.method.credential)),
    ) ??
    contract.operations.find(({ requirements }) =>
      requirements.some((requirement) => login.includes(requirement.method.credential)),
    );
  const requirement = operation?.requirements.find(({ method }) => login.includes(method.credential));
  if (operation === undefined || requirement === undefined) throw new NotRun('the contract has no login');
  await open({ ...target, credentials: { ...target.credentials, users: [user] } }).credential(operation, {
    requirement,
  });
  return undefined;
}
