/** Whoever is refused is refused however the request is spelled. */
import type { CheckFamily } from '../../check.ts';
import { NotRun } from '../../check.ts';
import type { Context, RequestParts } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import type { CompiledContract, CompiledOperation } from '../../../mock/contract/compiled-contract.ts';
import { matchPath } from '../../../mock/contract/path-template.ts';
import { objectsWith, parseJson } from '../../driver/json-values.ts';
import { allowed, ask, caller } from './support/ask-as-caller.ts';
import { named, perOperation } from './support/check-per-operation.ts';
import type { Case } from './support/check-per-operation.ts';
import { withIdentifier } from './support/change-parts.ts';
import { allPages, forRecord, idBeside, idsOf, resourceOf, someone, someoneElse } from './support/make-records.ts';
import { OBJECT_LEVEL, standardBasis } from './support/operation-citation.ts';
import { firstOfKind, otherSpellings, someOf } from './support/other-spellings.ts';
import type { Spelling } from './support/other-spellings.ts';
import { signs } from '../../../mock/contract/signature-kinds.ts';

const FUNCTION_LEVEL = [
  'OWASP API Security 2023, API5',
  'https://owasp.org/API-Security/editions/2023/en/0xa5-broken-function-level-authorization/',
] as const;
/** What an operation that is like an earlier one is tried with: every third spelling. */
const SHARE = 3;

/** OPTIONS tells what a path can do, which is nobody's secret: served it is where the answer has records. */
function isServed({ contract }: Context, exchange: Exchange, operation: CompiledOperation): boolean {
  const { status, method, answerBody } = exchange;
  const good =
    (status >= 200 && status < 300) ||
    status === 304 ||
    operation.answers.some((answer) => answer.status === status && status < 400);
  if (method !== 'OPTIONS' || operation.method === 'OPTIONS') return good;
  const resource = resourceOf(contract, operation);
  return good && resource !== undefined && objectsWith(parseJson(answerBody), resource.id).length > 0;
}

/**
 * None of the spellings is served. Where the plain one is, there is no guard whose absence could be told.
 *
 * @param who is refused: "a caller without a credential"
 */
async function noneServed(
  context: Context,
  operation: CompiledOperation,
  plain: RequestParts,
  spellings: readonly Spelling[],
  who: string,
  sign: (parts: RequestParts) => Promise<RequestParts> = (parts) => Promise.resolve(parts),
): Promise<void> {
  if (isServed(context, await ask(context, await sign(plain)), operation))
    context.notRun('the plain spelling is served, which other checks tell of');
  for (const { how, parts } of spellings) {
    const exchange = await ask(context, await sign(parts));
    context.expect.that(
      !isServed(context, exchange, operation),
      `${who} to be refused, or not to be understood: the request was spelled ${how}`,
      `status ${exchange.status}`,
      exchange,
      `${who} is served when the request is spelled ${how}`,
    );
  }
}

/** The spellings that an operation is tried with: all for the first of its kind. */
function spellingsFor(contract: CompiledContract, operation: CompiledOperation, parts: RequestParts) {
  const all = otherSpellings(contract, parts);
  const alike = contract.operations.filter(({ action }) => action.type === operation.action.type);
  const place = alike.indexOf(operation);
  return place === 0 ? all : someOf(all, SHARE, place);
}

/** Those that are no request of another operation, which has rules of its own. */
const ownSpellings = (
  contract: CompiledContract,
  operation: CompiledOperation,
  parts: RequestParts,
): readonly Spelling[] =>
  otherSpellings(contract, parts).filter(
    (each) =>
      !contract.operations.some(
        (other) =>
          other !== operation &&
          other.method === each.parts.method &&
          matchPath(other.path, each.parts.path) !== undefined,
      ),
  );

const guarded = ({ requirements, anonymous }: CompiledOperation): boolean => requirements.length > 0 && !anonymous;

