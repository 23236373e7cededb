/** What is secret does not come back: not in an answer that refuses it, and of what is to be kept only its end. */
import type { CheckFamily } from '../../check.ts';
import type { Context, RequestParts } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import type { Schema } from '../../../mock/contract/openapi-document.ts';
import type { CompiledOperation, CompiledContract } from '../../../mock/contract/compiled-contract.ts';
import { flatten } from '../../../mock/contract/json-schemas.ts';
import { withValue } from '../../driver/json-values.ts';
import { recordsIn } from './support/answer-records.ts';
import type { Json } from './support/answer-records.ts';
import { allowed, anyAllowed, ask } from './support/ask-as-caller.ts';
import { elementBasis, standardBasis } from './support/operation-citation.ts';
import { bodySchema, fieldsOf, properties, withField, withFields } from './support/invalid-bodies.ts';
import { named, perOperation } from './support/check-per-operation.ts';
import type { Case } from './support/check-per-operation.ts';
import { header, partOf, withPart, withPathParameter } from './support/change-parts.ts';
import { allPages, askFor, idOf, maskedOf, resourceOf, someone, text, verb } from './support/make-records.ts';
import type { Masked } from './support/make-records.ts';
import { firstOfKind } from './support/other-spellings.ts';

const OWASP = [
  'OWASP API Security 2023, API2 and API8',
  'https://owasp.org/API-Security/editions/2023/en/0xa8-security-misconfiguration/',
] as const;

/** Looks like no secret that a server could have made, so that finding it means it was copied. */
const MARK = 'MarkedSecret7f3a9c';

function expectSilence(context: Context, exchange: Exchange): void {
  const headers = Object.entries(exchange.answerHeaders)
    .filter(([, value]) => value.includes(MARK))
    .map(([name]) => name);
  context.expect.that(
    !exchange.answerBody.includes(MARK),
    'an answer without the secret that was sent',
    'the secret in the body',
    exchange,
  );
  context.expect.that(
    headers.length === 0,
    'an answer without the secret that was sent',
    `the secret in ${headers.join(', ')}`,
    exchange,
  );
  context.expect.that(exchange.status < 500, 'a refusal', `status ${exchange.status}`, exchange);
}

const inCredential: Case = {
  id: 'secret.credential-not-echoed',
  title: (operation) => `${named(operation)} does not repeat a wrong secret in its answer`,
  applies: ({ requirements }) => requirements.length > 0,
  basis: (operation, contract) => standardBasis(contract, operation, ...OWASP),
  async run(context: Context, operation) {
    const request = await context.request(operation);
    for (const { method } of operation.requirements) {
      const parts = method.parts.reduce((built: RequestParts, part) => {
        const value =
          part.part === 'basic'
            ? Buffer.from(`someone:${MARK}`).toString('base64')
            : part.part === 'secret' || part.part === 'signature'
              ? MARK
              : part.part === 'timestamp'
                ? '1700000000'
                : 'someone';
        return withPart(built, part, value);
      }, request);
      expectSilence(context, await ask(context, parts));
    }
  },
};

const OAUTH_SECRETS: readonly string[] = [
  'client_secret',
  'code',
  'refresh_token',
  'token',
  'access_token',
  'assertion',
  'code_verifier',
  'password',
];

/** The body's secret properties, by the contract (`format: password`) and by OAuth. */
function secretsOf(context: Context, operation: CompiledOperation): readonly (readonly string[])[] {
  const schema = bodySchema(context.contract, operation);
  if (schema === undefined) return [];
  return properties(context.contract, schema)
    .filter(
      ({ path, schema: { format, type } }) =>
        type === 'string' &&
        (format === 'password' || (operation.action.type.startsWith('token.') && OAUTH_SECRETS.includes(path.at(-1)!))),
    )
    .map(({ path }) => path);
}

