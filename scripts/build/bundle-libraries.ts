/**
 * Writes libraries of which little is used into `dist/vendor/`, a few files instead of some three thousand: a command
 * that reads a document loads those of lint in a third of the time, and a user's machine does not hold what they never
 * call. So it does with those that every start loads, Fastify's 134 files above all.
 *
 * Sources import them as `#openapi-core` and the like (`imports` in `package.json`). Beside them stand the list of
 * packages that are inside (for the bill of materials), and their licences.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import type { Plugin } from 'rolldown';
import { scriptCommand } from '../../conformance/script-command.ts';
import { licencesOf, packageAt, packageFolders } from './bundled-packages.ts';

const DIR = 'dist/vendor';

/** File in `dist/vendor/`, and the module that it is made of. */
const LIBRARIES = {
  'openapi-core': '@redocly/openapi-core',
  'openapi-parser': '@readme/openapi-parser',
  'openapi-upgrader': '@scalar/openapi-upgrader',
  jsonpath: 'jsonpath-rfc9535',
  'jsonpath-parser': 'jsonpath-rfc9535/parser',
  selfsigned: 'selfsigned',
  x509: '@peculiar/x509',
  fastify: 'fastify',
  'structured-headers': 'structured-headers',
};

/**
 * What the package's own declarations name of a library's types. Who installs the package does not have the library's
 * declarations, and needs none of these.
 */
const NAMED_TYPES: Readonly<Record<string, readonly string[]>> = { 'openapi-core': ['BaseResolver', 'Document'] };

/** `@scope/package` of `@scope/package/module` */
const packageOf = (module: string): string => /^(?:@[^/]+\/)?[^/]+/.exec(module)![0];

const versionOf = (name: string): string => packageAt(join('node_modules', packageOf(name))).version;

/** What is put in place of a library's own text: it says what is to be found there, and what stands there instead. */
interface Patch {
  readonly file: RegExp;
  readonly from: RegExp;
  readonly to: string;
}

/** What libraries do when they are loaded or set up, and a start does not need; done with the first use. */
const LATE: readonly Patch[] = [
  {
    // Fastify's router compiles a function for each part of each path: a fifteenth of the start-up of all contracts, of
    // whose paths a run asks for a few.
    file: /find-my-way[\\/]lib[\\/]node\.js$/,
    from: /return new Function\('path', 'i', (`[^`]+`)\)/,
    to: 'let match; return (path, i) => (match ??= new Function("path", "i", $1))(path, i)',
  },
  {
    file: /fastify[\\/]lib[\\/]server\.js$/,
    from: /const http2 = require\('node:http2'\)/,
    to: 'const http2 = { createServer: (...given) => require("node:http2").createServer(...given), createSecureServer: (...given) => require("node:http2").createSecureServer(...given) }',
  },
];

/**
 * Packages that libraries load for what nothing here asks of them: Fastify's own validation, its logs, and requests to it
 * without a wire; lint of GraphQL. To read the text of all that at every start cost a twentieth of it. Beside each what is
 * imported of it by name.
 */
const NEVER: Readonly<Record<string, readonly string[]>> = {
  '@fastify/ajv-compiler': [],
  '@fastify/fast-json-stringify-compiler': [],
  'light-my-request': [],
  pino: [],
  graphql: [
    'buildASTSchema',
    'getLocation',
    'GraphQLError',
    'parse',
    'Source',
    'validateSchema',
    'visit',
    'visitInParallel',
  ],
};

const NOTHING = '\0never:';

/** Whoever asks all the same is told where to look. */
function nothingOf(name: string): string {
  const names = NEVER[name]!;
  const refuse = `throw new Error('${name} is not in the bundle: see scripts/build/bundle-libraries.ts');`;
  return names.length === 0 ? refuse : names.map((each) => `export function ${each}() { ${refuse} }`).join('\n');
}

const never: Plugin = {
  name: 'never',
  resolveId: (id) => (Object.hasOwn(NEVER, id) ? NOTHING + id : undefined),
  load: (id) => (id.startsWith(NOTHING) ? nothingOf(id.slice(NOTHING.length)) : undefined),
};

const late: Plugin = {
  name: 'late',
  transform(code, id) {
    const patch = LATE.find(({ file }) => file.test(id));
    if (patch === undefined) return undefined;
    if (!patch.from.test(code)) throw new Error(`${id} has no ${patch.from.source}: see what it does now`);
    return { code: code.replace(patch.from, patch.to) };
  },
};

/** What the files are made of and by: with the same they would be the same. */
const STAMP = JSON.stringify([
  ...[...Object.values(LIBRARIES), 'rolldown'].map((name) => `${name}@${versionOf(name)}`),
  NAMED_TYPES,
  LATE.map(({ to }) => to),
  NEVER,
]);

scriptCommand(
  'node dist/scripts/build/bundle-libraries.js',
  `Writes libraries of which little is used into ${DIR}/.`,
).parse();
const stamp = join(DIR, 'stamp.json');
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== STAMP) {
  rmSync(DIR, { recursive: true, force: true });
  const { output } = await build({
    input: Object.fromEntries(
      Object.entries(LIBRARIES).map(([file, name]) => [file, fileURLToPath(import.meta.resolve(name))]),
    ),
    platform: 'node',
    logLevel: 'warn',
    plugins: [late, never],
    output: { dir: DIR, format: 'esm', minify: true, chunkFileNames: '[name].js' },
  });
  const modules = output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
  const folders = packageFolders(modules);
  const packages = folders.map(packageAt);
  writeFileSync(join(DIR, 'packages.json'), `${JSON.stringify(packages, undefined, 2)}\n`);
  writeFileSync(join(DIR, 'LICENSES.md'), licencesOf(folders));
  for (const [file, names] of Object.entries(NAMED_TYPES))
    writeFileSync(join(DIR, `${file}.d.ts`), names.map((name) => `export type ${name} = unknown;\n`).join(''));
  writeFileSync(stamp, STAMP);
  console.log(`Bundled ${packages.length} packages into ${DIR}.`);
}
