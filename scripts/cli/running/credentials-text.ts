/** A contract's credentials as a person reads them, and as a shell takes them. */
import type { components } from '../../../specs/generated/control.ts';
import { quote } from '../../../mock/contract/shell-quote.ts';

type Schemas = components['schemas'];
type Sheet = Schemas['CredentialSheet'];

const hidden = '(hidden: the contract shows it once)';

/** Rows with their columns aligned. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  return rows.map((row) => `  ${row.map((text, i) => text.padEnd(widths[i]!)).join('  ')}`.trimEnd());
}

const section = (title: string, rows: readonly (readonly string[])[]): readonly string[] =>
  rows.length === 0 ? [] : [title, ...table(rows), ''];

/** A private key has many lines: it stands below the table. */
const isLong = (secret: string | null | undefined): boolean => secret?.trim().includes('\n') === true;

const secretText = ({ certificate, secret, secret_hidden: isHidden }: Schemas['Key']): string => {
  if (certificate !== undefined) return '(certificate)';
  if (isLong(secret)) return '(private key, below)';
  return secret ?? (isHidden ? hidden : '(its owner has the private key)');
};

const keyRow = (key: Schemas['Key']): readonly string[] => {
  const { id, credential, status, tenant, note } = key;
  return [id, secretText(key), credential, tenant, status === 'active' ? '' : status, note ?? ''];
};

const block = (title: string, lines: string): readonly string[] => [title, ...lines.trim().split('\n'), ''];

const privateKeys = (keys: readonly Schemas['Key'][]): readonly string[] =>
  keys.flatMap(({ id, credential, secret }) =>
    secret !== null && isLong(secret) ? block(`Private key of ${id} (${credential})`, secret) : [],
  );

export const keysText = (keys: readonly Schemas['Key'][]): string =>
  [...table(keys.map(keyRow)), '', ...privateKeys(keys)].join('\n').trimEnd();

/** What a client without a secret proves itself with. */
function proofText({ certificate, assertion_key, jwks, jwks_uri }: Schemas['Client']): string {
  if (certificate !== undefined) return '(certificate)';
  return (assertion_key ?? jwks ?? jwks_uri) ? '(key pair)' : '(public)';
}

export const clientRow = (client: Schemas['Client']): readonly string[] => [
  client.client_id,
  client.client_secret ?? proofText(client),
  client.grants.join(' '),
  client.active ? '' : 'inactive',
  client.note ?? '',
];

export const rowsText = (rows: readonly (readonly string[])[]): string => table(rows).join('\n');

export function credentialsText({
  contract,
  title,
  base_url: base,
  tenants,
  developers,
  clients,
  users,
  keys,
  presented,
  identifiers,
  example,
}: Sheet): string {
  return [
    title,
    `  base URL  ${base}`,
    ...(example === null ? [] : [`  try       ${example}`]),
    '',
    ...section(
      'Tenants',
      tenants.map(({ id, name }) => [id, name ?? '']),
    ),
    ...section(
      'Secrets of webhooks',
      tenants.flatMap(({ id, webhook_secret: secret }) =>
        secret === undefined || isLong(secret) ? [] : [[id, secret]],
      ),
    ),
    ...tenants.flatMap(({ id, webhook_public_key: key }) =>
      key === undefined ? [] : block(`Public key for the webhooks of ${id}`, key),
    ),
    ...section(
      'Developers',
      developers.map(({ id }) => [id]),
    ),
    ...section('Clients', clients.map(clientRow)),
    ...section('Keys', keys.map(keyRow)),
    ...privateKeys(keys),
    ...section(
      'Users',
      users.map(({ id, username, name }) => [id, username ?? '', name ?? '']),
    ),
    ...section(
      'How each is sent',
      presented.map(({ credential, kind, parts }) => [
        credential,
        kind === 'certificate'
          ? 'the certificate of the connection'
          : parts.map(({ part, in: place, name }) => `${part} in ${place} ${name}`).join(', '),
      ]),
    ),
    ...([...clients, ...keys].some(({ certificate }) => certificate !== undefined)
      ? [
          `Certificates: tollgate creds ${contract} --certificates DIR writes each, and its key, for curl --cert --key.`,
          '',
        ]
      : []),
    ...section(
      'Who and what a call is for',
      identifiers.map(({ kind, in: place, name, values = [] }) => [kind, `${place} ${name}`, values.join(', ')]),
    ),
  ]
    .join('\n')
    .trimEnd();
}

/** A variable's name as shells take it. */
export const variable = (...words: readonly string[]): string =>
  words
    .join('_')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, '_');

/** What a client is configured by: the base URL, and of each kind of credential the first that works. */
export function environmentOf(sheet: Sheet): Readonly<Record<string, string>> {
  const { contract, base_url: base, tenants, developers, clients, keys } = sheet;
  const found: Record<string, string> = { [variable(contract, 'BASE_URL')]: base };
  const put = (value: string | null | undefined, ...words: readonly string[]): void => {
    const name = variable(contract, ...words);
    if (typeof value === 'string' && !(name in found)) found[name] = value;
  };
  put(tenants[0]?.id, 'TENANT');
  put(developers[0]?.id, 'DEVELOPER');
  const client = clients.find(({ active }) => active);
  put(client?.client_id, 'CLIENT_ID');
  put(client?.client_secret, 'CLIENT_SECRET');
  for (const { credential, id, secret, status } of keys) {
    if (status !== 'active' || secret === null) continue;
    put(id, credential, 'ID');
    put(secret, credential, 'SECRET');
  }
  return found;
}

export const exportsText = (environment: Readonly<Record<string, string>>): string =>
  Object.entries(environment)
    .map(([name, value]) => `export ${name}=${quote(value)}`)
    .join('\n');
