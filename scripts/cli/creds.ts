import type { Command } from 'commander';
import type { components } from '../../specs/generated/control.ts';
import { allowRefsOption } from './allow-refs-option.ts';
import { runningOptions } from './running/running-sandbox.ts';
import type { RunningOptions } from './running/running-sandbox.ts';

interface EnvOptions extends RunningOptions {
  readonly names?: boolean;
  readonly allowRefs: readonly string[];
}

type Sheet = components['schemas']['CredentialSheet'];

const EXITS = 'Exit codes: 0 told, 2 there is no such contract, 3 no sandbox answers.';

export function credsCommand(command: Command): void {
  runningOptions(command)
    .option(
      '--certificates <dir>',
      'write the certificates that clients connect with, and their keys, into this folder: ID.pem and ID.key',
    )
    .addHelpText(
      'after',
      `
Examples:
  tollgate creds piaxis
  tollgate creds mine --certificates . && curl --cert acme.pem --key acme.key https://127.0.0.1:4010/mine/…
  tollgate creds fortis --sandbox ci-7 --json

${EXITS}`,
    )
    .action(creds);
}

export function envCommand(command: Command): void {
  runningOptions(command)
    .option('--names', 'print the names only, of a built-in contract or of a file; no sandbox needs to run')
    .addOption(allowRefsOption())
    .addHelpText(
      'after',
      `
Examples:
  eval "$(tollgate env piaxis)"      PIAXIS_BASE_URL and a credential of each kind, in this shell
  tollgate env piaxis > .env
  tollgate env piaxis --names        what "tollgate exercise piaxis" puts into the environment of a client

${EXITS}`,
    )
    .action(env);
}

async function creds(contract: string, options: RunningOptions & { readonly certificates?: string }): Promise<void> {
  const { askJson, print } = await import('./running/running-sandbox.ts');
  const { credentialsText } = await import('./running/credentials-text.ts');
  const sheet = await askJson<Sheet>(options, `/credentials/${encodeURIComponent(contract)}`);
  if (options.certificates === undefined) {
    print(options, sheet, credentialsText);
    return;
  }
  const { writeCertificates } = await import('./running/write-certificates.ts');
  const written = await writeCertificates(sheet, options.certificates);
  print(options, written, (files) => files.map(({ cert, key }) => `${cert} ${key}`).join('\n'));
}

async function env(contract: string, options: EnvOptions): Promise<void> {
  if (options.names === true) {
    const { environmentNames } = await import('./running/environment-names.ts');
    const { print } = await import('./running/running-sandbox.ts');
    print(options, await environmentNames(contract, options.allowRefs), (names) => names.join('\n'));
    return;
  }
  const { askJson, print } = await import('./running/running-sandbox.ts');
  const { environmentOf, exportsText } = await import('./running/credentials-text.ts');
  const sheet = await askJson<Sheet>(options, `/credentials/${encodeURIComponent(contract)}`);
  print(options, { TOLLGATE_URL: options.url, ...environmentOf(sheet) }, exportsText);
}
