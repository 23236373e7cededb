/** The packages inside a bundle, and their licences. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

interface Package {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

/** The folder of the package that a module belongs to; undefined for what belongs to none, such as the bundler's own. */
const folderOf = (id: string): string | undefined => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0];

export const packageFolders = (modules: readonly string[]): readonly string[] =>
  [...new Set(modules.flatMap((id) => folderOf(id) ?? []))].toSorted();

export const packageAt = (folder: string): Package => {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Package;
  return { name, version, license };
};

export function licencesOf(folders: readonly string[]): string {
  return folders
    .map((folder) => {
      const { name, version, license } = packageAt(folder);
      const file = readdirSync(folder).find((each) => /^(licen[cs]e|copying)/i.test(each));
      const text = file === undefined ? `Licence: ${license}` : readFileSync(join(folder, file), 'utf8').trim();
      return `# ${name} ${version}\n\n${text}\n`;
    })
    .join('\n');
}
