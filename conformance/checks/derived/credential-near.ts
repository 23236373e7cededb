/** A secret or token that is almost right, in every way in which it may be presented. */
import type { Check, CheckFamily } from '../../check.ts';
import type { Context, RequestParts } from '../../check-context.ts';
import type {
  CompiledOperation,
  CompiledContract,
  CompiledPart,
  CompiledRequirement,
} from '../../../mock/contract/compiled-contract.ts';
import type { Credential, Failure } from '../../../specs/generated/vocabulary.ts';
import { isUserName } from '../../driver/present-credential.ts';
import { easiest } from '../common/find-operations.ts';
import { expectRefused, nearMisses } from '../common/near-misses.ts';
import type { Carrier } from '../common/near-misses.ts';
import { allowed, ask } from './support/ask-as-caller.ts';
import { elementBasis } from './support/operation-citation.ts';
import { named } from './support/check-per-operation.ts';
import { partOf, withHeader, withPart } from './support/change-parts.ts';

const WRONG: Readonly<Partial<Record<Credential['kind'], Failure>>> = {
  api_key: 'invalid_credentials',
  key_pair: 'invalid_credentials',
  token: 'invalid_token',
  session: 'invalid_session',
};

/** What else a text may be that is no credential at all. */
const UNREADABLE: readonly Failure[] = ['malformed_credentials', 'missing_credentials', 'multiple_credentials'];

interface Use {
  readonly operation: CompiledOperation;
  readonly requirement: CompiledRequirement;
}

/** The easiest operation for each way of presenting the credential. */
function usesOf({ operations }: CompiledContract, credential: string): readonly Use[] {
  const ways = new Set(
    operations.flatMap(({ requirements }) =>
      requirements.filter(({ method }) => method.credential === credential).map(({ method }) => method),
    ),
  );
  return [...ways].flatMap((way) => {
    const uses = operations.flatMap((operation) =>
      operation.requirements.filter(({ method }) => method === way).map((requirement) => ({ operation, requirement })),
    );
    const operation = easiest(uses.map((use) => use.operation));
    return uses.find((use) => use.operation === operation) ?? [];
  });
}

const carrierOf = (part: CompiledPart): Carrier =>
  part.in === 'query'
    ? 'query'
    : part.in === 'cookie' || part.parameter !== undefined
      ? 'cookie'
      : part.in === 'authorization' && isUserName(part)
        ? 'any'
        : 'header';

interface Attempt {
  readonly how: string;
  readonly parts: RequestParts;
}

/** The request with one part almost right. */
function attempts(parts: RequestParts, part: CompiledPart): readonly Attempt[] {
  const value = partOf(parts, part);
  if (value === undefined) return [];
  if (part.part === 'id')
    return [
      { how: 'of an id without its last character', parts: withPart(parts, part, value.slice(0, -1)) },
      { how: 'of an id with another character behind it', parts: withPart(parts, part, `${value}x`) },
    ];
  if (part.part === 'basic') {
    const text = Buffer.from(value, 'base64').toString('utf8');
    const colon = text.indexOf(':') + 1;
    const near = nearMisses(text.slice(colon), 'any');
    return [...near, { how: 'nothing at all', text: '' }].map(({ how, text: secret }) => ({
      how,
      parts: withPart(parts, part, Buffer.from(`${text.slice(0, colon)}${secret}`).toString('base64')),
    }));
  }
  if (part.part !== 'secret') return [];
  const near = nearMisses(value, carrierOf(part)).map(({ how, text }) => ({ how, parts: withPart(parts, part, text) }));
  if (part.in !== 'authorization' || part.parameter !== undefined || isUserName(part)) return near;
  return [
    ...near,
    ...[`Token ${value}`, `${part.name}${value}`, `${part.name}: ${value}`, `x${part.name} ${value}`].map((header) => ({
      how: 'after another word than that of its scheme',
      parts: withHeader(parts, 'authorization', header),
    })),
  ];
}

const check = (contract: CompiledContract, name: string, uses: readonly Use[], failure: Failure): Check => ({
  id: `credential.near-miss:${name}`,
  title: `${uses.map(({ operation }) => named(operation)).join(', ')}: a ${name.replaceAll('_', ' ')} is compared letter for letter and whole`,
  level: 'must',
  ...elementBasis(contract, uses[0]!.operation, `#/x-credentials/${name}`),
  needs: [],
  async run(context: Context) {
    for (const { operation, requirement } of uses) {
      const { parts } = await allowed(context, operation, { requirement });
      for (const part of requirement.method.parts)
        for (const { how, parts: near } of attempts(parts, part))
          expectRefused(context, await ask(context, near), operation, [failure, ...UNREADABLE], how);
    }
  },
});

export const credentialNear: CheckFamily = ({ contract }) =>
  [...contract.credentials].flatMap(([name, { kind }]) => {
    const uses = usesOf(contract, name);
    const failure = WRONG[kind];
    return uses.length === 0 || failure === undefined ? [] : [check(contract, name, uses, failure)];
  });
