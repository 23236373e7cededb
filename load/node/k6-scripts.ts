/** Where the k6 scripts stand. k6 runs them as they are written. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Compiled, this file stands in `dist/load/node/`. */
const FOLDER = fileURLToPath(new URL('../../../load/k6/', import.meta.url));

export const scriptFile = (scenario: string): string => join(FOLDER, `${scenario}.ts`);

/** The script of a scenario and everything that it imports when it runs, relative to the folder. */
export function scriptFiles(scenario: string): readonly { readonly name: string; readonly file: string }[] {
  const names = [
    `${scenario}.ts`,
    ...readdirSync(join(FOLDER, 'lib'))
      .filter((name) => name.endsWith('.ts'))
      .sort()
      .map((name) => `lib/${name}`),
  ];
  return names.map((name) => ({ name, file: join(FOLDER, name) })).filter(({ file }) => existsSync(file));
}
