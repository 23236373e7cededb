/**
 * Advice: a right refusal that is worded in another way than the contract's. A text for people binds nobody unless a
 * document quotes it, so it fails no check, and makes no cause.
 */
import type { CompiledContract, CompiledOperation } from '../mock/contract/compiled-contract.ts';
import type { Evidence, Failure } from '../specs/generated/vocabulary.ts';
import type { Citation } from './citation.ts';
import type { Difference } from './driver/fixed-parts.ts';
import { show } from './driver/fixed-parts.ts';
import { markedBasis } from './evidence-marks.ts';
import type { Exchange } from './exchange.ts';
import type { Redaction } from './exchange-redaction.ts';

export interface Advice {
  /** The same from run to run: where the contract has the words. */
  readonly key: string;
  /** `401 (invalid credentials)` */
  readonly refusal: string;
  /** JSON pointer into the body; empty for all of it. */
  readonly place: string;
  /** As JSON: what the contract has there, and what came. */
  readonly expected: string;
  readonly got: string;
  /** Who has these words; undefined where the contract names nobody. */
  readonly basis: { readonly evidence: Evidence; readonly citation: Citation } | undefined;
  /** Ids of the operations that answered so, in the order of the contract. */
  readonly operations: readonly string[];
  /** How often it came. */
  readonly answers: number;
  /** The first request that it came to. */
  readonly exchange: Exchange;
}

export type OnAdvice = (
  exchange: Exchange,
  operation: CompiledOperation,
  failure: Failure,
  differences: readonly Difference[],
) => void;

export interface AdviceLedger {
  note(redaction: Redaction): OnAdvice;
  /** In the order of the contract. */
  all(): readonly Advice[];
}

type Entry = Omit<Advice, 'operations' | 'answers'> & { readonly operations: Set<string>; answers: number };

export function createAdviceLedger(contract: CompiledContract): AdviceLedger {
  const entries = new Map<string, Entry>();
  return {
    note: (redaction) => (exchange, operation, failure, differences) => {
      const refusal = operation.refusals.get(failure);
      if (refusal === undefined) return;
      for (const { place, wanted, got } of differences) {
        const key = `${refusal.pointer} ${place}`;
        let entry = entries.get(key);
        if (entry === undefined) {
          const kept = redaction.exchange(exchange);
          entry = {
            key,
            refusal: `${refusal.status} (${failure.replaceAll('_', ' ')})`,
            place,
            expected: redaction.text(show(wanted)),
            got: redaction.text(show(got)),
            basis: markedBasis(contract, refusal.pointer),
            operations: new Set(),
            answers: 0,
            exchange: kept,
          };
          entries.set(key, entry);
        }
        entry.operations.add(operation.id);
        entry.answers++;
      }
    },
    all() {
      const ids = contract.operations.map(({ id }) => id);
      return [...entries.values()]
        .map((entry) => ({ ...entry, operations: ids.filter((id) => entry.operations.has(id)) }))
        .sort(
          (a, b) => ids.indexOf(a.operations[0] ?? '') - ids.indexOf(b.operations[0] ?? '') || (a.key < b.key ? -1 : 1),
        );
    },
  };
}
