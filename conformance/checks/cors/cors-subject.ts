/** The operations, origins and requests that the CORS checks of a contract try. */
import { isForScripts, originList } from '../../../mock/contract/browser-operations.ts';
import type {
  CompiledOperation,
  CompiledParameter,
  CompiledContract,
} from '../../../mock/contract/compiled-contract.ts';
import { easiest } from '../common/find-operations.ts';

export interface Subject {
  readonly contract: CompiledContract;
  readonly operation: CompiledOperation;
  /** A page that may call it. */
  readonly origin: string;
  /** A page that may not; undefined where every page may. */
  readonly stranger: string | undefined;
}

export const CORS = '#/x-cors';

/** A host of the list as it stands, or below a domain of it. */
function pageOn({ identifier }: CompiledParameter): string | undefined {
  const allow = identifier?.allow ?? [];
  const host =
    allow.find((entry) => entry.includes('.') && !entry.startsWith('.')) ??
    allow.find((entry) => entry !== '*' && !entry.startsWith('.'));
  if (host !== undefined) return `https://${host}`;
  const domain = allow.find((entry) => entry.startsWith('.'));
  return domain === undefined ? undefined : `https://www${domain}`;
}

/** Operations that pages call with a credential; of a listed rule those that have the list. */
export function subjectOf(contract: CompiledContract): Subject | undefined {
  const rule = contract.document['x-cors'];
  if (rule === undefined) return undefined;
  const callable = contract.operations.filter(
    (operation) => isForScripts(operation) && operation.requirements.length > 0 && operation.stepUp === undefined,
  );
  const operation = easiest(
    rule.origins === 'any' ? callable : callable.filter((candidate) => originList(candidate) !== undefined),
  );
  if (operation === undefined) return undefined;
  const list = originList(operation);
  const origin = list === undefined ? 'https://a-page.test' : pageOn(list);
  return origin === undefined
    ? undefined
    : { contract, operation, origin, stranger: list === undefined ? undefined : 'https://not-on-the-list.test' };
}

/** Headers that a page sends with this request: a browser asks whether it may send these. */
export const sentHeaders = (headers: readonly (readonly [name: string, value: string])[]): readonly string[] =>
  [...new Set(headers.map(([name]) => name.toLowerCase()))]
    .filter((name) => !['origin', 'accept', 'cookie'].includes(name))
    .sort();

export const listOf = (value: string | undefined): readonly string[] =>
  (value ?? '')
    .split(',')
    .map((item) => item.trim().toLowerCase())
    .filter((item) => item !== '');
