/** The contracts that ship with the package. */
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Document } from './openapi-document.ts';

/**
 * Compiled, this file stands in `dist/mock/contract/`; the contracts, made into JSON at build time, in `dist/specs/`.
 */
const BUILT = new URL('../../specs/', import.meta.url);
const SOURCES = new URL('../../../specs/', import.meta.url);

/** Documents of Tollgate's own API, not of a provider. */
const OWN = ['control'];

/** Every built-in contract's name, in alphabetical order: what is served, checked and listed where none is named. */
export function builtInNames(): readonly string[] {
  return readdirSync(BUILT)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .filter((name) => !OWN.includes(name))
    .sort();
}

/** Where the YAML stands that a built-in contract was made from. */
export function builtInSource(name: string): string {
  return fileURLToPath(new URL(`${name}.yaml`, SOURCES));
}

/** Reads a built-in contract: at start-up, so without a YAML parser and without waiting for a thread. */
export function readBuiltIn(name: string): { document: Document; text: string; file: string } {
  const url = new URL(`${name}.json`, BUILT);
  const text = readFileSync(url, 'utf8');
  return { document: JSON.parse(text) as Document, text, file: fileURLToPath(url) };
}
