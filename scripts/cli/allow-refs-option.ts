import { Option } from 'commander';
import type { LoadOptions } from '../../mock/contract/load-contract.ts';

/** `--allow-refs`, of the commands that read a contract's file. */
export function allowRefsOption(): Option {
  return new Option(
    '--allow-refs <place>',
    "folder or URL that a file's references may lead into, besides its own folder; repeatable",
  )
    .argParser((value: string, before: readonly string[]) => [...before, value])
    .default([], 'none');
}

/** How a command reads contracts: what their files say in vain is told on stderr. */
export const reading = ({ allowRefs, bearer }: Pick<LoadOptions, 'allowRefs' | 'bearer'>): LoadOptions => ({
  allowRefs,
  bearer,
  tell: (line) => console.error(`tollgate: ${line}`),
});
