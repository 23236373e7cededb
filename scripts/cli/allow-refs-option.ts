import { Option } from 'commander';

/** `--allow-refs`, of the commands that read a contract's file. */
export function allowRefsOption(): Option {
  return new Option(
    '--allow-refs <place>',
    "folder or URL that a file's references may lead into, besides its own folder; repeatable",
  )
    .argParser((value: string, before: readonly string[]) => [...before, value])
    .default([], 'none');
}
