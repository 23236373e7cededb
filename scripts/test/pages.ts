/** The pages that a newcomer reads, with their links and command blocks. */
import { readFileSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';

/** Pages that a newcomer pastes from. */
export const PAGES = [
  'README.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

export interface Link {
  readonly text: string;
  /** From the root of the repository. */
  readonly file: string;
  readonly anchor: string | undefined;
}

/** Links to files of the repository; those to other hosts are left out. */
export function linksOf(page: string): readonly Link[] {
  const text = readFileSync(page, 'utf8').replaceAll(/```[^]*?```/g, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) => {
    if (/^[a-z]+:/.test(link)) return [];
    const [path = '', anchor] = link.split('#');
    return [{ text: link, file: path === '' ? page : posix.normalize(posix.join(posix.dirname(page), path)), anchor }];
  });
}

export interface Block {
  readonly commands: string;
  /** Why it is not run, as its page says. */
  readonly notRun: string | undefined;
}

/** The command blocks of a page, from top to bottom. */
export function blocksOf(page: string): readonly Block[] {
  const text = readFileSync(page, 'utf8');
  return [...text.matchAll(/(?:<!-- not run: ([^>]+) -->\n)?```(?:sh|bash|shell)\n([^]*?)```/g)].map(
    ([, notRun, commands = '']) => ({ commands, notRun }),
  );
}
