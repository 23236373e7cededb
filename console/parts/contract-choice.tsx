/** For places that look at one provider at a time. */
import { signal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Contract } from '../state/types.ts';

const chosen = signal('');

/** The one that was chosen last, in any place. */
export const chosenOf = (contracts: readonly Contract[]): Contract | undefined =>
  contracts.find(({ name }) => name === chosen.value) ?? contracts[0];

export function ContractChoice({ contracts }: { readonly contracts: readonly Contract[] }): VNode | null {
  if (contracts.length < 2) return null;
  return (
    <label class="field">
      <span>Provider</span>
      <select value={chosenOf(contracts)?.name} onChange={(event) => (chosen.value = event.currentTarget.value)}>
        {contracts.map(({ name, title }) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}