const inBody: Case = {
  id: 'secret.body-not-echoed',
  title: (operation) => `${named(operation)} does not repeat the secrets of a refused body`,
  applies: ({ action: { type }, body }) =>
    body !== undefined &&
    (type.startsWith('token.') || type === 'session.open' || type === 'otp.verify' || type === 'sso.enter'),
  basis: (operation, contract) => standardBasis(contract, operation, ...OWASP),
  async run(context: Context, operation) {
    const parts = await anyAllowed(context, operation);
    const fields = fieldsOf(parts) ?? context.notRun('the request has no body with fields');
    const secrets = secretsOf(context, operation);
    if (secrets.length === 0) context.notRun('the body carries no secret');
    for (const path of secrets)
      expectSilence(context, await ask(context, withFields(parts, withField(fields, path, MARK))));
  },
};

/** Nothing changes by asking these once more. */
const READS: readonly string[] = ['resource.list', 'resource.get', 'profile.get', 'userinfo'];

/** What stands in a Basic credential, and the password alone, as a form and as a text. */
function ofBasic(value: string): readonly string[] {
  const password = Buffer.from(value, 'base64').toString('utf8').split(':').slice(1).join(':');
  try {
    return [value, password, decodeURIComponent(password)];
  } catch {
    return [value, password];
  }
}

/** The secrets that a request proves by whom it was sent. */
function provedBy(parts: RequestParts, operation: CompiledOperation): readonly string[] {
  const named = operation.requirements.flatMap(({ method }) =>
    method.parts.flatMap((part) => {
      const value = part.part === 'secret' || part.part === 'basic' ? partOf(parts, part) : undefined;
      return value === undefined ? [] : part.part === 'basic' ? ofBasic(value) : [value];
    }),
  );
  const basic = /^Basic +(.+)$/i.exec(header(parts, 'authorization') ?? '')?.[1];
  const { client_secret: secret } = fieldsOf(parts) ?? {};
  return [...named, ...(basic === undefined ? [] : ofBasic(basic)), ...(typeof secret === 'string' ? [secret] : [])];
}

/** Shorter ones stand in answers by chance. */
const SHORTEST = 8;

const inGood: Case = {
  id: 'secret.proof-not-echoed',
  title: (operation) => `${named(operation)} does not repeat the secret of a caller who is let in`,
  applies: (operation, contract) =>
    firstOfKind(
      contract,
      ({ action: { type }, requirements }) =>
        type === 'token.issue' || (requirements.length > 0 && READS.includes(type)),
      1,
    ).includes(operation),
  basis: (operation, contract) => standardBasis(contract, operation, ...OWASP),
  async run(context: Context, operation) {
    const ways = operation.action.type === 'token.issue' ? [undefined] : operation.requirements;
    for (const requirement of ways) {
      const parts =
        requirement === undefined
          ? await anyAllowed(context, operation)
          : (await allowed(context, operation, { requirement })).parts;
      const secrets = provedBy(parts, operation).filter(({ length }) => length >= SHORTEST);
      const exchange = await ask(context, parts);
      const { answerBody, answerHeaders } = exchange;
      const places = Object.entries({ ...answerHeaders, 'the body': answerBody })
        .filter(([, text]) => secrets.some((secret) => text.includes(secret)))
        .map(([name]) => name);
      context.expect.that(
        places.length === 0,
        'an answer without the secret that was sent',
        `the secret in ${places.join(', ')}`,
        exchange,
      );
    }
  },
};

const inPath: Case = {
  id: 'secret.path-not-echoed',
  title: (operation) => `${named(operation)} does not repeat the secret in its path`,
  applies: ({ parameters }) => parameters.some(({ in: place, secret }) => place === 'path' && secret),
  basis: (operation, contract) => standardBasis(contract, operation, ...OWASP),
  async run(context: Context, operation) {
    const parameter = operation.parameters.find(({ in: place, secret }) => place === 'path' && secret)!;
    expectSilence(
      context,
      await ask(context, withPathParameter(await context.request(operation), operation, parameter.name, MARK)),
    );
  },
};

/** Handed over to be kept. Of no five characters of it would a server have another use. */
const STORED = 'Kx7QzP2vLm9TwRb4';

