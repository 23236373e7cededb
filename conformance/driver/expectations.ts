/** The expectations of checks (`context.expect`): status, header, schema, refusal. */
import type { CompiledOperation, CompiledContract } from '../../mock/contract/compiled-contract.ts';
import type { Failure } from '../../specs/generated/vocabulary.ts';
import { CheckFailure, NotRun } from '../check.ts';
import type { OnAdvice } from '../advice.ts';
import type { Expect } from '../check-context.ts';
import type { Exchange } from '../exchange.ts';
import { brokenRule, headerMissing, headerWrong, refusedCall, wrongStatus } from '../symptom.ts';
import type { Symptom } from '../symptom.ts';
import { bodyFaults, headerFaults, realWording, wordingFaults } from './answer-faults.ts';
import type { Difference } from './fixed-parts.ts';
import { isMadeUp, isParserOwn } from '../evidence-marks.ts';
import { unknownValue } from './guessed-values.ts';
import { isRefusal } from './is-refusal.ts';
import { declaredResponse, refusalResponse } from './declared-responses.ts';

/**
 * Longer bodies are shown by the exchange alone. They are never cut here: half a secret is not recognised, and not
 * taken out.
 */
const SHORT = 80;

/** Status and, if it is short, the body: what a person looks at first. */
function shortly({ status, answerBody }: Exchange): string {
  const text = answerBody.replaceAll(/\s+/g, ' ').trim();
  if (text === '') return `${status} with no body`;
  return text.length <= SHORT ? `${status} ${text}` : `${status} with the body below`;
}

function fail(expected: string, got: string, exchange?: Exchange, symptoms?: readonly Symptom[]): never {
  throw new CheckFailure({ expected, got, exchange, ...(symptoms && { symptoms }) });
}

interface Verdict {
  readonly failure: Failure;
  readonly status: number;
  /** Empty where the answer is the contract's. */
  readonly faults: readonly Symptom[];
  /** Where the answer has words of its own, and may. */
  readonly advice: readonly Difference[];
}

function judge(
  contract: CompiledContract,
  isMock: boolean,
  exchange: Exchange,
  operation: CompiledOperation,
  failure: Failure,
  credential: string | undefined,
): Verdict | undefined {
  const refusal = operation.refusals.get(failure);
  if (refusal === undefined) return undefined;
  const { status } = refusal;
  if (exchange.status !== status)
    return {
      failure,
      status,
      faults: [wrongStatus(failure, operation.id, credential, exchange.status, `status ${shortly(exchange)}`)],
      advice: [],
    };
  const response = refusalResponse(contract, operation, refusal);
  if (response === undefined) return { failure, status, faults: [], advice: [] };
  const wording = isMock
    ? { faults: wordingFaults(contract, response, refusal, exchange), advice: [] }
    : realWording(contract, response, refusal, exchange);
  return {
    failure,
    status,
    faults: [
      ...headerFaults(contract, operation, response, exchange, failure),
      ...bodyFaults(contract, response, exchange),
      ...wording.faults,
    ],
    advice: wording.advice,
  };
}

/** What is known of the exchanges of a check, and who hears of them. */
export interface Seen {
  /** The credential that a request presented, by its name in the contract. */
  readonly credentialOf?: ((exchange: Exchange) => string | undefined) | undefined;
  /** The parameter of the request whose value was only a guess, where nothing was there. */
  readonly guessedIn?: ((exchange: Exchange) => string | undefined) | undefined;
  /** Told of each answer that refuses for a known reason. */
  readonly onRefusal?: ((exchange: Exchange, operation: CompiledOperation, failure: Failure) => void) | undefined;
  /** Told of each refusal that is right, and worded in another way than the contract's. */
  readonly onAdvice?: OnAdvice | undefined;
}

