/** Clients that get tokens, registered as callers. */
import { labelOf } from './profile-calls.ts';
import type { ProfileInputs } from './profile-inputs.ts';
import { grantees, tokenSource } from './profile-tokens.ts';
import type { Grantee } from './profile-tokens.ts';

export interface Getter extends Grantee {
  readonly label: string;
}

/** @param refreshed only those that get a refresh token too */
export async function getters(inputs: ProfileInputs, { refreshed = false } = {}): Promise<Getter[]> {
  const found: Getter[] = [];
  for (const one of grantees(inputs)) {
    const token = await tokenSource(inputs, one);
    const label = labelOf(one.credential, one.client.client_id);
    if ((refreshed && token.refresh === null) || found.some((other) => other.label === label)) continue;
    inputs.callers.set(label, { token, login: null });
    found.push({ ...one, label });
  }
  return found;
}
