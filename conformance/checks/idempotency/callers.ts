/** What an idempotency key does not stand for: a refusal, another caller's request, another key's. */
import type { Check, CheckFamily } from '../../check.ts';
import type { Context, CredentialOptions, RequestParts } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import type { CompiledOperation } from '../../../mock/contract/compiled-contract.ts';
import { actions } from '../common/find-operations.ts';
import type { WithAction } from '../common/find-operations.ts';
import { recordIn } from '../common/compare-answers-json.ts';
import { requestWithKey, validRequest, withHeader } from '../common/change-request.ts';
import { violations } from '../../driver/answer-schema.ts';
import { freshKey } from '../common/fresh-key.ts';
import { isGood } from '../common/race-requests.ts';
import { rule } from '../common/scenario-check.ts';
import { basisOf } from '../common/contract-citation.ts';

/** Keys that a server might take for the same: cut, longer, in the other case, of the other base64 alphabet. */
const NEAR_KEYS: readonly ((key: string) => string)[] = [
  (key) => key.slice(0, -1),
  (key) => `${key}x`,
  (key) => key.toUpperCase(),
  (key) => key.replace('Zz', 'zZ'),
  (key) => key.replaceAll('-', ''),
  (key) => key.replaceAll('-', '').replaceAll('_', ''),
  (key) => key.replaceAll('-', '+').replaceAll('_', '/'),
  (key) => `${key}=`,
];

const TAIL = '0123456789abcdef'.repeat(3);

type Create = WithAction<'resource.create'>;

const withKey = (operation: CompiledOperation, parts: RequestParts, key: string): RequestParts =>
  withHeader(parts, operation.idempotency!.name, key);

/** Whether the contract takes it for a key: it may say how long one is, and of which letters. */
function isKey({ contract }: Context, { parameters, idempotency }: CompiledOperation, key: string): boolean {
  const parameter = parameters.find((one) => one.in === 'header' && one.name === idempotency!.name);
  return parameter === undefined || violations(contract.document, `${parameter.pointer}/schema`, key).length === 0;
}

/** A key as long as the contract takes it, up to 88 letters, with all that {@link NEAR_KEYS} change. */
function longKey(context: Context, operation: CompiledOperation): string {
  const key = freshKey();
  return (
    [48, 22, 0].map((length) => `${key}-Zz_${TAIL.slice(0, length)}`).find((one) => isKey(context, operation, one)) ??
    key
  );
}

/** So long a key is sent at most. */
const LONGEST_KEY = 1000;

/** A key as long as the contract allows, and one that differs in its last character; none where it says no length. */
function longestKeys({ parameters, idempotency }: CompiledOperation): readonly [string, string] | undefined {
  const parameter = parameters.find((one) => one.in === 'header' && one.name === idempotency!.name);
  const { maxLength: most = 0, pattern, format } = parameter?.schema ?? {};
  if (most < TAIL.length || most > LONGEST_KEY || pattern !== undefined || format !== undefined) return undefined;
  const beginning = freshKey()
    .padEnd(most - 1, TAIL)
    .slice(0, most - 1);
  return [`${beginning}0`, `${beginning}1`];
}

/** Makes a record; its id. */
async function made(
  context: Context,
  operation: Create,
  parts: RequestParts,
): Promise<{ readonly id: unknown; readonly exchange: Exchange }> {
  const exchange = await context.send(parts);
  context.expect.success(exchange, operation);
  const id = recordIn(context.contract, operation.action.resource, exchange)?.[
    context.contract.resources.get(operation.action.resource)?.id ?? ''
  ];
  context.expect.that(id !== undefined, 'the new record with its id', exchange.answerBody, exchange);
  return { id, exchange };
}

async function bothMade(
  context: Context,
  operation: Create,
  first: RequestParts,
  second: RequestParts,
  why: string,
): Promise<void> {
  const one = await made(context, operation, first);
  const two = await made(context, operation, second);
  context.expect.that(one.id !== two.id, `a record of its own ${why}`, 'the answer to the other request', two.exchange);
}

async function bothMadeWithOneKey(
  context: Context,
  operation: Create,
  first: RequestParts,
  second: RequestParts,
  why: string,
): Promise<void> {
  const key = freshKey();
  await bothMade(context, operation, withKey(operation, first, key), withKey(operation, second, key), why);
}

const lasting = ({ requirements }: CompiledOperation): CredentialOptions => {
  const requirement = requirements.find(({ method }) => method.kind === 'api_key' || method.kind === 'key_pair');
  return requirement === undefined ? {} : { requirement };
};

