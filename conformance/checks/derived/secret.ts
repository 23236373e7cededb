/** What is secret does not come back in an answer that refuses it. */
import type { CheckFamily } from '../../check.ts';
import type { Context, RequestParts } from '../../context.ts';
import type { Exchange } from '../../exchange.ts';
import type { OperationPlan } from '../../../mock/contract/plan.ts';
import { anyAllowed, ask } from './support/ask.ts';
import { standardBasis } from './support/basis.ts';
import { bodySchema, fieldsOf, properties, withField, withFields } from './support/body.ts';
import { named, perOperation } from './support/case.ts';
import type { Case } from './support/case.ts';
import { withPart, withPathParameter } from './support/parts.ts';

const OWASP = ['OWASP API Security 2023, API2 and API8', 'https://owasp.org/API-Security/editions/2023/en/0xa8-security-misconfiguration/'] as const;

/** Looks like no secret that a server could have made, so that finding it means it was copied. */
const MARK = 'MarkedSecret7f3a9c';

function expectSilence(context: Context, exchange: Exchange): void {
  const headers = Object.entries(exchange.answerHeaders).filter(([, value]) => value.includes(MARK)).map(([name]) => name);
  context.expect.that(!exchange.answerBody.includes(MARK), 'an answer without the secret that was sent', 'the secret in the body', exchange);
  context.expect.that(headers.length === 0, 'an answer without the secret that was sent', `the secret in ${headers.join(', ')}`, exchange);
  context.expect.that(exchange.status < 500, 'a refusal', `status ${exchange.status}`, exchange);
}

const inCredential: Case = {
  id: 'secret.credential-not-echoed',
  title: (operation) => `${named(operation)} does not repeat a wrong secret in its answer`,
  applies: ({ requirements }) => requirements.length > 0,
  basis: (operation, plan) => standardBasis(plan, operation, ...OWASP),
  async run(context: Context, operation) {
    const request = await context.request(operation);
    for (const { method } of operation.requirements) {
      const parts = method.parts.reduce((built: RequestParts, part) => {
        const value = part.part === 'basic' ? Buffer.from(`someone:${MARK}`).toString('base64') : part.part === 'secret' || part.part === 'signature' ? MARK : part.part === 'timestamp' ? '1700000000' : 'someone';
        return withPart(built, part, value);
      }, request);
      expectSilence(context, await ask(context, parts));
    }
  },
};

const OAUTH_SECRETS: readonly string[] = ['client_secret', 'code', 'refresh_token', 'token', 'access_token', 'assertion', 'code_verifier', 'password'];

/** The body's secret properties, by the contract (`format: password`) and by OAuth. */
function secretsOf(context: Context, operation: OperationPlan): readonly (readonly string[])[] {
  const schema = bodySchema(context.plan, operation);
  if (schema === undefined) return [];
  return properties(context.plan, schema)
    .filter(({ path, schema: { format, type } }) => type === 'string' && (format === 'password' || (operation.action.type.startsWith('token.') && OAUTH_SECRETS.includes(path.at(-1)!))))
    .map(({ path }) => path);
}

const inBody: Case = {
  id: 'secret.body-not-echoed',
  title: (operation) => `${named(operation)} does not repeat the secrets of a refused body`,
  applies: ({ action: { type }, body }) => body !== undefined && (type.startsWith('token.') || type === 'session.open' || type === 'otp.verify' || type === 'sso.enter'),
  basis: (operation, plan) => standardBasis(plan, operation, ...OWASP),
  async run(context: Context, operation) {
    const parts = await anyAllowed(context, operation);
    const fields = fieldsOf(parts) ?? context.notRun('the request has no body with fields');
    const secrets = secretsOf(context, operation);
    if (secrets.length === 0) context.notRun('the body bears no secret');
    for (const path of secrets) expectSilence(context, await ask(context, withFields(parts, withField(fields, path, MARK))));
  },
};

const inPath: Case = {
  id: 'secret.path-not-echoed',
  title: (operation) => `${named(operation)} does not repeat the secret in its path`,
  applies: ({ parameters }) => parameters.some(({ in: place, secret }) => place === 'path' && secret),
  basis: (operation, plan) => standardBasis(plan, operation, ...OWASP),
  async run(context: Context, operation) {
    const parameter = operation.parameters.find(({ in: place, secret }) => place === 'path' && secret)!;
    expectSilence(context, await ask(context, withPathParameter(await context.request(operation), operation, parameter.name, MARK)));
  },
};

export const secret: CheckFamily = (suite) => [inCredential, inBody, inPath].flatMap((rule) => perOperation(suite, rule));
