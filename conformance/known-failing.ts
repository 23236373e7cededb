/**
 * The list of checks that are known to fail, each with its reason. An entry that no longer fails is stale, and fails
 * the run.
 */
import { readFile } from 'node:fs/promises';
import { fileFault } from '../mock/contract/file-error-words.ts';
import { InputError } from '../mock/contract/input-error.ts';
import { readYamlText } from '../mock/contract/yaml-file.ts';
import { checkArgument, text as path } from '../mock/contract/check-options.ts';
import type { Check, Result } from './check.ts';
import type { Report } from './verdict-report.ts';
import { fitsId } from './all-checks.ts';

/** Id or pattern → reason. */
export type KnownFailing = ReadonlyMap<string, string>;

/**
 * Reads a YAML file of `id: reason`.
 *
 * @throws {InputError} for a file that cannot be read or says something else
 */
export async function readKnownFailing(file: string): Promise<KnownFailing> {
  checkArgument('readKnownFailing', 'the file', file, path('the path of a YAML file'));
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new InputError(`cannot read ${file}: ${fileFault(error, 'read')}`);
  });
  const { errors, lineAt, value: written } = readYamlText(text, file);
  if (errors.length > 0)
    throw new InputError(`${file}:${lineAt(errors[0]!.offset).line} is not YAML: ${errors[0]!.message}`);
  const value: unknown = written ?? {};
  const entries =
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : undefined;
  const bad = entries?.find(([, reason]) => typeof reason !== 'string' || reason.trim() === '');
  if (entries === undefined)
    throw new InputError(
      `${file} must map ids of checks to reasons, such as "oauth.code-replay: codes are cached for a second"`,
    );
  if (bad !== undefined) throw new InputError(`${file}: ${bad[0]} needs a reason`);
  return new Map(entries as [string, string][]);
}

/** Why a check is known to fail. */
export function knownReason(known: KnownFailing, { id }: Check): string | undefined {
  return known.get(id) ?? [...known].find(([pattern]) => fitsId(pattern, id))?.[1];
}

/** Entries of which no check failed although one was judged, and entries that name no check at all. */
export function staleEntries(known: KnownFailing, all: readonly Check[], results: readonly Result[]): Report['stale'] {
  return [...known].flatMap(([id, reason]) => {
    if (!all.some((check) => fitsId(id, check.id))) return [{ id, reason }];
    const judged = results.filter(
      ({ check, outcome: { state } }) =>
        fitsId(id, check.id) && ['passed', 'failed', 'warned', 'informed'].includes(state),
    );
    return judged.length > 0 && judged.every(({ outcome }) => outcome.state === 'passed') ? [{ id, reason }] : [];
  });
}
