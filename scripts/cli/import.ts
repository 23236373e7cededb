import { readFile, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';

interface ImportOptions {
  readonly output: string;
  readonly bearer?: boolean;
}

export function importCommand(command: Command): void {
  command
    .option('-o, --output <file>', 'where to write the contract; - is standard output', '-')
    .option('--bearer', 'ask for a bearer key everywhere, if the document asks for no credential anywhere')
    .addHelpText(
      'after',
      `
Edit what was inferred: it has a comment beside it. Importing again into the same file keeps what you changed of the
vocabulary, takes the rest from the document, and says where that replaced something.

  tollgate import ./publisher.yaml -o my-api.yaml
  tollgate mock ./my-api.yaml
  tollgate verify ./my-api.yaml --mock

Exit codes: 0 written, 2 it cannot be.`,
    )
    .action(importFile);
}

async function importFile(document: string, { output, bearer }: ImportOptions): Promise<void> {
  const { InputError } = await import('../../mock/contract/input-error.ts');
  const { fileFault } = await import('../../mock/contract/file-error-words.ts');
  const { loadContract } = await import('../../mock/contract/load-contract.ts');
  const loaded = await loadContract(document, { bearer });
  if (loaded.imported === undefined)
    throw new InputError(`${document} is a contract already; serve it with "tollgate mock ${document}"`);
  const { keepEdits } = await import('../../mock/contract/import/keep-edits.ts');
  const { contractText } = await import('../../mock/contract/import/contract-text.ts');
  const before = output === '-' ? undefined : await readFile(output, 'utf8').catch(() => undefined);
  const { document: merged, kept, replaced } = keepEdits(loaded.document, before);
  const text = contractText(merged, document);
  if (output === '-') {
    process.stdout.write(text);
    return;
  }
  await writeFile(output, text).catch((error: unknown) => {
    throw new InputError(`cannot write ${output}: ${fileFault(error, 'write')}`);
  });
  const { operations, replies, resources, notEnforced, notes } = loaded.imported;
  const said = [
    `Wrote ${output}: ${operations} operations, ${resources.length} resources that hold state, ${replies} operations that answer their example.`,
    ...kept.map((place) => `  kept your ${place}`),
    ...replaced.map((place) => `  conflict: ${place} is the document's again`),
    ...notEnforced.map((one) => `  not checked: ${one}`),
    ...notes.map((one) => `  left out: ${one}`),
    `Then: tollgate mock ${output}`,
  ];
  for (const line of said) console.log(line);
}
