/** The line of a contract's file at which a rule stands. Loads a parser that knows lines, so only when somebody asks. */
import type { Place } from '../contract/lint/source-line.ts';

/**
 * @param file that the contract was read from
 * @param pointer into the document that was made of it
 * @returns undefined where the file is no longer there, or no longer a document
 */
export async function placeOfRule(file: string, pointer: string): Promise<Place | undefined> {
  const { BaseResolver } = await import('@redocly/openapi-core');
  const { locate } = await import('../contract/lint/source-line.ts');
  const resolver = new BaseResolver();
  try {
    const root = await resolver.resolveDocument(null, file, true);
    return root instanceof Error ? undefined : await locate(resolver, root, pointer);
  } catch {
    return undefined;
  }
}
