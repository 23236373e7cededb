import type { Command } from 'commander';
import { Option } from 'commander';
import { allowRefsOption, reading } from './allow-refs-option.ts';

const FORMATS = ['postman', 'bruno', 'http', 'env'] as const;

const DEFAULT_URL = 'http://127.0.0.1:4010';

interface ExportOptions {
  readonly url: string;
  readonly sandbox?: string;
  readonly output?: string;
  readonly allowRefs: readonly string[];
}

export function exportCommand(command: Command): void {
  command
    .addOption(new Option('--url <url>', 'where the sandbox listens').env('TOLLGATE_URL').default(DEFAULT_URL))
    .addOption(
      new Option('--sandbox <name>', 'the sandbox that is meant, where there are several').env('TOLLGATE_SANDBOX'),
    )
    .option('-o, --output <place>', 'the file to write, or for bruno the folder (default: standard output)')
    .addOption(allowRefsOption())
    .addHelpText(
      'after',
      `
Examples:
  tollgate export postman piaxis -o piaxis.postman_collection.json
  tollgate export bruno oauth2 -o oauth2-collection
  tollgate export http ./my-api.yaml > my-api.http
  tollgate export env fortis > .env

Every operation is a request, with an example body and the seeded credentials, which stand in variables by the names that
"tollgate env" prints. No sandbox needs to run for it; the same contract gives the same bytes.

Exit codes: 0 written, 2 it cannot be written.`,
    )
    .action(exportContract);
}

async function exportContract(given: string, contract: string, options: ExportOptions): Promise<void> {
  const { InputError } = await import('../../mock/contract/input-error.ts');
  const { wordOf } = await import('./running/running-sandbox.ts');
  const format = wordOf(given, FORMATS, 'format to export');
  const { output } = options;
  if (format === 'bruno' && output === undefined)
    throw new InputError(
      `export bruno writes a folder; say where with --output, such as --output ${folderFor(contract)}`,
    );
  if (!URL.canParse(options.url) || !/^https?:/.test(options.url))
    throw new InputError(`--url ${options.url} is no address; write one such as ${DEFAULT_URL}`);
  const url = options.url.replace(/\/+$/, '').replace(/\/_tollgate$/, '');
  const exported = await exportedContract(contract, url, options);
  if (format === 'bruno') {
    const { brunoFolder } = await import('./export/write-bruno.ts');
    await writeFolder(output!, brunoFolder(exported));
    return;
  }
  const text =
    format === 'postman'
      ? (await import('./export/write-postman.ts')).postmanCollection(exported)
      : format === 'http'
        ? (await import('./export/write-http-file.ts')).httpFile(exported)
        : (await import('./export/write-env-file.ts')).envFile(url, exported);
  if (output === undefined || output === '-') process.stdout.write(text);
  else await (await import('node:fs/promises')).writeFile(output, text);
}

const folderFor = (contract: string): string => contract.replace(/^.*[/\\]/, '').replace(/\.(?:ya?ml|json)$/i, '');

/** From a sandbox of its own, which nobody else reaches: what is seeded is the same everywhere. */
async function exportedContract(contract: string, url: string, { sandbox, allowRefs }: ExportOptions) {
  const { loadContract } = await import('../../mock/contract/load-contract.ts');
  const { startServer } = await import('../../mock/server/server.ts');
  const { collectRequests } = await import('./export/collect-requests.ts');
  const loaded = await loadContract(contract, reading({ allowRefs }));
  const server = await startServer({ contracts: [loaded] });
  try {
    const world = server.sandboxes.known('default')!.worlds.get(loaded.name)!;
    const base = `${url}${sandbox === undefined ? '' : `/~${sandbox}`}/${loaded.name}`;
    return await collectRequests(world, base, { url, sandbox });
  } finally {
    await server.close();
  }
}

async function writeFolder(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  const { mkdir, writeFile } = await import('node:fs/promises');
  const { dirname, join } = await import('node:path');
  for (const [name, text] of files) {
    const file = join(folder, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}
