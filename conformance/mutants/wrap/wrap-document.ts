/** Mutant wrappers that change the contract which the sandbox serves; the suite reads the true one. */
import type { Document, Operation } from '../../../mock/contract/openapi-document.ts';
import type { Seams } from '../../../mock/pipeline/seams.ts';
import type { Action, Credential, RateLimit } from '../../../specs/generated/vocabulary.ts';

/** May be written to, all the way down. */
export type Writable<T> = { -readonly [K in keyof T]: Writable<T[K]> };

export const rewritten = (change: (document: Writable<Document>) => void): Seams => ({
  document(document) {
    const copy = structuredClone(document) as Writable<Document>;
    change(copy);
    return copy;
  },
});

export function operationsOf(document: Writable<Document>): Writable<Operation>[] {
  return Object.values(document.paths ?? {})
    .flatMap((item) => Object.values(item))
    .filter((node): node is Writable<Operation> => typeof node === 'object' && 'x-action' in node);
}

type ActionOf<T extends Action['type'], A = Action> = A extends { readonly type: infer U }
  ? T extends U
    ? A
    : never
  : never;

/** Every action of a type. */
export const actionsAs = <T extends Action['type']>(type: T, change: (action: Writable<ActionOf<T>>) => void): Seams =>
  rewritten((document) => {
    for (const { 'x-action': action } of operationsOf(document))
      if (action?.type === type) change(action as unknown as Writable<ActionOf<T>>);
  });

type CredentialOf<K extends Credential['kind'], C = Credential> = C extends { readonly kind: infer U }
  ? K extends U
    ? C
    : never
  : never;

/** Every credential of a kind. */
export const credentialsAs = <K extends Credential['kind']>(
  kind: K,
  change: (credential: Writable<CredentialOf<K>>) => void,
): Seams =>
  rewritten((document) => {
    for (const credential of Object.values(document['x-credentials'] ?? {}))
      if (credential.kind === kind) change(credential as unknown as Writable<CredentialOf<K>>);
  });

/** Every class of rate limit that has a limit, its price plans too. */
export const limitsAs = (change: (rule: Writable<RateLimit>) => void): Seams =>
  rewritten((document) => {
    for (const rule of Object.values(document['x-rate-limits'] ?? {})) if (rule.limit !== null) change(rule);
  });

/** Every operation. */
export const operationsAs = (change: (operation: Writable<Operation>, document: Writable<Document>) => void): Seams =>
  rewritten((document) => {
    for (const operation of operationsOf(document)) change(operation, document);
  });
