/**
 * Writes the console into `dist/console/`: one script and one style sheet, which the server puts into one page. Beside them
 * stand the list of packages that are inside (for the bill of materials), and their licences.
 */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'rolldown';
import { scriptCommand } from '../../conformance/script-command.ts';
import { licencesOf, packageAt, packageFolders } from './bundled-packages.ts';

const DIR = 'dist/console';

scriptCommand('node dist/scripts/build/bundle-console.js', `Writes the console's page into ${DIR}/.`).parse();
const { output } = await build({
  input: 'console/main.tsx',
  platform: 'browser',
  logLevel: 'warn',
  output: { dir: DIR, entryFileNames: 'console.js', format: 'esm', minify: true, codeSplitting: false },
});
const [script] = output;
// It stands in the page itself, where these would end it.
if (/<\/script|<!--/i.test(script.code))
  throw new Error('the console holds text that cannot stand in a script element');
mkdirSync(DIR, { recursive: true });
copyFileSync('console/style.css', join(DIR, 'console.css'));
const folders = packageFolders(script.moduleIds);
writeFileSync(join(DIR, 'packages.json'), `${JSON.stringify(folders.map(packageAt), undefined, 2)}\n`);
writeFileSync(join(DIR, 'LICENSES.md'), licencesOf(folders));
console.log(`Bundled the console into ${DIR}.`);
