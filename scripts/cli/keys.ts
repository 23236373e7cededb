import type { Command } from 'commander';
import type { components } from '../../specs/generated/control.ts';
import { runningOptions } from './running/running-sandbox.ts';
import type { RunningOptions } from './running/running-sandbox.ts';

type Key = components['schemas']['Key'];

const ACTIONS = ['list', 'block', 'unblock', 'regenerate', 'delete'] as const;

export function keysCommand(command: Command): void {
  runningOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  tollgate keys voucherify
  tollgate keys voucherify block voucherify-app-primary
  tollgate keys voucherify regenerate voucherify-app-primary

Exit codes: 0 done, 2 it cannot be done, 3 no sandbox answers.`,
    )
    .action(keys);
}

async function keys(
  contract: string,
  given: string | undefined,
  id: string | undefined,
  options: RunningOptions,
): Promise<void> {
  const { askJson, print, wordOf } = await import('./running/running-sandbox.ts');
  const { keysText } = await import('./running/credentials-text.ts');
  const { InputError } = await import('../../mock/contract/input-error.ts');
  const action = wordOf(given ?? 'list', ACTIONS, 'action on keys');
  const path = `/keys/${encodeURIComponent(contract)}`;
  const list = await askJson<{ keys: readonly Key[] }>(options, path);
  if (action === 'list') {
    print(options, list, (all) => keysText(all.keys));
    return;
  }
  const found = list.keys.filter((key) => key.id === id);
  const [key] = found;
  if (id === undefined)
    throw new InputError(`keys ${contract} ${action} needs the key's id; "tollgate keys ${contract}" lists them`);
  if (key === undefined) throw new InputError(`${contract} has no key "${id}"; "tollgate keys ${contract}" lists them`);
  if (found.length > 1)
    throw new InputError(
      `${contract} has several keys "${id}", of ${found.map(({ credential }) => credential).join(' and ')}; change it over the control plane`,
    );
  const place = `${path}/${encodeURIComponent(key.credential)}/${encodeURIComponent(id)}`;
  const changed = await (action === 'delete'
    ? askJson<Key | undefined>(options, place, { method: 'DELETE' })
    : askJson<Key>(options, `${place}/${action}`, { method: 'POST' }));
  print(options, changed ?? { deleted: id }, () => (changed === undefined ? `${id} is deleted.` : keysText([changed])));
}
