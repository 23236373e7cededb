/** What is wrong, in a sentence: the title of a cause. */
import type { CompiledOperation } from '../../mock/contract/compiled-contract.ts';
import { countedNoun } from '../counted-noun.ts';
import type { Member } from './member.ts';

type Operations = readonly Pick<CompiledOperation, 'id' | 'method' | 'path'>[];

const spoken = (name: string): string => name.replaceAll('_', ' ');

/** The operations whose checks stumble over it. */
function operationsOf(members: readonly Member[], operations: Operations): readonly string[] {
  const ids = new Set(operations.map(({ id }) => id));
  const named = members.flatMap(({ result, symptom }) => [
    symptom?.operation ?? result.check.id.split(':', 2)[1]?.split('/')[0] ?? '',
  ]);
  return [...new Set(named)].filter((id) => ids.has(id));
}

function where(members: readonly Member[], operations: Operations): string {
  const found = operationsOf(members, operations);
  if (found.length === 0) return '';
  if (found.length > 2) return `, in ${countedNoun(found.length, 'operation')}`;
  return `, at ${found.join(' and ')}`;
}

/** Of several spellings of a header's name the contract's: the one with capitals. */
function wellWritten(members: readonly Member[]): string | undefined {
  const capitals = (text: string): number => text.match(/[A-Z]/g)?.length ?? 0;
  return members.flatMap(({ symptom }) => symptom?.text ?? []).sort((a, b) => capitals(b) - capitals(a))[0];
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `POST /api/escrow/release (releaseEscrow)` */
function called(id: string, operations: Operations): string {
  const operation = operations.find((one) => one.id === id);
  return operation === undefined ? id : `${operation.method} ${operation.path} (${id})`;
}

/** @param status with which an operation that is not there answers */
export function titleOf(
  key: string,
  { result: { check }, finding, symptom }: Member,
  members: readonly Member[],
  operations: Operations,
  status: number | undefined,
): string {
  const [kind, subject = ''] = key.split(' ');
  const at = where(members, operations);
  switch (kind) {
    case 'missing':
      return `${called(subject, operations)} is not there: it answers ${status ?? 404} to everything`;
    case 'header':
      return `${capital(wellWritten(members) ?? finding.got)}${at}`;
    case 'body':
      return symptom?.text.startsWith('/') === true
        ? `In the body, ${symptom.text}${at}`
        : `${capital(symptom?.text ?? finding.got)}${at}`;
    case 'status':
      return `The refusal for ${spoken(subject)} has status ${symptom?.status ?? finding.got}${at}`;
    case 'refused': {
      const { operation = '', credential } = symptom ?? {};
      return subject === credential
        ? `A good ${spoken(credential)} is refused with ${symptom?.status ?? ''}${at}`
        : `${called(operation, operations)} refuses every good request with ${symptom?.status ?? ''}`;
    }
    case 'rule':
      return `${capital(key.slice('rule '.length))}${at}`;
    default:
      return `Does not hold: ${check.title}${members.length > 1 ? at : ''}`;
  }
}