export function createExpect(
  contract: CompiledContract,
  isMock: boolean,
  { credentialOf, guessedIn, onRefusal, onAdvice }: Seen = {},
): Expect {
  const expect: Expect = {
    status(exchange, wanted, why, about) {
      const statuses = [wanted].flat();
      if (!statuses.includes(exchange.status))
        fail(
          `status ${statuses.join(' or ')}: ${why}`,
          shortly(exchange),
          exchange,
          about && [
            wrongStatus(
              about.failure,
              about.operation.id,
              credentialOf?.(exchange),
              exchange.status,
              `status ${exchange.status}`,
            ),
          ],
        );
    },

    failure(exchange, operation, failures, why) {
      const different = [failures]
        .flat()
        .filter(
          (failure, i, all) =>
            all.findIndex((other) => operation.refusals.get(other) === operation.refusals.get(failure)) === i,
        );
      const verdicts = different.flatMap(
        (failure) => judge(contract, isMock, exchange, operation, failure, credentialOf?.(exchange)) ?? [],
      );
      const [first] = verdicts;
      if (first === undefined) throw new Error(`${operation.id} has no answer for ${[failures].flat().join(' or ')}`);
      const [good] = verdicts
        .filter(({ faults }) => faults.length === 0)
        .sort((a, b) => a.advice.length - b.advice.length);
      if (good !== undefined) {
        onRefusal?.(exchange, operation, good.failure);
        onAdvice?.(exchange, operation, good.failure, good.advice);
        return;
      }
      const isFree = (failure: Failure): boolean =>
        isMadeUp(contract, operation, failure) || isParserOwn(contract, operation, failure);
      if (!isMock && isRefusal(exchange) && different.some(isFree)) return;
      // The failure whose status came is the one that was meant.
      const nearest = verdicts.find(({ status }) => status === exchange.status) ?? first;
      const wanted = [
        ...new Set(verdicts.map(({ failure, status }) => `${status} (${failure.replaceAll('_', ' ')})`)),
      ].join(' or ');
      fail(
        `a refusal with ${wanted}, as the contract words it${why === undefined ? '' : `: ${why}`}`,
        nearest.faults.map(({ text }) => text).join('; '),
        exchange,
        nearest.faults,
      );
    },

    success(exchange, operation) {
      const good = operation.answers.map(({ status }) => status);
      const isGood = good.includes(exchange.status) || (exchange.status >= 200 && exchange.status < 300);
      if (isGood) return;
      const guessed = guessedIn?.(exchange);
      if (guessed !== undefined) throw new NotRun(unknownValue(guessed, operation));
      fail(`${operation.id} to succeed with ${good.join(' or ') || '2xx'}`, shortly(exchange), exchange, [
        refusedCall(operation.id, credentialOf?.(exchange), exchange.status, `status ${exchange.status}`),
      ]);
    },

    contract(exchange, operation) {
      const response = declaredResponse(contract, operation, exchange.status);
      if (response === undefined)
        return fail(`a status that the contract declares for ${operation.id}`, shortly(exchange), exchange);
      const faults = [
        ...headerFaults(contract, operation, response, exchange),
        ...bodyFaults(contract, response, exchange),
      ];
      if (faults.length > 0)
        fail(
          `an answer with status ${exchange.status} as the contract declares it`,
          faults.map(({ text }) => text).join('; '),
          exchange,
          faults,
        );
    },

    header(exchange, name, holds, wanted) {
      const value = exchange.answerHeaders[name.toLowerCase()];
      if (!holds(value))
        fail(`the header ${name}: ${wanted}`, value === undefined ? 'no such header' : `${name}: ${value}`, exchange, [
          value === undefined ? headerMissing(name) : headerWrong(name, value),
        ]);
    },

    that(holds, wanted, got, exchange, rule) {
      if (!holds)
        fail(
          wanted,
          got,
          exchange,
          rule === undefined ? undefined : [typeof rule === 'string' ? brokenRule(rule, got) : rule],
        );
    },
  };
  return expect;
}
