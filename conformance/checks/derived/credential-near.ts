/** A secret or token that is almost right: a letter short, a letter long, in the other case. */
import type { Check, CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import type {
  CompiledOperation,
  CompiledContract,
  CompiledRequirement,
} from '../../../mock/contract/compiled-contract.ts';
import type { Credential, Failure } from '../../../specs/generated/vocabulary.ts';
import { useOf } from '../common/find-operations.ts';
import { allowed, ask } from './support/ask-as-caller.ts';
import { elementBasis } from './support/operation-citation.ts';
import { named } from './support/check-per-operation.ts';
import { otherCase, partOf, withPart } from './support/change-parts.ts';

const WRONG: Readonly<Partial<Record<Credential['kind'], Failure>>> = {
  api_key: 'invalid_credentials',
  key_pair: 'invalid_credentials',
  token: 'invalid_token',
  session: 'invalid_session',
};

const nearly = (value: string): readonly string[] =>
  [
    value.slice(0, -1),
    `${value}x`,
    value.slice(1),
    value.slice(0, Math.ceil(value.length / 2)),
    otherCase(value),
  ].filter((other) => other !== value && other !== '');

interface Use {
  readonly operation: CompiledOperation;
  readonly requirement: CompiledRequirement;
}

const check = (contract: CompiledContract, name: string, { operation, requirement }: Use, failure: Failure): Check => ({
  id: `credential.near-miss:${name}`,
  title: `${named(operation)} compares the whole of a ${name.replaceAll('_', ' ')}, with its case`,
  level: 'must',
  ...elementBasis(contract, operation, `#/x-credentials/${name}`),
  needs: [],
  async run(context: Context) {
    const { parts } = await allowed(context, operation, { requirement });
    for (const part of requirement.method.parts) {
      const value = partOf(parts, part);
      if (value === undefined || part.part === 'id') continue;
      const text = part.part === 'basic' ? Buffer.from(value, 'base64').toString('utf8') : value;
      const colon = part.part === 'basic' ? text.indexOf(':') + 1 : 0;
      for (const secret of nearly(text.slice(colon))) {
        const whole = `${text.slice(0, colon)}${secret}`;
        context.expect.failure(
          await ask(
            context,
            withPart(parts, part, part.part === 'basic' ? Buffer.from(whole).toString('base64') : whole),
          ),
          operation,
          failure,
        );
      }
    }
  },
});

export const credentialNear: CheckFamily = ({ contract }) =>
  [...contract.credentials].flatMap(([name, { kind }]) => {
    const use = useOf(contract, name);
    const failure = WRONG[kind];
    return use === undefined || failure === undefined ? [] : [check(contract, name, use, failure)];
  });
