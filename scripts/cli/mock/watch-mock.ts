/** `--watch`: serves the contracts' files as they are, and the last good ones while one is broken. */
import { builtInNames } from '../../../mock/contract/built-in-contracts.ts';
import { InputError } from '../../../mock/contract/input-error.ts';
import { isUrl } from '../../../mock/contract/files/reference-reach.ts';
import type { Finding } from '../../../mock/contract/lint/lint-finding.ts';
import { loadContract } from '../../../mock/contract/load-contract.ts';
import type { LoadedContract } from '../../../mock/contract/load-contract.ts';
import type { RunningServer } from '../../../mock/server/server-options.ts';
import { reading } from '../allow-refs-option.ts';
import { linesOf } from '../command-exit.ts';
import { groupedText } from '../lint/lint-text.ts';
import type { MockOptions } from './start-mock.ts';
import { watchFiles } from './watch-files.ts';

/** @throws {InputError} for what --watch cannot do */
export function checkWatch(names: readonly string[], { workers }: Pick<MockOptions, 'workers'>): void {
  if (workers > 1)
    throw new InputError('--watch is for one process: each of several would read the files at another moment');
  const builtIn = builtInNames();
  if (names.every((name) => builtIn.includes(name) || isUrl(name)))
    throw new InputError("--watch is for contracts of your own: name a contract's file");
}

const filesOf = (places: ReadonlySet<string>): string[] => [...places].filter((place) => !isUrl(place));

/** @param read what each contract's files are, by the name or path that was given */
export function watchMock(
  names: readonly string[],
  options: MockOptions,
  server: RunningServer,
  first: readonly LoadedContract[],
  read: ReadonlyMap<string, ReadonlySet<string>>,
): void {
  const given = [...new Set(names)];
  const files = new Map(read);
  let loaded = first;
  /** Named by what was given, whose files changed while others were loaded. */
  let waiting = new Set<string>();
  let busy = false;

  const reload = async (): Promise<void> => {
    const now = waiting;
    waiting = new Set();
    const findings: Finding[] = [];
    const next: LoadedContract[] = [];
    try {
      for (const [i, name] of given.entries()) next.push(now.has(name) ? await loadAnew(name, findings) : loaded[i]!);
      await server.reload(next);
      loaded = next;
      console.error(`tollgate: ${[...now].join(', ')} changed, and ${now.size === 1 ? 'is' : 'are'} served so now`);
    } catch (error) {
      console.error(
        `tollgate: ${[...now].join(', ')} changed, and cannot be served; what was served before is served on`,
      );
      const found = (error as { problems?: readonly Finding[] }).problems;
      if (found?.every((one) => 'line' in one)) findings.push(...found);
      else for (const line of linesOf(error)) console.error(`tollgate: ${line}`);
    }
    for (const line of groupedText(findings)) console.error(line);
  };

  const loadAnew = (name: string, findings: Finding[]): Promise<LoadedContract> => {
    const places = new Set<string>();
    const found = (more: readonly Finding[]): void =>
      void findings.push(...more.filter(({ level }) => level === 'warning'));
    return loadContract(name, { ...reading(options), found, onRead: (place) => places.add(place) }).finally(() => {
      // A broken file may not have come to what it refers to.
      files.set(name, new Set([...(files.get(name) ?? []), ...places]));
      watch.follow(filesOf(places));
    });
  };

  const watch = watchFiles((changed) => {
    for (const [name, places] of files) if ([...changed].some((file) => places.has(file))) waiting.add(name);
    void work();
  });
  const work = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    while (waiting.size > 0) await reload();
    busy = false;
  };
  for (const places of files.values()) watch.follow(filesOf(places));
}