/** The first two operations of each kind that fit. */
const places =
  (fits: (operation: CompiledOperation, contract: CompiledContract) => boolean, most = 2): Case['applies'] =>
  (operation, contract) =>
    firstOfKind(contract, (each) => fits(each, contract), most).includes(operation);

const nobody: Case = {
  id: 'spelling.guarded',
  title: (operation) => `${named(operation)} wants its credential however the request is spelled`,
  applies: places(guarded),
  basis: (operation, contract) => standardBasis(contract, operation, ...FUNCTION_LEVEL),
  async run(context: Context, operation) {
    const parts = await context.request(operation);
    await noneServed(
      context,
      operation,
      parts,
      spellingsFor(context.contract, operation, parts),
      'a caller without a credential',
    );
  },
};

const scopedWays = ({ requirements }: CompiledOperation) =>
  requirements.filter(({ scopes, method }) => scopes.length > 0 && !signs(method));

const lacking: Case = {
  id: 'spelling.permitted',
  title: (operation) => `${named(operation)} wants its scope or role however the request is spelled`,
  applies: places((operation) => guarded(operation) && scopedWays(operation).length > 0, 1),
  basis: (operation, contract) => standardBasis(contract, operation, ...FUNCTION_LEVEL),
  async run(context: Context, operation) {
    let declined: unknown;
    for (const requirement of scopedWays(operation)) {
      try {
        const { parts } = await allowed(context, operation, { requirement, lacking: true });
        const all = ownSpellings(context.contract, operation, parts);
        return await noneServed(context, operation, parts, all, 'a caller without the permission');
      } catch (error) {
        if (!(error instanceof NotRun)) throw error;
        declined = error;
      }
    }
    throw declined;
  },
};

const missed = ({ identifiers }: CompiledOperation) =>
  identifiers.find(({ identifier }) => identifier !== undefined && identifier.required !== false)?.identifier?.kind;

const unnamed: Case = {
  id: 'spelling.identified',
  title: (operation) => `${named(operation)} wants to know its ${missed(operation)!} however the request is spelled`,
  applies: places((operation) => missed(operation) !== undefined, 1),
  basis: (operation, contract) => standardBasis(contract, operation, ...FUNCTION_LEVEL),
  async run(context: Context, operation) {
    const { request, authenticate } = await caller(context, operation);
    const kind = missed(operation)!;
    const bare = withIdentifier(request, operation, kind, undefined);
    await noneServed(
      context,
      operation,
      bare,
      ownSpellings(context.contract, operation, bare),
      `a caller that names no ${kind}`,
      authenticate,
    );
  },
};

const REACHING = ['resource.get', 'resource.update', 'resource.delete', 'resource.transition'];

const stranger: Case = {
  id: 'spelling.isolated',
  title: (operation) => `${named(operation)} finds no other tenant's record however the request is spelled`,
  needs: ['second_tenant', 'destructive'],
  applies: places((operation, contract) => {
    const resource = resourceOf(contract, operation);
    return (
      guarded(operation) &&
      resource !== undefined &&
      resource.partition !== 'none' &&
      operation.stepUp === undefined &&
      REACHING.includes(operation.action.type)
    );
  }, 1),
  basis: (operation, contract) => standardBasis(contract, operation, ...OBJECT_LEVEL),
  async run(context: Context, operation) {
    const resource = resourceOf(context.contract, operation)!;
    const owner = await someone(context, operation);
    const other = await someoneElse(context, operation, owner);
    const id = await idBeside(
      context,
      owner,
      resource,
      async (list) => new Set(idsOf(await allPages(context, other, list, resource), resource)),
      `the tenant has no ${resource.name} of its own`,
    );
    const { request, authenticate } = await other.caller(operation);
    const plain = forRecord(request, operation, id);
    await noneServed(
      context,
      operation,
      plain,
      ownSpellings(context.contract, operation, plain),
      "a caller who asks for another tenant's record",
      authenticate,
    );
  },
};

export const spelling: CheckFamily = (suite) =>
  [nobody, lacking, unnamed, stranger].flatMap((rule) => perOperation(suite, rule));
