/** The operations of the providers that somebody asked about, each provider's once. */
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ask } from './ask.ts';
import { access } from './session.ts';
import type { OperationSummary } from './types.ts';

const known = signal<ReadonlyMap<string, readonly OperationSummary[]>>(new Map());
const asked = new Set<string>();

async function load(contract: string): Promise<void> {
  if (asked.has(contract)) return;
  asked.add(contract);
  try {
    const { operations } = await ask<{ readonly operations: readonly OperationSummary[] }>(`/operations/${contract}`);
    known.value = new Map([...known.value, [contract, operations]]);
  } catch {
    // Names stand in their place; the next who asks tries again.
    asked.delete(contract);
  }
}

/** @param contracts their names @returns those that are known by now, by the names of their contracts */
export function useOperations(contracts: readonly string[]): ReadonlyMap<string, readonly OperationSummary[]> {
  const { state } = access.value;
  useEffect(() => {
    if (state === 'open') for (const contract of contracts) void load(contract);
  }, [contracts.join(' '), state]);
  return known.value;
}

/** What an operation does in a few words, where that is known; else its name. */
export const titleOf = (contract: string, operation: string): string =>
  known.value.get(contract)?.find(({ id }) => id === operation)?.summary ?? operation;
