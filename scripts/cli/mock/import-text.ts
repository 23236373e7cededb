/** What was inferred of an OpenAPI document, in a dozen lines. */
import type { ImportReport } from '../../../mock/contract/import/import-document.ts';
import type { CompiledContract } from '../../../mock/contract/compiled-contract.ts';
import { credentialExamples } from '../../../mock/contract/examples/credential-examples.ts';

const MOST = 5;

/** The first few of a list, and how many more there are. */
function some(items: readonly string[]): string {
  const shown = items.slice(0, MOST).join(', ');
  return items.length > MOST ? `${shown} and ${items.length - MOST} more` : shown;
}

const line = (label: string, text: string): string => `  ${label.padEnd(12)} ${text}`;

/**
 * @param baseUrl of the contract, without a trailing slash
 * @param trusting adds to a curl line what the server's certificate needs
 */
export function importText(
  report: ImportReport,
  contract: CompiledContract,
  baseUrl: string,
  trusting: (curl: string) => string,
): readonly string[] {
  const { version, operations, credentials, resources, replies, added, notEnforced, notes, warnings } = report;
  const stateful = resources.map(({ path, verbs }) => `${path} (${verbs.join(' ')})`);
  return [
    line(
      'imported',
      `${version}, ${operations} ${operations === 1 ? 'operation' : 'operations'}; nothing of it is written anywhere: tollgate import keeps it`,
    ),
    ...credentialExamples(contract, credentials, baseUrl)
      .slice(0, MOST)
      .flatMap(({ name, curl }) => [
        line(name, trusting(curl)),
        ...(credentials.some((one) => one.name === name && one.kind === 'certificate')
          ? [line('', `after: tollgate creds ${contract.name} --certificates . --url ${new URL(baseUrl).origin}`)]
          : []),
      ]),
    ...(credentials.length === 0
      ? [line('credentials', 'none: no operation asks for any; --bearer asks for a bearer token everywhere')]
      : []),
    line('state', stateful.length === 0 ? 'none: no path names a record of a list' : some(stateful)),
    line(
      'examples',
      operations === 1
        ? replies === 1
          ? 'the operation answers its example, and remembers nothing'
          : 'none: the operation keeps state'
        : `${replies} of ${operations} operations answer their example, and remember nothing`,
    ),
    ...(added.length > 0 ? [line('added', some(added))] : []),
    ...(notEnforced.length > 0
      ? [line('not checked', notEnforced[0]!), ...notEnforced.slice(1, MOST).map((one) => line('', one))]
      : []),
    ...(notes.length > 0
      ? [line('left out', notes[0]!), ...(notes.length > 1 ? [line('', `${notes.length - 1} more`)] : [])]
      : []),
    ...(warnings.length > 0 ? [line('warning', some(warnings))] : []),
  ];
}
