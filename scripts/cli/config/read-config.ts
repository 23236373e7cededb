/** The configuration file: which one, and what it holds. */
import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fileFault } from '../../../mock/contract/file-error-words.ts';
import { InputError } from '../../../mock/contract/input-error.ts';
import { filesHere, KINDS, MODULES } from './config-options.ts';

/** @returns the name of the one in the working directory, if there is one @throws {InputError} if there are several */
export function foundConfig(): string | undefined {
  const [found, other] = filesHere();
  if (other !== undefined)
    throw new InputError(
      `there are two configuration files here, ${found} and ${other}; delete one, or name the one that counts: --config ${found}`,
    );
  return found;
}

/** @param file as the user named it, or as it was found */
export async function readConfig(file: string): Promise<unknown> {
  const kind = extname(file);
  if (!KINDS.includes(kind))
    throw new InputError(
      `the configuration file ${file} has another ending than those that are read: ${KINDS.join(', ')}`,
    );
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new InputError(`cannot read the configuration file ${file}: ${fileFault(error, 'read')}`);
  });
  return MODULES.includes(kind) ? exported(file) : parsed(text, file);
}

async function exported(file: string): Promise<unknown> {
  let loaded: Readonly<Record<string, unknown>>;
  try {
    loaded = (await import(pathToFileURL(resolve(file)).href)) as typeof loaded;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_UNKNOWN_FILE_EXTENSION')
      throw new InputError(
        `${file}: Node.js ${process.versions.node} does not run TypeScript; take 22.18 or newer, or write the file as tollgate.config.mjs or .yaml`,
      );
    throw new InputError(`cannot load the configuration file ${file}: ${firstLine(error)}`);
  }
  if (!('default' in loaded))
    throw new InputError(`${file} exports no configuration; write: export default { mock: { port: 4010 } }`);
  return loaded['default'];
}

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]!;

async function parsed(text: string, file: string): Promise<unknown> {
  const { readYamlText } = await import('../../../mock/contract/yaml-file.ts');
  const { errors, lineAt, value } = readYamlText(text, file);
  const [error] = errors;
  if (error === undefined) return value;
  throw new InputError(`${file}:${lineAt(error.offset).line}: ${error.message}`);
}