function checksOf(operation: Create, known: ReturnType<typeof basisOf>): readonly Check[] {
  const { requirement } = lasting(operation);
  return [
    rule({
      id: `idempotency.refusal-not-remembered:${operation.id}`,
      title: 'A refused request does not use up its key',
      ...known,
      needs: ['destructive'],
      async run(context: Context) {
        const key = freshKey();
        const parts = withKey(operation, await validRequest(context, operation, lasting(operation)), key);
        const bad = await context.send({ ...parts, body: '[]' });
        context.expect.that(!isGood(bad), 'a body that is a list to be refused', `${bad.status}`, bad);
        await made(context, operation, parts);
      },
    }),
    rule({
      id: `idempotency.unauthenticated:${operation.id}`,
      title: 'An answer is not given again to somebody without a credential',
      ...known,
      needs: ['destructive'],
      async run(context: Context) {
        const key = freshKey();
        const parts = withKey(operation, await validRequest(context, operation, lasting(operation)), key);
        const { exchange } = await made(context, operation, parts);
        const nobody = await context.send(
          withKey(operation, { ...(await context.request(operation)), body: parts.body }, key),
        );
        context.expect.that(
          nobody.answerBody !== exchange.answerBody && !isGood(nobody),
          'a refusal',
          `${nobody.status}`,
          nobody,
        );
      },
    }),
    rule({
      id: `idempotency.other-key:${operation.id}`,
      title: 'The same request with another key is another request',
      ...known,
      needs: ['destructive'],
      async run(context: Context) {
        const parts = await validRequest(context, operation, lasting(operation));
        await bothMade(
          context,
          operation,
          withKey(operation, parts, freshKey()),
          withKey(operation, parts, freshKey()),
          'for another key',
        );
      },
    }),
    rule({
      id: `idempotency.near-key:${operation.id}`,
      title: 'What is almost the key is another key: it is compared letter for letter and whole',
      ...known,
      needs: ['destructive'],
      async run(context: Context) {
        const parts = await validRequest(context, operation, lasting(operation));
        const long = longKey(context, operation);
        const nearLong = NEAR_KEYS.map((change) => change(long)).filter(
          (near) => near !== long && isKey(context, operation, near),
        );
        const longest = longestKeys(operation);
        const families: readonly (readonly [string, ...(readonly string[])])[] = [
          [long, ...nearLong],
          ...(longest === undefined ? [] : [longest]),
        ];
        for (const [key, ...others] of families) {
          const { id } = await made(context, operation, withKey(operation, parts, key));
          for (const near of others) {
            const other = await made(context, operation, withKey(operation, parts, near));
            context.expect.that(
              other.id !== id,
              'a record of its own for another key',
              'the answer to the first key',
              other.exchange,
            );
          }
        }
      },
    }),
    rule({
      id: `idempotency.other-tenant:${operation.id}`,
      title: "Another tenant's same key is another key",
      ...known,
      needs: ['destructive', 'second_tenant'],
      async run(context: Context) {
        const { tenant } = await context.credential(operation, lasting(operation));
        const first = await validRequest(context, operation, { ...lasting(operation), tenant });
        const second = await validRequest(context, operation, {
          ...lasting(operation),
          notTenant: tenant,
          parts: { body: first.body },
        });
        await bothMadeWithOneKey(context, operation, first, second, 'for another tenant');
      },
    }),
    ...(requirement === undefined
      ? []
      : [
          rule({
            id: `idempotency.other-caller:${operation.id}`,
            title: "Another caller's same key is another key, within one tenant too",
            ...known,
            needs: ['destructive'] as const,
            async run(context: Context) {
              const { tenant, key } = await context.credential(operation, { requirement });
              const own = key ?? context.notRun('the suite does not know the key');
              const caller = await context.keys.another(own, requirement.scopes);
              const first = await validRequest(context, operation, { requirement, tenant });
              const second = { ...(await requestWithKey(context, operation, requirement, caller)), body: first.body };
              await bothMadeWithOneKey(context, operation, first, second, 'for another caller');
            },
          }),
        ]),
  ];
}

export const idempotentCallers: CheckFamily = ({ contract }) =>
  actions(contract, 'resource.create')
    .filter(
      ({ idempotency, stepUp }) => idempotency !== undefined && (stepUp === undefined || stepUp.amount !== undefined),
    )
    .flatMap((operation) =>
      checksOf(
        operation,
        basisOf(contract, operation.idempotency!.pointer, { about: /honoured|replay/i, evidence: 'assumed' }),
      ),
    );
