/** The facts behind the contracts: who says what, and where. */
import { readFileSync } from 'node:fs';

export interface Claim {
  readonly evidence: string;
  readonly section?: string;
  readonly quote?: string;
  readonly where?: string;
  readonly standard?: string;
  readonly url?: string;
  readonly why?: string;
}

export interface Sources {
  readonly documents: Readonly<Record<string, { readonly title: string; readonly file: string }>>;
  readonly facts: Readonly<Record<string, { readonly text: string; readonly claims: readonly Claim[] }>>;
}

let loaded: Sources | undefined;

/** As the build made it of `specs/sources.yaml`. */
export function loadSources(): Sources {
  loaded ??= JSON.parse(readFileSync(new URL('./sources.json', import.meta.url), 'utf8')) as Sources;
  return loaded;
}
