import type { Command } from 'commander';
import type { components } from '../../specs/generated/control.ts';
import { runningOptions } from './running/running-sandbox.ts';
import type { RunningOptions } from './running/running-sandbox.ts';

type Client = components['schemas']['Client'];

interface ClientsOptions extends RunningOptions {
  readonly redirectUri?: string;
  readonly scope?: string;
  readonly active?: boolean;
  readonly inactive?: boolean;
}

export function clientsCommand(command: Command): void {
  runningOptions(command)
    .option('--redirect-uri <uri>', 'register this redirect URI with the client')
    .option('--scope <scope>', 'let the client ask for this scope')
    .option('--active', 'switch the client on')
    .option('--inactive', 'switch the client off')
    .addHelpText(
      'after',
      `
Examples:
  tollgate clients engagifii-revenue
  tollgate clients engagifii-revenue revenue-web --redirect-uri http://localhost:8080/callback

Exit codes: 0 done, 2 it cannot be done, 3 no sandbox answers.`,
    )
    .action(clients);
}

async function clients(contract: string, id: string | undefined, given: ClientsOptions): Promise<void> {
  const { redirectUri, scope, active, inactive, ...options } = given;
  const { askJson, print } = await import('./running/running-sandbox.ts');
  const { clientRow, rowsText } = await import('./running/credentials-text.ts');
  const path = `/clients/${encodeURIComponent(contract)}`;
  if (id === undefined) {
    if ([redirectUri, scope, active, inactive].some((one) => one !== undefined)) {
      const { InputError } = await import('../../mock/contract/input-error.ts');
      throw new InputError(`name the client that is to be changed; "tollgate clients ${contract}" lists them`);
    }
    print(options, await askJson<{ clients: readonly Client[] }>(options, path), (all) =>
      rowsText(all.clients.map(clientRow)),
    );
    return;
  }
  const place = `${path}/${encodeURIComponent(id)}`;
  const client = await askJson<Client>(options, place);
  const change = {
    ...(redirectUri !== undefined && { redirect_uris: [...new Set([...client.redirect_uris, redirectUri])] }),
    ...(scope !== undefined && { scopes: [...new Set([...client.scopes, scope])] }),
    ...(active === true && { active: true }),
    ...(inactive === true && { active: false }),
  };
  const now =
    Object.keys(change).length === 0
      ? client
      : await askJson<Client>(options, place, { method: 'PATCH', body: change });
  print(options, now, (one) =>
    [
      rowsText([clientRow(one)]),
      ...one.redirect_uris.map((uri) => `  redirect URI  ${uri}`),
      ...(one.scopes.length === 0 ? [] : [`  scopes        ${one.scopes.join(' ')}`]),
    ].join('\n'),
  );
}
