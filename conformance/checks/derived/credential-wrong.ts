/** A credential that nobody gave out, or that cannot be read. */
import type { CheckFamily } from '../../check.ts';
import type { Context, RequestParts } from '../../check-context.ts';
import type { CompiledMethod, CompiledOperation, CompiledPart } from '../../../mock/contract/compiled-contract.ts';
import type { Failure } from '../../../specs/generated/vocabulary.ts';
import { allowed, ask, eachRequirement } from './support/ask-as-caller.ts';
import { failureBasis } from './support/operation-citation.ts';
import { named, perOperation } from './support/check-per-operation.ts';
import type { Case } from './support/check-per-operation.ts';
import { altered, alteredProof, partOf, withHeader, withPart } from './support/change-parts.ts';

const guarded = ({ requirements }: CompiledOperation): boolean =>
  requirements.some(({ method }) => method.parts.length > 0);

const WRONG: Readonly<Record<CompiledMethod['kind'], Failure>> = {
  api_key: 'invalid_credentials',
  certificate: 'invalid_credentials',
  key_pair: 'invalid_credentials',
  token: 'invalid_token',
  session: 'invalid_session',
  hmac: 'invalid_signature',
  signature: 'invalid_signature',
};

const wrongOf = ({ requirements }: CompiledOperation): readonly Failure[] => [
  ...new Set(requirements.filter(({ method }) => method.parts.length > 0).map(({ method }) => WRONG[method.kind])),
];

const decodeBasic = (value: string): readonly [id: string, secret: string] => {
  const text = Buffer.from(value, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return [text.slice(0, colon), text.slice(colon + 1)];
};

const encodeBasic = (id: string, secret: string): string => Buffer.from(`${id}:${secret}`).toString('base64');

/** A part with its id or its proof changed; undefined where the part carries none of that. */
function changed(parts: RequestParts, part: CompiledPart, which: 'id' | 'proof'): RequestParts | undefined {
  const value = partOf(parts, part);
  if (value === undefined) return undefined;
  if (part.part === 'basic') {
    const [id, secret] = decodeBasic(value);
    return withPart(parts, part, which === 'id' ? encodeBasic(altered(id), secret) : encodeBasic(id, altered(secret)));
  }
  const proves = part.part === 'secret' || part.part === 'signature';
  return proves === (which === 'proof') && (proves || part.part === 'id')
    ? withPart(parts, part, alteredProof(value))
    : undefined;
}

async function tryChanged(
  context: Context,
  operation: CompiledOperation,
  which: 'id' | 'proof',
  wanted: (kind: CompiledMethod['kind']) => Failure | readonly Failure[],
): Promise<void> {
  await eachRequirement(
    operation,
    async (requirement) => {
      const { parts } = await allowed(context, operation, { requirement });
      for (const part of requirement.method.parts) {
        const request = changed(parts, part, which);
        if (request) context.expect.failure(await ask(context, request), operation, wanted(requirement.method.kind));
      }
    },
    ({ method }) =>
      which === 'proof' ? method.parts.length > 0 : method.parts.some(({ part }) => part === 'id' || part === 'basic'),
  );
}

const wrong: Case = {
  id: 'credential.wrong',
  title: (operation) => `${named(operation)} with a wrong secret, token or signature is refused`,
  applies: guarded,
  basis: (operation, contract) => failureBasis(contract, operation, ...wrongOf(operation)),
  run: (context, operation) => tryChanged(context, operation, 'proof', (kind) => WRONG[kind]),
};

const unknown: Case = {
  id: 'credential.unknown',
  title: (operation) => `${named(operation)} with an id that nobody has is refused`,
  applies: ({ requirements }) =>
    requirements.some(({ method }) => method.parts.some(({ part }) => part === 'id' || part === 'basic')),
  basis: (operation, contract) => failureBasis(contract, operation, 'invalid_credentials'),
  run: (context, operation) => tryChanged(context, operation, 'id', () => ['invalid_credentials', 'invalid_signature']),
};

const MALFORMED: readonly Failure[] = [
  'malformed_credentials',
  'invalid_token',
  'invalid_credentials',
  'missing_credentials',
];

/** Without anything behind the scheme, with two words, with what is no base64, no token at all. */
const garbage = (scheme: string): readonly string[] => [
  `${scheme} `,
  `${scheme} two words`,
  `${scheme} %%%`,
  `${scheme} .`,
];

const malformed: Case = {
  id: 'credential.malformed',
  title: (operation) => `${named(operation)} with an Authorization header that cannot be read is refused`,
  applies: ({ requirements }) =>
    requirements.some(({ method }) => method.parts.some((part) => part.in === 'authorization')),
  basis: (operation, contract) => failureBasis(contract, operation, ...MALFORMED),
  async run(context: Context, operation) {
    const schemes = new Set(
      operation.requirements.flatMap(({ method }) =>
        method.parts.filter((part) => part.in === 'authorization').map(({ name }) => name),
      ),
    );
    const request = await context.request(operation);
    for (const scheme of schemes) {
      for (const value of garbage(scheme))
        context.expect.failure(await ask(context, withHeader(request, 'authorization', value)), operation, MALFORMED);
    }
  },
};

export const credentialWrong: CheckFamily = (suite) =>
  [wrong, unknown, malformed].flatMap((rule) => perOperation(suite, rule));
