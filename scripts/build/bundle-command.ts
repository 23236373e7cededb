/**
 * Writes the `tollgate` command into `dist/command/`, a few files instead of some four hundred: finding and reading modules
 * one by one was a third of what `tollgate mock` took to its first answer.
 *
 * The modules that it is made of stay beside it: they are the library, and what the command starts as processes of
 * their own. A bundled module sees its own place among them (`import.meta.url`), since it looks for files from there.
 */
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { build } from 'rolldown';
import type { Plugin } from 'rolldown';
import { scriptCommand } from '../../conformance/script-command.ts';
import { licencesOf, packageFolders } from './bundled-packages.ts';

const DIST = resolve('dist');
const DIR = join(DIST, 'command');

/**
 * What is read together, each in one file: the modules named and what they import, but for what stands in a file before.
 * `tollgate --help` needs the first alone.
 */
const FILES: Readonly<Record<string, readonly string[]>> = {
  program: ['scripts/cli/program.js'],
  mock: [
    'scripts/cli/mock.js',
    'scripts/cli/mock/start-mock.js',
    'scripts/cli/mock/reach-warning.js',
    'mock/contract/load-contracts.js',
    'mock/server/server.js',
    'mock/webhooks/webhook-service.js',
  ],
};

/** Found where they are installed: they come with a store, with the first record, or with a contract that is not built in. */
const INSTALLED = ['@faker-js/faker', 'ajv', 'ajv-formats', 'ioredis', 'lmdb', 'yaml'];

const isInstalled = (id: string): boolean =>
  id.startsWith('#') || INSTALLED.some((name) => id === name || id.startsWith(`${name}/`));

const ownPlaces: Plugin = {
  name: 'own-places',
  transform(code, id) {
    if (!id.startsWith(DIST) || !code.includes('import.meta.url')) return undefined;
    const place = `new URL(${JSON.stringify(relative(DIR, id))}, import.meta.url).href`;
    return { code: code.replaceAll('import.meta.url', place) };
  },
};

/** Which file each module stands in; filled when the first is asked for, since all are known then. */
const files = new Map<string, string>();

function fill(file: string, id: string, importsOf: (id: string) => readonly string[]): void {
  if (files.has(id)) return;
  files.set(id, file);
  for (const next of importsOf(id)) fill(file, next, importsOf);
}

scriptCommand(
  'node dist/scripts/build/bundle-command.js',
  'Writes the command into dist/command/, in a few files.',
).parse();
rmSync(DIR, { recursive: true, force: true });
const { output } = await build({
  input: { tollgate: join(DIST, 'scripts/cli/tollgate.js') },
  platform: 'node',
  logLevel: 'warn',
  external: isInstalled,
  plugins: [ownPlaces],
  preserveEntrySignatures: false,
  // What is loaded late in one place and early in another is no mistake here.
  checks: { ineffectiveDynamicImport: false },
  output: {
    dir: DIR,
    format: 'esm',
    // Names of functions and classes stay as they are.
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
    chunkFileNames: '[name].js',
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [
        {
          debugName: 'read together',
          name(id, bundle) {
            if (files.size === 0)
              for (const [file, modules] of Object.entries(FILES))
                for (const one of modules)
                  fill(file, join(DIST, one), (each) => bundle.getModuleInfo(each)?.importedIds ?? []);
            return files.get(id);
          },
        },
      ],
    },
  },
});
const modules = output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
const folders = packageFolders(modules);
writeFileSync(join(DIR, 'LICENSES.md'), licencesOf(folders));
const { bin } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly bin: Readonly<Record<string, string>> };
const command = output.find(({ fileName }) => resolve(bin['tollgate']!) === join(DIR, fileName));
if (command === undefined) throw new Error(`package.json: the command is ${bin['tollgate']}, which is not in ${DIR}`);
// npm makes it one that can be run when it installs it; in a checkout it is linked as it stands.
chmodSync(join(DIR, command.fileName), 0o755);
console.log(`Bundled the command and ${folders.length} packages into ${relative('.', DIR)}.`);
