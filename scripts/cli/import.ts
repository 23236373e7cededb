import { readFile, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { allowRefsOption, reading } from './allow-refs-option.ts';
import type { ImportReport } from '../../mock/contract/import/import-document.ts';

interface ImportOptions {
  readonly output: string;
  readonly overlay?: boolean;
  readonly bearer?: boolean;
  readonly allowRefs: readonly string[];
}

export function importCommand(command: Command): void {
  command
    .option('-o, --output <file>', 'where to write the contract; - is standard output', '-')
    .option('--overlay', 'write the additions apart, as an OpenAPI Overlay 1.0: the document stays as it is')
    .option('--bearer', 'ask for a bearer key everywhere, if the document asks for no credential anywhere')
    .addOption(allowRefsOption())
    .addHelpText(
      'after',
      `
Edit what was inferred: it has a comment beside it. Importing again into the same file keeps what you changed of the
vocabulary, takes the rest from the document, and says where that replaced something.

  tollgate import ./publisher.yaml -o my-api.yaml
  tollgate mock ./my-api.yaml
  tollgate verify ./my-api.yaml --mock

With --overlay the publisher's file can be updated: name the overlay wherever a contract is named. Its targets are
places in the document as OpenAPI 3.1. Importing again adds what is new at its end, and changes nothing else.

  tollgate import ./publisher.yaml --overlay -o publisher.overlay.yaml
  tollgate mock ./publisher.overlay.yaml

Exit codes: 0 written, 2 it cannot be written.`,
    )
    .action(importFile);
}

async function importFile(document: string, options: ImportOptions): Promise<void> {
  const { InputError } = await import('../../mock/contract/input-error.ts');
  const { output } = options;
  if (output !== '-' && resolve(output) === resolve(document))
    throw new InputError(`${output} is the document itself; name another file with --output`);
  const before = output === '-' ? undefined : await readFile(output, 'utf8').catch(() => undefined);
  const { text, report, said, then } = await (options.overlay === true ? asOverlay : asContract)(
    document,
    before,
    options,
  );
  if (output === '-') {
    process.stdout.write(text);
    return;
  }
  const { fileFault } = await import('../../mock/contract/file-error-words.ts');
  await writeFile(output, text).catch((error: unknown) => {
    throw new InputError(`cannot write ${output}: ${fileFault(error, 'write')}`);
  });
  const { operations, replies, resources, notEnforced, notes } = report;
  const lines = [
    `Wrote ${output}: ${operations} operations, ${resources.length} resources that hold state, ${replies} operations that answer their example.`,
    ...said.map((line) => `  ${line}`),
    ...notEnforced.map((one) => `  not checked: ${one}`),
    ...notes.map((one) => `  left out: ${one}`),
    `Then: tollgate mock ${then}`,
  ];
  for (const line of lines) console.log(line);
}

interface Written {
  readonly text: string;
  readonly report: ImportReport;
  readonly said: readonly string[];
  /** What is served next. */
  readonly then: string;
}

async function alreadyContract(document: string): Promise<Error> {
  const { InputError } = await import('../../mock/contract/input-error.ts');
  return new InputError(`${document} is a contract already; serve it with "tollgate mock ${document}"`);
}

async function asContract(
  document: string,
  before: string | undefined,
  { output, bearer, allowRefs }: ImportOptions,
): Promise<Written> {
  const { loadContract } = await import('../../mock/contract/load-contract.ts');
  const loaded = await loadContract(document, reading({ bearer, allowRefs }));
  if (loaded.imported === undefined) throw await alreadyContract(document);
  const { keepEdits } = await import('../../mock/contract/import/keep-edits.ts');
  const { contractText } = await import('../../mock/contract/import/contract-text.ts');
  const { document: merged, kept, replaced } = keepEdits(loaded.document, before);
  return {
    text: contractText(merged, document),
    report: loaded.imported,
    said: [
      ...kept.map((place) => `kept your ${place}`),
      ...replaced.map((place) => `conflict: ${place} is the document's again`),
    ],
    then: output,
  };
}

async function asOverlay(
  document: string,
  before: string | undefined,
  { output, bearer, allowRefs }: ImportOptions,
): Promise<Written> {
  const { contractFile, readPlain } = await import('../../mock/contract/load-contract.ts');
  const { importOverlay } = await import('../../mock/contract/overlay/import-overlay.ts');
  const { quote } = await import('../../mock/contract/shell-quote.ts');
  const { file, source, version, files } = await readPlain(await contractFile(document, allowRefs), { allowRefs });
  if (version === undefined) throw await alreadyContract(document);
  const target = output === '-' ? undefined : resolve(output);
  const { text, report, added, stale } = await importOverlay(file, source, {
    files,
    version,
    output: target,
    before,
    bearer,
  });
  return {
    text,
    report,
    said: [
      before === undefined ? `actions: ${added}` : `kept the overlay that was there, actions added: ${added}`,
      ...stale.map((place) => `nothing stands any more at ${place}`),
    ],
    then: target === undefined ? output : `${quote(output)}${await allowing(file, target)}`,
  };
}

/** What an overlay needs to read a document that does not lie below it. */
async function allowing(document: string, overlay: string): Promise<string> {
  const { isUrl, reachOf } = await import('../../mock/contract/files/reference-reach.ts');
  const { quote } = await import('../../mock/contract/shell-quote.ts');
  if (reachOf(overlay, [])(document) === undefined) return '';
  return ` --allow-refs ${quote(isUrl(document) ? document : relative(process.cwd(), dirname(document)) || '.')}`;
}
