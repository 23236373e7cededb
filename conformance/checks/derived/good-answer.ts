/** Good answers, against the contract. */
import type { CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import type { CompiledHeader, CompiledOperation, CompiledContract } from '../../../mock/contract/compiled-contract.ts';
import { changes } from '../common/find-operations.ts';
import { allowed, anyAllowed, ask, eachRequirement } from './support/ask-as-caller.ts';
import { elementBasis, operationBasis, standardBasis } from './support/operation-citation.ts';
import { named, perOperation } from './support/check-per-operation.ts';
import type { Case } from './support/check-per-operation.ts';
import { withHeader } from './support/change-parts.ts';
import { signs } from '../../../mock/contract/signature-kinds.ts';
import { countedNoun } from '../../counted-noun.ts';

const isCallable = ({ action: { type } }: CompiledOperation): boolean =>
  !type.startsWith('authorize') && !type.startsWith('token.') && type !== 'sso.enter';

const success: Case = {
  id: 'answer.success',
  title: (operation) => `${named(operation)} answers an allowed caller with status, headers and body of the contract`,
  needs: changes,
  applies: isCallable,
  basis: (operation, contract) => operationBasis(contract, operation),
  async run(context: Context, operation) {
    const judge = async (parts: Parameters<typeof ask>[1]): Promise<void> => {
      const answer = await ask(context, parts);
      context.expect.success(answer, operation);
      context.expect.contract(answer, operation);
    };
    // What replaces a key's secret ends the other ways to present that key.
    if (operation.requirements.length === 0 || operation.action.type === 'key.regenerate')
      return judge(await anyAllowed(context, operation));
    await eachRequirement(operation, async (requirement) =>
      judge((await allowed(context, operation, { requirement })).parts),
    );
  },
};

const head: Case = {
  id: 'answer.head',
  title: (operation) => `HEAD ${operation.path} answers as GET does, without a body`,
  level: 'should',
  // The GET of a link uses it up: HEAD has a check of its own there.
  applies: (operation, contract) =>
    operation.method === 'GET' &&
    operation.action.type !== 'link.redeem' &&
    // A HEAD that the contract describes has parameters and answers of its own.
    !contract.operations.some(({ method, path }) => method === 'HEAD' && path === operation.path) &&
    isCallable(operation) &&
    operation.requirements.every(({ method }) => !signs(method)),
  basis: (operation, contract) =>
    standardBasis(contract, operation, 'RFC 9110 §9.3.2', 'https://www.rfc-editor.org/rfc/rfc9110#section-9.3.2'),
  async run(context: Context, operation) {
    const parts = await anyAllowed(context, operation);
    const get = await ask(context, parts);
    const answer = await ask(context, { ...parts, method: 'HEAD' });
    context.expect.status(answer, get.status, 'HEAD answers with the status of GET');
    context.expect.that(
      answer.answerBody === '',
      'no body',
      countedNoun(answer.answerBody.length, 'character'),
      answer,
    );
  },
};

/** Header of the answer that carries the request's id, and of the request that may set it. */
function idHeader({ answers }: CompiledOperation): string | undefined {
  return answers[0]?.headers.find(({ value }) => 'fact' in value && value.fact === 'request.id')?.name;
}

const sends = (operation: CompiledOperation): boolean => {
  const name = idHeader(operation)?.toLowerCase();
  return (
    name !== undefined &&
    operation.parameters.some((parameter) => parameter.in === 'header' && parameter.name.toLowerCase() === name)
  );
};

const REQUEST_ID = '3f2b8c1e-7a4d-4e59-9b06-d1c2e3f4a5b6';

const echoed: Case = {
  id: 'answer.request-id',
  title: (operation) => `${named(operation)} echoes the request's id`,
  needs: changes,
  applies: sends,
  basis: (operation, contract) =>
    elementBasis(
      contract,
      operation,
      operation.parameters.find(({ name }) => name.toLowerCase() === idHeader(operation)?.toLowerCase())?.pointer,
    ),
  async run(context: Context, operation) {
    const name = idHeader(operation)!;
    const answer = await ask(context, withHeader(await anyAllowed(context, operation), name, REQUEST_ID));
    context.expect.header(answer, name.toLowerCase(), (value) => value === REQUEST_ID, REQUEST_ID);
  },
};

/** Ids that fit the contract's schema and are no UUIDs. */
function texts({ parameters }: CompiledOperation, header: string): readonly string[] {
  const schema = parameters.find(
    ({ in: place, name }) => place === 'header' && name.toLowerCase() === header.toLowerCase(),
  )?.schema;
  if (schema === undefined || schema.format !== undefined || schema.enum !== undefined || schema.const !== undefined)
    return [];
  const { minLength = 1, maxLength = 64, pattern = '' } = schema;
  const fits = (id: string): boolean =>
    id.length >= minLength && id.length <= maxLength && new RegExp(pattern, 'u').test(id);
  return ['order 42/try #1 (a:b)', 'trace_id-7.Q~', 'x'.repeat(minLength), 'x'.repeat(maxLength)].filter(fits);
}

const verbatim: Case = {
  id: 'answer.request-id-text',
  title: (operation) => `${named(operation)} echoes any id that the contract allows, not UUIDs alone`,
  applies: (operation) =>
    sends(operation) && operation.method === 'GET' && texts(operation, idHeader(operation)!).length > 0,
  basis: echoed.basis,
  async run(context: Context, operation) {
    const name = idHeader(operation)!;
    const parts = await anyAllowed(context, operation);
    for (const id of texts(operation, name)) {
      const answer = await ask(context, withHeader(parts, name, id));
      context.expect.success(answer, operation);
      context.expect.header(answer, name.toLowerCase(), (value) => value === id, id);
    }
  },
};

/** What an id looks like that the server makes itself. */
function made({ requestId: { prefix = '', alphabet, length = 0 } }: CompiledContract): RegExp {
  const characters = { digits: '[0-9]', hex: '[0-9a-f]', base62: '[0-9A-Za-z]', base64url: '[\\w-]' };
  const escaped = prefix.replaceAll(/[^\w-]/g, String.raw`\$&`);
  return new RegExp(
    alphabet === 'uuid'
      ? `^${escaped}[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$`
      : `^${escaped}${characters[alphabet]}{${length}}$`,
    'i',
  );
}

const own: Case = {
  id: 'answer.request-id-made',
  title: (operation) => `${named(operation)} makes an id for a request that has none`,
  applies: (operation) => sends(operation) && operation.method === 'GET',
  basis: echoed.basis,
  async run(context: Context, operation) {
    const name = idHeader(operation)!;
    const format = made(context.contract);
    const answer = await ask(context, withHeader(await anyAllowed(context, operation), name, undefined));
    context.expect.header(
      answer,
      name.toLowerCase(),
      (value) => value !== undefined && format.test(value),
      `an id of the contract's format, ${format.source}`,
    );
  },
};

const distinct: Case = {
  id: 'answer.request-id-unique',
  title: (operation) => `${named(operation)} gives every request an id of its own`,
  applies: (operation) => idHeader(operation) !== undefined && operation.method === 'GET' && isCallable(operation),
  basis: (operation, contract) => operationBasis(contract, operation),
  async run(context: Context, operation) {
    const name = idHeader(operation)!.toLowerCase();
    const parts = withHeader(await anyAllowed(context, operation), name, undefined);
    const first = (await ask(context, parts)).answerHeaders[name];
    context.expect.header(
      await ask(context, parts),
      name,
      (value) => value !== undefined && value !== first,
      'another id than the request before',
    );
  },
};

const isNoStore = ({ name, value }: CompiledHeader): boolean =>
  name.toLowerCase() === 'cache-control' && 'literal' in value;

const noStore: Case = {
  id: 'answer.no-store',
  title: (operation) => `${named(operation)} forbids caches to keep its refusals`,
  applies: (operation) =>
    operation.action.type === 'token.issue' &&
    operation.refusals.get('unsupported_grant_type')?.headers.some(isNoStore) === true,
  basis: (operation, contract) =>
    standardBasis(contract, operation, 'RFC 6749 §5.1', 'https://www.rfc-editor.org/rfc/rfc6749#section-5.1'),
  async run(context: Context, operation) {
    const parts = await context.request(operation);
    const answer = await ask(context, { ...parts, body: 'grant_type=no-such-grant' });
    context.expect.header(
      answer,
      'cache-control',
      (value) => value?.toLowerCase().includes('no-store') === true,
      'no-store',
    );
  },
};

export const answer: CheckFamily = (suite) =>
  [success, head, echoed, verbatim, own, distinct, noStore].flatMap((rule) => perOperation(suite, rule));
