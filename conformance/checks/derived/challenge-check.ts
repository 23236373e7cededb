/** `WWW-Authenticate`, and the scheme of `Authorization`. */
import type { CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import type { CompiledOperation } from '../../../mock/contract/compiled-contract.ts';
import type { Failure } from '../../../specs/generated/vocabulary.ts';
import { changes } from '../common/find-operations.ts';
import { allowed, ask, eachRequirement } from './support/ask-as-caller.ts';
import { elementBasis, standardBasis } from './support/operation-citation.ts';
import { named, perOperation } from './support/check-per-operation.ts';
import type { Case } from './support/check-per-operation.ts';
import { header, withHeader } from './support/change-parts.ts';
import { firstOfKind } from './support/other-spellings.ts';

const declares = ({ refusals }: CompiledOperation, failure: Failure): boolean => {
  const refusal = refusals.get(failure);
  return refusal?.status === 401 && refusal.headers.some(({ name }) => name.toLowerCase() === 'www-authenticate');
};

const guarded = (operation: CompiledOperation): boolean => operation.requirements.length > 0 && !operation.anonymous;

const schemes = ({ requirements }: CompiledOperation): readonly string[] => [
  ...new Set(
    requirements.flatMap(({ method }) =>
      method.parts.filter((part) => part.in === 'authorization').map(({ name }) => name),
    ),
  ),
];

const present: Case = {
  id: 'challenge.present',
  title: (operation) => `${named(operation)} says with WWW-Authenticate how to authenticate`,
  applies: (operation) => guarded(operation) && declares(operation, 'missing_credentials'),
  basis: (operation, contract) =>
    elementBasis(contract, operation, operation.refusals.get('missing_credentials')?.pointer),
  async run(context: Context, operation) {
    const answer = await ask(context, await context.request(operation));
    const wanted = schemes(operation);
    context.expect.header(
      answer,
      'www-authenticate',
      (value) =>
        value !== undefined &&
        value !== '' &&
        (wanted.length === 0 || wanted.some((scheme) => value.toLowerCase().includes(scheme))),
      wanted.length === 0 ? 'a challenge' : `a challenge for ${wanted.join(' or ')}`,
    );
    context.expect.that(
      !(answer.answerHeaders['www-authenticate'] ?? '').includes('error='),
      'a challenge without an error code, since no credential was sent',
      answer.answerHeaders['www-authenticate'] ?? 'none',
      answer,
    );
  },
};

const takesBearer = (operation: CompiledOperation): boolean => schemes(operation).includes('bearer');

const error: Case = {
  id: 'challenge.invalid-token',
  title: (operation) => `${named(operation)} says error="invalid_token" to a bad bearer token`,
  level: 'should',
  applies: (operation) => takesBearer(operation) && declares(operation, 'invalid_token'),
  basis: (operation, contract) =>
    standardBasis(contract, operation, 'RFC 6750 §3.1', 'https://www.rfc-editor.org/rfc/rfc6750#section-3.1'),
  async run(context: Context, operation) {
    // Where every bearer token comes with another credential, the rest is good.
    const taking = operation.requirements.filter(({ method, also = [] }) =>
      [method, ...also.map((other) => other.method)].some(({ parts }) =>
        parts.some((part) => part.in === 'authorization' && part.name === 'bearer'),
      ),
    );
    const [first] = taking;
    const rest =
      first !== undefined && taking.every(({ also }) => also !== undefined)
        ? (await allowed(context, operation, { requirement: first })).parts
        : await context.request(operation);
    const answer = await ask(context, withHeader(rest, 'authorization', 'Bearer no-such-token'));
    context.expect.header(
      answer,
      'www-authenticate',
      (value) => value !== undefined && /^bearer\b/i.test(value) && value.includes('error="invalid_token"'),
      'Bearer … error="invalid_token"',
    );
  },
};

/** `bEARER`, `bearer` and `BEARER`: the first operation of each kind is tried with all of them. */
const CASES: readonly ((scheme: string) => string)[] = [
  (scheme) => scheme.charAt(0).toLowerCase() + scheme.slice(1).toUpperCase(),
  (scheme) => scheme.toLowerCase(),
  (scheme) => scheme.toUpperCase(),
];

const schemeCase: Case = {
  id: 'scheme.case',
  title: (operation) => `${named(operation)} takes the scheme of Authorization in any case`,
  needs: changes,
  applies: (operation) => schemes(operation).length > 0,
  basis: (operation, contract) =>
    standardBasis(contract, operation, 'RFC 9110 §11.1', 'https://www.rfc-editor.org/rfc/rfc9110#section-11.1'),
  async run(context: Context, operation) {
    const isFirst = firstOfKind(context.contract, (one) => schemes(one).length > 0, 1).includes(operation);
    // Who replaces a key may have called with it, and is nobody afterwards.
    const cases = isFirst && operation.action.type !== 'key.regenerate' ? CASES : CASES.slice(0, 1);
    await eachRequirement(
      operation,
      async (requirement) => {
        for (const written of cases) {
          // A record of its own for each, which can be released or paid once.
          const { parts } = await allowed(context, operation, { requirement });
          const value = header(parts, 'authorization') ?? context.notRun('the credential is not in Authorization');
          const space = value.indexOf(' ');
          const other = withHeader(parts, 'authorization', `${written(value.slice(0, space))}${value.slice(space)}`);
          context.expect.success(await ask(context, other), operation);
        }
      },
      ({ method }) => method.parts.some((part) => part.in === 'authorization'),
    );
  },
};

export const challenge: CheckFamily = (suite) =>
  [present, error, schemeCase].flatMap((rule) => perOperation(suite, rule));
