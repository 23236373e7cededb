/** Which tests import one of some modules, by way of others or not. */
import { readFile, readdir } from 'node:fs/promises';
import { join, posix } from 'node:path';

/**
 * The modules of ours that a compiled file imports, statically or when it runs. The compiler writes either kind of
 * quotes.
 */
async function importsOf(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*["'](\.[^"']+\.js)["']/g)].map(([, specifier]) =>
    posix.normalize(posix.join(posix.dirname(file), specifier!)),
  );
}

/** @param modules paths of compiled files, below `dist/` @returns the test files, sorted */
export async function testsReaching(modules: readonly string[]): Promise<readonly string[]> {
  const files = (await readdir('dist', { recursive: true }))
    .map((name) => join('dist', name).replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.js'));
  const importers = new Map<string, string[]>();
  for (const file of files)
    for (const target of await importsOf(file)) importers.set(target, [...(importers.get(target) ?? []), file]);
  const reaching = new Set<string>();
  const waiting = [...modules];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (reaching.has(next)) continue;
    reaching.add(next);
    waiting.push(...(importers.get(next) ?? []));
  }
  return [...reaching].filter((file) => file.endsWith('.test.js')).sort();
}
