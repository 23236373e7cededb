/** For places that look at one provider at a time. */
import { effect, signal } from '@preact/signals';
import type { VNode } from 'preact';
import { route } from '../state/route.ts';
import type { Contract } from '../state/types.ts';

const KEPT = 'tollgate-provider';
const last = signal(sessionStorage.getItem(KEPT) ?? '');

export function chooseContract(name: string): void {
  sessionStorage.setItem(KEPT, name);
  last.value = name;
}

/** Where a provider has a place of its own, going there chooses it. */
effect(() => {
  const [place, name] = route.value;
  if ((place === 'providers' || place === 'reference') && name !== undefined) chooseContract(name);
});

/** The one that was chosen last, in any place. */
export const chosenOf = (contracts: readonly Contract[]): Contract | undefined =>
  contracts.find(({ name }) => name === last.value) ?? contracts[0];

export function ContractChoice({
  contracts,
  label = 'Provider',
  chosen = chosenOf(contracts),
  choose = chooseContract,
}: {
  readonly contracts: readonly Contract[];
  readonly label?: string;
  readonly chosen?: Contract | undefined;
  readonly choose?: (name: string) => void;
}): VNode | null {
  if (contracts.length < 2) return null;
  return (
    <label class="field">
      <span>{label}</span>
      <select value={chosen?.name} onChange={(event) => choose(event.currentTarget.value)}>
        {contracts.map(({ name, title }) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}