/** Masked properties that the body of the operation carries. */
function storedBy(
  contract: CompiledContract,
  operation: CompiledOperation,
): readonly (Masked & { readonly pointer: string })[] {
  const { action } = operation;
  const resource = resourceOf(contract, operation);
  const schema = bodySchema(contract, operation);
  if (
    resource === undefined ||
    schema === undefined ||
    (action.type !== 'resource.create' && action.type !== 'resource.update')
  )
    return [];
  const above = action.body ?? '';
  const inner = above
    .split('/')
    .slice(1)
    .reduce<Schema | undefined>(
      (node, name) =>
        node?.properties?.[name] && flatten(contract.document, { node: node.properties[name], pointer: '#' }).node,
      schema,
    );
  return maskedOf(contract, resource).flatMap((rule) =>
    inner?.properties?.[rule.name] === undefined ? [] : [{ ...rule, pointer: `${above}/${rule.name}` }],
  );
}

/** Sends a secret to be kept. @returns every answer that then shows the record, and the record itself */
async function stored(
  context: Context,
  operation: CompiledOperation,
  pointer: string,
): Promise<readonly { readonly exchange: Exchange; readonly record: Json | undefined }[]> {
  const resource = resourceOf(context.contract, operation)!;
  const actor = await someone(context, operation);
  const { request, ask: send } = await actor.caller(operation);
  const answer = await send(withFields(request, withValue(fieldsOf(request) ?? {}, pointer, STORED) as Json));
  context.expect.success(answer, operation);
  const [record] = recordsIn(context.contract, operation, answer, resource.name);
  const shown = [{ exchange: answer, record }];
  const id = record && idOf(record, resource);
  const get = verb(context.contract, resource.name, 'get');
  if (get !== undefined && id !== undefined) {
    const exchange = await askFor(actor, get, id);
    shown.push({ exchange, record: recordsIn(context.contract, get, exchange, resource.name)[0] });
  }
  const list = verb(context.contract, resource.name, 'list');
  if (list === undefined) return shown;
  const pages = await allPages(context, actor, list, resource);
  return [
    ...shown,
    ...pages.map(({ exchange, records }) => ({ exchange, record: records.find((one) => idOf(one, resource) === id) })),
  ];
}

const storedBasis: Case['basis'] = (operation, contract) => {
  const resource = resourceOf(contract, operation);
  return elementBasis(
    contract,
    operation,
    ...storedBy(contract, operation).map(
      ({ name }) => `#/components/schemas/${resource?.schemaName}/properties/${name}/x-masked`,
    ),
  );
};

const inRecord: Case = {
  id: 'secret.stored-not-shown',
  title: (operation) => `no answer shows the secret that ${named(operation)} is given to keep`,
  needs: ['destructive'],
  applies: (operation, contract) => storedBy(contract, operation).length > 0,
  basis: storedBasis,
  async run(context: Context, operation) {
    for (const { pointer, shown } of storedBy(context.contract, operation)) {
      const length = Math.max(5, shown + 1);
      const pieces = Array.from({ length: STORED.length - length + 1 }, (_, i) => STORED.slice(i, i + length));
      for (const { exchange } of await stored(context, operation, pointer)) {
        const told = [exchange.answerBody, ...Object.values(exchange.answerHeaders)].some((text) =>
          pieces.some((piece) => text.includes(piece)),
        );
        context.expect.that(
          !told,
          `at most the last ${shown} characters of the secret`,
          'an answer with more of it',
          exchange,
        );
      }
    }
  },
};

const endOfRecord: Case = {
  id: 'secret.stored-end-shown',
  title: (operation) => `a secret that ${named(operation)} is given to keep is known again by its end`,
  level: 'should',
  needs: ['destructive'],
  applies: (operation, contract) => storedBy(contract, operation).some(({ shown }) => shown > 0),
  basis: storedBasis,
  async run(context: Context, operation) {
    for (const { name, pointer, shown } of storedBy(context.contract, operation)) {
      const end = STORED.slice(STORED.length - shown);
      for (const { exchange, record } of await stored(context, operation, pointer)) {
        if (record !== undefined)
          context.expect.that(
            text(record[name]).endsWith(end),
            `${name} ending in the last ${shown} characters of what was sent`,
            record[name] === undefined ? 'nothing' : 'another end',
            exchange,
          );
      }
    }
  },
};

export const secret: CheckFamily = (suite) =>
  [inCredential, inGood, inBody, inPath, inRecord, endOfRecord].flatMap((rule) => perOperation(suite, rule));
