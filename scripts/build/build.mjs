/**
 * `npm run build`: compiles everything into `dist/`, or finds that nothing has changed since it did. `npm ci`, `npm
 * start`, the first `npx tollgate` of a clone and `npm test` all ask for it, one after the other.
 *
 * Plain JavaScript, since it runs before anything is compiled.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const INPUTS = ['console', 'conformance', 'grade', 'load', 'mock', 'scripts', 'specs'];
const FILES = ['package.json', 'package-lock.json', 'tsconfig.json'];
const TSC = 'node_modules/typescript-7/bin/tsc';
const STEPS = [
  [TSC],
  [TSC, '-p', 'load/k6'],
  [TSC, '-p', 'console'],
  ...['bundle-libraries', 'bundle-console', 'validators', 'contracts', 'bundle-command'].map((step) => [
    `dist/scripts/build/${step}.js`,
  ]),
];

/** Written last: says of what `dist/` was made. */
const STAMP = join(ROOT, 'dist', '.made-of');
/** The compiler writes it whenever it writes anything: by hand too, which the stamp would not know of. */
const COMPILED = join(ROOT, 'dist', 'tsconfig.tsbuildinfo');

function madeOf() {
  const hash = createHash('sha256');
  const read = INPUTS.flatMap((dir) =>
    readdirSync(join(ROOT, dir), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(ROOT, join(entry.parentPath ?? entry.path, entry.name))),
  );
  for (const file of [...read.sort(), ...FILES]) hash.update(`${file}\0`).update(readFileSync(join(ROOT, file)));
  return `${hash.digest('hex')} ${statSync(COMPILED, { throwIfNoEntry: false })?.mtimeMs ?? ''}\n`;
}

const stamp = () => {
  try {
    return readFileSync(STAMP, 'utf8');
  } catch {
    return undefined;
  }
};

if (stamp() === madeOf()) {
  console.log('dist/ is up to date.');
} else {
  rmSync(STAMP, { force: true });
  console.log('Building dist/: a minute on a small machine.');
  for (const step of STEPS) {
    const { status, signal } = spawnSync(process.execPath, step, { cwd: ROOT, stdio: 'inherit' });
    if (status !== 0) process.exit(signal === null ? status : 1);
  }
  writeFileSync(STAMP, madeOf());
}
